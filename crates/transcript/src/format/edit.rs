//! Edits of the file as it was written: a text may be several strings of it, with escapes in them.

use samar::{Finding, Redactor, Span};

use super::html;
use crate::turn::Target;

/// A part of a message's text and where it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// In the file, in bytes.
    pub(super) raw: Span,
    /// Whether the file has it with JSON's escapes.
    pub(super) is_escaped: bool,
    /// What stands between this piece and the one before in the text, not in the file.
    pub(super) gap: &'static str,
    /// Whether it is a number of JSON, which has no quotation marks.
    pub(super) is_number: bool,
    /// Whether it may hold HTML's references: `&nbsp;`.
    pub(super) is_html: bool,
    /// Where it leads, if it is a link's words.
    pub(super) target: Option<Box<str>>,
}

impl Piece {
    /// A piece of a string of JSON.
    pub(super) const fn escaped(raw: Span, gap: &'static str) -> Self {
        Self { raw, is_escaped: true, gap, is_number: false, is_html: false, target: None }
    }

    /// A piece of a line.
    pub(super) const fn plain(raw: Span) -> Self {
        Self { raw, is_escaped: false, gap: "", is_number: false, is_html: false, target: None }
    }

    /// The same piece, `by` bytes later in its file.
    pub(super) fn move_on(&mut self, by: usize) {
        self.raw = Span::new(self.raw.start + by, self.raw.end + by);
    }

    /// The same piece, `by` bytes earlier in its file.
    pub(super) fn move_back(&mut self, by: usize) {
        self.raw = Span::new(self.raw.start - by, self.raw.end - by);
    }
}

pub(super) struct Edit {
    raw: Span,
    text: String,
}

/// The text of pieces.
pub(super) fn text(source: &str, pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        if !text.is_empty() {
            text.push_str(piece.gap);
        }
        let raw = &source[piece.raw.range()];
        if piece.is_escaped {
            characters(raw, piece.is_html).for_each(|(character, _)| text.push(character));
        } else {
            text.push_str(raw);
        }
    }
    text
}

/// What a mask writes.
pub(super) fn mask(redactor: &Redactor, finding: &Finding, value: &str) -> String {
    let mut mask = Vec::new();
    redactor.write_mask(finding, value.as_bytes(), &mut mask);
    String::from_utf8(mask).expect("masks of text are text")
}

/// Puts `mask` where `span` of the text stands: into its first piece; what other pieces have of it goes.
pub(super) fn replace(source: &str, pieces: &[Piece], span: Span, mask: &str, edits: &mut Vec<Edit>) {
    let mut mask = Some(mask);
    for (piece, raw) in places(source, pieces, span) {
        let text = mask.take().unwrap_or_default();
        // A number becomes a string as a whole.
        if piece.is_number {
            edits.push(Edit { raw: piece.raw, text: format!("\"{}\"", escaped(text)) });
            continue;
        }
        let text = if piece.is_escaped { escaped(text) } else { text.to_owned() };
        edits.push(Edit { raw, text });
    }
}

/// Masks every place of a copy that has the value, with the same letters and digits around nothing of it.
pub(super) fn replace_all(source: &str, pieces: &[Piece], value: &str, mask: &str, edits: &mut Vec<Edit>) {
    let text = text(source, pieces);
    for (at, _) in text.match_indices(value) {
        let is_part = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
        if !is_part(text[..at].chars().next_back()) && !is_part(text[at + value.len()..].chars().next()) {
            replace(source, pieces, Span::new(at, at + value.len()), mask, edits);
        }
    }
}

/// Where a span of the text stands in the file, from its first byte to its last.
pub(super) fn place(source: &str, pieces: &[Piece], span: Span) -> Option<Span> {
    let places = places(source, pieces, span);
    let (_, first) = places.first()?;
    let (_, last) = places.last()?;
    Some(Span::new(first.start, last.end))
}

/// Where the words of links lead, by their places in the text.
pub(super) fn targets(source: &str, pieces: &[Piece]) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut at = 0;
    for piece in pieces {
        at += if at > 0 { piece.gap.len() } else { 0 };
        let len = text(source, std::slice::from_ref(piece)).len();
        if let Some(url) = &piece.target {
            targets.push(Target::new(Span::new(at, at + len), url.clone()));
        }
        at += len;
    }
    targets
}

/// The parts of `span` in each piece, as places in the file.
fn places<'p>(source: &str, pieces: &'p [Piece], span: Span) -> Vec<(&'p Piece, Span)> {
    let mut places = Vec::new();
    let mut at = 0;
    for piece in pieces {
        if at > 0 {
            at += piece.gap.len();
        }
        let raw = &source[piece.raw.range()];
        let (mut from, mut to, start) = (None, 0, at);
        if piece.is_escaped {
            let mut raw_at = piece.raw.start;
            for (character, len) in characters(raw, piece.is_html) {
                if at >= span.start && at < span.end {
                    from.get_or_insert(raw_at);
                    to = raw_at + len;
                }
                at += character.len_utf8();
                raw_at += len;
            }
        } else {
            at += raw.len();
            let (first, last) = (span.start.max(start), span.end.min(at));
            if first < last {
                from = Some(piece.raw.start + first - start);
                to = piece.raw.start + last - start;
            }
        }
        places.extend(from.map(|from| (piece, Span::new(from, to))));
    }
    places
}

/// The file with the edits made, and the bytes in their places that are no text. Where two edits meet, the one that starts first
/// counts, and hides what the other would.
pub(super) fn apply(source: &str, torn: &[Torn], mut edits: Vec<Edit>) -> Vec<u8> {
    edits.sort_by_key(|edit| (edit.raw.start, std::cmp::Reverse(edit.raw.end)));
    let (mut out, mut at) = (Vec::with_capacity(source.len()), 0);
    let copy = |out: &mut Vec<u8>, from: usize, to: usize| {
        let start = out.len();
        out.extend_from_slice(&source.as_bytes()[from..to]);
        let first = torn.partition_point(|one| one.at < from);
        for one in torn[first..].iter().take_while(|one| one.at < to) {
            out[start + one.at - from] = one.byte;
        }
    };
    for edit in edits {
        if edit.raw.start < at {
            at = at.max(edit.raw.end);
            continue;
        }
        copy(&mut out, at, edit.raw.start);
        out.extend_from_slice(edit.text.as_bytes());
        at = edit.raw.end;
    }
    copy(&mut out, at, source.len());
    out
}

/// A byte of a file that is no text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Torn {
    pub(super) at: usize,
    pub(super) byte: u8,
}

/// What stands for such a byte while the file is read: no letter, and allowed in JSON.
const STAND_IN: u8 = 0x7f;

/// Text of the same length, and the bytes of it that were none.
pub(super) fn mended(mut bytes: Vec<u8>) -> (String, Vec<Torn>) {
    let mut torn = Vec::new();
    let mut from = 0;
    while let Err(error) = str::from_utf8(&bytes[from..]) {
        let start = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        torn.extend((start..end).map(|at| Torn { at, byte: bytes[at] }));
        bytes[start..end].fill(STAND_IN);
        from = end;
    }
    (String::from_utf8(bytes).expect("every byte that was none was replaced"), torn)
}

fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Characters of a piece and how many bytes of the file each takes.
fn characters(raw: &str, is_html: bool) -> impl Iterator<Item = (char, usize)> {
    let mut rest = Escapes(raw);
    std::iter::from_fn(move || {
        let found = if is_html { html::reference(rest.0) } else { None };
        match found {
            Some((_, len)) => {
                rest.0 = rest.0.get(len..).unwrap_or_default();
                found
            }
            None => rest.next(),
        }
    })
}

/// Characters of a JSON string and how many bytes each takes there.
pub(super) struct Escapes<'s>(pub(super) &'s str);

impl Iterator for Escapes<'_> {
    type Item = (char, usize);

    fn next(&mut self) -> Option<(char, usize)> {
        let mut characters = self.0.chars();
        let first = characters.next()?;
        let (character, len) = if first == '\\' { escape(self.0) } else { (first, first.len_utf8()) };
        self.0 = self.0.get(len..).unwrap_or_default();
        Some((character, len))
    }
}

fn escape(text: &str) -> (char, usize) {
    let unit = |at: usize| text.get(at..at + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match text.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => match (unit(2), text.get(6..8), unit(8)) {
            (Some(high @ 0xd800..0xdc00), Some("\\u"), Some(low @ 0xdc00..0xe000)) => {
                (char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).unwrap_or('\u{fffd}'), 12)
            }
            (Some(unit), ..) => (char::from_u32(unit).unwrap_or('\u{fffd}'), 6),
            _ => ('\u{fffd}', text.len().min(6)),
        },
        Some(_) => text[1..]
            .chars()
            .next()
            .map_or(('\u{fffd}', 1), |character| (character, 1 + character.len_utf8())),
        None => ('\u{fffd}', 1),
    }
}
