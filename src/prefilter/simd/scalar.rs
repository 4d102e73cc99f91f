//! The kernel without SIMD: the portable path, and the twin that the others are held to.

use super::{
    ANYWHERE, BACKSLASH, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, PERCENT,
    POSITIONS, WINDOW, window,
};

pub(super) fn classify(fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
    let mut tail = [0; WINDOW];
    for (block, slot) in out.iter_mut().enumerate() {
        *slot = masks(fingerprints, window(haystack, at + block * 64, &mut tail));
    }
}

fn masks(fingerprints: &Fingerprints, window: &[u8; WINDOW]) -> Masks {
    let mut masks = Masks::default();
    for (i, &byte) in window[..64].iter().enumerate() {
        let class = CLASS_LOW[usize::from(byte & 0xf)] & CLASS_HIGH[usize::from(byte >> 4)];
        let bit = |is_set: bool| u64::from(is_set) << i;
        masks.digit |= bit(class & DIGIT != 0);
        masks.glue |= bit(class & (MARK | CONTROL) != 0 || byte >= 0x80);
        masks.high |= bit(byte >= 0x80);
        masks.letter |= bit(byte.is_ascii_alphabetic());
        masks.lower |= bit(byte & 0x20 != 0);
        masks.backslash |= bit(class & BACKSLASH != 0);
        masks.percent |= bit(class & PERCENT != 0);
        let buckets = (0..POSITIONS).fold(0xff, |buckets, position| {
            let byte = window[i + position] | 0x20;
            buckets
                & fingerprints.low[position][usize::from(byte & 0xf)]
                & fingerprints.high[position][usize::from(byte >> 4)]
        });
        masks.finger |= bit(buckets != 0);
        masks.anywhere |= bit(buckets & ANYWHERE != 0);
    }
    masks
}
