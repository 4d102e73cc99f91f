//! Estonia: personal identification code (isikukood).
//!
//! **Grammar.** 11 digits `GYYMMDDSSSC` without separators: sex and century (1 2 the 1800s, 3 4 the 1900s, 5
//! 6 the 2000s), birth date, serial, check digit. In certificates and logs of signatures `PNOEE-` stands in
//! front.
//!
//! **Evidence.** EVS 585:2007; rahvastikuregistri seadus § 39 and 40. Weights 1 2 3 4 5 6 7 8 9 1, mod 11; of
//! ten, again with 3 4 5 6 7 8 9 1 2 3, and of ten once more 0. The prefix: ETSI EN 319 412-1, section 5.1.3.
//! Date and check digit let through 1 random number of about 500.
//!
//! **Not found on purpose.** Births from 2100 on (7 and 8). Alone: a bare run of digits.
use super::{Id, sum};

/// The isikukood.
pub(super) const IDS: &[Id] =
    &[Id { entity: "ee_ik", forms: &["ddddddddddd", "PNOEE-ddddddddddd"], is_valid: is_isikukood }];

fn is_isikukood(id: &[u8]) -> bool {
    is_personal_code(id.strip_prefix(b"PNOEE").unwrap_or(id))
}

/// The code without its prefix, which Lithuania took over as it is.
pub(super) fn is_personal_code(code: &[u8]) -> bool {
    let Some(digits) = sum::digits::<11>(code) else { return false };
    let century = match digits[0] {
        b'1' | b'2' => 1800,
        b'3' | b'4' => 1900,
        b'5' | b'6' => 2000,
        _ => return false,
    };
    let [year, month, day] = [1, 3, 5].map(|at| sum::number(&digits[at..at + 2]));
    let check = match sum::weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11 {
        10 => sum::weighted(digits, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10,
        check => check,
    };
    sum::is_date(century + year, month, day) && check == sum::number(&digits[10..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("37605030299", "the sample of Wikipedia"),
            ("36805280109", "a well-known sample"),
            ("38001085718", "the sample person of Estonian identity cards"),
            ("PNOEE38001085718", "the same in a certificate"),
            ("50402290210", "29 February 2004"),
            ("38506120158", "the first sum leaves ten"),
            ("38506120400", "both sums leave ten"),
        ] {
            assert!(is_isikukood(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("37605030298", "check digit"),
            ("38502301233", "30 February"),
            ("38513121233", "month 13"),
            ("98506121239", "no century 9"),
            ("70506121232", "born in 2105"),
            ("11111111111", "one digit over and over"),
            ("3760503029", "10 digits"),
            ("376050302999", "12 digits"),
            ("PNOLT37605030299", "another country"),
            ("3760503029A", "a letter"),
            ("PNOEE", "no digits"),
            ("", "nothing"),
        ] {
            assert!(!is_isikukood(id.as_bytes()), "{id}: {why}");
        }
    }
}
