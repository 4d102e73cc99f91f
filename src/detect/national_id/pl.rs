//! Poland: universal electronic system of population records (Powszechny Elektroniczny System Ewidencji
//! Ludności, PESEL).
//!
//! **Grammar.** 11 digits `YYMMDDZZZXQ`: birth date, whose month carries the century (+80 for the 1800s, +0
//! for the 1900s, +20 for the 2000s), serial, sex, check digit. Written without separators; some print a
//! blank behind the date.
//!
//! **Evidence.** Weights 1 3 7 9 1 3 7 9 1 3, and 1 for the check digit: the sum ends in 0. Ustawa o
//! ewidencji ludności of 24 September 2010, art. 15 and 16 (structure), gov.pl "Czym jest numer PESEL" (the
//! sum). Date and check digit let through 1 random number of about 90.
//!
//! **Not found on purpose.** Births from 2100 on (months +40, +60). NIP and REGON: of a company. Alone: a
//! bare run of digits.
use super::{Id, sum};

/// The PESEL.
pub(super) const IDS: &[Id] =
    &[Id { entity: "pl_pesel", forms: &["ddddddddddd", "dddddd ddddd", "dddddd-ddddd"], is_valid: is_pesel }];

fn is_pesel(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<11>(id) else { return false };
    let month = sum::number(&digits[2..4]);
    let century = match month {
        81..=92 => 1800,
        1..=12 => 1900,
        21..=32 => 2000,
        _ => return false,
    };
    !sum::is_repeated(digits)
        && sum::is_date(century + sum::number(&digits[..2]), month % 20, sum::number(&digits[4..6]))
        && sum::weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("44051401359", "the sample of Wikipedia"),
            ("02070803628", "the sample of gov.pl"),
            ("90021512347", "born in 1990"),
            ("04222918763", "29 February 2004: month + 20"),
            ("99811200170", "born in 1899: month + 80"),
        ] {
            assert!(is_pesel(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("44051401358", "check digit"),
            ("90023012340", "30 February"),
            ("90130112344", "month 13"),
            ("00022912343", "1900 was no leap year"),
            ("10450512341", "born in 2110"),
            ("4405140135", "10 digits"),
            ("440514013599", "12 digits"),
            ("4405140135A", "a letter"),
            ("00000000000", "no date"),
            ("22222222222", "one digit over and over, though date and sum are right"),
            ("", "nothing"),
        ] {
            assert!(!is_pesel(id.as_bytes()), "{id}: {why}");
        }
    }
}
