//! Passwords that are a date or another number: "the zip is locked, password 17031992".
//!
//! **Grammar.** `LABEL VALUE`: six or eight digits right behind the label, which a clause starts with or somebody owns, up to the end
//! of the line. **Not found on purpose.** Digits behind a weak label that its clause does not start with, longer numbers, which are
//! those of records.

use super::super::{Occasion, Site};
use super::is_possessed_before;
use crate::context;
use crate::span::Span;

/// The digits right behind the label.
pub(super) fn digits(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, lexicon, .. } = *site;
    let start = anchor.end + 1;
    let len =
        site.after().strip_prefix(b" ")?.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let span = Span::new(start, start + len);
    if !matches!(len, 6 | 8) || site.occasion == Occasion::Carried || text[start..].starts_with(b"000") {
        return None;
    }
    let rest = &text[span.end..];
    let is_last = rest
        .iter()
        .find(|byte| !matches!(byte, b' ' | b'.' | b'!' | b'\r'))
        .is_none_or(|byte| *byte == b'\n');
    let before = site.before();
    let line = memchr::memrchr(b'\n', before).map_or(before, |end| &before[end + 1..]);
    // Prose: no key, no record.
    let is_prose = line
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'.' | b'?' | b'!' | b'\''));
    let opens = line.is_empty() || line.ends_with(b", ") || line.ends_with(b". ") || line.ends_with(b"? ");
    (is_last && is_prose && (opens || is_possessed_before(site)) && context::is_whole(lexicon, text, span))
        .then_some(span)
}
