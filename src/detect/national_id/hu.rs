//! Hungary: tax identification mark (adóazonosító jel), social insurance identification mark
//! (társadalombiztosítási azonosító jel, TAJ) and personal identifier (személyi azonosító, formerly személyi
//! szám).
//!
//! **Grammar.** Tax: ten digits `8DDDDDSSSC`: 8, days from 1 January 1867 to the birth, serial, check digit.
//! TAJ: nine digits `SSSSSSSSC`, mostly written in threes. Personal: `G-YYMMDD-SSSC`, where G is sex, century
//! and citizenship (1 2 a citizen of the 1900s, 3 4 of the 2000s, 5 to 8 a foreigner who settled).
//!
//! **Evidence.** 1996. évi XX. törvény, annexes 1 to 3. Tax: digits times their places 1 to 9, mod 11, is the
//! check digit. TAJ: places in turn times 3 and 7, mod 10. Personal: as tax over ten digits for births before
//! 1997, and with weights 10 down to 1 since then. A remainder of ten is never issued. Date and check digit
//! of the personal identifier let through 1 random number of about 250.
//!
//! **Not found on purpose.** Tax marks of a birth from 2050 on; personal identifiers of births before 1900 (G
//! of 3 and 4 was used for them too). Adószám (8-1-2 digits): of a company. Student identifier (7…). Alone:
//! the TAJ in threes, because 1 in 10 passes.
use super::{Id, sum};

/// The three numbers that a Hungarian has.
pub(super) const IDS: &[Id] = &[
    Id {
        entity: "hu_tax_id",
        forms: &["dddddddddd", "d ddd ddd ddd", "dddd ddd ddd", "dddd-ddd-ddd"],
        is_valid: is_tax_id,
    },
    Id { entity: "hu_taj", forms: &["ddddddddd", "ddd ddd ddd", "ddd-ddd-ddd"], is_valid: is_taj },
    Id {
        entity: "hu_personal_id",
        forms: &["ddddddddddd", "d-dddddd-dddd", "d dddddd dddd", "d dddddd-dddd"],
        is_valid: is_personal_id,
    },
];

/// Days from 1 January 1867 to 1 January 2050.
const BIRTHS_END: u32 = 66_840;

fn is_tax_id(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<10>(id) else { return false };
    digits[0] == b'8'
        && sum::number(&digits[1..6]) < BIRTHS_END
        && !sum::is_repeated(digits)
        && sum::weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == sum::number(&digits[9..])
}

fn is_taj(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<9>(id) else { return false };
    !sum::is_repeated(digits)
        && sum::weighted(digits, &[3, 7, 3, 7, 3, 7, 3, 7]) % 10 == sum::number(&digits[8..])
}

fn is_personal_id(id: &[u8]) -> bool {
    let Some(digits) = sum::digits::<11>(id) else { return false };
    let holds = |century: u32| {
        let date = century * 10_000 + sum::number(&digits[1..7]);
        let weights = if date < 19_970_101 { &UP } else { &DOWN };
        sum::is_date(date / 10_000, date / 100 % 100, date % 100)
            && sum::weighted(digits, weights) % 11 == sum::number(&digits[10..])
    };
    match digits[0] {
        b'1' | b'2' => holds(1900),
        b'3' | b'4' => holds(2000),
        // Which century a foreigner's digit stands for changed over time.
        b'5'..=b'8' => holds(1900) || holds(2000),
        _ => false,
    }
}

const UP: [u32; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const DOWN: [u32; 10] = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_tax_ids_hold() {
        for (id, what) in [
            ("8071592153", "the sample of the European Commission's TIN pages"),
            ("8365670003", "the worked example of muzso.hu: 13 February 1967"),
            ("8432611239", "12 June 1985"),
            ("8482700316", "28 February 1999"),
        ] {
            assert!(is_tax_id(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_tax_ids_do_not() {
        for (id, why) in [
            ("8071592154", "check digit"),
            ("7432611238", "does not begin with 8"),
            ("8900001213", "born in 2113"),
            ("8432610020", "the sum leaves ten: never issued"),
            ("8888888888", "one digit over and over"),
            ("807159215", "9 digits"),
            ("80715921533", "11 digits"),
            ("80715921A3", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_tax_id(id.as_bytes()), "{id}: {why}");
        }
    }

    #[test]
    fn valid_tajs_hold() {
        for (id, what) in [
            ("111111110", "the sample that Hungarian forms use"),
            ("123456788", "digits in order"),
            ("034125898", "a leading zero"),
            ("088701556", "a leading zero"),
        ] {
            assert!(is_taj(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_tajs_do_not() {
        for (id, why) in [
            ("123456789", "check digit"),
            ("000000000", "one digit over and over, though the sum is right"),
            ("12345678", "8 digits"),
            ("1234567880", "10 digits"),
            ("12345678A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_taj(id.as_bytes()), "{id}: {why}");
        }
    }

    #[test]
    fn valid_personal_ids_hold() {
        for (id, what) in [
            ("18506121236", "a man of 1985: weights up"),
            ("27211030456", "a woman of 1972"),
            ("19612310073", "31 December 1996: the last with weights up"),
            ("19701011119", "1 January 1997: the first with weights down"),
            ("30508170664", "a man of 2005"),
            ("41212250310", "a woman of 2012"),
            ("56802140106", "a foreigner of 1968"),
            ("70102030444", "a foreigner of 2001"),
        ] {
            assert!(is_personal_id(id.as_bytes()), "{id}: {what}");
        }
    }

    #[test]
    fn other_personal_ids_do_not() {
        for (id, why) in [
            ("18506121237", "check digit"),
            ("18506311230", "31 June"),
            ("18513121236", "month 13"),
            ("19701011112", "1 January 1997 with weights up"),
            ("08506121235", "no sex and century 0"),
            ("98506121233", "no sex and century 9"),
            ("11111111111", "one digit over and over"),
            ("1850612123", "10 digits"),
            ("185061212366", "12 digits"),
            ("1850612123A", "a letter"),
            ("", "nothing"),
        ] {
            assert!(!is_personal_id(id.as_bytes()), "{id}: {why}");
        }
    }
}
