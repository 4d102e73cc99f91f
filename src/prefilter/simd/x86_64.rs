//! The AVX2 kernel.

use core::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8,
    _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16, _mm256_sub_epi8,
};

use super::{
    ANYWHERE, BACKSLASH, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, PERCENT,
    POSITIONS, WINDOW, Work, window,
};

/// Proof that this CPU has AVX2 and the bit instructions that every CPU with it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx2(());

impl Avx2 {
    pub(super) fn new() -> Option<Self> {
        use std::arch::is_x86_feature_detected as has;
        (has!("avx2") && has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt")).then_some(Self(()))
    }

    /// Runs `work` with these instructions at hand.
    #[inline(always)]
    pub(super) fn run(self, work: impl Work) {
        #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
        fn with(work: impl Work) {
            work.run();
        }
        // SAFETY: the CPU has these features: a value of this type is made by `new` alone, which checks them.
        unsafe { with(work) }
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
        low: fingerprints.low.each_ref().map(|bytes| table(bytes)),
        high: fingerprints.high.each_ref().map(|bytes| table(bytes)),
    };
    let mut tail = [0; WINDOW];
    for (block, slot) in out.iter_mut().enumerate() {
        *slot = masks(&tables, window(haystack, at + block * 64, &mut tail));
    }
}

struct Tables {
    class_low: __m256i,
    class_high: __m256i,
    low: [__m256i; POSITIONS],
    high: [__m256i; POSITIONS],
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
        anywhere: join(low.anywhere, high.anywhere),
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
    anywhere: u32,
}

#[inline]
#[target_feature(enable = "avx2")]
fn half<const AT: usize>(tables: &Tables, window: &[u8; WINDOW]) -> Half {
    let (zero, fold) = (_mm256_setzero_si256(), _mm256_set1_epi8(0x20));
    let bytes = load::<AT>(window);
    // A shuffle gives zero where the index has its top bit: bytes beyond ASCII are in no class.
    let class = _mm256_and_si256(
        _mm256_shuffle_epi8(tables.class_low, bytes),
        _mm256_shuffle_epi8(tables.class_high, high_nibble(bytes)),
    );
    let high = mask(bytes);
    let marks = _mm256_and_si256(class, _mm256_set1_epi8((MARK | CONTROL).cast_signed()));
    let offset = _mm256_sub_epi8(_mm256_or_si256(bytes, fold), _mm256_set1_epi8(b'a'.cast_signed()));
    let letter = _mm256_cmpeq_epi8(_mm256_min_epu8(offset, _mm256_set1_epi8(25)), offset);
    let finger = _mm256_and_si256(
        _mm256_and_si256(buckets::<0>(tables, bytes), buckets::<1>(tables, load_next::<AT, 1>(window))),
        _mm256_and_si256(
            buckets::<2>(tables, load_next::<AT, 2>(window)),
            buckets::<3>(tables, load_next::<AT, 3>(window)),
        ),
    );
    let anywhere = _mm256_and_si256(finger, _mm256_set1_epi8(ANYWHERE.cast_signed()));
    Half {
        digit: mask(_mm256_slli_epi16::<{ DIGIT.leading_zeros() as i32 }>(class)),
        glue: !mask(_mm256_cmpeq_epi8(marks, zero)) | high,
        high,
        letter: mask(letter),
        lower: mask(_mm256_slli_epi16::<2>(bytes)),
        backslash: mask(_mm256_slli_epi16::<{ BACKSLASH.leading_zeros() as i32 }>(class)),
        percent: mask(_mm256_slli_epi16::<{ PERCENT.leading_zeros() as i32 }>(class)),
        finger: !mask(_mm256_cmpeq_epi8(finger, zero)),
        anywhere: !mask(_mm256_cmpeq_epi8(anywhere, zero)),
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load<const AT: usize>(window: &[u8; WINDOW]) -> __m256i {
    const { assert!(AT + 32 <= WINDOW) };
    // SAFETY: `AT + 32` is at most the window's length by the assertion above; the load asks for no alignment.
    unsafe { _mm256_loadu_si256(window.as_ptr().add(AT).cast::<__m256i>()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load_next<const AT: usize, const BY: usize>(window: &[u8; WINDOW]) -> __m256i {
    const { assert!(AT + BY + 32 <= WINDOW) };
    // SAFETY: `AT + BY + 32` is at most the window's length by the assertion above; the load asks for no alignment.
    unsafe { _mm256_loadu_si256(window.as_ptr().add(AT + BY).cast::<__m256i>()) }
}

/// The buckets whose byte at `POSITION` fits.
#[inline]
#[target_feature(enable = "avx2")]
fn buckets<const POSITION: usize>(tables: &Tables, bytes: __m256i) -> __m256i {
    let bytes = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    _mm256_and_si256(
        _mm256_shuffle_epi8(tables.low[POSITION], _mm256_and_si256(bytes, _mm256_set1_epi8(0xf))),
        _mm256_shuffle_epi8(tables.high[POSITION], high_nibble(bytes)),
    )
}

#[inline]
#[target_feature(enable = "avx2")]
fn high_nibble(bytes: __m256i) -> __m256i {
    _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), _mm256_set1_epi8(0xf))
}

#[inline]
#[target_feature(enable = "avx2")]
fn mask(bytes: __m256i) -> u32 {
    _mm256_movemask_epi8(bytes).cast_unsigned()
}
