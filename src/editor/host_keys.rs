//! Keys that the panel leaves, on their way to the host under X11.
//!
//! The panel's window takes every key while the pointer is over it or it has the focus, and the window library (baseview 0.4.2)
//! drops those that the panel does not want: Space no longer starts the host. X lets any number of clients listen to a window's
//! keys, so a second connection of ours does, and sends each key that the panel leaves ([`TakenKeys`]) to the nearest window
//! above that listens: press, release, repeat, modifiers and keypad as they came. What a host sends itself it does not get back.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use nice_plug::prelude::nice_warn;
use x11rb::connection::Connection;
use x11rb::errors::{ConnectionError, ReplyError};
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, KeyButMask,
    KeyPressEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

use super::keys::{OURS, Taken};

/// Those of the keypad that do the same where it types no figures: Home, Up, Page Up, Left, Right, End, Down, Page Down, Delete.
const KEYPAD: [u8; 9] = [79, 80, 81, 83, 85, 87, 88, 89, 91];
/// Enter on the keypad, which types no figure.
const KEYPAD_ENTER: u8 = 104;
/// An event that a client has sent, not the keyboard.
const SENT: u8 = 0x80;
/// How far up a listener is looked for.
const MAX_DEPTH: usize = 32;
/// What is waited for the thread at most.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Which keys are the panel's own now, for the thread.
#[derive(Default)]
pub(super) struct TakenKeys(AtomicU8);

impl TakenKeys {
    /// As the last frame had it.
    pub(super) fn set(&self, taken: Taken) {
        self.0.store(taken as u8, Relaxed);
    }

    fn contain(&self, code: u8, state: KeyButMask) -> bool {
        let taken = self.0.load(Relaxed);
        if taken == Taken::All as u8 {
            return true;
        }
        if taken == Taken::Few as u8 {
            return code == OURS[0].1;
        }
        let types_figures = state.contains(KeyButMask::MOD2) != state.contains(KeyButMask::SHIFT);
        OURS.iter().any(|(_, ours)| *ours == code)
            || code == KEYPAD_ENTER
            || (!types_figures && KEYPAD.contains(&code))
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
        // The state of all keys comes with the pointer and with the focus.
        let keys = EventMask::KEY_PRESS
            | EventMask::KEY_RELEASE
            | EventMask::KEYMAP_STATE
            | EventMask::ENTER_WINDOW
            | EventMask::FOCUS_CHANGE
            | EventMask::STRUCTURE_NOTIFY;
        connection
            .change_window_attributes(panel, &ChangeWindowAttributesAux::new().event_mask(keys))?
            .check()?;
        let connection = Arc::new(connection);
        let listener =
            Listener { connection: connection.clone(), panel, mailbox, taken, passed: BTreeSet::new() };
        let thread = thread::Builder::new().name("panel keys".into()).spawn(move || {
            if let Err(lost) = listener.run() {
                nice_warn!("keys over the panel no longer reach the host: {lost}");
            }
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
    /// Keys whose press the host had, here or in its own window: their release is the host's, too.
    passed: BTreeSet<u8>,
}

impl Listener {
    fn run(mut self) -> Result<(), ConnectionError> {
        loop {
            match self.connection.wait_for_event()? {
                Event::KeyPress(key) | Event::KeyRelease(key) if key.response_type & SENT != 0 => (),
                Event::KeyPress(key) if !self.taken.contain(key.detail, key.state) => {
                    self.passed.insert(key.detail);
                    only_lost(self.pass(key, EventMask::KEY_PRESS))?;
                }
                Event::KeyRelease(key) if self.passed.remove(&key.detail) => {
                    only_lost(self.pass(key, EventMask::KEY_RELEASE))?;
                }
                // Where the pointer or the focus comes in: the keys that are down, from 8 on.
                Event::KeymapNotify(down) => {
                    let is_down = |code: &u8| down.keys[usize::from(code / 8 - 1)] & 1 << (code % 8) != 0;
                    self.passed.extend((8..=u8::MAX).filter(is_down));
                }
                Event::ClientMessage(message) if message.window == self.mailbox => return Ok(()),
                Event::DestroyNotify(gone) if gone.window == self.panel => return Ok(()),
                _ => (),
            }
        }
    }

    /// Sends a key to the nearest window above that listens; to none where the panel stands alone.
    fn pass(&self, mut key: KeyPressEvent, mask: EventMask) -> Result<(), ReplyError> {
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

    fn parent(&self, window: Window) -> Result<Window, ReplyError> {
        Ok(self.connection.query_tree(window)?.reply()?.parent)
    }
}

/// An error of one request, as where a window above has just gone, costs that key; only a lost connection ends it.
fn only_lost(passed: Result<(), ReplyError>) -> Result<(), ConnectionError> {
    match passed {
        Err(ReplyError::ConnectionError(lost)) => Err(lost),
        Ok(()) | Err(ReplyError::X11Error(_)) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_takes_what_moves_a_knob_and_all_while_text_is_typed() {
        let taken = TakenKeys::default();
        let at = |now| taken.set(now);
        let none = KeyButMask::default();
        at(Taken::Few);
        assert!(
            taken.contain(23, none) && ![36, 111, 119, 9, 65].iter().any(|code| taken.contain(*code, none))
        );
        at(Taken::Ours);
        // Tab, Enter, up; Space, z, Control.
        assert!([23, 36, 111].iter().all(|code| taken.contain(*code, none)));
        assert!(![65, 52, 37].iter().any(|code| taken.contain(*code, none)));
        // Four on the keypad is Left, unless it types figures.
        assert!(taken.contain(83, none) && taken.contain(83, KeyButMask::MOD2 | KeyButMask::SHIFT));
        assert!(!taken.contain(83, KeyButMask::MOD2) && !taken.contain(83, KeyButMask::SHIFT));
        at(Taken::All);
        assert!(taken.contain(65, none));
    }
}
