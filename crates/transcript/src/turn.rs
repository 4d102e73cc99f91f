//! A message of a conversation, and what comes back for it.

use std::fmt;

use samar::{Finding, Span};
use serde::{Deserialize, Serialize};

use crate::alert::Alert;

/// Who speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who is served.
    Customer,
    /// A person who serves.
    Agent,
    /// A program that serves.
    Bot,
    /// The platform itself.
    System,
    /// Not told.
    #[default]
    Unknown,
}

impl Role {
    /// The role that a transcript calls `name`; [`Unknown`](Self::Unknown) where the name tells nothing.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let name = name.trim().to_lowercase();
        match name.as_str() {
            "customer" | "user" | "client" | "consumer" | "visitor" | "end_user" | "end-user" | "enduser"
            | "lead" | "contact" | "guest" | "caller" | "nasabah" | "pelanggan" | "external" | "cliente"
            | "kunde" | "requester" => Self::Customer,
            "agent" | "admin" | "operator" | "staff" | "support" | "teammate" | "assistant"
            | "representative" | "advisor" | "cs" | "customer service" | "petugas" | "internal"
            | "agente" | "human" | "moderator" => Self::Agent,
            "bot" | "chatbot" | "virtual_agent" | "acd" | "ivr" | "workflow" | "automated"
            | "virtual assistant" => Self::Bot,
            "system" | "sistem" | "trigger" => Self::System,
            _ => Self::Unknown,
        }
    }

    /// The role's name: `customer`, `agent`, `bot`, `system` or `unknown`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Bot => "bot",
            Self::System => "system",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One message.
#[derive(Clone, Copy)]
pub struct Turn<'t> {
    pub(crate) role: Role,
    pub(crate) text: &'t str,
    pub(crate) author: Option<&'t str>,
    pub(crate) id: Option<&'t str>,
    pub(crate) time: Option<u64>,
    pub(crate) targets: &'t [Target],
}

/// Where words of a message lead, told by its markup and not by its text.
#[derive(Clone)]
pub struct Target {
    pub(crate) words: Span,
    pub(crate) url: Box<str>,
}

impl Target {
    /// The words at `words`, in bytes of the message's text, lead to `url`.
    #[must_use]
    pub fn new(words: Span, url: impl Into<Box<str>>) -> Self {
        Self { words, url: url.into() }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("words", &self.words).finish_non_exhaustive()
    }
}

impl<'t> Turn<'t> {
    /// A message of `text`, said by `role`.
    #[must_use]
    pub const fn new(role: Role, text: &'t str) -> Self {
        Self { role, text, author: None, id: None, time: None, targets: &[] }
    }

    /// Who of several with one role, or with none that is known, speaks.
    #[must_use]
    pub const fn author(self, author: &'t str) -> Self {
        Self { author: Some(author), ..self }
    }

    /// The name by which the message is taken back.
    #[must_use]
    pub const fn id(self, id: &'t str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Where its links lead, where the text does not say it: `href` of HTML.
    #[must_use]
    pub const fn targets(self, targets: &'t [Target]) -> Self {
        Self { targets, ..self }
    }

    /// When it was said: milliseconds from any moment that is the same for the whole conversation.
    #[must_use]
    pub const fn at(self, milliseconds: u64) -> Self {
        Self { time: Some(milliseconds), ..self }
    }

    /// The side that speaks, as a number: customer, staff, or somebody by name; 0 for nobody knows who.
    pub(crate) fn side(&self) -> u32 {
        match (self.role, self.author) {
            (Role::Customer, _) => 1,
            (Role::Agent | Role::Bot | Role::System, _) => 2,
            (Role::Unknown, None) => 0,
            // FNV-1a: the same on every machine, as states are handed from one to the other.
            (Role::Unknown, Some(author)) => {
                let hash = author
                    .bytes()
                    .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
                hash.max(3)
            }
        }
    }
}

impl fmt::Debug for Turn<'_> {
    /// Lengths only: a turn shows input, its `Debug` must not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn")
            .field("role", &self.role)
            .field("text_len", &self.text.len())
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}

/// What a turn came to.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The turn's place in the conversation, from 0.
    pub turn: u64,
    /// The text with every value masked.
    pub text: String,
    /// What was masked, in order and disjoint; offsets count within the turn's text.
    pub findings: Vec<Finding>,
    /// Earlier turns that turned out to hold a value.
    pub retractions: Vec<Retraction>,
    /// What fraud looks like. Masks nothing.
    pub alerts: Vec<Alert>,
}

impl fmt::Debug for Outcome {
    /// The text is masked as far as is known, and still nobody's to log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("turn", &self.turn)
            .field("text_len", &self.text.len())
            .field("findings", &self.findings)
            .field("retractions", &self.retractions)
            .field("alerts", &self.alerts)
            .finish()
    }
}

/// An earlier turn that is taken back: it held a part of a value, or a value that was named later.
#[derive(Clone, PartialEq, Eq)]
pub struct Retraction {
    /// The turn's place in the conversation, from 0.
    pub turn: u64,
    /// The turn's id, where it had one: of 64 bytes always, of 256 while no other waits with it.
    pub id: Option<String>,
    /// Its new text.
    pub text: String,
    /// What is masked in it; offsets count within the text as it was.
    pub findings: Vec<Finding>,
}

impl fmt::Debug for Retraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retraction")
            .field("turn", &self.turn)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
