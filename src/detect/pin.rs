//! Personal identification numbers.
//!
//! **Grammar.** `LABEL [possessive] [copula] VALUE`, `VALUE copula LABEL`, a key of JSON, XML, YAML, a form or
//! source code; value on the next line. The value has 4 to 12 digits (ISO 9564-1, 8.1), written in one group,
//! apart, in short groups or in words.
//!
//! **Evidence.** The label alone: a PIN has no check digit. A weak label asks for a copula and 4 or 6 digits.
//!
//! **Not found on purpose.** India's postal code, six digits of which the first is 1 to 8, behind its own name (*pin code*) or
//! beside a place ("Karnataka PIN 560001"). Counts ("6 digit", "3 kali"), sums of money, dates, times; a number that belongs
//! to a nearer name; a bare number without a label.

use super::code::{self, Code};
use super::{Detector, Site, Trigger, Verdict, Writing};
use crate::context;
use crate::pack::{Concepts, Label, Topic};
use crate::span::{Reach, Span};

pub(super) struct Pin;
/// A second value of one label: "from … to …".
pub(super) struct SecondPin;

const PIN: Code = Code { label: Label::Pin, lengths: 4..=12, usual: &[4, 5, 6], usual_in_prose: &[4, 6] };

impl Detector for Pin {
    fn rule(&self) -> &str {
        "pin"
    }

    fn entity(&self) -> &str {
        "pin"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("pin")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        match PIN.confirm(site) {
            Verdict::Hit(hit) if is_postal_code(site, hit.span) => {
                Verdict::Miss("the postal code of a place in India")
            }
            verdict => verdict,
        }
    }
}

/// Whether the value has the form of India's postal code (India Post: a zone from 1 to 8, five digits more, `560001`, `560 001`), and
/// the label is its name or nothing stands between them and a place; and no card is near.
fn is_postal_code(site: &Site<'_>, value: Span) -> bool {
    let Site { text, anchor, lexicon, .. } = *site;
    let digits = text[value.range()].iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits != 6 || !matches!(text[value.start], b'1'..=b'8') || value.start < anchor.end {
        return false;
    }
    let ends_at = |start: usize| {
        let is_start = start < text.len() && context::is_word_start(text, start);
        let word = is_start.then(|| lexicon.longest(text, start, Concepts::OWN)).flatten()?;
        let mut topics = lexicon.topics(&word).iter();
        topics.any(|topic| Some(topic.index) == Topic::named("postal_code")).then_some(word.end)
    };
    let is_mark = |byte: &u8| matches!(byte, b' ' | b',' | b'-' | b'.' | b':' | b'(' | b')');
    let line = site.before().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let is_beside = || text[anchor.end..value.start].iter().all(is_mark);
    let place_before = || {
        let end = anchor.start - text[..anchor.start].iter().rev().take_while(|byte| is_mark(byte)).count();
        (line.max(end.saturating_sub(24))..end).any(|start| ends_at(start) == Some(end))
    };
    let place_behind = || {
        let next = value.end + text[value.end..].iter().take_while(|byte| is_mark(byte)).count();
        next > value.end && ends_at(next).is_some()
    };
    if ends_at(anchor.start) == Some(anchor.end) {
        let mut words = (line..text.len()).filter(|&at| context::is_word_start(text, at));
        let card = Label::Card.any() | Label::SecurityCode.strong();
        return !words.any(|at| lexicon.longest(text, at, card).is_some());
    }
    is_beside() && (place_before() || place_behind())
}

impl Detector for SecondPin {
    fn rule(&self) -> &str {
        "pin_second"
    }

    fn entity(&self) -> &str {
        "pin"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Again("pin")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        PIN.confirm_second(site)
    }
}
