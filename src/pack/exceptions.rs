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

/// Findings that are let stand in some sources, or behind some keys, and why.
#[derive(Clone, Debug)]
pub(crate) struct Suppression {
    pub(crate) rule: Option<String>,
    pub(crate) entity: Option<String>,
    source: Option<GlobMatcher>,
    key: Option<GlobMatcher>,
    pub(crate) line: usize,
}

impl Suppression {
    /// Whether it is about findings of this rule and entity.
    pub(crate) fn names(&self, rule: &str, entity: &str) -> bool {
        let is = |name: &Option<String>, own: &str| name.as_deref().is_none_or(|name| name == own);
        is(&self.rule, rule) && is(&self.entity, entity)
    }

    /// Whether it holds in a source of this name; without a name where it asks for none.
    pub(crate) fn holds_in(&self, source: Option<&str>) -> bool {
        match (&self.source, source) {
            (None, _) => true,
            (Some(pattern), Some(source)) => pattern.is_match(source),
            (Some(_), None) => false,
        }
    }

    /// Whether it asks for a key.
    pub(crate) fn is_keyed(&self) -> bool {
        self.key.is_some()
    }

    /// Whether the value at `at` stands right behind a key that it asks for.
    pub(crate) fn holds_at(&self, text: &[u8], at: usize) -> bool {
        let Some(pattern) = &self.key else { return true };
        key_before(text, at).is_some_and(|key| pattern.is_match(key))
    }
}

/// Bytes of a key at most.
const MAX_KEY: usize = 64;

/// The key whose value starts at `at`: the `order_id` of `"order_id": "4111…"`, `order_id=4111…`, `<order_id>4111…`.
fn key_before(text: &[u8], at: usize) -> Option<&str> {
    let is_rim = |byte: &&u8| matches!(**byte, b' ' | b'"' | b'\'' | b'\\' | b'`');
    let is_name = |byte: &&u8| {
        byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'.' | b'$') || **byte >= 0x80
    };
    let before = &text[at.saturating_sub(MAX_KEY + 16)..at];
    let before = &before[..before.len() - before.iter().rev().take(8).take_while(is_rim).count()];
    let before = before.strip_suffix(b":").or(before.strip_suffix(b"=")).or(before.strip_suffix(b">"))?;
    let before = &before[..before.len() - before.iter().rev().take(8).take_while(is_rim).count()];
    let len = before.iter().rev().take(MAX_KEY).take_while(is_name).count();
    std::str::from_utf8(&before[before.len() - len..]).ok().filter(|key| !key.is_empty())
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
    source: Option<Spanned<String>>,
    key: Option<Spanned<String>>,
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
        let at = match self.source.as_ref().or(self.key.as_ref()) {
            Some(pattern) => pattern.span().start,
            None => {
                let message = "a suppression names a source or a key";
                return Err(source.error(self.reason.span().start, message));
            }
        };
        if self.rule.is_none() && self.entity.is_none() {
            return Err(source.error(at, "a suppression names a rule or an entity"));
        }
        if self.reason.get_ref().trim().is_empty() {
            return Err(source.error(self.reason.span().start, "a suppression has a reason"));
        }
        let glob = |builder: &mut GlobBuilder<'_>, at: usize| match builder.build() {
            Ok(glob) => Ok(glob.compile_matcher()),
            Err(error) => Err(source.error(at, format!("the pattern is none: {}", error.kind()))),
        };
        let place = |pattern: &Spanned<String>| {
            // A name without a folder is meant in every folder.
            let folder = if pattern.get_ref().contains('/') { "" } else { "**/" };
            let whole = format!("{folder}{}", pattern.get_ref());
            glob(GlobBuilder::new(&whole).literal_separator(true), pattern.span().start)
        };
        let key = |pattern: &Spanned<String>| {
            glob(GlobBuilder::new(pattern.get_ref()).case_insensitive(true), pattern.span().start)
        };
        Ok(Suppression {
            source: self.source.as_ref().map(place).transpose()?,
            key: self.key.as_ref().map(key).transpose()?,
            rule: self.rule,
            entity: self.entity,
            line: source.line(at),
        })
    }
}
