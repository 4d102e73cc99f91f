//! The words of a rule of one's own, compared where they stand.

use crate::context::{is_in_placeholder, is_word_start};
use crate::fold;
use crate::span::Span;

/// Whether `text` holds the phrase at `at`, as a word of its own that no mask wrote; gives its end. Case is folded for A to
/// Z; a space of the phrase stands for one separator or none.
pub(super) fn phrase_at(text: &[u8], at: usize, phrase: &str) -> Option<usize> {
    let mut i = at;
    for byte in phrase.bytes() {
        match byte {
            b' ' | b'\'' => {
                i += usize::from(matches!(text.get(i), Some(b' ' | b'_' | b'-' | b'.' | b'\'')));
            }
            _ if text.get(i)?.to_ascii_lowercase() == byte => i += 1,
            _ => return None,
        }
    }
    (is_word_start(text, at) && ends_word(text, i) && !is_in_placeholder(text, at, i)).then_some(i)
}

/// The places of the phrase that begin in `range` of `text`.
pub(super) fn places<'t>(
    text: &'t [u8],
    range: std::ops::Range<usize>,
    phrase: &'t str,
) -> impl Iterator<Item = Span> + 't {
    let first = phrase.as_bytes().first().copied().unwrap_or(0);
    range
        .filter(move |&at| text[at].to_ascii_lowercase() == first)
        .filter_map(move |at| Some(Span::new(at, phrase_at(text, at, phrase)?)))
}

/// The part of a phrase up to the first place for a separator: what is looked for.
pub(super) fn head(phrase: &str) -> &str {
    phrase.split([' ', '\'']).next().unwrap_or(phrase)
}

/// Whether a word may end just before `at`: no letter follows, or a capital after a small letter, and after a digit no
/// digit.
fn ends_word(text: &[u8], at: usize) -> bool {
    let (Some(&next), Some(&last)) = (text.get(at), text[..at].last()) else { return true };
    match next {
        b'0'..=b'9' => !last.is_ascii_digit(),
        b'A'..=b'Z' => last.is_ascii_lowercase(),
        b'a'..=b'z' => false,
        0xc3.. => !fold::is_wide_letter(&text[at..]),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_known_in_every_writing() {
        for text in ["staff id", "STAFF_ID:", "staffId=", "staff-id2", "StaffID", "staff.id", "staffid"] {
            assert!(phrase_at(text.as_bytes(), 0, "staff id").is_some(), "{text}");
        }
        for text in ["staff  id", "staff ids", "staff ident", "staff", "staf id", "staff idé"] {
            assert_eq!(phrase_at(text.as_bytes(), 0, "staff id"), None, "{text}");
        }
        assert_eq!(phrase_at(b"[STAFF_ID]", 1, "staff id"), None, "a mask wrote it");
        assert_eq!(phrase_at(b"misstaff id", 3, "staff id"), None, "inside a word");
        assert_eq!(places(b"id id2 grid Id", 0..14, "id").count(), 3);
    }
}
