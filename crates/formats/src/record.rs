//! A row of a table and its cells, as they are read to see whether it is one.

use crate::names::Names;

/// A first row, or a cell over several lines, that is longer from the first line's end on is none.
pub(crate) const MAX_ROW: usize = 64 * 1024;

/// Digits of a number that is the name of a column: a year.
const MAX_NUMBER: usize = 4;

/// A row as it is read to see whether it is one.
pub(crate) enum Record {
    Cells {
        cells: Vec<Cell>,
        len: usize,
    },
    /// More is needed.
    More,
}

/// A cell, without quotation marks and the blanks around it.
pub(crate) struct Cell {
    pub(crate) text: Vec<u8>,
    pub(crate) is_quoted: bool,
}

impl Record {
    /// The cells of the row that begins here, and its length with the line's end.
    pub(crate) fn read(text: &[u8], delimiter: u8, is_end: bool) -> Self {
        let (mut cells, mut at) = (Vec::new(), 0);
        if text.is_empty() {
            return Self::More;
        }
        loop {
            let is_quoted = text.get(at) == Some(&b'"');
            let quoted = if is_quoted { closing(&text[at + 1..], delimiter, is_end) } else { Closing::None };
            let from = at;
            match quoted {
                Closing::More => return Self::More,
                Closing::At(len) => at += len + 2,
                Closing::None => {}
            }
            let (inner, is_quoted) = if at > from { (from + 1..at - 1, true) } else { (0..0, false) };
            let len = memchr::memchr2(delimiter, b'\n', &text[at..]);
            if len.is_none() && !is_end {
                return Self::More;
            }
            at += len.unwrap_or(text.len() - at);
            let inner = if is_quoted { inner } else { from..at };
            cells.push(Cell { text: text[inner].trim_ascii().to_vec(), is_quoted });
            match text.get(at) {
                Some(byte) if *byte == delimiter => at += 1,
                Some(_) => return Self::Cells { cells, len: at + 1 },
                None => return Self::Cells { cells, len: at },
            }
        }
    }
}

/// Where the quotation mark is that closes a cell.
pub(crate) enum Closing {
    At(usize),
    /// There is none: what looked like a cell in quotation marks is text with one.
    None,
    More,
}

/// Looks for it behind the one that opens the cell. What closes a cell has a delimiter or the line's end behind it.
pub(crate) fn closing(text: &[u8], delimiter: u8, is_end: bool) -> Closing {
    let (text, is_end) = if text.len() > MAX_ROW { (&text[..MAX_ROW], false) } else { (text, is_end) };
    let more = if text.len() == MAX_ROW { Closing::None } else { Closing::More };
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'"', &text[from..]).map(|at| from + at) {
        let behind = &text[at + 1..];
        if behind.first() == Some(&b'"') {
            from = at + 2;
            continue;
        }
        let blanks =
            behind.iter().take_while(|byte| matches!(byte, b' ' | b'\t') && **byte != delimiter).count();
        return match behind.get(blanks) {
            Some(byte) if *byte == delimiter || matches!(byte, b'\n' | b'\r') => Closing::At(at),
            None if is_end => Closing::At(at),
            None => more,
            _ => Closing::None,
        };
    }
    if is_end { Closing::None } else { more }
}

/// Whether a line goes on for so long that its end says nothing.
pub(crate) fn is_long(text: &[u8]) -> bool {
    text.len() > MAX_ROW && memchr::memchr(b'\n', &text[..MAX_ROW]).is_none()
}

/// Whether these are names of columns: some may be empty, or numbers among other names (`2023`).
pub(crate) fn is_header(cells: &[Cell]) -> bool {
    let is_number = |cell: &&Cell| cell.text.first().is_some_and(u8::is_ascii_digit);
    let numbers = cells.iter().filter(is_number).count();
    cells.iter().all(Cell::is_name) && (numbers == 0 || cells.len() > 2 && numbers < cells.len())
}

impl Cell {
    /// As it can stand in a key.
    pub(crate) fn name(&self) -> Vec<u8> {
        let words = self.text.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\\'));
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(&b' ')
    }

    fn is_name(&self) -> bool {
        let text = &self.text;
        if self.is_quoted {
            return text.len() <= 2 * Names::MAX_BYTES;
        }
        if text.first().is_some_and(u8::is_ascii_digit) {
            return text.len() <= MAX_NUMBER && text.iter().all(u8::is_ascii_digit);
        }
        let is_part =
            |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b" _-./()#?%$&*'+".contains(byte);
        let is_start = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii() || *byte == b'_';
        text.len() <= Names::MAX_BYTES && text.first().is_none_or(is_start) && text.iter().all(is_part)
    }

    /// One word with a digit in it.
    pub(crate) fn is_value(&self) -> bool {
        self.text.iter().any(u8::is_ascii_digit) && self.text.iter().all(u8::is_ascii_graphic)
    }
}
