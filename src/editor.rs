//! The panel: paints plain values, writes parameters through gestures, asks for nothing else.
//!
//! ```text
//! ┌ header, preset_bar ────────────────────────┐
//! │ disc_view            card   card           │
//! │ (film, light box)    card   card           │
//! │ strip                card   card           │
//! │ disc_row             main row              │
//! │ setup_menu                                 │
//! └────────────────────────────────────────────┘
//! ```
//!
//! Everything lies on a sheet of 1120 by 784 points that is scaled to the window.

mod about;
mod app;
mod setup_menu;
mod browser;
mod card;
mod button;
mod chooser;
pub mod clipboard;
mod compare;
mod param_widget;
mod cursor;
mod param_writer;
mod disc_view;
mod decay;
mod disc_painter;
mod header;
mod history;
#[cfg(target_os = "linux")]
mod host_keys;
mod icon;
mod keys;
mod knob;
mod menu;
mod preset_bar;
mod roll;
mod disc_row;
mod spectrum;
mod strip;
mod theme;
mod disc_shapes;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Rect, TextureHandle, Ui, vec2};
use nice_plug::context::gui::GuiContext;

use crate::chain::wear_law::SideWear;
use crate::disc::Recipe;
use crate::paint::disc::Light;
use crate::params::{PARAMETERS, PanelPlace, Settings, group_title, groups};
use crate::plugin::params::{HostParams, ParamReader};
use crate::plugin::session::{LearntFor, PANEL_SIZE};
use crate::plugin::telemetry::{DiscSnapshot, Telemetry};
use crate::preset::library::Library;
pub use app::{PanelEditor, create};
use chooser::PictureChooser;
use clipboard::Clipboard;
use cursor::Cursor;
use disc_painter::{FilmPainter, PaintKey};
use history::History;
use param_writer::ParamWriter;
use preset_bar::PresetBar;
use spectrum::Spectrum;

/// The sheet everything lies on, in points.
const DESIGN_SIZE: [f32; 2] = PANEL_SIZE;
/// What is between two frames at least. A hair less than the sixtieth of a second that most screens take, or every other of
/// theirs would be missed.
const FRAME: Duration = Duration::from_millis(16);
/// What the panel keeps between frames.
pub struct Panel {
    params: Arc<HostParams>,
    telemetry: Arc<Telemetry>,
    reader: ParamReader,
    film: FilmPainter,
    chooser: PictureChooser,
    /// Where pictures are pasted from.
    pub clipboard: Clipboard,
    light: Option<TextureHandle>,
    /// The light box is off.
    is_dark: bool,
    bar: PresetBar,
    history: RefCell<History>,
    held: RefCell<BTreeSet<usize>>,
    born: Instant,
    /// Peaks, falling.
    levels: [f32; 2],
    spectrum: Spectrum,
    cursor: Cursor,
    /// Clicks seen so far, and the light of the last one, falling.
    clicks: u32,
    flash: f32,
    /// Present while the window is open.
    host: Option<GuiContext>,
}

impl Panel {
    /// A panel of one instance, with these presets. It paints nothing before it is opened.
    pub fn new(params: Arc<HostParams>, telemetry: Arc<Telemetry>, library: Library) -> Self {
        Self {
            params,
            telemetry,
            bar: PresetBar::new(library),
            reader: ParamReader::default(),
            film: FilmPainter::default(),
            chooser: PictureChooser::default(),
            clipboard: clipboard::of_system,
            light: None,
            is_dark: false,
            history: RefCell::default(),
            held: RefCell::default(),
            born: Instant::now(),
            levels: [0.0; 2],
            spectrum: Spectrum::default(),
            cursor: Cursor::default(),
            clicks: 0,
            flash: 0.0,
            host: None,
        }
    }

    /// The window is there; nothing of one before it is left.
    pub fn open(&mut self, egui: &egui::Context, host: GuiContext) {
        self.close();
        theme::apply(egui);
        self.telemetry.scope.watch(true);
        self.light = Some(disc_shapes::light_box(egui));
        self.host = Some(host);
        self.bar.reload();
    }

    /// The window is gone.
    pub fn close(&mut self) {
        if let Some(host) = self.host.take() {
            ParamWriter::new(
                &self.params,
                &host,
                &self.history,
                &self.held,
                self.born.elapsed().as_secs_f64(),
            )
            .end_all_gestures();
        }
        self.telemetry.scope.watch(false);
        self.film.close();
        self.chooser = PictureChooser::default();
        self.light = None;
    }

    /// The size that the user has asked for, once: a part of the sheet's.
    pub fn take_wanted_scale(&mut self) -> Option<f32> {
        self.bar.take_wanted_scale()
    }

    /// Whether the disc is being painted: soon there is more to see.
    pub fn is_painting(&self) -> bool {
        self.film.is_painting() || self.chooser.is_reading()
    }

    /// One frame.
    pub fn show(&mut self, ui: &mut Ui) {
        let Some(host) = self.host.clone() else { return };
        keys::filter_keys(ui.ctx());
        let (settings, _) = self.reader.read(&self.params);
        let settings = *settings;
        let wear = self.params.side_wear(&settings, self.telemetry.side());
        let view = self.telemetry.take_snapshot(&settings, &wear);
        let seconds = ui.input(|input| input.unstable_dt);
        for (level, peak) in self.levels.iter_mut().zip(view.peaks) {
            *level = peak.max(*level * decay::remaining(decay::METER_SECONDS, seconds));
        }
        let flash = self.flash * decay::remaining(decay::FLASH_SECONDS, seconds);
        self.flash = if self.clicks == view.clicks { flash } else { 1.0 };
        self.clicks = view.clicks;
        let frame = egui::Frame::NONE.fill(theme::BACKGROUND);
        let params = self.params.clone();
        let (history, held) = (std::mem::take(&mut self.history), std::mem::take(&mut self.held));
        let now_seconds = self.born.elapsed().as_secs_f64();
        let writer = ParamWriter::new(&params, &host, &history, &held, now_seconds);
        egui::CentralPanel::default()
            .frame(frame)
            .show(ui, |ui| self.paint(ui, &view, &settings, &wear, &writer));
        drop(writer);
        self.params.wake_host_for_changes();
        (self.history, self.held) = (history, held);
        // Once nothing moves any more the meters fall to rest, and so does the panel.
        if self.levels.iter().any(|level| *level > 1e-3) || self.flash > 0.02 || self.spectrum.is_up() {
            ui.ctx().request_repaint_after(FRAME);
        }
    }

    fn paint(
        &mut self,
        ui: &mut Ui,
        view: &DiscSnapshot,
        settings: &Settings,
        wear: &SideWear,
        writer: &ParamWriter,
    ) {
        let window = ui.max_rect();
        let scale = (window.width() / DESIGN_SIZE[0]).min(window.height() / DESIGN_SIZE[1]);
        let sheet = Rect::from_center_size(window.center(), vec2(DESIGN_SIZE[0], DESIGN_SIZE[1]) * scale);
        let at = |x: f32, y: f32, width: f32, height: f32| {
            Rect::from_min_size(sheet.min + vec2(x, y) * scale, vec2(width, height) * scale)
        };
        header::title(ui, at(0.0, 0.0, DESIGN_SIZE[0], 48.0), scale);
        self.spectrum.update(&self.telemetry.scope, ui.input(|input| input.unstable_dt));
        self.spectrum.paint(ui, at(920.0, 10.0, 104.0, 28.0), scale);
        about::button(ui, at(1040.0, 12.0, 60.0, 24.0), scale);
        self.bar.show(ui, at(304.0, 10.0, 640.0, 28.0), scale, writer, settings);

        let light = if self.is_dark { Light::Room } else { Light::Box };
        // As it is in play: another may be set already.
        let in_play = Settings { disc_serial: view.serial, ..*settings };
        let recipe = Recipe::of(&in_play, self.params.picture.fingerprint());
        let (side, own) = (view.place.side, &self.params.picture);
        let key = PaintKey::new(recipe, side, settings, self.params.memory().side(side), light);
        let film = self.film.update(ui.ctx(), key, own);
        if let Some(light) = &self.light {
            let rect = at(20.0, 64.0, 560.0, 490.0);
            let lighting = disc_view::Lighting { light_box: light, is_lit: !self.is_dark, flash: self.flash };
            let damage_at = |turns: f64| wear.at_turns(turns).damage() as f32;
            let scene = disc_view::Scene { view, film, damage_at: &damage_at };
            let touch = disc_view::show(ui, rect, scale, &scene, &lighting, &mut self.cursor);
            self.is_dark ^= touch.switched;
            if touch.chooses {
                self.chooser.toggle();
            }
            if let Some(turns) = touch.dropped {
                self.telemetry.request_seek(turns);
            }
        }
        // At the left edge of each bar of the strip.
        let turns_per_bar = f64::from(view.turns) / strip::BARS as f64;
        let damage: Vec<f32> =
            (0..strip::BARS).map(|bar| wear.at_turns(turns_per_bar * bar as f64).damage() as f32).collect();
        let rect = at(20.0, 562.0, 560.0, 32.0);
        if let Some(worn) = strip::show(ui, rect, scale, view, &damage, &mut self.cursor) {
            for turn in worn.turns {
                self.params.memory().expose(view.place.side, turn, wear.exposure_to(turn, worn.damage));
            }
        }

        // In signal order, two in a row.
        for (place, stage) in groups().filter(|group| has_card(group)).enumerate() {
            let (column, row) = ((place % 2) as f32, (place / 2) as f32);
            let rect = at(596.0 + 256.0 * column, 64.0 + 178.0 * row, 248.0, 170.0);
            card::stage(ui, rect, scale, &group_title(stage).to_uppercase(), &writer.card(stage));
        }
        let (learn, print) = (&self.telemetry.learn, LearntFor::print(settings));
        if let Some(level_trim) = learn.take(print, settings.level_trim) {
            writer.apply_undoable(&Settings { level_trim, ..*settings }, |row| row.id == "level_trim");
            self.params.learnt_for.put(settings);
        }
        let is_another = self.params.learnt_for.is_another(settings);
        let loudness = header::Loudness { learn, print, trim_db: settings.level_trim, is_another };
        let rect = at(596.0, 602.0, 504.0, 86.0);
        header::main_row(ui, rect, scale, &writer.at(PanelPlace::Main), self.levels, &loudness);
        setup_menu::show(ui, at(20.0, 696.0, 1080.0, 76.0), scale, writer);
        disc_row::show(ui, at(20.0, 602.0, 560.0, 86.0), scale, settings, &self.params, writer);
        self.chooser.show(ui, writer, &self.params.picture, self.clipboard);
    }
}

/// Whether a stage has a card: its lamp stands on one.
fn has_card(group: &str) -> bool {
    PARAMETERS.iter().any(|row| row.group == group && row.is_lamp() && row.panel == PanelPlace::Card)
}
