//! The start of a word as one number, so that it can be looked up at once.

/// Letters of a word that count.
pub(crate) const LETTERS: usize = 6;

pub(crate) const KEPT: u64 = (1 << (8 * LETTERS)) - 1;
const TOP: u64 = 0x8080_8080_8080_8080;
const FOLD: u64 = 0x2020_2020_2020_2020;

/// The key of the word that starts at the first of eight bytes, a letter: its letters, folded, and the top bit of what
/// follows them; of a single letter also the byte behind that. Then a bit in each byte that is a capital after a small
/// letter.
#[inline(always)]
pub(crate) fn key(raw: u64) -> (u64, u64) {
    let folded = raw | FOLD;
    let other = others(raw);
    let end = other & other.wrapping_neg();
    let letters = (end >> 7).wrapping_sub(1);
    let small_before = raw << 8;
    let humps = small_before & !raw & 0x2020_2020_2000 & letters;
    let is_single = (end >> 15 & 1).wrapping_neg();
    ((folded & (letters | is_single & 0xff_0000) | raw & end) & KEPT, humps)
}

/// The top bit of each of eight bytes that is no letter of ASCII.
#[inline(always)]
pub(crate) fn others(raw: u64) -> u64 {
    let low = (raw | FOLD) & !TOP;
    // In each byte the top bit, without a carry: at least `a`, more than `z`.
    let (from_a, after_z) = (low + 0x1f1f_1f1f_1f1f_1f1f, low + 0x0505_0505_0505_0505);
    (!from_a | after_z | raw) & TOP
}

/// The bytes before the first of the `humps`; all where there are none.
#[inline(always)]
pub(crate) fn before(humps: u64) -> u64 {
    ((humps & humps.wrapping_neg()) >> 5).wrapping_sub(1)
}

/// The keys of a word that starts beyond ASCII: of two characters of a script like its first, and of the first one.
#[inline(always)]
pub(crate) fn wide_keys(raw: u64) -> [u64; 2] {
    // Letters are folded as above, and so are a few marks.
    let folded = raw | (raw & 0x4040_4040_4040_4040 & !(raw >> 1 & 0x4040_4040_4040_4040)) >> 1;
    let [long, short] = wide_lengths(raw as u8).map(|bytes| (1 << (8 * bytes)) - 1);
    [folded & long, folded & short]
}

/// How many bytes the two keys hold of a word that starts with this byte.
#[inline(always)]
pub(crate) fn wide_lengths(first: u8) -> [usize; 2] {
    if first < 0xe0 { [4, 2] } else { [6, 3] }
}

/// A hash all of whose bits will do.
#[inline(always)]
pub(crate) fn hash(key: u64) -> u64 {
    let product = u128::from(key) * 0x9e37_79b9_7f4a_7c15;
    (product >> 64) as u64 ^ product as u64
}

/// The eight bytes from `at` on; beyond the end they are zero.
#[inline(always)]
pub(crate) fn load(haystack: &[u8], at: usize) -> u64 {
    let rest = &haystack[at..];
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes[..rest.len()].copy_from_slice(rest);
        bytes
    });
    u64::from_le_bytes(bytes)
}

/// Every key that the word at the start of these bytes may have.
#[inline(always)]
pub(crate) fn keys(raw: u64) -> impl Iterator<Item = u64> {
    let ([first, mut second], mut humps) = if raw & 0x80 != 0 {
        (wide_keys(raw), 0)
    } else {
        let (key, humps) = key(raw);
        ([key, 0], humps)
    };
    let mut next = Some(first);
    std::iter::from_fn(move || {
        let key = next.take()?;
        if humps != 0 {
            next = Some(first & before(humps));
            humps &= humps - 1;
        } else if second != 0 {
            next = Some(std::mem::take(&mut second));
        }
        Some(key)
    })
}
