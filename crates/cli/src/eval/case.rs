//! Texts whose values are marked, from lines of JSON. No message holds a byte of what was read: neither a text, nor a
//! name that should have been an entity's.

use std::fmt::{self, Display};
use std::io::{BufRead, BufReader};

use anyhow::{Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samar::{Entities, Span};
use samar_transcript::{AlertKind, Role};
use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

use crate::console::reason;
use crate::input::Source;

/// What a line holds.
pub(super) enum Item {
    Text(Case),
    Talk(Vec<Said>),
}

/// A message of a conversation, what must be found in it and which alerts it must raise.
pub(super) struct Said {
    pub(super) role: Role,
    pub(super) author: Option<String>,
    /// When it was said, in milliseconds.
    pub(super) time: Option<u64>,
    pub(super) text: String,
    pub(super) expected: Vec<Expected>,
    pub(super) alerts: Vec<String>,
}

/// A text and what must be found in it.
pub(super) struct Case {
    pub(super) text: Vec<u8>,
    pub(super) expected: Vec<Expected>,
}

pub(super) struct Expected {
    pub(super) span: Span,
    pub(super) entity: String,
}

/// A line as it was written. What its values are is looked at one by one: the messages of a deserializer quote them.
#[derive(Deserialize)]
struct Line {
    text: Option<Value>,
    text_b64: Option<Value>,
    spans: Option<Value>,
    turns: Option<Value>,
    /// When each turn was said, in seconds.
    time: Option<Value>,
}

/// What is wrong with a line. Spans count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    NoJson {
        column: usize,
    },
    NoObject,
    KeyTwice,
    NoText,
    TwoTexts,
    TextIsNoString,
    NoBase64,
    NoSpans,
    NoTriple(usize),
    UnknownEntity(usize),
    Reversed(usize),
    Empty(usize),
    Beyond(usize),
    InsideCharacter(usize),
    /// A turn of a conversation.
    NoTurn(usize),
    InTurn(usize, Box<Fault>),
}

/// Reads the cases of a source in order. Their entities are among these, each by name.
///
/// # Errors
///
/// The first line that is no case, with the source's name and the line's number.
pub(super) fn read(source: &Source, entities: &Entities, mut take: impl FnMut(Item)) -> Result<()> {
    let failed = |error| anyhow!("{source}: {}", reason(&error));
    let mut reader = BufReader::new(source.open().map_err(failed)?);
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(failed)? == 0 {
            break;
        }
        let line = line.trim_ascii_end();
        if !line.is_empty() {
            take(item(line, entities).map_err(|fault| anyhow!("{source}:{number}: {fault}"))?);
        }
    }
    Ok(())
}

/// The times of a conversation's turns in milliseconds; none where they are no seconds.
fn times(seconds: Option<&Value>) -> Vec<Option<u64>> {
    let seconds = seconds.and_then(Value::as_array).into_iter().flatten();
    seconds.map(|time| time.as_u64().map(|time| time.saturating_mul(1_000))).collect()
}

fn item(line: &[u8], entities: &Entities) -> Result<Item, Fault> {
    let line = parsed(line)?;
    match line.turns {
        Some(Value::Array(turns)) => {
            let times = times(line.time.as_ref());
            let said = turns.into_iter().zip(1..).map(|(turn, number)| {
                let said = said(turn, entities);
                let time = times.get(number - 1).copied().flatten();
                said.map(|said| Said { time, ..said }).map_err(|fault| match fault {
                    None => Fault::NoTurn(number),
                    Some(fault) => Fault::InTurn(number, Box::new(fault)),
                })
            });
            said.collect::<Result<_, _>>().map(Item::Talk)
        }
        Some(_) => Err(Fault::NoTurn(1)),
        None => case(line, entities).map(Item::Text),
    }
}

/// A turn: its role, its text, its spans and alerts, which may be left out where there are none.
fn said(turn: Value, entities: &Entities) -> Result<Said, Option<Fault>> {
    let Value::Object(mut turn) = turn else { return Err(None) };
    let role = turn.get("role").and_then(Value::as_str).map(Role::named).ok_or(None)?;
    let author = turn.get("author").and_then(Value::as_str).map(str::to_owned);
    let alerts = match turn.remove("alerts") {
        None => Vec::new(),
        Some(Value::Array(alerts)) => {
            alerts.iter().map(|alert| alert.as_str().map(str::to_owned)).collect::<Option<_>>().ok_or(None)?
        }
        Some(_) => return Err(None),
    };
    let is_known = |name: &String| AlertKind::ALL.iter().any(|kind| kind.name() == name);
    if !alerts.iter().all(is_known) {
        return Err(None);
    }
    let spans = turn.remove("spans").unwrap_or_else(|| Value::Array(Vec::new()));
    let line =
        Line { text: turn.remove("text"), text_b64: None, spans: Some(spans), turns: None, time: None };
    let Case { text, expected } = case(line, entities)?;
    let text = String::from_utf8(text).expect("it was a JSON string");
    Ok(Said { role, author, time: None, text, expected, alerts })
}

fn case(line: Line, entities: &Entities) -> Result<Case, Fault> {
    let Line { text, text_b64, spans, .. } = line;
    let text = match (text, text_b64) {
        (Some(Value::String(text)), None) => text.into_bytes(),
        (None, Some(Value::String(text))) => STANDARD.decode(text).map_err(|_| Fault::NoBase64)?,
        (None, None) => return Err(Fault::NoText),
        (Some(_), Some(_)) => return Err(Fault::TwoTexts),
        _ => return Err(Fault::TextIsNoString),
    };
    let Some(Value::Array(spans)) = spans else { return Err(Fault::NoSpans) };
    // Bytes that are no UTF-8 have no characters to cut.
    let utf8 = str::from_utf8(&text).ok();
    let expected = spans.iter().zip(1..).map(|(span, number)| {
        let (start, end, entity) = triple(span).ok_or(Fault::NoTriple(number))?;
        let fault = match () {
            () if !entities.contains(entity) => Fault::UnknownEntity(number),
            () if end < start => Fault::Reversed(number),
            () if end > text.len() as u64 => Fault::Beyond(number),
            () if end == start => Fault::Empty(number),
            () => {
                let span = Span::new(offset(start), offset(end));
                let is_boundary = |at| utf8.is_none_or(|text| text.is_char_boundary(at));
                if is_boundary(span.start) && is_boundary(span.end) {
                    return Ok(Expected { span, entity: entity.to_owned() });
                }
                Fault::InsideCharacter(number)
            }
        };
        Err(fault)
    });
    let expected = expected.collect::<Result<_, _>>()?;
    Ok(Case { text, expected })
}

fn parsed(line: &[u8]) -> Result<Line, Fault> {
    // An array would be taken for the fields in order.
    let is_object = line.trim_ascii_start().starts_with(b"{");
    match serde_json::from_slice(line) {
        Ok(line) if is_object => Ok(line),
        Err(error) if error.classify() != Category::Data => Err(Fault::NoJson { column: error.column() }),
        Err(_) if is_object => Err(Fault::KeyTwice),
        _ => Err(Fault::NoObject),
    }
}

fn triple(span: &Value) -> Option<(u64, u64, &str)> {
    let [start, end, entity] = span.as_array()?.as_slice() else { return None };
    Some((start.as_u64()?, end.as_u64()?, entity.as_str()?))
}

fn offset(offset: u64) -> usize {
    usize::try_from(offset).expect("it is within the text")
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoJson { column } => write!(f, "no JSON, at byte {column} of the line"),
            Self::NoObject => f.write_str("no JSON object"),
            Self::KeyTwice => {
                f.write_str("one of the keys text, text_b64, spans and turns stands there twice")
            }
            Self::NoTurn(turn) => {
                write!(f, "turn {turn} is no object with a role, a text, and spans and alerts that are known")
            }
            Self::InTurn(turn, fault) => write!(f, "turn {turn}: {fault}"),
            Self::NoText => f.write_str("neither text nor text_b64"),
            Self::TwoTexts => f.write_str("both text and text_b64"),
            Self::TextIsNoString => f.write_str("the text is no string"),
            Self::NoBase64 => f.write_str("text_b64 is no base64"),
            Self::NoSpans => f.write_str("no array of spans"),
            Self::NoTriple(span) => write!(f, "span {span} is not [start, end, \"entity\"]"),
            Self::UnknownEntity(span) => {
                write!(f, "span {span} has an entity that is not known; samar rules list has the names")
            }
            Self::Reversed(span) => write!(f, "span {span} ends before it starts"),
            Self::Empty(span) => write!(f, "span {span} is empty"),
            Self::Beyond(span) => write!(f, "span {span} ends beyond the text"),
            Self::InsideCharacter(span) => write!(f, "span {span} starts or ends inside a character"),
        }
    }
}
