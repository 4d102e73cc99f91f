//! Transcripts of JSON. A message is an object with a text and a speaker; where each stands is told by its keys.

use serde_json::value::RawValue;

use samar::Span;

use super::edit::Piece;
use super::fields::{self, Prose};
use super::raw::{Fields, array, field, is_number, object, scalar, string};
use super::{FormatError, Message, html, time};
use crate::turn::Role;

/// Keys of a message's text, the likeliest first.
const TEXTS: [&str; 6] = ["text", "body", "content", "msg", "message", "plain_body"];
/// Keys that make an object a message beside its text.
const SPEAKERS: [&str; 13] = [
    "role",
    "author",
    "from",
    "sender",
    "sender_type",
    "user",
    "author_id",
    "participantPurpose",
    "participant",
    "from_id",
    "name",
    "actor",
    "speaker",
];
/// Keys of copies of a message's text.
const COPIES: [&str; 13] = [
    "text_entities",
    "blocks",
    "attachments",
    "html_body",
    "plain_body",
    "body_html",
    "embeds",
    "words",
    "decoratedText",
    "entities",
    "formatted",
    "body",
    "content",
];
const IDS: [&str; 8] = ["id", "sid", "message_id", "ts", "uuid", "client_msg_id", "index", "transcriptId"];
const TIMES: [&str; 16] = [
    "time",
    "timestamp",
    "ts",
    "date_unixtime",
    "date",
    "created_at",
    "createdAt",
    "createdDateTime",
    "date_created",
    "dateCreated",
    "startTimeMs",
    "originalarrivaltime",
    "sent_at",
    "dateSent",
    "offset",
    "created",
];
/// Keys of a message that name its conversation.
const CONVERSATIONS: [&str; 13] = [
    "conversation",
    "conversation_id",
    "conversationId",
    "conversation_sid",
    "conversationSid",
    "chat_id",
    "chatId",
    "ticket_id",
    "session_id",
    "dialogue",
    "thread_ts",
    "channel_id",
    "channelSid",
];
/// Keys of an object around messages that name their conversation.
const AROUND: [&str; 8] = [
    "conversationId",
    "conversation_id",
    "id",
    "conversation_sid",
    "chat_id",
    "ticket_id",
    "channel_id",
    "name",
];
/// Objects within objects that are followed: as many as are read.
const DEPTH: usize = 128;

/// A field that says nothing of itself: what it is stands beside it, or around.
const VALUE: &str = "value";

/// Keys of a message under which others stand that answer it.
const REPLIES: [&str; 5] = ["replies", "comments", "children", "responses", "thread"];

type Read = (Vec<Message>, Vec<Prose>);

pub(super) fn read(source: &str, name: &str, broken: Option<&mut Vec<usize>>) -> Result<Read, FormatError> {
    let base = source.trim_start_matches('\u{feff}');
    let (messages, prose) = if let Ok(document) = serde_json::from_str::<&RawValue>(base) {
        let mut reader = Reader { source, messages: Vec::new(), prose: Vec::new() };
        reader.walk("", document, name, &Customers::default(), DEPTH);
        (reader.messages, reader.prose)
    } else {
        read_lines(source, name, 0, broken)?
    };
    if messages.is_empty() { Err(FormatError::NoMessages) } else { Ok((messages, prose)) }
}

/// Reads one value a line; `before` lines of the file went before. Lines that are no JSON are an error, or prose where their
/// numbers are taken.
pub(super) fn read_lines(
    source: &str,
    name: &str,
    before: usize,
    mut broken: Option<&mut Vec<usize>>,
) -> Result<Read, FormatError> {
    let mut reader = Reader { source, messages: Vec::new(), prose: Vec::new() };
    let base = source.trim_start_matches('\u{feff}');
    for (number, line) in base.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = before + number + 1;
        match (serde_json::from_str::<&RawValue>(line), &mut broken) {
            (Ok(value), _) => reader.walk("", value, name, &Customers::default(), DEPTH),
            (Err(_), None) => return Err(FormatError::NoJson(number)),
            (Err(_), Some(broken)) => {
                broken.push(number);
                let start = line.as_ptr().addr() - source.as_ptr().addr();
                let raw = Span::new(start, start + line.len());
                reader.prose.push(Prose::plain(raw));
            }
        }
    }
    Ok((reader.messages, reader.prose))
}

/// Whether the first line is a message and not all of the text: then the others are, too.
pub(super) fn is_message_line(start: &str) -> bool {
    let Some((line, _)) = start.split_once('\n') else { return false };
    let mut reader = Reader { source: line, messages: Vec::new(), prose: Vec::new() };
    serde_json::from_str::<&RawValue>(line)
        .ok()
        .and_then(object)
        .is_some_and(|fields| reader.message(&fields, "", &Customers::default(), 0))
}

/// Whether the first value, or the first line, holds what only transcripts hold.
pub(super) fn is_likely(start: &str) -> bool {
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let has = |keys: &[&str]| keys.iter().all(|key| start.contains(&format!("\"{key}\"")));
    start.starts_with(['{', '['])
        && (has(&["conversation", "role", "text"])
            || has(&["messages", "from_id", "text"])
            || has(&["type", "user", "text", "ts"])
            || has(&["messages", "channel", "guild"])
            || has(&["conversation_parts", "source"])
            || has(&["conversation_sid", "author", "body"])
            || has(&["transcripts", "phrases", "participantPurpose"])
            || has(&["chatId", "createdDateTime", "body"])
            || has(&["comments", "author_id", "body"])
            || has(&["history", "sender_type", "msg"]))
}

/// Ids of those who are served, from the objects around.
#[derive(Clone, Default)]
struct Customers(Vec<String>);

struct Reader<'s> {
    source: &'s str,
    messages: Vec<Message>,
    prose: Vec<Prose>,
}

impl<'s> Reader<'s> {
    /// Goes through a value that stands under a key.
    fn walk(&mut self, key: &str, value: &'s RawValue, around: &str, customers: &Customers, depth: usize) {
        if depth == 0 {
            return;
        }
        if let Some(items) = array(value) {
            for item in items {
                self.walk(key, item, around, customers, depth - 1);
            }
        } else if let Some(fields) = object(value) {
            if self.message(&fields, around, customers, depth - 1) {
                // Intercom's first message stands beside the list of the others.
                return;
            }
            // Discord's channel and Zendesk's ticket stand beside their messages.
            let beside = ["channel", "ticket", "conversation"]
                .iter()
                .find_map(|key| scalar(field(&object(field(&fields, key)?)?, "id")?));
            let own = AROUND.iter().find_map(|key| scalar(field(&fields, key)?));
            let around = own.or(beside).unwrap_or_else(|| around.to_owned());
            let mut customers = customers.clone();
            customers.0.extend(
                ["requester_id", "customer_id", "visitor_id"]
                    .iter()
                    .filter_map(|key| scalar(field(&fields, key)?)),
            );
            // "ticket": {…, "requester_id": 7} stands beside "comments".
            for (_, inner) in fields.iter().filter(|(key, _)| key == "ticket") {
                customers.0.extend(object(inner).and_then(|inner| scalar(field(&inner, "requester_id")?)));
            }
            let name = value_name(&fields);
            for (inner_key, inner) in &fields {
                let key = if inner_key == VALUE { name.as_deref().unwrap_or(key) } else { inner_key };
                self.walk(key, inner, &around, &customers, depth - 1);
            }
        } else {
            self.field(key, value);
        }
    }

    /// Takes an object as a message, if it is one.
    fn message(&mut self, fields: &Fields<'s>, around: &str, customers: &Customers, depth: usize) -> bool {
        let Some((text_key, raw)) =
            TEXTS.iter().find_map(|key| Some((*key, field(fields, key)?)).filter(|(_, raw)| is_text(raw)))
        else {
            return false;
        };
        // Who speaks may be left out; nobody's text is masked all the same.
        let is_said = SPEAKERS.iter().chain(&CONVERSATIONS).any(|key| field(fields, key).is_some());
        if !is_said || field(fields, "messages").is_some() {
            return false;
        }
        let pieces = self.text_pieces(raw);
        let text = super::edit::text(self.source, &pieces);
        let copies = COPIES
            .iter()
            .filter(|key| **key != text_key)
            .filter_map(|key| field(fields, key))
            .flat_map(|raw| self.copies(raw))
            .collect();
        // A key may stand there twice.
        let is_reply = |key: &String| REPLIES.contains(&key.as_str());
        for (key, inner) in fields.iter().filter(|(key, inner)| !std::ptr::eq(*inner, raw) && !is_reply(key))
        {
            self.beside(key, inner, DEPTH);
        }
        self.beside_text(raw);
        let first = |keys: &[&str]| keys.iter().find_map(|key| scalar(field(fields, key)?));
        let author = author(fields);
        let conversation = first(&CONVERSATIONS).unwrap_or_else(|| around.to_owned());
        let role = role(fields, author.as_deref(), customers);
        let time = TIMES.iter().find_map(|key| time::parse(&scalar(field(fields, key)?)?));
        let targets = super::edit::targets(self.source, &pieces);
        self.messages.push(Message {
            conversation: conversation.clone(),
            role,
            author,
            id: first(&IDS),
            time,
            text,
            pieces,
            copies,
            targets,
        });
        for (key, inner) in fields.iter().filter(|(key, _)| is_reply(key)) {
            self.walk(key, inner, &conversation, customers, depth);
        }
        true
    }

    /// What stands in a message beside its text: every string and number, but those that say who, when and where.
    fn beside(&mut self, key: &str, raw: &'s RawValue, depth: usize) {
        if depth == 0 {
            return;
        }
        if let Some(items) = array(raw) {
            items.into_iter().for_each(|item| self.beside(key, item, depth - 1));
        } else if let Some(fields) = object(raw) {
            let name = value_name(&fields);
            for (inner_key, inner) in &fields {
                let key = if inner_key == VALUE { name.as_deref().unwrap_or(key) } else { inner_key };
                self.beside(key, inner, depth - 1);
            }
        } else {
            self.field(key, raw);
        }
    }

    /// What stands in a message's text beside what is said: the caption of a picture.
    fn beside_text(&mut self, raw: &'s RawValue) {
        if let Some(items) = array(raw) {
            items.into_iter().for_each(|item| self.beside_text(item));
        } else if let Some(fields) = object(raw) {
            let said = said(&fields);
            for (key, inner) in &fields {
                match said {
                    Some(said) if std::ptr::eq(*inner, said) => self.beside_text(inner),
                    _ => self.beside(key, inner, DEPTH),
                }
            }
        }
    }

    /// A string or a number that is no message's text.
    fn field(&mut self, key: &str, raw: &'s RawValue) {
        let is_told = [&IDS[..], &TIMES, &CONVERSATIONS, &SPEAKERS].iter().any(|keys| keys.contains(&key));
        if !is_told && let Some(pieces) = self.leaf(raw) {
            self.prose.push(fields::prose(key, pieces));
        }
    }

    /// The pieces of a string or a number.
    fn leaf(&self, raw: &'s RawValue) -> Option<Vec<Piece>> {
        if string(raw).is_some() {
            return Some(self.pieces(raw, true));
        }
        let start = raw.get().as_ptr().addr() - self.source.as_ptr().addr();
        let span = Span::new(start, start + raw.get().len());
        is_number(raw).then(|| vec![Piece { is_number: true, ..Piece::escaped(span, "") }])
    }

    /// The pieces of a text: a string, an object that holds one, or a list of both.
    fn text_pieces(&self, raw: &'s RawValue) -> Vec<Piece> {
        if let Some(leaf) = self.leaf(raw) {
            return leaf;
        }
        if let Some(fields) = object(raw) {
            let mut pieces = said(&fields).map(|inner| self.text_pieces(inner)).unwrap_or_default();
            // A link's words, as Telegram writes them.
            if let Some(target) = field(&fields, "href").and_then(scalar) {
                pieces.iter_mut().for_each(|piece| piece.target = Some(target.as_str().into()));
            }
            return pieces;
        }
        let (mut pieces, mut is_behind_string) = (Vec::new(), false);
        for item in array(raw).into_iter().flatten() {
            let mut more = self.text_pieces(item);
            // Strings of a list are words or lines of their own; what is formatted goes on without a blank.
            if let Some(first) = more.first_mut().filter(|_| is_behind_string && string(item).is_some()) {
                first.gap = " ";
            }
            is_behind_string = string(item).is_some();
            pieces.append(&mut more);
        }
        pieces
    }

    /// The pieces of a string: all of it, or what stands between tags.
    fn pieces(&self, raw: &'s RawValue, may_be_html: bool) -> Vec<Piece> {
        let inner = &raw.get()[1..raw.get().len() - 1];
        let base = inner.as_ptr().addr() - self.source.as_ptr().addr();
        if may_be_html && html::is_html(inner) {
            return html::pieces(inner, base);
        }
        vec![Piece::escaped(Span::new(base, base + inner.len()), "")]
    }

    /// Every text within a copy, each with its pieces; a list of words is one text.
    fn copies(&self, raw: &'s RawValue) -> Vec<Vec<Piece>> {
        let (mut copies, mut joined) = (Vec::new(), Vec::new());
        self.leaves(raw, DEPTH, &mut |pieces: Vec<Piece>| {
            joined.extend(pieces.iter().map(|piece| Piece { gap: " ", ..piece.clone() }));
            copies.push(pieces);
        });
        if copies.len() > 1 {
            // Words of their own, and formatted runs that follow without a blank.
            copies.push(joined.iter().map(|piece| Piece { gap: "", ..piece.clone() }).collect());
            copies.push(joined);
        }
        copies
    }

    fn leaves(&self, raw: &'s RawValue, depth: usize, take: &mut impl FnMut(Vec<Piece>)) {
        if depth == 0 {
            return;
        }
        if string(raw).is_some() {
            take(self.pieces(raw, true));
        } else if let Some(items) = array(raw) {
            items.into_iter().for_each(|item| self.leaves(item, depth - 1, take));
        } else if let Some(fields) = object(raw) {
            let wanted = [
                "text",
                "word",
                "value",
                "fallback",
                "content",
                "description",
                "title",
                "elements",
                "fields",
                "body",
                "pretext",
            ];
            for (_, inner) in fields.iter().filter(|(key, _)| wanted.contains(&key.as_str())) {
                self.leaves(inner, depth - 1, take);
            }
        }
    }
}

/// What an object says its value to be called.
fn value_name(fields: &Fields<'_>) -> Option<String> {
    field(fields, VALUE)?;
    ["name", "key", "label", "title"].iter().find_map(|key| scalar(field(fields, key)?))
}

/// What is said in an object that stands for a text.
fn said<'s>(fields: &Fields<'s>) -> Option<&'s RawValue> {
    ["text", "content", "body"].iter().find_map(|key| field(fields, key))
}

fn is_text(raw: &RawValue) -> bool {
    let has_text = |fields: &Fields<'_>| {
        ["text", "content", "body"]
            .iter()
            .any(|key| field(fields, key).is_some_and(|inner| string(inner).is_some()))
    };
    string(raw).is_some()
        || is_number(raw)
        || object(raw).is_some_and(|fields| has_text(&fields))
        || array(raw).is_some_and(|items| {
            items
                .iter()
                .any(|item| string(item).is_some() || object(item).is_some_and(|fields| has_text(&fields)))
        })
}

/// The name or id of who speaks.
fn author(fields: &Fields<'_>) -> Option<String> {
    const KEYS: [&str; 11] = [
        "from_id",
        "author_id",
        "author",
        "sender",
        "from",
        "user",
        "participant_sid",
        "participantPurpose",
        "name",
        "actor",
        "speaker",
    ];
    KEYS.iter().find_map(|key| named(field(fields, key)?, 3))
}

/// A scalar, or the id or name within an object.
fn named(raw: &RawValue, depth: usize) -> Option<String> {
    if let Some(fields) = object(raw).filter(|_| depth > 0) {
        return ["id", "name", "displayName", "user", "application", "username", "email"]
            .iter()
            .find_map(|key| named(field(&fields, key)?, depth - 1));
    }
    scalar(raw)
}

fn role(fields: &Fields<'_>, author: Option<&str>, customers: &Customers) -> Role {
    let known = |role: Role| (role != Role::Unknown).then_some(role);
    let told = ["role", "sender_type", "participantPurpose", "author_type", "senderType"]
        .iter()
        .find_map(|key| known(Role::named(&scalar(field(fields, key)?)?)));
    let inner = ["author", "from", "sender"].iter().find_map(|key| {
        let inner = object(field(fields, key)?)?;
        if field(&inner, "isBot").is_some_and(|raw| raw.get() == "true")
            || field(&inner, "application").is_some_and(|raw| raw.get() != "null")
        {
            return Some(Role::Bot);
        }
        ["type", "role", "kind"].iter().find_map(|key| match scalar(field(&inner, key)?)?.as_str() {
            "business" => Some(Role::Agent),
            name => known(Role::named(name)),
        })
    });
    let by_id = author
        .filter(|_| !customers.0.is_empty())
        .map(|author| if customers.0.iter().any(|id| id == author) { Role::Customer } else { Role::Agent });
    let by_name = || {
        ["author", "from", "sender", "user", "name", "speaker"]
            .iter()
            .find_map(|key| known(Role::named(&scalar(field(fields, key)?)?)))
    };
    told.or(inner).or(by_id).or_else(by_name).unwrap_or_default()
}
