//! Where a stream stands: the tail that is not settled, and what to do with the next bytes.

use std::io::{self, Write};

use zeroize::Zeroize;

use super::ahead::Ahead;
use super::pass::{Pass, STEP};
use crate::finding::Finding;
use crate::redactor::{LOOK_BEHIND, Redactor, Report, WAIT};
use crate::resolve::MAX_UNION;
use crate::span::Span;

/// Bytes of the next buffer that settle all of the last one: what a candidate waits for, what it looks back at, and
/// the longest union of findings.
const SEAM: usize = WAIT + LOOK_BEHIND + MAX_UNION;

/// The most bytes that a stage holds: the end of one buffer and the start of the next.
pub(super) const MAX_TAIL: usize = 2 * SEAM;

/// Turns buffers into masked output.
pub(super) struct Stage {
    pass: Pass,
    /// Bytes that are not settled, after the context that their candidates may look back at.
    tail: Vec<u8>,
    /// Length of the tail from which on it is worth a look without a line end.
    wake: usize,
    /// Offset in the stream of the haystack's first byte.
    base: u64,
    report: Report,
}

impl Stage {
    pub(super) fn new(redactor: Redactor) -> Self {
        Self {
            pass: Pass::new(redactor),
            // Never grows: a tail that moved would leave its bytes behind.
            tail: Vec::with_capacity(MAX_TAIL),
            wake: 0,
            base: 0,
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
            debug_assert!(self.pass.state.written >= old && self.pass.state.decided() >= old + LOOK_BEHIND);
            self.rebase(old);
        }
        // The old tail's memory takes the new one.
        self.walk(buffer, false, sink, each)?;
        let from = self.pass.state.settled();
        haystack.zeroize();
        haystack.extend_from_slice(&buffer[from..]);
        self.rebase(from);
        self.wake = haystack.len() + WAIT;
        self.tail = haystack;
        Ok(())
    }

    /// Takes over what was walked ahead of time, where the walk began in the state that the stream has come to. Gives how
    /// many bytes of the block that is: the others are to be pushed.
    pub(super) fn take_over(
        &mut self,
        ahead: &Ahead,
        sink: &mut impl Write,
        each: &mut impl FnMut(Finding),
    ) -> io::Result<usize> {
        let Some(walked) = ahead.walked() else { return Ok(0) };
        if walked.tail != self.tail
            || *walked.assumed != self.pass.state
            || !walked.pass.redactor.is(&self.pass.redactor)
        {
            return Ok(0);
        }
        self.report.bytes_in += walked.len as u64;
        self.report.bytes_out += walked.pass.write(walked.haystack, sink)?;
        let at = self.base as usize;
        for finding in &walked.pass.found {
            self.report.count(finding);
            // What stands before the tail was settled.
            let Span { start, end } = finding.span;
            each(finding.at(Span::new(start - walked.base, end - walked.base).shifted(at)));
        }
        self.pass.state = walked.pass.state.clone();
        let from = self.pass.state.settled();
        self.pass.state.rebase(from);
        self.base += (from - walked.base) as u64;
        self.tail.zeroize();
        self.tail.extend_from_slice(&walked.haystack[from..]);
        self.wake = self.tail.len() + WAIT;
        Ok(walked.len)
    }

    /// Offset in the stream up to which all is written.
    pub(super) fn settled_offset(&self) -> u64 {
        self.base + self.pass.state.written as u64
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
        let from = self.pass.state.settled();
        haystack.copy_within(from.., 0);
        let len = haystack.len() - from;
        haystack[len..].zeroize();
        haystack.truncate(len);
        self.rebase(from);
        self.wake = len + WAIT;
    }

    fn rebase(&mut self, by: usize) {
        self.base += by as u64;
        self.pass.state.rebase(by);
    }

    /// Walks the haystack and writes what is settled, step by step so that what is gathered stays small.
    fn walk(
        &mut self,
        haystack: &[u8],
        is_end: bool,
        sink: &mut impl Write,
        each: &mut impl FnMut(Finding),
    ) -> io::Result<()> {
        let mut limit = self.pass.state.decided();
        loop {
            limit = haystack.len().min(limit + STEP);
            let is_last = limit == haystack.len();
            self.pass.step(&haystack[..limit], is_last && is_end);
            for finding in &self.pass.found {
                self.report.count(finding);
                each(Finding { span: finding.span.shifted(self.base as usize), ..*finding });
            }
            let written = self.pass.write(haystack, sink);
            self.pass.clear();
            self.report.bytes_out += written?;
            if is_last {
                return Ok(());
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.tail.zeroize();
    }
}
