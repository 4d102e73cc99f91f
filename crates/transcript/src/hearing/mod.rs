//! One turn, heard with what went before it.

mod join;
mod rest;

use samar::{Finding, Span};

use crate::answer::{Bench, Heard, answers};
use crate::parts;
use crate::reading::Reading;
use crate::state::{Answered, Part, Primed, State};
use crate::turn::{Retraction, Turn};
use crate::words::{Concept, Concepts};

/// How long a question waits, in milliseconds.
const PATIENCE: u64 = 120_000;

/// How many words beside it may say nothing of a part of what was asked for.
const SLACK: usize = 2;

/// Turns for which "it" means what was named.
const TOPIC_TURNS: u64 = 3;

/// Turns for which a number as long as what was named may be it.
const NAMED_TURNS: u64 = 6;

/// What is said in so few words right behind what was named is said of it.
const OF_NAMED: usize = 8;

/// So many digits are a part of a card number, and no code.
const PART: std::ops::RangeInclusive<usize> = 4..=12;

/// One turn, on its way through.
pub(crate) struct Hearing<'h, 'r> {
    pub(crate) bench: Bench<'r>,
    pub(crate) heard: Heard<'h>,
    pub(crate) state: &'h mut State,
    pub(crate) turn: Turn<'h>,
    pub(crate) side: u32,
    pub(crate) retractions: Vec<Retraction>,
}

impl Hearing<'_, '_> {
    /// Forgets what has become old.
    pub(crate) fn forget(&mut self) {
        let now = self.turn.time;
        let is_old = |since: Option<u64>| {
            since.zip(now).is_some_and(|(since, now)| now.saturating_sub(since) > PATIENCE)
        };
        if self.state.primed.as_ref().is_some_and(|primed| is_old(primed.since)) {
            self.state.primed = None;
            self.state.topic = None;
        }
        // A message that is delivered again is no part of itself; another under the same id may be.
        let Turn { id, text, .. } = self.turn;
        let is_again = |part: &Part| id.is_some() && part.id.as_deref() == id && *part.text == *text;
        self.state.parts.retain(|part| !is_old(part.time) && !is_again(part));
        let turns = self.state.turns;
        self.state.topic = self.state.topic.filter(|(_, since)| turns - since.min(&turns) <= NAMED_TURNS);
        self.state.answered =
            self.state.answered.take().filter(|answered| turns.saturating_sub(answered.turn) <= 2);
    }

    /// What this side is asked for.
    fn open(&self) -> Concepts {
        let may_answer = |primed: &&Primed| primed.is_anyones || primed.by != self.side || self.side == 0;
        // A refusal ends the question, but for who takes it back: "fine, 4821".
        let is_open = |primed: &&Primed| {
            !primed.is_refused || self.heard.reading.relents && !self.heard.reading.refuses
        };
        let asked =
            self.state.primed.as_ref().filter(may_answer).filter(is_open).map_or(0, |primed| primed.concepts);
        // "Sorry, I mean 4812": what was answered is answered again.
        let again = self
            .state
            .answered
            .as_ref()
            .filter(|answered| self.heard.reading.corrects && answered.side == self.side);
        asked | again.map_or(0, |answered| Concept(answered.concept).bit()) | self.said_of_it()
    }

    /// A password that nobody asked for, where no plain word is one: it is named in the same turn, or another was given just now.
    fn guarded(&self) -> Concepts {
        let is_theirs = |last: &&Answered| last.side == self.side && last.concept == Concept::PASSWORD.0;
        let is_another = self.side != 0 && self.state.answered.as_ref().is_some_and(|last| is_theirs(&last));
        let Reading { names, is_question, .. } = *self.heard.reading;
        let is_named = self.side == 1 && names & Concept::PASSWORD.bit() != 0;
        if (is_another || is_named) && !is_question { Concept::PASSWORD.bit() } else { 0 }
    }

    /// Whether the one word of a turn is the user's name, which was asked for before the password.
    fn is_user(&self) -> bool {
        let waits = self.state.primed.as_ref().filter(|primed| primed.by != self.side);
        waits.is_some_and(|primed| primed.has_user) && self.heard.text.split_whitespace().count() == 1
    }

    /// What goes with a card unasked: its date, and behind the date three digits and nothing else.
    fn beside_card(&self, open: Concepts) -> Concepts {
        let last = self.state.answered.as_ref().filter(|last| last.side == self.side && self.side != 0);
        let last = last.map(|last| Concept(last.concept));
        let is_card = open & (Concept::CARD.bit() | Concept::CVV.bit()) != 0
            || matches!(last, Some(Concept::CARD | Concept::CVV));
        let is_date =
            is_card && open & Concept::EXPIRY.bit() == 0 && self.heard.text.contains(['/', '-', '.']);
        let is_code = |span: Span| parts::digits(&self.heard.text[span.range()]).len() == 3;
        let is_last = last == Some(Concept::EXPIRY) && parts::bare(&self.heard, 0).is_some_and(is_code);
        let date = if is_date { Concept::EXPIRY.bit() } else { 0 };
        if is_last { date | Concept::CVV.bit() } else { date }
    }

    /// Whether a bare number is a part of a card's, not its date or code: "number, date and code?" – *4541 7891*, *4402*.
    fn is_of_card(&self, open: Concepts) -> bool {
        let last = self.state.answered.as_ref().filter(|last| last.side == self.side);
        let goes_on = last
            .is_some_and(|last| last.concept == Concept::CARD.0 && usize::from(last.digits) < parts::USUAL);
        let number = parts::bare(&self.heard, 0).filter(|_| goes_on || open & Concept::CARD.bit() != 0);
        number.is_some_and(|span| PART.contains(&parts::digits(&self.heard.text[span.range()]).len()))
    }

    /// What was named before, where the turn says what it is: *it's 3018*, or nothing but a number as long as it is.
    fn said_of_it(&self) -> Concepts {
        if self.heard.is_room {
            return 0;
        }
        // "When did you last change the PIN?": what was asked for is another thing.
        let is_other = self.state.asked_other.is_some_and(|turn| turn + 1 == self.state.turns);
        let of_it = if !is_other && parts::is_of_it(&self.heard) { self.topic() & Concept::CODES } else { 0 };
        if of_it != 0 {
            return of_it;
        }
        if let Some((is_given, digits)) = parts::told(&self.heard) {
            // "I gave them 915" speaks of what was named, "the three behind, it's 360" of what the turn names.
            let reading = self.heard.reading;
            let own = if self.side == 1 { reading.names } else { 0 };
            let meant = if is_given && reading.names == 0 { self.named().unwrap_or(0) } else { own };
            let meant = Concept::of(meant & Concept::CODES).filter(|one| parts::is_whole(*one, digits));
            let meant = meant.fold(0, |set, one| set | one.bit());
            if meant != 0 {
                return meant;
            }
        }
        let echoed = self.echoed();
        if echoed != 0 {
            return echoed;
        }
        let topic = self.state.topic.map_or(0, |(topic, _)| topic) & Concept::CODES;
        if is_other || topic == 0 || self.heard.reading.names & !topic != 0 || self.heard.reading.has_other {
            return 0;
        }
        // "So 571 goes there, right?" speaks of what the other side has just named.
        let is_fresh = self.state.topic.is_some_and(|(_, turn)| turn + 1 == self.state.turns);
        let is_short = self.heard.reading.words <= OF_NAMED && is_fresh && self.heard.reading.names == 0;
        let number =
            parts::bare(&self.heard, 0).or_else(|| parts::only(self.heard.text).filter(|_| is_short));
        let Some(span) = number else { return 0 };
        let digits = parts::digits(&self.heard.text[span.range()]).len();
        Concept::of(topic)
            .filter(|concept| parts::is_whole(*concept, digits))
            .fold(0, |set, one| set | one.bit())
    }

    /// A code that the other side has just given, said back: *so 915, is that right?*
    fn echoed(&self) -> Concepts {
        let reading = self.heard.reading;
        let last = self.state.answered.as_ref();
        let given = last.filter(|last| last.side != self.side && last.turn + 1 == self.state.turns);
        let says_more = reading.names != 0 || reading.has_other || reading.words > OF_NAMED;
        let (Some(given), false) = (given, says_more) else { return 0 };
        let concept = Concept(given.concept);
        let Some(span) = parts::only(self.heard.text) else { return 0 };
        let digits = parts::digits(&self.heard.text[span.range()]).len();
        let is_as_long = usize::from(given.digits) == digits
            || given.digits == u8::MAX && parts::is_whole(concept, digits);
        if is_as_long { concept.bit() & Concept::CODES } else { 0 }
    }

    /// Adds the values that answer a question. Tells the concepts that were answered.
    pub(crate) fn answer(&mut self, findings: &mut Vec<Finding>) -> Concepts {
        let open = self.open();
        let open = open | self.beside_card(open);
        let open =
            if self.is_of_card(open) { open & !(Concept::EXPIRY.bit() | Concept::CVV.bit()) } else { open };
        let strange = self.guarded();
        // "Your user and password?" – "irobledo": the first is no password, unless it looks so.
        let user = if self.is_user() { open & Concept::PASSWORD.bit() } else { 0 };
        let guarded = strange & !open | user;
        let open = open | guarded;
        if open == 0 && findings.is_empty() {
            return 0;
        }
        let rules = self.bench.redactor;
        let mut found = 0;
        for finding in findings.iter() {
            let Some(concept) = Concept::named(rules.rule(finding.rule).entity) else { continue };
            found |= concept.bit();
            // What was said with its name may be put right without: it is whole, and nothing goes on with it.
            self.state.answered = Some(Answered {
                concept: concept.0,
                side: self.side,
                turn: self.state.turns,
                digits: u8::MAX,
            });
        }
        if open == 0 {
            return 0;
        }
        // What a mask says was given is not given again beside it.
        if self.heard.text.contains('[') {
            let is_masked = |concept: &Concept| {
                self.heard.text.contains(&format!("[{}]", concept.facts().key.to_uppercase()))
            };
            found |= Concept::of(open).filter(is_masked).fold(0, |set, concept| set | concept.bit());
        }
        let reading = self.heard.reading;
        let is_refused = reading.refuses && !reading.relents;
        let mut answered = open & found;
        // "Or Dahlia4, I always forget": what is no word is one all the same.
        let (open, guarded) = if is_refused { (strange, strange) } else { (open, guarded) };
        if open != 0 && !reading.has_partial {
            for (concept, finding) in answers(&mut self.bench, &self.heard, open & !found, guarded, findings)
            {
                let value = &self.heard.text[finding.span.range()];
                self.state.answered = Some(Answered {
                    concept: concept.0,
                    side: self.side,
                    turn: self.state.turns,
                    digits: parts::digits(value).len().min(255) as u8,
                });
                answered |= concept.bit();
                findings.push(finding);
            }
            findings.sort_by_key(|finding| finding.span.start);
        }
        answered
    }

    /// What was named before, or what this side waits for.
    pub(crate) fn topic(&self) -> Concepts {
        let waits = self.state.primed.as_ref().filter(|primed| primed.by == self.side);
        self.named().unwrap_or_else(|| waits.map_or(0, |primed| primed.concepts))
    }

    /// What was named in the last few turns.
    fn named(&self) -> Option<Concepts> {
        let turns = self.state.turns;
        let near = |(_, since): &(Concepts, u64)| turns - since.min(&turns) <= TOPIC_TURNS;
        self.state.topic.filter(near).map(|(topic, _)| topic)
    }
}
