//! Findings that overlap become findings that do not.
//!
//! **Contract.** Nothing that any finding would hide is shown: where findings overlap their union is one finding,
//! named by the strongest reason (then the longer, then the earlier). The work is a fold over findings in order of
//! their starts, so it can be done as they come: [`Resolver::release`] hands out what no later finding can touch.

use crate::finding::Finding;
use crate::span::Span;

/// The longest union, in bytes. A chain of overlapping findings that is longer is cut there, so that a stream can
/// let go of its beginning.
pub(crate) const MAX_UNION: usize = 2048;

/// Findings that have been made and not yet handed out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resolver {
    /// Sorted by start.
    pending: Vec<Finding>,
    /// The union that is growing, and the finding that names it.
    current: Option<(Finding, Finding)>,
}

impl Resolver {
    /// Adds a finding. Its start must not lie before an offset that [`release`](Self::release) was called with.
    pub(crate) fn push(&mut self, finding: Finding) {
        let at = self.pending.partition_point(|known| order(known) <= order(&finding));
        self.pending.insert(at, finding);
    }

    /// Hands out all findings that end at or before `ready`, in order and disjoint; no finding that starts before
    /// `ready` may follow. Gives the offset up to which the haystack is settled.
    pub(crate) fn release(
        &mut self,
        ready: usize,
        same_entity: impl Fn(&Finding, &Finding) -> bool,
        mut found: impl FnMut(Finding),
    ) -> usize {
        let count = self.pending.partition_point(|finding| finding.span.start < ready);
        for next in self.pending.drain(..count) {
            self.current = Some(match self.current.take() {
                None => (next, next),
                Some((union, _)) if next.span.start >= union.span.end => {
                    found(union);
                    (next, next)
                }
                Some((union, best)) => {
                    let span = Span::new(union.span.start, union.span.end.max(next.span.end));
                    if span.len() > MAX_UNION {
                        found(union);
                        let rest =
                            Finding { span: Span::new(union.span.end, span.end), is_merged: true, ..next };
                        (rest, rest)
                    } else {
                        let best = if rank(&next) > rank(&best) { next } else { best };
                        let is_plain = same_entity(&union, &next)
                            && (union.span.covers(next.span) || next.span.covers(union.span));
                        let is_merged = union.is_merged || next.is_merged || !is_plain;
                        let is_json_number =
                            if next.span == span { next.is_json_number } else { union.is_json_number };
                        (Finding { span, is_merged, is_json_number, ..best }, best)
                    }
                }
            });
        }
        if let Some((union, _)) = self.current
            && union.span.end <= ready
        {
            self.current = None;
            found(union);
        }
        self.current.map_or(ready, |(union, _)| union.span.start.min(ready))
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.current.is_none()
    }

    /// Moves every offset `by` bytes towards the start.
    pub(crate) fn rebase(&mut self, by: usize) {
        let current = self.current.iter_mut().flat_map(|(union, best)| [union, best]);
        for finding in self.pending.iter_mut().chain(current) {
            finding.span =
                Span::new(finding.span.start.saturating_sub(by), finding.span.end.saturating_sub(by));
        }
    }
}

fn order(finding: &Finding) -> (usize, usize, u16) {
    (finding.span.start, finding.span.end, finding.rule.0)
}

fn rank(finding: &Finding) -> impl Ord + use<> {
    (finding.confidence, finding.span.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, RuleId};

    fn finding(start: usize, end: usize, rule: u16, confidence: Confidence) -> Finding {
        Finding {
            span: Span::new(start, end),
            rule: RuleId(rule),
            confidence,
            is_merged: false,
            excuse: None,
            is_json_number: false,
        }
    }

    fn resolved(findings: &[Finding]) -> Vec<(usize, usize, u16, bool)> {
        let mut resolver = Resolver::default();
        findings.iter().for_each(|finding| resolver.push(*finding));
        let mut out = Vec::new();
        resolver.release(
            usize::MAX,
            |a, b| a.rule == b.rule,
            |f| out.push((f.span.start, f.span.end, f.rule.0, f.is_merged)),
        );
        assert!(resolver.is_empty());
        out
    }

    #[test]
    fn the_union_is_named_by_the_strongest_reason() {
        use Confidence::{Checksum, Context};
        assert_eq!(
            resolved(&[finding(5, 9, 0, Context), finding(0, 4, 1, Context)]),
            [(0, 4, 1, false), (5, 9, 0, false)]
        );
        assert_eq!(resolved(&[finding(0, 4, 0, Context), finding(2, 9, 1, Checksum)]), [(0, 9, 1, true)]);
        assert_eq!(resolved(&[finding(0, 9, 0, Context), finding(2, 4, 1, Checksum)]), [(0, 9, 1, true)]);
        assert_eq!(resolved(&[finding(0, 9, 0, Context), finding(0, 4, 0, Context)]), [(0, 9, 0, false)]);
        assert_eq!(
            resolved(&[finding(0, 4, 0, Context), finding(4, 9, 0, Context)]),
            [(0, 4, 0, false), (4, 9, 0, false)]
        );
    }

    #[test]
    fn an_endless_chain_is_cut() {
        let chain: Vec<_> = (0..MAX_UNION).map(|i| finding(i * 2, i * 2 + 3, 0, Confidence::Shape)).collect();
        let spans = resolved(&chain);
        assert!(spans.len() > 1 && spans.iter().all(|(start, end, ..)| end - start <= MAX_UNION));
        assert!(spans.windows(2).all(|pair| pair[0].1 == pair[1].0), "nothing is shown between the pieces");
    }
}
