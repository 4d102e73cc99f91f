//! Packs: the words of a language, as data.
//!
//! **Contract.** A pack is TOML (`packs/README.md` has the schema). [`Pack::from_toml`] checks it and refuses
//! what it does not understand, with line and reason; after that a pack cannot fail. Detectors name concepts,
//! packs give the words: no word stands in a detector's file. Here is a pack's form; its rules are tried where detectors
//! are known, and so `from_toml` stands there.

mod builtin;
mod choices;
mod concept;
mod exceptions;
mod pattern;
mod rule;
mod schema;
mod vocabulary;
mod word;
mod words;
mod writing;

pub(crate) use builtin::{BUILTIN, Builtin, NAMES, phrases};
pub use concept::Writing;
pub(crate) use concept::{Concepts, Label, Topic};
pub(crate) use exceptions::{Allowed, Entry, Suppression};
pub(crate) use rule::{Rule, RuleExample, Side};
pub(crate) use vocabulary::{Phrase, vocabulary};
pub(crate) use word::{Anchor, Word};
pub(crate) use words::Words;

use std::sync::Arc;

use crate::error::PackError;

/// The words of one language, checked.
#[derive(Clone, Debug)]
pub struct Pack {
    name: String,
    language: String,
    version: u32,
    words: Words,
    examples: Vec<Example>,
    rules: Vec<Arc<Rule>>,
    allowed: Allowed,
    suppressions: Vec<Suppression>,
}

/// A text that a pack brings to show what its words do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text.
    pub text: String,
    /// Entity and value of each finding, in order; empty for a counterexample.
    pub find: Vec<(String, String)>,
    /// Why a counterexample holds no value.
    pub why: Option<String>,
    /// The line of the pack that it begins on, from 1.
    pub line: usize,
}

impl Pack {
    /// Reads a pack's form. Its rules and examples are not tried.
    pub(crate) fn parse(text: &str) -> Result<Self, PackError> {
        let file: schema::File = toml::from_str(text).map_err(|error| PackError::syntax(text, error))?;
        file.into_pack(text)
    }

    /// The pack's name: a language code for the built-in ones.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language of its words, for people.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The pack's version, for people and proofs.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Every phrase that an entry of a pack's list of words stands for: `(coupon|voucher) valid (thru|until)` is four. A choice
    /// may be empty, and leaves its blank out, too.
    ///
    /// # Errors
    ///
    /// Why the entry is none: parentheses that do not match, or more than 4,096 phrases.
    pub fn phrases(entry: &str) -> Result<Vec<String>, &'static str> {
        choices::choices(entry)
    }

    /// The packs that every redactor has.
    pub fn builtin() -> impl Iterator<Item = Self> {
        BUILTIN.iter().map(|pack| Self::parse(pack.text).expect("the built-in packs are tested"))
    }

    /// The texts that the pack brings as proof of its words.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Its rules of one's own: name and entity.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rules.iter().map(|rule| (rule.name.as_str(), rule.entity.as_str()))
    }

    /// The words by which the values of a label are known, the weak ones too: of `pin`, `cvv`, `us_ssn` and whatever else stands
    /// as `[labels.NAME]`.
    pub fn labels(&self, label: &str) -> impl Iterator<Item = &str> {
        let shared = Label::ALL.iter().find(|(_, name)| *name == label).map(|(label, _)| label.any());
        let own = Topic::NAMES.iter().position(|name| *name == label);
        let names = move |word: &&Word| {
            shared.is_some_and(|label| word.concepts.has(label))
                || word.topic.is_some_and(|topic| Some(usize::from(topic.index)) == own)
        };
        self.words.words.iter().filter(names).map(|word| &*word.text)
    }

    /// What a rule of the pack asks, for people: pairs of what and how. Empty where it has no rule of this name.
    #[must_use]
    pub fn terms(&self, rule: &str) -> Vec<(&'static str, String)> {
        self.rules.iter().find(|own| own.name == rule).map(|own| own.terms()).unwrap_or_default()
    }

    /// The texts that prove a rule of the pack. `find` holds what that rule alone finds.
    pub fn rule_examples(&self, rule: &str) -> impl Iterator<Item = Example> {
        let own = self.rules.iter().filter(move |own| own.name == rule);
        own.flat_map(|own| {
            own.examples.iter().map(|example| Example {
                text: example.text.clone(),
                find: example.find.iter().map(|value| (own.entity.clone(), value.clone())).collect(),
                why: example.why.clone(),
                line: example.line,
            })
        })
    }

    /// Its rules, as they were written.
    pub(crate) fn own_rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// What it lets stand everywhere.
    pub(crate) fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// What it lets stand in some sources.
    pub(crate) fn suppressions(&self) -> &[Suppression] {
        &self.suppressions
    }

    /// The pack's words.
    pub(crate) fn words(&self) -> &Words {
        &self.words
    }
}
