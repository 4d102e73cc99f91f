//! The kernel without SIMD: the portable path, and the twin that the others are held to.

use super::fingerprints::symbol;
use super::{
    AT_SIGN, BACKSLASH, BLOCK, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, NEWLINE,
    PERCENT, PLUS, POSITIONS, WINDOW, each_block,
};

pub(super) fn classify(fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
    each_block(haystack, at, out, |window, masks, lane| block(fingerprints, window, masks, lane));
}

fn block(fingerprints: &Fingerprints, window: &[u8; WINDOW], masks: &mut Masks, lane: usize) {
    let all = [
        &mut masks.digit,
        &mut masks.glue,
        &mut masks.high,
        &mut masks.lead,
        &mut masks.letter,
        &mut masks.lower,
        &mut masks.backslash,
        &mut masks.percent,
        &mut masks.at_sign,
        &mut masks.plus,
        &mut masks.newline,
        &mut masks.anywhere,
    ];
    let mut bits = [0; 12];
    for (i, &byte) in window[..BLOCK].iter().enumerate() {
        let class = CLASS_LOW[usize::from(byte & 0xf)] & CLASS_HIGH[usize::from(byte >> 4)];
        let fitting = (0..POSITIONS).fold(0xff, |fitting, position| {
            fitting & fingerprints.tables[position][symbol(window[i + position])]
        });
        let classes = [
            class & DIGIT != 0,
            class & (MARK | CONTROL) != 0 || byte >= 0x80,
            byte >= 0x80,
            byte >= 0xc0,
            byte.is_ascii_alphabetic(),
            byte & 0x20 != 0,
            class & BACKSLASH != 0,
            class & PERCENT != 0,
            class & AT_SIGN != 0,
            class & PLUS != 0,
            class & NEWLINE != 0,
            fitting != 0,
        ];
        for (bits, is_in) in bits.iter_mut().zip(classes) {
            *bits |= u64::from(is_in) << i;
        }
    }
    for (lanes, bits) in all.into_iter().zip(bits) {
        lanes[lane] = bits;
    }
}
