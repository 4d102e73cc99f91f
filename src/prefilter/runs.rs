//! Runs of digits from class masks: a bit survives where a run is long enough and written as a card's.

use super::simd::{BLOCK, GROUP, Lanes, Masks};
use super::{Alone, lanes};
use crate::fold;

/// Digits that make a run a candidate.
const MIN_DIGITS: u32 = 12;
/// Digits that make it one at a line's end or at the end of what is there: a card may be wrapped over a line end.
const MIN_DIGITS_AT_END: u32 = 8;
/// Bytes of a run that are counted. Twelve digits of four bytes with three separators of three bytes between
/// take 147; keycaps less.
pub(super) const MAX_RUN_BYTES: usize = 192;

/// First digits of ASCII runs that are written as a card without a word beside it is: 12 digits or more in one group, or a
/// first group of four, six or eight, up to three separators, and three digits or more. Of an escape's digits before the group,
/// as in `%204111`, the first is given. `last` is the byte before the masks' first.
#[inline(always)]
pub(super) fn card_starts(masks: &Masks, next: &Masks, last: u8) -> Lanes {
    let digit = &masks.digit;
    // Of the next group the first block will do: no step looks further than 16 bytes ahead.
    let (two_next, glue_next) = (next.digit[0] & next.digit[0] >> 1, next.glue[0]);
    let three_next = two_next & next.digit[0] >> 2;
    let four_next = two_next & two_next >> 2;
    let gap_next =
        glue_next & (three_next >> 1 | glue_next >> 1 & (three_next >> 2 | glue_next >> 2 & three_next >> 3));

    let two = lanes::both(digit, &lanes::shr::<1>(digit, next.digit[0]));
    let three = lanes::both(&two, &lanes::shr::<2>(digit, next.digit[0]));
    let four = lanes::both(&two, &lanes::shr::<2>(&two, two_next));
    let eight = lanes::both(&four, &lanes::shr::<4>(&four, four_next));
    let bare = lanes::both(&eight, &lanes::shr::<8>(&four, four_next));

    // What follows a group: one to three separators, then three digits.
    let glue = &masks.glue;
    let (glue_1, glue_2) = (lanes::shr::<1>(glue, glue_next), lanes::shr::<2>(glue, glue_next));
    let (three_1, three_2, three_3) = (
        lanes::shr::<1>(&three, three_next),
        lanes::shr::<2>(&three, three_next),
        lanes::shr::<3>(&three, three_next),
    );
    let mut gap = Lanes::default();
    for i in 0..8 {
        gap[i] = glue[i] & (three_1[i] | glue_1[i] & (three_2[i] | glue_2[i] & three_3[i]));
    }
    let (gap_4, gap_6, gap_8) =
        (lanes::shr::<4>(&gap, gap_next), lanes::shr::<6>(&gap, gap_next), lanes::shr::<8>(&gap, gap_next));
    let (gap_10, two_8) = (lanes::shr::<10>(&gap, gap_next), lanes::shr::<8>(&two, two_next));
    let two_4 = lanes::shr::<4>(&two, two_next);
    let before = lanes::shl::<1>(digit, u64::from(last.is_ascii_digit()) << 63);
    let escape = lanes::shl::<1>(&masks.percent, u64::from(last == b'%') << 63);
    let mut starts = Lanes::default();
    for i in 0..8 {
        let is_escaped = eight[i] & two_8[i] & gap_10[i] & escape[i];
        let is_grouped =
            four[i] & gap_4[i] | four[i] & two_4[i] & gap_6[i] | eight[i] & gap_8[i] | is_escaped;
        starts[i] = digit[i] & !before[i] & (bare[i] | is_grouped);
    }
    starts
}

/// First digits of runs that go on for twelve bytes or more: what a word beside it can make a card. A run is digits,
/// separators and bytes beyond ASCII without anything else.
#[inline(always)]
pub(super) fn starts(masks: &Masks, next: &Masks, is_after_digit: bool) -> Lanes {
    let digit = &masks.digit;
    let mut run = Lanes::default();
    for i in 0..8 {
        run[i] = digit[i] | masks.glue[i];
    }
    let run_next = next.digit[0] | next.glue[0];
    let (two_next, two) = (run_next & run_next >> 1, lanes::both(&run, &lanes::shr::<1>(&run, run_next)));
    let (four_next, four) = (two_next & two_next >> 2, lanes::both(&two, &lanes::shr::<2>(&two, two_next)));
    let (four_4, four_8) = (lanes::shr::<4>(&four, four_next), lanes::shr::<8>(&four, four_next));
    let before = lanes::shl::<1>(digit, u64::from(is_after_digit) << 63);
    let mut starts = Lanes::default();
    for i in 0..8 {
        starts[i] = digit[i] & !before[i] & four[i] & four_4[i] & four_8[i];
    }
    starts
}

/// Whether the digits from `at` on start as a card does, or are followed by the mark of a track. `digits` has a bit for each
/// digit among the 64 bytes there.
#[inline(always)]
pub(super) fn may_stand_alone(alone: &Alone, haystack: &[u8], at: usize, digits: u64) -> bool {
    // The digits of an escape are none of the number: %204111….
    let is_escape = at > 0 && haystack[at - 1] == b'%';
    let start = if is_escape { at + 2 } else { at };
    // Nor are the digits of a length, behind the tag of a chip's data: 5A084111….
    alone.may_start(haystack.get(start..start + 2))
        || haystack[at] == b'0' && matches!(haystack[..at], [.., b'5', b'A' | b'a'])
        || is_before_mark(haystack, at, digits)
}

/// Whether digits and blanks, 32 at most, are followed by what separates the fields of a track.
#[inline(always)]
fn is_before_mark(haystack: &[u8], at: usize, digits: u64) -> bool {
    let mut end = digits.trailing_ones() as usize;
    while end < 36 {
        match haystack.get(at + end) {
            Some(b' ') => end += 1 + (digits >> end >> 1).trailing_ones() as usize,
            Some(b'^' | b'=' | b'D' | b'%') => return true,
            _ => return false,
        }
    }
    false
}

/// The digits among the 64 bytes from `offset` of the tile at `at` on, a bit each, where the run that starts there is long enough.
#[inline(always)]
pub(super) fn long(haystack: &[u8], at: usize, offset: usize, masks: &[Masks], is_end: bool) -> Option<u64> {
    let (block, bit) = (offset / BLOCK, (offset % BLOCK) as u32);
    let of = |block: usize| {
        let masks = &masks[block / 8];
        (masks.digit[block % 8], masks.glue[block % 8])
    };
    let ((digit, glue), (next_digit, next_glue)) = (of(block), of(block + 1));
    // A shift by 64 in two steps.
    let join = |low: u64, high: u64| low >> bit | high << 1 << (63 - bit);
    let digits = join(digit, next_digit);
    let run = digits | join(glue, next_glue);
    let len = run.trailing_ones();
    let (count, end) = if len < 64 {
        ((digits & ((1 << len) - 1)).count_ones(), offset + len as usize)
    } else {
        count(masks, block, bit, offset)
    };
    let is_long = count >= MIN_DIGITS
        || count >= MIN_DIGITS_AT_END && may_go_on(haystack, at.saturating_add(end), is_end);
    is_long.then_some(digits)
}

/// Whether a run that ends at `end` may go on: in the next line, or in bytes that are still to come.
#[cold]
fn may_go_on(haystack: &[u8], end: usize, is_end: bool) -> bool {
    haystack.get(end).map_or(!is_end, |byte| matches!(byte, b'\n' | b'\r'))
}

/// Digits of the run from `bit` of a block on, up to [`MIN_DIGITS`] or a little more, and the offset where counting ended.
#[cold]
fn count(masks: &[Masks], block: usize, bit: u32, offset: usize) -> (u32, usize) {
    const { assert!(MAX_RUN_BYTES + BLOCK <= GROUP) };
    let (mut digits, mut skip, mut end) = (0, bit, offset);
    for block in block..block + 1 + MAX_RUN_BYTES / BLOCK {
        let (digit, glue) = (masks[block / 8].digit[block % 8], masks[block / 8].glue[block % 8]);
        let len = ((digit | glue) >> skip).trailing_ones();
        let part = if len >= 64 { u64::MAX } else { (1 << len) - 1 };
        digits += (digit >> skip & part).count_ones();
        end += len as usize;
        if digits >= MIN_DIGITS || len < 64 - skip {
            return (digits, end);
        }
        skip = 0;
    }
    (digits, usize::MAX)
}

/// Adds the digits beyond ASCII of one block. Bytes beyond ASCII are glue already.
pub(super) fn add_wide_digits(haystack: &[u8], at: usize, masks: &mut Masks, lane: usize) {
    let mut high = masks.high[lane];
    while high != 0 {
        let bit = high.trailing_zeros();
        high &= high - 1;
        let place = at + bit as usize;
        if fold::may_start_wide_digit(haystack[place]) && fold::digit(haystack, place).is_some() {
            masks.digit[lane] |= 1 << bit;
        }
    }
}
