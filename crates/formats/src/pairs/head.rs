//! Lines that hold the name of a value on another line.

use super::key::{Key, after_key, begins, indent, is_indent, is_name};
use super::{Awaited, MAX_BODY, MAX_KEY, MAX_LINE, VALUES};

/// How a line begins that may hold a name, in small letters.
const HEADS: [&[u8]; 3] = [b"name:", b"key:", DISPOSITION];

const DISPOSITION: &[u8] = b"content-disposition:";

/// Lines between the header that has the name and the empty line.
const MAX_HEADERS: u8 = 4;

/// Lines with other keys between a name and its value.
const MAX_BETWEEN: u8 = 8;

/// Whether some line of these bytes may hold a name, or the line that they leave open.
pub(crate) fn may_begin(bytes: &[u8]) -> bool {
    let mut from = 0;
    loop {
        let rest = &bytes[from..];
        let line = rest.iter().position(|byte| !is_indent(*byte)).map_or(&[][..], |start| &rest[start..]);
        let end = memchr::memchr(b'\n', line);
        if let [b'<', byte, ..] = line
            && byte.is_ascii_alphabetic()
            && end.is_none_or(|end| element(line[..end].trim_ascii()).is_some())
        {
            return true;
        }
        // An empty rest is the next bytes' start, which is theirs to tell, or blanks that they go on with.
        if HEADS.iter().chain(&VALUES).any(|head| begins(line, head)) {
            return true;
        }
        let is_like = match after_key(line) {
            Key::None => match end {
                None => line.len() < MAX_LINE && line.starts_with(b"?"),
                // A key whose value is on the next line: behind a mark, or in a list.
                Some(end) => {
                    let next = || line[end + 1..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
                    let line = line[..end].trim_ascii_end();
                    let is_open = line.starts_with(b"? ")
                        || line.ends_with(b":") && matches!(next(), None | Some(b'-'));
                    is_open && scalar(line, 0).is_some()
                }
            },
            Key::Open => !line.is_empty(),
            Key::Value(at) => match line[at] {
                b'|' | b'>' | b'!' | b'&' => true,
                b'[' => end.is_none_or(|end| line[..end].trim_ascii_end().ends_with(b"]")),
                b'\'' => end.is_none_or(|end| memchr::memmem::find(&line[at + 1..end], b"\'\'").is_some()),
                b'"' => end.is_none_or(|end| !closes(&line[at + 1..end])),
                _ => false,
            },
        };
        // The longest head is of letters and hyphens, as keys are.
        if is_like {
            return true;
        }
        match end {
            Some(end) => from += rest.len() - line.len() + end + 1,
            None => return line.is_empty() && from < bytes.len(),
        }
    }
}

/// The name that a line holds, and what is awaited then.
pub(super) fn name(line: &[u8]) -> Option<(&[u8], Awaited)> {
    let start = line.iter().position(|byte| !is_indent(*byte))?;
    let line = &line[start..];
    if begins(line, DISPOSITION) {
        let at = memchr::memmem::find(line, b" name=").or_else(|| memchr::memmem::find(line, b";name="))?;
        let name = &line[at + b" name=".len()..];
        let name = match name.strip_prefix(b"\"") {
            Some(name) => &name[..memchr::memchr(b'"', name)?],
            None => &name[..name.iter().take_while(|byte| is_name(**byte)).count()],
        };
        return Some((name, Awaited::Headers(MAX_HEADERS)));
    }
    let head = HEADS.iter().find(|head| begins(line, head))?;
    let name = line[head.len()..].trim_ascii();
    let bare = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
    let bare = bare.or(name.strip_prefix(b"'").and_then(|name| name.strip_suffix(b"'"))).unwrap_or(name);
    (!bare.is_empty() && bare.iter().all(|byte| is_name(*byte))).then_some((bare, Awaited::Key(MAX_BETWEEN)))
}

/// A key of YAML whose value is not on its line, or goes on below it.
pub(super) fn scalar(line: &[u8], column: usize) -> Option<(&[u8], Awaited)> {
    if let Some(key) = line.strip_prefix(b"? ") {
        let is_key = !key.is_empty() && key.len() <= MAX_KEY && key.iter().all(|byte| is_name(*byte));
        return is_key.then_some((key, Awaited::Value));
    }
    let line = &line[line.iter().position(|byte| !is_indent(*byte))?..];
    let len = line.iter().take(MAX_KEY + 1).take_while(|byte| is_name(**byte)).count();
    let (key, behind) = line.split_at(len);
    if key.is_empty() || len > MAX_KEY {
        return None;
    }
    let value = behind.strip_prefix(b":")?;
    if value.first().is_some_and(|first| !matches!(first, b' ' | b'\t')) {
        return None;
    }
    match value.trim_ascii() {
        b"" => Some((key, Awaited::Items(column))),
        [b'"', value @ ..] if !closes(value) => Some((key, Awaited::Quoted(MAX_BODY))),
        _ => None,
    }
}

/// Whether a quotation mark in a line ends a value.
pub(super) fn closes(line: &[u8]) -> bool {
    memchr::memchr_iter(b'"', line).any(|at| !line[..at].ends_with(b"\\"))
}

/// Whether a line is an item of a list that stands at least so far in.
pub(super) fn is_item(line: &[u8], column: usize) -> bool {
    indent(line) >= column && line.trim_ascii_start().starts_with(b"- ")
}

/// An element's start that is the whole line, and what is awaited then: its text, or more of its attributes.
pub(super) fn element(line: &[u8]) -> Option<(&[u8], Awaited)> {
    let name = line.strip_prefix(b"<")?;
    let len = name.iter().take_while(|byte| is_name(**byte) || **byte == b':').count();
    let (name, behind) = name.split_at(len);
    if len > MAX_KEY || !name.first()?.is_ascii_alphabetic() || line.len() >= MAX_LINE {
        return None;
    }
    // An attribute may say more: `<field name="pin">`.
    let said = attribute(behind).filter(|_| behind.ends_with(b">"));
    let name = said.unwrap_or(name);
    match memchr::memchr(b'>', behind) {
        None if behind.is_empty() || behind[0].is_ascii_whitespace() => Some((name, Awaited::Tag(MAX_BODY))),
        Some(end) if end + 1 == behind.len() && !behind.ends_with(b"/>") => {
            Some((name, Awaited::Element(MAX_BODY)))
        }
        _ => None,
    }
}

/// The value of the attribute that names what stands in an element.
fn attribute(behind: &[u8]) -> Option<&[u8]> {
    const NAMING: [&[u8]; 3] = [b" name=", b" key=", b" id="];
    let at = NAMING.iter().find_map(|name| memchr::memmem::find(behind, name).map(|at| at + name.len()))?;
    let quote = *behind.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let value = &behind[at + 1..];
    let value = &value[..memchr::memchr(quote, value)?];
    (value.len() <= MAX_KEY && value.iter().all(|byte| is_name(*byte) || *byte == b' ')).then_some(value)
}

/// Whether a line has a key and a value that stand beside the name of another.
pub(super) fn is_other(line: &[u8]) -> bool {
    let key = &line[indent(line)..];
    matches!(after_key(key), Key::Value(_))
        && !key.starts_with(b"-")
        && !VALUES.iter().any(|value| begins(key, value))
}

/// The key of a block, which begins on the next line, further in.
pub(super) fn block(line: &[u8], column: usize) -> Option<(&[u8], Awaited)> {
    let start = line.iter().position(|byte| !is_indent(*byte))?;
    let line = &line[start..];
    let Key::Value(at) = after_key(line) else { return None };
    let is_block = match &line[at..] {
        [b'|' | b'>', how @ ..] => how.len() <= 2 && how.iter().all(|byte| b"+-123456789".contains(byte)),
        _ => false,
    };
    let key = &line[..memchr::memchr(b':', line)?];
    is_block.then_some((key, Awaited::Block(column)))
}
