//! Spain: identity number (documento nacional de identidad, DNI; NIF) and that of foreigners (número de identidad de
//! extranjero, NIE).
//!
//! **Grammar.** DNI: eight digits and a letter, `12345678Z`, seven where a leading zero was lost. NIE: X, Y or Z, seven
//! digits and a letter, `X1234567L`. K, L or M in front: tax numbers of children, of Spaniards abroad and of foreigners
//! without a NIE.
//!
//! **Evidence.** The letter is the remainder by 23 in `TRWAGMYFPDXBNJZSQVHLCKE`; X, Y, Z count as the digits 0, 1, 2, and
//! K, L, M not at all (Real Decreto 1553/2005; Orden INT/2058/2008; Real Decreto 1065/2007, articles 18 to 20). One
//! random letter in 26 passes.
//!
//! **Not found on purpose.** A DNI without its letter, `A`-`W` tax numbers of companies (the former CIF), the support
//! number (`BAA000589`).

use super::Id;
use super::sum::{are_digits, long};

pub(super) const IDS: &[Id] = &[Id {
    entity: "es_dni",
    forms: &[
        "dd.ddd.ddd-A",
        "dd.ddd.ddd A",
        "dd.ddd.dddA",
        "dd ddd ddd A",
        "d.ddd.ddd-A",
        "dddddddd-A",
        "dddddddd A",
        "ddddddddA",
        "ddddddd-A",
        "dddddddA",
        "A-d.ddd.ddd-A",
        "A-ddddddd-A",
        "A ddddddd A",
        "A-dddddddA",
        "Addddddd-A",
        "AdddddddA",
    ],
    is_valid: is_dni,
}];

fn is_dni(number: &[u8]) -> bool {
    let Some((letter, body)) = number.split_last() else { return false };
    let (first, digits) = match *body {
        [b'X' | b'K' | b'L' | b'M', ref digits @ ..] => (0, digits),
        [b'Y', ref digits @ ..] => (1, digits),
        [b'Z', ref digits @ ..] => (2, digits),
        [b'0'..=b'9', _, _, _, _, _, _, _] => (long(&body[..1]), &body[1..]),
        _ => (0, body),
    };
    let whole = first * 10_000_000 + if are_digits(digits, 7) { long(digits) } else { return false };
    // `00000000T` is the filler of forms.
    long(digits) + first > 0 && b"TRWAGMYFPDXBNJZSQVHLCKE".get((whole % 23) as usize) == Some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dni() {
        // The first and the fourth are the samples that the authorities print.
        for number in [
            &b"12345678Z"[..],
            b"54362315K",
            b"71603948A",
            b"X1234567L",
            b"X2482300W",
            b"Y3915284P",
            b"Z0481726L",
            b"K4829173R",
            b"8473625B",
            b"08473625B",
        ] {
            assert!(is_dni(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"12345678A"[..], "another letter"),
            (b"12345687Z", "neighbours swapped"),
            (b"Y1234567L", "the letter of X"),
            (b"00000000T", "zeros"),
            (b"X0000000T", "zeros"),
            (b"A1234567L", "a company"),
            (b"123456789", "no letter"),
            (b"X12345678L", "eight digits behind X"),
            (b"123456Z", "six digits"),
            (b"123456789Z", "nine digits"),
            (b"1234A678Z", "a letter within"),
            (b"Z", "a letter alone"),
            (b"", "nothing"),
        ] {
            assert!(!is_dni(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
