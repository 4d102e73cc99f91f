//! Digits around a label: a cheap look before a sentence is read.

use std::ops::Range;

use super::lexicon::{Lexicon, is_word_start};
use super::sentence::is_id;
use super::vicinity::{MAX_BYTES, MAX_BYTES_AFTER};
use crate::pack::Concepts;
use crate::span::Span;

/// Words for digits that a code in words has at least.
const MIN_SPOKEN: usize = 3;

/// How many groups of digits stand around a label at most, up to two.
pub(crate) fn groups(text: &[u8], label: Span) -> usize {
    let mut rest = &text[around(text, label)];
    let mut found = 0;
    while found < 2
        && let Some(start) = position(rest, is_digit)
    {
        if rest[start] == WIDE {
            return 2;
        }
        found += 1;
        rest = &rest[start + digits(&rest[start..])..];
    }
    found
}

/// Where the line of a label stands, as far as it is looked at.
fn around(text: &[u8], label: Span) -> Range<usize> {
    let from = label.start.saturating_sub(MAX_BYTES);
    let line = memchr::memrchr(b'\n', &text[from..label.start]);
    line.map_or(from, |end| from + end + 1)..text.len().min(label.end + MAX_BYTES_AFTER)
}

/// On which sides of a label numbers stand that may be codes of the usual lengths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) before: bool,
    pub(crate) after: bool,
}

/// Where in the label's sentence, before what surely is structure and no prose, a free-standing number may be a code.
pub(crate) fn in_sentence(text: &[u8], label: Span, usual: &[u8]) -> Sides {
    let around = around(text, label);
    if position(&text[around.clone()], is_digit).is_none() {
        return Sides::default();
    }
    let Range { start, end } = sentence(text, label, around);
    let has_free = |window: &[u8]| count(window, usual, |number| is_free(window, number)) > 0;
    Sides { before: has_free(&text[start..label.start]), after: has_free(&text[label.end..end]) }
}

/// Whether a group of digits may be a number of its own to [`Parts`](super::sentence::Parts): no decimal, no later group of
/// a longer number, no part of an identifier with hyphens.
fn is_free(window: &[u8], Range { start, end }: Range<usize>) -> bool {
    let is_digit = |at: usize| window.get(at).is_some_and(u8::is_ascii_digit);
    let is_later = match window[..start] {
        [.., b'0'..=b'9', b' '] => true,
        // Behind a key that says only that it is a value, signs are none: "got=-4821".
        [.., b'-'] => !window[..start].contains(&b'='),
        _ => false,
    };
    let goes_on = match window.get(end) {
        Some(b'.' | b',') => is_digit(end + 1),
        // 4821-9028, but 5929-4868-8b57
        Some(b'-') if end - start > 3 => match digits(&window[end + 1..]) {
            0 => is_id(&window[end..]),
            4 => is_id(&window[end + 5..]) || matches!(window[end + 5..], [b'-', b'0'..=b'9', ..]),
            _ => true,
        },
        _ => false,
    };
    !is_later && !goes_on
}

/// How far from a label words for digits are looked for, in bytes.
const MAX_SPOKEN: usize = 80;

/// Whether words for digits stand in the label's sentence, as many as a code has.
pub(crate) fn is_spoken(lexicon: &Lexicon, text: &[u8], label: Span) -> bool {
    let is_digit = |at: &usize| lexicon.longest(text, *at, Concepts::DIGIT | Concepts::REPEAT).is_some();
    let starts = || {
        let Range { start, end } = around(text, label);
        let near = start.max(label.start.saturating_sub(MAX_SPOKEN))..end.min(label.end + MAX_SPOKEN);
        let window = sentence(text, label, near);
        window.filter(|&at| (at == 0 || !text[at - 1].is_ascii_alphabetic()) && is_word_start(text, at))
    };
    // One of three in a row is met by every third word.
    starts().step_by(MIN_SPOKEN).any(|at| is_digit(&at))
        && starts().filter(is_digit).nth(MIN_SPOKEN - 1).is_some()
}

/// What of `around` stands around a label before what surely is structure.
fn sentence(text: &[u8], label: Span, around: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = around;
    let is_wall = |at: usize| is_structure(text[at], text.get(at + 1).copied());
    let mut low = label.start;
    while let Some(at) = last_position(&text[start..low], |byte| is_structure(byte, None)) {
        low = start + at;
        if is_wall(low) {
            start = low + 1;
            break;
        }
    }
    let mut high = label.end;
    while let Some(at) = position(&text[high..end], |byte| is_structure(byte, None)) {
        high += at;
        if is_wall(high) {
            end = high;
            break;
        }
        high += 1;
    }
    start..end
}

/// Whether a byte is a wall to a sentence wherever it stands before `next`. See [`Part::Wall`](super::sentence::Part::Wall).
#[inline(always)]
fn is_structure(byte: u8, next: Option<u8>) -> bool {
    match byte {
        b'{' | b'}' | b'|' | b'<' | b']' | b'^' | b'&' | b'\\' | b'@' => true,
        // "expected=204418": the key may say only that it is a value.
        b'=' => !next.is_some_and(|next| next.is_ascii_digit()),
        _ => false,
    }
}

/// How many numbers that may be codes of the usual lengths stand around a label at most, up to two. Times, dates, and parts of
/// words are none.
pub(crate) fn numbers(text: &[u8], label: Span, usual: &[u8]) -> usize {
    count(&text[around(text, label)], usual, |_| true)
}

/// How many such numbers a window has, up to two, of which `is_counted` holds.
#[inline(always)]
fn count(window: &[u8], usual: &[u8], is_counted: impl Fn(Range<usize>) -> bool) -> usize {
    let (mut found, mut at) = (0, 0);
    while let Some(skipped) = position(&window[at..], is_digit) {
        let start = at + skipped;
        if window[start] == WIDE {
            return 2;
        }
        let len = digits(&window[start..]);
        let end = start + len;
        let before = start.checked_sub(1).map(|before| window[before]);
        let is_part = before.is_some_and(|byte| {
            byte.is_ascii_alphabetic()
                || matches!(
                    byte,
                    b'#' | b'+' | b'/' | b'\\' | b'@' | b'.' | b',' | b':' | b'$' | b'_' | b'*' | b'%'
                )
        });
        let is_digit = |at: usize| window.get(at).is_some_and(u8::is_ascii_digit);
        let goes_on = match window.get(end) {
            Some(b':' | b'/') => is_digit(end + 1),
            // 2024-09-27
            Some(b'-') => len == 4 && is_digit(end + 2) && window.get(end + 3) == Some(&b'-'),
            Some(byte) => byte.is_ascii_alphabetic() || *byte == b'_',
            None => false,
        };
        // In groups and as single digits numbers are written, too.
        let is_group = len <= 3
            && matches!(window.get(end), Some(b' ' | b'-' | b'.' | b'\t' | 0x80..))
            && is_digit(end + 1)
            || matches!(window.get(end), Some(0x80..));
        found += usize::from(
            !is_part
                && !goes_on
                && (is_group || usual.iter().any(|usual| usize::from(*usual) == len))
                && is_counted(start..end),
        );
        if found > 1 {
            return 2;
        }
        at = end;
    }
    found
}

/// The first byte of digits beyond ASCII that people type.
const WIDE: u8 = 0xef;

#[inline(always)]
fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit() | (byte == WIDE)
}

/// How many digits start `text`.
#[inline(always)]
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Bytes that are compared at once: most stretches have none of what is looked for.
const CHUNK: usize = 16;

#[inline(always)]
fn position(text: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let chunks = text.as_chunks::<CHUNK>().0.iter();
    let skipped = CHUNK * chunks.take_while(|chunk| !is_any(chunk, &is_wanted)).count();
    text[skipped..].iter().position(|byte| is_wanted(*byte)).map(|at| skipped + at)
}

#[inline(always)]
fn last_position(text: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let chunks = text.as_rchunks::<CHUNK>().1.iter().rev();
    let skipped = CHUNK * chunks.take_while(|chunk| !is_any(chunk, &is_wanted)).count();
    text[..text.len() - skipped].iter().rposition(|byte| is_wanted(*byte))
}

#[inline(always)]
fn is_any(chunk: &[u8; CHUNK], is_wanted: impl Fn(u8) -> bool) -> bool {
    chunk.iter().fold(false, |is_any, byte| is_any | is_wanted(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::lexicon::Lexicon;
    use crate::context::sentence::{Part, Parts};

    #[test]
    fn what_ends_a_count_is_a_wall_to_the_sentence() {
        let lexicon = Lexicon::new(crate::context::builtin());
        for byte in 0..0x80u8 {
            for before in ["", "kode", "kode ", "4829", "[PIN] "] {
                let text = [before.as_bytes(), &[byte, b' ']].concat();
                if is_structure(byte, Some(b' ')) {
                    let mut parts = Parts::of(&lexicon, &text, 0..text.len(), &(3..=8));
                    assert!(parts.any(|part| part == Part::Wall), "{before}{}", char::from(byte));
                }
            }
        }
    }

    /// What a sentence may find is in no side that is left out.
    #[test]
    fn no_code_of_a_sentence_is_overlooked() {
        const PIECES: [&str; 16] = [
            "4821",
            "482913",
            "12",
            "7",
            "4821-9028",
            "48-21",
            "8b57",
            " ",
            "-",
            ".",
            ",",
            ":",
            "/",
            "=",
            "got=",
            "ab ",
        ];
        let lexicon = Lexicon::new(crate::context::builtin());
        let usual = &[4, 6, 8];
        for place in 0..PIECES.len().pow(4) {
            let pieces = (0..4).map(|i| PIECES[place / PIECES.len().pow(i) % PIECES.len()]);
            let text = format!("pin {}", pieces.collect::<String>());
            let text = text.as_bytes();
            let is_code =
                |part: &Part| matches!(part, Part::Number(Some((_, digits))) if usual.contains(digits));
            let mut parts = Parts::of(&lexicon, text, 3..text.len(), &(3..=8));
            if parts.by_ref().take_while(|part| *part != Part::Wall).any(|part| is_code(&part)) {
                let sides = in_sentence(text, Span::new(0, 3), usual);
                assert!(sides.after, "{}", String::from_utf8_lossy(text));
            }
        }
    }
}
