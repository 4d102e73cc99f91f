//! Finds card data, credentials, accounts, identification numbers and contacts in bytes and masks them.
//!
//! ```
//! use samar::Redactor;
//!
//! let redactor = Redactor::new();
//! assert_eq!(redactor.redact("kartu saya 4111 1111 1111 1111, pin 482913"), "kartu saya **** **** **** 1111, pin [PIN]");
//! assert_eq!(redactor.redact("never share your PIN"), "never share your PIN");
//! ```
//!
//! # The pipeline
//!
//! `bytes → prefilter → candidates → detectors → resolve → policy → mask → bytes`. One pass classifies 64 bytes at a
//! time and finds the few places where a value may stand; [detectors](Detector) look at a bounded window around each;
//! overlapping findings become one; a [mask](Mask) replaces it. The modules below stand in that order.
//!
//! # Lanes
//!
//! - [`Redactor::redact`] and [`Redactor::find`]: one text in memory. Cannot fail; a text without findings comes back
//!   borrowed.
//! - [`Redactor::scan`]: the same with a reusable [`Scratch`]: no allocation once it is warm.
//! - [`Redactor::in_place`]: masks of unchanged length, written over the value.
//! - [`RedactWriter`] and [`RedactReader`]: streams of any length in bounded memory, [`RedactWriter::MEMORY`] bytes.
//!
//! # Five laws
//!
//! Each is a property test and a fuzz target of this crate.
//!
//! 1. **The prefilter has no false negatives.** With it and without it findings are equal.
//! 2. **Chunking changes nothing.** Any split of a stream gives the same bytes as one call.
//! 3. **Machines agree.** Every SIMD kernel gives what the scalar one gives.
//! 4. **Redaction settles.** Redacting the output again changes nothing; output is valid UTF-8 where the input was, and
//!    a JSON document where the input was one. Text made to touch its own masks can still need a second pass, which
//!    hides more and never less.
//! 5. **Nothing leaks sideways.** No error, `Debug` or finding holds input.
//!
//! # Offsets
//!
//! All offsets are bytes, half open, counted from the start of the text or stream.

// The pipeline, in order; a module uses those above it.
mod span;
mod finding;
mod error;
mod fold;
mod pack;
mod context;
mod prefilter;
mod detect;
mod resolve;
mod mask;
mod policy;
mod redactor;
mod stream;

pub use detect::{Detector, Hit, Site, Trigger, Verdict};
pub use error::{BuildError, PackError, PolicyError};
pub use finding::{Confidence, Excuse, Finding, RuleId};
pub use mask::Mask;
pub use pack::{Example, Pack, Writing};
pub use policy::{AllowList, Entities, EntityError, FieldRule, Fields, Policy, Trail};
pub use redactor::{Builder, Explanation, InPlace, Outcome, Redactor, Report, Rule, Scratch};
pub use span::{Reach, Span};
pub use stream::{Ahead, RedactReader, RedactWriter};
