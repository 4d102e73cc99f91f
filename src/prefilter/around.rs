//! What stands around an anchor in its phrases: the end of the word before it and the start of the next one.

use super::keywords::Keyword;
use crate::context::{CLITICS, load, others};
use crate::pack::Writing;

/// What the phrases have around them whose anchors share a key. Sets of letters are filters of 64 bits: they may have too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Around {
    /// A bit for each length of an anchor in bytes.
    lengths: u64,
    /// Starts of the next word in phrases that start with their anchor, and ends of the word before in those that end with
    /// it.
    next: u64,
    last: u64,
    /// Of phrases that have both.
    both: [u64; 2],
    /// Whether a phrase is nothing but its anchor.
    is_alone: bool,
    /// Whether an anchor is written with more than letters of ASCII: any text may go on as it does.
    is_open: bool,
    /// How many words the phrases have before their anchor at most: those that `last` and `both` know, and the others.
    words_before: u8,
    words_inside: u8,
    /// What the values of the labels are written with.
    writing: Writing,
}

/// Letters of the next word and of the word before that are looked at.
const NEXT: usize = 4;
const LAST: usize = 3;

/// Words longer than this are not looked at closely.
const MAX_WORD: usize = 24;

impl Default for Around {
    /// Of no phrase.
    fn default() -> Self {
        Self {
            lengths: 0,
            next: 0,
            last: 0,
            both: [0; 2],
            is_alone: false,
            is_open: false,
            words_before: 0,
            words_inside: 0,
            writing: Writing::Digits,
        }
    }
}

impl Around {
    /// Adds a phrase: lower case, a space for a possible separator.
    pub(super) fn add(&mut self, keyword: Keyword<'_>) {
        let Keyword { phrase, anchor, writing } = keyword;
        let (before, rest) = phrase.split_at(anchor.at);
        let len = rest.bytes().position(|byte| matches!(byte, b' ' | b'\'')).unwrap_or(rest.len());
        self.lengths |= 1 << len.min(63);
        self.is_open |= len >= MAX_WORD || !rest.as_bytes()[..len].iter().all(u8::is_ascii_lowercase);
        let letters = |word: &mut dyn Iterator<Item = u8>, count| {
            word.take_while(u8::is_ascii_lowercase)
                .take(count)
                .enumerate()
                .fold(0, |letters, (i, byte)| letters | u32::from(byte) << (8 * i))
        };
        let next = (rest.len() > len).then(|| letters(&mut rest.bytes().skip(len + 1), NEXT));
        // Inside a word any letters may stand before it.
        let mut back = before.bytes().rev().skip_while(|byte| matches!(byte, b' ' | b'\''));
        let last = if anchor.is_inner { 0 } else { letters(&mut back, LAST) };
        match (next, last) {
            (None, 0) => self.is_alone = true,
            (None, last) => self.last |= bit(last),
            // It goes on beyond ASCII.
            (Some(0), 0) => self.next = u64::MAX,
            (Some(0), last) => self.both = [u64::MAX, self.both[1] | bit(last)],
            (Some(next), 0) => self.next |= bit(next),
            (Some(next), last) => self.both = [self.both[0] | bit(next), self.both[1] | bit(last)],
        }
        // In a compound, its start is one word more.
        let words = before.bytes().filter(|byte| *byte == b' ').count()
            + usize::from(anchor.is_inner && !before.ends_with(' '));
        let words = words.min(usize::from(u8::MAX)) as u8;
        let known = if last == 0 { &mut self.words_inside } else { &mut self.words_before };
        *known = words.max(*known);
        self.writing = writing.min(self.writing);
    }

    /// Adds the phrases of another.
    pub(super) fn extend(&mut self, other: &Self) {
        self.lengths |= other.lengths;
        self.next |= other.next;
        self.last |= other.last;
        self.both = [self.both[0] | other.both[0], self.both[1] | other.both[1]];
        self.is_alone |= other.is_alone;
        self.is_open |= other.is_open;
        self.words_before = self.words_before.max(other.words_before);
        self.words_inside = self.words_inside.max(other.words_inside);
        self.writing = self.writing.min(other.writing);
    }

    pub(super) fn writing(&self) -> Writing {
        self.writing
    }

    /// Whether one of the phrases may stand at `at` with its anchor, whose first eight bytes are `raw`.
    #[inline(always)]
    pub(super) fn may_be(&self, haystack: &[u8], at: usize, raw: u64) -> bool {
        let run = run(haystack, at, raw);
        // What no phrase has beside its anchor is not looked at.
        let next = if self.next | self.both[0] != 0 { next_bits(haystack, at + run) } else { 0 };
        let last = if self.has_last() { last_bits(haystack, at) } else { 0 };
        let is_whole = (self.lengths >> run & 1 == 1) & self.fits(next, last, true);
        // Longer words have an ending or are two words written as one.
        let shorter = self.lengths & ((1 << run) - 1);
        let is_simple = (shorter == 0) & !self.is_open & (run < MAX_WORD);
        is_whole || !is_simple && self.may_be_more(haystack, at, run, last)
    }

    /// How many words a phrase that has its anchor at `at` has before it, at most.
    #[inline(always)]
    pub(super) fn words_before(&self, haystack: &[u8], at: usize) -> usize {
        let before = if self.has_last() && (self.last | self.both[1]) & last_bits(haystack, at) != 0 {
            self.words_before.max(self.words_inside)
        } else {
            self.words_inside
        };
        usize::from(before)
    }

    /// Whether a phrase has letters before its anchor.
    #[inline(always)]
    fn has_last(&self) -> bool {
        self.last | self.both[1] != 0
    }

    /// The same of words that are no anchor themselves, or not only letters.
    #[cold]
    fn may_be_more(&self, haystack: &[u8], at: usize, run: usize, last: u64) -> bool {
        if self.is_open || run >= MAX_WORD {
            return true;
        }
        let mut shorter = self.lengths & ((1 << run) - 1);
        while shorter != 0 {
            let len = shorter.trailing_zeros() as usize;
            shorter &= shorter - 1;
            let may_end = ends_word(&haystack[at..at + run], len);
            if self.fits(next_bits(haystack, at + len), last, may_end) {
                return true;
            }
        }
        false
    }

    #[inline(always)]
    fn fits(&self, next: u64, last: u64, may_end: bool) -> bool {
        let ends = may_end & (self.is_alone | (self.last & last != 0));
        ends | (self.next & next != 0) | (self.both[0] & next != 0) & (self.both[1] & last != 0)
    }
}

/// The place of some letters in a set.
#[inline(always)]
fn bit(letters: u32) -> u64 {
    1 << (letters.wrapping_mul(0x9e37_79b1) >> 26)
}

/// Whether a byte may stand between the words of a phrase.
#[inline(always)]
fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'_' | b'-' | b'.' | b'\'')
}

/// How many letters of ASCII stand at `at`, of which the first eight bytes are known, as far as it matters.
#[inline(always)]
fn run(haystack: &[u8], at: usize, raw: u64) -> usize {
    let letters = |raw: u64| (others(raw).trailing_zeros() / 8) as usize;
    let mut run = letters(raw);
    while run % 8 == 0 && run > 0 && run < MAX_WORD {
        let more = letters(load(haystack, at + run));
        run += more;
        if more == 0 {
            break;
        }
    }
    run
}

/// The places of the first letters behind an anchor that ends at `end`, of one and of up to [`NEXT`].
#[inline(always)]
fn next_bits(haystack: &[u8], end: usize) -> u64 {
    let raw = load(haystack, end);
    let gap = u32::from(is_gap(raw as u8));
    let letters = (raw >> (8 * gap)) as u32 | 0x2020_2020;
    bit(letters) | bit(letters & 0xff_ffff) | bit(letters & 0xffff) | bit(letters & 0xff)
}

/// The places of the letters before `at`, backwards, of one and of up to [`LAST`].
#[inline(always)]
fn last_bits(haystack: &[u8], at: usize) -> u64 {
    let before = &haystack[..at];
    let raw = match before.last_chunk() {
        Some(bytes) => u32::from_be_bytes(*bytes),
        None => before.iter().fold(0, |raw, byte| raw << 8 | u32::from(*byte)),
    };
    let gap = u32::from(is_gap(raw as u8));
    // Backwards: the last byte comes first.
    let letters = (raw >> (8 * gap)) | 0x2020_2020;
    bit(letters & 0xff_ffff) | bit(letters & 0xffff) | bit(letters & 0xff)
}

/// Whether an anchor of `len` bytes may end a phrase in a longer word: a capital follows, or an ending.
#[inline(always)]
fn ends_word(word: &[u8], len: usize) -> bool {
    if word[len].is_ascii_uppercase() && !word[len - 1].is_ascii_uppercase() {
        return true;
    }
    const LONGEST: usize = 3;
    let tail = &word[len..];
    let end = tail.windows(2).position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    end.map_or(tail.len(), |end| end + 1) <= LONGEST
        && CLITICS.iter().any(|clitic| tail[0] | 0x20 == clitic[0])
}
