//! The laws that the fuzz targets try to break: the same functions that `cargo test` runs, from the same file. This
//! workspace cannot depend on a test of another package, so it includes the file by its path.

#![forbid(unsafe_code)]

#[path = "../../tests/laws/bodies.rs"]
pub mod laws;

#[path = "../../crates/transcript/tests/bodies/mod.rs"]
pub mod talk;
