//! A table of parameters over time.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    garbage::table(bytes);
});
