//! Expiry dates of cards.
//!
//! **Grammar.** `mm/yy`, `mm/yyyy`, `mm-yy`, `mm.yy`, `mm yy`, `mmyy`, `yyyy-mm`, `2027年12月`, `12月27年`, a month's digits and the year
//! with blanks around the stroke; with a day or a month's name, or month and year as fields of their own, after a label; or after a card
//! number (`PAN mm/yy`, `PAN|mm|yy`).
//!
//! **Evidence.** A month from 01 to 12 and a year within a card's life, next to the label or the card.
//!
//! **Not found on purpose.** Full dates without a card's label, a date without label or card, an expiry of something
//! else ("the link expires 12/27" has no card's label: packs name only those of cards).

mod after_card;

pub(super) use after_card::{after_card, ends_line, gap, on_card_line, whole_line};

use super::check::luhn;
use super::code::IN_ROW;
use super::expiry_field as field;
use super::full_date;
use super::month_year::{date, two_or_more};
use super::{Detector, Hit, Occasion, Site, Trigger, Verdict, Writing, month};
use crate::context::vicinity;
use crate::context::{self, Bond, Forward, Row, Shape};
use crate::finding::Confidence;
use crate::fold;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

pub(super) struct Expiry;
/// The date in `PAN mm/yy`.
pub(super) struct ExpiryAfterCard;
/// The date that puts the one behind a card right: "PAN 08/26? no, 08/28".
pub(super) struct SecondExpiryAfterCard;

/// How far behind a card its date and code may end.
pub(super) const AFTER_CARD: Reach = Reach::new(32, 192);

impl Detector for Expiry {
    fn rule(&self) -> &str {
        "expiry"
    }

    fn entity(&self) -> &str {
        "card_expiry"
    }

    fn reach(&self) -> Reach {
        super::code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("expiry")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        // An abbreviation's stop belongs to the label: exp.
        let label_end = site.anchor.end + usize::from(text.get(site.anchor.end) == Some(&b'.'));
        if let Some((span, is_first)) = field::part(site) {
            let hit = Hit::new(span, Confidence::Context);
            return Verdict::Hit(if is_first { hit.going_on_here() } else { hit });
        }
        if site.occasion != Occasion::Carried
            && !site.is_weak(Label::Expiry)
            && context::is_heading(text, site.anchor)
        {
            return Verdict::NextLine;
        }
        if let Some(span) = column(site) {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        let (at, bond) = match site.occasion {
            Occasion::Carried => {
                if let Row::Field(field) = site.row(Label::Expiry) {
                    let value =
                        field.filter(|field| date(text, field.start).is_some_and(|(span, _)| span == *field));
                    return value.map_or(Verdict::Miss(IN_ROW), |span| {
                        Verdict::Hit(Hit::new(span, Confidence::Context).going_on())
                    });
                }
                let blank = text[site.anchor.start..]
                    .iter()
                    .take_while(|byte| matches!(byte, b' ' | b'\t' | b'"'))
                    .count();
                (site.anchor.start + blank, Bond::Sign)
            }
            _ => match context::forward(site.lexicon, text, label_end, Shape::Number) {
                Forward::Value(binding) if binding.unknown == 0 => (binding.at, binding.bond),
                // "berlaku Dec 27"
                Forward::Value(binding)
                    if binding.unknown == 1
                        && field::has_digits(site)
                        && let Some(month) = full_date::month_before(text, binding.at)
                        && (!site.is_weak(Label::Expiry) || site.last_end.is_some() || has_card(site)) =>
                {
                    (month, binding.bond)
                }
                Forward::LineEnd => {
                    let date = before(site).or_else(|| nearby(site));
                    return date.map_or(Verdict::NextLine, Verdict::Hit);
                }
                Forward::Masked => return Verdict::Miss("masked already"),
                _ => {
                    let date = before(site).or_else(|| nearby(site));
                    return date.map_or(Verdict::Miss("no date is bound to the label"), Verdict::Hit);
                }
            },
        };
        let date = date(text, at);
        // Where neither form stands, a card that is named changes nothing.
        if date.is_none() && full_date::at(text, at).is_none() && nearby(site).is_none() {
            return Verdict::Miss("no month and year");
        }
        let needs_card = site.is_weak(Label::Expiry)
            && site.last_end.is_none()
            && !has_card(site)
            && !date.is_some_and(|(span, _)| is_card_next(site, span.end) || is_span_of_time(site));
        if needs_card && bond == Bond::Beside && !date.is_some_and(|(span, _)| is_rejoinder(site, span)) {
            return Verdict::Miss("a weak label asks for a copula or a card");
        }
        if !needs_card && let Some(span) = with_day(site, at) {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        match date {
            Some((_, false)) if needs_card => Verdict::Miss("a weak label asks for a stroke or a card"),
            Some((span, _)) if is_apart(site, span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
            _ => nearby(site).map_or(Verdict::Miss("no month and year"), Verdict::Hit),
        }
    }
}

/// The value of the column that the label names, in a statement that names a card or its code, too: `(pan, exp, cvc) VALUES ('…', '0728', '112')`.
fn column(site: &Site<'_>) -> Option<Span> {
    let text = site.text;
    let at = context::column_value(text, site.anchor.start, site.anchor.end)?;
    let at = at + usize::from(matches!(text[at], b'\'' | b'"'));
    let (span, has_stroke) = date(text, at)?;
    let is_all = matches!(text.get(span.end), Some(b'\'' | b'"' | b',' | b')' | b' '));
    (is_all && (has_stroke || has_card(site))).then_some(span)
}

/// A date with a day or with two digits behind a month's name. Other things expire on a day, too: but for `31 Dec 2027` a card must be
/// named, and a time of day may not follow.
fn with_day(site: &Site<'_>, at: usize) -> Option<Span> {
    let text = site.text;
    let span = full_date::at(text, at).filter(|span| is_apart(site, *span))?;
    let gap = text[span.end..].iter().take_while(|byte| matches!(byte, b',' | b' ')).count();
    let time = &text[span.end + gap..];
    let is_timed =
        time.first().is_some_and(u8::is_ascii_digit) && time.iter().take(3).any(|byte| *byte == b':');
    let is_named = || text[at].is_ascii_digit() && text[span.range()].iter().any(u8::is_ascii_alphabetic);
    let names_card = || {
        let mut words = site.anchor.range().filter(|&at| context::is_word_start(text, at));
        words.any(|at| site.lexicon.longest(text, at, Label::Card.any()).is_some())
    };
    (!is_timed && (is_named() || site.last_end.is_some() || has_card(site) || names_card())).then_some(span)
}

/// Whether the line names a card, or a card's code, near the label: "mi tarjeta termina en 4452 y vence el 08/28".
fn has_card(site: &Site<'_>) -> bool {
    let line = site.before().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let places =
        (line..site.anchor.start).chain(site.anchor.end..site.text.len().min(site.anchor.end + NEARBY_BYTES));
    let words = places.filter(|&at| context::is_word_start(site.text, at));
    let wanted = Label::Card.any() | Label::SecurityCode.strong() | Concepts::NOT;
    let mut names = words.filter_map(|at| site.lexicon.longest(site.text, at, wanted));
    names.any(|name| !name.concepts.has(Concepts::NOT))
}

/// Whether the line is nothing but the label and its date, behind a word or two that go on with what was said: "oh and it runs out 05/31".
fn is_rejoinder(site: &Site<'_>, date: Span) -> bool {
    let Site { text, anchor, lexicon, .. } = *site;
    let line = memchr::memrchr(b'\n', &text[..anchor.start]).map_or(0, |end| end + 1);
    let is_word = |at: &usize| context::is_word_start(text, *at);
    let mut words = (line..anchor.start).filter(is_word).peekable();
    let is_filled = words.peek().is_some()
        && words.all(|at| lexicon.longest(text, at, Concepts::FILLER).is_some())
        && !text[line..anchor.start]
            .iter()
            .any(|byte| byte.is_ascii_digit() || matches!(byte, b'{' | b'=' | b'<' | b'"'));
    let is_rest_blank = text[date.end..].iter().all(|byte| matches!(byte, b' ' | b'.' | b'!' | b'\r'));
    is_filled && is_rest_blank && text[date.range()].contains(&b'/')
}

/// Whether another month and year stand before the label: "valid from 01/24 expires 01/28".
fn is_span_of_time(site: &Site<'_>) -> bool {
    let before = site.before().trim_ascii_end();
    let starts = before.len().saturating_sub(8)..before.len();
    starts.filter(|&at| at == 0 || before[at - 1] == b' ').any(|at| {
        date(before, at).is_some_and(|(date, _)| date.end == before.len() && before[at..].contains(&b'/'))
    })
}

/// Whether a card and its number follow a date that ends at `end`: "vence 12/26 la visa 4111…".
fn is_card_next(site: &Site<'_>, end: usize) -> bool {
    let rest = &site.text[end..site.text.len().min(end + MAX_NEXT_CARD)];
    if rest
        .split(|byte| !byte.is_ascii_digit())
        .any(|run| matches!(run.len(), 15 | 16) && luhn::is_valid(run))
    {
        return true;
    }
    let card = context::right(site.lexicon, site.text, end, Label::Card.any() | Concepts::NOT);
    card.is_some_and(|word| word.is_bound && word.concepts.has(Label::Card.any()))
        && site.after().iter().filter(|byte| byte.is_ascii_digit()).count() >= 15
}

/// Bytes between a date and the end of the card behind it at most: "expires 09/28, number 5364…".
const MAX_NEXT_CARD: usize = 40;

/// `03/29 is the expiry`, `08/26 exp`.
fn before(site: &Site<'_>) -> Option<Hit> {
    let text = site.text;
    let (_, end, bond, _) = context::backward(site.lexicon, text, site.anchor.start)?;
    let starts = (end.saturating_sub(10)..end).filter(|&at| {
        at == 0 || !(text[at - 1].is_ascii_alphanumeric() || matches!(text[at - 1], b'/' | b'-' | b'.'))
    });
    let (span, has_stroke) = starts.filter_map(|at| date(text, at)).find(|(span, _)| span.end == end)?;
    (has_stroke
        && (bond > Bond::Beside || !site.is_weak(Label::Expiry))
        && text[span.start..end].contains(&b'/'))
    .then_some(Hit::new(span, Confidence::Context))
}

/// A month and a year with a stroke between, in the sentence of the label: "it expires, let me look, 09/27".
fn nearby(site: &Site<'_>) -> Option<Hit> {
    if site.occasion == Occasion::Carried || site.is_quoted_key() {
        return None;
    }
    let span = dated(site, site.anchor.end, NEARBY_BYTES, b"/").or_else(|| dated_before(site))?;
    let may_be_another = site.is_weak(Label::Expiry) && site.last_end.is_none() && !has_card(site);
    (!may_be_another && !vicinity::is_masked(site.lexicon, site.text, site.anchor))
        .then_some(Hit::new(span, Confidence::Context))
}

/// The nearest month and year before the label, in its sentence, that no other word claims.
fn dated_before(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, .. } = *site;
    let floor = anchor.start.saturating_sub(NEARBY_BYTES);
    if !may_be_dated(&text[floor..anchor.start], b"/") {
        return None;
    }
    for at in (floor..anchor.start).rev() {
        if is_wall(text, at) || context::is_word_start(text, at) && is_claimed(site, at) {
            return None;
        }
        if let Some(span) = stroked(site, at, b"/").filter(|span| span.end <= anchor.start) {
            return Some(span);
        }
    }
    None
}

/// The first month and year behind `from`, in its sentence, that no other word claims.
fn dated(site: &Site<'_>, from: usize, bytes: usize, strokes: &[u8]) -> Option<Span> {
    let text = site.text;
    let limit = text.len().min(from + bytes);
    if !may_be_dated(&text[from..limit], strokes) {
        return None;
    }
    for at in from..limit {
        // "5312 … 3367, sorry the glare. 09/28": what starts the next sentence.
        let opens = || text[at..].starts_with(b". ") && stroked(site, at + 2, strokes).is_some();
        if is_wall(text, at) && !opens() {
            return None;
        }
        let is_word = context::is_word_start(text, at);
        let date = named(site, at).filter(|_| is_word).or_else(|| stroked(site, at, strokes));
        if let Some(span) = date.or_else(|| worded(site, at)) {
            return Some(span);
        }
        if is_word && is_claimed(site, at) && !is_month_next(site, at) {
            return None;
        }
    }
    None
}

/// Whether a month's name stands right behind the word at `at`: "bulan maret 2031".
fn is_month_next(site: &Site<'_>, at: usize) -> bool {
    let next = at + fold::letters(site.text, at) + 1;
    site.text[..next.min(site.text.len())].ends_with(b" ") && named(site, next).is_some()
}

/// Whether the bytes hold a stroke between digits, or a year behind something that may be a month: a cheap look before words are
/// looked up.
fn may_be_dated(bytes: &[u8], strokes: &[u8]) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    memchr::memchr3_iter(b'/', b'-', b'2', bytes).any(|at| {
        let Some(before) = at.checked_sub(1) else { return bytes[at] == b'2' };
        match bytes[at] {
            // With blanks around the stroke, too.
            b'/' | b'-' => {
                let after = at + 1 + usize::from(bytes.get(at + 1) == Some(&b' '));
                strokes.contains(&bytes[at]) && is_digit(after) && (is_digit(before) || bytes[before] == b' ')
            }
            _ => {
                bytes.get(at + 1) == Some(&b'0') && !is_digit(before) && is_digit(at + 2) && !is_digit(at + 4)
            }
        }
    })
}

/// A month's name and a year of four digits: *March 2028*, *março/2030*.
fn named(site: &Site<'_>, at: usize) -> Option<Span> {
    let text = site.text;
    let (_, end) = month::named(text, at)?;
    let gap = text[end..].iter().take(2).take_while(|byte| matches!(byte, b' ' | b'/' | b'-' | b',')).count();
    let year_at = end + gap + month::of(text, end + gap);
    let (year, year_end, digits) = two_or_more(text, year_at)?;
    let span = Span::new(at, year_end);
    (digits == 4 && (2010..2050).contains(&year) && is_apart(site, span)).then_some(span)
}

/// A month and a year that a word tells: *5 tahun 2028*.
fn worded(site: &Site<'_>, at: usize) -> Option<Span> {
    let text = site.text;
    if !text[at].is_ascii_digit() || !text[..at].ends_with(b" ") {
        return None;
    }
    let (_, end, _) = two_or_more(text, at)?;
    month::year(text, end)?;
    date(text, at).map(|(span, _)| span).filter(|span| is_apart(site, *span))
}

pub(super) fn stroked(site: &Site<'_>, at: usize, strokes: &[u8]) -> Option<Span> {
    let text = site.text;
    let is_start = at == 0
        || matches!(text[at - 1], b' ' | b'(' | b'"' | b'\'' | b':' | b'~' | b',' | b'|' | b'\t' | 0x80..);
    let (span, has_stroke) = if is_start { date(text, at)? } else { return None };
    let is_stroked = has_stroke && text[span.range()].iter().any(|byte| strokes.contains(byte));
    (is_stroked && is_apart(site, span) && !is_told(site, at)).then_some(span)
}

/// Whether the word right before `at` tells what else the date is: "charged on 05/24", "sejak 05/24".
fn is_told(site: &Site<'_>, at: usize) -> bool {
    let before = site.text[..at].trim_ascii_end();
    let start = (0..before.len()).rev().take(24).find(|&start| context::is_word_start(before, start));
    // "it expires end of 11/27": right behind the label the word is a preposition.
    let gap = site.text.get(site.anchor.end..at).unwrap_or_default();
    if site.anchor.len() > 2
        && gap.len() <= MAX_PREPOSITION
        && gap.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b' ')
    {
        return false;
    }
    let wanted = Concepts::APART | Label::Expiry.any();
    start.and_then(|start| site.lexicon.longest(before, start, wanted)).is_some_and(|word| {
        word.end == before.len() && !word.concepts.has(Label::Expiry.any() | Concepts::COPULA)
    })
}

pub(super) fn is_wall(text: &[u8], at: usize) -> bool {
    matches!(text[at], b'{' | b'}' | b'=' | b'|' | b'<' | b'[' | b'\n' | b';')
        || text[at..].starts_with(b"****")
        || matches!(text[at], b'.' | b'!')
            && text.get(at + 1).is_none_or(|next| *next == b' ')
            && !text[..at].ends_with(b".")
}

/// Bytes between a label and a date that nothing binds to it.
const NEARBY_BYTES: usize = 64;
/// Bytes of what stands between a label and a date that may be prepositions.
const MAX_PREPOSITION: usize = 10;
/// Bytes behind a card in which its date may stand.
const CARD_LINE_BYTES: usize = 64;

/// Whether a word starts at `at` that takes the next date: another name, a warning.
fn is_claimed(site: &Site<'_>, at: usize) -> bool {
    let wanted = Concepts::OTHER | Concepts::NOT | Concepts::PROHIBITION;
    let word = site.lexicon.longest(site.text, at, wanted | Concepts::CONNECTORS | Label::Expiry.any());
    word.is_some_and(|word| {
        word.concepts.has(wanted) && !word.concepts.has(Concepts::CONNECTORS | Label::Expiry.any())
    })
}

/// Whether the date is not a part of something longer.
fn is_apart(site: &Site<'_>, span: Span) -> bool {
    let text = site.text;
    let is_digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    let is_whole = !fold::is_in_escape(text, span.start)
        && match text.get(span.end) {
            // exp12/27cvv482
            Some(b'a'..=b'z' | b'A'..=b'Z') => {
                let code = site.lexicon.longest(text, span.end, Label::SecurityCode.strong() | Concepts::NOT);
                code.is_some_and(|word| !word.concepts.has(Concepts::NOT))
            }
            Some(b'0'..=b'9' | b'_') => false,
            Some(b'[') => !context::is_placeholder_start(&text[span.end..]),
            Some(b'/' | b'-' | b'.' | b':') => !is_digit(text.get(span.end + 1)) || text[span.end] == b':',
            _ => fold::digit(text, span.end).is_none(),
        };
    let after = span.end + text[span.end..].iter().take_while(|byte| **byte == b' ').count();
    // A month and a year are not counted: "exp 06/28 sec 802".
    let is_count = !text[span.range()].contains(&b'/')
        && after < text.len()
        && context::is_word_start(text, after)
        && context::is_unit(site.lexicon, text, after);
    is_whole && !is_count
}
