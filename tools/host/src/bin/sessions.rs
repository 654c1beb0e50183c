//! Stores the sessions that are not kept yet: `tests/data/sessions`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match embedded_host::sessions::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
