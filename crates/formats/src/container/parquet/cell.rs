//! A value as a line of JSON, and back.

use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};

/// What stands around each value of a column: `{"name":{"name":"` and `"}}`.
pub(super) struct Frame {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Frame {
    /// `names` from the outermost on.
    pub(super) fn new(names: &[&str], is_quoted: bool) -> Self {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for name in names {
            before.extend_from_slice(b"{\"");
            escape(name.as_bytes(), &mut before);
            before.extend_from_slice(b"\":");
            after.push(b'}');
        }
        if is_quoted {
            before.push(b'"');
            after.insert(0, b'"');
        }
        Self { before, after }
    }

    /// Writes a line.
    pub(super) fn write(&self, out: &mut Vec<u8>, value: impl FnOnce(&mut Vec<u8>)) {
        out.extend_from_slice(&self.before);
        value(out);
        out.extend_from_slice(&self.after);
        out.push(b'\n');
    }

    /// The value in a line, if the frame is as it was.
    pub(super) fn read<'l>(&self, line: &'l [u8]) -> Option<&'l [u8]> {
        line.strip_prefix(self.before.as_slice())?.strip_suffix(self.after.as_slice())
    }
}

/// A type whose values can be written as text.
pub(super) trait Cell: DataType {
    /// Whether quotation marks stand around it.
    const IS_QUOTED: bool;

    fn write(value: &Self::T, out: &mut Vec<u8>);

    /// The value of what came back.
    fn read(text: &[u8]) -> Option<Self::T>;
}

impl Cell for ByteArrayType {
    const IS_QUOTED: bool = true;

    fn write(value: &ByteArray, out: &mut Vec<u8>) {
        escape(value.data(), out);
    }

    fn read(text: &[u8]) -> Option<ByteArray> {
        Some(ByteArray::from(unescape(text)))
    }
}

/// What is no number any more was masked.
fn number<T: std::str::FromStr + Default>(text: &[u8]) -> Option<T> {
    if text.starts_with(b"\"") {
        return Some(T::default());
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

impl Cell for Int32Type {
    const IS_QUOTED: bool = false;

    fn write(value: &i32, out: &mut Vec<u8>) {
        out.extend_from_slice(value.to_string().as_bytes());
    }

    fn read(text: &[u8]) -> Option<i32> {
        number(text)
    }
}

impl Cell for Int64Type {
    const IS_QUOTED: bool = false;

    fn write(value: &i64, out: &mut Vec<u8>) {
        out.extend_from_slice(value.to_string().as_bytes());
    }

    fn read(text: &[u8]) -> Option<i64> {
        number(text)
    }
}

/// Writes a string of JSON. Bytes that are no UTF-8 stay as they are.
pub(super) fn escape(text: &[u8], out: &mut Vec<u8>) {
    for byte in text {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..=0x1f => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(*byte),
        }
    }
}

/// Undoes [`escape`]. What it does not write is a mask's, and stays.
pub(super) fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let (byte, len) = match rest.get(at + 1) {
            Some(b'n') => (b'\n', 2),
            Some(b'r') => (b'\r', 2),
            Some(b't') => (b'\t', 2),
            Some(byte @ (b'"' | b'\\')) => (*byte, 2),
            Some(b'u') => match control(&rest[at + 2..]) {
                Some(byte) => (byte, 6),
                None => (b'\\', 1),
            },
            _ => (b'\\', 1),
        };
        out.push(byte);
        rest = &rest[at + len..];
    }
    out.extend_from_slice(rest);
    out
}

fn control(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
    u8::from_str_radix(digits, 16).ok().filter(|byte| *byte < 0x20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let all: Vec<u8> = (0..=255).chain(*b"\\u0041 \\n \"x\" \\\\").collect();
        let mut line = Vec::new();
        escape(&all, &mut line);
        assert!(!line.contains(&b'\n'));
        assert_eq!(unescape(&line), all);
    }

    #[test]
    fn a_frame_that_was_changed_is_seen() {
        let frame = Frame::new(&["a\"b", "c"], true);
        let mut line = Vec::new();
        frame.write(&mut line, |out| out.extend_from_slice(b"x"));
        assert_eq!(line, b"{\"a\\\"b\":{\"c\":\"x\"}}\n");
        assert_eq!(frame.read(&line[..line.len() - 1]), Some(&b"x"[..]));
        assert_eq!(frame.read(b"{\"c\":\"x\"}}"), None);
    }

    #[test]
    fn a_masked_number_is_nought() {
        assert_eq!(Int64Type::read(b"-42"), Some(-42));
        assert_eq!(Int64Type::read(b"\"[CARD_CVV]\""), Some(0));
        assert_eq!(Int64Type::read(b"[CARD_CVV]"), None);
    }
}
