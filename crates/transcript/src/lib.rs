//! Conversations: a question primes the answer, parts are joined, fraud is flagged.
//!
//! ```
//! use samar::Redactor;
//! use samar_transcript::{Conversation, Role, Turn};
//!
//! let redactor = Redactor::new();
//! let mut chat = Conversation::new(&redactor);
//! let asked = chat.push(Turn::new(Role::Agent, "What are the last three digits on the back?"));
//! assert_eq!(asked.alerts[0].kind.name(), "solicits_cvv");
//! assert_eq!(chat.push(Turn::new(Role::Customer, "482")).text, "[CARD_CVV]");
//! ```
//!
//! # What a conversation remembers
//!
//! Its [`State`] is under 1 KiB and can be written and read between any two turns: a service that keeps nothing hands it out
//! and takes it back, and the outcome is the same.
//!
//! # What it knows of time
//!
//! A question waits for three turns of the other side or 120 seconds. The time comes in with the turn; there is no clock. Where
//! a clock jumps back, no time has passed.

#![forbid(unsafe_code)]

mod fold;
mod skeleton;
mod words;
mod reading;
mod link;
mod alert;
mod turn;
mod state;
mod answer;
mod spelled;
mod parts;
mod remember;
mod hearing;
mod conversation;
mod format;

pub use alert::{Alert, AlertKind};
pub use conversation::Conversation;
pub use format::{Beside, FormatError, Message, Settled, Told, Transcript, TranscriptStream};
pub use link::{Brands, BrandsError};
pub use state::State;
pub use turn::{Outcome, Retraction, Role, Target, Turn};
