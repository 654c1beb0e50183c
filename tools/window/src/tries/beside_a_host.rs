//! What the panel owes the host around it: it closes whenever it is told to, leaves it its keys, and learns how loud its song is.

use ebur128::{EbuR128, Mode};
use embedded_host::vst3_host::{Vst3Host, library};
use embedded_host::{Result, ScriptedTransport};

use super::{ASIDE, HISS, LIGHT_BOX, Room, SHEET, TIMES};
use crate::screen::{CONTROL, ESCAPE, SPACE, TAB, V};

const LEARN_BUTTON: [i16; 2] = [1064, 624];
const HISS_VALUE: [i16; 2] = [917, 182];

impl Room {
    /// The window library forgets to stop a window whose thread has not begun to run, and waits for it.
    pub(super) fn closes_before_it_runs(&mut self) -> Result<()> {
        for round in 0..TIMES {
            self.host.flash_panel(round % 2 == 0)?;
        }
        let vst3 = Vst3Host::load(&library()?, "a host", true)?;
        for round in 0..TIMES {
            let size = vst3.flash_view(round % 2 == 0)?;
            if round % 2 == 0 && size != SHEET.map(i32::from) {
                return Err(format!("a view of {size:?} pixels").into());
            }
        }
        println!("seen: made and taken away {TIMES} times at once it closes, as CLAP and as VST3");
        Ok(())
    }

    /// Keys that the panel does not use come to the host's window, wherever the pointer and the focus are.
    pub(super) fn leaves_keys_to_the_host(&mut self) -> Result<()> {
        let window = self.screen.host_window()?;
        self.host.open_panel(window.into())?;
        self.play(10)?;
        let came = |room: &mut Self, what: &str, held, key, wanted: &[(bool, u32)]| -> Result<()> {
            room.screen.press(held, key)?;
            room.play(3)?;
            let keys = room.screen.keys()?;
            if keys == wanted {
                Ok(())
            } else {
                Err(format!("{what}: {keys:x?} came, not {wanted:x?}").into())
            }
        };
        let once = |key| [(true, key), (false, key)];
        self.screen.point(HISS)?;
        came(self, "Space under the pointer", None, SPACE, &once(SPACE))?;
        came(self, "Tab", None, TAB, &[])?;
        self.screen.click([LIGHT_BOX[0] as i16, LIGHT_BOX[1] as i16], 1)?;
        came(self, "Space after a click", None, SPACE, &once(SPACE))?;
        let [press, release] = once(CONTROL);
        came(self, "Control and v", Some(CONTROL), V, &[&[press][..], &once(V), &[release]].concat())?;
        self.screen.click(HISS_VALUE, 1)?;
        self.play(4)?;
        came(self, "v while a value is typed", None, V, &[])?;
        came(self, "Space while a value is typed", None, SPACE, &[])?;
        came(self, "Escape", None, ESCAPE, &[])?;
        self.play(4)?;
        came(self, "v after that", None, V, &once(V))?;
        self.screen.point(ASIDE)?;
        self.host.close_panel()?;
        self.screen.remove(window)?;
        println!("seen: keys it does not use come to the host's window, and none while a value is typed");
        Ok(())
    }

    /// After *learn* the disc is as loud as the song, by another meter.
    pub(super) fn learns(&mut self) -> Result<()> {
        const MOST_OFF_LU: f64 = 0.5;
        // Off by so much that nothing but learning could make them equal.
        self.host.set("wear_plays", "30")?;
        self.host.set("level_trim", "-9 dB")?;
        self.play(8)?;
        let before_lu = self.disc_over_song_lu()?;
        self.screen.click(LEARN_BUTTON, 1)?;
        self.screen.point(ASIDE)?;
        // Ten seconds, a window to hear that there is a song, and some to answer in.
        self.play(240)?;
        let (off_lu, trim) = (self.disc_over_song_lu()?, self.host.text("level_trim")?);
        println!(
            "it learns: the disc was {before_lu:+.1} LU louder than the song, and at {trim} is {off_lu:+.2} LU"
        );
        if before_lu.abs() < 2.0 || off_lu.abs() > MOST_OFF_LU {
            return Err(format!("allowed are {MOST_OFF_LU} LU").into());
        }
        Ok(())
    }

    /// How much louder the disc is than what goes in, over eight seconds.
    fn disc_over_song_lu(&mut self) -> Result<f64> {
        let meter = || EbuR128::new(2, 48_000, Mode::I);
        let (mut song, mut disc) = (meter()?, meter()?);
        for _ in 0..160 {
            let output = self.host.process(&self.input, &[480], ScriptedTransport::rolling(self.at))?;
            song.add_frames_planar_f32(&[&self.input[0], &self.input[1]])?;
            disc.add_frames_planar_f32(&[&output[0], &output[1]])?;
            self.at += self.input[0].len() as i64;
        }
        Ok(disc.loudness_global()? - song.loudness_global()?)
    }
}
