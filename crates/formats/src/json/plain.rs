//! Lines of text: up to JSON inside them, with the characters that markup writes otherwise.

use super::frames::Frames;
use super::lexer::{Lexer, State, Step, Wait};
use crate::lens::Lens;
use crate::pairs::Place;

/// How markup begins text in which nothing is markup, and ends it.
const CDATA: &[u8] = b"<![CDATA[";
const CDATA_END: &[u8] = b"]]>";

/// The longest reference to a character that is read, zeros before the number and all.
const MAX_REFERENCE: usize = 12;

/// Whether bytes hold a reference to a character or a section of markup, or may begin one at their end.
pub(super) fn has_markup(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'&', b'<', bytes).any(|at| {
        let rest = &bytes[at..];
        let is_like = |start: &[u8]| rest.starts_with(start) || start.starts_with(rest);
        is_like(b"&#") || is_like(CDATA)
    })
}

/// What stands at an ampersand or bracket.
enum Markup {
    None,
    /// More bytes are needed to tell.
    More,
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
        self.begin_plain(lens);
        let Some(at) = at else { return Ok(0) };
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
                _ => match markup(&rest[at..], self.is_in_cdata) {
                    Markup::None => from = at + 1,
                    Markup::More if is_end => from = at + 1,
                    Markup::More => {
                        self.same(&rest[..at], lens);
                        return if at == 0 { Err(Wait) } else { Ok(at) };
                    }
                    Markup::Bytes(byte, len) => {
                        self.same(&rest[..at], lens);
                        if byte.is_none() {
                            self.is_in_cdata = !self.is_in_cdata;
                        }
                        lens.swap(byte.as_slice(), len);
                        return Ok(at + len);
                    }
                },
            }
        }
        self.same(rest, lens);
        Ok(rest.len())
    }

    /// The next byte that may be more than text.
    fn next(&self, rest: &[u8]) -> Option<usize> {
        let at = memchr::memchr3(b'\n', b'{', b'&', rest);
        let bracket = if self.is_in_cdata { b']' } else { b'<' };
        memchr::memchr(bracket, &rest[..at.unwrap_or(rest.len())]).or(at)
    }

    /// A piece of a line of text.
    fn same(&mut self, bytes: &[u8], lens: &mut Lens) {
        lens.same(bytes);
        self.pairs.take(bytes);
    }
}

fn markup(rest: &[u8], is_in_cdata: bool) -> Markup {
    if rest[0] != b'&' {
        let mark = if is_in_cdata { CDATA_END } else { CDATA };
        return match rest {
            rest if rest.starts_with(mark) => Markup::Bytes(None, mark.len()),
            rest if mark.starts_with(rest) => Markup::More,
            _ => Markup::None,
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
