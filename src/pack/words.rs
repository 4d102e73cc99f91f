//! The words of one pack: `[pack]`, `[labels]` and `[grammar]` of its TOML, checked.
//!
//! Those of the built-in packs are read while the engine is compiled (`build.rs`) and kept in the program in a form that is
//! read at once, so what stands here knows nothing of rules and examples.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::choices::choices;
use super::concept::{Concepts, Label, Topic};
use super::word::{Anchor, Word};
use super::writing::writings;
use crate::error::PackError;

/// The words of one pack, in every way of writing their accents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Words {
    pub(crate) words: Vec<Word>,
    /// The words of phrases that the prefilter looks for, the likeliest to be rare first.
    pub(crate) anchors: Vec<String>,
    /// The anchors that count inside a word too.
    pub(crate) compounds: Vec<String>,
    /// Words within the phrases that name cards: the prefilter looks for them wherever they stand.
    pub(crate) names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(super) name: String,
    pub(super) language: String,
    pub(super) version: u32,
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
pub(crate) struct Labels {
    words: Vec<String>,
    weak: Vec<String>,
    not: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Grammar {
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
    apart: Vec<String>,
    entry: Vec<String>,
    user: Vec<String>,
    typed: Vec<String>,
    postal: Vec<String>,
    spelling: Vec<String>,
}

impl Words {
    /// Whether there are none, nor any that say where to look for those of others.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn read(
        header: Header,
        labels: BTreeMap<String, Labels>,
        grammar: Grammar,
    ) -> Result<Self, PackError> {
        let Header { name, anchors, compounds, names, loose_accents, .. } = header;
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
                for entry in texts {
                    let phrases = choices(&entry)
                        .map_err(|why| PackError::content(&name, format!("the words {entry:?}: {why}")))?;
                    for text in phrases {
                        push(&mut words, &name, text, concepts, topic, 0)?;
                    }
                }
                Ok(())
            };
        for (key, labels) in labels {
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
            (grammar.apart, Concepts::APART),
            (grammar.entry, Concepts::ENTRY),
            (grammar.user, Concepts::USER | Concepts::APART),
            (grammar.typed, Concepts::TYPED),
            (grammar.postal, Concepts::POSTAL),
            (grammar.spelling, Concepts::SPELLING),
        ] {
            add(texts, concepts, None)?;
        }
        for (numbers, concepts, range) in
            [(grammar.digit, Concepts::DIGIT, 0..=99), (grammar.repeat, Concepts::REPEAT, 2..=4)]
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
        let words = words.iter().flat_map(|word| word.writings(loose_accents)).collect();
        Ok(Self { words, anchors, compounds, names })
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
    words.push(Word { text: text.into(), concepts, number, detectors: 0, topic, anchor: Anchor::default() });
    Ok(())
}

/// Why a word is refused.
pub(super) fn unsound(word: &str) -> String {
    format!(
        "the word {word:?} can never match: write small letters, one space between words, at most {} bytes",
        Word::MAX_BYTES
    )
}
