//! The fourth law: output redacted again stays as it is, and what was UTF-8 or JSON before is so afterwards.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| samar_fuzz::laws::redaction_settles(input));
