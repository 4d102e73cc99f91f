//! The NEON kernel.

use core::arch::aarch64::{
    uint8x16_t, vaddv_u8, vandq_u8, vceqzq_u8, vcleq_u8, vdupq_n_u8, vget_high_u8, vget_low_u8, vld1q_u8,
    vmvnq_u8, vorrq_u8, vqtbl1q_u8, vshrq_n_u8, vsubq_u8, vtstq_u8,
};

use super::{
    ANYWHERE, BACKSLASH, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, PERCENT,
    POSITIONS, WINDOW, window,
};

/// Proof that this CPU has NEON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Neon(());

impl Neon {
    pub(super) fn new() -> Option<Self> {
        std::arch::is_aarch64_feature_detected!("neon").then_some(Self(()))
    }

    pub(super) fn classify(self, fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
        // SAFETY: the CPU has NEON: a value of this type is made by `new` alone, which checks it.
        unsafe { classify(fingerprints, haystack, at, out) }
    }
}

#[target_feature(enable = "neon")]
fn classify(fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
    let tables = Tables {
        class_low: table(&CLASS_LOW),
        class_high: table(&CLASS_HIGH),
        low: fingerprints.low.each_ref().map(|bytes| table(bytes)),
        high: fingerprints.high.each_ref().map(|bytes| table(bytes)),
    };
    let mut tail = [0; WINDOW];
    for (block, slot) in out.iter_mut().enumerate() {
        *slot = masks(&tables, window(haystack, at + block * 64, &mut tail));
    }
}

struct Tables {
    class_low: uint8x16_t,
    class_high: uint8x16_t,
    low: [uint8x16_t; POSITIONS],
    high: [uint8x16_t; POSITIONS],
}

#[inline]
#[target_feature(enable = "neon")]
fn table(bytes: &[u8; 16]) -> uint8x16_t {
    // SAFETY: the array has the 16 bytes that are read.
    unsafe { vld1q_u8(bytes.as_ptr()) }
}

#[inline]
#[target_feature(enable = "neon")]
fn masks(tables: &Tables, window: &[u8; WINDOW]) -> Masks {
    let mut masks = Masks::default();
    quarter::<0>(tables, window, &mut masks);
    quarter::<16>(tables, window, &mut masks);
    quarter::<32>(tables, window, &mut masks);
    quarter::<48>(tables, window, &mut masks);
    masks
}

/// Adds the classes of 16 bytes.
#[inline]
#[target_feature(enable = "neon")]
fn quarter<const AT: usize>(tables: &Tables, window: &[u8; WINDOW], masks: &mut Masks) {
    let fold = vdupq_n_u8(0x20);
    let bytes = load::<AT>(window);
    // No class has a high nibble beyond ASCII, so those bytes are in none.
    let class = lookup(tables.class_low, tables.class_high, bytes);
    let is = |bits: u8| u64::from(mask(vtstq_u8(class, vdupq_n_u8(bits)))) << AT;
    let high = u64::from(mask(vtstq_u8(bytes, vdupq_n_u8(0x80)))) << AT;
    let offset = vsubq_u8(vorrq_u8(bytes, fold), vdupq_n_u8(b'a'));
    let finger = vandq_u8(
        vandq_u8(buckets::<0>(tables, bytes), buckets::<1>(tables, load_next::<AT, 1>(window))),
        vandq_u8(
            buckets::<2>(tables, load_next::<AT, 2>(window)),
            buckets::<3>(tables, load_next::<AT, 3>(window)),
        ),
    );
    masks.digit |= is(DIGIT);
    masks.glue |= is(MARK | CONTROL) | high;
    masks.high |= high;
    masks.letter |= u64::from(mask(vcleq_u8(offset, vdupq_n_u8(25)))) << AT;
    masks.lower |= u64::from(mask(vtstq_u8(bytes, fold))) << AT;
    masks.backslash |= is(BACKSLASH);
    masks.percent |= is(PERCENT);
    masks.finger |= u64::from(mask(vmvnq_u8(vceqzq_u8(finger)))) << AT;
    masks.anywhere |= u64::from(mask(vtstq_u8(finger, vdupq_n_u8(ANYWHERE)))) << AT;
}

#[inline]
#[target_feature(enable = "neon")]
fn load<const AT: usize>(window: &[u8; WINDOW]) -> uint8x16_t {
    const { assert!(AT + 16 <= WINDOW) };
    // SAFETY: `AT + 16` is at most the window's length by the assertion above.
    unsafe { vld1q_u8(window.as_ptr().add(AT)) }
}

#[inline]
#[target_feature(enable = "neon")]
fn load_next<const AT: usize, const BY: usize>(window: &[u8; WINDOW]) -> uint8x16_t {
    const { assert!(AT + BY + 16 <= WINDOW) };
    // SAFETY: `AT + BY + 16` is at most the window's length by the assertion above.
    unsafe { vld1q_u8(window.as_ptr().add(AT + BY)) }
}

#[inline]
#[target_feature(enable = "neon")]
fn lookup(low: uint8x16_t, high: uint8x16_t, bytes: uint8x16_t) -> uint8x16_t {
    vandq_u8(vqtbl1q_u8(low, vandq_u8(bytes, vdupq_n_u8(0xf))), vqtbl1q_u8(high, vshrq_n_u8::<4>(bytes)))
}

/// The buckets whose byte at `POSITION` fits.
#[inline]
#[target_feature(enable = "neon")]
fn buckets<const POSITION: usize>(tables: &Tables, bytes: uint8x16_t) -> uint8x16_t {
    lookup(tables.low[POSITION], tables.high[POSITION], vorrq_u8(bytes, vdupq_n_u8(0x20)))
}

/// One bit of each byte, which is all ones or all zeros.
#[inline]
#[target_feature(enable = "neon")]
fn mask(bytes: uint8x16_t) -> u16 {
    const BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
    let bits = vandq_u8(bytes, table(&BITS));
    u16::from(vaddv_u8(vget_low_u8(bits))) | u16::from(vaddv_u8(vget_high_u8(bits))) << 8
}
