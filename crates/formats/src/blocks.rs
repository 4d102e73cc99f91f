//! One stream in blocks that are walked side by side and taken in order.
//!
//! Whoever calls reads, takes and, when there is nothing else to do, walks; so neither side of the stream is ever
//! touched by another thread. The others only walk. What a walk ahead of time is worth is decided when its block is
//! taken ([`Structured::push_block`](crate::Structured::push_block)), so the output is that of one thread.
//!
//! Nothing waits for input while something could be written: a read that might block happens only when every
//! block before it is out.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use samar::{Ahead, Redactor};

use crate::error::FormatError;
use crate::format::Format;
use crate::structured::must_lex;

/// Bytes of a block.
const BYTES: usize = 512 * 1024;

/// Bytes of one read where there is one thread only.
const CHUNK: usize = 256 * 1024;

/// A part of a block's length from which on walking it ahead of time is worth the context that is walked before it.
const WORTH: usize = 8;

/// Blocks that each thread may have in hand.
const EACH: usize = 2;

/// How one stream is gone through.
#[derive(Clone, Copy, Debug)]
pub struct Blocks {
    threads: usize,
    bytes: usize,
}

/// A block of a stream.
pub struct Block {
    ahead: Ahead,
    format: Format,
    index: usize,
    /// Whether it was walked, as text.
    is_walked: bool,
}

impl Blocks {
    /// The most memory that each thread takes, whatever the input is.
    pub const MEMORY: usize = EACH * (BYTES + Ahead::MEMORY);

    /// So many threads, with the one that calls.
    #[must_use]
    pub fn new(threads: NonZeroUsize) -> Self {
        Self { threads: threads.get(), bytes: if threads.get() == 1 { CHUNK } else { BYTES } }
    }

    /// Blocks of so many bytes.
    #[must_use]
    pub fn bytes(self, bytes: usize) -> Self {
        Self { bytes: bytes.max(1), ..self }
    }

    /// Reads all of `input` and hands its blocks to `take`, in order, as soon as they are there. `is_ready` says whether a
    /// read would not wait. `take` says whether it pays to walk the blocks to come ahead of time.
    ///
    /// # Errors
    ///
    /// [`FormatError::Read`] after all that was read has been taken; those of `take`, unchanged.
    pub fn run(
        self,
        redactor: &Redactor,
        format: Format,
        input: &mut dyn Read,
        is_ready: &dyn Fn() -> bool,
        take: &mut dyn FnMut(&Block) -> Result<bool, FormatError>,
    ) -> Result<(), FormatError> {
        if self.threads == 1 {
            let mut block = Block::new(redactor, format, self.bytes);
            loop {
                block.ahead.begin();
                if block.ahead.read(input).map_err(FormatError::Read)? == 0 {
                    return Ok(());
                }
                take(&block)?;
            }
        }
        let desk = Desk::default();
        thread::scope(|scope| {
            let _over = Over(&desk);
            let mut others = 0;
            let mut call = || {
                if others + 1 < self.threads {
                    others += 1;
                    scope.spawn(|| desk.work());
                }
            };
            let new = || Box::new(Block::new(redactor, format, self.bytes));
            self.in_order(&desk, &mut call, &new, input, is_ready, take)
        })
    }

    /// Reads, takes and walks. `call` calls for one more to help, `new` gives an empty block.
    fn in_order(
        self,
        desk: &Desk,
        call: &mut dyn FnMut(),
        new: &dyn Fn() -> Box<Block>,
        input: &mut dyn Read,
        is_ready: &dyn Fn() -> bool,
        take: &mut dyn FnMut(&Block) -> Result<bool, FormatError>,
    ) -> Result<(), FormatError> {
        let (mut current, mut free) = (new(), Vec::new());
        let (mut given, mut taken) = (0, 0);
        let (mut end, mut is_worth_it) = (None, true);
        loop {
            if let Some(block) = desk.done(taken) {
                is_worth_it = take(&block)?;
                taken += 1;
                free.push(block);
            } else if end.is_none()
                && given - taken < EACH * self.threads - 1
                && (given == taken || is_ready())
            {
                end = current.fill(input, is_ready);
                let is_walked = is_worth_it && current.bytes().len() >= self.bytes / WORTH;
                if given == taken && !is_walked {
                    is_worth_it = take(&current)?;
                    current.ahead.pass_on();
                    continue;
                }
                let mut next = free.pop().unwrap_or_else(new);
                next.ahead.follow(&current.ahead);
                let mut block = std::mem::replace(&mut current, next);
                (block.index, block.is_walked) = (given, false);
                given += 1;
                if is_walked {
                    call();
                    desk.lay(block);
                } else {
                    desk.put_back(block);
                }
            } else if given == taken {
                return end.unwrap_or(Ok(())).map_err(FormatError::Read);
            } else if !desk.walk_one() && !desk.wait_for(taken) {
                // The panic of the one that failed goes on when all have ended.
                return Ok(());
            }
        }
    }
}

impl Block {
    fn new(redactor: &Redactor, format: Format, bytes: usize) -> Self {
        Self { ahead: redactor.ahead(bytes), format, index: 0, is_walked: false }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.ahead.bytes()
    }

    /// The walk, if there was one; then there is nothing but text in the block.
    pub(crate) fn ahead(&self) -> Option<&Ahead> {
        self.is_walked.then_some(&self.ahead)
    }

    /// Reads until it is full or more would have to be waited for. Gives how the input ended, if it did.
    fn fill(&mut self, input: &mut dyn Read, is_ready: &dyn Fn() -> bool) -> Option<io::Result<()>> {
        loop {
            match self.ahead.read(input) {
                Ok(0) => return Some(Ok(())),
                Ok(_) if self.ahead.is_full() || !is_ready() => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn walk(&mut self) {
        self.is_walked = match self.format {
            Format::Text | Format::Csv => true,
            Format::Auto => !must_lex(self.bytes()),
            Format::Json => false,
        };
        if self.is_walked {
            self.ahead.walk();
        }
    }
}

/// Without the bytes.
impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block").field("index", &self.index).finish_non_exhaustive()
    }
}

/// Where blocks lie that are to be walked, and those that were.
#[derive(Default)]
struct Desk {
    piles: Mutex<Piles>,
    changed: Condvar,
}

#[derive(Default)]
struct Piles {
    waiting: VecDeque<Box<Block>>,
    done: VecDeque<Box<Block>>,
    is_over: bool,
    has_failed: bool,
}

impl Desk {
    /// A walk that panicked has left the piles whole: they are not touched meanwhile.
    fn piles(&self) -> MutexGuard<'_, Piles> {
        self.piles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lay(&self, block: Box<Block>) {
        self.piles().waiting.push_back(block);
        self.changed.notify_all();
    }

    fn put_back(&self, block: Box<Block>) {
        self.piles().done.push_back(block);
        self.changed.notify_all();
    }

    /// The block of this index, if it is done.
    fn done(&self, index: usize) -> Option<Box<Block>> {
        let done = &mut self.piles().done;
        let at = done.iter().position(|block| block.index == index)?;
        done.swap_remove_back(at)
    }

    /// Walks the first that waits, if any does.
    fn walk_one(&self) -> bool {
        let block = self.piles().waiting.pop_front();
        let is_one = block.is_some();
        if let Some(mut block) = block {
            block.walk();
            self.put_back(block);
        }
        is_one
    }

    /// Waits for the block of this index; false if it will never come.
    fn wait_for(&self, index: usize) -> bool {
        let is_none =
            |piles: &mut Piles| !piles.has_failed && piles.done.iter().all(|block| block.index != index);
        let piles = self.changed.wait_while(self.piles(), is_none).unwrap_or_else(PoisonError::into_inner);
        !piles.has_failed
    }

    /// Walks until it is over.
    fn work(&self) {
        let _failed = Failed(self);
        loop {
            let is_idle = |piles: &mut Piles| !piles.is_over && piles.waiting.is_empty();
            let piles = self.changed.wait_while(self.piles(), is_idle);
            if piles.unwrap_or_else(PoisonError::into_inner).is_over {
                return;
            }
            self.walk_one();
        }
    }
}

/// Ends the work when it is dropped, whatever ended the stream.
struct Over<'d>(&'d Desk);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.piles().is_over = true;
        self.0.changed.notify_all();
    }
}

/// Tells of a panic.
struct Failed<'d>(&'d Desk);

impl Drop for Failed<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.piles().has_failed = true;
            self.0.changed.notify_all();
        }
    }
}
