//! Why each candidate was found or refused.

use std::collections::HashSet;

use super::scan::Observer;
use super::{Progress, Redactor, Scratch};
use crate::finding::{Confidence, Finding, RuleId};
use crate::span::Span;

/// What one rule said of one candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The candidate: the label's word, or an empty span where a number or a line starts or a card ended.
    pub candidate: Span,
    /// The rule that was asked.
    pub rule: RuleId,
    /// What it said.
    pub outcome: Outcome,
}

/// What a rule said of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A value.
    Found {
        /// Its place.
        span: Span,
        /// The reason.
        confidence: Confidence,
    },
    /// No value.
    Refused {
        /// The clause of the rule that says so.
        clause: &'static str,
    },
}

impl Redactor {
    /// What every rule said of every candidate, in order: of those that the prefilter named, of labels that it found no value
    /// near, and of numbers as long as a card's.
    #[must_use]
    pub fn explain(&self, text: impl AsRef<[u8]>) -> Vec<Explanation> {
        let text = text.as_ref();
        let (mut log, mut all) = (Log(Vec::new()), Log(Vec::new()));
        let mut scratch = Scratch::default();
        self.engine.scan(text, true, &mut Progress::default(), &mut scratch.tile, &mut log);
        self.engine.examine(text, &mut all);
        let named: HashSet<_> = log.0.iter().map(|one| (one.candidate, one.rule)).collect();
        log.0.extend(all.0.into_iter().filter(|one| !named.contains(&(one.candidate, one.rule))));
        // Rules of one's own are asked apart from the others.
        log.0.sort_by_key(|explanation| explanation.candidate.start);
        log.0
    }
}

struct Log(Vec<Explanation>);

impl Observer for Log {
    fn finding(&mut self, _finding: Finding) {}

    fn verdict(&mut self, explanation: impl FnOnce() -> Explanation) {
        self.0.push(explanation());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_prefilter_lets_go_is_explained_once() {
        let redactor = Redactor::new();
        let clauses = |text: &str| -> Vec<&'static str> {
            let told = redactor.explain(text).into_iter();
            let refused = told.filter_map(|one| match one.outcome {
                Outcome::Refused { clause } if redactor.rule(one.rule).name == "card" => Some(clause),
                _ => None,
            });
            refused.collect()
        };
        let luhn = "the check digit does not hold (Luhn)";
        for text in ["4111 1111 1111 1112", "4111111111111112", "4111-1111-1111-1112 ok"] {
            assert_eq!(clauses(text), [luhn], "{text}");
        }
        assert!(clauses("at 10:42 on 2024-03-01").is_empty());
        let labels = redactor.explain("never share your PIN");
        assert!(labels.iter().any(|one| redactor.rule(one.rule).name == "pin"));
    }
}
