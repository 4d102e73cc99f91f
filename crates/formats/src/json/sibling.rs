//! Fields that stand beside their name: `{"name":"pin","type":"text","value":"4821"}`, in any order.

use super::unit::{Unit, unit};
use crate::names::Names;

/// Keys whose value names another field's, and keys of that one.
const NAMES: [&[u8]; 10] = [
    b"name",
    b"key",
    b"id",
    b"label",
    b"field",
    b"fieldname",
    b"param",
    b"parameter",
    b"attribute",
    b"property",
];
const VALUES: [&[u8]; 5] = [b"value", b"values", b"val", b"fieldvalue", b"answer"];

/// Keys of a list of columns, beside a list of rows.
const COLUMNS: [&[u8]; 7] =
    [b"columns", b"fields", b"header", b"headers", b"cols", b"columnnames", b"colnames"];

/// Keys that say nothing of what stands under them: of text, of types, of the text of an element.
const EMPTY: [&[u8]; 9] = [b"s", b"n", b"text", b"#text", b"$t", b"$", b"string", b"stringvalue", b"content"];

/// Bytes of the longest of them, written in any way.
const MAX_KEY: usize = 16;

/// Characters behind a value's key that are looked at for its name, and fields in them.
const MAX_BEHIND: usize = 384;
const MAX_FIELDS: usize = 4;

/// Whether the value under this key may name another.
pub(crate) fn is_name(key: &[u8]) -> bool {
    is_one(&NAMES, key)
}

/// Whether the value under this key may be named by another.
pub(crate) fn is_value(key: &[u8]) -> bool {
    is_one(&VALUES, key)
}

/// Whether the list under this key names columns.
pub(super) fn is_columns(key: &[u8]) -> bool {
    is_one(&COLUMNS, key)
}

/// Whether this key says nothing.
pub(super) fn is_empty(key: &[u8]) -> bool {
    key == b"_" || is_one(&EMPTY, key)
}

/// Keys are written in many ways: `field_name`, `fieldName`.
fn is_one(known: &[&[u8]], key: &[u8]) -> bool {
    if key.len() > MAX_KEY {
        return false;
    }
    let letters = || key.iter().filter(|byte| **byte != b'_').map(u8::to_ascii_lowercase);
    known.iter().any(|known| letters().eq(known.iter().copied()))
}

/// More bytes are needed to tell.
pub(super) struct More;

/// The name that stands behind the value whose key ends before `rest`, in a document at `level`.
pub(super) fn behind(rest: &[u8], level: usize, is_end: bool) -> Result<Option<Vec<u8>>, More> {
    let (mut text, mut at) = (Vec::new(), 0);
    let is_open = loop {
        if text.len() >= MAX_BEHIND {
            break false;
        }
        match unit(&rest[at..], level) {
            Unit::More => break !is_end,
            Unit::Close { .. } => break false,
            Unit::Char { text: char, raw } => {
                text.extend_from_slice(char.as_bytes());
                at += raw;
            }
        }
        // The object's end.
        if text.last() == Some(&b'}') {
            break false;
        }
    };
    let mut parser = Parser { text: &text, at: 0 };
    match parser.name() {
        Some(name) => Ok(name),
        None if is_open => Err(More),
        None => Ok(None),
    }
}

/// Reads fields of plain strings and numbers.
struct Parser<'t> {
    text: &'t [u8],
    at: usize,
}

impl Parser<'_> {
    /// The name, or that there is none; nothing if the text ends before.
    fn name(&mut self) -> Option<Option<Vec<u8>>> {
        if self.sign()? != b':' {
            return Some(None);
        }
        for _ in 0..MAX_FIELDS {
            if self.value()?.is_none() || self.sign()? != b',' || self.sign()? != b'"' {
                return Some(None);
            }
            let Some(key) = self.string()? else { return Some(None) };
            if self.sign()? != b':' {
                return Some(None);
            }
            if is_name(&key) {
                return Some(if self.sign()? == b'"' { self.string()? } else { None });
            }
        }
        Some(None)
    }

    /// The next byte that is no blank.
    fn sign(&mut self) -> Option<u8> {
        let blanks = self.text[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += blanks + 1;
        self.text.get(self.at - 1).copied()
    }

    /// What stands in a string, up to its quotation mark. One with an escape is passed over like any other.
    fn string(&mut self) -> Option<Option<Vec<u8>>> {
        let from = self.at;
        loop {
            let byte = *self.text.get(self.at)?;
            self.at += 1;
            match byte {
                b'"' => return Some(Some(self.text[from..self.at - 1].to_vec())),
                b'\\' => self.at += 1,
                b'\n' => return Some(None),
                _ => {}
            }
        }
    }

    fn value(&mut self) -> Option<Option<()>> {
        if self.sign()? == b'"' {
            return Some(self.string()?.map(drop));
        }
        while is_scalar(*self.text.get(self.at)?) {
            self.at += 1;
        }
        Some(is_scalar(self.text[self.at - 1]).then_some(()))
    }
}

fn is_scalar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

/// What is to stand behind the key of a value, for its name to be read with it.
pub(super) fn label(key: &[u8], sibling: &[u8], names: &mut Names, out: &mut Vec<u8>) -> bool {
    if sibling.is_empty() || sibling.len() > Names::MAX_BYTES || !names.label(sibling) || names.label(key) {
        return false;
    }
    out.clear();
    out.push(b'_');
    // Its words, as a key has them.
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    out.extend(sibling.iter().map(|byte| if is_letter(byte) { *byte } else { b'_' }));
    names.label(&out[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_behind_a_value() {
        for (text, expected) in [
            (r#":"4821","name":"pin"}"#, Some("pin")),
            (r#" : 4821 ,"a":true, "Field_Name" : "pin"}"#, Some("pin")),
            (r#":"a\"b","id":"pin"}"#, Some("pin")),
            (r#":"4821"},{"name":"pin"}"#, None),
            (r#":["name","pin"]}"#, None),
            (r#":"4821","name":7}"#, None),
        ] {
            let found = behind(text.as_bytes(), 0, false).ok().expect("it is decided");
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{text}");
        }
        assert!(behind(br#":"4821","name":"pi"#, 0, false).is_err());
        assert!(behind(br#":"4821","name":"pi"#, 0, true).is_ok_and(|name| name.is_none()));
        let inner = br#":\"4821\",\"name\":\"pin\"}"#;
        assert_eq!(behind(inner, 1, false).ok().flatten().as_deref(), Some(&b"pin"[..]));
    }
}
