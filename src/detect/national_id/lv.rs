//! Latvia: personal code (personas kods, p.k.).
//!
//! **Grammar.** Until June 2017 `DDMMYY-CSSSQ`: birth date, century (0 the 1800s, 1 the 1900s, 2 the 2000s),
//! serial, check digit. Since July 2017 `32dddd-ddddd`, which tells nothing. The hyphen is often left out. In
//! certificates and logs of signatures `PNOLV-` stands in front.
//!
//! **Evidence.** Fizisko personu reģistra likums, art. 5 (both forms). Old: 1101 less the sum with weights 1
//! 6 3 7 9 10 5 8 4 2, mod 11, is the check digit; the law does not print the sum, but samples of Latvian
//! services (eID, Smart-ID demo) agree, and ten is taken as 0. Date, century and check digit let through 1
//! random number of 1,000. New: no published check digit, so 32 is all that is asked. The prefix: ETSI EN 319
//! 412-1, section 5.1.3.
//!
//! **Not found on purpose.** Company numbers (begin with 4, 5 or 9). Alone: bare digits, and the new form
//! (the forms alone begin with 0, 1, 2, 30 or 31), unless `PNOLV-` is in front.
use super::{Id, sum};

/// The personas kods.
pub(super) const IDS: &[Id] = &[Id {
    entity: "lv_pk",
    forms: &["dddddd-ddddd", "ddddddddddd", "dddddd ddddd", "PNOLV-dddddd-ddddd", "PNOLV-ddddddddddd"],
    is_valid: is_personas_kods,
}];

fn is_personas_kods(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<11>(id.strip_prefix(b"PNOLV").unwrap_or(id)) else { return false };
    if digits.starts_with(b"32") {
        return true;
    }
    let century = match digits[6] {
        b'0' => 1800,
        b'1' => 1900,
        b'2' => 2000,
        _ => return false,
    };
    let [day, month, year] = [0, 2, 4].map(|at| sum::number(&digits[at..at + 2]));
    // The sum is at most 495, so 1101 less it never goes below zero.
    let check = (1101 - sum::weighted(digits, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 % 10;
    !sum::is_repeated(digits)
        && sum::is_date(century + year, month, day)
        && check == sum::number(&digits[10..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("16117519997", "a well-known sample"),
            ("03030310012", "the demo account of Smart-ID"),
            ("PNOLV03030310012", "the same in a certificate"),
            ("12068511236", "12 June 1985"),
            ("29020420459", "29 February 2004"),
            ("01019000014", "born in 1890"),
            ("32345678901", "the form of 2017"),
        ] {
            assert!(is_personas_kods(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("16117519998", "check digit"),
            ("30028511230", "30 February"),
            ("16137519994", "month 13"),
            ("12068531237", "no century 3"),
            ("40003521600", "a company number"),
            ("33345678901", "begins with 33"),
            ("11111111111", "one digit over and over"),
            ("1611751999", "10 digits"),
            ("161175199977", "12 digits"),
            ("1611751999A", "a letter"),
            ("PNOLV", "no digits"),
            ("", "nothing"),
        ] {
            assert!(!is_personas_kods(id.as_bytes()), "{id}: {why}");
        }
    }
}
