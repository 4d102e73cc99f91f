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

/// First digits of runs with enough digits, in the first of `masks`; the others follow it.
///
/// A run is digits, separators and bytes beyond ASCII without anything else.
#[inline]
pub(super) fn long_runs(haystack: &[u8], at: usize, masks: &[Masks], is_end: bool) -> u64 {
    let last = at > 0 && haystack[at - 1].is_ascii_digit();
    let first_digits = masks[0].digit & !(masks[0].digit << 1 | u64::from(last));
    if first_digits == 0 {
        return 0;
    }
    let run = |block: usize| masks[block].digit | masks[block].glue;
    // Bits from which a run goes on for eight bytes.
    let pair = u128::from(run(0)) | u128::from(run(1)) << 64;
    let two = pair & pair >> 1;
    let four = two & two >> 2;
    let mut starts = first_digits & (four & four >> 4) as u64;
    let mut found = 0;
    while starts != 0 {
        let bit = starts.trailing_zeros();
        starts &= starts - 1;
        let (count, end) = count(masks, bit);
        let may_go_on = || match haystack.get(at.saturating_add(end)) {
            Some(byte) => matches!(byte, b'\n' | b'\r'),
            None => !is_end,
        };
        if count >= MIN_DIGITS || (count >= MIN_DIGITS_AT_END && may_go_on()) {
            found |= 1 << bit;
        }
    }
    found
}

/// Digits of the run from `bit` of the first mask on, up to [`MIN_DIGITS`] or a little more, and the bit where
/// counting ended.
#[inline]
fn count(masks: &[Masks], bit: u32) -> (u32, usize) {
    let (mut digits, mut skip) = (0, bit);
    for (block, masks) in masks.iter().enumerate().take(1 + MAX_RUN_BYTES / BLOCK) {
        let run = (masks.digit | masks.glue) >> skip;
        let len = run.trailing_ones();
        let part = if len >= 64 { u64::MAX } else { (1 << len) - 1 };
        digits += (masks.digit >> skip & part).count_ones();
        if digits >= MIN_DIGITS || len < 64 - skip {
            return (digits, block * BLOCK + (skip + len) as usize);
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
