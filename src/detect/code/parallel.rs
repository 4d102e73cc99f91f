//! The same label twice, each with what it is for and a value: "PIN for the blue card 7031, PIN for the grey card 5528".
//!
//! What four digits behind a card mean is left open by one such phrase: they may be its last. Two that differ in their words are a list.

use super::super::Site;
use super::Code;
use crate::context::{self, digit_runs, vicinity};
use crate::pack::Concepts;
use crate::span::Span;

/// Bytes of what a value is for, between the label and the value, at most.
const MAX_BYTES: usize = 32;
/// Bytes between a value and the next label at most.
const MAX_GAP: usize = 6;

impl Code {
    /// The value of the label where the same label stands before or behind it with a value of its own.
    pub(super) fn parallel(&self, site: &Site<'_>) -> Option<Span> {
        let Site { text, anchor, .. } = *site;
        if site.is_weak(self.label) || digit_runs::groups(text, anchor) < 2 {
            return None;
        }
        let own = self.item(site, anchor.end)?;
        let label = &text[anchor.range()];
        let is_label = |at: usize| {
            text.get(at..at + label.len()).is_some_and(|word| word.eq_ignore_ascii_case(label))
                && context::is_word_start(text, at)
        };
        let is_like = |other: Option<Span>, end: usize| {
            other.is_some_and(|other| {
                let words = &text[end..other.start];
                other.len() == own.len() && !words.eq_ignore_ascii_case(&text[anchor.end..own.start])
            })
        };
        let is_next = || {
            let mut labels = (own.end..own.end + MAX_GAP).filter(|at| is_label(*at));
            labels.any(|at| is_like(self.item(site, at + label.len()), at + label.len()))
        };
        let is_last = || {
            let floor = anchor.start.saturating_sub(2 * MAX_BYTES);
            let mut labels = (floor..anchor.start).rev().filter(|at| is_label(*at));
            let last = labels.next().map(|at| at + label.len());
            last.is_some_and(|end| {
                let item = self.item(site, end);
                item.is_some_and(|item| item.end < anchor.start && anchor.start - item.end <= MAX_GAP)
                    && is_like(item, end)
            })
        };
        (is_next() || is_last()).then_some(own)
    }

    /// The value behind the label that ends at `end`, and words of prose that name nothing else.
    fn item(&self, site: &Site<'_>, end: usize) -> Option<Span> {
        let Site { text, lexicon, .. } = *site;
        const TELLING: Concepts = Concepts::OTHER
            .and(Concepts::CURRENCY)
            .and(Concepts::UNIT)
            .and(Concepts::PROHIBITION)
            .and(Concepts::QUESTION);
        let is_prose = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b' ';
        let start = end + text.get(end..)?.iter().take(MAX_BYTES).take_while(is_prose).count();
        let words = text[end..start].strip_prefix(b" ")?.strip_suffix(b" ")?;
        let span = self.value(site, start, true).ok()?;
        let is_told = (end..start)
            .filter(|&at| context::is_word_start(text, at))
            .any(|at| lexicon.longest(text, at, TELLING).is_some_and(|word| word.concepts.has(TELLING)));
        let is_digits = text[span.range()].iter().all(u8::is_ascii_digit);
        (!words.is_empty() && !is_told && is_digits && !vicinity::is_common(text, span)).then_some(span)
    }
}
