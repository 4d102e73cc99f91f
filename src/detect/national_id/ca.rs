//! Canada: Social Insurance Number (SIN, numéro d'assurance sociale, NAS).
//!
//! **Grammar.** Nine digits, `ddd ddd ddd`, with blanks, hyphens or none.
//!
//! **Evidence.** The last digit is Luhn's (Employment and Social Development Canada, "The Social Insurance
//! Number Code of Practice"). The first digit names the province; 0 is that of the tax numbers that the
//! Canada Revenue Agency gives in place of a SIN (ITN), 9 that of temporary residents, 8 is a business
//! number's.
//!
//! **Not found on purpose.** Without a label: one of ten numbers fits, and `ddd-ddd-ddd` is anybody's.
//! Business numbers.

use super::{Id, sum};

pub(super) const IDS: &[Id] =
    &[Id { entity: "ca_sin", forms: &["ddd ddd ddd", "ddd-ddd-ddd", "ddd.ddd.ddd", "ddddddddd"], is_valid }];

fn is_valid(id: &[u8]) -> bool {
    sum::are_digits(id, 9) && id[0] != b'8' && !sum::is_repeated(id) && sum::is_luhn(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sin() {
        sum::check(
            is_valid,
            &["046454286", "123456782", "130692544", "900000001"],
            &[
                ("046454287", "check digit"),
                ("064454286", "two digits swapped"),
                ("823456785", "8 is a business number's"),
                ("000000000", "equal digits"),
                ("04645428", "eight digits"),
                ("04645428A", "a letter"),
            ],
        );
    }
}
