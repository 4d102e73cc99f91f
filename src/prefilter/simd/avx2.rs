//! The AVX2 kernel.

use core::arch::x86_64::{
    __m128i, __m256i, _mm_loadl_epi64, _mm_loadu_si128, _mm_shuffle_epi8, _mm_storel_epi64, _mm256_add_epi8,
    _mm256_add_epi64, _mm256_and_si256, _mm256_andnot_si256, _mm256_broadcastsi128_si256,
    _mm256_castsi256_pd, _mm256_cmpeq_epi8, _mm256_cmpeq_epi64, _mm256_i64gather_epi64, _mm256_loadu_si256,
    _mm256_min_epu8, _mm256_movemask_epi8, _mm256_movemask_pd, _mm256_mul_epu32, _mm256_or_si256,
    _mm256_set_epi64x, _mm256_set1_epi8, _mm256_set1_epi64x, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_slli_epi16, _mm256_slli_epi64, _mm256_sllv_epi64, _mm256_srli_epi16, _mm256_srli_epi64,
    _mm256_sub_epi8, _mm256_sub_epi64, _mm256_testz_si256,
};

use super::sieve::{MULTIPLIER, Sieve, WORDS};
use super::{
    AT_SIGN, BACKSLASH, CLASS_HIGH, CLASS_LOW, CONTROL, DIGIT, Fingerprints, MARK, Masks, PERCENT, PLUS,
    POSITIONS, SYMBOLS, WINDOW, Work, each_block, fingerprints,
};
use crate::context::{KEPT, load as load_at};

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

    pub(super) fn keep(self, sieve: &Sieve, haystack: &[u8], at: usize, offsets: &mut [u16]) -> usize {
        // SAFETY: the CPU has these features: a value of this type is made by `new` alone, which checks them.
        unsafe { keep(sieve, haystack, at, offsets) }
    }
}

#[target_feature(enable = "avx2")]
fn classify(fingerprints: &Fingerprints, haystack: &[u8], at: usize, out: &mut [Masks]) {
    let tables = Tables {
        class_low: table(&CLASS_LOW),
        class_high: table(&CLASS_HIGH),
        symbols: Symbols::new(&fingerprints.tables),
    };
    each_block(haystack, at, out, |window, masks, lane| block(&tables, window, masks, lane));
}

struct Tables {
    class_low: __m256i,
    class_high: __m256i,
    symbols: Symbols,
}

/// Buckets by symbol: the first and the other 16 symbols of each position.
struct Symbols {
    low: [__m256i; POSITIONS],
    high: [__m256i; POSITIONS],
}

impl Symbols {
    #[inline]
    #[target_feature(enable = "avx2")]
    fn new(tables: &fingerprints::Tables) -> Self {
        let half =
            |symbols: &[u8; SYMBOLS], at: usize| table(symbols[at..].first_chunk().expect("two halves"));
        Self {
            low: tables.each_ref().map(|symbols| half(symbols, 0)),
            high: tables.each_ref().map(|symbols| half(symbols, SYMBOLS / 2)),
        }
    }
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
fn block(tables: &Tables, window: &[u8; WINDOW], masks: &mut Masks, lane: usize) {
    let (low, high) = (half::<0>(tables, window), half::<32>(tables, window));
    let join = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    masks.digit[lane] = join(low.digit, high.digit);
    masks.glue[lane] = join(low.glue, high.glue);
    masks.high[lane] = join(low.high, high.high);
    masks.lead[lane] = join(low.lead, high.lead);
    masks.letter[lane] = join(low.letter, high.letter);
    masks.lower[lane] = join(low.lower, high.lower);
    masks.backslash[lane] = join(low.backslash, high.backslash);
    masks.percent[lane] = join(low.percent, high.percent);
    masks.at_sign[lane] = join(low.at_sign, high.at_sign);
    masks.plus[lane] = join(low.plus, high.plus);
    masks.newline[lane] = join(low.newline, high.newline);
    masks.anywhere[lane] = join(low.anywhere, high.anywhere);
}

/// Classes of 32 bytes.
struct Half {
    digit: u32,
    glue: u32,
    high: u32,
    lead: u32,
    letter: u32,
    lower: u32,
    backslash: u32,
    percent: u32,
    at_sign: u32,
    plus: u32,
    newline: u32,
    anywhere: u32,
}

#[inline]
#[target_feature(enable = "avx2")]
fn half<const AT: usize>(tables: &Tables, window: &[u8; WINDOW]) -> Half {
    let (zero, fold) = (_mm256_setzero_si256(), _mm256_set1_epi8(0x20));
    let bytes = load::<AT, 0>(window);
    // A shuffle gives zero where the index has its top bit: bytes beyond ASCII are in no class.
    let class = _mm256_and_si256(
        _mm256_shuffle_epi8(tables.class_low, bytes),
        _mm256_shuffle_epi8(
            tables.class_high,
            _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), _mm256_set1_epi8(0xf)),
        ),
    );
    let high = mask(bytes);
    let marks = _mm256_and_si256(class, _mm256_set1_epi8((MARK | CONTROL).cast_signed()));
    let offset = _mm256_sub_epi8(_mm256_or_si256(bytes, fold), _mm256_set1_epi8(b'a'.cast_signed()));
    let letter = _mm256_cmpeq_epi8(_mm256_min_epu8(offset, _mm256_set1_epi8(25)), offset);
    let symbols = [
        symbol(bytes),
        symbol(load::<AT, 1>(window)),
        symbol(load::<AT, 2>(window)),
        symbol(load::<AT, 3>(window)),
        symbol(load::<AT, 4>(window)),
    ];
    let fitting = buckets(&tables.symbols, &symbols);
    Half {
        digit: mask(_mm256_slli_epi16::<{ DIGIT.leading_zeros() as i32 }>(class)),
        glue: !mask(_mm256_cmpeq_epi8(marks, zero)) | high,
        high,
        lead: high & mask(_mm256_slli_epi16::<1>(bytes)),
        letter: mask(letter),
        lower: mask(_mm256_slli_epi16::<2>(bytes)),
        backslash: mask(_mm256_slli_epi16::<{ BACKSLASH.leading_zeros() as i32 }>(class)),
        percent: mask(_mm256_slli_epi16::<{ PERCENT.leading_zeros() as i32 }>(class)),
        at_sign: mask(_mm256_slli_epi16::<{ AT_SIGN.leading_zeros() as i32 }>(class)),
        plus: mask(_mm256_slli_epi16::<{ PLUS.leading_zeros() as i32 }>(class)),
        newline: mask(class),
        anywhere: !mask(_mm256_cmpeq_epi8(fitting, zero)),
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load<const AT: usize, const BY: usize>(window: &[u8; WINDOW]) -> __m256i {
    const { assert!(AT + BY + 32 <= WINDOW) };
    // SAFETY: `AT + BY + 32` is at most the window's length by the assertion above; the load asks for no alignment.
    unsafe { _mm256_loadu_si256(window.as_ptr().add(AT + BY).cast::<__m256i>()) }
}

/// What each byte is folded to.
#[inline]
#[target_feature(enable = "avx2")]
fn symbol(bytes: __m256i) -> __m256i {
    let top = _mm256_and_si256(bytes, _mm256_set1_epi8(0xc0u8.cast_signed()));
    let is_other = _mm256_cmpeq_epi8(top, _mm256_setzero_si256());
    _mm256_andnot_si256(is_other, _mm256_and_si256(bytes, _mm256_set1_epi8(0x1f)))
}

/// The buckets that fit five bytes, of which the first have the first of these symbols.
#[inline]
#[target_feature(enable = "avx2")]
fn buckets(tables: &Symbols, symbols: &[__m256i; POSITIONS]) -> __m256i {
    let mut fitting = _mm256_set1_epi8(-1);
    for (position, &symbol) in symbols.iter().enumerate() {
        // The top bit of an index, which gives zero, is set from symbol 16 on in one, below it in the other.
        let low = _mm256_shuffle_epi8(tables.low[position], _mm256_add_epi8(symbol, _mm256_set1_epi8(0x70)));
        let high =
            _mm256_shuffle_epi8(tables.high[position], _mm256_sub_epi8(symbol, _mm256_set1_epi8(0x10)));
        fitting = _mm256_and_si256(fitting, _mm256_or_si256(low, high));
    }
    fitting
}

#[inline]
#[target_feature(enable = "avx2")]
fn mask(bytes: __m256i) -> u32 {
    _mm256_movemask_epi8(bytes).cast_unsigned()
}

/// As [`Sieve::keep`], four places at a time.
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn keep(sieve: &Sieve, haystack: &[u8], at: usize, offsets: &mut [u16]) -> usize {
    /// By the places that are kept, their bytes one behind the other.
    const PACKED: [[u8; 16]; 16] = {
        let mut packed = [[0x80; 16]; 16];
        let mut kept = 0;
        while kept < 16 {
            let (mut lane, mut next) = (0, 0);
            while lane < 4 {
                if kept >> lane & 1 == 1 {
                    packed[kept][next] = 2 * lane;
                    packed[kept][next + 1] = 2 * lane + 1;
                    next += 2;
                }
                lane += 1;
            }
            kept += 1;
        }
        packed
    };
    let (mut kept, mut i) = (0, 0);
    let seen = &haystack[at..];
    while let Some(places) = offsets.get(i..).and_then(<[u16]>::first_chunk::<4>).copied() {
        let last = places.iter().fold(0, |last, place| last.max(usize::from(*place)));
        let words = if last + size_of::<u64>() <= seen.len() {
            places.map(|place| {
                // SAFETY: none of the places is behind the last, from which on there are the bytes that are read.
                unsafe { seen.as_ptr().add(usize::from(place)).cast::<u64>().read_unaligned() }
            })
        } else {
            places.map(|place| load_at(haystack, at + usize::from(place)))
        };
        let passing = passing(sieve, words);
        // What is written behind those that are kept has been read.
        let out = offsets[kept..].first_chunk_mut::<4>().expect("no more are kept than were read");
        // SAFETY: the arrays have the 8 and 16 bytes that are read and the 8 that are written.
        unsafe {
            let places = _mm_loadl_epi64(places.as_ptr().cast());
            let order = _mm_loadu_si128(PACKED[usize::from(passing)].as_ptr().cast());
            _mm_storel_epi64(out.as_mut_ptr().cast(), _mm_shuffle_epi8(places, order));
        }
        kept += passing.count_ones() as usize;
        i += 4;
    }
    for i in i..offsets.len() {
        let offset = offsets[i];
        offsets[kept] = offset;
        kept += usize::from(sieve.passes(load_at(haystack, at + usize::from(offset))));
    }
    kept
}

/// As [`Sieve::passes`], four at a time.
#[inline]
#[target_feature(enable = "avx2")]
fn passing(sieve: &Sieve, words: [u64; 4]) -> u8 {
    let [a, b, c, d] = words.map(u64::cast_signed);
    let raw = _mm256_set_epi64x(d, c, b, a);
    let all = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
    let each = |number: u64| _mm256_set1_epi64x(number.cast_signed());
    let (zero, one) = (_mm256_setzero_si256(), each(1));
    let folded = _mm256_or_si256(raw, all(0x20));
    let offset = _mm256_sub_epi8(folded, all(b'a'));
    let is_letter = _mm256_cmpeq_epi8(_mm256_min_epu8(offset, all(25)), offset);
    let other = _mm256_andnot_si256(is_letter, all(0x80));
    let lowest = |bits: __m256i| _mm256_and_si256(bits, _mm256_sub_epi64(zero, bits));
    let end = lowest(other);
    let letters = _mm256_sub_epi64(_mm256_srli_epi64::<7>(end), one);
    let is_single = _mm256_cmpeq_epi64(end, each(0x8000));
    let shown = _mm256_or_si256(letters, _mm256_and_si256(is_single, each(0xff_0000)));
    let key = _mm256_or_si256(_mm256_and_si256(folded, shown), _mm256_and_si256(raw, end));
    let key = _mm256_and_si256(key, each(KEPT));
    let small_before = _mm256_andnot_si256(raw, _mm256_slli_epi64::<8>(raw));
    let humps = _mm256_and_si256(small_before, _mm256_and_si256(letters, each(0x2020_2020_2000)));
    let first_four = _mm256_and_si256(raw, each(0xffff_ffff));
    let mut passing = knows(&sieve.keys, key) | knows(&sieve.prefixes, first_four);
    if _mm256_testz_si256(humps, humps) == 0 {
        let before = _mm256_sub_epi64(_mm256_srli_epi64::<5>(lowest(humps)), one);
        let none = lanes(_mm256_cmpeq_epi64(humps, zero));
        let no_more = lanes(_mm256_cmpeq_epi64(_mm256_and_si256(humps, _mm256_sub_epi64(humps, one)), zero));
        passing |= !none & (!no_more | knows(&sieve.keys, _mm256_and_si256(key, before))) & 0xf;
    }
    let is_wide = each(0x80);
    if _mm256_testz_si256(raw, is_wide) == 0 {
        for (lane, &raw) in words.iter().enumerate() {
            if raw & 0x80 != 0 {
                passing = passing & !(1 << lane) | u8::from(sieve.passes(raw)) << lane;
            }
        }
    }
    passing
}

/// Which of four numbers the table may know.
#[inline]
#[target_feature(enable = "avx2")]
fn knows(table: &[u64; WORDS], numbers: __m256i) -> u8 {
    let each = |number: u64| _mm256_set1_epi64x(number.cast_signed());
    // A product of 64 bits from those of their halves: what is beyond does not count.
    let (low, high) = (each(MULTIPLIER & 0xffff_ffff), each(MULTIPLIER >> 32));
    let crossed = _mm256_add_epi64(
        _mm256_mul_epu32(_mm256_srli_epi64::<32>(numbers), low),
        _mm256_mul_epu32(numbers, high),
    );
    let hash = _mm256_add_epi64(_mm256_mul_epu32(numbers, low), _mm256_slli_epi64::<32>(crossed));
    let word = _mm256_and_si256(_mm256_srli_epi64::<53>(hash), each(WORDS as u64 - 1));
    // SAFETY: an index is less than the table's length by the mask.
    let found = unsafe { _mm256_i64gather_epi64::<8>(table.as_ptr().cast(), word) };
    let six_bits = each(63);
    let first = _mm256_sllv_epi64(each(1), _mm256_and_si256(_mm256_srli_epi64::<47>(hash), six_bits));
    let second = _mm256_sllv_epi64(each(1), _mm256_and_si256(_mm256_srli_epi64::<41>(hash), six_bits));
    let bits = _mm256_or_si256(first, second);
    lanes(_mm256_cmpeq_epi64(_mm256_and_si256(found, bits), bits))
}

/// A bit for each lane that is all ones.
#[inline]
#[target_feature(enable = "avx2")]
fn lanes(numbers: __m256i) -> u8 {
    _mm256_movemask_pd(_mm256_castsi256_pd(numbers)) as u8
}
