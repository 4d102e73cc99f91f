//! The engine's tests: one binary.

mod layers;
mod laws;
mod packs;
mod regressions;
mod suite;
