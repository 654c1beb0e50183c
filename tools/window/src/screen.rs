//! The X screen as a user has it: looked at, clicked on, typed on; and how often something is drawn.

use std::ffi::c_ulong;
use std::thread::sleep;
use std::time::{Duration, Instant};

use embedded_host::Result;
use roentgenizdat::paint::pixels::Pixels;
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{
    ConfigureWindowAux, ConnectionExt as _, CreateWindowAux, EventMask, ImageFormat, MapState, WindowClass,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

// What kind an event is, in the core protocol.
const KEY: [u8; 2] = [2, 3];
const BUTTON: [u8; 2] = [4, 5];
const MOTION: u8 = 6;
/// What a hand rests between two motions, in milliseconds: a frame or two.
const REST_MS: u64 = 60;
/// Drawing closer together than this is one frame, in milliseconds.
const ONE_FRAME_MS: u32 = 5;
/// Keys that are typed here, as X numbers them: Control, Escape and the letter v.
pub const CONTROL: u32 = 0xffe3;
/// See [`CONTROL`].
pub const ESCAPE: u32 = 0xff1b;
/// See [`CONTROL`].
pub const V: u32 = 0x76;
/// The key of the letter.
pub const Z: u32 = 0x7a;
/// See [`CONTROL`].
pub const SPACE: u32 = 0x20;
/// See [`CONTROL`].
pub const TAB: u32 = 0xff09;

/// The screen.
pub struct Screen {
    connection: RustConnection,
    root: u32,
    size: [u16; 2],
}

impl Screen {
    /// The one that `DISPLAY` names.
    pub fn open() -> Result<Self> {
        let (connection, number) = x11rb::connect(None)?;
        let screen = &connection.setup().roots[number];
        let (root, size) = (screen.root, [screen.width_in_pixels, screen.height_in_pixels]);
        connection.xtest_get_version(2, 2)?.reply()?;
        connection.damage_query_version(1, 1)?.reply()?;
        Ok(Self { connection, root, size })
    }

    /// Its own window, as hosts name one.
    pub fn root(&self) -> c_ulong {
        self.root.into()
    }

    /// A window of a host's, that listens to keys as hosts do.
    pub fn host_window(&self) -> Result<u32> {
        let window = self.connection.generate_id()?;
        let keys = CreateWindowAux::new().event_mask(EventMask::KEY_PRESS | EventMask::KEY_RELEASE);
        let ([width, height], same) = (self.size, x11rb::COPY_FROM_PARENT);
        let class = WindowClass::INPUT_OUTPUT;
        self.connection
            .create_window(same as u8, window, self.root, 0, 0, width, height, 0, class, same, &keys)?
            .check()?;
        self.connection.map_window(window)?.check()?;
        Ok(window)
    }

    /// Takes that window away.
    pub fn remove(&self, window: u32) -> Result<()> {
        Ok(self.connection.destroy_window(window)?.check()?)
    }

    /// The keys that came to it since this was last asked: pressed or not, and which, by the first symbol on it.
    pub fn keys(&self) -> Result<Vec<(bool, u32)>> {
        let (setup, mut keys) = (self.connection.setup(), Vec::new());
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let map = self.connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let symbol = |code: u8| map.keysyms[usize::from(code - first) * usize::from(map.keysyms_per_keycode)];
        while let Some(event) = self.connection.poll_for_event()? {
            match event {
                Event::KeyPress(key) => keys.push((true, symbol(key.detail))),
                Event::KeyRelease(key) => keys.push((false, symbol(key.detail))),
                _ => (),
            }
        }
        Ok(keys)
    }

    /// Moves the window of this size, if one is shown. Whether one is.
    pub fn move_window(&self, size: [u16; 2], [left, top]: [u16; 2]) -> Result<bool> {
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            let shape = self.connection.get_geometry(window)?.reply()?;
            let state = self.connection.get_window_attributes(window)?.reply()?.map_state;
            if [shape.width, shape.height] == size && state == MapState::VIEWABLE {
                let place = ConfigureWindowAux::new().x(i32::from(left)).y(i32::from(top));
                self.connection.configure_window(window, &place)?.check()?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What is seen: `[left, top, width, height]`.
    pub fn look(&self, [left, top, width, height]: [u16; 4]) -> Result<Pixels> {
        if left + width > self.size[0] || top + height > self.size[1] {
            return Err(format!("{width} × {height} at {left}, {top} is not on the screen").into());
        }
        let (x, y, planes) = (left as i16, top as i16, u32::MAX);
        let image =
            self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, planes)?;
        let data = image.reply()?.data;
        // Four bytes a pixel, blue first: that is what Xvfb has with 24 bits.
        if data.len() != 4 * usize::from(width) * usize::from(height) {
            return Err("the screen's pixels are not of four bytes".into());
        }
        Ok(Pixels::from_fn(width.into(), height.into(), |x, y| {
            let at = 4 * (y as usize * usize::from(width) + x as usize);
            [data[at + 2], data[at + 1], data[at], 255]
        }))
    }

    /// Milliseconds from `begun` until a pixel is as it should be; an error after five seconds.
    pub fn wait(&self, begun: Instant, at: [u16; 2], is_so: impl Fn([u8; 4]) -> bool) -> Result<f64> {
        while !is_so(self.look([at[0], at[1], 1, 1])?.rgba[0]) {
            if begun.elapsed() > Duration::from_secs(5) {
                return Err(format!("nothing to be seen at {at:?}").into());
            }
            sleep(Duration::from_millis(1));
        }
        Ok(1e3 * begun.elapsed().as_secs_f64())
    }

    /// Moves the pointer there.
    pub fn point(&self, at: [i16; 2]) -> Result<()> {
        self.fake(MOTION, 0, at)
    }

    /// Moves the pointer there and presses a button: 1 the left, 3 the right.
    pub fn click(&self, at: [i16; 2], button: u8) -> Result<()> {
        self.point(at)?;
        BUTTON.into_iter().try_for_each(|kind| self.fake(kind, button, [0, 0]))
    }

    /// Presses the left button there, and keeps it down.
    pub fn hold(&self, at: [i16; 2]) -> Result<()> {
        self.point(at)?;
        self.fake(BUTTON[0], 1, [0, 0])
    }

    /// Lets it go.
    pub fn release(&self) -> Result<()> {
        self.fake(BUTTON[1], 1, [0, 0])
    }

    /// Presses a key while another is held.
    pub fn press(&self, held: Option<u32>, key: u32) -> Result<()> {
        let held = held.map(|held| self.code(held)).transpose()?;
        let key = self.code(key)?;
        held.map_or(Ok(()), |held| self.fake(KEY[0], held, [0, 0]))?;
        KEY.into_iter().try_for_each(|kind| self.fake(kind, key, [0, 0]))?;
        held.map_or(Ok(()), |held| self.fake(KEY[1], held, [0, 0]))
    }

    fn fake(&self, kind: u8, detail: u8, [x, y]: [i16; 2]) -> Result<()> {
        self.connection.xtest_fake_input(kind, detail, 0, self.root, x, y, 0)?.check()?;
        sleep(Duration::from_millis(REST_MS));
        Ok(())
    }

    fn code(&self, symbol: u32) -> Result<u8> {
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let map = self.connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let of = |keys: &[u32]| keys.first() == Some(&symbol);
        let place = map.keysyms.chunks(map.keysyms_per_keycode.into()).position(of);
        place.map(|place| first + place as u8).ok_or_else(|| format!("no key {symbol:#x}").into())
    }

    /// How many frames are drawn in a time.
    pub fn frames(&self, time: Duration) -> Result<usize> {
        let damage = self.connection.generate_id()?;
        self.connection.damage_create(damage, self.root, ReportLevel::RAW_RECTANGLES)?.check()?;
        // All that is there counts as drawn when the counting begins.
        while self.connection.poll_for_event()?.is_some() {}
        sleep(time);
        self.connection.damage_destroy(damage)?.check()?;
        let (mut count, mut last) = (0, None);
        while let Some(event) = self.connection.poll_for_event()? {
            if let Event::DamageNotify(drawn) = event {
                let is_next = last.is_none_or(|last| drawn.timestamp.wrapping_sub(last) > ONE_FRAME_MS);
                count += usize::from(is_next);
                last = Some(drawn.timestamp);
            }
        }
        Ok(count)
    }
}
