//! Prose, part by part: words with their meanings, numbers that may be codes, pauses, ends of sentences.
//!
//! Coarser than the grammar of [`forward`](super::forward): it does not ask what binds what. It tells prose from structure: keys,
//! brackets, bars, backslashes and paths are walls, behind which another record, field or document begins.

use std::ops::RangeInclusive;

use super::binding;
use super::lexicon::{Lexicon, is_word_start};
use super::neighbours::{is_placeholder, is_placeholder_start};
use super::number::{Number, is_remnant, is_whole};
use super::steps::count_end;
use crate::fold::{self, Glyph, Kind, Separator};
use crate::pack::Concepts;
use crate::span::Span;

/// A part of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A word, or a phrase of several, and what it can mean.
    Word(Concepts),
    /// A character of a script without blanks that no pack knows.
    Stranger,
    /// A number: the code that it may be, with how many digits; none where it has another form, or a sign that tells what it is.
    Number(Option<(Span, u8)>),
    /// A comma, a dash, a quotation mark, an emoji.
    Pause,
    /// The end of a sentence.
    Stop,
    /// What a mask has left.
    Mask,
    /// Structure, or the end of what may be seen: no prose from here on.
    Wall,
}

/// The parts of a stretch of text, from left to right.
pub(crate) struct Parts<'h> {
    lexicon: &'h Lexicon,
    text: &'h [u8],
    at: usize,
    end: usize,
    lengths: RangeInclusive<u8>,
    wanted: Concepts,
    /// Whether a key that says no more than that it is a value stands right before.
    is_keyed: bool,
}

/// Words that the grammar knows, and those that tell what else a number is.
const KNOWN: Concepts = binding::KNOWN.and(Concepts::APART).and(Concepts::ENTRY);

impl<'h> Parts<'h> {
    /// The parts of `text[range]`; numbers of `lengths` digits may be codes.
    pub(crate) fn of(
        lexicon: &'h Lexicon,
        text: &'h [u8],
        range: std::ops::Range<usize>,
        lengths: &RangeInclusive<u8>,
    ) -> Self {
        Self {
            lexicon,
            text,
            at: range.start,
            end: range.end,
            lengths: lengths.clone(),
            wanted: KNOWN,
            is_keyed: false,
        }
    }

    /// Whether the last part was a time of day: 9:43.
    pub(crate) fn is_behind_time(&self) -> bool {
        matches!(
            self.text[..self.at],
            [.., b'0'..=b'2', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9']
                | [.., b' ', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9']
        )
    }

    fn number(&mut self) -> Part {
        let (text, start) = (self.text, self.at);
        let code = Number::parse(self.lexicon, text, start)
            .and_then(|number| number.code(&self.lengths))
            .filter(|(span, _)| is_whole(self.lexicon, text, *span) && !is_remnant(text, span.start))
            // Far from its label 350.412 is a sum: a code is seldom written with a stop.
            .filter(|(span, _)| !text[span.range()].contains(&b'.'));
        // The number as it is written, whatever it is: 10:42, 12/05/2024, 2.500.000, 4x.
        let mut end = code.map_or(start, |(span, _)| span.end);
        while let Some(glyph) = fold::glyph(text, end) {
            let is_part = match glyph.kind {
                Kind::Digit(_) | Kind::Invisible => true,
                _ if text[end].is_ascii_alphabetic() || text[end] == b'_' => true,
                _ => {
                    matches!(text[end], b'.' | b',' | b':' | b'/' | b'-')
                        && fold::digit(text, end + 1).is_some()
                }
            };
            if !is_part {
                break;
            }
            end += glyph.len;
        }
        self.at = end;
        // A group of a longer number, whatever of it is masked.
        let is_group = is_digit_beyond(text, end) && count_end(self.lexicon, text, end + 1).is_none()
            || is_digit_before(text, start)
            || is_id(&text[end..]);
        let is_signed = start > 0
            && !self.is_keyed
            && matches!(
                text[start - 1],
                b'#' | b'+'
                    | b'/'
                    | b'\\'
                    | b'='
                    | b'@'
                    | b'.'
                    | b','
                    | b':'
                    | b'-'
                    | b'$'
                    | b'_'
                    | b'*'
                    | b'%'
            );
        let is_sum = text[..start].ends_with("€".as_bytes()) || text[..start].ends_with("£".as_bytes());
        let is_free = code.is_some_and(|(span, _)| span.end == end) && !is_group && !is_signed && !is_sum;
        Part::Number(code.filter(|_| is_free))
    }

    fn word(&mut self) -> Part {
        let (text, start) = (self.text, self.at);
        let word =
            is_word_start(text, start).then(|| self.lexicon.longest(text, start, self.wanted)).flatten();
        if word.is_some_and(|word| word.concepts.has(Concepts::DIGIT | Concepts::REPEAT))
            && let Some(code) = self.spoken()
        {
            return code;
        }
        let end = match word {
            Some(word) => word.end,
            None => start + fold::word_len(&text[start..]).max(1),
        };
        self.at = end;
        // An identifier or a key: user_id=, level:info, rate(5m).
        let rest = &text[end..];
        if fold::is_unspaced_before(text, end) {
            return word.map_or(Part::Stranger, |word| Part::Word(word.concepts));
        }
        match rest {
            // "OtpVerifier: mismatch expected=204418 got=204481": the key says only that it is a value.
            [b'=', b'0'..=b'9', ..]
                if word.is_some_and(|word| {
                    // Of whom it is tells that it is another: user=88120.
                    word.concepts.has(Concepts::SUFFIX) && !word.concepts.has(Concepts::USER)
                }) =>
            {
                self.at += 1;
                self.is_keyed = true;
                Part::Word(Concepts::COPULA)
            }
            // "old = 2604, new = 7391"
            [b' ', b'=', b' ', b'0'..=b'9', ..]
                if word.is_some_and(|word| {
                    word.concepts.has(Concepts::SUFFIX) && !word.concepts.has(Concepts::USER)
                }) =>
            {
                self.at += 3;
                Part::Word(Concepts::COPULA)
            }
            [b'=', ..] | [b'_', ..] | [b'(', ..] => Part::Wall,
            [b':', next, ..] if !next.is_ascii_whitespace() => Part::Wall,
            [b'0'..=b'9', ..] if word.is_none_or(|word| !word.concepts.has(Concepts::CURRENCY)) => {
                self.at += rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                Part::Word(Concepts::default())
            }
            _ => Part::Word(word.map_or(Concepts::default(), |word| word.concepts)),
        }
    }

    /// Digits in words, three at least; more than a code has are none, and neither are the last of them.
    fn spoken(&mut self) -> Option<Part> {
        let number = Number::parse(self.lexicon, self.text, self.at)?;
        let (span, _) = number.code(&(3..=u8::MAX))?;
        self.at = span.end;
        Some(Part::Number(number.code(&self.lengths)))
    }

    /// A part that starts with this byte: what goes on is none of it.
    fn one(&mut self, part: Part) -> Option<Part> {
        self.at += 1;
        Some(part)
    }

    fn mark(&mut self, mark: u8, len: usize) -> Option<Part> {
        let (text, start) = (self.text, self.at);
        self.at += len;
        let next = text.get(self.at).copied();
        let is_end = len > 1 || next.is_none_or(|next| next.is_ascii_whitespace() || next >= 0x80);
        match mark {
            b'.' if next == Some(b'.') => {
                self.at += text[self.at..].iter().take_while(|byte| **byte == b'.').count();
                Some(Part::Pause)
            }
            b'!' | b'?' => Some(Part::Stop),
            b'.' if is_end || matches!(next, Some(b'"' | b')')) => Some(Part::Stop),
            b'.' | b'\'' | b'~' | b'+' | b'/' | b'#' => None,
            b':' if next == Some(b':') => {
                self.at += 1;
                Some(Part::Pause)
            }
            b':' if !is_end => Some(Part::Wall),
            b':' => Some(Part::Word(Concepts::COPULA)),
            b'"' if matches!(next, Some(b':' | b'}' | b']'))
                || next == Some(b',') && text[self.at + 1..].trim_ascii_start().first() == Some(&b'"')
                || start > 0 && matches!(text[start - 1], b':' | b'{' | b'[' | b',') =>
            {
                Some(Part::Wall)
            }
            _ => Some(Part::Pause),
        }
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        while self.at < self.end {
            let rest = &self.text[self.at..];
            let byte = rest[0];
            let part = match byte {
                b' ' | b'\t' => {
                    self.at += 1;
                    None
                }
                b'0'..=b'9' => Some(self.number()),
                b'A'..=b'Z' | b'a'..=b'z' => Some(self.word()),
                b'[' if is_placeholder_start(rest) => {
                    self.at += rest.iter().position(|byte| *byte == b']').map_or(1, |end| end + 1);
                    Some(Part::Mask)
                }
                b'*' if rest.starts_with(b"****") || is_grouped_mask(rest) => self.one(Part::Mask),
                b'.' | b'!' | b'?' | b',' | b';' | b':' | b'-' | b'(' | b')' | b'"' | b'\'' | b'~' | b'>'
                | b'`' | b'+' | b'/' | b'#' | b'*' => self.mark(byte, 1),
                b'$' => self.one(Part::Word(Concepts::CURRENCY)),
                0x80.. => match fold::mark(rest) {
                    Some(mark) => self.mark(mark, 3),
                    None if fold::digit(rest, 0).is_some() => Some(self.number()),
                    None if fold::is_wide_letter(rest) || fold::is_unspaced(rest) => Some(self.word()),
                    None => {
                        self.at += fold::glyph(rest, 0).map_or(1, |glyph| glyph.len);
                        let is_blank = matches!(rest, [0xc2, 0xa0, ..] | [0xe2, 0x80, 0x80..=0x8f, ..]);
                        (!is_blank).then_some(Part::Pause)
                    }
                },
                _ => self.one(Part::Wall),
            };
            if part.is_some() {
                return part;
            }
        }
        None
    }
}

/// Whether stars stand in groups of three, as those of a masked code do: `***-***`.
fn is_grouped_mask(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"***") else { return false };
    let gap = fold::glyph(rest, 0).filter(|glyph| match glyph.kind {
        Kind::Separator(separator) => separator != Separator::Newline,
        kind => kind == Kind::Invisible,
    });
    gap.is_some_and(|gap| rest[gap.len..].starts_with(b"***"))
}

/// Whether an identifier goes on with `rest`: `26729058-ad65-4195`.
pub(super) fn is_id(rest: &[u8]) -> bool {
    let [b'-', rest @ ..] = rest else { return false };
    let part = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    part > 0 && rest.get(part) == Some(&b'-')
}

/// Whether one separator and a digit, or what a mask has left, stand at `at`.
fn is_digit_beyond(text: &[u8], at: usize) -> bool {
    match fold::glyph(text, at) {
        Some(Glyph { kind: Kind::Separator(separator), len }) if separator != Separator::Newline => {
            fold::digit(text, at + len).is_some() || is_mask(&text[at + len..])
        }
        _ => false,
    }
}

fn is_mask(text: &[u8]) -> bool {
    text.starts_with(b"*") || text.first() == Some(&b'[') && is_placeholder_start(text)
}

/// Whether a digit, or what a mask has left, and one separator end at `at`.
fn is_digit_before(text: &[u8], at: usize) -> bool {
    let Some(before) = fold::before(text, at) else { return false };
    let is_separator = matches!(fold::glyph(text, before), Some(Glyph { kind: Kind::Separator(separator), .. })
        if separator != Separator::Newline);
    let is_mask = || is_placeholder(&text[..before]) || text[..before].ends_with(b"*");
    is_separator
        && (is_mask() || fold::before(text, before).is_some_and(|last| fold::digit(text, last).is_some()))
}
