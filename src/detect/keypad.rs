//! PINs in the sentence of the machine that they are typed into: *card machine*, *keypad*.
//!
//! **Grammar.** `type 5719 at the card machine`, `the keypad wants it again after entering 5719`: a verb of
//! typing, the number right behind it, and the machine before or behind both.
//!
//! **Evidence.** Four or six digits that end in no two noughts, and nothing that explains them.
//!
//! **Not found on purpose.** Sums (`typed 4000 at the atm`), numbers without a verb of typing before them, which are those of machines
//! and streets.

use super::{Detector, Hit, Site, Trigger, Verdict, Writing, code};
use crate::context::vicinity::{self, Vicinity, Wanted};
use crate::context::{self, digit_runs};
use crate::finding::Confidence;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

pub(super) struct Keypad;

impl Detector for Keypad {
    fn rule(&self) -> &str {
        "pin_keypad"
    }

    fn entity(&self) -> &str {
        "pin"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("keypad")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        const NOTHING: Verdict = Verdict::Miss("no number that is typed in");
        let Site { text, anchor, lexicon, .. } = *site;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
        let wanted = Wanted { own: Label::Pin.any(), lengths: &(4..=6), usual: &[4, 6], points: 2 };
        if site.before().last().is_some_and(is_part) || site.is_quoted_key() {
            return NOTHING;
        }
        let sides = digit_runs::in_sentence(text, anchor, wanted.usual);
        let is_typed = |span: &Span| {
            context::left_bound(lexicon, text, span.start, Concepts::ENTRY).is_some()
                && !text[span.range()].ends_with(b"00")
                && !code::is_after_currency(site, span.start)
        };
        let found = |vicinity: Vicinity| match vicinity {
            Vicinity::Value(span) => Some(span).filter(is_typed),
            _ => None,
        };
        let ahead = Wanted { points: 4, ..wanted };
        let after = || found(vicinity::after(lexicon, text, anchor.end, &ahead));
        let before = || found(vicinity::before(lexicon, text, anchor.start, &wanted));
        let span = (sides.after.then(after).flatten())
            .or_else(|| sides.before.then(before).flatten())
            .filter(|_| !vicinity::is_masked(lexicon, text, anchor));
        span.map_or(NOTHING, |span| Verdict::Hit(Hit::new(span, Confidence::Context)))
    }
}
