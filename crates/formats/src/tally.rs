//! Counts of what was done.

use std::collections::BTreeMap;

use samar::Excuse;

/// Counts of one or more streams. Holds no input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Bytes of decoded input.
    pub bytes: u64,
    counts: BTreeMap<String, u64>,
    excused: BTreeMap<(String, Excuse), u64>,
}

impl Tally {
    /// Findings in all.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Findings of each entity that had any, by name.
    pub fn by_entity(&self) -> impl Iterator<Item = (&str, u64)> {
        self.counts.iter().map(|(entity, count)| (entity.as_str(), *count))
    }

    /// Findings that were let stand, which [`findings`](Self::findings) does not count, by entity and reason.
    pub fn excused(&self) -> impl Iterator<Item = (&str, Excuse, u64)> {
        self.excused.iter().map(|((entity, excuse), count)| (entity.as_str(), *excuse, *count))
    }

    /// Counts one finding.
    pub fn count(&mut self, entity: &str, excuse: Option<Excuse>) {
        if let Some(excuse) = excuse {
            *self.excused.entry((entity.to_owned(), excuse)).or_default() += 1;
            return;
        }
        match self.counts.get_mut(entity) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(entity.to_owned(), 1)),
        }
    }

    /// Adds the counts of another.
    pub fn add(&mut self, other: &Self) {
        self.bytes += other.bytes;
        for (entity, count) in &other.counts {
            *self.counts.entry(entity.clone()).or_default() += count;
        }
        for (excused, count) in &other.excused {
            *self.excused.entry(excused.clone()).or_default() += count;
        }
    }
}
