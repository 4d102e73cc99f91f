//! What a value is, and whether its name says what it holds.

use super::frames::Frames;
use super::sibling;
use crate::names::Names;

/// Whether this is a number, `true`, `false` or `null`.
pub(super) fn is_value(bytes: &[u8]) -> bool {
    if matches!(bytes, b"true" | b"false" | b"null") {
        return true;
    }
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let len = digits(rest);
    if len == 0 || len > 1 && rest[0] == b'0' {
        return false;
    }
    rest = &rest[len..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let len = digits(fraction);
        rest = &fraction[len..];
        if len == 0 {
            return false;
        }
    }
    if let Some(b'e' | b'E') = rest.first() {
        let power = rest[1..].strip_prefix(b"+").or(rest[1..].strip_prefix(b"-")).unwrap_or(&rest[1..]);
        let len = digits(power);
        rest = &power[len..];
        if len == 0 {
            return false;
        }
    }
    rest.is_empty()
}

/// Whether a key says nothing without its object's name, or without the name beside it. What is to stand behind it is put into `name`.
pub(super) fn is_named(frames: &Frames, names: &mut Names, name: &mut Vec<u8>) -> bool {
    let (key, parent) = frames.key_and_name();
    if sibling::is_value(key) && sibling::label(key, frames.sibling(), names, name) {
        return true;
    }
    if parent.is_empty() || key.is_empty() {
        return false;
    }
    name.clear();
    name.push(b'_');
    name.extend_from_slice(parent);
    if sibling::is_empty(key) {
        return names.label(parent);
    }
    name.push(b'_');
    name.extend_from_slice(key);
    names.label(&name[1..]) && !names.label(key)
}

/// Whether the next value is one of an array whose name says what it is.
pub(super) fn is_labelled(frames: &Frames, names: &mut Names) -> bool {
    frames.array_names().any(|name| names.label(name))
}

/// Whether a byte belongs to a number, `true`, `false` or `null`, or to what is none of them.
pub(super) fn is_bare(byte: &u8) -> bool {
    !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' | b'\\')
}

#[cfg(test)]
mod tests {
    use super::super::may_begin;
    use super::*;

    #[test]
    fn what_json_calls_a_value() {
        for text in ["0", "-0", "12", "-1.5e+9", "1E2", "null", "true"] {
            assert!(is_value(text.as_bytes()), "{text}");
        }
        for text in ["", "-", "01", "1.", ".5", "1e", "+1", "NaN", "2024-01-01", "nul"] {
            assert!(!is_value(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn where_json_may_begin() {
        for text in ["x {\"a\"", "{ \"a\"", "[ {\"a", "body={", "\"{\\\"a"] {
            assert!(may_begin(text.as_bytes()), "{text}");
        }
        for text in ["[2024-01-01] fn() {}", "{x}", "plain", "[[1]]"] {
            assert!(!may_begin(text.as_bytes()), "{text}");
        }
    }
}
