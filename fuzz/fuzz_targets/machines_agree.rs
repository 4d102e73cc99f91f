//! The third law: every kernel of this machine gives what the scalar one gives.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| samar_fuzz::laws::machines_agree(input));
