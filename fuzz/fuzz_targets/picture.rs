//! A picture of one's own.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    garbage::picture(bytes);
});
