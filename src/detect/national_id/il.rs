//! Israel: identity number (מספר זהות, תעודת זהות, "teudat zehut").
//!
//! **Grammar.** Nine digits, the last a check digit, which some set apart by a hyphen; leading zeros are
//! often left out.
//!
//! **Evidence.** Luhn's sum over nine digits (Population Registry Law, 1965; rule as given by the Population
//! and Immigration Authority for nine digits with leading zeros).
//!
//! **Not found on purpose.** Without a label: one of ten fits. Fewer than eight digits, which old numbers
//! have.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "il_id",
    forms: &["ddddddddd", "dddddddd-d", "d-ddddddd-d", "d ddddddd d", "ddd-ddd-ddd", "dddddddd", "ddddddd-d"],
    is_valid,
}];

fn is_valid(id: &[u8]) -> bool {
    // Luhn counts from the right, so a zero in front changes nothing.
    (sum::are_digits(id, 8) || sum::are_digits(id, 9)) && !sum::is_repeated(id) && sum::is_luhn(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_number() {
        sum::check(
            is_valid,
            &["039337423", "39337423", "000000018", "123456782"],
            &[
                ("039337422", "check digit"),
                ("093337423", "two digits swapped"),
                ("000000000", "equal digits"),
                ("3933742", "seven digits"),
                ("03933742A", "a letter"),
            ],
        );
    }
}
