//! Digits that are spelled: *four one*, *satu dua*.
//!
//! **Evidence.** The engine knows the words for digits in every language. A word is one where a number that it begins and ends is
//! a PIN, so it is the engine that is asked, and only of the last word where nothing is spelled.

use samar::Span;

use crate::answer::Bench;
use crate::words::Concept;

/// The most words that are looked at: those of the longest card number, and a few around it.
const MOST: usize = 24;

/// How many words before a part in words may say nothing of it.
const SLACK: usize = 2;

/// A code has no more digits.
const CODE: usize = 8;

/// A number in words: where it stands, and how many digits it has.
pub(crate) struct Spelled {
    pub(crate) span: Span,
    pub(crate) digits: usize,
}

/// The digits in words that a text ends with, where little stands before them.
pub(crate) fn spelled(bench: &mut Bench<'_>, text: &str) -> Option<Spelled> {
    if text.contains(char::is_numeric) {
        return None;
    }
    let words = words(text)?;
    let is_digit = |word: &Span| is_digit(bench, &text[word.range()]);
    let digits = words.iter().rev().map_while({
        let mut is_digit = is_digit;
        let mut next = text.len();
        move |word| {
            // "Oh. Four nine": a sentence of its own is none of it.
            let is_apart = next < text.len() && text[word.end..next].contains(['.', '!', '?', '\n']);
            next = word.start;
            (!is_apart && is_digit(word)).then_some(*word)
        }
    });
    let digits: Vec<Span> = digits.collect();
    let (last, first) = (digits.first()?, digits.last()?);
    let slack = if digits.len() > CODE { 2 * SLACK } else { SLACK };
    (words.len() - digits.len() <= slack)
        .then(|| Spelled { span: Span::new(first.start, last.end), digits: digits.len() })
}

/// The words of a text, if they are not too many. Where the script has no blanks, a character is one.
fn words(text: &str) -> Option<Vec<Span>> {
    let mut words: Vec<Span> = Vec::new();
    let mut is_open = false;
    for (at, character) in text.char_indices() {
        let is_ideograph = matches!(character, '\u{3040}'..='\u{9fff}');
        if !(character.is_alphabetic() || matches!(character, '\u{900}'..='\u{963}')) {
            is_open = false;
        } else if let Some(word) = words.last_mut().filter(|_| is_open && !is_ideograph) {
            *word = Span::new(word.start, at + character.len_utf8());
        } else if words.len() == MOST {
            return None;
        } else {
            words.push(Span::new(at, at + character.len_utf8()));
            is_open = !is_ideograph;
        }
    }
    Some(words)
}

/// Whether the engine reads a word as a digit.
fn is_digit(bench: &mut Bench<'_>, word: &str) -> bool {
    let line = format!("{word} 1 {word} 1");
    bench.behind_label(Concept::PIN, &line).is_some_and(|finding| finding.span.len() == line.len())
}
