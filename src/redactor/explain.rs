//! Why each candidate was found or refused.

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
    /// What every rule said of every candidate that the prefilter named, in order.
    #[must_use]
    pub fn explain(&self, text: impl AsRef<[u8]>) -> Vec<Explanation> {
        let mut log = Log(Vec::new());
        let mut scratch = Scratch::default();
        self.engine.scan(text.as_ref(), true, &mut Progress::default(), &mut scratch.tile, &mut log);
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
