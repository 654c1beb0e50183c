//! The thread that the panel's window has on Linux, and its end.
//!
//! The window library (baseview 0.4.2) may be back from closing a window while its thread still closes the display. A host
//! that ends then takes the display's libraries away under that thread, and crashes. So whoever closes the panel waits
//! until the system has no such thread any more.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What is waited at most.
const MOST: Duration = Duration::from_secs(2);
const BETWEEN: Duration = Duration::from_millis(1);

/// Where the system lists the thread, if there is a window and such a list.
#[derive(Default)]
pub struct WindowThread(Mutex<Option<PathBuf>>);

impl WindowThread {
    /// The calling thread has the window.
    pub fn is_here(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = here();
    }

    /// Waits until the thread is gone. Returns at once where there is none, and on that thread itself.
    pub fn wait_for_end(&self) {
        let Some(thread) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let begun = Instant::now();
        while is_another(&thread) && begun.elapsed() < MOST {
            sleep(BETWEEN);
        }
    }
}

/// Whether it is still there, and not the calling thread.
fn is_another(thread: &Path) -> bool {
    here().is_none_or(|here| here != thread) && thread.exists()
}

/// The calling thread in the system's list.
fn here() -> Option<PathBuf> {
    fs::read_link("/proc/thread-self").ok().map(|thread| Path::new("/proc").join(thread))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::sync::mpsc::channel;
    use std::thread;

    #[test]
    fn whoever_closes_the_window_waits_for_its_thread() {
        static IS_DONE: AtomicBool = AtomicBool::new(false);
        let window = WindowThread::default();
        window.wait_for_end();
        thread::scope(|scope| {
            let (opened, is_open) = channel();
            scope.spawn(|| {
                window.is_here();
                opened.send(()).unwrap();
                drop(opened);
                sleep(Duration::from_millis(80));
                IS_DONE.store(true, SeqCst);
            });
            is_open.recv().unwrap();
            window.wait_for_end();
            assert!(IS_DONE.load(SeqCst) || !cfg!(target_os = "linux"));
        });
        // On its own thread nobody would ever end.
        assert!(here().is_none_or(|here| !is_another(&here)));
    }
}
