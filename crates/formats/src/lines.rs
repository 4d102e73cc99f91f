//! Lines of a block that are read as what they are before those in front of them are.
//!
//! The lines of a log do not know of each other, be they JSON or text: at the end of most no object is open, and no name waits
//! for its value. Nor do the rows of a table. So the whole lines of a block are read in a clean state, and the engine walks the
//! text that comes of it ahead of time. The stream takes both over if it has come to the same clean state; else it reads the
//! lines again.

use std::sync::Arc;

use samar::{Ahead, Redactor};

use crate::json::Lexer;
use crate::lens::Lens;
use crate::table::{Columns, Table};

/// Bytes before a block from whose line's start on it is read, so that the engine sees all that the stream holds back.
const NEAR: usize = 4 * 1024;

/// Room for the text of a block, in blocks: names are put into it.
const ROOM: usize = 2;

/// Bytes that a lens may take beside its text. Lines that are nothing but escapes make it longer; they are not read ahead.
const MAX_LENS: usize = 6 * 1024 * 1024;

/// Who reads lines.
enum Reader {
    Lexer(Box<Lexer>),
    Table(Table),
}

/// The whole lines of a block.
pub(crate) struct Lines {
    reader: Reader,
    /// What the reader made of them, from 0.
    pub(crate) lens: Lens,
    /// The engine's walk over that text.
    pub(crate) ahead: Ahead,
    /// Where in the block they begin, and end.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether a line of JSON stands before them.
    follows: bool,
}

impl Lines {
    /// The most memory that those of a block of so many bytes take: their text twice, the walk, and the lens.
    pub(crate) const fn memory(bytes: usize) -> usize {
        2 * (ROOM * bytes + Ahead::CONTEXT) + Ahead::MEMORY + MAX_LENS
    }

    /// Room for those of a block of so many bytes.
    pub(crate) fn new(redactor: &Redactor, is_told: bool, bytes: usize) -> Self {
        let (lexer, ahead) = (Lexer::new(redactor, is_told), redactor.ahead(ROOM * bytes + Ahead::CONTEXT));
        Self {
            reader: Reader::Lexer(Box::new(lexer)),
            lens: Lens::default(),
            ahead,
            start: 0,
            end: 0,
            follows: false,
        }
    }

    /// From here on lines are rows.
    pub(crate) fn are_rows(&mut self, columns: &Arc<Columns>) {
        self.reader = Reader::Table(Table::below(columns.clone()));
    }

    /// Whether `lexer` would read these lines so.
    pub(crate) fn follow_lexer(&self, lexer: &Lexer) -> bool {
        matches!(self.reader, Reader::Lexer(_))
            && lexer.is_clean()
            && !lexer.is_yaml()
            && lexer.follows() == self.follows
    }

    /// `lexer` takes them over.
    pub(crate) fn pass_on(&self, lexer: &mut Lexer) {
        if let Reader::Lexer(own) = &self.reader {
            lexer.follow(own);
        }
    }

    /// Whether `table` would read these lines so.
    pub(crate) fn follow_table(&self, table: &Table) -> bool {
        let is_same = |own: &Table| Arc::ptr_eq(own.columns(), table.columns());
        matches!(&self.reader, Reader::Table(own) if is_same(own)) && table.is_clean()
    }

    /// Reads the whole lines of a block, if there are any that can be read alone.
    pub(crate) fn read(&mut self, block: &Ahead) -> bool {
        let bytes = block.bytes();
        let (Some(first), Some(last)) = (memchr::memchr(b'\n', bytes), memchr::memrchr(b'\n', bytes)) else {
            return false;
        };
        (self.start, self.end) = (first + 1, last + 1);
        let (text, at) = block.seen();
        let near = at.saturating_sub(NEAR);
        // Where there is none the lines are too long, or this is the start of all.
        let Some(line) =
            memchr::memrchr(b'\n', &text[..near]).map(|end| end + 1).or((near == 0).then_some(0))
        else {
            return false;
        };
        match &mut self.reader {
            Reader::Lexer(lexer) => lexer.renew(),
            Reader::Table(table) => *table = Table::below(table.columns().clone()),
        }
        self.ahead.begin();
        if !self.lex(&text[line..at + self.start]) {
            return false;
        }
        self.ahead.pass_on();
        self.follows = matches!(&self.reader, Reader::Lexer(lexer) if lexer.follows());
        let is_read = self.lex(&text[at + self.start..at + self.end]);
        if is_read {
            self.ahead.walk();
        }
        is_read
    }

    /// Reads lines, from a clean state to a clean state.
    fn lex(&mut self, lines: &[u8]) -> bool {
        self.lens.clear(MAX_LENS);
        let (read, is_clean) = match &mut self.reader {
            Reader::Lexer(lexer) => (lexer.run(lines, false, &mut self.lens), lexer.is_clean()),
            Reader::Table(table) => (table.run(lines, false, &mut self.lens), table.is_clean()),
        };
        read == lines.len()
            && is_clean
            && self.lens.size() <= MAX_LENS
            && fill(&mut self.ahead, self.lens.text_from(0))
    }
}

/// Whether the text has room in the block.
fn fill(ahead: &mut Ahead, mut text: &[u8]) -> bool {
    while !text.is_empty() {
        match ahead.read(&mut text) {
            Ok(1..) => {}
            Ok(0) | Err(_) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_alone_where_they_stand_alone() {
        let redactor = Redactor::new();
        let line = b"{\"otp\":{\"value\":482913},\"pass\\u0077ord\":\"hunter2Xk9\"}\n";
        let read = |before: &[u8], block: &[u8]| {
            let (mut first, mut second) = (redactor.ahead(before.len()), redactor.ahead(block.len()));
            assert!(fill(&mut first, before));
            second.follow(&first);
            assert!(fill(&mut second, block));
            let mut lines = Lines::new(&redactor, false, block.len());
            lines.read(&second).then_some((lines.start, lines.end))
        };
        let (many, cut) = (line.repeat(200), line.len() / 2);
        assert_eq!(read(b"", &many), Some((line.len(), many.len())));
        let (before, block) = many.split_at(100 * line.len() + cut);
        assert_eq!(
            read(before, &block[..block.len() - 5]),
            Some((line.len() - cut, block.len() - line.len()))
        );
        assert_eq!(read(&many, b"no line's end"), None);
        assert_eq!(read(&many, b"{\n\"pin\":\n4821"), None, "an object goes on");
        assert_eq!(read(&many, b"x\n- name: pin\n"), None, "a name waits for its value");
        assert_eq!(read(&[b'x'; 20_000], b"x\nx\n"), None, "too long a line to see what comes before");
    }
}
