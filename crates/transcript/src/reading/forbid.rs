//! What a turn says shall not be told here: *type it in the app, don't send it to me*.
//!
//! **Grammar.** Between the same commas: a phrase that forbids; or a warning that names what it is about, or points at it, with a
//! verb that tells, or names this chat. Words about other people, or about a place that is no chat, make another thing of it:
//! *don't type it on the website* may be said by who wants it told here.

use super::{Mention, Sentence};
use crate::words::{Class, Concept, Concepts, Talk};

impl Sentence<'_> {
    /// What the sentence forbids to tell here, of what no bank asks for.
    pub(super) fn forbids(&self, mentions: &[Mention]) -> Concepts {
        let warnings = self
            .items
            .iter()
            .filter(|item| matches!(item.class, Class::Talk(Talk::Warning | Talk::Never | Talk::Forbid)));
        warnings.fold(0, |all, warning| {
            let segment = self.segment(warning.start);
            let has = |kinds: &[Talk]| {
                self.items.iter().any(|item| {
                    matches!(item.class, Class::Talk(talk) if kinds.contains(&talk))
                        && self.segment(item.start) == segment
                })
            };
            if has(&[Talk::Reported, Talk::Elsewhere]) {
                return all;
            }
            let near = mentions.iter().filter(|mention| self.segment(mention.start) == segment);
            let named = near.fold(0, |named, mention| named | mention.concepts);
            let is_outright = warning.class == Class::Talk(Talk::Forbid);
            let is_here = has(&[Talk::Here]);
            let is_told = has(&[Talk::Give, Talk::Enter]);
            all | if named != 0 && (is_outright || is_here || is_told) {
                named
            } else if is_outright || is_told && (is_here || has(&[Talk::Pronoun])) {
                Concept::NEVER_ASKED
            } else {
                0
            }
        })
    }
}
