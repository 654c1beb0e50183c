//! The panel's window, and its end.
//!
//! nice-plug-egui 0.6 tells nobody that a window has closed; and the window library (baseview 0.4.2) may be back from closing
//! one while its thread on Linux still closes the display. A host that ends then takes the display's libraries away under
//! that thread, and crashes. So whoever closes the window says so here: this waits until the system has no such thread any
//! more, and tells the panel.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nice_plug::prelude::nice_warn;

use crate::sync::{AtomicBool, AtomicF32};

/// What is waited at most.
const MAX_WAIT: Duration = Duration::from_secs(2);
/// The same for a frame under way: a clipboard whose owner does not answer holds it up for eight seconds.
const MAX_FRAME: Duration = Duration::from_secs(10);
const POLL_INTERVAL: Duration = Duration::from_millis(1);

/// The window of one instance.
pub struct PanelWindow {
    is_open: AtomicBool,
    /// Pixels to a point.
    scale: AtomicF32,
    is_in_frame: AtomicBool,
    /// Where the system lists its thread, if it has such a list.
    thread: Mutex<Option<PathBuf>>,
    panel: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl Default for PanelWindow {
    fn default() -> Self {
        Self {
            is_open: AtomicBool::default(),
            scale: AtomicF32::new(1.0),
            is_in_frame: AtomicBool::default(),
            thread: Mutex::default(),
            panel: Mutex::default(),
        }
    }
}

impl PanelWindow {
    /// Pixels to a point, as its system has them.
    pub fn set_scale(&self, scale: f32) {
        if (0.25..=8.0).contains(&scale) {
            self.scale.store(scale, SeqCst);
        }
    }

    /// See [`Self::set_scale`].
    pub fn scale(&self) -> f32 {
        self.scale.load(SeqCst)
    }

    /// What the panel does when its window is gone, each time.
    pub fn when_closed(&self, panel: impl Fn() + Send + 'static) {
        *held(&self.panel) = Some(Box::new(panel));
    }

    /// It is open, and the calling thread has it.
    pub fn open(&self) {
        *held(&self.thread) = here();
        self.is_open.store(true, SeqCst);
    }

    /// Whether it is there.
    pub fn is_open(&self) -> bool {
        self.is_open.load(SeqCst)
    }

    /// Does the work of a frame, on the window's thread.
    pub fn frame<T>(&self, work: impl FnOnce() -> T) -> T {
        self.is_in_frame.store(true, SeqCst);
        let answer = work();
        self.is_in_frame.store(false, SeqCst);
        answer
    }

    /// Waits for the frame under way, if there is one. Whether it has ended. What the window does around its frames is not seen here.
    pub fn waits_for_its_frame(&self) -> bool {
        let begun = Instant::now();
        while self.is_in_frame.load(SeqCst) && begun.elapsed() < MAX_FRAME {
            sleep(POLL_INTERVAL);
        }
        !self.is_in_frame.load(SeqCst)
    }

    /// It has been closed. Waits for its thread, unless the calling thread is it.
    pub fn closed(&self) {
        if let Some(thread) = held(&self.thread).take() {
            let begun = Instant::now();
            while is_another(&thread) && begun.elapsed() < MAX_WAIT {
                sleep(POLL_INTERVAL);
            }
            if is_another(&thread) {
                nice_warn!("the panel's window is still there after {MAX_WAIT:?}");
            }
        }
        self.is_open.store(false, SeqCst);
        if let Some(panel) = &*held(&self.panel) {
            panel();
        }
    }
}

/// What a lock holds, whoever panicked with it.
pub fn held<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether it is still there, and not the calling thread.
fn is_another(thread: &Path) -> bool {
    here().is_none_or(|here| here != thread) && thread.exists()
}

/// The calling thread in the system's list.
fn here() -> Option<PathBuf> {
    fs::read_link("/proc/thread-self").ok().map(|thread| Path::new("/proc").join(thread))
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU32;
    use std::sync::mpsc::channel;
    use std::thread;

    #[test]
    fn whoever_closes_the_window_waits_for_its_thread() {
        static IS_DONE: AtomicBool = AtomicBool::new(false);
        let window = PanelWindow::default();
        window.closed();
        thread::scope(|scope| {
            let (opened, is_open) = channel();
            scope.spawn(|| {
                window.open();
                opened.send(()).unwrap();
                drop(opened);
                sleep(Duration::from_millis(80));
                IS_DONE.store(true, SeqCst);
            });
            is_open.recv().unwrap();
            window.closed();
            assert!(IS_DONE.load(SeqCst) || !cfg!(target_os = "linux"));
        });
        // On its own thread nobody would ever end.
        assert!(here().is_none_or(|here| !is_another(&here)));
    }

    #[test]
    fn the_panel_is_told_each_time() {
        let (window, told) = (PanelWindow::default(), Arc::new(AtomicU32::new(0)));
        let count = told.clone();
        window.when_closed(move || {
            count.fetch_add(1, SeqCst);
        });
        for times in 1..=2 {
            window.open();
            assert!(window.is_open());
            window.closed();
            assert_eq!((window.is_open(), told.load(SeqCst)), (false, times));
        }
    }
}
