//! Numbers that go on, or were named too late.

use samar::{Finding, Span};

use super::{Hearing, SLACK};
use crate::parts::{self, Piece};
use crate::spelled::spelled;
use crate::state::{Answered, Part, State};
use crate::words::{Concept, Concepts};

/// A number that is a code wherever one may stand.
const SAMPLE: &str = "4829";

/// For so many turns a number may answer what else was asked for.
const ANSWERED: u64 = 4;

impl Hearing<'_, '_> {
    /// Joins a bare number with earlier ones. Tells whether the turn is one that may be joined later.
    pub(crate) fn join(&mut self, findings: &mut Vec<Finding>, answered: Concepts) -> bool {
        let open = self.open();
        let named = self.named().unwrap_or_default() & Concept::CARD.bit();
        let slack = if open == 0 { 0 } else { SLACK };
        let text = self.heard.text;
        if !self.state.parts.is_empty() || self.state.answered.is_some() {
            let is_bare = findings.is_empty() && answered == 0 && parts::bare(&self.heard, slack).is_some();
            if !is_bare && self.rest(findings, open | named) {
                return false;
            }
        }
        if !findings.is_empty() || answered != 0 {
            self.complete(findings, answered);
            return false;
        }
        let (span, now) = match parts::bare(&self.heard, slack) {
            Some(span) if self.is_counted(span) => return false,
            Some(span) => (span, Piece::of_digits(&text[span.range()])),
            None => match self.spelled(open) {
                Some((span, now)) => (span, now),
                None => return parts::is_word(text),
            },
        };
        if let Some(last) = self.state.answered.clone()
            && last.side == self.side
            && let concept = Concept(last.concept)
            && (parts::goes_on(concept, usize::from(last.digits), now.digits)
                || parts::is_another(concept, usize::from(last.digits), now.digits)
                    && last.turn + 1 == self.state.turns)
            && let Some(finding) = self.stand_in(concept)
        {
            let digits = last.digits.saturating_add(now.digits as u8);
            findings.push(finding.at(span).without_tail());
            self.answered(concept, digits);
            return false;
        }
        // The engine reads no card number in words.
        if now.is_spelled
            && parts::is_card_length(now.digits)
            && open & Concept::CARD.bit() != 0
            && let Some(finding) = self.stand_in(Concept::CARD)
        {
            findings.push(finding.at(span).without_tail());
            self.answered(Concept::CARD, now.digits as u8);
            self.close(Concept::CARD);
            return false;
        }
        let Some(joined) = parts::join(&mut self.bench, self.state, self.side, now, open | named) else {
            return State::written(text) <= State::TEXT;
        };
        findings.push(joined.finding.at(span).without_tail());
        for index in joined.parts.into_iter().rev() {
            self.take_back(index, joined.finding);
        }
        self.answered(joined.concept, joined.digits as u8);
        self.close(joined.concept);
        false
    }

    /// Whether a number counts something, in the engine's eyes: *3 digits*, *4 mins*.
    fn is_counted(&mut self, span: Span) -> bool {
        let rest = &self.heard.text[span.end..];
        let is_word = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        is_word && self.bench.behind_label(Concept::PIN, &[SAMPLE, rest].concat()).is_none()
    }

    /// The digits in words that a turn is, where something is asked for or has just been given.
    fn spelled(&mut self, open: Concepts) -> Option<(Span, Piece)> {
        let codes = Concept::PIN.bit() | Concept::OTP.bit() | Concept::CVV.bit() | Concept::CARD.bit();
        let goes_on = self.state.answered.as_ref().is_some_and(|last| last.side == self.side);
        if open & codes == 0 && !goes_on {
            return None;
        }
        let text = self.heard.text;
        let number = spelled(&mut self.bench, text)?;
        Some((number.span, Piece::of_words(&text[number.span.range()], number.digits)))
    }

    /// Takes back the part of a code whose rest is a code by itself: *80* of *80* and *4471*.
    fn complete(&mut self, findings: &[Finding], answered: Concepts) {
        let [finding] = findings else { return };
        let Some(primed) = &self.state.primed else { return };
        let Some(concept) = Concept::of(answered).next().filter(|_| answered.count_ones() == 1) else {
            return;
        };
        if concept == Concept::CVV {
            return;
        }
        let Some(index) = self.state.parts.len().checked_sub(1) else { return };
        let part = &self.state.parts[index];
        let digits = |text: &str| parts::digits(text).len();
        let (before, now) = (digits(&part.text), digits(&self.heard.text[finding.span.range()]));
        let is_before = part.side == self.side && part.turn > primed.turn && before < parts::SHORTEST;
        if is_before && before > 0 && parts::lengths(concept).contains(&(before + now)) {
            let finding = *finding;
            self.take_back(index, finding);
            self.answered(concept, (before + now) as u8);
        }
    }

    pub(super) fn answered(&mut self, concept: Concept, digits: u8) {
        let Self { side, .. } = *self;
        self.state.answered = Some(Answered { concept: concept.0, side, turn: self.state.turns, digits });
    }

    pub(super) fn close(&mut self, concept: Concept) {
        if let Some(primed) = &mut self.state.primed {
            primed.concepts &= !concept.bit();
        }
    }

    pub(super) fn take_back(&mut self, index: usize, finding: Finding) {
        let part = self.state.parts.remove(index);
        let span = spelled(&mut self.bench, &part.text).map(|number| number.span);
        let retraction = parts::retract(self.bench.redactor, part, span, finding);
        self.retractions.insert(0, retraction);
    }

    /// A finding of the concept's rule, for a number that is no value by itself.
    pub(super) fn stand_in(&mut self, concept: Concept) -> Option<Finding> {
        let sample = if concept == Concept::CARD { "4111111111111111" } else { SAMPLE };
        // An allow-list may have the sample; it has not the value.
        let mut finding = self.bench.behind_label(concept, sample)?;
        finding.excuse = None;
        Some(finding)
    }

    /// A number that the other side says should not have been sent: *please don't send codes here*.
    fn forbid_earlier(&mut self) {
        // "Never share a code with anyone" right behind a number is said of it, too.
        let forbidden = (self.heard.reading.forbids | self.heard.reading.warned) & Concept::CODES;
        if forbidden == 0 || self.side == 1 {
            return;
        }
        let turns = self.state.turns;
        // "Oops, wrong chat" may stand between.
        let is_last = |part: &Part| part.turn + 2 >= turns && part.side == 1;
        let Some(index) = self.state.parts.iter().rposition(is_last) else { return };
        // "The order number?" – "302017" – "Thank you. Never send your PIN here."
        if self.state.asked_other.is_some_and(|asked| turns - asked.min(turns) <= ANSWERED) {
            return;
        }
        let text = self.state.parts[index].text.clone();
        let Some(span) = parts::number(&text) else { return };
        let value = &text[span.range()];
        let count = parts::digits(value).len();
        // Six digits may be either: most that is sent unasked is a one-time code.
        let mut fits: Vec<Concept> =
            Concept::of(forbidden).filter(|concept| parts::is_whole(*concept, count)).collect();
        fits.reverse();
        let named = fits.into_iter().find_map(|concept| {
            self.bench.behind_label(concept, value).filter(|finding| finding.span.len() == value.len())
        });
        if let Some(finding) = named {
            let part = self.state.parts.remove(index);
            self.retractions.push(parts::retract(self.bench.redactor, part, None, finding));
        }
    }

    /// A value that was said before its name: *that was my pin*.
    pub(crate) fn name_earlier(&mut self) {
        let reading = self.heard.reading;
        if reading.back == 0 {
            self.forbid_earlier();
            return;
        }
        let Some(index) = self.state.parts.iter().rposition(|part| {
            part.turn + 3 > self.state.turns
                && (part.side == self.side || reading.is_question || self.side == 0)
                && parts::value(&part.text).is_some()
        }) else {
            return;
        };
        let text = self.state.parts[index].text.clone();
        let Some(span) = parts::value(&text) else { return };
        let value = &text[span.range()];
        let named = Concept::of(reading.back).find_map(|concept| {
            self.bench.behind_label(concept, value).filter(|finding| finding.span.len() == value.len())
        });
        if let Some(finding) = named {
            let part = self.state.parts.remove(index);
            self.retractions.push(parts::retract(self.bench.redactor, part, None, finding));
        }
    }
}
