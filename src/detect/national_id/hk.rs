//! Hong Kong: identity card number (香港身份證號碼, HKID).
//!
//! **Grammar.** One or two letters, six digits, a check character (a digit or `A`), often in brackets:
//! `A123456(3)`.
//!
//! **Evidence.** The sum of letters (A 10 to Z 35, a missing one 36) and digits by the weights 9 to 2, plus
//! the check character (A is 10), is a multiple of 11 (Registration of Persons Regulations, Cap. 177A; the
//! rule as the Immigration Department's systems apply it).
//!
//! **Not found on purpose.** Without a label: one of eleven fits, and `B204512(2)` is also what a copy of a
//! file is called.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "hk_id",
    forms: &[
        "Adddddd(x)",
        "AAdddddd(x)",
        "Adddddd (x)",
        "AAdddddd (x)",
        "A dddddd(x)",
        "A dddddd (x)",
        "Adddddd-x",
        "AAdddddd-x",
        "A-dddddd(x)",
        "A-dddddd-x",
        "Adddddd x",
        "Addddddx",
        "AAddddddx",
    ],
    is_valid,
}];

const WEIGHTS: [u32; 6] = [7, 6, 5, 4, 3, 2];
/// What stands for the first letter where there is only one.
const NO_LETTER: u32 = 36;

fn is_valid(id: &[u8]) -> bool {
    let (first, rest) = match id.len() {
        8 => (Some(NO_LETTER), id),
        9 => (letter(id[0]), &id[1..]),
        _ => return false,
    };
    let (Some(first), Some(second)) = (first, letter(rest[0])) else { return false };
    let check = match rest[7] {
        b'A' => 10,
        digit if digit.is_ascii_digit() => sum::value(digit),
        _ => return false,
    };
    let digits = &rest[1..7];
    sum::are_digits(digits, 6)
        && (first * 9 + second * 8 + sum::weighted(digits, &WEIGHTS) + check).is_multiple_of(11)
}

fn letter(byte: u8) -> Option<u32> {
    byte.is_ascii_uppercase().then(|| u32::from(byte - b'A') + 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hkid() {
        sum::check(
            is_valid,
            &["A1234563", "C6686689", "AB9876543", "G123456A"],
            &[
                ("A1234567", "check digit"),
                ("A2134563", "two digits swapped"),
                ("B1234563", "another letter"),
                ("A12345B3", "a letter among the digits"),
                ("A123456B", "only A stands for ten"),
                ("11234563", "no letter"),
                ("A123456", "seven characters"),
                ("ABC9876543", "three letters"),
            ],
        );
    }
}
