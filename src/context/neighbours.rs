//! The nearest telling word on one side of a value.

use super::lexicon::{Lexeme, Lexicon, is_word_start};
use crate::fold;
use crate::pack::{Concepts, Label, Word};

/// A telling word near a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbour {
    pub(crate) concepts: Concepts,
    /// Whether nothing but copulas, possessives, fillers and punctuation stands between word and value.
    pub(crate) is_bound: bool,
}

/// How far to look, in bytes and in words. Words decide; the bytes bound the work.
const MAX_BYTES: usize = 96;
const MAX_WORDS: usize = 6;
/// How many characters of a script without blanks may stand between that no pack knows.
const MAX_STRANGERS: usize = 12;

/// The nearest word before `at` with one of the `wanted` concepts.
pub(crate) fn left(lexicon: &Lexicon, text: &[u8], at: usize, wanted: Concepts) -> Option<Neighbour> {
    nearest(lexicon, text, at, wanted, false)
}

/// As [`left`], but only a word that is bound: cheaper, as the first word in between ends the search.
pub(crate) fn left_bound(lexicon: &Lexicon, text: &[u8], at: usize, wanted: Concepts) -> Option<Neighbour> {
    nearest(lexicon, text, at, wanted, true).filter(|word| word.is_bound)
}

fn nearest(
    lexicon: &Lexicon,
    text: &[u8],
    at: usize,
    mut wanted: Concepts,
    is_bound_only: bool,
) -> Option<Neighbour> {
    let floor = at.saturating_sub(MAX_BYTES);
    let (mut i, mut words, mut lines) = (at, 0, 0);
    // End of the nearest word that neither is wanted nor connects.
    let (mut unbound, mut words_when_unbound) = (None, 0);
    let mut strangers = 0;
    while i > floor {
        let byte = text[i - 1];
        match byte {
            0x80.. if fold::is_unspaced_before(text, i) && fold::digit(text, i - 3).is_none() => {
                if let Some((_, word)) = lexicon.ending(text, i, wanted | Concepts::NOT) {
                    let Lexeme { concepts, .. } = word;
                    return concepts
                        .has(wanted)
                        .then_some(Neighbour { concepts, is_bound: unbound.is_none() });
                }
                i = match lexicon.ending(text, i, Concepts::CONNECTORS) {
                    Some((start, _)) => start,
                    None => {
                        if is_bound_only || lines > 0 || strangers == MAX_STRANGERS {
                            return None;
                        }
                        strangers += 1;
                        unbound = unbound.or(Some(i));
                        i - 3
                    }
                };
            }
            b'A'..=b'Z' | b'a'..=b'z' | 0x80.. if byte < 0x80 || fold::is_wide_letter_before(text, i) => {
                if i >= 3 && text[i - 3] == b'%' {
                    i -= 3;
                    continue;
                }
                let mut start = i - 1;
                while start > 0 && !is_word_start(text, start) {
                    start -= 1;
                }
                // Two letters beside a digit are no word: 9cc4.
                let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
                let is_word = i - start > 2 || !is_digit(i) && (start == 0 || !is_digit(start - 1));
                let word = is_word
                    .then(|| lexicon.longest(text, start, wanted | Concepts::NOT | Concepts::CONNECTORS))
                    .flatten();
                if let Some(word) = word.filter(|word| word.concepts.has(wanted | Concepts::NOT)) {
                    let Lexeme { concepts, end, .. } =
                        whole_phrase(lexicon, text, start, word, wanted | Concepts::NOT);
                    // The words of the phrase itself stand in nobody's way: the "id" of "trace_id".
                    let is_bound = unbound.is_none_or(|unknown: usize| end >= unknown);
                    return concepts.has(wanted).then_some(Neighbour { concepts, is_bound });
                }
                words += 1;
                if unbound.is_none() && word.is_none_or(|word| word.end < i) {
                    unbound = Some(i);
                    words_when_unbound = words;
                }
                let is_lost =
                    unbound.is_some() && (lines > 0 || (is_bound_only && words >= words_when_unbound + 2));
                if words > MAX_WORDS || is_lost {
                    return None;
                }
                i = start;
            }
            b'0'..=b'9' => {
                // Part of an identifier (card1, 2nd) or a number of its own.
                let start = (floor..i).rev().find(|&j| !text[j].is_ascii_digit()).map_or(floor, |j| j + 1);
                let is_escape = i >= 3 && text[i - 3] == b'%';
                let is_in_word = i - start <= 2
                    && ((start > 0 && text[start - 1].is_ascii_alphabetic())
                        || text[i..at].iter().find(|&&b| b != b'-').is_some_and(u8::is_ascii_alphabetic)
                        || text[i..at].starts_with(b" digit"));
                if is_escape {
                    i -= 3;
                } else if is_in_word {
                    i = start;
                } else {
                    return None;
                }
            }
            b'\n' => {
                lines += 1;
                let is_heading = matches!(text[..i].trim_ascii_end().last(), Some(b':' | b'=' | b'>'));
                // Without a colon only a card's label reaches into the next line: other words end their own.
                wanted = if is_heading { wanted } else { Label::Card.any() };
                if lines > 1 || words > 0 {
                    return None;
                }
                i -= 1;
            }
            b']' if is_placeholder(&text[..i]) => return None,
            b'*' if i >= 4 && text[i - 4..i] == *b"****" => return None,
            b'}' => return None,
            b'.' | b';' | b'!' | b'|' if words > 0 => return None,
            _ => i -= 1,
        }
    }
    None
}

/// The nearest word from `at` on with one of the `wanted` concepts, bound to what ends at `at`.
pub(crate) fn right(lexicon: &Lexicon, text: &[u8], at: usize, wanted: Concepts) -> Option<Neighbour> {
    let ceiling = text.len().min(at + MAX_BYTES);
    let mut i = at;
    while i < ceiling {
        match text[i] {
            b'A'..=b'Z' | b'a'..=b'z' | 0x80..
                if is_word_start(text, i)
                    && (text[i] < 0x80
                        || fold::is_wide_letter(&text[i..])
                        || fold::is_unspaced(&text[i..]) && fold::digit(text, i).is_none()) =>
            {
                if let Some(Lexeme { concepts, end, .. }) = lexicon.longest(text, i, wanted | Concepts::NOT) {
                    let is_word = !text
                        .get(end)
                        .is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'['));
                    return (is_word && concepts.has(wanted))
                        .then_some(Neighbour { concepts, is_bound: true });
                }
                i = lexicon.longest(text, i, Concepts::CONNECTORS)?.end;
            }
            b' ' | b'\t' | b'(' | b'"' | b'\'' | b'=' | b'-' | b'>' | b'<' | b'_' | b'#' => i += 1,
            0x80.. => i += 1,
            _ => return None,
        }
    }
    None
}

/// The phrase that `word` at `start` is the last part of, if there is one: the "card" of "sim card", of "no. card".
fn whole_phrase(lexicon: &Lexicon, text: &[u8], start: usize, word: Lexeme, wanted: Concepts) -> Lexeme {
    let mut first = start;
    for _ in 0..2 {
        let gap =
            text[..first].iter().rev().take_while(|byte| matches!(byte, b' ' | b'_' | b'-' | b'.')).count();
        let is_letter =
            |last: usize| text[last].is_ascii_alphabetic() || fold::is_wide_letter_before(text, last + 1);
        if gap > 1 || first == gap || !is_letter(first - gap - 1) {
            break;
        }
        let floor = first.saturating_sub(MAX_BYTES);
        let Some(before) = (floor..first - gap).rev().find(|&i| is_word_start(text, i)) else { break };
        first = before;
        if let Some(phrase) = lexicon.longest(text, first, wanted)
            && phrase.end >= word.end
        {
            return phrase;
        }
    }
    word
}

/// Whether `text` starts with what a mask left behind: `[CARD_CVV]`.
pub(crate) fn is_placeholder_start(text: &[u8]) -> bool {
    let name = text[1..].iter().take(Word::MAX_BYTES).take_while(|byte| is_placeholder_part(byte)).count();
    name > 2 && text[1].is_ascii_uppercase() && text.get(1 + name) == Some(&b']')
}

/// Whether `text` ends in what a mask left behind: `[CARD_CVV]`.
pub(crate) fn is_placeholder(text: &[u8]) -> bool {
    let Some(body) = text.strip_suffix(b"]") else { return false };
    let body = &body[body.len().saturating_sub(Word::MAX_BYTES)..];
    let start = body.iter().rposition(|byte| !is_placeholder_part(byte));
    start.is_some_and(|start| body[start] == b'[' && body.get(start + 1).is_some_and(u8::is_ascii_uppercase))
}

fn is_placeholder_part(byte: &u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_'
}

/// Whether the word at `at..end` stands in a label that a mask wrote, `[PIN]`: then it names nothing that follows.
pub(crate) fn is_in_placeholder(text: &[u8], at: usize, end: usize) -> bool {
    let after = text[at..].iter().take(Word::MAX_BYTES).take_while(|byte| is_placeholder_part(byte)).count();
    let before =
        text[..at].iter().rev().take(Word::MAX_BYTES).take_while(|byte| is_placeholder_part(byte)).count();
    let (start, close) = (at - before, at + after);
    close >= end
        && text.get(close) == Some(&b']')
        && text[..start].last() == Some(&b'[')
        && !is_dumped_key(&text[..start - 1], &text[close + 1..])
}

/// Whether brackets between these are those of a key, as programs print an array: on a line of its own behind an indent,
/// `    [PIN] => 4829`.
fn is_dumped_key(before: &[u8], rest: &[u8]) -> bool {
    let indent = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let line = &before[..before.len() - indent];
    rest.starts_with(b" => ") && indent > 0 && line.last().is_none_or(|byte| *byte == b'\n')
}
