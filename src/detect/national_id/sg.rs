//! Singapore: National Registration Identity Card number (NRIC) and Foreign Identification Number (FIN).
//!
//! **Grammar.** A letter, seven digits, a check letter: `S1234567D`. `S` and `T` citizens and permanent
//! residents born before and since 2000, `F`, `G` and (since 2022) `M` foreigners.
//!
//! **Evidence.** The letter for the weighted sum (2 7 6 5 4 3 2) mod 11, plus 4 for `T` and `G`, plus 3 for
//! `M`, out of one table for citizens, one for `F` and `G`, one for `M` (the Immigration & Checkpoints
//! Authority does not publish the rule; it is known from issued numbers, that of `M` since 2022 too). One
//! string of 130 of the shape holds.
//!
//! **Not found on purpose.** Masked ones as the PDPC asks for (`S****567D`, `567D`). UEN of businesses.

use super::{Id, sum};

pub(super) const IDS: &[Id] =
    &[Id { entity: "sg_nric", forms: &["AdddddddA", "A dddddddA", "A ddddddd A", "A-ddddddd-A"], is_valid }];

const WEIGHTS: [u32; 7] = [2, 7, 6, 5, 4, 3, 2];

fn is_valid(id: &[u8]) -> bool {
    let [series, digits @ .., letter] = id else { return false };
    if !sum::are_digits(digits, 7) {
        return false;
    }
    let (plus, letters) = match series {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return false,
    };
    letters[(sum::weighted(digits, &WEIGHTS) + plus) as usize % 11] == *letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nric() {
        sum::check(
            is_valid,
            &[
                "S1234567D",
                "S0000001I",
                "S6083480F",
                "T5717279C",
                "F6470401W",
                "G8877699U",
                "M5043078W",
                "M2424771J",
            ],
            &[
                ("S1234567A", "check letter"),
                ("S2134567D", "two digits swapped"),
                ("T1234567D", "the letter of another series"),
                ("F1234567D", "a citizen's letter"),
                ("A1234567D", "no series A"),
                ("S123456D", "six digits"),
                ("S12A4567D", "a letter"),
                ("s1234567d", "upper case is promised"),
            ],
        );
    }
}
