//! Lithuania: personal code (asmens kodas).
//!
//! **Grammar.** 11 digits `GYYMMDDSSSC` without separators: sex and century (1 2 the 1800s, 3 4 the 1900s, 5
//! 6 the 2000s), birth date, serial, check digit. In certificates and logs of signatures `PNOLT-` stands in
//! front.
//!
//! **Evidence.** Gyventojų registro įstatymas, art. 8. Weights 1 2 3 4 5 6 7 8 9 1, mod 11; of ten, again
//! with 3 4 5 6 7 8 9 1 2 3, and of ten once more 0 (the sum of Estonia). The prefix: ETSI EN 319 412-1,
//! section 5.1.3. Date and check digit let through 1 random number of about 500.
//!
//! **Not found on purpose.** Codes that begin with 9, and codes with month or day 00 (elderly people whose
//! birth date is not known): rare. Alone: a bare run of digits.
use super::{Id, ee};

/// The asmens kodas.
pub(super) const IDS: &[Id] =
    &[Id { entity: "lt_ak", forms: &["ddddddddddd", "PNOLT-ddddddddddd"], is_valid: is_asmens_kodas }];

fn is_asmens_kodas(id: &[u8]) -> bool {
    ee::is_personal_code(id.strip_prefix(b"PNOLT").unwrap_or(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_hold() {
        for (id, what) in [
            ("33309240064", "the sample of Wikipedia"),
            ("38703181745", "a well-known sample"),
            ("PNOLT38703181745", "the same in a certificate"),
            ("60207300119", "a woman of 2002"),
            ("38506120275", "the first sum leaves ten"),
        ] {
            assert!(is_asmens_kodas(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (id, why) in [
            ("33309240065", "check digit"),
            ("33302300068", "30 February"),
            ("33300000062", "month and day not known"),
            ("93309240065", "begins with 9: no date in it"),
            ("03309240067", "no century 0"),
            ("11111111111", "one digit over and over"),
            ("3330924006", "10 digits"),
            ("333092400644", "12 digits"),
            ("PNOEE33309240064", "another country"),
            ("3330924006A", "a letter"),
            ("PNOLT", "no digits"),
            ("", "nothing"),
        ] {
            assert!(!is_asmens_kodas(id.as_bytes()), "{id}: {why}");
        }
    }
}
