//! Every label word at once: the first letters of each word, folded into one number, are looked up in a table; then the
//! words beside an anchor. What is looked for inside words has a fingerprint in the kernels.

use std::collections::{BTreeMap, BTreeSet};

use super::lanes;
use super::simd::{Fingerprints, Lanes, Masks, Sieve};
use crate::context::{forms, hash, keys, load, stem};
use crate::pack::Anchor;

/// The words that make candidates.
#[derive(Clone, Debug)]
pub(crate) struct Keywords {
    fingerprints: Fingerprints,
    /// Says of most words that they are none.
    sieve: Sieve,
    /// Keys by their hash, each in the first free place from there on.
    keys: Vec<Known>,
    /// What they mean; many mean the same.
    slots: Vec<Slot>,
    /// Whether a single letter before a digit may be a keyword.
    has_single: bool,
    /// The first four bytes of every prefix, as they are written; a zero stands for any byte.
    prefixes: Vec<[u8; 4]>,
}

/// A key: part of its hash, which is never 0, and its slot.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    tag: u32,
    slot: u32,
}

/// Keywords that share a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    /// [`LABEL`], [`NAME`], and how many words a label has before its anchor at most.
    kinds: u8,
    beside: Beside,
}

/// What stands beside the anchors of a slot in their phrases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Beside {
    /// A bit for each length of an anchor in bytes.
    lengths: u64,
    /// Whether a phrase ends with its anchor, and otherwise a bit for how the next word starts.
    is_last: bool,
    next: Pairs,
    /// Whether a phrase starts with its anchor, and otherwise a bit for how the word before ends.
    is_first: bool,
    last: Pairs,
    /// Whether the word before may end in any way.
    is_open: bool,
}

/// A keyword that may be a label.
pub(super) const LABEL: u8 = 0x80;
/// A keyword that may name the number beside it.
pub(super) const NAME: u8 = 0x40;
/// A prefix that says itself what follows.
pub(super) const PREFIX: u8 = 0x20;
const BEFORE: u8 = 0x1f;

impl Keywords {
    /// Keywords from phrases and their anchors: lower case, a space for a possible separator. `labels` are looked up where
    /// they stand; `names` only tell that a number nearby may have a name. Of `prefixes` the first four bytes count.
    pub(crate) fn new<'w>(
        labels: impl IntoIterator<Item = (&'w str, Anchor)>,
        names: impl IntoIterator<Item = (&'w str, Anchor)>,
        prefixes: impl IntoIterator<Item = &'static [u8]>,
    ) -> Self {
        // Keys, each with the place of what it means.
        let (mut known, mut meant, mut inner) = (Vec::<(u64, usize)>::new(), Vec::new(), BTreeSet::new());
        let mut has_single = false;
        let kinds: [(Vec<(&str, Anchor)>, u8); 2] =
            [(labels.into_iter().collect(), LABEL), (names.into_iter().collect(), NAME)];
        let start = |(phrase, anchor): (&'w str, Anchor)| stem(&phrase[anchor.at..]);
        for (phrases, kind) in kinds {
            // Phrases that start alike stand side by side: their forms are made once.
            for alike in phrases.chunk_by(|a, b| start(*a) == start(*b)) {
                let mut slot = Slot { kinds: kind, ..Slot::default() };
                for &(phrase, anchor) in alike {
                    // In a compound, its start is one word more.
                    let spaces = phrase[..anchor.at].matches(' ').count() as u8;
                    let before = spaces + u8::from(anchor.is_inner && !phrase[..anchor.at].ends_with(' '));
                    let before = if kind == LABEL { before.min(BEFORE) } else { 0 };
                    slot.kinds = kind | (slot.kinds & BEFORE).max(before);
                    slot.beside.add(phrase, anchor, kind);
                }
                let is_inner = alike.iter().any(|(_, anchor)| anchor.is_inner);
                for form in alike.first().map_or(Vec::new(), |first| forms(start(*first))) {
                    known.extend(form.keys().map(|key| (key, meant.len())));
                    has_single |= form.is_single();
                    if is_inner {
                        inner.insert(form.first());
                    }
                }
                meant.push(slot);
            }
        }
        known.sort_unstable();
        known.dedup();
        let distinct = known.chunk_by(|(a, _), (b, _)| a == b);
        let mut sieve = Sieve::default();
        let mut keys = vec![Known::default(); (distinct.clone().count() * 2).next_power_of_two()];
        let (mut slots, mut places) = (Vec::new(), BTreeMap::new());
        let mut place_of = |slot: Slot| {
            *places.entry(slot).or_insert_with_key(|slot| {
                slots.push(*slot);
                slots.len() as u32 - 1
            })
        };
        let alone: Vec<u32> = meant.iter().map(|slot| place_of(*slot)).collect();
        for same in distinct {
            let (key, first) = same[0];
            let slot = match same {
                [_] => alone[first],
                _ => {
                    place_of(same.iter().fold(Slot::default(), |slot, (_, other)| slot.with(&meant[*other])))
                }
            };
            sieve.add_key(key);
            let (mut place, tag) = Known::place(key, keys.len());
            while keys[place].tag != 0 {
                place = (place + 1) & (keys.len() - 1);
            }
            keys[place] = Known { tag, slot };
        }
        let mut firsts = Vec::new();
        for prefix in prefixes {
            let mut first = [0; 4];
            let len = prefix.len().min(first.len());
            first[..len].copy_from_slice(&prefix[..len]);
            firsts.push(first);
            for last in if len < first.len() { 0..=u8::MAX } else { first[3]..=first[3] } {
                sieve.add_prefix(u32::from_le_bytes([first[0], first[1], first[2], last]));
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        Self { fingerprints: Fingerprints::new(&inner), sieve, keys, slots, has_single, prefixes: firsts }
    }

    pub(super) fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    /// Of the `places` of a group the ones that need a closer look.
    #[inline(always)]
    pub(super) fn without_single(&self, places: &mut Lanes, masks: &Masks, next_digit: u64) {
        if self.has_single {
            return;
        }
        let before_digit = lanes::shr::<1>(&masks.digit, next_digit);
        for i in 0..8 {
            places[i] &= !(masks.letter[i] & before_digit[i]);
        }
    }

    pub(super) fn sieve(&self) -> &Sieve {
        &self.sieve
    }

    /// What keywords may stand at `at`: none, [`LABEL`], [`NAME`], [`PREFIX`]. May be too many, never too few.
    #[inline(always)]
    pub(super) fn kinds_at(&self, haystack: &[u8], at: usize) -> u8 {
        let raw = load(haystack, at);
        let kind_of = |slot: &Slot| {
            let is_label = slot.kinds & LABEL != 0 && slot.beside.may_be_around(haystack, at);
            slot.kinds & NAME | if is_label { LABEL } else { 0 }
        };
        let mut kinds =
            keys(raw).filter_map(|key| self.slot(key)).fold(0, |kinds, slot| kinds | kind_of(slot));
        // In hexadecimal digits "cc" names nothing.
        if kinds & NAME != 0 {
            let third = (raw >> 16) as u8;
            let is_short = (raw as u8).is_ascii() && !third.is_ascii_alphabetic();
            if is_short && (third.is_ascii_digit() || at > 0 && haystack[at - 1].is_ascii_digit()) {
                kinds &= !NAME;
            }
        }
        if self.is_prefix(raw as u32) { kinds | PREFIX } else { kinds }
    }

    #[inline(always)]
    fn slot(&self, key: u64) -> Option<&Slot> {
        let (mut place, wanted) = Known::place(key, self.keys.len());
        loop {
            match self.keys.get(place) {
                Some(known) if known.tag == wanted => return self.slots.get(known.slot as usize),
                Some(Known { tag: 0, .. }) | None => return None,
                Some(_) => place = (place + 1) & (self.keys.len() - 1),
            }
        }
    }

    /// Whether a prefix starts with these bytes, or with the first three of them.
    #[inline(always)]
    fn is_prefix(&self, raw: u32) -> bool {
        let [first, second, third, fourth] = raw.to_le_bytes();
        self.sieve.may_be_prefix(raw)
            && (self.prefixes.binary_search(&[first, second, third, fourth]).is_ok()
                || self.prefixes.binary_search(&[first, second, third, 0]).is_ok())
    }

    /// How many words the labels that may have their anchor at `at` have before it, at most.
    pub(super) fn words_before(&self, haystack: &[u8], at: usize) -> usize {
        let may_go_back = |slot: &&Slot| slot.beside.is_open || slot.beside.has_last(haystack, at);
        let slots = keys(load(haystack, at)).filter_map(|key| self.slot(key)).filter(may_go_back);
        slots.map(|slot| slot.kinds & BEFORE).max().map_or(0, usize::from)
    }
}

impl Known {
    /// The place where a key's search starts among so many, and what tells it from others there.
    #[inline(always)]
    fn place(key: u64, places: usize) -> (usize, u32) {
        let hash = hash(key);
        (hash as usize & (places - 1), (hash >> 32) as u32 | 1)
    }
}

impl Slot {
    /// What it means and another does.
    fn with(mut self, other: &Self) -> Self {
        self.kinds = (self.kinds | other.kinds) & !BEFORE | (self.kinds & BEFORE).max(other.kinds & BEFORE);
        let (beside, other) = (&mut self.beside, &other.beside);
        beside.lengths |= other.lengths;
        beside.is_last |= other.is_last;
        beside.is_first |= other.is_first;
        beside.is_open |= other.is_open;
        for (pairs, other) in [(&mut beside.next, other.next), (&mut beside.last, other.last)] {
            pairs.alone |= other.alone;
            pairs.both |= other.both;
        }
        self
    }
}

impl Beside {
    /// Adds what stands beside the anchor of a phrase.
    fn add(&mut self, phrase: &str, anchor: Anchor, kind: u8) {
        let rest = &phrase[anchor.at..];
        let len = rest.find([' ', '\'']).unwrap_or(rest.len());
        self.lengths |= 1 << len.min(63);
        match rest.as_bytes().get(len + 1).copied() {
            // Letters beyond ASCII may be capitals there.
            None | Some(0x80..) => self.is_last = true,
            Some(_) if kind == NAME => self.is_last = true,
            Some(_) => self.next.add(rest.bytes().skip(len + 1)),
        }
        let before = phrase[..anchor.at].bytes().rev().skip_while(|byte| matches!(byte, b' ' | b'\''));
        match before.clone().next() {
            Some(last) if kind == LABEL && last.is_ascii() => {
                self.last.add(before);
                // Inside a word any letters may stand before it.
                self.is_first |= anchor.is_inner;
            }
            Some(_) if kind == LABEL => (self.is_first, self.is_open) = (true, true),
            _ => self.is_first = true,
        }
    }

    /// Whether a phrase with its anchor at `at` may stand there. Only asked where the word is as long as an anchor: longer
    /// ones have an ending or are two words written as one.
    #[inline(always)]
    fn may_be_around(&self, haystack: &[u8], at: usize) -> bool {
        let rest = &haystack[at..haystack.len().min(at + 64)];
        let is_hump = |i: usize| i > 0 && rest[i].is_ascii_uppercase() && rest[i - 1].is_ascii_lowercase();
        let len = (0..rest.len()).take_while(|&i| rest[i].is_ascii_alphabetic() && !is_hump(i)).count();
        if self.lengths >> len.min(63) & 1 == 0 || len >= 40 {
            return true;
        }
        if !self.is_last {
            let Some(&gap) = rest.get(len) else { return len == 64 };
            // A digit may be a word of a phrase.
            if !is_gap(gap) && !gap.is_ascii_digit() && gap < 0x80 && !is_hump(len) {
                return false;
            }
            let first = if is_gap(gap) { len + 1 } else { len };
            let class = |i: usize| rest.get(i).map_or(OTHER, |byte| CLASSES[usize::from(*byte)]);
            if !self.next.has(class(first), class(first + 1)) {
                return false;
            }
        }
        self.is_first || self.has_last(haystack, at)
    }

    /// Whether a phrase may have the word before `at`.
    #[inline(always)]
    fn has_last(&self, haystack: &[u8], at: usize) -> bool {
        let back = |n: usize| at.checked_sub(n).map(|i| haystack[i]);
        let gap = usize::from(back(1).is_some_and(is_gap));
        let class = |n: usize| back(n).map_or(OTHER, |byte| CLASSES[usize::from(byte)]);
        self.last.has(class(gap + 1), class(gap + 2))
    }
}

/// Whether a byte may stand between the words of a phrase.
#[inline(always)]
fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'_' | b'-' | b'.' | b'\'')
}

/// How the word beside an anchor starts or ends: two bytes by their classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Pairs {
    /// A bit for each first byte behind which anything may stand.
    alone: u64,
    /// A bit for a hash of both.
    both: u64,
}

impl Pairs {
    /// Adds what the first of these bytes of a phrase can be seen as. A separator may be left out; behind the last word
    /// anything may stand.
    fn add(&mut self, mut bytes: impl Iterator<Item = u8>) {
        let class = |byte: u8| CLASSES[usize::from(byte)];
        let first = class(bytes.next().unwrap_or(b' '));
        match (bytes.next(), bytes.next()) {
            (Some(b' ' | b'\''), Some(next)) => {
                self.both |= Self::bit(first, OTHER) | Self::bit(first, class(next));
            }
            (Some(second), _) if second.is_ascii() => self.both |= Self::bit(first, class(second)),
            _ => self.alone |= 1 << first,
        }
    }

    #[inline(always)]
    fn has(self, first: u8, second: u8) -> bool {
        self.alone >> first & 1 == 1 || self.both & Self::bit(first, second) != 0
    }

    #[inline(always)]
    fn bit(first: u8, second: u8) -> u64 {
        1 << ((u32::from(first) * 23 + u32::from(second) * 5) % 64)
    }
}

/// The class of each byte: 1 to 26 for letters of either case, 0 for the rest of ASCII, 32 and more beyond it.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = (byte as u8 | 0x20).wrapping_sub(b'a');
        if byte >= 0x80 {
            classes[byte] = 32 + (byte % 32) as u8;
        } else if letter < 26 {
            classes[byte] = letter + 1;
        }
        byte += 1;
    }
    classes
};
const OTHER: u8 = 0;

/// Bytes of a group, which begins at `at`, where a keyword may start: a word does, or the fingerprint of one that is looked
/// for everywhere fits; then those where a word does. A word starts with a letter after something else, a capital after a
/// small letter, or a character beyond ASCII: at least where [`is_word_start`](crate::context::is_word_start) says so.
#[inline(always)]
pub(super) fn starts(masks: &Masks, haystack: &[u8], at: usize) -> (Lanes, Lanes) {
    let Masks { digit, high, lead, letter, lower, backslash, percent, anywhere, .. } = masks;
    // What the bytes before mean. The letter after a backslash, a digit, and the second digit after a percent sign
    // belong to an escape.
    let back = |n: usize| at.checked_sub(n).and_then(|i| haystack.get(i)).copied().unwrap_or(0);
    let is_escaped = back(2) == b'\\' || back(2).is_ascii_digit() || back(3) == b'%';
    let is_inside = back(1).is_ascii_alphabetic() && !is_escaped;
    let escape_before = u64::from(back(1) == b'\\' || back(1).is_ascii_digit()) << 63;
    let percent_before = u64::from(back(1) == b'%') << 63 | u64::from(back(2) == b'%') << 62;

    let (mut escape, mut small, mut inside) = (Lanes::default(), Lanes::default(), Lanes::default());
    for i in 0..8 {
        escape[i] = backslash[i] | digit[i] & !high[i];
        small[i] = letter[i] & lower[i];
    }
    let after_escape = lanes::shl::<1>(&escape, escape_before);
    let after_percent = lanes::shl::<2>(percent, percent_before);
    for i in 0..8 {
        inside[i] = letter[i] & !(after_escape[i] | after_percent[i]);
    }
    let after_inside = lanes::shl::<1>(&inside, u64::from(is_inside) << 63);
    let after_small = lanes::shl::<1>(&small, u64::from(back(1).is_ascii_lowercase()) << 63);
    let (mut starts, mut words) = (Lanes::default(), Lanes::default());
    for i in 0..8 {
        words[i] = letter[i] & !after_inside[i] | letter[i] & !lower[i] & after_small[i] | lead[i];
        starts[i] = anywhere[i] | words[i];
    }
    (starts, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_known_in_every_writing() {
        let words = ["pin", "security code", "kata sandi", "pw"].map(|word| (word, Anchor::default()));
        let keywords = Keywords::new(words, [("card", Anchor::default())], [&b"ghp_"[..], b"SG."]);
        for text in [
            "pin",
            "PIN:",
            "pinnya",
            "pin1",
            "pinCode",
            "Security Code",
            "securitycode",
            "kata_sandi",
            "KATASANDI",
            "pw=x",
            "pw",
            "pw ",
            "pin’s",
        ] {
            assert_eq!(keywords.kinds_at(text.as_bytes(), 0), LABEL, "{text}");
        }
        assert_eq!(keywords.kinds_at(b"Cards", 0), NAME);
        assert_eq!((keywords.kinds_at(b"ghp_x", 0), keywords.kinds_at(b"SG.x", 0)), (PREFIX, PREFIX));
        for text in ["security guard", "pint", "ping", "secret", "kate", "pwd", "p", ""] {
            assert!(text.is_empty() || keywords.kinds_at(text.as_bytes(), 0) == 0, "{text}");
        }
    }
}
