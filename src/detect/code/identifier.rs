//! Numbers and labels that are parts of a name: of a program, a page, an error.

use super::super::Site;
use crate::context;
use crate::pack::Concepts;

/// Whether the label is a part of `Erlang/OTP`: behind a stroke and a word that is no label.
pub(super) fn is_in_path(site: &Site<'_>) -> bool {
    let Some((b'/', before)) = site.before().split_last() else { return false };
    let start = before.len() - before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    start < before.len()
        && context::is_word_start(before, start)
        && site.lexicon.longest(before, start, Concepts::LABELS).is_none()
}

/// Whether the label is a part of a path that goes on with a long number: `/pin/482913370412/`.
pub(super) fn is_board(site: &Site<'_>, at: usize) -> bool {
    let digits = site.text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 8 && site.before().ends_with(b"/") && &site.text[site.anchor.end..at] == b"/"
}

/// Whether label and number are the name of an error: `code=OTP_4012`, `"PIN_1004"`.
pub(super) fn is_error_name(site: &Site<'_>, at: usize) -> bool {
    let Site { text, anchor, .. } = *site;
    let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_edge = |byte: Option<&u8>| {
        matches!(
            byte,
            None | Some(b'=' | b'"' | b'\'' | b'[' | b']' | b'(' | b')' | b' ' | b',' | b':' | b'\n')
        )
    };
    (3..=4).contains(&digits)
        && &text[anchor.end..at] == b"_"
        && text[anchor.range()].iter().all(u8::is_ascii_uppercase)
        && matches!(text[..anchor.start].last(), Some(b'=' | b'"'))
        && is_edge(text.get(at + digits))
}
