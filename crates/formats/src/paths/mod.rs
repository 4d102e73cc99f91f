//! Fields of a policy in text that is no JSON: in XML and HTML, in YAML, in pairs of names and values.
//!
//! A path is that of the elements (without what stands before a colon in their names) and then the attribute; of the keys and
//! indexes of items; or the name before a sign of equality, whose full stops and brackets part names. A path
//! begins with the document, or anew with every pair. What belongs to a field is told in the input's own bytes, before the lexer reads
//! them: it need not know, and the editor does not ask who told it.

mod element;
mod key;

use samar::{FieldRule, Fields, Trail};

use crate::lens::Lens;

/// Bytes of a line's start that tell its key.
const MAX_START: usize = 256;

/// Bytes of a name.
const MAX_NAME: usize = 64;

/// Elements, or keys, in each other. Those that lie deeper are read as if they stood there.
const MAX_DEPTH: usize = 256;

pub(crate) struct Paths {
    fields: Fields,
    /// Offset in the input up to which this has looked.
    at: usize,
    /// Where the present line begins.
    line: Option<usize>,
    state: State,
    /// The name that may stand before a sign of equality.
    word: Vec<u8>,
    keys: Vec<Level>,
    elements: Vec<Level>,
    /// Where the text of a field ends that is begun: behind its last byte that is no blank.
    solid: usize,
    /// Whether the line begins with markup.
    is_markup: bool,
}

/// A key, an item or an element that is open.
struct Level {
    /// How far in it stands; of an element nothing.
    column: usize,
    /// Of an item, which it is.
    index: Option<usize>,
    name: Vec<u8>,
    trail: Trail,
    rule: Option<FieldRule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Until the next line begins nothing is looked at.
    Nowhere,
    LineStart,
    Text,
    /// In a field, up to what ends it.
    Value(End),
    /// Behind the name of an element, or an attribute.
    Tag,
    Comment,
    /// In a section in which nothing is markup.
    Section,
    /// In markup that holds no text.
    Skip,
    /// In a document of JSON, which has fields of its own.
    Document {
        depth: usize,
        is_string: bool,
        is_escaped: bool,
        is_field: bool,
    },
}

/// What ends a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// This mark; one behind a backslash does not.
    Mark { mark: u8, is_escaped: bool, is_in_tag: bool },
    /// The word's.
    Word { is_kept: bool, is_in_tag: bool },
    /// The line's, or a comment.
    Line,
}

/// More bytes are needed to tell.
struct Wait;

impl Paths {
    pub(crate) fn new(fields: &Fields) -> Self {
        Self {
            fields: fields.clone(),
            at: 0,
            line: None,
            state: State::Nowhere,
            word: Vec::new(),
            keys: Vec::new(),
            elements: Vec::new(),
            solid: 0,
            is_markup: false,
        }
    }

    /// Whether the policy has any.
    pub(crate) fn is_active(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Whether nothing before says anything about the next line.
    pub(crate) fn is_clean(&self) -> bool {
        self.keys.is_empty()
            && self.elements.is_empty()
            && matches!(self.state, State::Nowhere | State::LineStart)
    }

    /// Begins anew.
    pub(crate) fn forget(&mut self) {
        self.keys.clear();
        self.elements.clear();
        (self.line, self.state) = (None, State::Nowhere);
    }

    /// A line of text begins at an offset of the input.
    pub(crate) fn begin_line(&mut self, at: usize) {
        if self.line != Some(at) {
            (self.at, self.line) = (at, Some(at));
            if matches!(self.state, State::Nowhere | State::Document { .. }) {
                self.state = State::LineStart;
            }
        }
    }

    /// Looks at more of the line that is in `rest`, which begins at an offset of the input; tells how much of it the lexer may
    /// read.
    pub(crate) fn run(&mut self, rest: &[u8], from: usize, is_end: bool, lens: &mut Lens) -> usize {
        let Some(mut at) = self.at.checked_sub(from) else { return rest.len() };
        // The end of a line is not passed.
        if at > 0 && rest.get(at - 1) == Some(&b'\n') || self.state == State::Nowhere {
            return rest.len();
        }
        while at < rest.len() {
            let byte = rest[at];
            match self.step(&rest[at..], is_end, lens) {
                Ok(len) => {
                    at += len;
                    self.at = from + at;
                    if len > 0 && byte == b'\n' {
                        return rest.len();
                    }
                }
                Err(Wait) => return at,
            }
        }
        at
    }

    /// Reads some bytes; never past a line's end.
    fn step(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Result<usize, Wait> {
        if rest[0] == b'\n' {
            self.end_line(lens);
            return Ok(1);
        }
        match self.state {
            State::Nowhere => Ok(1),
            State::LineStart => self.line_start(rest, is_end, lens),
            State::Text => self.text(rest, is_end, lens),
            State::Value(end) => Ok(self.value(rest, end, lens)),
            State::Tag => self.tag(rest, is_end, lens),
            State::Comment => self.until(rest, b"-->", is_end),
            State::Skip => self.until(rest, b">", is_end),
            State::Section => {
                if rest[0] == b']' {
                    if rest.starts_with(b"]]>") {
                        self.close(lens);
                        self.state = State::Text;
                        return Ok(3);
                    }
                    if b"]]>".starts_with(rest) && !is_end {
                        return Err(Wait);
                    }
                }
                self.solid(rest[0], lens);
                Ok(1)
            }
            State::Document { .. } => Ok(self.document(rest[0], lens)),
        }
    }

    fn end_line(&mut self, lens: &mut Lens) {
        self.close(lens);
        self.word.clear();
        self.state = match self.state {
            State::Comment | State::Section | State::Skip => self.state,
            // What stands in a line of text and is not ended there is no element.
            State::Tag if self.is_markup => State::Tag,
            State::Tag => {
                self.elements.pop();
                State::LineStart
            }
            State::Value(End::Mark { is_in_tag: true, .. } | End::Word { is_in_tag: true, .. }) => State::Tag,
            _ => State::LineStart,
        };
    }

    fn until(&mut self, rest: &[u8], end: &[u8], is_end: bool) -> Result<usize, Wait> {
        if rest.starts_with(end) {
            self.state = State::Text;
            return Ok(end.len());
        }
        if end.starts_with(rest) && !is_end { Err(Wait) } else { Ok(1) }
    }

    /// Begins a field here, and goes on to its end.
    fn open(&mut self, at: usize, rule: FieldRule, is_bare: bool, end: End, lens: &mut Lens) {
        lens.open_mark(at, rule, is_bare.then_some(0));
        self.solid = at;
        self.state = State::Value(end);
    }

    /// Ends the field that is open.
    fn close(&mut self, lens: &mut Lens) {
        lens.close_mark(self.solid);
    }

    fn value(&mut self, rest: &[u8], end: End, lens: &mut Lens) -> usize {
        let byte = rest[0];
        match end {
            End::Mark { mark, is_escaped, is_in_tag } => {
                if byte == mark && !is_escaped {
                    self.solid = self.at;
                    self.close(lens);
                    self.state = if is_in_tag { State::Tag } else { State::Text };
                    return 1;
                }
                let is_escaped = byte == b'\\' && !is_escaped && !is_in_tag;
                self.state = State::Value(End::Mark { mark, is_escaped, is_in_tag });
                self.solid = self.at + 1;
            }
            End::Word { is_kept, is_in_tag } => {
                let is_over = byte.is_ascii_whitespace()
                    || matches!(byte, b'"' | b'<' | b'>')
                    || !is_in_tag && byte == b'&'
                    || is_kept && matches!(byte, b',' | b';');
                if is_over {
                    self.close(lens);
                    self.state = if is_in_tag { State::Tag } else { State::Text };
                    return 0;
                }
                self.solid = self.at + 1;
            }
            End::Line => {
                if byte == b'#' && self.solid < self.at {
                    self.close(lens);
                    self.state = State::Nowhere;
                } else if !byte.is_ascii_whitespace() {
                    self.solid = self.at + 1;
                }
            }
        }
        1
    }

    /// A byte of an element's text.
    fn solid(&mut self, byte: u8, lens: &mut Lens) {
        let Some(rule) = self.elements.last().and_then(|element| element.rule) else { return };
        if byte.is_ascii_whitespace() {
            return;
        }
        if !lens.is_mark_open() {
            lens.open_mark(self.at, rule, None);
        }
        self.solid = self.at + 1;
    }

    fn text(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Result<usize, Wait> {
        let byte = rest[0];
        match byte {
            b'<' => return self.markup(rest, is_end, lens),
            b'=' if !self.word.is_empty() && !lens.is_mark_open() => {
                let Some(&first) = rest.get(1) else { return if is_end { Ok(1) } else { Err(Wait) } };
                let rule = self.word_rule();
                self.word.clear();
                let Some(rule) = rule else { return Ok(1) };
                match first {
                    b'"' | b'\'' => {
                        let end = End::Mark { mark: first, is_escaped: false, is_in_tag: false };
                        self.open(self.at + 2, rule, false, end, lens);
                        return Ok(2);
                    }
                    b'{' | b'[' => {
                        lens.open_mark(self.at + 1, rule, None);
                        self.solid = self.at + 1;
                        self.state =
                            State::Document { depth: 0, is_string: false, is_escaped: false, is_field: true };
                    }
                    b'&' => {}
                    first if first.is_ascii_whitespace() => {}
                    _ => {
                        let end = End::Word { is_kept: rule == FieldRule::Keep, is_in_tag: false };
                        self.open(self.at + 1, rule, false, end, lens);
                    }
                }
                return Ok(1);
            }
            b'{' if !lens.is_mark_open() => {
                let inside = &rest[1..];
                if inside.starts_with(b"\"") || inside.starts_with(b"\\\"") {
                    self.state =
                        State::Document { depth: 0, is_string: false, is_escaped: false, is_field: false };
                    return Ok(0);
                }
                if b"\\\"".starts_with(inside) && !is_end {
                    return Err(Wait);
                }
                self.word.clear();
            }
            byte if is_word(byte) => {
                if self.word.len() <= 2 * MAX_NAME {
                    self.word.push(byte);
                }
            }
            _ => self.word.clear(),
        }
        self.solid(byte, lens);
        Ok(1)
    }

    /// What the policy says of the word before a sign of equality: as a whole, and as names in each other.
    fn word_rule(&self) -> Option<FieldRule> {
        if self.word.len() > 2 * MAX_NAME {
            return None;
        }
        let mut word = Vec::with_capacity(self.word.len());
        let mut at = 0;
        while let Some(&byte) = self.word.get(at) {
            // Forms write brackets so.
            match self.word.get(at..at + 3).map(<[u8]>::to_ascii_uppercase).as_deref() {
                Some(b"%5B") => (at, _) = (at + 3, word.push(b'[')),
                Some(b"%5D") => (at, _) = (at + 3, word.push(b']')),
                _ => (at, _) = (at + 1, word.push(byte)),
            }
        }
        let root = self.fields.root();
        let whole = self.fields.rule(&root, &word);
        let mut parts = word.split(|byte| matches!(byte, b'.' | b'[' | b']')).filter(|part| !part.is_empty());
        let last = parts.next_back()?;
        let trail = parts.fold(root, |trail, part| self.fields.below(&trail, part));
        stronger(whole, self.fields.rule(&trail, last))
    }

    fn document(&mut self, byte: u8, lens: &mut Lens) -> usize {
        let State::Document { mut depth, mut is_string, mut is_escaped, is_field } = self.state else {
            return 1;
        };
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_string => is_escaped = true,
            b'"' => is_string = !is_string,
            b'{' | b'[' if !is_string => depth += 1,
            b'}' | b']' if !is_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        self.solid = self.at + 1;
        self.state = State::Document { depth, is_string, is_escaped, is_field };
        if depth == 0 && !is_string {
            if is_field {
                self.close(lens);
            }
            self.state = State::Text;
        }
        1
    }
}

impl Level {
    fn new(column: usize, index: Option<usize>, name: &[u8], trail: Trail, rule: Option<FieldRule>) -> Self {
        Self { column, index, name: name.to_vec(), trail, rule }
    }
}

/// Where two disagree it is masked.
fn stronger(a: Option<FieldRule>, b: Option<FieldRule>) -> Option<FieldRule> {
    if b == Some(FieldRule::Mask) { b } else { a.or(b) }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || !byte.is_ascii()
        || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']' | b'%' | b'@' | b'$')
}
