//! Tables with a header: CSV, TSV and their kin. A column's name says what its cells are.
//!
//! The text for the engine is the table; around each cell of a column whose name is a label stands
//! `{"name":"` and `"}`. Quotation marks and delimiters of the input stay. A table whose header holds no label is read as
//! text, for it says nothing more.

use std::sync::Arc;

use samar::{FieldRule, Redactor};

use crate::lens::{Kind, Lens};
use crate::names::Names;

/// A header and a first row that are longer are none.
const MAX_LINE: usize = 8 * 1024;

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

pub(crate) struct Table {
    columns: Arc<Columns>,
    column: usize,
    state: State,
    is_header: bool,
}

/// What a header says.
pub(crate) struct Columns {
    delimiter: u8,
    /// What stands before the cells of each column; empty where its name says nothing.
    labels: Vec<Vec<u8>>,
    /// What the policy says of each column.
    rules: Vec<Option<FieldRule>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    CellStart,
    Bare,
    Quoted,
    /// Behind a closing quotation mark.
    Closed,
}

/// What the first lines of a stream are.
pub(crate) enum Verdict {
    Table(Box<Table>),
    NoTable,
    /// More is needed.
    Wait,
}

impl Table {
    /// Looks at the first lines. If the user does not say that it is a table, the first line must hold names only, one
    /// of them a label, and the second must have as many cells.
    pub(crate) fn begin(start: &[u8], is_end: bool, is_told: bool, redactor: &Redactor) -> Verdict {
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        // A longer line is no row, whether its end is there yet or not.
        let line_end = |text: &[u8]| memchr::memchr(b'\n', &text[..text.len().min(MAX_LINE + 1)]);
        let is_whole = |text: &[u8]| is_end && text.len() <= MAX_LINE;
        let Some(end) = line_end(text).or(is_whole(text).then_some(text.len())) else {
            return if text.len() > MAX_LINE { Verdict::NoTable } else { Verdict::Wait };
        };
        let header = text[..end].strip_suffix(b"\r").unwrap_or(&text[..end]);
        let count = |delimiter: &u8| memchr::memchr_iter(*delimiter, header).count();
        let Some(delimiter) =
            DELIMITERS.into_iter().max_by_key(count).filter(|delimiter| count(delimiter) > 0)
        else {
            return Verdict::NoTable;
        };
        let names = cells(header, delimiter);
        if !is_told {
            if !names.iter().all(|name| is_name(name)) {
                return Verdict::NoTable;
            }
            let rest = text.get(end + 1..).unwrap_or_default();
            let Some(end) = line_end(rest).or((is_whole(rest) && !rest.is_empty()).then_some(rest.len()))
            else {
                return if is_end || rest.len() > MAX_LINE { Verdict::NoTable } else { Verdict::Wait };
            };
            if cells(&rest[..end], delimiter).len() != names.len() {
                return Verdict::NoTable;
            }
        }
        let mut known = Names::new(redactor);
        let label = |name: &Vec<u8>| {
            if known.label(name) { [b"{\"", name.as_slice(), b"\":\""].concat() } else { Vec::new() }
        };
        let labels: Vec<_> = names.iter().map(label).collect();
        let fields = redactor.fields();
        let root = fields.root();
        let rules: Vec<_> = names.iter().map(|name| fields.rule(&root, name)).collect();
        if !is_told && labels.iter().all(Vec::is_empty) && rules.iter().all(Option::is_none) {
            return Verdict::NoTable;
        }
        let table = Self::below(Arc::new(Columns { delimiter, labels, rules }));
        Verdict::Table(Box::new(Self { is_header: true, ..table }))
    }

    /// At the start of a row below a header.
    pub(crate) fn below(columns: Arc<Columns>) -> Self {
        Self { columns, column: 0, state: State::CellStart, is_header: false }
    }

    /// What its header says.
    pub(crate) fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// Whether a row begins.
    pub(crate) fn is_clean(&self) -> bool {
        self.column == 0 && self.state == State::CellStart && !self.is_header
    }

    /// Reads as far as can be told and returns how many bytes that is; at the end all.
    pub(crate) fn run(&mut self, bytes: &[u8], is_end: bool, lens: &mut Lens) -> usize {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            match self.state {
                State::CellStart => {
                    if rest[0] == b'"' {
                        lens.same(b"\"");
                        at += 1;
                    }
                    self.state = if rest[0] == b'"' { State::Quoted } else { State::Bare };
                    self.begin_cell(lens);
                }
                State::Quoted => {
                    let Some(mark) = memchr::memchr(b'"', rest) else {
                        lens.same(rest);
                        return bytes.len();
                    };
                    lens.same(&rest[..mark]);
                    at += mark;
                    match bytes.get(at + 1) {
                        None if !is_end => return at,
                        // The engine knows a quotation mark in a string in this form.
                        Some(b'"') => {
                            lens.swap(b"\\\"", 2);
                            at += 2;
                        }
                        _ => {
                            self.end_cell(lens);
                            lens.same(b"\"");
                            at += 1;
                            self.state = State::Closed;
                            // What stands between here and the delimiter should not, and is text.
                            lens.open(Kind::Plain);
                        }
                    }
                }
                State::Bare | State::Closed => {
                    let Some(mark) = memchr::memchr3(self.columns.delimiter, b'\n', b'\r', rest) else {
                        lens.same(rest);
                        return bytes.len();
                    };
                    lens.same(&rest[..mark]);
                    at += mark;
                    let len = match (bytes[at], bytes.get(at + 1)) {
                        (b'\r', None) if !is_end => return at,
                        (b'\r', Some(b'\n')) => 2,
                        (b'\r', _) => {
                            lens.same(b"\r");
                            at += 1;
                            continue;
                        }
                        _ => 1,
                    };
                    if self.state == State::Bare {
                        self.end_cell(lens);
                    } else {
                        lens.close();
                    }
                    lens.same(&bytes[at..at + len]);
                    if bytes[at] == self.columns.delimiter {
                        self.column += 1;
                    } else {
                        (self.column, self.is_header) = (0, false);
                    }
                    at += len;
                    self.state = State::CellStart;
                }
            }
        }
        if is_end {
            match self.state {
                State::Bare | State::Quoted => self.end_cell(lens),
                State::Closed | State::CellStart => lens.close(),
            }
        }
        at
    }

    fn label(&self) -> Option<&[u8]> {
        let label = self.columns.labels.get(self.column).filter(|label| !self.is_header && !label.is_empty());
        label.map(Vec::as_slice)
    }

    fn begin_cell(&self, lens: &mut Lens) {
        if let Some(label) = self.label() {
            lens.insert(label);
        }
        lens.open(Kind::Text);
        if !self.is_header {
            lens.open_field(self.columns.rules.get(self.column).copied().flatten(), None);
        }
    }

    fn end_cell(&self, lens: &mut Lens) {
        lens.close_field();
        lens.close();
        if self.label().is_some() {
            lens.insert(b"\"}");
        }
    }
}

/// The cells of a row, without quotation marks and the blanks around them.
fn cells(row: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let mut cells = vec![Vec::new()];
    let mut is_quoted = false;
    for byte in row {
        match byte {
            b'"' => is_quoted = !is_quoted,
            byte if *byte == delimiter && !is_quoted => cells.push(Vec::new()),
            byte => cells.last_mut().expect("there is one at least").push(*byte),
        }
    }
    cells.iter().map(|cell| cell.trim_ascii().to_vec()).collect()
}

fn is_name(cell: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b" _-./()#".contains(byte);
    cell.len() <= Names::MAX_BYTES
        && cell.first().is_some_and(|first| first.is_ascii_alphabetic() || !first.is_ascii())
        && cell.iter().all(is_part)
}
