//! The first law: with the prefilter and without it findings are equal.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| samar_fuzz::laws::prefilter_has_no_false_negatives(input));
