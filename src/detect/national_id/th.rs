//! Thailand: identification number (เลขประจำตัวประชาชน), also an individual's tax number.
//!
//! **Grammar.** Thirteen digits, `d-dddd-ddddd-dd-d`: kind of person, registry (province and district),
//! number, check digit.
//!
//! **Evidence.** The last digit is 11 minus the weighted sum (13 to 2) mod 11, of which the last digit
//! counts; the first is 1 to 8; provinces are those of the Ministry of Interior, 10 to 96 (Department of
//! Provincial Administration, Bureau of Registration Administration). One number of 16 fits, and nothing else
//! has these five groups, so they are found without a label.
//!
//! **Not found on purpose.** Thirteen bare digits without a label. Numbers that start with 0: companies and
//! persons whose status is not settled.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "th_id",
    forms: &["d-dddd-ddddd-dd-d", "d dddd ddddd dd d", "d-dddd-ddddd-ddd", "ddddddddddddd"],
    is_valid,
}];

const WEIGHTS: [u32; 12] = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

fn is_valid(id: &[u8]) -> bool {
    sum::are_digits(id, 13)
        && (b'1'..=b'8').contains(&id[0])
        && matches!(
            sum::number(&id[1..3]),
            10..=27 | 30..=49 | 50..=58 | 60..=67 | 70..=77 | 80..=86 | 90..=96
        )
        && (11 - sum::weighted(id, &WEIGHTS) % 11) % 10 == sum::value(id[12])
        && !sum::is_repeated(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_id() {
        sum::check(
            is_valid,
            &["3100600445635", "1112034563562", "1101700230708", "1234545678781"],
            &[
                ("3100600445636", "check digit"),
                ("3106000445635", "two digits swapped"),
                ("0994000617721", "a company's"),
                ("9100600445635", "no kind 9"),
                ("1280000000005", "no province 28"),
                ("310060044563", "twelve digits"),
                ("310060044563A", "a letter"),
            ],
        );
    }
}
