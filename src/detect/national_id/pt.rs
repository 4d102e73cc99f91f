//! Portugal: tax number of persons and companies (número de identificação fiscal, NIF, contribuinte).
//!
//! **Grammar.** Nine digits, `123 456 789`, `PT` before them in a VAT number.
//!
//! **Evidence.** The last digit is 11 less the remainder by 11 of the sum weighted 9, 8, … 2; 10 and 11 count as 0. It
//! begins with 1, 2, 3 or 45 (persons), 5, 6, 70 to 72, 74, 75, 77 to 79, 8, 90, 91, 98 or 99 (Decreto-Lei 14/2013;
//! Autoridade Tributária).
//!
//! **Not found on purpose.** A number without a label: one in eleven passes. `999 999 990`, the buyer who gives no name.
//! The social security number (NISS), the citizen card number and the health user number (número de utente).

use super::Id;
use super::sum::{are_digits, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "pt_nif",
    forms: &[
        "PT ddd ddd ddd",
        "PT ddddddddd",
        "PTddddddddd",
        "ddd ddd ddd",
        "ddd.ddd.ddd",
        "ddd-ddd-ddd",
        "ddddddddd",
    ],
    is_valid: is_nif,
}];

fn is_nif(number: &[u8]) -> bool {
    let digits = number.strip_prefix(b"PT").unwrap_or(number);
    if !are_digits(digits, 9) || digits == b"999999990" {
        return false;
    }
    let is_given_out = matches!(
        digits[..2],
        [b'1' | b'2' | b'3' | b'5' | b'6' | b'8', _]
            | [b'4', b'5']
            | [b'7', b'0'..=b'2' | b'4' | b'5' | b'7'..=b'9']
            | [b'9', b'0' | b'1' | b'8' | b'9']
    );
    let check = match weighted(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    is_given_out && check == u32::from(digits[8] - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nif() {
        for number in [
            &b"123456789"[..],
            b"501964843",
            b"PT501964843",
            b"246813571",
            b"291847366",
            b"183746295",
            b"452918375",
        ] {
            assert!(is_nif(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"123456788"[..], "another check digit"),
            (b"123465789", "neighbours swapped"),
            (b"412345676", "41 is not given out"),
            (b"012345679", "0 is not given out"),
            (b"999999990", "the buyer who gives no name"),
            (b"000000000", "zeros"),
            (b"12345678", "eight digits"),
            (b"1234567890", "ten digits"),
            (b"ES123456789", "another country"),
            (b"PT", "no digits"),
        ] {
            assert!(!is_nif(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
