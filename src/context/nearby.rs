//! Where the value of a label may start, for values that prove themselves by their form.
//!
//! Looser than the grammar of [`forward`](super::forward): a form with a check digit needs no copula. What is between label
//! and value must still be short: separators, words that change nothing, two others.

use super::lexicon::{Lexicon, is_word_start};
use super::neighbours::{is_placeholder, is_placeholder_start};
use crate::fold::{self, Kind};
use crate::pack::Concepts;

/// Places in order, nearest to the label first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Places {
    at: [usize; MAX_PLACES],
    len: usize,
    /// Whether nothing stands between the label and the end of what may be seen.
    pub(crate) is_line_end: bool,
}

const MAX_PLACES: usize = 6;
/// Bytes between label and value at most.
const MAX_BYTES: usize = 96;
/// Words inside of a date at most.
const MAX_DATE_WORDS: usize = 3;
/// Words between that the grammar does not know.
const MAX_UNKNOWN: usize = 2;
/// Bytes of further ones before a colon.
const MAX_ANNOUNCED: usize = 48;

impl Places {
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.at[..self.len].iter().copied()
    }

    fn push(&mut self, at: usize) -> bool {
        if self.len < MAX_PLACES {
            self.at[self.len] = at;
            self.len += 1;
        }
        self.len < MAX_PLACES
    }
}

/// Places behind a label that ends at `from`.
pub(crate) fn places_after(lexicon: &Lexicon, text: &[u8], from: usize) -> Places {
    let mut places = Places::default();
    let (mut i, mut unknown) = (from, 0);
    let limit = text.len().min(from + MAX_BYTES);
    while i < limit {
        let rest = &text[i..];
        match rest[0] {
            b'[' if is_placeholder_start(rest) => return places,
            b'*' if rest.starts_with(b"****") => return places,
            b'\\' if rest.get(1).is_some_and(|next| matches!(next, b'n' | b'r' | b't' | b'"')) => i += 2,
            b'%' if rest.starts_with(b"%20") || rest.starts_with(b"%22") => i += 3,
            b'%' if rest.len() > 3 && rest[1] == b'3' && matches!(rest[2], b'A' | b'a' | b'D' | b'd') => {
                i += 3;
            }
            b'.' if rest.get(1).is_some_and(|next| matches!(next, b' ' | b'-' | b'0'..=b'9'))
                && unknown == 0 =>
            {
                i += 1;
            }
            // The writer's own question: "DOB? 14 February 1949".
            b'?' if unknown == 0 && places.len == 0 => i += 1,
            b'.' | b'!' | b'?' | b';' | b'\n' | b'}' => return places,
            // Another key, another clause.
            b',' if unknown > 1 || rest[1..].trim_ascii_start().first() == Some(&b'"') => return places,
            b'(' | b'+' if rest.get(1).is_some_and(u8::is_ascii_digit) => {
                if !places.push(i) {
                    return places;
                }
                i += 1;
            }
            0xe3 | 0xef if let Some(mark) = fold::mark(rest) => match mark {
                b'.' | b'!' | b'?' | b';' => return places,
                b',' if unknown > 1 => return places,
                _ => i += 3,
            },
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => {
                if rest[0] >= 0x80 && !is_digit_or_letter(text, i) {
                    i += fold::glyph(text, i).map_or(1, |glyph| glyph.len);
                    continue;
                }
                // Scripts without blanks write particles to the label and the number to the particle.
                let is_wide = rest[0] >= 0x80 && !fold::is_wide_letter(rest);
                let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte >= 0x80;
                let is_number = fold::digit(rest, 0).is_some();
                let word = if is_wide { wide_len(rest) } else { rest.iter().take_while(is_part).count() };
                let connector = (is_word_start(text, i))
                    .then(|| lexicon.longest(text, i, Concepts::CONNECTORS))
                    .flatten()
                    .filter(|connector| is_wide || connector.end >= i + word);
                // Another key: service=mobile-app msg="heap used 69459857".
                let is_key = !is_number && text[..i].ends_with(b" ") && rest.get(word) == Some(&b'=');
                if is_key && (unknown > 0 || connector.is_none()) {
                    return places;
                }
                if let Some(connector) = connector {
                    // A short word is the start of a value, too: A 1234567, JG 48 20 19 C.
                    let is_capital = word <= 2 && rest[..word].iter().all(u8::is_ascii_uppercase);
                    if is_capital && !places.push(i) {
                        return places;
                    }
                    i = connector.end;
                    continue;
                }
                // What stands behind another label is that label's.
                let is_other = is_word_start(text, i)
                    && lexicon.longest(text, i, Concepts::LABELS | Concepts::OTHER).is_some();
                if is_other && places.len > 0 {
                    return places;
                }
                if !places.push(i) || is_number || rest[..word].iter().any(u8::is_ascii_digit) {
                    return places;
                }
                unknown += 1;
                if unknown > MAX_UNKNOWN {
                    match announced(text, i) {
                        // What is before the colon is no value.
                        Some(colon) if places.len <= MAX_UNKNOWN + 1 => {
                            (i, places.len) = (colon, 0);
                            continue;
                        }
                        _ => return places,
                    }
                }
                i += word;
            }
            _ => i += 1,
        }
    }
    places.is_line_end = i == text.len() && places.len == 0;
    places
}

/// Just past the colon that ends a few words of small letters from `at` on, right before a number: "dob for the age check on the
/// order: 14/09/1978".
fn announced(text: &[u8], at: usize) -> Option<usize> {
    let limit = text.len().min(at + MAX_ANNOUNCED);
    let len = text[at..limit]
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase() || **byte == b' ' || **byte >= 0x80)
        .count();
    (text[at + len..].starts_with(b": ") && text.get(at + len + 2).is_some_and(u8::is_ascii_digit))
        .then_some(at + len + 1)
}

/// Places before a label that starts at `label`, whose value must end at the offset that comes with them: the start of the
/// nearest group of characters, then of those before it.
pub(crate) fn places_before(lexicon: &Lexicon, text: &[u8], label: usize) -> Option<(usize, Places)> {
    let mut i = label;
    for _ in 0..8 {
        let last = *text.get(i.checked_sub(1)?)?;
        match last {
            b' ' | b'\t' | b'(' | b'"' | b'\'' | b'=' | b'-' | b':' | b',' | b'<' | b'>' => i -= 1,
            b']' if is_placeholder(&text[..i]) => return None,
            0x80.. if let Some(mark) = fold::mark_before(text, i) => match mark {
                b'.' | b'!' | b'?' | b';' => return None,
                _ => i -= 3,
            },
            0x80.. if fold::is_unspaced_before(text, i) => {
                match lexicon.ending(text, i, Concepts::CONNECTORS) {
                    Some((start, _)) => i = start,
                    None => return Some((i, numbers_before(text, i))),
                }
            }
            0x80.. if fold::is_wide_letter_before(text, i) => {
                let mut start = i - 1;
                while start > 0 && !is_word_start(text, start) {
                    start -= 1;
                }
                lexicon.longest(text, start, Concepts::CONNECTORS).filter(|word| word.end >= i)?;
                i = start;
            }
            byte if byte.is_ascii_alphanumeric() => {
                let mut start =
                    i - text[..i].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
                // A word with accents may end in plain letters.
                while start < i && start > 0 && !is_word_start(text, start) {
                    start -= 1;
                }
                let word = (start < i && is_word_start(text, start))
                    .then(|| lexicon.longest(text, start, Concepts::CONNECTORS))
                    .flatten();
                match word {
                    Some(word) if word.end >= i => i = start,
                    _ => return Some((i, groups_before(text, i))),
                }
            }
            _ => return None,
        }
    }
    None
}

fn groups_before(text: &[u8], end: usize) -> Places {
    let mut places = Places::default();
    let (mut i, mut words) = (end, 0);
    loop {
        let is_part =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'-' | b'.' | b'/' | 0x80..);
        let len = text[..i].iter().rev().take(40).take_while(is_part).count();
        let group = &text[i - len..i];
        if group.iter().any(u8::is_ascii_digit) {
            if !places.push(i - len) {
                return places;
            }
        } else {
            // The month of a date: "12. März 1985", "15 de marzo de 1985".
            words += 1;
            if places.len == 0 || words > MAX_DATE_WORDS || !(2..=12).contains(&len) {
                return places;
            }
        }
        i -= len;
        if !text[..i].ends_with(b" ") {
            return places;
        }
        i -= 1;
    }
}

/// Length of the characters beyond ASCII that start `rest`: a number, or what stands before the next number or mark.
fn wide_len(rest: &[u8]) -> usize {
    let is_number = fold::digit(rest, 0).is_some();
    let mut len = 0;
    while rest.get(len).is_some_and(|byte| *byte >= 0x80)
        && (len == 0 || fold::digit(rest, len).is_some() == is_number && fold::mark(&rest[len..]).is_none())
    {
        len += fold::glyph(rest, len).map_or(1, |glyph| glyph.len);
    }
    len
}

/// Where the numbers start that a value which ends in a word of a script without blanks can begin with: 1990年5月3日.
fn numbers_before(text: &[u8], end: usize) -> Places {
    let mut places = Places::default();
    let mut i = end;
    while let Some(before) = fold::before(text, i).filter(|before| end - before <= 32) {
        let is_digit = |at: usize| fold::digit(text, at).is_some();
        let is_start = is_digit(before) && fold::before(text, before).is_none_or(|at| !is_digit(at));
        if text[before].is_ascii_whitespace() || is_start && !places.push(before) {
            break;
        }
        i = before;
    }
    places
}

fn is_digit_or_letter(text: &[u8], at: usize) -> bool {
    matches!(fold::glyph(text, at).map(|glyph| glyph.kind), Some(Kind::Digit(_) | Kind::Other))
}
