//! Argentina: identity number (documento nacional de identidad, DNI) and tax and labour number (CUIT, CUIL).
//!
//! **Grammar.** DNI: seven or eight digits, `20.267.565`. CUIT and CUIL: kind, DNI, check digit, `20-26756539-3`.
//!
//! **Evidence.** DNI: none but its size (from one million on), so only behind a label (Ley 17.671). CUIT: the last digit
//! is 11 less the remainder by 11 of the sum weighted 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, where 11 counts as 0 and 10 makes the
//! agency choose another kind; kinds are 20, 23 to 27 (persons), 30, 33, 34 (companies), 50, 51, 55 (abroad) (ARCA,
//! formerly AFIP; ANSES). One random number in 90 passes.
//!
//! **Not found on purpose.** A DNI without a label, eleven digits in a row without one; the older LE and LC booklets, the
//! passport.

use super::Id;
use super::sum::{are_digits, long, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "ar_dni_cuit",
    forms: &[
        "dd-dd.ddd.ddd-d",
        "dd-dddddddd-d",
        "dd-dddddddd/d",
        "dd dddddddd d",
        "dd.dddddddd.d",
        "ddddddddddd",
        "dd.ddd.ddd",
        "dd ddd ddd",
        "d.ddd.ddd",
        "dddddddd",
        "ddddddd",
    ],
    is_valid: is_dni_or_cuit,
}];

fn is_dni_or_cuit(number: &[u8]) -> bool {
    match number.len() {
        7 | 8 => are_digits(number, number.len()) && long(number) >= 1_000_000,
        _ => is_cuit(number),
    }
}

fn is_cuit(number: &[u8]) -> bool {
    are_digits(number, 11)
        && matches!(long(&number[..2]), 20 | 23..=27 | 30 | 33 | 34 | 50 | 51 | 55)
        && long(&number[2..10]) > 0
        && weighted(number, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dni_and_cuit() {
        // The third is a bank's, the fourth the tax agency's own.
        for number in [
            &b"20123456786"[..],
            b"20267565393",
            b"30500010912",
            b"33693450239",
            b"27284736155",
            b"20055361682",
            b"26756539",
            b"5536168",
            b"05536168",
        ] {
            assert!(is_dni_or_cuit(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"20123456787"[..], "another check digit"),
            (b"20124356786", "neighbours swapped"),
            (b"22123456789", "no such kind"),
            (b"20000000001", "zeros"),
            (b"00000000", "zeros"),
            (b"00123456", "below a million"),
            (b"123456", "six digits"),
            (b"123456789", "nine digits"),
            (b"201234567866", "twelve digits"),
            (b"2675653A", "a letter"),
            (b"", "nothing"),
        ] {
            assert!(!is_dni_or_cuit(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
