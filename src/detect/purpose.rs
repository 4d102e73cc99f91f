//! Codes beside what they are for: *to log in*, *untuk masuk*, *para autorizar*.
//!
//! **Grammar.** `use 482913 to log in`, `"482913 untuk masuk ke akun"`, `kode 68841 untuk masuk`: a number right before the words,
//! with a copula or a word for codes right before it, or at the start of its clause. `to log in, use 482913`: behind them, where a
//! copula binds it.
//!
//! **Evidence.** Six digits; four, five or eight only behind a copula or a word for codes. Messages with one-time codes name none
//! of their labels more often than not, but nearly all say what the code is for.
//!
//! **Not found on purpose.** Round numbers and years, sums, counts (`2 ways to log in`), what stands behind another name (`call
//! 118247 to verify`).

use super::{Detector, Hit, Site, Trigger, Verdict, Writing, code};
use crate::context::digit_runs;
use crate::context::vicinity::{self, Vicinity, Wanted};
use crate::context::{self, Bond, Forward, Lexicon, Number, Shape};
use crate::finding::Confidence;
use crate::fold;
use crate::pack::{Concepts, Label, Topic};
use crate::span::{Reach, Span};

pub(super) struct Purpose;

impl Detector for Purpose {
    fn rule(&self) -> &str {
        "otp_purpose"
    }

    fn entity(&self) -> &str {
        "otp"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("purpose")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        if site
            .before()
            .last()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() && text[site.anchor.start] < 0x80)
        {
            return Verdict::Miss("part of a longer word");
        }
        let span = before(site)
            .or_else(|| after(site))
            .or_else(|| entered(site))
            .filter(|span| !vicinity::is_common(text, *span));
        match span {
            Some(span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
            None => Verdict::Miss("no code beside what it may be for"),
        }
    }
}

/// Bytes between the words and their number at most.
const NEAR: usize = 32;

/// A digit, or a byte of one beyond ASCII.
fn is_digit(byte: &u8) -> bool {
    byte.is_ascii_digit() || *byte == 0xef
}

/// `use 482913 to log in`
fn before(site: &Site<'_>) -> Option<Span> {
    let Site { text, lexicon, anchor, .. } = *site;
    text[anchor.start.saturating_sub(NEAR)..anchor.start].iter().find(|byte| is_digit(byte))?;
    let (start, end, bond, has_comma) = context::backward(lexicon, text, anchor.start)?;
    let (span, digits) = number(lexicon, text, start)?;
    let is_next = bond == Bond::Beside && !has_comma && span.end == end;
    let is_said = is_behind(site, start);
    let opens_clause = {
        let line = text[..start].trim_ascii_end();
        matches!(line.last(), None | Some(b'"' | b'\'' | b'.' | b',' | b':' | b'>' | b'\n' | b']'))
            && !text[..start].ends_with(b".")
            && !text[..start].ends_with(b",")
            && !context::is_placeholder(line)
    };
    (is_next && (is_said || opens_clause && digits == 6)).then_some(span)
}

/// Whether a copula or a word that names a code stands right before `at`: `use 482913`, `kode 68841`.
fn is_behind(site: &Site<'_>, at: usize) -> bool {
    let before = site.text[..at].trim_ascii_end();
    let wanted = Concepts::COPULA | Label::Otp.any() | Concepts::OWN;
    let word = if fold::is_unspaced_before(before, before.len()) {
        site.lexicon.ending(before, before.len(), wanted).map(|(_, word)| word)
    } else {
        let starts = (0..before.len()).rev().take(24).filter(|&start| context::is_word_start(before, start));
        let mut words = starts.filter_map(|start| site.lexicon.longest(before, start, wanted));
        words.find(|word| word.end == before.len())
    };
    word.is_some_and(|word| {
        let mut topics = site.lexicon.topics(&word).iter();
        word.concepts.has(Concepts::COPULA | Label::Otp.any()) && !word.concepts.has(Concepts::CURRENCY)
            || topics.any(|topic| Some(topic.index) == Topic::named("bare_code"))
    })
}

/// `to log in, use 482913`
fn after(site: &Site<'_>) -> Option<Span> {
    let Site { text, lexicon, anchor, .. } = *site;
    text[anchor.end..text.len().min(anchor.end + NEAR)].iter().find(|byte| is_digit(byte))?;
    let Forward::Value(binding) = context::forward(lexicon, text, anchor.end, Shape::Number) else {
        return None;
    };
    let (span, digits) = number(lexicon, text, binding.at)?;
    let is_bound = binding.bond == Bond::Copula && binding.unknown < 8 && !binding.is_json_key;
    (is_bound && matches!(digits, 6 | 8)).then_some(span)
}

/// `enter 482913 on the page that opens to continue`: behind a verb of typing.
fn entered(site: &Site<'_>) -> Option<Span> {
    let Site { text, lexicon, anchor, .. } = *site;
    let wanted = Wanted { own: Label::Otp.any(), lengths: &(6..=6), usual: &[6], points: 4 };
    if !digit_runs::in_sentence(text, anchor, wanted.usual).before {
        return None;
    }
    match vicinity::before(lexicon, text, anchor.start, &wanted) {
        Vicinity::Value(span) if !vicinity::is_masked(lexicon, text, anchor) => Some(span),
        _ => None,
    }
}

/// A number that may be a code.
fn number(lexicon: &Lexicon, text: &[u8], at: usize) -> Option<(Span, u8)> {
    let (span, digits) = Number::parse(lexicon, text, at)?.code(&(4..=8))?;
    let is_code = digits != 7
        && context::is_whole(lexicon, text, span)
        && !context::is_remnant(text, span.start)
        && !matches!(text[..span.start].last(), Some(b'#' | b'+' | b'$' | b'/' | b'.' | b'_' | b'=' | b'-'));
    is_code.then_some((span, digits))
}
