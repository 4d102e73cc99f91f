//! Where a stream stands: the tail that is not settled, and what to do with the next bytes.

use std::io::{self, IoSlice, Write};

use zeroize::Zeroize;

use crate::finding::Finding;
use crate::prefilter::Tile;
use crate::redactor::{BACK, LOOK_BEHIND, Progress, Redactor, Report, WAIT};
use crate::resolve::{MAX_UNION, Resolver};
use crate::span::Span;

/// Bytes of the next buffer that settle all of the last one: what a candidate waits for, what it looks back at, and
/// the longest union of findings.
const SEAM: usize = WAIT + LOOK_BEHIND + MAX_UNION;

/// Bytes that are walked before what is settled is written.
const STEP: usize = 64 * 1024;

/// The most bytes that a stage holds: the end of one buffer and the start of the next.
pub(super) const MAX_TAIL: usize = 2 * SEAM;

/// Turns buffers into masked output.
pub(super) struct Stage {
    redactor: Redactor,
    tile: Tile,
    resolver: Resolver,
    progress: Progress,
    /// Bytes that are not settled, after the context that their candidates may look back at.
    tail: Vec<u8>,
    /// How much of the haystack that is being walked has been written.
    written: usize,
    /// Length of the tail from which on it is worth a look without a line end.
    wake: usize,
    /// Offset in the stream of the haystack's first byte.
    base: u64,
    found: Vec<Finding>,
    masks: Vec<u8>,
    pieces: Vec<Piece>,
    report: Report,
}

/// A part of the output.
enum Piece {
    /// Of the haystack, as it is.
    Clean(Span),
    /// Of the masks that have been made.
    Mask(Span),
}

impl Stage {
    pub(super) fn new(redactor: Redactor) -> Self {
        Self {
            redactor,
            tile: Tile::default(),
            resolver: Resolver::default(),
            progress: Progress::default(),
            // Never grows: a tail that moved would leave its bytes behind.
            tail: Vec::with_capacity(MAX_TAIL),
            written: 0,
            wake: 0,
            base: 0,
            found: Vec::new(),
            masks: Vec::new(),
            pieces: Vec::new(),
            report: Report::default(),
        }
    }

    /// Takes `buffer` and writes what it settles. `each` is told of every finding, in offsets of the stream.
    pub(super) fn push(
        &mut self,
        buffer: &[u8],
        sink: &mut impl Write,
        each: &mut impl FnMut(Finding),
    ) -> io::Result<()> {
        if buffer.is_empty() {
            return Ok(());
        }
        self.report.bytes_in += buffer.len() as u64;
        let mut haystack = std::mem::take(&mut self.tail);
        let seam = if haystack.is_empty() { 0 } else { buffer.len().min(SEAM) };
        let old = haystack.len();
        haystack.extend_from_slice(&buffer[..seam]);
        if seam == buffer.len() && seam > 0 {
            let is_worth_it = haystack.len() >= self.wake || memchr::memchr(b'\n', buffer).is_some();
            let result = if is_worth_it { self.walk(&haystack, false, sink, each) } else { Ok(()) };
            if is_worth_it {
                self.keep(&mut haystack);
            }
            self.tail = haystack;
            return result;
        }
        if seam > 0 {
            self.walk(&haystack, false, sink, each)?;
            debug_assert!(self.written >= old && self.progress.decided() >= old + LOOK_BEHIND);
            self.rebase(old);
        }
        // The old tail's memory takes the new one.
        self.walk(buffer, false, sink, each)?;
        let from = self.settled();
        haystack.zeroize();
        haystack.extend_from_slice(&buffer[from..]);
        self.rebase(from);
        self.wake = haystack.len() + WAIT;
        self.tail = haystack;
        Ok(())
    }

    /// Offset in the stream up to which all is written.
    pub(super) fn settled_offset(&self) -> u64 {
        self.base + self.written as u64
    }

    /// Settles and writes the tail.
    pub(super) fn finish(
        &mut self,
        sink: &mut impl Write,
        each: &mut impl FnMut(Finding),
    ) -> io::Result<Report> {
        let haystack = std::mem::take(&mut self.tail);
        let result = self.walk(&haystack, true, sink, each);
        self.tail = haystack;
        result.map(|()| std::mem::take(&mut self.report))
    }

    /// Drops what is written and out of every candidate's sight.
    fn keep(&mut self, haystack: &mut Vec<u8>) {
        let from = self.settled();
        haystack.copy_within(from.., 0);
        let len = haystack.len() - from;
        haystack[len..].zeroize();
        haystack.truncate(len);
        self.rebase(from);
        self.wake = len + WAIT;
    }

    /// Bytes of the haystack that no one needs any more.
    fn settled(&self) -> usize {
        self.written.min(self.progress.decided().saturating_sub(LOOK_BEHIND))
    }

    fn rebase(&mut self, by: usize) {
        self.base += by as u64;
        self.written -= by;
        self.progress.rebase(by);
        self.resolver.rebase(by);
    }

    /// Walks the haystack and writes what is settled, step by step so that what is gathered stays small.
    fn walk(
        &mut self,
        haystack: &[u8],
        is_end: bool,
        sink: &mut impl Write,
        each: &mut impl FnMut(Finding),
    ) -> io::Result<()> {
        let mut limit = self.progress.decided();
        loop {
            limit = haystack.len().min(limit + STEP);
            let is_last = limit == haystack.len();
            self.step(&haystack[..limit], is_last && is_end, each);
            self.write(haystack, sink)?;
            if is_last {
                return Ok(());
            }
        }
    }

    fn step(&mut self, haystack: &[u8], is_end: bool, each: &mut impl FnMut(Finding)) {
        let Self { redactor, tile, resolver, progress, found, .. } = self;
        redactor.engine.scan(haystack, is_end, progress, tile, &mut |finding| resolver.push(finding));
        let ready = if is_end { haystack.len() } else { ready(haystack, progress.decided()) };
        let settled = if resolver.is_empty() {
            ready
        } else {
            let limit = if is_end { usize::MAX } else { ready };
            resolver
                .release(limit, |a, b| redactor.same_entity(a, b), |finding| found.push(finding))
                .min(ready)
        };
        for finding in self.found.drain(..) {
            let span = finding.span;
            let finding = self.redactor.judged(finding, &haystack[span.range()]);
            self.report.count(&finding);
            each(Finding { span: span.shifted(self.base as usize), ..finding });
            if finding.excuse.is_some() {
                continue;
            }
            self.pieces.push(Piece::Clean(Span::new(self.written, span.start)));
            let start = self.masks.len();
            self.redactor.write_mask(&finding, &haystack[span.range()], &mut self.masks);
            self.pieces.push(Piece::Mask(Span::new(start, self.masks.len())));
            self.written = span.end;
        }
        if settled > self.written {
            self.pieces.push(Piece::Clean(Span::new(self.written, settled)));
            self.written = settled;
        }
    }

    fn write(&mut self, haystack: &[u8], sink: &mut impl Write) -> io::Result<()> {
        let slices = self.pieces.drain(..).map(|piece| match piece {
            Piece::Clean(span) => &haystack[span.range()],
            Piece::Mask(span) => &self.masks[span.range()],
        });
        let mut slices: Vec<_> = slices.filter(|slice| !slice.is_empty()).map(IoSlice::new).collect();
        self.report.bytes_out += slices.iter().map(|slice| slice.len() as u64).sum::<u64>();
        let mut rest = &mut slices[..];
        while !rest.is_empty() {
            match sink.write_vectored(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => IoSlice::advance_slices(&mut rest, count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.masks.clear();
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.tail.zeroize();
        self.masks.zeroize();
    }
}

/// The offset before which no finding can start any more, when every candidate before `next` is decided: a value may
/// stand before its label, but on the same line and within reach.
fn ready(haystack: &[u8], next: usize) -> usize {
    let from = next.saturating_sub(BACK);
    memchr::memrchr(b'\n', &haystack[from..next]).map_or(from, |end| from + end + 1)
}
