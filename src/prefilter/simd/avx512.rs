//! The AVX-512 kernel: a block is one register, a comparison gives its mask.

use core::arch::x86_64::{
    __m512i, __mmask8, _mm_loadu_si128, _mm_storeu_si128, _mm256_loadu_si256, _mm512_add_epi16,
    _mm512_and_si512, _mm512_andnot_si512, _mm512_broadcast_i32x4, _mm512_broadcast_i64x4,
    _mm512_castsi512_si256, _mm512_cmpeq_epi64_mask, _mm512_cmpgt_epu8_mask, _mm512_cmple_epu8_mask,
    _mm512_cvtepi64_epi16, _mm512_cvtepu8_epi16, _mm512_cvtepu16_epi64, _mm512_extracti64x4_epi64,
    _mm512_i64gather_epi64, _mm512_loadu_si512, _mm512_mask_or_epi64, _mm512_mask_permutexvar_epi8,
    _mm512_maskz_compress_epi8, _mm512_maskz_compress_epi64, _mm512_maskz_mov_epi8, _mm512_movepi8_mask,
    _mm512_mullo_epi64, _mm512_or_si512, _mm512_set1_epi8, _mm512_set1_epi16, _mm512_set1_epi64,
    _mm512_setzero_si512, _mm512_shuffle_epi8, _mm512_slli_epi64, _mm512_sllv_epi64, _mm512_srli_epi16,
    _mm512_srli_epi64, _mm512_storeu_si512, _mm512_sub_epi8, _mm512_sub_epi64, _mm512_test_epi8_mask,
    _mm512_test_epi64_mask,
};

use super::sieve::{MULTIPLIER, Sieve, WORDS};
use super::{
    AT_SIGN, BACKSLASH, BLOCK, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, NEWLINE,
    PERCENT, PLUS, POSITIONS, SYMBOLS, WINDOW, Work, each_block, fingerprints,
};
use crate::context::{KEPT, load as load_at};

/// Proof that this CPU has AVX-512 with the byte instructions and permutes (BW, DQ, VBMI, VBMI2), and the bit instructions that
/// every CPU with it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx512(());

impl Avx512 {
    pub(super) fn new() -> Option<Self> {
        use std::arch::is_x86_feature_detected as has;
        let has_vectors = has!("avx512f")
            && has!("avx512bw")
            && has!("avx512vl")
            && has!("avx512dq")
            && has!("avx512vbmi")
            && has!("avx512vbmi2");
        let has_bits = has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt");
        (has_vectors && has_bits).then_some(Self(()))
    }

    /// Runs `work` with these instructions at hand.
    #[inline(always)]
    pub(super) fn run(self, work: impl Work) {
        #[target_feature(
            enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
        )]
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

    #[inline(always)]
    pub(super) fn list(self, base: u16, masks: &[u64], out: &mut [u16]) -> usize {
        // SAFETY: the CPU has these features: a value of this type is made by `new` alone, which checks them.
        unsafe { list(base, masks, out) }
    }

    pub(super) fn keep(self, sieve: &Sieve, haystack: &[u8], at: usize, offsets: &mut [u16]) -> usize {
        // SAFETY: the CPU has these features: a value of this type is made by `new` alone, which checks them.
        unsafe { keep(sieve, haystack, at, offsets) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn classify(fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
    let tables = Tables {
        class_low: nibbles(&CLASS_LOW),
        class_high: nibbles(&CLASS_HIGH),
        symbols: Symbols::new(&fingerprints.tables),
    };
    each_block(haystack, at, out, |window, masks, lane| block(&tables, window, masks, lane));
}

struct Tables {
    class_low: __m512i,
    class_high: __m512i,
    symbols: Symbols,
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
    let fitting = buckets(&tables.symbols, &texts);
    masks.digit[lane] = is(DIGIT);
    masks.glue[lane] = is(MARK | CONTROL) | high;
    masks.high[lane] = high;
    masks.lead[lane] = high & _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(0x40));
    masks.letter[lane] = _mm512_cmple_epu8_mask(offset, _mm512_set1_epi8(25));
    masks.lower[lane] = _mm512_test_epi8_mask(bytes, fold);
    masks.backslash[lane] = is(BACKSLASH);
    masks.percent[lane] = is(PERCENT);
    masks.at_sign[lane] = is(AT_SIGN);
    masks.plus[lane] = is(PLUS);
    masks.newline[lane] = is(NEWLINE);
    masks.anywhere[lane] = _mm512_test_epi8_mask(fitting, fitting);
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

/// The places of the bits of the masks of eight blocks, from `base` on, in order. Gives how many.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
fn list(base: u16, masks: &[u64], out: &mut [u16]) -> usize {
    const ORDER: [u8; BLOCK] = {
        let mut order = [0; BLOCK];
        let mut i = 0;
        while i < BLOCK {
            order[i] = i as u8;
            i += 1;
        }
        order
    };
    // SAFETY: the array has the 64 bytes that are read; the load asks for no alignment.
    let order = unsafe { _mm512_loadu_si512(ORDER.as_ptr().cast()) };
    let mut len = 0;
    for (lane, &mask) in masks.iter().enumerate() {
        let bits = _mm512_maskz_compress_epi8(mask, order);
        let start = _mm512_set1_epi16((base + (lane * BLOCK) as u16).cast_signed());
        let low = _mm512_add_epi16(start, _mm512_cvtepu8_epi16(_mm512_castsi512_si256(bits)));
        let high = _mm512_add_epi16(start, _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64::<1>(bits)));
        // More is written than there are bits; what comes next is written over the rest.
        let out = out[len..]
            .first_chunk_mut::<BLOCK>()
            .expect("there is room for a block more than there are places");
        // SAFETY: the array has the 128 bytes that are written; the stores ask for no alignment.
        unsafe {
            _mm512_storeu_si512(out.as_mut_ptr().cast(), low);
            _mm512_storeu_si512(out.as_mut_ptr().add(BLOCK / 2).cast(), high);
        }
        len += mask.count_ones() as usize;
    }
    len
}

/// As [`Sieve::keep`], eight places at a time.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn keep(sieve: &Sieve, haystack: &[u8], at: usize, offsets: &mut [u16]) -> usize {
    let (mut kept, mut i) = (0, 0);
    while let Some(places) = offsets.get(i..).and_then(<[u16]>::first_chunk::<8>).copied() {
        let last = at + usize::from(places[7]);
        // SAFETY: the array has the 16 bytes that are read; the load asks for no alignment.
        let lanes = _mm512_cvtepu16_epi64(unsafe { _mm_loadu_si128(places.as_ptr().cast()) });
        // Offsets are in order, so the last reads furthest.
        let passing = if last + 8 <= haystack.len() && places.is_sorted() {
            // SAFETY: each lane reads the eight bytes at `at` and its offset, and the last of them end within the haystack.
            let raw = unsafe { _mm512_i64gather_epi64::<1>(lanes, haystack.as_ptr().add(at).cast()) };
            passing(sieve, raw)
        } else {
            let bit = |lane: usize| {
                u8::from(sieve.passes(load_at(haystack, at + usize::from(places[lane])))) << lane
            };
            (0..8).fold(0, |bits, lane| bits | bit(lane))
        };
        let packed = _mm512_cvtepi64_epi16(_mm512_maskz_compress_epi64(passing, lanes));
        // What is written behind those that are kept has been read.
        let out = offsets[kept..].first_chunk_mut::<8>().expect("no more are kept than were read");
        // SAFETY: the array has the 16 bytes that are written; the store asks for no alignment.
        unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), packed) };
        kept += passing.count_ones() as usize;
        i += 8;
    }
    for i in i..offsets.len() {
        let offset = offsets[i];
        offsets[kept] = offset;
        kept += usize::from(sieve.passes(load_at(haystack, at + usize::from(offset))));
    }
    kept
}

/// As [`Sieve::passes`], eight at a time.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq")]
fn passing(sieve: &Sieve, raw: __m512i) -> __mmask8 {
    let all = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
    let zero = _mm512_setzero_si512();
    let top = all(0x80);
    let is_wide = _mm512_test_epi64_mask(raw, _mm512_set1_epi64(0x80));
    let folded = _mm512_or_si512(raw, all(0x20));
    let offset = _mm512_sub_epi8(folded, all(b'a'));
    let is_other = _mm512_cmpgt_epu8_mask(offset, all(25));
    let other = _mm512_maskz_mov_epi8(is_other, top);
    let lowest = |bits: __m512i| _mm512_and_si512(bits, _mm512_sub_epi64(zero, bits));
    let end = lowest(other);
    let one = _mm512_set1_epi64(1);
    let letters = _mm512_sub_epi64(_mm512_srli_epi64::<7>(end), one);
    let is_single = _mm512_test_epi64_mask(end, _mm512_set1_epi64(0x8000));
    let shown = _mm512_mask_or_epi64(letters, is_single, letters, _mm512_set1_epi64(0xff_0000));
    let key = _mm512_or_si512(_mm512_and_si512(folded, shown), _mm512_and_si512(raw, end));
    let key = _mm512_and_si512(key, _mm512_set1_epi64(KEPT.cast_signed()));
    let small_before = _mm512_andnot_si512(raw, _mm512_slli_epi64::<8>(raw));
    let humps =
        _mm512_and_si512(small_before, _mm512_and_si512(letters, _mm512_set1_epi64(0x2020_2020_2000)));
    let mut passing = knows(&sieve.keys, key)
        | knows(&sieve.prefixes, _mm512_and_si512(raw, _mm512_set1_epi64(0xffff_ffff)));
    let has_hump = _mm512_test_epi64_mask(humps, humps);
    if has_hump != 0 {
        let before = _mm512_sub_epi64(_mm512_srli_epi64::<5>(lowest(humps)), one);
        let has_more = _mm512_test_epi64_mask(humps, _mm512_sub_epi64(humps, one));
        passing |= has_hump & (has_more | knows(&sieve.keys, _mm512_and_si512(key, before)));
    }
    if is_wide != 0 {
        let mut words = [0; 8];
        // SAFETY: the array has the 64 bytes that are written; the store asks for no alignment.
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), raw) };
        for (lane, &raw) in words.iter().enumerate() {
            if is_wide >> lane & 1 == 1 {
                passing = passing & !(1 << lane) | u8::from(sieve.passes(raw)) << lane;
            }
        }
    }
    passing
}

/// Which of eight numbers the table may know.
#[inline]
#[target_feature(enable = "avx512f,avx512dq")]
fn knows(table: &[u64; WORDS], numbers: __m512i) -> __mmask8 {
    let hash = _mm512_mullo_epi64(numbers, _mm512_set1_epi64(MULTIPLIER.cast_signed()));
    let word = _mm512_and_si512(_mm512_srli_epi64::<53>(hash), _mm512_set1_epi64(WORDS as i64 - 1));
    // SAFETY: an index is less than the table's length by the mask.
    let found = unsafe { _mm512_i64gather_epi64::<8>(word, table.as_ptr().cast()) };
    let (one, six_bits) = (_mm512_set1_epi64(1), _mm512_set1_epi64(63));
    let first = _mm512_sllv_epi64(one, _mm512_and_si512(_mm512_srli_epi64::<47>(hash), six_bits));
    let second = _mm512_sllv_epi64(one, _mm512_and_si512(_mm512_srli_epi64::<41>(hash), six_bits));
    let bits = _mm512_or_si512(first, second);
    _mm512_cmpeq_epi64_mask(_mm512_and_si512(found, bits), bits)
}
