//! One column of a row group as lines, and the lines that come back as a column.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read, Write};

use parquet::column::reader::ColumnReaderImpl;
use parquet::column::writer::ColumnWriterImpl;
use parquet::schema::types::ColumnDescriptor;

use super::cell::{Cell, Frame};

/// Rows that are read at once.
const ROWS: usize = 256;

/// Which of the rows that were read hold how many values.
#[derive(Default)]
pub(super) struct Batch {
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    values: usize,
}

/// Batches that were read and are not written.
pub(super) type Batches = RefCell<VecDeque<Batch>>;

pub(super) struct Reading<'r, D: Cell> {
    column: ColumnReaderImpl<D>,
    frame: &'r Frame,
    batches: &'r Batches,
    /// Whether anyone takes the batches.
    is_written: bool,
    values: Vec<D::T>,
    lines: Vec<u8>,
    at: usize,
}

impl<'r, D: Cell> Reading<'r, D> {
    pub(super) fn new(
        column: ColumnReaderImpl<D>,
        frame: &'r Frame,
        batches: &'r Batches,
        is_written: bool,
    ) -> Self {
        Self { column, frame, batches, is_written, values: Vec::new(), lines: Vec::new(), at: 0 }
    }

    /// Reads the next rows; whether there were any.
    fn fill(&mut self) -> io::Result<bool> {
        self.lines.clear();
        self.at = 0;
        self.values.clear();
        let mut batch = Batch::default();
        let Batch { definitions, repetitions, values } = &mut batch;
        let read = self.column.read_records(ROWS, Some(definitions), Some(repetitions), &mut self.values);
        let (rows, count, _) = read.map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        *values = count;
        for value in &self.values {
            self.frame.write(&mut self.lines, |out| D::write(value, out));
        }
        if self.is_written && rows > 0 {
            self.batches.borrow_mut().push_back(batch);
        }
        Ok(rows > 0)
    }
}

impl<D: Cell> Read for Reading<'_, D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.lines.len() {
            if !self.fill()? {
                return Ok(0);
            }
        }
        let count = buffer.len().min(self.lines.len() - self.at);
        buffer[..count].copy_from_slice(&self.lines[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

pub(super) struct Writing<'w, 'c, D: Cell> {
    column: &'w mut ColumnWriterImpl<'c, D>,
    frame: &'w Frame,
    batches: &'w Batches,
    has_definitions: bool,
    has_repetitions: bool,
    /// A line that is not whole.
    line: Vec<u8>,
    values: Vec<D::T>,
}

impl<'w, 'c, D: Cell> Writing<'w, 'c, D> {
    pub(super) fn new(
        column: &'w mut ColumnWriterImpl<'c, D>,
        frame: &'w Frame,
        batches: &'w Batches,
        descriptor: &ColumnDescriptor,
    ) -> Self {
        let has_definitions = descriptor.max_def_level() > 0;
        let has_repetitions = descriptor.max_rep_level() > 0;
        let (line, values) = (Vec::new(), Vec::new());
        Self { column, frame, batches, has_definitions, has_repetitions, line, values }
    }

    /// Writes what is left. Every value must have come back.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.settle()?;
        let is_all = self.line.is_empty() && self.values.is_empty() && self.batches.borrow().is_empty();
        if is_all { Ok(()) } else { Err(lost()) }
    }

    fn value(&mut self) -> io::Result<()> {
        let value = self.frame.read(&self.line).and_then(D::read).ok_or_else(lost)?;
        self.values.push(value);
        self.line.clear();
        Ok(())
    }

    /// Writes the batches whose values are there.
    fn settle(&mut self) -> io::Result<()> {
        loop {
            let mut batches = self.batches.borrow_mut();
            let Some(batch) = batches.front().filter(|batch| batch.values <= self.values.len()) else {
                return Ok(());
            };
            let values: Vec<D::T> = self.values.drain(..batch.values).collect();
            let definitions = self.has_definitions.then_some(batch.definitions.as_slice());
            let repetitions = self.has_repetitions.then_some(batch.repetitions.as_slice());
            self.column.write_batch(&values, definitions, repetitions).map_err(|_| lost())?;
            batches.pop_front();
        }
    }
}

impl<D: Cell> Write for Writing<'_, '_, D> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.line.extend_from_slice(&rest[..end]);
            self.value()?;
            rest = &rest[end + 1..];
        }
        self.line.extend_from_slice(rest);
        self.settle()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What came back is not what was sent.
fn lost() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a column could not be masked")
}
