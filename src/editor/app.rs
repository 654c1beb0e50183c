//! The panel as its window has it, and the end of the window.

use std::sync::{Arc, Mutex, MutexGuard};

use egui::Ui;
use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::LogicalSize;
use nice_plug::prelude::nice_warn;
use nice_plug_egui::baseview::{HandlerError, WindowContext, WindowSize};
use nice_plug_egui::{
    EguiEditor, EguiEditorState, EguiNiceSettings, Frame, NiceEguiApp, RepaintNotifier, create_egui_editor,
};

#[cfg(target_os = "linux")]
use super::host_keys::{HostKeys, TakenKeys};
use super::keys::Taken;
use super::{DESIGN_SIZE, FRAME, Panel, keys};
use crate::plugin::containment::contained;
use crate::plugin::params::HostParams;
use crate::plugin::telemetry::Telemetry;
use crate::plugin::window::held;
use crate::preset::library::Library;

/// The panel as nice-plug holds it.
pub type PanelEditor = EguiEditor<App>;

/// The panel as its window has it; the host's side reaches it too, when the window is gone.
pub struct App {
    panel: Arc<Mutex<Panel>>,
    keys: Arc<WindowKeys>,
}

/// What becomes of the window's keys.
#[derive(Default)]
struct WindowKeys {
    #[cfg(target_os = "linux")]
    taken: Arc<TakenKeys>,
    /// While the window is open.
    #[cfg(target_os = "linux")]
    to_host: Mutex<Option<HostKeys>>,
}

/// The editor of one instance; its window opens when the host asks for it.
pub fn create(
    params: Arc<HostParams>,
    telemetry: Arc<Telemetry>,
    repaint: RepaintNotifier,
) -> Option<PanelEditor> {
    let [width, height, zoom] = params.panel.get();
    let state = EguiEditorState::from_size(LogicalSize::new(width, height), zoom);
    let settings = EguiNiceSettings::new()
        .with_tile("Roentgenizdat")
        .with_resize_hint(nice_plug::editor::ResizeHint::RESIZABLE)
        .with_repaint_poll_interval(FRAME);
    // Read when the window opens: a host may make hundreds of instances and show none.
    let library = Library::unread(Library::user_folder());
    let panel = Arc::new(Mutex::new(Panel::new(params.clone(), telemetry, library)));
    let app = App { panel, keys: Arc::default() };
    let (panel, keys) = (Arc::downgrade(&app.panel), Arc::downgrade(&app.keys));
    params.window.when_closed(move || {
        if let (Some(panel), Some(keys)) = (panel.upgrade(), keys.upgrade()) {
            keys.stop();
            held(&panel).close();
        }
    });
    create_egui_editor(state, repaint, settings, app)
}

#[cfg(target_os = "linux")]
impl WindowKeys {
    fn set_taken(&self, taken: Taken) {
        self.taken.set(taken);
    }

    fn pass_to_host(&self, window: &WindowContext) {
        use raw_window_handle::{HasWindowHandle, RawWindowHandle::Xlib};
        let Ok(Xlib(handle)) = window.window_handle().map(|handle| handle.as_raw()) else { return };
        match HostKeys::listen(handle.window as u32, self.taken.clone()) {
            Ok(keys) => *held(&self.to_host) = Some(keys),
            Err(error) => nice_warn!("keys over the panel do not reach the host: {error}"),
        }
    }

    fn stop(&self) {
        *held(&self.to_host) = None;
    }
}

/// Elsewhere the window library passes on what the panel leaves.
#[cfg(not(target_os = "linux"))]
impl WindowKeys {
    fn set_taken(&self, _taken: Taken) {}
    fn pass_to_host(&self, _window: &WindowContext) {}
    fn stop(&self) {}
}

impl App {
    fn panel(&self) -> MutexGuard<'_, Panel> {
        held(&self.panel)
    }

    fn frame(&self, ui: &mut Ui, frame: &mut Frame) {
        let taken = keys::taken(ui.ctx(), self.panel().chooser.is_open());
        frame.set_key_capture(keys::captured(taken));
        self.keys.set_taken(taken);
        self.panel().show(ui);
        let wanted = self.panel().take_wanted_scale();
        if let Some(scale) = wanted {
            let [width, height] = DESIGN_SIZE.map(|side| f64::from(side * scale));
            if let Err(error) = frame.baseview_window().resize(LogicalSize::new(width, height)) {
                nice_warn!("the panel cannot be {width} by {height}: {error}");
            }
        }
    }
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        egui: egui::Context,
        host: GuiContext,
        frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        self.keys.pass_to_host(frame.baseview_window());
        let mut panel = self.panel();
        panel.params.window.open();
        panel.params.window.set_scale(frame.baseview_window().scale_factor() as f32);
        panel.open(&egui, host);
        Ok(())
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut Frame) {
        let params = self.panel().params.clone();
        params.window.frame(|| contained("a frame of the panel", (), || self.frame(ui, frame)));
    }

    fn resized(&mut self, size: WindowSize) {
        self.panel().params.window.set_scale(size.scale_factor as f32);
        self.panel().params.panel.set_size(size.logical.width as f32, size.logical.height as f32);
    }

    fn zoom_factor_changed(&mut self, zoom: f32) {
        self.panel().params.panel.set_zoom(zoom);
    }
}
