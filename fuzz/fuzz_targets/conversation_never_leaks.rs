//! The law of conversations: whatever is said, nothing is shown that a plain scan would mask, and nothing panics.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| samar_fuzz::talk::conversation_never_leaks(input));
