//! Chile: identity and tax number (rol único nacional, RUN; rol único tributario, RUT).
//!
//! **Grammar.** Seven or eight digits and a check digit or K: `12.345.678-5`, `12345678-5`.
//!
//! **Evidence.** The check is 11 less the remainder by 11 of the digits weighted 2 to 7 from the right, again and again;
//! 11 is 0, 10 is K (Servicio de Registro Civil e Identificación; Servicio de Impuestos Internos).
//!
//! **Not found on purpose.** A number without dots and without a label: one in eleven passes.

use super::Id;
use super::sum::{are_digits, long, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "cl_rut",
    forms: &[
        "dd.ddd.ddd-x",
        "dd ddd ddd-x",
        "dd.ddd.dddx",
        "d.ddd.ddd-x",
        "dddddddd-x",
        "dddddddd x",
        "ddddddddx",
        "ddddddd-x",
        "ddddddd x",
        "dddddddx",
    ],
    is_valid: is_rut,
}];

fn is_rut(number: &[u8]) -> bool {
    let Some((check, body)) = number.split_last() else { return false };
    let weights: &[u32] = match body.len() {
        7 => &[2, 7, 6, 5, 4, 3, 2],
        8 => &[3, 2, 7, 6, 5, 4, 3, 2],
        _ => return false,
    };
    are_digits(body, body.len())
        && long(body) > 0
        && b"0K987654321".get((weighted(body, weights) % 11) as usize) == Some(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rut() {
        for number in [
            &b"123456785"[..],
            b"760864285",
            b"125319092",
            b"306869574",
            b"94718325",
            b"73829143",
            b"2086415K",
            b"02086415K",
        ] {
            assert!(is_rut(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"123456784"[..], "another check digit"),
            (b"123465785", "neighbours swapped"),
            (b"12345678K", "K for another digit"),
            (b"2086415k", "lower case"),
            (b"000000000", "zeros"),
            (b"1234567", "six digits and a check"),
            (b"1234567855", "nine digits and a check"),
            (b"1234A6785", "a letter within"),
            (b"K", "a check alone"),
            (b"", "nothing"),
        ] {
            assert!(!is_rut(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
