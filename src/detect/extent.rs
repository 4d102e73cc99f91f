//! Where a value ends that is a run of characters: at a closing quote, a blank, what ends a field.

use crate::context::{Binding, Quote};
use crate::fold::{self, Kind};
use crate::span::Span;

/// The longest value in bytes; what is longer is cut there, on a character.
const MAX_LEN: usize = 256;

/// The value that starts at a binding.
pub(super) fn token(text: &[u8], binding: &Binding) -> Span {
    let start = binding.at;
    let end = match binding.quote {
        Some(quote) => closing(text, start, quote),
        None => open_end(text, binding),
    };
    let mut end = end.min(start + MAX_LEN);
    while end > start && text.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    Span::new(start, end)
}

/// The same value where a type stands between the name and the sign that gives it: `password: &str = "…"`.
pub(super) fn declared(text: &[u8], binding: Binding) -> Binding {
    if binding.sign != b':' || binding.quote.is_some() {
        return binding;
    }
    let Some(at) = declaration_end(text, binding.at) else { return binding };
    let is_generic = text[binding.at..at].iter().any(|byte| matches!(byte, b'[' | b'<' | b'&'));
    let (quote, at) = match text.get(at) {
        Some(quote @ (b'"' | b'\'' | b'`')) => (Some(Quote::Plain(*quote)), at + 1),
        _ if is_generic => (None, at),
        _ => return binding,
    };
    Binding { at, quote, sign: b'=', is_tight: false, ..binding }
}

/// Where what a declaration gives starts, whose type starts at `at`: behind the sign.
pub(super) fn declaration_end(text: &[u8], at: usize) -> Option<usize> {
    let is_part = |byte: &&u8| {
        byte.is_ascii_alphanumeric()
            || matches!(**byte, b'_' | b'&' | b'\'' | b'<' | b'>' | b'[' | b']' | b'|' | b'.' | b'?')
    };
    let rest = text.get(at..at + MAX_TYPE.min(text.len() - at))?;
    if !matches!(rest.first()?, b'&' | b'A'..=b'Z' | b'a'..=b'z' | b'_') {
        return None;
    }
    let mut end = 0;
    loop {
        end += rest[end..].iter().take_while(is_part).count();
        let blanks = rest[end..].iter().take_while(|byte| **byte == b' ').count();
        // Blanks stand before the sign, around the bar of a choice and behind a lifetime: string | null, &'static str.
        let next = end + blanks;
        match rest.get(next)? {
            b'=' => break end = next + 1,
            b'|' => end = next,
            _ if blanks == 1 && (rest[..end].ends_with(b"|") || rest[..end].starts_with(b"&'")) => end = next,
            _ => return None,
        }
    }
    // A comparison or an arrow gives nothing.
    let value = &text[at + end..];
    let blanks = value.iter().take_while(|byte| **byte == b' ').count();
    (!matches!(value.first(), Some(b'=' | b'>'))).then_some(at + end + blanks)
}

/// The longest type between a name and its value.
const MAX_TYPE: usize = 40;

/// Where a quoted value ends: before the closing quote; where there is none, at the next blank.
fn closing(text: &[u8], start: usize, quote: Quote) -> usize {
    let mut i = start;
    while i < text.len() {
        if text[i..].starts_with(quote.bytes()) {
            // Deeper escapes have more backslashes.
            let escapes = text[start..i]
                .iter()
                .rev()
                .take_while(|byte| quote == Quote::Escaped && **byte == b'\\')
                .count();
            return i - escapes;
        }
        // What was opened inside a string ends with the string.
        if text[i] == b'"' && !matches!(quote, Quote::Plain(_)) {
            return i;
        }
        // An escape is one unit: never cut, never a closing quote.
        i += if text[i] == b'\\' && quote != Quote::Escaped { 2 } else { 1 };
    }
    let end = start + text[start..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
    trimmed(text, start, end)
}

/// Where a value without quotes ends.
fn open_end(text: &[u8], binding: &Binding) -> usize {
    let start = binding.at;
    let is_form = binding.is_tight && binding.sign == b'=';
    let mut i = start;
    while i < text.len() {
        let rest = &text[i..];
        let is_end = match rest[0] {
            b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'`' => true,
            b'\\' => matches!(rest.get(1), Some(b'"' | b'n' | b'r' | b't' | b'\'')),
            b'&' => {
                is_form && is_field_next(&rest[1..])
                    || rest.starts_with(b"&lt;")
                    || rest.starts_with(b"&quot;")
            }
            b';' if binding.sign == b'=' => !is_last_key(text, start, i),
            b';' => !ends_reference(&text[start..i]) && is_key_next(&rest[1..]),
            b'<' => binding.sign == b'>' || rest.starts_with(b"</"),
            b',' => binding.is_json_key || is_key_next(&rest[1..]),
            b'}' | b']' => binding.is_json_key,
            b'%' => is_form && (rest.starts_with(b"%26") || rest.starts_with(b"%22")),
            0x80.. => {
                matches!(fold::glyph(text, i), Some(fold::Glyph { kind: Kind::Separator(_), .. }))
                    || fold::mark(rest).is_some()
                    || i > start && fold::is_unspaced(rest) && !fold::is_unspaced(&text[start..])
            }
            _ => false,
        };
        if is_end {
            break;
        }
        i += if rest[0] == b'\\' { 2 } else { 1 };
    }
    trimmed(text, start, i.min(text.len()))
}

/// Whether another `key=` of a form follows an ampersand, or nothing does: what else stands there is the value's own.
fn is_field_next(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"amp;").unwrap_or(rest);
    let is_part = |byte: &&u8| {
        byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'.' | b'[' | b']' | b'%')
    };
    let key = rest.iter().take_while(is_part).count();
    match rest.get(key) {
        Some(b'=') => true,
        next => {
            key == 0 && next.is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'"' | b'\''))
        }
    }
}

/// Whether the value at `start` is that of the one key on its line, and what follows the semicolon at `at` is a part of it: in
/// `passwd=Tin;roof;19` no other key and no comment follows.
fn is_last_key(text: &[u8], start: usize, at: usize) -> bool {
    let line = memchr::memrchr(b'\n', &text[..start]).map_or(0, |end| end + 1);
    let key = text[line..start].strip_suffix(b"=");
    let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let rest = text[at..].trim_ascii_end();
    key.is_some_and(|key| !key.is_empty() && key.iter().all(is_key))
        && rest.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b';' | b'!' | b'#' | b'_'))
        && rest.iter().any(u8::is_ascii_alphanumeric)
}

/// Whether a semicolon behind `text` ends a reference of markup: `&amp;`.
fn ends_reference(text: &[u8]) -> bool {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let name = text.iter().rev().take_while(is_part).count();
    name > 0 && text[..text.len() - name].ends_with(b"&")
}

/// Whether another `key=` or `key:` follows a comma.
fn is_key_next(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let key = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        .count();
    key > 0 && matches!(rest.get(key), Some(b'=' | b':' | b'"'))
}

/// Without the punctuation of the sentence around it.
fn trimmed(text: &[u8], start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start {
        let last = text[end - 1];
        let has_opening = |open: u8| text[start..end - 1].contains(&open);
        let is_punctuation = match last {
            b'.' | b',' | b';' | b':' | b'?' | b'\'' => true,
            // Bold text; else the star is the value's own.
            b'*' => {
                let line = text[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                text[line..=start].contains(&b'*')
            }
            b'!' => {
                end - start > 1
                    && text.get(end).is_none_or(u8::is_ascii_whitespace)
                    && !text[start..end - 1].iter().any(u8::is_ascii_digit)
            }
            b')' => !has_opening(b'('),
            b']' => !has_opening(b'['),
            b'}' => !has_opening(b'{'),
            b'>' => !has_opening(b'<'),
            _ => false,
        };
        if !is_punctuation {
            break;
        }
        end -= 1;
    }
    end
}
