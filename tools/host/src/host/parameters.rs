//! Parameters by their ids.

use std::ffi::CString;
use std::fmt::Display;

use clack_extensions::params::ParamInfoBuffer;
use clack_host::utils::ClapId;

use super::{Change, Host};
use crate::Result;

impl Host {
    /// Sets a parameter to what a user would type, before the next sample.
    pub fn set(&mut self, id: &str, value: impl Display) -> Result<()> {
        self.set_at(0, id, value)
    }

    /// The same at a sample of the next render.
    pub fn set_at(&mut self, sample: u64, id: &str, value: impl Display) -> Result<()> {
        let text = CString::new(value.to_string())?;
        let value = self.params.text_to_value(&self.instance.plugin_handle(), hash(id), &text);
        let value = value.ok_or_else(|| format!("{id} does not take {text:?}"))?;
        self.set_clap_at(sample, id, value);
        Ok(())
    }

    /// The same in CLAP's own numbers: 0–1, times the steps of a stepped parameter.
    pub fn set_clap_at(&mut self, sample: u64, id: &str, value: f64) {
        self.pending.push(Change { sample, id: hash(id), value });
    }

    /// The value in CLAP's own numbers.
    pub fn get_clap(&mut self, id: &str) -> Result<f64> {
        let value = self.params.get_value(&self.instance.plugin_handle(), hash(id));
        value.ok_or_else(|| format!("no parameter {id}").into())
    }

    /// The value as the plugin shows it.
    pub fn text(&mut self, id: &str) -> Result<String> {
        let value = self.get_clap(id)?;
        let mut buffer = [0; 256];
        let text = self.params.value_to_text(&self.instance.plugin_handle(), hash(id), value, &mut buffer)?;
        Ok(String::from_utf8_lossy(text).into_owned())
    }

    /// Names of all parameters, with the number of each.
    pub fn parameters(&mut self) -> Vec<(ClapId, String)> {
        let plugin = self.instance.plugin_handle();
        let count = self.params.count(&plugin);
        let mut buffer = ParamInfoBuffer::new();
        let mut name = |index| {
            let info = self.params.get_info(&plugin, index, &mut buffer)?;
            Some((info.id, String::from_utf8_lossy(info.name).into_owned()))
        };
        (0..count).filter_map(&mut name).collect()
    }
}

/// nice-plug's number for an id string, in CLAP and VST3 alike.
pub fn hash(id: &str) -> ClapId {
    let hash = id.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    ClapId::new(hash & 0x7fff_ffff)
}
