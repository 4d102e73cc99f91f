//! The sieve: of each word the first letters, folded into a number, say whether a keyword may start there.

/// Letters of a word that count.
pub(crate) const LETTERS: usize = 6;

pub(super) const KEPT: u64 = (1 << (8 * LETTERS)) - 1;
const TOP: u64 = 0x8080_8080_8080_8080;

/// The key of the word that starts at the first of eight bytes, a letter: its letters, folded, and the top bit of what
/// follows them; of a single letter also the byte behind that. Then a bit in each byte that is a capital after a small
/// letter.
#[inline(always)]
pub(crate) fn key(raw: u64) -> (u64, u64) {
    let folded = raw | 0x2020_2020_2020_2020;
    let low = folded & !TOP;
    // In each byte the top bit, without a carry: at least `a`, more than `z`.
    let (from_a, after_z) = (low + 0x1f1f_1f1f_1f1f_1f1f, low + 0x0505_0505_0505_0505);
    let other = (!from_a | after_z | raw) & TOP;
    let end = other & other.wrapping_neg();
    let letters = (end >> 7).wrapping_sub(1);
    let small_before = raw << 8;
    let humps = small_before & !raw & 0x2020_2020_2000 & letters;
    let is_single = (end >> 15 & 1).wrapping_neg();
    ((folded & (letters | is_single & 0xff_0000) | raw & end) & KEPT, humps)
}

/// The bytes before the first of the `humps`; all where there are none.
#[inline(always)]
pub(crate) fn before(humps: u64) -> u64 {
    ((humps & humps.wrapping_neg()) >> 5).wrapping_sub(1)
}

/// The keys of a word that starts beyond ASCII: of two characters of a script like its first, and of the first one.
#[inline(always)]
pub(crate) fn wide_keys(raw: u64) -> [u64; 2] {
    // Letters are folded as above, and so are a few marks.
    let folded = raw | (raw & 0x4040_4040_4040_4040 & !(raw >> 1 & 0x4040_4040_4040_4040)) >> 1;
    let [long, short] = wide_lengths(raw as u8).map(|bytes| (1 << (8 * bytes)) - 1);
    [folded & long, folded & short]
}

/// How many bytes the two keys hold of a word that starts with this byte.
#[inline(always)]
pub(crate) fn wide_lengths(first: u8) -> [usize; 2] {
    if first < 0xe0 { [4, 2] } else { [6, 3] }
}

/// A hash whose low bits will do.
#[inline(always)]
pub(crate) fn hash(key: u64) -> usize {
    (key.wrapping_mul(MULTIPLIER) >> 40) as usize
}

pub(super) const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The eight bytes from `at` on; beyond the end they are zero.
#[inline(always)]
pub(crate) fn load(haystack: &[u8], at: usize) -> u64 {
    let rest = &haystack[at..];
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes[..rest.len()].copy_from_slice(rest);
        bytes
    });
    u64::from_le_bytes(bytes)
}

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
