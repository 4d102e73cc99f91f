//! India: Aadhaar number (आधार) and Permanent Account Number (PAN, पैन).
//!
//! **Grammar.** Aadhaar: 12 digits `dddd dddd dddd`, or 16 for a virtual ID. PAN: five letters, four digits,
//! a letter.
//!
//! **Evidence.** Aadhaar: the last digit is Verhoeff's, the first is 2 to 9 (UIDAI, "A UID Numbering Scheme",
//! working paper, 2010; the virtual ID by UIDAI circular 1 of 2018). PAN: the fourth letter is the holder's
//! kind, the serial runs from 0001, the last letter is a check letter by a rule that is not published (Income
//! Tax Department; Income-tax Rules, rule 114).
//!
//! **Not found on purpose.** Either without a label: one of 13 numbers is an Aadhaar, grouped as parts of a
//! card number are; a PAN has no check that can be computed. Masked ones (`XXXX XXXX 2346`).

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[
    Id {
        entity: "in_aadhaar",
        forms: &[
            "dddd dddd dddd",
            "dddd-dddd-dddd",
            "dddd.dddd.dddd",
            "dddddddddddd",
            "dddd dddd dddd dddd",
            "dddd-dddd-dddd-dddd",
            "dddddddddddddddd",
        ],
        is_valid: is_aadhaar,
    },
    Id { entity: "in_pan", forms: &["AAAAAddddA", "AAAAA dddd A", "AAAAA-dddd-A"], is_valid: is_pan },
];

fn is_aadhaar(id: &[u8]) -> bool {
    (sum::are_digits(id, 12) || sum::are_digits(id, 16))
        && id[0] >= b'2'
        && !sum::is_repeated(id)
        && is_verhoeff(id)
}

fn is_pan(id: &[u8]) -> bool {
    id.len() == 10
        && id[..5].iter().all(u8::is_ascii_uppercase)
        && is_holder(id[3])
        && sum::are_digits(&id[5..9], 4)
        && &id[5..9] != b"0000"
        && id[9].is_ascii_uppercase()
}

/// Kinds of holders: association, body of individuals, company, firm, government, Hindu undivided family,
/// artificial juridical person, local authority, person, trust.
fn is_holder(letter: u8) -> bool {
    b"ABCFGHJLPT".contains(&letter)
}

/// Whether the last digit is the check digit of J. Verhoeff, "Error Detecting Decimal Codes", 1969.
fn is_verhoeff(digits: &[u8]) -> bool {
    let mut check = 0;
    for (place, &digit) in digits.iter().rev().enumerate() {
        // The permutation of the place: the base one, applied `place` times (it has order eight).
        let turned = (0..place % 8).fold(usize::from(digit.wrapping_sub(b'0')) % 10, |digit, _| TURN[digit]);
        check = compose(check, turned);
    }
    check == 0
}

/// Verhoeff's permutation of the digits.
const TURN: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// The product of the group of the ten symmetries of a pentagon: 0 to 4 turn it, 5 to 9 also flip it.
fn compose(left: usize, right: usize) -> usize {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + (left + right) % 5,
        (false, true) => 5 + (left + 5 - right) % 5,
        (false, false) => (left + 5 - right) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aadhaar() {
        sum::check(
            is_aadhaar,
            &["234123412346", "999941057058", "9999410570580004"],
            &[
                ("234123412347", "check digit"),
                ("243123412346", "two digits swapped"),
                ("123412341234", "no first digit 1"),
                ("012345678903", "no first digit 0"),
                ("222222222222", "equal digits"),
                ("23412341234", "eleven digits"),
                ("23412341234A", "a letter"),
            ],
        );
    }

    #[test]
    fn pan() {
        sum::check(
            is_pan,
            &["ACUPA7085R", "AAPPV8261K", "AAACT2727Q"],
            &[
                ("ABMXA3211G", "no kind of holder X"),
                ("ACUPA0000R", "serials start at 0001"),
                ("ABMPA32111", "ends in a letter"),
                ("ACUP17085R", "five letters first"),
                ("acupa7085r", "upper case is promised"),
                ("ACUPA7085RR", "eleven characters"),
            ],
        );
    }
}
