//! Kernels: 64 bytes in, a mask per class out.
//!
//! **Contract.** Every kernel gives the masks that [`scalar`] gives, for every input (the third law). This is the
//! only folder that may hold `unsafe`. A kernel is handed `&[u8; 67]`: 64 bytes and the three that a fingerprint of
//! the last ones needs, so its loads are in bounds by type. Tails are copied into a zeroed block.

#![allow(unsafe_code)]

use std::collections::BTreeSet;

#[cfg(target_arch = "aarch64")]
mod aarch64;
mod scalar;
#[cfg(target_arch = "x86_64")]
mod x86_64;

/// Bytes that a kernel looks at: a block and what the fingerprints of its last bytes need.
const WINDOW: usize = 64 + POSITIONS - 1;

/// Classes of the 64 bytes of a block, a bit each, lowest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Masks {
    /// ASCII digits.
    pub(crate) digit: u64,
    /// Separators of numbers (blank, tab, `-`, `.`, `+`, `%`) and every byte beyond ASCII.
    pub(crate) glue: u64,
    /// Bytes beyond ASCII.
    pub(crate) high: u64,
    /// ASCII letters.
    pub(crate) letter: u64,
    /// Bytes with bit 5 set: of the letters, the small ones.
    pub(crate) lower: u64,
    pub(crate) backslash: u64,
    pub(crate) percent: u64,
    /// Bytes at which a keyword's fingerprint fits.
    pub(crate) finger: u64,
    /// Those of them that count inside words too.
    pub(crate) anywhere: u64,
}

/// Nibble tables of the keywords' first bytes: a bucket is a bit; a bucket fits a byte where both nibbles' entries have
/// its bit. Bytes are compared with bit 5 set, which folds ASCII case.
#[derive(Clone, Debug)]
pub(crate) struct Fingerprints {
    low: [[u8; 16]; POSITIONS],
    high: [[u8; 16]; POSITIONS],
}

/// Bytes of a keyword that are looked at.
const POSITIONS: usize = 4;

impl Fingerprints {
    /// Tables for keys that count at word starts and for those that count everywhere. Keys of words with three letters,
    /// whose fourth byte can be anything, have buckets of their own; sorted neighbours share one, so buckets stay narrow.
    pub(super) fn new(outer: &BTreeSet<[u8; 4]>, inner: &BTreeSet<[u8; 4]>) -> Self {
        let mut tables = Self { low: [[0; 16]; POSITIONS], high: [[0; 16]; POSITIONS] };
        tables.fill(outer.iter().filter(|key| key[2] == b' '), 0, 1);
        tables.fill(outer.iter().filter(|key| key[2] != b' ' && key[3] == b' '), 1, 2);
        tables.fill(outer.iter().filter(|key| !key[2..].contains(&b' ')), 3, 3);
        tables.fill(inner.iter().filter(|key| key[2..].contains(&b' ')), 6, 1);
        tables.fill(inner.iter().filter(|key| !key[2..].contains(&b' ')), 7, 1);
        tables
    }

    /// Adds sorted keys to `count` buckets from `first` on.
    fn fill<'k>(&mut self, keys: impl Iterator<Item = &'k [u8; 4]>, first: usize, count: usize) {
        let keys: Vec<_> = keys.collect();
        for (index, key) in keys.iter().enumerate() {
            let bucket = 1 << (first + index * count / keys.len());
            for (position, &byte) in key.iter().enumerate() {
                // A separator stands for every byte: a capital may start the next word.
                let bytes = if byte == b' ' { 0..=255 } else { byte..=byte };
                for byte in bytes {
                    let byte = byte | 0x20;
                    self.low[position][usize::from(byte & 0xf)] |= bucket;
                    self.high[position][usize::from(byte >> 4)] |= bucket;
                }
            }
        }
    }
}

/// The buckets of keys that count inside words too.
const ANYWHERE: u8 = 0xc0;

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

const fn class_tables() -> ([u8; 16], [u8; 16]) {
    let classes: [(&[u8], u8); 5] =
        [(b"0123456789", DIGIT), (b" %+-.", MARK), (b"\t", CONTROL), (b"\\", BACKSLASH), (b"%", PERCENT)];
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
    Avx2(x86_64::Avx2),
    #[cfg(target_arch = "aarch64")]
    Neon(aarch64::Neon),
}

impl Kernel {
    /// Every kernel that this machine can run, the fastest first.
    pub(crate) fn all() -> Vec<Self> {
        let mut kernels = Vec::new();
        #[cfg(target_arch = "x86_64")]
        kernels.extend(x86_64::Avx2::new().map(Self::Avx2));
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
            #[cfg(target_arch = "aarch64")]
            Self::Neon(_) => "neon",
        }
    }

    /// Runs `work` compiled for this machine: bit counts and shifts are single instructions there.
    #[inline(always)]
    pub(crate) fn run(self, work: impl Work) {
        match self {
            Self::Scalar => work.run(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.run(work),
            #[cfg(target_arch = "aarch64")]
            Self::Neon(_) => work.run(),
        }
    }

    /// Masks of the blocks of `haystack` from `at` on, one for each of `out`. A block that sticks out of the
    /// haystack reads zeros there.
    pub(crate) fn classify(self, fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
        match self {
            Self::Scalar => scalar::classify(fingerprints, haystack, at, out),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.classify(fingerprints, haystack, at, out),
            #[cfg(target_arch = "aarch64")]
            Self::Neon(kernel) => kernel.classify(fingerprints, haystack, at, out),
        }
    }
}

/// What a kernel looks at for the block at `at`: in the haystack, or copied into `tail` and filled up with zeros.
#[inline(always)]
fn window<'h>(haystack: &'h [u8], at: usize, tail: &'h mut [u8; WINDOW]) -> &'h [u8; WINDOW] {
    let rest = haystack.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(window) => window,
        None => {
            tail[..rest.len()].copy_from_slice(rest);
            tail[rest.len()..].fill(0);
            tail
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_agree_at_every_offset_and_length() {
        let outer = BTreeSet::from([*b"cvv ", *b"otp ", *b"pass", *b"pin ", *b"\xe5\xaf\x86\xe7"]);
        let fingerprints = Fingerprints::new(&outer, &BTreeSet::from([*b"pass", *b"pin "]));
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let haystack: Vec<u8> = (0..1200)
            .map(|i| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                // Every byte value first, then text that is full of the classes.
                if i < 256 {
                    i as u8
                } else {
                    b"pin 0123456789CVV-.%\\+\tPass\n\r\xe5\xaf\x86ot"[(state % 34) as usize]
                }
            })
            .collect();
        for kernel in Kernel::all() {
            for at in 0..130 {
                for len in [0, 1, 2, 3, 31, 32, 63, 64, 65, 66, 67, 68, 128, 130, 500, 1000] {
                    let text = &haystack[at..at + len];
                    let mut expected = vec![Masks::default(); len.div_ceil(64)];
                    let mut masks = expected.clone();
                    Kernel::Scalar.classify(&fingerprints, text, 0, &mut expected);
                    kernel.classify(&fingerprints, text, 0, &mut masks);
                    assert_eq!(masks, expected, "{} at {at}, {len} bytes", kernel.name());
                }
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
        }
    }
}
