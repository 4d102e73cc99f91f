//! The rest of a card number with more behind it: *1111 exp 08/27 cvv 123*.
//!
//! **Grammar.** The parts are turns that were numbers and nothing else. The rest is the first number of a turn that says more: whole
//! groups of it, as many as make a card number of the parts.
//!
//! **Evidence.** Issuer, length and check digit; or the usual length, where the card was asked for. What follows is what the engine
//! finds behind such a card.
//!
//! **Not found on purpose.** A rest in the middle of a long turn.

use samar::{Finding, Span};

use super::Hearing;
use crate::parts;
use crate::words::{Concept, Concepts};

/// A turn of more bytes tells a story.
const LONGEST: usize = 160;

impl Hearing<'_, '_> {
    /// Joins the parts with the first number of the turn, and takes what stands behind it. Tells whether that is a card number.
    pub(super) fn rest(&mut self, findings: &mut Vec<Finding>, asked: Concepts) -> bool {
        let text = self.heard.text;
        let parts = self.state.parts.iter().enumerate().filter(|(_, part)| part.side == self.side);
        let mine: Vec<(usize, String)> = parts
            .filter_map(|(index, part)| {
                Some((index, parts::digits(&part.text[parts::number(&part.text)?.range()])))
            })
            .collect();
        if text.len() > LONGEST {
            return false;
        }
        let Some((start, ends)) = groups(text) else { return false };
        if mine.is_empty() {
            return self.goes_on(findings, start, &ends);
        }
        let is_apart = |finding: &Finding| finding.span.end <= start;
        // What is found there already is no rest.
        if findings.iter().any(|finding| finding.span.start <= start && !is_apart(finding)) {
            return false;
        }
        let Some((first, end, joined, finding)) = self.card(&mine, start, &ends, asked) else { return false };
        let behind = self.behind(&joined, end);
        let is_free =
            |one: &Finding, found: &[Finding]| !found.iter().any(|other| one.span.overlaps(other.span));
        findings.retain(|one| one.span.end <= start || one.span.start >= end);
        let behind: Vec<Finding> = behind.into_iter().filter(|one| is_free(one, findings)).collect();
        findings.extend(behind);
        findings.push(finding.at(Span::new(start, end)).without_tail());
        findings.sort_by_key(|finding| finding.span.start);
        for (index, _) in mine[first..].iter().rev() {
            self.take_back(*index, finding);
        }
        self.answered(Concept::CARD, joined.len().min(255) as u8);
        self.close(Concept::CARD);
        true
    }

    /// Goes on with a card number of which so much was given that it was taken for one: *2036 sorry, the dog*.
    fn goes_on(&mut self, findings: &mut Vec<Finding>, start: usize, ends: &[usize]) -> bool {
        // What has just been answered is this turn's.
        let last = self.state.answered.as_ref().filter(|last| last.turn < self.state.turns);
        let before = last.filter(|last| last.side == self.side && last.concept == Concept::CARD.0);
        let Some(before) = before.map(|last| usize::from(last.digits)) else { return false };
        let text = self.heard.text;
        let fits = |end: &&usize| before + parts::digits(&text[start..**end]).len() == parts::USUAL;
        let Some(end) = ends.iter().find(fits).copied() else { return false };
        let is_first = !text[..start].contains(char::is_alphanumeric);
        let Some(finding) = self.stand_in(Concept::CARD).filter(|_| is_first) else { return false };
        findings.push(finding.at(Span::new(start, end)).without_tail());
        findings.sort_by_key(|finding| finding.span.start);
        self.answered(Concept::CARD, parts::USUAL as u8);
        true
    }

    /// The first part that belongs to the card, where its rest ends, its digits, and what the engine says of them.
    fn card(
        &mut self,
        mine: &[(usize, String)],
        start: usize,
        ends: &[usize],
        asked: Concepts,
    ) -> Option<(usize, usize, String, Finding)> {
        let text = self.heard.text;
        let joined = |first: usize, end: usize| {
            let before = mine[first..].iter().map(|(_, digits)| digits.as_str());
            before.chain([parts::digits(&text[start..end]).as_str()]).collect::<String>()
        };
        let tries = || (0..mine.len()).flat_map(|first| ends.iter().map(move |end| (first, *end)));
        let is_asked = asked & Concept::CARD.bit() != 0;
        let is_sound = |(first, _): &(usize, usize)| {
            is_asked || mine[*first..].iter().all(|(_, digits)| digits.len() % 4 == 0)
        };
        for (first, end) in tries().filter(is_sound) {
            let digits = joined(first, end);
            if parts::is_card_length(digits.len())
                && let Some(finding) = parts::checked(&mut self.bench, &digits)
            {
                return Some((first, end, digits, finding));
            }
        }
        // Mistyped: where the rest begins the turn.
        let is_first = is_asked && !text[..start].contains(char::is_alphanumeric);
        tries().filter(|_| is_first).find_map(|(first, end)| {
            let digits = joined(first, end);
            let finding = self
                .bench
                .behind_label(Concept::CARD, &digits)
                .filter(|finding| digits.len() == parts::USUAL && finding.span.len() == digits.len())?;
            Some((first, end, digits, finding))
        })
    }

    /// What the engine finds behind a card number that ends at `end` of the turn.
    fn behind(&mut self, card: &str, end: usize) -> Vec<Finding> {
        let head = [Concept::CARD.facts().label, card].concat();
        let line = [&head, &self.heard.text[end..]].concat();
        let mut found = Vec::new();
        self.bench.redactor.scan(self.bench.scratch, line.as_bytes(), |finding| {
            if let Some(from) = finding.span.start.checked_sub(head.len()) {
                found.push(finding.at(Span::new(end + from, end + finding.span.end - head.len())));
            }
        });
        found
    }
}

/// Where the first number of a text starts, and where its groups end.
fn groups(text: &str) -> Option<(usize, Vec<usize>)> {
    let bytes = text.as_bytes();
    let start = bytes.iter().position(u8::is_ascii_digit)?;
    if text[..start]
        .chars()
        .next_back()
        .is_some_and(|before| before.is_alphanumeric() || "*#$/]+".contains(before))
    {
        return None;
    }
    let (mut ends, mut at) = (Vec::new(), start);
    loop {
        let len = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + len;
        let next = text[end..].chars().next();
        // "08/27" is a date, "12.50" a sum.
        let goes_on = next
            .is_some_and(|next| next.is_alphanumeric() || matches!(next, '/' | '%' | '*' | '_' | '@'))
            || next.is_some_and(|next| matches!(next, '.' | ',' | ':'))
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if len == 0 || goes_on {
            break;
        }
        ends.push(end);
        if !matches!(next, Some(' ' | '-')) || !bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            break;
        }
        at = end + 1;
    }
    (!ends.is_empty()).then_some((start, ends))
}
