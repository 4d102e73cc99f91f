//! The binary as a user meets it: bytes in, bytes out, exit status, what stands on standard error.

mod bad_input;
mod browser;
mod chat;
#[cfg(feature = "cloud")]
mod cloud;
mod eval;
mod fields;
mod files;
mod pages;
mod pipe;
mod proof;
mod report;
mod rules;
mod reports;
mod samar;
mod trees;
mod unfinished;
#[cfg(feature = "cloud")]
mod vendors;
