//! Netherlands: citizen service number (burgerservicenummer, BSN; formerly sofinummer).
//!
//! **Grammar.** Nine digits, `111222333` or `1112.22.333`; eight where a leading zero was lost.
//!
//! **Evidence.** The „elfproef": the sum weighted 9, 8, … 2 less the last digit is a multiple of 11 (Wet algemene
//! bepalingen burgerservicenummer; Logisch Ontwerp BSN).
//!
//! **Not found on purpose.** A number without a label: one in eleven passes. A BSN inside an old VAT number (`NL…B01`).

use super::Id;
use super::sum::{are_digits, is_repeated, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "nl_bsn",
    forms: &[
        "dddd.dd.ddd",
        "dddd dd ddd",
        "ddd.ddd.ddd",
        "ddd ddd ddd",
        "ddd-ddd-ddd",
        "ddddddddd",
        "dddddddd",
    ],
    is_valid: is_bsn,
}];

fn is_bsn(number: &[u8]) -> bool {
    let Some((&last, body)) = number.split_last() else { return false };
    let weights: &[u32] = match number.len() {
        9 => &[9, 8, 7, 6, 5, 4, 3, 2],
        8 => &[8, 7, 6, 5, 4, 3, 2],
        _ => return false,
    };
    are_digits(number, number.len())
        && !is_repeated(number)
        && weighted(body, weights) % 11 == u32::from(last - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bsn() {
        for number in [&b"111222333"[..], b"123456782", b"284751637", b"048362712", b"48362712"] {
            assert!(is_bsn(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"111222334"[..], "another check digit"),
            (b"123456728", "neighbours swapped"),
            (b"000000000", "uniform"),
            (b"4836271", "seven digits"),
            (b"1112223330", "ten digits"),
            (b"11122233A", "a letter"),
            (b"", "nothing"),
        ] {
            assert!(!is_bsn(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
