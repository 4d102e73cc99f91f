//! Finland: personal identity code (henkilötunnus, hetu; in Swedish personbeteckning).
//!
//! **Grammar.** `DDMMYYCSSSQ`: birth date, century mark (`+` the 1800s; `-` Y X W V U the 1900s; A B C D E F
//! the 2000s), serial 002 to 899, check character. The mark is never left out.
//!
//! **Evidence.** The nine digits as one number mod 31 choose from `0123456789ABCDEFHJKLMNPRSTUVWXY`. Laki
//! väestötietojärjestelmästä 661/2009 § 11, asetus 128/2010 § 2 (marks as of 2023); dvv.fi "Henkilötunnus".
//! Date and check character let through 1 random code of about 1,000.
//!
//! **Not found on purpose.** Serials 900 to 999: temporary numbers that no register holds, and the samples of
//! every manual. The code without its mark.
use super::{Id, sum};

/// The hetu.
pub(super) const IDS: &[Id] =
    &[Id { entity: "fi_hetu", forms: &["dddddd-dddx", "dddddd+dddx", "ddddddAdddx"], is_valid: is_hetu }];

fn is_hetu(id: &[u8]) -> bool {
    // A mark that is no letter is gone: of `-` and `+` only the ten other characters are here.
    let (date, century, rest) = match *id {
        [ref date @ .., a, b, c, q] if date.len() == 6 => (date, 1900, [a, b, c, q]),
        [ref date @ .., mark, a, b, c, q] if date.len() == 6 => match mark {
            b'Y' | b'X' | b'W' | b'V' | b'U' => (date, 1900, [a, b, c, q]),
            b'A'..=b'F' => (date, 2000, [a, b, c, q]),
            _ => return false,
        },
        _ => return false,
    };
    let [serial @ .., check] = rest;
    let (Some(date), Some(serial)) = (sum::digits::<6>(date), sum::digits::<3>(&serial)) else {
        return false;
    };
    let [day, month, year] = [0, 2, 4].map(|at| sum::number(&date[at..at + 2]));
    let (date, serial) = (sum::number(date), sum::number(serial));
    // Neither 1800 nor 1900 was a leap year, so that the lost mark does not matter.
    sum::is_date(century + year, month, day)
        && (2..=899).contains(&serial)
        && CHECKS[(date * 1000 + serial) as usize % CHECKS.len()] == check
}

const CHECKS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("131052308T", "131052-308T, the sample of the population register"),
            ("120685123F", "120685-123F"),
            ("010100002H", "010100+002H"),
            ("290204A4562", "29 February 2004"),
            ("150523B0110", "a mark of 2023"),
            ("070791X245J", "a mark of 2023 for the 1900s"),
        ] {
            assert!(is_hetu(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("131052308U", "check character"),
            ("300285123V", "30 February"),
            ("1213851234", "month 13"),
            ("2902001239", "29 February of 1900 or 1800"),
            ("120685G123F", "no century G"),
            ("050596U0012", "no serial 001"),
            ("030303A9005", "a temporary number"),
            ("131052308", "no check character"),
            ("131052A3088T", "12 characters"),
            ("13105A308T", "a letter in the date"),
            ("0000000000", "no date"),
            ("", "nothing"),
        ] {
            assert!(!is_hetu(id.as_bytes()), "{id}: {why}");
        }
    }
}
