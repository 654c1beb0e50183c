//! The panel as a program of its own: `cargo xtask panel`.

fn main() {
    nice_plug::wrapper::standalone::nice_export_standalone::<roentgenizdat::Roentgenizdat>();
}
