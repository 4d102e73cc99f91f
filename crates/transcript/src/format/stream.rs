//! A transcript that is read as it comes: lines of JSON, or lines with speakers.
//!
//! **Contract.** What comes out is what the whole file would give, in pieces, for conversations of which fewer than
//! [`LIVE`] go on at once and parts of numbers that stand less than [`HELD`] bytes apart. Memory is bounded by these two and by the
//! longest message, whatever the length of the file. A message waits while it may turn out to be a part of a number.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use samar::Redactor;

use super::edit::{self, Torn};
use super::fields::Prose;
use super::labels::Labels;
use super::{FormatError, Message, Told, Transcript, json, lines};
use crate::conversation::Conversation;
use crate::link::Brands;
use crate::state::State;

/// How much of a file is held back for a message that may be a part, in bytes.
const HELD: usize = 4 << 20;

/// Conversations that are remembered at once, at least; of twice as many, those that spoke last.
const LIVE: usize = 1 << 17;

/// A transcript, message by message.
pub struct TranscriptStream {
    form: Form,
    /// The conversation's id where the file has none.
    name: String,
    /// What has come and is no whole message yet.
    rest: Vec<u8>,
    /// Lines of what was taken from `rest`.
    line: usize,
    /// Lines that are no JSON, where these do not end it.
    broken: Option<Vec<usize>>,
    /// Messages that are told and not settled, and their bytes.
    source: String,
    messages: Vec<Message>,
    prose: Vec<Prose>,
    torn: Vec<Torn>,
    told: Vec<Told>,
    labels: Labels,
    live: Live,
    /// Messages that were settled, and their lines.
    settled: u64,
    settled_lines: usize,
}

/// Messages of which nothing changes any more.
#[derive(Debug)]
pub struct Settled {
    /// The messages, and the bytes of the file that they are in.
    pub transcript: Transcript<'static>,
    /// What they came to.
    pub told: Vec<Told>,
    /// Lines of the file before them.
    pub line: usize,
}

#[derive(Clone, Copy)]
enum Form {
    Json,
    Lines { has_times: bool },
}

impl TranscriptStream {
    /// A transcript that begins with `start`, of which it is told here alone what it is: nothing of it is taken. None for what
    /// must be read whole: a document of JSON, or what is no transcript.
    #[must_use]
    pub fn begin(start: &[u8], name: &str) -> Option<Self> {
        let text = valid(start);
        let base = text.trim_start_matches('\u{feff}').trim_start();
        let form = if json::is_message_line(base) {
            Form::Json
        } else if !base.starts_with(['{', '[']) || lines::has_headers(text) {
            let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
            Form::Lines { has_times: lines::has_headers(whole).then(|| lines::has_times(whole))? }
        } else {
            return None;
        };
        Some(Self {
            form,
            name: name.to_owned(),
            rest: Vec::new(),
            line: 0,
            broken: None,
            source: String::new(),
            messages: Vec::new(),
            prose: Vec::new(),
            torn: Vec::new(),
            told: Vec::new(),
            labels: Labels::default(),
            live: Live::default(),
            settled: 0,
            settled_lines: 0,
        })
    }

    /// The same, where lines that are no JSON count as text of nobody's: see [`Transcript::broken`].
    #[must_use]
    pub fn with_broken(self) -> Self {
        Self { broken: Some(Vec::new()), ..self }
    }

    /// Takes the next bytes; gives what they have settled.
    ///
    /// # Errors
    ///
    /// When a line is none of the form that the first ones had.
    pub fn push(
        &mut self,
        bytes: &[u8],
        redactor: &Redactor,
        brands: Option<&Brands>,
    ) -> Result<Settled, FormatError> {
        let from = self.rest.len();
        self.rest.extend_from_slice(bytes);
        let whole = match self.form {
            Form::Json => memchr::memrchr(b'\n', &self.rest[from..]).map_or(0, |end| from + end + 1),
            Form::Lines { has_times } => last_header(&self.rest, from, has_times),
        };
        self.tell(whole, redactor, brands)?;
        Ok(self.settle(false))
    }

    /// Takes what is left, and settles it.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub fn finish(mut self, redactor: &Redactor, brands: Option<&Brands>) -> Result<Settled, FormatError> {
        self.tell(self.rest.len(), redactor, brands)?;
        Ok(self.settle(true))
    }

    /// Goes through the first bytes of what has come, which are whole messages.
    fn tell(&mut self, len: usize, redactor: &Redactor, brands: Option<&Brands>) -> Result<(), FormatError> {
        if len == 0 {
            return Ok(());
        }
        let rest = self.rest.split_off(len);
        let bytes = std::mem::replace(&mut self.rest, rest);
        let (text, torn) = edit::mended(bytes);
        let (mut messages, mut prose) = match self.form {
            Form::Json => json::read_lines(&text, &self.name, self.line, self.broken.as_mut())?,
            Form::Lines { has_times } => (lines::messages(&text, &self.name, has_times), Vec::new()),
        };
        self.line += memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let by = self.source.len();
        messages.iter_mut().flat_map(Message::each_piece).for_each(|piece| piece.move_on(by));
        prose.iter_mut().flat_map(|prose| &mut prose.pieces).for_each(|piece| piece.move_on(by));
        self.torn.extend(torn.into_iter().map(|one| Torn { at: one.at + by, ..one }));
        self.source.push_str(&text);
        self.prose.append(&mut prose);
        let mut chat = Conversation::new(redactor);
        if let Some(brands) = brands {
            chat = chat.with_brands(brands);
        }
        for message in messages {
            self.hear(&mut chat, redactor, &message);
            self.messages.push(message);
        }
        Ok(())
    }

    fn hear(&mut self, chat: &mut Conversation<'_>, redactor: &Redactor, message: &Message) {
        let number = self.settled + self.messages.len() as u64;
        let mut talk = self.live.take(&message.conversation);
        let asked = talk.state.asked();
        chat.switch(talk.state);
        let outcome = chat.push(message.turn());
        talk.state = chat.switch(State::default());
        for retraction in outcome.retractions {
            let earlier = talk.waiting.iter().find(|(turn, _)| *turn == retraction.turn);
            let place =
                earlier.and_then(|(_, number)| usize::try_from(number.checked_sub(self.settled)?).ok());
            if let Some(earlier) = place.and_then(|place| self.told.get_mut(place)) {
                earlier.findings = retraction.findings;
                earlier.answers = earlier.answers.or(asked);
            }
        }
        talk.waiting.push((outcome.turn, number));
        self.live.keep(&message.conversation, talk);
        let answers = asked.filter(|_| !outcome.findings.is_empty());
        let mut findings = outcome.findings;
        self.labels.add(redactor, message, &mut findings);
        let message = self.messages.len();
        self.told.push(Told { message, turn: outcome.turn, findings, alerts: outcome.alerts, answers });
    }

    /// Takes away what nothing can change any more.
    fn settle(&mut self, is_end: bool) -> Settled {
        let first = self.live.first().filter(|_| !is_end);
        let waits = first.and_then(|number| usize::try_from(number.saturating_sub(self.settled)).ok());
        let mut end = waits.map_or(self.source.len(), |place| self.start(place));
        if self.source.len() - end > HELD {
            end = self.source.len() - HELD / 2;
            end = self.source[..self.source.floor_char_boundary(end)].rfind('\n').map_or(0, |at| at + 1);
        }
        let count = self.messages.partition_point(|message| message.starts_before(end));
        let rest = self.source.split_off(end);
        let source = std::mem::replace(&mut self.source, rest);
        let later = self.messages.split_off(count);
        let messages = std::mem::replace(&mut self.messages, later);
        self.messages.iter_mut().flat_map(Message::each_piece).for_each(|piece| piece.move_back(end));
        let later = self.told.split_off(count);
        let told = std::mem::replace(&mut self.told, later);
        self.told.iter_mut().for_each(|told| told.message -= count);
        let prose = self.prose.iter().position(|prose| prose.start() >= end);
        let later = self.prose.split_off(prose.unwrap_or(self.prose.len()));
        let prose = std::mem::replace(&mut self.prose, later);
        self.prose.iter_mut().flat_map(|prose| &mut prose.pieces).for_each(|piece| piece.move_back(end));
        let later = self.torn.split_off(self.torn.partition_point(|one| one.at < end));
        let torn = std::mem::replace(&mut self.torn, later);
        self.torn.iter_mut().for_each(|one| one.at -= end);
        let line = self.settled_lines;
        self.settled_lines += memchr::memchr_iter(b'\n', source.as_bytes()).count();
        self.settled += count as u64;
        let broken = self.broken.as_mut().map(std::mem::take).unwrap_or_default();
        let transcript = Transcript { source: Cow::Owned(source), messages, prose, torn, broken };
        Settled { transcript, told, line }
    }

    /// Where the line starts in which a message does.
    fn start(&self, place: usize) -> usize {
        let pieces =
            self.messages.get(place..).into_iter().flatten().find_map(|message| message.pieces.first());
        let at = pieces.map_or(self.source.len(), |piece| piece.raw.start);
        memchr::memrchr(b'\n', &self.source.as_bytes()[..at]).map_or(0, |end| end + 1)
    }
}

impl std::fmt::Debug for TranscriptStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TranscriptStream").field("held", &self.source.len()).finish_non_exhaustive()
    }
}

/// A conversation that goes on.
#[derive(Default)]
struct Talk {
    state: State,
    /// Turns that may be taken back, each with its message's number in the file.
    waiting: Vec<(u64, u64)>,
}

/// Conversations that go on: those that spoke of late, and those before them.
#[derive(Default)]
struct Live {
    young: HashMap<String, Talk>,
    old: HashMap<String, Talk>,
    /// Messages that may be taken back.
    waiting: BTreeSet<u64>,
}

impl Live {
    fn take(&mut self, id: &str) -> Talk {
        self.young.remove(id).or_else(|| self.old.remove(id)).unwrap_or_default()
    }

    fn keep(&mut self, id: &str, mut talk: Talk) {
        talk.waiting.retain(|(turn, number)| {
            let waits = talk.state.may_take_back(*turn);
            if waits {
                self.waiting.insert(*number);
            } else {
                self.waiting.remove(number);
            }
            waits
        });
        self.young.insert(id.to_owned(), talk);
        if self.young.len() > LIVE {
            let gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
            for (_, number) in gone.into_values().flat_map(|talk| talk.waiting) {
                self.waiting.remove(&number);
            }
        }
    }

    fn first(&self) -> Option<u64> {
        self.waiting.first().copied()
    }
}

/// Where the last line starts that starts a message; nothing behind `from` was looked at before.
fn last_header(bytes: &[u8], from: usize, has_times: bool) -> usize {
    let mut end = bytes.len();
    // Lines that had their end before were looked at, but for the last.
    let from = memchr::memrchr(b'\n', &bytes[..from]).map_or(0, |last| last + 1);
    while let Some(newline) = memchr::memrchr(b'\n', &bytes[from..end]).map(|at| from + at) {
        let start = newline + 1;
        let line_end = memchr::memchr(b'\n', &bytes[start..]).map(|at| start + at);
        // A line that is not whole may be a header yet.
        let line = line_end.and_then(|line_end| str::from_utf8(&bytes[start..line_end]).ok());
        if line.is_some_and(|line| lines::is_header(line.trim_end_matches('\r'), has_times)) {
            return start;
        }
        end = newline;
    }
    0
}

/// As much of the bytes as is text.
fn valid(bytes: &[u8]) -> &str {
    str::from_utf8(bytes)
        .unwrap_or_else(|error| str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
}
