//! A finding as it is told.

use samar::{Confidence, Excuse, Finding, Redactor, Span};

use crate::tally::Tally;

/// A finding in the input as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'r> {
    /// Byte offsets in the decoded input.
    pub span: Span,
    /// What it is.
    pub entity: &'r str,
    /// The rule that found it.
    pub rule: &'r str,
    /// The reason.
    pub confidence: Confidence,
    /// Why it is let stand, where it is: its bytes are as they were.
    pub excuse: Option<Excuse>,
}

impl<'r> Found<'r> {
    /// What the engine found, where it stands in the input. Counts it.
    pub(crate) fn new(redactor: &'r Redactor, finding: &Finding, span: Span, tally: &mut Tally) -> Self {
        let rule = redactor.rule(finding.rule);
        tally.count(rule.entity, finding.excuse);
        let Finding { confidence, excuse, .. } = *finding;
        Self { span, entity: rule.entity, rule: rule.name, confidence, excuse }
    }
}
