//! Labels where a speaker should stand: `[10:05:01] Password: hunter2x`, or a line of a list in a message.

use std::collections::HashMap;

use samar::{Finding, Redactor, Span};

use super::Message;
use crate::turn::Role;

/// Which speakers are labels, as far as it was asked.
#[derive(Default)]
pub(super) struct Labels {
    known: HashMap<String, bool>,
}

/// Values as the usual labels have them.
const VALUES: [&str; 6] = ["482", "4829", "482913", "1234567890", "Xk9q-hunter2", "12/05/1990"];

/// Speakers that are remembered. More have no names but noise.
const MAX_KNOWN: usize = 4096;

impl Labels {
    /// Adds what the text of a message is by the label that stands in its speaker's place.
    pub(super) fn add(&mut self, redactor: &Redactor, message: &Message, findings: &mut Vec<Finding>) {
        let Some(name) =
            message.author.as_deref().filter(|_| message.is_line() && message.role == Role::Unknown)
        else {
            return;
        };
        if self.known.len() > MAX_KNOWN {
            self.known.clear();
        }
        let is_label = *self.known.entry(name.to_owned()).or_insert_with(|| is_label(redactor, name));
        if is_label {
            let head = head(name);
            let behind = redactor.find(format!("{head}{}", message.text)).into_iter();
            let own = behind.filter(|finding| finding.span.start >= head.len()).map(|mut finding| {
                finding.span = Span::new(finding.span.start - head.len(), finding.span.end - head.len());
                finding
            });
            join(findings, own);
        }
    }
}

/// Adds findings where there are none yet.
pub(super) fn join(findings: &mut Vec<Finding>, others: impl Iterator<Item = Finding>) {
    for other in others {
        let is_apart = |one: &Finding| one.span.end <= other.span.start || other.span.end <= one.span.start;
        if findings.iter().all(is_apart) {
            findings.push(other);
        }
    }
    findings.sort_by_key(|finding| finding.span.start);
}

fn head(name: &str) -> String {
    format!("{name}: ")
}

fn is_label(redactor: &Redactor, name: &str) -> bool {
    let head = head(name);
    VALUES.iter().any(|value| {
        let found = redactor.find(format!("{head}{value}"));
        let alone = redactor.find(value);
        found.iter().any(|finding| finding.span.start >= head.len()) && alone.is_empty()
    })
}
