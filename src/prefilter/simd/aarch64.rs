//! The NEON kernel.

use core::arch::aarch64::{
    uint8x16_t, uint8x16x2_t, vaddv_u8, vandq_u8, vceqzq_u8, vcgeq_u8, vcleq_u8, vdupq_n_u8, vget_high_u8,
    vget_low_u8, vld1q_u8, vmvnq_u8, vorrq_u8, vqtbl1q_u8, vqtbl2q_u8, vshrq_n_u8, vsubq_u8, vtstq_u8,
};

use super::{
    AT_SIGN, BACKSLASH, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, NEWLINE, PERCENT,
    PLUS, POSITIONS, SYMBOLS, WINDOW, each_block,
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
        symbols: fingerprints.tables.each_ref().map(|symbols| pair(symbols)),
    };
    each_block(haystack, at, out, |window, masks, lane| block(&tables, window, masks, lane));
}

struct Tables {
    class_low: uint8x16_t,
    class_high: uint8x16_t,
    /// Buckets by symbol, for each position.
    symbols: [uint8x16x2_t; POSITIONS],
}

#[inline]
#[target_feature(enable = "neon")]
fn table(bytes: &[u8; 16]) -> uint8x16_t {
    // SAFETY: the array has the 16 bytes that are read.
    unsafe { vld1q_u8(bytes.as_ptr()) }
}

#[inline]
#[target_feature(enable = "neon")]
fn pair(symbols: &[u8; SYMBOLS]) -> uint8x16x2_t {
    // SAFETY: the array has the 32 bytes that are read.
    unsafe { uint8x16x2_t(vld1q_u8(symbols.as_ptr()), vld1q_u8(symbols.as_ptr().add(16))) }
}

#[inline]
#[target_feature(enable = "neon")]
fn block(tables: &Tables, window: &[u8; WINDOW], masks: &mut Masks, lane: usize) {
    let parts = [
        part::<0>(tables, window),
        part::<16>(tables, window),
        part::<32>(tables, window),
        part::<48>(tables, window),
    ];
    let join = |class: usize| (0..4).fold(0, |bits, i| bits | u64::from(parts[i][class]) << (16 * i));
    masks.digit[lane] = join(0);
    masks.high[lane] = join(2);
    masks.lead[lane] = join(3);
    masks.glue[lane] = join(1) | join(2);
    masks.letter[lane] = join(4);
    masks.lower[lane] = join(5);
    masks.backslash[lane] = join(6);
    masks.percent[lane] = join(7);
    masks.at_sign[lane] = join(8);
    masks.plus[lane] = join(9);
    masks.newline[lane] = join(10);
    masks.anywhere[lane] = join(11);
}

/// Classes of 16 bytes: digit, mark, high, lead, letter, lower, backslash, percent, at sign, plus, line end, anywhere.
#[inline]
#[target_feature(enable = "neon")]
fn part<const AT: usize>(tables: &Tables, window: &[u8; WINDOW]) -> [u16; 12] {
    let fold = vdupq_n_u8(0x20);
    let bytes = load::<AT, 0>(window);
    // No class has a high nibble beyond ASCII, so those bytes are in none.
    let class = vandq_u8(
        vqtbl1q_u8(tables.class_low, vandq_u8(bytes, vdupq_n_u8(0xf))),
        vqtbl1q_u8(tables.class_high, vshrq_n_u8::<4>(bytes)),
    );
    let is = |bits: u8| mask(vtstq_u8(class, vdupq_n_u8(bits)));
    let offset = vsubq_u8(vorrq_u8(bytes, fold), vdupq_n_u8(b'a'));
    let symbols = [
        symbol(bytes),
        symbol(load::<AT, 1>(window)),
        symbol(load::<AT, 2>(window)),
        symbol(load::<AT, 3>(window)),
        symbol(load::<AT, 4>(window)),
    ];
    let fitting = buckets(&tables.symbols, &symbols);
    [
        is(DIGIT),
        is(MARK | CONTROL),
        mask(vtstq_u8(bytes, vdupq_n_u8(0x80))),
        mask(vcgeq_u8(bytes, vdupq_n_u8(0xc0))),
        mask(vcleq_u8(offset, vdupq_n_u8(25))),
        mask(vtstq_u8(bytes, fold)),
        is(BACKSLASH),
        is(PERCENT),
        is(AT_SIGN),
        is(PLUS),
        is(NEWLINE),
        mask(vmvnq_u8(vceqzq_u8(fitting))),
    ]
}

#[inline]
#[target_feature(enable = "neon")]
fn load<const AT: usize, const BY: usize>(window: &[u8; WINDOW]) -> uint8x16_t {
    const { assert!(AT + BY + 16 <= WINDOW) };
    // SAFETY: `AT + BY + 16` is at most the window's length by the assertion above.
    unsafe { vld1q_u8(window.as_ptr().add(AT + BY)) }
}

/// What each byte is folded to.
#[inline]
#[target_feature(enable = "neon")]
fn symbol(bytes: uint8x16_t) -> uint8x16_t {
    vandq_u8(vtstq_u8(bytes, vdupq_n_u8(0xc0)), vandq_u8(bytes, vdupq_n_u8(0x1f)))
}

/// The buckets that fit five bytes, of which the first have the first of these symbols.
#[inline]
#[target_feature(enable = "neon")]
fn buckets(tables: &[uint8x16x2_t; POSITIONS], symbols: &[uint8x16_t; POSITIONS]) -> uint8x16_t {
    let mut fitting = vdupq_n_u8(0xff);
    for (table, &symbol) in tables.iter().zip(symbols) {
        fitting = vandq_u8(fitting, vqtbl2q_u8(*table, symbol));
    }
    fitting
}

/// One bit of each byte, which is all ones or all zeros.
#[inline]
#[target_feature(enable = "neon")]
fn mask(bytes: uint8x16_t) -> u16 {
    const BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
    let bits = vandq_u8(bytes, table(&BITS));
    u16::from(vaddv_u8(vget_low_u8(bits))) | u16::from(vaddv_u8(vget_high_u8(bits))) << 8
}
