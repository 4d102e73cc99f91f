//! Streams: the same result as on memory, in bounded memory.
//!
//! **Contract.** Any split of the input gives the same output (the second law). A complete line is written at once,
//! but for a line that ends in the first half of a wrapped card number. Clean stretches are written from the caller's
//! buffer; only the few kilobytes around the seam of two writes are copied. What is undecided is never written: a
//! stream that is dropped without [`RedactWriter::finish`] loses its tail rather than show it.

mod ahead;
mod pass;
mod reader;
mod stage;
mod writer;

pub use ahead::Ahead;
pub use reader::RedactReader;
pub use writer::RedactWriter;
