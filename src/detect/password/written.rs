//! Passwords in places that a configuration or a form has for them.

use super::super::code::{Place, attribute};
use super::super::stand_in::is_placeholder;
use super::looks_made;
use crate::span::Span;

/// The value behind the number that a router's configuration has for how it is written: `password 0 r0uter`, `secret 5 $1$…`.
pub(super) fn of_type(text: &[u8], label_end: usize) -> Option<Span> {
    let [b' ', b'0' | b'5' | b'7'..=b'9', b' ', ..] = text.get(label_end..)? else { return None };
    let start = label_end + 3;
    let value = text[start..].trim_ascii_end();
    let is_value = value.len() >= 4
        && value.iter().all(u8::is_ascii_graphic)
        && looks_made(value)
        && !is_placeholder(value, None);
    is_value.then(|| Span::new(start, start + value.len()))
}

/// The value of the field of a form whose type is the label: `<input type="password" name="curr" value="…">`.
pub(super) fn field(text: &[u8], label: Span) -> Place {
    let before = text[..label.start].strip_suffix(b"\"").or_else(|| text[..label.start].strip_suffix(b"'"));
    match before {
        Some(before) if before.ends_with(b" type=") => attribute(text, label.start, label.end),
        _ => Place::Open,
    }
}
