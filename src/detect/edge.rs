//! Where a word begins and ends, in text that may be JSON or a URL.

use crate::fold::{self, Kind};

/// Whether no ASCII letter or digit stands before `at`. The last byte of an escape is none: `\nDE89…`,
/// `%20DE89…`, `\u0022DE89…`.
pub(super) fn starts_word(text: &[u8], at: usize) -> bool {
    let Some(before) = text.get(..at) else { return false };
    !before.last().is_some_and(u8::is_ascii_alphanumeric) || fold::ends_in_escape(before)
}

/// Whether no ASCII letter or digit stands at `end`.
pub(super) fn ends_word(text: &[u8], end: usize) -> bool {
    !text.get(end).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a digit beyond ASCII, or any digit behind marks that do not show, touches `start..end`: one number goes on there.
pub(super) fn touches_digit(text: &[u8], start: usize, end: usize) -> bool {
    let (mut before, mut after) = (start, end);
    let is_after = (0..3).any(|_| match fold::glyph(text, after) {
        Some(glyph) if glyph.kind == Kind::Invisible => {
            after += glyph.len;
            false
        }
        glyph => glyph.is_some_and(|glyph| matches!(glyph.kind, Kind::Digit(_))),
    });
    let is_before = (0..3).any(|_| {
        let Some(at) = fold::before(text, before) else { return false };
        match fold::glyph(text, at).map(|glyph| glyph.kind) {
            Some(Kind::Invisible) => {
                before = at;
                false
            }
            // The last digit of an escape, %20, is none of the number.
            kind => matches!(kind, Some(Kind::Digit(_))) && (before < start || !text[at].is_ascii()),
        }
    });
    is_after || is_before
}

/// The byte at `at`, or 0 outside of the text.
pub(super) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// The byte before `at`, or 0 where there is none.
pub(super) fn before(text: &[u8], at: usize) -> u8 {
    at.checked_sub(1).map_or(0, |at| byte(text, at))
}

/// The length of the blank at `at`: a space, U+00A0, U+202F or U+2009; 0 where there is none.
pub(super) fn blank(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        [b' ', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0xAF | 0x89, ..] => 3,
        _ => 0,
    }
}
