//! Sweden: personal identity number (personnummer) and coordination number (samordningsnummer).
//!
//! **Grammar.** `YYMMDD-SSSC` or `YYYYMMDD-SSSC`: birth date, serial, check digit; `+` for the hyphen from
//! the year of the 100th birthday on. A coordination number has day + 60. Databases leave the hyphen out.
//!
//! **Evidence.** The Luhn sum over the last ten digits (the date without its century). Folkbokföringslagen
//! (1991:481) § 18; lag (2022:1697) om samordningsnummer; Skatteverket SKV 704 and SKV 707. Date and check
//! digit let through 1 random number of 140; organisation numbers (same shape and sum) have 20 or more where
//! the month is, so none passes.
//!
//! **Not found on purpose.** Interim numbers with a letter (of hospitals). Alone: the bare digits, and the
//! forms with a blank.
use super::{Id, sum};

/// The personnummer and the samordningsnummer.
pub(super) const IDS: &[Id] = &[Id {
    entity: "se_pin",
    forms: &[
        "dddddd-dddd",
        "dddddd+dddd",
        "dddddddd-dddd",
        "dddddddd+dddd",
        "dddddddddd",
        "dddddddddddd",
        "dddddd dddd",
        "dddddddd dddd",
    ],
    is_valid: is_personnummer,
}];

fn is_personnummer(id: &[u8]) -> bool {
    let (century, short) = match id.split_at_checked(2) {
        Some((b"18", short)) if short.len() == 10 => (1800, short),
        Some((b"19", short)) if short.len() == 10 => (1900, short),
        Some((b"20", short)) if short.len() == 10 => (2000, short),
        // The century is not known: 2000 to 2099 has the leap years of all of them, and 2000 itself.
        _ => (2000, id),
    };
    let Some(digits) = sum::digits::<10>(short) else { return false };
    let [year, month, day] = [0, 2, 4].map(|at| sum::number(&digits[at..at + 2]));
    let day = if day > 60 { day - 60 } else { day };
    sum::is_date(century + year, month, day) && sum::is_luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("8112189876", "the sample of Skatteverket"),
            ("6408233234", "another sample of Skatteverket"),
            ("196408233234", "the same with its century"),
            ("7010632391", "Skatteverket's coordination number: day 63"),
            ("191212121212", "Tolvan Tolvansson, the test person"),
            ("0002294569", "29 February 2000"),
        ] {
            assert!(is_personnummer(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("8112189877", "check digit"),
            ("8502301230", "30 February"),
            ("5566722319", "an organisation number: month 66"),
            ("8506921231", "day 32 of a coordination number"),
            ("211112189876", "century 21"),
            ("190002294569", "1900 was no leap year"),
            ("811218987", "9 digits"),
            ("98112189876", "11 digits"),
            ("811218987A", "a letter"),
            ("0000000000", "no date"),
            ("", "nothing"),
        ] {
            assert!(!is_personnummer(id.as_bytes()), "{id}: {why}");
        }
    }
}
