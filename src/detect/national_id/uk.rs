//! United Kingdom: National Insurance number (NINO) and NHS number.
//!
//! **Grammar.** NINO: two letters, six digits, and a letter A to D that forms often leave out: `AB 12 34 56 C`. NHS
//! number: ten digits, printed `943 476 5919`; Scotland's CHI number and Northern Ireland's H&C number are made the same
//! way.
//!
//! **Evidence.** NINO: no check digit, so only behind a label. The first letter is none of D F I Q U V, the second none
//! of D F I O Q U V, and BG GB KN NK NT TN ZZ are not given out (HMRC, National Insurance Manual, NIM39110). NHS number:
//! the last digit is 11 less the remainder by 11 of the weighted sum (10, 9, … 2), 11 counts as 0, and numbers that ask
//! for 10 are not given out (NHS Data Dictionary, NHS NUMBER).
//!
//! **Not found on purpose.** An NHS number without a label: it is grouped as a North American telephone number, and one
//! in eleven of those would pass. The HMRC sample `QQ 12 34 56 C`: Q is not given out. Unique Taxpayer References,
//! driving licences.

use super::Id;
use super::sum::{are_digits, is_repeated, weighted};

pub(super) const IDS: &[Id] = &[
    Id {
        entity: "uk_nino",
        forms: &[
            "AA dd dd dd A",
            "AA-dd-dd-dd-A",
            "AA dddddd A",
            "AA-dddddd-A",
            "AA ddddddA",
            "AAddddddA",
            "AA dd dd dd",
            "AA dddddd",
            "AAdddddd",
        ],
        is_valid: is_nino,
    },
    Id { entity: "uk_nhs", forms: &["ddd ddd dddd", "ddd-ddd-dddd", "dddddddddd"], is_valid: is_nhs },
];

fn is_nino(number: &[u8]) -> bool {
    let [first, second, rest @ ..] = number else { return false };
    let (digits, suffix) = rest.split_at(rest.len().min(6));
    first.is_ascii_uppercase()
        && second.is_ascii_uppercase()
        && !b"DFIQUV".contains(first)
        && !b"DFIOQUV".contains(second)
        && !matches!(&number[..2], b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ")
        && are_digits(digits, 6)
        && matches!(suffix, [] | [b'A'..=b'D'])
}

fn is_nhs(number: &[u8]) -> bool {
    // The weights sum to a multiple of 11, so every uniform number would pass; none is given out.
    are_digits(number, 10)
        && !is_repeated(number)
        && weighted(number, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nino() {
        for number in [&b"AB123456C"[..], b"JG103759A", b"SE482917D", b"PX604183", b"NA000001B"] {
            assert!(is_nino(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"QQ123456C"[..], "Q opens no number: the sample of HMRC"),
            (b"AO123456C", "O is no second letter"),
            (b"GB123456C", "a prefix that is not given out"),
            (b"TN123456C", "a temporary number of the past"),
            (b"AB123456E", "the suffix is A to D"),
            (b"AB12345C", "five digits"),
            (b"AB1234567", "seven digits"),
            (b"A1234567C", "one letter"),
            (b"AB123456CD", "two suffixes"),
            (b"AB", "letters alone"),
            (b"", "nothing"),
        ] {
            assert!(!is_nino(number), "{}: {reason}", number.escape_ascii());
        }
    }

    #[test]
    fn nhs() {
        // The first two are samples of the NHS.
        for number in [&b"9434765919"[..], b"4010232137", b"9876543210"] {
            assert!(is_nhs(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"9434765918"[..], "another check digit"),
            (b"9434756919", "neighbours swapped"),
            (b"4444444444", "uniform"),
            (b"0000000000", "uniform"),
            (b"943476591", "nine digits"),
            (b"94347659190", "eleven digits"),
            (b"943476591X", "a letter"),
        ] {
            assert!(!is_nhs(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
