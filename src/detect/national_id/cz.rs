//! Czechia and Slovakia: birth number (rodné číslo, RČ).
//!
//! **Grammar.** `YYMMDD/SSSC`, for births until 1953 `YYMMDD/SSS`: birth date, serial, check digit. Women:
//! month + 50; since 2004 a month may carry 20 more where a day's serials ran out. Written with a slash,
//! often without; a hyphen or blank is rare.
//!
//! **Evidence.** Ten digits: the whole number is divisible by 11; of 1954 to 1985 some whose first nine
//! digits leave 10 end in 0. Czech zákon č. 133/2000 Sb., § 13; Slovak zákon č. 301/1995 Z. z., § 2 to 4.
//! Alone with its slash: a bank account (`123456/0800`: up to ten digits, slash, four-digit bank code) passes
//! date and check digit about once in 100.
//!
//! **Not found on purpose.** Insured persons' numbers of foreigners with day + 50 (no birth number). Alone:
//! the bare digits, and `dddddd/ddd`, which has no check digit.
use super::{Id, sum};

/// The rodné číslo of both countries: they split one register.
pub(super) const IDS: &[Id] = &[Id {
    entity: "cz_rc",
    forms: &["dddddd/dddd", "dddddd/ddd", "dddddddddd", "ddddddddd", "dddddd dddd", "dddddd-dddd"],
    is_valid: is_rodne_cislo,
}];

fn is_rodne_cislo(id: &[u8]) -> bool {
    if let Some(digits) = sum::digits::<10>(id) {
        let year = sum::number(&digits[..2]);
        let year = if year < 54 { 2000 + year } else { 1900 + year };
        let (front, check) = (sum::number(&digits[..9]), sum::number(&digits[9..]));
        // For the first decades a remainder of ten was written as 0, so that no serial was lost.
        let is_exception = (1954..=1985).contains(&year) && front % 11 == 10 && check == 0;
        !sum::is_repeated(digits) && is_birth_date(year, digits) && (front % 11 == check || is_exception)
    } else if let Some(digits) = sum::digits::<9>(id) {
        let year = sum::number(&digits[..2]);
        let year = if year < 54 { 1900 + year } else { 1800 + year };
        !sum::is_repeated(digits) && is_birth_date(year, digits)
    } else {
        false
    }
}

fn is_birth_date(year: u32, digits: &[u8]) -> bool {
    let month = sum::number(&digits[2..4]);
    let month = if month > 50 { month - 50 } else { month };
    let month = if year >= 2004 && month > 20 { month - 20 } else { month };
    sum::is_date(year, month, sum::number(&digits[4..6]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("7103192745", "the sample that Czech authors use"),
            ("8554131234", "a woman: month + 50"),
            ("0422014560", "month + 20, since 2004"),
            ("1172147812", "month + 70, since 2004"),
            ("7801233540", "1978: the first nine digits leave ten, so 0"),
            ("515523001", "nine digits, 1951"),
            ("991231123", "nine digits, 1899"),
        ] {
            assert!(is_rodne_cislo(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("7103192746", "check digit"),
            ("7102302746", "30 February"),
            ("9022031238", "month + 20 in 1990"),
            ("7100132743", "month 0"),
            ("9102111250", "the first nine digits leave ten, but born in 1991"),
            ("1111111111", "one digit over and over"),
            ("711319274", "nine digits: month 13"),
            ("71031927", "8 digits"),
            ("71031927455", "11 digits"),
            ("710319274A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_rodne_cislo(id.as_bytes()), "{id}: {why}");
        }
    }
}
