//! Transcripts: messages out of a file, and the file again with their texts masked.
//!
//! **Contract.** What is written has the bytes of what was read, apart from masked values. Conversations in one file are kept
//! apart by their ids. A number that was sent in parts is masked in its place, as the file is at hand. Where a message is
//! written twice (Telegram's entities, Slack's blocks, an HTML body beside a plain one), its copies are masked with it.
//!
//! Lines of text: WhatsApp's export (Android, iOS, 12 and 24 hours), IRC, `Name: text`, `[time] Name: text`. JSON, one document or
//! one a line: samar's own, Telegram, Slack, Discord, Intercom, Zendesk, Twilio, Genesys, Teams, and others that write a
//! message as an object with a text and a speaker.

mod edit;
mod fields;
mod html;
mod json;
mod labels;
mod lines;
mod raw;
mod stream;
mod time;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use samar::{Finding, Redactor, Scratch, Span};

use crate::alert::Alert;
use crate::conversation::Conversation;
use crate::link::Brands;
use crate::state::State;
use crate::turn::{Role, Target, Turn};
use edit::{Piece, Torn};
use fields::Prose;
use labels::Labels;
pub use stream::{Settled, TranscriptStream};

/// A file of messages.
pub struct Transcript<'t> {
    source: Cow<'t, str>,
    messages: Vec<Message>,
    /// Texts that are no message: a ticket's subject.
    prose: Vec<Prose>,
    /// Bytes that are no text.
    torn: Vec<Torn>,
    /// Lines that are no JSON among those that are.
    broken: Vec<usize>,
}

/// A message in a file.
pub struct Message {
    /// The conversation's id.
    pub conversation: String,
    /// Who speaks.
    pub role: Role,
    /// The speaker's name or id.
    pub author: Option<String>,
    /// The message's own id.
    pub id: Option<String>,
    /// When it was said, in milliseconds from a moment that is the same for the whole file.
    pub time: Option<u64>,
    /// What was said.
    pub text: String,
    pieces: Vec<Piece>,
    copies: Vec<Vec<Piece>>,
    targets: Vec<Target>,
}

/// What a message came to. Findings have those of retractions put in their places.
#[derive(Debug)]
pub struct Told {
    /// The message, by its place in [`Transcript::messages`].
    pub message: usize,
    /// The turn in its conversation, from 0.
    pub turn: u64,
    /// What is masked; offsets count within the message's text.
    pub findings: Vec<Finding>,
    /// What fraud looks like.
    pub alerts: Vec<Alert>,
    /// The turn whose question the findings answer, where one was asked.
    pub answers: Option<u64>,
}

/// What was said in the same conversations in other files: an export of a channel may have one for each day.
#[derive(Clone, Copy, Default)]
pub struct Beside<'b> {
    /// The file before.
    pub before: Option<&'b Transcript<'b>>,
    /// The file behind.
    pub after: Option<&'b Transcript<'b>>,
    /// How many turns each conversation has in all files before.
    pub turns: Option<&'b HashMap<String, u64>>,
}

/// A conversation on its way through a file.
#[derive(Default)]
struct Talk {
    state: State,
    /// Messages of the file before that are heard again.
    before: u64,
    /// The number of the first turn that is heard.
    first: u64,
    /// Which message of the file each turn is.
    turns: Vec<Option<usize>>,
}

impl Talk {
    fn begin(&mut self, beside: &Beside<'_>, id: &str) {
        let turns = beside.turns.and_then(|turns| turns.get(id)).copied().unwrap_or_default();
        self.first = turns.saturating_sub(self.before);
        self.state = State::after(self.first);
    }
}

/// How long before and behind a file what was said in others is heard, in milliseconds.
const NEAR: u64 = 600_000;

/// How many messages that are, where nobody knows when they were said.
const NEAR_MESSAGES: usize = 8;

/// The last messages before one.
fn near_end<'m>(messages: &'m [Message], first: Option<&Message>) -> &'m [Message] {
    let near =
        messages.iter().rev().enumerate().take_while(|(place, message)| is_near(*place, message, first));
    &messages[messages.len() - near.count()..]
}

/// The first messages behind one.
fn near_start<'m>(messages: &'m [Message], last: Option<&Message>) -> &'m [Message] {
    let near = messages.iter().enumerate().take_while(|(place, message)| is_near(*place, message, last));
    &messages[..near.count()]
}

fn is_near(place: usize, message: &Message, other: Option<&Message>) -> bool {
    match message.time.zip(other.and_then(|other| other.time)) {
        Some((time, other)) => time.abs_diff(other) <= NEAR,
        None => place < NEAR_MESSAGES,
    }
}

/// A file that holds no transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormatError {
    /// It is JSON, and no message is in it.
    NoMessages,
    /// It starts as JSON and is none: the line.
    NoJson(usize),
    /// Its lines have no speakers.
    NoSpeakers,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMessages => f.write_str("no message with a text and a speaker is in it"),
            Self::NoJson(line) => write!(f, "no JSON, at line {line}"),
            Self::NoSpeakers => f.write_str("no transcript that is known: its lines have no speakers"),
        }
    }
}

impl std::error::Error for FormatError {}

impl<'t> Transcript<'t> {
    /// Reads a file. `name` is the conversation's id where the file has none.
    ///
    /// # Errors
    ///
    /// When it is in no form that is known.
    pub fn read(source: &'t str, name: &str) -> Result<Self, FormatError> {
        let (messages, prose) = parsed(source, name, None)?;
        Ok(Self { source: Cow::Borrowed(source), messages, prose, torn: Vec::new(), broken: Vec::new() })
    }

    /// The same of a text that is handed over, which comes back where it is in no form that is known.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), with the text.
    pub fn take(source: String, name: &str) -> Result<Transcript<'static>, (FormatError, String)> {
        Self::taken(source, name, None)
    }

    /// The same, where lines that are no JSON among those that are count as text of nobody's: see [`broken`](Self::broken).
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), with the text.
    pub fn take_broken(source: String, name: &str) -> Result<Transcript<'static>, (FormatError, String)> {
        Self::taken(source, name, Some(Vec::new()))
    }

    /// The same of bytes. Those that are no text stand for nothing, and come out as they are.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), with the bytes.
    pub fn take_bytes(
        bytes: Vec<u8>,
        name: &str,
        may_be_broken: bool,
    ) -> Result<Transcript<'static>, (FormatError, Vec<u8>)> {
        let (source, torn) = edit::mended(bytes);
        match Self::taken(source, name, may_be_broken.then(Vec::new)) {
            Ok(transcript) => Ok(Transcript { torn, ..transcript }),
            Err((error, source)) => Err((error, edit::apply(&source, &torn, Vec::new()))),
        }
    }

    fn taken(
        source: String,
        name: &str,
        mut broken: Option<Vec<usize>>,
    ) -> Result<Transcript<'static>, (FormatError, String)> {
        match parsed(&source, name, broken.as_mut()) {
            Ok((messages, prose)) => {
                let broken = broken.unwrap_or_default();
                Ok(Transcript { source: Cow::Owned(source), messages, prose, torn: Vec::new(), broken })
            }
            Err(error) => Err((error, source)),
        }
    }

    /// Lines that are no JSON in a transcript of lines that are, from 1; their values are masked as those of any text.
    #[must_use]
    pub fn broken(&self) -> &[usize] {
        &self.broken
    }

    /// The file as it was read.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether a file whose start this is looks like a transcript, for those who ask by content. Plain `Name: text` lines do
    /// not: a log has them too.
    #[must_use]
    pub fn is_likely(start: &str) -> bool {
        json::is_likely(start) || lines::is_likely(start)
    }

    /// Whether the first line is surely a message, for those who cannot wait for the next.
    #[must_use]
    pub fn opens(start: &str) -> bool {
        json::is_likely(start) && json::is_message_line(start) || lines::opens(start)
    }

    /// The messages, in the order of the file.
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Goes through all conversations.
    #[must_use]
    pub fn told(&self, redactor: &Redactor, brands: Option<&Brands>) -> Vec<Told> {
        self.told_beside(redactor, brands, &Beside::default())
    }

    /// Goes through all conversations, which went on in other files before and behind this one. Only what stands in this one is
    /// told.
    #[must_use]
    pub fn told_beside<'b>(
        &'b self,
        redactor: &Redactor,
        brands: Option<&Brands>,
        beside: &Beside<'b>,
    ) -> Vec<Told> {
        let mut chat = Conversation::new(redactor);
        if let Some(brands) = brands {
            chat = chat.with_brands(brands);
        }
        let before =
            beside.before.map_or(&[][..], |before| near_end(&before.messages, self.messages.first()));
        let after = beside.after.map_or(&[][..], |after| near_start(&after.messages, self.messages.last()));
        let mut states: HashMap<&str, Talk> = HashMap::new();
        for message in before {
            states.entry(&message.conversation).or_default().before += 1;
        }
        for (id, talk) in &mut states {
            talk.begin(beside, id);
        }
        let own = self.messages.iter().enumerate().map(|(index, message)| (Some(index), message));
        let others = |messages: &'b [Message]| messages.iter().map(|message| (None, message));
        let mut told: Vec<Told> = Vec::with_capacity(self.messages.len());
        let mut labels = Labels::default();
        for (index, message) in others(before).chain(own).chain(others(after)) {
            let talk = states.entry(&message.conversation).or_insert_with(|| {
                let mut talk = Talk::default();
                talk.begin(beside, &message.conversation);
                talk
            });
            let asked = talk.state.asked();
            chat.switch(std::mem::take(&mut talk.state));
            let outcome = chat.push(message.turn());
            talk.state = chat.switch(State::default());
            talk.turns.push(index);
            for retraction in outcome.retractions {
                let place =
                    retraction.turn.checked_sub(talk.first).and_then(|turn| usize::try_from(turn).ok());
                let earlier = place.and_then(|place| talk.turns.get(place).copied().flatten());
                if let Some(earlier) = earlier.and_then(|earlier| told.get_mut(earlier)) {
                    earlier.findings = retraction.findings;
                    earlier.answers = earlier.answers.or(asked);
                }
            }
            let Some(index) = index else { continue };
            let answers = asked.filter(|_| !outcome.findings.is_empty());
            let mut findings = outcome.findings;
            labels.add(redactor, message, &mut findings);
            told.push(Told { message: index, turn: outcome.turn, findings, alerts: outcome.alerts, answers });
        }
        self.hear_in_time(&mut chat, &mut told);
        told
    }

    /// Hears messages that stand in another order than they were said once more, as they were said: what is a value in one of the
    /// two orders is masked.
    fn hear_in_time(&self, chat: &mut Conversation<'_>, told: &mut [Told]) {
        let mut last: HashMap<&str, u64> = HashMap::new();
        let mut timed = self.messages.iter().filter_map(|message| Some((message, message.time?)));
        if !timed.any(|(message, time)| last.insert(&message.conversation, time) > Some(time)) {
            return;
        }
        let mut order: Vec<usize> = (0..self.messages.len()).collect();
        // Without a time, nobody knows.
        order.retain(|index| self.messages[*index].time.is_some());
        order.sort_by_key(|index| self.messages[*index].time);
        let mut talks: HashMap<&str, (State, Vec<usize>)> = HashMap::new();
        for index in order {
            let message = &self.messages[index];
            let (state, turns) = talks.entry(&message.conversation).or_default();
            chat.switch(std::mem::take(state));
            let outcome = chat.push(message.turn());
            *state = chat.switch(State::default());
            turns.push(index);
            for retraction in outcome.retractions {
                let earlier = usize::try_from(retraction.turn).ok().and_then(|turn| turns.get(turn));
                if let Some(earlier) = earlier {
                    labels::join(&mut told[*earlier].findings, retraction.findings.into_iter());
                }
            }
            labels::join(&mut told[index].findings, outcome.findings.into_iter());
        }
    }

    /// The messages at its start, or at its end, that may matter to a file beside it, without the file.
    #[must_use]
    pub fn edge(&self, is_end: bool) -> Transcript<'static> {
        let messages = match is_end {
            true => near_end(&self.messages, self.messages.last()),
            false => near_start(&self.messages, self.messages.first()),
        };
        let messages = messages.iter().map(Message::said).collect();
        let source = Cow::Owned(String::new());
        Transcript { source, messages, prose: Vec::new(), torn: Vec::new(), broken: Vec::new() }
    }

    /// How many messages each conversation has.
    #[must_use]
    pub fn turns(&self) -> HashMap<String, u64> {
        let mut turns = HashMap::new();
        for message in &self.messages {
            *turns.entry(message.conversation.clone()).or_default() += 1;
        }
        turns
    }

    /// The file with every value masked that `told` names, as text.
    #[must_use]
    pub fn redacted(&self, redactor: &Redactor, told: &[Told]) -> String {
        String::from_utf8_lossy(&self.redacted_bytes(redactor, told)).into_owned()
    }

    /// What is found in the file beside its messages, by places in the file.
    #[must_use]
    pub fn beside(&self, redactor: &Redactor) -> Vec<Finding> {
        let mut scratch = Scratch::default();
        let mut found: Vec<Finding> =
            self.prose.iter().flat_map(|prose| prose.found(&self.source, redactor, &mut scratch)).collect();
        found.sort_by_key(|finding| finding.span.start);
        found
    }

    /// The file with every value masked that `told` names, and with what is found beside the messages.
    #[must_use]
    pub fn redacted_bytes(&self, redactor: &Redactor, told: &[Told]) -> Vec<u8> {
        let mut edits = Vec::new();
        for one in told.iter().filter(|one| !one.findings.is_empty()) {
            let message = &self.messages[one.message];
            for finding in one.findings.iter().filter(|finding| finding.excuse.is_none()) {
                let value = &message.text[finding.span.range()];
                let mask = edit::mask(redactor, finding, value);
                edit::replace(&self.source, &message.pieces, finding.span, &mask, &mut edits);
                for copy in &message.copies {
                    edit::replace_all(&self.source, copy, value, &mask, &mut edits);
                }
            }
        }
        let mut scratch = Scratch::default();
        for prose in &self.prose {
            prose.mask(&self.source, redactor, &mut scratch, &mut edits);
        }
        edit::apply(&self.source, &self.torn, edits)
    }

    /// Where a finding of a message stands in the file, in bytes.
    #[must_use]
    pub fn place(&self, message: &Message, span: Span) -> Option<Span> {
        edit::place(&self.source, &message.pieces, span)
    }
}

/// The messages of a file, and its texts that are none.
type Parsed = (Vec<Message>, Vec<Prose>);

fn parsed(source: &str, name: &str, broken: Option<&mut Vec<usize>>) -> Result<Parsed, FormatError> {
    Ok(match source.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('{' | '[') if !lines::has_headers(source) => json::read(source, name, broken)?,
        None => (Vec::new(), Vec::new()),
        _ => (lines::read(source, name)?, Vec::new()),
    })
}

impl Message {
    /// The same without its place in a file.
    fn said(&self) -> Self {
        let Self { conversation, role, author, id, time, text, .. } = self;
        Self {
            conversation: conversation.clone(),
            role: *role,
            author: author.clone(),
            id: id.clone(),
            time: *time,
            text: text.clone(),
            pieces: Vec::new(),
            copies: Vec::new(),
            targets: Vec::new(),
        }
    }

    fn each_piece(&mut self) -> impl Iterator<Item = &mut Piece> {
        self.pieces.iter_mut().chain(self.copies.iter_mut().flatten())
    }

    /// Whether it stands in a file of lines, not of JSON.
    fn is_line(&self) -> bool {
        self.pieces.first().is_some_and(|piece| !piece.is_escaped)
    }

    /// Whether it stands before `end` in its file.
    fn starts_before(&self, end: usize) -> bool {
        self.pieces.first().is_none_or(|piece| piece.raw.start < end)
    }

    /// The message as a turn of its conversation.
    #[must_use]
    pub fn turn(&self) -> Turn<'_> {
        let mut turn = Turn::new(self.role, &self.text).targets(&self.targets);
        if let Some(author) = &self.author {
            turn = turn.author(author);
        }
        if let Some(id) = &self.id {
            turn = turn.id(id);
        }
        match self.time {
            Some(time) => turn.at(time),
            None => turn,
        }
    }
}

impl fmt::Debug for Message {
    /// No text: it is input.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("role", &self.role)
            .field("text_len", &self.text.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Transcript<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transcript").field("messages", &self.messages.len()).finish_non_exhaustive()
    }
}
