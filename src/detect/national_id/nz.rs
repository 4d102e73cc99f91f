//! New Zealand: Inland Revenue number (IRD number, tau IRD).
//!
//! **Grammar.** Eight or nine digits, `dd-ddd-ddd` or `ddd-ddd-ddd`, the last a check digit.
//!
//! **Evidence.** From 10-000-000 to 150-000-000; 11 minus the sum by 3 2 7 6 5 4 3 2 mod 11, and where that
//! is ten, by the weights 7 4 3 2 5 2 7 6 (Inland Revenue, "Resident Withholding Tax and Non-Resident
//! Withholding Tax Specification Document", 2016, section on IR number validation).
//!
//! **Not found on purpose.** Without a label: one of eleven fits. NZBN, which is public; numbers above the
//! published range.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "nz_ird",
    forms: &[
        "ddd-ddd-ddd",
        "dd-ddd-ddd",
        "ddd ddd ddd",
        "dd ddd ddd",
        "ddd.ddd.ddd",
        "dd.ddd.ddd",
        "ddddddddd",
        "dddddddd",
    ],
    is_valid,
}];

const FIRST: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];
const SECOND: [u32; 8] = [7, 4, 3, 2, 5, 2, 7, 6];

fn is_valid(id: &[u8]) -> bool {
    if !(sum::are_digits(id, 8) || sum::are_digits(id, 9)) {
        return false;
    }
    let (base, last) = (&id[..id.len() - 1], id[id.len() - 1]);
    // A base of seven digits counts as eight with a zero in front: it skips the first weight.
    let skipped = 8 - base.len();
    let check = |weights: &[u32]| (11 - sum::weighted(base, &weights[skipped..]) % 11) % 11;
    let expected = match check(&FIRST) {
        10 => check(&SECOND),
        digit => digit,
    };
    (10_000_000..=150_000_000).contains(&sum::number(id)) && expected == sum::value(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ird() {
        sum::check(
            is_valid,
            &["49091850", "35901981", "49098576", "136410132", "049091850"],
            &[
                ("136410133", "check digit"),
                ("94091850", "two digits swapped"),
                ("09125568", "below the range"),
                ("150000001", "above the range"),
                ("9125568", "seven digits"),
                ("4909185A", "a letter"),
            ],
        );
    }
}
