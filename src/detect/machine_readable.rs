//! The machine readable zone of passports: the number and the holder's date of birth.
//!
//! **Grammar.** The second line of ICAO Doc 9303 part 4 (and of visas, part 7): number of nine characters, check digit,
//! state of three, date of birth, check digit, sex, date of expiry, check digit. Short numbers and states are filled with
//! `<`. The second line of a card (part 5) starts with the date of birth.
//!
//! **Evidence.** The check digits of number, birth and expiry (part 3, section 4.9: weights 7, 3, 1, letters from 10 on), two
//! dates and the sex.
//!
//! **Not found on purpose.** Holders whose sex is not stated (`<`): seven digits, a letter and seven digits are what the
//! prefilter looks for. The first line, which has the name; the number on the first line of a card; optional data.

use super::{Detector, Hit, Site, Trigger, Verdict, edge};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

/// The number of a passport or visa.
pub(super) struct Number;

impl Detector for Number {
    fn rule(&self) -> &str {
        "passport_machine_readable"
    }

    fn entity(&self) -> &str {
        "passport"
    }

    fn reach(&self) -> Reach {
        Reach::new(24, 24)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Shape(b"0123456789")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        number_before(site.text, site.anchor.start)
            .map_or(Verdict::Miss("no number and state of a passport before a date of birth"), |span| {
                Verdict::Hit(Hit::new(span, Confidence::Checksum))
            })
    }
}

/// The holder's date of birth, of cards too.
pub(super) struct Birth;

impl Detector for Birth {
    fn rule(&self) -> &str {
        "date_of_birth_machine_readable"
    }

    fn entity(&self) -> &str {
        "date_of_birth"
    }

    fn reach(&self) -> Reach {
        Reach::new(24, 24)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Shape(b"0123456789")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let is_apart =
            number_before(text, at).is_some() || edge::starts_word(text, at) && has_state(text, at);
        if is_birth(text, at) && is_apart {
            // The check digit goes with it: it would give one digit away.
            Verdict::Hit(Hit::new(Span::new(at, at + 7), Confidence::Checksum))
        } else {
            Verdict::Miss("no date of birth of a machine readable zone")
        }
    }
}

/// Whether date of birth, sex and date of expiry stand at `at`, each date with its check digit.
pub(super) fn is_birth(text: &[u8], at: usize) -> bool {
    let Some(&[ref birth @ .., sex]) = text.get(at..at + 8) else { return false };
    let Some(expiry) = text.get(at + 8..at + 15) else { return false };
    matches!(sex, b'M' | b'F' | b'X') && is_checked_date(birth) && is_checked_date(expiry)
}

/// The number of the passport whose date of birth stands at `birth`.
fn number_before(text: &[u8], birth: usize) -> Option<Span> {
    let start = birth.checked_sub(13)?;
    let (number, check) = (&text[start..start + 9], text[start + 9]);
    let filled = number.iter().rev().take_while(|byte| **byte == b'<').count();
    let number = &number[..9 - filled];
    let is_number = number.len() >= 5 && number.iter().all(is_upper_or_digit);
    let is_state = text[start + 10..birth].iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'<');
    (is_birth(text, birth)
        && is_number
        && is_state
        && edge::starts_word(text, start)
        && check_digit(number) == check)
        .then(|| Span::new(start, start + number.len()))
}

/// Whether a state stands behind the date of expiry: the second line of a card.
fn has_state(text: &[u8], birth: usize) -> bool {
    text.get(birth + 15..birth + 18)
        .is_some_and(|state| state[0].is_ascii_uppercase() && state.iter().all(is_upper_or_filler))
}

fn is_upper_or_digit(byte: &u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_upper_or_filler(byte: &u8) -> bool {
    byte.is_ascii_uppercase() || *byte == b'<'
}

/// `yymmdd` and its check digit; a day or month that is not known is 00.
fn is_checked_date(date: &[u8]) -> bool {
    let [body @ .., check] = date else { return false };
    let part = |at: usize| (body[at] & 15) * 10 + (body[at + 1] & 15);
    date.iter().all(u8::is_ascii_digit) && part(2) <= 12 && part(4) <= 31 && check_digit(body) == *check
}

/// The sum weighted 7, 3, 1, modulo 10. Fillers behind count nothing.
fn check_digit(characters: &[u8]) -> u8 {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 0,
    };
    let sum: u32 =
        characters.iter().zip([7, 3, 1].iter().cycle()).map(|(&byte, weight)| value(byte) * weight).sum();
    b'0' + (sum % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_of_the_standard() {
        let line = b"L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        assert!(is_birth(line, 13));
        assert_eq!(number_before(line, 13), Some(Span::new(0, 9)));
        assert_eq!(check_digit(b"L898902C3"), b'6');
    }

    #[test]
    fn refusals() {
        for (line, reason) in [
            ("L898902C37UTO7408122F1204159", "check digit of the number"),
            ("L898902C36U1O7408122F1204159", "a digit in the state"),
            ("L898902C36UTO7408123F1204159", "check digit of the birth"),
            ("L898902C36UTO7413122F1204159", "no month 13"),
            ("L898902C36UTO7408122F1204158", "check digit of the expiry"),
            ("L898902C36UTO7408122Q1204159", "no sex"),
            ("<<<<<<<<<0UTO7408122F1204159", "no number"),
        ] {
            assert_eq!(number_before(line.as_bytes(), 13), None, "{reason}");
        }
    }
}
