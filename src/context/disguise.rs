//! Words in disguise: letters of ASCII that are written with others, or have marks between them that do not show.
//!
//! Japanese and Chinese keyboards write labels with full-width letters (ＰＩＮ), who wants to pass a filter writes them with
//! look-alikes (a Cyrillic *а* in *password*), with mathematical letters, or cuts them with zero-width characters. Packs and
//! lexicon know nothing of this: where such a word stands, its surroundings are looked at in plain letters.
//!
//! Sources: Unicode's compatibility decompositions (NFKC) and confusables (UTS 39).

use unicode_normalization::UnicodeNormalization;

use crate::span::Span;

/// Characters that show nothing: soft hyphen, zero-width space, non-joiner and joiner, word joiner, byte order mark.
const HIDDEN: [char; 6] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// The most bytes of a disguised word before the character that tells it.
const MAX_BEFORE: usize = 64;

/// How a character is written for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guise {
    /// A letter of ASCII is one.
    None,
    /// Another writing of this character: on its own it is a disguise.
    Other(u8),
    /// A letter of another script that looks like this one: a disguise beside letters of ASCII.
    LookAlike(u8),
    Hidden,
}

/// Every character that may tell a disguised word, one for those whose first three bytes are the same.
pub(crate) fn disguises() -> impl Iterator<Item = char> {
    let others =
        ('\u{370}'..='\u{556}').chain('\u{ff21}'..='\u{ff5a}').chain(('\u{1d400}'..='\u{1d6a3}').step_by(64));
    HIDDEN.into_iter().chain(others.filter(|character| guise(*character).is_some()))
}

/// Whether the character beyond ASCII at `at` disguises a letter, or hides between two. Looks at no more than five bytes.
pub(crate) fn is_disguise(text: &[u8], at: usize) -> bool {
    let Some(character) = character(text, at) else { return false };
    let is_letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let (before, after) = (is_letter(at.checked_sub(1)), is_letter(Some(at + character.len_utf8())));
    match character {
        _ if HIDDEN.contains(&character) => before && after,
        '\u{370}'..='\u{556}' => (before || after) && guise(character).is_some(),
        _ => guise(character)
            .is_some_and(|guise| matches!(guise, Guise::Other(byte) if byte.is_ascii_alphabetic())),
    }
}

/// Where the word starts whose first disguise is at `at`; `None` where one stands before it in the word.
pub(crate) fn disguised_word(text: &[u8], at: usize) -> Option<usize> {
    let mut start = at;
    while let Some(before) = crate::fold::before(text, start).filter(|before| at - before <= MAX_BEFORE) {
        if !is_part(text, before) {
            break;
        }
        if text[before] >= 0x80 && is_disguise(text, before) {
            return None;
        }
        start = before;
    }
    Some(start)
}

/// A text with its disguised letters, digits and marks as those of ASCII.
pub(crate) struct Plain {
    pub(crate) text: Vec<u8>,
    /// Where each byte stood.
    places: Vec<Span>,
}

impl Plain {
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut plain = Self { text: Vec::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        let mut at = 0;
        while at < text.len() {
            let word = word_len(text, at);
            let has_letter = text[at..at + word].iter().any(u8::is_ascii_alphabetic);
            let end = at + word.max(1);
            while at < end {
                let len = character(text, at).map_or(1, char::len_utf8);
                let guise = character(text, at).and_then(guise);
                match guise {
                    Some(Guise::Other(byte)) => plain.push(&[byte], at, len),
                    Some(Guise::LookAlike(byte)) if has_letter => plain.push(&[byte], at, len),
                    Some(Guise::Hidden) => {}
                    _ => plain.push(&text[at..at + len], at, len),
                }
                at += len;
            }
        }
        plain
    }

    fn push(&mut self, bytes: &[u8], at: usize, len: usize) {
        for (i, byte) in bytes.iter().enumerate() {
            let is_whole = bytes.len() == 1;
            let place = if is_whole { Span::new(at, at + len) } else { Span::new(at + i, at + i + 1) };
            self.text.push(*byte);
            self.places.push(place);
        }
    }

    /// Where what stood at `at` or behind it starts in this text.
    pub(crate) fn at(&self, at: usize) -> usize {
        self.places.partition_point(|place| place.start < at)
    }

    /// What a span of this text was.
    pub(crate) fn origin(&self, span: Span) -> Span {
        let start = self.places.get(span.start).map_or(0, |place| place.start);
        let end =
            span.end.checked_sub(1).and_then(|last| self.places.get(last)).map_or(start, |place| place.end);
        Span::new(start, end.max(start))
    }
}

/// Length in bytes of the run of letters, disguised or not, at `at`.
fn word_len(text: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < text.len() && is_part(text, end) {
        end += character(text, end).map_or(1, char::len_utf8);
    }
    end - at
}

fn is_part(text: &[u8], at: usize) -> bool {
    character(text, at).and_then(guise).is_some_and(|guise| match guise {
        Guise::None | Guise::LookAlike(_) | Guise::Hidden => true,
        Guise::Other(byte) => byte.is_ascii_alphabetic(),
    })
}

/// The character at `at`, where the bytes are valid UTF-8.
fn character(text: &[u8], at: usize) -> Option<char> {
    let bytes = text.get(at..text.len().min(at + 4))?;
    bytes.utf8_chunks().next()?.valid().chars().next()
}

/// How a character is written; `None` for those that are nothing but themselves.
fn guise(character: char) -> Option<Guise> {
    let single = |plain: &mut dyn Iterator<Item = char>| {
        let first = plain.next().filter(char::is_ascii)?;
        plain.next().is_none().then_some(first as u8)
    };
    match character {
        'a'..='z' | 'A'..='Z' => Some(Guise::None),
        _ if HIDDEN.contains(&character) => Some(Guise::Hidden),
        '\u{370}'..='\u{556}' => {
            let plain = single(&mut unicode_security::confusable_detection::skeleton(
                character.encode_utf8(&mut [0; 4]),
            ));
            plain.filter(u8::is_ascii_alphabetic).map(Guise::LookAlike)
        }
        '\u{3000}' | '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' => {
            single(&mut std::iter::once(character).nfkc()).map(Guise::Other)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_plain_letters() {
        for (text, expected) in [
            ("ＰＩＮ：４８２９", "PIN:4829"),
            ("pi\u{200b}n 4829", "pin 4829"),
            ("pаsswоrd", "password"),
            ("𝗣𝗜𝗡 1", "PIN 1"),
            // Words of their own script stay.
            ("сон pin", "сон pin"),
            ("暗証番号は", "暗証番号は"),
        ] {
            assert_eq!(String::from_utf8_lossy(&Plain::of(text.as_bytes()).text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_found_is_given_where_it_stood() {
        let text = "ＰＩＮ：４８２９";
        let plain = Plain::of(text.as_bytes());
        let span = plain.origin(Span::new(4, 8));
        assert_eq!(&text[span.range()], "４８２９");
        assert_eq!(plain.at("ＰＩＮ：".len()), 4);
    }

    #[test]
    fn a_word_is_told_once() {
        let text = "my pаsswоrd".as_bytes();
        let told: Vec<usize> = (0..text.len())
            .filter(|&at| text[at] >= 0x80 && is_disguise(text, at))
            .filter_map(|at| disguised_word(text, at))
            .collect();
        assert_eq!(told, [3]);
        assert!(!is_disguise("сон".as_bytes(), 0));
    }
}
