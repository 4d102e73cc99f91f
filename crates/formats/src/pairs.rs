//! Names and values of text that stand on lines of their own.
//!
//! In YAML `- name: PIN` may stand above `value: 4821`; in a body of `multipart/form-data` the header
//! `Content-Disposition: form-data; name="password"` stands above an empty line and that above the value. The name is put
//! before each line of the value for the engine to read. So it is where a block of YAML (`password: |`) stands below its key, and the
//! text of an element of markup, or its attributes, on lines below its name. A
//! tag or anchor of YAML between key and value (`password: !!str …`) is not read.

use samar::Span;

/// Bytes of a line that are looked at.
const MAX_LINE: usize = 256;

/// Bytes of a key.
const MAX_KEY: usize = 64;

/// Lines between the header that has the name and the empty line.
const MAX_HEADERS: u8 = 4;

/// Lines of a form's part that have its name. It ends with a boundary; where none comes, the rest of a log has no name.
const MAX_BODY: u8 = 16;

/// How the boundary behind a part begins.
const BOUNDARY: &[u8] = b"--";

/// How a line begins that may hold a name, in small letters.
const HEADS: [&[u8]; 3] = [b"name:", b"key:", DISPOSITION];

const DISPOSITION: &[u8] = b"content-disposition:";

/// How the line below begins that holds the value.
const VALUES: [&[u8]; 2] = [b"value:", b"val:"];

/// Lines with other keys between a name and its value.
const MAX_BETWEEN: u8 = 8;

/// What the lines before say of the present one.
#[derive(Default)]
pub(crate) struct Pairs {
    /// The present line, as far as it is looked at.
    line: Vec<u8>,
    /// Its start was not seen.
    is_unknown: bool,
    awaited: Awaited,
    name: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Awaited {
    #[default]
    Nothing,
    /// A line with the key of a value, so many lines from here at most.
    Key(u8),
    /// The end of the headers, so many lines from here at most.
    Headers(u8),
    /// A line of a form's part, so many more at most.
    Body(u8),
    /// Lines of a block: those that stand further in than this.
    Block(usize),
    /// Lines of an element's text, so many more at most.
    Element(u8),
    /// Lines of an element's start, so many more at most.
    Tag(u8),
    /// Items of a list that stand at least so far in.
    Items(usize),
    /// The line with the value of a key that has a mark of its own.
    Value,
    /// Lines of a value in quotation marks, so many more at most.
    Quoted(u8),
}

/// Where in a line a name belongs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Nowhere,
    At(usize),
    /// More of the line is needed to tell.
    Unknown,
}

impl Pairs {
    /// In the middle of a line that holds no name.
    pub(crate) fn in_line() -> Self {
        Self { is_unknown: true, ..Self::default() }
    }

    /// Takes more of the present line.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.line.len());
        self.line.extend_from_slice(&bytes[..room.min(bytes.len())]);
    }

    /// Ends the present line.
    pub(crate) fn end_line(&mut self) {
        let line = if self.is_unknown { &[] } else { self.line.trim_ascii() };
        let is_inside = |column| line.is_empty() || indent(&self.line) > column;
        self.awaited = match self.awaited {
            Awaited::Block(column) if is_inside(column) => Awaited::Block(column),
            Awaited::Body(left @ 1..) if !line.starts_with(BOUNDARY) => Awaited::Body(left - 1),
            Awaited::Quoted(left @ 1..) if !self.is_unknown && !closes(line) => Awaited::Quoted(left - 1),
            Awaited::Element(left @ 1..) if !self.is_unknown && !line.starts_with(b"<") => {
                Awaited::Element(left - 1)
            }
            Awaited::Tag(left @ 1..) if !self.is_unknown && !line.contains(&b'>') => Awaited::Tag(left - 1),
            before => match (
                name(line)
                    .or_else(|| block(line, column(&self.line)))
                    .or_else(|| element(line))
                    .or_else(|| scalar(line, indent(&self.line))),
                before,
            ) {
                (Some((name, next)), _) => {
                    self.name.clear();
                    self.name.extend_from_slice(name);
                    next
                }
                (None, Awaited::Headers(_)) if line.is_empty() && !self.is_unknown => Awaited::Body(MAX_BODY),
                (None, Awaited::Items(column)) if is_item(&self.line, column) => Awaited::Items(column),
                (None, Awaited::Headers(left @ 1..)) => Awaited::Headers(left - 1),
                (None, Awaited::Key(left @ 1..)) if is_other(&self.line) => Awaited::Key(left - 1),
                _ => Awaited::Nothing,
            },
        };
        self.line.clear();
        self.is_unknown = false;
    }

    /// Whether this is in a form of several parts, or in their headers.
    pub(crate) fn is_in_form(&self) -> bool {
        matches!(self.awaited, Awaited::Headers(_) | Awaited::Body(_))
    }

    /// What comes is no text.
    pub(crate) fn forget(&mut self) {
        self.awaited = Awaited::Nothing;
    }

    /// Whether the line that begins here stands for itself.
    pub(crate) fn is_clean(&self) -> bool {
        self.awaited == Awaited::Nothing && self.line.is_empty() && !self.is_unknown
    }

    /// Where in the line that begins here the name of its value belongs.
    pub(crate) fn place(&self, rest: &[u8], is_end: bool) -> Place {
        match self.awaited {
            Awaited::Nothing | Awaited::Headers(_) => Place::Nowhere,
            Awaited::Body(_) if rest == &BOUNDARY[..1] && !is_end => Place::Unknown,
            Awaited::Body(_) if rest.starts_with(BOUNDARY) => Place::Nowhere,
            Awaited::Body(_) => Place::At(0),
            Awaited::Element(_) | Awaited::Tag(_) => {
                let start = indent(rest);
                match rest.get(start) {
                    None if start < MAX_LINE && !is_end => Place::Unknown,
                    None | Some(b'<' | b'>' | b'/') => Place::Nowhere,
                    Some(_) => Place::At(start),
                }
            }
            Awaited::Items(column) => self.item(rest, column, is_end),
            Awaited::Value => match rest {
                [b':', b' ', ..] => Place::At(2),
                [] | [b':'] if !is_end => Place::Unknown,
                _ => Place::Nowhere,
            },
            Awaited::Quoted(_) => match indent(rest) {
                start if start == rest.len() && start < MAX_LINE && !is_end => Place::Unknown,
                start => Place::At(start),
            },
            Awaited::Block(column) => match indent(rest) {
                start if start == rest.len() && start < MAX_LINE && !is_end => Place::Unknown,
                start if start > column => Place::At(0),
                _ => Place::Nowhere,
            },
            Awaited::Key(_) => {
                let start = rest.iter().take(MAX_LINE).take_while(|byte| is_indent(**byte)).count();
                let key = &rest[start..];
                let Some(value) = VALUES.iter().find(|value| begins(key, value)) else {
                    let is_open =
                        !is_end && start < MAX_LINE && VALUES.iter().any(|value| begins(value, key));
                    return if is_open { Place::Unknown } else { Place::Nowhere };
                };
                let start = start + value.len();
                let blanks = rest[start..].iter().take(MAX_LINE).take_while(|byte| is_indent(**byte)).count();
                if start + blanks == rest.len() && !is_end && blanks < MAX_LINE {
                    return Place::Unknown;
                }
                if blanks == 0 { Place::Nowhere } else { Place::At(start + blanks) }
            }
        }
    }

    /// Where the item of a list begins that is one word, or stands in quotation marks.
    fn item(&self, rest: &[u8], column: usize, is_end: bool) -> Place {
        let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        if line.len() == rest.len() && rest.len() < MAX_LINE && !is_end {
            return Place::Unknown;
        }
        // `pin:` above `value: 4821`.
        let key = &line[indent(line)..];
        if indent(line) > column && VALUES.iter().any(|value| begins(key, value)) {
            return match after_key(key) {
                Key::Value(at) if indent(line) + at < line.len() => Place::At(indent(line) + at),
                _ => Place::Nowhere,
            };
        }
        let (start, item) = (column.max(indent(line)), line.trim_ascii());
        let is_value = |item: &[u8]| {
            let is_quoted = matches!(item, [b'"', .., b'"'] | [b'\'', .., b'\'']);
            is_quoted || !item.is_empty() && item.iter().all(u8::is_ascii_graphic)
        };
        match item.strip_prefix(b"- ") {
            Some(item) if is_item(line, column) && is_value(item.trim_ascii()) => Place::At(start + 2),
            _ => Place::Nowhere,
        }
    }

    /// Where in the line that begins here two quotation marks of a value in such marks stand for one.
    pub(crate) fn doubled(rest: &[u8], is_end: bool) -> Result<Vec<usize>, Unknown> {
        let start = column(rest);
        let Key::Value(at) = after_key(&rest[start..]) else { return Ok(Vec::new()) };
        let value = &rest[start + at..];
        if value[0] != b'\'' {
            return Ok(Vec::new());
        }
        let end = value.iter().take(MAX_LINE).position(|byte| *byte == b'\n');
        if end.is_none() && value.len() < MAX_LINE && !is_end {
            return Err(Unknown);
        }
        let value = &value[..end.unwrap_or(value.len().min(MAX_LINE))];
        let (mut places, mut from) = (Vec::new(), 1);
        while let Some(mark) =
            value.get(from..).and_then(|rest| memchr::memchr(b'\'', rest)).map(|mark| from + mark)
        {
            // The mark behind the last one ends the value.
            if value.get(mark + 1) != Some(&b'\'') {
                return Ok(places);
            }
            places.push(start + at + mark);
            from = mark + 2;
        }
        Ok(Vec::new())
    }

    /// The values on the line of YAML that begins here that have no quotation marks and are no list, block or alias; without a
    /// comment behind them.
    pub(crate) fn scalars(&self, rest: &[u8], is_end: bool) -> Result<Vec<Span>, Unknown> {
        let end = rest.iter().take(MAX_LINE).position(|byte| *byte == b'\n');
        if end.is_none() && rest.len() < MAX_LINE && !is_end {
            return Err(Unknown);
        }
        // Of a longer line the value's end is not known.
        let Some(end) = end.or((rest.len() < MAX_LINE).then_some(rest.len())) else { return Ok(Vec::new()) };
        let (line, start) = (&rest[..end], column(rest).min(end));
        let mut at = match after_key(&line[start..]) {
            Key::Value(at) => start + at,
            _ if start > indent(line) || matches!(self.awaited, Awaited::Items(_)) => start,
            _ => return Ok(Vec::new()),
        };
        let value = &line[..memchr::memmem::find(line, b" #").unwrap_or(end).max(at)].trim_ascii_end();
        // A tag or anchor before it.
        if let Some(b'!' | b'&') = value.get(at) {
            at += value[at..].iter().take_while(|byte| byte.is_ascii_graphic()).count();
            at += value[at..].iter().take_while(|byte| !byte.is_ascii_graphic()).count();
        }
        let is_plain = |value: &[u8]| value.first().is_some_and(|first| !b"\"'|>!&*[{#@`%".contains(first));
        let value = value.get(at..).unwrap_or_default();
        let is_flow = matches!(value, [b'[', .., b']'] | [b'{', .., b'}']);
        if !is_flow {
            return Ok(is_plain(value).then(|| Span::new(at, at + value.len())).into_iter().collect());
        }
        // Of a list in brackets each item, of an object each value.
        let (mut scalars, mut from) = (Vec::new(), at + 1);
        for item in value[1..value.len() - 1].split(|byte| *byte == b',') {
            let key = if value[0] == b'{' {
                memchr::memmem::find(item, b": ").map_or(item.len(), |at| at + 2)
            } else {
                0
            };
            let start = key + item[key..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let item_value = item[start..].trim_ascii_end();
            if is_plain(item_value) && !item_value.iter().any(|byte| b"]}\"'".contains(byte)) {
                scalars.push(Span::new(from + start, from + start + item_value.len()));
            }
            from += item.len() + 1;
        }
        Ok(scalars)
    }

    /// The marks of a value in marks of one kind, which are not what the engine takes for such everywhere.
    pub(crate) fn single(rest: &[u8]) -> Option<(usize, usize)> {
        let end =
            rest.iter().take(MAX_LINE).position(|byte| *byte == b'\n').unwrap_or(rest.len().min(MAX_LINE));
        let start = column(rest).min(end);
        let Key::Value(at) = after_key(&rest[start..end]) else { return None };
        let at = start + at;
        let inner = rest[at..end].trim_ascii_end().strip_prefix(b"'")?.strip_suffix(b"'")?;
        let is_plain = !inner.iter().any(|byte| matches!(byte, b'\'' | b'"' | b'\\'));
        is_plain.then_some((at, at + 1 + inner.len()))
    }

    /// The key of a list in brackets that is the whole value of its line, and where each item begins and ends. Items that stand
    /// in marks of their own, or hold more than a word, are left as they are.
    pub(crate) fn flow(rest: &[u8], is_end: bool) -> Result<Option<Flow>, Unknown> {
        let start = column(rest);
        let Key::Value(at) = after_key(&rest[start..]) else { return Ok(None) };
        let open = start + at;
        if rest[open] != b'[' {
            return Ok(None);
        }
        let end = rest.iter().take(MAX_LINE).position(|byte| *byte == b'\n');
        if end.is_none() && rest.len() < MAX_LINE && !is_end {
            return Err(Unknown);
        }
        let line = rest[..end.unwrap_or(rest.len().min(MAX_LINE))].trim_ascii_end();
        let Some(inner) = line[open + 1..].strip_suffix(b"]") else { return Ok(None) };
        let is_plain = |byte: &u8| byte.is_ascii_graphic() && !b"[]{}\"'&<%*".contains(byte);
        let (mut items, mut from) = (Vec::new(), open + 1);
        for item in inner.split(|byte| *byte == b',') {
            let word = item.trim_ascii();
            if word.is_empty() || !word.iter().all(is_plain) {
                return Ok(None);
            }
            let blanks = item.len() - item.trim_ascii_start().len();
            items.push(Span::new(from + blanks, from + blanks + word.len()));
            from += item.len() + 1;
        }
        let key = Span::new(start, start + rest[start..].iter().take_while(|byte| is_name(**byte)).count());
        Ok(Some(Flow { key, items }))
    }

    /// Where in the line that begins here a value stands whose name is on the line below, and that name.
    pub(crate) fn below(rest: &[u8], is_end: bool) -> Result<Option<(usize, &[u8])>, Unknown> {
        let start = column(rest);
        let key = &rest[start..];
        if !VALUES.iter().any(|value| begins(key, value)) {
            let may_be = VALUES.iter().any(|value| begins(value, key)) && !key.is_empty();
            return if may_be && !is_end { Err(Unknown) } else { Ok(None) };
        }
        let unknown = || if is_end || rest.len() >= 2 * MAX_LINE { Ok(None) } else { Err(Unknown) };
        let at = match after_key(key) {
            Key::Value(at) => start + at,
            Key::Open => return unknown(),
            Key::None => return Ok(None),
        };
        let Some(end) = memchr::memchr(b'\n', rest) else { return unknown() };
        let next = &rest[end + 1..];
        let next = match memchr::memchr(b'\n', next) {
            Some(end) => &next[..end],
            None if is_end => next,
            None => return unknown(),
        };
        let name = name(next.trim_ascii()).filter(|(_, awaited)| matches!(awaited, Awaited::Key(_)));
        Ok(name.filter(|_| indent(next) >= start).map(|(name, _)| (at, name)))
    }

    /// The tag or anchor between key and value in the line that begins here, with the blanks behind it.
    pub(crate) fn tag(rest: &[u8], is_end: bool) -> Result<Option<Span>, Unknown> {
        let more = || if is_end || rest.len() >= MAX_LINE { Ok(None) } else { Err(Unknown) };
        let start = rest.iter().take(MAX_LINE).take_while(|byte| is_indent(**byte)).count();
        let at = match after_key(&rest[start..]) {
            Key::None => return Ok(None),
            Key::Open => return more(),
            Key::Value(at) => start + at,
        };
        if !matches!(rest[at], b'!' | b'&') {
            return Ok(None);
        }
        let len = rest[at..].iter().take(MAX_LINE).take_while(|byte| byte.is_ascii_graphic()).count();
        let blanks =
            rest[at + len..].iter().take(MAX_LINE).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let end = at + len + blanks;
        match rest.get(end) {
            None => more(),
            Some(b'\n' | b'\r') => Ok(None),
            Some(_) => Ok((blanks > 0).then_some(Span::new(at, end))),
        }
    }

    /// The name of the present value.
    pub(crate) fn name(&self) -> &[u8] {
        &self.name
    }
}

/// A list in brackets.
pub(crate) struct Flow {
    pub(crate) key: Span,
    pub(crate) items: Vec<Span>,
}

/// More of the line is needed to tell.
pub(crate) struct Unknown;

/// What stands at the start of a line, behind its indent.
enum Key {
    None,
    /// A key, or what may become one, and no more yet.
    Open,
    /// A key, a colon, blanks, and a value there.
    Value(usize),
}

fn after_key(line: &[u8]) -> Key {
    if let Some(inner) = line.strip_prefix(b"\"") {
        let len = inner.iter().take(MAX_KEY + 1).take_while(|byte| is_name(**byte)).count();
        return match &inner[len..] {
            [] if len <= MAX_KEY => Key::Open,
            [b'"', ..] if len > 0 => match after_key_of(&line[len + 2..]) {
                Key::Value(at) => Key::Value(at + len + 2),
                other => other,
            },
            _ => Key::None,
        };
    }
    let len = line.iter().take(MAX_KEY + 1).take_while(|byte| is_name(**byte)).count();
    if len > MAX_KEY {
        return Key::None;
    }
    if len == 0 && !line.is_empty() {
        return Key::None;
    }
    match after_key_of(&line[len..]) {
        Key::Value(at) => Key::Value(at + len),
        other => other,
    }
}

/// What stands behind the key: a colon, blanks, and a value.
fn after_key_of(line: &[u8]) -> Key {
    match line {
        [] => Key::Open,
        [b':', rest @ ..] => {
            let blanks = rest.iter().take(MAX_LINE).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            match rest.get(blanks) {
                None if blanks < MAX_LINE => Key::Open,
                Some(_) if blanks > 0 => Key::Value(1 + blanks),
                _ => Key::None,
            }
        }
        _ => Key::None,
    }
}

/// Whether some line of these bytes may hold a name, or the line that they leave open.
pub(crate) fn may_begin(bytes: &[u8]) -> bool {
    let mut from = 0;
    loop {
        let rest = &bytes[from..];
        let line = rest.iter().position(|byte| !is_indent(*byte)).map_or(&[][..], |start| &rest[start..]);
        let end = memchr::memchr(b'\n', line);
        if let [b'<', byte, ..] = line
            && byte.is_ascii_alphabetic()
            && end.is_none_or(|end| element(line[..end].trim_ascii()).is_some())
        {
            return true;
        }
        // An empty rest is the next bytes' start, which is theirs to tell, or blanks that they go on with.
        if HEADS.iter().chain(&VALUES).any(|head| begins(line, head)) {
            return true;
        }
        let is_like = match after_key(line) {
            Key::None => match end {
                None => line.len() < MAX_LINE && line.starts_with(b"?"),
                // A key whose value is on the next line: behind a mark, or in a list.
                Some(end) => {
                    let next = || line[end + 1..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
                    let line = line[..end].trim_ascii_end();
                    let is_open = line.starts_with(b"? ")
                        || line.ends_with(b":") && matches!(next(), None | Some(b'-'));
                    is_open && scalar(line, 0).is_some()
                }
            },
            Key::Open => !line.is_empty(),
            Key::Value(at) => match line[at] {
                b'|' | b'>' | b'!' | b'&' => true,
                b'[' => end.is_none_or(|end| line[..end].trim_ascii_end().ends_with(b"]")),
                b'\'' => end.is_none_or(|end| memchr::memmem::find(&line[at + 1..end], b"\'\'").is_some()),
                b'"' => end.is_none_or(|end| !closes(&line[at + 1..end])),
                _ => false,
            },
        };
        // The longest head is of letters and hyphens, as keys are.
        if is_like {
            return true;
        }
        match end {
            Some(end) => from += rest.len() - line.len() + end + 1,
            None => return line.is_empty() && from < bytes.len(),
        }
    }
}

/// The name that a line holds, and what is awaited then.
fn name(line: &[u8]) -> Option<(&[u8], Awaited)> {
    let start = line.iter().position(|byte| !is_indent(*byte))?;
    let line = &line[start..];
    if begins(line, DISPOSITION) {
        let at = memchr::memmem::find(line, b" name=").or_else(|| memchr::memmem::find(line, b";name="))?;
        let name = &line[at + b" name=".len()..];
        let name = match name.strip_prefix(b"\"") {
            Some(name) => &name[..memchr::memchr(b'"', name)?],
            None => &name[..name.iter().take_while(|byte| is_name(**byte)).count()],
        };
        return Some((name, Awaited::Headers(MAX_HEADERS)));
    }
    let head = HEADS.iter().find(|head| begins(line, head))?;
    let name = line[head.len()..].trim_ascii();
    let bare = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
    let bare = bare.or(name.strip_prefix(b"'").and_then(|name| name.strip_suffix(b"'"))).unwrap_or(name);
    (!bare.is_empty() && bare.iter().all(|byte| is_name(*byte))).then_some((bare, Awaited::Key(MAX_BETWEEN)))
}

/// A key of YAML whose value is not on its line, or goes on below it.
fn scalar(line: &[u8], column: usize) -> Option<(&[u8], Awaited)> {
    if let Some(key) = line.strip_prefix(b"? ") {
        let is_key = !key.is_empty() && key.len() <= MAX_KEY && key.iter().all(|byte| is_name(*byte));
        return is_key.then_some((key, Awaited::Value));
    }
    let line = &line[line.iter().position(|byte| !is_indent(*byte))?..];
    let len = line.iter().take(MAX_KEY + 1).take_while(|byte| is_name(**byte)).count();
    let (key, behind) = line.split_at(len);
    if key.is_empty() || len > MAX_KEY {
        return None;
    }
    match behind.strip_prefix(b":")?.trim_ascii() {
        b"" => Some((key, Awaited::Items(column))),
        [b'"', value @ ..] if !closes(value) => Some((key, Awaited::Quoted(MAX_BODY))),
        _ => None,
    }
}

/// Whether a quotation mark in a line ends a value.
fn closes(line: &[u8]) -> bool {
    memchr::memchr_iter(b'"', line).any(|at| !line[..at].ends_with(b"\\"))
}

/// Whether a line is an item of a list that stands at least so far in.
fn is_item(line: &[u8], column: usize) -> bool {
    indent(line) >= column && line.trim_ascii_start().starts_with(b"- ")
}

/// An element's start that is the whole line, and what is awaited then: its text, or more of its attributes.
fn element(line: &[u8]) -> Option<(&[u8], Awaited)> {
    let name = line.strip_prefix(b"<")?;
    let len = name.iter().take_while(|byte| is_name(**byte) || **byte == b':').count();
    let (name, behind) = name.split_at(len);
    if len > MAX_KEY || !name.first()?.is_ascii_alphabetic() || line.len() >= MAX_LINE {
        return None;
    }
    // An attribute may say more: `<field name="pin">`.
    let said = attribute(behind).filter(|_| behind.ends_with(b">"));
    let name = said.unwrap_or(name);
    match memchr::memchr(b'>', behind) {
        None if behind.is_empty() || behind[0].is_ascii_whitespace() => Some((name, Awaited::Tag(MAX_BODY))),
        Some(end) if end + 1 == behind.len() && !behind.ends_with(b"/>") => {
            Some((name, Awaited::Element(MAX_BODY)))
        }
        _ => None,
    }
}

/// The value of the attribute that names what stands in an element.
fn attribute(behind: &[u8]) -> Option<&[u8]> {
    const NAMING: [&[u8]; 3] = [b" name=", b" key=", b" id="];
    let at = NAMING.iter().find_map(|name| memchr::memmem::find(behind, name).map(|at| at + name.len()))?;
    let quote = *behind.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let value = &behind[at + 1..];
    let value = &value[..memchr::memchr(quote, value)?];
    (value.len() <= MAX_KEY && value.iter().all(|byte| is_name(*byte) || *byte == b' ')).then_some(value)
}

/// Whether a line has a key and a value that stand beside the name of another.
fn is_other(line: &[u8]) -> bool {
    let key = &line[indent(line)..];
    matches!(after_key(key), Key::Value(_))
        && !key.starts_with(b"-")
        && !VALUES.iter().any(|value| begins(key, value))
}

/// How far in a line stands.
fn indent(line: &[u8]) -> usize {
    line.iter().take(MAX_LINE).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// How far in its key stands, behind the marks of a list.
fn column(line: &[u8]) -> usize {
    line.iter().take(MAX_LINE).take_while(|byte| is_indent(**byte)).count()
}

/// The key of a block, which begins on the next line, further in.
fn block(line: &[u8], column: usize) -> Option<(&[u8], Awaited)> {
    let start = line.iter().position(|byte| !is_indent(*byte))?;
    let line = &line[start..];
    let Key::Value(at) = after_key(line) else { return None };
    let is_block = match &line[at..] {
        [b'|' | b'>', how @ ..] => how.len() <= 2 && how.iter().all(|byte| b"+-123456789".contains(byte)),
        _ => false,
    };
    let key = &line[..memchr::memchr(b':', line)?];
    is_block.then_some((key, Awaited::Block(column)))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)
}

fn is_indent(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'-')
}

/// Whether a line begins like this, in letters of any case.
fn begins(line: &[u8], start: &[u8]) -> bool {
    line.get(..start.len()).is_some_and(|line| line.eq_ignore_ascii_case(start))
}
