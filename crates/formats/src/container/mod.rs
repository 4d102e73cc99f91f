//! Containers: compressed streams and archives, in each other to any order.
//!
//! **Contract.** The output is a container of the same kind with the same entries in the same order, and their names,
//! modes and times. An entry that cannot be read, or whose name would lead out of the folder it is unpacked in, is told
//! of and left out; so the output may hold less than the input, never raw content. What is kept of an entry until its
//! size is known is masked.

mod archive;
mod codec;
mod head;
mod meter;
#[cfg(feature = "parquet")]
mod parquet;
mod tarball;
mod unpack;
mod wide;
mod zipped;

pub use codec::Codec;
pub use head::Kind;
pub use unpack::{MAX_DEPTH, Unpacker, Visitor};
pub use wide::Order;
