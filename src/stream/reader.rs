//! A reader that masks what is read through it.

use std::fmt;
use std::io::{self, Read};

use super::writer::RedactWriter;
use crate::redactor::{Redactor, Report};

/// Bytes that are asked of the other side at once.
const CHUNK: usize = 64 * 1024;

/// Reads from the other side and masks it.
///
/// ```
/// use std::io::Read;
/// use samar::Redactor;
///
/// let mut text = String::new();
/// Redactor::new().reader(&b"PIN saya 482913"[..]).read_to_string(&mut text)?;
/// assert_eq!(text, "PIN saya [PIN]");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct RedactReader<R: Read> {
    inner: R,
    chunk: Vec<u8>,
    /// Gone when the other side has ended.
    writer: Option<RedactWriter<Vec<u8>>>,
    out: Vec<u8>,
    given: usize,
    report: Report,
}

impl Redactor {
    /// A reader that masks what comes from `inner`.
    pub fn reader<R: Read>(&self, inner: R) -> RedactReader<R> {
        let writer = Some(self.writer(Vec::new()));
        RedactReader {
            inner,
            chunk: vec![0; CHUNK],
            writer,
            out: Vec::new(),
            given: 0,
            report: Report::default(),
        }
    }
}

impl<R: Read> RedactReader<R> {
    /// The counts, once all has been read.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.writer.is_none().then_some(&self.report)
    }
}

impl<R: Read> Read for RedactReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() {
            let Some(writer) = &mut self.writer else { return Ok(0) };
            self.given = 0;
            match self.inner.read(&mut self.chunk)? {
                0 => {
                    if let Some(writer) = self.writer.take() {
                        let (out, report) = writer.finish()?;
                        (self.out, self.report) = (out, report);
                    }
                }
                count => {
                    writer.push(&self.chunk[..count], |_| {})?;
                    self.out.clear();
                    std::mem::swap(writer.get_mut(), &mut self.out);
                }
            }
        }
        let count = buffer.len().min(self.out.len() - self.given);
        buffer[..count].copy_from_slice(&self.out[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

impl<R: Read> fmt::Debug for RedactReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactReader").finish_non_exhaustive()
    }
}
