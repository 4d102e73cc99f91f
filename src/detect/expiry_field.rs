//! Month and year of a card as fields of their own: `"exp_month": 12, "exp_year": 2027`, `"expiry": {"month": 12, "year": 2027}`.
//!
//! **Grammar.** A key that begins with a label of expiry and ends with a word for month or year, or an object with two such keys under
//! that label. **Evidence.** The keys, and a month or a year as value.

use super::{Occasion, Site};
use crate::span::Span;

/// The value of the field at the label, and whether another field of the same object may follow.
pub(super) fn part(site: &Site<'_>) -> Option<(Span, bool)> {
    let text = site.text;
    if site.occasion == Occasion::Carried {
        return second(text, site.anchor.start).map(|span| (span, false));
    }
    let key = key_end(text, site.anchor.start);
    if !has_digits(site) {
        return None;
    }
    if let Some(kind) = Kind::of(&text[site.anchor.start..key]) {
        return kind.value(text, key).map(|span| (span, false));
    }
    // The first field of an object.
    let object = text[key..].strip_prefix(b"\"")?.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    let inner = object.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    field(text, text.len() - inner.len()).map(|span| (span, true))
}

/// Whether the line has as many digits as the prefilter asks of the line of a label: see
/// [`Writing::Digits`](super::Writing).
pub(super) fn has_digits(site: &Site<'_>) -> bool {
    let line = site.before().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    site.text[line..].iter().filter(|byte| byte.is_ascii_digit()).nth(2).is_some()
}

/// The second field of an object, behind the value of the first that ends at `at`.
fn second(text: &[u8], at: usize) -> Option<Span> {
    let rest = &text[at..];
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest).trim_ascii_start().strip_prefix(b",")?;
    let inner = rest.trim_ascii_start().strip_prefix(b"\"")?;
    field(text, text.len() - inner.len())
}

/// The value of the field whose key is all of a name for month or year.
fn field(text: &[u8], at: usize) -> Option<Span> {
    let end = key_end(text, at);
    let kind = match &text[at..end] {
        b"m" | b"M" => Kind::Month,
        b"y" | b"Y" => Kind::Year,
        key => Kind::of(key)?,
    };
    kind.value(text, end)
}

fn key_end(text: &[u8], at: usize) -> usize {
    at + text[at..]
        .iter()
        .take(32)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        .count()
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Month,
    Year,
}

impl Kind {
    /// What a key names that ends so.
    fn of(key: &[u8]) -> Option<Self> {
        const NAMES: [(&[u8], Kind); 8] = [
            (b"month", Kind::Month),
            (b"mon", Kind::Month),
            (b"mm", Kind::Month),
            (b"bulan", Kind::Month),
            (b"year", Kind::Year),
            (b"yyyy", Kind::Year),
            (b"yy", Kind::Year),
            (b"tahun", Kind::Year),
        ];
        let ends = |name: &[u8]| {
            key.len().checked_sub(name.len()).is_some_and(|at| key[at..].eq_ignore_ascii_case(name))
        };
        NAMES.into_iter().find(|(name, _)| ends(name)).map(|(_, kind)| kind)
    }

    /// The value behind the key that ends at `end`, where it is one.
    fn value(self, text: &[u8], end: usize) -> Option<Span> {
        let is_quote = |byte: &&u8| matches!(**byte, b'"' | b'\'' | b'\\');
        let skip = |at: usize| at + text[at..].iter().take(2).take_while(is_quote).count();
        let sign = skip(end);
        let sign = sign + text[sign..].iter().take(2).take_while(|byte| **byte == b' ').count();
        if !matches!(text.get(sign), Some(b':' | b'=')) {
            return None;
        }
        let blank = sign + 1 + text[sign + 1..].iter().take(2).take_while(|byte| **byte == b' ').count();
        let start = skip(blank);
        let len = text[start..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
        let value =
            text[start..start + len].iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        let is_value = match self {
            Self::Month => (1..=2).contains(&len) && (1..=12).contains(&value),
            Self::Year => len == 2 && (10..50).contains(&value) || len == 4 && (2010..2050).contains(&value),
        };
        let is_end = !text
            .get(start + len)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_'));
        (is_value && is_end).then(|| Span::new(start, start + len))
    }
}
