//! Discs on their way between the thread that presses them and the one that plays them.
//!
//! A disc takes some milliseconds to make and is large to free, so the audio thread does neither: it orders one,
//! goes on playing, takes it from the shelf when it is there and puts the old one back. Nothing locks. The thread
//! is our own, because nice-plug's is shared by all instances and ends for all of them when one is removed with a
//! task under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crossbeam_queue::ArrayQueue;

use super::picture::KeptPicture;
use crate::disc::{Disc, Recipe};

/// What lies between the two threads.
struct Slots {
    orders: ArrayQueue<Recipe>,
    fresh: ArrayQueue<Arc<Disc>>,
    spent: ArrayQueue<Arc<Disc>>,
    closing: AtomicBool,
}

/// The shelf, and the thread that keeps it. Dropping it waits for the disc being pressed.
pub struct Shelf {
    slots: Arc<Slots>,
    keeper: Option<JoinHandle<()>>,
}

impl Shelf {
    /// An empty shelf; discs that call for the picture of one's own get it from `picture`. Starts a thread that sleeps until it is asked; without one (the system has none left) no
    /// disc is ever changed, and the one that is on plays.
    pub fn new(picture: KeptPicture) -> Self {
        let slots = Arc::new(Slots {
            orders: ArrayQueue::new(1),
            fresh: ArrayQueue::new(1),
            spent: ArrayQueue::new(8),
            closing: AtomicBool::new(false),
        });
        let kept = slots.clone();
        let keeper = thread::Builder::new()
            .name("roentgenizdat press".to_string())
            .spawn(move || keep(&kept, &picture))
            .ok();
        Self { slots, keeper }
    }

    /// Asks for a disc; the newest order wins.
    pub fn order(&self, recipe: Recipe) {
        self.slots.orders.force_push(recipe);
        self.wake();
    }

    /// Takes the new disc, if there is one.
    pub fn take(&self) -> Option<Arc<Disc>> {
        self.slots.fresh.pop()
    }

    /// Gives back a disc that is no longer played.
    pub fn give_back(&self, disc: Arc<Disc>) {
        if let Err(disc) = self.slots.spent.push(disc) {
            // The keeper is far behind: memory lost is better than audio lost.
            std::mem::forget(disc);
        }
        self.wake();
    }

    fn wake(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.thread().unpark();
        }
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.slots.closing.store(true, Ordering::Release);
        self.wake();
        if let Some(keeper) = self.keeper.take() {
            // It cannot have panicked with anything of ours half done.
            drop(keeper.join());
        }
    }
}

/// Presses what is ordered and frees what came back, until the shelf closes.
fn keep(slots: &Slots, picture: &KeptPicture) {
    while !slots.closing.load(Ordering::Acquire) {
        while slots.spent.pop().is_some() {}
        match slots.orders.pop() {
            Some(recipe) => {
                let disc = Disc::with_picture(recipe, picture.get().as_ref());
                drop(slots.fresh.force_push(Arc::new(disc)));
            }
            None => thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::params::Serial;

    fn recipe(number: u32) -> Recipe {
        Recipe::new(Serial::new(number).unwrap(), 230.0)
    }

    #[test]
    fn an_ordered_disc_comes_and_the_old_one_is_freed() {
        let shelf = Shelf::new(KeptPicture::default());
        shelf.order(recipe(7));
        let disc = (0..1000).find_map(|_| {
            thread::sleep(Duration::from_millis(5));
            shelf.take()
        });
        let disc = disc.expect("a disc within five seconds");
        assert_eq!(disc.recipe, recipe(7));
        let kept = Arc::downgrade(&disc);
        shelf.give_back(disc);
        let freed = (0..1000).any(|_| {
            thread::sleep(Duration::from_millis(5));
            kept.upgrade().is_none()
        });
        assert!(freed);
    }

    #[test]
    fn a_shelf_closes_with_an_order_under_way() {
        let shelf = Shelf::new(KeptPicture::default());
        shelf.order(recipe(9));
        drop(shelf);
    }
}
