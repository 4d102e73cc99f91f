//! Every label word at once: fingerprints of five bytes for the kernels, then a table by the first three to confirm, then
//! the words beside an anchor.

use std::collections::BTreeSet;

use super::lanes;
use super::simd::{Fingerprints, Lanes, Masks};
use super::writing::{LEN, SEPARATOR, starts_of, written};
use crate::pack::Anchor;

/// The words that make candidates.
#[derive(Clone, Debug)]
pub(crate) struct Keywords {
    fingerprints: Fingerprints,
    /// A bit for every four bytes that a keyword can start with, by the five low bits of each.
    starts: Box<[u64; 1 << 14]>,
    /// By a hash of the first three bytes' classes; of two neighbours either may hold a key.
    slots: Box<[Slot; SLOTS]>,
    /// The first four bytes of every prefix, as they are written; a zero stands for any byte.
    prefixes: Vec<[u8; LEN]>,
    /// For each slot, the words beside.
    beside: Box<[Beside; SLOTS]>,
}

/// Keywords that share their first three bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The classes of the three bytes, and one, so that an empty slot fits nothing; [`ANY`] where several share the slot.
    three: u32,
    /// [`LABEL`], [`NAME`], [`PREFIX`], and how many words a phrase has before its anchor at most.
    kinds: u8,
    /// A bit for each class of a fourth byte, and of a fifth.
    fourth: u64,
    fifth: u64,
}

/// What stands beside the anchors of a slot in their phrases.
#[derive(Clone, Copy, Debug, Default)]
struct Beside {
    /// A bit for each length of an anchor in bytes.
    lengths: u64,
    /// Whether a phrase ends with its anchor, and otherwise a bit for how the next word starts.
    is_last: bool,
    next: u64,
    /// Whether a phrase starts with its anchor, and otherwise a bit for how the word before ends.
    is_first: bool,
    last: u64,
}

/// A keyword that may be a label.
pub(super) const LABEL: u8 = 0x80;
/// A keyword that may name the number beside it.
pub(super) const NAME: u8 = 0x40;
/// A prefix that says itself what follows.
pub(super) const PREFIX: u8 = 0x20;
const BEFORE: u8 = 0x1f;

const SLOTS: usize = 1 << 14;
const ANY: u32 = u32::MAX;

/// Bytes of a text that are compared.
const SEEN: usize = LEN + 1;

impl Keywords {
    /// Keywords from phrases and their anchors: lower case, a space for a possible separator. `labels` are looked up where
    /// they stand; `names` only tell that a number nearby may have a name. Of `prefixes` the first four bytes count.
    pub(crate) fn new<'w>(
        labels: impl IntoIterator<Item = (&'w str, Anchor)>,
        names: impl IntoIterator<Item = (&'w str, Anchor)>,
        prefixes: impl IntoIterator<Item = &'static [u8]>,
    ) -> Self {
        let (mut outer, mut inner) = (BTreeSet::new(), BTreeSet::new());
        let mut slots = Box::new([Slot::default(); SLOTS]);
        let mut beside = Box::new([Beside::default(); SLOTS]);
        let labels = labels.into_iter().map(|(phrase, anchor)| (phrase, anchor, LABEL));
        let names = names.into_iter().map(|(phrase, anchor)| (phrase, anchor, NAME));
        for (phrase, anchor, kind) in labels.chain(names) {
            let keys = if anchor.is_inner { &mut inner } else { &mut outer };
            // In a compound, its start is one word more.
            let spaces = phrase[..anchor.at].matches(' ').count() as u8;
            let before = spaces + u8::from(anchor.is_inner && !phrase[..anchor.at].ends_with(' '));
            let rest = &phrase.as_bytes()[anchor.at..];
            for key in written(&phrase[anchor.at..]).iter().flat_map(|rest| starts_of(rest)) {
                let is_plain = rest.len() > LEN && rest[..=LEN].iter().all(u8::is_ascii_lowercase);
                let fifth = if is_plain { rest[LEN] } else { SEPARATOR };
                let key = [key[0], key[1], key[2], key[3], fifth];
                keys.insert(key);
                let before = before.min(BEFORE);
                for place in add(&mut slots, key, classes, kind, before) {
                    beside[place].add(phrase, anchor, kind);
                }
            }
        }
        let mut firsts = Vec::new();
        for prefix in prefixes {
            let (mut key, mut first) = ([SEPARATOR; SEEN], [0; LEN]);
            let len = prefix.len().min(LEN);
            key[..len].copy_from_slice(&prefix[..len].to_ascii_lowercase());
            first[..len].copy_from_slice(&prefix[..len]);
            let exactly = |byte: u8| {
                let class = CLASSES[usize::from(byte)];
                if byte == SEPARATOR { 0..64 } else { class..class + 1 }
            };
            add(&mut slots, key, exactly, PREFIX, 0);
            outer.insert(key);
            firsts.push(first);
        }
        firsts.sort_unstable();
        firsts.dedup();
        let mut starts = Box::new([0; 1 << 14]);
        for key in outer.iter().chain(&inner) {
            // A separator is whatever is no letter. What follows it is not compared.
            let is_over = |at: usize| key[..at].contains(&SEPARATOR);
            let all = |at: usize| match key[at] {
                _ if is_over(at) => 0x40..=0x5f,
                SEPARATOR => 0x5b..=0x60,
                byte if byte & 0xc0 == 0x40 => byte..=byte,
                _ => 0x60..=0x60,
            };
            for (first, second) in all(0).flat_map(|first| all(1).map(move |second| (first, second))) {
                for (third, fourth) in all(2).flat_map(|third| all(3).map(move |fourth| (third, fourth))) {
                    let place = low_bits([first, second, third, fourth]);
                    starts[place / 64] |= 1 << (place % 64);
                }
            }
        }
        Self { fingerprints: Fingerprints::new(&outer, &inner), starts, slots, prefixes: firsts, beside }
    }

    pub(super) fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    /// Whether the four bytes at `at` may be a keyword's. Without a branch.
    #[inline(always)]
    pub(super) fn may_be_at(&self, haystack: &[u8], at: usize) -> bool {
        let Some(&bytes) = haystack.get(at..).and_then(<[u8]>::first_chunk) else { return true };
        let place = low_bits(bytes);
        let [a, b, c, d] = bytes;
        (self.starts[place / 64] >> (place % 64) & 1 == 1) | may_have_hump([a, b, c, d, d])
    }

    /// What keywords may stand at `at`: none, [`LABEL`], [`NAME`], [`PREFIX`]. May be too many, never too few.
    #[inline(always)]
    pub(super) fn kinds_at(&self, haystack: &[u8], at: usize) -> u8 {
        let mut bytes = [SEPARATOR; SEEN];
        match haystack.get(at..at + SEEN) {
            Some(seen) => bytes.copy_from_slice(seen),
            None => bytes[..haystack.len() - at].copy_from_slice(&haystack[at..]),
        }
        let all = bytes.map(|byte| CLASSES[usize::from(byte)]);
        let (place, mut kinds) = self.find(all);
        if kinds != 0 {
            // In hexadecimal digits "cc" names nothing.
            if kinds & NAME != 0
                && is_letter(all[0])
                && !is_letter(all[2])
                && (bytes[2].is_ascii_digit() || at > 0 && haystack[at - 1].is_ascii_digit())
            {
                kinds &= !NAME;
            }
            if kinds & LABEL != 0 && !self.beside[place].may_be_around(haystack, at) {
                kinds &= !LABEL;
            }
            if kinds & PREFIX != 0 && !self.is_prefix([bytes[0], bytes[1], bytes[2], bytes[3]]) {
                kinds &= !PREFIX;
            }
        }
        if may_have_hump(bytes) { kinds | self.kinds_before_hump(bytes) } else { kinds }
    }

    /// The slot of these classes and what is there.
    #[inline(always)]
    fn find(&self, all: [u8; SEEN]) -> (usize, u8) {
        let three = packed([all[0], all[1], all[2]]);
        let place = slot(three);
        let place = if self.slots[place].fits(three, all) { place } else { place ^ 1 };
        let slot = &self.slots[place];
        (place, if slot.fits(three, all) { slot.kinds & (LABEL | NAME | PREFIX) } else { 0 })
    }

    /// Whether a prefix starts with these bytes, or with the first three of them.
    fn is_prefix(&self, bytes: [u8; LEN]) -> bool {
        let [first, second, third, _] = bytes;
        self.prefixes.binary_search(&bytes).is_ok()
            || self.prefixes.binary_search(&[first, second, third, 0]).is_ok()
    }

    /// How many words the phrases that have their anchor at `at` have before it, at most.
    pub(super) fn words_before(&self, haystack: &[u8], at: usize) -> usize {
        let class = |i: usize| CLASSES[usize::from(haystack.get(at + i).copied().unwrap_or(SEPARATOR))];
        let of = |three: [u8; 3]| {
            let place = slot(packed(three));
            let of = |slot: &Slot| if slot.holds(packed(three)) { slot.kinds & BEFORE } else { 0 };
            of(&self.slots[place]).max(of(&self.slots[place ^ 1]))
        };
        // Where a word of two letters may end in a hump.
        let [first, second, third] = [0, 1, 2].map(class);
        usize::from(of([first, second, third]).max(of([first, second, OTHER])).max(of([first, OTHER, OTHER])))
    }

    /// As [`kinds_at`](Self::kinds_at), where a capital after a small letter starts a word of its own: pinCode reads as
    /// "pin code".
    #[cold]
    fn kinds_before_hump(&self, bytes: [u8; SEEN]) -> u8 {
        let humps = (1..SEEN).filter(|&i| bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase());
        humps.fold(0, |kinds, i| {
            let mut all = bytes.map(|byte| CLASSES[usize::from(byte)]);
            all[i..].fill(OTHER);
            kinds | self.find(all).1 & !PREFIX
        })
    }
}

/// Adds a key to the slots of every way in which it can be written. Gives the slots.
fn add<I: Iterator<Item = u8> + Clone>(
    slots: &mut [Slot; SLOTS],
    key: [u8; SEEN],
    classes: impl Fn(u8) -> I,
    kind: u8,
    before: u8,
) -> Vec<usize> {
    let mut places = Vec::new();
    // What is not told of the fifth byte is anything.
    let fifth = if key[LEN] == SEPARATOR { u64::MAX } else { 1 << CLASSES[usize::from(key[LEN])] };
    let [firsts, seconds, thirds, fourths, _] = key.map(classes);
    let fourth = fourths.fold(0, |bits, class| bits | 1 << class);
    for first in firsts {
        for second in seconds.clone() {
            for third in thirds.clone() {
                let three = [first, second, third];
                let packed = packed(three);
                let place = slot(packed);
                let is_free = |place: usize| slots[place].three == 0 || slots[place].three == packed;
                let place = if is_free(place) || !is_free(place ^ 1) { place } else { place ^ 1 };
                let slot = &mut slots[place];
                slot.three = if slot.three == 0 || slot.three == packed { packed } else { ANY };
                // Where a word has ended, what follows is not compared.
                let is_over = kind != PREFIX && three.iter().any(|class| !is_letter(*class));
                slot.fourth |= if is_over { u64::MAX } else { fourth };
                slot.fifth |= if is_over { u64::MAX } else { fifth };
                slot.kinds = (slot.kinds | kind) & !BEFORE | (slot.kinds & BEFORE).max(before);
                places.push(place);
            }
        }
    }
    places
}

impl Slot {
    #[inline(always)]
    fn holds(&self, three: u32) -> bool {
        (self.three == three) | (self.three == ANY)
    }

    #[inline(always)]
    fn fits(&self, three: u32, all: [u8; SEEN]) -> bool {
        self.holds(three) & (self.fourth >> all[3] & self.fifth >> all[4] & 1 == 1)
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
            Some(first) => {
                let second = rest.as_bytes().get(len + 2).filter(|byte| **byte != b' ' && byte.is_ascii());
                self.next |= pairs(first, second.copied());
            }
        }
        let mut before = phrase[..anchor.at].bytes().rev().skip_while(|byte| matches!(byte, b' ' | b'\''));
        match before.next() {
            Some(last) if !anchor.is_inner && kind == LABEL && last.is_ascii() => {
                self.last |= pairs(last, before.next().filter(|byte| *byte != b' ' && byte.is_ascii()));
            }
            _ => self.is_first = true,
        }
    }

    /// Whether a phrase with its anchor at `at` may stand there. Only asked where the word is as long as an anchor: longer
    /// ones have an ending or are two words written as one.
    #[inline(always)]
    fn may_be_around(&self, haystack: &[u8], at: usize) -> bool {
        let rest = &haystack[at..haystack.len().min(at + 64)];
        let len = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if self.lengths >> len.min(63) & 1 == 0 || len >= 40 {
            return true;
        }
        let is_gap = |byte: u8| matches!(byte, b' ' | b'_' | b'-' | b'.' | b'\'');
        if !self.is_last {
            let Some(&gap) = rest.get(len) else { return len == 64 };
            // A digit may be a word of a phrase.
            if !is_gap(gap) && !gap.is_ascii_digit() && gap < 0x80 {
                return false;
            }
            let first = if is_gap(gap) { len + 1 } else { len };
            let class = |i: usize| rest.get(i).map_or(OTHER, |byte| CLASSES[usize::from(*byte)]);
            if self.next & pair(class(first), class(first + 1)) == 0 {
                return false;
            }
        }
        if self.is_first {
            return true;
        }
        let back = |n: usize| at.checked_sub(n).map(|i| haystack[i]);
        let gap = usize::from(back(1).is_some_and(is_gap));
        let class = |n: usize| back(n).map_or(OTHER, |byte| CLASSES[usize::from(byte)]);
        self.last & pair(class(gap + 1), class(gap + 2)) != 0
    }
}

/// Four bytes in one number, five bits each: letters by either case, digits, punctuation and bytes beyond ASCII as zero.
#[inline(always)]
fn low_bits(bytes: [u8; LEN]) -> usize {
    let word = u32::from_le_bytes(bytes);
    // Of ASCII, letters have bit 6 set, digits and punctuation have not.
    let bits = word & ((word >> 6 & !(word >> 7) & 0x0101_0101) * 0x1f);
    let pairs = bits & 0x001f_001f | bits >> 3 & 0x03e0_03e0;
    (pairs & 0x3ff | pairs >> 6 & 0xf_fc00) as usize
}

/// Whether a capital may follow a small letter: bit 5 is clear in capitals and few others.
#[inline(always)]
fn may_have_hump(bytes: [u8; SEEN]) -> bool {
    let [a, b, c, d, e] = bytes;
    let raw = u64::from_le_bytes([a, b, c, d, e, 0, 0, 0]);
    raw << 8 & !raw & (raw & 0x40_4040_4000) >> 1 & 0x20_2020_2000 != 0
}

/// A bit for two neighbouring bytes of a word by their classes.
#[inline(always)]
fn pair(first: u8, second: u8) -> u64 {
    1 << ((u32::from(first) * 7 + u32::from(second)) % 64)
}

/// The bits of all pairs that these bytes can be seen as; without the second, of all that start with the first.
fn pairs(first: u8, second: Option<u8>) -> u64 {
    let first = CLASSES[usize::from(first)];
    match second {
        Some(second) => pair(first, CLASSES[usize::from(second)]),
        None => (0..64).fold(0, |bits, second| bits | pair(first, second)),
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

const fn is_letter(class: u8) -> bool {
    1 <= class && class <= 26
}

/// The classes that a byte of a key stands for: a separator, whatever is no letter.
fn classes(byte: u8) -> impl Iterator<Item = u8> + Clone {
    let (first, last) = if byte == SEPARATOR { (32, 63) } else { (1, 0) };
    std::iter::once(CLASSES[usize::from(byte)]).chain(first..=last)
}

/// Three classes in one number, which is never zero.
#[inline(always)]
fn packed([first, second, third]: [u8; 3]) -> u32 {
    u32::from(first) | u32::from(second) << 6 | u32::from(third) << 12 | 1 << 18
}

/// The slot of three classes.
#[inline(always)]
fn slot(packed: u32) -> usize {
    (packed.wrapping_mul(0x9e37_79b1) >> (32 - SLOTS.trailing_zeros())) as usize
}

/// Bytes of a group, which begins at `at`, where a keyword's fingerprint fits and a word can start: a letter after something
/// else, a capital after a small letter, a byte beyond ASCII; then all bytes where a word can start. At least those of
/// [`is_word_start`](crate::context::is_word_start), eight blocks at a time.
#[inline(always)]
pub(super) fn starts(masks: &Masks, haystack: &[u8], at: usize) -> (Lanes, Lanes) {
    let Masks { digit, high, letter, lower, backslash, percent, finger, anywhere, .. } = masks;
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
        words[i] = letter[i] & !after_inside[i] | letter[i] & !lower[i] & after_small[i] | high[i];
        starts[i] = anywhere[i] | finger[i] & words[i];
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
