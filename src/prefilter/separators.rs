//! Separators inside values: of network addresses, and of numbers written in groups. The value starts before them.

use super::lanes;
use super::simd::{BLOCK, GROUP, Lanes, Masks};

/// Adds the separators of the group of blocks at `base` that may be the first of an address. They are looked for without
/// masks, and only where addresses are wanted: colons are everywhere in logs.
pub(super) fn add_addresses(haystack: &[u8], base: usize, places: &mut Lanes) {
    let group = &haystack[base.min(haystack.len())..haystack.len().min(base + GROUP)];
    for at in memchr::memchr3_iter(b'.', b':', b'-', group) {
        if may_be_address(haystack, base + at) {
            places[at / BLOCK] |= 1 << (at % BLOCK);
        }
    }
}

/// Whether the separator at `at` may be the first of an address: groups of hexadecimal digits on both sides and the
/// same separator behind the second, or two colons.
pub(super) fn may_be_address(haystack: &[u8], at: usize) -> bool {
    let is_hex = |byte: &&u8| byte.is_ascii_hexdigit();
    let separator = haystack[at];
    let before = haystack[..at].iter().rev().take(5).take_while(is_hex).count();
    let after = haystack[at + 1..].iter().take(5).take_while(is_hex).count();
    let is_chained = haystack.get(at + 1 + after) == Some(&separator);
    match separator {
        b'.' => is_chained && (1..=4).contains(&before) && (1..=4).contains(&after),
        b'-' => is_chained && before == 2 && after == 2,
        b':' => is_chained && before <= 4 && after <= 4 && (before > 0 || after == 0),
        _ => false,
    }
}

/// Separators before a group of three digits that another of three follows, or before one of four and one of three:
/// `.345.678`, `-4567-890`. `digit_1` and so on are the digits moved towards the start, `next` are the digits and separators
/// behind the group of blocks.
#[inline(always)]
pub(super) fn grouped(
    masks: &Masks,
    [digit_next, glue_next]: [u64; 2],
    [digit_1, digit_2, digit_3]: [&Lanes; 3],
) -> Lanes {
    let mut three = Lanes::default();
    for i in 0..8 {
        three[i] = masks.glue[i] & digit_1[i] & digit_2[i] & digit_3[i];
    }
    let three_next = glue_next & digit_next >> 1 & digit_next >> 2 & digit_next >> 3;
    let (three_4, three_5) = (lanes::shr::<4>(&three, three_next), lanes::shr::<5>(&three, three_next));
    let digit_4 = lanes::shr::<4>(&masks.digit, digit_next);
    let mut places = Lanes::default();
    for i in 0..8 {
        places[i] = three[i] & (three_4[i] | digit_4[i] & three_5[i]);
    }
    places
}
