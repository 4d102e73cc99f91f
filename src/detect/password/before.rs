//! A password that stands before its label.

use super::super::stand_in::is_placeholder;
use super::super::{Hit, Site, Verdict};
use super::{has_letters_and_digits, is_talk};
use crate::context;
use crate::finding::Confidence;
use crate::fold;
use crate::pack::Concepts;
use crate::span::Span;

/// `VALUE is my password`: only a value that looks made up.
pub(super) fn before(site: &Site<'_>) -> Verdict {
    const NOTHING: Verdict = Verdict::Miss("no value is bound to the label");
    let text = site.text;
    let mut end = site.anchor.start;
    let (mut has_copula, mut has_possessive, mut words) = (false, false, 0);
    // "abc12345 mera password hai"
    let is_said = context::is_said(site.lexicon, text, site.anchor.end);
    // "curlew-nest-5 (password)"
    if text[..end].ends_with(b" (") && text[site.anchor.end..].starts_with(b")") {
        (end, has_copula) = (end - 1, true);
    }
    loop {
        end -= text[..end].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let start = end - text[..end].iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).count();
        if start == end {
            return NOTHING;
        }
        if fold::mark_before(text, end).is_some() || fold::is_unspaced_before(text, end) {
            let mark = fold::mark_before(text, end);
            let word = site.lexicon.ending(text, end, Concepts::CONNECTORS);
            match (mark, word) {
                (Some(b'(' | b')' | b'"'), _) => end -= 3,
                (None, Some((start, word))) if words < 4 => {
                    has_copula |= word.concepts.has(Concepts::COPULA);
                    words += 1;
                    end = start;
                }
                _ => return NOTHING,
            }
            continue;
        }
        // What is written without blanks before the value is none of it: 密码给你abc123
        let start = (start..end)
            .rev()
            .find(|&at| fold::mark_before(text, at).is_some() || fold::is_unspaced_before(text, at))
            .filter(|&at| at > start)
            .unwrap_or(start);
        let word = context::is_word_start(text, start)
            .then(|| site.lexicon.longest(text, start, Concepts::CONNECTORS))
            .flatten();
        match word {
            Some(word) if word.end == end && words < 4 => {
                has_copula |= word.concepts.has(Concepts::COPULA);
                has_possessive |= word.concepts.has(Concepts::POSSESSIVE);
                words += 1;
                end = start;
            }
            _ => {
                let quotes = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'(');
                let start = start + text[start..end].iter().take_while(|byte| quotes(byte)).count();
                let end = end
                    - text[start..end].iter().rev().take_while(|byte| quotes(byte) || **byte == b')').count();
                let token = &text[start..end];
                let is_value = (has_copula || has_possessive && is_said)
                    && token.len() >= 4
                    && token.len() <= 64
                    && has_letters_and_digits(token)
                    && !is_placeholder(token, None)
                    && !is_talk(site, Span::new(start, end), false);
                let is_taken = || {
                    context::left(site.lexicon, text, start, Concepts::LABELS | Concepts::OTHER)
                        .is_some_and(|word| word.is_bound)
                };
                return if is_value && !is_taken() {
                    Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Context))
                } else {
                    NOTHING
                };
            }
        }
    }
}
