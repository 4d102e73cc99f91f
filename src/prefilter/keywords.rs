//! Every label word at once: fingerprints of four bytes for the kernels, a hash of three and the class of a fourth to confirm.

use std::collections::BTreeMap;

use super::simd::{Fingerprints, Masks};
use crate::pack::Anchor;

/// The words that make candidates.
#[derive(Clone, Debug)]
pub(crate) struct Keywords {
    fingerprints: Fingerprints,
    /// By a hash of three bytes: in the low bits one for each class of the fourth byte, above them a tag of the three.
    slots: Box<[u32; SLOTS]>,
    /// For each slot: how many words a phrase has before its anchor at most.
    before: Box<[u8; SLOTS]>,
}

const SLOTS: usize = 1 << 12;

/// Bytes of a word that the prefilter looks at.
const LEN: usize = 4;

impl Keywords {
    /// Keywords from phrases and their anchors: lower case, a space for a possible separator.
    pub(crate) fn new<'w>(phrases: impl IntoIterator<Item = (&'w str, Anchor)>) -> Self {
        let (mut outer, mut inner) = (BTreeMap::new(), BTreeMap::new());
        for (phrase, anchor) in phrases {
            let keys: &mut BTreeMap<[u8; LEN], u8> = if anchor.is_inner { &mut inner } else { &mut outer };
            // In a compound, its start is one word more.
            let spaces = phrase[..anchor.at].matches(' ').count() as u8;
            let before = spaces + u8::from(anchor.is_inner && !phrase[..anchor.at].ends_with(' '));
            for key in starts(&phrase[anchor.at..]) {
                let known = keys.entry(key).or_default();
                *known = before.max(*known);
            }
        }
        let mut slots = Box::new([0; SLOTS]);
        let mut words_before = Box::new([0; SLOTS]);
        for ([first, second, third, fourth], before) in outer.iter().chain(&inner) {
            // A separator is whatever is no letter, as the fold leaves it.
            let all = |byte: u8| {
                (0..=u8::MAX).map(|byte| byte | FOLD).filter(move |&other| {
                    if byte == SEPARATOR { class(other) == 0 } else { other == byte | FOLD }
                })
            };
            for first in all(*first) {
                for second in all(*second) {
                    for third in all(*third) {
                        let (slot, tag) = slot(u32::from_le_bytes([first, second, third, 0]));
                        let known = slots[slot] >> CLASSES;
                        let tag = if slots[slot] == 0 || known == tag { tag } else { ANY_TAG };
                        // Where a word has ended, what follows is not compared.
                        let is_over = class(first) == 0 || class(second) == 0 || class(third) == 0;
                        words_before[slot] = words_before[slot].max(*before);
                        let classes = if is_over { ALL_CLASSES } else { 1 << class(*fourth) };
                        slots[slot] = (slots[slot] | classes) & ALL_CLASSES | tag << CLASSES;
                    }
                }
            }
        }
        let keys = |map: BTreeMap<[u8; LEN], u8>| map.into_keys().collect();
        Self { fingerprints: Fingerprints::new(&keys(outer), &keys(inner)), slots, before: words_before }
    }

    pub(super) fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    /// Whether the four bytes at `at` are those of a keyword's start. May be wrong with yes, never with no.
    #[inline(always)]
    pub(super) fn may_start_at(&self, haystack: &[u8], at: usize) -> bool {
        let raw = match haystack.get(at..at + LEN) {
            Some(bytes) => u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
            None => {
                let mut bytes = [SEPARATOR; LEN];
                bytes[..haystack.len() - at].copy_from_slice(&haystack[at..]);
                u32::from_le_bytes(bytes)
            }
        };
        // Bit 5 is clear in capitals and few others, set in small letters: a hump is a capital after a small letter.
        let may_have_hump = raw << 8 & !raw & 0x2020_2000 != 0;
        self.has(raw | 0x2020_2020) || (may_have_hump && self.has_hump(raw))
    }

    /// How many words the phrases that have their anchor at `at` have before it, at most.
    pub(super) fn words_before(&self, haystack: &[u8], at: usize) -> usize {
        let bytes = [0, 1, 2].map(|i| haystack.get(at + i).map_or(SEPARATOR, |byte| byte | FOLD));
        let of = |bytes: [u8; 3]| self.before[slot(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0])).0];
        // Where a word of two letters may end in a hump.
        let [first, second, _] = bytes;
        usize::from(of(bytes).max(of([first, second, SEPARATOR])).max(of([first, SEPARATOR, SEPARATOR])))
    }

    /// Whether a capital after a small letter starts a word of its own: pinCode reads as "pin code".
    #[cold]
    fn has_hump(&self, raw: u32) -> bool {
        let bytes = raw.to_le_bytes();
        (1..LEN).filter(|&i| bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase()).any(|i| {
            let mut bytes = bytes.map(|byte| byte | FOLD);
            bytes[i..].fill(SEPARATOR);
            self.has(u32::from_le_bytes(bytes))
        })
    }

    #[inline(always)]
    fn has(&self, folded: u32) -> bool {
        let (slot, tag) = slot(folded & 0xff_ffff);
        let slot = self.slots[slot];
        let known = slot >> CLASSES;
        slot >> class((folded >> 24) as u8) & 1 == 1 && (known == tag || known == ANY_TAG)
    }
}

/// Stands for every byte that is no letter.
const SEPARATOR: u8 = b' ';
/// Folds the case of ASCII letters.
const FOLD: u8 = 0x20;

/// Classes of a fourth byte: 26 letters and all else.
const CLASSES: u32 = 27;
const ALL_CLASSES: u32 = (1 << CLASSES) - 1;
/// The tag of a slot that several keys share.
const ANY_TAG: u32 = 31;

/// The slot of three folded bytes, the first lowest, and their tag in it.
#[inline(always)]
fn slot(three: u32) -> (usize, u32) {
    let hash = three.wrapping_mul(0x9e37_79b1);
    let shift = 32 - SLOTS.trailing_zeros();
    ((hash >> shift) as usize, (hash >> (shift - 5) & 31).min(ANY_TAG - 1))
}

/// The class of a folded byte: 1 to 26 for letters, 0 for all else.
#[inline(always)]
fn class(byte: u8) -> u32 {
    let letter = byte.wrapping_sub(b'a');
    if letter < 26 { u32::from(letter) + 1 } else { 0 }
}

/// The ways in which the first four bytes of a word can be written.
fn starts(word: &str) -> Vec<[u8; LEN]> {
    let mut forms = vec![Vec::new()];
    for byte in word.bytes().map(Some).chain([None; LEN]) {
        let mut next = Vec::new();
        for form in forms {
            let mut push = |bytes: &[u8]| next.push([&form[..], bytes].concat());
            if form.len() >= LEN {
                push(&[]);
                continue;
            }
            match byte {
                // One separator or none, and apostrophes where people leave them out.
                Some(b' ' | b'\'') => {
                    push(&[]);
                    push(&[SEPARATOR]);
                }
                Some(b'0'..=b'9') => push(&[SEPARATOR]),
                Some(byte) => push(&[byte]),
                // The word's end: whatever is no letter, or the first letter of a clitic.
                None => {
                    push(&[SEPARATOR]);
                    for clitic in *b"nkmsl" {
                        push(&[clitic]);
                    }
                    // After a digit any letter starts a word of its own.
                    if form.last().is_some_and(u8::is_ascii_digit) {
                        for letter in b'a'..=b'z' {
                            push(&[letter]);
                        }
                    }
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        forms = next;
    }
    forms.into_iter().map(|form| [form[0], form[1], form[2], form[3]]).collect()
}

/// What the last bytes of a block mean for the next.
pub(super) struct Before {
    /// Whether the last byte is a letter that a word goes on from.
    is_letter: bool,
    is_lower: bool,
    /// Bits of the next block that belong to an escape.
    escaped: u64,
}

impl Before {
    /// What the bytes before `at` mean.
    pub(super) fn new(haystack: &[u8], at: usize) -> Self {
        let back = |n: usize| at.checked_sub(n).map_or(0, |i| haystack[i]);
        let is_escape = back(2) == b'\\' || back(2).is_ascii_digit() || back(3) == b'%';
        Self {
            is_letter: back(1).is_ascii_alphabetic() && !is_escape,
            is_lower: back(1).is_ascii_lowercase(),
            escaped: u64::from(back(1) == b'\\' || back(1).is_ascii_digit() || back(2) == b'%')
                | u64::from(back(1) == b'%') << 1,
        }
    }
}

/// Bytes of a block where a word can start: a letter after something else, a capital after a small letter, a byte
/// beyond ASCII. The same as [`is_word_start`](crate::context::is_word_start), 64 at a time.
#[inline(always)]
pub(super) fn word_starts(masks: &Masks, before: &mut Before) -> u64 {
    let ascii_digits = masks.digit & !masks.high;
    let escapes = masks.backslash | ascii_digits;
    // The letter after a backslash, a digit, and the second digit after a percent sign belong to an escape.
    let escaped = escapes << 1 | masks.percent << 2 | before.escaped;
    let inside = masks.letter & !escaped;
    let lower = masks.letter & masks.lower;
    let upper = masks.letter & !masks.lower;
    let after_other = masks.letter & !(inside << 1 | u64::from(before.is_letter));
    let after_lower = upper & (lower << 1 | u64::from(before.is_lower));
    *before = Before {
        is_letter: inside >> 63 == 1,
        is_lower: lower >> 63 == 1,
        escaped: escapes >> 63 | masks.percent >> 62,
    };
    after_other | after_lower | masks.high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_known_in_every_writing() {
        let keywords =
            Keywords::new(["pin", "security code", "kata sandi", "pw"].map(|word| (word, Anchor::default())));
        for text in [
            "pin",
            "PIN:",
            "pinnya",
            "pin1",
            "pinCode",
            "Security",
            "kata_sandi",
            "KATASANDI",
            "pw=x",
            "pw",
            "pw ",
            "pin’s",
        ] {
            assert!(keywords.may_start_at(text.as_bytes(), 0), "{text}");
        }
        for text in ["pint", "ping", "secret", "kate", "pwd", "p", ""] {
            assert!(text.is_empty() || !keywords.may_start_at(text.as_bytes(), 0), "{text}");
        }
    }
}
