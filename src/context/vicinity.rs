//! A code in the sentence of its label, where the grammar binds none.
//!
//! People put a label and its value together in more ways than a grammar can list: "the thing they texted me for the otp said
//! 551204", "put 991822 in the otp box". But they mostly do so in one sentence, and a number that is something else mostly says
//! so: by a unit, a currency, a name of its own (*order*, *ticket*), a verb or preposition (*paid*, *since*, *page*), by being
//! round or a year. So a free-standing number of the usual length is taken if nothing explains it and enough speaks for it.
//!
//! What speaks for and against a number is counted in points, so that one weak sign may be made up for by another.

use std::ops::RangeInclusive;

use super::lexicon::Lexicon;
use super::number::Number;
use super::path::{Lead, Path};
use super::sentence::{Part, Parts};
use crate::pack::Concepts;
use crate::span::Span;

/// The code that is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'c> {
    /// Its label, weak and strong.
    pub(crate) own: Concepts,
    pub(crate) lengths: &'c RangeInclusive<u8>,
    /// Digits that it has for certain.
    pub(crate) usual: &'c [u8],
    /// Points that must speak for it.
    pub(crate) points: i8,
}

/// What a look around a label gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vicinity {
    Value(Span),
    /// What a mask has left: the label has its value already.
    Masked,
    Nothing,
}

/// Words that no pack knows, between label and value at most.
pub(super) const MAX_UNKNOWN: u8 = 10;
/// Sentences that may end between label and value.
pub(super) const MAX_STOPS: i8 = 2;
/// Numbers that are looked at.
pub(super) const MAX_NUMBERS: u8 = 4;
/// Bytes before a label that are looked at.
pub(super) const MAX_BYTES: usize = 144;
/// Bytes behind a label that are looked at.
pub(super) const MAX_BYTES_AFTER: usize = 160;
/// Points for another number of as many digits behind one. It is looked for only where they decide.
const PAIR: i8 = 2;
impl Path {
    /// A number of the usual length that neither what stands before it nor what follows explains: where it stands, what
    /// follows, and the points for it whichever side of the label it is on.
    fn candidate(
        &self,
        lexicon: &Lexicon,
        text: &[u8],
        code: Option<(Span, u8)>,
        wanted: &Wanted<'_>,
    ) -> Option<(Span, Next, i8)> {
        let (span, digits) =
            code.filter(|(_, digits)| wanted.usual.contains(digits) && !self.is_explained(*digits))?;
        let mut next = Next::of(lexicon, text, span, wanted);
        // "typed 3316 at the pump"
        next.is_apart &= self.lead != Lead::Entry;
        let lead = match self.lead {
            Lead::Entry => 3,
            Lead::Pause | Lead::Copula => 2,
            Lead::Filler if self.unknown < 3 => 1,
            _ => 0,
        };
        // What is typed in is round where the code is: a sum would have its name.
        let round = if self.lead == Lead::Entry && is_common(text, span) { 2 } else { 0 };
        let points = weight(text, span, digits) + lead + round + next.points();
        (!next.is_explained).then_some((span, next, points))
    }
}

/// What the digits themselves say: long ones are seldom counts or sums, round ones and years are.
fn weight(text: &[u8], span: Span, digits: u8) -> i8 {
    let length = match digits {
        0..=3 => 1,
        4 => 0,
        5 => -1,
        _ => 2,
    };
    length + if text[span.start] == b'0' { 1 } else { 0 } - if is_common(text, span) { 3 } else { 0 }
}

/// Whether the number is round or may be a year: many are that are no codes.
pub(crate) fn is_common(text: &[u8], span: Span) -> bool {
    let value = &text[span.range()];
    // Six digits are sums where more than the last two are nought.
    let is_round = if value.len() < 6 {
        value.ends_with(b"00")
    } else {
        value.ends_with(b"000") || value.ends_with(b"500")
    };
    is_round || value.len() == 4 && (value.starts_with(b"19") || value.starts_with(b"20"))
}

/// A code behind the label that ends at `label_end`.
pub(crate) fn after(lexicon: &Lexicon, text: &[u8], label_end: usize, wanted: &Wanted<'_>) -> Vicinity {
    let is_pair = |span: Span| another(lexicon, text, span, wanted).is_some();
    let mut path = Path::START;
    let parts =
        Parts::of(lexicon, text, label_end..text.len().min(label_end + MAX_BYTES_AFTER), wanted.lengths);
    for part in parts {
        match part {
            Part::Mask => return Vicinity::Masked,
            Part::Wall => return Vicinity::Nothing,
            Part::Word(concepts) if concepts.has(wanted.own) && concepts.has(Concepts::STRONG) => {
                return Vicinity::Nothing;
            }
            Part::Word(concepts) if concepts.has(Concepts::PROHIBITION) => return Vicinity::Nothing,
            Part::Word(concepts) => path.word(concepts, wanted.own),
            Part::Stranger => path.stranger(),
            Part::Pause => path.pause(),
            Part::Stop => path.stop(),
            Part::Number(code) => {
                if let Some((span, next, points)) = path.candidate(lexicon, text, code, wanted) {
                    let is_alone = path.stops > 0 && path.words == 0 && next.ends_clause;
                    let is_near = path.unknown < 3 && path.stops == 0;
                    let points = points + i8::from(is_near) + if is_alone { 2 } else { 0 }
                        - i8::from(path.numbers > 1)
                        - path.stops
                        - path.distance();
                    if !next.is_explained
                        && (points >= wanted.points || points + PAIR >= wanted.points && is_pair(span))
                    {
                        return Vicinity::Value(span);
                    }
                }
                path.number();
            }
        }
        if path.is_too_far() {
            return Vicinity::Nothing;
        }
    }
    Vicinity::Nothing
}

/// A code before the label that starts at `label_start`.
pub(crate) fn before(lexicon: &Lexicon, text: &[u8], label_start: usize, wanted: &Wanted<'_>) -> Vicinity {
    let from = beginning(text, label_start);
    let mut path = Path::START;
    // Whether a question whether it is one stands before the number, and nothing else.
    let mut is_asked = false;
    // A number that may be meant, the points for it and what has been passed since.
    let mut best: Option<(Span, i8, Path)> = None;
    let mut is_prohibited = false;
    for part in Parts::of(lexicon, text, from..label_start, wanted.lengths) {
        let mut since = best.map(|(_, _, since)| since);
        match part {
            // What is said before a mask was said before its value, too.
            Part::Mask => {
                (best, since) = (None, None);
                path.number();
            }
            Part::Wall => {
                (best, since, path, is_prohibited) = (None, None, Path::START, false);
                // What a wall ends is the part of a record, not of a sentence.
                path.lead = Lead::Unknown;
            }
            Part::Word(concepts) => {
                is_prohibited |= concepts.has(Concepts::PROHIBITION);
                path.word(concepts, wanted.own);
                if let Some(since) = &mut since {
                    since.word(concepts, wanted.own);
                }
            }
            Part::Stranger => {
                path.stranger();
                if let Some(since) = &mut since {
                    since.stranger();
                }
            }
            Part::Pause => path.pause(),
            Part::Stop => {
                is_prohibited = false;
                path.stop();
                if let Some(since) = &mut since {
                    since.stop();
                }
            }
            Part::Number(code) => {
                if let Some((span, next, points)) = path.candidate(lexicon, text, code, wanted) {
                    let points = points - i8::from(next.is_apart) - i8::from(next.is_count);
                    // "whether its 2287 or 2278, pin i mean": the first of two that are alike.
                    let first = best.filter(|(first, _, since)| {
                        since.unknown <= 1
                            && since.stops == 0
                            && first.len() == span.len()
                            && !is_common(text, span)
                    });
                    is_asked = path.lead == Lead::Copula && path.words == 1 && path.unknown == 0;
                    (best, since) = match first {
                        Some((first, known, _)) => {
                            (Some((first, points.max(known) + PAIR, Path::START)), None)
                        }
                        None => (Some((span, points, Path::START)), None),
                    };
                }
                path.number();
            }
        }
        if let (Some((_, _, kept)), Some(since)) = (&mut best, since) {
            *kept = since;
        }
    }
    let Some((span, points, since)) = best else { return Vicinity::Nothing };
    // In a sentence of its own the label must say what was meant: "921? thats the cvv".
    // "5816 now, my card pin i mean": nothing between that is not known.
    // "wont take 6650, thats deffo my pin": so does a copula.
    let is_named = since.is_said && since.unknown < 3 && since.numbers == 0;
    let is_beside = since.unknown == 0 && since.words > 0;
    // "3381 for the card pin": four digits, which say the least of themselves, ask for no more than that.
    let is_given = is_beside && since.numbers == 0 && since.stops == 0 && !since.is_paused && span.len() == 4;
    let points = points + i8::from(is_beside) + i8::from(is_given) + if is_named { 2 } else { 0 };
    // "is 1978 too easy for a pin?": whoever asks whether a year will do has it.
    let is_tried = is_asked
        && span.len() == 4
        && is_common(text, span)
        && !text[span.range()].ends_with(b"00")
        && since.stops == 0
        && since.numbers == 0
        && !since.is_named
        && since.unknown <= 3;
    let points = points + if is_tried { 5 } else { 0 };
    // A warning before both asks for more, unless the label says what was meant.
    let points = points
        - i8::from(is_prohibited && !is_named)
        - i8::from(is_prohibited && !is_named && since.unknown > 1);
    // "why wont it accept 9416?? i know thats the right pin"
    let is_one_word = since.is_said && since.unknown <= 1 && since.words <= 5;
    // "778812 gampang ketebak ga sih? itu pin atm gw": a sentence of its own that says what a long number was.
    let is_own = since.is_said
        && !since.is_vague
        && !since.is_named
        && (1..=3).contains(&since.words)
        && span.len() >= 6;
    let is_said = since.stops == 0
        || since.stops == 1 && (since.unknown == 0 && since.words <= 3 || is_one_word || is_own);
    let points = points - since.distance() + since.stops;
    let is_pair = || another(lexicon, text, span, wanted).is_some();
    let is_enough = || points > wanted.points || points + PAIR > wanted.points && is_pair();
    if is_said && !since.is_foreign && since.unknown <= MAX_UNKNOWN / 2 && is_enough() {
        Vicinity::Value(span)
    } else {
        Vicinity::Nothing
    }
}

/// Another code of as many digits behind one that ends at `span`: "from 4471 to 9028", "921 or 912".
pub(crate) fn another(lexicon: &Lexicon, text: &[u8], span: Span, wanted: &Wanted<'_>) -> Option<Span> {
    let count = Number::parse(lexicon, text, span.start)
        .and_then(|number| number.code(wanted.lengths))
        .map(|code| code.1);
    let mut path = Path::START;
    let mut parts = Parts::of(lexicon, text, span.end..text.len(), wanted.lengths);
    while let Some(part) = parts.next() {
        match part {
            Part::Mask | Part::Wall => return None,
            // "another at 9:43 is 300418"
            Part::Number(None) if parts.is_behind_time() => path.unknown(),
            // "my old pin was 4821. The new one is 5923"
            Part::Stop if path.stops > 0 => return None,
            Part::Stop => path.stop(),
            Part::Word(concepts) => path.word(concepts, wanted.own),
            Part::Stranger => path.stranger(),
            Part::Pause => path.pause(),
            Part::Number(code) => {
                let (found, digits) = code?;
                // "551920 wait no 551902", "5719. sorry 5791": the first, put right.
                let is_put_right = is_alike(&text[span.range()], &text[found.range()]);
                let is_next = path.stops == 0
                    || matches!(path.lead, Lead::Copula | Lead::Entry)
                    || is_put_right && path.unknown <= 2;
                if !is_next {
                    return None;
                }
                let is_like = Some(digits) == count && wanted.usual.contains(&digits);
                let next = Next::of(lexicon, text, found, wanted);
                let is_code = is_like
                    && (!path.is_explained(digits) || path.lead == Lead::Apart && is_put_right)
                    && !next.is_explained
                    && (weight(text, found, digits) >= 0 || is_put_right && path.stops > 0);
                return is_code.then_some(found);
            }
        }
        if path.unknown > 3 {
            return None;
        }
    }
    None
}

/// Whether two numbers of as many digits have the same ones, but for one at most: one is the other mistyped.
fn is_alike(one: &[u8], other: &[u8]) -> bool {
    let count = |text: &[u8], digit: u8| text.iter().filter(|byte| **byte == digit).count();
    let moved = (b'0'..=b'9').map(|digit| count(one, digit).abs_diff(count(other, digit))).sum::<usize>();
    one.len() == other.len() && moved <= 2
}

/// What follows a number.
struct Next {
    /// Whether its clause ends with it.
    ends_clause: bool,
    /// Whether the next word tells what else it is.
    is_explained: bool,
    /// Whether it is a word that tells what else a number before it may be, too: *paid*.
    is_apart: bool,
    /// Whether something is said of the number: "8842 is right".
    is_subject: bool,
    /// Whether a word that no pack knows follows: it may be what is counted, "448120 followers".
    is_count: bool,
}

impl Next {
    fn of(lexicon: &Lexicon, text: &[u8], span: Span, wanted: &Wanted<'_>) -> Self {
        let first = Parts::of(lexicon, text, span.end..text.len(), wanted.lengths).next();
        let has = |meanings: Concepts| {
            matches!(first, Some(Part::Word(concepts))
            if concepts.has(meanings) && !concepts.has(wanted.own))
        };
        let is_explained = has(Concepts::CURRENCY) || has(Concepts::OTHER) && !has(Concepts::CONNECTORS);
        Self {
            ends_clause: matches!(first, None | Some(Part::Pause | Part::Stop)),
            is_explained,
            is_apart: has(Concepts::APART),
            is_subject: has(Concepts::COPULA),
            is_count: first == Some(Part::Word(Concepts::default())),
        }
    }

    fn points(&self) -> i8 {
        i8::from(self.ends_clause || self.is_subject)
    }
}

/// Where the line begins that holds `at`, or a word some way before it.
fn beginning(text: &[u8], at: usize) -> usize {
    let floor = at.saturating_sub(MAX_BYTES);
    let line = text[floor..at].iter().rposition(|byte| *byte == b'\n').map(|end| floor + end + 1);
    match line {
        Some(start) => start,
        None if floor == 0 => 0,
        None => text[floor..at].iter().position(|byte| *byte == b' ').map_or(at, |blank| floor + blank),
    }
}

/// Whether a word before the number at `at` tells what else it is: "withdrew 500000".
pub(crate) fn is_told(lexicon: &Lexicon, text: &[u8], at: usize, wanted: &Wanted<'_>) -> bool {
    let mut path = Path::START;
    for part in Parts::of(lexicon, text, beginning(text, at)..at, wanted.lengths) {
        match part {
            Part::Mask | Part::Wall | Part::Stop => path = Path::START,
            Part::Word(concepts) => path.word(concepts, wanted.own),
            Part::Stranger => path.stranger(),
            Part::Pause => path.pause(),
            Part::Number(_) => path.number(),
        }
    }
    path.lead == Lead::Apart
}

/// A security code in the line of its card, which ends at `from`: three digits, or four, that nothing explains.
pub(crate) fn on_card_line(lexicon: &Lexicon, text: &[u8], from: usize, wanted: &Wanted<'_>) -> Option<Span> {
    let line = &text[from..text.len().min(from + MAX_BYTES_AFTER)];
    let is_run = |run: &[u8]| wanted.usual.contains(&(run.len() as u8));
    if !line.split(|byte| !byte.is_ascii_digit()).any(is_run) {
        return None;
    }
    let mut path = Path::START;
    path.lead = Lead::Unknown;
    for part in Parts::of(lexicon, text, from..text.len(), wanted.lengths) {
        match part {
            Part::Mask | Part::Wall => return None,
            Part::Word(concepts) if concepts.has(Concepts::PROHIBITION) => return None,
            Part::Word(concepts) => path.word(concepts, wanted.own),
            Part::Stranger => path.stranger(),
            Part::Pause => path.pause(),
            Part::Stop => path.stop(),
            Part::Number(code) => {
                if let Some((span, digits)) = code
                    && wanted.usual.contains(&digits)
                    && !path.is_claimed
                    && path.lead != Lead::Apart
                    && !(path.lead == Lead::Pause && path.words == 0)
                {
                    let next = Next::of(lexicon, text, span, wanted);
                    // "vault returned 503": a word that nobody knows may say anything, but behind the card's date.
                    let lead = match path.lead {
                        Lead::Pause | Lead::Copula | Lead::Entry | Lead::Filler => 1,
                        _ if path.numbers > 0 => 0,
                        _ => -2,
                    };
                    if !next.is_explained
                        && weight(text, span, 3) + lead + next.points() - path.stops >= wanted.points
                    {
                        return Some(span);
                    }
                }
                path.number();
            }
        }
        if path.is_too_far() {
            return None;
        }
    }
    None
}

/// Whether a mask stands in the prose around a label: then its value may be the one that is masked already, and what is left was
/// let stand beside it.
pub(crate) fn is_masked(lexicon: &Lexicon, text: &[u8], label: Span) -> bool {
    let mut is_before = false;
    for part in Parts::of(lexicon, text, beginning(text, label.start)..label.start, &(1..=1)) {
        is_before = match part {
            Part::Wall => false,
            Part::Mask => true,
            _ => is_before,
        };
    }
    let mut after = Parts::of(lexicon, text, label.end..text.len(), &(1..=1));
    is_before || after.find(|part| matches!(part, Part::Wall | Part::Mask)) == Some(Part::Mask)
}
