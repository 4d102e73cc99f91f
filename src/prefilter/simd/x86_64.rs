//! The AVX2 kernel.

use core::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8,
    _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16, _mm256_sub_epi8,
};

use super::{BACKSLASH, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, PERCENT, WINDOW, each_block};

/// Proof that this CPU has AVX2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx2(());

impl Avx2 {
    pub(super) fn new() -> Option<Self> {
        std::arch::is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    pub(super) fn classify(self, fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
        // SAFETY: the CPU has AVX2: a value of this type is made by `new` alone, which checks it.
        unsafe { classify(fingerprints, haystack, at, out) }
    }
}

#[target_feature(enable = "avx2")]
fn classify(fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
    let tables = Tables {
        class_low: table(&CLASS_LOW),
        class_high: table(&CLASS_HIGH),
        low: [table(&fingerprints.low[0]), table(&fingerprints.low[1]), table(&fingerprints.low[2])],
        high: [table(&fingerprints.high[0]), table(&fingerprints.high[1]), table(&fingerprints.high[2])],
    };
    each_block(haystack, at, out, |window| masks(&tables, window));
}

struct Tables {
    class_low: __m256i,
    class_high: __m256i,
    low: [__m256i; 3],
    high: [__m256i; 3],
}

#[inline]
#[target_feature(enable = "avx2")]
fn table(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: the array has the 16 bytes that are read; the load asks for no alignment.
    let half = unsafe { _mm_loadu_si128(bytes.as_ptr().cast::<__m128i>()) };
    _mm256_broadcastsi128_si256(half)
}

#[inline]
#[target_feature(enable = "avx2")]
fn masks(tables: &Tables, window: &[u8; WINDOW]) -> Masks {
    let (low, high) = (half::<0>(tables, window), half::<32>(tables, window));
    let join = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    Masks {
        digit: join(low.digit, high.digit),
        glue: join(low.glue, high.glue),
        high: join(low.high, high.high),
        letter: join(low.letter, high.letter),
        lower: join(low.lower, high.lower),
        backslash: join(low.backslash, high.backslash),
        percent: join(low.percent, high.percent),
        finger: join(low.finger, high.finger),
    }
}

/// Classes of 32 bytes.
struct Half {
    digit: u32,
    glue: u32,
    high: u32,
    letter: u32,
    lower: u32,
    backslash: u32,
    percent: u32,
    finger: u32,
}

#[inline]
#[target_feature(enable = "avx2")]
fn half<const AT: usize>(tables: &Tables, window: &[u8; WINDOW]) -> Half {
    const { assert!(AT + 2 + 32 <= WINDOW) };
    let load = |offset: usize| {
        debug_assert!(offset <= 2);
        // SAFETY: `AT + offset + 32` is at most the window's length by the assertion above, as `offset` is at most
        // 2; the load asks for no alignment.
        unsafe { _mm256_loadu_si256(window.as_ptr().add(AT + offset).cast::<__m256i>()) }
    };
    let (zero, nibble, fold) = (_mm256_setzero_si256(), _mm256_set1_epi8(0xf), _mm256_set1_epi8(0x20));
    let bytes = load(0);
    let high_nibble = |bytes| _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
    // A shuffle gives zero where the index has its top bit: bytes beyond ASCII are in no class.
    let class = _mm256_and_si256(
        _mm256_shuffle_epi8(tables.class_low, bytes),
        _mm256_shuffle_epi8(tables.class_high, high_nibble(bytes)),
    );
    let mask = |bytes| _mm256_movemask_epi8(bytes).cast_unsigned();
    let high = mask(bytes);
    let marks = _mm256_and_si256(class, _mm256_set1_epi8((MARK | CONTROL) as i8));
    let letter = {
        let offset = _mm256_sub_epi8(_mm256_or_si256(bytes, fold), _mm256_set1_epi8(b'a' as i8));
        _mm256_cmpeq_epi8(_mm256_min_epu8(offset, _mm256_set1_epi8(25)), offset)
    };
    let buckets = |position: usize, bytes: __m256i| {
        let bytes = _mm256_or_si256(bytes, fold);
        _mm256_and_si256(
            _mm256_shuffle_epi8(tables.low[position], _mm256_and_si256(bytes, nibble)),
            _mm256_shuffle_epi8(tables.high[position], high_nibble(bytes)),
        )
    };
    let finger = _mm256_and_si256(_mm256_and_si256(buckets(0, bytes), buckets(1, load(1))), buckets(2, load(2)));
    Half {
        digit: mask(_mm256_slli_epi16::<{ DIGIT.leading_zeros() as i32 }>(class)),
        glue: !mask(_mm256_cmpeq_epi8(marks, zero)) | high,
        high,
        letter: mask(letter),
        lower: mask(_mm256_slli_epi16::<2>(bytes)),
        backslash: mask(_mm256_slli_epi16::<{ BACKSLASH.leading_zeros() as i32 }>(class)),
        percent: mask(_mm256_slli_epi16::<{ PERCENT.leading_zeros() as i32 }>(class)),
        finger: !mask(_mm256_cmpeq_epi8(finger, zero)),
    }
}
