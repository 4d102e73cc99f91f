//! The prefilter: one pass over the bytes that finds where a detector should look.
//!
//! **Contract.** It may name too many places, never too few: with it and without it findings are equal (the
//! first law). It finds two kinds of candidates: the first digit of a number long enough for a card, and the
//! anchor of a word that may be a label. Each byte is classified once, 64 at a time; most are never looked
//! at again.
//!
//! The work is done a *tile* at a time: a stretch of blocks whose masks stay in the first-level cache. Places are
//! first listed, then tested, both without a branch that depends on the text: a wrong guess of the processor costs
//! more than the test.

mod keywords;
mod runs;
mod simd;

pub(crate) use keywords::Keywords;
pub(crate) use simd::Kernel;

use simd::Masks;

/// Blocks of one tile that candidates are taken from.
const TILE_BLOCKS: usize = 64;
/// Blocks beyond a tile that its last runs of digits may need.
const AHEAD_BLOCKS: usize = runs::MAX_RUN_BYTES / BLOCK + 1;
/// Bytes of one block: one bit each in a mask.
const BLOCK: usize = 64;

/// How many bytes from a candidate on decide whether it is one.
pub(crate) const REACH: usize = runs::MAX_RUN_BYTES + BLOCK;

/// What the kernels need to know, and which one runs.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    kernel: Kernel,
    keywords: Keywords,
}

/// Masks and candidates of a stretch of the haystack. Kept between calls to save its set-up; as small as the haystacks
/// that it has seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tile {
    masks: Vec<Masks>,
    words: Places,
    numbers: Places,
}

/// Places in a tile, in order, as offsets from its start.
#[derive(Clone, Debug, Default)]
struct Places {
    offsets: Vec<u16>,
    len: usize,
}

impl Tile {
    /// Makes room for the candidates of `blocks` blocks.
    fn reserve(&mut self, blocks: usize) {
        if self.masks.len() < blocks + AHEAD_BLOCKS {
            self.masks.resize(blocks + AHEAD_BLOCKS, Masks::default());
            // Places are written four at a time.
            self.words.offsets.resize(blocks * BLOCK + 4, 0);
            self.numbers.offsets.resize(blocks * BLOCK + 4, 0);
        }
    }
}

impl Places {
    /// Adds a place for each bit of a block's mask. Writes four at a time, whether or not there are as many.
    #[inline(always)]
    fn list(&mut self, block: usize, mask: u64) {
        let (base, count, mut bits, mut at) =
            ((block * BLOCK) as u16, mask.count_ones() as usize, mask, self.len);
        loop {
            for slot in &mut self.offsets[at..at + 4] {
                *slot = base + bits.trailing_zeros() as u16;
                bits &= bits.wrapping_sub(1);
            }
            at += 4;
            if bits == 0 {
                break;
            }
        }
        self.len += count;
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.offsets[..self.len].iter().map(|offset| usize::from(*offset))
    }
}

/// A place where a detector should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) at: usize,
    /// Whether a number starts there; a word may, otherwise.
    pub(crate) is_number: bool,
}

impl Prefilter {
    pub(crate) fn new(kernel: Kernel, keywords: Keywords) -> Self {
        Self { kernel, keywords }
    }

    /// How many words the phrases that have their anchor at `at` have before it, at most.
    pub(crate) fn words_before(&self, haystack: &[u8], at: usize) -> usize {
        self.keywords.words_before(haystack, at)
    }

    /// Finds the candidates of the stretch of `haystack` from `at` on. Gives the offset just past it.
    ///
    /// `is_end` says that the haystack ends where it ends; otherwise a run of digits that touches its end may go
    /// on and is a candidate from eight digits on.
    pub(crate) fn classify(&self, haystack: &[u8], at: usize, is_end: bool, tile: &mut Tile) -> usize {
        let available = (haystack.len() - at).div_ceil(BLOCK);
        let blocks = available.min(TILE_BLOCKS);
        let classified = available.min(blocks + AHEAD_BLOCKS);
        tile.reserve(blocks);
        let (masks, rest) = tile.masks.split_at_mut(classified);
        self.kernel.classify(self.keywords.fingerprints(), haystack, at, masks);
        let ahead = AHEAD_BLOCKS.min(rest.len());
        rest[..ahead].fill(Masks::default());
        for (block, masks) in masks.iter_mut().enumerate() {
            if masks.high != 0 {
                runs::add_wide_digits(haystack, at + block * BLOCK, masks);
            }
        }
        self.kernel.run(Listing { keywords: &self.keywords, haystack, at, blocks, is_end, tile });
        haystack.len().min(at + blocks * BLOCK)
    }
}

/// The part of the work that is done on masks.
struct Listing<'t> {
    keywords: &'t Keywords,
    haystack: &'t [u8],
    at: usize,
    blocks: usize,
    is_end: bool,
    tile: &'t mut Tile,
}

impl simd::Work for Listing<'_> {
    /// Lists the places that the masks name, then keeps those that pass the second look.
    #[inline(always)]
    fn run(self) {
        let Self { keywords, haystack, at, blocks, is_end, tile } = self;
        let Tile { masks, words, numbers } = tile;
        (words.len, numbers.len) = (0, 0);
        let mut before = keywords::Before::new(haystack, at);
        for block in 0..blocks {
            let mask = &masks[block];
            words.list(block, mask.anywhere | mask.finger & keywords::word_starts(mask, &mut before));
            numbers.list(block, runs::starts(mask, &masks[block + 1], at + block * BLOCK, haystack));
        }
        let mut kept = 0;
        for i in 0..words.len {
            let offset = words.offsets[i];
            words.offsets[kept] = offset;
            kept += usize::from(keywords.may_start_at(haystack, at + usize::from(offset)));
        }
        words.len = kept;
        kept = 0;
        for i in 0..numbers.len {
            let offset = numbers.offsets[i];
            numbers.offsets[kept] = offset;
            kept += usize::from(runs::is_long(haystack, at, usize::from(offset), &masks[..], is_end));
        }
        numbers.len = kept;
    }
}

impl Tile {
    /// The candidates of the tile that was classified from `at` on, in order.
    pub(crate) fn candidates(&self, at: usize) -> impl Iterator<Item = Candidate> + '_ {
        let (mut words, mut numbers) = (self.words.iter().peekable(), self.numbers.iter().peekable());
        std::iter::from_fn(move || {
            let is_number = match (words.peek(), numbers.peek()) {
                (Some(word), Some(number)) => number < word,
                (None, None) => return None,
                (word, _) => word.is_none(),
            };
            let offset = if is_number { numbers.next() } else { words.next() }?;
            Some(Candidate { at: at + offset, is_number })
        })
    }
}
