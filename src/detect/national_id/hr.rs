//! Croatia: personal identification number (osobni identifikacijski broj, OIB).
//!
//! **Grammar.** 11 digits without separators: ten random ones and a check digit. With `HR` in front it is a
//! tax number of the EU.
//!
//! **Evidence.** ISO/IEC 7064 MOD 11,10. Zakon o osobnom identifikacijskom broju (NN 60/08), art. 3 and 4;
//! Pravilnik NN 1/09. It holds nothing but the check digit: 1 random number of 10 passes.
//!
//! **Not found on purpose.** Alone: 1 in 10 is too weak, with `HR` too. Companies have an OIB of the same
//! shape; it is found as well.
use super::{Id, sum};

/// The OIB.
pub(super) const IDS: &[Id] = &[Id {
    entity: "hr_oib",
    forms: &["ddddddddddd", "HRddddddddddd", "HR ddddddddddd", "ddd ddd ddd dd"],
    is_valid: is_oib,
}];

fn is_oib(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<11>(id.strip_prefix(b"HR").unwrap_or(id)) else { return false };
    // MOD 11,10: the product goes round in 1 to 10, so that a single wrong digit and most swaps show.
    let product = digits[..10].iter().fold(10, |product, digit| {
        let sum = (product + sum::number(&[*digit])) % 10;
        if sum == 0 { 9 } else { sum * 2 % 11 }
    });
    !sum::is_repeated(digits) && (product + sum::number(&digits[10..])) % 10 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("69435151530", "the sample of Wikipedia"),
            ("33392005961", "a well-known sample"),
            ("94577403194", "a well-known sample"),
            ("12345678903", "digits in order"),
            ("HR09876543211", "with its country"),
        ] {
            assert!(is_oib(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("69435151531", "check digit"),
            ("69435115530", "two digits swapped"),
            ("6943515153", "10 digits"),
            ("694351515300", "12 digits"),
            ("6943515153A", "a letter"),
            ("SI69435151530", "another country"),
            ("HR", "no digits"),
            ("", "nothing"),
        ] {
            assert!(!is_oib(id.as_bytes()), "{id}: {why}");
        }
        for digit in b'0'..=b'9' {
            assert!(!is_oib(&[digit; 11]), "one digit over and over");
        }
    }
}
