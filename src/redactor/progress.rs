//! What a walk remembers between the buffers of a stream.

use super::own::OwnProgress;

/// Where a walk has come to. Offsets are of the haystack that is being walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Every candidate before this offset has been decided.
    pub(super) next: usize,
    /// Who asks at the start of the next line, after a label that ended its line.
    pub(super) carried: Carried,
    /// End of the last number that was found.
    pub(super) last_end: Option<usize>,
    pub(super) own: OwnProgress,
}

impl Progress {
    /// Everything before this offset has been decided.
    pub(crate) fn decided(&self) -> usize {
        self.next.min(self.own.next)
    }

    /// Moves every offset `by` bytes towards the start.
    pub(crate) fn rebase(&mut self, by: usize) {
        self.next -= by;
        if self.carried.len > 0 {
            self.carried.at -= by;
        }
        self.last_end = self.last_end.and_then(|end| end.checked_sub(by));
        self.own.rebase(by);
    }
}

/// Detectors that ask at the start of a line. Labels that end a line are few: more than four is no text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) at: usize,
    pub(super) detectors: [u16; 4],
    pub(super) len: usize,
}

impl Carried {
    pub(super) fn push(&mut self, at: usize, detector: usize) {
        if self.at != at {
            *self = Self { at, ..Self::default() };
        }
        if self.len < self.detectors.len() {
            self.detectors[self.len] = detector as u16;
            self.len += 1;
        }
    }
}
