//! Italy: tax code of persons (codice fiscale).
//!
//! **Grammar.** Three letters of the surname, three of the name, year, month letter, day (plus 40 for women), place of
//! birth, check letter: `RSSMRA85T10A562S`. Where two persons share a code, digits are replaced by L M N P Q R S T U V
//! (omocodia).
//!
//! **Evidence.** The check letter is the remainder by 26 of the fifteen values, those in odd places by a table (decreto
//! ministeriale 23 December 1976, n. 13813). A name gives consonants, then vowels, then X to fill. Months are A B C D E H
//! L M P R S T, places A to M (communes) or Z (countries) and three digits.
//!
//! **Not found on purpose.** The eleven digits that companies and a few newcomers have as codice fiscale: a partita IVA.

use super::Id;
use super::sum::is_day;

pub(super) const IDS: &[Id] = &[Id {
    entity: "it_fiscal_code",
    forms: &[
        "AAA AAA xxAxx AxxxA",
        "AAA-AAA-xxAxx-AxxxA",
        "AAAAAA xxAxx AxxxA",
        "AAAAAA-xxAxx-AxxxA",
        "AAAAAAxxAxxAxxxA",
    ],
    is_valid: is_fiscal_code,
}];

/// The letters of the months, in order.
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";

/// What stands for the digits 0 to 9 in a code that two persons would share.
const SUBSTITUTES: &[u8; 10] = b"LMNPQRSTUV";

/// The values in odd places of 0 to 9 and A to J, which count alike, then of K to Z.
const ODD: [u16; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

fn is_fiscal_code(number: &[u8]) -> bool {
    let Ok(code) = <&[u8; 16]>::try_from(number) else { return false };
    is_date(code)
        && is_name(&code[..3])
        && is_name(&code[3..6])
        && matches!(code[11], b'A'..=b'M' | b'Z')
        && code[12..15].iter().all(|&byte| digit(byte).is_some())
        && check_letter(&code[..15]) == Some(code[15])
}

/// Consonants, then vowels, then X to fill; X is a consonant too.
fn is_name(letters: &[u8]) -> bool {
    let is_vowel = |byte: u8| b"AEIOU".contains(&byte);
    letters.iter().all(u8::is_ascii_uppercase)
        && letters.windows(2).all(|pair| !is_vowel(pair[0]) || is_vowel(pair[1]) || pair[1] == b'X')
        && !(is_vowel(letters[0]) && letters[1] == b'X' && letters[2] != b'X')
}

fn is_date(code: &[u8; 16]) -> bool {
    let two = |at: usize| Some(10 * digit(code[at])? + digit(code[at + 1])?);
    let month = MONTHS.iter().position(|&letter| letter == code[8]);
    let (Some(year), Some(month), Some(day)) = (two(6), month, two(9)) else { return false };
    let day = if day > 40 { day - 40 } else { day };
    // Two digits of the year: 1900 and 2000 are one, so 29 February 00 holds.
    is_day(2000 + year, month as u64 + 1, day)
}

/// The digit, or that which the letter stands for.
fn digit(byte: u8) -> Option<u64> {
    match byte {
        b'0'..=b'9' => Some(u64::from(byte - b'0')),
        _ => SUBSTITUTES.iter().position(|&letter| letter == byte).map(|digit| digit as u64),
    }
}

fn check_letter(code: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (index, &byte) in code.iter().enumerate() {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A',
            _ => return None,
        };
        // The law counts places from 1.
        sum += if index % 2 == 0 { ODD[usize::from(value)] } else { u16::from(value) };
    }
    Some(b'A' + (sum % 26) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fiscal_code() {
        for number in [
            &b"RSSMRA85T10A562S"[..],
            b"MRTMTT25D09F205Z",
            b"RCCMNL83S18D969H",
            b"CNTCHR83T41D969D",
            b"BNCGLI92P65H501X",
            b"FOXLCU01M04F839J",
            // The first one with its last digit replaced, then all of them.
            b"RSSMRA85T10A56NH",
            b"RSSMRAURTMLARSNL",
        ] {
            assert!(is_fiscal_code(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"RSSMRA85T10A562T"[..], "another check letter"),
            (b"RSSMRA58T10A562S", "neighbours swapped"),
            (b"RSSMRA85F10A562R", "no such month letter"),
            (b"RSSMRA85T32A562Y", "no such day"),
            (b"RSSMRA85T10N562F", "no such place"),
            (b"RSSMRA8AT10A562S", "A stands for no digit"),
            (b"RASMRA85T10A562A", "a vowel before a consonant"),
            (b"RSSMRA85T10A562", "no check letter"),
            (b"00743110157", "a company"),
            (b"", "nothing"),
        ] {
            assert!(!is_fiscal_code(number), "{}: {reason}", number.escape_ascii());
        }
    }

    #[test]
    fn names() {
        for name in [&b"RSS"[..], b"FOX", b"AIX", b"AXX", b"OUA", b"XUI", b"XXX"] {
            assert!(is_name(name), "{}", name.escape_ascii());
        }
        for name in [&b"RAS"[..], b"AXE", b"OXB", b"AB1"] {
            assert!(!is_name(name), "{}", name.escape_ascii());
        }
    }
}
