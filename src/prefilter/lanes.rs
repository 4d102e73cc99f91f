//! Shifts over the masks of eight blocks as if they were one number. Plain loops, which the compiler does several lanes at a
//! time.

use super::simd::Lanes;

/// Every bit `N` places towards the start; `next` is the mask after the last.
#[inline(always)]
pub(super) fn shr<const N: u32>(masks: &Lanes, next: u64) -> Lanes {
    let [_, b, c, d, e, f, g, h] = *masks;
    let after = [b, c, d, e, f, g, h, next];
    let mut out = Lanes::default();
    for i in 0..8 {
        out[i] = masks[i] >> N | after[i] << (64 - N);
    }
    out
}

/// Every bit `N` places towards the end; `last` is the mask before the first.
#[inline(always)]
pub(super) fn shl<const N: u32>(masks: &Lanes, last: u64) -> Lanes {
    let [a, b, c, d, e, f, g, _] = *masks;
    let before = [last, a, b, c, d, e, f, g];
    let mut out = Lanes::default();
    for i in 0..8 {
        out[i] = masks[i] << N | before[i] >> (64 - N);
    }
    out
}

/// The bits that both have.
#[inline(always)]
pub(super) fn both(one: &Lanes, other: &Lanes) -> Lanes {
    let mut out = Lanes::default();
    for i in 0..8 {
        out[i] = one[i] & other[i];
    }
    out
}
