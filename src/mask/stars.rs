//! A star for every byte; separators and, where the policy says so, a few characters at the ends stay.

use crate::fold::{self, Kind};

/// Covers all but separators, invisible marks and the kept characters with `star`.
pub(super) fn cover(value: &mut [u8], (keep_first, keep_last): (usize, usize), star: u8) {
    let places: Vec<_> =
        characters(value).filter(|(_, _, is_kept)| !is_kept).map(|(at, len, _)| (at, len)).collect();
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
        ] {
            let mut bytes = value.as_bytes().to_vec();
            cover(&mut bytes, keep, b'*');
            assert_eq!(String::from_utf8(bytes).expect("stars and digits"), expected);
        }
    }
}
