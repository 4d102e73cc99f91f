//! Lines and columns of findings, in bounded memory.
//!
//! A stream hands out a finding some bytes after it took them. So the last bytes are kept, in the blocks that they
//! were read into, and a mark walks over each byte once: to the finding that is asked for, or out of a block whose
//! memory is needed again.

use std::collections::VecDeque;

use samar::RedactWriter;

/// Bytes of a block.
const BLOCK: usize = 256 * 1024;

/// Bytes that a stream may hold back: it never takes more memory than this, so it cannot hold more input.
const HELD: usize = RedactWriter::<Vec<u8>>::MEMORY;

/// Bytes of a line's start that are remembered.
const START: usize = 128;

/// Where a finding stands, from 1. The column counts characters; a byte that is no part of one counts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// The last bytes of a stream.
pub(crate) struct Window {
    block: usize,
    held: usize,
    /// The blocks, each with the count of its bytes that are in use; all but the last are full.
    blocks: VecDeque<(Vec<u8>, usize)>,
    /// Offset in the stream of the first block.
    base: usize,
    mark: Mark,
}

/// A place in the stream and what came before it on its line.
#[derive(Default)]
struct Mark {
    at: usize,
    lines: u64,
    /// Characters of the line before `at`, but for `open`.
    chars: u64,
    /// The first bytes of a character whose other bytes have not come yet.
    open: Vec<u8>,
    /// The start of the line, up to `at`.
    start: Vec<u8>,
}

impl Window {
    pub(crate) fn new() -> Self {
        Self::with_limits(BLOCK, HELD)
    }

    /// Reads of at most `block` bytes, and findings at most `held` bytes late.
    fn with_limits(block: usize, held: usize) -> Self {
        Self { block, held, blocks: VecDeque::new(), base: 0, mark: Mark::default() }
    }

    /// Takes the next bytes of the stream.
    pub(crate) fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let space = self.space();
            let count = space.len().min(bytes.len());
            space[..count].copy_from_slice(&bytes[..count]);
            self.take(count);
            bytes = &bytes[count..];
        }
    }

    /// Where the next bytes go.
    fn space(&mut self) -> &mut [u8] {
        if self.blocks.back().is_none_or(|(block, used)| *used == block.len()) {
            let block = self.oldest().unwrap_or_else(|| vec![0; self.block]);
            self.blocks.push_back((block, 0));
        }
        let (block, used) = self.blocks.back_mut().expect("one was just made sure of");
        &mut block[*used..]
    }

    /// Takes the first `count` bytes of the space.
    fn take(&mut self, count: usize) {
        let (_, used) = self.blocks.back_mut().expect("there was space to copy into");
        *used += count;
    }

    /// The first block's memory, where no finding can stand there any more.
    fn oldest(&mut self) -> Option<Vec<u8>> {
        if self.blocks.len() * self.block < self.held + self.block {
            return None;
        }
        let end = self.base + self.block;
        self.walk(end);
        self.base = end;
        self.blocks.pop_front().map(|(block, _)| block)
    }

    /// The position of this offset in the stream; offsets are asked for in ascending order.
    pub(crate) fn position(&mut self, offset: usize) -> Position {
        debug_assert!(
            offset >= self.mark.at,
            "findings come in order and not later than a stream can hold them"
        );
        self.walk(offset);
        Position { line: self.mark.lines + 1, column: self.mark.chars + self.mark.open.len() as u64 + 1 }
    }

    /// The start of the line in which the last position is, as far as that: where its time stands.
    pub(crate) fn line_start(&self) -> &[u8] {
        &self.mark.start
    }

    fn walk(&mut self, to: usize) {
        while self.mark.at < to {
            let index = (self.mark.at - self.base) / self.block;
            let start = self.base + index * self.block;
            let (block, used) = &self.blocks[index];
            let end = (to - start).min(*used);
            self.mark.pass(&block[self.mark.at - start..end]);
        }
    }
}

impl Mark {
    fn pass(&mut self, bytes: &[u8]) {
        self.at += bytes.len();
        let mut rest = bytes;
        if let Some(end) = memchr::memrchr(b'\n', bytes) {
            self.lines += memchr::memchr_iter(b'\n', &bytes[..=end]).count() as u64;
            self.chars = 0;
            self.open.clear();
            self.start.clear();
            rest = &bytes[end + 1..];
        }
        let room = START - self.start.len();
        self.start.extend_from_slice(&rest[..rest.len().min(room)]);
        self.pass_in_line(rest);
    }

    fn pass_in_line(&mut self, mut bytes: &[u8]) {
        while let (false, Some((&byte, rest))) = (self.open.is_empty(), bytes.split_first()) {
            self.open.push(byte);
            match std::str::from_utf8(&self.open) {
                Ok(_) => {
                    self.chars += 1;
                    self.open.clear();
                }
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    // The byte is no part of what was begun: that is a byte each, and the byte is looked at anew.
                    self.chars += self.open.len() as u64 - 1;
                    self.open.clear();
                    break;
                }
            }
            bytes = rest;
        }
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.chars += chunk.valid().chars().count() as u64;
            let invalid = chunk.invalid();
            let is_open = std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            if is_open && chunks.peek().is_none() {
                self.open.extend_from_slice(invalid);
            } else {
                self.chars += invalid.len() as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, on memory.
    fn naive(text: &[u8], offset: usize) -> Position {
        let start = text[..offset].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let line = 1 + text[..offset].iter().filter(|byte| **byte == b'\n').count() as u64;
        let chunks = text[start..offset].utf8_chunks();
        let column = 1 + chunks
            .map(|chunk| chunk.valid().chars().count() + chunk.invalid().len())
            .sum::<usize>() as u64;
        Position { line, column }
    }

    /// Bytes that make and break lines and characters.
    fn text(seed: u64, len: usize) -> Vec<u8> {
        const PIECES: [&[u8]; 9] = [
            b"a",
            b"\n",
            b"\r\n",
            "é".as_bytes(),
            "４".as_bytes(),
            "🔑".as_bytes(),
            b"\xe2\x82",
            b"\xff",
            b"\xf0\x9f",
        ];
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut text = Vec::new();
        while text.len() < len {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.extend_from_slice(PIECES[(state % 9) as usize]);
        }
        text
    }

    #[test]
    fn positions_are_those_of_the_definition() {
        for seed in 0..40 {
            let text = text(seed, 300);
            for (block, held, read, step) in
                [(1, 1, 1, 1), (3, 7, 1, 2), (4, 9, 4, 3), (16, 40, 5, 1), (7, 0, 7, 5)]
            {
                let mut window = Window::with_limits(block, held);
                let (mut taken, mut next) = (0, 0);
                while taken < text.len() {
                    let space = window.space();
                    let count = space.len().min(read).min(text.len() - taken);
                    space[..count].copy_from_slice(&text[taken..taken + count]);
                    window.take(count);
                    taken += count;
                    // As late as a stream may be, or at the end.
                    while next + held <= taken || (taken == text.len() && next <= taken) {
                        assert_eq!(
                            window.position(next),
                            naive(&text, next),
                            "seed {seed}, offset {next}, block {block}"
                        );
                        next += step;
                    }
                    assert!(window.blocks.len() * block <= held + 2 * block, "memory is bounded");
                }
            }
        }
    }
}
