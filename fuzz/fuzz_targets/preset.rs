//! A preset file.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    garbage::preset(bytes);
});
