//! Discs on their way between the thread that makes them and the one that plays them.
//!
//! A disc takes some milliseconds to make and is large to free, so the audio thread does neither: it orders one,
//! goes on playing, takes it when it is there and gives the old one back. Nothing locks, and nobody is woken: waking a thread is a
//! call of the system, so the other thread looks for itself ([`LOOK`]). It is our own, because nice-plug's is shared by all instances
//! and ends for all of them when one is removed with a task under way.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_queue::ArrayQueue;

use super::picture::PersistedPicture;
use crate::disc::{Disc, Recipe};
use crate::sync::{AtomicBool, AtomicU32};
use crate::tune;

/// So often the thread that makes discs looks whether one is ordered: soon enough for a hand on a knob, and 0.13 ms of a
/// processor a second (measured: sixty instances at rest take 7.9).
const LOOK: Duration = Duration::from_millis(100);

/// What lies between the two threads.
struct Slots {
    orders: ArrayQueue<Recipe>,
    ready: ArrayQueue<Arc<Disc>>,
    retired: ArrayQueue<Arc<Disc>>,
    closing: AtomicBool,
    /// Samples a second at which a tune is wanted; 0 where none is.
    tune_rate_hz: AtomicU32,
    tune: OnceLock<Arc<[f32]>>,
}

/// The queues, and the thread behind them. Dropping it waits for the disc or the tune being made.
pub struct DiscLoader {
    slots: Arc<Slots>,
    worker: Option<JoinHandle<()>>,
}

impl DiscLoader {
    /// Nothing ordered yet; discs that call for the picture of one's own get it from `picture`. Starts a thread; without one (the
    /// system has none left) no disc is ever changed, and the one that is on plays.
    pub fn new(picture: PersistedPicture) -> Self {
        let slots = Arc::new(Slots {
            orders: ArrayQueue::new(1),
            ready: ArrayQueue::new(1),
            retired: ArrayQueue::new(8),
            closing: AtomicBool::new(false),
            tune_rate_hz: AtomicU32::new(0),
            tune: OnceLock::new(),
        });
        let kept = slots.clone();
        let worker = thread::Builder::new()
            .name("roentgenizdat discs".to_string())
            .spawn(move || run_worker(&kept, &picture))
            .ok();
        Self { slots, worker }
    }

    /// Asks for a disc; the newest order wins.
    pub fn request(&self, recipe: Recipe) {
        self.slots.orders.force_push(recipe);
    }

    /// Takes the new disc, if there is one.
    pub fn take(&self) -> Option<Arc<Disc>> {
        self.slots.ready.pop()
    }

    /// Gives back a disc that is no longer played.
    pub fn give_back(&self, disc: Arc<Disc>) {
        if let Err(disc) = self.slots.retired.push(disc) {
            // The worker is far behind: memory lost is better than audio lost.
            std::mem::forget(disc);
        }
    }

    /// The program's own tune in one channel, once it is there; the first call orders it. `now` where the caller may wait.
    pub fn tune(&self, rate_hz: f32, now: bool) -> Option<&Arc<[f32]>> {
        if let Some(tune) = self.slots.tune.get() {
            return Some(tune);
        }
        if now {
            return Some(self.slots.tune.get_or_init(|| shared_tune(rate_hz as u32)));
        }
        self.slots.tune_rate_hz.store(rate_hz as u32, Ordering::Release);
        None
    }
}

impl Drop for DiscLoader {
    fn drop(&mut self) {
        self.slots.closing.store(true, Ordering::Release);
        if let Some(worker) = self.worker.take() {
            worker.thread().unpark();
            // It cannot have panicked with anything of ours half done.
            drop(worker.join());
        }
    }
}

/// Makes what is ordered and frees what came back, until it is dropped.
fn run_worker(slots: &Slots, picture: &PersistedPicture) {
    while !slots.closing.load(Ordering::Acquire) {
        while slots.retired.pop().is_some() {}
        let rate_hz = slots.tune_rate_hz.load(Ordering::Acquire);
        if rate_hz > 0 {
            slots.tune.get_or_init(|| shared_tune(rate_hz));
        }
        match slots.orders.pop() {
            Some(recipe) => {
                drop(slots.ready.force_push(Arc::new(made(recipe, picture))));
            }
            None => thread::park_timeout(LOOK),
        }
    }
}

/// A disc, which says of itself whether it shows the picture that was ordered: that may have been exchanged since.
pub(super) fn made(recipe: Recipe, picture: &PersistedPicture) -> Disc {
    let picture = picture.get();
    let shown = picture.as_ref().map(|picture| picture.fingerprint());
    let imported = recipe.imported.filter(|wanted| Some(*wanted) == shown);
    Disc::with_picture(Recipe { imported, ..recipe }, picture.as_ref())
}

/// One copy of the tune a rate and a process, kept to its end. Takes a second or so the first time.
fn shared_tune(rate_hz: u32) -> Arc<[f32]> {
    static TUNES: Mutex<Vec<(u32, Arc<[f32]>)>> = Mutex::new(Vec::new());
    let mut tunes = TUNES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, tune)) = tunes.iter().find(|(rate, _)| *rate == rate_hz) {
        return tune.clone();
    }
    let frames = tune::tune(f64::from(rate_hz));
    let tune: Arc<[f32]> = frames.iter().map(|[left, right]| 0.5 * (left + right)).collect();
    tunes.push((rate_hz, tune.clone()));
    tune
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::disc::imported::{Imported, SIDE_PX};
    use crate::params::Serial;

    fn recipe(number: u32) -> Recipe {
        Recipe::new(Serial::new(number).unwrap(), 230.0)
    }

    #[test]
    fn an_ordered_disc_comes_and_the_old_one_is_freed() {
        let loader = DiscLoader::new(PersistedPicture::default());
        loader.request(recipe(7));
        let disc = (0..1000).find_map(|_| {
            thread::sleep(Duration::from_millis(5));
            loader.take()
        });
        let disc = disc.expect("a disc within five seconds");
        assert_eq!(disc.recipe, recipe(7));
        let kept = Arc::downgrade(&disc);
        loader.give_back(disc);
        let freed = (0..1000).any(|_| {
            thread::sleep(Duration::from_millis(5));
            kept.upgrade().is_none()
        });
        assert!(freed);
    }

    #[test]
    fn the_tune_comes_when_it_was_asked_for_and_is_shared() {
        let loader = DiscLoader::new(PersistedPicture::default());
        assert!(loader.tune(8000.0, false).is_none());
        let came = (0..4000).any(|_| {
            thread::sleep(Duration::from_millis(5));
            loader.tune(8000.0, false).is_some()
        });
        assert!(came);
        let other = DiscLoader::new(PersistedPicture::default());
        assert!(Arc::ptr_eq(loader.tune(8000.0, false).unwrap(), other.tune(8000.0, true).unwrap()));
    }

    #[test]
    fn a_disc_that_lacks_its_picture_says_so() {
        let picture = PersistedPicture::default();
        let pixels = |lightness| Imported::new(vec![lightness; SIDE_PX * SIDE_PX]).unwrap();
        picture.put(Some(pixels(77)));
        let ordered = Recipe { imported: picture.fingerprint(), ..recipe(7) };
        assert_eq!(made(ordered, &picture).recipe, ordered);
        picture.put(Some(pixels(78)));
        assert_eq!(made(ordered, &picture).recipe, recipe(7));
    }

    #[test]
    fn a_loader_ends_with_an_order_under_way() {
        let loader = DiscLoader::new(PersistedPicture::default());
        loader.request(recipe(9));
        drop(loader);
    }
}
