//! France: registration number of persons, on the social security card (numéro d'inscription au répertoire, NIR, « numéro
//! Insee »).
//!
//! **Grammar.** Sex, year, month, department, commune, order, key: `2 55 08 14 168 025 38`. Corsica writes its department
//! `2A` or `2B`.
//!
//! **Evidence.** The key is 97 less the remainder by 97 of the thirteen digits, 2A counted as 19 and 2B as 18 (décret
//! 82-103 of 22 January 1982, article 4; Insee). Sex is 1 or 2; 3 and 4, 7 and 8 are those of persons not yet registered.
//! Months from 20 on stand for one that is not known. The thirteen characters without key are the NIR proper: enough
//! behind a label, as databases keep the key apart.
//!
//! **Not found on purpose.** Fifteen digits in a row without a label (a card number, an IMEI), and thirteen without a
//! label. The tax number (numéro fiscal, SPI), SIREN and SIRET, which name companies.

use super::Id;
use super::sum::{are_digits, long};

pub(super) const IDS: &[Id] = &[Id {
    entity: "fr_nir",
    forms: &[
        "d dd dd dx ddd ddd dd",
        "d dd dd dx ddd ddd / dd",
        "d dd dd dx ddd ddd - dd",
        "d.dd.dd.dx.ddd.ddd.dd",
        "d-dd-dd-dx-ddd-ddd-dd",
        "ddddddxdddddd dd",
        "ddddddxdddddddd",
        "d dd dd dx ddd ddd",
        "ddddddxdddddd",
    ],
    is_valid: is_nir,
}];

fn is_nir(number: &[u8]) -> bool {
    let (body, key) = number.split_at(number.len().min(13));
    let Ok(mut digits) = <[u8; 13]>::try_from(body) else { return false };
    // Corsica counts as department 20, less a million for A and two for B: 19 and 18.
    match &body[5..7] {
        b"2A" => digits[5..7].copy_from_slice(b"19"),
        b"2B" => digits[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    if !are_digits(&digits, 13) {
        return false;
    }
    let is_month = matches!(long(&digits[3..5]), 1..=12 | 20 | 30..=42 | 50..=99);
    let has_place = long(&digits[5..7]) > 0 && long(&digits[7..10]) > 0 && long(&digits[10..]) > 0;
    matches!(digits[0], b'1'..=b'4' | b'7' | b'8')
        && is_month
        && has_place
        && (key.is_empty() || are_digits(key, 2) && long(key) == 97 - long(&digits) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nir() {
        for number in [
            &b"255081416802538"[..],
            b"184127645108946",
            b"295109912611193",
            b"253072B07300470",
            b"253072A07300443",
            b"2550814168025",
            b"191032A004157",
        ] {
            assert!(is_nir(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"255081416802539"[..], "another key"),
            (b"253072A07300470", "the key of 2B"),
            (b"253072C07300470", "no such department"),
            (b"555081416802582", "no such sex"),
            (b"255131416802521", "no such month"),
            (b"2551314168025", "no such month, without key"),
            (b"2550800168025", "no department"),
            (b"2550814000025", "no commune"),
            (b"2550814168000", "no order"),
            (b"000000000000097", "zeros have a key"),
            (b"25508141680253", "half a key"),
            (b"2550814168025380", "sixteen digits"),
            (b"2A5081416802538", "a letter out of place"),
            (b"", "nothing"),
        ] {
            assert!(!is_nir(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
