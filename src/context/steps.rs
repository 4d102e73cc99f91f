//! What a walk from a label steps over as one: sums, counts, numbers with a name, words.

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
    let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let word = at + digits + usize::from(matches!(text.get(at + digits), Some(b' ' | b'-')));
    let is_word = digits <= 2 && word < text.len() && is_word_start(text, word);
    is_word.then(|| lexicon.longest(text, word, Concepts::UNIT)).flatten().map(|unit| unit.end)
}

/// Just past a word that no pack knows.
pub(super) fn word_end(text: &[u8], at: usize) -> usize {
    let mut i = at;
    loop {
        let letters = fold::letters(text, i);
        let others = text[i + letters..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'\'');
        let len = letters + others.count();
        if len == 0 {
            return i;
        }
        i += len;
    }
}

/// Just past a word of small letters that a blank follows.
pub(super) fn plain_word_end(text: &[u8], at: usize) -> Option<usize> {
    let end = at + fold::letters(text, at);
    let is_small = !text[at..end].iter().any(u8::is_ascii_uppercase);
    (end > at && is_small && text.get(end) == Some(&b' ')).then_some(end)
}
