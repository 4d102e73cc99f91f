//! What stands at the start of a line: its indent, and a key with a colon.

use super::{MAX_KEY, MAX_LINE};

/// What stands at the start of a line, behind its indent.
pub(super) enum Key {
    None,
    /// A key, or what may become one, and no more yet.
    Open,
    /// A key, a colon, blanks, and a value there.
    Value(usize),
}

pub(super) fn after_key(line: &[u8]) -> Key {
    if let Some(inner) = line.strip_prefix(b"\"") {
        let len = inner.iter().take(MAX_KEY + 1).take_while(|byte| is_name(**byte)).count();
        return match &inner[len..] {
            [] if len <= MAX_KEY => Key::Open,
            [b'"', ..] if len > 0 => match after_key_of(&line[len + 2..]) {
                Key::Value(at) => Key::Value(at + len + 2),
                other => other,
            },
            _ => Key::None,
        };
    }
    let len = line.iter().take(MAX_KEY + 1).take_while(|byte| is_name(**byte)).count();
    if len > MAX_KEY {
        return Key::None;
    }
    if len == 0 && !line.is_empty() {
        return Key::None;
    }
    match after_key_of(&line[len..]) {
        Key::Value(at) => Key::Value(at + len),
        other => other,
    }
}

/// What stands behind the key: a colon, blanks, and a value.
fn after_key_of(line: &[u8]) -> Key {
    match line {
        [] => Key::Open,
        [b':', rest @ ..] => {
            let blanks = rest.iter().take(MAX_LINE).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            match rest.get(blanks) {
                None if blanks < MAX_LINE => Key::Open,
                Some(_) if blanks > 0 => Key::Value(1 + blanks),
                _ => Key::None,
            }
        }
        _ => Key::None,
    }
}

/// How far in a line stands.
pub(super) fn indent(line: &[u8]) -> usize {
    line.iter().take(MAX_LINE).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// How far in its key stands, behind the marks of a list.
pub(super) fn column(line: &[u8]) -> usize {
    line.iter().take(MAX_LINE).take_while(|byte| is_indent(**byte)).count()
}

pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)
}

pub(super) fn is_indent(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'-')
}

/// Whether a line begins like this, in letters of any case.
pub(super) fn begins(line: &[u8], start: &[u8]) -> bool {
    line.get(..start.len()).is_some_and(|line| line.eq_ignore_ascii_case(start))
}
