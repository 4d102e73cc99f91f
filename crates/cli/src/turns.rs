//! Files side by side, their output one after the other.
//!
//! Each worker takes the next job; a job writes straight through when every job before it is done, and until then
//! into a small buffer, and waits when that is full. The first unfinished job always has a worker, so someone always
//! gets on, and memory stays bounded.

use std::io::{self, IoSlice, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that a job may write ahead of its turn.
const AHEAD: usize = 256 * 1024;

/// Does `jobs` jobs on `threads` threads, begun in order. Every job is begun, or a later one could wait for its turn
/// for ever; a job that has become pointless takes its turn and ends.
pub(crate) fn side_by_side(jobs: usize, threads: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let worker = || {
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= jobs {
                break;
            }
            work(job);
        }
    };
    if threads == 1 {
        return worker();
    }
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(worker);
        }
    });
}

/// An output that many jobs write to in order.
pub(crate) struct Turns<W> {
    out: Mutex<W>,
    /// The job whose turn it is.
    now: Mutex<usize>,
    passed: Condvar,
}

/// One job's place in the order. Dropping it passes the turn on.
pub(crate) struct Turn<'t, W> {
    turns: &'t Turns<W>,
    job: usize,
    is_now: bool,
    ahead: Vec<u8>,
}

impl<W: Write> Turns<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out: Mutex::new(out), now: Mutex::new(0), passed: Condvar::new() }
    }

    pub(crate) fn turn(&self, job: usize) -> Turn<'_, W> {
        Turn { turns: self, job, is_now: false, ahead: Vec::new() }
    }
}

/// A worker that panicked has left the state whole: it is one number, or an output that takes what it is given.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<W: Write> Turn<'_, W> {
    /// Waits for the turn and writes what was written ahead of it.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.wait();
        self.catch_up()
    }

    fn catch_up(&mut self) -> io::Result<()> {
        let ahead = std::mem::take(&mut self.ahead);
        if ahead.is_empty() { Ok(()) } else { locked(&self.turns.out).write_all(&ahead) }
    }
}

impl<W> Turn<'_, W> {
    fn wait(&mut self) {
        if !self.is_now {
            let now = locked(&self.turns.now);
            let waited = self.turns.passed.wait_while(now, |now| *now != self.job);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
            self.is_now = true;
        }
    }

    fn must_wait(&mut self, len: usize) -> bool {
        self.is_now = self.is_now || *locked(&self.turns.now) == self.job;
        !self.is_now && self.ahead.len() + len > AHEAD
    }
}

impl<W: Write> Write for Turn<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let len = slices.iter().map(|slice| slice.len()).sum();
        if self.must_wait(len) {
            self.wait();
        }
        if self.is_now {
            self.catch_up()?;
            return locked(&self.turns.out).write_vectored(slices);
        }
        for slice in slices {
            self.ahead.extend_from_slice(slice);
        }
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_now { locked(&self.turns.out).flush() } else { Ok(()) }
    }
}

impl<W> Drop for Turn<'_, W> {
    fn drop(&mut self) {
        self.wait();
        *locked(&self.turns.now) += 1;
        self.turns.passed.notify_all();
    }
}
