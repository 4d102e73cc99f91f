//! Malaysia: identity card number (nombor kad pengenalan, NRIC, MyKad, "no. IC").
//!
//! **Grammar.** Twelve digits `YYMMDD-PB-###G`: date of birth, place of birth, serial with the sex in the
//! last digit.
//!
//! **Evidence.** No check digit. The date and a code of place of birth that the registration department has
//! given (JPN, "Kod Negeri" and "Kod Negara", National Registration Regulations 1990): one number of 32 fits,
//! so `dddddd-dd-dddd` is found without a label.
//!
//! **Not found on purpose.** Twelve bare digits without a label. Old cards (seven digits) and those of police
//! and army.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[Id {
    entity: "my_nric",
    forms: &["dddddd-dd-dddd", "dddddd dd dddd", "dddddd.dd.dddd", "dddddddddddd"],
    is_valid,
}];

fn is_valid(id: &[u8]) -> bool {
    sum::are_digits(id, 12)
        && sum::is_yymmdd(&id[..6])
        // States, states again (since 1991), countries, and those of unknown birth.
        && matches!(
            sum::number(&id[6..8]),
            1..=16 | 21..=59 | 60..=68 | 71..=72 | 74..=79 | 82..=93 | 98..=99
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nric() {
        sum::check(
            is_valid,
            &["770305021234", "000229145566", "850412995013", "990101710001"],
            &[
                ("771305021234", "no month 13"),
                ("770230021234", "no 30 February"),
                ("010229145566", "no leap year"),
                ("770305001234", "no place 00"),
                ("770305171234", "no place 17"),
                ("770305701234", "no place 70"),
                ("77030502123", "eleven digits"),
                ("77030502123A", "a letter"),
            ],
        );
    }
}
