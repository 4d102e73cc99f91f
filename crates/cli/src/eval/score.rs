//! What was expected and what was found, counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use samar::{Entities, Finding, Redactor, Span};
use samar_transcript::{AlertKind, Brands, Conversation, Turn};
use serde::Deserialize;

use super::case::{Case, Said};

/// Of all cases together.
#[derive(Default)]
pub(super) struct Scores {
    pub(super) cases: u64,
    /// The length of all texts.
    pub(super) bytes: u64,
    /// Those of which something was expected or found.
    pub(super) entities: BTreeMap<String, Score>,
    pub(super) all: Score,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    pub(super) counts: Counts,
    /// Bytes of expected spans that no finding covers.
    pub(super) leaked: u64,
    /// Bytes of findings outside every expected span.
    pub(super) over_masked: u64,
}

/// What every ratio comes from.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) expected: u64,
    pub(super) found: u64,
    pub(super) true_positives: u64,
}

impl Scores {
    /// Counts what the redactor finds in a case. Spans of entities that are not wanted are not expected.
    pub(super) fn add(&mut self, case: &Case, redactor: &Redactor, wanted: &Entities) {
        self.cases += 1;
        self.add_found(case, &redactor.find(&case.text), redactor, wanted);
    }

    /// Counts a conversation, turn by turn; what a later turn takes back counts where it stands.
    pub(super) fn add_talk(
        &mut self,
        talk: Vec<Said>,
        redactor: &Redactor,
        brands: Option<&Brands>,
        wanted: &Entities,
    ) {
        self.cases += 1;
        let mut chat = Conversation::new(redactor);
        if let Some(brands) = brands {
            chat = chat.with_brands(brands);
        }
        let mut told: Vec<(Vec<Finding>, Vec<AlertKind>)> = Vec::new();
        for said in &talk {
            let turn = Turn::new(said.role, &said.text);
            let turn = said.time.map_or(turn, |time| turn.at(time));
            let outcome = chat.push(said.author.as_deref().map_or(turn, |author| turn.author(author)));
            for retraction in outcome.retractions {
                if let Some((findings, _)) =
                    usize::try_from(retraction.turn).ok().and_then(|turn| told.get_mut(turn))
                {
                    *findings = retraction.findings;
                }
            }
            told.push((outcome.findings, outcome.alerts.iter().map(|alert| alert.kind).collect()));
        }
        for (said, (findings, alerts)) in talk.into_iter().zip(told) {
            let Said { text, expected, alerts: wanted_alerts, .. } = said;
            self.add_found(&Case { text: text.into_bytes(), expected }, &findings, redactor, wanted);
            for kind in AlertKind::ALL {
                let (is_expected, is_found) =
                    (wanted_alerts.iter().any(|name| name == kind.name()), alerts.contains(&kind));
                if is_expected || is_found {
                    let counts = Counts {
                        expected: is_expected.into(),
                        found: is_found.into(),
                        true_positives: (is_expected && is_found).into(),
                    };
                    self.entities
                        .entry(kind.name().to_owned())
                        .or_default()
                        .add(Score { counts, ..Score::default() });
                }
            }
        }
    }

    fn add_found(&mut self, case: &Case, findings: &[Finding], redactor: &Redactor, wanted: &Entities) {
        self.bytes += case.text.len() as u64;
        let mut expected: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for marked in case.expected.iter().filter(|marked| wanted.contains(&marked.entity)) {
            expected.entry(&marked.entity).or_default().push(marked.span);
        }
        let mut found: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for finding in findings {
            found.entry(redactor.rule(finding.rule).entity).or_default().push(finding.span);
        }
        // Findings are in order and disjoint as they come.
        let masked: Vec<_> = findings.iter().map(|finding| finding.span).collect();
        let marked = union(case.expected.iter().map(|marked| marked.span));
        let mut entities: Vec<_> = expected.keys().chain(found.keys()).copied().collect();
        entities.sort_unstable();
        entities.dedup();
        for entity in entities {
            let expected = expected.get(entity).map_or(&[][..], Vec::as_slice);
            let found = found.get(entity).map_or(&[][..], Vec::as_slice);
            let counts = Counts {
                expected: expected.len() as u64,
                found: found.len() as u64,
                true_positives: pairs(expected, found),
            };
            let leaked = outside(&union(expected.iter().copied()), &masked);
            let score = Score { counts, leaked, over_masked: outside(found, &marked) };
            self.entities.entry(entity.to_owned()).or_default().add(score);
            // A byte that is marked for two entities leaks once, so leaks are no sum.
            self.all.add(Score { leaked: 0, ..score });
        }
        self.all.leaked += outside(&union(expected.into_values().flatten()), &masked);
    }

    /// Bytes for each million bytes of text.
    pub(super) fn per_megabyte(&self, bytes: u64) -> Option<f64> {
        ratio(bytes, self.bytes).map(|ratio| ratio * 1e6)
    }
}

impl Score {
    fn add(&mut self, other: Self) {
        self.counts.expected += other.counts.expected;
        self.counts.found += other.counts.found;
        self.counts.true_positives += other.counts.true_positives;
        self.leaked += other.leaked;
        self.over_masked += other.over_masked;
    }
}

impl Counts {
    /// Whether such counts can come from a run.
    pub(super) fn is_possible(self) -> bool {
        self.true_positives <= self.expected.min(self.found)
    }

    pub(super) fn false_positives(self) -> u64 {
        self.found - self.true_positives
    }

    pub(super) fn false_negatives(self) -> u64 {
        self.expected - self.true_positives
    }

    pub(super) fn precision(self) -> Option<f64> {
        ratio(self.true_positives, self.found)
    }

    pub(super) fn recall(self) -> Option<f64> {
        ratio(self.true_positives, self.expected)
    }

    /// The F-measure in which recall counts `beta` times as much as precision: the weighted harmonic mean
    /// `(1 + β²) P R / (β² P + R)`, written with counts, which also holds where both are 0.
    pub(super) fn f_measure(self, beta: u64) -> Option<f64> {
        if self.expected == 0 || self.found == 0 {
            return None;
        }
        let square = beta * beta;
        // The denominator (1 + β²) TP + β² FN + FP.
        ratio((1 + square) * self.true_positives, square * self.expected + self.found)
    }
}

/// None of nothing. Counts are far below 2⁵³, from which on a float would round them.
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// As many pairs of an expected span and a finding that overlap as there can be, each in one pair at most. Findings are
/// in order and disjoint, so each span fits a row of them, and it is best to give every finding to the span that ends
/// first.
fn pairs(expected: &[Span], found: &[Span]) -> u64 {
    let mut expected = expected.to_vec();
    expected.sort_unstable_by_key(|span| span.start);
    let mut expected = expected.into_iter().peekable();
    let mut ends = BinaryHeap::new();
    let mut pairs = 0;
    for finding in found {
        while let Some(span) = expected.next_if(|span| span.start < finding.end) {
            ends.push(Reverse(span.end));
        }
        while let Some(Reverse(end)) = ends.pop() {
            if end > finding.start {
                pairs += 1;
                break;
            }
        }
    }
    pairs
}

/// The same bytes in disjoint spans, in order.
fn union(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<_> = spans.into_iter().collect();
    spans.sort_unstable_by_key(|span| span.start);
    spans.dedup_by(|span, last| {
        let is_joined = span.start <= last.end;
        if is_joined {
            last.end = last.end.max(span.end);
        }
        is_joined
    });
    spans
}

/// Bytes of `spans` that `cover` does not hold. Both are in order and disjoint.
fn outside(spans: &[Span], cover: &[Span]) -> u64 {
    let mut cover = cover;
    let mut bytes = 0;
    for span in spans {
        while let [first, rest @ ..] = cover
            && first.end <= span.start
        {
            cover = rest;
        }
        let overlapping = cover.iter().take_while(|cover| cover.start < span.end);
        let covered: usize =
            overlapping.map(|cover| cover.end.min(span.end) - cover.start.max(span.start)).sum();
        bytes += span.len() - covered;
    }
    bytes as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(ranges: &[(usize, usize)]) -> Vec<Span> {
        ranges.iter().map(|&(start, end)| Span::new(start, end)).collect()
    }

    #[test]
    fn as_many_pairs_as_can_be() {
        for (expected, found, count) in [
            (&[][..], &[(0, 4)][..], 0),
            (&[(0, 4)], &[(4, 8)], 0),
            (&[(0, 4)], &[(3, 8)], 1),
            // Two findings of one value, and two values in one finding.
            (&[(0, 8)], &[(0, 3), (5, 8)], 1),
            (&[(0, 3), (5, 8)], &[(0, 8)], 1),
            // The long span must be left for the second finding.
            (&[(0, 8), (1, 3)], &[(0, 3), (5, 8)], 2),
            // A span that was passed over is in nobody's way.
            (&[(0, 1), (2, 9)], &[(3, 4)], 1),
            // The same value is marked twice.
            (&[(0, 4), (0, 4)], &[(0, 4)], 1),
        ] {
            assert_eq!(pairs(&spans(expected), &spans(found)), count, "{expected:?} {found:?}");
        }
    }

    #[test]
    fn bytes_are_counted_once() {
        let joined = union(spans(&[(5, 8), (0, 3), (2, 4), (4, 5), (10, 12)]));
        assert_eq!(joined, spans(&[(0, 8), (10, 12)]));
        for (cover, bytes) in
            [(&[][..], 10), (&[(0, 20)], 0), (&[(1, 2), (3, 4)], 8), (&[(7, 11)], 8), (&[(8, 10)], 10)]
        {
            assert_eq!(outside(&joined, &spans(cover)), bytes, "{cover:?}");
        }
    }

    #[test]
    fn ratios_of_nothing_are_none() {
        let counts = |expected, found, true_positives| Counts { expected, found, true_positives };
        assert_eq!((counts(0, 2, 0).recall(), counts(0, 2, 0).f_measure(1)), (None, None));
        assert_eq!((counts(2, 0, 0).precision(), counts(2, 0, 0).f_measure(2)), (None, None));
        assert_eq!(counts(2, 2, 0).f_measure(1), Some(0.0));
        // P = 1/2, R = 1/4: F1 = 2·1/8 / (3/4) = 1/3; F2 = 5·1/8 / (2 + 1/4) = 5/18.
        assert_eq!(counts(4, 2, 1).f_measure(1), Some(1.0 / 3.0));
        assert_eq!(counts(4, 2, 1).f_measure(2), Some(5.0 / 18.0));
    }
}
