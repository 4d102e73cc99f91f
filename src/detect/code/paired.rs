//! Two labels and their two values, in the same order: "pin and cvv are 4417 and 332", "pin sama cvv nya 4417 dan 332", "exp and cvv
//! 11/28 332".

use super::super::Site;
use super::Code;
use crate::context::{self, Lexeme, Lexicon, digit_runs};
use crate::pack::{Concepts, Label};
use crate::span::Span;

/// Words between two labels, and between the second and the values, at most.
const MAX_WORDS: usize = 4;
/// Letters of a word at most that joins two labels or two values: no pack needs to know it.
const MAX_LINK: usize = 5;
/// Bytes before a label in which the other starts.
const MAX_BYTES: usize = 40;
/// Labels of codes and of the date beside one.
const CODES: Concepts = Label::Pin
    .strong()
    .and(Label::SecurityCode.strong())
    .and(Label::Otp.strong())
    .and(Label::Expiry.strong());

impl Code {
    /// The value of the label where it is one of two that are joined.
    pub(super) fn paired(&self, site: &Site<'_>) -> Option<Span> {
        let Site { text, anchor, lexicon, .. } = *site;
        if site.is_weak(self.label) || digit_runs::groups(text, anchor) < 2 {
            return None;
        }
        let is_other =
            |label: &Lexeme| !label.concepts.has(self.label.any()) && !label.concepts.has(Concepts::NOT);
        let next = next_label(lexicon, text, anchor.end);
        let (is_first, other) = match next.filter(is_other) {
            Some(next) => (true, next),
            // Most labels have no value behind them: a cheap look before words are looked up.
            None => {
                value_start(lexicon, text, anchor.end)?;
                (false, label_before(site).filter(is_other)?)
            }
        };
        let is_dated = other.concepts.has(Label::Expiry.strong());
        let first =
            number(text, value_start(lexicon, text, other.end.max(anchor.end))?, is_dated && !is_first)?;
        let second = number(text, joined(text, first.end)?, is_dated && is_first)?;
        let (own, others) = if is_first { (first, second) } else { (second, first) };
        // A security code has three digits or four, the others four at least.
        let fits = |span: Span, is_security_code: bool| {
            if is_security_code { (3..=4).contains(&span.len()) } else { (4..=8).contains(&span.len()) }
        };
        let is_pair = self.lengths.contains(&(own.len() as u8))
            && fits(own, self.label == Label::SecurityCode)
            && fits(others, other.concepts.has(Label::SecurityCode.strong()))
            && is_dated == text[others.range()].contains(&b'/');
        (is_pair && context::is_whole(lexicon, text, own)).then_some(own)
    }
}

/// The label of a code that is joined to what ends at `from`.
fn next_label(lexicon: &Lexicon, text: &[u8], from: usize) -> Option<Lexeme> {
    let mut at = from;
    for _ in 0..MAX_WORDS {
        let start = at + text[at..].iter().take(3).take_while(|byte| is_joint(**byte)).count();
        if start == at || start >= text.len() || !context::is_word_start(text, start) {
            return None;
        }
        if let Some(label) = lexicon.longest(text, start, CODES | Concepts::NOT) {
            return Some(label);
        }
        let letters = text[start..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        at = if (1..=MAX_LINK).contains(&letters) {
            start + letters
        } else {
            lexicon.longest(text, start, Concepts::CONNECTORS)?.end
        };
    }
    None
}

/// The label of a code to which that of the site is joined.
fn label_before(site: &Site<'_>) -> Option<Lexeme> {
    let Site { text, anchor, lexicon, .. } = *site;
    let before = text[..anchor.start].trim_ascii_end();
    // A word or a mark that joins: most labels have something else before them.
    let link = before.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    if before.is_empty() || link > MAX_LINK || before.len() == anchor.start && link > 0 {
        return None;
    }
    let floor = anchor.start.saturating_sub(MAX_BYTES);
    (floor..anchor.start).filter(|&at| context::is_word_start(text, at)).find_map(|at| {
        let label =
            lexicon.longest(text, at, CODES | Concepts::NOT).filter(|label| label.end < anchor.start)?;
        next_label(lexicon, text, label.end).filter(|next| next.end == anchor.end).map(|_| label)
    })
}

/// Where the first of two values starts, behind connectors alone.
fn value_start(lexicon: &Lexicon, text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..MAX_WORDS {
        let is_gap = |byte: &&u8| matches!(**byte, b' ' | b':' | b'=' | b'-' | b'(' | b'>' | b',');
        at += text[at..].iter().take(4).take_while(is_gap).count();
        match *text.get(at)? {
            b'0'..=b'9' => return Some(at),
            _ if context::is_word_start(text, at) => {
                at = lexicon.longest(text, at, Concepts::CONNECTORS)?.end;
            }
            _ => return None,
        }
    }
    None
}

/// The digits at `at`, with the stroke of a date, where nothing goes on behind them that makes them a part of something longer.
fn number(text: &[u8], at: usize, is_date: bool) -> Option<Span> {
    let is_part = |byte: &&u8| byte.is_ascii_digit() || is_date && **byte == b'/';
    let len = text[at..].iter().take(12).take_while(is_part).count();
    let end = at + len;
    let goes_on = match text.get(end..)? {
        [b'-' | b'.' | b':', next, ..] => next.is_ascii_digit(),
        [byte, ..] => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'%'),
        [] => false,
    };
    (len > 0 && !goes_on).then_some(Span::new(at, end))
}

/// Where the number starts that is joined to the one that ends at `end`: by a mark, a short word, or a blank.
fn joined(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end + text[end..].iter().take(3).take_while(|byte| is_joint(**byte)).count();
    let word = text[at..].iter().take(MAX_LINK + 1).take_while(|byte| byte.is_ascii_lowercase()).count();
    if word > 0 {
        at += word;
        at += text[at..].iter().take(1).take_while(|byte| **byte == b' ').count();
    }
    (at > end && word <= MAX_LINK && text.get(at).is_some_and(u8::is_ascii_digit)).then_some(at)
}

fn is_joint(byte: u8) -> bool {
    matches!(byte, b' ' | b'&' | b'/' | b'+' | b',')
}
