//! Values that stand on the line of their key, and how YAML writes them.
//!
//! Each function is given what there is of a line from its start on, and whether more may come.

use samar::Span;

use super::key::{Key, after_key, begins, column, indent, is_indent, is_name};
use super::{Awaited, MAX_LINE, Unknown, VALUES, head};

/// A list in brackets.
pub(crate) struct Flow {
    pub(crate) key: Span,
    pub(crate) items: Vec<Span>,
}

/// The line that begins here without its end, and no more than [`MAX_LINE`] bytes of it.
fn line(rest: &[u8], is_end: bool) -> Result<&[u8], Unknown> {
    let seen = &rest[..rest.len().min(MAX_LINE)];
    match memchr::memchr(b'\n', seen) {
        Some(end) => Ok(&seen[..end]),
        None if seen.len() < MAX_LINE && !is_end => Err(Unknown),
        None => Ok(seen),
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
    let value = line(value, is_end)?;
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
pub(crate) fn scalars(rest: &[u8], is_end: bool, is_item: bool) -> Result<Vec<Span>, Unknown> {
    let line = line(rest, is_end)?;
    // Of a longer line the value's end is not known.
    if line.len() == MAX_LINE {
        return Ok(Vec::new());
    }
    let start = column(line);
    let mut at = match after_key(&line[start..]) {
        Key::Value(at) => start + at,
        _ if start > indent(line) || is_item => start,
        _ => return Ok(Vec::new()),
    };
    let value = &line[..memchr::memmem::find(line, b" #").unwrap_or(line.len()).max(at)].trim_ascii_end();
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
    let line = line(rest, true).ok()?;
    let start = column(line);
    let Key::Value(at) = after_key(&line[start..]) else { return None };
    let at = start + at;
    let inner = line[at..].trim_ascii_end().strip_prefix(b"'")?.strip_suffix(b"'")?;
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
    let line = line(rest, is_end)?.trim_ascii_end();
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
    let name = head::name(next.trim_ascii()).filter(|(_, awaited)| matches!(awaited, Awaited::Key(_)));
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
