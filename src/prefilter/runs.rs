//! Runs of digits from class masks: a bit survives where a run is long enough.

use super::BLOCK;
use super::simd::Masks;
use crate::fold;

/// Digits that make a run a candidate.
const MIN_DIGITS: u32 = 12;
/// Digits that make it one at a line's end or at the end of what is there: a card may be wrapped over a line end.
const MIN_DIGITS_AT_END: u32 = 8;
/// Bytes of a run that are counted. Twelve digits of four bytes with three separators of three bytes between
/// take 147; keycaps less.
pub(super) const MAX_RUN_BYTES: usize = 192;

/// First digits of runs that go on for eight bytes or more, in `mask`; `next` is the mask after it. A run is digits,
/// separators and bytes beyond ASCII without anything else.
#[inline(always)]
pub(super) fn starts(mask: &Masks, next: &Masks, at: usize, haystack: &[u8]) -> u64 {
    let last = at > 0 && haystack[at - 1].is_ascii_digit();
    let first_digits = mask.digit & !(mask.digit << 1 | u64::from(last));
    let (run, ahead) = (mask.digit | mask.glue, next.digit | next.glue);
    // Bits from which a run goes on for two, four, eight bytes, over the end of the mask.
    let (two, two_ahead) = (run & (run >> 1 | ahead << 63), ahead & ahead >> 1);
    let (four, four_ahead) = (two & (two >> 2 | two_ahead << 62), two_ahead & two_ahead >> 2);
    first_digits & four & (four >> 4 | four_ahead << 60)
}

/// Whether the run of digits that starts at `offset` of the tile at `at` is long enough.
#[inline(always)]
pub(super) fn is_long(haystack: &[u8], at: usize, offset: usize, masks: &[Masks], is_end: bool) -> bool {
    let (block, bit) = (offset / BLOCK, (offset % BLOCK) as u32);
    let (this, next) = (&masks[block], &masks[block + 1]);
    // A shift by 64 in two steps.
    let join = |low: u64, high: u64| low >> bit | high << 1 << (63 - bit);
    let digits = join(this.digit, next.digit);
    let run = digits | join(this.glue, next.glue);
    let len = run.trailing_ones();
    let (count, end) = if len < 64 {
        ((digits & ((1 << len) - 1)).count_ones(), offset + len as usize)
    } else {
        count(&masks[block..], bit, offset)
    };
    count >= MIN_DIGITS || (count >= MIN_DIGITS_AT_END && may_go_on(haystack, at.saturating_add(end), is_end))
}

/// Whether a run that ends at `end` may go on: in the next line, or in bytes that are still to come.
#[cold]
fn may_go_on(haystack: &[u8], end: usize, is_end: bool) -> bool {
    haystack.get(end).map_or(!is_end, |byte| matches!(byte, b'\n' | b'\r'))
}

/// Digits of the run from `bit` of the first mask on, up to [`MIN_DIGITS`] or a little more, and the offset where
/// counting ended.
#[cold]
fn count(masks: &[Masks], bit: u32, offset: usize) -> (u32, usize) {
    let (mut digits, mut skip, mut end) = (0, bit, offset);
    for masks in masks.iter().take(1 + MAX_RUN_BYTES / BLOCK) {
        let run = (masks.digit | masks.glue) >> skip;
        let len = run.trailing_ones();
        let part = if len >= 64 { u64::MAX } else { (1 << len) - 1 };
        digits += (masks.digit >> skip & part).count_ones();
        end += len as usize;
        if digits >= MIN_DIGITS || len < 64 - skip {
            return (digits, end);
        }
        skip = 0;
    }
    (digits, usize::MAX)
}

/// Adds the digits beyond ASCII of one block. Bytes beyond ASCII are glue already.
pub(super) fn add_wide_digits(haystack: &[u8], at: usize, masks: &mut Masks) {
    let mut high = masks.high;
    while high != 0 {
        let bit = high.trailing_zeros();
        high &= high - 1;
        let place = at + bit as usize;
        if fold::may_start_wide_digit(haystack[place]) && fold::digit(haystack, place).is_some() {
            masks.digit |= 1 << bit;
        }
    }
}
