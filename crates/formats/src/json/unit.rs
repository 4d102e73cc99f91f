//! One character of a text that was escaped as a JSON string any number of times.

/// What stands at the start of some bytes, read at a depth: outside all strings at 0, inside one string at 1, inside a
/// string of the document that a string holds at 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A byte, or a character that was written as an escape.
    Char { text: Text, raw: usize },
    /// The quotation mark that ends the string of the document at this level.
    Close { level: usize, raw: usize },
    /// More bytes are needed to tell.
    More,
}

/// Up to four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text {
    bytes: [u8; 4],
    len: u8,
}

impl Text {
    const fn byte(byte: u8) -> Self {
        Self { bytes: [byte, 0, 0, 0], len: 1 }
    }

    fn char(char: char) -> Self {
        let mut bytes = [0; 4];
        let len = char.encode_utf8(&mut bytes).len();
        Self { bytes, len: len as u8 }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The byte, if it is only one.
    pub(super) fn single(self) -> Option<u8> {
        (self.len == 1).then_some(self.bytes[0])
    }
}

/// Reads one unit at `depth`. An escape that JSON does not know is its backslash, literally.
pub(super) fn unit(bytes: &[u8], depth: usize) -> Unit {
    let Some(&first) = bytes.first() else { return Unit::More };
    if depth == 0 {
        return Unit::Char { text: Text::byte(first), raw: 1 };
    }
    let (text, raw) = match unit(bytes, depth - 1) {
        Unit::Char { text, raw } => (text, raw),
        other => return other,
    };
    let literal = Unit::Char { text, raw };
    match text.single() {
        Some(b'"') => Unit::Close { level: depth - 1, raw },
        Some(b'\\') => match unit(&bytes[raw..], depth - 1) {
            Unit::More => Unit::More,
            Unit::Close { .. } => literal,
            Unit::Char { text: second, raw: len } => {
                let raw = raw + len;
                let byte = match second.single() {
                    Some(b'u') => return unicode(bytes, raw, depth, literal),
                    Some(b'n') => b'\n',
                    Some(b't') => b'\t',
                    Some(b'r') => b'\r',
                    Some(b'b') => 8,
                    Some(b'f') => 12,
                    Some(byte @ (b'"' | b'\\' | b'/')) => byte,
                    _ => return literal,
                };
                Unit::Char { text: Text::byte(byte), raw }
            }
        },
        _ => literal,
    }
}

/// `\uXXXX`, or two of them that are a surrogate pair; `raw` bytes are read up to the letter.
fn unicode(bytes: &[u8], raw: usize, depth: usize, literal: Unit) -> Unit {
    let (first, raw) = match hex(bytes, raw, depth) {
        Ok(Some(read)) => read,
        Ok(None) => return literal,
        Err(More) => return Unit::More,
    };
    if let Some(char) = char::from_u32(first) {
        return Unit::Char { text: Text::char(char), raw };
    }
    if !(0xd800..0xdc00).contains(&first) {
        return literal;
    }
    let mut at = raw;
    for expected in *b"\\u" {
        match unit(&bytes[at..], depth - 1) {
            Unit::More => return Unit::More,
            Unit::Char { text, raw } if text.single() == Some(expected) => at += raw,
            _ => return literal,
        }
    }
    match hex(bytes, at, depth) {
        Err(More) => Unit::More,
        Ok(Some((second, raw))) if (0xdc00..0xe000).contains(&second) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            char::from_u32(code).map_or(literal, |char| Unit::Char { text: Text::char(char), raw })
        }
        Ok(_) => literal,
    }
}

struct More;

/// Four hexadecimal digits from `at`, and where they end.
fn hex(bytes: &[u8], mut at: usize, depth: usize) -> Result<Option<(u32, usize)>, More> {
    let mut code = 0;
    for _ in 0..4 {
        match unit(&bytes[at..], depth - 1) {
            Unit::More => return Err(More),
            Unit::Close { .. } => return Ok(None),
            Unit::Char { text, raw } => {
                let Some(digit) = text.single().and_then(|byte| char::from(byte).to_digit(16)) else {
                    return Ok(None);
                };
                code = code * 16 + digit;
                at += raw;
            }
        }
    }
    Ok(Some((code, at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_at_every_depth() {
        for (bytes, depth, expected, len) in [
            ("a", 0, "a", 1),
            ("\\u0077ord", 1, "w", 6),
            ("\\\\u0077ord", 2, "w", 7),
            ("\\\\\\\\u0077ord", 3, "w", 9),
            ("\\ud83d\\ude00.", 1, "\u{1f600}", 12),
            ("\\ud83d.......", 1, "\\", 1),
            ("\\\"x", 1, "\"", 2),
            ("\\\\\\\"x", 2, "\"", 4),
            ("\\/x", 1, "/", 2),
            ("\\x41", 1, "\\", 1),
        ] {
            let Unit::Char { text, raw } = unit(bytes.as_bytes(), depth) else {
                panic!("{bytes}: no character")
            };
            assert_eq!((text.as_bytes(), raw), (expected.as_bytes(), len), "{bytes}");
        }
        assert_eq!(unit(b"\"", 3), Unit::Close { level: 0, raw: 1 });
        assert_eq!(unit(b"\\\"", 2), Unit::Close { level: 1, raw: 2 });
        for cut in ["", "\\", "\\u00", "\\ud83d", "\\ud83d\\u"] {
            assert_eq!(unit(cut.as_bytes(), 1), Unit::More, "{cut}");
        }
    }
}
