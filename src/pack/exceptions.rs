//! What a pack lets stand: `[allow]` and `[[suppress]]`, as they are written.

use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;
use toml::Spanned;

use super::rule::Source;
use crate::error::PackError;

/// Entries of an allow-list, in the order of the file, each with its line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allowed {
    pub(crate) entries: Vec<(Entry, usize)>,
}

/// One entry of an allow-list.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    Value(String),
    Sha256(String),
    HmacSha256(String),
    /// The card numbers that networks and processors publish for tests.
    TestCards,
}

impl std::fmt::Debug for Entry {
    /// The kind alone: a value is what the list is there to keep quiet.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Value(_) => "Value",
            Self::Sha256(_) => "Sha256",
            Self::HmacSha256(_) => "HmacSha256",
            Self::TestCards => "TestCards",
        })
    }
}

/// Findings that are let stand in some sources, and why.
#[derive(Clone, Debug)]
pub(crate) struct Suppression {
    pub(crate) rule: Option<String>,
    pub(crate) entity: Option<String>,
    pub(crate) source: GlobMatcher,
    pub(crate) line: usize,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AllowTable {
    values: Vec<Spanned<String>>,
    sha256: Vec<Spanned<String>>,
    hmac_sha256: Vec<Spanned<String>>,
    test_cards: Option<Spanned<bool>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuppressTable {
    rule: Option<String>,
    entity: Option<String>,
    source: Spanned<String>,
    reason: Spanned<String>,
}

impl AllowTable {
    pub(super) fn into_allowed(self, source: &Source<'_>) -> Allowed {
        type Kind = fn(String) -> Entry;
        let lists: [(Vec<Spanned<String>>, Kind); 3] = [
            (self.values, Entry::Value),
            (self.sha256, Entry::Sha256),
            (self.hmac_sha256, Entry::HmacSha256),
        ];
        let line = |at: std::ops::Range<usize>| source.line(at.start);
        let mut entries: Vec<_> = lists
            .into_iter()
            .flat_map(|(list, kind)| list.into_iter().map(move |entry| (entry, kind)))
            .map(|(entry, kind)| (line(entry.span()), kind(entry.into_inner())))
            .map(|(line, entry)| (entry, line))
            .collect();
        if let Some(cards) = self.test_cards.filter(|cards| *cards.get_ref()) {
            entries.push((Entry::TestCards, line(cards.span())));
        }
        Allowed { entries }
    }
}

impl SuppressTable {
    pub(super) fn into_suppression(self, source: &Source<'_>) -> Result<Suppression, PackError> {
        let at = self.source.span().start;
        if self.rule.is_none() && self.entity.is_none() {
            return Err(source.error(at, "a suppression names a rule or an entity"));
        }
        if self.reason.get_ref().trim().is_empty() {
            return Err(source.error(self.reason.span().start, "a suppression has a reason"));
        }
        // A name without a folder is meant in every folder.
        let pattern = self.source.get_ref();
        let folder = if pattern.contains('/') { "" } else { "**/" };
        let glob = GlobBuilder::new(&format!("{folder}{pattern}")).literal_separator(true).build();
        let glob =
            glob.map_err(|error| source.error(at, format!("the pattern is none: {}", error.kind())))?;
        let (rule, entity) = (self.rule, self.entity);
        Ok(Suppression { rule, entity, source: glob.compile_matcher(), line: source.line(at) })
    }
}
