//! A number as people type it: one group, digits apart, short groups, keycaps, words.

use std::ops::RangeInclusive;

use super::lexicon::{Lexicon, is_word_start};
use super::neighbours::is_placeholder_start;
use crate::fold::{self, Kind, Separator};
use crate::pack::Concepts;
use crate::span::Span;

/// A number that starts at a place, cut into groups.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    start: usize,
    /// End offset and count of digits of each group.
    groups: [(usize, u8); MAX_GROUPS],
    len: usize,
    separator: Option<Separator>,
    is_spoken: bool,
    /// Whether more digits follow than are held here.
    is_longer: bool,
}

const MAX_GROUPS: usize = 16;
/// Letters at most of a word that joins digits in words.
const MAX_JOINT: usize = 3;
/// Digits behind a comma that are a number of their own.
const LISTED: usize = 9;
/// The most digits of a group that are counted: beyond it the group is no code.
const MAX_DIGITS: u8 = 40;

impl Number {
    /// The number that starts at `at`.
    pub(crate) fn parse(lexicon: &Lexicon, text: &[u8], at: usize) -> Option<Self> {
        let mut number = Self {
            start: at,
            groups: [(0, 0); MAX_GROUPS],
            len: 0,
            separator: None,
            is_spoken: false,
            is_longer: false,
        };
        if fold::digit(text, at).is_some() {
            number.written(text, at);
        } else {
            number.spoken(lexicon, text, at)?;
        }
        (number.len > 0).then_some(number)
    }

    fn written(&mut self, text: &[u8], at: usize) {
        let mut i = at;
        loop {
            let (end, count) = group(text, i);
            self.groups[self.len] = (end, count);
            self.len += 1;
            let Some(fold::Glyph { kind: Kind::Separator(separator), len }) = fold::glyph(text, end) else {
                break;
            };
            let is_same = self.separator.is_none_or(|known| known == separator);
            if separator == Separator::Newline || !is_same || fold::digit(text, end + len).is_none() {
                break;
            }
            if self.len == MAX_GROUPS {
                self.is_longer = true;
                break;
            }
            self.separator = Some(separator);
            i = end + len;
        }
        // A number of which a part is masked is none.
        if is_remnant_after(text, self.groups[self.len - 1].0) {
            self.len = 0;
        }
    }

    fn spoken(&mut self, lexicon: &Lexicon, text: &[u8], at: usize) -> Option<()> {
        let (mut i, mut count, mut repeat) = (at, 0u8, 1);
        let mut is_zero = true;
        // Whether the last word was a ten that the next may add to: *forty two*.
        let mut is_ten = false;
        // Whether the first word is a copula elsewhere, and what there was before the last if that is one.
        let (mut is_first, mut before_last) = (false, None);
        self.is_spoken = true;
        while count < MAX_DIGITS {
            if text.get(i).is_some_and(u8::is_ascii_digit) && count > 0 && fold::digit(text, i + 1).is_none()
            {
                (is_zero, is_ten) = (false, false);
                (count, before_last) = (count + repeat, None);
                i += 1;
            } else if i < text.len()
                && is_word_start(text, i)
                && let Some(word) = lexicon.longest(text, i, Concepts::DIGIT | Concepts::REPEAT)
            {
                i = word.end;
                if word.concepts.has(Concepts::REPEAT) {
                    repeat = word.number;
                    i += text[i..].iter().take_while(|byte| **byte == b' ').count();
                    continue;
                }
                before_last = word.concepts.has(Concepts::COPULA).then_some((self.groups[0].0, count));
                is_first |= count == 0 && before_last.is_some();
                is_zero &= word.number == 0;
                let is_unit = is_ten && (1..=9).contains(&word.number) && repeat == 1;
                is_ten = word.number >= 20 && word.number.is_multiple_of(10);
                // Who says numbers by their tens says two digits at once.
                count += match word.number {
                    _ if is_unit => 0,
                    0..=9 => repeat,
                    _ => 2 * repeat,
                };
            } else {
                break;
            }
            repeat = 1;
            self.groups[0] = (i, count);
            let gap = text[i..].iter().take(2).take_while(|byte| matches!(byte, b' ' | b'-' | b',')).count();
            i += gap;
            if gap > 0 && count > 0 {
                i += joint(lexicon, text, i, is_ten).unwrap_or(0);
            }
        }
        // Codes have an even number of digits: the hai of "char aath do ek hai" is no Vietnamese two.
        if count > 4 && !count.is_multiple_of(2) {
            if let Some(without) = before_last {
                self.groups[0] = without;
            } else if is_first {
                let word = lexicon.longest(text, at, Concepts::DIGIT)?.end;
                self.start = word + text[word..].iter().take_while(|byte| **byte == b' ').count();
                self.groups[0].1 -= 1;
            }
        }
        self.len = usize::from(!is_remnant_after(text, self.groups[0].0));
        // Null, null, null: no values, not the German word.
        (self.groups[0].1 > 0 && !is_zero).then_some(())
    }

    /// The span of the value, where the number has the form of a code of `lengths` digits.
    ///
    /// Forms: one group; single digits apart; 2-2-2, 3-3, 2-2 and 4-4; words. Other groups that follow after a
    /// space belong to something else.
    pub(crate) fn code(&self, lengths: &RangeInclusive<u8>) -> Option<(Span, u8)> {
        let span = |last: usize| Span::new(self.start, self.groups[last].0);
        let groups = &self.groups[..self.len];
        let singles = groups.iter().take_while(|(_, count)| *count == 1).count();
        if singles >= 3 {
            let count = singles as u8;
            return (lengths.contains(&count) && !self.is_longer).then(|| (span(singles - 1), count));
        }
        let sizes = |pattern: &[u8]| {
            groups.len() == pattern.len()
                && groups.iter().zip(pattern).all(|((_, count), size)| count == size)
        };
        let total: u8 = groups.iter().map(|(_, count)| *count).fold(0, u8::saturating_add);
        // 09.40 is a time or a sum.
        let is_time = self.separator == Some(Separator::Dot) && sizes(&[2, 2]);
        if [&[2, 2, 2][..], &[3, 3], &[2, 2], &[4, 4]].into_iter().any(sizes)
            && !is_time
            && lengths.contains(&total)
        {
            return Some((span(self.len - 1), total));
        }
        let (_, first) = groups[0];
        let is_apart = self.len == 1
            || self.separator == Some(Separator::Space)
            || self.separator == Some(Separator::Tab);
        let is_card_like = total >= 12 && first == 4 && self.len > 2;
        (is_apart && !is_card_like && lengths.contains(&first) && (!self.is_spoken || first >= 3))
            .then(|| (span(0), first))
    }
}

/// Length of the word at `at` that joins the last of digits in words, or what is added to a ten, to those before it, with the blank
/// behind: "four, nine and zero", "quarante et un".
fn joint(lexicon: &Lexicon, text: &[u8], at: usize, is_ten: bool) -> Option<usize> {
    let letters = text[at..].iter().take(MAX_JOINT + 1).take_while(|byte| byte.is_ascii_lowercase()).count();
    if !(1..=MAX_JOINT).contains(&letters) || !matches!(text.get(at + letters), Some(b' ' | b'-')) {
        return None;
    }
    let digit = |at: usize| {
        let is_word = at < text.len() && is_word_start(text, at);
        is_word.then(|| lexicon.longest(text, at, Concepts::DIGIT | Concepts::REPEAT)).flatten()
    };
    let next = digit(at + letters + 1)?;
    let after = next.end + text[next.end..].iter().take_while(|byte| matches!(byte, b' ' | b',')).count();
    let is_last = || digit(after).is_none() || after == next.end;
    let is_joint = digit(at).is_none()
        && lexicon.longest(text, at, Concepts::CONNECTORS).is_some()
        && (is_ten && next.number < 10 || is_last());
    is_joint.then_some(letters + 1)
}

/// End and count of the run of digits at `at`, with the invisible marks inside and the keycap marks after it.
fn group(text: &[u8], at: usize) -> (usize, u8) {
    let (mut i, mut end, mut count) = (at, at, 0u8);
    while let Some(glyph) = fold::glyph(text, i) {
        match glyph.kind {
            Kind::Digit(_) => count = count.saturating_add(1),
            Kind::Invisible => {}
            _ => break,
        }
        i += glyph.len;
        // A keycap's marks belong to its digit; other invisible marks only where a digit follows.
        if matches!(glyph.kind, Kind::Digit(_)) || text[..i].ends_with("\u{20e3}".as_bytes()) {
            end = i;
        }
        if count > MAX_DIGITS {
            break;
        }
    }
    (end, count)
}

/// Whether `start..end` is a number of its own: not a part of a word, a decimal, a date, a time, a sum of money
/// or a percentage, and not a count of something.
pub(crate) fn is_whole(lexicon: &Lexicon, text: &[u8], span: Span) -> bool {
    let is_digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    let next = text.get(span.end).copied();
    let is_broken = match next {
        Some(b'A'..=b'Z' | b'a'..=b'z') => !is_glued_word(lexicon, text, span),
        Some(b'0'..=b'9' | b'_' | b'%' | b'@' | b'$') => true,
        // What a mask has hidden was a part of it.
        Some(b'[') => is_placeholder_start(&text[span.end..]),
        // In a list the next number is longer than a group of thousands or a fraction.
        Some(b',')
            if text[span.end + 1..].iter().take(LISTED).take_while(|byte| byte.is_ascii_digit()).count()
                == LISTED =>
        {
            false
        }
        // 885203,5分钟: the comma ends a clause.
        Some(b',') if span.len() > 5 && is_count_next(text, span.end + 1) => false,
        Some(b'.' | b',' | b':' | b'/' | b'-') => {
            is_digit(text.get(span.end + 1)) || is_mask_next(&text[span.end + 1..])
        }
        // 482．50, but 482，915 are two numbers.
        Some(0xe3 | 0xef) if matches!(fold::mark(&text[span.end..]), Some(b'.' | b':' | b'/')) => {
            fold::digit(text, span.end + 3).is_some()
        }
        _ => fold::digit(text, span.end).is_some(),
    };
    if fold::is_in_escape(text, span.start) {
        return false;
    }
    let is_percent_escape = next == Some(b'%')
        && text.get(span.end + 1..span.end + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    if is_broken && !is_percent_escape {
        return false;
    }
    let mut after = span.end;
    while after < text.len() && matches!(text[after], b' ' | b'-' | b'\t') && after < span.end + 3 {
        after += 1;
    }
    // 5 นาที, but 811 回数=3 are two things.
    let is_next_key = after > span.end && span.len() > 2 && matches!(text.get(after), Some(0xe3..=0xe9));
    let is_count = after < text.len()
        && !is_next_key
        && (after > span.end || fold::is_unspaced(&text[after..]))
        && is_word_start(text, after)
        && is_unit(lexicon, text, after)
        && !(span.len() > 2 && is_label_next(lexicon, text, after))
        && !(span.len() > 2 && is_particle(lexicon, text, after));
    !is_count
}

/// Whether a word that goes on with what is said, or the next label, is written without a blank behind the digits of a code:
/// `482913kak`, `482exp`. Words of nothing but the letters of hexadecimal digits are none, as the *de* of `482de`.
fn is_glued_word(lexicon: &Lexicon, text: &[u8], span: Span) -> bool {
    const WORDS: Concepts = Concepts::CONNECTORS.and(Concepts::LABELS).and(Concepts::PROHIBITION);
    span.len() > 2
        && lexicon.longest(text, span.end, WORDS.and(Concepts::UNIT)).is_some_and(|word| {
            let is_word = text[span.end..word.end].iter().any(|byte| matches!(byte | 0x20, b'g'..=b'z'));
            is_word && !word.concepts.has(Concepts::UNIT) && text.get(word.end) != Some(&b'_')
        })
}

/// Whether one or two digits start at `at` with a script without blanks behind them.
fn is_count_next(text: &[u8], at: usize) -> bool {
    let (end, digits) = fold::digits(text, at);
    (1..=2).contains(&digits) && end < text.len() && fold::is_unspaced(&text[end..])
}

/// Whether a label stands behind the word at `at`, which then counts nothing: *second* in "first otp 402918 second otp 773104".
fn is_label_next(lexicon: &Lexicon, text: &[u8], at: usize) -> bool {
    let Some(unit) = lexicon.longest(text, at, Concepts::UNIT) else { return false };
    let next = unit.end + usize::from(text.get(unit.end) == Some(&b' '));
    next > unit.end
        && next < text.len()
        && is_word_start(text, next)
        && lexicon
            .longest(text, next, Concepts::LABELS | Concepts::NOT)
            .is_some_and(|word| word.concepts.has(Concepts::STRONG))
}

/// Whether the word at `at` ends what is said and changes nothing: the *dong* of "pin jadi 220194 dong" is no currency.
fn is_particle(lexicon: &Lexicon, text: &[u8], at: usize) -> bool {
    let word = lexicon.longest(text, at, Concepts::CONNECTORS);
    word.is_some_and(|word| {
        let rest = text[word.end..].trim_ascii_start();
        matches!(rest.first(), None | Some(b'.' | b',' | b'!' | b'?'))
    })
}

/// Whether a unit starts at `at`. A label may start with one: the tarikh of *tarikh luput*; in scripts without blanks so may any
/// word: the วัน of วันนี้.
pub(crate) fn is_unit(lexicon: &Lexicon, text: &[u8], at: usize) -> bool {
    const WORDS: Concepts = Concepts::CONNECTORS.and(Concepts::OTHER);
    let longer = if fold::is_unspaced(&text[at..]) { WORDS } else { Concepts::CONNECTORS };
    let wanted = Concepts::UNIT | Concepts::CANDIDATES | longer;
    // A key of its own: "otp=850332 attempt=2", "{PIN:850332 Attempts:2}", "otp=850332 tries_left=2".
    let is_key = |end: usize| match text.get(end) {
        Some(b'=' | b'_' | b'A'..=b'Z') => true,
        Some(b':') => {
            text.get(end + 1).is_some_and(|byte| byte.is_ascii_digit() || byte.is_ascii_alphabetic())
        }
        _ => false,
    };
    lexicon
        .longest(text, at, wanted)
        .is_some_and(|word| word.concepts.has(Concepts::UNIT) && !is_key(word.end))
}

/// Whether a masked number follows, with the quotation mark that a JSON number gets.
fn is_mask_next(text: &[u8]) -> bool {
    text.strip_prefix(b"\"").unwrap_or(text).starts_with(b"****")
}

/// Whether the digits that end at `end` are what a mask with kept digits has left: `411111******1111`, `5034 17** *8485`.
pub(crate) fn is_remnant_after(text: &[u8], end: usize) -> bool {
    let (mut i, mut stars, mut gap) = (end, 0, 0);
    while let Some(glyph) = fold::glyph(text, i) {
        match glyph.kind {
            Kind::Separator(separator) if separator != Separator::Newline && gap < 2 => gap += 1,
            Kind::Invisible => {}
            // Stars between digits; bold text has a blank after them.
            Kind::Digit(_) => return stars > 0 && gap == 0,
            _ if text[i] == b'*' => (stars, gap) = (stars + 1, 0),
            _ => break,
        }
        if stars > 3 {
            return true;
        }
        i += glyph.len;
    }
    false
}

/// Whether the digits at `start` are what a mask with kept digits has left: `**** **** **** 1111`. Stars are counted over
/// separators; bold text has three at most.
pub(crate) fn is_remnant(text: &[u8], start: usize) -> bool {
    let (mut i, mut stars, mut gap) = (start, 0, 0);
    while let Some(at) = fold::before(text, i) {
        match fold::glyph(text, at).map(|glyph| glyph.kind) {
            Some(Kind::Separator(separator)) if separator != Separator::Newline && gap < 2 => gap += 1,
            Some(Kind::Invisible) => {}
            _ if text[at] == b'*' => (stars, gap) = (stars + 1, 0),
            // Stars between digits, of which some were kept.
            Some(Kind::Digit(_)) => return stars > 1 && gap == 0,
            _ => break,
        }
        if stars > 3 {
            return true;
        }
        i = at;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, lengths: RangeInclusive<u8>) -> Option<&str> {
        let lexicon = Lexicon::new(crate::context::builtin());
        let number = Number::parse(&lexicon, text.as_bytes(), 0)?;
        number.code(&lengths).map(|(span, _)| &text[span.range()])
    }

    #[test]
    fn codes_in_every_form() {
        for (text, value) in [
            ("482913 ok", "482913"),
            ("4 8 2 9 1 3", "4 8 2 9 1 3"),
            ("48-29-13", "48-29-13"),
            ("482-913.", "482-913"),
            ("482 913", "482 913"),
            (
                "1\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3}3\u{fe0f}\u{20e3}4\u{fe0f}\u{20e3}!",
                "1\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3}3\u{fe0f}\u{20e3}4\u{fe0f}\u{20e3}",
            ),
            ("four one five nine", "four one five nine"),
            ("double five 1 2", "double five 1 2"),
            ("４８２９", "４８２９"),
            ("4829 27 11", "4829"),
        ] {
            assert_eq!(code(text, 4..=6), Some(value), "{text}");
        }
        for text in
            ["12", "1234567", "2024-11-22", "1.5", "one two", "4111 1111 1111 1111", "1 2 3 4 5 6 7 8 9"]
        {
            assert_eq!(code(text, 4..=6), None, "{text}");
        }
    }
}
