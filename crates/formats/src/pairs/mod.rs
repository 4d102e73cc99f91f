//! Names and values of text that stand on lines of their own.
//!
//! In YAML `- name: PIN` may stand above `value: 4821`; in a body of `multipart/form-data` the header
//! `Content-Disposition: form-data; name="password"` stands above an empty line and that above the value. The name is put
//! before each line of the value for the engine to read. So it is where a block of YAML (`password: |`) stands below its key, and the
//! text of an element of markup, or its attributes, on lines below its name. A
//! tag or anchor of YAML between key and value (`password: !!str …`) is not read.

mod head;
mod key;
mod value;

pub(crate) use head::may_begin;
pub(crate) use value::{Flow, below, doubled, flow, scalars, single, tag};

use head::{block, closes, element, is_item, is_other, name, scalar};
use key::{Key, after_key, begins, column, indent, is_indent};

/// Bytes of a line that are looked at.
const MAX_LINE: usize = 256;

/// Bytes of a key.
const MAX_KEY: usize = 64;

/// Lines of a form's part that have its name. It ends with a boundary; where none comes, the rest of a log has no name.
const MAX_BODY: u8 = 16;

/// How the boundary behind a part begins.
const BOUNDARY: &[u8] = b"--";

/// How the line below begins that holds the value.
const VALUES: [&[u8]; 2] = [b"value:", b"val:"];

/// What the lines before say of the present one.
#[derive(Default)]
pub(crate) struct Pairs {
    /// The present line, as far as it is looked at.
    line: Vec<u8>,
    /// Its start was not seen.
    is_unknown: bool,
    awaited: Awaited,
    name: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Awaited {
    #[default]
    Nothing,
    /// A line with the key of a value, so many lines from here at most.
    Key(u8),
    /// The end of the headers, so many lines from here at most.
    Headers(u8),
    /// A line of a form's part, so many more at most.
    Body(u8),
    /// Lines of a block: those that stand further in than this.
    Block(usize),
    /// Lines of an element's text, so many more at most.
    Element(u8),
    /// Lines of an element's start, so many more at most.
    Tag(u8),
    /// Items of a list that stand at least so far in.
    Items(usize),
    /// The line with the value of a key that has a mark of its own.
    Value,
    /// Lines of a value in quotation marks, so many more at most.
    Quoted(u8),
}

/// Where in a line a name belongs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Nowhere,
    At(usize),
    /// More of the line is needed to tell.
    Unknown,
}

/// More of the line is needed to tell.
pub(crate) struct Unknown;

impl Pairs {
    /// In the middle of a line that holds no name.
    pub(crate) fn in_line() -> Self {
        Self { is_unknown: true, ..Self::default() }
    }

    /// Takes more of the present line.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.line.len());
        self.line.extend_from_slice(&bytes[..room.min(bytes.len())]);
    }

    /// Ends the present line.
    pub(crate) fn end_line(&mut self) {
        let line = if self.is_unknown { &[] } else { self.line.trim_ascii() };
        let is_inside = |column| line.is_empty() || indent(&self.line) > column;
        self.awaited = match self.awaited {
            Awaited::Block(column) if is_inside(column) => Awaited::Block(column),
            Awaited::Body(left @ 1..) if !line.starts_with(BOUNDARY) => Awaited::Body(left - 1),
            Awaited::Quoted(left @ 1..) if !self.is_unknown && !closes(line) => Awaited::Quoted(left - 1),
            Awaited::Element(left @ 1..) if !self.is_unknown && !line.starts_with(b"<") => {
                Awaited::Element(left - 1)
            }
            Awaited::Tag(left @ 1..) if !self.is_unknown && !line.contains(&b'>') => Awaited::Tag(left - 1),
            // The start's end: below it is the text.
            Awaited::Tag(_) if line.ends_with(b">") && !line.ends_with(b"/>") && !line.contains(&b'<') => {
                Awaited::Element(MAX_BODY)
            }
            before => match (
                name(line)
                    .or_else(|| block(line, column(&self.line)))
                    .or_else(|| element(line))
                    .or_else(|| scalar(line, indent(&self.line))),
                before,
            ) {
                (Some((name, next)), _) => {
                    self.name.clear();
                    self.name.extend_from_slice(name);
                    next
                }
                (None, Awaited::Headers(_)) if line.is_empty() && !self.is_unknown => Awaited::Body(MAX_BODY),
                (None, Awaited::Items(column)) if is_item(&self.line, column) => Awaited::Items(column),
                (None, Awaited::Headers(left @ 1..)) => Awaited::Headers(left - 1),
                (None, Awaited::Key(left @ 1..)) if is_other(&self.line) => Awaited::Key(left - 1),
                _ => Awaited::Nothing,
            },
        };
        self.line.clear();
        self.is_unknown = false;
    }

    /// Whether the line that begins here may be an item of a list.
    pub(crate) fn is_in_list(&self) -> bool {
        matches!(self.awaited, Awaited::Items(_))
    }

    /// Whether this is in a form of several parts, or in their headers.
    pub(crate) fn is_in_form(&self) -> bool {
        matches!(self.awaited, Awaited::Headers(_) | Awaited::Body(_))
    }

    /// What comes is no text.
    pub(crate) fn forget(&mut self) {
        self.awaited = Awaited::Nothing;
    }

    /// Whether the line that begins here stands for itself.
    pub(crate) fn is_clean(&self) -> bool {
        self.awaited == Awaited::Nothing && self.line.is_empty() && !self.is_unknown
    }

    /// Where in the line that begins here the name of its value belongs.
    pub(crate) fn place(&self, rest: &[u8], is_end: bool) -> Place {
        match self.awaited {
            Awaited::Nothing | Awaited::Headers(_) => Place::Nowhere,
            Awaited::Body(_) if rest == &BOUNDARY[..1] && !is_end => Place::Unknown,
            Awaited::Body(_) if rest.starts_with(BOUNDARY) => Place::Nowhere,
            Awaited::Body(_) => Place::At(0),
            Awaited::Tag(_) => in_tag(rest, is_end),
            Awaited::Element(_) => {
                let start = indent(rest);
                match rest.get(start) {
                    None if start < MAX_LINE && !is_end => Place::Unknown,
                    None | Some(b'<' | b'>' | b'/') => Place::Nowhere,
                    Some(_) => Place::At(start),
                }
            }
            Awaited::Items(column) => self.item(rest, column, is_end),
            Awaited::Value => match rest {
                [b':', b' ', ..] => Place::At(2),
                [] | [b':'] if !is_end => Place::Unknown,
                _ => Place::Nowhere,
            },
            Awaited::Quoted(_) => match indent(rest) {
                start if start == rest.len() && start < MAX_LINE && !is_end => Place::Unknown,
                start => Place::At(start),
            },
            Awaited::Block(column) => match indent(rest) {
                start if start == rest.len() && start < MAX_LINE && !is_end => Place::Unknown,
                start if start > column => Place::At(0),
                _ => Place::Nowhere,
            },
            Awaited::Key(_) => {
                let start = rest.iter().take(MAX_LINE).take_while(|byte| is_indent(**byte)).count();
                let key = &rest[start..];
                let Some(value) = VALUES.iter().find(|value| begins(key, value)) else {
                    let is_open =
                        !is_end && start < MAX_LINE && VALUES.iter().any(|value| begins(value, key));
                    return if is_open { Place::Unknown } else { Place::Nowhere };
                };
                let start = start + value.len();
                let blanks = rest[start..].iter().take(MAX_LINE).take_while(|byte| is_indent(**byte)).count();
                if start + blanks == rest.len() && !is_end && blanks < MAX_LINE {
                    return Place::Unknown;
                }
                if blanks == 0 { Place::Nowhere } else { Place::At(start + blanks) }
            }
        }
    }

    /// Where the item of a list begins that is one word, or stands in quotation marks.
    fn item(&self, rest: &[u8], column: usize, is_end: bool) -> Place {
        let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        if line.len() == rest.len() && rest.len() < MAX_LINE && !is_end {
            return Place::Unknown;
        }
        // `pin:` above `value: 4821`.
        let key = &line[indent(line)..];
        if indent(line) > column && VALUES.iter().any(|value| begins(key, value)) {
            return match after_key(key) {
                Key::Value(at) if indent(line) + at < line.len() => Place::At(indent(line) + at),
                _ => Place::Nowhere,
            };
        }
        let (start, item) = (column.max(indent(line)), line.trim_ascii());
        let is_value = |item: &[u8]| {
            let is_quoted = matches!(item, [b'"', .., b'"'] | [b'\'', .., b'\'']);
            is_quoted || !item.is_empty() && item.iter().all(u8::is_ascii_graphic)
        };
        match item.strip_prefix(b"- ") {
            Some(item) if is_item(line, column) && is_value(item.trim_ascii()) => Place::At(start + 2),
            _ => Place::Nowhere,
        }
    }

    /// The name of the present value.
    pub(crate) fn name(&self) -> &[u8] {
        &self.name
    }
}

/// Where the name belongs in a line that goes on with an element's start: before the text behind its end, or before its attributes.
fn in_tag(rest: &[u8], is_end: bool) -> Place {
    let start = indent(rest);
    let line = &rest[start..rest.len().min(start + MAX_LINE)];
    let is_open = !is_end && line.len() < MAX_LINE;
    match memchr::memchr2(b'>', b'\n', line) {
        None if is_open => Place::Unknown,
        Some(end) if line[end] == b'>' && !line[..end].ends_with(b"/") => match line.get(end + 1) {
            None if is_open => Place::Unknown,
            None | Some(b'<' | b'\n' | b'\r') => attributes(line, start),
            Some(_) => Place::At(start + end + 1),
        },
        _ => attributes(line, start),
    }
}

fn attributes(line: &[u8], start: usize) -> Place {
    match line.first() {
        None | Some(b'<' | b'>' | b'/') => Place::Nowhere,
        Some(_) => Place::At(start),
    }
}
