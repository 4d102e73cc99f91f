//! Transcripts among the inputs: told by `--input chat`, or by content.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use samar::Redactor;
use samar_transcript::{Alert, Beside, Brands, FormatError, Told, Transcript, TranscriptStream};

use crate::input::Source;
use crate::selection::Selection;
use crate::work::Format;

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
    /// The days of each channel's folder, as they were before any was written.
    days: Mutex<HashMap<PathBuf, Arc<Vec<Day>>>>,
}

/// An input, begun.
pub(crate) enum Begun {
    /// A transcript, read.
    Chat(Transcript<'static>),
    /// A transcript that is read as it comes, and its first bytes.
    Stream(Box<TranscriptStream>, Vec<u8>),
    /// The first bytes of a text.
    Text(Vec<u8>),
}

/// A file that is one day of a channel, as far as it matters to the others.
struct Day {
    path: PathBuf,
    /// How many messages each conversation has.
    turns: HashMap<String, u64>,
    first: Transcript<'static>,
    last: Transcript<'static>,
}

/// What is wrong with an input that was said to be a transcript.
#[derive(Debug)]
pub(crate) enum NoChat {
    Format(FormatError),
}

impl fmt::Display for NoChat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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
    /// # Errors
    ///
    /// When links can be compared with nothing of what the policy names.
    pub(crate) fn new(format: Option<Format>, selection: &Selection) -> anyhow::Result<Self> {
        Ok(Self { format, brands: selection.brands()?, has_alerts: true, days: Mutex::default() })
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
        let path = source.path().filter(|path| entry.is_empty() && is_day(path));
        let days = path.map(|path| self.days(path, &name(source, entry))).unwrap_or_default();
        let Some(today) = path.and_then(|path| days.iter().position(|day| day.path == path)) else {
            return transcript.told(redactor, self.brands());
        };
        let mut turns = HashMap::new();
        for day in &days[..today] {
            for (id, count) in &day.turns {
                *turns.entry(id.clone()).or_default() += count;
            }
        }
        let before = today.checked_sub(1).map(|yesterday| &days[yesterday].last);
        let after = days.get(today + 1).map(|tomorrow| &tomorrow.first);
        let beside = Beside { before, after, turns: Some(&turns) };
        transcript.told_beside(redactor, self.brands(), &beside)
    }

    /// The days of a file's folder. All are read when the first is asked for: where they are masked in place, a day must hear what
    /// the day before said and not what was left of it.
    fn days(&self, path: &Path, name: &str) -> Arc<Vec<Day>> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let mut known = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || Arc::new(days(path).into_iter().filter_map(|path| Day::read(path, name)).collect());
        Arc::clone(known.entry(folder).or_insert_with(read))
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
        entry: &str,
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
        let start = &*String::from_utf8_lossy(&bytes);
        let is_likely = match is_live && !may_be_document(&bytes) {
            true => Transcript::opens(start),
            false => Transcript::is_likely(start),
        };
        if !is_told && !is_likely {
            return Ok(Begun::Text(bytes));
        }
        let begin = |bytes: &[u8]| {
            let stream = TranscriptStream::begin(&bytes[..bytes.len().min(START)], &name(source, entry))?;
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
        match Transcript::take_bytes(bytes, &name(source, entry), !is_told) {
            Ok(transcript) => Ok(Begun::Chat(transcript)),
            Err((error, _)) if is_told && error != FormatError::NoMessages => {
                Err(NoChat::Format(error).into())
            }
            // An export has other files beside its messages: users, channels.
            Err((_, bytes)) => Ok(Begun::Text(bytes)),
        }
    }
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

/// The conversation's name where the file has none: the file's, or for a day of Slack's the folder's. An entry of an archive has
/// its own.
pub(crate) fn name(source: &Source, entry: &str) -> String {
    let path = match entry {
        "" => source.path(),
        entry => Some(Path::new(entry)),
    };
    let Some(path) = path else { return "-".to_owned() };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if !is_day(path) {
        return stem.into_owned();
    }
    // A file that is named without its folder stands in the current one.
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = match parent {
        Some(parent) => Some(parent.to_owned()),
        None if entry.is_empty() => std::env::current_dir().ok(),
        None => None,
    };
    let name = folder.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "-".to_owned())
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

impl Day {
    /// None where the file is no transcript.
    fn read(path: PathBuf, name: &str) -> Option<Self> {
        let day = Transcript::take_bytes(fs::read(&path).ok()?, name, true).ok()?;
        Some(Self { turns: day.turns(), first: day.edge(false), last: day.edge(true), path })
    }
}
