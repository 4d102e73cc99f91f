//! Passwords behind a colon that words stand before: *password for the shed router: …*, *password, all lowercase: …*.
//!
//! **Grammar.** `LABEL WORDS: VALUE`: six words at most, a colon with a blank behind it, and one word that ends its sentence.
//!
//! **Evidence.** The value looks made up, or the words say how it is written. **Not found on purpose.** What is said of the password
//! (*password rejected for: …*), who has it (*password of user: …*), what other names or another label announce.

use super::super::made_up;
use super::super::stand_in::is_placeholder;
use super::super::{Occasion, Site};
use super::{is_talk, names_user};
use crate::context;
use crate::fold;
use crate::pack::{Concepts, Label};
use crate::span::Span;

/// Bytes between a label and the colon at most.
const MAX_BETWEEN: usize = 56;
/// Words between them at most.
const MAX_WORDS: usize = 6;
/// Bytes of a value at most.
const MAX_VALUE: usize = 40;

/// What words announce behind the label.
pub(super) fn announced(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, .. } = *site;
    let rest = site.after();
    let colon = rest.iter().take(MAX_BETWEEN).position(|byte| matches!(byte, b':' | b'\n'))?;
    let start = anchor.end + colon + 2;
    let begins_word = anchor.start == 0 || !text[anchor.start - 1].is_ascii_alphanumeric();
    if !rest[colon..].starts_with(b": ") || site.occasion == Occasion::Carried || !begins_word {
        return None;
    }
    let len = text[start..].iter().take(MAX_VALUE + 1).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let closing = |byte: &&u8| matches!(**byte, b'.' | b',' | b')' | b'"' | b'\'');
    let end = start + len - text[start..start + len].iter().rev().take_while(closing).count();
    let span = Span::new(start, end);
    let token = &text[span.range()];
    let ends = text[start + len..].trim_ascii_start();
    let ends_line = ends.is_empty()
        || text[start + len..].trim_ascii_start().len() < text[start + len..].len()
            && text[start + len..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .any(|byte| *byte == b'\n');
    let ends_clause = ends_line || end < start + len;
    if !(4..=MAX_VALUE).contains(&token.len())
        || !ends_clause
        || is_placeholder(token, text.get(end).copied())
    {
        return None;
    }
    let how = between(site, anchor.end..anchor.end + colon)?;
    let is_value = match how {
        _ if is_talk(site, span, false) || names_user(site) => false,
        // "password huruf kecil semua: …"
        Between::Spelling => !site.is_weak(Label::Password) && token.iter().all(u8::is_ascii_alphanumeric),
        Between::Plain => made_up::looks_made(token),
    };
    is_value.then_some(span)
}

/// What words stand between the label and the colon.
enum Between {
    Plain,
    /// They say how the value is written.
    Spelling,
}

fn between(site: &Site<'_>, range: std::ops::Range<usize>) -> Option<Between> {
    let Site { text, lexicon, .. } = *site;
    let is_part = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b',' | b'\'' | b'(' | b')');
    if !text[range.clone()].iter().all(is_part) {
        return None;
    }
    let refused = Concepts::OTHER
        | Concepts::NOT
        | Concepts::PROHIBITION
        | Concepts::QUESTION
        | Concepts::LABELS
        | Concepts::USER
        | Concepts::NOT_A_PASSWORD;
    let (mut at, mut words, mut is_spelled, mut is_led) = (range.start, 0, false, false);
    while at < range.end {
        if !context::is_word_start(text, at) {
            at += 1;
            continue;
        }
        let end = at + fold::letters(text, at).max(1);
        words += 1;
        if let Some(word) = lexicon.longest(text, at, Concepts::SPELLING) {
            (is_spelled, is_led) = (true, false);
            at = word.end;
            continue;
        }
        let word = lexicon.longest(text, at, refused | Concepts::CONNECTORS).filter(|word| word.end >= end);
        let concepts = word.as_ref().map(|word| word.concepts);
        let is_link = concepts.is_some_and(|concepts| concepts.has(Concepts::CONNECTORS));
        if !is_link && concepts.is_some_and(|concepts| concepts.has(refused)) {
            return None;
        }
        // "password sent to: …" names who has it.
        is_led = is_link && concepts.is_some_and(|concepts| concepts.has(Concepts::NOT_A_PASSWORD));
        at = word.map_or(end, |word| word.end);
    }
    (words <= MAX_WORDS && !is_led).then_some(if is_spelled { Between::Spelling } else { Between::Plain })
}
