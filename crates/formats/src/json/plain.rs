//! Lines of text: up to JSON inside them, with the characters that markup and URLs write otherwise.

use super::frames::Frames;
use super::lexer::{Lexer, State, Step, Wait};
use crate::cells::{Mark, Seen};
use crate::lens::Lens;
use crate::pairs::{Pairs, Place};

/// How markup begins text in which nothing is markup, and ends it.
const CDATA: &[u8] = b"<![CDATA[";
const CDATA_END: &[u8] = b"]]>";

/// Bytes of an element's name, and of its attributes.
const MAX_ELEMENT: usize = 256;

/// The longest reference to a character that is read, zeros before the number and all.
const MAX_REFERENCE: usize = 12;

/// Whether bytes hold a character that is written otherwise, a section of markup or a cell of a table, or may begin one at their
/// end.
pub(super) fn has_markup(bytes: &[u8]) -> bool {
    memchr::memchr3_iter(b'&', b'<', b'%', bytes).any(|at| {
        let rest = &bytes[at..];
        if rest[0] == b'%' {
            let is_percentage = at > 0 && bytes[at - 1].is_ascii_digit();
            return !is_percentage && !matches!(escape(rest), Markup::None);
        }
        let is_like = |start: &[u8]| rest.starts_with(start) || start.starts_with(rest);
        is_like(b"&#")
            || is_like(CDATA)
            || element(rest).is_some_and(|name| rest.get(1 + name).is_none_or(is_blank))
            || rest[0] == b'<' && Mark::at(rest) != Seen::None
    })
}

/// What stands at an ampersand or bracket.
enum Markup {
    None,
    /// More bytes are needed to tell.
    More,
    /// An element's start, with attributes: so many bytes of its name, and in all.
    Element(usize, usize),
    /// A cell of a table, or what is around it.
    Cell(Mark),
    /// So many bytes that stand for one character, or for none.
    Bytes(Option<u8>, usize),
}

impl Lexer {
    /// Begins a line of text, with the name that lines before have for its value.
    pub(super) fn begin_line(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        let at = match self.pairs.place(rest, is_end) {
            Place::Unknown => return Err(Wait),
            Place::Nowhere => None,
            Place::At(at) => Some(at),
        };
        let Some(at) = at else {
            let Ok(tag) = Pairs::tag(rest, is_end) else { return Err(Wait) };
            self.begin_plain(lens);
            let Some(tag) = tag else { return Ok(0) };
            self.same(&rest[..tag.start], lens);
            lens.swap(b"", tag.len());
            return Ok(tag.end);
        };
        self.begin_plain(lens);
        self.same(&rest[..at], lens);
        let Self { pairs, names, name, .. } = self;
        if names.label(pairs.name()) {
            name.clear();
            name.extend_from_slice(pairs.name());
            name.extend_from_slice(b": ");
            lens.insert(name);
        }
        Ok(at)
    }

    /// A line of text, up to its end or to JSON inside it.
    pub(super) fn plain(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        let mut from = 0;
        while let Some(at) = self.next(&rest[from..]).map(|at| from + at) {
            match rest[at] {
                b'\n' => {
                    self.same(&rest[..at], lens);
                    self.end_line(lens);
                    return Ok(at + 1);
                }
                b'{' => match &rest[at + 1..] {
                    [b'"', ..] => {
                        self.same(&rest[..at], lens);
                        self.state = State::Structure;
                        return Ok(at);
                    }
                    // A document in a string of a line that is none.
                    [b'\\', b'"', ..] => {
                        self.same(&rest[..at], lens);
                        self.levels.push(Frames::new(&self.fields));
                        self.state = State::Structure;
                        return Ok(at);
                    }
                    [] | [b'\\'] if !is_end => {
                        self.same(&rest[..at], lens);
                        return if at == 0 { Err(Wait) } else { Ok(at) };
                    }
                    _ => from = at + 1,
                },
                // Behind a number it is one of its own.
                b'%' if self.before(&rest[..at]).is_ascii_digit() => from = at + 1,
                _ => match markup(&rest[at..], self.is_in_cdata) {
                    Markup::None => from = at + 1,
                    Markup::More if is_end => from = at + 1,
                    Markup::More => {
                        self.same(&rest[..at], lens);
                        return if at == 0 { Err(Wait) } else { Ok(at) };
                    }
                    Markup::Element(name, len) => {
                        self.same(&rest[..at + len], lens);
                        self.repeat(&rest[at + 1..][..name], lens);
                        return Ok(at + len);
                    }
                    Markup::Cell(mark) => {
                        self.same(&rest[..at], lens);
                        self.cell(mark, &rest[at..at + mark.len], lens);
                        return Ok(at + mark.len);
                    }
                    Markup::Bytes(byte, len) => {
                        self.same(&rest[..at], lens);
                        if byte.is_none() {
                            self.is_in_cdata = !self.is_in_cdata;
                        }
                        lens.swap(byte.as_slice(), len);
                        self.cells.take(byte.as_slice());
                        self.last = rest[at];
                        return Ok(at + len);
                    }
                },
            }
        }
        self.same(rest, lens);
        Ok(rest.len())
    }

    /// Puts the name of an element behind its attributes, if it says what its text is.
    fn repeat(&mut self, element: &[u8], lens: &mut Lens) {
        let Self { names, name, .. } = self;
        if names.label(element) {
            name.clear();
            name.push(b'<');
            name.extend_from_slice(element);
            name.push(b'>');
            lens.insert(name);
        }
    }

    /// Puts the name of a cell before its text.
    fn cell(&mut self, mark: Mark, tag: &[u8], lens: &mut Lens) {
        lens.same(tag);
        self.pairs.take(tag);
        self.last = b'>';
        let Self { cells, names, name, .. } = self;
        if let Some(head) = cells.mark(mark, names) {
            name.clear();
            name.extend_from_slice(head);
            name.extend_from_slice(b": ");
            lens.insert(name);
        }
    }

    /// The next byte that may be more than text.
    fn next(&self, rest: &[u8]) -> Option<usize> {
        let at = memchr::memchr3(b'\n', b'{', b'&', rest);
        let bracket = if self.is_in_cdata { b']' } else { b'<' };
        memchr::memchr2(bracket, b'%', &rest[..at.unwrap_or(rest.len())]).or(at)
    }

    /// The byte before what comes next, behind this text.
    fn before(&self, text: &[u8]) -> u8 {
        text.last().copied().unwrap_or(self.last)
    }

    /// A piece of a line of text.
    fn same(&mut self, bytes: &[u8], lens: &mut Lens) {
        lens.same(bytes);
        self.pairs.take(bytes);
        self.cells.take(bytes);
        self.last = self.before(bytes);
    }
}

/// The length of the name of an element that begins here.
fn element(rest: &[u8]) -> Option<usize> {
    let name = rest.strip_prefix(b"<")?;
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte);
    let len = name.iter().take(MAX_ELEMENT).take_while(is_part).count();
    (len < MAX_ELEMENT && name.first().is_none_or(u8::is_ascii_alphabetic)).then_some(len)
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The start of an element with attributes. One in which more is to be read than names and plain values is left to that.
fn start(rest: &[u8]) -> Markup {
    let Some(name) = element(rest) else { return Markup::None };
    match rest.get(1 + name) {
        None => return Markup::More,
        Some(byte) if !is_blank(byte) => return Markup::None,
        Some(_) => {}
    }
    let inside = &rest[1 + name..];
    match inside.iter().take(MAX_ELEMENT).position(|byte| matches!(byte, b'>' | b'<' | b'{' | b'&' | b'\n')) {
        None if inside.len() < MAX_ELEMENT => Markup::More,
        Some(end) if inside[end] == b'>' && inside[end - 1] != b'/' => Markup::Element(name, name + end + 2),
        _ => Markup::None,
    }
}

fn markup(rest: &[u8], is_in_cdata: bool) -> Markup {
    if rest[0] == b'%' {
        return escape(rest);
    }
    if rest[0] != b'&' {
        let mark = if is_in_cdata { CDATA_END } else { CDATA };
        return match rest {
            rest if rest.starts_with(mark) => Markup::Bytes(None, mark.len()),
            rest if mark.starts_with(rest) => Markup::More,
            _ if is_in_cdata => Markup::None,
            _ => match Mark::at(rest) {
                Seen::Mark(mark) => Markup::Cell(mark),
                Seen::More => Markup::More,
                Seen::None => start(rest),
            },
        };
    }
    let Some(len) = rest.iter().take(MAX_REFERENCE).position(|byte| *byte == b';') else {
        let is_like = rest.len() == 1
            || rest[1] == b'#'
                && rest.len() < MAX_REFERENCE
                && rest[2..].iter().all(u8::is_ascii_alphanumeric);
        return if is_like { Markup::More } else { Markup::None };
    };
    let number = std::str::from_utf8(&rest[1..len]).ok().and_then(|text| text.strip_prefix('#'));
    let code = number.and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16).ok(),
        None => number.parse().ok(),
    });
    // Letters and digits: what else a reference stands for, the engine knows as it is written.
    match code.and_then(|code| u8::try_from(code).ok()).filter(u8::is_ascii_alphanumeric) {
        Some(byte) => Markup::Bytes(Some(byte), len + 1),
        None => Markup::None,
    }
}

/// A letter or digit as URLs may write it. What else they write so the engine knows as it is written.
fn escape(rest: &[u8]) -> Markup {
    let digit = |at: usize| rest.get(at).map(|byte| char::from(*byte).to_digit(16));
    match (digit(1), digit(2)) {
        (None, _) | (Some(Some(3..=7)), None) => Markup::More,
        (Some(Some(high)), Some(Some(low))) => match (high << 4 | low) as u8 {
            byte if byte.is_ascii_alphanumeric() => Markup::Bytes(Some(byte), 3),
            _ => Markup::None,
        },
        _ => Markup::None,
    }
}
