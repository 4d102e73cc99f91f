//! What every crate of this workspace is tested with: the [cases] of `corpora/cases`, each a text and what must be found in
//! it, and [generated](generate) haystacks of any size whose planted values are labelled.
//!
//! This crate does not know the engine. It hands out bytes and expectations; whoever is under test brings the engine, so one
//! suite serves the library, the command line, the server and the bindings alike.
//!
//! ```no_run
//! use samar_testkit::{cases, generate};
//!
//! for case in cases::load().expect("the repository's cases are well formed") {
//!     println!("{}: {} finding(s) in {} bytes", case.name, case.find.len(), case.text.len());
//! }
//! let (text, labels) = generate::haystack(generate::Kind::Chat, 1 << 20, 0.02, 7);
//! println!("{} bytes hold {} values", text.len(), labels.len());
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod cases;
pub mod generate;
#[cfg(feature = "properties")]
pub mod properties;
