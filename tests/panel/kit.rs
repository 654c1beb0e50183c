//! A panel without a host: what it tells the host is written down, and done at once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{DroppedFile, Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use nice_plug::context::gui::GuiContext;

use roentgenizdat::editor::Panel;
use roentgenizdat::paint::import;
use roentgenizdat::params::{PARAMETERS, Parameter, Settings};
use roentgenizdat::plugin::host_menu::HostMenu;
use roentgenizdat::plugin::host_waker::HostWaker;
use roentgenizdat::plugin::params::{HostParams, ParamReader};
use roentgenizdat::plugin::telemetry::Telemetry;
use roentgenizdat::preset::library::Library;

use super::host::Host;
use super::raster::{Pixels, Textures};

/// A file in the pointer's hand.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }
    fn bytes(&self) -> Result<Vec<u8>, String> {
        unreachable!("the panel reads it by its path")
    }
}

/// A panel at its full size, and the hands on it.
pub struct PanelHarness {
    /// The window.
    pub harness: Harness<'static, Panel>,
    host: Arc<Host>,
    telemetry: Arc<Telemetry>,
    textures: Textures,
    size: [usize; 2],
    /// Where its own presets lie.
    pub folder: tempfile::TempDir,
}

/// Opens one, with any disc on and the presets of the program.
pub fn panel() -> PanelHarness {
    panel_of(77, 1.0)
}

/// Opens one with this disc on, so many times its full size.
pub fn panel_of(serial: u16, scale: f32) -> PanelHarness {
    let params = Arc::<HostParams>::default();
    let host = Arc::new(Host::new(params.clone()));
    let telemetry = Arc::<Telemetry>::default();
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(Some(folder.path().to_path_buf()));
    let panel = Panel::new(params, telemetry.clone(), library);
    let (context, mut is_open) = (GuiContext::new(host.clone()), false);
    let (textures, size) = (Textures::default(), [1120.0 * scale, 784.0 * scale]);
    let window = Harness::builder().with_size(Vec2::from(size)).renderer(textures.clone());
    let frame = move |ui: &mut egui::Ui, panel: &mut Panel| {
        if !is_open {
            panel.open(ui.ctx(), context.clone());
            is_open = true;
        }
        panel.show(ui);
    };
    let harness = window.with_step_dt(1.0 / 30.0).build_ui_state(frame, panel);
    let size = size.map(|side| side as usize);
    let mut harness_panel = PanelHarness { harness, host, telemetry, textures, size, folder };
    harness_panel.automate("disc_serial", f32::from(serial));
    harness_panel.settle();
    harness_panel
}

/// The row with this id.
pub fn row(id: &str) -> &'static Parameter {
    Settings::parameter(id).unwrap()
}

/// Names of all parameters, as the host shows them.
pub fn names() -> Vec<String> {
    PARAMETERS.iter().map(Parameter::host_name).collect()
}

impl PanelHarness {
    /// The panel as it looks.
    pub fn picture(&mut self) -> Pixels {
        self.textures.paint(&self.harness.ctx, self.harness.output(), self.size)
    }

    /// The window goes.
    pub fn close(&mut self) {
        self.harness.state_mut().close();
    }

    /// Until the disc is painted.
    pub fn settle(&mut self) {
        for _ in 0..500 {
            self.harness.run_steps(2);
            if !self.harness.state().is_painting() && self.repaint_delay() > Duration::from_secs(1) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the panel does not come to rest");
    }

    /// How long the panel wants to be left alone.
    pub fn repaint_delay(&self) -> Duration {
        let viewports = self.harness.output().viewport_output.values();
        viewports.map(|output| output.repaint_delay).min().unwrap_or(Duration::MAX)
    }

    /// All settings.
    pub fn settings(&self) -> Settings {
        *ParamReader::default().read(&self.host.params).0
    }

    /// A parameter's value.
    pub fn plain(&self, id: &str) -> f32 {
        (row(id).get)(&self.settings())
    }

    /// The value of a fresh instance.
    pub fn default(&self, id: &str) -> f32 {
        row(id).default
    }

    /// The same, as people read it.
    pub fn default_text(&self, id: &str) -> String {
        row(id).text(row(id).default)
    }

    /// Where its knob stands, `0..=1`.
    pub fn turn(&self, id: &str) -> f32 {
        let (low, high) = row(id).knob_range();
        (row(id).to_knob(self.plain(id)) - low) / (high - low)
    }

    /// The disc's number.
    pub fn serial(&self) -> u16 {
        self.settings().disc_serial.number()
    }

    /// What wakes the host.
    pub fn host_waker(&self) -> &HostWaker {
        &self.host.params.host_waker
    }

    /// The host's menu for a parameter.
    pub fn host_menu(&self) -> &HostMenu {
        &self.host.params.host_menu
    }

    /// What the audio thread tells the panel.
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// What a turn of the first side remembers.
    pub fn exposure(&self, turn: i32) -> f32 {
        self.host.params.memory().exposure(0, turn)
    }

    /// The picture of one's own, by its print.
    pub fn own_picture(&self) -> Option<u32> {
        self.host.params.picture.fingerprint()
    }

    /// Where the needle was set down, in turns.
    pub fn dropped(&self) -> Option<f64> {
        self.telemetry.take_seek_request()
    }

    /// What the host was told of a parameter.
    pub fn told(&self, id: &str) -> Vec<char> {
        self.host.told(id)
    }

    /// The host moves a parameter, for the user or by automation.
    pub fn automate(&mut self, id: &str, plain: f32) {
        let (low, high) = row(id).knob_range();
        self.host.automate(id, (row(id).to_knob(plain) - low) / (high - low));
    }

    /// The same, and a frame.
    pub fn set(&mut self, id: &str, plain: f32) {
        self.automate(id, plain);
        self.harness.run_steps(1);
    }

    /// The middle of a knob.
    pub fn place(&self, name: &str) -> Pos2 {
        self.harness.get_by_role_and_label(Role::Slider, name).rect().center()
    }

    /// Clicks on a lamp or a button.
    pub fn click(&mut self, name: &str) {
        let at = self.harness.get_by_label(name).rect().center();
        self.click_at(at, PointerButton::Primary, Modifiers::NONE);
        // Two clicks in a row are not a double click.
        self.harness.run_steps(20);
    }

    /// Holds the pointer still over a place until it is told what is there.
    pub fn hover(&mut self, pos: Pos2) -> String {
        self.send(Event::PointerMoved(pos));
        self.harness.run_steps(60);
        let labels =
            self.harness.root().children_recursive().filter_map(|node| node.accesskit_node().value());
        labels.collect::<Vec<String>>().join("\n")
    }

    /// Clicks anywhere.
    pub fn click_at(&mut self, pos: Pos2, button: PointerButton, modifiers: Modifiers) {
        self.send(Event::PointerMoved(pos));
        self.send(Event::ModifiersChanged(modifiers));
        for pressed in [true, false] {
            self.send(Event::PointerButton { pos, button, pressed, modifiers });
        }
        self.send(Event::ModifiersChanged(Modifiers::NONE));
    }

    /// Drags a knob.
    pub fn drag(&mut self, name: &str, way: Vec2, modifiers: Modifiers) {
        self.drag_from(self.place(name), way, modifiers);
    }

    /// Drags from anywhere.
    pub fn drag_from(&mut self, from: Pos2, way: Vec2, modifiers: Modifiers) {
        let button = PointerButton::Primary;
        self.send(Event::PointerMoved(from));
        self.send(Event::ModifiersChanged(modifiers));
        self.send(Event::PointerButton { pos: from, button, pressed: true, modifiers });
        for step in 1..=6 {
            self.send(Event::PointerMoved(from + way * step as f32 / 6.0));
        }
        self.send(Event::PointerButton { pos: from + way, button, pressed: false, modifiers });
        self.send(Event::ModifiersChanged(Modifiers::NONE));
        self.harness.run_steps(20);
    }

    /// Presses a button, or lets it go.
    pub fn hold(&mut self, name: &str, pressed: bool) {
        let pos = self.harness.get_by_label(name).rect().center();
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        self.send(Event::PointerMoved(pos));
        self.send(Event::PointerButton { pos, button, pressed, modifiers });
        self.harness.run_steps(3);
    }

    /// Writes over what stands in a field, counted among those that are seen.
    pub fn fill(&mut self, nth: usize, text: &str) {
        let fields: Vec<Pos2> = [Role::TextInput, Role::MultilineTextInput]
            .into_iter()
            .flat_map(|role| self.harness.query_all_by_role(role))
            .map(|node| node.rect().center())
            .collect();
        self.click_at(fields[nth], PointerButton::Primary, Modifiers::NONE);
        self.harness.run_steps(3);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.send(Event::Text(text.to_string()));
        self.harness.run_steps(3);
    }

    /// Clicks with the right button.
    pub fn click_right(&mut self, name: &str) {
        let at = self.harness.get_by_label(name).rect().center();
        self.click_at(at, PointerButton::Secondary, Modifiers::NONE);
        self.harness.run_steps(20);
    }

    /// Writes over what stands in the field that has just opened.
    pub fn type_in(&mut self, text: &str) {
        self.harness.run_steps(3);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.send(Event::Text(text.to_string()));
        self.harness.run_steps(2);
        self.harness.key_press(Key::Enter);
        self.harness.run_steps(3);
    }

    /// One event, one frame.
    fn send(&mut self, event: Event) {
        self.harness.event(event);
        self.harness.run_steps(1);
    }

    /// Presses keys, one after the other.
    pub fn press(&mut self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            self.harness.key_press(key);
            self.harness.run_steps(2);
        }
    }

    /// The damage that the strip tells of, at the bar that has the keyboard.
    pub fn damage_told(&self) -> f32 {
        let node = self.harness.get_by_label_contains("Damage of the side: turn");
        let label = node.accesskit_node().label().unwrap();
        label.rsplit(' ').next().unwrap().parse().unwrap()
    }

    /// Copies a picture in another program, all grey, or what is none.
    pub fn copy_elsewhere(&mut self, is_picture: bool) {
        self.harness.state_mut().clipboard = if is_picture {
            || import::pixels("the clipboard", 2, 2, vec![99; 16])
        } else {
            || import::picture("the clipboard", b"some text")
        };
    }

    /// Pastes text, as the window does: the keys, and what they bring, in one frame.
    pub fn paste_text(&mut self, text: &str) {
        let (key, modifiers) = (Key::V, Modifiers::COMMAND);
        let input = self.harness.input_mut();
        input.events.push(Event::ModifiersChanged(modifiers));
        input.events.push(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
        input.events.push(Event::Text(text.to_string()));
        self.harness.run_steps(1);
        self.send(Event::ModifiersChanged(Modifiers::NONE));
    }

    /// Drops a file on the panel.
    pub fn drop_file(&mut self, path: &Path) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_path_buf())));
        self.harness.run_steps(1);
    }

    /// Turns the wheel over a knob by so many notches.
    pub fn wheel(&mut self, name: &str, notches: f32) {
        self.send(Event::PointerMoved(self.place(name)));
        self.harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: vec2(0.0, notches),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        self.harness.run_steps(2);
    }

    /// What has the focus of the keyboard.
    pub fn focused(&self) -> Option<String> {
        let nodes: BTreeSet<String> = self
            .harness
            .root()
            .children_recursive()
            .filter(|node| node.accesskit_node().is_focused())
            .filter_map(|node| node.accesskit_node().label())
            .collect();
        nodes.into_iter().next()
    }
}
