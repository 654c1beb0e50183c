//! A song's file: its head and what follows. The first byte says what it calls itself.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let kind = garbage::SONGS[usize::from(*kind) % garbage::SONGS.len()];
    let name = format!("roentgenizdat-fuzz-{}.{kind}", std::process::id());
    garbage::song(&std::env::temp_dir().join(name), bytes);
});
