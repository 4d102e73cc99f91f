//! Passwords that are told by how they are written: *all lowercase*, *no spaces*.

use super::super::Site;
use super::{is_possessed_before, is_talk};
use crate::context;
use crate::pack::Concepts;
use crate::span::Span;

/// A word of small letters that somebody's label stands before and how it is written behind: "pass nya gorenganenak huruf kecil".
pub(super) fn spelled(site: &Site<'_>) -> Option<Span> {
    let Site { text, lexicon, .. } = *site;
    let (mut at, mut is_owned) = (site.anchor.end, is_owned(site) || is_possessed_before(site));
    for _ in 0..=MAX_BETWEEN {
        at += text[at..].iter().take(2).take_while(|byte| matches!(byte, b' ' | b':' | b'=')).count();
        let connector = lexicon.longest(text, at, Concepts::CONNECTORS).filter(|word| word.end > at);
        let Some(connector) =
            connector.filter(|word| text.get(word.end).is_none_or(|next| !next.is_ascii_alphanumeric()))
        else {
            break;
        };
        is_owned |= connector.concepts.has(Concepts::POSSESSIVE | Concepts::COPULA);
        at = connector.end;
    }
    let len = text[at..].iter().take(MAX_WORD + 1).take_while(|byte| byte.is_ascii_lowercase()).count();
    let span = Span::new(at, at + len);
    let is_value = is_owned
        && (6..=MAX_WORD).contains(&len)
        && context::is_word_start(text, at)
        && is_spelled(site, span.end)
        && !is_talk(site, span, false);
    is_value.then_some(span)
}

/// Words between a label and a value that is spelled at most.
const MAX_BETWEEN: usize = 3;
/// Letters of a value that is spelled at most.
const MAX_WORD: usize = 40;

/// Whether how the value that ends at `end` is written stands behind it: *all lowercase*, *no spaces*.
pub(super) fn is_spelled(site: &Site<'_>, end: usize) -> bool {
    let text = site.text;
    let Some(rest) = text.get(end..) else { return false };
    let gap = rest.iter().take(3).take_while(|byte| matches!(byte, b' ' | b',' | b'(')).count();
    let at = end + gap;
    gap > 0
        && context::is_word_start(text, at)
        && site.lexicon.longest(text, at, Concepts::SPELLING).is_some()
}

/// Whether the label ends in whose it is: *sandiku*, *pass nya*.
pub(super) fn is_owned(site: &Site<'_>) -> bool {
    let Site { lexicon, text, anchor, .. } = *site;
    anchor
        .range()
        .any(|at| lexicon.longest(text, at, Concepts::POSSESSIVE).is_some_and(|word| word.end == anchor.end))
}
