//! What the numbers of several countries share: digits, weighted sums, check digits, calendar dates. ASCII digits in.
//!
//! Bytes that are no digits never panic here: they give a wrong value, so a caller asks [`are_digits`] first.

use std::ops::RangeInclusive;

use crate::detect::check::luhn;

/// The years in which a living holder of a number can be born. No clock is read: a fixed end keeps every
/// verdict the same on every day.
pub(super) const BIRTH_YEARS: RangeInclusive<u32> = 1900..=2039;

/// Whether `id` is `len` digits.
pub(super) fn are_digits(id: &[u8], len: usize) -> bool {
    id.len() == len && id.iter().all(u8::is_ascii_digit)
}

/// The digits of `id` if it is exactly `N` of them.
pub(super) fn digits<const N: usize>(id: &[u8]) -> Option<&[u8; N]> {
    let digits: &[u8; N] = id.try_into().ok()?;
    digits.iter().all(u8::is_ascii_digit).then_some(digits)
}

/// Whether all bytes are the same: `1111…` is what people type to fill a form.
pub(super) fn is_repeated(id: &[u8]) -> bool {
    id.windows(2).all(|pair| pair[0] == pair[1])
}

/// The value of a digit. A letter counts as its code less that of `0`, which is what Brazil makes of one.
pub(super) fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}

/// The number that up to nine digits write.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum: u32, &digit| sum.saturating_mul(10).saturating_add(value(digit)))
}

/// The number that up to 18 digits write.
pub(super) fn long(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum: u64, &digit| sum.wrapping_mul(10).wrapping_add(u64::from(value(digit))))
}

/// Each digit times its weight, added up; the shorter of the two ends it.
pub(super) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, weight)| value(digit) * weight).sum()
}

/// Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B).
pub(super) fn is_luhn(digits: &[u8]) -> bool {
    luhn::is_valid(digits)
}

/// Whether digits end in their Verhoeff check digit (J. Verhoeff, *Error detecting decimal codes*, 1969).
pub(in crate::detect) fn is_verhoeff(digits: &[u8]) -> bool {
    let mut check = 0;
    for (place, &byte) in digits.iter().rev().enumerate() {
        let mut digit = usize::from(byte.wrapping_sub(b'0')) % 10;
        for _ in 0..place % 8 {
            digit = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][digit];
        }
        check = dihedral(check, digit);
    }
    check == 0
}

/// The product in the group of the pentagon's symmetries: 0 to 4 turn it, 5 to 9 flip it.
fn dihedral(left: usize, right: usize) -> usize {
    let (turn, other) = (left % 5, right % 5);
    match (left < 5, right < 5) {
        (true, true) => (turn + other) % 5,
        (true, false) => (turn + other) % 5 + 5,
        (false, true) => (turn + 5 - other) % 5 + 5,
        (false, false) => (turn + 5 - other) % 5,
    }
}

/// Whether the Gregorian calendar has the day.
pub(super) fn is_date(year: u32, month: u32, day: u32) -> bool {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// As [`is_date`], for parts of long numbers.
pub(super) fn is_day(year: u64, month: u64, day: u64) -> bool {
    let small = |part: u64| u32::try_from(part).unwrap_or(0);
    is_date(small(year), small(month), small(day))
}

/// Whether `yymmdd` is a day of the 20th or 21st century; 29 February `00` is that of 2000.
pub(super) fn is_yymmdd(date: &[u8]) -> bool {
    are_digits(date, 6) && is_date(2000 + number(&date[..2]), number(&date[2..4]), number(&date[4..]))
}

/// Runs a country's table: every valid number holds, every other one does not; and no cut or changed form of
/// them makes `is_valid` panic.
#[cfg(test)]
pub(super) fn check(is_valid: fn(&[u8]) -> bool, valid: &[&str], invalid: &[(&str, &str)]) {
    for id in valid {
        assert!(is_valid(id.as_bytes()), "{id} is valid");
    }
    for (id, reason) in invalid {
        assert!(!is_valid(id.as_bytes()), "{id} is not valid: {reason}");
    }
    for id in valid.iter().copied().chain(invalid.iter().map(|(id, _)| *id)) {
        for end in 0..id.len() {
            is_valid(&id.as_bytes()[..end]);
            for byte in [0, b'/', b':', b'A', b'Z', b'z', 0x7f, 0x80, 0xff] {
                let mut changed = id.as_bytes().to_vec();
                changed[end] = byte;
                is_valid(&changed);
                changed.push(byte);
                is_valid(&changed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (date, expected) in [
            ("000229", true),
            ("010229", false),
            ("991231", true),
            ("990431", false),
            ("991301", false),
            ("990100", false),
            ("99013", false),
            ("99013x", false),
        ] {
            assert_eq!(is_yymmdd(date.as_bytes()), expected, "{date}");
        }
        assert!(!is_date(1900, 2, 29), "no leap year: a century");
    }

    #[test]
    fn sums() {
        assert!(is_luhn(b"79927398713"), "the sample of ISO/IEC 7812-1 texts");
        assert!(!is_luhn(b"79927398710"));
        assert_eq!(weighted(b"123", &[1, 10, 100]), 321);
        assert_eq!((number(b"0042"), long(b"0427")), (42, 427));
        assert_eq!(number(b"99999999999999"), u32::MAX, "too long: no panic");
        assert!(is_repeated(b"777") && !is_repeated(b"778"));
        assert!(
            digits::<3>(b"123").is_some() && digits::<3>(b"12A").is_none() && digits::<3>(b"12").is_none()
        );
    }

    #[test]
    fn verhoeff() {
        assert!(is_verhoeff(b"2363"), "the usual textbook number");
        assert!(!is_verhoeff(b"2364"), "another check digit");
        assert!(!is_verhoeff(b"2633"), "neighbours swapped");
    }
}
