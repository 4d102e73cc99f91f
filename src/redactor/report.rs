//! Counts of what was done.

use std::collections::BTreeMap;

use crate::finding::{Finding, RuleId};

/// Counts of a finished redaction. Holds no input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Bytes read.
    pub bytes_in: u64,
    /// Bytes written.
    pub bytes_out: u64,
    counts: BTreeMap<RuleId, u64>,
}

impl Report {
    /// Findings in all.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Findings of each rule that had any; [`Redactor::rule`](crate::Redactor::rule) has the names.
    pub fn by_rule(&self) -> impl Iterator<Item = (RuleId, u64)> + '_ {
        self.counts.iter().map(|(rule, count)| (*rule, *count))
    }

    pub(crate) fn count(&mut self, finding: &Finding) {
        *self.counts.entry(finding.rule).or_default() += 1;
    }
}
