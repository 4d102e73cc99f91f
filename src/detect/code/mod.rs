//! A numeric code bound to a label: what PIN, OTP and security code have in common.

mod answered;
mod before;
mod dialogue;
mod identifier;
mod listed;
mod other_key;
mod paired;
mod parallel;
mod placed;
mod plural;
mod typed;
mod warned;

use std::ops::RangeInclusive;

use other_key::{is_key_between, is_other_key};
pub(super) use placed::{Place, attribute};
pub(super) use warned::value as warned;

use super::dump;
use super::extent::declaration_end;
use super::{Hit, Occasion, Site, Verdict};
use crate::context::digit_runs::{self, Sides};
use crate::context::vicinity::{self, Vicinity, Wanted};
use crate::context::{self, Bond, Forward, Number, Row, Shape};
use crate::finding::Confidence;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

/// A kind of code.
pub(super) struct Code {
    pub(super) label: Label,
    /// Digits that the code may have.
    pub(super) lengths: RangeInclusive<u8>,
    /// Digits that it has where the label alone does not tell.
    pub(super) usual: &'static [u8],
    /// Digits that it has where nothing but the sentence ties it to its label.
    pub(super) usual_in_prose: &'static [u8],
}

/// Why a row of a table holds no value.
pub(super) const IN_ROW: &str = "the row has no such value below the label";

/// Letters of the word between two codes at most.
const MAX_LINK: usize = 5;

/// How far a labelled code is looked for.
pub(super) const REACH: Reach = Reach::new(192, 256);

impl Code {
    pub(super) fn confirm(&self, site: &Site<'_>) -> Verdict {
        if site.occasion == Occasion::Carried {
            return self.carried(site);
        }
        let text = site.text;
        if identifier::is_in_path(site) {
            return Verdict::Miss("part of a name with a stroke");
        }
        let mut reason = "no value is bound to the label";
        let opened = |at: usize| at + usize::from(matches!(text[at], b'\'' | b'"'));
        if let Some(span) = listed::digit_array(site, &self.lengths) {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        let column = context::column_value(text, site.anchor.start, site.anchor.end);
        if let Some(column) = column.or_else(|| context::form_value(text, site.anchor.end)) {
            return match self.value(site, opened(column), false) {
                Ok(span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
                Err(clause) => Verdict::Miss(clause),
            };
        }
        match placed::place(text, site.anchor) {
            Place::Open => {}
            Place::Nowhere => return Verdict::Miss("the place of its value holds none"),
            Place::NextLine => return Verdict::NextLine,
            // What stands there may be a mask: then nothing else is the value.
            Place::At(at) => {
                return match self.value(site, at, false) {
                    Ok(span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
                    Err(clause) => Verdict::Miss(clause),
                };
            }
        }
        if self.label == Label::Otp
            && let Some(span) = warned::value(site)
        {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        if let Some(span) = self.paired(site) {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        // "pin of {} is {}", user, "4821"
        let argument = (0..2).find_map(|nth| {
            let at = context::argument(text, site.anchor, nth)?;
            self.value(site, opened(at), true).ok()
        });
        if let Some(span) = argument {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        // let pin: &str = "4821";
        if let Some(rest) = text[site.anchor.end..].strip_prefix(b": ")
            && let Some(at) = declaration_end(text, text.len() - rest.len())
            && matches!(text.get(at), Some(b'"' | b'\''))
            && let Ok(span) = self.value(site, at + 1, false)
        {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        match context::forward(site.lexicon, text, site.anchor.end, Shape::Number) {
            Forward::Value(binding) => {
                let needs_usual = binding.unknown > 0 || site.is_weak(self.label);
                if identifier::is_board(site, binding.at) {
                    return Verdict::Miss("a page in a path");
                }
                if identifier::is_error_name(site, binding.at) {
                    return Verdict::Miss("the name of an error");
                }
                // Behind a card a weak label is enough: "PAN berlaku 08/27 kode belakang 579".
                let is_card_near = (site.last_end.is_some() || self.is_before_card(site, binding.at))
                    && binding.unknown == 0;
                // The copula may stand behind the value: "code 482913 hai".
                let is_said = || {
                    let value = self.value(site, binding.at, true);
                    value.is_ok_and(|span| context::is_said(site.lexicon, text, span.end))
                };
                // "security code 650012": too long for a card's, so it is the other that the label may name.
                let is_too_long = || {
                    let other = matches!(site.occasion, Occasion::Label(concepts)
                        if concepts.has(Label::SecurityCode.strong()));
                    let number = Number::parse(site.lexicon, text, binding.at).filter(|_| other);
                    number.and_then(|number| number.code(&(6..=6))).is_some()
                };
                let is_bound = binding.bond > Bond::Beside
                    || is_card_near
                    || binding.unknown == 0 && (is_said() || is_too_long());
                if needs_usual && !is_bound {
                    reason = "a weak label or words between ask for a copula";
                } else if binding.unknown > 0
                    && !(binding.is_possessed && binding.bond == Bond::Copula)
                    && is_prohibited(site)
                {
                    reason = "a warning binds no number further on";
                } else {
                    let is_claimed = binding.is_possessed && binding.bond > Bond::Beside;
                    match self.number(site, binding.at, needs_usual || binding.has_name, is_claimed) {
                        Ok(_) if is_key_between(site, &binding) => reason = "the value of another key",
                        // "pins sold: 4417"
                        Ok(_)
                            if binding.unknown > 0 && binding.bond == Bond::Sign && self.is_plural(site) =>
                        {
                            reason = "a count of what the label names";
                        }
                        // "asked for the pin, then gave me 2000 instead"
                        Ok(span)
                            if vicinity::is_common(text, span)
                                && if binding.bond == Bond::Sign {
                                    is_other_key(site, &binding)
                                } else {
                                    binding.unknown > 1 || binding.is_filled
                                } =>
                        {
                            reason = "round or a year, and words between";
                        }
                        Ok(span) => return Verdict::Hit(Hit::new(span, Confidence::Context)),
                        Err(clause) => reason = clause,
                    }
                }
            }
            // The label has its value, before it.
            Forward::LineEnd if is_masked(site.before().trim_ascii_end()) => {
                return Verdict::Miss("masked already");
            }
            Forward::LineEnd => {
                // What stands before it may not be its value: the next line is looked at in any case.
                return match self.before(site).or_else(|| self.nearby(site)) {
                    Some(hit) => Verdict::Hit(hit.going_on()),
                    None => Verdict::NextLine,
                };
            }
            Forward::Masked => return Verdict::Miss("masked already"),
            Forward::Nothing => {}
        }
        let parallel = || self.parallel(site).map(|span| Hit::new(span, Confidence::Context));
        let typed = || self.typed(site, site.anchor.end).map(|span| Hit::new(span, Confidence::Context));
        let answered = || self.answered(site).map(|span| Hit::new(span, Confidence::Context));
        let found = self.before(site).or_else(parallel).or_else(typed);
        match found.or_else(|| self.nearby(site)).or_else(answered) {
            Some(hit) => Verdict::Hit(hit),
            None if !site.is_weak(self.label) && context::is_heading(text, site.anchor) => Verdict::NextLine,
            None => Verdict::Miss(reason),
        }
    }

    /// A second value of the label: "changed from 4471 to 9028".
    pub(super) fn confirm_second(&self, site: &Site<'_>) -> Verdict {
        const NOTHING: Verdict = Verdict::Miss("no second value of the label");
        if digit_runs::numbers(site.text, site.anchor, self.usual_in_prose) < 2 && !self.is_spoken(site) {
            return NOTHING;
        }
        let Verdict::Hit(first) = self.confirm(site) else { return NOTHING };
        let wanted = self.wanted(site);
        let another = vicinity::another(site.lexicon, site.text, first.span, &wanted);
        let another = another.or_else(|| self.next_field(site, first.span));
        let another = another.or_else(|| self.typed(site, first.span.end));
        let another = another.or_else(|| self.first_of_two(site, first.span)).or_else(|| {
            // "I used 330112 as the otp and then 884120"
            let from = site.anchor.start.min(first.span.start);
            match vicinity::before(site.lexicon, site.text, from, &wanted) {
                // Right before the label of the other stands a number of something else: "1234 pin 4821".
                Vicinity::Value(span)
                    if span.len() == first.span.len()
                        && site.text[span.end..from].iter().any(u8::is_ascii_alphabetic) =>
                {
                    Some(span)
                }
                _ => None,
            }
        });
        another.map_or(NOTHING, |span| Verdict::Hit(Hit::new(span, Confidence::Context)))
    }

    /// The value of the next field, whose key says only that it is a value: `"expected":"882716","given":"882761"`.
    fn next_field(&self, site: &Site<'_>, first: Span) -> Option<Span> {
        let Site { text, lexicon, .. } = *site;
        let rest = &text[first.end..];
        let rest = rest.strip_prefix(b"\"").unwrap_or(rest).strip_prefix(b",")?.trim_ascii_start();
        let key = text.len() - rest.strip_prefix(b"\"")?.len();
        let word = context::is_word_start(text, key)
            .then(|| lexicon.longest(text, key, Concepts::SUFFIX | Concepts::TYPED))??;
        let rest =
            text[word.end..].strip_prefix(b"\"")?.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        let at = text.len() - rest.strip_prefix(b"\"").unwrap_or(rest).len();
        self.value(site, at, true).ok().filter(|span| span.len() == first.len())
    }

    /// The first of two before the label, a word or a comma between: "3308 and 3380, i never know which is my pin".
    fn first_of_two(&self, site: &Site<'_>, second: Span) -> Option<Span> {
        let text = site.text;
        if second.start > site.anchor.start {
            return None;
        }
        let before = text[..second.start].trim_ascii_end();
        let word = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let rest = before[..before.len() - word].trim_ascii_end();
        let rest = rest.strip_suffix(b",").unwrap_or(rest);
        let start = rest.len() - rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let is_apart = start == 0 || matches!(text[start - 1], b' ' | b'"' | b'\'' | b'(' | b'\n');
        let is_pair = rest.len() - start == second.len() && word <= MAX_LINK && rest.len() < before.len();
        (is_apart && is_pair && !vicinity::is_common(text, Span::new(start, rest.len())))
            .then(|| self.value(site, start, true).ok())
            .flatten()
    }

    fn wanted(&self, site: &Site<'_>) -> Wanted<'_> {
        let points = if site.is_weak(self.label) { 3 } else { 1 };
        Wanted { own: self.label.any(), lengths: &self.lengths, usual: self.usual_in_prose, points }
    }

    /// Whether a card's name stands right behind the security code at `at`: "cid 4418 amex".
    fn is_before_card(&self, site: &Site<'_>, at: usize) -> bool {
        let digits = site.text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let start = at + digits + 1;
        self.label == Label::SecurityCode
            && digits > 0
            && site.text[at + digits..].starts_with(b" ")
            && context::is_word_start(site.text, start.min(site.text.len() - 1))
            && site.lexicon.longest(site.text, start, Label::Card.strong()).is_some()
    }

    /// Whether words for digits stand around a label that is named outright, and no digits.
    fn is_spoken(&self, site: &Site<'_>) -> bool {
        !site.is_weak(self.label)
            && digit_runs::groups(site.text, site.anchor) == 0
            && digit_runs::is_spoken(site.lexicon, site.text, site.anchor)
    }

    /// A number in the sentence of the label that nothing else explains.
    fn nearby(&self, site: &Site<'_>) -> Option<Hit> {
        let Site { text, anchor, lexicon, .. } = *site;
        let is_word = match text[..anchor.start].last() {
            None
            | Some(
                b' ' | b'\t' | b'\n' | b'"' | b'\'' | b'(' | b',' | b':' | b'*' | b'>' | b'`' | b'?' | b'.',
            ) => true,
            Some(byte) => *byte >= 0x80,
        };
        if !is_word || site.is_quoted_key() {
            return None;
        }
        let mut sides = digit_runs::in_sentence(text, anchor, self.usual_in_prose);
        if sides == Sides::default() && self.is_spoken(site) {
            sides = Sides { before: true, after: true };
        }
        let wanted = self.wanted(site);
        // What follows a label is said of more than its value: it takes more than what goes before.
        let ahead = Wanted { points: wanted.points.max(2), ..wanted };
        let after = || vicinity::after(lexicon, text, anchor.end, &ahead);
        let span = match sides.after.then(after).unwrap_or(Vicinity::Nothing) {
            Vicinity::Value(span) => span,
            Vicinity::Masked => return None,
            Vicinity::Nothing if !sides.before => return None,
            Vicinity::Nothing => match vicinity::before(lexicon, text, anchor.start, &wanted) {
                // "123456 as sequences are banned as pins"
                Vicinity::Value(_) if self.is_plural(site) => return None,
                Vicinity::Value(span) => span,
                _ => return None,
            },
        };
        let is_warned = span.start > anchor.start && is_prohibited(site) && !is_claimed(site, span);
        (!is_warned && !vicinity::is_masked(lexicon, text, anchor))
            .then_some(Hit::new(span, Confidence::Context))
    }

    /// The value at `at`, or the clause that refuses it.
    fn value(&self, site: &Site<'_>, at: usize, is_usual: bool) -> Result<Span, &'static str> {
        self.number(site, at, is_usual, false)
    }

    /// As [`Self::value`]; of a value that somebody claims, "your code is 48291", fewer lengths are out of the way.
    fn number(
        &self,
        site: &Site<'_>,
        at: usize,
        is_usual: bool,
        is_claimed: bool,
    ) -> Result<Span, &'static str> {
        let text = site.text;
        if is_after_currency(site, at) {
            return Err("a sum of money");
        }
        // ppp-1-2-3-4, but G-482913
        if at > 1
            && text[at - 1] == b'-'
            && text[at - 2].is_ascii_alphanumeric()
            && at - 1 > site.anchor.end
            && !is_sender(text, at)
        {
            return Err("part of a name with hyphens");
        }
        // "feature":"pin","user":"u_5521"
        if at > site.anchor.end + 1 && text[at - 1] == b'_' && text[at - 2].is_ascii_alphabetic() {
            return Err("part of a name");
        }
        let number = Number::parse(site.lexicon, text, at).ok_or("no number follows the label")?;
        let whole = json_whole(site, at).filter(|span| self.lengths.contains(&(span.len() as u8)));
        if let Some(span) = whole {
            return Ok(span);
        }
        let code = number.code(&self.lengths).or_else(|| self.mistyped(site, at));
        let (span, count) = code.ok_or("not as many digits as the code has")?;
        // Five digits are rare: a word with many meanings is not enough for them.
        let is_rare = count == 5 && site.is_weak(self.label);
        let is_own = count == 5 && is_claimed;
        if !is_own && (is_rare || is_usual && !self.usual.contains(&count)) {
            return Err("not the usual length, which words between or a weak label ask for");
        }
        if !context::is_whole(site.lexicon, text, span) {
            return Err("part of a longer number or word, or a count of something");
        }
        if context::is_remnant(text, span.start) {
            return Err("what a mask has left");
        }
        Ok(span)
    }

    /// Digits among which letters stand that look like them, right behind a label that is named outright: "pin is 5o71".
    fn mistyped(&self, site: &Site<'_>, at: usize) -> Option<(Span, u8)> {
        let word = &site.text[at..];
        let len = word.iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_alike = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'o' | b'O' | b'l' | b'I');
        let letters = word[..len].iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        let is_mistyped = !site.is_weak(self.label)
            && self.usual_in_prose.contains(&(len as u8))
            && (1..=len / 2).contains(&letters)
            && word[..len].iter().all(is_alike)
            && !matches!(word.get(len), Some(b'_' | b'-' | b'.' | b'/'));
        is_mistyped.then(|| (Span::new(at, at + len), len as u8))
    }

    /// The label ended the line before; the value must be all of this one.
    fn carried(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        if context::is_rule(site.after()) {
            return Verdict::NextLine;
        }
        if let Row::Field(field) = site.row(self.label) {
            let value = field.and_then(|field| {
                let cell = Site { text: &text[..field.end], ..*site };
                self.value(&cell, field.start, false).ok().filter(|span| *span == field)
            });
            return value.map_or(Verdict::Miss(IN_ROW), |span| {
                Verdict::Hit(Hit::new(span, Confidence::Context).going_on())
            });
        }
        let mut at = site.anchor.start;
        // Indent, bullet, quotation mark or opening tag of a value.
        while let Some(byte) = text.get(at)
            && matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'"' | b'\'' | b'=' | b':' | b'<' | b'`')
            && at < site.anchor.start + 24
        {
            at += 1;
        }
        at = dump::value(text, at).unwrap_or(at);
        at = dialogue::sent(text, at).unwrap_or(at);
        // Who answers: "Q: security code?", "A: 851". What is indented or small is a key.
        let letters = text[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let is_name = at == site.anchor.start && text.get(at).is_some_and(u8::is_ascii_uppercase);
        if is_name && (1..=8).contains(&letters) && text[at + letters..].starts_with(b": ") {
            at += letters + 2;
        }
        let span = match self.value(site, at, false) {
            Ok(span) => span,
            Err(clause) => return Verdict::Miss(clause),
        };
        let rest = &text[span.end..];
        // expect "PIN:", send "4821\\r"
        let rest = rest.strip_prefix(b"\\r").or_else(|| rest.strip_prefix(b"\\n")).unwrap_or(rest);
        let is_rest_blank = rest.iter().all(|byte| {
            matches!(byte, b' ' | b'\t' | b'\r' | b'.' | b',' | b'"' | b'\'' | b'*' | b'`' | b';' | b'!')
        });
        if is_rest_blank {
            Verdict::Hit(Hit::new(span, Confidence::Context))
        } else {
            Verdict::Miss("the line after the label holds more than a value")
        }
    }
}

/// The digits before the `.0` of a JSON number, which some writers give whole numbers.
fn json_whole(site: &Site<'_>, at: usize) -> Option<Span> {
    let digits = site.text[at..].iter().take(16).take_while(|byte| byte.is_ascii_digit()).count();
    let rest = site.text[at + digits..].strip_prefix(b".0").filter(|_| site.is_quoted_key())?;
    let is_end = matches!(rest.trim_ascii_start().first(), None | Some(b',' | b'}' | b']'));
    is_end.then(|| Span::new(at, at + digits))
}

/// Whether `before` ends in what a mask has left.
fn is_masked(before: &[u8]) -> bool {
    context::is_placeholder(before) || before.ends_with(b"****")
}

/// Whether somebody's own value stands right behind the label, which a warning does not take back: "jangan bilang siapa2, kode
/// rahasia saya 482913".
fn is_claimed(site: &Site<'_>, span: Span) -> bool {
    let Site { lexicon, text, anchor, .. } = *site;
    match context::forward(lexicon, text, anchor.end, Shape::Number) {
        Forward::Value(binding) if binding.at == span.start && binding.unknown == 0 => {
            let is_mine = || context::left_bound(lexicon, text, anchor.start, Concepts::POSSESSIVE).is_some();
            binding.is_possessed || is_mine()
        }
        _ => false,
    }
}

/// Whether a warning stands before the label on its line.
fn is_prohibited(site: &Site<'_>) -> bool {
    let line = site.before().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    (line..site.anchor.start)
        .filter(|&at| context::is_word_start(site.text, at))
        .any(|at| site.lexicon.longest(site.text, at, Concepts::PROHIBITION).is_some())
}

/// Whether a currency's name or sign stands right before `at`.
pub(super) fn is_after_currency(site: &Site<'_>, at: usize) -> bool {
    if site.text[..at].ends_with(b"$") || site.text[..at].ends_with("€".as_bytes()) {
        return true;
    }
    let before = site.text[..at].trim_ascii_end();
    if before.ends_with("¥".as_bytes())
        || before.ends_with("￥".as_bytes())
        || site
            .lexicon
            .ending(before, before.len(), Concepts::CURRENCY)
            // The last part of the label is none: รหัสกดเงิน
            .is_some_and(|(start, _)| at < site.anchor.start || start >= site.anchor.end)
    {
        return true;
    }
    let before = before.strip_suffix(b".").unwrap_or(before);
    let start = (0..before.len())
        .rev()
        .find(|&i| context::is_word_start(before, i) || !before[i].is_ascii_alphabetic());
    start.is_some_and(|start| {
        context::is_word_start(before, start)
            && site
                .lexicon
                .longest(before, start, Concepts::CURRENCY)
                .is_some_and(|word| word.end == before.len())
    })
}

/// `G-482913`: the initial of a sender, as in text messages.
fn is_sender(text: &[u8], start: usize) -> bool {
    start >= 2
        && text[start - 1] == b'-'
        && text[start - 2].is_ascii_uppercase()
        && !text.get(start.wrapping_sub(3)).is_some_and(u8::is_ascii_alphanumeric)
}
