//! Values that prove themselves by their form, beside a label of their own.

use super::{Hit, Occasion, Site, Verdict, code};
use crate::context::{self, Forward, Shape, is_placeholder};
use crate::finding::Confidence;
use crate::fold::{self, Kind, Separator};
use crate::span::Span;

/// Looks for a value behind the label, then before it, else at the start of the next line. `value_at` gives the end of the value
/// that starts at an offset of a text and how it is confirmed.
pub(super) fn confirm(
    site: &Site<'_>,
    value_at: impl Fn(&[u8], usize) -> Option<(usize, Confidence)>,
) -> Verdict {
    let Site { text, anchor, lexicon, .. } = *site;
    let value_at = |text: &[u8], start: usize| match Folded::of(text, start) {
        Some(folded) => {
            let (end, confidence) = value_at(&folded.bytes[..folded.len], 0)?;
            Some((start + usize::from(folded.offsets[end]), confidence))
        }
        None => value_at(text, start),
    };
    let hit = |start: usize| {
        let (end, confidence) = value_at(text, start)?;
        let is_value = stands_apart(text, start, end) && !code::is_after_currency(site, start);
        is_value.then(|| Verdict::Hit(Hit::new(Span::new(start, end), confidence)))
    };
    let places = context::places_after(lexicon, text, anchor.end);
    if site.occasion == Occasion::Carried {
        // The value and nothing else: what a line of prose begins with belongs to the prose.
        let first =
            places.iter().next().filter(|first| text[anchor.end..*first].iter().all(u8::is_ascii_whitespace));
        let is_alone =
            |end: usize| text[end..].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'.' | b','));
        if let Some(Verdict::Hit(found)) = first.and_then(hit)
            && is_alone(found.span.end)
        {
            return Verdict::Hit(found);
        }
        return Verdict::Miss("the line after the label is no such value");
    }
    let column = context::column_value(text, anchor.start, anchor.end)
        .map(|column| column + usize::from(matches!(text[column], b'\'' | b'"')));
    if let Some(hit) = column.and_then(hit) {
        return hit;
    }
    if let Some(hit) = places.iter().find_map(hit) {
        return hit;
    }
    let before = context::places_before(lexicon, text, anchor.start).and_then(|(end, places)| {
        places.iter().rev().find_map(|start| {
            let (found, confidence) = value_at(text, start)?;
            let is_value =
                found == end && stands_apart(text, start, end) && !code::is_after_currency(site, start);
            is_value.then(|| Verdict::Hit(Hit::new(Span::new(start, end), confidence)))
        })
    });
    // The label has its value, which a mask has hidden: another's before it is none of it.
    let is_masked = || matches!(context::forward(lexicon, text, anchor.end, Shape::Token), Forward::Masked);
    let before = before.filter(|_| !is_masked());
    match before {
        Some(hit) => hit,
        None if places.is_line_end => Verdict::NextLine,
        None => Verdict::Miss("nothing beside the label has the form and the check digit"),
    }
}

/// Whether the value at `at` stands right behind the label, as a word with many meanings asks for.
pub(super) fn is_right_behind(site: &Site<'_>, text: &[u8], at: usize) -> bool {
    let gap = text.get(site.anchor.end..at);
    gap.is_some_and(|gap| gap.iter().all(|byte| matches!(byte, b' ' | b'#')))
}

/// What starts with a character beyond ASCII, with its digits, hyphens and blanks as those of ASCII: １２３－４５６７.
struct Folded {
    bytes: [u8; MAX_FOLDED],
    /// Where each of the bytes stood, and where they end.
    offsets: [u8; MAX_FOLDED + 1],
    len: usize,
}

const MAX_FOLDED: usize = 64;

impl Folded {
    fn of(text: &[u8], at: usize) -> Option<Self> {
        if text.get(at).is_none_or(|byte| *byte < 0x80) {
            return None;
        }
        let mut folded = Self { bytes: [0; MAX_FOLDED], offsets: [0; MAX_FOLDED + 1], len: 0 };
        let mut i = at;
        while let Some(glyph) = fold::glyph(text, i).filter(|_| folded.len + 4 < MAX_FOLDED && i < at + 192) {
            let plain = match glyph.kind {
                Kind::Digit(value) => Some(b'0' + value),
                Kind::Separator(Separator::Hyphen) => Some(b'-'),
                Kind::Separator(Separator::Space) => Some(b' '),
                _ => fold::mark(&text[i..]),
            };
            let as_is = &text[i..i + glyph.len];
            for (n, byte) in plain.as_ref().map_or(as_is, std::slice::from_ref).iter().enumerate() {
                folded.bytes[folded.len] = *byte;
                folded.offsets[folded.len] = (i - at + n) as u8;
                folded.len += 1;
            }
            i += glyph.len;
        }
        folded.offsets[folded.len] = (i - at) as u8;
        Some(folded)
    }
}

/// Whether the value is no part of a longer word, number or mask.
fn stands_apart(text: &[u8], start: usize, end: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'*');
    let is_grouped = text[start..end].contains(&b' ');
    let is_mark = |byte: &u8| matches!(byte, b'-' | b'.' | b'/' | b',') || is_grouped && *byte == b' ';
    let goes_on = text.get(end).is_some_and(is_mark)
        && text
            .get(end + 1)
            .is_some_and(|next| next.is_ascii_digit() || context::is_remnant_after(text, end));
    let before = &text[..start];
    let escape = before.len() >= 2 && before[before.len() - 2] == b'\\';
    // A time of day may follow a date: 1990-08-17T00:00.
    let is_time = text.get(end) == Some(&b'T')
        && text[..end].last().is_some_and(u8::is_ascii_digit)
        && end - start == 10;
    !goes_on
        && fold::digit(text, end).is_none()
        && fold::before(text, start).is_none_or(|at| text[at] < 0x80 || fold::digit(text, at).is_none())
        && (is_time || !is_word(text.get(end)))
        && (escape || !is_word(before.last()) || before.ends_with(b"%20") || before.ends_with(b"%3D"))
        && !is_placeholder(before)
}
