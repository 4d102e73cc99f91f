//! `VALUE [copula] LABEL`: from a label to the number before it.

use super::binding::Bond;
use super::forward::MAX_STEPS;
use super::lexicon::{Lexicon, is_word_start};
use crate::fold::{self, Kind, Separator};
use crate::pack::{Concepts, Word};

/// Words of a sender's name at most.
const MAX_NAMES: usize = 3;

/// Goes left from a label's start to the number that it names: `482 is my cvv`, `482 (CVV)`, `482 cvv`.
///
/// Gives the start and end of the digits that end there, the bond, and whether a comma was passed that no copula stands
/// behind: then the label must end its sentence. Groups are for the caller to parse.
pub(crate) fn backward(
    lexicon: &Lexicon,
    text: &[u8],
    label_start: usize,
) -> Option<(usize, usize, Bond, bool)> {
    let mut i = label_start;
    let mut bond = Bond::Beside;
    let (mut words, mut has_comma, mut has_quote, mut is_said) = (0, false, false, false);
    // Names between whose the value is and the label: "482913 is your Fernway Pay verification code".
    let (mut names, mut is_whose) = (0, true);
    for _ in 0..MAX_STEPS {
        let last = *text.get(i.checked_sub(1)?)?;
        match last {
            b'0'..=b'9' if is_whose && (names == 0 || bond > Bond::Beside) => {
                return Some((number_start(text, i), i, bond, has_comma && !is_said));
            }
            b'"' | b'\'' if has_comma => return None,
            b'"' | b'\'' => {
                has_quote = true;
                i -= 1;
            }
            b'*' if text[..i].ends_with(b"****") => return None,
            b' ' | b'\t' | b'`' | b'*' => i -= 1,
            b'(' | b'[' | b'=' | b'-' | b'<' | b'>' => {
                bond = bond.max(Bond::Copula);
                i -= 1;
            }
            b',' if words > 0 && !has_comma && !has_quote => {
                // "5519, that's my pin"
                is_said = bond == Bond::Copula;
                (has_comma, bond) = (true, Bond::Copula);
                i -= 1;
            }
            0x80.. if let Some(mark) = fold::mark_before(text, i) => {
                match mark {
                    b'(' | b')' | b'=' | b':' | b'"' => bond = bond.max(Bond::Copula),
                    b',' if words > 0 && !has_comma && !has_quote => (has_comma, bond) = (true, Bond::Copula),
                    _ => return None,
                }
                i -= 3;
            }
            0x80.. if fold::is_unspaced_before(text, i) && fold::digit(text, i - 3).is_none() => {
                let (start, word) = lexicon.ending(text, i, Concepts::CONNECTORS)?;
                if word.concepts.has(Concepts::COPULA) {
                    bond = Bond::Copula;
                }
                words += 1;
                if words > 5 {
                    return None;
                }
                i = start;
            }
            _ if last.is_ascii_alphabetic() || fold::is_wide_letter_before(text, i) => {
                let known = bond;
                match connector_start(lexicon, text, i, &mut bond, &mut words) {
                    Some(start) => {
                        let is_possessive = || lexicon.longest(text, start, Concepts::POSSESSIVE).is_some();
                        is_whose = is_whose || is_possessive();
                        i = start;
                    }
                    None if names < MAX_NAMES && known == Bond::Beside && !has_comma => {
                        i = name_start(lexicon, text, i)?;
                        (names, is_whose) = (names + 1, false);
                    }
                    None => return None,
                }
            }
            0x80.. => {
                let start = fold::before(text, i)?;
                match fold::glyph(text, start)?.kind {
                    Kind::Digit(_) => return Some((number_start(text, i), i, bond, has_comma && !is_said)),
                    Kind::Invisible | Kind::Separator(_) => i = start,
                    Kind::Other if text[start..i] == *"←".as_bytes() => (i, bond) = (start, Bond::Copula),
                    Kind::Other => return None,
                }
            }
            _ => return None,
        }
    }
    None
}

/// Where the name of a sender starts that ends at `end`: a word with a capital that means nothing.
fn name_start(lexicon: &Lexicon, text: &[u8], end: usize) -> Option<usize> {
    const TELLING: Concepts =
        Concepts::LABELS.and(Concepts::OTHER).and(Concepts::NOT).and(Concepts::UNIT).and(Concepts::CURRENCY);
    let letters = text[..end].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let start = end - letters;
    let is_name = text[start].is_ascii_uppercase() && text[..start].ends_with(b" ");
    (is_name && lexicon.longest(text, start, TELLING).is_none()).then_some(start)
}

/// Whether a copula stands behind `at` and ends its sentence: "mera cvv 482 hai".
pub(crate) fn is_said(lexicon: &Lexicon, text: &[u8], at: usize) -> bool {
    let start = at + text[at..].iter().take_while(|byte| **byte == b' ').count();
    let is_start = start < text.len() && is_word_start(text, start);
    let copula = is_start.then(|| lexicon.longest(text, start, Concepts::COPULA)).flatten();
    copula.is_some_and(|word| {
        let rest = text[word.end..].trim_ascii_start();
        fold::mark(rest).is_some() || matches!(rest.first(), None | Some(b'.' | b',' | b'!' | b'?' | b')'))
    })
}

/// The start of the word that ends at `end`, where it connects; five words at most.
fn connector_start(
    lexicon: &Lexicon,
    text: &[u8],
    end: usize,
    bond: &mut Bond,
    words: &mut usize,
) -> Option<usize> {
    let start = (0..end).rev().take(Word::MAX_BYTES).find(|&at| is_word_start(text, at))?;
    let word = lexicon.longest(text, start, Concepts::CONNECTORS).filter(|word| word.end >= end)?;
    if word.concepts.has(Concepts::COPULA) {
        *bond = Bond::Copula;
    }
    *words += 1;
    (*words <= 5).then_some(start)
}

/// Start of the grouped number that ends at `end`.
fn number_start(text: &[u8], end: usize) -> usize {
    let (mut i, mut start, mut groups) = (end, end, 0);
    while let Some(at) = fold::before(text, i) {
        match fold::glyph(text, at).map(|glyph| glyph.kind) {
            Some(Kind::Digit(_)) => start = at,
            Some(Kind::Invisible) => {}
            Some(Kind::Separator(separator))
                if separator != Separator::Newline && start == i && groups < 8 =>
            {
                groups += 1;
            }
            _ => break,
        }
        i = at;
    }
    start
}
