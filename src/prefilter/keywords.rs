//! Every label word at once: fingerprints of three bytes for the kernels, a hash of four to confirm.

use super::simd::{Fingerprints, Masks};

/// The words that make candidates.
#[derive(Clone, Debug)]
pub(crate) struct Keywords {
    fingerprints: Fingerprints,
    hashes: Box<[u64; HASH_BITS / 64]>,
}

const HASH_BITS: usize = 1 << 13;

/// Bytes of a word that the prefilter looks at.
const LEN: usize = 4;

impl Keywords {
    /// Keywords from the starts of words: lower case, a space for a possible separator.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut keys: Vec<[u8; LEN]> = words.into_iter().flat_map(starts).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut hashes = Box::new([0; HASH_BITS / 64]);
        for key in &keys {
            let hash = hash(*key);
            hashes[hash / 64] |= 1 << (hash % 64);
        }
        Self { fingerprints: Fingerprints::new(&keys), hashes }
    }

    pub(super) fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    /// Whether the four bytes at `at` are those of a keyword's start. May be wrong with yes, never with no.
    #[inline]
    pub(super) fn may_start_at(&self, haystack: &[u8], at: usize) -> bool {
        let mut key = [SEPARATOR; LEN];
        match haystack.get(at..at + LEN) {
            Some(bytes) => key.copy_from_slice(bytes),
            None => key[..haystack.len() - at].copy_from_slice(&haystack[at..]),
        }
        if self.has(key.map(mapped)) {
            return true;
        }
        // A capital after a small letter may start a word of its own: pinCode reads as "pin code".
        let is_hump = |i: usize| key[i].is_ascii_uppercase() && key[i - 1].is_ascii_lowercase();
        (1..LEN).filter(|&i| is_hump(i)).any(|i| {
            let mut key = key.map(mapped);
            key[i..].fill(SEPARATOR);
            self.has(key)
        })
    }

    #[inline]
    fn has(&self, key: [u8; LEN]) -> bool {
        let hash = hash(key);
        self.hashes[hash / 64] >> (hash % 64) & 1 == 1
    }
}

/// Stands for every byte that is neither a letter nor beyond ASCII.
const SEPARATOR: u8 = b' ';
/// A byte as keys hold it.
#[inline]
fn mapped(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte | 0x20,
        b'a'..=b'z' | 0x80.. => byte,
        _ => SEPARATOR,
    }
}

#[inline]
fn hash(key: [u8; LEN]) -> usize {
    // What follows a separator is not compared: the word may have ended there.
    let key = match key {
        [first, SEPARATOR, _, _] => [first, SEPARATOR, SEPARATOR, SEPARATOR],
        [first, second, SEPARATOR, _] => [first, second, SEPARATOR, SEPARATOR],
        key => key,
    };
    (u32::from_le_bytes(key).wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS.trailing_zeros())) as usize
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
                Some(byte) => push(&[byte]),
                // The word's end: whatever is no letter, or the first letter of a clitic.
                None => {
                    push(&[SEPARATOR]);
                    for clitic in *b"nkmsl" {
                        push(&[clitic]);
                    }
                    for high in 0x80..=0xff {
                        push(&[high]);
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
    forms
        .into_iter()
        .map(|form| [form[0], form[1], form[2], form[3]].map(mapped))
        .collect()
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
        let keywords = Keywords::new(["pin", "security code", "kata sandi", "pw"]);
        for text in ["pin", "PIN:", "pinnya", "pin1", "pinCode", "Security", "kata_sandi", "KATASANDI", "pw=x", "pw", "pwIs", "pin’s"] {
            assert!(keywords.may_start_at(text.as_bytes(), 0), "{text}");
        }
        for text in ["pint", "ping", "secret", "kate", "pwd", "p", ""] {
            assert!(text.is_empty() || !keywords.may_start_at(text.as_bytes(), 0), "{text}");
        }
    }
}
