//! A code in a field that says only that something was typed, or what was before and after: `event=pin_change old=4471 new=9028`,
//! `state=ASK_CVV dtmf=482`.

use super::super::Site;
use super::Code;
use crate::context::{self, vicinity};
use crate::pack::Concepts;
use crate::span::Span;

/// Bytes behind the label, or the value before, in which such a field starts.
const MAX_BYTES: usize = 160;

impl Code {
    /// The value of the first such field behind `from`, where the label is a part of a machine's name or of a value.
    pub(super) fn typed(&self, site: &Site<'_>, from: usize) -> Option<Span> {
        let Site { text, anchor, lexicon, .. } = *site;
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'.');
        let name = anchor.start - text[..anchor.start].iter().rev().take(32).take_while(is_name).count();
        let is_field = matches!(text[..name].last(), Some(b'=' | b'"' | b'\'' | b'['));
        if site.is_weak(self.label) || !is_field || site.is_quoted_key() {
            return None;
        }
        let is_bracketed = text[..name].ends_with(b"[");
        let limit = text.len().min(from + MAX_BYTES);
        for sign in memchr::memchr2_iter(b'=', b':', &text[from..limit]).map(|at| from + at) {
            let key = text[..sign].strip_suffix(b"\"").unwrap_or(&text[..sign]);
            let len = key.iter().rev().take(24).take_while(is_name).count();
            let start = key.len() - len;
            // A mask stands where such a value was.
            let value = text[sign + 1..].trim_ascii_start();
            let value = value.strip_prefix(b"\"").unwrap_or(value);
            if value.first() == Some(&b'[') && value.get(1).is_some_and(u8::is_ascii_uppercase) {
                return None;
            }
            let is_typed = start >= from
                && len > 0
                && matches!(text[start - 1], b' ' | b'"' | b',' | b'{' | b';' | b'&' | b'|')
                && context::is_word_start(text, start)
                && lexicon.longest(text, start, Concepts::TYPED).is_some_and(|word| word.end == key.len());
            if !is_typed {
                continue;
            }
            if let Some(span) = self.listed(site, sign + 1) {
                return Some(span);
            }
            let blank = usize::from(text.get(sign + 1) == Some(&b' '));
            let quote = usize::from(matches!(text.get(sign + 1 + blank), Some(b'"' | b'\'')));
            let at = sign + 1 + blank + quote;
            let value = text.get(at).filter(|byte| byte.is_ascii_digit()).map(|_| self.value(site, at, true));
            if let Some(Ok(span)) = value
                // Years are PINs, too, where another of as many digits stands in the next field: "old":"1984","new":"7358".
                && (!vicinity::is_common(text, span) || self.next_field(site, span).is_some())
            {
                return Some(span);
            }
            if let Some(span) =
                keyed_in(text, at).filter(|span| self.lengths.contains(&(span.len().div_ceil(2) as u8)))
            {
                return Some(span);
            }
        }
        is_bracketed.then(|| self.worded(site, from, limit))?
    }

    /// The same of a word for what was typed without a sign, behind a program named for the code: "[otp.verify] expected 318846 got 318864".
    fn worded(&self, site: &Site<'_>, from: usize, limit: usize) -> Option<Span> {
        let Site { text, lexicon, .. } = *site;
        let words =
            (from..limit).filter(|&at| at > 0 && text[at - 1] == b' ' && context::is_word_start(text, at));
        let behind = words.filter_map(|at| {
            let word = lexicon.longest(text, at, Concepts::TYPED)?;
            text[word.end..].starts_with(b" ").then_some(word.end + 1)
        });
        let mut values = behind.filter(|&at| text.get(at).is_some_and(u8::is_ascii_digit));
        values.find_map(|at| {
            let span = self.value(site, at, true).ok()?;
            (!vicinity::is_common(text, span) && self.usual_in_prose.contains(&(span.len() as u8)))
                .then_some(span)
        })
    }

    /// The first element in quotation marks that may be a value, of the list at `at`: `["482913", "5 min"]`, `{"1": "482913"}`.
    fn listed(&self, site: &Site<'_>, at: usize) -> Option<Span> {
        let text = site.text;
        let list = text[at..].trim_ascii_start();
        if !matches!(list.first()?, b'[' | b'{') {
            return None;
        }
        let start = text.len() - list.len();
        let len = list.iter().take(MAX_BYTES).position(|byte| matches!(byte, b']' | b'}'))?;
        let literals = (start..start + len).filter(|&at| matches!(text[at], b'"' | b'\''));
        let mut values = literals.map(|at| at + 1).filter(|&at| text[at].is_ascii_digit());
        values.find_map(|at| {
            let span = self.value(site, at, true).ok()?;
            let is_all = matches!(text.get(span.end), Some(b'"' | b'\''));
            let is_one_of_two = || self.next_field(site, span).is_some();
            (is_all && (!vicinity::is_common(text, span) || is_one_of_two())).then_some(span)
        })
    }
}

/// Digits with a comma between them, key by key: `dtmf=8,1,0,5,2,7`.
fn keyed_in(text: &[u8], at: usize) -> Option<Span> {
    let is_key = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = at;
    while is_key(end) && text.get(end + 1) == Some(&b',') && is_key(end + 2) {
        end += 2;
    }
    (end > at && !is_key(end + 1) && !matches!(text.get(end + 1), Some(b'.'))).then(|| Span::new(at, end + 1))
}
