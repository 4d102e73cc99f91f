//! Reads JSON of any chunking and makes the text for the engine.

use samar::{FieldRule, Fields, Redactor};

use super::MAX_LEVEL;
use super::frames::Frames;
use super::said::Said;
use super::sibling::{More, behind};
use super::start::{Begun, Seeks};
use super::unit::{Unit, unit};
use super::value::is_named;
use crate::cells::Cells;
use crate::form::Form;
use crate::lens::{Kind, Lens};
use crate::names::Names;
use crate::pairs::{Pairs, Unknown};
use crate::paths::Paths;
use crate::ruled::Ruled;

/// A number that is longer, or so many blanks at a line's start, are not JSON as anyone writes it.
pub(super) const MAX_BARE: usize = 256;

/// Lines of an element whose name says what the elements in it hold.
const MAX_OUTER: u8 = 16;

pub(crate) struct Lexer {
    pub(super) state: State,
    /// Whether the present line is JSON from its first byte on; else JSON was found inside it.
    pub(super) is_sure: bool,
    /// Whether the user says that all is JSON.
    pub(super) is_told: bool,
    /// What may begin behind lines of JSON, and whether one stands right before this line.
    pub(super) seeks: Seeks,
    pub(super) follows: bool,
    pub(super) begun: Option<Begun>,
    pub(super) redactor: Redactor,
    /// Whether lines of text are YAML.
    pub(super) is_yaml: bool,
    /// The frames of the document, of the document in one of its strings, and so on.
    pub(super) levels: Vec<Frames>,
    /// Whether the string that is being read is a key.
    pub(super) is_key: bool,
    /// Whether it is the name of another value.
    pub(super) is_sibling: bool,
    /// Whether there is nothing behind the bytes that are read.
    is_end: bool,
    /// Where the number or word that is being read began.
    pub(super) bare: usize,
    pub(super) names: Names,
    pub(super) fields: Fields,
    /// Names on lines before.
    pub(super) pairs: Pairs,
    /// Fields of the policy in lines of text.
    pub(super) paths: Paths,
    /// Whether the line of text is in a section in which nothing is markup.
    pub(super) is_in_cdata: bool,
    /// Whether the line of text is in a document whose quotation marks are written twice, as in a cell of a table.
    pub(super) is_doubled: bool,
    /// Whether the text is that of an element whose name says what it is.
    pub(super) is_in_value: bool,
    /// The element whose name says what the elements in it hold, and how many lines it is open.
    pub(super) outer: Vec<u8>,
    pub(super) outer_lines: u8,
    /// Whether the word is the value of a form.
    pub(super) form: Form,
    /// Where in a table of HTML the text stands.
    pub(super) cells: Cells,
    /// What the lines before say of a drawn table.
    pub(super) ruled: Ruled,
    /// The last byte of the line of text; of a character that is written otherwise the first.
    pub(super) last: u8,
    /// A name that is put together.
    pub(super) name: Vec<u8>,
    /// What the string has said so far.
    pub(super) said: Said,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    LineStart,
    /// In a line of text.
    Plain,
    /// Between the strings and numbers of a document.
    Structure,
    /// Behind the quotation mark that begins a value.
    StringStart,
    Text,
    /// In a number, `true`, `false` or `null`.
    Bare,
}

/// Not enough bytes to tell what comes next.
pub(super) struct Wait;

impl From<Unknown> for Wait {
    fn from(_: Unknown) -> Self {
        Self
    }
}

pub(super) type Step = Result<usize, Wait>;

impl Lexer {
    pub(crate) fn new(redactor: &Redactor, is_told: bool) -> Self {
        Self {
            state: State::LineStart,
            is_sure: false,
            is_told,
            seeks: if is_told { Seeks::Nothing } else { Seeks::Tables },
            follows: false,
            begun: None,
            redactor: redactor.clone(),
            is_yaml: false,
            levels: vec![Frames::new(redactor.fields())],
            is_key: false,
            is_sibling: false,
            is_end: false,
            bare: 0,
            names: Names::new(redactor),
            fields: redactor.fields().clone(),
            pairs: Pairs::default(),
            paths: Paths::new(redactor.fields()),
            is_in_cdata: false,
            is_doubled: false,
            is_in_value: false,
            outer: Vec::new(),
            outer_lines: 0,
            form: Form::default(),
            cells: Cells::default(),
            ruled: Ruled::default(),
            last: b'\n',
            name: Vec::new(),
            said: Said::default(),
        }
    }

    /// As [`new`](Self::new), of YAML.
    pub(crate) fn yaml(redactor: &Redactor) -> Self {
        Self { is_yaml: true, seeks: Seeks::Nothing, ..Self::new(redactor, false) }
    }

    /// As [`new`](Self::new), of lines that are no table's.
    pub(crate) fn lines(redactor: &Redactor) -> Self {
        Self { seeks: Seeks::Nothing, ..Self::new(redactor, false) }
    }

    /// As [`new`](Self::new), at a line of JSON among the rows of a table.
    pub(crate) fn among_rows(redactor: &Redactor) -> Self {
        Self { seeks: Seeks::Rows, ..Self::new(redactor, false) }
    }

    /// Whether rows of a table may go on behind these lines.
    pub(crate) fn is_among_rows(&self) -> bool {
        self.seeks == Seeks::Rows
    }

    /// What begins where this has stopped reading.
    pub(crate) fn begun(&mut self) -> Option<Begun> {
        self.begun.take()
    }

    /// Whether the line before was JSON.
    pub(crate) fn follows(&self) -> bool {
        self.follows
    }

    /// Has read what the other did, both from a clean state to one.
    pub(crate) fn follow(&mut self, other: &Self) {
        self.follows = other.follows;
    }

    /// As [`new`](Self::new), behind lines of text of which this is the end.
    pub(crate) fn behind(redactor: &Redactor, text: &[u8]) -> Self {
        Self { ruled: Ruled::behind(text), ..Self::new(redactor, false) }
    }

    /// The same in the middle of a line, whose part the lens has open.
    pub(crate) fn in_line(redactor: &Redactor, text: &[u8]) -> Self {
        let last = text.last().copied().unwrap_or(b'\n');
        let mut form = Form::default();
        form.take(text);
        Self { form, state: State::Plain, pairs: Pairs::in_line(), last, ..Self::behind(redactor, text) }
    }

    /// Whether lines of text are YAML: what gets quotation marks is told by the lines as they stand in the stream.
    pub(crate) fn is_yaml(&self) -> bool {
        self.is_yaml
    }

    /// Begins anew, at a line's start.
    pub(crate) fn renew(&mut self) {
        self.levels.truncate(1);
        self.frames().clear();
        (self.pairs, self.cells) = (Pairs::default(), Cells::default());
        self.ruled.forget();
        self.outer.clear();
        self.paths.forget();
        (self.follows, self.begun) = (false, None);
        (self.is_key, self.is_in_cdata, self.state) = (false, false, State::LineStart);
        self.said = Said::default();
    }

    /// Whether a line begins that nothing before it says anything about: it is read as if it were the first.
    pub(crate) fn is_clean(&self) -> bool {
        let is_open = self.levels.len() > 1 || self.levels.iter().any(|frames| !frames.is_empty());
        self.state == State::LineStart
            && !(is_open || self.is_key || self.is_in_cdata)
            && self.pairs.is_clean()
            && self.cells == Cells::default()
            && self.ruled.is_clean()
            && self.outer.is_empty()
            && self.paths.is_clean()
            && self.begun.is_none()
    }

    /// Reads as far as can be told and returns how many bytes that is; at the end all.
    pub(crate) fn run(&mut self, bytes: &[u8], is_end: bool, lens: &mut Lens) -> usize {
        let mut at = 0;
        self.is_end = is_end;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let known = self.known(rest, is_end, lens);
            if known == 0 {
                return at;
            }
            let (rest, is_end) = (&rest[..known], is_end && known == rest.len());
            let step = match self.state {
                State::LineStart => self.line_start(rest, is_end, lens),
                State::Plain => self.plain(rest, is_end, lens),
                State::Structure => self.structure(rest, lens),
                State::StringStart => self.string_start(rest, is_end, lens),
                State::Text => self.text(rest, lens),
                State::Bare => Ok(self.bare(rest, lens)),
            };
            match step {
                Ok(count) => at += count,
                Err(Wait) if !is_end || self.begun.is_some() => return at,
                // An escape that is cut off is text.
                Err(Wait) => {
                    lens.same(&rest[..1]);
                    at += 1;
                }
            }
        }
        if is_end {
            if self.state == State::Bare {
                self.end_bare(lens);
            }
            lens.close_field();
            lens.close();
        }
        at
    }

    /// How much of a line of text may be read: as far as is known what in it is a field of the policy.
    fn known(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> usize {
        let is_text = !self.is_sure && self.state != State::LineStart;
        if self.paths.is_active() && is_text {
            self.paths.run(rest, lens.read(), is_end, lens)
        } else {
            rest.len()
        }
    }

    /// Looks for fields of the policy in the line of text that begins here.
    pub(super) fn begin_paths(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Result<(), Wait> {
        if !self.paths.is_active() {
            return Ok(());
        }
        self.paths.begin_line(lens.read());
        let known = self.paths.run(rest, lens.read(), is_end, lens);
        if known < rest.len() { Err(Wait) } else { Ok(()) }
    }

    pub(super) fn level(&self) -> usize {
        self.levels.len() - 1
    }

    pub(super) fn frames(&mut self) -> &mut Frames {
        self.levels.last_mut().expect("the document itself is always there")
    }

    pub(super) fn begin_plain(&mut self, lens: &mut Lens) {
        lens.open(Kind::Plain);
        (self.is_sure, self.state, self.last, self.is_in_value) = (false, State::Plain, b'\n', false);
        self.form = Form::default();
        self.is_doubled = false;
    }

    /// The line's end: a new one begins.
    pub(super) fn end_line(&mut self, lens: &mut Lens) {
        lens.close_field();
        lens.close();
        lens.same(b"\n");
        self.cells.take(b"\n");
        self.levels.truncate(1);
        self.frames().clear();
        self.pairs.end_line();
        self.ruled.end_line(&mut self.names);
        self.outer_lines += u8::from(!self.outer.is_empty());
        // One that is never ended is none.
        if self.outer_lines > MAX_OUTER {
            self.outer.clear();
        }
        (self.is_key, self.is_in_cdata, self.state) = (false, false, State::LineStart);
    }

    /// This is no JSON: the rest of the line, or of the string, is text.
    pub(super) fn give_up(&mut self, lens: &mut Lens) {
        self.is_key = false;
        if self.level() > 0 {
            // No document after all, but still a string.
            self.levels.pop();
            self.state = State::Text;
            return;
        }
        self.frames().clear();
        if self.is_sure {
            lens.close();
            self.begin_plain(lens);
        }
        self.state = State::Plain;
    }

    fn structure(&mut self, rest: &[u8], lens: &mut Lens) -> Step {
        let level = self.level();
        if level == 0 && self.is_sure {
            let count = self.simple(rest, lens);
            if count > 0 {
                return Ok(count);
            }
        }
        match unit(rest, level) {
            Unit::More => Err(Wait),
            Unit::Close { level, raw } => {
                self.end_string(level, &rest[..raw], lens);
                Ok(raw)
            }
            Unit::Char { text, raw } => {
                let byte = text.single().unwrap_or(b'?');
                match byte {
                    b'\n' if raw == 1 => {
                        if level > 0 || !self.is_sure {
                            self.end_line(lens);
                        } else if self.frames().is_between() {
                            // The engine knows a key by its line.
                            lens.swap(b"", 1);
                        } else {
                            lens.same(b"\n");
                            self.state = State::LineStart;
                            self.follows = self.frames().is_empty() && self.seeks != Seeks::Nothing;
                        }
                        return Ok(1);
                    }
                    b'"' => self.begin_string(lens),
                    b'{' | b'[' if !self.frames().is_at_key() => self.frames().push(byte == b'{'),
                    b'}' | b']' if self.frames().pop(byte == b'}') => {
                        put(&rest[..raw], text.as_bytes(), lens);
                        if self.frames().is_empty() {
                            self.end_document();
                        }
                        return Ok(raw);
                    }
                    b',' => self.frames().comma(),
                    b':' => self.frames().colon(),
                    b' ' | b'\t' | b'\r' | b'\n' => {}
                    b'{' | b'[' | b'}' | b']' => {
                        self.give_up(lens);
                        return Ok(0);
                    }
                    _ => {
                        self.begin_bare(byte, lens);
                        put(&rest[..raw], text.as_bytes(), lens);
                        return Ok(raw);
                    }
                }
                put(&rest[..raw], text.as_bytes(), lens);
                if byte == b'"' && level == 0 && self.is_sure {
                    lens.open(Kind::Text);
                }
                Ok(raw)
            }
        }
    }

    /// What stands behind a document in a string, or in a line, is text.
    fn end_document(&mut self) {
        if self.level() > 0 {
            self.levels.pop();
            (self.said, self.state) = (Said::default(), State::Text);
        } else if !self.is_sure {
            self.state = State::Plain;
        }
    }

    /// Puts what an array's next value is called before it, if that says what it is.
    pub(super) fn name_value(&mut self, lens: &mut Lens) {
        let Self { levels, names, name, .. } = self;
        let known = levels.last().and_then(|frames| frames.array_names().find(|name| names.label(name)));
        if let Some(known) = known {
            name.clear();
            name.push(b'"');
            name.extend_from_slice(known);
            name.extend_from_slice(b"\":");
            lens.insert(name);
        }
    }

    fn begin_string(&mut self, lens: &mut Lens) {
        self.said = Said::default();
        self.is_key = self.frames().is_at_key();
        if self.is_key {
            self.frames().begin_key();
            self.state = State::Text;
        } else {
            self.frames().begin_value();
            self.name_value(lens);
            self.is_sibling = self.frames().begin_sibling();
            self.state = State::StringStart;
        }
    }

    /// Looks for the name of the value whose key ends here, behind it.
    pub(super) fn look_behind(&mut self, rest: &[u8]) -> Result<(), Wait> {
        if self.is_key && self.frames().awaits_sibling() {
            let name = behind(rest, self.level(), self.is_end).map_err(|More| Wait)?;
            self.frames().extend_sibling(name.as_deref().unwrap_or_default());
        }
        Ok(())
    }

    /// Whether the string holds a document. One that is masked is masked as a whole.
    fn string_start(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        self.state = State::Text;
        let level = self.level() + 1;
        let rule = self.frames().rule();
        if level > MAX_LEVEL || !matches!(rest[0], b'{' | b'[') || rule == Some(FieldRule::Mask) {
            lens.open_field(rule, None);
            return Ok(0);
        }
        match unit(&rest[1..], level) {
            Unit::More if !is_end => {
                self.state = State::StringStart;
                return Err(Wait);
            }
            Unit::Char { text, .. } => {
                let is_blank = matches!(text.single(), Some(b' ' | b'\n' | b'\r' | b'\t'));
                let next = text.single().unwrap_or(b'?');
                let is_value = matches!(next, b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n');
                if next == b'"' || is_blank || rest[0] == b'[' && is_value {
                    let frames = self.frames().inside();
                    self.is_sibling = false;
                    self.levels.push(frames);
                    self.state = State::Structure;
                    return Ok(0);
                }
            }
            Unit::More | Unit::Close { .. } => {}
        }
        lens.open_field(rule, None);
        Ok(0)
    }

    /// The string of a document at `level` ends, and with it all that is in it.
    pub(super) fn end_string(&mut self, level: usize, raw: &[u8], lens: &mut Lens) {
        self.levels.truncate(level + 1);
        self.is_sibling = false;
        if self.is_key {
            self.name_key(lens);
            self.is_key = false;
        }
        lens.close_field();
        if level == 0 && self.is_sure {
            lens.close();
        }
        put(raw, b"\"", lens);
        let is_over = level == 0 && !self.is_sure && self.frames().is_empty();
        self.state = if is_over { State::Plain } else { State::Structure };
    }

    /// Puts the object's name to a key that says nothing without it.
    fn name_key(&mut self, lens: &mut Lens) {
        let Self { levels, names, name, .. } = self;
        if levels.last().is_some_and(|frames| is_named(frames, names, name)) {
            lens.insert(name);
        }
    }
}

/// Adds a piece that the input writes as `raw`.
pub(super) fn put(raw: &[u8], text: &[u8], lens: &mut Lens) {
    if raw == text { lens.same(raw) } else { lens.swap(text, raw.len()) }
}
