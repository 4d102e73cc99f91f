//! Japan: Individual Number (個人番号, マイナンバー, My Number).
//!
//! **Grammar.** Twelve digits, `dddd dddd dddd`, with blanks, hyphens or none.
//!
//! **Evidence.** The last digit is 11 minus the weighted sum (from the right 2 to 7, 2 to 6) mod 11, or 0
//! where the remainder is 0 or 1 (Ministry of Internal Affairs and Communications, Order 85 of 2014, article
//! 5).
//!
//! **Not found on purpose.** Without a label: one of eleven numbers fits, grouped as parts of a card number
//! are. Corporate numbers (thirteen digits), which are public.

use super::{Id, sum};

pub(super) const IDS: &[Id] =
    &[Id { entity: "jp_my_number", forms: &["dddd dddd dddd", "dddd-dddd-dddd", "dddddddddddd"], is_valid }];

const WEIGHTS: [u32; 11] = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

fn is_valid(id: &[u8]) -> bool {
    if !sum::are_digits(id, 12) || sum::is_repeated(id) {
        return false;
    }
    let check = match sum::weighted(id, &WEIGHTS) % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    check == sum::value(id[11])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn my_number() {
        sum::check(
            is_valid,
            &["621498320257", "123456789018"],
            &[
                ("621498320258", "check digit"),
                ("612498320257", "two digits swapped"),
                ("000000000000", "equal digits"),
                ("62149832025", "eleven digits"),
                ("62149832025X", "a letter"),
            ],
        );
    }
}
