//! Ireland: Personal Public Service number (PPSN, Uimhir Phearsanta Seirbhíse Poiblí), the tax number of persons too.
//!
//! **Grammar.** Seven digits, a check letter A to W, and maybe a second letter: A to I in numbers since 2013 (A persons,
//! H others), W T X in older ones: `1234567T`, `1234567FA`.
//!
//! **Evidence.** The check letter is the remainder by 23 of the weighted sum (8, 7, … 2), where W is 0 and A is 1; a
//! second letter A to I counts nine times its place in the alphabet, W T X nothing (Revenue, OECD TIN sheet of Ireland;
//! number: Social Welfare Consolidation Act 2005, section 262).
//!
//! **Not found on purpose.** A number without a label: seven digits and a letter are a long integer or a size
//! (`1048576B`).

use super::Id;
use super::sum::{are_digits, is_repeated, weighted};

pub(super) const IDS: &[Id] = &[Id {
    entity: "ie_pps",
    forms: &["dddddddAA", "ddddddd AA", "ddddddd-AA", "dddddddA", "ddddddd A", "ddddddd-A"],
    is_valid: is_pps,
}];

fn is_pps(number: &[u8]) -> bool {
    let (digits, letters) = number.split_at(number.len().min(7));
    let (check, extra) = match *letters {
        [check] | [check, b'W' | b'T' | b'X'] => (check, 0),
        [check, second @ b'A'..=b'I'] => (check, 9 * u32::from(second - b'A' + 1)),
        _ => return false,
    };
    // Zeros alone pass with W.
    if !are_digits(digits, 7) || is_repeated(digits) {
        return false;
    }
    let rest = (weighted(digits, &[8, 7, 6, 5, 4, 3, 2]) + extra) % 23;
    b"WABCDEFGHIJKLMNOPQRSTUV".get(rest as usize) == Some(&check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pps() {
        // The first two are the samples that Revenue prints.
        for number in [
            &b"1234567T"[..],
            b"1234567FA",
            b"6433435F",
            b"6433435FT",
            b"6433435FW",
            b"6433435OA",
            b"6433435IH",
            b"7654321PA",
        ] {
            assert!(is_pps(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"6433435E"[..], "another check letter"),
            (b"6433435VH", "another check letter"),
            (b"6433435FA", "the second letter counts"),
            (b"6433435FZ", "no such second letter"),
            (b"0000000W", "uniform"),
            (b"643343F", "six digits"),
            (b"64334355F", "eight digits"),
            (b"6433435", "no letter"),
            (b"6433435FAA", "three letters"),
            (b"", "nothing"),
        ] {
            assert!(!is_pps(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
