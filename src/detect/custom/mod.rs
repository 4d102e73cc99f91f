//! Rules of one's own, from a pack.
//!
//! **Grammar.** The pack's regex, leftmost first, within one line and [`MAX_MATCH`] bytes; the value is its group `value`,
//! else its first group, else all of it. What a mask wrote is a wall: no match crosses it. The next match is looked for
//! behind the value, or behind the match where that was refused.
//!
//! **Evidence.** As far as the pack asks: one of the keywords within `distance`, on the same line and with no mask between;
//! every required and no forbidden word within `near`; a validator.
//!
//! **Not found on purpose.** Values longer than that or over a line end; a match far from every keyword, which is not even
//! looked at; digits that a mask kept.

mod search;
mod validator;
mod words;

pub(crate) use search::{Search, Stretch};
pub(crate) use validator::{named as validator, names as validators};

use std::sync::Arc;

use super::{Detector, Hit, Site, Trigger, Verdict};
use crate::context;
use crate::finding::Confidence;
use crate::fold::{self, Kind};
use crate::pack::{Rule, Side};
use crate::span::{Reach, Span};
use validator::Validator;

/// The longest match, in bytes.
const MAX_MATCH: usize = 1024;
/// The longest word, and the longest placeholder around one.
const WORD: usize = 48;
/// What is seen around a place where a match may start: the match, its evidence, and what tells where words begin and end.
const REACH: Reach =
    Reach::new(Rule::MAX_DISTANCE + 2 * WORD + 8, MAX_MATCH + Rule::MAX_DISTANCE + 2 * WORD + 8);
const _: () = assert!(REACH.before <= Reach::MAX.before && REACH.after <= Reach::MAX.after);

/// The fewest stars that are known as a mask's.
const STARS: usize = 4;

/// A rule of one's own.
pub(crate) struct Custom {
    rule: Arc<Rule>,
    validator: Option<Validator>,
    /// Characters that the mask of the entity keeps.
    kept: usize,
}

impl Custom {
    /// The rule, and how many characters the mask of its entity keeps.
    pub(crate) fn new(rule: Arc<Rule>, kept: usize) -> Self {
        let validator = rule.validator.as_deref().and_then(validator);
        Self { rule, validator, kept }
    }

    /// The match that starts at `at`, as far as it may be seen.
    fn match_at(&self, text: &[u8], at: usize) -> Option<Span> {
        self.rule.pattern.find_at(text, at..wall(text, at)?)
    }

    /// Whether the first keyword near enough to `value` counts. A rule without keywords needs none.
    fn has_keyword(&self, text: &[u8], value: Span) -> bool {
        let Rule { keywords, distance, side, .. } = &*self.rule;
        let line = line(text, value);
        let bytes = self.rule.distance_bytes();
        let before = value.start.saturating_sub(bytes + WORD).max(line.start)..value.start;
        let after = value.end..line.end.min(value.end + bytes + 1);
        // Characters are counted by their first bytes; what is no UTF-8 counts less.
        let characters = |text: &[u8]| text.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let is_bound = |between: Span| {
            between.len() <= bytes
                && characters(&text[between.range()]) <= *distance
                && !has_mask(&text[between.range()])
        };
        keywords.is_empty()
            || keywords.iter().any(|word| {
                *side != Side::After
                    && words::places(text, before.clone(), word)
                        .any(|place| place.end <= value.start && is_bound(Span::new(place.end, value.start)))
                    || *side != Side::Before
                        && words::places(text, after.clone(), word)
                            .any(|place| is_bound(Span::new(value.end, place.start)))
            })
    }

    /// Whether the word stands near `value` and not in it.
    fn is_near(&self, text: &[u8], value: Span, word: &str) -> bool {
        let line = line(text, value);
        let near = self.rule.near;
        let before = value.start.saturating_sub(near).max(line.start)..value.start;
        let after = value.end..line.end.min(value.end + near);
        words::places(text, before, word).any(|place| place.end <= value.start)
            || words::places(text, after, word).next().is_some()
    }
}

impl Detector for Arc<Custom> {
    fn rule(&self) -> &str {
        &self.rule.name
    }

    fn entity(&self) -> &str {
        &self.rule.entity
    }

    fn reach(&self) -> Reach {
        REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Pattern
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text(), site.anchor().start);
        let rule = &*self.rule;
        let Some(wall) = wall(text, at) else { return Verdict::Miss("inside a mask") };
        let Some(value) = rule.pattern.value_at(text, at..wall) else {
            return Verdict::Miss("the regex does not match");
        };
        if value.is_empty() {
            return Verdict::Miss("the group that is the value is empty");
        }
        if is_masked(text, value) {
            return Verdict::Miss("what a mask has left");
        }
        if !self.has_keyword(text, value) {
            return Verdict::Miss("no keyword is near enough");
        }
        if !rule.required.iter().all(|word| self.is_near(text, value, word)) {
            return Verdict::Miss("a required word is missing");
        }
        if rule.forbidden.iter().any(|word| self.is_near(text, value, word)) {
            return Verdict::Miss("a forbidden word is near");
        }
        if let Some(validator) = self.validator
            && !validator::essence(&text[value.range()]).is_some_and(|value| validator(&value))
        {
            return Verdict::Miss("the validator refuses it");
        }
        let confidence = match (self.validator, rule.keywords.is_empty() && rule.required.is_empty()) {
            (Some(_), _) => Confidence::Checksum,
            (None, false) => Confidence::Context,
            (None, true) => Confidence::Shape,
        };
        let hit = Hit::new(value, confidence);
        // Fewer stars than are known as a mask's: what they leave could be the rule's value again.
        let is_short = self.kept > 0 && characters(&text[value.range()]) < self.kept + STARS;
        Verdict::Hit(if is_short { hit.without_tail() } else { hit })
    }
}

/// The end of what a match that starts at `at` may hold: its longest length, or what a mask wrote; `None` inside that.
fn wall(text: &[u8], at: usize) -> Option<usize> {
    if is_in_mask(text, at) {
        return None;
    }
    let limit = text.len().min(at + MAX_MATCH);
    Some(mask_start(&text[..text.len().min(limit + WORD + 2)], at, limit).unwrap_or(limit))
}

/// The first placeholder that starts in `from..to`.
fn mask_start(text: &[u8], from: usize, to: usize) -> Option<usize> {
    let brackets = memchr::memchr_iter(b'[', text.get(from..to).unwrap_or_default());
    brackets.map(|at| from + at).find(|&at| context::is_placeholder_start(&text[at..]))
}

/// Whether `at` is inside a placeholder.
fn is_in_mask(text: &[u8], at: usize) -> bool {
    let low = at.saturating_sub(WORD + 2);
    memchr::memrchr(b'[', &text[low..at]).is_some_and(|open| {
        let open = low + open;
        let close = memchr::memchr(b']', &text[open..text.len().min(open + WORD + 2)]);
        context::is_placeholder_start(&text[open..]) && close.is_none_or(|close| at <= open + close)
    })
}

/// Whether a mask stands in `text`: a placeholder, or stars.
fn has_mask(text: &[u8]) -> bool {
    mask_start(text, 0, text.len()).is_some() || text.windows(STARS).any(|run| run == b"****")
}

/// Whether the value is what a mask wrote, or the digits that it kept.
fn is_masked(text: &[u8], value: Span) -> bool {
    context::is_remnant(text, value.start)
        || context::is_remnant_after(text, value.end)
        || characters(&text[value.range()]) == memchr::memchr_iter(b'*', &text[value.range()]).count()
}

/// Characters that a mask may cover.
fn characters(value: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(glyph) = fold::glyph(value, at) {
        count += usize::from(!matches!(glyph.kind, Kind::Separator(_) | Kind::Invisible));
        at += glyph.len;
    }
    count
}

/// The line of `value`, as far as its evidence may stand.
fn line(text: &[u8], value: Span) -> Span {
    let low = value.start.saturating_sub(REACH.before);
    let start = memchr::memrchr(b'\n', &text[low..value.start]).map_or(low, |end| low + end + 1);
    let limit = text.len().min(value.end + REACH.before);
    let end = memchr::memchr(b'\n', &text[value.end..limit]).map_or(limit, |end| value.end + end);
    Span::new(start, end)
}
