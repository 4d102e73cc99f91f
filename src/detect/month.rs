//! Names of the months, as people write them in dates.

use crate::fold;

/// English, Indonesian, Malay, Spanish, Portuguese, French, German; whole and abbreviated, without accents.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "january", "januari", "ene", "enero", "janeiro", "janv", "janvier", "januar", "janner",
        "jaenner", "jaen",
    ],
    &[
        "feb",
        "february",
        "februari",
        "pebruari",
        "peb",
        "febrero",
        "fev",
        "fevereiro",
        "fevr",
        "fevrier",
        "februar",
    ],
    &["mar", "march", "maret", "mrt", "mac", "marzo", "marco", "mars", "marz", "maerz", "mrz"],
    &["apr", "april", "abr", "abril", "avr", "avril"],
    &["may", "mei", "mayo", "mai", "maio"],
    &["jun", "june", "juni", "junio", "junho", "juin"],
    &["jul", "july", "juli", "julai", "julio", "julho", "juil", "juillet"],
    &["aug", "august", "agu", "agt", "ags", "agustus", "ogos", "ago", "agosto", "aout"],
    &["sep", "sept", "september", "septiembre", "setiembre", "set", "setembro", "septembre"],
    &["oct", "october", "okt", "oktober", "octubre", "out", "outubro", "octobre"],
    &["nov", "november", "nopember", "nop", "noviembre", "novembro", "novembre"],
    &[
        "dec",
        "december",
        "des",
        "desember",
        "disember",
        "dis",
        "dic",
        "diciembre",
        "dez",
        "dezembro",
        "dezember",
        "decembre",
    ],
];

/// The longest name, in letters.
const MAX_LETTERS: usize = 12;

/// The month, from 1, whose name is the word at `at`, and just past it.
pub(super) fn named(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let len = fold::letters(text, at);
    let (mut word, mut count) = ([0; MAX_LETTERS], 0);
    let mut i = at;
    while i < at + len {
        let (letter, size) = match text[i..] {
            // A combining mark.
            [0xcc, ..] => (None, 2),
            [0xc3, second, ..] => (Some(plain(fold::lower_pair(0xc3, second)[1])?), 2),
            [byte, ..] => (Some(byte.to_ascii_lowercase()), 1),
            [] => return None,
        };
        if let Some(letter) = letter {
            *word.get_mut(count)? = letter;
            count += 1;
        }
        i += size;
    }
    let word = &word[..count];
    let month = MONTHS.iter().position(|names| names.iter().any(|name| name.as_bytes() == word))?;
    u32::try_from(month + 1).ok().map(|month| (month, at + len))
}

/// Length of the word at `at` that only links day, month and year: *of*, *de*, *del*.
pub(super) fn of(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let links: [&[u8]; 4] = [b"of ", b"de ", b"del ", b"do "];
    let is_here =
        |link: &&&[u8]| rest.get(..link.len()).is_some_and(|start| start.eq_ignore_ascii_case(link));
    links.iter().find(is_here).map_or(0, |link| link.len())
}

/// Where the year starts that a word for *year* between blanks tells, right behind a month's number that ends at `end`.
pub(super) fn year(text: &[u8], end: usize) -> Option<usize> {
    const WORDS: [&str; 12] =
        ["year", "yr", "tahun", "thn", "th", "tahunnya", "año", "ano", "année", "annee", "jahr", "năm"];
    let rest = text.get(end..)?.strip_prefix(b" ")?;
    WORDS.iter().find_map(|word| {
        let is_here = rest.get(..word.len())?.eq_ignore_ascii_case(word.as_bytes());
        let behind = &rest[word.len()..];
        let blank = usize::from(behind.first() == Some(&b' '));
        (is_here && blank == 1 && behind.get(1)?.is_ascii_digit()).then_some(end + 1 + word.len() + blank)
    })
}

/// The letter without its accent, of the small letters U+00E0 to U+00FF by their second byte.
fn plain(second: u8) -> Option<u8> {
    Some(match second {
        0xa0..=0xa5 => b'a',
        0xa7 => b'c',
        0xa8..=0xab => b'e',
        0xb1 => b'n',
        0xb2..=0xb6 => b'o',
        0xb9..=0xbc => b'u',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_every_language() {
        for (text, month) in [
            ("March", 3),
            ("MÄRZ", 3),
            ("ma\u{308}rz", 3),
            ("março", 3),
            ("août", 8),
            ("février", 2),
            ("Setiembre", 9),
            ("dez.", 12),
            ("Ogos", 8),
        ] {
            assert_eq!(named(text.as_bytes(), 0).map(|(month, _)| month), Some(month), "{text}");
        }
        for text in ["", "marsh", "mañana", "septemberfest"] {
            assert_eq!(named(text.as_bytes(), 0), None, "{text}");
        }
    }
}
