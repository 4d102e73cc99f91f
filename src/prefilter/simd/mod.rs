//! Kernels: 64 bytes in, a mask per class out.
//!
//! **Contract.** Every kernel gives the masks that [`scalar`] gives, for every input (the third law). This is the
//! only folder that may hold `unsafe`. A kernel is handed `&[u8; 68]`: 64 bytes and the four that a fingerprint of
//! the last ones needs, so its loads are in bounds by type. Tails are copied into a zeroed block.

#![allow(unsafe_code)]

mod fingerprints;
mod scalar;
mod sieve;

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

pub(crate) use fingerprints::Fingerprints;
pub(super) use fingerprints::POSITIONS;
use fingerprints::SYMBOLS;
pub(super) use sieve::Sieve;

/// Bytes of a block: one bit each in a mask.
pub(crate) const BLOCK: usize = 64;

/// Bytes that a kernel looks at: a block and what the fingerprints of its last bytes need.
const WINDOW: usize = BLOCK + POSITIONS - 1;

/// A mask for each of eight blocks: what is computed from masks is computed eight blocks at a time.
pub(crate) type Lanes = [u64; 8];

/// Classes of the bytes of eight blocks, a bit each, lowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Masks {
    /// ASCII digits.
    pub(crate) digit: Lanes,
    /// Separators of numbers (blank, tab, `-`, `.`, `+`, `%`) and every byte beyond ASCII.
    pub(crate) glue: Lanes,
    /// Bytes beyond ASCII.
    pub(crate) high: Lanes,
    /// Those of them that start a character.
    pub(crate) lead: Lanes,
    /// ASCII letters.
    pub(crate) letter: Lanes,
    /// Bytes with bit 5 set: of the letters, the small ones.
    pub(crate) lower: Lanes,
    pub(crate) backslash: Lanes,
    pub(crate) percent: Lanes,
    /// The at sign.
    pub(crate) at_sign: Lanes,
    pub(crate) plus: Lanes,
    pub(crate) newline: Lanes,
    /// Bytes at which the fingerprint of a keyword fits that counts inside words too.
    pub(crate) anywhere: Lanes,
    /// Bytes of lines on which no label has a value of digits. No kernel tells.
    pub(crate) quiet: Lanes,
}

/// Bytes whose classes one [`Masks`] holds.
pub(crate) const GROUP: usize = BLOCK * 8;

/// Low and high nibbles of the classes that a byte can be in: a class fits where both entries have its bit.
const CLASS_LOW: [u8; 16] = class_tables().0;
const CLASS_HIGH: [u8; 16] = class_tables().1;
const DIGIT: u8 = 1;
/// Blank, `%`, `+`, `-`, `.`.
const MARK: u8 = 2;
/// Tab.
const CONTROL: u8 = 4;
const BACKSLASH: u8 = 8;
const PERCENT: u8 = 16;
const AT_SIGN: u8 = 32;
const PLUS: u8 = 64;
const NEWLINE: u8 = 128;

const fn class_tables() -> ([u8; 16], [u8; 16]) {
    let classes: [(&[u8], u8); 8] = [
        (b"0123456789", DIGIT),
        (b" %+-.", MARK),
        (b"\t", CONTROL),
        (b"\\", BACKSLASH),
        (b"%", PERCENT),
        (b"@", AT_SIGN),
        (b"+", PLUS),
        (b"\n", NEWLINE),
    ];
    let (mut low, mut high) = ([0; 16], [0; 16]);
    let mut class = 0;
    while class < classes.len() {
        let (bytes, bit) = classes[class];
        let mut i = 0;
        while i < bytes.len() {
            low[(bytes[i] & 0xf) as usize] |= bit;
            high[(bytes[i] >> 4) as usize] |= bit;
            i += 1;
        }
        class += 1;
    }
    (low, high)
}

/// Portable work that a kernel compiles for its machine. `run` must be `#[inline(always)]`, or it is compiled for the
/// oldest machine.
pub(crate) trait Work {
    fn run(self);
}

/// A kernel that this machine can run: holding one is the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Avx512),
    #[cfg(target_arch = "aarch64")]
    Neon(aarch64::Neon),
}

impl Kernel {
    /// Every kernel that this machine can run, the fastest first.
    pub(crate) fn all() -> Vec<Self> {
        let mut kernels = Vec::new();
        #[cfg(target_arch = "x86_64")]
        kernels.extend(avx512::Avx512::new().map(Self::Avx512));
        #[cfg(target_arch = "x86_64")]
        kernels.extend(avx2::Avx2::new().map(Self::Avx2));
        #[cfg(target_arch = "aarch64")]
        kernels.extend(aarch64::Neon::new().map(Self::Neon));
        kernels.push(Self::Scalar);
        kernels
    }

    /// The fastest that this machine can run.
    pub(crate) fn fastest() -> Self {
        Self::all()[0]
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => "avx512",
            #[cfg(target_arch = "aarch64")]
            Self::Neon(_) => "neon",
        }
    }

    /// Runs `work` compiled for this machine: bit counts and shifts are single instructions there, and what is done to
    /// every lane is done to several at once.
    #[inline(always)]
    pub(crate) fn run(self, work: impl Work) {
        match self {
            Self::Scalar => work.run(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.run(work),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.run(work),
            #[cfg(target_arch = "aarch64")]
            Self::Neon(_) => work.run(),
        }
    }

    /// Writes the places of the bits of the masks of eight blocks, counted from `base`, in order. Gives how many. `out` has
    /// room for a block more.
    #[inline(always)]
    pub(crate) fn list(self, base: u16, masks: &[u64], out: &mut [u16]) -> usize {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.list(base, masks, out),
            _ => list(base, masks, out),
        }
    }

    /// Keeps, in order, the offsets from `at` on at which a keyword may start, or a few others. Gives how many.
    #[inline(always)]
    pub(crate) fn keep(self, sieve: &Sieve, haystack: &[u8], at: usize, offsets: &mut [u16]) -> usize {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.keep(sieve, haystack, at, offsets),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.keep(sieve, haystack, at, offsets),
            _ => sieve.keep(haystack, at, offsets),
        }
    }

    /// Masks of the bytes of `haystack` from `at` on. Beyond its end nothing is in any class.
    pub(crate) fn classify(self, fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
        match self {
            Self::Scalar => scalar::classify(fingerprints, haystack, at, out),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.classify(fingerprints, haystack, at, out),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.classify(fingerprints, haystack, at, out),
            #[cfg(target_arch = "aarch64")]
            Self::Neon(kernel) => kernel.classify(fingerprints, haystack, at, out),
        }
    }
}

/// As [`Kernel::list`], without a guess at which blocks have a place. Writes four places at a time, whether or not there are
/// as many.
#[inline(always)]
fn list(base: u16, masks: &[u64], out: &mut [u16]) -> usize {
    let (mut lanes, mut count) = ([0; 8], 0);
    for (lane, &mask) in masks.iter().enumerate() {
        lanes[count % 8] = lane;
        count += usize::from(mask != 0);
    }
    let mut len = 0;
    for &lane in &lanes[..count] {
        let (base, mut bits, mut at) = (base + (lane * BLOCK) as u16, masks[lane], len);
        loop {
            for slot in &mut out[at..at + 4] {
                *slot = base + bits.trailing_zeros() as u16;
                bits &= bits.wrapping_sub(1);
            }
            at += 4;
            if bits == 0 {
                break;
            }
        }
        len += masks[lane].count_ones() as usize;
    }
    len
}

/// Gives each block of `haystack` from `at` on to `kernel`, with its lane. Lanes beyond the haystack are cleared.
#[inline(always)]
fn each_block(
    haystack: &[u8],
    at: usize,
    out: &mut [Masks],
    mut kernel: impl FnMut(&[u8; WINDOW], &mut Masks, usize),
) {
    for (group, masks) in out.iter_mut().enumerate() {
        let start = at + group * GROUP;
        if start + GROUP + WINDOW <= haystack.len() {
            for lane in 0..8 {
                if let Some(window) = haystack[start + lane * BLOCK..].first_chunk() {
                    kernel(window, masks, lane);
                }
            }
            continue;
        }
        *masks = Masks::default();
        for lane in 0..8 {
            let rest = haystack.get(start + lane * BLOCK..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let mut tail = [0; WINDOW];
            let len = rest.len().min(WINDOW);
            tail[..len].copy_from_slice(&rest[..len]);
            kernel(&tail, masks, lane);
            if rest.len() < BLOCK {
                // A zero is in no class, but a keyword may end in it.
                let is_there = (1 << rest.len()) - 1;
                masks.anywhere[lane] &= is_there;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::context::{keys, load};

    #[test]
    fn machines_agree_at_every_offset_and_length() {
        let fingerprints = Fingerprints::new(&BTreeSet::from([
            *b"cvv  ",
            *b"otp  ",
            *b"passw",
            *b"pin  ",
            *b"\xe5\xaf\x86\xe7\xa0",
        ]));
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let haystack: Vec<u8> = (0..2400)
            .map(|i| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                // Every byte value first, then text that is full of the classes.
                if i < 256 {
                    i as u8
                } else {
                    b"pin 0123456789CVV-.%\\+\tPass\n\r\xe5\xaf\x86ot@"[(state % 35) as usize]
                }
            })
            .collect();
        for kernel in Kernel::all() {
            for at in 0..130 {
                for len in [0, 1, 2, 3, 31, 32, 63, 64, 65, 66, 67, 68, 128, 130, 500, 600, 1000, 2000] {
                    let text = &haystack[at..at + len];
                    let mut expected = vec![Masks::default(); len.div_ceil(GROUP)];
                    let mut masks = expected.clone();
                    Kernel::Scalar.classify(&fingerprints, text, 0, &mut expected);
                    kernel.classify(&fingerprints, text, 0, &mut masks);
                    assert_eq!(masks, expected, "{} at {at}, {len} bytes", kernel.name());
                }
            }
        }
    }

    #[test]
    fn machines_keep_the_same_words() {
        let words = "pin Pin=1 userPin myPinCode p 4 pé пин 密码 secret_key ghp_x security  ab aB3 é";
        let text: Vec<u8> = words.bytes().cycle().take(1_000).collect();
        let mut sieve = Sieve::default();
        for word in ["pin", "pin=", "secret_key", "p 4", "密码", "security"] {
            keys(load(format!("{word} ").as_bytes(), 0)).for_each(|key| sieve.add_key(key));
        }
        sieve.add_prefix(u32::from_le_bytes(*b"ghp_"));
        for count in 0..40 {
            // Every place, those at the end among them, whether or not a word starts there.
            let offsets: Vec<u16> = (1_000 - count * 25..1_000).collect();
            let mut expected = offsets.clone();
            let len = Kernel::Scalar.keep(&sieve, &text, 0, &mut expected);
            for kernel in Kernel::all() {
                let mut kept = offsets.clone();
                let kept_len = kernel.keep(&sieve, &text, 0, &mut kept);
                assert_eq!(kept[..kept_len], expected[..len], "{} of {}", kernel.name(), offsets.len());
            }
        }
    }

    #[test]
    fn classes_hold_what_they_say() {
        for byte in 0..=255u8 {
            let class = CLASS_LOW[usize::from(byte & 0xf)] & CLASS_HIGH[usize::from(byte >> 4)];
            assert_eq!(class & DIGIT != 0, byte.is_ascii_digit(), "{byte:#x}");
            assert_eq!(class & (MARK | CONTROL) != 0, b" %+-.\t".contains(&byte), "{byte:#x}");
            assert_eq!(class & BACKSLASH != 0, byte == b'\\', "{byte:#x}");
            assert_eq!(class & PERCENT != 0, byte == b'%', "{byte:#x}");
            assert_eq!(class & AT_SIGN != 0, byte == b'@', "{byte:#x}");
            assert_eq!(class & PLUS != 0, byte == b'+', "{byte:#x}");
            assert_eq!(class & NEWLINE != 0, byte == b'\n', "{byte:#x}");
        }
    }
}
