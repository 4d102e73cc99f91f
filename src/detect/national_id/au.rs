//! Australia: Tax File Number (TFN) and Medicare card number.
//!
//! **Grammar.** TFN: nine digits `ddd ddd ddd`, older ones eight `dd ddd ddd`. Medicare: ten digits `dddd
//! ddddd d` and the person's number on the card behind it (`-1`, `/1`).
//!
//! **Evidence.** TFN: the sum by the weights 1 4 3 7 5 8 6 9 10 (of eight digits: 10 7 8 4 6 3 5 1) is a
//! multiple of 11 (Australian Taxation Office, TFN algorithm of its electronic reporting specifications).
//! Medicare: the first digit is 2 to 6, the ninth the sum of the first eight by 1 3 7 9 1 3 7 9 mod 10, then
//! the issue (NEHTA, "Use of Healthcare Identifiers in Health Software Systems", 1.4, 2011).
//!
//! **Not found on purpose.** Either without a label: one of eleven or of twenty fits, and the groups are
//! those of columns of numbers. ABN, which is public.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[
    Id {
        entity: "au_tfn",
        forms: &[
            "ddd ddd ddd",
            "ddd-ddd-ddd",
            "ddd.ddd.ddd",
            "ddddddddd",
            "dd ddd ddd",
            "dd-ddd-ddd",
            "dddddddd",
        ],
        is_valid: is_tfn,
    },
    Id {
        entity: "au_medicare",
        forms: &[
            "dddd ddddd d",
            "dddd-ddddd-d",
            "dddd ddddd d d",
            "dddd ddddd d-d",
            "dddd ddddd d/d",
            "dddd-ddddd-d-d",
            "dddd-ddddd-d/d",
            "dddddddddd-d",
            "dddddddddd/d",
            "dddddddddd d",
            "ddddddddddd",
            "dddddddddd",
        ],
        is_valid: is_medicare,
    },
];

const NINE: [u32; 9] = [1, 4, 3, 7, 5, 8, 6, 9, 10];
const EIGHT: [u32; 8] = [10, 7, 8, 4, 6, 3, 5, 1];
const MEDICARE: [u32; 8] = [1, 3, 7, 9, 1, 3, 7, 9];

fn is_tfn(id: &[u8]) -> bool {
    let weights: &[u32] = match id.len() {
        8 => &EIGHT,
        9 => &NINE,
        _ => return false,
    };
    sum::are_digits(id, weights.len())
        && !sum::is_repeated(id)
        && sum::weighted(id, weights).is_multiple_of(11)
}

fn is_medicare(id: &[u8]) -> bool {
    (sum::are_digits(id, 10) || sum::are_digits(id, 11) && id[10] != b'0')
        && (b'2'..=b'6').contains(&id[0])
        && sum::weighted(id, &MEDICARE) % 10 == sum::value(id[8])
        && !sum::is_repeated(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tfn() {
        sum::check(
            is_tfn,
            &["123456782", "648188480", "648188527", "37118629", "38593474", "85655734"],
            &[
                ("123456789", "no multiple of eleven"),
                ("213456782", "two digits swapped"),
                ("37118628", "no multiple of eleven"),
                ("000000000", "equal digits"),
                ("1234567", "seven digits"),
                ("12345678A", "a letter"),
            ],
        );
    }

    #[test]
    fn medicare() {
        sum::check(
            is_medicare,
            &["2123456701", "21234567011", "51012059581"],
            &[
                ("2123456711", "check digit"),
                ("2213456701", "two digits swapped"),
                ("1123456791", "no first digit 1"),
                ("7123456751", "no first digit 7"),
                ("21234567010", "people are counted from 1"),
                ("212345670", "nine digits"),
                ("212345670A", "a letter"),
            ],
        );
    }
}
