//! What cannot glide is swapped: the disc is faded out, a part is exchanged in silence, and it is faded in again.

use std::sync::Arc;

use crate::disc::Disc;

/// What one step of a swap comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::chain) enum SwapStep {
    /// Nothing waits: all that can glide glides.
    None,
    /// On the way to silence.
    FadingOut,
    /// A cell of silence lies behind: now.
    Now,
}

/// The fade, and discs on their way in and out.
#[derive(Debug)]
pub(in crate::chain) struct Swap {
    gain: f32,
    next_disc: Option<Arc<Disc>>,
    retired: Option<Arc<Disc>>,
}

impl Swap {
    /// Nothing waits.
    pub(in crate::chain) fn new() -> Self {
        Self { gain: 1.0, next_disc: None, retired: None }
    }

    /// The fade is over.
    pub(in crate::chain) fn reset(&mut self) {
        self.gain = 1.0;
    }

    /// Gain of the disc, `0.0..=1.0`.
    pub(in crate::chain) fn gain(&self) -> f32 {
        self.gain
    }

    /// A disc waits to be put on. One that waited before never gets to play, and is handed back.
    pub(in crate::chain) fn offer(&mut self, disc: Arc<Disc>) {
        if let Some(unplayed) = self.next_disc.replace(disc) {
            self.retired = Some(unplayed);
        }
    }

    /// The disc that waits.
    pub(in crate::chain) fn next_disc(&self) -> Option<&Arc<Disc>> {
        self.next_disc.as_ref()
    }

    /// Puts the disc that waits in the place of `disc`, which is handed back.
    pub(in crate::chain) fn put_on_next(&mut self, disc: &mut Arc<Disc>) {
        if let Some(next) = self.next_disc.take() {
            self.retired = Some(std::mem::replace(disc, next));
        }
    }

    /// A disc no longer in use, once.
    pub(in crate::chain) fn take_retired(&mut self) -> Option<Arc<Disc>> {
        self.retired.take()
    }

    /// Whether a disc waits, to be put on or to be taken.
    pub(in crate::chain) fn is_pending(&self) -> bool {
        self.next_disc.is_some() || self.retired.is_some()
    }

    /// One step of the fade; `is_needed` where something waits that cannot glide.
    pub(in crate::chain) fn step(&mut self, is_needed: bool, step: f32) -> SwapStep {
        match is_needed {
            false => {
                self.gain = (self.gain + step).min(1.0);
                SwapStep::None
            }
            true if self.gain > 0.0 => {
                self.gain = (self.gain - step).max(0.0);
                SwapStep::FadingOut
            }
            true => SwapStep::Now,
        }
    }
}
