//! Whether a value is a JSON number, so that its mask must bring quotes to keep the document valid.

use crate::span::Span;

/// How far back an array's opening bracket is looked for. Where nothing but numbers stands that far, an array is
/// assumed: quotes do no harm in a list.
pub(crate) const REACH: usize = 256;

/// Whether `span` of `text` is a number of JSON: after `"key":` or in an array. What follows in the
/// line must end a JSON value.
pub(crate) fn is_number(text: &[u8], span: Span) -> bool {
    let value = &text[span.range()];
    // A value may be all of an array, or some numbers of one.
    let has_comma = value.contains(&b',');
    let is_list = value.starts_with(b"[") && value.ends_with(b"]");
    let is_part = |byte: &u8| {
        byte.is_ascii_digit()
            || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-')
            || is_list && matches!(byte, b'[' | b']' | b'"')
            || has_comma && matches!(byte, b',' | b' ')
    };
    let is_edged = !matches!(value, [b',' | b' ', ..] | [.., b',' | b' ']);
    if !is_edged || !value.iter().all(is_part) || !value.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let after = text[span.end..].trim_ascii_start();
    if !matches!(after.first(), None | Some(b',' | b']' | b'}')) {
        return false;
    }
    let floor = span.start.saturating_sub(REACH);
    let seen = &text[floor..span.start];
    let before = seen.trim_ascii_end();
    let before = before.strip_suffix(b"-").unwrap_or(before).trim_ascii_end();
    match before.split_last() {
        Some((b':', key)) => key.trim_ascii_end().strip_suffix(b"\"").is_some_and(is_key),
        Some((b'[', outside)) => !is_in_string(outside, floor > 0),
        Some((b',', list)) => is_array(list, floor > 0),
        _ => false,
    }
}

/// Whether `text` ends in a key of an object, its closing quotation mark taken off.
fn is_key(text: &[u8]) -> bool {
    let Some(open) = opening_quote(text) else { return text.len() >= REACH - 8 };
    matches!(text[..open].trim_ascii_end().last(), None | Some(b'{' | b','))
}

/// Whether `text` ends inside a string. Strings of JSON do not span lines, so where the line's start is in sight its
/// quotation marks are counted. Else the last one tells: a mark that closes a string is followed by what follows
/// strings in JSON, and does not stand where only an opening one can.
fn is_in_string(text: &[u8], is_cut: bool) -> bool {
    let line = text.iter().rposition(|byte| *byte == b'\n').map(|end| end + 1).or((!is_cut).then_some(0));
    if let Some(line) = line {
        let marks =
            (line..text.len()).filter(|&at| text[at] == b'"' && !is_escaped(&text[line..], at - line));
        return marks.count() % 2 == 1;
    }
    // Where a mark could do both, the one before it decides.
    let (mut rest, mut is_opening) = (text, true);
    while let Some(quote) = opening_quote(rest) {
        let next = rest[quote + 1..].trim_ascii_start().first();
        rest = &rest[..quote];
        let last = rest.trim_ascii_end().last();
        let may_close = matches!(next, Some(b':' | b',' | b']' | b'}'));
        let may_open = matches!(last, None | Some(b'[' | b'{' | b',' | b':'));
        if !(may_close && may_open) {
            return is_opening != may_close;
        }
        is_opening = !is_opening;
    }
    rest.len() < text.len()
}

/// Whether an odd number of backslashes stands before `at`.
fn is_escaped(text: &[u8], at: usize) -> bool {
    text[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Whether `list` ends in the values of an array, back to its bracket.
fn is_array(list: &[u8], is_cut: bool) -> bool {
    let mut rest = list;
    loop {
        rest = rest.trim_ascii_end();
        let Some(last) = rest.last() else { return is_cut };
        let len =
            match last {
                b'[' => return !is_in_string(&rest[..rest.len() - 1], is_cut),
                b',' => 1,
                // A whole value of another array or object: it began with a bracket, this is JSON.
                b']' | b'}' => return true,
                b'"' => match opening_quote(&rest[..rest.len() - 1]) {
                    Some(open) => rest.len() - open,
                    None => return is_cut,
                },
                byte if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-') => {
                    let word = rest.iter().rev().take_while(|byte| {
                        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-')
                    });
                    let len = word.count();
                    let word = &rest[rest.len() - len..];
                    let is_value = word.iter().all(|byte| {
                        byte.is_ascii_digit() || matches!(byte, b'.' | b'+' | b'-' | b'e' | b'E')
                    }) || matches!(word, b"true" | b"false" | b"null");
                    if !is_value {
                        return is_cut && len == rest.len();
                    }
                    len
                }
                _ => return false,
            };
        rest = &rest[..rest.len() - len];
    }
}

/// The last quotation mark of `text` that no backslash escapes.
fn opening_quote(text: &[u8]) -> Option<usize> {
    (0..text.len()).rev().find(|&at| text[at] == b'"' && !is_escaped(text, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_json_and_of_prose() {
        for (text, expected) in [
            (r#"{"pin": 1234}"#, true),
            (r#"{"pin" :1234 , "a": 2}"#, true),
            ("\"pin\": 1234", true),
            ("[1234]", true),
            (r#"[1, "two", null, 1234]"#, true),
            ("[\n  17,\n  1234\n]", true),
            ("pin: 1234", false),
            ("pins are 17, 1234, 99", false),
            (r#"{"pin": "1234"}"#, false),
            (r#""pin": 1234 or so"#, false),
        ] {
            let at = text.find("1234").expect("the value is in every text");
            assert_eq!(is_number(text.as_bytes(), Span::new(at, at + 4)), expected, "{text}");
        }
    }
}
