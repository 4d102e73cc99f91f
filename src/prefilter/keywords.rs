//! Every label word at once: fingerprints of three bytes for the kernels, a hash of four to confirm.

use std::collections::BTreeSet;

use super::simd::{Fingerprints, Masks};

/// The words that make candidates.
#[derive(Clone, Debug)]
pub(crate) struct Keywords {
    fingerprints: Fingerprints,
    /// By a hash of three bytes: in the low bits one for each class of the fourth byte, above them a tag of the three.
    slots: Box<[u32; SLOTS]>,
}

const SLOTS: usize = 1 << 12;

/// Bytes of a word that the prefilter looks at.
const LEN: usize = 4;

impl Keywords {
    /// Keywords from what stands at their anchors: lower case, a space for a possible separator; and whether they count
    /// inside words too.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = (&'w str, bool)>) -> Self {
        let (mut outer, mut inner) = (BTreeSet::new(), BTreeSet::new());
        for (word, is_inner) in words {
            let keys = if is_inner { &mut inner } else { &mut outer };
            keys.extend(starts(word));
        }
        let mut slots = Box::new([0; SLOTS]);
        for [first, second, third, fourth] in outer.union(&inner) {
            // A separator is whatever is no letter, as the fold leaves it.
            let all = |byte: u8| (0..=u8::MAX).map(|byte| byte | FOLD).filter(move |&other| if byte == SEPARATOR { class(other) == 0 } else { other == byte | FOLD });
            for first in all(*first) {
                for second in all(*second) {
                    for third in all(*third) {
                        let (slot, tag) = slot([first, second, third]);
                        let known = slots[slot] >> CLASSES;
                        let tag = if slots[slot] == 0 || known == tag { tag } else { ANY_TAG };
                        // Where a word has ended, what follows is not compared.
                        let is_over = class(first) == 0 || class(second) == 0 || class(third) == 0;
                        let classes = if is_over { ALL_CLASSES } else { 1 << class(*fourth) };
                        slots[slot] = (slots[slot] | classes) & ALL_CLASSES | tag << CLASSES;
                    }
                }
            }
        }
        Self { fingerprints: Fingerprints::new(&outer, &inner), slots }
    }

    pub(super) fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    /// Whether the four bytes at `at` are those of a keyword's start. May be wrong with yes, never with no.
    #[inline]
    pub(super) fn may_start_at(&self, haystack: &[u8], at: usize) -> bool {
        let raw: [u8; LEN] = match haystack.get(at..).and_then(<[u8]>::first_chunk) {
            Some(bytes) => *bytes,
            None => {
                let mut bytes = [SEPARATOR; LEN];
                bytes[..haystack.len() - at].copy_from_slice(&haystack[at..]);
                bytes
            }
        };
        let folded = raw.map(|byte| byte | FOLD);
        // Bit 5 is clear in capitals and few others.
        let has_capital = !u32::from_le_bytes(raw) & 0x2020_2000 != 0;
        self.has(folded) || (has_capital && self.has_hump(raw, folded))
    }

    /// Whether a capital after a small letter starts a word of its own: pinCode reads as "pin code".
    fn has_hump(&self, raw: [u8; LEN], folded: [u8; LEN]) -> bool {
        (1..LEN).filter(|&i| raw[i].is_ascii_uppercase() && raw[i - 1].is_ascii_lowercase()).any(|i| {
            let mut folded = folded;
            folded[i..].fill(SEPARATOR);
            self.has(folded)
        })
    }

    #[inline]
    fn has(&self, [first, second, third, fourth]: [u8; LEN]) -> bool {
        let (slot, tag) = slot([first, second, third]);
        let slot = self.slots[slot];
        let known = slot >> CLASSES;
        slot >> class(fourth) & 1 == 1 && (known == tag || known == ANY_TAG)
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

/// The slot of three bytes, and their tag in it.
#[inline]
fn slot([first, second, third]: [u8; 3]) -> (usize, u32) {
    let hash = u32::from_le_bytes([first, second, third, 0]).wrapping_mul(0x9e37_79b1);
    let shift = 32 - SLOTS.trailing_zeros();
    ((hash >> shift) as usize, (hash >> (shift - 5) & 31).min(ANY_TAG - 1))
}

/// The class of a folded byte: 1 to 26 for letters, 0 for all else.
#[inline]
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

/// Bytes of a block where a word can start: a letter after something else, a capital after a small letter, a byte
/// beyond ASCII. The same as [`is_word_start`](crate::context::is_word_start), 64 at a time.
#[inline]
pub(super) fn word_starts(haystack: &[u8], at: usize, masks: &Masks) -> u64 {
    let back = |n: usize| at.checked_sub(n).map_or(0, |i| haystack[i]);
    let is_letter_before = back(1).is_ascii_alphabetic() && back(2) != b'\\' && !back(2).is_ascii_digit() && back(3) != b'%';
    let ascii_digits = masks.digit & !masks.high;
    // The letter after a backslash, a digit, and the second digit after a percent sign belong to an escape.
    let mut escaped = masks.backslash << 1 | masks.percent << 2 | ascii_digits << 1;
    if back(1) == b'\\' || back(2) == b'%' || back(1).is_ascii_digit() {
        escaped |= 1;
    }
    if back(1) == b'%' {
        escaped |= 2;
    }
    let inside = masks.letter & !escaped;
    let lower = masks.letter & masks.lower;
    let upper = masks.letter & !masks.lower;
    let after_other = masks.letter & !(inside << 1 | u64::from(is_letter_before));
    let after_lower = upper & (lower << 1 | u64::from(back(1).is_ascii_lowercase()));
    after_other | after_lower | masks.high
}


#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_known_in_every_writing() {
        let keywords = Keywords::new(["pin", "security code", "kata sandi", "pw"].map(|word| (word, false)));
        for text in ["pin", "PIN:", "pinnya", "pin1", "pinCode", "Security", "kata_sandi", "KATASANDI", "pw=x", "pw", "pw ", "pin’s"] {
            assert!(keywords.may_start_at(text.as_bytes(), 0), "{text}");
        }
        for text in ["pint", "ping", "secret", "kate", "pwd", "p", ""] {
            assert!(text.is_empty() || !keywords.may_start_at(text.as_bytes(), 0), "{text}");
        }
    }
}
