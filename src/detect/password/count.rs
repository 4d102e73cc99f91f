//! Numbers behind a word for passwords that count something.

use super::super::Site;
use crate::context;
use crate::pack::{Concepts, Label};
use crate::span::Span;

/// Whether the digits count: "password must be 8-16 characters", `pass=4821 fail=3`.
pub(super) fn is_count(site: &Site<'_>, span: Span) -> bool {
    let Site { text, lexicon, .. } = *site;
    let is_counted = text[span.range()].iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
    let start =
        span.end + text[span.end..].iter().take(3).take_while(|byte| matches!(byte, b' ' | b',')).count();
    if !is_counted || start == span.end || !context::is_word_start(text, start.min(text.len() - 1)) {
        return false;
    }
    let Some(word) = lexicon.longest(text, start, Concepts::UNIT | Concepts::NOT_A_PASSWORD) else {
        return false;
    };
    if word.concepts.has(Concepts::UNIT) {
        return span.len() <= 3 || text[span.range()].contains(&b'-');
    }
    // The next field counts what did not pass.
    site.is_weak(Label::Password)
        && matches!(text.get(word.end), Some(b'=' | b':'))
        && text[word.end + 1..].trim_ascii_start().first().is_some_and(u8::is_ascii_digit)
}
