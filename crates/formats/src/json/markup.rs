//! What markup writes otherwise: references, sections, tags.

use super::escape::{Escape, escape};
use crate::cells::{Mark, Seen};
use crate::form::{is_document_blank, may_be_grouped, may_be_value};

/// How markup begins text in which nothing is markup, and ends it.
const CDATA: &[u8] = b"<![CDATA[";
const CDATA_END: &[u8] = b"]]>";

/// How a comment begins, and ends.
const COMMENT: &[u8] = b"<!--";
const COMMENT_END: &[u8] = b"-->";

/// Bytes of an element's name, and of a start with its attributes.
const MAX_NAME: usize = 256;
const MAX_TAG: usize = 1024;

/// The longest reference to a character that is read, zeros before the number and all.
const MAX_REFERENCE: usize = 12;

/// References by name.
const NAMED: [(&[u8], char); 7] = [
    (b"nbsp", '\u{a0}'),
    (b"commat", '@'),
    (b"hyphen", '-'),
    (b"period", '.'),
    (b"colon", ':'),
    (b"lt", '<'),
    (b"gt", '>'),
];

/// Elements that say how a text looks, and part nothing.
const INLINE: [&[u8]; 17] = [
    b"b", b"i", b"u", b"s", b"em", b"strong", b"span", b"font", b"mark", b"small", b"big", b"tt", b"sub",
    b"sup", b"ins", b"del", b"wbr",
];

/// Attributes that say how an element looks, and nothing else.
const LOOKS: [&[u8]; 8] = [b"class", b"style", b"dir", b"lang", b"align", b"color", b"face", b"size"];

/// Attributes that name an element's value, and those that hold it.
const NAMES: [&[u8]; 3] = [b"name", b"id", b"key"];
const VALUES: [&[u8]; 2] = [b"value", b"content"];

/// Whether bytes hold a character that is written otherwise, a section of markup, a tag that is read or a cell of a table, or may
/// begin one at their end.
pub(super) fn has_markup(bytes: &[u8]) -> bool {
    let is_plus = memchr::memchr_iter(b'+', bytes).any(|at| {
        may_be_grouped(&bytes[..at]) || is_document_blank(&bytes[..at], &bytes[at + 1..]) != Some(false)
    });
    is_plus
        || memchr::memchr3_iter(b'&', b'<', b'%', bytes).any(|at| {
            let rest = &bytes[at..];
            match rest[0] {
                b'%' => {
                    let is_percentage =
                        at > 0 && bytes[at - 1].is_ascii_digit() && !may_be_value(&bytes[..at]);
                    !is_percentage && !matches!(escape(rest, true), Escape::None)
                }
                b'&' => !matches!(reference(rest), Markup::None),
                _ => {
                    rest.starts_with(CDATA)
                        || rest.starts_with(COMMENT)
                        || CDATA.starts_with(rest)
                        || Mark::at(rest) != Seen::None
                        || element(rest).is_some_and(|name| match rest.get(1 + name) {
                            Some(b'>') => is_one(&INLINE, &rest[1..=name]),
                            byte => byte.is_none_or(is_blank),
                        })
                }
            }
        })
}

/// What stands at an ampersand or a bracket.
pub(super) enum Markup {
    None,
    /// More bytes are needed to tell.
    More,
    /// An element's start or end.
    Tag(Tag),
    /// A cell of a table, or what is around it.
    Cell(Mark),
    /// A mark of a section, of so many bytes.
    Section(usize),
    /// So many bytes that are said beside the text.
    Comment(usize),
    /// So many bytes that stand for a character.
    Char(char, usize),
}

/// An element's start or end.
pub(super) struct Tag {
    /// Bytes of its name, with the slash before that of an end.
    pub(super) name: usize,
    pub(super) len: usize,
    pub(super) has_attributes: bool,
    /// It says how a text looks.
    pub(super) is_inline: bool,
    is_end: bool,
}

impl Tag {
    pub(super) fn is_end(&self) -> bool {
        self.is_end
    }

    /// Whether nothing stands in the element.
    pub(super) fn is_empty(&self, bytes: &[u8]) -> bool {
        bytes[..self.len - 1].ends_with(b"/")
    }

    /// Where the attribute begins that holds the element's value, and what its name is, if that stands behind it.
    pub(super) fn value_and_name(&self, bytes: &[u8]) -> Option<(usize, std::ops::Range<usize>)> {
        let mut value = None;
        let mut rest = Attributes { bytes: &bytes[..self.len - 1], at: 1 + self.name };
        while let Some((name, text)) = rest.next() {
            let at = name.start;
            if is_one(&VALUES, &bytes[name.clone()]) {
                value = value.or(Some(at));
            } else if is_one(&NAMES, &bytes[name]) && !text.is_empty() {
                return value.map(|value| (value, text));
            }
        }
        None
    }
}

/// The attributes of a tag: where each has its name, and its value.
struct Attributes<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Attributes<'_> {
    fn next(&mut self) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        let bytes = self.bytes;
        let skip = |from: usize, is: fn(&u8) -> bool| {
            from + bytes[from..].iter().take_while(|byte| is(byte)).count()
        };
        let start = skip(self.at, |byte| byte.is_ascii_whitespace() || *byte == b'/');
        let end = skip(start, |byte| !byte.is_ascii_whitespace() && !b"=\"'/".contains(byte));
        if end == start {
            return None;
        }
        self.at = end;
        let sign = skip(end, u8::is_ascii_whitespace);
        if bytes.get(sign) != Some(&b'=') {
            return Some((start..end, end..end));
        }
        let from = skip(sign + 1, u8::is_ascii_whitespace);
        let value = match bytes.get(from) {
            Some(quote @ (b'"' | b'\'')) => {
                let len = memchr::memchr(*quote, &bytes[from + 1..])?;
                self.at = from + len + 2;
                from + 1..from + 1 + len
            }
            _ => {
                self.at = skip(from, |byte| !byte.is_ascii_whitespace());
                from..self.at
            }
        };
        Some((start..end, value))
    }
}

fn is_one(names: &[&[u8]], name: &[u8]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The length of the name of an element that begins here.
fn element(rest: &[u8]) -> Option<usize> {
    name(rest.strip_prefix(b"<")?)
}

fn name(name: &[u8]) -> Option<usize> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte);
    let len = name.iter().take(MAX_NAME).take_while(is_part).count();
    (len < MAX_NAME && name.first().is_none_or(u8::is_ascii_alphabetic)).then_some(len)
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// An element's start or end. A start in which a document of JSON may stand is left to that.
fn tag(rest: &[u8]) -> Markup {
    let is_end = rest.get(1) == Some(&b'/');
    if rest.len() == 1 || is_end && rest.len() == 2 {
        return Markup::More;
    }
    let name = if is_end { name(&rest[2..]).map(|len| len + 1) } else { element(rest) };
    let Some(name) = name else { return Markup::None };
    let is_inline = is_one(&INLINE, &rest[1 + usize::from(is_end)..=name]);
    match rest.get(1 + name) {
        None => return Markup::More,
        Some(b'>') => {
            return Markup::Tag(Tag { name, len: name + 2, has_attributes: false, is_inline, is_end });
        }
        Some(byte) if !is_blank(byte) || is_end => return Markup::None,
        Some(_) => {}
    }
    let mut quote = 0;
    for (at, byte) in rest.iter().enumerate().take(MAX_TAG).skip(1 + name) {
        match byte {
            b'\n' | b'{' => return Markup::None,
            b'<' if quote == 0 => return Markup::None,
            // Behind the sign: others are apostrophes.
            b'"' | b'\'' if quote == 0 && rest[..at].trim_ascii_end().ends_with(b"=") => quote = *byte,
            b'>' if quote == 0 => {
                let mut tag = Tag { name, len: at + 1, has_attributes: true, is_inline: false, is_end };
                tag.is_inline = is_inline && looks_only(&rest[1 + name..at]);
                return Markup::Tag(tag);
            }
            byte if *byte == quote => quote = 0,
            _ => {}
        }
    }
    if rest.len() < MAX_TAG { Markup::More } else { Markup::None }
}

/// Whether attributes hold nothing but how an element looks: no number can stand there.
fn looks_only(bytes: &[u8]) -> bool {
    let mut attributes = Attributes { bytes, at: 0 };
    while let Some((name, _)) = attributes.next() {
        if !is_one(&LOOKS, &bytes[name]) {
            return false;
        }
    }
    bytes.windows(3).all(|window| !window.iter().all(u8::is_ascii_digit))
}

pub(super) fn markup(rest: &[u8], is_in_cdata: bool) -> Markup {
    if rest[0] == b'&' {
        return reference(rest);
    }
    let mark = if is_in_cdata { CDATA_END } else { CDATA };
    match rest {
        rest if rest.starts_with(mark) => Markup::Section(mark.len()),
        rest if mark.starts_with(rest) => Markup::More,
        _ if is_in_cdata => Markup::None,
        rest if rest.starts_with(COMMENT) => comment(rest),
        rest if COMMENT.starts_with(rest) => Markup::More,
        _ => match Mark::at(rest) {
            Seen::Mark(mark) => Markup::Cell(mark),
            Seen::More => Markup::More,
            Seen::None => tag(rest),
        },
    }
}

/// A comment that ends with its line or before. In one with a document of JSON that is read.
fn comment(rest: &[u8]) -> Markup {
    let rest = &rest[..rest.len().min(MAX_TAG)];
    let line = &rest[..memchr::memchr2(b'\n', b'{', rest).unwrap_or(rest.len())];
    match memchr::memmem::find(line, COMMENT_END) {
        Some(end) => Markup::Comment(end + COMMENT_END.len()),
        None if line.len() == rest.len() && rest.len() < MAX_TAG => Markup::More,
        None => Markup::None,
    }
}

/// A reference to a character that may stand in a word or a number, or part it.
fn reference(rest: &[u8]) -> Markup {
    let Some(len) = rest.iter().take(MAX_REFERENCE).position(|byte| *byte == b';') else {
        let name = &rest[1..];
        let is_like = match name {
            [b'#', number @ ..] => number.iter().all(u8::is_ascii_alphanumeric),
            name => NAMED.iter().any(|(known, _)| known.starts_with(name)),
        };
        return if is_like && rest.len() < MAX_REFERENCE { Markup::More } else { Markup::None };
    };
    let name = &rest[1..len];
    if let Some((_, char)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Markup::Char(*char, len + 1);
    }
    let number = std::str::from_utf8(name).ok().and_then(|text| text.strip_prefix('#'));
    let code = number.and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16).ok(),
        None => number.parse().ok(),
    });
    // What else a reference stands for, the engine knows as it is written.
    let is_read = |char: &char| {
        char.is_alphanumeric()
            || " -.@_:+/,#".contains(*char)
            || !char.is_ascii() && (char.is_whitespace() || is_dash(*char))
    };
    match code.and_then(char::from_u32).filter(is_read) {
        Some(char) => Markup::Char(char, len + 1),
        None => Markup::None,
    }
}

fn is_dash(char: char) -> bool {
    matches!(char, '\u{2010}'..='\u{2015}' | '\u{2212}')
}
