//! One pass over a haystack: what is settled becomes output, step by step.

use std::io::{self, IoSlice, Write};

use zeroize::Zeroize;

use crate::finding::Finding;
use crate::prefilter::Tile;
use crate::redactor::{BACK, LOOK_BEHIND, Progress, Redactor};
use crate::resolve::Resolver;
use crate::span::Span;

/// Bytes that are walked before what is settled is written.
pub(super) const STEP: usize = 64 * 1024;

/// What all later output depends on, beside the bytes from [`settled`](Self::settled) on. Two passes with equal states go
/// on alike. Offsets are of the haystack that is being walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    resolver: Resolver,
    progress: Progress,
    /// How much of the haystack has been made output.
    pub(super) written: usize,
}

impl State {
    /// Bytes of the haystack that no one needs any more.
    pub(super) fn settled(&self) -> usize {
        self.written.min(self.progress.decided().saturating_sub(LOOK_BEHIND))
    }

    /// Every candidate before this offset has been decided.
    pub(super) fn decided(&self) -> usize {
        self.progress.decided()
    }

    /// Moves every offset `by` bytes towards the start.
    pub(super) fn rebase(&mut self, by: usize) {
        self.written -= by;
        self.progress.rebase(by);
        self.resolver.rebase(by);
    }
}

/// A pass, and the output that it has made since it was last taken.
pub(super) struct Pass {
    pub(super) redactor: Redactor,
    pub(super) state: State,
    tile: Tile,
    /// What was found, in order, also what is let stand.
    pub(super) found: Vec<Finding>,
    masks: Vec<u8>,
    pieces: Vec<Piece>,
}

/// A part of the output.
enum Piece {
    /// Of the haystack, as it is.
    Clean(Span),
    /// Of the masks that have been made.
    Mask(Span),
}

impl Pass {
    pub(super) fn new(redactor: Redactor) -> Self {
        Self {
            redactor,
            state: State::default(),
            tile: Tile::default(),
            found: Vec::new(),
            masks: Vec::new(),
            pieces: Vec::new(),
        }
    }

    /// Decides what can be decided in `haystack` and adds what that settles to the output.
    pub(super) fn step(&mut self, haystack: &[u8], is_end: bool) {
        let Self { redactor, tile, found, .. } = self;
        let State { resolver, progress, .. } = &mut self.state;
        redactor.engine.scan(haystack, is_end, progress, tile, &mut |finding| resolver.push(finding));
        let ready = if is_end { haystack.len() } else { ready(haystack, progress.decided()) };
        let first = found.len();
        let settled = if resolver.is_empty() {
            ready
        } else {
            let limit = if is_end { usize::MAX } else { ready };
            resolver
                .release(limit, |a, b| redactor.same_entity(a, b), |finding| found.push(finding))
                .min(ready)
        };
        for finding in &mut self.found[first..] {
            let span = finding.span;
            *finding = self.redactor.judged(*finding, haystack);
            if finding.excuse.is_some() {
                continue;
            }
            self.pieces.push(Piece::Clean(Span::new(self.state.written, span.start)));
            let start = self.masks.len();
            self.redactor.write_mask(finding, &haystack[span.range()], &mut self.masks);
            self.pieces.push(Piece::Mask(Span::new(start, self.masks.len())));
            self.state.written = span.end;
        }
        if settled > self.state.written {
            self.pieces.push(Piece::Clean(Span::new(self.state.written, settled)));
            self.state.written = settled;
        }
    }

    /// Writes the output, of which the clean pieces lie in `haystack`, and gives its length.
    pub(super) fn write(&self, haystack: &[u8], sink: &mut impl Write) -> io::Result<u64> {
        let slices = self.pieces.iter().map(|piece| match piece {
            Piece::Clean(span) => &haystack[span.range()],
            Piece::Mask(span) => &self.masks[span.range()],
        });
        let mut slices: Vec<_> = slices.filter(|slice| !slice.is_empty()).map(IoSlice::new).collect();
        let len = slices.iter().map(|slice| slice.len() as u64).sum();
        let mut rest = &mut slices[..];
        while !rest.is_empty() {
            match sink.write_vectored(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => IoSlice::advance_slices(&mut rest, count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(len)
    }

    /// Forgets the output.
    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.masks.clear();
        self.pieces.clear();
    }

    /// Bytes that the output takes in memory, without the haystack.
    pub(super) fn size(&self) -> usize {
        size_of_val(&*self.found) + size_of_val(&*self.pieces) + self.masks.len()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.masks.zeroize();
    }
}

/// The offset before which no finding can start any more, when every candidate before `next` is decided: a value may
/// stand before its label, but on the same line and within reach.
fn ready(haystack: &[u8], next: usize) -> usize {
    let from = next.saturating_sub(BACK);
    memchr::memrchr(b'\n', &haystack[from..next]).map_or(from, |end| from + end + 1)
}
