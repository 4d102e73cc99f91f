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
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use samar::{Ahead, Redactor};

use crate::error::FormatError;
use crate::format::Format;
use crate::json;
use crate::lines::Lines;
use crate::table::Columns;

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

/// How blocks to come may be walked ahead of time.
#[derive(Clone, Debug)]
pub enum Way {
    /// As text.
    Text,
    /// Line by line, each as what it is.
    Lines,
    /// Row by row.
    Rows(Rows),
}

/// The rows of a table, of which the header has told.
#[derive(Clone)]
pub struct Rows(pub(crate) Arc<Columns>);

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rows")
    }
}

/// How a block was walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walked {
    No,
    AsText,
    AsLines,
}

/// A block of a stream.
pub struct Block {
    redactor: Redactor,
    ahead: Ahead,
    /// How long it may be.
    bytes: usize,
    format: Format,
    index: usize,
    way: Way,
    /// How it was walked.
    walked: Walked,
    lines: Option<Box<Lines>>,
}

impl Blocks {
    /// The most memory that each thread takes, whatever the input is.
    pub const MEMORY: usize = EACH * (BYTES + Ahead::MEMORY + Lines::memory(BYTES));

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
    /// read would not wait. `take` says how the blocks to come may be walked ahead of time.
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
        take: &mut dyn FnMut(&Block) -> Result<Way, FormatError>,
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
        take: &mut dyn FnMut(&Block) -> Result<Way, FormatError>,
    ) -> Result<(), FormatError> {
        let (mut current, mut free) = (new(), Vec::new());
        let (mut given, mut taken) = (0, 0);
        let (mut end, mut way) = (None, current.first_way());
        loop {
            if let Some(block) = desk.done(taken) {
                way = take(&block)?;
                taken += 1;
                free.push(block);
            } else if end.is_none()
                && given - taken < EACH * self.threads - 1
                && (given == taken || is_ready())
            {
                end = current.fill(input, is_ready);
                let is_walked = current.bytes().len() >= self.bytes / WORTH;
                if given == taken && !is_walked {
                    way = take(&current)?;
                    current.ahead.pass_on();
                    continue;
                }
                let mut next = free.pop().unwrap_or_else(new);
                next.ahead.follow(&current.ahead);
                next.walked = Walked::No;
                let mut block = std::mem::replace(&mut current, next);
                (block.index, block.way) = (given, way.clone());
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
        let (redactor, ahead) = (redactor.clone(), redactor.ahead(bytes));
        Self { redactor, ahead, bytes, format, index: 0, way: Way::Text, walked: Walked::No, lines: None }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.ahead.bytes()
    }

    /// The walk over its text, if there was one; then there is nothing else in the block.
    pub(crate) fn ahead(&self) -> Option<&Ahead> {
        (self.walked == Walked::AsText).then_some(&self.ahead)
    }

    /// Its lines, if they were read.
    pub(crate) fn lines(&self) -> Option<&Lines> {
        self.lines.as_deref().filter(|_| self.walked == Walked::AsLines)
    }

    /// How it may be walked while nothing is known of the stream.
    fn first_way(&self) -> Way {
        if self.format == Format::Json { Way::Lines } else { Way::Text }
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
        let is_text = match (&self.way, self.format) {
            (Way::Rows(_), _) | (_, Format::Json | Format::Lines) => false,
            (_, Format::Text | Format::Csv | Format::Yaml) => true,
            (way, Format::Auto) => matches!(way, Way::Text) && !json::must_lex(self.bytes()),
        };
        if is_text {
            self.ahead.walk();
            self.walked = Walked::AsText;
            return;
        }
        let Self { redactor, ahead, bytes, format, lines, .. } = self;
        let new = || Box::new(Lines::new(redactor, *format == Format::Json, *bytes));
        let lines = lines.get_or_insert_with(new);
        if let Way::Rows(Rows(columns)) = &self.way {
            lines.are_rows(columns);
        }
        self.walked = if lines.read(ahead) { Walked::AsLines } else { Walked::No };
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
