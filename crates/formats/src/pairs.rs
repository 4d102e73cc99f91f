//! Names and values of text that stand on lines of their own.
//!
//! In YAML `- name: PIN` may stand above `value: 4821`; in a body of `multipart/form-data` the header
//! `Content-Disposition: form-data; name="password"` stands above an empty line and that above the value. The name is put
//! before each line of the value for the engine to read. So it is where a block of YAML (`password: |`) stands below its key. A
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
    /// A line with the key of a value.
    Key,
    /// The end of the headers, so many lines from here at most.
    Headers(u8),
    /// A line of a form's part, so many more at most.
    Body(u8),
    /// Lines of a block: those that stand further in than this.
    Block(usize),
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
            before => match (name(line).or_else(|| block(line, column(&self.line))), before) {
                (Some((name, next)), _) => {
                    self.name.clear();
                    self.name.extend_from_slice(name);
                    next
                }
                (None, Awaited::Headers(_)) if line.is_empty() && !self.is_unknown => Awaited::Body(MAX_BODY),
                (None, Awaited::Headers(left @ 1..)) => Awaited::Headers(left - 1),
                _ => Awaited::Nothing,
            },
        };
        self.line.clear();
        self.is_unknown = false;
    }

    /// Whether a line before has something to say of the next.
    pub(crate) fn awaits(&self) -> bool {
        self.awaited != Awaited::Nothing
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
            Awaited::Block(column) => match indent(rest) {
                start if start == rest.len() && start < MAX_LINE && !is_end => Place::Unknown,
                start if start > column => Place::At(0),
                _ => Place::Nowhere,
            },
            Awaited::Key => {
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
    let len = line.iter().take(MAX_KEY + 1).take_while(|byte| is_name(**byte)).count();
    if len > MAX_KEY {
        return Key::None;
    }
    match &line[len..] {
        [] => Key::Open,
        [b':', rest @ ..] if len > 0 => {
            let blanks = rest.iter().take(MAX_LINE).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            match rest.get(blanks) {
                None if blanks < MAX_LINE => Key::Open,
                Some(_) if blanks > 0 => Key::Value(len + 1 + blanks),
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
        let line = &bytes[from..];
        let line = line.iter().position(|byte| !is_indent(*byte)).map_or(&[][..], |start| &line[start..]);
        // An empty rest is the next bytes' start, which is theirs to tell, or blanks that they go on with.
        if HEADS.iter().any(|head| begins(line, head)) {
            return true;
        }
        let is_like = match after_key(line) {
            Key::None => false,
            Key::Open => !line.is_empty(),
            Key::Value(at) => matches!(line[at], b'|' | b'>' | b'!' | b'&'),
        };
        // The longest head is of letters and hyphens, as keys are.
        if is_like {
            return true;
        }
        match memchr::memchr(b'\n', &bytes[from..]) {
            Some(end) => from += end + 1,
            None => return line.is_empty() && from < bytes.len(),
        }
    }
}

/// The name that a line holds, and what is awaited then.
fn name(line: &[u8]) -> Option<(&[u8], Awaited)> {
    let start = line.iter().position(|byte| !is_indent(*byte))?;
    let line = &line[start..];
    if begins(line, DISPOSITION) {
        let at =
            memchr::memmem::find(line, b" name=\"").or_else(|| memchr::memmem::find(line, b";name=\""))?;
        let name = &line[at + b" name=\"".len()..];
        let end = memchr::memchr(b'"', name)?;
        return Some((&name[..end], Awaited::Headers(MAX_HEADERS)));
    }
    let head = HEADS.iter().find(|head| begins(line, head))?;
    let name = line[head.len()..].trim_ascii();
    let bare = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
    let bare = bare.or(name.strip_prefix(b"'").and_then(|name| name.strip_suffix(b"'"))).unwrap_or(name);
    (!bare.is_empty() && bare.iter().all(|byte| is_name(*byte))).then_some((bare, Awaited::Key))
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
