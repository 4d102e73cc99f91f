//! The prefilter: one pass over the bytes that finds where a detector should look.
//!
//! **Contract.** It may name too many places, never too few: with it and without it findings are equal (the
//! first law). It finds two kinds of candidates: the first digit of a number long enough for a card, and the
//! first byte of a word that may be a label. Each byte is classified once, 64 at a time; most are never looked
//! at again.
//!
//! A *tile* is a stretch of blocks whose masks stay in the first-level cache.

mod keywords;
mod runs;
mod simd;

pub(crate) use keywords::Keywords;
pub(crate) use simd::Kernel;

/// Blocks of one tile that candidates are taken from.
const TILE_BLOCKS: usize = 64;
/// Blocks beyond a tile that its last runs of digits may need.
const AHEAD_BLOCKS: usize = runs::MAX_RUN_BYTES / BLOCK;
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

/// Masks and candidates of a stretch of the haystack. Kept between calls to save its set-up.
#[derive(Clone, Debug)]
pub(crate) struct Tile {
    /// Offset of the first block.
    at: usize,
    /// Blocks that candidates are taken from, and blocks classified.
    blocks: usize,
    masks: Box<[simd::Masks; TILE_BLOCKS + AHEAD_BLOCKS]>,
}

impl Default for Tile {
    fn default() -> Self {
        Self { at: 0, blocks: 0, masks: Box::new([simd::Masks::default(); TILE_BLOCKS + AHEAD_BLOCKS]) }
    }
}

/// Candidates of one block, a bit for each byte.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Candidates {
    /// First digits of long numbers.
    pub(crate) digits: u64,
    /// Word starts that may be keywords.
    pub(crate) words: u64,
}

impl Prefilter {
    pub(crate) fn new(kernel: Kernel, keywords: Keywords) -> Self {
        Self { kernel, keywords }
    }

    /// Classifies the stretch of `haystack` from `at` on. Gives the offset just past it.
    pub(crate) fn classify(&self, haystack: &[u8], at: usize, tile: &mut Tile) -> usize {
        let available = (haystack.len() - at).div_ceil(BLOCK);
        let classified = available.min(TILE_BLOCKS + AHEAD_BLOCKS);
        tile.at = at;
        tile.blocks = available.min(TILE_BLOCKS);
        self.kernel.classify(self.keywords.fingerprints(), haystack, at, &mut tile.masks[..classified]);
        for masks in &mut tile.masks[classified..] {
            *masks = simd::Masks::default();
        }
        for (block, masks) in tile.masks[..classified].iter_mut().enumerate() {
            if masks.high != 0 {
                runs::add_wide_digits(haystack, at + block * BLOCK, masks);
            }
        }
        haystack.len().min(at + tile.blocks * BLOCK)
    }

    /// Candidates of one block of a classified tile.
    ///
    /// `is_end` says that the haystack ends where it ends; otherwise a run of digits that touches its end may go
    /// on and is a candidate from eight digits on.
    #[inline]
    pub(crate) fn candidates(&self, haystack: &[u8], tile: &Tile, block: usize, is_end: bool) -> Candidates {
        let at = tile.at + block * BLOCK;
        let masks = &tile.masks[block];
        let mut words = masks.anywhere;
        if masks.finger != 0 {
            words |= masks.finger & keywords::word_starts(haystack, at, masks);
        }
        let mut confirmed = 0;
        while words != 0 {
            let bit = words.trailing_zeros();
            words &= words - 1;
            if self.keywords.may_start_at(haystack, at + bit as usize) {
                confirmed |= 1 << bit;
            }
        }
        let digits = runs::long_runs(haystack, at, &tile.masks[block..], is_end);
        Candidates { digits, words: confirmed }
    }
}

impl Tile {
    /// Blocks that candidates are taken from, with their offsets.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let at = self.at;
        (0..self.blocks).map(move |block| (block, at + block * BLOCK))
    }
}
