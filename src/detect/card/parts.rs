//! Card numbers in parts: spoken, or in groups between marks that stand between other numbers, too.
//!
//! **Grammar.** A card's label and 12 to 19 digits in words, or groups of digits as cards have them with one kind of mark between:
//! `, `, `/`, `_`, `:`, `|`, a middle dot, an escaped hyphen, strings of a JSON array.
//!
//! **Evidence.** The label, before it. Groups: issuer and check digit, too: lists of numbers look like them.
//!
//! **Not found on purpose.** Groups that are wrong anywhere; digits in words without a label; groups on a line each.

use super::{GROUPINGS, LENGTHS, issuer};
use crate::context::{self, Forward, Number, Shape};
use crate::detect::check::luhn;
use crate::detect::{Detector, Hit, Site, Trigger, Verdict, Writing, code};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(in crate::detect) struct Parts;

impl Detector for Parts {
    fn rule(&self) -> &str {
        "card_in_parts"
    }

    fn entity(&self) -> &str {
        "card_number"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("card_in_parts")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let Site { text, lexicon, .. } = *site;
        let Forward::Value(binding) = context::forward(lexicon, text, site.anchor.end, Shape::Number) else {
            return Verdict::Miss("no number is bound to the label");
        };
        if text[binding.at].is_ascii_digit() {
            return match in_groups(text, binding.at) {
                Some(span) => Verdict::Hit(Hit::new(span, Confidence::Checksum)),
                None => Verdict::Miss("no groups of a card with one mark between"),
            };
        }
        if binding.unknown > 0 {
            return Verdict::Miss("words between label and number");
        }
        let spoken = Number::parse(lexicon, text, binding.at).and_then(|number| number.code(&(12..=19)));
        match spoken {
            Some((span, _)) => Verdict::Hit(Hit::new(span, Confidence::Context).without_tail()),
            None => Verdict::Miss("not as many digits as a card has"),
        }
    }
}

/// What may stand between groups. Between the separators of [`Run`](super::Run) they are found without.
const MARKS: [&[u8]; 17] = [
    b", ",
    b",",
    b"/",
    b" / ",
    b"_",
    b":",
    b"|",
    b" | ",
    b"; ",
    b";",
    "\u{b7}".as_bytes(),
    " \u{b7} ".as_bytes(),
    b"%2D",
    b"%2d",
    b"\",\"",
    b"\", \"",
    b"','",
];
/// Groups of a card at most.
const MAX_GROUPS: usize = 5;

/// The groups at `at`, if they are a card's.
fn in_groups(text: &[u8], at: usize) -> Option<Span> {
    let group = |at: usize| text[at..].iter().take(14).take_while(|byte| byte.is_ascii_digit()).count();
    let first_end = at + group(at);
    let mark = MARKS.into_iter().find(|mark| {
        text[first_end..].strip_prefix(*mark).and_then(<[u8]>::first).is_some_and(u8::is_ascii_digit)
    })?;
    let (mut digits, mut len) = ([0; 19], 0);
    let (mut sizes, mut count) = ([0; MAX_GROUPS], 0);
    let mut start = at;
    loop {
        let size = group(start);
        let end = start + size;
        *sizes.get_mut(count)? = size;
        digits.get_mut(len..len + size)?.copy_from_slice(&text[start..end]);
        (count, len) = (count + 1, len + size);
        let next = text[end..].strip_prefix(mark).map(|rest| text.len() - rest.len());
        match next.filter(|&next| text.get(next).is_some_and(u8::is_ascii_digit)) {
            Some(next) => start = next,
            None => {
                let (number, sizes) = (&digits[..len], &sizes[..count]);
                let is_card = count > 2
                    && LENGTHS.contains(&len)
                    && GROUPINGS.contains(&sizes)
                    && issuer::trust(number, len).is_some_and(|trust| trust > issuer::Trust::Named)
                    && luhn::is_valid(number)
                    && !text.get(end).is_some_and(u8::is_ascii_alphanumeric);
                return is_card.then(|| Span::new(at, end));
            }
        }
    }
}
