//! Arithmetic on digits, no text: check digits.

pub(super) mod luhn;
