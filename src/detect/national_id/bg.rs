//! Bulgaria: uniform civil number (единен граждански номер, ЕГН).
//!
//! **Grammar.** Ten digits `YYMMDDSSSC` without separators: birth date, whose month carries the century (+20
//! for the 1800s, +40 for the 2000s), serial with region and sex, check digit.
//!
//! **Evidence.** Weights 2 4 8 5 10 9 7 3 6, mod 11, ten is written as 0. Закон за гражданската регистрация,
//! art. 11; GRAO, "Структура на ЕГН". Date and check digit let through 1 random number of about 90.
//!
//! **Not found on purpose.** ЛНЧ of foreigners (ten digits with another sum and no date): any number behind
//! its label would pass 1 time in 10. Alone: a bare run of digits.
use super::{Id, sum};

/// The EGN.
pub(super) const IDS: &[Id] =
    &[Id { entity: "bg_egn", forms: &["dddddddddd", "dddddd dddd", "dddddd-dddd"], is_valid: is_egn }];

fn is_egn(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<10>(id) else { return false };
    let month = sum::number(&digits[2..4]);
    let (century, month) = match month {
        1..=12 => (1900, month),
        21..=32 => (1800, month - 20),
        41..=52 => (2000, month - 40),
        _ => return false,
    };
    sum::is_date(century + sum::number(&digits[..2]), month, sum::number(&digits[4..6]))
        && sum::weighted(digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == sum::number(&digits[9..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("7523169263", "a well-known sample: born in 1875"),
            ("8032056031", "a well-known sample: born in 1880"),
            ("7501020018", "a well-known sample: born in 1975"),
            ("8506121234", "born in 1985"),
            ("0442291043", "29 February 2004: month + 40"),
        ] {
            assert!(is_egn(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("7523169264", "check digit"),
            ("8502301238", "30 February"),
            ("8513121238", "month 13"),
            ("0342291040", "2003 was no leap year"),
            ("8561121235", "month + 60 is no century"),
            ("1111111111", "one digit over and over"),
            ("752316926", "9 digits"),
            ("75231692633", "11 digits"),
            ("752316926A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_egn(id.as_bytes()), "{id}: {why}");
        }
    }
}
