//! The shape of a pack's TOML and the checks that turn it into a [`Pack`].

use std::collections::BTreeMap;

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::exceptions::{AllowTable, SuppressTable};
use super::rule::{self, Rule, Source};
use super::words::{Grammar, Header, Labels, Words};
use super::{Example, Pack};
use crate::error::PackError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pack: Header,
    #[serde(default)]
    labels: BTreeMap<String, Labels>,
    #[serde(default)]
    grammar: Grammar,
    #[serde(default)]
    rule: Vec<rule::Table>,
    #[serde(default)]
    allow: AllowTable,
    #[serde(default)]
    suppress: Vec<SuppressTable>,
    #[serde(default)]
    example: Vec<Spanned<Hit>>,
    #[serde(default)]
    counterexample: Vec<Spanned<Miss>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hit {
    text: String,
    find: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    entity: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Miss {
    text: String,
    why: String,
}

impl File {
    pub(super) fn into_pack(self, text: &str) -> Result<Pack, PackError> {
        let Header { name, language, version, .. } = &self.pack;
        let (name, language, version) = (name.clone(), language.clone(), *version);
        let words = Words::read(self.pack, self.labels, self.grammar)?;
        let mut line = lines(text);
        let hits = self.example.into_iter().map(|hit| {
            let line = line(hit.span().start);
            let Hit { text, find } = hit.into_inner();
            let find = find.into_iter().map(|value| (value.entity, value.value)).collect();
            Example { text, find, why: None, line }
        });
        let mut examples: Vec<Example> = hits.collect();
        let mut line = lines(text);
        examples.extend(self.counterexample.into_iter().map(|miss| {
            let line = line(miss.span().start);
            let Miss { text, why } = miss.into_inner();
            Example { text, find: Vec::new(), why: Some(why), line }
        }));
        let source = Source { pack: &name, text };
        if self.rule.len() > Rule::MAX {
            let reason = format!("{} rules; {} is the most of one pack", self.rule.len(), Rule::MAX);
            return Err(PackError::content(&name, reason));
        }
        let rules = self.rule.into_iter().map(|table| table.into_rule(&source).map(Arc::new));
        let rules = rules.collect::<Result<_, _>>()?;
        let allowed = self.allow.into_allowed(&source);
        let suppressions = self.suppress.into_iter().map(|table| table.into_suppression(&source));
        let suppressions = suppressions.collect::<Result<_, _>>()?;
        Ok(Pack { name, language, version, words, examples, rules, allowed, suppressions })
    }
}

/// The line of each of these offsets, which come in order.
fn lines(text: &str) -> impl FnMut(usize) -> usize {
    let (mut line, mut seen) = (1, 0);
    move |at| {
        line += memchr::memchr_iter(b'\n', text.as_bytes().get(seen..at).unwrap_or_default()).count();
        seen = seen.max(at);
        line
    }
}
