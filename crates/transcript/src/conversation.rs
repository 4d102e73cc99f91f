//! A conversation: turns go in, masked texts, retractions and alerts come out.
//!
//! **Contract.** [`Conversation::push`] cannot fail and is linear in the turn's text. What comes out depends on the state, the
//! turn, the redactor and the brands, and on nothing else.

use samar::{Finding, Redactor, Scratch, Span};

use crate::alert::{self, AlertKind, Scene};
use crate::answer::{Bench, Heard};
use crate::fold::Folded;
use crate::hearing::Hearing;
use crate::link::Brands;
use crate::parts;
use crate::reading::{Reading, Strength};
use crate::remember::remember;
use crate::state::State;
use crate::turn::{Outcome, Turn};
use crate::words::{Concept, Concepts, Match, Words};

/// Behind an answer so few words that name another value ask for it.
const LIST: usize = 12;

/// For so many turns a code may be another's that was spoken of.
const NEAR: u64 = 4;

/// For so many turns money goes where it was led.
const LED: u64 = 8;

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
        let mut reading = Reading::of(Words::builtin(), &self.folded, &mut self.matches);
        reading.forget_quoted(turn.text);
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
        // "Never share your PIN with strangers." – "You may type it here."
        if reading.by_it.is_some() && reading.is_here && !reading.warns && hearing.topic() == 0 {
            let turns = hearing.state.turns;
            hearing.state.topic =
                hearing.state.warned.filter(|(_, turn)| turns.saturating_sub(*turn) <= NEAR);
        }
        // What was named in the same turn is nearer than what was named before.
        let topic = reading.topic().unwrap_or_else(|| hearing.topic());
        let retractions = hearing.retractions;
        let given = self.state.answered.as_ref().filter(|last| last.side != turn.side());
        let given = given.map_or(0, |last| Concept(last.concept).bit());
        let is_list = given != 0 && reading.words <= LIST;
        let next = if is_list { reading.meant & !given } else { 0 };
        let enquired = self.state.enquired;
        let is_near = |turn: u64| self.state.turns.saturating_sub(turn) <= NEAR;
        let has_other = reading.has_other || self.state.other.is_some_and(is_near);
        let waits = self.state.primed.as_ref().filter(|primed| primed.by == turn.side());
        let solicited = waits.map_or(0, |primed| primed.solicited & primed.concepts);
        let scene = Scene {
            turn: &turn,
            reading: &reading,
            topic,
            given,
            next,
            enquired,
            has_other,
            asked_of: if reading.words <= usize::from(self.state.asks_of) { solicited } else { 0 },
            solicited,
            is_led: self.state.led.is_some_and(|turn| self.state.turns - turn.min(self.state.turns) <= LED),
            brands: self.brands,
        };
        let alerts = alert::alerts(&scene);
        if alerts.iter().any(|alert| alert.kind == AlertKind::SafeAccountTransfer) {
            self.state.led = Some(self.state.turns);
        }
        remember(&mut self.state, &turn, &reading, answered, is_part);
        if let Some(primed) = self.state.primed.as_mut().filter(|primed| primed.by == turn.side()) {
            primed.solicited = solicited | alert::solicited(&alerts);
        }
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

/// What a thing of `set` stands for: by its marks, or by what was named before.
pub(crate) fn told_apart(set: Concepts, marks: Concepts, topic: Concepts) -> Concepts {
    // "The whole number" and "on the front": a picture shows the card's number.
    let shown = if set & Concept::PHOTO.bit() != 0 { Concept::CARD.bit() } else { 0 };
    let marked = (set | shown) & marks;
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
