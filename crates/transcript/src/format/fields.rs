//! Texts of a file that are no messages: a ticket's subject, a form's fields, a profile.
//!
//! **Contract.** What the engine finds in one is masked as in any document: behind its name, as *pin: 4821*. Ids, times and speakers
//! are left as they are, since they hold a transcript together.

use samar::{Finding, Redactor, Scratch, Span};

use super::edit::{self, Edit, Piece};

/// A text that is no message, and what it is called.
#[derive(Clone, Debug)]
pub(super) struct Prose {
    name: Box<str>,
    pub(super) pieces: Vec<Piece>,
}

/// A longer name says nothing that a label would.
const NAME: usize = 64;

/// Names of fields that hold whatever people write.
const PLAIN: [&str; 17] = [
    "text",
    "body",
    "content",
    "msg",
    "message",
    "plain_body",
    "html_body",
    "body_html",
    "word",
    "words",
    "value",
    "fallback",
    "title",
    "subject",
    "description",
    "note",
    "summary",
];

/// A field of an object.
pub(super) fn prose(name: &str, pieces: Vec<Piece>) -> Prose {
    let is_label = name.len() <= NAME && !name.contains(['\n', '\r']) && !PLAIN.contains(&name);
    Prose { name: if is_label { name.into() } else { "".into() }, pieces }
}

impl Prose {
    /// A line that is no JSON.
    pub(super) fn plain(raw: Span) -> Self {
        Self { name: "".into(), pieces: vec![Piece::plain(raw)] }
    }

    /// Where it starts in the file.
    pub(super) fn start(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.raw.start)
    }

    /// What is found in it, by places in its text.
    fn find(&self, redactor: &Redactor, scratch: &mut Scratch, text: &str) -> Vec<Finding> {
        let head = if self.name.is_empty() { 0 } else { self.name.len() + 2 };
        let line = if head == 0 { text.to_owned() } else { format!("{}: {text}", self.name) };
        let mut found = Vec::new();
        redactor.scan(scratch, line.as_bytes(), |finding| {
            if let Some(start) = finding.span.start.checked_sub(head) {
                found.push(finding.at(Span::new(start, finding.span.end - head)));
            }
        });
        found
    }

    /// What is found in it, by places in the file.
    pub(super) fn found(&self, source: &str, redactor: &Redactor, scratch: &mut Scratch) -> Vec<Finding> {
        let text = edit::text(source, &self.pieces);
        let found = self.find(redactor, scratch, &text).into_iter();
        found
            .filter_map(|finding| Some(finding.at(edit::place(source, &self.pieces, finding.span)?)))
            .collect()
    }

    pub(super) fn mask(
        &self,
        source: &str,
        redactor: &Redactor,
        scratch: &mut Scratch,
        edits: &mut Vec<Edit>,
    ) {
        let text = edit::text(source, &self.pieces);
        let found = self.find(redactor, scratch, &text).into_iter();
        for finding in found.filter(|finding| finding.excuse.is_none()) {
            let mask = edit::mask(redactor, &finding, &text[finding.span.range()]);
            edit::replace(source, &self.pieces, finding.span, &mask, edits);
        }
    }
}
