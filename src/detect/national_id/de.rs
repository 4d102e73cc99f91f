//! Germany: tax identification number of persons (steuerliche Identifikationsnummer, Steuer-IdNr., IdNr).
//!
//! **Grammar.** Eleven digits, the first not 0, printed `86 095 742 719`.
//!
//! **Evidence.** Of the first ten digits exactly one occurs twice or three times and no other more than once; three are
//! never side by side. The last is the check digit of ISO/IEC 7064, MOD 11,10 (Abgabenordnung § 139b;
//! Steueridentifikationsnummerverordnung § 1; BZSt). One random number in 260 passes, so the printed groups are found
//! without a label.
//!
//! **Not found on purpose.** The Steuernummer of a tax office (a form of its own in every state), the Wirtschafts-IdNr,
//! the pension insurance number and the number of the identity card. Numbers with a leading 0: those of test systems.

use super::Id;
use super::sum::are_digits;

pub(super) const IDS: &[Id] = &[Id {
    entity: "de_tax_id",
    forms: &["dd ddd ddd ddd", "dd.ddd.ddd.ddd", "dd-ddd-ddd-ddd", "ddddddddddd"],
    is_valid: is_tax_id,
}];

fn is_tax_id(number: &[u8]) -> bool {
    if !are_digits(number, 11) || number[0] == b'0' {
        return false;
    }
    let body = &number[..10];
    let mut counts = [0_u8; 10];
    for byte in body {
        counts[usize::from(byte - b'0')] += 1;
    }
    let repeats = counts.iter().filter(|&&count| count > 1).count();
    let is_spread = !body.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
    repeats == 1 && counts.iter().all(|&count| count <= 3) && is_spread && check_digit(body) == number[10]
}

/// The check digit of ISO/IEC 7064, MOD 11,10.
fn check_digit(digits: &[u8]) -> u8 {
    let product = digits.iter().fold(10, |product, byte| match (product + byte - b'0') % 10 {
        0 => 10 * 2 % 11,
        sum => sum * 2 % 11,
    });
    b'0' + (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_id() {
        // Samples of the BZSt and of the OECD sheet.
        for number in [
            &b"86095742719"[..],
            b"47036892816",
            b"65929970489",
            b"57549285017",
            b"25768131411",
            b"36574261809",
        ] {
            assert!(is_tax_id(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"86095742718"[..], "another check digit"),
            (b"36554266806", "two digits are repeated"),
            (b"12345678903", "no digit is repeated"),
            (b"11123456786", "three side by side"),
            (b"06095742719", "a leading zero"),
            (b"11111111111", "uniform"),
            (b"8609574271", "ten digits"),
            (b"860957427199", "twelve digits"),
            (b"8609574271A", "a letter"),
        ] {
            assert!(!is_tax_id(number), "{}: {reason}", number.escape_ascii());
        }
    }

    #[test]
    fn each_reason_is_its_own() {
        // The misses above that are about repetition have the right check digit.
        for number in [b"36554266806", b"12345678903", b"11123456786"] {
            assert_eq!(check_digit(&number[..10]), number[10], "{}", number.escape_ascii());
        }
    }
}
