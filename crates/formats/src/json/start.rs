//! A line's start: whether JSON begins there, text, or what may stand behind lines of JSON.

use super::lexer::{Lexer, MAX_BARE, State, Step, Wait};
use crate::lens::Lens;
use crate::table::{Table, Verdict};

/// U+FEFF, with which some editors begin a file.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What may begin behind lines of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seeks {
    Nothing,
    /// A table.
    Tables,
    /// One, or more rows of the one that the lines stand in.
    Rows,
}

/// What begins behind lines of JSON.
pub(crate) enum Begun {
    Table(Box<Table>),
    Rows,
}

impl Lexer {
    /// Decides what a line is by its first two characters.
    pub(super) fn line_start(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        if !self.frames().is_empty() {
            self.state = State::Structure;
            return Ok(0);
        }
        if rest.len() < BOM.len() && BOM.starts_with(rest) && !is_end {
            return Err(Wait);
        }
        let bom = if rest.starts_with(BOM) { BOM.len() } else { 0 };
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r');
        let start = bom + rest[bom..].iter().take_while(blank).count();
        let Some(first) = rest.get(start) else {
            if is_end || start > MAX_BARE {
                return self.begin_line(rest, is_end, lens);
            }
            return Err(Wait);
        };
        if *first == b'\n' {
            lens.same(&rest[..=start]);
            self.pairs.end_line();
            self.ruled.end_line(&mut self.names);
            return Ok(start + 1);
        }
        let is_json = match first {
            b'{' | b'[' => {
                let inside = &rest[start + 1..];
                let next = inside.trim_ascii_start().first();
                match next {
                    None if !is_end && inside.len() <= MAX_BARE => return Err(Wait),
                    None => false,
                    Some(b'"') if *first == b'{' => true,
                    Some(next) if *first == b'[' && self.is_told => {
                        !next.is_ascii_alphabetic() || b"tfn".contains(next)
                    }
                    // What is accepted here `may_begin` knows, too.
                    Some(b'{') if *first == b'[' => {
                        let inner = inside.trim_ascii_start()[1..].trim_ascii_start().first();
                        if inner.is_none() && !is_end && inside.len() <= MAX_BARE {
                            return Err(Wait);
                        }
                        inner == Some(&b'"')
                    }
                    Some(_) => false,
                }
            }
            b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => self.is_told,
            _ => false,
        };
        if is_json {
            lens.same(&rest[..start]);
            self.follows = false;
            self.pairs.forget();
            self.ruled.forget();
            self.paths.forget();
            (self.is_sure, self.state) = (true, State::Structure);
            return Ok(start);
        }
        if self.follows {
            self.seek(rest, is_end)?;
        }
        self.begin_line(rest, is_end, lens)
    }

    /// Looks for what may begin behind lines of JSON; it stops the reading here.
    fn seek(&mut self, rest: &[u8], is_end: bool) -> Result<(), Wait> {
        self.begun = match self.seeks {
            Seeks::Nothing => None,
            Seeks::Tables | Seeks::Rows => match Table::begin(rest, is_end, false, &self.redactor) {
                Verdict::Wait => return Err(Wait),
                Verdict::Table(table) => Some(Begun::Table(table)),
                Verdict::NoHeader(_) | Verdict::NoTable if self.seeks == Seeks::Rows => Some(Begun::Rows),
                Verdict::NoHeader(_) | Verdict::NoTable => None,
            },
        };
        self.follows = false;
        if self.begun.is_some() { Err(Wait) } else { Ok(()) }
    }
}
