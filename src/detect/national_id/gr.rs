//! Greece: social security register number (Αριθμός Μητρώου Κοινωνικής Ασφάλισης, ΑΜΚΑ).
//!
//! **Grammar.** 11 digits `DDMMYYSSSSC` without separators: birth date, serial (its last digit is the sex),
//! check digit.
//!
//! **Evidence.** The Luhn sum over all digits. Law 3655/2008 art. 153 (the number); amka.gr (date and check
//! digit); the sum as Greek services compute it. The century is not written, so 29 February passes in every
//! fourth year. Date and check digit let through 1 random number of about 270.
//!
//! **Not found on purpose.** ΑΦΜ (nine digits): a tax number of people and companies. Alone: a bare run of
//! digits.
use super::{Id, sum};

/// The AMKA.
pub(super) const IDS: &[Id] =
    &[Id { entity: "gr_amka", forms: &["ddddddddddd", "dddddd ddddd", "dddddd-ddddd"], is_valid: is_amka }];

fn is_amka(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<11>(id) else { return false };
    let [day, month, year] = [0, 2, 4].map(|at| sum::number(&digits[at..at + 2]));
    // 2000 to 2099 has the leap years of every century, and 2000 itself.
    sum::is_date(2000 + year, month, day) && sum::is_luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("01013099997", "a well-known sample"),
            ("12068512347", "12 June 1985"),
            ("29020004569", "29 February 2000"),
            ("03129910778", "3 December 1999"),
        ] {
            assert!(is_amka(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("01013099998", "check digit"),
            ("30028512348", "30 February"),
            ("12138512343", "month 13"),
            ("29020104567", "29 February of an odd year"),
            ("00000000000", "no date"),
            ("0101309999", "10 digits"),
            ("010130999977", "12 digits"),
            ("0101309999A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_amka(id.as_bytes()), "{id}: {why}");
        }
    }
}
