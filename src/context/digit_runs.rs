//! Digits around a label: a cheap look before a sentence is read.

use std::ops::Range;

use super::lexicon::{Lexicon, is_word_start};
use super::vicinity::{MAX_BYTES, MAX_BYTES_AFTER};
use crate::pack::Concepts;
use crate::span::Span;

/// Words for digits that a code in words has at least.
const MIN_SPOKEN: usize = 3;

/// How many groups of digits stand around a label at most, up to two.
pub(crate) fn groups(text: &[u8], label: Span) -> usize {
    let window = &text[around(text, label)];
    if !window.is_ascii() && window.contains(&0xef) {
        return 2;
    }
    window
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit())
        .filter(|run| run[0].is_ascii_digit())
        .take(2)
        .count()
}

/// Where the line of a label stands, as far as it is looked at.
fn around(text: &[u8], label: Span) -> Range<usize> {
    let from = label.start.saturating_sub(MAX_BYTES);
    let line = text[from..label.start].iter().rposition(|byte| *byte == b'\n');
    line.map_or(from, |end| from + end + 1)..text.len().min(label.end + MAX_BYTES_AFTER)
}

/// Whether a number that may be a code of the usual lengths stands in the label's sentence: before what surely is structure and
/// no prose, on either side.
pub(crate) fn is_in_sentence(text: &[u8], label: Span, usual: &[u8]) -> bool {
    count(&text[sentence(text, label)], usual) > 0
}

/// Whether words for digits stand in the label's sentence, as many as a code has.
pub(crate) fn is_spoken(lexicon: &Lexicon, text: &[u8], label: Span) -> bool {
    let is_digit = |at: &usize| lexicon.longest(text, *at, Concepts::DIGIT | Concepts::REPEAT).is_some();
    let starts = sentence(text, label).filter(|&at| is_word_start(text, at));
    starts.filter(is_digit).nth(MIN_SPOKEN - 1).is_some()
}

/// What stands around a label before what surely is structure.
fn sentence(text: &[u8], label: Span) -> Range<usize> {
    let Range { start, end } = around(text, label);
    let low = (start..label.start).rev().find(|&at| is_structure(text, at)).map_or(start, |at| at + 1);
    let high = (label.end..end).find(|&at| is_structure(text, at)).unwrap_or(end);
    low..high
}

/// Whether the byte at `at` is a wall to a sentence wherever it stands. See [`Part::Wall`](super::sentence::Part::Wall).
fn is_structure(text: &[u8], at: usize) -> bool {
    match text[at] {
        b'{' | b'}' | b'|' | b'<' | b']' | b'^' | b'&' | b'\\' | b'@' => true,
        // "expected=204418": the key may say only that it is a value.
        b'=' => !text.get(at + 1).is_some_and(u8::is_ascii_digit),
        _ => false,
    }
}

/// How many numbers that may be codes of the usual lengths stand around a label at most, up to two. Times, dates, and parts of
/// words are none.
pub(crate) fn numbers(text: &[u8], label: Span, usual: &[u8]) -> usize {
    count(&text[around(text, label)], usual)
}

fn count(window: &[u8], usual: &[u8]) -> usize {
    let (mut found, mut at) = (0, 0);
    while let Some(skipped) = window[at..].iter().position(|byte| byte.is_ascii_digit() || *byte == 0xef) {
        let start = at + skipped;
        let len = window[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if len == 0 {
            // Digits beyond ASCII.
            return 2;
        }
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
            !is_part && !goes_on && (is_group || usual.iter().any(|usual| usize::from(*usual) == len)),
        );
        if found > 1 {
            return 2;
        }
        at = end;
    }
    found
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
                if is_structure(&text, before.len()) {
                    let mut parts = Parts::of(&lexicon, &text, 0..text.len(), &(3..=8));
                    assert!(parts.any(|part| part == Part::Wall), "{before}{}", char::from(byte));
                }
            }
        }
    }
}
