//! Norway: national identity number (fødselsnummer, fnr), D number (D-nummer) and help number of hospitals
//! (H-nummer).
//!
//! **Grammar.** 11 digits `DDMMYYIIIKK`: birth date, individual number (it tells the century), two check
//! digits. A D number has day + 40, an H number month + 40. Written bare or with a blank behind the date.
//!
//! **Evidence.** Weights 3 7 6 1 8 9 4 5 2 1 over the first ten digits and 5 4 3 2 7 6 5 4 3 2 1 over all:
//! both sums are divisible by 11. Folkeregisterforskriften § 2-2-1 and Skatteetaten's pages; individual
//! numbers: forskrift om folkeregistrering § 2-2 (500 to 749 for 1854 to 1899, 000 to 499 for 1900 to 1999,
//! 900 to 999 for 1940 to 1999, 500 to 999 for 2000 to 2039). Date and check digits let through 1 random
//! number of about 1,000.
//!
//! **Not found on purpose.** Numbers issued from 2032 on, whose first sum may leave 1, 2 or 3 too. FH numbers
//! (begin with 8 or 9, no date). Synthetic test people (month + 65 or + 80). Alone: the bare digits.
use super::{Id, sum};

/// The fødselsnummer and its kin.
pub(super) const IDS: &[Id] = &[Id {
    entity: "no_fnr",
    forms: &["ddddddddddd", "dddddd ddddd", "dddddd-ddddd", "dd dd dd ddddd", "dddddd ddd dd"],
    is_valid: is_fodselsnummer,
}];

fn is_fodselsnummer(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<11>(id) else { return false };
    let [day, month, year] = [0, 2, 4].map(|at| sum::number(&digits[at..at + 2]));
    let day = if day > 40 { day - 40 } else { day };
    let month = if month > 40 { month - 40 } else { month };
    let year = match (sum::number(&digits[6..9]), year) {
        (0..=499, _) | (900..=999, 40..=99) => 1900 + year,
        (500..=749, 54..=99) => 1800 + year,
        (500..=999, 0..=39) => 2000 + year,
        _ => return false,
    };
    sum::is_date(year, month, day)
        && sum::weighted(digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && sum::weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("15108695088", "a well-known sample"),
            ("31129956715", "the worked example of fnrinfo.no; 567 is 1899"),
            ("12068512326", "12 June 1985"),
            ("15030456723", "2004: individual number from 500"),
            ("01017599085", "1975: individual number from 900"),
            ("52108533137", "a D number: day + 40"),
            ("12468512309", "an H number: month + 40"),
        ] {
            assert!(is_fodselsnummer(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("15108695089", "second check digit"),
            ("15108695098", "first check digit"),
            ("30028512178", "30 February"),
            ("12138512647", "month 13"),
            ("29020012380", "1900 was no leap year"),
            ("12064560083", "individual number 600 in neither 1845 nor 2045"),
            ("12868512391", "month + 80: a synthetic test person"),
            ("00000000000", "no date"),
            ("1510869508", "10 digits"),
            ("151086950888", "12 digits"),
            ("1510869508A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_fodselsnummer(id.as_bytes()), "{id}: {why}");
        }
    }
}
