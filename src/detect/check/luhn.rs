//! The Luhn check digit (ISO/IEC 7812-1, annex B).

/// Whether ASCII `digits` end in their check digit.
pub(in crate::detect) fn is_valid(digits: &[u8]) -> bool {
    std::str::from_utf8(digits).is_ok_and(luhn::valid)
}
