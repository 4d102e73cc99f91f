//! Colombia: tax number of companies and persons (número de identificación tributaria, NIT).
//!
//! **Grammar.** Nine digits, or the eight or ten of a person's identity card, and a check digit: `860.002.964-4`.
//!
//! **Evidence.** Digits weighted 3, 7, 13, 17, 19, 23, 29, 37, 41, 43 from the right; the remainder by 11 where it is 0
//! or 1, else 11 less it (dígito de verificación: DIAN, Orden Administrativa 4 of 1989).
//!
//! **Not found on purpose.** A number without dots and without a label: one in eleven passes. A NIT without its check digit and the
//! identity card's own number (cédula de ciudadanía), which has none.

use super::Id;
use super::sum::{are_digits, long, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "co_nit",
    forms: &[
        "d.ddd.ddd.ddd-d",
        "ddd.ddd.ddd-d",
        "ddd.ddd.ddd d",
        "ddd,ddd,ddd-d",
        "ddd ddd ddd-d",
        "ddd ddd ddd d",
        "dd.ddd.ddd-d",
        "dddddddddd-d",
        "ddddddddd-d",
        "ddddddddd d",
        "dddddddd-d",
        "dddddddddd",
    ],
    is_valid: is_nit,
}];

fn is_nit(number: &[u8]) -> bool {
    let Some((&check, body)) = number.split_last() else { return false };
    let weights: &[u32] = match body.len() {
        8 => &[37, 29, 23, 19, 17, 13, 7, 3],
        9 => &[41, 37, 29, 23, 19, 17, 13, 7, 3],
        10 => &[43, 41, 37, 29, 23, 19, 17, 13, 7, 3],
        _ => return false,
    };
    let is_check = |expected: u32| expected == u32::from(check.wrapping_sub(b'0'));
    are_digits(body, body.len())
        && long(body) > 0
        && match weighted(body, weights) % 11 {
            rest @ 0..=1 => is_check(rest),
            rest => is_check(11 - rest),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nit() {
        // The first four are of two banks, an oil company and the tax agency.
        for number in [
            &b"8600029644"[..],
            b"8909039388",
            b"8999990681",
            b"8001972684",
            b"2131234321",
            b"9013748261",
            b"794836159",
            b"10328475613",
        ] {
            assert!(is_nit(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"8600029645"[..], "another check digit"),
            (b"8600092644", "neighbours swapped"),
            (b"0000000000", "zeros"),
            (b"86000296", "seven digits and a check"),
            (b"860002964400", "eleven digits and a check"),
            (b"860002964A", "a letter as check digit"),
            (b"86A0029644", "a letter within"),
            (b"", "nothing"),
        ] {
            assert!(!is_nit(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
