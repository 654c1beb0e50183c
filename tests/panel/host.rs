//! A host without sound, for the panel alone.

use std::sync::{Arc, Mutex};

use nice_plug::context::PluginApi;
use nice_plug::context::gui::GuiContextInner;
use nice_plug::params::{Params, internals::ParamPtr};
use nice_plug::plugin::PluginState;
use roentgenizdat::plugin::params::HostParams;

/// A host that does what it is told and writes it down: `b`egin, `s`et, `e`nd.
pub struct Host {
    /// Of the one instance it has.
    pub params: Arc<HostParams>,
    told: Mutex<Vec<(String, char)>>,
}

impl Host {
    /// With one instance.
    pub fn new(params: Arc<HostParams>) -> Self {
        Self { params, told: Mutex::default() }
    }

    /// Moves a parameter, for the user or by automation.
    #[allow(unsafe_code)]
    pub fn automate(&self, id: &str, normalized: f32) {
        let param = self.params.param_map().into_iter().find(|(of, ..)| of == id).unwrap().1;
        // SAFETY: the parameters live as long as this host does.
        unsafe { param._internal_set_normalized_value(normalized) };
    }

    /// What it was told of a parameter.
    pub fn told(&self, id: &str) -> Vec<char> {
        let told = self.told.lock().unwrap();
        told.iter().filter(|(of, _)| of == id).map(|(_, what)| *what).collect()
    }

    fn tell(&self, param: ParamPtr, what: char) {
        let id = self.params.param_map().into_iter().find(|(_, ptr, _)| *ptr == param).map(|(id, ..)| id);
        self.told.lock().unwrap().push((id.unwrap(), what));
    }
}

#[allow(unsafe_code)]
impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    unsafe fn raw_begin_set_parameter(&self, param: ParamPtr) {
        self.tell(param, 'b');
    }
    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        self.tell(param, 's');
        // SAFETY: the parameters live as long as this host does.
        unsafe { param._internal_set_normalized_value(normalized) };
    }
    unsafe fn raw_end_set_parameter(&self, param: ParamPtr) {
        self.tell(param, 'e');
    }
    fn get_state(&self) -> PluginState {
        unreachable!("the panel does not ask for the state")
    }
    fn set_state(&self, _state: PluginState) {
        unreachable!("the panel does not set the state")
    }
    fn request_restart(&self) {}
}
