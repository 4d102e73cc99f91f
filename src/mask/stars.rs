//! A star for every byte; separators and, where the policy says so, a few characters at the ends stay.

use crate::fold::{self, Kind};

/// Blanks of a number in words at least: card numbers have twelve digits, some told as a pair.
const MIN_SPOKEN: usize = 6;

/// Covers all but separators, invisible marks and the kept characters with `star`. Items of a JSON array, which a value may
/// hold, become one: of them digits at the end alone are kept.
pub(super) fn cover(
    value: &mut [u8],
    (keep_first, keep_last): (usize, usize),
    star: u8,
    is_json_number: bool,
) {
    // The blanks between the words of a spoken number would tell the words.
    let blanks = value.iter().filter(|byte| **byte == b' ').count();
    let is_spoken =
        blanks >= MIN_SPOKEN && !characters(value).any(|(at, _, _)| fold::digit(value, at).is_some());
    let is_array = value.contains(&b',') && (is_json_number || value.contains(&b'"'));
    let is_hidden =
        |at: usize, is_kept: bool| !is_kept || (is_spoken || is_array && is_json_number) && value[at] == b' ';
    let places: Vec<_> = characters(value)
        .filter(|(at, _, is_kept)| is_hidden(*at, *is_kept))
        .map(|(at, len, _)| (at, len))
        .collect();
    let (keep_first, keep_last) = match is_array {
        true => (0, keep_last.min(value.iter().rev().take_while(|byte| byte.is_ascii_digit()).count())),
        false => (keep_first, keep_last),
    };
    let total = places.len();
    // Never keep all: a value shorter than what may be kept is covered.
    let (keep_first, keep_last) =
        if keep_first + keep_last < total { (keep_first, keep_last) } else { (0, 0) };
    for (at, len) in &places[keep_first..total - keep_last] {
        value[*at..at + len].fill(star);
    }
}

/// Offset and length of each character, and whether it is one that stays anyway.
fn characters(value: &[u8]) -> impl Iterator<Item = (usize, usize, bool)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let glyph = fold::glyph(value, at)?;
        let place = (at, glyph.len, matches!(glyph.kind, Kind::Separator(_) | Kind::Invisible));
        at += glyph.len;
        Some(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_covered_and_the_form_is_kept() {
        for (value, keep, expected) in [
            ("4111 1111 1111 1111", (0, 4), "**** **** **** 1111"),
            ("3782 822463 10005", (0, 4), "**** ****** *0005"),
            ("4111111111111111", (6, 4), "411111******1111"),
            ("４111", (0, 1), "*****1"),
            ("123", (0, 4), "***"),
            ("four one double two six nine zero one", (0, 0), "*************************************"),
            ("one two", (0, 0), "*** ***"),
        ] {
            let mut bytes = value.as_bytes().to_vec();
            cover(&mut bytes, keep, b'*', false);
            assert_eq!(String::from_utf8(bytes).expect("stars and digits"), expected);
        }
    }

    #[test]
    fn numbers_of_an_array_become_one() {
        for (value, is_json_number, star, expected) in [
            ("4539, 5787, 6362, 1486", true, b'*', "******************1486"),
            ("4539, 5787, 6362, 1486", true, b'9', "9999999999999999991486"),
            (r#"4539","5787","6362","1486"#, false, b'*', "*********************1486"),
            (r#"4539", "5787", "6362", "1486", "123"#, false, b'*', "****** ******* ******* ******* *123"),
        ] {
            let mut bytes = value.as_bytes().to_vec();
            cover(&mut bytes, (6, 4), star, is_json_number);
            assert_eq!(String::from_utf8(bytes).expect("digits"), expected);
        }
    }
}
