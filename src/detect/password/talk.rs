//! What is said of passwords, and is none.

use super::super::Site;
use crate::fold;
use crate::pack::Concepts;
use crate::span::Span;

/// Whether the token is made of words that are said of passwords.
pub(super) fn is_talk(site: &Site<'_>, span: Span, is_quoted: bool) -> bool {
    let text = site.text;
    // __REDACTED__ is a word of talk too.
    let is_rim = |byte: &&u8| matches!(**byte, b'_' | b'-');
    let start = span.start + text[span.range()].iter().take_while(is_rim).count();
    let span = Span::new(start, span.end - text[start..span.end].iter().rev().take_while(is_rim).count());
    if span.is_empty() {
        return true;
    }
    let wanted = Concepts::NOT_A_PASSWORD
        | Concepts::COPULA
        | Concepts::POSSESSIVE
        | Concepts::QUESTION
        | Concepts::PROHIBITION
        | Concepts::FILLER
        | Concepts::LABELS;
    let token = &text[span.range()];
    let letters = |at: &usize| !token[*at].is_ascii_digit();
    let word = (0..fold::word_len(token).min(token.len())).take_while(letters).count();
    let end = span.start + word;
    let is_word = end == span.end
        || matches!(text[end], b'|')
        || (!is_quoted && matches!(text[end], b',' | b'.' | b'('));
    is_word
        && word > 0
        && site
            .lexicon
            .longest(text, span.start, wanted)
            .is_some_and(|lexeme| lexeme.end >= span.start + word)
}
