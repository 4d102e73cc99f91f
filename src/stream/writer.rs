//! A writer that masks what is written through it.

use std::fmt;
use std::io::{self, Write};

use super::ahead::Ahead;
use super::stage::{MAX_TAIL, Stage};
use crate::finding::Finding;
use crate::redactor::{Redactor, Report};

/// Masks what is written to it and hands it on.
///
/// `flush` never forces out undecided bytes; [`finish`](Self::finish) decides the tail. A writer that is dropped
/// without it loses its tail: less is written, never raw text. After an error of the other side the writer refuses
/// to go on, because it cannot know what arrived there.
///
/// ```
/// use std::io::Write;
/// use samar::Redactor;
///
/// let mut writer = Redactor::new().writer(Vec::new());
/// writer.write_all(b"card 4111 1111 ")?;
/// writer.write_all(b"1111 1111\n")?;
/// let (out, report) = writer.finish()?;
/// assert_eq!(out, b"card **** **** **** 1111\n");
/// assert_eq!(report.findings(), 1);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct RedactWriter<W: Write> {
    stage: Stage,
    inner: W,
    is_broken: bool,
}

impl Redactor {
    /// A writer that masks what is written to it and hands it on to `inner`.
    pub fn writer<W: Write>(&self, inner: W) -> RedactWriter<W> {
        RedactWriter { stage: Stage::new(self.clone()), inner, is_broken: false }
    }
}

impl<W: Write> RedactWriter<W> {
    /// The most memory that a writer takes besides the redactor, in bytes, whatever is written to it: the tail,
    /// the masks of the prefilter and of one step, all told.
    pub const MEMORY: usize = MAX_TAIL + 4 * 1024 * 1024;

    /// As [`write_all`](Write::write_all), and tells `each` of every finding that is settled, in order, in offsets
    /// of the stream.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn push(&mut self, buffer: &[u8], mut each: impl FnMut(Finding)) -> io::Result<()> {
        if self.is_broken {
            return Err(io::Error::other("the stream ended with an error before"));
        }
        let result = self.stage.push(buffer, &mut self.inner, &mut each);
        self.is_broken = result.is_err();
        result
    }

    /// As [`push`](Self::push) of the block's bytes, but what was walked [ahead of time](Ahead::walk) is not walked again where
    /// it comes to the same. Gives how many bytes that is.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn push_ahead(&mut self, block: &Ahead, mut each: impl FnMut(Finding)) -> io::Result<usize> {
        if self.is_broken {
            return Err(io::Error::other("the stream ended with an error before"));
        }
        let taken = self.stage.take_over(block, &mut self.inner, &mut each);
        self.is_broken = taken.is_err();
        let taken = taken?;
        self.push(&block.bytes()[taken..], each)?;
        Ok(taken)
    }

    /// Decides and writes the tail. Gives back the other side and the counts.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn finish(self) -> io::Result<(W, Report)> {
        self.finish_with(|_| {})
    }

    /// As [`finish`](Self::finish), and tells `each` of every finding in the tail.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn finish_with(mut self, mut each: impl FnMut(Finding)) -> io::Result<(W, Report)> {
        if self.is_broken {
            return Err(io::Error::other("the stream ended with an error before"));
        }
        let report = self.stage.finish(&mut self.inner, &mut each)?;
        self.inner.flush()?;
        Ok((self.inner, report))
    }

    /// Bytes of the input, from its start, that are decided and written. What is held back begins there.
    pub fn settled(&self) -> u64 {
        self.stage.settled_offset()
    }

    /// The other side. What is written to it directly goes before what is held back.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.inner
    }
}

impl<W: Write> Write for RedactWriter<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.push(buffer, |_| {})?;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> fmt::Debug for RedactWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactWriter").field("is_broken", &self.is_broken).finish_non_exhaustive()
    }
}
