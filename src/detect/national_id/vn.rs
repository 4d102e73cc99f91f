//! Vietnam: citizen identity number (số căn cước công dân, CCCD; số định danh cá nhân) and the older identity
//! card's (chứng minh nhân dân, CMND).
//!
//! **Grammar.** CCCD: twelve digits `PPPGYYNNNNNN`: province of birth, sex and century, year of birth, random
//! number. CMND: nine digits.
//!
//! **Evidence.** No check digit. CCCD: a province code of 63 and 0 to 3 for sex and century (Circular
//! 07/2016/TT-BCA, article 7 and annex 1): one number of 40 fits, but bare digits ask for a label. CMND: the
//! first digit is 0 to 3, as provinces were numbered 01 to 38.
//!
//! **Not found on purpose.** Without a label. Numbers of people born abroad, which start with a country code.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "vn_cccd",
    forms: &[
        "dddddddddddd",
        "ddd ddd ddd ddd",
        "ddd.ddd.ddd.ddd",
        "dddd dddd dddd",
        "ddd-ddd-ddd-ddd",
        "ddddddddd",
        "ddd ddd ddd",
        "ddd.ddd.ddd",
    ],
    is_valid,
}];

/// The codes of the provinces of 2016; people keep their number when provinces merge.
const PROVINCES: [u32; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40,
    42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83,
    84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

fn is_valid(id: &[u8]) -> bool {
    match id.len() {
        9 => sum::are_digits(id, 9) && id[0] <= b'3' && !sum::is_repeated(id),
        12 => {
            sum::are_digits(id, 12)
                && PROVINCES.contains(&sum::number(&id[..3]))
                && is_born(sum::value(id[3]), sum::number(&id[4..6]))
        }
        _ => false,
    }
}

/// 0 and 1 are men and women of the 20th century, 2 and 3 of this one.
fn is_born(sex: u32, year: u32) -> bool {
    sex < 4 && sum::BIRTH_YEARS.contains(&(1900 + sex / 2 * 100 + year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cccd() {
        sum::check(
            is_valid,
            &["087084000999", "001099012345", "079201001234", "096303000001", "012345678"],
            &[
                ("003099012345", "no province 003"),
                ("179099012345", "no province 179"),
                ("001499012345", "a man of the 22nd century"),
                ("001299012345", "born in 2099"),
                ("456789012", "no province 45 on an old card"),
                ("222222222", "equal digits"),
                ("00109901234", "eleven digits"),
                ("00109901234A", "a letter"),
            ],
        );
    }
}
