//! Austria: social insurance number (Sozialversicherungsnummer, SVNR, Versicherungsnummer).
//!
//! **Grammar.** Three digits of order, a check digit, the birth date as day, month, year: `1237 010180`.
//!
//! **Evidence.** The fourth digit is the remainder by 11 of the others weighted 3, 7, 9, 5, 8, 4, 2, 1, 6; orders that
//! ask for 10 are skipped (ASVG § 31 Abs. 4; Dachverband der Sozialversicherungsträger). The order is 100 or more. Month
//! 13, 14 or 15 is written once the orders of a day are used up.
//!
//! **Not found on purpose.** A number without a label: four and six digits are an order number and a date, a PIN and a
//! code.

use super::Id;
use super::sum::{are_digits, is_day, long, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "at_svnr",
    forms: &[
        "dddd dd dd dd",
        "dddd dd.dd.dd",
        "dddd dddddd",
        "dddd-dddddd",
        "dddd/dddddd",
        "ddd d dddddd",
        "dddddddddd",
    ],
    is_valid: is_svnr,
}];

fn is_svnr(number: &[u8]) -> bool {
    if !are_digits(number, 10) || number[0] == b'0' {
        return false;
    }
    let (day, month) = (long(&number[4..6]), long(&number[6..8]));
    // Two digits of the year: 1900 and 2000 are one, so 29 February 00 holds.
    let is_date = match month {
        13..=15 => (1..=31).contains(&day),
        _ => is_day(2000 + long(&number[8..]), month, day),
    };
    is_date && weighted(number, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == u32::from(number[3] - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svnr() {
        // The first is the sample that the authorities print.
        for number in [&b"1237010180"[..], b"2476240391", b"3316140775", b"9125240391", b"6041050968"] {
            assert!(is_svnr(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"1238010180"[..], "another check digit"),
            (b"1237010810", "digits moved"),
            (b"0234010180", "orders begin at 100"),
            (b"1238320180", "no such day"),
            (b"1002011680", "no such month"),
            (b"0000000000", "zeros"),
            (b"123701018", "nine digits"),
            (b"12370101800", "eleven digits"),
            (b"123701018A", "a letter"),
        ] {
            assert!(!is_svnr(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
