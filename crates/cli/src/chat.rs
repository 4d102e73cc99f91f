//! Transcripts among the inputs: told by `--input chat`, or by content.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use samar::Redactor;
use samar_transcript::{Alert, Beside, Brands, FormatError, Told, Transcript, TranscriptStream};

use crate::arguments::{Format, Selection};
use crate::input::Source;

/// How much of a file is looked at to tell what it is.
const START: usize = 64 * 1024;

/// A transcript of more than this, told by its content, is not read whole where it need not be.
const WHOLE: usize = 8 << 20;

/// How inputs are read, and what links are compared with.
pub(crate) struct Chat {
    format: Option<Format>,
    brands: Option<Brands>,
    /// Whether signs of fraud are told.
    has_alerts: bool,
    /// How many messages each conversation has in a file that is one day of it.
    days: Mutex<HashMap<PathBuf, HashMap<String, u64>>>,
    /// The days that were read last: each stands beside two others.
    read: Mutex<VecDeque<(PathBuf, Day)>>,
}

/// A day of a channel; none where the file is no transcript.
type Day = Option<Arc<Transcript<'static>>>;

/// Days that are kept: for each of some threads that before, the one itself, and the next.
const KEPT: usize = 12;

/// An input, begun.
pub(crate) enum Begun {
    /// A transcript, read.
    Chat(Transcript<'static>),
    /// A transcript that is read as it comes, and its first bytes.
    Stream(Box<TranscriptStream>, Vec<u8>),
    /// The first bytes of a text.
    Text(Vec<u8>),
}

/// What is wrong with an input that was said to be a transcript.
#[derive(Debug)]
pub(crate) enum NoChat {
    NoText,
    Format(FormatError),
}

impl fmt::Display for NoChat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoText => f.write_str("no transcript: it is no UTF-8"),
            Self::Format(error) => write!(f, "no transcript: {error}"),
        }
    }
}

impl From<NoChat> for samar_formats::FormatError {
    fn from(why: NoChat) -> Self {
        Self::Refused(why.to_string().into())
    }
}

impl Chat {
    pub(crate) fn new(format: Option<Format>, selection: &Selection) -> Self {
        Self {
            format,
            brands: selection.brands(),
            has_alerts: true,
            days: Mutex::default(),
            read: Mutex::default(),
        }
    }

    /// The same for those who ask what is left: a sign of fraud is no value.
    pub(crate) fn without_alerts(self) -> Self {
        Self { has_alerts: false, ..self }
    }

    /// The alerts of a message that are told.
    pub(crate) fn alerts<'m>(&self, told: &'m Told) -> impl Iterator<Item = &'m Alert> {
        told.alerts.iter().filter(|_| self.has_alerts)
    }

    /// Goes through a transcript that was read whole. A day of a channel goes on from the day before, and tells what the next
    /// shows of it.
    pub(crate) fn told(
        &self,
        source: &Source,
        entry: &str,
        transcript: &Transcript<'_>,
        redactor: &Redactor,
    ) -> Vec<Told> {
        let days =
            source.path().filter(|path| entry.is_empty() && is_day(path)).map(days).unwrap_or_default();
        let Some(today) = source.path().and_then(|path| days.iter().position(|day| day == path)) else {
            return transcript.told(redactor, self.brands());
        };
        let name = name(source);
        let mut turns = HashMap::new();
        for day in &days[..today] {
            for (id, count) in self.turns(day, &name) {
                *turns.entry(id).or_default() += count;
            }
        }
        let before = today.checked_sub(1).and_then(|yesterday| self.day(&days[yesterday], &name));
        let after = days.get(today + 1).and_then(|tomorrow| self.day(tomorrow, &name));
        let beside = Beside { before: before.as_deref(), after: after.as_deref(), turns: Some(&turns) };
        transcript.told_beside(redactor, self.brands(), &beside)
    }

    /// How many messages each conversation has in a day's file.
    fn turns(&self, path: &Path, name: &str) -> HashMap<String, u64> {
        let known = self.days.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        known.unwrap_or_else(|| {
            let turns = self.day(path, name).map(|day| day.turns()).unwrap_or_default();
            self.days.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), turns.clone());
            turns
        })
    }

    /// Another day of the channel.
    fn day(&self, path: &Path, name: &str) -> Day {
        let known = |read: &VecDeque<(PathBuf, Day)>| read.iter().find(|(day, _)| day == path).cloned();
        if let Some((_, day)) = known(&self.read.lock().unwrap_or_else(PoisonError::into_inner)) {
            return day;
        }
        let day: Day =
            fs::read_to_string(path).ok().and_then(|text| Transcript::take(text, name).ok()).map(Arc::new);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.truncate(KEPT - 1);
        read.push_front((path.to_owned(), day.clone()));
        day
    }

    pub(crate) fn brands(&self) -> Option<&Brands> {
        self.brands.as_ref()
    }

    /// Reads as much as tells what the input is; all of it if that is a transcript that must be read whole. Of standard input
    /// no more than its first line is waited for, where that is none of a document.
    ///
    /// # Errors
    ///
    /// Of reading; or that what was said to be a transcript is none.
    pub(crate) fn begin(
        &self,
        source: &Source,
        reader: &mut dyn Read,
    ) -> Result<Begun, samar_formats::FormatError> {
        let mut bytes = Vec::new();
        let is_told = matches!(self.format, Some(Format::Chat));
        let is_live = matches!(source, Source::Stdin);
        if !matches!(self.format, None | Some(Format::Auto | Format::Chat)) {
            return Ok(Begun::Text(bytes));
        }
        // Most files are smaller, and reading on small steps would ask the system again and again.
        bytes.reserve(8 * 1024);
        let mut is_whole = if is_live {
            read_lines_up_to(START, reader, &mut bytes, |bytes| match is_told {
                true => bytes.first() == Some(&b'{') && TranscriptStream::begin(bytes, "").is_some(),
                false => !may_be_document(bytes),
            })?
        } else {
            read_up_to(START, reader, &mut bytes)?
        };
        let start = text(&bytes);
        let is_likely = match is_live && !may_be_document(&bytes) {
            true => Transcript::opens(start),
            false => Transcript::is_likely(start),
        };
        if !is_told && !is_likely {
            return Ok(Begun::Text(bytes));
        }
        let begin = |bytes: &[u8]| {
            let stream = TranscriptStream::begin(&bytes[..bytes.len().min(START)], &name(source))?;
            Some(Box::new(if is_told { stream } else { stream.with_broken() }))
        };
        if is_live
            && !is_whole
            && let Some(stream) = begin(&bytes)
        {
            return Ok(Begun::Stream(stream, bytes));
        }
        // What was only guessed may turn out to be a text, as long as it is read whole.
        if !is_told && !is_whole {
            is_whole = read_up_to(WHOLE, reader, &mut bytes)?;
        }
        if !is_whole && let Some(stream) = begin(&bytes) {
            return Ok(Begun::Stream(stream, bytes));
        }
        reader.read_to_end(&mut bytes).map_err(samar_formats::FormatError::Read)?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) if is_told => return Err(NoChat::NoText.into()),
            Err(error) => return Ok(Begun::Text(error.into_bytes())),
        };
        let take = if is_told { Transcript::take } else { Transcript::take_broken };
        match take(text, &name(source)) {
            Ok(transcript) => Ok(Begun::Chat(transcript)),
            Err((error, _)) if is_told && error != FormatError::NoMessages => {
                Err(NoChat::Format(error).into())
            }
            // An export has other files beside its messages: users, channels.
            Err((_, text)) => Ok(Begun::Text(text.into_bytes())),
        }
    }
}

/// As much of the bytes as is text.
fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes)
        .unwrap_or_else(|error| str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
}

/// Whether these bytes may be the start of a document of JSON of more than a line, or no line is there yet.
fn may_be_document(bytes: &[u8]) -> bool {
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { return true };
    let line = bytes[..end].trim_ascii();
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    matches!(line, [b'{' | b'[', ..]) && matches!(line, [.., b'{' | b'[' | b',' | b':'])
}

/// Reads on to `len` bytes; tells whether that is all there is.
fn read_up_to(
    len: usize,
    reader: &mut dyn Read,
    bytes: &mut Vec<u8>,
) -> Result<bool, samar_formats::FormatError> {
    let wanted = len.saturating_sub(bytes.len());
    let read = reader.take(wanted as u64).read_to_end(bytes).map_err(samar_formats::FormatError::Read)?;
    Ok(read < wanted)
}

/// Reads on until a line is there and `is_enough`, or to `len` bytes; tells whether that is all there is.
fn read_lines_up_to(
    len: usize,
    reader: &mut dyn Read,
    bytes: &mut Vec<u8>,
    is_enough: impl Fn(&[u8]) -> bool,
) -> Result<bool, samar_formats::FormatError> {
    while bytes.len() < len {
        let from = bytes.len();
        bytes.resize(from + 8 * 1024, 0);
        let read = match reader.read(&mut bytes[from..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Err(error) => return Err(samar_formats::FormatError::Read(error)),
            Ok(0) => {
                bytes.truncate(from);
                return Ok(true);
            }
            Ok(read) => read,
        };
        bytes.truncate(from + read);
        if bytes[from..].contains(&b'\n') && is_enough(bytes) {
            break;
        }
    }
    Ok(false)
}

/// The conversation's name where the file has none: the file's, or for a day of Slack's the folder's.
pub(crate) fn name(source: &Source) -> String {
    let Some(path) = source.path() else { return "-".to_owned() };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let folder = path.parent().and_then(Path::file_name).filter(|_| is_day(path));
    folder.map_or(stem.clone().into_owned(), |folder| folder.to_string_lossy().into_owned())
}

/// Whether a file is one day of a channel, as Slack exports them: `2024-03-01.json`.
fn is_day(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.len() == 10 && stem.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The days in a file's folder, in order; none where the folder cannot be read: then each stands for itself.
fn days(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_alike = |other: &PathBuf| is_day(other) && other.extension() == path.extension();
    // Named as the input is, so that it is found again.
    let named = entries.map(|entry| path.with_file_name(entry.file_name()));
    let mut days: Vec<PathBuf> = named.filter(is_alike).collect();
    days.sort_unstable();
    days
}
