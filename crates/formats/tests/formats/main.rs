//! Formats as a user of the crate meets them.

mod containers;
mod json;
