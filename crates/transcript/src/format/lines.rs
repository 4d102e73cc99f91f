//! Transcripts of lines: WhatsApp, IRC, `Name: text` and `[time] Name: text`.
//!
//! A line without a speaker goes on with the message before, where messages have times; else it is one of nobody's own.

use samar::Span;

use super::edit::Piece;
use super::{FormatError, Message, time};
use crate::turn::Role;

/// A message's first line.
struct Header<'l> {
    time: Option<u64>,
    name: Option<&'l str>,
    /// Where the text starts in the line.
    at: usize,
    /// Whether nothing but the colon tells it.
    is_plain: bool,
    /// Whether its form is one that only conversations have: a nick, or the date of an export.
    is_talk: bool,
}

/// The longest name of a speaker, in bytes.
const NAME: usize = 48;

pub(super) fn read(source: &str, conversation: &str) -> Result<Vec<Message>, FormatError> {
    if !has_headers(source) {
        return Err(FormatError::NoSpeakers);
    }
    Ok(messages(source, conversation, has_times(source)))
}

/// Whether messages start with a time, so that a line without goes on with the one before.
pub(super) fn has_times(source: &str) -> bool {
    let is_begun = |line: &&str| !line.trim().is_empty() && !line.starts_with("--- ");
    let first = source.lines().find(is_begun).and_then(header);
    first.is_some_and(|header| !header.is_plain) && share(source, |header| !header.is_plain) >= 0.1
}

/// The messages of a text that starts with one.
pub(super) fn messages(source: &str, conversation: &str, has_times: bool) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let body = line.trim_end_matches(['\n', '\r']);
        let header = header(body).filter(|header| !has_times || !header.is_plain);
        let end = start + body.len();
        match (header, messages.last_mut()) {
            (Some(header), _) => {
                messages.push(message(source, conversation, &header, Span::new(start + header.at, end)));
            }
            (None, Some(last)) if !body.is_empty() => {
                // From the start of the message on: what lies between is its line end.
                let from = last.pieces[0].raw.start;
                last.text.push_str(&source[last.pieces[0].raw.end..end]);
                last.pieces[0].raw = Span::new(from, end);
            }
            (None, None) if !body.is_empty() => {
                let nobody = Header { time: None, name: None, at: 0, is_plain: true, is_talk: false };
                messages.push(message(source, conversation, &nobody, Span::new(start, end)));
            }
            _ => {}
        }
    }
    messages
}

/// Whether a line starts a message.
pub(super) fn is_header(line: &str, has_times: bool) -> bool {
    header(line).is_some_and(|header| !has_times || !header.is_plain)
}

fn message(source: &str, conversation: &str, header: &Header<'_>, raw: Span) -> Message {
    let author = header.name.map(str::trim).map(str::to_owned);
    let role = match header.name {
        Some(name) => role(name),
        None => Role::System,
    };
    Message {
        conversation: conversation.to_owned(),
        role,
        author,
        id: None,
        time: header.time,
        text: source[raw.range()].to_owned(),
        pieces: vec![Piece::plain(raw)],
        copies: Vec::new(),
        targets: Vec::new(),
    }
}

/// The role that a name tells, as a whole or by its first word: *Agent Rina*, *CS Bank*.
fn role(name: &str) -> Role {
    let words = name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut roles = std::iter::once(Role::named(name)).chain(words.map(Role::named));
    roles.find(|role| *role != Role::Unknown).unwrap_or_default()
}

/// Whether enough lines have speakers for the file to be a transcript.
pub(super) fn has_headers(source: &str) -> bool {
    // Messages of many lines have few that start one.
    has_times(source) || share(source, |_| true) >= 0.5
}

/// Whether most lines have a time and a speaker, and people speak: logs have lines with a time and a name, too.
pub(super) fn is_likely(start: &str) -> bool {
    let headers = || start.lines().filter_map(header).filter(|header| header.name.is_some());
    share(start, |header| header.time.is_some() && !header.is_plain) >= 0.6
        && headers().count() >= 2
        && headers().any(|header| header.is_said())
        && !headers().any(|header| header.name.is_some_and(is_level))
}

/// Whether the first line is surely somebody's in a conversation.
pub(super) fn opens(start: &str) -> bool {
    let first = start.split_once('\n').and_then(|(line, _)| header(line.trim_end_matches('\r')));
    first.is_some_and(|header| {
        let has_level = header.name.is_some_and(is_level);
        header.time.is_some() && header.name.is_some() && !header.is_plain && header.is_said() && !has_level
    })
}

impl Header<'_> {
    /// Whether it is one of a conversation by its form or by who speaks.
    fn is_said(&self) -> bool {
        self.is_talk
            || self
                .name
                .map(role)
                .is_some_and(|role| matches!(role, Role::Agent | Role::Customer | Role::Bot))
    }
}

/// Whether a name is how a log tells how much a line matters.
fn is_level(name: &str) -> bool {
    const LEVELS: [&str; 13] = [
        "trace", "debug", "info", "notice", "warn", "warning", "error", "err", "fatal", "critical", "crit",
        "severe", "panic",
    ];
    let name = name.trim_matches(|character: char| !character.is_alphanumeric());
    LEVELS.iter().any(|level| name.eq_ignore_ascii_case(level))
}

/// The share of the first lines that start a message for which `counts`; of those before that, lines may go on.
fn share(source: &str, counts: impl Fn(&Header<'_>) -> bool) -> f64 {
    // That somebody came or went says nothing.
    let is_event = |line: &str| {
        line.starts_with("--- ") || header(line).is_some_and(|header| header.name.is_none() && header.is_talk)
    };
    let lines = source.lines().filter(|line| !line.trim().is_empty()).take(200);
    let lines: Vec<&str> = lines.filter(|line| !is_event(line)).collect();
    let starts = lines
        .iter()
        .filter(|line| header(line).is_some_and(|header| header.name.is_some() && counts(&header)))
        .count();
    if lines.is_empty() { 0.0 } else { starts as f64 / lines.len() as f64 }
}

fn header(line: &str) -> Option<Header<'_>> {
    let marks =
        |character: char| matches!(character, '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{202a}' | '\u{202c}');
    let body = line.trim_start_matches(marks);
    let at = line.len() - body.len();
    bracketed(line, at)
        .or_else(|| dashed(line, at))
        .or_else(|| irc(line, at))
        .or_else(|| tabbed(line, at))
        .or_else(|| clocked(line, at))
        .or_else(|| plain(line, at))
}

/// What stands where a nick would and says that nobody speaks: who came, who went, what somebody does.
const EVENTS: [&str; 9] = ["-!-", "*", "**", "***", "-->", "<--", "--", "---", "==="];

/// `2024-01-01 12:18:00<tab>nick<tab>text`.
fn tabbed(line: &str, at: usize) -> Option<Header<'_>> {
    let (stamp, rest) = line[at..].split_once('\t').filter(|(stamp, _)| is_stamp(stamp))?;
    let (nick, text) = rest.split_once('\t').filter(|(nick, _)| nick.len() <= NAME)?;
    let nick = nick.trim().trim_start_matches(['@', '+', '%', '&', '~']);
    let name = Some(nick).filter(|nick| !nick.is_empty() && !EVENTS.contains(nick));
    Some(Header {
        time: time::parse(stamp),
        name,
        at: line.len() - text.len(),
        is_plain: false,
        is_talk: true,
    })
}

/// `10:00:09 Name: text`, `(10:00) Name: text`, `12:18 -!- nick has joined`.
fn clocked(line: &str, at: usize) -> Option<Header<'_>> {
    let body = &line[at..];
    let mut blanks = body.match_indices(' ').map(|(blank, _)| blank).take(3);
    let is_clock = |end: &usize| {
        let stamp = body[..*end].trim_matches(['(', ')']);
        stamp.contains(':') && is_stamp(stamp)
    };
    let end = blanks.find(is_clock)?;
    let stamp = body[..end].trim_matches(['(', ')']);
    let rest = at + end + 1;
    let first = line[rest..].split(' ').find(|word| !word.is_empty())?;
    if EVENTS.contains(&first) {
        return Some(Header {
            time: time::parse(stamp),
            name: None,
            at: rest,
            is_plain: false,
            is_talk: true,
        });
    }
    // "21:15 - Name": another form's; and what nobody says is no message here.
    let header = speaker(line, rest, time::parse(stamp), is_dated(stamp));
    let is_name =
        |name: &str| name.trim_start().starts_with(char::is_alphabetic) && !name.contains(['=', '[', '/']);
    (header.name.is_some_and(is_name) && !header.is_plain).then_some(header)
}

/// `[31/12/23 21.15.30] Name: text`, `[12:18] <nick> text`.
fn bracketed(line: &str, at: usize) -> Option<Header<'_>> {
    let body = line[at..].strip_prefix('[')?;
    let (stamp, _) = body.split_once(']').filter(|(stamp, _)| is_stamp(stamp))?;
    let rest = at + stamp.len() + 2;
    Some(speaker(line, rest, time::parse(stamp), is_dated(stamp)))
}

/// `12/31/23, 9:15 PM - Name: text`.
fn dashed(line: &str, at: usize) -> Option<Header<'_>> {
    let (stamp, _) =
        line[at..].split_once(" - ").filter(|(stamp, _)| stamp.len() <= 32 && is_stamp(stamp))?;
    Some(speaker(line, at + stamp.len() + 3, time::parse(stamp), is_dated(stamp)))
}

/// `<nick> text`, with a time or a channel and a time before it.
fn irc(line: &str, at: usize) -> Option<Header<'_>> {
    let body = &line[at..];
    let open = body.find('<').filter(|open| *open <= 64)?;
    let before = &body[..open];
    let stamp = before.trim().trim_end_matches(']');
    let is_header = before.is_empty()
        || before.ends_with(' ')
            && stamp.chars().any(|character| character.is_ascii_digit())
            && stamp.contains(':')
            // A message as JSON, in whose text a tag stands.
            && !stamp.contains(['"', '{']);
    let (nick, _) = body[open + 1..].split_once('>').filter(|(nick, _)| {
        !nick.is_empty() && nick.len() <= NAME && !nick.contains(['<', '/']) && !nick.trim().contains(' ')
    })?;
    let text = at + open + nick.len() + 2;
    let text = text + line[text..].chars().next().filter(|next| *next == ' ').map_or(0, char::len_utf8);
    let clock = stamp.rsplit([' ', '[']).next().unwrap_or_default();
    is_header.then(|| Header {
        time: time::parse(clock),
        name: Some(nick),
        at: text,
        is_plain: before.is_empty(),
        is_talk: true,
    })
}

/// `Name: text`.
fn plain(line: &str, at: usize) -> Option<Header<'_>> {
    let header = speaker(line, at, None, false);
    let name = header.name?;
    let is_name = name.split_whitespace().count() <= 4
        && name.chars().next().is_some_and(char::is_alphabetic)
        && !name.contains(['"', '{', '=', '/', '.']);
    is_name.then_some(Header { is_plain: true, ..header })
}

/// What stands behind a time: `Name: text`, `<nick> text`, or a text of nobody's.
fn speaker(line: &str, at: usize, time: Option<u64>, is_talk: bool) -> Header<'_> {
    let body = line[at..].trim_start_matches([' ', '\u{200e}', '\u{200f}', '~', '\u{a0}', '\u{202f}']);
    let start = line.len() - body.len();
    if let Some(header) = irc(line, start).filter(|header| header.is_plain) {
        return Header { time, is_plain: false, ..header };
    }
    let name = body.split_once(':').filter(|(name, rest)| {
        !name.trim().is_empty()
            && name.len() <= NAME
            && (rest.is_empty() || rest.starts_with([' ', '\t', '\u{200e}']))
    });
    match name {
        Some((name, rest)) => {
            let text = rest.trim_start_matches([' ', '\t']);
            Header { time, name: Some(name), at: line.len() - text.len(), is_plain: false, is_talk }
        }
        None => Header { time, name: None, at: start, is_plain: false, is_talk },
    }
}

/// Whether a stamp starts with a date as exports for people write it: `31/12/23`, `31.12.2023`.
fn is_dated(stamp: &str) -> bool {
    let date = stamp.split([',', ' ', '\u{202f}', '\u{a0}']).next().unwrap_or_default();
    ['/', '.'].iter().any(|separator| {
        let parts: Vec<&str> = date.split(*separator).collect();
        let is_number =
            |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(is_number)
    })
}

/// Whether a text is a date and a time, or one of them.
fn is_stamp(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_part = |character: char| {
        character.is_ascii_digit()
            || matches!(
                character,
                '/' | '.'
                    | '-'
                    | ':'
                    | ','
                    | ' '
                    | '\u{202f}'
                    | '\u{a0}'
                    | 'T'
                    | 'Z'
                    | '+'
                    | 'A'
                    | 'P'
                    | 'M'
                    | 'a'
                    | 'p'
                    | 'm'
            )
    };
    (2..=17).contains(&digits) && text.contains([':', '.']) && text.chars().all(is_part)
}
