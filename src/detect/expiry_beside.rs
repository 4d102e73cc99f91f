//! Expiry dates of cards beside the card's code.
//!
//! **Grammar.** `CODE mm/yy` and `mm/yy CODE` in one sentence, or the date at the start of the next: "my cvv is 369 and the date
//! 01/27", "294 back of card. 12/27 front of card", "date 01/27 cvv 369".
//!
//! **Evidence.** A security code with a label of its own. A month and a year with a stroke between, and no word of a payment, of
//! another date or of time between the two.
//!
//! **Not found on purpose.** `cvv declined on 05/24`: the date of a payment; dates further away, or in a record's next field.

use super::expiry::{is_wall, stroked};
use super::security_code::SecurityCode;
use super::{Detector, Hit, Site, Trigger, Verdict};
use crate::context;
use crate::finding::Confidence;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

pub(super) struct ExpiryBesideCode;

impl Detector for ExpiryBesideCode {
    fn rule(&self) -> &str {
        "expiry_beside_code"
    }

    fn entity(&self) -> &str {
        "card_expiry"
    }

    fn reach(&self) -> Reach {
        super::code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Again("security_code")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        const NOTHING: Verdict = Verdict::Miss("no month and year beside the card's code");
        let Verdict::Hit(code) = SecurityCode.confirm(site) else { return NOTHING };
        let (start, end) = (site.anchor.start.min(code.span.start), site.anchor.end.max(code.span.end));
        let beside = Site { anchor: Span::new(start, end), ..*site };
        let date = after(&beside).or_else(|| before(&beside));
        date.map_or(NOTHING, |span| Verdict::Hit(Hit::new(span, Confidence::Context)))
    }
}

/// Bytes between a code, or its label, and its date at most.
const NEAR: usize = 40;

/// The date behind the code, a full stop between at most.
fn after(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, .. } = *site;
    let limit = text.len().min(anchor.end + NEAR);
    memchr::memchr(b'/', &text[anchor.end..text.len().min(limit + 3)])?;
    let mut at = anchor.end;
    while at < limit {
        if let Some(span) = stroked(site, at, b"/") {
            return Some(span);
        }
        let is_end = text[at..].starts_with(b". ");
        if is_wall(text, at) && !(is_end && stroked(site, at + 2, b"/").is_some()) || is_telling(site, at) {
            return None;
        }
        at += 1;
    }
    None
}

/// The date before the code and its label.
fn before(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, .. } = *site;
    let floor = anchor.start.saturating_sub(NEAR);
    memchr::memchr(b'/', &text[floor..anchor.start])?;
    for at in (floor..anchor.start).rev() {
        if let Some(span) = stroked(site, at, b"/").filter(|span| span.end <= anchor.start) {
            let line = text[..at].trim_ascii_end();
            return (!is_after_telling(site, line)).then_some(span);
        }
        if is_wall(text, at) || is_telling(site, at) {
            return None;
        }
    }
    None
}

/// Words that tell what else a date is.
const TELLING: Concepts =
    Concepts::OTHER.and(Concepts::APART).and(Concepts::PROHIBITION).and(Concepts::CURRENCY);

/// Whether a word starts at `at` that tells what else the next date is.
fn is_telling(site: &Site<'_>, at: usize) -> bool {
    let kept = Concepts::CONNECTORS | Label::Expiry.any() | Label::SecurityCode.any() | Label::Card.any();
    context::is_word_start(site.text, at)
        && site
            .lexicon
            .longest(site.text, at, TELLING | kept)
            .is_some_and(|word| word.concepts.has(TELLING) && !word.concepts.has(kept))
}

/// Whether the word at the end of `line` does.
fn is_after_telling(site: &Site<'_>, line: &[u8]) -> bool {
    let start = (0..line.len()).rev().take(24).find(|&at| context::is_word_start(line, at));
    start.is_some_and(|start| is_telling(site, start))
}
