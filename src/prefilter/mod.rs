//! The prefilter: one pass over the bytes that finds where a detector should look.
//!
//! **Contract.** It may name too many places, never too few: with it and without it findings are equal (the
//! first law). It finds two kinds of candidates: the first digit of a number that may be a card's, and the
//! anchor of a word that may be a label. Each byte is classified once, 64 at a time; most are never looked
//! at again.
//!
//! The work is done a *tile* at a time: a stretch of blocks whose masks stay in the first-level cache. Words are listed
//! first. Where none of them names a card, a number must be written as one to be a candidate.

mod around;
mod keywords;
mod lanes;
mod numbers;
mod runs;
mod shapes;
mod simd;
mod values;

pub(crate) use keywords::{Keyword, Keywords};
pub(crate) use simd::Kernel;

use keywords::Found;
use numbers::KeepNumbers;
use shapes::Next;
use simd::{BLOCK, GROUP, Lanes, Masks};

use crate::pack::Writing;

/// Groups of one tile that candidates are taken from.
const TILE_GROUPS: usize = 16;

/// How many bytes from a candidate on decide whether it is one.
pub(crate) const REACH: usize = runs::MAX_RUN_BYTES + BLOCK;

/// What the kernels need to know, and which one runs.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    kernel: Kernel,
    keywords: Keywords,
    /// Which of the bytes `@`, `+` and `%` and whether countries' codes are candidates.
    marks: Marks,
    /// What numbers are found without a word; where there is none, every long number is a candidate.
    alone: Option<Alone>,
}

/// What else makes candidates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    pub(crate) has_at_sign: bool,
    pub(crate) has_plus: bool,
    pub(crate) has_percent: bool,
    /// Countries whose codes are: by the first letter, a bit for the second.
    pub(crate) countries: [u32; 26],
    /// Whether separators of network addresses are.
    pub(crate) has_addresses: bool,
    /// Whether a value of a fixed shape has its anchor at an offset of a text.
    pub(crate) is_shaped: Option<fn(&[u8], usize) -> bool>,
}

/// What a number must have to be found where no word names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alone {
    /// Pairs of first digits: by the first, a bit for the second.
    pub(crate) first_digits: [u16; 10],
    /// A closer look at the number that starts at an offset of a text, and whether the text ends where it ends.
    pub(crate) may_be: fn(&[u8], usize, bool) -> bool,
}

impl Alone {
    #[inline(always)]
    fn may_start(&self, digits: Option<&[u8]>) -> bool {
        let Some(&[first, second]) = digits else { return false };
        let (first, second) = (first.wrapping_sub(b'0'), second.wrapping_sub(b'0'));
        first < 10 && second < 10 && self.first_digits[usize::from(first)] >> second & 1 == 1
    }
}

/// Masks and candidates of a stretch of the haystack. Kept between calls to save its set-up; as small as the haystacks
/// that it has seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tile {
    masks: Vec<Masks>,
    words: Places,
    numbers: Places,
    /// Words that name cards.
    names: Places,
    /// Words for digits.
    spelled: Places,
    /// Labels whose values may be written with such words, and are not written with digits.
    unsure: Places,
    /// Prefixes, bytes and countries' codes.
    marks: Places,
    /// Offset in the haystack of the last such word before the tile, or where one may be.
    last_name: Option<usize>,
}

/// Places in a tile, in order, as offsets from its start.
#[derive(Clone, Debug, Default)]
struct Places {
    offsets: Vec<u16>,
    len: usize,
}

impl Tile {
    /// Prepares for a walk that begins at `at`: what stands before it has not been seen.
    pub(crate) fn begin(&mut self, at: usize) {
        self.last_name = at.checked_sub(1);
    }

    /// Makes room for the masks of `groups` groups and one more, and for a candidate at each of `bytes` bytes.
    fn reserve(&mut self, groups: usize, bytes: usize) {
        if self.masks.len() < groups + 1 {
            self.masks.resize(groups + 1, Masks::default());
        }
        let places = bytes + BLOCK;
        let Self { words, numbers, names, spelled, unsure, marks, .. } = self;
        for list in [words, numbers, names, spelled, unsure, marks] {
            if list.offsets.len() < places {
                list.offsets.resize(places, 0);
            }
        }
    }
}

impl Places {
    /// Adds a place for each bit of the masks of a group.
    #[inline(always)]
    fn list(&mut self, kernel: Kernel, base: usize, masks: &[u64]) {
        self.len += kernel.list(base as u16, masks, &mut self.offsets[self.len..]);
    }

    /// Takes these, in order, for no labels any more.
    fn drop_labels(&mut self, labels: impl Iterator<Item = usize>) {
        let (mut from, mut gone) = (0, 0);
        for label in labels {
            let rest = &mut self.offsets[from..self.len];
            let Some(place) = rest.iter().position(|word| usize::from(word & OFFSET) == label) else {
                return;
            };
            rest[place] &= !IS_WORD;
            from += place + 1;
            gone += 1;
        }
        if gone > 0 {
            let mut kept = 0;
            for i in 0..self.len {
                self.offsets[kept] = self.offsets[i];
                kept += usize::from(self.offsets[i] & (IS_WORD | IS_PREFIX) != 0);
            }
            self.len = kept;
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.offsets[..self.len].iter().map(|offset| usize::from(*offset))
    }
}

/// A place where a detector should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) at: usize,
    pub(crate) kind: Kind,
}

/// What may start at a candidate's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// A prefix, a byte or a country's code.
    Mark,
    /// A number, and whether a word that names cards may be near.
    Number {
        is_named: bool,
    },
}

impl Prefilter {
    pub(crate) fn new(kernel: Kernel, keywords: Keywords, marks: Marks, alone: Option<Alone>) -> Self {
        Self { kernel, keywords, marks, alone }
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
        let groups = (haystack.len() - at).div_ceil(GROUP).min(TILE_GROUPS);
        tile.reserve(groups, (haystack.len() - at).min((groups + 1) * GROUP));
        self.kernel.classify(self.keywords.fingerprints(), haystack, at, &mut tile.masks[..=groups]);
        let mut part = Part { prefilter: self, haystack, at, groups, is_end, tile };
        self.kernel.run(List(&mut part));
        self.kernel.run(KeepWords(&mut part));
        self.kernel.run(KeepNumbers(&mut part));
        haystack.len().min(at + groups * GROUP)
    }
}

/// A part of the haystack, a tile long, and what is known of it. The work on it is done in three steps, each compiled on its
/// own: together they would need more registers than there are.
struct Part<'t> {
    prefilter: &'t Prefilter,
    haystack: &'t [u8],
    at: usize,
    groups: usize,
    is_end: bool,
    tile: &'t mut Tile,
}

/// Lists the places that the masks name.
struct List<'p, 't>(&'p mut Part<'t>);

impl simd::Work for List<'_, '_> {
    #[inline(always)]
    fn run(self) {
        let Part { prefilter, haystack, at, groups, is_end, ref mut tile } = *self.0;
        let Tile { masks, words, marks, .. } = &mut **tile;
        let masks = &mut masks[..=groups];
        (words.len, marks.len) = (0, 0);
        // Beyond the end there is nothing to list.
        let filled = (haystack.len() - at).div_ceil(GROUP).min(groups + 1);
        for group in 0..filled {
            let base = group * GROUP;
            let next = Next::of(masks.get(group + 1));
            let masks = &mut masks[group];
            if masks.high != [0; 8] {
                for lane in 0..8 {
                    runs::add_wide_digits(haystack, at + base + lane * BLOCK, masks, lane);
                }
            }
            let (mut keywords, starts) = keywords::starts(masks, haystack, at + base);
            prefilter.keywords.without_single(&mut keywords, masks, next.digit);
            let blocks = (haystack.len() - at - base).div_ceil(BLOCK).min(8);
            words.list(prefilter.kernel, base, &keywords[..blocks]);
            if group < groups {
                let is_after_word = at + base > 0 && haystack[at + base - 1].is_ascii_alphanumeric();
                let mut places = prefilter.marks.places(masks, &starts, &next, is_after_word);
                if prefilter.marks.has_addresses {
                    shapes::add_addresses(haystack, at + base, &mut places);
                }
                if places != [0; 8] {
                    marks.list(prefilter.kernel, base, &places[..blocks]);
                }
            }
        }
        let starts_line = at == 0 || haystack[at - 1] == b'\n';
        values::mark_quiet(masks, starts_line, haystack.len() - at, is_end);
        // Few are countries' codes; prefixes come from the words, whose order is kept by merging.
        let mut kept = 0;
        for i in 0..marks.len {
            let offset = marks.offsets[i];
            let place = at + usize::from(offset);
            marks.offsets[kept] = offset;
            kept += usize::from(prefilter.marks.is_at(haystack, place));
        }
        marks.len = kept;
    }
}

/// Keeps the words that may be labels, names of cards or prefixes.
struct KeepWords<'p, 't>(&'p mut Part<'t>);

impl simd::Work for KeepWords<'_, '_> {
    #[inline(always)]
    fn run(self) {
        let Part { prefilter, haystack, at, groups, ref mut tile, .. } = *self.0;
        let Tile { masks, words, names, spelled, unsure, .. } = &mut **tile;
        let masks = &masks[..=groups];
        // First what can be told without a guess, then the rest.
        let places = &mut words.offsets[..words.len];
        words.len = prefilter.kernel.keep(prefilter.keywords.sieve(), haystack, at, places);
        names.len = 0;
        let mut kept = 0;
        (spelled.len, unsure.len) = (0, 0);
        for i in 0..words.len {
            let offset = words.offsets[i];
            let place = usize::from(offset);
            let (block, bit) = (place / BLOCK, place % BLOCK);
            let is_quiet = masks[block / 8].quiet[block % 8] >> bit & 1 == 1;
            let Found { kinds, writing } = prefilter.keywords.found_at(haystack, at + place, is_quiet);
            names.offsets[names.len] = offset;
            names.len += usize::from(kinds & keywords::NAME != 0);
            spelled.offsets[spelled.len] = offset;
            spelled.len += usize::from(kinds & keywords::SPELLED != 0);
            // Of the group after the tile only the names and digits count.
            let is_prefix = u16::from(kinds & keywords::PREFIX != 0);
            let is_word = u16::from(kinds & (keywords::LABEL | keywords::DISGUISE) != 0);
            words.offsets[kept] = offset | (is_prefix * IS_PREFIX) | (is_word * IS_WORD);
            let is_kept = is_prefix | is_word != 0 && place < groups * GROUP;
            kept += usize::from(is_kept);
            unsure.offsets[unsure.len] = offset;
            unsure.len += usize::from(is_kept && is_quiet && writing == Writing::DigitsOrWords);
        }
        words.len = kept;
        words.drop_labels(
            unsure.iter().filter(|&label| !values::may_be_spelled(masks, label, spelled.iter())),
        );
    }
}

/// Set in the offset of a number that has a name near it.
const IS_NAMED: u16 = 1 << 15;
/// Set in the offset of a keyword that may be a label, and of one that is a prefix.
const IS_WORD: u16 = 1 << 15;
const IS_PREFIX: u16 = 1 << 14;
const OFFSET: u16 = IS_PREFIX - 1;

impl Marks {
    /// Bytes of a group where something other than a keyword or a number starts.
    #[inline(always)]
    fn places(self, masks: &Masks, starts: &Lanes, next: &Next, is_after_word: bool) -> Lanes {
        let digit_1 = lanes::shr::<1>(&masks.digit, next.digit);
        let (digit_2, digit_3) =
            (lanes::shr::<2>(&masks.digit, next.digit), lanes::shr::<3>(&masks.digit, next.digit));
        let letter_1 = lanes::shr::<1>(&masks.letter, next.letter);
        let all = |is_wanted: bool| u64::from(is_wanted).wrapping_neg();
        let has_country = self.countries != [0; 26];
        let (sign, plus, country) = (all(self.has_at_sign), all(self.has_plus), all(has_country));
        let percent = all(self.has_percent);
        let shape = all(self.is_shaped.is_some());
        let digits = [&digit_1, &digit_2, &digit_3];
        let shapes = shapes::places(masks, next, digits, is_after_word);
        let mut places = Lanes::default();
        for i in 0..8 {
            let code = starts[i] & masks.letter[i] & letter_1[i] & digit_2[i] & digit_3[i];
            places[i] = sign & masks.at_sign[i] | plus & masks.plus[i] & digit_1[i] | country & code;
            places[i] |= percent & masks.percent[i] & digit_1[i] | shape & shapes[i];
        }
        places
    }

    /// A closer look at such a place.
    #[inline(always)]
    fn is_at(self, haystack: &[u8], at: usize) -> bool {
        match haystack[at] {
            // A row of them is decoration.
            b'@' => haystack.get(at + 1) != Some(&b'@'),
            b'%' => matches!(haystack.get(at + 1..at + 3), Some(b"40" | b"2B" | b"2b")),
            // No country's calling code starts with 0: +0700 is a time zone.
            b'+' => haystack.get(at + 1) != Some(&b'0'),
            b'.' | b':' | b'-' | b' ' | b'0'..=b'9' => {
                self.has_addresses && shapes::may_be_address(haystack, at)
                    || self.is_shaped.is_some_and(|is_shaped| is_shaped(haystack, at))
            }
            b'A'..=b'Z' | b'a'..=b'z' => self.is_country(haystack, at),
            _ => false,
        }
    }

    /// Whether the two letters at `at` are one of the countries' codes, and go on for as long as an account number.
    #[inline(always)]
    fn is_country(&self, haystack: &[u8], at: usize) -> bool {
        let [first, second] = [0, 1].map(|i| (haystack[at + i] | 0x20).wrapping_sub(b'a'));
        if self.countries[usize::from(first % 26)] >> (second % 32) & 1 == 0 {
            return false;
        }
        let rest = &haystack[at..haystack.len().min(at + 20)];
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | 0x80..);
        rest.len() < 20 || rest.iter().take_while(is_part).count() >= 15
    }
}

impl Tile {
    /// The candidates of the tile that was classified from `at` on, in order.
    pub(crate) fn candidates(&self, at: usize) -> impl Iterator<Item = Candidate> + '_ {
        let (mut words, mut numbers) = (self.words.iter().peekable(), self.numbers.iter().peekable());
        let mut marks = self.marks.iter().peekable();
        let mut prefix = None;
        std::iter::from_fn(move || {
            if let Some(at) = prefix.take() {
                return Some(Candidate { at, kind: Kind::Mark });
            }
            let offset =
                |place: Option<&usize>| place.map_or(usize::MAX, |place| place & usize::from(OFFSET));
            let [word, number, mark] = [offset(words.peek()), offset(numbers.peek()), offset(marks.peek())];
            if word == usize::MAX && number == usize::MAX && mark == usize::MAX {
                return None;
            }
            if mark < word && mark < number {
                marks.next();
                return Some(Candidate { at: at + mark, kind: Kind::Mark });
            }
            if number < word {
                let is_named = numbers.next()? & usize::from(IS_NAMED) != 0;
                return Some(Candidate { at: at + number, kind: Kind::Number { is_named } });
            }
            let flags = words.next()? as u16;
            let is_mark_too = mark == word && marks.next().is_some();
            if flags & IS_PREFIX != 0 || is_mark_too {
                prefix = Some(at + word);
                if flags & IS_WORD == 0 {
                    return prefix.take().map(|at| Candidate { at, kind: Kind::Mark });
                }
            }
            Some(Candidate { at: at + word, kind: Kind::Word })
        })
    }
}
