//! A block of a stream that is walked before those that come before it are, so that blocks can be walked side by side.
//!
//! Nothing is taken on trust. The walk begins some way before the block in a clean state, as if the text began there, and
//! by the block's start it has mostly come to where the stream itself will come: both have seen the same bytes.
//! [`RedactWriter::push_ahead`](super::RedactWriter::push_ahead) compares, and where state or bytes differ the block is
//! walked again.

use std::fmt;
use std::io::{self, Read};

use super::pass::{Pass, STEP, State};
use super::stage::MAX_TAIL;
use crate::redactor::Redactor;

/// Bytes that the output of a block may take in memory, beside the block, before its walk ends early.
const MAX_OUTPUT: usize = 3 * 1024 * 1024;

/// Bytes before a block from whose line's start on its walk begins, where lines are short: there a stream holds back little.
const NEAR: usize = 4 * 1024;

/// The walk can only come to what the stream comes to if it sees all that the stream holds back.
const _: () = assert!(Ahead::CONTEXT > MAX_TAIL);

/// A block of a stream, and what a walk ahead of time makes of it.
///
/// ```
/// use samar::Redactor;
///
/// let redactor = Redactor::new();
/// let text = b"PIN saya 482913\n".repeat(100);
/// let mut input = text.as_slice();
/// let (mut first, mut second) = (redactor.ahead(1000), redactor.ahead(1000));
/// first.read(&mut input)?;
/// second.follow(&first);
/// second.read(&mut input)?;
/// // These may be done by different threads.
/// second.walk();
/// first.walk();
///
/// let mut writer = redactor.writer(Vec::new());
/// writer.push_ahead(&first, |_| {})?;
/// writer.push_ahead(&second, |_| {})?;
/// let (out, _) = writer.finish()?;
/// assert_eq!(out, b"PIN saya [PIN]\n".repeat(100));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Ahead {
    pass: Pass,
    /// The context and the block, and room for more.
    text: Vec<u8>,
    context: usize,
    start: usize,
    end: usize,
    /// Where the walk began.
    low: usize,
    /// What it had come to at the block's start, and how far from where it began that state's haystack begins.
    assumed: State,
    base: usize,
    /// Bytes of the block that were walked.
    walked: usize,
}

/// A walk ahead of time.
pub(super) struct Walked<'a> {
    /// What the stream must have come to: this state, and a tail of these bytes.
    pub(super) assumed: &'a State,
    pub(super) tail: &'a [u8],
    /// Where the tail begins in the haystack.
    pub(super) base: usize,
    /// What was walked, with the context.
    pub(super) haystack: &'a [u8],
    /// Bytes of the block that were walked.
    pub(super) len: usize,
    pub(super) pass: &'a Pass,
}

impl Redactor {
    /// Room for a block of at most so many bytes that can be walked ahead of time.
    #[must_use]
    pub fn ahead(&self, bytes: usize) -> Ahead {
        Ahead::with_context(self, bytes.max(1), Ahead::CONTEXT)
    }
}

impl Ahead {
    /// Bytes before a block that its walk may begin with: more than a stream holds back.
    pub const CONTEXT: usize = 16 * 1024;

    /// The most memory that a block takes besides its bytes.
    pub const MEMORY: usize = Self::CONTEXT + 2 * (MAX_OUTPUT + 32 * STEP);

    /// With less context, or none: then fewer blocks can be taken over.
    #[doc(hidden)]
    #[must_use]
    pub fn with_context(redactor: &Redactor, bytes: usize, context: usize) -> Self {
        Self {
            pass: Pass::new(redactor.clone()),
            text: vec![0; context + bytes],
            context,
            start: 0,
            end: 0,
            low: 0,
            assumed: State::default(),
            base: 0,
            walked: 0,
        }
    }

    /// Begins a new block, the first of a stream.
    pub fn begin(&mut self) {
        (self.start, self.end, self.walked) = (0, 0, 0);
    }

    /// Begins a new block, which comes next after another.
    pub fn follow(&mut self, before: &Self) {
        let before = &before.text[..before.end];
        let context = &before[before.len().saturating_sub(self.context)..];
        self.text[..context.len()].copy_from_slice(context);
        (self.start, self.end, self.walked) = (context.len(), context.len(), 0);
    }

    /// Begins a new block, which comes next after this one. Costs nothing as long as there is room behind it, so
    /// blocks may be small.
    pub fn pass_on(&mut self) {
        let bytes = self.text.len() - self.context;
        if self.text.len() - self.end >= bytes.div_ceil(2) {
            (self.start, self.walked) = (self.end, 0);
            return;
        }
        let context = self.end.min(self.context);
        self.text.copy_within(self.end - context..self.end, 0);
        (self.start, self.end, self.walked) = (context, context, 0);
    }

    /// Reads once to the block's end, and gives how many bytes came: none at the end of the input, or if it is full.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn read(&mut self, input: &mut (impl Read + ?Sized)) -> io::Result<usize> {
        let limit = self.limit();
        let count = loop {
            match input.read(&mut self.text[self.end..limit]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.end += count;
        Ok(count)
    }

    /// The block.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.text[self.start..self.end]
    }

    /// The block with the bytes before it that are still there, and how many those are.
    #[must_use]
    pub fn seen(&self) -> (&[u8], usize) {
        (&self.text[..self.end], self.start)
    }

    /// Whether nothing more can be read to it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.end == self.limit()
    }

    /// Where the block is full.
    fn limit(&self) -> usize {
        (self.start + self.text.len() - self.context).min(self.text.len())
    }

    /// Where a walk begins that comes to the block's start as the stream itself does.
    fn beginning(&self) -> usize {
        let low = self.start.saturating_sub(self.context);
        let near = self.start.saturating_sub(NEAR).max(low);
        memchr::memrchr(b'\n', &self.text[low..near]).map_or(low, |end| low + end + 1)
    }

    /// Walks the block.
    pub fn walk(&mut self) {
        self.low = self.beginning();
        let text = &self.text[self.low..self.end];
        let start = self.start - self.low;
        let pass = &mut self.pass;
        pass.state = State::default();
        pass.clear();
        let mut limit = 0;
        // As the stream itself would, from the start of the context to that of the block.
        while limit < start {
            limit = start.min(limit + STEP);
            pass.step(&text[..limit], false);
        }
        pass.clear();
        self.base = pass.state.settled();
        self.assumed.clone_from(&pass.state);
        self.assumed.rebase(self.base);
        while limit < text.len() && pass.size() < MAX_OUTPUT {
            limit = text.len().min(limit + STEP);
            pass.step(&text[..limit], false);
        }
        self.walked = limit - start;
    }

    /// What was walked, if anything.
    pub(super) fn walked(&self) -> Option<Walked<'_>> {
        let (text, start) = (&self.text[self.low..], self.start - self.low);
        (self.walked > 0).then(|| Walked {
            assumed: &self.assumed,
            tail: &text[self.base..start],
            base: self.base,
            haystack: &text[..start + self.walked],
            len: self.walked,
            pass: &self.pass,
        })
    }
}

/// Without the text.
impl fmt::Debug for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ahead").field("len", &(self.end - self.start)).finish_non_exhaustive()
    }
}
