//! South Africa: identity number (ID number, identiteitsnommer, RSA ID).
//!
//! **Grammar.** Thirteen digits `YYMMDD SSSS C A Z`: date of birth, serial with the sex, citizenship, once
//! the race and now 8 or 9, check digit; bare or `dddddd dddd ddd`, `dddddd dddd dd d`.
//!
//! **Evidence.** A calendar date, citizenship 0 to 2 (citizen, permanent resident, refugee), Luhn's check
//! digit (Identification Act 68 of 1997, section 7 and its regulations; Department of Home Affairs). One of
//! 900 fits, so the spaced forms are found without a label.
//!
//! **Not found on purpose.** Thirteen bare digits without a label: a time in milliseconds, an article number.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "za_id",
    forms: &[
        "ddddddddddddd",
        "dddddd dddd ddd",
        "dddddd dddd dd d",
        "dddddd dddd d d d",
        "dddddd-dddd-ddd",
        "dddddd-dddd-dd-d",
        "dddddd ddddddd",
    ],
    is_valid,
}];

fn is_valid(id: &[u8]) -> bool {
    sum::are_digits(id, 13) && sum::is_yymmdd(&id[..6]) && id[10] <= b'2' && sum::is_luhn(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_number() {
        sum::check(
            is_valid,
            &["7503305044089", "8001015009087", "0002290001086"],
            &[
                ("8503305044089", "check digit"),
                ("7503305044088", "check digit"),
                ("7513305044089", "no month 13"),
                ("8001015009384", "no citizenship 3"),
                ("0102290001084", "no leap year"),
                ("750330504408", "twelve digits"),
                ("750330504408A", "a letter"),
            ],
        );
    }
}
