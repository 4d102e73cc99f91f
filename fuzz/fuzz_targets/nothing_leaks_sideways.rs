//! The fifth law: nothing that can be printed holds input.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| samar_fuzz::laws::nothing_leaks_sideways(input));
