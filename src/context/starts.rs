//! What words can start with a key: asked of every word of a text, so that few reach the trie.

use std::borrow::Cow;

use super::key::hash;
use super::writing::{Form, forms, stem};
use crate::pack::Concepts;

/// What the words mean that can start with a key, by its hash.
#[derive(Debug)]
pub(crate) struct Starts {
    /// Part of the hash, which is never 0, and the meanings; in the first free slot from the hash on.
    slots: Cow<'static, [[u8; 8]]>,
}

impl Starts {
    /// Of phrases and what they mean.
    pub(super) fn new(phrases: impl Iterator<Item = (String, Concepts)>) -> Self {
        let phrases: Vec<(String, Concepts)> = phrases.collect();
        let mut starts: Vec<(u64, Concepts)> = Vec::new();
        // Sorted, those that start alike stand side by side.
        for alike in phrases.chunk_by(|(a, _), (b, _)| stem(a) == stem(b)) {
            let meanings =
                alike.iter().fold(Concepts::default(), |meanings, (_, concepts)| meanings | *concepts);
            let forms = alike.first().map_or(Vec::new(), |(phrase, _)| forms(stem(phrase)));
            starts.extend(forms.into_iter().flat_map(Form::keys).map(|key| (key, meanings)));
        }
        starts.sort_unstable_by_key(|(key, _)| *key);
        starts.dedup_by(|next, last| {
            let is_same = next.0 == last.0;
            if is_same {
                last.1 |= next.1;
            }
            is_same
        });
        let mut slots = vec![[0; 8]; (starts.len() * 2).next_power_of_two()];
        for (key, concepts) in starts {
            let (mut place, tag) = place(key, slots.len());
            while slots[place] != [0; 8] {
                place = (place + 1) & (slots.len() - 1);
            }
            slots[place][..4].copy_from_slice(&tag.to_le_bytes());
            slots[place][4..].copy_from_slice(&concepts.bits().to_le_bytes());
        }
        Self { slots: slots.into() }
    }

    pub(super) fn of(slots: &'static [[u8; 8]]) -> Self {
        Self { slots: slots.into() }
    }

    #[allow(dead_code, reason = "for the build script and tests")]
    pub(super) fn bytes(&self) -> &[u8] {
        self.slots.as_flattened()
    }

    /// What a word of this key may mean: never too little.
    #[inline(always)]
    pub(super) fn meanings(&self, key: u64) -> Concepts {
        let slots = &*self.slots;
        let (mut at, wanted) = place(key, slots.len());
        loop {
            let [a, b, c, d, e, f, g, h] = slots[at];
            let tag = u32::from_le_bytes([a, b, c, d]);
            if tag == wanted || tag == 0 {
                return Concepts::of_bits(u32::from_le_bytes([e, f, g, h]));
            }
            at = (at + 1) & (slots.len() - 1);
        }
    }
}

/// The slot where a key's search starts, and what tells it from others there.
#[inline(always)]
fn place(key: u64, slots: usize) -> (usize, u32) {
    let hash = hash(key);
    ((hash >> 32) as usize & (slots - 1), hash as u32 | 1)
}
