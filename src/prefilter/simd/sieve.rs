//! The sieve: of each word the first letters, folded into a number, say whether a keyword may start there.

use crate::context::{before, key, load, wide_keys};

/// Numbers of 64 bits in each table: few enough for the first-level cache.
pub(super) const WORDS: usize = 1 << 11;

/// Which keys and which first four bytes of prefixes may be known. Of each, two bits of one number are set.
#[derive(Clone, Debug)]
pub(crate) struct Sieve {
    pub(super) keys: Box<[u64; WORDS]>,
    pub(super) prefixes: Box<[u64; WORDS]>,
}

impl Default for Sieve {
    fn default() -> Self {
        Self { keys: Box::new([0; WORDS]), prefixes: Box::new([0; WORDS]) }
    }
}

pub(super) const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where the bits of a number are: which of the numbers, and its two bits.
#[inline(always)]
fn place(number: u64) -> (usize, u64) {
    let hash = number.wrapping_mul(MULTIPLIER);
    ((hash >> 53) as usize % WORDS, 1 << (hash >> 47 & 63) | 1 << (hash >> 41 & 63))
}

impl Sieve {
    pub(crate) fn add_key(&mut self, key: u64) {
        let (word, bits) = place(key);
        self.keys[word] |= bits;
    }

    pub(crate) fn add_prefix(&mut self, bytes: u32) {
        let (word, bits) = place(u64::from(bytes));
        self.prefixes[word] |= bits;
    }

    #[inline(always)]
    fn may_know(&self, key: u64) -> bool {
        let (word, bits) = place(key);
        self.keys[word] & bits == bits
    }

    #[inline(always)]
    pub(crate) fn may_be_prefix(&self, bytes: u32) -> bool {
        let (word, bits) = place(u64::from(bytes));
        self.prefixes[word] & bits == bits
    }

    /// Whether a keyword or a prefix may start with these bytes.
    #[inline(always)]
    pub(super) fn passes(&self, raw: u64) -> bool {
        if raw & 0x80 != 0 {
            let [long, short] = wide_keys(raw);
            return self.may_know(long) | self.may_know(short);
        }
        let (key, humps) = key(raw);
        // A capital after a small letter ends a word, too; more than one is rare.
        let has_more = humps & humps.wrapping_sub(1) != 0;
        self.may_know(key) | self.may_know(key & before(humps)) | self.may_be_prefix(raw as u32) | has_more
    }

    /// Keeps, in order, the offsets from `at` on at which a keyword may start. Gives how many.
    pub(super) fn keep(&self, haystack: &[u8], at: usize, offsets: &mut [u16]) -> usize {
        let mut kept = 0;
        for i in 0..offsets.len() {
            let offset = offsets[i];
            offsets[kept] = offset;
            kept += usize::from(self.passes(load(haystack, at + usize::from(offset))));
        }
        kept
    }
}
