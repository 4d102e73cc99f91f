//! Codes whose digits are counted: *the 3 digits are 902*, *6 angka: 338201*.
//!
//! **Grammar.** `COUNT digits [copula] VALUE`: a count of three or six as a digit or in words, the word for digits, and
//! behind a copula or a sign a number of exactly as many digits. A security code has three, a one-time password six.
//!
//! **Evidence.** The count and the number agree. No other name stands in the clause before the count or between.
//!
//! **Not found on purpose.** Four digits, which are mostly a card's last; the last or first digits of something: before the count
//! stands nothing, or whose it is (*the*, *my*); counts without a number (`must have 6 digits`); what packs list
//! as a label with its count, which that label's rule finds.

use super::{Detector, Hit, Site, Trigger, Verdict, Writing, code};
use crate::context::vicinity::{self, Vicinity, Wanted};
use crate::context::{self, Bond, Forward, Number, Shape};
use crate::finding::Confidence;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

/// Codes of one number of digits.
pub(super) struct Counted {
    pub(super) rule: &'static str,
    pub(super) entity: &'static str,
    pub(super) digits: u8,
}

/// One for each length that says what the code is.
pub(super) const ALL: [Counted; 2] = [
    Counted { rule: "security_code_counted", entity: "card_cvv", digits: 3 },
    Counted { rule: "otp_counted", entity: "otp", digits: 6 },
];

impl Detector for Counted {
    fn rule(&self) -> &str {
        self.rule
    }

    fn entity(&self) -> &str {
        self.entity
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("counted")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let Site { text, lexicon, anchor, .. } = *site;
        let Some(start) = self.count(site) else {
            return Verdict::Miss("no count of as many digits as the code has");
        };
        const TELLING: Concepts = Concepts::OTHER
            .and(Concepts::NOT)
            .and(Concepts::APART)
            .and(Concepts::LABELS)
            .and(Concepts::PROHIBITION)
            .and(Concepts::CURRENCY);
        const FIRST_OR_LAST: Concepts = TELLING.and(Concepts::CONNECTORS);
        let clause =
            text[..start].iter().rposition(|byte| matches!(byte, b'\n' | b',' | b'.' | b';' | b'?' | b'!'));
        // What stands before another number was said of that.
        let number = text[..start].trim_ascii_end().iter().rposition(u8::is_ascii_digit);
        let clause = clause.max(number).map_or(0, |end| end + 1);
        let before = text[clause..start].trim_ascii_end();
        // An article has three letters at most; *last* and *first* have more.
        let is_whose = || {
            let word = (0..before.len()).rev().take(24).find(|&at| context::is_word_start(before, at));
            let connector = word.and_then(|at| lexicon.longest(before, at, Concepts::CONNECTORS));
            connector.filter(|word| word.end == before.len()).is_some_and(|connector| {
                connector.concepts.has(Concepts::POSSESSIVE | Concepts::COPULA)
                    || word.is_some_and(|at| before.len() - at <= 3)
            })
        };
        // "it wants six digits, i gave 120988": who counts says a verb, not which of them.
        let is_wanted = || {
            let word = (0..before.len()).rev().take(24).find(|&at| context::is_word_start(before, at));
            self.digits == 6 && word.is_some_and(|at| lexicon.longest(before, at, FIRST_OR_LAST).is_none())
        };
        if !before.is_empty()
            && !before.ends_with(b"\"")
            && !before.ends_with(b"(")
            && !is_whose()
            && !is_wanted()
        {
            return Verdict::Miss("the first or last digits of something");
        }
        let is_told = (clause..start)
            .filter(|&at| context::is_word_start(text, at))
            .any(|at| lexicon.longest(text, at, TELLING).is_some());
        if is_told {
            return Verdict::Miss("the clause names something else, or the label itself");
        }
        let Forward::Value(binding) = context::forward(lexicon, text, anchor.end, Shape::Number) else {
            return self.nearby(site);
        };
        let value = Number::parse(lexicon, text, binding.at)
            .and_then(|number| number.code(&(self.digits..=self.digits)));
        // 3 numbers: 100, 200, 300
        let is_list = |span: Span| {
            let rest = text[span.end..].strip_prefix(b",").unwrap_or_default().trim_ascii_start();
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count() == span.len()
        };
        let is_bound = (binding.bond > Bond::Beside
            || self.digits == 3 && (site.last_end.is_some() || names_card(site, start)))
            && binding.unknown <= 1
            && !binding.is_json_key;
        match value {
            Some((span, _))
                if is_bound
                    && !is_list(span)
                    && context::is_whole(lexicon, text, span)
                    && !context::is_remnant(text, span.start) =>
            {
                Verdict::Hit(Hit::new(span, Confidence::Context))
            }
            _ => self.nearby(site),
        }
    }
}

/// Whether a card or its date is named on the line before `at`: "exp 08/27 and the 3 digits 425".
fn names_card(site: &Site<'_>, at: usize) -> bool {
    let line = memchr::memrchr(b'\n', &site.text[..at]).map_or(0, |end| end + 1);
    let wanted = Label::Expiry.strong() | Label::Card.strong();
    (line..at)
        .filter(|&at| context::is_word_start(site.text, at))
        .filter_map(|at| site.lexicon.longest(site.text, at, wanted | Concepts::NOT))
        .any(|word| word.concepts.has(wanted) && !word.concepts.has(Concepts::NOT))
}

impl Counted {
    /// A number of as many digits in the sentence of the count: "the six numbers from the text, 703318". Three digits say too little.
    fn nearby(&self, site: &Site<'_>) -> Verdict {
        const NOTHING: Verdict = Verdict::Miss("no number of as many digits behind a copula or a sign");
        if self.digits != 6 {
            return NOTHING;
        }
        let wanted = Wanted { own: Label::Otp.any(), lengths: &(6..=6), usual: &[6], points: 3 };
        match vicinity::after(site.lexicon, site.text, site.anchor.end, &wanted) {
            Vicinity::Value(span) if !vicinity::is_masked(site.lexicon, site.text, site.anchor) => {
                Verdict::Hit(Hit::new(span, Confidence::Context))
            }
            _ => NOTHING,
        }
    }

    /// Where the count starts that stands right before the word for digits.
    fn count(&self, site: &Site<'_>) -> Option<usize> {
        let Site { text, lexicon, anchor, .. } = *site;
        let before = text[..anchor.start].trim_ascii_end();
        let before = before.strip_suffix(b"-").unwrap_or(before);
        let (start, count) = match before.last()? {
            digit @ b'0'..=b'9' => (before.len() - 1, digit - b'0'),
            _ => {
                let start =
                    (0..before.len()).rev().take(24).find(|&at| context::is_word_start(before, at))?;
                let word = lexicon
                    .longest(before, start, Concepts::DIGIT)
                    .filter(|word| word.end == before.len())?;
                (start, word.number)
            }
        };
        let is_apart =
            start == 0 || matches!(text[start - 1], b' ' | b'\n' | b'(' | b'"' | b'\'' | b',' | 0x80..);
        (count == self.digits && is_apart).then_some(start)
    }
}
