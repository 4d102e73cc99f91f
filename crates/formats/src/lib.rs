//! What the engine reads as text is more than text: values stand in JSON, in tables, in compressed files and archives.
//!
//! [`Structured`] masks one stream and knows its structure. It makes a text for the engine, in which escapes are
//! resolved and a value's name stands beside it, and edits the input's own bytes where the engine finds something there.
//! All else is passed on byte for byte. [`Unpacker`] goes into compressed streams and archives, shows every text in them
//! and packs what comes back in the same way.

#![forbid(unsafe_code)]

mod blocks;
mod cells;
mod container;
mod editor;
mod error;
mod form;
mod format;
mod found;
mod inserted;
mod json;
mod lens;
mod lines;
mod names;
mod pairs;
mod paths;
mod record;
mod ruled;
mod structured;
mod table;
mod tally;
mod trimmed;
mod yaml;

pub use blocks::{Block, Blocks, Rows, Way};
pub use container::{Codec, Kind, MAX_DEPTH, Order, Unpacker, Visitor};
pub use error::FormatError;
pub use format::Format;
pub use found::Found;
pub use structured::Structured;
pub use tally::Tally;
