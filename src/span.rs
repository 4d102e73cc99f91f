//! Where things are: [`Span`] in a haystack and the [`Reach`] a detector may look at.

use std::fmt;
use std::ops::Range;

/// A half-open range of **byte** offsets, `start..end`.
///
/// In valid UTF-8 both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just past the last byte.
    pub end: usize,
}

impl Span {
    /// A span over `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two spans share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every byte of `other` is in this span.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span as a range, to index with.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The same span `by` bytes further on.
    #[must_use]
    pub(crate) const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// How many bytes on each side of a candidate's first byte a detector may look at.
///
/// A detector that declares its reach sees nothing beyond it, in memory and in a stream alike: this is what
/// makes every split of a stream give the same result. A line end (`\n`) cuts `after` short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Bytes before the candidate's first byte. May cross line ends.
    pub before: usize,
    /// Bytes from the candidate's first byte on, the candidate itself included. Never crosses a line end.
    pub after: usize,
}

impl Reach {
    /// A reach of `before` bytes to the left and `after` bytes to the right, the candidate included.
    #[must_use]
    pub const fn new(before: usize, after: usize) -> Self {
        Self { before, after }
    }
}
