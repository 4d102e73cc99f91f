//! Luxembourg: national identification number of persons (matricule, numéro d'identification national;
//! Identifikatiounsnummer).
//!
//! **Grammar.** Birth date with four digits of the year, three digits of order, two check digits: `1893 12 01 057 32`.
//!
//! **Evidence.** The twelfth digit is the Luhn check digit of the first eleven, the thirteenth their Verhoeff check digit
//! (loi of 19 June 2013 on the identification of natural persons and the règlement of 28 November 2013; OECD TIN sheet of
//! Luxembourg). Month and day are 0 where they are not known.
//!
//! **Not found on purpose.** Thirteen digits in a row without a label: a time in milliseconds, a barcode. The eleven
//! digits of companies, and of persons before 2014.

use super::Id;
use super::sum::{are_digits, is_day, is_luhn, is_verhoeff, long};

pub(super) const IDS: &[Id] = &[Id {
    entity: "lu_nin",
    forms: &[
        "dddd dd dd ddd dd",
        "dddd dd dd ddddd",
        "dddd dddd ddd dd",
        "dddd dddd ddddd",
        "dddddddd ddd dd",
        "dddddddd ddddd",
        "dddddddd-ddddd",
        "ddddddddddddd",
    ],
    is_valid: is_nin,
}];

fn is_nin(number: &[u8]) -> bool {
    if !are_digits(number, 13) {
        return false;
    }
    let (year, month, day) = (long(&number[..4]), long(&number[4..6]), long(&number[6..8]));
    let is_date = match (month, day) {
        (0..=12, 0) => true,
        _ => is_day(year, month, day),
    };
    let body = &number[..11];
    (1850..2100).contains(&year)
        && is_date
        && is_luhn(&number[..12])
        && is_verhoeff(&[body, &number[12..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nin() {
        // The first is the sample of the OECD sheet.
        for number in [&b"1893120105732"[..], b"1987031402124", b"2004022911878", b"1975000003141"] {
            assert!(is_nin(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"1893120105742"[..], "another Luhn digit"),
            (b"1893120105733", "another Verhoeff digit"),
            (b"1893120105723", "check digits swapped"),
            (b"1893130105727", "no such month"),
            (b"2003022911887", "no leap year"),
            (b"0000000000000", "zeros"),
            (b"189312010573", "twelve digits"),
            (b"18931201057322", "fourteen digits"),
            (b"189312010573A", "a letter"),
        ] {
            assert!(!is_nin(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
