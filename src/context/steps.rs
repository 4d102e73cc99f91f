//! What a walk from a label to its value steps over as one: sums of money, numbers under their own names, counts, keys, words.

use super::lexicon::{Lexicon, is_word_start};
use crate::fold;
use crate::pack::Concepts;

/// Just past a sum of money that starts at `at`.
pub(super) fn amount_end(text: &[u8], at: usize) -> usize {
    let skip = |from: usize, is_part: fn(&u8) -> bool| {
        from + text[from..].iter().take_while(|byte| is_part(byte)).count()
    };
    let digits = skip(at, |byte| matches!(byte, b' ' | b'.'));
    let end = skip(digits, |byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if end > digits { end } else { at }
}

/// Just past the number that follows a name at `at`.
pub(super) fn named_number_end(text: &[u8], at: usize) -> Option<usize> {
    let start =
        at + text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'#' | b':' | b'=' | b'.')).count();
    let digits =
        text[start..].iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.')).count();
    (digits > 0 && text[start].is_ascii_digit()).then_some(start + digits)
}

/// Just past a count that tells how long the code is and not what it is: the "6 digit" of "PIN 6 digit saya 482913".
pub(super) fn count_end(lexicon: &Lexicon, text: &[u8], at: usize) -> Option<usize> {
    let unit = |word: usize| {
        (word < text.len() && is_word_start(text, word))
            .then(|| lexicon.longest(text, word, Concepts::UNIT))?
    };
    let (end, digits) = fold::digits(text, at);
    // 2x
    if (1..=2).contains(&digits)
        && matches!(text.get(end), Some(b'x' | b'X'))
        && !text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        return Some(end + 1);
    }
    let word = end + usize::from(matches!(text.get(end), Some(b' ' | b'-')));
    let end = unit(word).filter(|_| (1..=2).contains(&digits))?.end;
    // 4d2a is no count of days.
    if text[end - 1].is_ascii() && text.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    // 12月27年 is a date.
    let (next, digits) = fold::digits(text, end);
    (digits == 0 || unit(next).is_none()).then_some(end)
}

/// Just past the key of the value in `"name":"pin","value":"1234"`, from the comma on.
pub(super) fn value_key_end(lexicon: &Lexicon, text: &[u8], comma: usize) -> Option<usize> {
    let blanks = text[comma + 1..].iter().take_while(|byte| **byte == b' ').count();
    let key = comma + 1 + blanks + 1;
    let is_quoted =
        matches!(text.get(key - 1), Some(b'"' | b'\'')) && key < text.len() && is_word_start(text, key);
    let end = is_quoted.then(|| lexicon.longest(text, key, Concepts::SUFFIX)).flatten()?.end;
    matches!(text.get(end), Some(b'"' | b'\'')).then_some(end + 1)
}

/// Just past a word of small letters that a blank follows.
pub(super) fn plain_word_end(text: &[u8], at: usize) -> Option<usize> {
    let end = at + fold::letters(text, at);
    let is_small = !text[at..end].iter().any(u8::is_ascii_uppercase);
    (end > at && is_small && text.get(end) == Some(&b' ')).then_some(end)
}

/// Whether three digits follow at `at`, as no part of a card's number has.
pub(super) fn is_security_code_next(text: &[u8], at: usize) -> bool {
    let start = at + text[at..].iter().take_while(|byte| matches!(byte, b' ' | b':' | b'=')).count();
    start > at && text[start..].iter().take_while(|byte| byte.is_ascii_digit()).count() == 3
}

/// Whether digits follow behind stars that none close: what is left of a number, `***8812`, and not `**4821**`.
pub(super) fn is_tail_next(rest: &[u8]) -> bool {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && rest.get(digits) != Some(&b'*')
}

/// Whether the plus at `at` stands for a blank, as those before the label and behind it do.
pub(super) fn is_form_blank(text: &[u8], label_end: usize, at: usize) -> bool {
    let start =
        label_end - text[..label_end].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    start > 0 && text[start - 1] == b'+' && text[label_end..at].iter().all(|byte| *byte != b' ')
}

/// Where the value starts that is the next argument of a call: `set("pin", "4821")`, behind the label's quotation mark.
pub(super) fn next_argument(text: &[u8], label_end: usize) -> Option<usize> {
    let (quote @ (b'"' | b'\''), [b',', rest @ ..]) = text.get(label_end..)?.split_first()? else {
        return None;
    };
    let blank = rest.iter().take_while(|byte| **byte == b' ').count();
    let at = label_end + 2 + blank;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'#' | b'.');
    let name = text[..label_end].iter().rev().take(40).take_while(is_name).count();
    let is_call = text[..label_end - name].ends_with(&[b'(', *quote]);
    (is_call && text.get(at) == Some(quote)).then_some(at + 1)
}

/// Whether `rest` starts with the letter that some languages write before a literal: `u'4821'`, `N'4821'`, `b"4821"`.
pub(super) fn is_literal_prefix(before: &[u8], rest: &[u8]) -> bool {
    let Some(quote @ (b'"' | b'\'')) = rest.get(1) else { return false };
    let literal = rest[2..].iter().take(80).take_while(|byte| *byte != quote);
    matches!(before.last(), Some(b' ' | b':' | b'=' | b'>' | b'('))
        && !literal.clone().any(u8::is_ascii_whitespace)
        && rest.get(2 + literal.count()) == Some(quote)
}

/// Just past the rest of a key of a store, `otp:user.7 482913`, `otp:7`; `at` where there is none.
pub(super) fn path_end(text: &[u8], at: usize) -> usize {
    let is_part =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'.' | b':' | b'-' | b'@');
    let path = &text[at..at + text[at..].iter().take(48).take_while(is_part).count()];
    let has = |is: fn(&u8) -> bool| path.iter().any(is);
    let is_path = match path.iter().all(u8::is_ascii_digit) {
        true => (1..=2).contains(&path.len()),
        false => {
            has(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.' | b':' | b'-' | b'@'))
                && has(u8::is_ascii_alphabetic)
        }
    };
    if is_path && text.get(at + path.len()) == Some(&b' ') { at + path.len() } else { at }
}

/// Just past the last four digits of a card, which a copula and the value follow.
pub(super) fn last_four_end(lexicon: &Lexicon, text: &[u8], at: usize) -> Option<usize> {
    let (end, digits) = fold::digits(text, at + usize::from(text.get(at) == Some(&b' ')));
    let is_next =
        digits == 4 && text.get(end) == Some(&b' ') && end + 1 < text.len() && is_word_start(text, end + 1);
    (is_next && lexicon.longest(text, end + 1, Concepts::COPULA).is_some()).then_some(end)
}

/// Whether a word of two or three letters of a longer label ends at `end`: *CVV no.*
pub(super) fn ends_short(text: &[u8], end: usize) -> bool {
    let letters = text[..end].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    // P.I.N.
    let is_dotted = letters == 1 && text[..end - 1].ends_with(b".");
    is_dotted
        || (2..=3).contains(&letters)
            && text[..end - letters].ends_with(b" ")
            && text.get(end + 1) == Some(&b' ')
}

/// Whether one of the prefixes starts the text.
pub(super) fn starts_with_any(text: &[u8], prefixes: &[&[u8]]) -> bool {
    prefixes.iter().any(|prefix| text.starts_with(prefix))
}
