//! The second law: any split of a stream gives what one call gives. Four bytes of sizes, then the text.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| samar_fuzz::laws::chunking_changes_nothing(input));
