//! Slovenia: unique master citizen number (enotna matična številka občana, EMŠO), elsewhere in former
//! Yugoslavia JMBG or EMBG.
//!
//! **Grammar.** 13 digits `DDMMYYYRRSSSC`: birth date with three digits of the year (9xx is 19xx, 0xx is
//! 20xx), register (50 to 59 of Slovenia, others of other republics and of people who moved), serial with
//! sex, check digit. Mostly without separators.
//!
//! **Evidence.** Weights 7 6 5 4 3 2 7 6 5 4 3 2; 11 less the remainder mod 11 is the check digit, 11 is
//! written as 0. Uredba o načinu določanja osebne identifikacijske številke (Uradni list RS 8/1999, art. 3
//! and 4); registers 51 to 59 by the law of 2024. A result of ten is skipped there and written as 0 by
//! others: taken as 0. Date, year and check digit let through 1 random number of about 1,100.
//!
//! **Not found on purpose.** Births before 1850. Davčna številka (eight digits): a tax number. Alone: a bare
//! run of digits.
use super::{Id, sum};

/// The EMŠO, and the JMBG of the neighbours: one register once.
pub(super) const IDS: &[Id] = &[Id {
    entity: "si_emso",
    forms: &["ddddddddddddd", "ddddddd dd dddd", "ddddddd dd ddd d", "ddddddd dddddd"],
    is_valid: is_emso,
}];

fn is_emso(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<13>(id) else { return false };
    let year = match sum::number(&digits[4..7]) {
        year @ 850..=999 => 1000 + year,
        year @ 0..=99 => 2000 + year,
        _ => return false,
    };
    let check = match sum::weighted(digits, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    sum::is_date(year, sum::number(&digits[2..4]), sum::number(&digits[..2]))
        && check == sum::number(&digits[12..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("0101006500006", "the sample of Wikipedia: 1 January 2006"),
            ("1206985501239", "12 June 1985"),
            ("2902000505111", "29 February 2000"),
            ("1503965505020", "the sum gives ten, written as 0"),
            ("0101971710013", "register 71: Belgrade"),
        ] {
            assert!(is_emso(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("0101006500007", "check digit"),
            ("3002985501231", "30 February"),
            ("1213985501235", "month 13"),
            ("1206500501236", "born in 1500 or 2500"),
            ("0000000000000", "no date"),
            ("010100650000", "12 digits"),
            ("01010065000066", "14 digits"),
            ("010100650000A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_emso(id.as_bytes()), "{id}: {why}");
        }
    }
}
