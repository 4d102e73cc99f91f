//! Taiwan: national identification number (國民身分證統一編號) and uniform number of residents (外來人口統一證號).
//!
//! **Grammar.** A letter and nine digits: place, sex, serial, check digit. Residents: 8 or 9 as the sex
//! (since 2021), or two letters and eight digits (before).
//!
//! **Evidence.** The letter stands for two digits; they and the rest, by the weights 1 9 8 7 6 5 4 3 2 1 and
//! 1, add up to a multiple of ten (Ministry of the Interior, Household Registration Act, article 51 and its
//! rules; National Immigration Agency, "New Uniform ID Number", 2021). The second character is 1 2 8 9 or A
//! to D.
//!
//! **Not found on purpose.** Without a label: one of 25 fits, but a letter and nine digits is what order
//! numbers look like.

use super::{Id, sum};

pub(super) const IDS: &[Id] =
    &[Id { entity: "tw_id", forms: &["Axdddddddd", "A-xdddddddd", "A xdddddddd"], is_valid }];

const WEIGHTS: [u32; 8] = [7, 6, 5, 4, 3, 2, 1, 1];
/// The letters in the order of their codes, which start at ten: I, O, W and Z came late.
const LETTERS: &[u8; 26] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";

fn is_valid(id: &[u8]) -> bool {
    let [place, sex, digits @ ..] = id else { return false };
    if !sum::are_digits(digits, 8) || sum::is_repeated(digits) {
        return false;
    }
    let sex = match sex {
        b'1' | b'2' | b'8' | b'9' => sum::value(*sex),
        b'A'..=b'D' => u32::from(sex - b'A'),
        _ => return false,
    };
    LETTERS.iter().zip(10..).find(|(letter, _)| *letter == place).is_some_and(|(_, code)| {
        let code: u32 = code;
        (code / 10 + code % 10 * 9 + sex * 8 + sum::weighted(digits, &WEIGHTS)).is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tw_id() {
        sum::check(
            is_valid,
            &["A123456789", "A800000014", "F131104093", "AC01234567"],
            &[
                ("A123456788", "check digit"),
                ("A132456789", "two digits swapped"),
                ("A323456789", "no sex 3"),
                ("AE12345678", "no kind of resident E"),
                ("1123456789", "no letter"),
                ("A12345678", "nine characters"),
                ("A12345678B", "a letter at the end"),
            ],
        );
    }
}
