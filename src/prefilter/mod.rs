//! The prefilter: one pass over the bytes that finds where a detector should look.
//!
//! **Contract.** It may name too many places, never too few: with it and without it findings are equal (the
//! first law). It finds two kinds of candidates: the first digit of a number that may be a card's, and the
//! anchor of a word that may be a label. Each byte is classified once, 64 at a time; most are never looked
//! at again.
//!
//! The work is done a *tile* at a time: a stretch of blocks whose masks stay in the first-level cache. Words are listed
//! first. Where none of them names a card, a number must be written as one to be a candidate.

mod keywords;
mod lanes;
mod runs;
mod shapes;
mod simd;

pub(crate) use keywords::Keywords;
pub(crate) use simd::Kernel;

use shapes::Next;
use simd::{BLOCK, GROUP, Lanes, Masks};

/// Groups of one tile that candidates are taken from.
const TILE_GROUPS: usize = 16;

/// How many bytes from a candidate on decide whether it is one.
pub(crate) const REACH: usize = runs::MAX_RUN_BYTES + BLOCK;

/// How far before a number's start the anchor of a phrase that names it may be, in bytes: what is searched for a word, the
/// word that is cut there, and a phrase that the word is the last of.
const NAME_BEFORE: usize = 96 + 64 + 64;
/// How far behind a number's start: 19 digits in groups, and what is searched for a word.
const NAME_AFTER: usize = runs::MAX_RUN_BYTES + 96;

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
        for list in [&mut self.words, &mut self.names, &mut self.marks, &mut self.numbers] {
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
        self.kernel.run(Listing { prefilter: self, haystack, at, groups, is_end, tile });
        haystack.len().min(at + groups * GROUP)
    }
}

/// The part of the work that is done on masks.
struct Listing<'t> {
    prefilter: &'t Prefilter,
    haystack: &'t [u8],
    at: usize,
    groups: usize,
    is_end: bool,
    tile: &'t mut Tile,
}

impl simd::Work for Listing<'_> {
    /// Lists the places that the masks name, then keeps those that pass the second look.
    #[inline(always)]
    fn run(self) {
        let Self { prefilter, haystack, at, groups, is_end, tile } = self;
        let Tile { masks, words, numbers, names, marks, last_name } = tile;
        let masks = &mut masks[..=groups];
        (words.len, numbers.len, names.len, marks.len) = (0, 0, 0, 0);
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
        // Few are countries' codes; prefixes come from the words, whose order is kept by merging.
        let mut kept = 0;
        for i in 0..marks.len {
            let offset = marks.offsets[i];
            let place = at + usize::from(offset);
            marks.offsets[kept] = offset;
            kept += usize::from(prefilter.marks.is_at(haystack, place));
        }
        marks.len = kept;
        // First what can be told without a guess, then the rest.
        let places = &mut words.offsets[..words.len];
        words.len = prefilter.kernel.keep(prefilter.keywords.sieve(), haystack, at, places);
        let mut kept = 0;
        for i in 0..words.len {
            let offset = words.offsets[i];
            let kinds = prefilter.keywords.kinds_at(haystack, at + usize::from(offset));
            names.offsets[names.len] = offset;
            names.len += usize::from(kinds & keywords::NAME != 0);
            // Of the group after the tile only the names count.
            let is_prefix = u16::from(kinds & keywords::PREFIX != 0);
            let is_word = u16::from(kinds & keywords::LABEL != 0);
            words.offsets[kept] = offset | (is_prefix * IS_PREFIX) | (is_word * IS_WORD);
            kept += usize::from(is_prefix | is_word != 0 && usize::from(offset) < groups * GROUP);
        }
        words.len = kept;
        let mut named = Named { names: &names.offsets[..names.len], before: *last_name, after: None };
        // What is still to come may name a number that stands here.
        named.after = (!is_end).then_some(haystack.len());
        if prefilter.alone.is_none() {
            (named.before, named.after) = (Some(usize::MAX), Some(0));
        }

        for group in 0..groups {
            let base = group * GROUP;
            let is_after_digit = at + base > 0 && haystack[at + base - 1].is_ascii_digit();
            let [this, next] = [&masks[group], &masks[group + 1]];
            // Marks that do not show may stand between digits.
            let is_wide = this.high != [0; 8] || next.high[0] != 0;
            let cards = runs::card_starts(this, next, is_after_digit);
            let mut starts = cards;
            if is_wide || named.may_be_in(at, base) {
                for (starts, others) in starts.iter_mut().zip(runs::starts(this, next, is_after_digit)) {
                    *starts |= others;
                }
            }
            let first = numbers.len;
            if starts != [0; 8] {
                numbers.list(prefilter.kernel, base, &starts);
            }
            let mut kept = first;
            for i in first..numbers.len {
                let offset = usize::from(numbers.offsets[i]);
                let Some(digits) = runs::long(haystack, at, offset, masks, is_end) else { continue };
                let is_named = named.is_near(haystack, at, offset) && !is_address(&haystack[at + offset..]);
                let may_stand_alone = || {
                    let is_card = cards[offset % GROUP / BLOCK] >> (offset % BLOCK) & 1 == 1;
                    let has_shape = |alone: &Alone| {
                        is_wide || is_card && runs::may_stand_alone(alone, haystack, at + offset, digits)
                    };
                    prefilter.alone.as_ref().is_some_and(|alone| {
                        has_shape(alone) && (alone.may_be)(haystack, at + offset, is_end)
                    })
                };
                if is_named || may_stand_alone() {
                    numbers.offsets[kept] = offset as u16 | if is_named { IS_NAMED } else { 0 };
                    kept += 1;
                }
            }
            numbers.len = kept;
        }
        let in_tile = names.iter().filter(|offset| *offset < groups * GROUP).last();
        *last_name = in_tile.map(|offset| at + offset).or(*last_name);
    }
}

/// Whether one to three digits and a stop start `text`: of an address, a version or a sum of money.
#[inline(always)]
fn is_address(text: &[u8]) -> bool {
    let first = text.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    (1..4).contains(&first) && text.get(first) == Some(&b'.')
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

/// Where words stand that name cards.
struct Named<'t> {
    /// Offsets in the tile, in order.
    names: &'t [u16],
    /// Before the tile, in the haystack.
    before: Option<usize>,
    /// From here on there may be some.
    after: Option<usize>,
}

impl Named<'_> {
    /// Whether a number in the group at `base` of the tile at `at` may have a name near it.
    #[inline(always)]
    fn may_be_in(&self, at: usize, base: usize) -> bool {
        let (low, high) = ((at + base).saturating_sub(NAME_BEFORE), at + base + GROUP + NAME_AFTER);
        self.may_be_between(low, high) || self.within(low, high, at).next().is_some()
    }

    /// Whether the number at `offset` of the tile at `at` has a name near it.
    #[inline(always)]
    fn is_near(&self, haystack: &[u8], at: usize, offset: usize) -> bool {
        let place = at + offset;
        let (low, high) = (place.saturating_sub(NAME_BEFORE), place + NAME_AFTER);
        self.may_be_between(low, high)
            || self.within(low, high, at).any(|name| match name < place {
                true => is_in_reach(&haystack[name..place]),
                false => is_in_reach_back(&haystack[place..name]),
            })
    }

    /// Whether something that has not been seen may name a number between.
    #[inline(always)]
    fn may_be_between(&self, low: usize, high: usize) -> bool {
        self.before.is_some_and(|name| name >= low) || self.after.is_some_and(|from| from < high)
    }

    #[inline(always)]
    fn within(&self, low: usize, high: usize, at: usize) -> impl Iterator<Item = usize> {
        self.names
            .iter()
            .map(move |name| at + usize::from(*name))
            .filter(move |name| (low..high).contains(name))
    }
}

/// Whether a name may reach over `between` to a number: into the next line only where no word stands there before it.
#[inline(always)]
fn is_in_reach(between: &[u8]) -> bool {
    let line = memchr::memrchr(b'\n', between).map(|end| &between[end + 1..]);
    line.is_none_or(|line| !line.iter().any(u8::is_ascii_alphabetic))
}

/// Whether a name after `between`, in which a number comes first, may reach back to it: over a line end only where the
/// number is wrapped there.
#[inline(always)]
fn is_in_reach_back(between: &[u8]) -> bool {
    memchr::memchr(b'\n', between)
        .is_none_or(|end| between.get(end + 1).is_none_or(|byte| !byte.is_ascii_alphabetic()))
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
