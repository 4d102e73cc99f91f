//! United States: Social Security number (SSN) and Individual Taxpayer Identification Number (ITIN).
//!
//! **Grammar.** Nine digits, `ddd-dd-dddd`: area, group, serial. With hyphens, blanks, full stops or none.
//!
//! **Evidence.** No check digit. An SSN never has area 000, 666 or 900-999, group 00 or serial 0000 (20 CFR
//! 422.103; SSA, "Social Security Number Randomization", 2011; POMS RM 10201.035), nor is it one of two that
//! were printed in advertisements. An ITIN starts with 9 and has 50-65, 70-88, 90-92 or 94-99 as its group
//! (IRS, IRM 3.21.263, Publication 1915): one in 23 numbers.
//!
//! **Not found on purpose.** Without a label: 88 of 100 numbers could be an SSN. Employer numbers
//! (`dd-ddddddd`), ATIN (group 93). Nine equal digits.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[
    Id { entity: "us_ssn", forms: FORMS, is_valid: is_ssn },
    Id { entity: "us_itin", forms: FORMS, is_valid: is_itin },
];

const FORMS: &[&str] = &["ddd-dd-dddd", "ddd dd dddd", "ddd.dd.dddd", "ddddddddd"];

/// Numbers of advertisements, which thousands then used: never valid again (SSA, "Social Security numbers").
const PRINTED: [&[u8]; 2] = [b"078051120", b"219099999"];

fn is_ssn(id: &[u8]) -> bool {
    if !sum::are_digits(id, 9) || sum::is_repeated(id) || PRINTED.contains(&id) {
        return false;
    }
    let area = sum::number(&id[..3]);
    (1..900).contains(&area) && area != 666 && &id[3..5] != b"00" && &id[5..] != b"0000"
}

fn is_itin(id: &[u8]) -> bool {
    sum::are_digits(id, 9)
        && id[0] == b'9'
        && matches!(sum::number(&id[3..5]), 50..=65 | 70..=88 | 90..=92 | 94..=99)
        && !sum::is_repeated(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssn() {
        sum::check(
            is_ssn,
            &["536904399", "001010001", "899999998", "665123456", "667123456"],
            &[
                ("000123456", "no area 000"),
                ("666123456", "no area 666"),
                ("900123456", "an ITIN's area"),
                ("536004399", "no group 00"),
                ("536900000", "no serial 0000"),
                ("078051120", "printed in an advertisement"),
                ("333333333", "equal digits"),
                ("53690439", "eight digits"),
                ("53690439A", "a letter"),
            ],
        );
    }

    #[test]
    fn itin() {
        sum::check(
            is_itin,
            &["912903456", "900700000", "999991234", "912501234", "912651234"],
            &[
                ("812903456", "starts with 9"),
                ("912934567", "group 93 is an ATIN's"),
                ("912494567", "group 49"),
                ("912664567", "group 66"),
                ("912894567", "group 89"),
                ("999999999", "equal digits"),
                ("9129034567", "ten digits"),
            ],
        );
    }
}
