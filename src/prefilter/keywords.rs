//! Every label word at once: the first letters of each word, folded into one number, are looked up in a table; then the
//! words beside an anchor. What is looked for inside words has a fingerprint in the kernels.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hash, Hasher};

use super::around::Around;
use super::lanes;
use super::simd::{Fingerprints, Lanes, Masks, Sieve};
use crate::context::{disguises, forms, hash, is_disguise, key, keys, load, stem, wide_keys};
use crate::pack::{Anchor, Writing};

/// The words that make candidates.
#[derive(Clone, Debug)]
pub(crate) struct Keywords {
    fingerprints: Fingerprints,
    /// Says of most words that they are none.
    sieve: Sieve,
    /// Keys by the bits of their hash that are in the mask, each in the first free place from there on.
    keys: Vec<Known>,
    mask: usize,
    /// What they mean; many mean the same. The first means nothing.
    slots: Vec<Slot>,
    /// Whether a single letter before a digit may be a keyword.
    has_single: bool,
    /// The first four bytes of every prefix, as they are written; a zero stands for any byte.
    prefixes: Vec<[u8; 4]>,
}

/// A key: part of its hash, which is never 0, and its slot.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    tag: u16,
    slot: u16,
}

/// A phrase that makes candidates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyword<'w> {
    /// Lower case; a space stands for a possible separator.
    pub(crate) phrase: &'w str,
    pub(crate) anchor: Anchor,
    /// Of a label: what its values are written with.
    pub(crate) writing: Writing,
}

/// What may stand at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// None, [`LABEL`], [`NAME`], [`SPELLED`], [`PREFIX`], [`DISGUISE`].
    pub(super) kinds: u8,
    /// What the values of the labels are written with.
    pub(super) writing: Writing,
}

/// Keywords that share a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(align(64))]
struct Slot {
    /// [`LABEL`], [`NAME`], [`SPELLED`], [`DISGUISE`].
    kinds: u8,
    /// What stands around the anchors of labels.
    around: Around,
}

/// A keyword that may be a label.
pub(super) const LABEL: u8 = 0x80;
/// A keyword that may name the number beside it.
pub(super) const NAME: u8 = 0x40;
/// A prefix that says itself what follows.
pub(super) const PREFIX: u8 = 0x20;
/// A word for a digit or a repeat.
pub(super) const SPELLED: u8 = 0x10;
/// A character that disguises a word.
pub(super) const DISGUISE: u8 = 0x08;

impl Keywords {
    /// Keywords from phrases and their anchors: lower case, a space for a possible separator. `labels` are looked up where
    /// they stand; `names` only tell that a number nearby may have a name. Of `prefixes` the first four bytes count.
    pub(crate) fn new<'w>(
        labels: impl IntoIterator<Item = Keyword<'w>>,
        names: impl IntoIterator<Item = Keyword<'w>>,
        digits: impl IntoIterator<Item = Keyword<'w>>,
        prefixes: impl IntoIterator<Item = &'static [u8]>,
    ) -> Self {
        // Keys, each with the place of what it means.
        let (mut known, mut meant, mut inner) = (Vec::<(u64, usize)>::new(), Vec::new(), BTreeSet::new());
        let mut has_single = false;
        let kinds: [(Vec<Keyword<'w>>, u8); 3] = [
            (labels.into_iter().collect(), LABEL),
            (names.into_iter().collect(), NAME),
            (digits.into_iter().collect(), SPELLED),
        ];
        let start = |keyword: Keyword<'w>| stem(&keyword.phrase[keyword.anchor.at..]);
        for (phrases, kind) in kinds {
            // Phrases that start alike stand side by side: their forms are made once.
            for alike in phrases.chunk_by(|a, b| start(*a) == start(*b)) {
                let mut slot = Slot { kinds: kind, ..Slot::default() };
                if kind == LABEL {
                    alike.iter().for_each(|keyword| slot.around.add(*keyword));
                }
                let is_inner = alike.iter().any(|keyword| keyword.anchor.is_inner);
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
        for character in disguises() {
            let mut raw = [0; 8];
            character.encode_utf8(&mut raw);
            let [_, short] = wide_keys(u64::from_le_bytes(raw));
            known.push((short, meant.len()));
        }
        meant.push(Slot { kinds: DISGUISE, ..Slot::default() });
        let (mut sieve, mut slots) = (Sieve::default(), Slots::new(meant.len()));
        let alone: Vec<u16> = meant.iter().map(|slot| slots.place(*slot)).collect();
        let mask = (known.len() * 2).next_power_of_two() - 1;
        let mut keys = vec![Known::default(); mask + 1];
        for (key, meant) in known {
            sieve.add_key(key);
            let (mut place, tag) = Known::place(key, mask);
            while keys.get(place).is_some_and(|known| known.tag != 0 && known.tag != tag) {
                place += 1;
            }
            keys.resize(keys.len().max(place + 1), Known::default());
            let known = &mut keys[place];
            // A key that means several things means all of them, and so do two that cannot be told apart.
            let slot = if known.tag == tag { slots.both(known.slot, alone[meant]) } else { alone[meant] };
            *known = Known { tag, slot };
        }
        // Two are looked at together, and the last are free.
        keys.extend([Known::default(); 2]);
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
        Self {
            fingerprints: Fingerprints::new(&inner),
            sieve,
            keys,
            mask,
            slots: slots.all,
            has_single,
            prefixes: firsts,
        }
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

    /// What may stand at `at`: never too little. Where the line `is_quiet`, labels whose values have digits are none.
    #[inline(always)]
    pub(super) fn found_at(&self, haystack: &[u8], at: usize, is_quiet: bool) -> Found {
        let raw = load(haystack, at);
        let mut found = Found { kinds: 0, writing: Writing::Digits };
        let mut add = |key: u64| {
            let slot = self.slot(key);
            let writing = slot.around.writing();
            // All labels of a line are quiet or none is: what stands around the others is looked at.
            let is_told = (slot.kinds & LABEL != 0) & !(is_quiet & (writing == Writing::Digits));
            let is_label = is_told && slot.around.may_be(haystack, at, raw);
            found.kinds |= slot.kinds & (!LABEL | (u8::from(is_label) * LABEL));
            found.writing = if is_label { found.writing.min(writing) } else { found.writing };
        };
        // Nearly all have one key.
        match key(raw) {
            (key, 0) if raw & 0x80 == 0 => add(key),
            _ => keys(raw).for_each(add),
        }
        if found.kinds & DISGUISE != 0 && !is_disguise(haystack, at) {
            found.kinds &= !DISGUISE;
        }
        if self.is_prefix(raw as u32) {
            found.kinds |= PREFIX;
        }
        found
    }

    /// The slot of a key, or the first one, which means nothing.
    #[inline(always)]
    fn slot(&self, key: u64) -> &Slot {
        let (place, wanted) = Known::place(key, self.mask);
        let [first, second] = [place, place + 1].map(|place| self.keys[place]);
        let mut slot = if first.tag == wanted { first.slot } else { 0 };
        slot = if second.tag == wanted { second.slot } else { slot };
        if slot == 0 && first.tag != 0 && second.tag != 0 {
            let rest = self.keys[place + 2..].iter().take_while(|known| known.tag != 0);
            slot = rest.filter(|known| known.tag == wanted).map(|known| known.slot).next().unwrap_or(0);
        }
        &self.slots[usize::from(slot)]
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
        let raw = load(haystack, at);
        keys(raw).map(|key| self.slot(key).around.words_before(haystack, at)).max().unwrap_or(0)
    }
}

impl Known {
    /// The place where a key's search starts, and what tells it from others there.
    #[inline(always)]
    fn place(key: u64, mask: usize) -> (usize, u16) {
        let hash = hash(key);
        (hash as usize & mask, (hash >> 32) as u16 | 1)
    }
}

/// Hashes of slots. The packs' words are no stranger's, so a hash that takes no time will do.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = hash(self.0.rotate_left(5) ^ number);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Slots in the making, each once: but for those few whose hash another has.
struct Slots {
    all: Vec<Slot>,
    /// Where a slot is, by its hash.
    places: HashMap<u64, u16, BuildHasherDefault<Mix>>,
}

impl Slots {
    /// For so many.
    fn new(count: usize) -> Self {
        let mut all = Vec::with_capacity(count);
        all.push(Slot::default());
        Self { all, places: HashMap::with_capacity_and_hasher(count, BuildHasherDefault::default()) }
    }

    fn place(&mut self, slot: Slot) -> u16 {
        let mut mix = Mix::default();
        slot.hash(&mut mix);
        let known = self.places.get(&mix.finish()).filter(|place| self.all[usize::from(**place)] == slot);
        if let Some(place) = known {
            return *place;
        }
        let place = self.all.len().min(usize::from(u16::MAX));
        match self.all.get_mut(place) {
            // Where there are too many, the last means all that is left.
            Some(last) => *last = last.with(&slot),
            None => self.all.push(slot),
        }
        self.places.insert(mix.finish(), place as u16);
        place as u16
    }

    fn both(&mut self, one: u16, other: u16) -> u16 {
        if one == other {
            return one;
        }
        let both = self.all[usize::from(one)].with(&self.all[usize::from(other)]);
        self.place(both)
    }
}

impl Slot {
    /// What it means and another does.
    fn with(mut self, other: &Self) -> Self {
        self.kinds |= other.kinds;
        self.around.extend(&other.around);
        self
    }
}

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

    fn keyword(phrase: &str) -> Keyword<'_> {
        Keyword { phrase, anchor: Anchor::default(), writing: Writing::Any }
    }

    #[test]
    fn keywords_are_known_in_every_writing() {
        let words = ["pin", "security code", "kata sandi", "pw"].map(keyword);
        let keywords = Keywords::new(words, [keyword("card")], [keyword("seven")], [&b"ghp_"[..], b"SG."]);
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
            assert_eq!(keywords.found_at(text.as_bytes(), 0, false).kinds, LABEL, "{text}");
        }
        assert_eq!(keywords.found_at(b"Cards", 0, false).kinds, NAME);
        assert_eq!(
            (keywords.found_at(b"ghp_x", 0, false).kinds, keywords.found_at(b"SG.x", 0, false).kinds),
            (PREFIX, PREFIX)
        );
        for text in ["security guard", "pint", "ping", "secret", "kate", "pwd", "p", ""] {
            assert!(text.is_empty() || keywords.found_at(text.as_bytes(), 0, false).kinds == 0, "{text}");
        }
    }
}
