//! Numbers that may be cards: those that are written as one, and those that a word near them names.

use super::simd::{self, BLOCK, GROUP};
use super::{Alone, IS_NAMED, Part, Tile, runs};

/// How far before a number's start the anchor of a phrase that names it may be, in bytes: what is searched for a word, the
/// word that is cut there, and a phrase that the word is the last of.
const NAME_BEFORE: usize = 96 + 64 + 64;
/// How far behind a number's start: 19 digits in groups, and what is searched for a word.
const NAME_AFTER: usize = runs::MAX_RUN_BYTES + 96;

/// Lists the numbers that may be cards, and keeps those that pass a second look.
pub(super) struct KeepNumbers<'p, 't>(pub(super) &'p mut Part<'t>);

impl simd::Work for KeepNumbers<'_, '_> {
    #[inline(always)]
    fn run(self) {
        let Part { prefilter, haystack, at, groups, is_end, ref mut tile } = *self.0;
        let Tile { masks, numbers, names, last_name, .. } = &mut **tile;
        let masks = &masks[..=groups];
        numbers.len = 0;
        let mut named = Named { names: &names.offsets[..names.len], before: *last_name, after: None };
        // What is still to come may name a number that stands here.
        named.after = (!is_end).then_some(haystack.len());
        if prefilter.alone.is_none() {
            (named.before, named.after) = (Some(usize::MAX), Some(0));
        }

        for group in 0..groups {
            let base = group * GROUP;
            named.leave(at, base);
            let last = if at + base > 0 { haystack[at + base - 1] } else { 0 };
            let [this, next] = [&masks[group], &masks[group + 1]];
            // Marks that do not show may stand between digits.
            let is_wide = this.high != [0; 8] || next.high[0] != 0;
            let cards = runs::card_starts(this, next, last);
            let mut starts = cards;
            if is_wide || named.may_be_in(at, base) {
                for (starts, others) in starts.iter_mut().zip(runs::starts(this, next, last.is_ascii_digit()))
                {
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
    /// Forgets the names that are too far before the group at `base` of the tile at `at`, which count for none that follows.
    #[inline(always)]
    fn leave(&mut self, at: usize, base: usize) {
        let is_left = |name: &u16| at + usize::from(*name) < (at + base).saturating_sub(NAME_BEFORE);
        while let Some((_, rest)) = self.names.split_first().filter(|(name, _)| is_left(name)) {
            self.names = rest;
        }
    }

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
            .skip_while(move |name| *name < low)
            .take_while(move |name| *name < high)
    }
}

/// Whether a name may reach over `between` to a number: into the next line only where no word stands there before it.
#[inline(always)]
fn is_in_reach(between: &[u8]) -> bool {
    let Some(end) = memchr::memrchr(b'\n', between) else { return true };
    let line = &between[end + 1..];
    !(0..line.len()).any(|i| line[i].is_ascii_alphabetic() && !is_in_escape(&line[..i]))
}

/// Whether the byte behind `text` is a digit of an escape: the A of `%0A`.
#[inline(always)]
fn is_in_escape(text: &[u8]) -> bool {
    text.iter().rev().take(2).any(|byte| *byte == b'%')
}

/// Whether a name after `between`, in which a number comes first, may reach back to it: over a line end only where the
/// number is wrapped there.
#[inline(always)]
fn is_in_reach_back(between: &[u8]) -> bool {
    memchr::memchr(b'\n', between)
        .is_none_or(|end| between.get(end + 1).is_none_or(|byte| !byte.is_ascii_alphabetic()))
}
