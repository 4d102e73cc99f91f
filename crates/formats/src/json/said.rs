//! What a string has said so far, with its escapes resolved: it tells what the next escape is.

use super::lexer::Wait;
use super::unit::{Unit, unit};
use crate::pairs::Pairs;

/// Digits of a number that goes on behind a line's end: of fewer it is too short to be a card's, of more it is whole.
const WRAPPED: std::ops::Range<usize> = 8..16;

/// Digits of a group of such a number.
const MAX_GROUP: usize = 6;

#[derive(Default)]
pub(super) struct Said {
    /// The bracket behind which nothing but blanks was said: a document may have begun there.
    pub(super) bracket: Option<u8>,
    /// Digits of the number that was said last, and of the last of its groups; none if something else was.
    digits: usize,
    group: usize,
    is_apart: bool,
    /// Names on lines before, and whether a line begins that they may be for.
    pub(super) pairs: Pairs,
    pub(super) is_line_start: bool,
}

impl Said {
    pub(super) fn take(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.iter().rfind(|byte| !byte.is_ascii_whitespace()) {
            self.bracket = Some(*last).filter(|byte| matches!(byte, b'{' | b'['));
        }
        let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-');
        let run = bytes.iter().rev().take(4 * WRAPPED.end).take_while(|byte| is_number(byte)).count();
        if run < bytes.len() {
            (self.digits, self.group, self.is_apart) = (0, 0, true);
        }
        for byte in &bytes[bytes.len() - run..] {
            match byte {
                b'0'..=b'9' if self.is_apart => {
                    (self.digits, self.group, self.is_apart) = (self.digits + 1, 1, false);
                }
                b'0'..=b'9' => (self.digits, self.group) = (self.digits + 1, self.group + 1),
                _ if self.is_apart => (self.digits, self.group) = (0, 0),
                _ => self.is_apart = true,
            }
        }
        if bytes != b"\n" {
            self.pairs.take(bytes);
        }
    }

    /// Whether a number may go on behind this, if a digit stands there.
    pub(super) fn may_go_on(&self, blank: u8) -> bool {
        let is_wrapped = || WRAPPED.contains(&self.digits) && self.group <= MAX_GROUP;
        self.group > 0 && !self.is_apart && (blank == b'\t' || is_wrapped())
    }

    /// Takes a character of a line's end. Whether the line is one of those that are read as lines.
    pub(super) fn end_line(&mut self, byte: u8) -> bool {
        if byte == b'\n' {
            self.pairs.end_line();
        }
        byte != b'\t' && self.pairs.is_in_form()
    }
}

/// How much more of the line's end there is behind `blank`, if a digit stands behind it.
pub(super) fn gap(rest: &[u8], blank: u8, depth: usize) -> Result<Option<usize>, Wait> {
    let mut at = 0;
    loop {
        match unit(&rest[at..], depth) {
            Unit::More => return Err(Wait),
            Unit::Char { text, raw } => match text.single() {
                Some(b'0'..=b'9') => return Ok(Some(at)),
                Some(b'\n') if blank == b'\r' && at == 0 => at = raw,
                _ => return Ok(None),
            },
            Unit::Close { .. } => return Ok(None),
        }
    }
}
