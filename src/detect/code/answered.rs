//! Codes that answer their speaker's own question: "what's the pin again? found it, 6184".

use super::Code;
use crate::context::vicinity;
use crate::context::{self, Number};
use crate::detect::Site;
use crate::fold;
use crate::pack::Concepts;
use crate::span::Span;

/// Bytes between the label and the end of the question at most, and of the answer before its value.
const MAX_QUESTION: usize = 24;
const MAX_ANSWER: usize = 48;
/// Words of an answer that no pack knows at most.
const MAX_UNKNOWN: usize = 2;

impl Code {
    /// The number that ends the answer, which no word of it explains.
    pub(super) fn answered(&self, site: &Site<'_>) -> Option<Span> {
        let Site { text, anchor, lexicon, .. } = *site;
        if site.is_weak(self.label) {
            return None;
        }
        let asked = site.after().iter().take(MAX_QUESTION).position(|byte| matches!(byte, b'?' | b'\n'))?;
        let mark = anchor.end + asked;
        let is_word = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'\'');
        if text[mark] != b'?' || !text[anchor.end..mark].iter().all(is_word) {
            return None;
        }
        let (mut at, mut unknown, mut is_led) = (mark, 0, false);
        let limit = text.len().min(mark + MAX_ANSWER);
        while at < limit {
            match text[at] {
                b'0'..=b'9' => break,
                b'?' | b' ' | b'.' | b',' | b'!' | b'\'' | 0xe2 | 0x80 | 0xa6 => at += 1,
                b'A'..=b'Z' | b'a'..=b'z' if context::is_word_start(text, at) => {
                    let end = at + fold::letters(text, at).max(1);
                    let refused = Concepts::OTHER
                        | Concepts::APART
                        | Concepts::PROHIBITION
                        | Concepts::CURRENCY
                        | Concepts::UNIT
                        | Concepts::LABELS
                        | Concepts::QUESTION;
                    let word = lexicon.longest(text, at, refused | Concepts::CONNECTORS);
                    let word = word.filter(|word| word.end >= end);
                    is_led = word.as_ref().is_some_and(|word| word.concepts.has(Concepts::CONNECTORS));
                    if !is_led && word.is_some() {
                        return None;
                    }
                    unknown += usize::from(!is_led);
                    at = word.map_or(end, |word| word.end);
                }
                _ => return None,
            }
        }
        let is_bound = unknown <= MAX_UNKNOWN && (is_led || text[..at].ends_with(b", "));
        if at >= limit || !is_bound || !text[..at].ends_with(b" ") {
            return None;
        }
        let (span, digits) = Number::parse(lexicon, text, at)?.code(&self.lengths)?;
        let rest = &text[span.end..];
        let is_last = rest
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'.' | b'!' | b'\r'))
            .is_none_or(|byte| *byte == b'\n');
        let is_usual = self.usual_in_prose.contains(&digits);
        (is_last && is_usual && !vicinity::is_common(text, span) && context::is_whole(lexicon, text, span))
            .then_some(span)
    }
}
