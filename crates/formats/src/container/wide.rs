//! Text of two bytes a unit: read as UTF-8, and written again as it came.
//!
//! Halves of a surrogate pair that stand alone are no characters, and are read as the three bytes that UTF-8 would have for
//! them, which is none and means nothing to the engine. So whatever is not masked comes back to the bit, also an odd byte at
//! the end.

use std::cell::Cell;
use std::io::{self, Read, Write};

/// Units that are looked at where no mark tells the encoding, and as many as there must be.
const UNITS: usize = 256;
const MIN_UNITS: usize = 4;

/// The order of the two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The lower byte first: what Windows writes.
    Little,
    /// The higher byte first.
    Big,
}

impl Order {
    /// By a stream's first bytes: their mark, or in every other one a zero.
    pub(super) fn of(head: &[u8], is_all: bool) -> Option<Self> {
        match head {
            // Four bytes a unit.
            [0xff, 0xfe, 0, 0, ..] => None,
            [0xff, 0xfe, ..] => Some(Self::Little),
            [0xfe, 0xff, ..] => Some(Self::Big),
            _ => [Self::Little, Self::Big].into_iter().find(|order| order.fits(head, is_all)),
        }
    }

    /// Whether this is text of such units without a mark: nearly all are characters of ASCII, as in every log.
    fn fits(self, head: &[u8], is_all: bool) -> bool {
        let units = head.chunks_exact(2).take(UNITS);
        let (all, mut narrow) = (units.len(), 0);
        if all < MIN_UNITS || is_all && head.len() < 2 * MIN_UNITS {
            return false;
        }
        for unit in units {
            match self.unit([unit[0], unit[1]]) {
                0 => return false,
                0x09 | 0x0a | 0x0d | 0x20..0x7f => narrow += 1,
                _ => {}
            }
        }
        narrow * 10 >= all * 9
    }

    fn unit(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }

    fn bytes(self, unit: u16) -> [u8; 2] {
        match self {
            Self::Little => unit.to_le_bytes(),
            Self::Big => unit.to_be_bytes(),
        }
    }
}

/// What a stream of units says in UTF-8.
pub(super) struct Narrow<'o, R> {
    inner: R,
    order: Order,
    /// The byte that is left at the end, for the other side.
    odd: &'o Cell<Option<u8>>,
    /// A byte of a unit, and the first unit of a pair.
    byte: Option<u8>,
    half: Option<u16>,
    /// What was read and is not asked for yet.
    text: Vec<u8>,
    at: usize,
}

/// Bytes of one read.
const CHUNK: usize = 64 * 1024;

impl<'o, R: Read> Narrow<'o, R> {
    pub(super) fn new(inner: R, order: Order, odd: &'o Cell<Option<u8>>) -> Self {
        Self { inner, order, odd, byte: None, half: None, text: Vec::new(), at: 0 }
    }

    fn take(&mut self, unit: u16) {
        if let Some(half) = self.half.take() {
            if let Some(Ok(char)) = char::decode_utf16([half, unit]).next() {
                return self.put(u32::from(char));
            }
            self.put(u32::from(half));
        }
        match unit {
            0xd800..0xdc00 => self.half = Some(unit),
            unit => self.put(u32::from(unit)),
        }
    }

    /// Adds a character, or half a pair in the same way.
    fn put(&mut self, code: u32) {
        let rest = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
        match code {
            0..0x80 => self.text.push(code as u8),
            0x80..0x800 => self.text.extend([0xc0 | (code >> 6) as u8, rest(0)]),
            0x800..0x1_0000 => self.text.extend([0xe0 | (code >> 12) as u8, rest(6), rest(0)]),
            _ => self.text.extend([0xf0 | (code >> 18) as u8, rest(12), rest(6), rest(0)]),
        }
    }

    fn fill(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.at = 0;
        let mut buffer = [0; CHUNK];
        while self.text.is_empty() {
            let count = self.inner.read(&mut buffer)?;
            if count == 0 {
                self.odd.set(self.byte.take());
                if let Some(half) = self.half.take() {
                    self.put(u32::from(half));
                }
                return Ok(!self.text.is_empty());
            }
            let mut bytes = &buffer[..count];
            if let Some(byte) = self.byte.take() {
                self.take(self.order.unit([byte, bytes[0]]));
                bytes = &bytes[1..];
            }
            let units = bytes.chunks_exact(2);
            self.byte = units.remainder().first().copied();
            for unit in units {
                self.take(self.order.unit([unit[0], unit[1]]));
            }
        }
        Ok(true)
    }
}

impl<R: Read> Read for Narrow<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() && !self.fill()? {
            return Ok(0);
        }
        let count = (&self.text[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// Writes UTF-8 as units.
pub(super) struct Wide<W> {
    inner: W,
    order: Order,
    /// The character that is begun.
    begun: Vec<u8>,
    units: Vec<u8>,
}

impl<W: Write> Wide<W> {
    pub(super) fn new(inner: W, order: Order) -> Self {
        Self { inner, order, begun: Vec::with_capacity(4), units: Vec::new() }
    }

    /// Writes what is left.
    pub(super) fn finish(mut self, odd: Option<u8>) -> io::Result<()> {
        for byte in std::mem::take(&mut self.begun) {
            self.unit(u16::from(byte));
        }
        self.units.extend(odd);
        self.inner.write_all(&self.units)
    }

    fn unit(&mut self, unit: u16) {
        self.units.extend(self.order.bytes(unit));
    }

    fn take(&mut self, byte: u8) {
        if byte < 0x80 {
            return self.unit(u16::from(byte));
        }
        self.begun.push(byte);
        let len = self.begun[0].leading_ones() as usize;
        if self.begun.len() < len {
            return;
        }
        let first = u32::from(self.begun[0]) & (0x7f >> len);
        let code = self.begun[1..].iter().fold(first, |code, byte| code << 6 | u32::from(byte & 0x3f));
        self.begun.clear();
        match code {
            0..0x1_0000 => self.unit(code as u16),
            code => {
                self.unit(0xd800 + ((code - 0x1_0000) >> 10) as u16);
                self.unit(0xdc00 + (code & 0x3ff) as u16);
            }
        }
    }
}

impl<W: Write> Write for Wide<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for bytes in bytes.chunks(CHUNK) {
            self.units.clear();
            bytes.iter().for_each(|byte| self.take(*byte));
            self.inner.write_all(&self.units)?;
        }
        self.units.clear();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_units_come_back() {
        let units: Vec<u16> = (0..=u16::MAX).chain((0..=u16::MAX).rev()).chain([0xd83d, 0xde00]).collect();
        for order in [Order::Little, Order::Big] {
            let bytes: Vec<u8> = units.iter().flat_map(|unit| order.bytes(*unit)).chain([7]).collect();
            let odd = Cell::new(None);
            let mut text = Vec::new();
            Narrow::new(bytes.as_slice(), order, &odd).read_to_end(&mut text).expect("memory");
            assert!(text.ends_with("\u{1f600}".as_bytes()));
            let mut out = Vec::new();
            for size in [1, 7, text.len()] {
                out.clear();
                let mut wide = Wide::new(&mut out, order);
                text.chunks(size).for_each(|piece| wide.write_all(piece).expect("memory"));
                wide.finish(odd.get()).expect("memory");
                assert!(out == bytes, "by {size}");
            }
        }
    }

    #[test]
    fn what_has_no_mark_is_told_by_its_zeros() {
        let wide = |text: &str, order: Order| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| order.bytes(unit)).collect()
        };
        for order in [Order::Little, Order::Big] {
            assert_eq!(Order::of(&wide("pin 4821 é\r\n", order), true), Some(order));
            assert_eq!(Order::of(&wide("\u{feff}p", order), false), Some(order));
        }
        for text in [&b"pin 4821\n"[..], b"a\0b\0", b"a\0b\0\0\0c\0d\0e\0", b"\xff\xfe\0\0p\0\0\0", &[0; 64]]
        {
            assert_eq!(Order::of(text, true), None, "{text:?}");
        }
    }
}
