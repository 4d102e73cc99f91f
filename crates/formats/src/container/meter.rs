//! What goes in and what comes out, counted where it can be stopped.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

/// Entries that may be left out as bombs before the whole input is one.
const MAX_BOMBS: u32 = 8;

/// What may come out of containers. A bomb passes both: far more than went in, and much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes that may come out for each byte that went in.
    pub(super) ratio: u64,
    /// Bytes that may come out of anything.
    pub(super) bytes: u64,
}

impl Limits {
    fn allow(self, read: u64, unpacked: u64) -> bool {
        unpacked <= self.bytes || unpacked <= read.saturating_mul(self.ratio)
    }
}

/// Counts of one input. What unpacks it asks whether it may go on.
pub(super) struct Meter {
    /// Bytes of the input as it lies on the disk.
    read: Cell<u64>,
    /// Bytes that came out of containers, at all depths.
    unpacked: Cell<u64>,
    limits: Limits,
    is_bomb: Cell<bool>,
    /// Entries that were bombs.
    bombs: Cell<u32>,
    /// Why the input itself could not be read.
    failure: RefCell<Option<io::Error>>,
}

impl Meter {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            read: Cell::new(0),
            unpacked: Cell::new(0),
            limits,
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

/// Counts what goes into one container, so that a small one that grows is told from the large archive that it lies in.
pub(super) struct Packed<'m, R> {
    pub(super) inner: R,
    pub(super) read: &'m Cell<u64>,
}

impl<R: Read> Read for Packed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

/// What comes out of a container.
pub(super) struct Unpacked<'m, R> {
    inner: R,
    meter: &'m Meter,
    /// What went into this container, where that is known, and what came out so far.
    packed: Option<&'m Cell<u64>>,
    unpacked: u64,
}

impl<'m, R: Read> Unpacked<'m, R> {
    /// Of a container that is as long as what is in it, or whose own length nobody tells.
    pub(super) fn new(inner: R, meter: &'m Meter) -> Self {
        Self { inner, meter, packed: None, unpacked: 0 }
    }

    /// Of a container into which so much goes.
    pub(super) fn of(inner: R, packed: &'m Cell<u64>, meter: &'m Meter) -> Self {
        Self { inner, meter, packed: Some(packed), unpacked: 0 }
    }
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let Meter { read, unpacked, limits, is_bomb, .. } = self.meter;
        unpacked.set(unpacked.get() + count as u64);
        self.unpacked += count as u64;
        let is_sound = limits.allow(read.get(), unpacked.get())
            && self.packed.is_none_or(|packed| limits.allow(packed.get(), self.unpacked));
        if !is_sound {
            is_bomb.set(true);
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        Ok(count)
    }
}
