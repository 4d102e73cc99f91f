//! One-time codes with letters among the digits: `K7X4M2`, `k7m4pz`, `CF 2740`, `G-617304`, `8f2k-71qd`.
//!
//! **Grammar.** `LABEL [copula] VALUE` with a copula or a sign. The value has five to eight letters and digits of one case that change
//! twice at least, as one group or as two of the same length with a hyphen; or one or two capitals and four digits or more. Behind
//! one, a short word or a comma, there may be another, as backup codes are given.
//!
//! **Evidence.** The label and the form. A weak label asks for capitals, or for two groups.
//!
//! **Not found on purpose.** A word and its number (`sha256`, `step2`), lengths of time (`5m30s`), what goes on as an identifier does.

use super::{Detector, Hit, Occasion, Site, Trigger, Verdict, Writing, code};
use crate::context::{self, Bond, Forward, Shape};
use crate::finding::Confidence;
use crate::pack::Label;
use crate::span::{Reach, Span};

pub(super) struct Lettered;
/// Another one behind the first: backup codes come in lists.
pub(super) struct SecondLettered;

impl Detector for Lettered {
    fn rule(&self) -> &str {
        "otp_lettered"
    }

    fn entity(&self) -> &str {
        "otp"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("otp")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        match value(site) {
            Some(span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
            None => Verdict::Miss("no code with letters behind the label"),
        }
    }
}

impl Detector for SecondLettered {
    fn rule(&self) -> &str {
        "otp_lettered_second"
    }

    fn entity(&self) -> &str {
        "otp"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Again("otp_lettered")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        match value(site).and_then(|first| next(site.text, first)) {
            Some(span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
            None => Verdict::Miss("no other code with letters"),
        }
    }
}

/// Letters and digits of a code in one group.
const LENGTHS: std::ops::RangeInclusive<usize> = 5..=8;
/// Letters and digits of each of two groups.
const HALVES: std::ops::RangeInclusive<usize> = 3..=5;
/// Capitals before the digits at most.
const MAX_PREFIX: usize = 2;
/// Letters of the word between two codes at most.
const MAX_LINK: usize = 5;

/// What a code looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Letters and digits as they come.
    Mixed,
    /// Two groups of them.
    Halves,
    /// So many capitals and then digits.
    Prefixed(usize),
}

fn value(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, lexicon, .. } = *site;
    // Most labels have no such value: a look at what follows first.
    let near = &text[anchor.end..text.len().min(anchor.end + MAX_NEAR)];
    let is_mixed = |pair: &[u8]| {
        pair[0].is_ascii_alphabetic() && (pair[1].is_ascii_digit() || matches!(pair[1], b' ' | b'-'))
            || pair[0].is_ascii_digit() && pair[1].is_ascii_alphabetic()
    };
    if site.occasion == Occasion::Carried
        || !near.windows(2).any(is_mixed)
        || !near.iter().any(u8::is_ascii_digit)
    {
        return None;
    }
    let Forward::Value(binding) = context::forward(lexicon, text, anchor.end, Shape::Token) else {
        return None;
    };
    let (span, form) = lettered(text, binding.at)?;
    let value = &text[span.range()];
    let is_capital = !value.iter().any(u8::is_ascii_lowercase);
    let is_weak = site.is_weak(Label::Otp);
    let is_prose = binding.bond == Bond::Copula || binding.bond == Bond::Sign && !binding.is_tight;
    let is_said = match binding.unknown {
        0 => binding.bond > Bond::Beside && (is_prose || is_capital || binding.quote.is_some()),
        1 => is_prose && is_capital && !is_weak,
        _ => false,
    };
    let is_plain = match form {
        Form::Mixed => is_capital && value.len() > 5,
        Form::Halves => true,
        Form::Prefixed(letters) => letters > 1,
    };
    let is_key = binding.is_json_key || binding.sign == b'=';
    (is_said && (!is_weak || is_plain && is_prose && !is_key)).then_some(span)
}

/// Bytes behind a label in which a code starts.
const MAX_NEAR: usize = 48;

/// Another code of two groups behind the first.
fn next(text: &[u8], first: Span) -> Option<Span> {
    let is_joint = |byte: &u8| matches!(byte, b' ' | b',' | b'&' | b'/' | b';');
    let mut at = first.end + text[first.end..].iter().take(2).take_while(|byte| is_joint(byte)).count();
    let link = text[at..].iter().take(MAX_LINK + 1).take_while(|byte| byte.is_ascii_lowercase()).count();
    if link > 0 && link <= MAX_LINK && text.get(at + link) == Some(&b' ') {
        at += link + 1;
    }
    let (span, form) = lettered(text, at)?;
    (at > first.end && form == Form::Halves && span.len() == first.len()).then_some(span)
}

/// The code at `at`.
fn lettered(text: &[u8], at: usize) -> Option<(Span, Form)> {
    let run =
        |from: usize| text[from..].iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/' | b'.' | b'@' | b'#');
    if at >= text.len() || at > 0 && is_part(&text[at - 1]) {
        return None;
    }
    let first = run(at);
    let end = at + first;
    let separator = text.get(end).copied().filter(|byte| matches!(byte, b'-' | b' '));
    let is_end = |end: usize| match &text[end..] {
        [b'.' | b',' | b'-' | b'/' | b':' | b'=' | b'@', next, ..] => !is_part(next) && *next != b'"',
        [b'_' | b'(' | b'[' | b'{', ..] => false,
        [byte, ..] => !byte.is_ascii_alphanumeric(),
        [] => true,
    };
    let letters = text[at..end].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let digits = |from: usize| text[from..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=MAX_PREFIX).contains(&letters) {
        let is_apart = letters == first && separator.is_some();
        let from = at + letters + usize::from(is_apart);
        let count = digits(from);
        let fits = if separator == Some(b' ') && is_apart { 4..=6 } else { 4..=8 };
        if fits.contains(&count) && is_end(from + count) {
            return Some((Span::new(at, from + count), Form::Prefixed(letters)));
        }
    }
    if LENGTHS.contains(&first) && is_end(end) && is_mixed(&text[at..end]) {
        return Some((Span::new(at, end), Form::Mixed));
    }
    let second = end + 1;
    let is_pair = separator == Some(b'-') && HALVES.contains(&first) && run(second) == first;
    let whole = Span::new(at, second + first);
    (is_pair && is_end(whole.end) && is_mixed(&text[whole.range()])).then_some((whole, Form::Halves))
}

/// Whether letters of one case and digits change twice at least, and are no length of time: `5m30s`.
fn is_mixed(code: &[u8]) -> bool {
    let known = || code.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let changes =
        known().zip(known().skip(1)).filter(|(one, other)| one.is_ascii_digit() != other.is_ascii_digit());
    let is_time = known().all(|byte| byte.is_ascii_digit() || matches!(byte, b'd' | b'h' | b'm' | b's'));
    let is_one_case = !(code.iter().any(u8::is_ascii_lowercase) && code.iter().any(u8::is_ascii_uppercase));
    changes.count() >= 2 && is_one_case && !is_time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_with_letters_by_their_form() {
        for code in
            ["K7X4M", "k7m4pz", "ZR36NK", "CF 2740", "CF-2740", "CF2740", "G-617304", "8f2k-71qd", "M7R-36W"]
        {
            let found = lettered(code.as_bytes(), 0).map(|(span, _)| span.len());
            assert_eq!(found, Some(code.len()), "{code}");
        }
        for other in [
            "sha256",
            "step22",
            "5m30s",
            "K7x4M2",
            "SAVE20",
            "8f2k-71qd-x7m3",
            "k7m4pz.example",
            "552817",
            "ABCDEF",
            "K7X4M2_id",
            "k7x4m2(1)",
            "AB 119",
            "ABC 1190",
            "RFC6238",
        ] {
            assert!(lettered(other.as_bytes(), 0).is_none(), "{other}");
        }
    }
}
