//! aho-corasick alone: the words, without what stands beside them.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Rival, Seen, Task};
use crate::rules::WORDS;

pub(super) struct Words {
    name: String,
    automaton: AhoCorasick,
}

impl Words {
    /// The words of the rules.
    pub(super) fn of_rules() -> Result<Self, Box<dyn Error>> {
        Self::new("the words of the rules", WORDS)
    }

    /// The anchors of every pack: what samar's prefilter looks for.
    pub(super) fn of_packs() -> Result<Self, Box<dyn Error>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
        let mut words = BTreeSet::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let table: toml::Table = fs::read_to_string(&path)?.parse()?;
            let anchors =
                table.get("pack").and_then(|pack| pack.get("anchors")).and_then(toml::Value::as_array);
            words.extend(anchors.into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned));
        }
        Self::new("the anchors of twelve languages", &Vec::from_iter(words))
    }

    fn new(which: &str, words: &[impl AsRef<str>]) -> Result<Self, Box<dyn Error>> {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostFirst)
            .build(words.iter().map(|word| word.as_ref().as_bytes()))?;
        Ok(Self { name: format!("aho-corasick, {which} ({})", words.len()), automaton })
    }
}

impl Rival for Words {
    fn name(&self) -> &str {
        &self.name
    }

    fn task(&self) -> Task {
        Task::Words
    }

    fn run(&mut self, text: &str) -> usize {
        self.automaton.find_iter(text).map(|found| found.end()).fold(0, usize::wrapping_add)
    }

    fn look(&mut self, _: &str) -> Option<Seen> {
        None
    }
}
