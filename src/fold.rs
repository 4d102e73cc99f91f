//! Characters folded to what they mean in a number: digits of every script, separators, invisible marks.
//!
//! The fold is one to one and keeps offsets: a [`Glyph`] says what stands at a byte offset and how many bytes
//! it takes. Bytes that are no valid UTF-8 are [`Kind::Other`], one byte each.

/// What a character means in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A decimal digit (Unicode `Nd`, circled digits too) and its value.
    Digit(u8),
    /// Something that may stand between groups of digits.
    Separator(Separator),
    /// A mark that shows nothing: zero-width characters, variation selectors, the keycap mark, accents.
    Invisible,
    /// Anything else.
    Other,
}

/// The kinds of separators. Characters of one kind are interchangeable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// Space, no-break space and their kin; `%20` too.
    Space = 1,
    /// A tab.
    Tab,
    /// Hyphen and the dashes.
    Hyphen,
    /// A full stop.
    Dot,
    /// A plus sign: a space in a form.
    Plus,
    /// A line end.
    Newline,
}

/// A character's meaning and its length in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub(crate) kind: Kind,
    pub(crate) len: usize,
}

/// The glyph at `at`. Looks at no more than four bytes.
#[inline]
pub(crate) fn glyph(text: &[u8], at: usize) -> Option<Glyph> {
    let &byte = text.get(at)?;
    let (kind, len) = match byte {
        b'0'..=b'9' => (Kind::Digit(byte - b'0'), 1),
        b' ' => (Kind::Separator(Separator::Space), 1),
        b'\t' => (Kind::Separator(Separator::Tab), 1),
        b'-' => (Kind::Separator(Separator::Hyphen), 1),
        b'.' => (Kind::Separator(Separator::Dot), 1),
        b'+' => (Kind::Separator(Separator::Plus), 1),
        b'\n' | b'\r' => (Kind::Separator(Separator::Newline), 1),
        b'%' if text[at + 1..].starts_with(b"20") => (Kind::Separator(Separator::Space), 3),
        0..=0x7f => (Kind::Other, 1),
        _ => {
            let (code, len) = decode(&text[at..]);
            (wide(code), len)
        }
    };
    Some(Glyph { kind, len })
}

/// The value of the digit at `at` and its length in bytes.
#[inline]
pub(crate) fn digit(text: &[u8], at: usize) -> Option<(u8, usize)> {
    match glyph(text, at)? {
        Glyph { kind: Kind::Digit(value), len } => Some((value, len)),
        _ => None,
    }
}

/// Just past the digits at `at`, and how many there are. Counts to 8.
pub(crate) fn digits(text: &[u8], at: usize) -> (usize, usize) {
    let (mut end, mut count) = (at, 0);
    while let Some((_, len)) = digit(text, end).filter(|_| count < 8) {
        (end, count) = (end + len, count + 1);
    }
    (end, count)
}

/// Whether the character beyond ASCII at the start of `text` is a letter of a script that writes words with blanks between:
/// Latin, Greek, Cyrillic, Armenian, Vietnamese; or an accent written as a character of its own (U+0300 to U+036F). A rough
/// table by first bytes.
#[inline]
pub(crate) fn is_wide_letter(text: &[u8]) -> bool {
    match text {
        [0xc3, second, ..] => !matches!(second, 0x97 | 0xb7) && *second >= 0x80,
        [0xc4..=0xc9 | 0xce..=0xd5, 0x80..=0xbf, ..] => true,
        [0xcc, 0x80..=0xbf, ..] | [0xcd, 0x80..=0xaf, ..] => true,
        [0xe1, 0xb8..=0xbb, ..] => true,
        _ => false,
    }
}

/// Whether the character that ends just before `at` is such a letter.
#[inline]
pub(crate) fn is_wide_letter_before(text: &[u8], at: usize) -> bool {
    if at < 2 || text[at - 1] < 0x80 {
        return false;
    }
    is_wide_letter(&text[at - 2..at])
        || (at >= 3 && text[at - 3] == 0xe1 && is_wide_letter(&text[at - 3..at]))
}

/// Length in bytes of the run of letters at `at`: ASCII's and those of Latin, Greek and Cyrillic beyond it.
pub(crate) fn letters(text: &[u8], at: usize) -> usize {
    let mut i = at;
    loop {
        match text.get(i..) {
            Some([byte, ..]) if byte.is_ascii_alphabetic() => i += 1,
            Some([0xe1, _, _, ..]) if is_wide_letter(&text[i..]) => i += 3,
            Some(rest) if is_wide_letter(rest) => i += 2,
            _ => return i - at,
        }
    }
}

/// The small letter of a capital of two bytes: Latin-1, Latin Extended-A, Greek, Cyrillic (Unicode 16.0,
/// `UnicodeData.txt`). Others stay.
#[inline]
pub(crate) const fn lower_pair(first: u8, second: u8) -> [u8; 2] {
    match (first, second) {
        (0xc3, 0x80..=0x96 | 0x98..=0x9e) => [first, second + 0x20],
        // Pairs that begin with an even code point, then pairs that begin with an odd one, in three stretches.
        (0xc4, 0x80..=0xb7) if second.is_multiple_of(2) => [first, second + 1],
        (0xc4, 0xb9..=0xbe) if !second.is_multiple_of(2) => [first, second + 1],
        (0xc5, 0x81..=0x87) if !second.is_multiple_of(2) => [first, second + 1],
        (0xc5, 0x8a..=0xb7) if second.is_multiple_of(2) => [first, second + 1],
        (0xc5, 0xb9..=0xbe) if !second.is_multiple_of(2) => [first, second + 1],
        (0xc6, 0xa0 | 0xaf) => [first, second + 1],
        (0xce, 0x91..=0x9f) => [first, second + 0x20],
        (0xce, 0xa0..=0xa9) => [0xcf, second - 0x20],
        (0xd0, 0x90..=0x9f) => [first, second + 0x20],
        (0xd0, 0xa0..=0xaf) => [0xd1, second - 0x20],
        _ => [first, second],
    }
}

/// The last byte of the small letter of a letter with accents (Latin Extended Additional, U+1E00 to U+1EFF), whose capital
/// comes right before it; other bytes stay.
#[inline]
pub(crate) const fn lower_third(first: u8, second: u8, third: u8) -> u8 {
    match (first, second) {
        (0xe1, 0xb8..=0xbb) => third | 1,
        _ => third,
    }
}

/// Whether a whole character of a script that writes no blanks between words (Thai, Chinese, Japanese) starts `text`.
#[inline]
pub(crate) fn is_unspaced(text: &[u8]) -> bool {
    let [first, second, third @ 0x80..=0xbf, ..] = *text else { return false };
    match (first, second) {
        // Thai and Lao.
        (0xe0, 0xb8..=0xbb) => true,
        // Kana and what is between them; from U+3000 to U+3004 stand marks.
        (0xe3, 0x80) => third >= 0x85 && !matches!(third, 0x88..=0x91 | 0x94..=0x9f),
        (0xe3, 0x81..=0xbf) | (0xe4..=0xe9, _) => true,
        // Other forms of kana.
        (0xef, 0xbd) => third >= 0xa6,
        (0xef, 0xbe) => third <= 0x9f,
        _ => false,
    }
}

/// Whether the character that ends just before `at` is one of a script without blanks.
#[inline]
pub(crate) fn is_unspaced_before(text: &[u8], at: usize) -> bool {
    at >= 3 && text[at - 1] >= 0x80 && is_unspaced(&text[at - 3..at])
}

/// Length of the word that starts `rest`, accents included; of a script without blanks, one character.
pub(crate) fn word_len(rest: &[u8]) -> usize {
    let mut len = 0;
    while let Some(byte) = rest.get(len) {
        if byte.is_ascii_alphanumeric() || *byte == b'\'' {
            len += 1;
        } else if is_wide_letter(&rest[len..]) {
            len += glyph(rest, len).map_or(1, |glyph| glyph.len);
        } else {
            break;
        }
    }
    if len > 0 { len } else { glyph(rest, 0).map_or(1, |glyph| glyph.len) }
}

/// The punctuation of ASCII that a mark beyond it stands for: fullwidth forms, Chinese and Japanese stops and brackets. All of
/// them have three bytes.
#[inline]
pub(crate) fn mark(text: &[u8]) -> Option<u8> {
    let mark = match text {
        [0xe3, 0x80, third, ..] => match third {
            0x81 => b',',
            0x82 => b'.',
            0x88 | 0x8a | 0x8c | 0x8e | 0x90 | 0x94 | 0x96 => b'(',
            0x89 | 0x8b | 0x8d | 0x8f | 0x91 | 0x95 | 0x97 => b')',
            _ => return None,
        },
        [0xef, 0xbc, third, ..] => match third {
            0x81 => b'!',
            0x82 => b'"',
            0x88 => b'(',
            0x89 => b')',
            0x8c => b',',
            0x8e => b'.',
            0x8f => b'/',
            0x9a => b':',
            0x9b => b';',
            0x9d => b'=',
            0x9f => b'?',
            _ => return None,
        },
        [0xef, 0xbd, third, ..] => match third {
            0x9e => b'~',
            0xa1 => b'.',
            0xa2 => b'(',
            0xa3 => b')',
            0xa4 => b',',
            _ => return None,
        },
        _ => return None,
    };
    Some(mark)
}

/// The mark that ends just before `at`, as [`mark`].
#[inline]
pub(crate) fn mark_before(text: &[u8], at: usize) -> Option<u8> {
    if at >= 3 && text[at - 1] >= 0x80 { mark(&text[at - 3..at]) } else { None }
}

/// Where the character that ends just before `at` starts. One byte back where the bytes are no valid UTF-8.
#[inline]
pub(crate) fn before(text: &[u8], at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    if text[last] < 0x80 {
        return Some(last);
    }
    let start = (at.saturating_sub(4)..at).rev().find(|&i| text[i] & 0xc0 != 0x80);
    match start {
        Some(start) if start + decode(&text[start..at]).1 == at => Some(start),
        _ => Some(last),
    }
}

/// Whether `at` lies in the four digits of an escape: `\u20e3`.
pub(crate) fn is_in_escape(text: &[u8], at: usize) -> bool {
    (0..4).any(|back| {
        let Some(digits) = at.checked_sub(back) else { return false };
        text[..digits].ends_with(b"\\u") && text[digits..at].iter().all(u8::is_ascii_hexdigit)
    })
}

/// Whether `before` ends in `\n`, `\r`, `\t` (two characters), `%41` or `\u0041`.
pub(crate) fn ends_in_escape(before: &[u8]) -> bool {
    match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'\\', b'u', a, b, c, d] if [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit) => true,
        [.., b'%', a, b] => a.is_ascii_hexdigit() && b.is_ascii_hexdigit(),
        _ => false,
    }
}

/// Whether this byte can be the first of a digit that is not ASCII.
#[inline]
pub(crate) const fn may_start_wide_digit(byte: u8) -> bool {
    matches!(byte, 0xd9 | 0xdb | 0xdf | 0xe0 | 0xe1 | 0xe2 | 0xea | 0xef | 0xf0)
}

/// The code point at the start of `bytes` and its length; `(0, 1)` where there is none.
fn decode(bytes: &[u8]) -> (u32, usize) {
    let len = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return (0, 1),
    };
    match bytes
        .get(..len)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .and_then(|text| text.chars().next())
    {
        Some(character) => (u32::from(character), len),
        None => (0, 1),
    }
}

/// The kind of a character beyond ASCII.
fn wide(code: u32) -> Kind {
    match code {
        0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => Kind::Separator(Separator::Space),
        0x2010..=0x2015 | 0x2043 | 0x2212 | 0xfe58 | 0xfe63 | 0xff0d => Kind::Separator(Separator::Hyphen),
        0xad
        | 0x34f
        | 0x61c
        | 0x180b..=0x180e
        | 0x200b..=0x200f
        | 0x202a..=0x202e
        | 0x2060..=0x2064
        | 0x2066..=0x206f
        | 0xfe00..=0xfe0f
        | 0xfeff
        | 0x300..=0x333
        | 0x20e3 => Kind::Invisible,
        0x2460..=0x2468 => Kind::Digit((code - 0x245f) as u8),
        0x24ea => Kind::Digit(0),
        0x1d7ce..=0x1d7ff => Kind::Digit(((code - 0x1d7ce) % 10) as u8),
        _ => match ZEROS.binary_search(&code) {
            Ok(_) => Kind::Digit(0),
            Err(0) => Kind::Other,
            Err(next) => match code - ZEROS[next - 1] {
                value @ 0..=9 => Kind::Digit(value as u8),
                _ => Kind::Other,
            },
        },
    }
}

/// The zero of every run of ten digits beyond ASCII: general category `Nd`, Unicode 16.0,
/// `DerivedGeneralCategory.txt`. The mathematical digits (U+1D7CE) are five runs of their own.
const ZEROS: [u32; 70] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066,
    0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730,
    0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50,
    0x16d70, 0x1ccf0, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_fold_to_their_value() {
        for (text, value) in
            [("7", 7), ("٤", 4), ("۹", 9), ("५", 5), ("๓", 3), ("４", 4), ("𝟗", 9), ("①", 1), ("⓪", 0)]
        {
            assert_eq!(digit(text.as_bytes(), 0), Some((value, text.len())), "{text}");
        }
        for text in ["½", "十", "Ⅳ", "²", "x", "\u{11df0}"] {
            assert_eq!(digit(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn every_wide_digit_has_a_listed_first_byte() {
        for code in 0x80..=0x10_ffff {
            if let (Kind::Digit(_), Some(character)) = (wide(code), char::from_u32(code)) {
                let first = character.to_string().as_bytes()[0];
                assert!(may_start_wide_digit(first), "U+{code:X} starts with {first:#x}");
            }
        }
    }

    #[test]
    fn the_zeros_are_sorted_and_apart() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 10 <= pair[1]));
    }

    #[test]
    fn stepping_back_lands_on_the_character_before() {
        let text = "a４😀\u{a0}";
        for (start, character) in text.char_indices() {
            assert_eq!(before(text.as_bytes(), start + character.len_utf8()), Some(start));
        }
        assert_eq!(before(b"\x80\x80\x80\x80\x80", 5), Some(4));
        assert_eq!(before(b"", 0), None);
    }

    #[test]
    fn broken_utf8_is_one_byte_of_something_else() {
        assert_eq!(glyph(b"\xef\xbc", 0), Some(Glyph { kind: Kind::Other, len: 1 }));
        assert_eq!(glyph(b"\xff4", 0), Some(Glyph { kind: Kind::Other, len: 1 }));
    }
}
