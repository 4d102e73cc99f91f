//! A conversation: turns go in, masked texts, retractions and alerts come out.
//!
//! **Contract.** [`Conversation::push`] cannot fail and is linear in the turn's text. What comes out depends on the state, the
//! turn, the redactor and the brands, and on nothing else.

use samar::{Finding, Redactor, Scratch, Span};

use crate::alert::{self, Scene};
use crate::answer::{Bench, Heard, answers};
use crate::fold::Folded;
use crate::link::Brands;
use crate::parts;
use crate::reading::{Reading, Strength};
use crate::remember::remember;
use crate::state::{Answered, Primed, State};
use crate::turn::{Outcome, Retraction, Turn};
use crate::words::{Concept, Concepts, Match, Words};

/// How long a question waits, in milliseconds.
const PATIENCE: u64 = 120_000;

/// How many words beside it may say nothing of a part of what was asked for.
const SLACK: usize = 2;

/// Behind an answer so few words that name another value ask for it.
const LIST: usize = 12;

/// Turns for which "it" means what was named.
const TOPIC_TURNS: u64 = 3;

/// A conversation in progress.
pub struct Conversation<'r> {
    redactor: &'r Redactor,
    brands: Option<&'r Brands>,
    state: State,
    scratch: Scratch,
    folded: Folded,
    matches: Vec<Match>,
}

impl<'r> Conversation<'r> {
    /// A conversation of which nothing has been said.
    #[must_use]
    pub fn new(redactor: &'r Redactor) -> Self {
        Self::resume(redactor, State::default())
    }

    /// A conversation that goes on where `state` was taken.
    #[must_use]
    pub fn resume(redactor: &'r Redactor, state: State) -> Self {
        Self {
            redactor,
            brands: None,
            state,
            scratch: Scratch::default(),
            folded: Folded::default(),
            matches: Vec::new(),
        }
    }

    /// The same, with the domains that links are compared with.
    #[must_use]
    pub fn with_brands(self, brands: &'r Brands) -> Self {
        Self { brands: Some(brands), ..self }
    }

    /// What the conversation remembers.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The same, to be kept elsewhere.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }

    /// Goes on in another conversation, with the buffers of this one; hands out what this one remembers.
    pub fn switch(&mut self, state: State) -> State {
        std::mem::replace(&mut self.state, state)
    }

    /// Takes the next message.
    pub fn push(&mut self, turn: Turn<'_>) -> Outcome {
        self.folded.fold(turn.text);
        let reading = Reading::of(Words::builtin(), &self.folded, &mut self.matches);
        let mut findings = Vec::new();
        self.redactor.scan(&mut self.scratch, turn.text.as_bytes(), |finding| findings.push(finding));
        let heard = Heard {
            text: turn.text,
            folded: &self.folded,
            matches: &self.matches,
            reading: &reading,
            is_room: turn.side() == 0 || turn.side() > 2,
        };
        let bench = Bench { redactor: self.redactor, scratch: &mut self.scratch };
        let number = self.state.turns;
        let mut hearing = Hearing {
            bench,
            heard,
            state: &mut self.state,
            turn,
            side: turn.side(),
            retractions: Vec::new(),
        };
        hearing.forget();
        let answered = hearing.answer(&mut findings);
        let is_part = hearing.join(&mut findings, answered);
        hearing.name_earlier();
        // What was named in the same turn is nearer than what was named before.
        let topic = reading.topic().unwrap_or_else(|| hearing.topic());
        let retractions = hearing.retractions;
        let given = self.state.answered.as_ref().filter(|last| last.side != turn.side());
        let given = given.map_or(0, |last| Concept(last.concept).bit());
        let is_list = given != 0 && reading.words <= LIST;
        let next = if is_list { reading.meant & !given } else { 0 };
        let scene = Scene { turn: &turn, reading: &reading, topic, given, next, brands: self.brands };
        let alerts = alert::alerts(&scene);
        remember(&mut self.state, &turn, &reading, answered, is_part);
        self.state.turns += 1;
        merge(&mut findings);
        let text = if findings.is_empty() {
            turn.text.to_owned()
        } else {
            parts::masked(self.redactor, turn.text, &findings)
        };
        Outcome { turn: number, text, findings, retractions, alerts }
    }
}

impl std::fmt::Debug for Conversation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conversation").field("state", &self.state).finish_non_exhaustive()
    }
}

/// One turn, on its way through.
struct Hearing<'h, 'r> {
    bench: Bench<'r>,
    heard: Heard<'h>,
    state: &'h mut State,
    turn: Turn<'h>,
    side: u32,
    retractions: Vec<Retraction>,
}

impl Hearing<'_, '_> {
    /// Forgets what has become old.
    fn forget(&mut self) {
        let now = self.turn.time;
        let is_old = |since: Option<u64>| {
            since.zip(now).is_some_and(|(since, now)| now.saturating_sub(since) > PATIENCE)
        };
        if self.state.primed.as_ref().is_some_and(|primed| is_old(primed.since)) {
            self.state.primed = None;
        }
        // A message that is delivered again is no part of itself.
        let id = self.turn.id;
        self.state.parts.retain(|part| !is_old(part.time) && (id.is_none() || part.id.as_deref() != id));
        let turns = self.state.turns;
        self.state.topic = self.state.topic.filter(|(_, since)| turns - since.min(&turns) <= TOPIC_TURNS);
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

    /// What was named before, where the turn says what it is: *it's 3018*.
    fn said_of_it(&self) -> Concepts {
        let codes = Concept::PIN.bit() | Concept::CVV.bit() | Concept::OTP.bit();
        if self.heard.is_room || !parts::is_of_it(&self.heard) { 0 } else { self.topic() & codes }
    }

    /// Adds the values that answer a question. Tells the concepts that were answered.
    fn answer(&mut self, findings: &mut Vec<Finding>) -> Concepts {
        let open = self.open();
        let open = open | self.beside_card(open);
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
        if !is_refused && !reading.has_partial {
            for (concept, finding) in answers(&mut self.bench, &self.heard, open & !found, findings) {
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

    /// Joins a bare number with earlier ones. Tells whether the turn is one that may be joined later.
    fn join(&mut self, findings: &mut Vec<Finding>, answered: Concepts) -> bool {
        if !findings.is_empty() || answered != 0 {
            return false;
        }
        let slack = if self.open() == 0 { 0 } else { SLACK };
        let Some(span) = parts::bare(&self.heard, slack) else { return parts::is_word(self.heard.text) };
        let now = &self.heard.text[span.range()];
        let count = parts::digits(now).len();
        if let Some(last) = self.state.answered.clone()
            && last.side == self.side
            && let concept = Concept(last.concept)
            && (parts::goes_on(concept, usize::from(last.digits), count)
                || parts::is_another(concept, usize::from(last.digits), count)
                    && last.turn + 1 == self.state.turns)
            && let Some(finding) = self.stand_in(concept)
        {
            let digits = last.digits.saturating_add(count as u8);
            findings.push(finding.at(span).without_tail());
            self.state.answered =
                Some(Answered { concept: concept.0, side: self.side, turn: self.state.turns, digits });
            return false;
        }
        let named = self.state.topic.map_or(0, |(topic, _)| topic & Concept::CARD.bit());
        let asked = self.open() | named;
        let Some(joined) = parts::join(&mut self.bench, self.state, self.side, now, asked) else {
            return true;
        };
        findings.push(joined.finding.at(span).without_tail());
        for index in joined.parts.into_iter().rev() {
            let part = self.state.parts.remove(index);
            self.retractions.insert(0, parts::retract(self.bench.redactor, part, joined.finding));
        }
        self.state.answered = Some(Answered {
            concept: joined.concept.0,
            side: self.side,
            turn: self.state.turns,
            digits: joined.digits as u8,
        });
        if let Some(primed) = &mut self.state.primed {
            primed.concepts &= !joined.concept.bit();
        }
        false
    }

    /// A finding of the concept's rule, for a number that is no value by itself.
    fn stand_in(&mut self, concept: Concept) -> Option<Finding> {
        let sample = if concept == Concept::CARD { "4111111111111111" } else { "4829" };
        // An allow-list may have the sample; it has not the value.
        let mut finding = self.bench.behind_label(concept, sample)?;
        finding.excuse = None;
        Some(finding)
    }

    /// A value that was said before its name: *that was my pin*.
    fn name_earlier(&mut self) {
        let reading = self.heard.reading;
        if reading.back == 0 {
            return;
        }
        let Some(index) = self.state.parts.iter().rposition(|part| {
            part.turn + 3 > self.state.turns
                && (part.side == self.side || reading.is_question || self.side == 0)
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
            self.retractions.push(parts::retract(self.bench.redactor, part, finding));
        }
    }

    /// What was named before, or what this side waits for.
    fn topic(&self) -> Concepts {
        let waits = self.state.primed.as_ref().filter(|primed| primed.by == self.side);
        self.state.topic.map_or_else(|| waits.map_or(0, |primed| primed.concepts), |(topic, _)| topic)
    }
}

/// What a thing of `set` stands for: by its marks, or by what was named before.
pub(crate) fn told_apart(set: Concepts, marks: Concepts, topic: Concepts) -> Concepts {
    let marked = set & marks;
    // A code that was sent is one whatever else is told of it; else the first of the table.
    let first = marked & marked.wrapping_neg();
    if marked & Concept::OTP.bit() != 0 {
        Concept::OTP.bit()
    } else if first != 0 {
        first
    } else {
        set & topic
    }
}

/// Joins findings that overlap; nothing that one of them hides is shown.
fn merge(findings: &mut Vec<Finding>) {
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
    findings.dedup_by(|later, earlier| {
        let overlaps = later.span.overlaps(earlier.span);
        if overlaps {
            earlier.is_merged |= later.span != earlier.span;
            earlier.span = Span::new(earlier.span.start, earlier.span.end.max(later.span.end));
            // What one of them must hide is hidden.
            earlier.excuse = earlier.excuse.and(later.excuse);
        }
        overlaps
    });
}

/// Whether an ask is answered in the chat at all.
pub(crate) const fn is_solicited(strength: Strength) -> bool {
    matches!(
        strength,
        Strength::Check | Strength::Implied | Strength::Form | Strength::Enter | Strength::Give
    )
}
