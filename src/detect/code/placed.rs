//! Values that stand in a place of their own: in an attribute of the label's element, in a call behind it, in a store under its key.
//!
//! `<input name="pin" maxlength="6" value="482913">`, `get('#pin').type('4821')`, `SETEX otp:user.7 180 482913`,
//! `["pin"]=> string(4) "4821"`, `cs1Label=pin cs1=4821`.

use super::super::dump;
use crate::span::Span;

/// Where the value of a label stands.
pub(in crate::detect) enum Place {
    /// The grammar tells.
    Open,
    /// Here, its quotation mark left out.
    At(usize),
    /// The place is known, and holds nothing.
    Nowhere,
    /// On the next line.
    NextLine,
}

/// Bytes that are looked at on either side of the label.
const MAX_BYTES: usize = 160;

/// The place that the writing around the label gives its value.
pub(super) fn place(text: &[u8], label: Span) -> Place {
    // Most labels stand in prose: their neighbours tell.
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'.' | b'#');
    let name = label.start - text[..label.start].iter().rev().take(32).take_while(is_name).count();
    let name_end = label.end + text[label.end..].iter().take(32).take_while(is_name).count();
    let before = text[..name].last();
    match (before, text.get(name_end)) {
        (Some(quote @ (b'"' | b'\'')), Some(close)) if quote == close && text[..name - 1].ends_with(b"=") => {
            match attribute(text, name, name_end) {
                // get('[name="pin"]').type('4821')
                Place::Open => selected(text, name_end).map_or(Place::Open, Place::At),
                place => place,
            }
        }
        (Some(b'"' | b'\''), Some(b'"' | b'\'')) if text[name_end + 1..].starts_with(b"]") => {
            dump::behind(text, name_end).map_or(Place::Open, Place::At)
        }
        (_, Some(b'"' | b'\'' | b')')) => called(text, name_end).map_or(Place::Open, Place::At),
        (_, Some(b':')) => stored(text, name, name_end),
        (Some(b' '), Some(b' ')) if is_storage(text, name, name_end) => Place::NextLine,
        (_, Some(b',')) => tuple(text, name_end).map_or(Place::Open, Place::At),
        (Some(b'='), None | Some(b' ' | b'|' | b'\t')) => {
            named(text, name, name_end).map_or(Place::Open, Place::At)
        }
        _ => Place::Open,
    }
}

/// The value of an element that is named in another attribute.
pub(in crate::detect) fn attribute(text: &[u8], name: usize, end: usize) -> Place {
    let floor = name.saturating_sub(MAX_BYTES);
    let Some(open) = text[floor..name].iter().rposition(|byte| matches!(byte, b'<' | b'>')) else {
        return Place::Open;
    };
    let limit = text.len().min(end + MAX_BYTES);
    let close = memchr::memchr(b'>', &text[end..limit]).map_or(limit, |at| end + at);
    let tag = &text[floor + open..close];
    if tag[0] != b'<' || !tag.get(1).is_some_and(u8::is_ascii_alphabetic) {
        return Place::Open;
    }
    let own = text[..name - 1].ends_with(b"value=");
    let value = memchr::memmem::find_iter(tag, b"alue=")
        .filter(|at| matches!(&tag[..*at], [.., b' ' | b'-', b'v'] | [.., b'V']))
        .map(|at| floor + open + at + 5)
        .find(|at| matches!(text.get(*at), Some(b'"' | b'\'')));
    match value {
        _ if own => Place::Open,
        Some(at) => Place::At(at + 1),
        // Of the field of a form nothing else is the value: placeholders, patterns, names for tests.
        None if tag.len() > 6 && tag[..6].eq_ignore_ascii_case(b"<input") => Place::Nowhere,
        None => Place::Open,
    }
}

/// The same of what a selector names in quotation marks of its own, which end at `end`.
fn selected(text: &[u8], end: usize) -> Option<usize> {
    let close = end + 2;
    (text[end + 1..].starts_with(b"]") && matches!(text.get(close), Some(b'"' | b'\'' | b'`')))
        .then(|| called(text, close))?
}

/// The literal that a call is given of what the label names: `get('#pin').clear().type('4821')`, `expect(otp).toBe('482913')`.
fn called(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end + usize::from(matches!(text[end], b'"' | b'\'' | b'`'));
    let closing = text[at..].iter().take(3).take_while(|byte| **byte == b')').count();
    at += closing;
    if closing == 0 {
        return None;
    }
    for _ in 0..3 {
        let name = text[at..].strip_prefix(b".")?;
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let len = name.iter().take(32).take_while(is_name).count();
        at += 1 + len;
        match text.get(at..)? {
            [b'(', b')', ..] => at += 2,
            [b'(', b'"' | b'\'' | b'`', ..] if len > 0 => return Some(at + 2),
            _ => return None,
        }
    }
    None
}

/// The value that a store is given under a key that the label starts: `SET otp:user.7 482913 EX 300`.
fn stored(text: &[u8], name: usize, end: usize) -> Place {
    let before = text[..name].trim_ascii_end();
    let is_mark = |byte: &&u8| matches!(**byte, b'"' | b'\'' | b'(' | b' ');
    let marks = before.iter().rev().take(4).take_while(is_mark).count();
    let before = &before[..before.len() - marks];
    let verb = before.iter().rev().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let verb = &before[before.len() - verb..];
    if marks == 0 && before.len() == name {
        return Place::Open;
    }
    let nth = match verb.to_ascii_lowercase().as_slice() {
        b"set" | b"setnx" | b"getset" => 1,
        b"setex" | b"psetex" => 2,
        _ if [&b"GET"[..], b"DEL", b"TTL", b"PTTL", b"EXISTS", b"EXPIRE", b"INCR", b"UNLINK"]
            .contains(&verb) =>
        {
            return Place::Nowhere;
        }
        _ => return Place::Open,
    };
    let is_key = |byte: &&u8| !matches!(**byte, b' ' | b'"' | b'\'' | b',' | b')');
    let mut at = end + text[end..].iter().take_while(is_key).count();
    for _ in 0..nth {
        let is_gap = |byte: &&u8| matches!(**byte, b' ' | b'"' | b'\'' | b',');
        let gap = text[at..].iter().take(4).take_while(is_gap).count();
        let start = at + gap;
        let len = text[start..].iter().take_while(is_key).count();
        if gap == 0 || len == 0 {
            return Place::Open;
        }
        at = start + len;
    }
    let len = text[..at].iter().rev().take_while(is_key).count();
    Place::At(at - len)
}

/// Whether memcached is told to keep what the next line holds: `set login_code_77210 0 180 6`, flags, time and length behind the key.
fn is_storage(text: &[u8], name: usize, end: usize) -> bool {
    let verb = text[..name - 1].trim_ascii_end();
    let line = memchr::memchr(b'\n', &text[end..]).map_or(text.len(), |len| end + len);
    let mut numbers = text[end..line].trim_ascii().split(|byte| *byte == b' ');
    let is_number = |number: Option<&[u8]>| {
        number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
    };
    [&b"set"[..], b"add", b"replace"].iter().any(|known| verb.ends_with(known))
        && (0..3).all(|_| is_number(numbers.next()))
        && numbers.next().is_none()
}

/// The binary behind the label in a tuple: `{bad_pin,<<"553190">>}`.
fn tuple(text: &[u8], end: usize) -> Option<usize> {
    let rest = text[end + 1..].trim_ascii_start().strip_prefix(b"<<\"")?;
    Some(text.len() - rest.len())
}

/// The value of the field that another field names: `cs1Label=pin cs1=4821`.
fn named(text: &[u8], name: usize, end: usize) -> Option<usize> {
    let key = &text[..name - 1];
    let len = key.iter().rev().take(24).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let key = &key[key.len() - len..];
    let base = key.strip_suffix(b"Label").or_else(|| key.strip_suffix(b"Name"))?;
    let floor = name.saturating_sub(MAX_BYTES);
    let limit = text.len().min(end + MAX_BYTES);
    let field = [b" ", base, b"="].concat();
    let near = |range: std::ops::Range<usize>| {
        memchr::memmem::find(&text[range.clone()], &field).map(|at| range.start + at + field.len())
    };
    (base.len() > 1).then(|| near(end..limit).or_else(|| near(floor..name)))?
}
