//! The AVX-512 kernel: a block is one register, a comparison gives its mask.

use core::arch::x86_64::{
    __m512i, _mm_loadu_si128, _mm256_loadu_si256, _mm512_and_si512, _mm512_broadcast_i32x4,
    _mm512_broadcast_i64x4, _mm512_cmple_epu8_mask, _mm512_loadu_si512, _mm512_mask_permutexvar_epi8,
    _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8, _mm512_shuffle_epi8, _mm512_srli_epi16,
    _mm512_sub_epi8, _mm512_test_epi8_mask,
};

use super::{
    ANYWHERE, AT_SIGN, BACKSLASH, BLOCK, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks,
    PERCENT, PLUS, POSITIONS, SYMBOLS, WINDOW, Work, each_block, fingerprints,
};

/// Proof that this CPU has AVX-512 with the byte instructions and permutes (BW, VBMI), and the bit instructions that
/// every CPU with it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx512(());

impl Avx512 {
    pub(super) fn new() -> Option<Self> {
        use std::arch::is_x86_feature_detected as has;
        let has_vectors = has!("avx512f") && has!("avx512bw") && has!("avx512vl") && has!("avx512vbmi");
        let has_bits = has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt");
        (has_vectors && has_bits).then_some(Self(()))
    }

    /// Runs `work` with these instructions at hand.
    #[inline(always)]
    pub(super) fn run(self, work: impl Work) {
        #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,bmi1,bmi2,lzcnt,popcnt")]
        fn with(work: impl Work) {
            work.run();
        }
        // SAFETY: the CPU has these features: a value of this type is made by `new` alone, which checks them.
        unsafe { with(work) }
    }

    pub(super) fn classify(self, fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
        // SAFETY: the CPU has these features: a value of this type is made by `new` alone, which checks them.
        unsafe { classify(fingerprints, haystack, at, out) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn classify(fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
    let tables = Tables {
        class_low: nibbles(&CLASS_LOW),
        class_high: nibbles(&CLASS_HIGH),
        outer: Symbols::new(&fingerprints.outer),
        mixed: Symbols::new(&fingerprints.mixed),
    };
    each_block(haystack, at, out, |window, masks, lane| block(&tables, window, masks, lane));
}

struct Tables {
    class_low: __m512i,
    class_high: __m512i,
    outer: Symbols,
    mixed: Symbols,
}

/// Buckets by symbol, for each position.
struct Symbols {
    /// An index has six bits: the 32 symbols twice.
    twice: [__m512i; POSITIONS],
    /// The entry of everything that is folded to zero.
    others: [__m512i; POSITIONS],
}

impl Symbols {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn new(tables: &fingerprints::Tables) -> Self {
        Self {
            twice: tables.each_ref().map(|symbols| twice(symbols)),
            others: tables.each_ref().map(|symbols| _mm512_set1_epi8(symbols[0].cast_signed())),
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn nibbles(bytes: &[u8; 16]) -> __m512i {
    // SAFETY: the array has the 16 bytes that are read; the load asks for no alignment.
    _mm512_broadcast_i32x4(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx512f")]
fn twice(symbols: &[u8; SYMBOLS]) -> __m512i {
    // SAFETY: the array has the 32 bytes that are read; the load asks for no alignment.
    _mm512_broadcast_i64x4(unsafe { _mm256_loadu_si256(symbols.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn block(tables: &Tables, window: &[u8; WINDOW], masks: &mut Masks, lane: usize) {
    let bytes = load::<0>(window);
    // A shuffle gives zero where the index has its top bit: bytes beyond ASCII are in no class.
    let class = _mm512_and_si512(
        _mm512_shuffle_epi8(tables.class_low, bytes),
        _mm512_shuffle_epi8(
            tables.class_high,
            _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), _mm512_set1_epi8(0xf)),
        ),
    );
    let is = |bits: u8| _mm512_test_epi8_mask(class, _mm512_set1_epi8(bits.cast_signed()));
    let fold = _mm512_set1_epi8(0x20);
    let high = _mm512_movepi8_mask(bytes);
    let offset = _mm512_sub_epi8(_mm512_or_si512(bytes, fold), _mm512_set1_epi8(b'a'.cast_signed()));
    let texts = [bytes, load::<1>(window), load::<2>(window), load::<3>(window), load::<4>(window)];
    let (outer, mixed) = (buckets(&tables.outer, &texts), buckets(&tables.mixed, &texts));
    let finger = _mm512_or_si512(outer, mixed);
    masks.digit[lane] = is(DIGIT);
    masks.glue[lane] = is(MARK | CONTROL) | high;
    masks.high[lane] = high;
    masks.letter[lane] = _mm512_cmple_epu8_mask(offset, _mm512_set1_epi8(25));
    masks.lower[lane] = _mm512_test_epi8_mask(bytes, fold);
    masks.backslash[lane] = is(BACKSLASH);
    masks.percent[lane] = is(PERCENT);
    masks.at_sign[lane] = is(AT_SIGN);
    masks.plus[lane] = is(PLUS);
    masks.finger[lane] = _mm512_test_epi8_mask(finger, finger);
    masks.anywhere[lane] = _mm512_test_epi8_mask(mixed, _mm512_set1_epi8(ANYWHERE.cast_signed()));
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load<const BY: usize>(window: &[u8; WINDOW]) -> __m512i {
    const { assert!(BY + BLOCK <= WINDOW) };
    // SAFETY: `BY + 64` is at most the window's length by the assertion above; the load asks for no alignment.
    unsafe { _mm512_loadu_si512(window.as_ptr().add(BY).cast()) }
}

/// The buckets that fit five bytes, the first of which are the first of `texts`.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn buckets(symbols: &Symbols, texts: &[__m512i; POSITIONS]) -> __m512i {
    let mut fitting = _mm512_set1_epi8(-1);
    for (position, &bytes) in texts.iter().enumerate() {
        let is_symbol = _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(0xc0u8.cast_signed()));
        let (others, twice) = (symbols.others[position], symbols.twice[position]);
        fitting = _mm512_and_si512(fitting, _mm512_mask_permutexvar_epi8(others, is_symbol, bytes, twice));
    }
    fitting
}
