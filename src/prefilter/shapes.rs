//! Places inside values of a fixed shape: separators of network addresses, numbers written in groups, long words.

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
    // The digits of an escape may stand before the first group.
    let before = haystack[..at].iter().rev().take(2).take_while(is_hex).count();
    let after = haystack[at + 1..].iter().take(5).take_while(is_hex).count();
    let is_chained = haystack.get(at + 1 + after) == Some(&separator);
    match separator {
        b'.' => is_chained && before > 0 && (1..=4).contains(&after),
        b'-' => is_chained && before >= 2 && after == 2,
        b':' => is_chained && after <= 4 && (before > 0 || after == 0),
        _ => false,
    }
}

/// Where something of a fixed shape may stand: a separator before a group of three digits that another of three follows, or
/// before one of four and one of three (`.345.678`, `-4567-890`), or on both sides of eight (`-12345678-`); seven digits, a letter and seven digits; a digit that
/// starts a word of sixteen letters and digits. `next` are the masks behind the group of blocks, `digit_1` and so on
/// the digits moved towards the start.
#[inline(always)]
pub(super) fn places(
    masks: &Masks,
    next: &Next,
    [digit_1, digit_2, digit_3]: [&Lanes; 3],
    is_after_word: bool,
) -> Lanes {
    let (mut three, mut four, mut word) = (Lanes::default(), Lanes::default(), Lanes::default());
    for i in 0..8 {
        let digits = digit_1[i] & digit_2[i] & digit_3[i];
        three[i] = masks.glue[i] & digits;
        four[i] = masks.digit[i] & digits;
        word[i] = masks.digit[i] | masks.letter[i];
    }
    let digits_next = next.digit >> 1 & next.digit >> 2 & next.digit >> 3;
    let (three_next, four_next) = (next.glue & digits_next, next.digit & digits_next);
    let (three_4, three_5) = (lanes::shr::<4>(&three, three_next), lanes::shr::<5>(&three, three_next));
    let digit_4 = lanes::shr::<4>(&masks.digit, next.digit);

    let (seven_next, seven) =
        (four_next & four_next >> 3, lanes::both(&four, &lanes::shr::<3>(&four, four_next)));
    let (letter_7, seven_8) =
        (lanes::shr::<7>(&masks.letter, next.letter), lanes::shr::<8>(&seven, seven_next));

    let (seven_1, digit_8) = (lanes::shr::<1>(&seven, seven_next), lanes::shr::<8>(&masks.digit, next.digit));
    let glue_9 = lanes::shr::<9>(&masks.glue, next.glue);

    let word_next = next.digit | next.letter;
    let before = lanes::shl::<1>(&word, u64::from(is_after_word) << 63);
    let (two_next, two) =
        (word_next & word_next >> 1, lanes::both(&word, &lanes::shr::<1>(&word, word_next)));
    let (fours_next, fours) = (two_next & two_next >> 2, lanes::both(&two, &lanes::shr::<2>(&two, two_next)));
    let (eight_next, eight) =
        (fours_next & fours_next >> 4, lanes::both(&fours, &lanes::shr::<4>(&fours, fours_next)));
    let eight_8 = lanes::shr::<8>(&eight, eight_next);

    let mut places = Lanes::default();
    for i in 0..8 {
        places[i] = three[i] & (three_4[i] | digit_4[i] & three_5[i])
            | masks.glue[i] & seven_1[i] & digit_8[i] & glue_9[i]
            | seven[i] & letter_7[i] & seven_8[i]
            | masks.digit[i] & !before[i] & eight[i] & eight_8[i];
    }
    places
}

/// Masks of the first block behind a group of blocks.
pub(super) struct Next {
    pub(super) digit: u64,
    pub(super) letter: u64,
    pub(super) glue: u64,
}

impl Next {
    pub(super) fn of(masks: Option<&Masks>) -> Self {
        let [digit, letter, glue] =
            masks.map_or([0; 3], |masks| [masks.digit[0], masks.letter[0], masks.glue[0]]);
        Self { digit, letter, glue }
    }
}
