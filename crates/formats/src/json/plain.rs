//! Lines of text: up to JSON inside them, with the characters that markup and URLs write otherwise.

use super::escape::{Escape, escape};
use super::frames::Frames;
use super::lexer::{Lexer, State, Step, Wait};
use super::markup::{Markup, Tag, markup};
use crate::cells::Mark;
use crate::lens::{Kind, Lens};
use crate::pairs::{self, Flow, Place};
use crate::ruled::Cell;

impl Lexer {
    /// Begins a line of text, with the name that lines before have for its value.
    pub(super) fn begin_line(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        self.begin_paths(rest, is_end, lens)?;
        if self.is_yaml {
            let scalars = pairs::scalars(rest, is_end, self.pairs.is_in_list())?;
            scalars.into_iter().for_each(|scalar| lens.scalar(scalar));
        }
        let at = match self.pairs.place(rest, is_end) {
            Place::Unknown => return Err(Wait),
            Place::Nowhere => return self.begin_alone(rest, is_end, lens),
            Place::At(at) => at,
        };
        self.begin_plain(lens);
        self.same(&rest[..at], lens);
        if self.names.label(self.pairs.name()) {
            insert_name(self.pairs.name(), lens);
        }
        Ok(at)
    }

    /// Begins a line that lines before say nothing of: up to where the engine would read its value as another.
    fn begin_alone(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        if let Some((at, label)) = pairs::below(rest, is_end)?.filter(|(_, label)| self.names.label(label)) {
            self.begin_plain(lens);
            self.same(&rest[..at], lens);
            insert_name(label, lens);
            return Ok(at);
        }
        if let Some(len) = self.ruled.rule(rest, is_end)? {
            self.begin_plain(lens);
            self.ruled.take(&rest[..len]);
            // The engine knows that this is no value.
            lens.swap(b"---", len);
            return Ok(len);
        }
        if self.ruled.is_inserted() {
            self.begin_plain(lens);
            return Ok(0);
        }
        if let Some(end) = self.ruled.insert(rest, is_end, &mut self.names)? {
            self.begin_plain(lens);
            self.same(&rest[..end], lens);
            return Ok(end);
        }
        let cells = self.ruled.cells(rest, is_end)?;
        if !cells.is_empty() {
            self.begin_plain(lens);
            return Ok(self.row(&cells, rest, lens));
        }
        let tag = pairs::tag(rest, is_end)?;
        let doubled = pairs::doubled(rest, is_end)?;
        let flow = pairs::flow(rest, is_end)?;
        self.begin_plain(lens);
        if let Some(flow) = flow.filter(|flow| self.names.label(&rest[flow.key.start..flow.key.end])) {
            return Ok(self.flow(&flow, rest, lens));
        }
        if let Some(last) = doubled.last() {
            let mut from = 0;
            for at in &doubled {
                self.same(&rest[from..*at], lens);
                // One mark, which as itself would end the value for the engine.
                lens.swap(b"~", 2);
                from = at + 2;
            }
            return Ok(last + 2);
        }
        if let Some((open, close)) = pairs::single(rest).filter(|_| self.is_yaml) {
            self.same(&rest[..open], lens);
            lens.swap(b"\"", 1);
            self.same(&rest[open + 1..close], lens);
            lens.swap(b"\"", 1);
            return Ok(close + 1);
        }
        let Some(tag) = tag else { return Ok(0) };
        self.same(&rest[..tag.start], lens);
        lens.swap(b"", tag.len());
        Ok(tag.end)
    }

    /// A list in brackets, each of whose items is read as the value of the list's key, on a line of its own.
    fn flow(&mut self, flow: &Flow, rest: &[u8], lens: &mut Lens) -> usize {
        let mut from = 0;
        for item in &flow.items {
            self.same(&rest[from..item.start], lens);
            lens.insert(b"\n");
            insert_name(&rest[flow.key.start..flow.key.end], lens);
            self.same(&rest[item.start..item.end], lens);
            lens.insert(b"\n");
            from = item.end;
        }
        from
    }

    /// What parts the rows of an `INSERT`, or one of them; nothing where they end.
    fn inserted(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        let between = rest.iter().take_while(|byte| b" \t\r,".contains(byte)).count();
        if between > 0 || rest[0] == b'\n' {
            self.same(&rest[..between], lens);
            return Ok(between);
        }
        let Some((cells, end)) = self.ruled.inserted(rest, is_end)? else { return Ok(0) };
        let from = self.row(&cells, rest, lens);
        self.same(&rest[from..end], lens);
        Ok(end)
    }

    /// A row of a table, up to the end of its last cell that has a name, each of these with the name around it.
    fn row(&mut self, cells: &[Cell], rest: &[u8], lens: &mut Lens) -> usize {
        let mut from = 0;
        for cell in cells {
            self.same(&rest[from..cell.span.start], lens);
            lens.insert(&[b"{\"", self.ruled.name(cell.column), b"\":\""].concat());
            lens.close();
            lens.open(Kind::Text);
            for piece in rest[cell.span.range()].split_inclusive(|byte| matches!(byte, b'"' | b'\\')) {
                let (text, mark) = match piece {
                    [text @ .., mark @ (b'"' | b'\\')] => (text, Some(*mark)),
                    text => (text, None),
                };
                self.same(text, lens);
                // As the engine knows them in a string.
                if let Some(mark) = mark {
                    lens.swap(&[b'\\', mark], 1);
                    self.last = mark;
                }
            }
            lens.close();
            lens.insert(b"\"}");
            lens.open(Kind::Plain);
            from = cell.span.end;
        }
        from
    }

    /// A line of text, up to its end or to JSON inside it.
    pub(super) fn plain(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        if self.ruled.is_inserted() {
            let len = self.inserted(rest, is_end, lens)?;
            if len > 0 {
                return Ok(len);
            }
        }
        let mut from = 0;
        while let Some(at) = self.next(&rest[from..]).map(|at| from + at) {
            match rest[at] {
                b'\n' => {
                    self.same(&rest[..at], lens);
                    self.end_line(lens);
                    return Ok(at + 1);
                }
                b'"' => {
                    let len = match rest.get(at + 1) {
                        None if !is_end => {
                            self.same(&rest[..at], lens);
                            return if at == 0 { Err(Wait) } else { Ok(at) };
                        }
                        Some(b'"') => 2,
                        _ => 1,
                    };
                    self.same(&rest[..at], lens);
                    if len == 2 {
                        lens.swap(b"\"", 2);
                    } else {
                        // The cell's end.
                        lens.close();
                        lens.open(Kind::Plain);
                        lens.same(b"\"");
                        self.is_doubled = false;
                    }
                    self.last = b'"';
                    return Ok(at + len);
                }
                b'{' if self.is_doubled => from = at + 1,
                b'{' => match &rest[at + 1..] {
                    [b'"', b'"', byte, ..] if byte.is_ascii_alphabetic() || *byte == b'_' => {
                        self.same(&rest[..at], lens);
                        lens.close();
                        lens.open(Kind::Doubled);
                        lens.same(b"{");
                        (self.is_doubled, self.last) = (true, b'{');
                        return Ok(at + 1);
                    }
                    [b'"'] | [b'"', b'"'] if !is_end => {
                        self.same(&rest[..at], lens);
                        return if at == 0 { Err(Wait) } else { Ok(at) };
                    }
                    [b'"', ..] => {
                        self.same(&rest[..at], lens);
                        self.state = State::Structure;
                        return Ok(at);
                    }
                    // A document in a string of a line that is none.
                    [b'\\', b'"', ..] => {
                        self.same(&rest[..at], lens);
                        self.levels.push(Frames::new(&self.fields));
                        self.state = State::Structure;
                        return Ok(at);
                    }
                    [] | [b'\\'] if !is_end => {
                        self.same(&rest[..at], lens);
                        return if at == 0 { Err(Wait) } else { Ok(at) };
                    }
                    _ => from = at + 1,
                },
                b'%' | b'+' => {
                    self.same(&rest[..at], lens);
                    return match self.sign(&rest[at..], is_end, lens) {
                        Err(Wait) if at > 0 => Ok(at),
                        Err(Wait) => Err(Wait),
                        Ok(len) => Ok(at + len),
                    };
                }
                _ => match markup(&rest[at..], self.is_in_cdata) {
                    Markup::None => from = at + 1,
                    Markup::More if is_end => from = at + 1,
                    Markup::More => {
                        self.same(&rest[..at], lens);
                        return if at == 0 { Err(Wait) } else { Ok(at) };
                    }
                    Markup::Tag(tag) => {
                        self.same(&rest[..at], lens);
                        let is_inside = tag.is_inline && !is_end;
                        let Some(behind) = rest.get(at + tag.len).copied().or((!is_inside).then_some(b' '))
                        else {
                            return if at == 0 { Err(Wait) } else { Ok(at) };
                        };
                        self.tag(&tag, &rest[at..at + tag.len], behind, lens);
                        return Ok(at + tag.len);
                    }
                    Markup::Cell(mark) => {
                        self.same(&rest[..at], lens);
                        self.cell(mark, &rest[at..at + mark.len], lens);
                        return Ok(at + mark.len);
                    }
                    Markup::Comment(len) => {
                        self.same(&rest[..at + len], lens);
                        if self.is_in_value {
                            // The name again, behind what the engine takes for the value's end.
                            self.name.clear();
                            self.name.push(b'<');
                            self.name.extend_from_slice(&self.outer);
                            self.name.push(b'>');
                            lens.insert(&self.name);
                        }
                        return Ok(at + len);
                    }
                    Markup::Section(len) => {
                        self.same(&rest[..at], lens);
                        self.is_in_cdata = !self.is_in_cdata;
                        lens.swap(b"", len);
                        self.last = rest[at];
                        return Ok(at + len);
                    }
                    Markup::Char(char, len) => {
                        self.same(&rest[..at], lens);
                        self.char(char, len, lens);
                        self.last = rest[at];
                        return Ok(at + len);
                    }
                },
            }
        }
        self.same(rest, lens);
        Ok(rest.len())
    }

    /// A percent or plus sign, which may be a character of a form as it is written there.
    fn sign(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Step {
        let is_blank = if rest[0] == b'+' { self.form.is_blank(&rest[1..]) } else { Some(false) };
        if is_blank.is_none() && !is_end {
            return Err(Wait);
        }
        if is_blank == Some(true) {
            // As the engine knows it between escaped signs.
            lens.swap(b"%20", 1);
            self.form.take(b"%20");
            self.last = b'+';
            return Ok(1);
        }
        let (is_value, is_grouped) = (self.form.is_value(), self.form.is_grouped());
        let read = match escape(rest, is_grouped) {
            Escape::More if !is_end => return Err(Wait),
            // Behind a number a percent sign is one of its own.
            Escape::Char(char, len) if is_value || rest[0] == b'%' && !self.last.is_ascii_digit() => {
                Some((char, len))
            }
            Escape::Sign(char, len) if is_value => Some((char, len)),
            _ => None,
        };
        let Some((char, len)) = read else {
            self.same(&rest[..1], lens);
            return Ok(1);
        };
        self.char(char, len, lens);
        self.last = rest[len - 1];
        Ok(len)
    }

    /// A character that markup or a URL writes in `len` bytes.
    fn char(&mut self, char: char, len: usize, lens: &mut Lens) {
        let mut buffer = [0; 4];
        let text: &[u8] = match char {
            // In what an element's name says to be a value it is a part of that, and elsewhere it may begin an element.
            '<' if self.is_in_value => b"&#60;",
            '>' if self.is_in_value => b"&#62;",
            char => char.encode_utf8(&mut buffer).as_bytes(),
        };
        lens.swap(text, len);
        self.cells.take(text);
        // A blank or sign that is written otherwise ends no value.
        self.form.take(if matches!(char, ' ' | '&' | '=' | '<' | '>') { b"~" } else { text });
    }

    /// The start or end of an element, with what stands behind it.
    fn tag(&mut self, tag: &Tag, bytes: &[u8], behind: u8, lens: &mut Lens) {
        self.pairs.take(bytes);
        if tag.is_inline {
            // It parts words, and nothing else.
            let is_between =
                self.last.is_ascii_alphanumeric() && (behind.is_ascii_alphanumeric() || behind == b'<');
            lens.close();
            lens.swap(if is_between { b" " } else { b"" }, bytes.len());
            lens.open(Kind::Piece);
            if is_between {
                self.last = b' ';
            }
            return;
        }
        self.cells.take(bytes);
        let element = &bytes[1..=tag.name];
        self.is_in_value = !tag.is_end() && self.names.label(element);
        if self.is_in_value && !tag.is_empty(bytes) {
            self.outer.clear();
            self.outer.extend_from_slice(element);
            self.outer_lines = 0;
        } else if element.strip_prefix(b"/") == Some(&self.outer) {
            self.outer.clear();
        }
        if !tag.has_attributes {
            lens.same(bytes);
        } else {
            let named = tag.value_and_name(bytes).filter(|(_, name)| self.names.label(&bytes[name.clone()]));
            self.attributes(tag, bytes, named, lens);
            if self.is_in_value && !tag.is_empty(bytes) {
                // The name again, behind its attributes.
                self.name.clear();
                self.name.push(b'<');
                self.name.extend_from_slice(element);
                self.name.push(b'>');
                lens.insert(&self.name);
            }
        }
        self.last = b'>';
    }

    /// An element's start with its values in quotation marks of one kind, in which no bracket stands. The name of a value that
    /// stands behind it is put before it.
    fn attributes(
        &mut self,
        tag: &Tag,
        bytes: &[u8],
        named: Option<(usize, std::ops::Range<usize>)>,
        lens: &mut Lens,
    ) {
        let (mut quote, mut at, mut from) = (0, 0, 0);
        while at < bytes.len() {
            let byte = bytes[at];
            let swap: Option<&[u8]> = match (quote, byte) {
                (0, b'\'') => Some(b"\""),
                (b'\'', b'\'') => Some(b"\""),
                (b'\'', b'"') => Some(b"'"),
                (1.., b'<' | b'>') => Some(b" "),
                _ => None,
            };
            match (quote, byte) {
                (0, b'"' | b'\'') if at > tag.name => quote = byte,
                (quoted, byte) if quoted == byte => quote = 0,
                _ => {}
            }
            if let Some((value, name)) = named.as_ref().filter(|(value, _)| *value == at) {
                lens.same(&bytes[from..*value]);
                self.name.clear();
                self.name.extend_from_slice(b"name=\"");
                self.name.extend_from_slice(&bytes[name.clone()]);
                self.name.extend_from_slice(b"\" ");
                lens.insert(&self.name);
                from = at;
            }
            let char = if byte == b'&' { markup(&bytes[at..], false) } else { Markup::None };
            if let Markup::Char(char, len) = char {
                lens.same(&bytes[from..at]);
                let mut buffer = [0; 4];
                // The marks of markup stay what they are.
                match char {
                    '<' | '>' => lens.same(&bytes[at..at + len]),
                    char => lens.swap(char.encode_utf8(&mut buffer).as_bytes(), len),
                }
                at += len;
                from = at;
                continue;
            }
            if let Some(text) = swap {
                lens.same(&bytes[from..at]);
                lens.swap(text, 1);
                from = at + 1;
            }
            at += 1;
        }
        lens.same(&bytes[from..]);
    }

    /// Puts the name of a cell before its text.
    fn cell(&mut self, mark: Mark, tag: &[u8], lens: &mut Lens) {
        lens.same(tag);
        self.pairs.take(tag);
        (self.last, self.is_in_value) = (b'>', false);
        let Self { cells, names, name, outer, .. } = self;
        let outer = Some(outer.as_slice()).filter(|outer| mark.is_value() && !outer.is_empty());
        if let Some(head) = cells.mark(mark, names).or(outer) {
            name.clear();
            name.extend_from_slice(head);
            name.extend_from_slice(b": ");
            lens.insert(name);
        }
    }

    /// The next byte that may be more than text.
    fn next(&self, rest: &[u8]) -> Option<usize> {
        let at = memchr::memchr3(b'\n', b'{', b'&', rest);
        let bracket = if self.is_in_cdata { b']' } else { b'<' };
        let at = memchr::memchr3(bracket, b'%', b'+', &rest[..at.unwrap_or(rest.len())]).or(at);
        let quote = || memchr::memchr(b'"', &rest[..at.unwrap_or(rest.len())]);
        if self.is_doubled { quote().or(at) } else { at }
    }

    /// The byte before what comes next, behind this text.
    fn before(&self, text: &[u8]) -> u8 {
        text.last().copied().unwrap_or(self.last)
    }

    /// A piece of a line of text.
    fn same(&mut self, bytes: &[u8], lens: &mut Lens) {
        lens.same(bytes);
        self.pairs.take(bytes);
        self.ruled.take(bytes);
        self.cells.take(bytes);
        self.form.take(bytes);
        self.last = self.before(bytes);
    }
}

/// Puts a name before its value.
fn insert_name(name: &[u8], lens: &mut Lens) {
    lens.insert(name);
    lens.insert(b": ");
}
