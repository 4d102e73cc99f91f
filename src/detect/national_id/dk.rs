//! Denmark: civil registration number (personnummer, CPR-nummer).
//!
//! **Grammar.** `DDMMYY-SSSS` or the ten digits: birth date and serial; the first digit of the serial tells
//! the century, the last the sex. Substitute numbers of hospitals (erstatningspersonnumre) have day + 60.
//!
//! **Evidence.** The date and its century: CPR-loven § 3 and cpr.dk "Opbygning af CPR-nummeret". Day + 60:
//! cpr.dk "Erstatningspersonnummer i eksterne systemer". The old sum (weights 4 3 2 7 6 5 4 3 2 1, mod 11) is
//! not asked: since 1 October 2007 numbers without it are issued and fully valid (cpr.dk "Personnumre uden
//! kontrolciffer").
//!
//! **Not found on purpose.** Alone: there is no check digit, and 1 random number of 14 has a date.
use super::{Id, sum};

/// The CPR number.
pub(super) const IDS: &[Id] = &[Id {
    entity: "dk_cpr",
    forms: &["dddddd-dddd", "dddddddddd", "dddddd dddd", "dddddd - dddd"],
    is_valid: is_cpr,
}];

fn is_cpr(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<10>(id) else { return false };
    let [day, month, year] = [0, 2, 4].map(|at| sum::number(&digits[at..at + 2]));
    let day = if day > 60 { day - 60 } else { day };
    let year = match (digits[6], year) {
        (b'0'..=b'3', _) | (b'4' | b'9', 37..=99) => 1900 + year,
        (b'4' | b'9', 0..=36) | (b'5'..=b'8', 0..=57) => 2000 + year,
        _ => 1800 + year,
    };
    sum::is_date(year, month, day) && !sum::is_repeated(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("2110625629", "a well-known sample, with the old sum"),
            ("0101651234", "without the old sum, as issued since 2007"),
            ("2902004321", "29 February 2000"),
            ("3112580421", "31 December 1958"),
            ("6706851234", "a substitute number: day 7 + 60"),
        ] {
            assert!(is_cpr(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("5110625629", "day 51"),
            ("3002851234", "30 February"),
            ("1213851234", "month 13"),
            ("2902000321", "1900 was no leap year"),
            ("9206851234", "day 32 of a substitute number"),
            ("1111111111", "one digit over and over"),
            ("211062562", "9 digits"),
            ("21106256299", "11 digits"),
            ("211062562A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_cpr(id.as_bytes()), "{id}: {why}");
        }
    }
}
