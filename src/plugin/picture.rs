//! The picture of one's own that a session keeps: as text in the project, as pixels for who makes and paints discs, as a
//! number for the audio thread.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, PoisonError};

use nice_plug::params::persist::PersistentField;
use nice_plug::prelude::nice_warn;

use crate::disc::imported::Imported;
use crate::paint::import;
use crate::sync::{AtomicU32, AtomicU64, Mutex, MutexGuard};

/// Above every fingerprint: there is no picture.
const NONE: u64 = u64::MAX;

/// The picture, or none. Clones are one.
#[derive(Clone)]
pub struct PersistedPicture(Arc<Shared>);

struct Shared {
    held: Mutex<Option<StoredPicture>>,
    fingerprint: AtomicU64,
    changes: AtomicU32,
}

/// A picture, and the project's text of it: hosts save often.
struct StoredPicture {
    picture: Arc<Imported>,
    text: String,
}

impl Default for PersistedPicture {
    fn default() -> Self {
        Self(Arc::new(Shared {
            held: Mutex::default(),
            fingerprint: AtomicU64::new(NONE),
            changes: AtomicU32::new(0),
        }))
    }
}

impl PersistedPicture {
    /// Puts one there, or takes it away.
    pub fn put(&self, picture: Option<Imported>) {
        self.0.changes.fetch_add(1, Relaxed);
        self.hold(
            picture
                .map(|picture| StoredPicture { text: import::to_text(&picture), picture: Arc::new(picture) }),
        );
    }

    /// The picture. Locks: never on the audio thread.
    pub fn get(&self) -> Option<Arc<Imported>> {
        self.held().as_ref().map(|held| held.picture.clone())
    }

    /// Goes up whenever it is exchanged by hand; loading a session does not count.
    pub fn changes(&self) -> u32 {
        self.0.changes.load(Relaxed)
    }

    /// Its number, for a recipe.
    pub fn fingerprint(&self) -> Option<u32> {
        u32::try_from(self.0.fingerprint.load(Relaxed)).ok()
    }

    fn hold(&self, held: Option<StoredPicture>) {
        let fingerprint = held.as_ref().map_or(NONE, |held| u64::from(held.picture.fingerprint()));
        // Within the lock: of two that put one there at once, the same must win twice.
        let mut place = self.held();
        *place = held;
        self.0.fingerprint.store(fingerprint, Relaxed);
    }

    fn held(&self) -> MutexGuard<'_, Option<StoredPicture>> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PersistentField<'_, String> for PersistedPicture {
    fn set(&self, text: String) {
        let read = (!text.is_empty()).then(|| import::from_text(&text)).transpose();
        let picture = read.unwrap_or_else(|error| {
            nice_warn!("session: {error}; the film shows what the disc's number draws");
            None
        });
        self.hold(picture.map(|picture| StoredPicture { picture: Arc::new(picture), text }));
    }
    fn map<F: Fn(&String) -> R, R>(&self, read: F) -> R {
        read(&self.held().as_ref().map_or_else(String::new, |held| held.text.clone()))
    }
}

#[cfg(all(test, loom))]
mod models {
    use super::*;
    use crate::disc::imported::SIDE_PX;

    #[test]
    fn of_two_pictures_put_there_at_once_one_is_held_and_numbered() {
        loom::model(|| {
            let kept = PersistedPicture::default();
            let put = |lightness| {
                let kept = kept.clone();
                let picture = Arc::new(Imported::new(vec![lightness; SIDE_PX * SIDE_PX]).unwrap());
                // Not `put`: writing its text needs more of a stack than loom gives.
                let stored = StoredPicture { picture, text: String::new() };
                loom::thread::spawn(move || kept.hold(Some(stored)))
            };
            let both = [put(77), put(78)];
            both.into_iter().for_each(|thread| thread.join().unwrap());
            assert_eq!(kept.get().map(|picture| picture.fingerprint()), kept.fingerprint());
        });
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::disc::imported::SIDE_PX;

    #[test]
    fn a_session_brings_the_picture_back_and_a_broken_one_takes_only_the_picture() {
        let kept = PersistedPicture::default();
        assert_eq!((kept.fingerprint(), kept.map(|text| text.is_empty())), (None, true));
        let picture = Imported::new(vec![77; SIDE_PX * SIDE_PX]).unwrap();
        kept.put(Some(picture.clone()));
        let text = kept.map(|text| text.clone());
        let other = PersistedPicture::default();
        other.set(text);
        assert_eq!(
            (other.get().as_deref(), other.fingerprint()),
            (Some(&picture), Some(picture.fingerprint()))
        );
        other.set("rubbish".to_string());
        assert_eq!((other.get(), other.fingerprint()), (None, None));
    }
}
