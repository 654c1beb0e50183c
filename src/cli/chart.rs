//! Charts: what playing does to a song, drawn without any font of the system.

mod canvas;
mod spectrogram;
pub mod wear_chart;
