//! Romania: personal numeric code (cod numeric personal, CNP).
//!
//! **Grammar.** 13 digits `SYYMMDDJJNNNC` without separators: sex and century (1 2 the 1900s, 3 4 the 1800s,
//! 5 6 the 2000s, 7 8 a resident foreigner of any), birth date, county, serial from 001, check digit.
//!
//! **Evidence.** Weights 2 7 9 1 4 6 3 5 8 2 7 9, mod 11; ten is written as 1. Legea 105/1996 art. 5 and
//! O.U.G. 97/2005 art. 6 (the code), HG 1375/2006 annex 1 (method of calculation). Counties: SIRUTA 01 to 47,
//! 51, 52; 70 (any, by the civil status system since 2024); 80 to 83 (consulates) and a few that the register
//! holds, as its authority (DGEP) answered the authors of `cnp-spec`.
//!
//! **Not found on purpose.** NIF of foreigners (begins with 9): a tax number. Alone: a bare run of digits.
use super::{Id, sum};

/// The CNP.
pub(super) const IDS: &[Id] = &[Id {
    entity: "ro_cnp",
    forms: &["ddddddddddddd", "d dddddd dddddd", "d dddddd dd ddd d"],
    is_valid: is_cnp,
}];

fn is_cnp(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<13>(id) else { return false };
    let is_born = |century| {
        let [year, month, day] = [1, 3, 5].map(|at| sum::number(&digits[at..at + 2]));
        sum::is_date(century + year, month, day)
    };
    let is_birth_date = match digits[0] {
        b'1' | b'2' => is_born(1900),
        b'3' | b'4' => is_born(1800),
        b'5' | b'6' => is_born(2000),
        // 2000 was a leap year and 1900 was not: every day of 1900 is one of 2000.
        b'7' | b'8' => is_born(2000),
        _ => false,
    };
    let is_county = matches!(
        sum::number(&digits[7..9]),
        1..=47 | 50..=52 | 54 | 56 | 60 | 64 | 70 | 78 | 80..=84 | 87 | 88 | 90 | 98 | 99
    );
    let check = sum::weighted(digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    is_birth_date
        && is_county
        && digits[9..12] != *b"000"
        && sum::number(&digits[12..]) == if check == 10 { 1 } else { check }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("1630615123457", "the sample that Romanian authors use"),
            ("1800101221144", "the sample of Wikipedia"),
            ("1850612123458", "a man of 1985"),
            ("2960229300170", "29 February 1996"),
            ("5040229400505", "born in 2004"),
            ("7990101700151", "a foreigner, county 70"),
            ("2900314800111", "the sum leaves ten, written as 1; a consulate"),
        ] {
            assert!(is_cnp(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("1630615123458", "check digit"),
            ("1850230123459", "30 February"),
            ("1632215123454", "month 22"),
            ("0850612123456", "no sex 0"),
            ("9850612123452", "9 is a tax number"),
            ("1850612531230", "no county 53"),
            ("1850612001236", "no county 00"),
            ("1850612120006", "no serial 000"),
            ("163061512345", "12 digits"),
            ("16306151234577", "14 digits"),
            ("163061512345A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_cnp(id.as_bytes()), "{id}: {why}");
        }
    }
}
