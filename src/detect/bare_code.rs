//! Codes behind a word that says only that they are codes: *code*, *kode*, *token*, *tan*.
//!
//! **Grammar.** `code: 482913`: a weak word, a sign with a blank behind it, six digits. `token 902117`, `tan 449201`: a word that
//! names a one-time code and little else, and six digits beside it or behind a copula. `exp 10/29 code 118`: three digits right
//! behind the word, which stands right behind a month and a year.
//!
//! **Evidence.** Exactly six digits, not round, in prose: a word of its own, no key of JSON, no part of an identifier. For a
//! card's code the date before it, which has a label or a card of its own on the line.
//!
//! **Not found on purpose.** `code 482913`, `"code":482913`, `code=4032`: numbers of errors and goods are written so, too.
//! *Tokens*: they are counted. A key of JSON is one where its line names one-time codes.

use super::{Detector, Hit, Occasion, Site, Trigger, Verdict, Writing, code, month, postal_code};
use crate::context::digit_runs;
use crate::context::vicinity::{self, Vicinity, Wanted};
use crate::context::{self, Bond, Forward, Number, Shape};
use crate::finding::Confidence;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

pub(super) struct BareCode;
/// A card's code behind its expiry date.
pub(super) struct BareSecurityCode;

impl Detector for BareCode {
    fn rule(&self) -> &str {
        "otp_bare"
    }

    fn entity(&self) -> &str {
        "otp"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("bare_code")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        if site.is_quoted_key() && site.before().ends_with(b"\"") {
            return keyed(site);
        }
        if !stands_alone(site) || digit_runs::numbers(text, site.anchor, &[4, 5, 6, 8]) == 0 {
            return Verdict::Miss("part of an identifier, or more than one");
        }
        if let Some(span) = introduced(site) {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        if let Some(span) = code::warned(site) {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        let binding = match context::forward(site.lexicon, text, site.anchor.end, Shape::Number) {
            Forward::Value(binding) => binding,
            Forward::Masked => return Verdict::Miss("masked already"),
            _ => return nearby(site),
        };
        let is_weak = matches!(site.occasion, Occasion::Topic { is_weak: true });
        let is_bound = binding.bond == Bond::Sign
            && (!binding.is_tight && !binding.is_json_key && binding.quote.is_none()
                || is_in_record(site)
                || is_named_beside(site))
            // "code's 903311 ok?"
            || text[..site.anchor.end].ends_with(b"'s") && binding.bond == Bond::Beside;
        if binding.unknown == 0 && binding.bond == Bond::Copula && is_possessed(site) {
            let claimed = (4..=8).rev().find_map(|digits| number(site, binding.at, digits));
            let claimed = claimed.filter(|span| {
                let rest = &text[span.end..];
                !vicinity::is_common(text, *span)
                    && (rest.trim_ascii().is_empty() || matches!(rest[0], b'.' | b',' | b'!' | b'\n' | b'"'))
            });
            if let Some(span) = claimed {
                return Verdict::Hit(Hit::new(span, Confidence::Context));
            }
        }
        // "enter code 55-28-17": in groups, behind a verb of typing.
        let is_grouped = |span: &Span| span.len() > 6 && !text[span.range()].ends_with(b"00");
        if binding.unknown == 0
            && binding.bond == Bond::Beside
            && context::left_bound(site.lexicon, text, site.anchor.start, Concepts::COPULA | Concepts::ENTRY)
                .is_some()
            && let Some(span) = number(site, binding.at, 6).filter(is_grouped)
        {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        if binding.unknown > 0 || is_weak && !is_bound {
            return nearby(site);
        }
        match number(site, binding.at, 6).or_else(|| number(site, binding.at, 8).filter(|_| !is_weak)) {
            Some(span) if postal_code::is_postal_code(site, span) => {
                Verdict::Miss("the postal code of a place in India")
            }
            Some(span) if !text[span.range()].ends_with(b"00") => {
                Verdict::Hit(Hit::new(span, Confidence::Context))
            }
            _ => nearby(site),
        }
    }
}

/// `"code":"482913"` on a line that names one-time codes: `{"logger":"OtpController","body":{"code":"482913"}}`. Six digits alone:
/// those of errors have fewer.
fn keyed(site: &Site<'_>) -> Verdict {
    const NOTHING: Verdict = Verdict::Miss("a key that says only that it is a code");
    let Forward::Value(binding) = context::forward(site.lexicon, site.text, site.anchor.end, Shape::Number)
    else {
        return NOTHING;
    };
    let is_own = binding.bond == Bond::Sign && binding.unknown == 0;
    match number(site, binding.at, 6).filter(|_| is_own) {
        Some(span)
            if !vicinity::is_common(site.text, span) && (is_in_record(site) || is_named_beside(site)) =>
        {
            Verdict::Hit(Hit::new(span, Confidence::Context))
        }
        _ => NOTHING,
    }
}

/// Whether the word is a field of a record named for one-time codes: `OtpRequest{code='482913'}`, `"otp": {"code": "482913"}`.
fn is_in_record(site: &Site<'_>) -> bool {
    let before = site.before();
    let floor = before.len().saturating_sub(MAX_RECORD);
    let Some(open) = before[floor..].iter().rposition(|byte| matches!(byte, b'{' | b'(' | b'[')) else {
        return false;
    };
    let is_part =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'"' | b':' | b' ' | b'.');
    let name = before[..floor + open].iter().rev().take(MAX_NAME).take_while(is_part).count();
    let start = floor + open - name;
    (start..floor + open)
        .filter(|&at| context::is_word_start(site.text, at))
        .any(|at| site.lexicon.longest(&site.text[..floor + open], at, Label::Otp.strong()).is_some())
}

/// Whether somebody's name for the code stands right before the word: "Your Fernway code".
fn is_possessed(site: &Site<'_>) -> bool {
    let Some(before) = site.before().strip_suffix(b" ") else { return false };
    let name = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let start = before.len() - name;
    let is_name = before.get(start).is_some_and(u8::is_ascii_uppercase);
    is_name && context::left_bound(site.lexicon, site.text, start, Concepts::POSSESSIVE).is_some()
}

/// A number that opens its line or sentence and is said to be somebody's: "<#> 4482 is your Fernway code".
fn introduced(site: &Site<'_>) -> Option<Span> {
    let text = site.text;
    if !is_possessed(site) {
        return None;
    }
    let (start, end, bond, has_comma) = context::backward(site.lexicon, text, site.anchor.start)?;
    let span = (4..=8).rev().find_map(|digits| number(site, start, digits))?;
    let before = text[..start].trim_ascii_end();
    let opens = matches!(before.last(), None | Some(b'\n' | b'>' | b'"' | b':' | b'.' | b'\'' | b'='));
    let is_said = bond == Bond::Copula && !has_comma && span.end == end;
    (is_said && opens && !vicinity::is_common(text, span) && !context::is_placeholder(before)).then_some(span)
}

/// Whether a field or a program named for one-time codes stands on the line of a key: `otp-svc: code=482913`, `code=482913&type=otp`.
fn is_named_beside(site: &Site<'_>) -> bool {
    let Site { text, anchor, lexicon, .. } = *site;
    let line = memchr::memrchr(b'\n', &text[..anchor.start]).map_or(0, |end| end + 1);
    let near = line.max(anchor.start.saturating_sub(MAX_RECORD))..text.len().min(anchor.end + MAX_RECORD / 2);
    let starts = near.filter(|&at| context::is_word_start(text, at));
    let mut words = starts.filter_map(|at| lexicon.longest(text, at, Label::Otp.strong() | Concepts::NOT));
    words.any(|word| word.concepts.has(Label::Otp.strong()))
}

/// Bytes between the name of a record and a field of it, and of the name.
const MAX_RECORD: usize = 96;
const MAX_NAME: usize = 32;

/// Six digits in the sentence of the word, for which much speaks: "he wanted the code so i read him 558213".
fn nearby(site: &Site<'_>) -> Verdict {
    const NOTHING: Verdict = Verdict::Miss("a word that says so little asks for a sign");
    let wanted = Wanted { own: Label::Otp.any(), lengths: &(4..=8), usual: &[6], points: 3 };
    // Beside the word stand the numbers of errors and goods.
    let rest = site.after().trim_ascii_start();
    let is_beside = rest.first().is_some_and(u8::is_ascii_digit);
    if is_beside {
        return NOTHING;
    }
    let sides = digit_runs::in_sentence(site.text, site.anchor, wanted.usual);
    let after = match sides.after {
        true => vicinity::after(site.lexicon, site.text, site.anchor.end, &wanted),
        false => Vicinity::Nothing,
    };
    let value = match after {
        Vicinity::Nothing if sides.before => {
            vicinity::before(site.lexicon, site.text, site.anchor.start, &Wanted { points: 2, ..wanted })
        }
        value => value,
    };
    match value {
        Vicinity::Value(span) if postal_code::is_postal_code(site, span) => NOTHING,
        Vicinity::Value(span) if !vicinity::is_masked(site.lexicon, site.text, site.anchor) => {
            Verdict::Hit(Hit::new(span, Confidence::Context))
        }
        _ => NOTHING,
    }
}

impl Detector for BareSecurityCode {
    fn rule(&self) -> &str {
        "security_code_bare"
    }

    fn entity(&self) -> &str {
        "card_cvv"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("bare_code")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        if !stands_alone(site) || !is_behind_date(site) {
            return Verdict::Miss("no card's date before the word");
        }
        let Forward::Value(binding) = context::forward(site.lexicon, text, site.anchor.end, Shape::Number)
        else {
            return Verdict::Miss("no number behind the word");
        };
        match number(site, binding.at, 3).filter(|_| binding.unknown == 0) {
            Some(span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
            None => Verdict::Miss("not three digits"),
        }
    }
}

/// Whether the word is no part of a longer name, and no plural.
fn stands_alone(site: &Site<'_>) -> bool {
    let word = &site.text[site.anchor.range()];
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'"');
    let one = site.anchor.end - 1;
    let is_plural = matches!(word.last(), Some(b's' | b'S'))
        && !word.ends_with(b"'s")
        && site
            .lexicon
            .longest(&site.text[..one], site.anchor.start, Concepts::OWN)
            .is_some_and(|word| word.end == one);
    // 2fa: packs know it from the letters on.
    if word.eq_ignore_ascii_case(b"fa") {
        let rest = site.before().strip_suffix(b"2");
        return rest.is_some_and(|rest| !rest.last().is_some_and(is_part));
    }
    // The first field of a form: -d "code=482913&type=otp".
    let opens_form = site.before().ends_with(b"\"") && site.after().starts_with(b"=");
    !(is_plural || !opens_form && site.before().last().is_some_and(is_part))
}

/// A code of `digits` digits at `at`.
fn number(site: &Site<'_>, at: usize, digits: u8) -> Option<Span> {
    let (span, _) = Number::parse(site.lexicon, site.text, at)?.code(&(digits..=digits))?;
    let is_free =
        context::is_whole(site.lexicon, site.text, span) && !context::is_remnant(site.text, span.start);
    is_free.then_some(span)
}

/// Whether a month and a year end right before the word, on a line that names an expiry or a card.
fn is_behind_date(site: &Site<'_>) -> bool {
    let marks = |byte: &&u8| matches!(**byte, b' ' | b',' | b'.' | b';' | b'-');
    let before = site.before();
    let before = &before[..before.len() - before.iter().rev().take_while(marks).count()];
    let date = before.iter().rev().take(7).take_while(|byte| byte.is_ascii_digit() || **byte == b'/').count();
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let wanted = Label::Expiry.any() | Label::Card.any();
    let is_named = || {
        (line..before.len()).filter(|&at| context::is_word_start(site.text, at)).any(|at| {
            site.lexicon
                .longest(site.text, at, wanted | Concepts::NOT)
                .is_some_and(|word| word.concepts.has(wanted))
        })
    };
    // What a mask has left of the date is a date, too.
    let digits = before.iter().rev().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let is_named_date = || {
        if !matches!(digits, 2 | 4) {
            return false;
        }
        let floor = before.len().saturating_sub(20);
        let months = (floor..before.len()).filter(|&at| context::is_word_start(before, at));
        months.filter_map(|at| month::named(before, at)).any(|(_, end)| {
            let year = before[end..].trim_ascii_start();
            matches!(year.len(), 2 | 4) && year.iter().all(u8::is_ascii_digit)
        })
    };
    let is_date = (4..=7).contains(&date) && before[before.len() - date..].contains(&b'/') || is_named_date();
    (is_date || context::is_placeholder(before)) && (site.last_end.is_some() || is_named())
}
