//! A code behind a warning about itself: "Do not share this code with anyone: 429150", "JANGAN BERIKAN KODE INI KE SIAPAPUN: 527150".
//!
//! **Evidence.** A prohibition before the label, nothing but words up to the colon, six digits that end their sentence.
//!
//! **Not found on purpose.** Where a comma or a word for another number stands between: "jangan bagikan kode, hubungi CS: 150014".

use super::super::Site;
use crate::context::{self, vicinity};
use crate::pack::Concepts;
use crate::span::Span;

/// Bytes of the words between label and colon.
const MAX_WORDS: usize = 64;
const DIGITS: usize = 6;

/// The code that the warning around the label announces.
pub(in crate::detect) fn value(site: &Site<'_>) -> Option<Span> {
    let Site { text, lexicon, .. } = *site;
    let rest = site.after();
    let is_word = |byte: &&u8| byte.is_ascii_alphabetic() || matches!(**byte, b' ' | b'\'' | b'-');
    let words = rest.iter().take(MAX_WORDS).take_while(is_word).count();
    let digits = rest[words..].strip_prefix(b": ")?;
    let count = digits.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let start = text.len() - digits.len();
    let span = Span::new(start, start + count);
    let ends = || match text.get(span.end) {
        None | Some(b'!' | b'"' | b'\'' | b'\n' | b'\r' | b'<' | b')') => true,
        Some(b'.') => !text.get(span.end + 1).is_some_and(u8::is_ascii_digit),
        _ => false,
    };
    let is_other = || {
        (site.anchor.end..site.anchor.end + words)
            .filter(|&at| context::is_word_start(text, at))
            .any(|at| lexicon.longest(text, at, Concepts::OTHER | Concepts::CURRENCY).is_some())
    };
    (words > 0
        && count == DIGITS
        && ends()
        && !vicinity::is_common(text, span)
        && !is_other()
        && super::is_prohibited(site))
    .then_some(span)
}
