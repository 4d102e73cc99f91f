//! South Korea: resident registration number (주민등록번호, RRN) and foreigner registration number (외국인등록번호).
//!
//! **Grammar.** Thirteen digits `YYMMDD-SNNNNNC`: date of birth, sex and century, number, check digit.
//!
//! **Evidence.** The seventh digit: 1 2 born in the 1900s, 3 4 in the 2000s, 9 0 in the 1800s; 5 6 and 7 8
//! foreigners. The last digit is 11 minus the weighted sum (2 to 9, 2 to 5) mod 11, of which the last digit
//! counts (Enforcement Rule of the Resident Registration Act, article 2). Since 5 October 2020 the last six
//! digits are random (Ministry of the Interior and Safety), so nothing is asked of a foreigner's or of one of
//! a child born since 2020. One number of 60 fits.
//!
//! **Not found on purpose.** Thirteen bare digits without a label. Numbers that were changed, or given to
//! adults, since October 2020, where the random digit is not the old check digit by luck.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "kr_rrn",
    forms: &["dddddd-ddddddd", "dddddd ddddddd", "dddddd - ddddddd", "ddddddddddddd"],
    is_valid,
}];

const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

fn is_valid(id: &[u8]) -> bool {
    if !sum::are_digits(id, 13) {
        return false;
    }
    let century = match id[6] {
        b'1' | b'2' | b'5' | b'6' => 1900,
        b'3' | b'4' | b'7' | b'8' => 2000,
        _ => 1800,
    };
    let year = century + sum::number(&id[..2]);
    let has_check_digit = year < 2020 && !(b'5'..=b'8').contains(&id[6]);
    year <= *sum::BIRTH_YEARS.end()
        && sum::is_date(year, sum::number(&id[2..4]), sum::number(&id[4..6]))
        && (!has_check_digit || (11 - sum::weighted(id, &WEIGHTS) % 11) % 10 == sum::value(id[12]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rrn() {
        sum::check(
            is_valid,
            &["9710139019902", "9001011234568", "0002294123457", "2103053123456", "8505055123456"],
            &[
                ("9710139019903", "check digit"),
                ("9001011234567", "check digit"),
                ("9013011234568", "no month 13"),
                ("0002291123459", "1900 was no leap year"),
                ("9901013123456", "born in 2099"),
                ("900101123456", "twelve digits"),
                ("900101123456A", "a letter"),
            ],
        );
    }
}
