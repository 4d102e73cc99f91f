//! China: resident identity number (公民身份号码, 身份证号).
//!
//! **Grammar.** Eighteen characters `RRRRRRYYYYMMDDNNNC`: region, date of birth, number, check character (a
//! digit or `X`). Fifteen digits (`RRRRRRYYMMDDNNN`) before 1999.
//!
//! **Evidence.** GB 11643-1999: ISO 7064 MOD 11-2, regions of GB/T 2260, a calendar date. `X` at the end and
//! the groups 6-8-4 are found without a label: one string of thousands fits.
//!
//! **Not found on purpose.** Eighteen bare digits without a label: order numbers of shops start with a date
//! too. Passports and travel permits.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "cn_id",
    forms: &[
        "dddddddddddddddddx",
        "dddddd dddddddd dddx",
        "dddddd-dddddddd-dddx",
        "dddddd dddd dddd dddx",
        "ddd ddd dddd dddd dddx",
        "ddddddddddddddd",
    ],
    is_valid,
}];

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

fn is_valid(id: &[u8]) -> bool {
    match id {
        [body @ .., check] if body.len() == 17 => is_new(body, *check),
        _ => sum::are_digits(id, 15) && is_region(id) && sum::is_yymmdd(&id[6..12]),
    }
}

fn is_new(body: &[u8], check: u8) -> bool {
    if !sum::are_digits(body, 17) || !is_region(body) {
        return false;
    }
    let year = sum::number(&body[6..10]);
    // The check character that makes the whole sum 1 modulo 11.
    let expected = match (12 - sum::weighted(body, &WEIGHTS) % 11) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    sum::BIRTH_YEARS.contains(&year)
        && sum::is_date(year, sum::number(&body[10..12]), sum::number(&body[12..14]))
        && expected == check
}

/// Provinces, Taiwan, Hong Kong and Macao (71, 81 to 83), foreigners with permanent residence (91 to 94).
fn is_region(id: &[u8]) -> bool {
    matches!(
        sum::number(&id[..2]),
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91..=94
    ) && &id[2..6] != b"0000"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resident_id() {
        sum::check(
            is_valid,
            &["11010519491231002X", "360426199101010071", "110105491231002"],
            &[
                ("110105194912310021", "check character"),
                ("11015019491231002X", "two digits swapped"),
                ("440524188001010014", "born in 1880: the standard's own sample, check character right"),
                ("11010519491331002X", "no month 13"),
                ("99010519491231002X", "no region 99"),
                ("110105491331002", "no month 13 in 15 digits"),
                ("1101051949123100X", "17 characters"),
                ("1101051949X231002X", "X only at the end"),
                ("11010519491231002x", "upper case is promised"),
            ],
        );
    }
}
