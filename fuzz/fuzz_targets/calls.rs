//! Calls of the chain: parameters, blocks, positions, discs, and any numbers as sound.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| garbage::calls(bytes));
