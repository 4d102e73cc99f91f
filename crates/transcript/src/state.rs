//! What a conversation remembers between two turns.
//!
//! **Contract.** Under 1 KiB, in memory and as JSON, whatever was said. It holds no value that was masked; it holds the text of
//! the last few turns that were numbers and nothing else and were let through, as one of them may turn out to be a part.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::Concepts;

/// What a conversation remembers: to be handed out and taken back by a service that keeps nothing itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    version: Version,
    /// Turns so far.
    #[serde(default)]
    pub(crate) turns: u64,
    #[serde(default)]
    pub(crate) primed: Option<Primed>,
    /// What was named last, and in which turn.
    #[serde(default)]
    pub(crate) topic: Option<(Concepts, u64)>,
    /// The last numbers that were let through, oldest first.
    #[serde(default, deserialize_with = "sound_parts")]
    pub(crate) parts: Vec<Part>,
    #[serde(default)]
    pub(crate) answered: Option<Answered>,
    /// What the customer has just asked about.
    #[serde(default)]
    pub(crate) enquired: Concepts,
    /// The last turn that spoke of something else with a number or a code of its own.
    #[serde(default)]
    pub(crate) other: Option<u64>,
    /// The last turn in which somebody but the customer asked for something else: the next number may answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked_other: Option<u64>,
    /// How many words may answer the last turn, if it asked which one is meant, or what for.
    #[serde(default)]
    pub(crate) asks_of: u8,
    /// The last turn that led money to a "safe" account: what moves it later is more of the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) led: Option<u64>,
    /// What was warned of last, and in which turn: "it" may mean that, too, where it is wanted here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) warned: Option<(Concepts, u64)>,
}

/// A question that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Primed {
    pub(crate) concepts: Concepts,
    /// Those of them that no bank asks for in a chat, and that this side has asked for.
    #[serde(default)]
    pub(crate) solicited: Concepts,
    /// The side that asked.
    pub(crate) by: u32,
    /// Whether the side that asked may answer too: it named the value and did not say it.
    pub(crate) is_anyones: bool,
    /// Whether the other side would not answer.
    #[serde(default)]
    pub(crate) is_refused: bool,
    /// Whether the name of a user was asked for before a password, and has not been given.
    #[serde(default, skip_serializing_if = "is_not")]
    pub(crate) has_user: bool,
    /// The turn of the question.
    pub(crate) turn: u64,
    /// Turns of the other side that may still answer.
    pub(crate) left: u8,
    pub(crate) since: Option<u64>,
}

/// What is seldom so is written only where it is.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it writes by reference")]
fn is_not(claim: &bool) -> bool {
    !claim
}

/// A turn that was a number and nothing else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) turn: u64,
    pub(crate) side: u32,
    pub(crate) id: Option<Box<str>>,
    pub(crate) text: Box<str>,
    pub(crate) time: Option<u64>,
}

/// The last answer, which may go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub(crate) concept: u8,
    pub(crate) side: u32,
    pub(crate) turn: u64,
    pub(crate) digits: u8,
}

impl State {
    /// The most parts that are remembered: a number in five messages has four before the last.
    pub(crate) const PARTS: usize = 4;
    /// The ids of all parts together, in bytes: 64 for each, or more for one while the others have less.
    pub(crate) const IDS: usize = 256;
    /// The longest text of a part, in bytes.
    pub(crate) const TEXT: usize = 48;

    /// How many bytes a text takes as JSON.
    pub(crate) fn written(text: &str) -> usize {
        let len = |byte: u8| match byte {
            b'"' | b'\\' => 2,
            0..0x20 => 6,
            _ => 1,
        };
        text.bytes().map(len).sum()
    }

    /// Nothing is remembered of the first turns but how many they were.
    pub(crate) fn after(turns: u64) -> Self {
        Self { turns, ..Self::default() }
    }

    /// Turns so far.
    #[must_use]
    pub fn turns(&self) -> u64 {
        self.turns
    }

    /// The turn that asked for what is waited for.
    pub(crate) fn asked(&self) -> Option<u64> {
        self.primed.as_ref().map(|primed| primed.turn)
    }

    /// Whether a turn may turn out to be a part.
    pub(crate) fn may_take_back(&self, turn: u64) -> bool {
        self.parts.iter().any(|part| part.turn == turn)
    }

    /// Remembers a part, and forgets the oldest where there are too many.
    pub(crate) fn remember(&mut self, part: Part) {
        if self.parts.len() == Self::PARTS {
            self.parts.remove(0);
        }
        self.parts.push(part);
        // The newest is the likeliest to be taken back; what has no room for its id is told by its turn.
        let mut room = Self::IDS;
        for part in self.parts.iter_mut().rev() {
            part.id = part.id.take().filter(|id| Self::written(id) <= room);
            room -= part.id.as_deref().map_or(0, Self::written);
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("turns", &self.turns)
            .field("primed", &self.primed)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}

/// The version of a state as it is written: of another one, guessing could show a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Version;

impl Version {
    const NUMBER: u32 = 1;
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(Self::NUMBER)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            Self::NUMBER => Ok(Self),
            version => Err(D::Error::custom(format!(
                "the state is of version {version}, this is version {}; begin the conversation anew",
                Self::NUMBER
            ))),
        }
    }
}

/// Parts as a conversation remembers them: no more, and none longer.
fn sound_parts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Part>, D::Error> {
    let parts = Vec::<Part>::deserialize(deserializer)?;
    let is_sound = parts.len() <= State::PARTS
        && parts.iter().all(|part| part.text.len() <= State::TEXT)
        && parts.iter().filter_map(|part| part.id.as_ref()).map(|id| id.len()).sum::<usize>() <= State::IDS;
    is_sound
        .then_some(parts)
        .ok_or_else(|| D::Error::custom("the state holds more than a conversation remembers"))
}
