//! What lies beside the VST3, and what its hosts are tried with.
//!
//! ```text
//! vst3-files resources BUNDLE       its description and picture, into the bundle
//! vst3-files presets CLAP FOLDER    the factory presets as files of VST3's own kind
//! vst3-files references FOLDER      a song and what the library makes of it, for tests/host/python
//! ```

mod preset;
mod references;
mod resources;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["resources", bundle] => resources::write(Path::new(bundle)),
        ["presets", clap, folder] => preset::write(Path::new(clap), Path::new(folder)),
        ["references", folder] => references::write_all(Path::new(folder)),
        _ => Err("usage: vst3-files resources BUNDLE | presets CLAP FOLDER | references FOLDER".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
