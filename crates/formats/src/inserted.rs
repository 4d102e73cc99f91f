//! Rows of an SQL `INSERT` with a list of columns: `INSERT INTO users (id, pin) VALUES (1, 4821), (2, 7733);`.
//!
//! The engine knows the first row by the list before it. Here all are told from each other, on that line and on those below.
//!
//! **Not found on purpose.** A list of columns over several lines, a row over several lines, and rows without a list.

use samar::Span;

use crate::pairs::Unknown;
use crate::trimmed::{parts, trimmed};

/// A head that is longer is none.
const MAX_HEAD: usize = 8 * 1024;

/// Nor is a row.
const MAX_ROW: usize = 64 * 1024;

/// How the line begins, in small letters.
const HEADS: [&[u8]; 4] =
    [b"insert into ", b"insert ignore into ", b"insert or replace into ", b"replace into "];

const VALUES: &[u8] = b"values";

/// Where the names stand in the line that begins here, and where its rows begin.
pub(crate) fn head(rest: &[u8], is_end: bool) -> Result<Option<(Vec<Span>, usize)>, Unknown> {
    let start = rest.iter().take(MAX_HEAD).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if !matches!(rest.get(start), None | Some(b'i' | b'I' | b'r' | b'R')) {
        return Ok(None);
    }
    if !begins(&rest[start..], is_end) {
        return Ok(None);
    }
    let line = &rest[..rest.len().min(MAX_HEAD)];
    let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
    let unknown = || if is_end || line.len() < rest.len() { Ok(None) } else { Err(Unknown) };
    let Some(open) = memchr::memchr(b'(', line) else { return unknown() };
    let Some(close) = memchr::memchr(b')', &line[open..]).map(|close| open + close) else { return unknown() };
    let behind = &line[close + 1..];
    let blanks = behind.len() - behind.trim_ascii_start().len();
    let Some(values) = behind.get(blanks..blanks + VALUES.len()) else { return unknown() };
    let names = parts(&line[open + 1..close], b',');
    let names = names.into_iter().map(|name| Span::new(open + 1 + name.start, open + 1 + name.end)).collect();
    let end = close + 1 + blanks + VALUES.len();
    Ok(values.eq_ignore_ascii_case(VALUES).then_some((names, end)))
}

/// Where the values stand in the row whose bracket begins here, without quotation marks, and where it ends: with its line at last.
pub(crate) fn row(rest: &[u8], is_end: bool) -> Result<(Vec<Span>, usize), Unknown> {
    let (mut cells, mut from, mut depth, mut quote) = (Vec::new(), 1, 0_usize, None);
    let mut at = 1;
    while let Some(byte) = rest[..rest.len().min(MAX_ROW)].get(at) {
        match (quote, byte) {
            (_, b'\n') => break,
            (Some(_), b'\\') => at += usize::from(rest.get(at + 1) != Some(&b'\n')),
            // One that is written twice closes and opens.
            (Some(mark), byte) if mark == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(*byte),
            (None, b'(') => depth += 1,
            (None, b')') if depth > 0 => depth -= 1,
            (None, b',' | b')') if depth == 0 => {
                cells.push(value(rest, from, at));
                from = at + 1;
                if *byte == b')' {
                    return Ok((cells, at + 1));
                }
            }
            (None, _) => {}
        }
        at += 1;
    }
    let end = at.min(rest.len()).min(MAX_ROW);
    if end == rest.len() && end < MAX_ROW && !is_end {
        return Err(Unknown);
    }
    // What is cut is a value as far as it goes.
    cells.push(value(rest, from, end));
    Ok((cells, end))
}

/// A value without the blanks and quotation marks around it, and a letter before these.
fn value(rest: &[u8], from: usize, to: usize) -> Span {
    let span = trimmed(rest, from, to);
    let cell = &rest[span.range()];
    let open = usize::from(cell.first().is_some_and(u8::is_ascii_alphabetic));
    match cell.get(open..) {
        Some([mark @ (b'\'' | b'"'), inner @ .., last]) if mark == last => {
            let start = span.start + open + 1;
            Span::new(start, start + inner.len())
        }
        _ => span,
    }
}

/// Whether a line begins as a head does, whose commas are none of a table; or may, if it goes on.
pub(crate) fn begins(line: &[u8], is_whole: bool) -> bool {
    let line = line.trim_ascii_start();
    HEADS.iter().any(|head| {
        let len = head.len().min(line.len());
        (len == head.len() || !is_whole) && line[..len].eq_ignore_ascii_case(&head[..len])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_between_commas() {
        for (text, expected, len) in [
            ("(1, 'a,b)', E'it''s', f(2, 3), NULL),", vec!["1", "a,b)", "it''s", "f(2, 3)", "NULL"], 36),
            ("('a\\'b', \"c\");", vec!["a\\'b", "c"], 13),
            ("()", vec![""], 2),
        ] {
            let (cells, end) = row(text.as_bytes(), true).ok().expect("it is one");
            let cells: Vec<_> = cells.into_iter().map(|span| &text[span.range()]).collect();
            assert_eq!((cells, end), (expected, len), "{text}");
            assert!((1..end).all(|cut| row(&text.as_bytes()[..cut], false).is_err()), "{text}");
        }
        for (text, expected) in
            [("(1, 'a\n')", vec!["1", "'a"]), ("(1, 48", vec!["1", "48"]), ("(", vec![""])]
        {
            let (cells, _) = row(text.as_bytes(), true).ok().expect("it is cut");
            let cells: Vec<_> = cells.into_iter().map(|span| &text[span.range()]).collect();
            assert_eq!(cells, expected, "{text}");
        }
    }

    #[test]
    fn heads_have_a_list_and_rows() {
        for text in ["INSERT INTO `u` (`id`, pin) VALUES (1", "  replace into u(a)values("] {
            let found = head(text.as_bytes(), true).ok().flatten().expect("it is one");
            assert!(text[..found.1].to_lowercase().ends_with("values"), "{text}");
        }
        for text in ["INSERT INTO u VALUES (1)", "INSERT INTO u (a) SELECT b", "insert into the slot", "x"] {
            assert!(matches!(head(text.as_bytes(), true), Ok(None)), "{text}");
        }
        assert!(head(b"insert in", false).is_err() && head(b"INSERT INTO u (a, b", false).is_err());
    }
}
