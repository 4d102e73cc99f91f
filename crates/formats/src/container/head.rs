//! What a stream is, by its first bytes.

use std::io::{self, Read};

use super::codec::Codec;
use super::wide::Order;

/// Bytes that tell a tar archive: its first header.
const HEADER: usize = 512;

/// What a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No container.
    Text,
    /// Text in UTF-16.
    Wide(Order),
    /// A compressed stream.
    Compressed(Codec),
    /// A tar archive.
    Tar,
    /// A zip archive.
    Zip,
    /// A table of columns.
    Parquet,
    /// What is not read, and would be broken if it were read as text; or text that would pass as if it held nothing.
    Closed(&'static str),
}

/// How streams begin that are not read, and what they are.
const CLOSED: [(&[u8], &str); 11] = [
    (b"\xff\xfe\0\0", "it is UTF-32, which is not read: convert it to UTF-8"),
    (b"\0\0\xfe\xff", "it is UTF-32, which is not read: convert it to UTF-8"),
    (b"\x02\x21\x4c\x18", "it is LZ4 of the legacy format, which is not read"),
    (b"\x5d\0\0", "it is LZMA of the old format, which is not read"),
    (b"LZIP\x01", "it is lzip, which is not read"),
    (b"\x1f\x9d", "it was packed by compress, which is not read"),
    (b"\x89LZO\0", "it is LZO, which is not read"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive, which is not read"),
    (b"Rar!\x1a\x07", "it is a RAR archive, which is not read"),
    (b"MSCF\0\0\0\0", "it is a cabinet archive, which is not read"),
    (b"\xff\x06\0\0sNaPpY", "it is Snappy, which is not read"),
];

impl Kind {
    /// The kind of a stream that begins with `head`, if that is enough to tell. A terminal or pipe is not waited for
    /// longer than it takes to see that it is text.
    fn of(head: &[u8], is_all: bool) -> Option<Self> {
        if let Some(codec) = Codec::of(head) {
            return Some(Self::Compressed(codec));
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06\0\0") {
            return Some(Self::Zip);
        }
        // The magic number, and the first field of the page or the footer behind it.
        if head.starts_with(b"PAR1\x15") {
            return Some(Self::Parquet);
        }
        // A mark of two bytes may be half of one of four.
        if head.starts_with(b"\xff\xfe") && head.len() < 4 && !is_all {
            return None;
        }
        if let Some((_, why)) = CLOSED.iter().find(|(start, _)| head.starts_with(start)) {
            return Some(Self::Closed(why));
        }
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Order::of(head, is_all).map(Self::Wide);
        }
        let text = || Order::of(head, is_all).map_or(Self::Text, Self::Wide);
        if head.len() >= HEADER {
            return Some(if is_tar(&head[..HEADER]) { Self::Tar } else { text() });
        }
        // Names in a tar header end with a NUL, and no line does before them.
        let may_be = !head.contains(&b'\n') || head[..head.len().min(100)].contains(&0);
        (is_all || !may_be).then(text)
    }

    /// The kind of a stream, and the bytes that were read to tell.
    pub(super) fn read(input: &mut dyn Read) -> io::Result<(Self, Vec<u8>)> {
        let mut head = vec![0; HEADER];
        let mut len = 0;
        loop {
            let count = input.read(&mut head[len..])?;
            len += count;
            if let Some(kind) = Self::of(&head[..len], count == 0) {
                head.truncate(len);
                return Ok((kind, head));
            }
        }
    }
}

/// Whether this is a header of tar: its checksum holds.
fn is_tar(header: &[u8]) -> bool {
    let field = &header[148..156];
    let digits: Vec<u8> = field.iter().copied().filter(u8::is_ascii_digit).collect();
    let Ok(stated) = u32::from_str_radix(std::str::from_utf8(&digits).unwrap_or_default(), 8) else {
        return false;
    };
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    let blank: u32 = field.iter().map(|byte| u32::from(*byte)).sum();
    sum - blank + 8 * u32::from(b' ') == stated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_enough_to_tell_text() {
        assert_eq!(Kind::of(b"a line\n", false), Some(Kind::Text));
        assert_eq!(Kind::of(b"a pin", false), None);
        assert_eq!(Kind::of(b"a pin", true), Some(Kind::Text));
        assert_eq!(Kind::of(b"logs/a.log\0\0\0", false), None);
        assert_eq!(Kind::of(&[b'x'; 512], false), Some(Kind::Text));
        assert_eq!(Kind::of(b"PAR1\x15\0", false), Some(Kind::Parquet));
        assert_eq!(Kind::of(b"PAR1 and a line\n", false), Some(Kind::Text));
        assert!(matches!(Kind::of(b"\x02\x21\x4c\x18....", false), Some(Kind::Closed(_))));
        assert_eq!(Kind::of(b"\xff\xfep\0i\0n\0", false), Some(Kind::Wide(Order::Little)));
        assert!(matches!(Kind::of(b"\xff\xfe\0\0p\0\0\0", false), Some(Kind::Closed(_))));
        assert_eq!(Kind::of(b"\xff\xfe", false), None);
        assert_eq!(Kind::of(b"p\0i\0n\0\n\0", false), None);
        assert_eq!(Kind::of(b"p\0i\0n\0\n\0", true), Some(Kind::Wide(Order::Little)));
        assert_eq!(Kind::of(b"]\n", false), Some(Kind::Text));
        assert_eq!(Kind::of(b"\x1f\x8b\x08", false), Some(Kind::Compressed(Codec::Gz)));
    }
}
