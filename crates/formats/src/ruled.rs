//! Tables in text: those that clients of databases, Markdown and reports draw, and those of dumps.
//!
//! ```text
//! | id | pin  |     id │ pin
//! |----|------|     ───┼──────
//! |  1 | 4821 |      1 │ 4821
//! ```
//!
//! **Grammar.** A line of names between bars, a rule below it, and below that rows, as long as lines have bars; a rule may stand
//! between rows. A name that is a label stands around each cell of its column, as in any other table ([`crate::table`]). A
//! table of one column without bars is not told from a line that is underlined.
//!
//! So it is with the rows of a dump: `COPY users (id, pin) FROM stdin;`, cells between tabs, and `\.` at the end.

use samar::Span;

use crate::inserted;
use crate::names::Names;
use crate::pairs::Unknown;
use crate::trimmed::{parts, trimmed};

/// A line that is longer is none of such a table.
const MAX_LINE: usize = 4 * 1024;

/// Nor is a row.
const MAX_ROW: usize = 64 * 1024;

/// Columns that are named. Those beyond have no name.
const MAX_COLUMNS: usize = 256;

/// Words of a column's name.
const MAX_WORDS: usize = 4;

/// How the line begins behind which a dump of a database has rows, how the list of columns goes on in it, and the rows' end.
const COPY: &[u8] = b"COPY ";
const COPY_FROM: &[u8] = b") from stdin";
const COPY_END: &[u8] = b"\\.";

/// How bars are drawn.
const BARS: [&str; 4] = ["|", "│", "┃", "║"];

/// How one begins that is not of ASCII, and the characters that rules are drawn with.
const DRAWN: u8 = 0xe2;

/// What the lines before say of the cells of the present one.
#[derive(Default)]
pub(crate) struct Ruled {
    /// The present line, as far as it is looked at; nothing if its start was not seen.
    line: Vec<u8>,
    /// The line before, if it may be a header.
    head: Vec<u8>,
    /// The names of the table's columns, empty where they say nothing; none outside of a table.
    columns: Vec<Vec<u8>>,
    form: Form,
}

/// What parts the cells of a table.
#[derive(Clone, Copy)]
enum Form {
    /// Bars, which may stand around the table, too.
    Drawn { is_framed: bool },
    /// Tabs.
    Copied,
    /// Commas, in rows of an `INSERT` ([`crate::inserted`]).
    Inserted,
}

impl Default for Form {
    fn default() -> Self {
        Self::Drawn { is_framed: false }
    }
}

/// A cell whose column's name is a label: where in its line it stands, without the blanks around it, and which it is.
pub(crate) struct Cell {
    pub(crate) span: Span,
    pub(crate) column: usize,
}

impl Ruled {
    /// Behind a text whose end this is.
    pub(crate) fn behind(text: &[u8]) -> Self {
        let mut ruled = Self::default();
        let (before, line) = text.split_at(memchr::memrchr(b'\n', text).map_or(0, |end| end + 1));
        let before = before.strip_suffix(b"\n").unwrap_or_default();
        ruled.take(&before[memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)..]);
        ruled.keep_head();
        ruled.take(line);
        ruled
    }

    /// Takes more of the present line.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        let room = (MAX_LINE + 1).saturating_sub(self.line.len());
        self.line.extend_from_slice(&bytes[..room.min(bytes.len())]);
    }

    /// Ends the present line.
    pub(crate) fn end_line(&mut self, names: &mut Names) {
        let is_rule = is_rule(&self.line);
        let (mut columns, mut form) = (Vec::new(), Form::default());
        if is_rule && !self.head.is_empty() {
            form = Form::Drawn { is_framed: is_framed(&self.head) };
            columns = labels(&self.head, spans(&self.head, is_framed(&self.head)), names);
        } else if let Some(list) = copied(&self.line) {
            form = Form::Copied;
            columns = labels(list, parts(list, b','), names);
        }
        if !columns.is_empty() {
            (self.columns, self.form) = (columns, form);
        } else if !self.columns.is_empty() && !is_rule && !self.is_row(&self.line) {
            self.columns.clear();
        }
        self.keep_head();
    }

    /// What is left of the present line for the next.
    fn keep_head(&mut self) {
        self.head.clear();
        if may_be_head(&self.line) {
            std::mem::swap(&mut self.head, &mut self.line);
        }
        self.line.clear();
    }

    /// What comes is no line of text.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether the line that begins here stands for itself.
    pub(crate) fn is_clean(&self) -> bool {
        self.line.is_empty() && self.head.is_empty() && self.columns.is_empty()
    }

    /// The cells of the line that begins here whose columns are labels, if it is a row.
    pub(crate) fn cells(&self, rest: &[u8], is_end: bool) -> Result<Vec<Cell>, Unknown> {
        if self.columns.is_empty() {
            return Ok(Vec::new());
        }
        let Some(line) = line(rest, MAX_ROW, is_end)?.filter(|line| self.is_row(line) && !is_rule(line))
        else {
            return Ok(Vec::new());
        };
        let cells = match self.form {
            Form::Drawn { is_framed } => spans(line, is_framed),
            Form::Copied => parts(line, b'\t'),
            Form::Inserted => Vec::new(),
        };
        Ok(self.labelled(cells))
    }

    /// The cells whose columns are labels.
    fn labelled(&self, cells: Vec<Span>) -> Vec<Cell> {
        let cell = |(column, span): (usize, Span)| {
            let is_label = self.columns.get(column).is_some_and(|name| !name.is_empty());
            (is_label && span.start < span.end).then_some(Cell { span, column })
        };
        cells.into_iter().enumerate().filter_map(cell).collect()
    }

    /// Begins the rows of an `INSERT`, if it begins here and a column of it is a label. Tells where they begin.
    pub(crate) fn insert(
        &mut self,
        rest: &[u8],
        is_end: bool,
        names: &mut Names,
    ) -> Result<Option<usize>, Unknown> {
        let Some((spans, end)) = inserted::head(rest, is_end)? else { return Ok(None) };
        (self.columns, self.form) = (labels(rest, spans, names), Form::Inserted);
        Ok((!self.columns.is_empty()).then_some(end))
    }

    /// Whether rows of an `INSERT` are read.
    pub(crate) fn is_inserted(&self) -> bool {
        matches!(self.form, Form::Inserted) && !self.columns.is_empty()
    }

    /// The cells of the row that begins here whose columns are labels, and where it ends. What is no row ends them all.
    pub(crate) fn inserted(
        &mut self,
        rest: &[u8],
        is_end: bool,
    ) -> Result<Option<(Vec<Cell>, usize)>, Unknown> {
        if !rest.starts_with(b"(") {
            self.columns.clear();
            return Ok(None);
        }
        let (cells, end) = inserted::row(rest, is_end)?;
        Ok(Some((self.labelled(cells), end)))
    }

    /// The length of the rule that begins here below what may be a header, of whose last name it is no value.
    pub(crate) fn rule(&self, rest: &[u8], is_end: bool) -> Result<Option<usize>, Unknown> {
        if self.head.is_empty() || !is_drawn(&rest[..rest.len().min(1)]) {
            return Ok(None);
        }
        let line = line(rest, MAX_LINE, is_end)?.map(<[u8]>::trim_ascii_end);
        Ok(line.filter(|line| is_rule(line)).map(<[u8]>::len))
    }

    /// Whether a line is as the table's rows are.
    fn is_row(&self, line: &[u8]) -> bool {
        match self.form {
            Form::Drawn { is_framed: true } => is_framed(line),
            Form::Drawn { is_framed: false } => has_bar(line),
            // What ends them is told where it stands.
            Form::Inserted => true,
            Form::Copied => !line.starts_with(COPY_END) && !line.trim_ascii().is_empty(),
        }
    }

    /// The name of a column.
    pub(crate) fn name(&self, column: usize) -> &[u8] {
        self.columns.get(column).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The line that begins here, if it is none of more than so many bytes.
fn line(rest: &[u8], most: usize, is_end: bool) -> Result<Option<&[u8]>, Unknown> {
    match memchr::memchr(b'\n', &rest[..rest.len().min(most)]) {
        Some(end) => Ok(Some(&rest[..end])),
        None if rest.len() >= most => Ok(None),
        None if is_end => Ok(Some(rest)),
        None => Err(Unknown),
    }
}

/// Whether some line of these bytes is a rule or the head of rows, or may be one that they leave open.
pub(crate) fn may_begin(bytes: &[u8]) -> bool {
    let mut from = 0;
    while from < bytes.len() {
        let line = &bytes[from..];
        let end = memchr::memchr(b'\n', line);
        let line = &line[..end.unwrap_or(line.len())];
        let begins = match line.trim_ascii_start().first() {
            Some(byte) if is_stroke(*byte) || *byte == DRAWN => match end {
                Some(_) => is_rule(line),
                None => is_drawn(line.trim_ascii()),
            },
            Some(b'C') => line.starts_with(COPY) || end.is_none() && COPY.starts_with(line),
            Some(b'i' | b'I' | b'r' | b'R') => inserted::begins(line, end.is_some()),
            _ => false,
        };
        if begins {
            return true;
        }
        from += line.len() + 1;
    }
    false
}

/// Those names of a header that are labels, the others empty; nothing if none is.
fn labels(head: &[u8], spans: Vec<Span>, names: &mut Names) -> Vec<Vec<u8>> {
    let name = |span: Span| {
        let name = words(&head[span.range()]);
        if names.label(&name) { name } else { Vec::new() }
    };
    let columns: Vec<_> = spans.into_iter().take(MAX_COLUMNS).map(name).collect();
    if columns.iter().all(Vec::is_empty) { Vec::new() } else { columns }
}

/// The list of columns in a line after which rows come until their end is written: `COPY users (id, pin) FROM stdin;`.
fn copied(line: &[u8]) -> Option<&[u8]> {
    let list = line.strip_prefix(COPY)?;
    let list = &list[memchr::memchr(b'(', list)? + 1..];
    let end = memchr::memchr(b')', list)?;
    list[end..].to_ascii_lowercase().starts_with(COPY_FROM).then_some(&list[..end])
}

/// The words of a name, without the marks that Markdown puts around them.
fn words(name: &[u8]) -> Vec<u8> {
    let words = name.split(|byte| byte.is_ascii_whitespace() || b"*`\"[]".contains(byte));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(&b' ')
}

/// Whether these are names between bars.
fn may_be_head(line: &[u8]) -> bool {
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b" \t_-.()#/?*`".contains(byte);
    let is_name = |name: &[u8]| {
        let words = name.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        name.len() <= Names::MAX_BYTES && name.iter().all(is_part) && words.count() <= MAX_WORDS
    };
    line.len() <= MAX_LINE
        && has_bar(line)
        && !is_rule(line)
        && spans(line, false).into_iter().all(|span| is_name(&line[span.range()]))
}

/// Whether a line is a rule: nothing but what rules are drawn with, and a stroke of some length.
fn is_rule(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let has_stroke = |stroke: &[u8]| memchr::memmem::find(line, stroke).is_some();
    is_drawn(line)
        && (has_stroke(b"--")
            || has_stroke(b"==")
            || has_stroke("──".as_bytes())
            || has_stroke("━━".as_bytes()))
}

/// Whether there is something, and all of it is what rules are drawn with.
fn is_drawn(mut line: &[u8]) -> bool {
    if line.is_empty() || line.len() > MAX_LINE {
        return false;
    }
    while let [byte, rest @ ..] = line {
        line = match (byte, rest) {
            (byte, rest) if is_stroke(*byte) => rest,
            // U+2500 to U+257F.
            (&DRAWN, [0x94 | 0x95, _, rest @ ..]) => rest,
            // A character that is cut.
            (&DRAWN, [] | [0x94 | 0x95]) => return true,
            _ => return false,
        };
    }
    true
}

/// Whether rules have this character of ASCII.
fn is_stroke(byte: u8) -> bool {
    matches!(byte, b'-' | b'+' | b'|' | b'=' | b':' | b' ')
}

fn has_bar(line: &[u8]) -> bool {
    bar(line, 0).is_some()
}

/// The next bar, from its first byte to behind its last.
fn bar(line: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        at += memchr::memchr2(b'|', DRAWN, &line[at..])?;
        let is_escaped = at > 0 && line[at - 1] == b'\\';
        match BARS.iter().find(|bar| line[at..].starts_with(bar.as_bytes())) {
            Some(bar) if !is_escaped => return Some((at, at + bar.len())),
            _ => at += 1,
        }
    }
}

/// Whether a line begins with a bar.
fn is_framed(line: &[u8]) -> bool {
    bar(line, 0).is_some_and(|(start, _)| line[..start].trim_ascii().is_empty())
}

/// What stands between the bars of a line, without blanks around it. Before the bar that begins a framed one stands nothing, nor
/// behind one that ends it.
fn spans(line: &[u8], is_framed: bool) -> Vec<Span> {
    let (mut spans, mut from) = (Vec::new(), 0);
    while let Some((start, end)) = bar(line, from) {
        let span = trimmed(line, from, start);
        if from > 0 || span.start < span.end || !is_framed {
            spans.push(span);
        }
        from = end;
    }
    let last = trimmed(line, from, line.len());
    if last.start < last.end {
        spans.push(last);
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_from_other_lines() {
        for line in
            ["+----+---+", "|:---|---:|", "----+----", "| --- | --- |", "───┼───", "├──┼──┤", "=== ==="]
        {
            assert!(is_rule(line.as_bytes()), "{line}");
            assert!(may_begin(format!("a\n{line}\nb").as_bytes()), "{line}");
        }
        for line in ["", " ", "- a", "-", "-- a", "--flag", "|", "a--b"] {
            assert!(!is_rule(line.as_bytes()), "{line}");
        }
        assert!(!may_begin(b"run --flag\n--other x\n"));
        assert!(may_begin("a\n─".as_bytes()) && may_begin(&"a\n─".as_bytes()[..4]) && may_begin(b"a\n-"));
    }

    #[test]
    fn cells_stand_between_bars() {
        for (line, is_framed, expected) in [
            ("| a |  b|", true, vec!["a", "b"]),
            (" a | b ", false, vec!["a", "b"]),
            ("   | b ", false, vec!["", "b"]),
            ("│ 1 │ x y │", true, vec!["1", "x y"]),
            ("| a\\|b | |c", true, vec!["a\\|b", "", "c"]),
            ("||", true, vec![""]),
        ] {
            let found: Vec<_> =
                spans(line.as_bytes(), is_framed).into_iter().map(|span| &line[span.range()]).collect();
            assert_eq!(found, expected, "{line}");
        }
    }
}
