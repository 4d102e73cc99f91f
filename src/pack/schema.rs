//! The shape of a pack's TOML and the checks that turn it into a [`Pack`].

use std::collections::BTreeMap;

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::concept::{Concepts, Label, Topic};
use super::exceptions::{AllowTable, SuppressTable};
use super::rule::{self, Rule, Source};
use super::writing::writings;
use super::{Anchor, Example, Pack, Word};
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
struct Header {
    name: String,
    language: String,
    version: u32,
    #[serde(default)]
    anchors: Vec<String>,
    #[serde(default)]
    compounds: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    loose_accents: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Labels {
    words: Vec<String>,
    weak: Vec<String>,
    not: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Grammar {
    possessive: Vec<String>,
    copula: Vec<String>,
    filler: Vec<String>,
    suffix: Vec<String>,
    unit: Vec<String>,
    currency: Vec<String>,
    prohibition: Vec<String>,
    question: Vec<String>,
    digit: BTreeMap<String, u8>,
    repeat: BTreeMap<String, u8>,
    not_a_password: Vec<String>,
    other: Vec<String>,
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
        let Header { name, language, version, anchors, compounds, names, loose_accents, .. } = self.pack;
        if let Some(word) = compounds.iter().find(|word| !anchors.contains(word)) {
            return Err(PackError::content(&name, format!("{word:?} is among the compounds and no anchor")));
        }
        let expanded = |list: Vec<String>| match loose_accents {
            true => list.iter().flat_map(|text| writings(text, true)).collect(),
            false => list,
        };
        let (anchors, compounds, names) = (expanded(anchors), expanded(compounds), expanded(names));
        let mut words = Vec::new();
        let mut add =
            |texts: Vec<String>, concepts: Concepts, topic: Option<Topic>| -> Result<(), PackError> {
                texts.into_iter().try_for_each(|text| push(&mut words, &name, text, concepts, topic, 0))
            };
        for (key, labels) in self.labels {
            match Label::ALL.iter().find(|(_, known)| *known == key) {
                Some((label, _)) => {
                    add(labels.words, label.strong(), None)?;
                    add(labels.weak, label.weak(), None)?;
                }
                None => {
                    let index = Topic::named(&key).ok_or_else(|| unknown_label(&name, &key))?;
                    let topic = |is_weak| Some(Topic { index, is_weak });
                    add(labels.words, Concepts::default(), topic(false))?;
                    add(labels.weak, Concepts::default(), topic(true))?;
                }
            }
            add(labels.not, Concepts::NOT, None)?;
        }
        let grammar = self.grammar;
        for (texts, concepts) in [
            (grammar.possessive, Concepts::POSSESSIVE),
            (grammar.copula, Concepts::COPULA),
            (grammar.filler, Concepts::FILLER),
            (grammar.suffix, Concepts::SUFFIX),
            (grammar.unit, Concepts::UNIT),
            (grammar.currency, Concepts::CURRENCY),
            (grammar.prohibition, Concepts::PROHIBITION),
            (grammar.question, Concepts::QUESTION),
            (grammar.not_a_password, Concepts::NOT_A_PASSWORD),
            (grammar.other, Concepts::OTHER),
        ] {
            add(texts, concepts, None)?;
        }
        for (numbers, concepts, range) in
            [(grammar.digit, Concepts::DIGIT, 0..=9), (grammar.repeat, Concepts::REPEAT, 2..=4)]
        {
            for (text, number) in numbers {
                if !range.contains(&number) {
                    return Err(PackError::content(
                        &name,
                        format!("{text:?} stands for {number}, out of range"),
                    ));
                }
                push(&mut words, &name, text, concepts, None, number)?;
            }
        }
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
        let words = words.iter().flat_map(|word| word.writings(loose_accents)).collect();
        Ok(Pack {
            name,
            language,
            version,
            words,
            examples,
            anchors,
            compounds,
            names,
            rules,
            allowed,
            suppressions,
        })
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

fn unknown_label(pack: &str, key: &str) -> PackError {
    let labels = Label::ALL.iter().map(|(_, key)| *key);
    let known: Vec<_> = labels.chain(Topic::NAMES).collect();
    PackError::content(pack, format!("no label is named {key:?}; known are {}", known.join(", ")))
}

fn push(
    words: &mut Vec<Word>,
    pack: &str,
    text: String,
    concepts: Concepts,
    topic: Option<Topic>,
    number: u8,
) -> Result<(), PackError> {
    if !Word::is_sound(&text) {
        return Err(PackError::content(pack, unsound(&text)));
    }
    words.push(Word { text, concepts, number, detectors: 0, topic, anchor: Anchor::default() });
    Ok(())
}

/// Why a word is refused.
pub(super) fn unsound(word: &str) -> String {
    format!(
        "the word {word:?} can never match: write small letters, one space between words, at most {} bytes",
        Word::MAX_BYTES
    )
}

impl Word {
    /// The longest word or phrase a pack may hold, in bytes.
    pub(crate) const MAX_BYTES: usize = 48;

    /// A word that is a detector's own.
    pub(crate) fn anchor(text: &str, detectors: u64) -> Self {
        Self {
            text: text.to_owned(),
            concepts: Concepts::default(),
            number: 0,
            detectors,
            topic: None,
            anchor: Anchor::default(),
        }
    }

    /// The word in every way of writing its accents that is short enough.
    fn writings(&self, is_loose: bool) -> impl Iterator<Item = Self> + use<'_> {
        let forms = writings(&self.text, is_loose).into_iter().filter(|text| text.len() <= Self::MAX_BYTES);
        forms.map(|text| Self { text, ..self.clone() })
    }

    /// Whether a text could hold the word.
    pub(crate) fn is_sound(text: &str) -> bool {
        let is_part = |character: char| {
            character.is_alphanumeric() && !character.is_uppercase()
                || matches!(character, ' ' | '\'')
                || !character.is_ascii()
        };
        let starts_word = text.starts_with(|first: char| first.is_ascii_lowercase() || !first.is_ascii());
        text.len() <= Self::MAX_BYTES
            && starts_word
            && text.chars().all(is_part)
            && !text.split(' ').any(str::is_empty)
    }
}
