//! What stands around a number and makes it something else: words of letters and digits, masks.

use crate::context;
use crate::span::Span;

/// Whether `before` ends in a terminal's colour sequence (ECMA-48, 8.3.117): `ESC [ 3 1 m`.
pub(super) fn is_colour(before: &[u8]) -> bool {
    let body = before.strip_suffix(b"m").unwrap_or_default();
    let numbers = body.iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    body[..body.len() - numbers].ends_with(b"\x1b[")
}

/// Whether `start..end` lies in 8-4-4-4-12 hexadecimal digits (RFC 9562, 4).
pub(super) fn is_in_uuid(text: &[u8], start: usize, end: usize) -> bool {
    const SHAPE: [usize; 5] = [8, 4, 4, 4, 12];
    let is_part = |byte: &&u8| byte.is_ascii_hexdigit() || **byte == b'-';
    let from = start - text[..start].iter().rev().take_while(is_part).take(36).count();
    let to = end + text[end..].iter().take_while(is_part).take(36).count();
    let word = &text[from..to];
    // Letters of a neighbouring word may be hexadecimal too: try each place where the number can lie in one.
    word.windows(36).enumerate().any(|(at, uuid)| {
        let is_around = from + at <= start && end <= from + at + 36;
        is_around && uuid.split(|byte| *byte == b'-').map(<[u8]>::len).eq(SHAPE)
    })
}

/// Whether the word of base64 characters around `start..end` is one: long, with both cases, digits outside.
pub(super) fn is_base64(text: &[u8], start: usize, end: usize) -> bool {
    let is_part =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-' | b'=');
    let before = text[..start].iter().rev().take_while(is_part).take(64);
    let after = text[end..].iter().take_while(is_part).take(64);
    let (mut lower, mut upper, mut digit) = (0, 0, 0);
    for byte in before.chain(after) {
        lower += usize::from(byte.is_ascii_lowercase());
        upper += usize::from(byte.is_ascii_uppercase());
        digit += usize::from(byte.is_ascii_digit());
    }
    lower >= 3 && upper >= 3 && digit >= 2
}

/// Whether letters on both sides of a number are of a base64 word: small ones and then a capital, on one side at least.
pub(super) fn is_scrambled(before: &[u8], after: &[u8]) -> bool {
    let is_camel = |word: &[u8]| {
        word.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
    };
    !before.is_empty() && !after.is_empty() && (is_camel(before) || is_camel(after))
}

/// Whether two bytes or more in hexadecimal, with a letter, stand among the three before and behind `start..end`: a dump, whose
/// `cc` names no card.
pub(super) fn is_in_dump(text: &[u8], start: usize, end: usize) -> bool {
    let is_byte = |word: &&[u8]| {
        word.len() == 2 && word.iter().all(u8::is_ascii_hexdigit) && word.iter().any(u8::is_ascii_alphabetic)
    };
    let before = text[..start].rsplit(|byte| *byte == b' ').filter(|word| !word.is_empty()).take(3);
    let after = text[end..].split(|byte| *byte == b' ').filter(|word| !word.is_empty()).take(3);
    before.chain(after).filter(is_byte).count() >= 2
}

/// The key of an id, a time or a hash, of two parts at least, that `before` ends in: `invoice_id=`, `"deviceId": "`.
pub(super) fn other_key(before: &[u8]) -> Option<Span> {
    const LAST: [&[u8]; 10] =
        [b"id", b"ids", b"uid", b"guid", b"ns", b"us", b"ms", b"hash", b"nonce", b"serial"];
    let is_rim = |byte: &&u8| matches!(**byte, b' ' | b'"' | b'\'' | b'\\');
    let rim = |text: &[u8]| text.len() - text.iter().rev().take(4).take_while(is_rim).count();
    let (b':' | b'=', key) = before[..rim(before)].split_last()? else { return None };
    let key = &key[..rim(key)];
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'.');
    let start = key.len() - key.iter().rev().take(48).take_while(is_part).count();
    let is_last = |last: &[u8]| {
        let Some(split) = key.len().checked_sub(last.len() + 1).filter(|split| *split >= start) else {
            return false;
        };
        let (first, end) = (key[split], &key[split + 1..]);
        let is_split =
            matches!(first, b'_' | b'-' | b'.') || first.is_ascii_lowercase() && end[0].is_ascii_uppercase();
        is_split && end.eq_ignore_ascii_case(last)
    };
    LAST.into_iter().any(is_last).then(|| Span::new(start, key.len()))
}

/// Whether the word at the start of `text` mixes letters and digits.
pub(super) fn has_digit_word(text: &[u8]) -> bool {
    let word = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-');
    word.filter(|byte| byte.is_ascii_digit()).count() > 0
}

/// Whether `text` starts with what a mask has left.
pub(super) fn is_mask_start(text: &[u8]) -> bool {
    context::is_remnant_after(text, 0) || (text.starts_with(b"[") && context::is_placeholder_start(text))
}

/// Whether `text` ends with what a mask has left.
pub(super) fn is_mask_end(text: &[u8]) -> bool {
    text.ends_with(b"****") || context::is_placeholder(text)
}

/// Whether `before` ends in the stars of a number of which the next four digits were kept. Fewer stars, or stars on their
/// own, are decoration.
pub(super) fn is_tail_of_mask(before: &[u8]) -> bool {
    let is_mask = |byte: &&u8| matches!(**byte, b'*' | b' ' | b'-' | b'.' | b'+' | b'\t');
    let len = before.iter().rev().take(40).take_while(is_mask).count();
    let (first, mask) = before.split_at(before.len() - len);
    let stars = mask.iter().filter(|byte| **byte == b'*').count();
    let has_first = first.last().is_some_and(u8::is_ascii_digit) && stars > 1;
    mask.ends_with(b"*") && ((8..=15).contains(&stars) || has_first)
}

/// Whether a single digit and a blank or hyphen stand before: `4 1 1 1` from the second digit on.
pub(super) fn is_in_row_of_digits(before: &[u8]) -> bool {
    matches!(before, [.., last, digit, b' ' | b'-'] if digit.is_ascii_digit() && !last.is_ascii_alphanumeric())
}
