//! Tables with a header: CSV, TSV and their kin. A column's name says what its cells are.
//!
//! The text for the engine is the table; around each cell of a column whose name is a label stands
//! `{"name":"` and `"}`. Quotation marks and delimiters of the input stay. A table whose header holds no label is read as
//! text, for it says nothing more.

use std::sync::Arc;

use samar::{FieldRule, Redactor};

use crate::lens::{Kind, Lens};
use crate::names::Names;
use crate::record::{Cell, Closing, MAX_ROW, Record, closing, is_header, is_long};
use crate::{inserted, json};

/// A header that is longer is none.
const MAX_LINE: usize = 8 * 1024;

/// Rows of which one must have all cells.
const MAX_ROWS: usize = 8;

/// How a cell begins that holds a document of JSON.
const DOCUMENT: &[u8] = b"\"{\"\"";

/// U+FEFF, with which some editors begin a file.
const BOM: &[u8] = b"\xef\xbb\xbf";

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

pub(crate) struct Table {
    columns: Arc<Columns>,
    column: usize,
    state: State,
    is_header: bool,
    /// Whether the cell that is being read is known to end on a line below.
    is_over_lines: bool,
    /// Whether it holds a document of JSON.
    is_document: bool,
    /// Whether a line of JSON begins where this has stopped reading.
    is_left: bool,
    /// What the row says that its value is called, and what stands before that then.
    name: Vec<u8>,
    named: Vec<u8>,
    names: Option<Box<Names>>,
}

/// What a header says.
pub(crate) struct Columns {
    delimiter: u8,
    /// What stands before the cells of each column; empty where its name says nothing.
    labels: Vec<Vec<u8>>,
    /// What the policy says of each column.
    rules: Vec<Option<FieldRule>>,
    /// The column of a name and that of the value which it names, behind it.
    pair: Option<(usize, usize)>,
    redactor: Redactor,
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
    /// The first line, which has so many bytes, is no header. One of the next may be.
    NoHeader(usize),
    /// More is needed.
    Wait,
}

impl Table {
    /// Looks at the first lines. If the user does not say that it is a table, the first line must hold names only, one
    /// of them a label, and a row of as many cells must be near.
    pub(crate) fn begin(start: &[u8], is_end: bool, is_told: bool, redactor: &Redactor) -> Verdict {
        let bom = if start.starts_with(BOM) { BOM.len() } else { 0 };
        let text = &start[bom..];
        // A longer line is no row, whether its end is there yet or not.
        let Some(end) = memchr::memchr(b'\n', &text[..text.len().min(MAX_LINE + 1)])
            .or((is_end && text.len() <= MAX_LINE).then_some(text.len()))
        else {
            return if text.len() > MAX_LINE { Verdict::NoTable } else { Verdict::Wait };
        };
        let no_header = Verdict::NoHeader((bom + end + 1).min(start.len()));
        let is_blank = |text: &[u8]| text.trim_ascii().is_empty();
        if is_blank(&text[..end]) {
            return if text.len() == end { Verdict::NoTable } else { no_header };
        }
        let heads =
            DELIMITERS.into_iter().map(|delimiter| (delimiter, Record::read(text, delimiter, is_end)));
        let Some((delimiter, Record::Cells { cells, len })) =
            heads.max_by_key(
                |(_, record)| if let Record::Cells { cells, .. } = record { cells.len() } else { MAX_LINE },
            )
        else {
            return if text.len() > MAX_ROW { no_header } else { Verdict::Wait };
        };
        if len > MAX_LINE || !is_told && (!is_header(&cells) || inserted::begins(text, true)) {
            return no_header;
        }
        let names: Vec<_> = cells.iter().map(Cell::name).collect();
        let columns = Columns::new(delimiter, &names, redactor);
        if !columns.say_something() {
            return no_header;
        }
        match rows(&text[len..], &columns, is_end, is_told) {
            Rows::More => Verdict::Wait,
            Rows::None => no_header,
            Rows::Fit => Verdict::Table(Box::new(Self { is_header: true, ..Self::below(Arc::new(columns)) })),
        }
    }

    /// At the start of a row below a header.
    pub(crate) fn below(columns: Arc<Columns>) -> Self {
        let names = columns.pair.map(|_| Box::new(Names::new(&columns.redactor)));
        let (name, named) = (Vec::new(), Vec::new());
        let (state, is_header, is_over_lines, is_document) = (State::CellStart, false, false, false);
        Self {
            columns,
            column: 0,
            state,
            is_header,
            is_over_lines,
            is_document,
            is_left: false,
            name,
            named,
            names,
        }
    }

    /// What its header says.
    pub(crate) fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// Whether a row begins.
    pub(crate) fn is_clean(&self) -> bool {
        self.column == 0 && self.state == State::CellStart && !self.is_header
    }

    /// Whether it has stopped reading at a line of JSON; it may go on behind that.
    pub(crate) fn is_left(&mut self) -> bool {
        std::mem::take(&mut self.is_left)
    }

    /// Reads as far as can be told and returns how many bytes that is; at the end all.
    pub(crate) fn run(&mut self, bytes: &[u8], is_end: bool, lens: &mut Lens) -> usize {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            match self.state {
                State::CellStart if self.column == 0 && !self.is_header && rest[0] == b'{' => {
                    match is_json(rest, self.columns.delimiter, is_end) {
                        None => return at,
                        Some(true) => {
                            self.is_left = true;
                            return at;
                        }
                        Some(false) => self.state = State::Bare,
                    }
                    self.is_document = false;
                    self.begin_cell(lens);
                }
                State::CellStart => {
                    let mut state = (State::Bare, false);
                    self.is_document = false;
                    if rest[0] == b'"' {
                        if rest.len() < DOCUMENT.len() && DOCUMENT.starts_with(rest) && !is_end {
                            return at;
                        }
                        self.is_document = rest.starts_with(DOCUMENT) && self.label().is_none();
                        // A mark that nothing closes makes no cell of all that follows.
                        state = match closing(&rest[1..], self.columns.delimiter, is_end) {
                            Closing::At(_) => (State::Quoted, true),
                            Closing::More => return at,
                            Closing::None if is_long(rest) => (State::Quoted, false),
                            Closing::None => (State::Bare, false),
                        };
                    }
                    (self.state, self.is_over_lines) = state;
                    if self.state == State::Quoted {
                        lens.same(b"\"");
                        at += 1;
                    }
                    self.begin_cell(lens);
                }
                State::Quoted => {
                    let Some(mark) = memchr::memchr2(b'"', b'\n', rest) else {
                        self.take(rest, lens);
                        return bytes.len();
                    };
                    self.take(&rest[..mark], lens);
                    at += mark;
                    if bytes[at] == b'\n' && !self.is_over_lines {
                        match closing(&bytes[at..], self.columns.delimiter, is_end) {
                            Closing::At(_) => self.is_over_lines = true,
                            Closing::More => return at,
                            Closing::None => self.state = State::Bare,
                        }
                        continue;
                    }
                    match bytes.get(at + 1) {
                        _ if bytes[at] == b'\n' => {
                            lens.same(b"\n");
                            at += 1;
                        }
                        None if !is_end => return at,
                        Some(b'"') if self.is_document => {
                            lens.swap(b"\"", 2);
                            at += 2;
                        }
                        // The engine knows a quotation mark in a string in this form.
                        Some(b'"') => {
                            lens.swap(b"\\\"", 2);
                            at += 2;
                        }
                        _ => {
                            self.end_cell(lens);
                            lens.same(b"\"");
                            at += 1;
                            (self.state, self.is_over_lines) = (State::Closed, false);
                            // What stands between here and the delimiter should not, and is text.
                            lens.open(Kind::Plain);
                        }
                    }
                }
                State::Bare | State::Closed => {
                    let Some(mark) = memchr::memchr3(self.columns.delimiter, b'\n', b'\r', rest) else {
                        self.take(rest, lens);
                        return bytes.len();
                    };
                    self.take(&rest[..mark], lens);
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
                        self.named.clear();
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
        let own = self.columns.labels.get(self.column).filter(|label| !label.is_empty());
        let is_value = self.columns.pair.is_some_and(|(_, value)| value == self.column);
        let named = Some(&self.named).filter(|named| is_value && !named.is_empty());
        own.or(named).filter(|_| !self.is_header).map(Vec::as_slice)
    }

    fn is_name(&self) -> bool {
        !self.is_header && self.columns.pair.is_some_and(|(name, _)| name == self.column)
    }

    /// A piece of a cell.
    fn take(&mut self, bytes: &[u8], lens: &mut Lens) {
        lens.same(bytes);
        if self.is_name() {
            let room = (Names::MAX_BYTES + 1).saturating_sub(self.name.len());
            self.name.extend_from_slice(&bytes[..room.min(bytes.len())]);
        }
    }

    fn begin_cell(&mut self, lens: &mut Lens) {
        self.name.clear();
        if let Some(label) = self.label() {
            lens.insert(label);
        }
        lens.open(if self.is_document { Kind::Doubled } else { Kind::Text });
        if !self.is_header {
            lens.open_field(self.columns.rules.get(self.column).copied().flatten(), None);
        }
    }

    fn end_cell(&mut self, lens: &mut Lens) {
        lens.close_field();
        lens.close();
        if self.label().is_some() {
            lens.insert(b"\"}");
        }
        if self.is_name() {
            self.named.clear();
            let name = Cell { text: self.name.trim_ascii().to_vec(), is_quoted: false }.name();
            if name.len() <= Names::MAX_BYTES && self.names.as_mut().is_some_and(|names| names.label(&name)) {
                self.named = before(&name);
            }
        }
    }
}

impl Columns {
    fn new(delimiter: u8, names: &[Vec<u8>], redactor: &Redactor) -> Self {
        let mut known = Names::new(redactor);
        let label = |name: &Vec<u8>| {
            if known.label(name) { before(name) } else { Vec::new() }
        };
        let labels = names.iter().map(label).collect();
        let fields = redactor.fields();
        let root = fields.root();
        let rules = names.iter().map(|name| fields.rule(&root, name)).collect();
        let name = names.iter().position(|name| json::is_name(name));
        let value = names.iter().position(|name| json::is_value(name));
        let pair = name.zip(value).filter(|(name, value)| name < value);
        Self { delimiter, labels, rules, pair, redactor: redactor.clone() }
    }

    /// Whether anything is known of the cells of any column.
    fn say_something(&self) -> bool {
        self.labels.iter().any(|label| !label.is_empty())
            || self.rules.iter().any(Option::is_some)
            || self.pair.is_some()
    }
}

/// Whether a line is a document of JSON rather than a row; nothing if more is needed.
fn is_json(rest: &[u8], delimiter: u8, is_end: bool) -> Option<bool> {
    if rest.len() > 1 && rest[1] != b'"' {
        return Some(false);
    }
    let line = match memchr::memchr(b'\n', &rest[..rest.len().min(MAX_ROW)]) {
        Some(end) => &rest[..end],
        None if rest.len() >= MAX_ROW => return Some(false),
        None if is_end => rest,
        None => return None,
    };
    // A document may hold a delimiter, but no tab.
    let is_row = delimiter == b'\t' && line.contains(&b'\t');
    Some(line.len() > 1 && line.trim_ascii_end().ends_with(b"}") && !is_row)
}

/// What stands before a value of this name.
fn before(name: &[u8]) -> Vec<u8> {
    [b"{\"", name, b"\":\""].concat()
}

/// Whether what stands below a header are its rows.
enum Rows {
    Fit,
    None,
    More,
}

/// Looks at the rows below a header: one of the first must have as many cells. Of a single column, if the user does not say that it
/// is a table, all must be values in one word; else a label on its line is one of a text.
fn rows(mut text: &[u8], columns: &Columns, is_end: bool, is_told: bool) -> Rows {
    let width = columns.labels.len();
    let (mut values, mut is_short) = (0, false);
    for _ in 0..MAX_ROWS {
        match Record::read(text, columns.delimiter, is_end) {
            Record::More => {
                return match text {
                    // The end of all.
                    [] if is_end && width == 1 => {
                        if values > 1 || is_told && values > 0 {
                            Rows::Fit
                        } else {
                            Rows::None
                        }
                    }
                    // No row has all cells: the last may be left out.
                    [] if is_end => {
                        if is_short {
                            Rows::Fit
                        } else {
                            Rows::None
                        }
                    }
                    text if text.len() > MAX_ROW => Rows::None,
                    _ => Rows::More,
                };
            }
            Record::Cells { cells, len } => {
                let is_value = cells.len() == 1 && cells[0].is_value();
                match width {
                    1 if is_told && !cells[0].text.is_empty() => {
                        return if cells.len() == 1 { Rows::Fit } else { Rows::None };
                    }
                    1 if !is_value => return Rows::None,
                    1 => values += 1,
                    _ if cells.len() == width => return Rows::Fit,
                    _ => is_short |= (2..width).contains(&cells.len()),
                }
                text = &text[len..];
            }
        }
    }
    if width == 1 { Rows::Fit } else { Rows::None }
}
