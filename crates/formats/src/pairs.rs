//! Names and values of text that stand on lines of their own.
//!
//! In YAML `- name: PIN` may stand above `value: 4821`; in a body of `multipart/form-data` the header
//! `Content-Disposition: form-data; name="password"` stands above an empty line and that above the value. The name is put
//! before the value for the engine to read.

/// Bytes of a line that are looked at.
const MAX_LINE: usize = 256;

/// Lines between the header that has the name and the empty line.
const MAX_HEADERS: u8 = 4;

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
    /// A line that is the value.
    Value,
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
        let found = name(line);
        self.awaited = match (found, self.awaited) {
            (Some((name, next)), _) => {
                self.name.clear();
                self.name.extend_from_slice(name);
                next
            }
            (None, Awaited::Headers(_)) if line.is_empty() && !self.is_unknown => Awaited::Value,
            (None, Awaited::Headers(left @ 1..)) => Awaited::Headers(left - 1),
            _ => Awaited::Nothing,
        };
        self.line.clear();
        self.is_unknown = false;
    }

    /// What comes is no text.
    pub(crate) fn forget(&mut self) {
        self.awaited = Awaited::Nothing;
    }

    /// Where in the line that begins here the name of its value belongs.
    pub(crate) fn place(&self, rest: &[u8], is_end: bool) -> Place {
        match self.awaited {
            Awaited::Nothing | Awaited::Headers(_) => Place::Nowhere,
            Awaited::Value => Place::At(0),
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

    /// The name of the present value.
    pub(crate) fn name(&self) -> &[u8] {
        &self.name
    }
}

/// Whether some line of these bytes may hold a name, or the line that they leave open.
pub(crate) fn may_begin(bytes: &[u8]) -> bool {
    let mut from = 0;
    loop {
        let line = &bytes[from..];
        let line = line.iter().position(|byte| !is_indent(*byte)).map_or(&[][..], |start| &line[start..]);
        // An empty rest is the next bytes' start, which is theirs to tell, or blanks that they go on with.
        if HEADS.iter().any(|head| begins(line, head) || !line.is_empty() && begins(head, line)) {
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
    let is_name =
        !bare.is_empty() && bare.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte));
    is_name.then_some((bare, Awaited::Key))
}

fn is_indent(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'-')
}

/// Whether a line begins like this, in letters of any case.
fn begins(line: &[u8], start: &[u8]) -> bool {
    line.get(..start.len()).is_some_and(|line| line.eq_ignore_ascii_case(start))
}
