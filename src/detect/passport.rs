//! Passport numbers.
//!
//! **Grammar.** Behind a label: one or two letters and 6 to 8 digits (Indonesia `A1234567`, `X1234567`; one
//! blank between is fine), 9 digits (United States, United Kingdom), a mix of 9 letters and digits that
//! starts with a letter and has four digits or more (Germany, Netherlands), two digits, two letters and five digits (France).
//!
//! **Evidence.** The label: outside of the machine readable zone the number has no check digit (ICAO Doc 9303, part 4).
//!
//! **Not found on purpose.** Numbers of digits only other than 9, one digit over and over. The machine readable zone is another
//! rule's.

use super::{Detector, Site, Trigger, Verdict, Writing, edge, labelled};
use crate::finding::Confidence;
use crate::span::Reach;

pub(super) struct Passport;

impl Detector for Passport {
    fn rule(&self) -> &str {
        "passport"
    }

    fn entity(&self) -> &str {
        "passport"
    }

    fn reach(&self) -> Reach {
        Reach::new(128, 192)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("passport")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        labelled::confirm(site, |text, at| Some((passport_at(text, at)?, Confidence::Context)))
    }
}

/// The end of the passport number at `at`, for use behind a label. Looks at no more than 11 bytes.
pub(super) fn passport_at(text: &[u8], at: usize) -> Option<usize> {
    if !edge::starts_word(text, at) || matches!(edge::before(text, at), b'_' | b'-') {
        return None;
    }
    let rest = text.get(at..)?;
    let letters = rest.iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    // A 1234567
    let blank = usize::from((1..=2).contains(&letters) && rest.get(letters) == Some(&b' '));
    let tail = &rest[letters + blank..];
    let word = tail.iter().take(11).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (tail, end) = (&tail[..word], at + letters + blank + word);
    let digits = tail.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_digits = digits == word;
    let is_number = match letters {
        0 if is_digits => word == 9,
        // France: 12AB34567.
        0 => word == 9 && digits == 7 && tail[2..4].iter().all(u8::is_ascii_alphabetic),
        _ if is_digits && letters <= 2 && (6..=8).contains(&word) => true,
        _ => blank == 0 && letters + word == 9 && digits >= 4,
    };
    let is_one_digit = is_digits && tail.iter().all(|byte| *byte == tail[0]);
    let goes_on = match rest.get(letters + blank + word..) {
        Some([b'_', ..]) => true,
        Some([b'-', next, ..]) => next.is_ascii_alphanumeric(),
        _ => false,
    };
    (is_number && !is_one_digit && !goes_on && edge::ends_word(text, end)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits() {
        for text in ["A1234567", "X1234567", "C 1234567", "AB123456", "533380006", "C01X00T47", "12AB34567"] {
            assert_eq!(passport_at(text.as_bytes(), 0), Some(text.len()), "{text}");
        }
    }

    #[test]
    fn misses() {
        for (text, reason) in [
            ("A12345", "five digits"),
            ("A123456789", "nine digits behind a letter"),
            ("12345678", "eight digits"),
            ("000000000", "one digit over and over"),
            ("A0000000", "one digit over and over"),
            ("ABCDEFGH1", "one digit"),
            ("passports", "a word"),
            ("A1234567-B", "goes on"),
            ("A1234567_1", "goes on"),
            ("", "nothing"),
        ] {
            assert_eq!(passport_at(text.as_bytes(), 0), None, "{reason}: {text}");
        }
    }
}
