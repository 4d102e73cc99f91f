//! Türkiye: identification number (T.C. kimlik numarası, TCKN).
//!
//! **Grammar.** Eleven digits, the first not 0, the last two check digits.
//!
//! **Evidence.** The tenth digit is seven times the sum of the digits at odd places minus that of the even
//! ones (to the eighth), mod 10; the eleventh is the sum of the ten, mod 10 (Nüfus Hizmetleri Kanunu 5490,
//! article 46; General Directorate of Population and Citizenship Affairs). One number of 110 fits.
//!
//! **Not found on purpose.** Without a label: it is written as bare digits, as telephone numbers are.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "tr_tckn",
    forms: &["ddddddddddd", "ddd ddd ddd dd", "ddd ddd dd ddd", "ddd dd ddd ddd", "ddddd ddd ddd"],
    is_valid,
}];

fn is_valid(id: &[u8]) -> bool {
    if !sum::are_digits(id, 11) || id[0] == b'0' {
        return false;
    }
    let odd = sum::weighted(id, &[1, 0, 1, 0, 1, 0, 1, 0, 1]);
    let even = sum::weighted(id, &[0, 1, 0, 1, 0, 1, 0, 1]);
    // Nine times is minus once, mod 10.
    (odd * 7 + even * 9) % 10 == sum::value(id[9])
        && (odd + even + sum::value(id[9])) % 10 == sum::value(id[10])
        && !sum::is_repeated(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tckn() {
        sum::check(
            is_valid,
            &["10000000146", "17291716060"],
            &[
                ("17291716050", "tenth digit"),
                ("17291716061", "eleventh digit"),
                ("71291716060", "two digits swapped"),
                ("07291716092", "starts with 0"),
                ("1729171606", "ten digits"),
                ("1729171606A", "a letter"),
            ],
        );
    }
}
