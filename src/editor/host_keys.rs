//! Keys that the panel leaves, on their way to the host under X11.
//!
//! The panel's window takes every key while the pointer is over it or it has the focus, and the window library (baseview 0.4.2)
//! drops those that the panel does not want: Space no longer starts the host. X lets any number of clients listen to a window's
//! keys, so a second connection of ours does, and sends each key that the panel leaves ([`TakenKeys`]) to the nearest window
//! above that listens: press, release, repeat, modifiers and keypad as they came. What a host sends itself it does not get back.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use nice_plug::prelude::nice_warn;
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, KeyButMask,
    KeyPressEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

/// Keys that move a knob or the focus, as every Linux numbers them: what `keys::captured` names.
const OURS: [u8; 14] = [9, 22, 23, 36, 104, 110, 111, 112, 113, 114, 115, 116, 117, 119];
/// Those of the keypad that do the same where it types no figures: Home, Up, Page Up, Left, Right, End, Down, Page Down, Delete.
const KEYPAD: [u8; 9] = [79, 80, 81, 83, 85, 87, 88, 89, 91];
/// An event that a client has sent, not the keyboard.
const SENT: u8 = 0x80;
/// How far up a listener is looked for.
const MAX_DEPTH: usize = 32;
/// What is waited for the thread at most.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Which keys are the panel's own now.
#[derive(Default)]
pub(super) struct TakenKeys {
    are_all: AtomicBool,
}

impl TakenKeys {
    /// All of them, as while text is typed; or those that move a knob or the focus.
    pub(super) fn set_all(&self, are_all: bool) {
        self.are_all.store(are_all, Relaxed);
    }

    fn contain(&self, code: u8, state: KeyButMask) -> bool {
        let types_figures = state.contains(KeyButMask::MOD2) != state.contains(KeyButMask::SHIFT);
        self.are_all.load(Relaxed) || OURS.contains(&code) || (!types_figures && KEYPAD.contains(&code))
    }
}

/// The second connection, and the thread that listens on it until this is dropped.
pub(super) struct HostKeys {
    connection: Arc<RustConnection>,
    /// A window of our own that a message may be sent to.
    mailbox: Window,
    thread: Option<JoinHandle<()>>,
}

impl HostKeys {
    /// Listens to the keys of the panel's window.
    ///
    /// # Errors
    ///
    /// What the X server, or the way to it, says.
    pub(super) fn listen(panel: Window, taken: Arc<TakenKeys>) -> Result<Self, Box<dyn Error>> {
        let (connection, screen) = x11rb::connect(None)?;
        let root = connection.setup().roots.get(screen).ok_or("no screen")?.root;
        let mailbox = connection.generate_id()?;
        let only_input = CreateWindowAux::new();
        connection.create_window(0, mailbox, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &only_input)?;
        let keys = EventMask::KEY_PRESS | EventMask::KEY_RELEASE | EventMask::STRUCTURE_NOTIFY;
        connection
            .change_window_attributes(panel, &ChangeWindowAttributesAux::new().event_mask(keys))?
            .check()?;
        let connection = Arc::new(connection);
        let listener =
            Listener { connection: connection.clone(), panel, mailbox, taken, passed: BTreeSet::new() };
        let thread = thread::Builder::new().name("panel keys".into()).spawn(move || {
            // The connection ends with the X server, and the panel with it.
            let _ends = listener.run();
        })?;
        Ok(Self { connection, mailbox, thread: Some(thread) })
    }
}

impl Drop for HostKeys {
    fn drop(&mut self) {
        let message = ClientMessageEvent::new(32, self.mailbox, 1u32, [0u32; 5]);
        let sent = self.connection.send_event(false, self.mailbox, EventMask::NO_EVENT, message);
        let _is_gone = sent.map(|_| self.connection.flush());
        let begun = Instant::now();
        let Some(thread) = self.thread.take() else { return };
        while !thread.is_finished() && begun.elapsed() < MAX_WAIT {
            sleep(Duration::from_millis(1));
        }
        if !thread.is_finished() {
            nice_warn!("the panel's second connection to the X server does not end");
        } else if thread.join().is_err() {
            nice_warn!("passing keys to the host panicked");
        }
    }
}

/// What the thread has.
struct Listener {
    connection: Arc<RustConnection>,
    panel: Window,
    mailbox: Window,
    taken: Arc<TakenKeys>,
    /// Keys whose press was passed on: their release is, too.
    passed: BTreeSet<u8>,
}

impl Listener {
    fn run(mut self) -> Result<(), Box<dyn Error>> {
        loop {
            match self.connection.wait_for_event()? {
                Event::KeyPress(key) | Event::KeyRelease(key) if key.response_type & SENT != 0 => (),
                Event::KeyPress(key) if !self.taken.contain(key.detail, key.state) => {
                    self.passed.insert(key.detail);
                    self.pass(key, EventMask::KEY_PRESS)?;
                }
                Event::KeyRelease(key) if self.passed.remove(&key.detail) => {
                    self.pass(key, EventMask::KEY_RELEASE)?;
                }
                Event::ClientMessage(message) if message.window == self.mailbox => return Ok(()),
                Event::DestroyNotify(gone) if gone.window == self.panel => return Ok(()),
                _ => (),
            }
        }
    }

    /// Sends a key to the nearest window above that listens; to none where the panel stands alone.
    fn pass(&self, mut key: KeyPressEvent, mask: EventMask) -> Result<(), Box<dyn Error>> {
        let (mut child, mut window) = (self.panel, self.parent(self.panel)?);
        for _ in 0..MAX_DEPTH {
            if window == key.root || window == x11rb::NONE {
                return Ok(());
            }
            let listened = self.connection.get_window_attributes(window)?.reply()?.all_event_masks;
            if listened.contains(mask) {
                let place = self
                    .connection
                    .translate_coordinates(key.event, window, key.event_x, key.event_y)?
                    .reply()?;
                (key.event, key.child) = (window, child);
                (key.event_x, key.event_y) = (place.dst_x, place.dst_y);
                self.connection.send_event(false, window, mask, key)?;
                return Ok(self.connection.flush()?);
            }
            (child, window) = (window, self.parent(window)?);
        }
        Ok(())
    }

    fn parent(&self, window: Window) -> Result<Window, Box<dyn Error>> {
        Ok(self.connection.query_tree(window)?.reply()?.parent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_takes_what_moves_a_knob_and_all_while_text_is_typed() {
        let taken = TakenKeys::default();
        let none = KeyButMask::default();
        // Tab, Enter, up; Space, z, Control.
        assert!([23, 36, 111].iter().all(|code| taken.contain(*code, none)));
        assert!(![65, 52, 37].iter().any(|code| taken.contain(*code, none)));
        // Four on the keypad is Left, unless it types figures.
        assert!(taken.contain(83, none) && taken.contain(83, KeyButMask::MOD2 | KeyButMask::SHIFT));
        assert!(!taken.contain(83, KeyButMask::MOD2) && !taken.contain(83, KeyButMask::SHIFT));
        taken.set_all(true);
        assert!(taken.contain(65, none));
    }
}
