//! Belgium: national register number (rijksregisternummer, numéro de registre national), also the social security number
//! (INSZ, NISS).
//!
//! **Grammar.** Birth date, sequence of the day, check: `85.07.30-033.28`.
//!
//! **Evidence.** The check is 97 less the remainder by 97 of the first nine digits, with a 2 before them for births from
//! 2000 on (arrêté royal of 3 April 1984 on the composition of the number; Rijksregister, instruction IT000). Month and
//! day are 0 where they are not known; then, and once a day's sequences are used up, the day counts on from 0. The bis
//! number of a person who is not in the register has 20 or 40 added to the month. The sequence is 001 to 998.
//!
//! **Not found on purpose.** Eleven digits in a row without a label. The number of the identity card (`591-1917064-58`).

use super::Id;
use super::sum::{are_digits, is_day, long};

pub(super) const IDS: &[Id] = &[Id {
    entity: "be_nn",
    forms: &[
        "dd.dd.dd-ddd.dd",
        "dd.dd.dd-ddd-dd",
        "dd.dd.dd-ddd dd",
        "dd.dd.dd ddd.dd",
        "dd.dd.dd ddd dd",
        "dd dd dd ddd dd",
        "dddddd-ddd-dd",
        "dddddd-ddd.dd",
        "dddddd ddd dd",
        "dddddd-ddddd",
        "ddddddddddd",
    ],
    is_valid: is_nn,
}];

fn is_nn(number: &[u8]) -> bool {
    if !are_digits(number, 11) {
        return false;
    }
    let body = long(&number[..9]);
    let check = long(&number[9..]);
    let year = long(&number[..2]);
    [(1900, body), (2000, 2_000_000_000 + body)]
        .into_iter()
        .any(|(century, body)| check == 97 - body % 97 && is_date(century + year, &number[2..6]))
        && (1..=998).contains(&long(&number[6..9]))
}

/// Whether month and day are a date, or say that it is not known.
fn is_date(year: u64, digits: &[u8]) -> bool {
    let month = match long(&digits[..2]) {
        month @ 0..=12 => month,
        month @ 20..=32 => month - 20,
        month @ 40..=52 => month - 40,
        _ => return false,
    };
    let day = long(&digits[2..]);
    match month {
        0 => day <= 31,
        _ => day == 0 || is_day(year, month, day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nn() {
        // The first is the sample of the register.
        for number in [
            &b"85073003328"[..],
            b"93051822361",
            b"17073003384",
            b"42012205181",
            b"40000100133",
            b"00012556777",
            b"84451500275",
            b"07210501264",
        ] {
            assert!(is_nn(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"85073003329"[..], "another check"),
            (b"85073100031", "no sequence"),
            (b"85133003370", "no such month"),
            (b"85023003390", "no 30 February"),
            (b"00000000097", "zeros have a check"),
            (b"8507300332", "ten digits"),
            (b"850730033288", "twelve digits"),
            (b"8507300332A", "a letter"),
        ] {
            assert!(!is_nn(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
