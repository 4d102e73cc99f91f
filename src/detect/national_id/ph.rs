//! Philippines: Taxpayer Identification Number (TIN), Social Security System number (SSS), PhilSys number
//! (PSN) and PhilSys card number (PCN).
//!
//! **Grammar.** TIN: `ddd-ddd-ddd`, with a branch code of three or five digits behind it. SSS:
//! `dd-ddddddd-d`. PhilSys: 12 digits `dddd-dddd-dddd` (PSN) or 16, `dddd-dddd-dddd-dddd` (PCN).
//!
//! **Evidence.** The label. The Bureau of Internal Revenue and the SSS do not publish the rule of their check
//! digit; a PSN is random (RA 11055, section 7; IRR section 7).
//!
//! **Not found on purpose.** Any of them without a label. Equal digits (`000-000-000-000` is a form's
//! filler).

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[
    Id {
        entity: "ph_tin",
        forms: &[
            "ddd-ddd-ddd-ddddd",
            "ddd-ddd-ddd-dddd",
            "ddd-ddd-ddd-ddd",
            "ddd-ddd-ddd",
            "ddd ddd ddd ddd",
            "ddd ddd ddd ddddd",
            "ddd ddd ddd",
            "dddddddddddddd",
            "dddddddddddd",
            "ddddddddd",
        ],
        is_valid: is_tin,
    },
    Id { entity: "ph_sss", forms: &["dd-ddddddd-d", "dd ddddddd d", "dddddddddd"], is_valid: is_sss },
    Id {
        entity: "ph_philsys",
        forms: &[
            "dddd-dddd-dddd-dddd",
            "dddd dddd dddd dddd",
            "dddddddddddddddd",
            "dddd-dddd-dddd",
            "dddd dddd dddd",
            "dddddddddddd",
        ],
        is_valid: is_philsys,
    },
];

/// Nine digits that are not all equal, and a branch of three, four or five digits, or none.
fn is_tin(id: &[u8]) -> bool {
    matches!(id.len(), 9 | 12..=14) && sum::are_digits(id, id.len()) && !sum::is_repeated(&id[..9])
}

fn is_sss(id: &[u8]) -> bool {
    sum::are_digits(id, 10) && !sum::is_repeated(id) && &id[2..9] != b"0000000"
}

fn is_philsys(id: &[u8]) -> bool {
    matches!(id.len(), 12 | 16) && sum::are_digits(id, id.len()) && !sum::is_repeated(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tin() {
        sum::check(
            is_tin,
            &["123456789", "123456789000", "1234567890001", "00012345600001"],
            &[
                ("000000000000", "a form's filler"),
                ("1234567890", "a branch has three digits or more"),
                ("123456789000000", "15 digits"),
                ("12345678A", "a letter"),
            ],
        );
    }

    #[test]
    fn sss() {
        sum::check(
            is_sss,
            &["3412345678", "0412345679"],
            &[
                ("0000000000", "equal digits"),
                ("3400000007", "no serial 0000000"),
                ("341234567", "nine digits"),
                ("34123456780", "eleven digits"),
                ("341234567A", "a letter"),
            ],
        );
    }

    #[test]
    fn philsys() {
        sum::check(
            is_philsys,
            &["123456789012", "1234567890123456"],
            &[
                ("111111111111", "equal digits"),
                ("12345678901234", "neither 12 nor 16 digits"),
                ("12345678901A", "a letter"),
            ],
        );
    }
}
