//! What words can start with a key: asked of every word of a text, so that few reach the trie.

use std::borrow::Cow;

use super::key::hash;
use super::writing::{Form, forms, stem};
use crate::pack::Concepts;

/// What the words mean that can start with a key, by its hash. Small, as it is asked at random: a slot holds part of the hash
/// and the place of what is meant among all that words mean.
#[derive(Debug)]
pub(crate) struct Starts {
    /// How many meanings there are, the meanings, and the slots, in the first free of which from its hash on a key is.
    parts: Cow<'static, [[u8; 4]]>,
    slots: usize,
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
        let places = (starts.len() + starts.len() / 4).next_power_of_two();
        let mut slots: Vec<Option<(u16, u32)>> = vec![None; places];
        for (key, concepts) in starts {
            let (mut at, tag) = place(key, places);
            loop {
                match &mut slots[at] {
                    // Two keys that cannot be told apart mean what both do.
                    Some((known, meanings)) if *known == tag => *meanings |= concepts.bits(),
                    Some(_) => {
                        at = (at + 1) & (places - 1);
                        continue;
                    }
                    free => *free = Some((tag, concepts.bits())),
                }
                break;
            }
        }
        let mut known: Vec<u32> = slots.iter().flatten().map(|(_, meanings)| *meanings).collect();
        known.sort_unstable();
        known.dedup();
        let slot = |slot: &Option<(u16, u32)>| {
            let (tag, meanings) = (*slot)?;
            Some(u32::from(tag) | (known.binary_search(&meanings).ok()? as u32) << 16)
        };
        let head = std::iter::once(known.len() as u32).chain(known.iter().copied());
        let parts = head.chain(slots.iter().map(|entry| slot(entry).unwrap_or(0)));
        Self::laid_out(parts.map(u32::to_le_bytes).collect::<Vec<_>>().into())
    }

    pub(super) fn of(parts: &'static [[u8; 4]]) -> Self {
        Self::laid_out(parts.into())
    }

    fn laid_out(parts: Cow<'static, [[u8; 4]]>) -> Self {
        let meanings = parts.first().map_or(0, |count| u32::from_le_bytes(*count)) as usize;
        Self { slots: 1 + meanings, parts }
    }

    #[allow(dead_code, reason = "for the build script and tests")]
    pub(super) fn bytes(&self) -> &[u8] {
        self.parts.as_flattened()
    }

    /// What a word of this key may mean: never too little.
    #[inline(always)]
    pub(super) fn meanings(&self, key: u64) -> Concepts {
        let slots = &self.parts[self.slots..];
        let (mut at, wanted) = place(key, slots.len());
        loop {
            let [a, b, c, d] = slots[at];
            let tag = u16::from_le_bytes([a, b]);
            if tag == wanted {
                let meanings = self.parts[1 + usize::from(u16::from_le_bytes([c, d]))];
                return Concepts::of_bits(u32::from_le_bytes(meanings));
            }
            if tag == 0 {
                return Concepts::default();
            }
            at = (at + 1) & (slots.len() - 1);
        }
    }
}

/// The slot where a key's search starts, and what tells it from others there.
#[inline(always)]
fn place(key: u64, slots: usize) -> (usize, u16) {
    let hash = hash(key);
    ((hash >> 32) as usize & (slots - 1), hash as u16 | 1)
}
