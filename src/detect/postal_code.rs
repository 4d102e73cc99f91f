//! Postal codes of India, which are called PIN there, too: what they are told from a PIN by.
//!
//! **Grammar.** Six digits, the first from 1 to 8: `560001`, `560 001` (India Post, Postal Index Number: a zone, then five digits).
//! **Evidence.** Behind their own name (*pin code*) where the line names no card; or a place right before the label or right
//! behind the value, with nothing but marks between: "Karnataka PIN 560001". **Not found on purpose.** A place elsewhere in the
//! sentence: "I live in Karnataka, my PIN is 482913".

use super::Site;
use crate::context;
use crate::pack::{Concepts, Label};
use crate::span::Span;

/// Bytes before a label in which a name that ends at it may start.
const NEAR: usize = 24;

/// Whether the value of the label at the site is a postal code.
pub(super) fn is_postal_code(site: &Site<'_>, value: Span) -> bool {
    let Site { text, anchor, .. } = *site;
    let digits = text[value.range()].iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits != 6 || !matches!(text[value.start], b'1'..=b'8') || value.start < anchor.end {
        return false;
    }
    let is_beside = text[anchor.end..value.start].iter().all(is_mark);
    let before = text[..anchor.start].iter().rev().take_while(|byte| is_mark(byte)).count();
    let behind = text[value.end..].iter().take_while(|byte| is_mark(byte)).count();
    let is_place_behind = || behind > 0 && name_end(site, value.end + behind).is_some();
    if is_name_before(site, anchor.end) {
        return is_place_behind() || !is_card_near(site);
    }
    is_beside && (is_name_before(site, anchor.start - before) || is_place_behind())
}

/// The end of a name of postal codes, or of a place, that starts at `start`.
fn name_end(site: &Site<'_>, start: usize) -> Option<usize> {
    let Site { text, lexicon, .. } = *site;
    let is_start = start < text.len() && context::is_word_start(text, start);
    is_start.then(|| lexicon.longest(text, start, Concepts::POSTAL)).flatten().map(|word| word.end)
}

/// Whether such a name ends at `end`.
fn is_name_before(site: &Site<'_>, end: usize) -> bool {
    (end.saturating_sub(NEAR)..end).any(|start| name_end(site, start) == Some(end))
}

/// Whether the line names a card. What a mask has left names none.
fn is_card_near(site: &Site<'_>) -> bool {
    let Site { text, lexicon, .. } = *site;
    let line = site.before().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let wanted = Label::Card.any() | Label::SecurityCode.strong();
    (line..text.len())
        .filter(|&at| context::is_word_start(text, at) && !context::is_in_placeholder(text, at, at + 1))
        .any(|at| lexicon.longest(text, at, wanted).is_some())
}

fn is_mark(byte: &u8) -> bool {
    matches!(byte, b' ' | b',' | b'-' | b'.' | b':' | b'(' | b')')
}
