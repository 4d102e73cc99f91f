//! Counts of what was done.

use std::collections::BTreeMap;

use crate::finding::{Excuse, Finding, RuleId};

/// Counts of a finished redaction. Holds no input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Bytes read.
    pub bytes_in: u64,
    /// Bytes written.
    pub bytes_out: u64,
    counts: BTreeMap<RuleId, u64>,
    excused: BTreeMap<(RuleId, Excuse), u64>,
}

impl Report {
    /// Findings in all that were masked.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Findings of each rule that had any that were masked; [`Redactor::rule`](crate::Redactor::rule) has the names.
    pub fn by_rule(&self) -> impl Iterator<Item = (RuleId, u64)> + '_ {
        self.counts.iter().map(|(rule, count)| (*rule, *count))
    }

    /// What was let stand: rule, excuse and how often.
    pub fn excused(&self) -> impl Iterator<Item = (RuleId, Excuse, u64)> + '_ {
        self.excused.iter().map(|((rule, excuse), count)| (*rule, *excuse, *count))
    }

    pub(crate) fn count(&mut self, finding: &Finding) {
        match finding.excuse {
            None => *self.counts.entry(finding.rule).or_default() += 1,
            Some(excuse) => *self.excused.entry((finding.rule, excuse)).or_default() += 1,
        }
    }
}
