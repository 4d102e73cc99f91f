//! The words of several packs as one vocabulary: what is looked up, and where the prefilter looks for it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::concept::{Concepts, Label, Topic};
use super::word::{Anchor, Word};
use super::words::Words;
use crate::fold;

/// The phrases that the prefilter looks for, of all packs: sorted from their anchors on, each once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Phrases {
    /// Those that start candidates.
    pub(crate) labels: Vec<Phrase>,
    /// Those that name a card: at the first of the packs' names that the phrase contains, wherever it stands, else at its
    /// start.
    pub(crate) names: Vec<Phrase>,
    /// Words for digits and repeats.
    pub(crate) digits: Vec<Phrase>,
}

/// A phrase, and where the prefilter looks for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Phrase {
    #[serde(borrow)]
    pub(crate) text: Cow<'static, str>,
    pub(crate) anchor: Anchor,
    pub(crate) concepts: Concepts,
    pub(crate) topic: Option<Topic>,
    #[serde(skip)]
    pub(crate) detectors: u64,
}

impl Phrase {
    fn of(word: &Word, anchor: Anchor) -> Self {
        let Word { text, concepts, topic, detectors, .. } = word.clone();
        Self { text, anchor, concepts, topic, detectors }
    }
}

/// The words of these packs and a rule's own, those that start candidates with their anchors; and what of them the
/// prefilter looks for.
pub(crate) fn vocabulary(
    packs: &[Words],
    own: impl IntoIterator<Item = Word>,
    is_wanted: impl Fn(&Word) -> bool,
) -> (Vec<Word>, Phrases) {
    let mut words = without_redundant_labels(packs);
    words.extend(own);
    words.retain(is_wanted);
    anchor(&mut words, packs);
    let labels =
        words.iter().filter(|word| word.starts_candidates()).map(|word| Phrase::of(word, word.anchor));
    let is_digit = |word: &&Word| word.concepts.has(Concepts::DIGIT | Concepts::REPEAT);
    let digits = words.iter().filter(is_digit).map(|word| Phrase::of(word, Anchor::default()));
    let phrases = Phrases { labels: sorted(labels), names: sorted(names(packs)), digits: sorted(digits) };
    (words, phrases)
}

/// Phrases that start alike side by side, each once.
fn sorted(phrases: impl Iterator<Item = Phrase>) -> Vec<Phrase> {
    fn key(phrase: &Phrase) -> (&str, &str, bool) {
        let (before, rest) = phrase.text.split_at(phrase.anchor.at);
        (rest, before, phrase.anchor.is_inner)
    }
    let mut phrases: Vec<Phrase> = phrases.collect();
    phrases.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    phrases.dedup();
    phrases
}

/// Gives every phrase that starts candidates its anchor: the first of the packs' anchors that it contains, else its
/// longest word.
fn anchor(words: &mut [Word], packs: &[Words]) {
    // By its rank: a word that two packs list has the first.
    let mut anchors: BTreeMap<&str, usize> = BTreeMap::new();
    for (rank, anchor) in packs.iter().flat_map(|pack| &pack.anchors).enumerate() {
        anchors.entry(anchor).or_insert(rank);
    }
    let compounds: BTreeSet<&str> =
        packs.iter().flat_map(|pack| &pack.compounds).map(String::as_str).collect();
    let ranked: Vec<(usize, &str)> =
        compounds.iter().filter_map(|compound| Some((*anchors.get(compound)?, *compound))).collect();
    let connectors = words.iter().filter(|word| word.concepts.has(Concepts::CONNECTORS));
    let common: BTreeSet<String> = connectors.map(|word| word.text.clone().into_owned()).collect();
    for word in words.iter_mut().filter(|word| word.starts_candidates()) {
        let text = &*word.text;
        let parts = || text.split(' ').map(|part| (part.as_ptr().addr() - text.as_ptr().addr(), part));
        let is_compound = !text.contains(' ');
        let whole = parts().filter_map(|(at, part)| Some((*anchors.get(part)?, at, part)));
        let inside = ranked
            .iter()
            .filter(|_| is_compound)
            .filter_map(|&(rank, compound)| Some((rank, text.rfind(compound)?, compound)));
        // Of names of one rule only the longest word counts.
        let known = whole
            .chain(inside)
            .filter(|_| word.topic.is_none())
            .min_by_key(|(rank, ..)| *rank)
            .map(|(_, at, anchor)| Anchor { at, is_inner: at > 0 && compounds.contains(anchor) });
        // Of the names of one rule only, which are many, the word that says most.
        let is_common = |part: &str| common.contains(part) || anchors.contains_key(part);
        let longest = || {
            let rank = |(at, part): &(usize, &str)| (!is_common(part), part.len(), usize::MAX - at);
            parts().max_by_key(rank).map_or(0, |(at, _)| at)
        };
        // A phrase is looked up from its anchor word by word, which a script without blanks does not have.
        let known = match fold::is_unspaced(text.as_bytes()) {
            true => Some(Anchor::default()),
            false => known,
        };
        word.anchor = known.unwrap_or_else(|| Anchor { at: longest(), is_inner: false });
    }
    share_anchors(words);
}

/// "pass phrase" and "passphrase" are one phrase and have one anchor.
fn share_anchors(words: &mut [Word]) {
    let without_gaps = |text: &str| text.replace([' ', '\''], "");
    let mut same: Vec<(String, Anchor, usize)> = Vec::new();
    for (index, word) in words.iter().enumerate().filter(|(_, word)| word.starts_candidates()) {
        let at = without_gaps(&word.text[..word.anchor.at]).len();
        same.push((without_gaps(&word.text), Anchor { at, ..word.anchor }, index));
    }
    // The first of those with the lowest offset comes first.
    same.sort_by(|(a, at, _), (b, other, _)| a.cmp(b).then(at.at.cmp(&other.at)));
    for same in same.chunk_by(|(a, ..), (b, ..)| a == b) {
        let Some((_, first, _)) = same.first() else { continue };
        for (.., index) in same {
            let text = &words[*index].text;
            let letters = text.char_indices().filter(|(_, character)| !matches!(character, ' ' | '\''));
            let mut places = letters.flat_map(|(at, character)| at..at + character.len_utf8());
            words[*index].anchor = Anchor { at: places.nth(first.at).unwrap_or(0), ..*first };
        }
    }
}

/// Phrases that name a card, and where the prefilter looks for them.
fn names(packs: &[Words]) -> impl Iterator<Item = Phrase> {
    let known: Vec<&String> = packs.iter().flat_map(|pack| &pack.names).collect();
    let words = packs.iter().flat_map(|pack| &pack.words);
    words.filter(|word| word.concepts.has(Label::Card.any())).map(move |word| {
        let found = known.iter().find_map(|name| word.text.find(name.as_str()));
        let anchor = found.map_or(Anchor::default(), |at| Anchor { at, is_inner: true });
        Phrase::of(word, anchor)
    })
}

/// Phrases that end in another phrase of the same label start no candidate: where "nomor pin" stands, "pin" does, and it
/// is enough to stop there. Written in one word, "nomorpin", they stay if the anchor is looked for inside words.
fn without_redundant_labels(packs: &[Words]) -> Vec<Word> {
    let mut words: Vec<Word> = packs.iter().flat_map(|pack| &pack.words).cloned().collect();
    let compounds: BTreeSet<&String> = packs.iter().flat_map(|pack| &pack.compounds).collect();
    for (label, _) in Label::ALL {
        if label == Label::Card {
            continue;
        }
        for concept in [label.strong(), label.weak()] {
            let labels: BTreeSet<Cow<'static, str>> = words
                .iter()
                .filter(|word| word.concepts.has(concept))
                .map(|word| word.text.clone())
                .collect();
            let is_redundant = |word: &Word| {
                let mut tails = word.text.match_indices(' ').map(|(at, _)| &word.text[at + 1..]);
                word.concepts.has(concept) && tails.any(|tail| labels.contains(tail))
            };
            words.retain_mut(|word| {
                if is_redundant(word) {
                    word.text.to_mut().retain(|character| character != ' ');
                    return compounds.iter().any(|compound| word.text.contains(compound.as_str()));
                }
                true
            });
        }
    }
    words
}
