//! What goes in and what comes out, counted where it can be stopped.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

/// Bytes that may come out of anything.
const FLOOR: u64 = 64 << 20;

/// Entries that may be left out as bombs before the whole input is one.
const MAX_BOMBS: u32 = 8;

/// Counts of one input. What unpacks it asks whether it may go on.
pub(super) struct Meter {
    /// Bytes of the input as it lies on the disk.
    read: Cell<u64>,
    /// Bytes that came out of containers, at all depths.
    unpacked: Cell<u64>,
    max_ratio: u64,
    is_bomb: Cell<bool>,
    /// Entries that were bombs.
    bombs: Cell<u32>,
    /// Why the input itself could not be read.
    failure: RefCell<Option<io::Error>>,
}

impl Meter {
    pub(super) fn new(max_ratio: u64) -> Self {
        Self {
            read: Cell::new(0),
            unpacked: Cell::new(0),
            max_ratio,
            is_bomb: Cell::new(false),
            bombs: Cell::new(0),
            failure: RefCell::new(None),
        }
    }

    pub(super) fn is_bomb(&self) -> bool {
        self.is_bomb.get()
    }

    /// Bytes that came out so far.
    pub(super) fn unpacked(&self) -> u64 {
        self.unpacked.get()
    }

    /// Forgets what came out of an entry that was a bomb, so that the rest goes on. False if there were too many.
    pub(super) fn forgive(&self, unpacked: u64) -> bool {
        self.bombs.set(self.bombs.get() + 1);
        let is_forgiven = self.bombs.get() <= MAX_BOMBS;
        if is_forgiven {
            self.is_bomb.set(false);
            self.unpacked.set(unpacked);
        }
        is_forgiven
    }

    pub(super) fn failure(&self) -> Option<io::Error> {
        self.failure.take()
    }

    /// Counts what will be read without passing through here.
    pub(super) fn add_read(&self, bytes: u64) {
        self.read.set(self.read.get() + bytes);
    }
}

/// The input itself.
pub(super) struct Origin<'r> {
    pub(super) inner: &'r mut dyn Read,
    pub(super) meter: &'r Meter,
}

impl Read for Origin<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.inner.read(buffer) {
                Ok(count) => {
                    self.meter.add_read(count as u64);
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let copy = io::Error::from(error.kind());
                    self.meter.failure.replace(Some(error));
                    return Err(copy);
                }
            }
        }
    }
}

/// What comes out of a container.
pub(super) struct Unpacked<'m, R> {
    pub(super) inner: R,
    pub(super) meter: &'m Meter,
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let Meter { read, unpacked, max_ratio, is_bomb, .. } = self.meter;
        unpacked.set(unpacked.get() + count as u64);
        if unpacked.get() > FLOOR.saturating_add(read.get().saturating_mul(*max_ratio)) {
            is_bomb.set(true);
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        Ok(count)
    }
}
