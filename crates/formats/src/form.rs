//! Values of forms as URLs and bodies write them: `name=value&name=value`, with percent signs.
//!
//! The engine knows most of them as they are written. What it cannot know is that a sign is a part of the value where it is
//! escaped (`%26`), and that a plus sign is a blank in a value whose groups it parts.

/// Bytes of a value that are looked at.
const MAX_VALUE: usize = 64;

/// Bytes of a value's start that tell what it is.
const HEAD: usize = 4;

/// Signs of a document of JSON, as a URL writes them, before which a plus sign is a blank.
const SIGNS: [&[u8; 3]; 8] = [b"%22", b"%3A", b"%3a", b"%5B", b"%7B", b"%7D", b"%7b", b"%7d"];

/// The one behind which one is, too.
const COLON: &[u8; 3] = b"%3A";

/// What the word that is being read is, so far.
#[derive(Default)]
pub(crate) struct Form {
    /// Bytes behind the sign, and the first of them; none if there was no sign.
    len: Option<usize>,
    head: [u8; HEAD],
    /// The last bytes.
    tail: [u8; COLON.len()],
}

impl Form {
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        let new = bytes.len().min(COLON.len());
        self.tail.rotate_left(new);
        self.tail[COLON.len() - new..].copy_from_slice(&bytes[bytes.len() - new..]);
        let word = bytes.iter().rposition(|byte| is_end(*byte)).map(|at| at + 1);
        if word.is_some() {
            self.len = None;
        }
        let word = &bytes[word.unwrap_or(0)..];
        let rest = match memchr::memchr(b'=', word) {
            Some(at) if self.len.is_none() => {
                self.len = Some(0);
                &word[at + 1..]
            }
            _ => word,
        };
        if let Some(len) = &mut self.len {
            for (place, byte) in self.head.iter_mut().skip(*len).zip(rest) {
                *place = *byte;
            }
            *len += rest.len();
        }
    }

    /// Whether the plus sign before `rest` is a blank of a document of JSON; nothing if more is needed.
    pub(crate) fn is_blank(&self, rest: &[u8]) -> Option<bool> {
        is_document_blank(&self.tail, rest)
    }

    /// Whether this is in a value.
    pub(crate) fn is_value(&self) -> bool {
        self.len.is_some_and(|len| len <= MAX_VALUE)
    }

    /// Whether the value is one in whose groups no blank must stay: an IBAN, or the number of a telephone.
    pub(crate) fn is_grouped(&self) -> bool {
        let is_begun = |len| self.len.is_some_and(|read| (len..=MAX_VALUE).contains(&read));
        is_begun(1) && self.head[0] == b'+' || is_begun(HEAD) && is_iban(self.head)
    }
}

/// Whether a plus sign between the two may be a blank of a document of JSON; nothing if more is needed.
pub(crate) fn is_document_blank(before: &[u8], rest: &[u8]) -> Option<bool> {
    let is_value = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let is_behind =
        before.len() >= COLON.len() && before[before.len() - COLON.len()..].eq_ignore_ascii_case(COLON);
    if SIGNS.iter().any(|sign| rest.starts_with(*sign)) || is_behind && rest.first().is_some_and(is_value) {
        return Some(true);
    }
    if SIGNS.iter().any(|sign| sign.starts_with(rest)) { None } else { Some(false) }
}

/// Whether what stands before is the value of a form, or may be, as far as it is there.
pub(crate) fn may_be_value(before: &[u8]) -> bool {
    for byte in before.iter().rev().take(MAX_VALUE + 1) {
        match byte {
            b'=' => return true,
            byte if is_end(*byte) => return false,
            _ => {}
        }
    }
    before.len() <= MAX_VALUE
}

/// Whether a plus sign behind this may be a blank in a value.
pub(crate) fn may_be_grouped(before: &[u8]) -> bool {
    let fits = |head: &[u8]| match head {
        [b'=', a, b, c, d] => is_iban([*a, *b, *c, *d]),
        head => head.iter().all(u8::is_ascii_alphanumeric),
    };
    match before.len() {
        0..=HEAD => fits(before),
        len => fits(&before[len - HEAD - 1..]),
    }
}

fn is_iban(head: [u8; HEAD]) -> bool {
    head[..2].iter().all(u8::is_ascii_alphabetic) && head[2..].iter().all(u8::is_ascii_digit)
}

fn is_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'&' | b'?' | b'"' | b'\'' | b'<' | b'>')
}
