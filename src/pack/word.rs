//! A word or phrase of a pack.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::concept::{Concepts, Topic};
use super::writing::writings;

/// A word or phrase and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Word {
    /// Lower case; a space is a place where the text may have one separator or none.
    #[serde(borrow)]
    pub(crate) text: Cow<'static, str>,
    pub(crate) concepts: Concepts,
    /// The value of a digit word, the count of a repeat word.
    pub(crate) number: u8,
    /// A bit for each detector that has the word as its own.
    #[serde(skip)]
    pub(crate) detectors: u64,
    /// Which rule's label it is, where only one rule has it.
    pub(crate) topic: Option<Topic>,
    /// Of a phrase that starts candidates: where the prefilter looks. Known when all packs are.
    #[serde(skip)]
    pub(crate) anchor: Anchor,
}

/// The part of a phrase that the prefilter looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub(crate) struct Anchor {
    /// Offset in the phrase, in bytes.
    pub(crate) at: usize,
    /// Whether it counts inside a word too: the phrase may be written as a compound.
    pub(crate) is_inner: bool,
}

impl Word {
    /// The longest word or phrase a pack may hold, in bytes.
    pub(crate) const MAX_BYTES: usize = 48;

    /// A word that is a detector's own.
    pub(crate) fn anchor(text: &str, detectors: u64) -> Self {
        Self {
            text: text.to_owned().into(),
            concepts: Concepts::default(),
            number: 0,
            detectors,
            topic: None,
            anchor: Anchor::default(),
        }
    }

    /// Whether a candidate starts where the word stands.
    pub(crate) fn starts_candidates(&self) -> bool {
        self.detectors != 0 || self.topic.is_some() || self.concepts.has(Concepts::ANCHORS)
    }

    /// The word in every way of writing its accents that is short enough.
    pub(super) fn writings(&self, is_loose: bool) -> impl Iterator<Item = Self> + use<'_> {
        let forms = writings(&self.text, is_loose).into_iter().filter(|text| text.len() <= Self::MAX_BYTES);
        forms.map(|text| Self { text: text.into(), ..self.clone() })
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
