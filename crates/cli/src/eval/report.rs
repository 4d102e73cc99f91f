//! The report: a table, or an object that a later run can be compared with.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, anyhow};
use serde::{Deserialize, Serialize};

use super::score::{Counts, Score, Scores};
use crate::console::{reason, shown};

/// What an earlier run counted; its ratios are computed anew.
#[derive(Deserialize)]
pub(super) struct Baseline {
    pub(super) entities: BTreeMap<String, Counts>,
    pub(super) all: Counts,
}

/// The object. Its fields are a contract.
#[derive(Serialize)]
struct Report<'a> {
    cases: u64,
    bytes: u64,
    entities: BTreeMap<&'a str, Measures>,
    all: Measures,
}

#[derive(Serialize)]
struct Measures {
    expected: u64,
    found: u64,
    true_positives: u64,
    false_positives: u64,
    false_negatives: u64,
    precision: Option<f64>,
    recall: Option<f64>,
    f1: Option<f64>,
    f2: Option<f64>,
    leaked_characters: u64,
    over_masked_characters_per_mb: Option<f64>,
}

impl Baseline {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).map_err(|error| anyhow!("{}: {}", shown(path), reason(&error)))?;
        // The message of a deserializer would quote the file, which may be of cases.
        let baseline = serde_json::from_slice(&bytes).ok().filter(Self::is_possible);
        baseline.ok_or_else(|| anyhow!("{}: no report of samar eval --format json", shown(path)))
    }

    fn is_possible(&self) -> bool {
        let is_name = |name: &String| {
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        self.entities.keys().all(is_name)
            && self.entities.values().chain([&self.all]).all(|counts| counts.is_possible())
    }
}

pub(super) fn json(scores: &Scores) -> Result<String> {
    let report = Report {
        cases: scores.cases,
        bytes: scores.bytes,
        entities: scores
            .entities
            .iter()
            .map(|(entity, score)| (entity.as_str(), measures(scores, score)))
            .collect(),
        all: measures(scores, &scores.all),
    };
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}

fn measures(scores: &Scores, score: &Score) -> Measures {
    let counts = score.counts;
    Measures {
        expected: counts.expected,
        found: counts.found,
        true_positives: counts.true_positives,
        false_positives: counts.false_positives(),
        false_negatives: counts.false_negatives(),
        precision: counts.precision(),
        recall: counts.recall(),
        f1: counts.f_measure(1),
        f2: counts.f_measure(2),
        leaked_characters: score.leaked,
        over_masked_characters_per_mb: scores.per_megabyte(score.over_masked),
    }
}

const HEAD: [&str; 12] =
    ["ENTITY", "EXPECTED", "FOUND", "TP", "FP", "FN", "PRECISION", "RECALL", "F1", "F2", "LEAKED", "OVER/MB"];

pub(super) fn table(scores: &Scores, baseline: Option<&Baseline>) -> String {
    let mut rows = vec![HEAD.map(str::to_owned).to_vec()];
    if baseline.is_some() {
        rows[0].extend(["Δ RECALL", "Δ PRECISION"].map(str::to_owned));
    }
    for (entity, score) in &scores.entities {
        let earlier = baseline.map(|baseline| baseline.entities.get(entity));
        rows.push(row(scores, entity, score, earlier));
    }
    rows.push(row(scores, "all", &scores.all, baseline.map(|baseline| Some(&baseline.all))));
    aligned(&rows)
}

/// With the difference to an earlier run, which may not have known the entity.
fn row(scores: &Scores, entity: &str, score: &Score, earlier: Option<Option<&Counts>>) -> Vec<String> {
    let measures = measures(scores, score);
    let count = |count: u64| count.to_string();
    let ratio = |ratio: Option<f64>| ratio.map_or_else(nothing, |ratio| format!("{ratio:.4}"));
    let mut row = vec![
        entity.to_owned(),
        count(measures.expected),
        count(measures.found),
        count(measures.true_positives),
        count(measures.false_positives),
        count(measures.false_negatives),
        ratio(measures.precision),
        ratio(measures.recall),
        ratio(measures.f1),
        ratio(measures.f2),
        count(measures.leaked_characters),
        measures.over_masked_characters_per_mb.map_or_else(nothing, |bytes| format!("{bytes:.1}")),
    ];
    if let Some(earlier) = earlier {
        let difference = |of: fn(Counts) -> Option<f64>| {
            let difference = of(score.counts).zip(of(*earlier?)).map(|(now, then)| now - then)?;
            Some(format!("{difference:+.4}"))
        };
        row.push(difference(Counts::recall).unwrap_or_else(nothing));
        row.push(difference(Counts::precision).unwrap_or_else(nothing));
    }
    row
}

fn nothing() -> String {
    "–".to_owned()
}

/// Names to the left, numbers to the right.
fn aligned(rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<_> = (0..rows[0].len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).skip(1).map(|(cell, &width)| format!("  {cell:>width$}"));
        format!("{:<width$}{}\n", row[0], cells.collect::<String>(), width = widths[0])
    };
    rows.iter().map(line).collect()
}
