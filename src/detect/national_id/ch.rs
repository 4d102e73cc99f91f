//! Switzerland: old-age insurance number (AHV-Nummer, numéro AVS, numero AVS), since 2008.
//!
//! **Grammar.** `756`, the country, nine digits and a check digit: `756.9217.0769.85`.
//!
//! **Evidence.** The check digit of EAN-13: weights 1 and 3 in turn, the sum of all thirteen a multiple of 10 (AHVG
//! article 50c, AHVV article 133; Zentrale Ausgleichsstelle). With the prefix one random number in 10,000 passes.
//!
//! **Not found on purpose.** The thirteen digits in a row without a label: they could be a barcode. The old eleven-digit
//! number.

use super::Id;
use super::sum::{are_digits, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "ch_ahv",
    forms: &["756.dddd.dddd.dd", "756 dddd dddd dd", "756-dddd-dddd-dd", "756dddddddddd"],
    is_valid: is_ahv,
}];

fn is_ahv(number: &[u8]) -> bool {
    are_digits(number, 13)
        && number.starts_with(b"756")
        && weighted(number, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ahv() {
        // The first two are samples of the authorities.
        for number in [&b"7569217076985"[..], b"7561234567897", b"7564839201760"] {
            assert!(is_ahv(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"7569217076986"[..], "another check digit"),
            (b"7569217067985", "neighbours swapped"),
            (b"4006381333931", "a barcode of another country"),
            (b"756921707698", "twelve digits"),
            (b"75692170769855", "fourteen digits"),
            (b"756921707698A", "a letter"),
        ] {
            assert!(!is_ahv(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
