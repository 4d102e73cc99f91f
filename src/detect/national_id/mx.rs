//! Mexico: population registry code (Clave Única de Registro de Población, CURP).
//!
//! **Grammar.** Four letters of the names, birth date, sex, two letters of the state, three consonants of the names, a
//! character that tells namesakes apart, a check digit: `HEGG560427MVZRRL04`.
//!
//! **Evidence.** The check digit is 10 less the remainder by 10 of the sum weighted 18, 17, … 2, the characters valued by
//! their place in `0-9 A-N Ñ O-Z`; 10 counts as 0 (Instructivo Normativo para la Asignación de la CURP, DOF 18 October
//! 2021). The second letter is a vowel or X. Sex is H, M or X. The character before the check digit is a digit for births
//! before 2000, a letter since, which gives the century.
//!
//! **Not found on purpose.** The tax number (RFC), whose check digit is often missing, and the voter's key (clave de
//! elector).

use super::Id;
use super::sum::{are_digits, is_day, long};

pub(super) const IDS: &[Id] = &[Id {
    entity: "mx_curp",
    forms: &["AAAA dddddd AAAAAA xd", "AAAA-dddddd-AAAAAA-xd", "AAAA dddddd AAAAAAxd", "AAAAddddddAAAAAAxd"],
    is_valid: is_curp,
}];

/// The states; CM is Mexico City in the newest codes, DF in all others, and NE is born abroad.
const STATES: &[u8] =
    b"AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS";

fn is_curp(number: &[u8]) -> bool {
    let Ok(code) = <&[u8; 18]>::try_from(number) else { return false };
    let is_vowel = |byte: u8| b"AEIOU".contains(&byte);
    are_digits(&code[4..10], 6)
        && code[..4].iter().chain(&code[10..16]).all(u8::is_ascii_uppercase)
        && (is_vowel(code[1]) || code[1] == b'X')
        && matches!(code[10], b'H' | b'M' | b'X')
        && STATES.chunks(3).any(|state| state.starts_with(&code[11..13]))
        && !code[13..16].iter().any(|&byte| is_vowel(byte))
        && is_date(code)
        && check_digit(&code[..17]) == Some(code[17])
}

fn is_date(code: &[u8; 18]) -> bool {
    let century = if code[16].is_ascii_digit() { 1900 } else { 2000 };
    is_day(century + long(&code[4..6]), long(&code[6..8]), long(&code[8..10]))
}

fn check_digit(code: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (weight, &byte) in (2..=18).rev().zip(code) {
        sum += weight
            * match byte {
                b'0'..=b'9' => u32::from(byte - b'0'),
                b'A'..=b'N' => u32::from(byte - b'A') + 10,
                // Ñ has a long, though X is written for it.
                b'O'..=b'Z' => u32::from(byte - b'A') + 11,
                _ => return None,
            };
    }
    Some(b'0' + ((10 - sum % 10) % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curp() {
        // The first is the sample of the registry.
        for number in [
            &b"HEGG560427MVZRRL04"[..],
            b"BOXW310820HNERXN09",
            b"PXNE660720HMCXTN06",
            b"GOMA920417MDFMRN08",
            b"HEPL050623HJCRZSA5",
            b"RAXE881130XNLMXD09",
            b"GOMA000229MDFMRNA4",
        ] {
            assert!(is_curp(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"HEGG560427MVZRRL05"[..], "another check digit"),
            (b"GOMA920431MDFMRN02", "no 31 April"),
            (b"GOMA030229MDFMRNA5", "2003 was no leap year"),
            (b"GOMA000229MDFMRN04", "1900 was none"),
            (b"GOMA920417MDDMRN00", "no such state"),
            (b"GXMA920417ZDFMRN03", "no such sex"),
            (b"GRMA920417MDFMRN07", "no vowel"),
            (b"GOMA920417MDFARN08", "a vowel among the consonants"),
            (b"HEGG560427MVZRRL0", "seventeen characters"),
            (b"HEGG560427MVZRRL041", "nineteen characters"),
            (b"HEGG56O427MVZRRL04", "the letter O in the date"),
            (b"", "nothing"),
        ] {
            assert!(!is_curp(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
