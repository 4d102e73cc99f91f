//! Strings: up to their end, to a document in them, or to the line that a form in them has.

use super::MAX_LEVEL;
use super::lexer::{Lexer, State, Step, Wait, put};
use super::said::gap;
use super::unit::{Text, Unit, unit};
use crate::lens::Lens;
use crate::pairs::Place;

impl Lexer {
    pub(super) fn text(&mut self, rest: &[u8], lens: &mut Lens) -> Step {
        if self.said.is_line_start {
            self.name_line(rest, lens)?;
        }
        let at = memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
        if at > 0 {
            self.said.take(&rest[..at]);
            self.take(&rest[..at], &rest[..at], lens);
            return Ok(at);
        }
        if rest[0] == b'\n' {
            // A string that does not end with its line is broken.
            self.end_line(lens);
            return Ok(1);
        }
        let level = self.level();
        match unit(rest, level) {
            Unit::More => Err(Wait),
            Unit::Close { level, raw } => {
                self.end_string(level, &rest[..raw], lens);
                Ok(raw)
            }
            Unit::Char { text, raw } if text.single() == Some(b'"') => {
                self.look_behind(&rest[raw..])?;
                self.end_string(level, &rest[..raw], lens);
                Ok(raw)
            }
            Unit::Char { text, raw } if text.single() == Some(b'\\') => match unit(rest, level + 1) {
                Unit::Char { text: inner, raw: len } => {
                    if inner.single() == Some(b'"') && self.begin_inner(lens) {
                        return Ok(0);
                    }
                    self.escape(rest, inner, (raw, len), lens)
                }
                _ => Err(Wait),
            },
            Unit::Char { text, raw } => {
                self.said.take(text.as_bytes());
                self.take(&rest[..raw], text.as_bytes(), lens);
                Ok(raw)
            }
        }
    }

    /// An escape of `len` bytes, `raw` of them its backslash.
    fn escape(&mut self, rest: &[u8], inner: Text, (raw, len): (usize, usize), lens: &mut Lens) -> Step {
        let inner_bytes = inner.as_bytes();
        if let Some(byte @ (b'\n' | b'\r' | b'\t')) = inner.single() {
            if self.said.may_go_on(byte)
                && let Some(gap) = gap(&rest[len..], byte, self.level() + 1)?
            {
                // Between the groups of a number it is the blank that the engine knows there.
                let blank: &[u8] = if byte == b'\t' && self.is_sure { b"\t" } else { b" " };
                self.said.take(b" ");
                self.take(&rest[..len + gap], blank, lens);
                return Ok(len + gap);
            }
            let is_line = self.said.end_line(byte) && self.is_sure;
            self.said.take(inner_bytes);
            if is_line {
                self.said.is_line_start = byte == b'\n';
                self.take(&rest[..len], inner_bytes, lens);
                return Ok(len);
            }
        } else {
            self.said.take(inner_bytes);
        }
        // Escapes that the engine knows stay: the text is JSON, too.
        let escape: &[u8] = match inner.single() {
            Some(b'"') => b"\\\"",
            Some(b'\\') if len > raw => b"\\\\",
            Some(b'\n') => b"\\n",
            Some(b'\r') => b"\\r",
            Some(b'\t') => b"\\t",
            Some(..0x20) => &rest[..len],
            _ => inner_bytes,
        };
        self.take(&rest[..len], escape, lens);
        Ok(len)
    }

    /// Begins the document whose first bracket the string has said, at the quotation mark behind it. One that is masked is
    /// masked as a whole.
    fn begin_inner(&mut self, lens: &Lens) -> bool {
        let Some(bracket) = self.said.bracket else { return false };
        if self.is_key || self.level() >= MAX_LEVEL || lens.is_field_open() {
            return false;
        }
        let mut frames = self.frames().inside();
        frames.push(bracket == b'{');
        self.is_sibling = false;
        self.levels.push(frames);
        self.state = State::Structure;
        true
    }

    /// Puts the name that lines before have for it before a line in a string.
    fn name_line(&mut self, rest: &[u8], lens: &mut Lens) -> Result<(), Wait> {
        let is_empty = match unit(rest, self.level() + 1) {
            Unit::More => return Err(Wait),
            Unit::Close { .. } => true,
            Unit::Char { text, .. } => matches!(text.single(), Some(b'\r' | b'\n')),
        };
        match self.said.pairs.place(rest, false) {
            Place::Unknown => return Err(Wait),
            Place::At(0) if !is_empty && self.names.label(self.said.pairs.name()) => {
                self.name.clear();
                self.name.extend_from_slice(self.said.pairs.name());
                self.name.extend_from_slice(b": ");
                lens.insert(&self.name);
            }
            _ => {}
        }
        self.said.is_line_start = false;
        Ok(())
    }

    /// A piece of a string.
    fn take(&mut self, raw: &[u8], text: &[u8], lens: &mut Lens) {
        put(raw, text, lens);
        if self.is_key {
            self.frames().extend_key(text);
        } else if self.is_sibling {
            self.frames().extend_sibling(text);
        }
    }
}
