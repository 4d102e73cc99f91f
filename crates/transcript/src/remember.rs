//! What a turn leaves behind for the next ones: what is waited for, what was named, and what may be a part.

use crate::conversation::told_apart;
use crate::reading::Reading;
use crate::state::{Part, Primed, State};
use crate::turn::Turn;
use crate::words::{Concept, Concepts};

/// Turns of the other side that may answer a question.
const TURNS: u8 = 3;

/// A question of at most so many words asks about the question: *which one?*
const CLARIFICATION: usize = 12;

/// Which one is meant is said in so few words, and what for in so many.
const WHICH: u8 = 6;
const WHY: u8 = 12;

/// Turns of both sides after which no question waits, whatever was said.
const LONGEST: u64 = 12;

/// A turn of so few words, without a number, delays the answer.
const DELAY: usize = 4;

/// So few words between two parts of a number are no new topic.
const ASIDE: usize = 12;

/// What the turn leaves behind for the next ones.
pub(crate) fn remember(
    state: &mut State,
    turn: &Turn<'_>,
    reading: &Reading,
    answered: Concepts,
    is_part: bool,
) {
    let side = turn.side();
    let topic = reading.topic().unwrap_or_else(|| state.topic.map_or(0, |(topic, _)| topic));
    // "What phone is it?" changes the topic, whoever asked before.
    let is_elsewhere = reading.asks_what
        && reading.is_question
        && reading.names == 0
        && reading.by_it.is_none()
        && reading.code.is_none()
        && !reading.asks_why
        && side == 2;
    if let Some(primed) = &mut state.primed {
        let is_other_side = primed.by != side || side == 0 || primed.is_anyones;
        // With a password goes a user name, and nobody says which is which.
        let is_open = answered == Concept::PASSWORD.bit() && is_other_side;
        primed.concepts &= if is_open { !0 } else { !answered };
        primed.left = primed.left.saturating_sub(u8::from(is_open));
        if is_other_side {
            // A customer who asks something else has still to answer; who else is asked answers something else.
            let is_change = side != 1
                && (reading.asks_other
                    || is_elsewhere
                    || reading.is_question
                        && reading.names == 0
                        && reading.words > CLARIFICATION
                        && !reading.is_filler
                        && !reading.asks_why
                        && reading.by_it.is_none()
                        && answered == 0);
            if is_change {
                primed.concepts = 0;
            } else if reading.refuses && !reading.relents && answered == 0 {
                primed.is_refused = true;
            } else if !reading.is_filler
                && !reading.asks_why
                && !is_part
                && answered == 0
                && !is_delay(turn, reading)
            {
                primed.left = primed.left.saturating_sub(1);
            }
        } else if reading.asks_other || is_elsewhere {
            primed.concepts = 0;
        } else if !reading.is_filler && !reading.manages && !reading.warns {
            // Who presses for it still waits, a refusal or not.
            primed.is_refused = false;
            primed.left = (primed.left + 1).min(TURNS);
        }
        if primed.concepts == 0 || primed.left == 0 || state.turns - primed.turn.min(state.turns) > LONGEST {
            state.primed = None;
        }
    }
    // Whatever was said to it: the next word may be the password.
    if let Some(primed) = state.primed.as_mut().filter(|primed| primed.by != side) {
        primed.has_user &= reading.is_filler;
    }
    if reading.asks_other {
        state.answered = None;
    }
    let mut asks = reading.asks.iter().fold(reading.expects, |asks, ask| asks | ask.concepts);
    if reading.by_it.is_some() {
        // "Go on then": what was asked for before.
        let waits = state.primed.as_ref().filter(|primed| primed.by == side);
        asks |= if topic == 0 { waits.map_or(0, |primed| primed.concepts) } else { topic };
    }
    if let Some(thing) = reading.code {
        let told = told_apart(thing.concepts, reading.marks, topic);
        asks |= if told == 0 && thing.is_alone { Concept::OTP.bit() & thing.concepts } else { told };
    }
    // "That was wrong": it is waited for again.
    if reading.rejects
        && let Some(last) = &state.answered
        && last.side != side
    {
        asks |= Concept(last.concept).bit();
    }
    // "I want to change my phone." – "What is the new one?"
    let is_fresh = |(_, turn): &(Concepts, u64)| turn + 1 == state.turns;
    if asks == 0 && is_elsewhere && reading.words <= CLARIFICATION / 2 {
        asks = state.topic.filter(is_fresh).map_or(0, |(topic, _)| topic) & !Concept::NEVER_ASKED;
    }
    // What was said in the same turn is no longer asked for: "my pin? 4821".
    let label = if asks == 0 { reading.label & !answered } else { 0 };
    // "My PIN is" – of two that are asked for: the other stays so.
    let is_asked = |primed: &Primed| asks == 0 && primed.by != side && primed.concepts & label == label;
    let label = if state.primed.as_ref().is_some_and(is_asked) { 0 } else { label };
    // "What bot is this?" asks for nothing that the other side does not wait for.
    // "The password for the login?" asks which one is meant.
    let is_doubtful = side == 1 && reading.is_question;
    let is_weak = asks != 0 && (is_doubtful || reading.asks.is_empty() && !reading.is_firm);
    let is_theirs = |primed: &Primed| primed.by != side && side != 0 && primed.concepts & asks == asks;
    let is_theirs = is_weak && state.primed.as_ref().is_some_and(is_theirs);
    let asks = if is_theirs { asks & !Concept::NEVER_ASKED } else { asks };
    if asks | label != 0 {
        let earlier = state
            .primed
            .take()
            .filter(|primed| primed.by == side && asks != 0 && !primed.is_anyones)
            .map_or(0, |primed| primed.concepts);
        // Who speaks of a value of their own may say it, too: "I'll send you my pin".
        let is_own = reading.by_it.is_none() && reading.code.is_none();
        let is_anyones = asks == 0 || is_own && reading.asks.iter().all(|ask| ask.is_own);
        let left = if is_anyones { 2 } else { TURNS };
        state.primed = Some(Primed {
            concepts: asks | label | earlier,
            solicited: 0,
            by: side,
            is_anyones,
            is_refused: false,
            has_user: reading.has_user && asks & Concept::PASSWORD.bit() != 0,
            turn: state.turns,
            left,
            since: turn.time,
        });
    }
    let is_refused = reading.refuses && !reading.relents && side != 2;
    if reading.names != 0 && !is_refused {
        state.topic = Some((reading.names, state.turns));
    } else if reading.asks_other || is_refused {
        state.topic = None;
    } else if let Some((topic, turn)) = &mut state.topic
        && *topic == reading.forbids
    {
        // "Don't send the code here": it is spoken of still.
        *turn = state.turns;
    }
    let asks_other = reading.asks_other || reading.has_partial && reading.requests.is_some();
    if (asks_other || is_elsewhere) && side != 1 {
        state.asked_other = Some(state.turns);
    }
    if reading.warned != 0 {
        state.warned = Some((reading.warned, state.turns));
    }
    if reading.has_other {
        state.other = Some(state.turns);
    }
    // "Is the code the last three?" names it; "which number?" does not.
    let told = reading.tells.filter(|_| !reading.asks_what).map_or(0, |(told, _)| told);
    state.enquired =
        if side == 1 && (reading.is_question || reading.asks_what) { reading.names | told } else { 0 };
    let is_short = reading.words <= CLARIFICATION / 2 && reading.names == 0;
    state.asks_of = match side == 1 && is_short {
        true if reading.asks_why => WHY,
        // "You mean?" asks which one, too.
        true if reading.asks_what || reading.corrects && reading.is_question => WHICH,
        _ => 0,
    };
    if is_part {
        let id = turn.id.map(Box::from);
        state.remember(Part { turn: state.turns, side, id, text: turn.text.into(), time: turn.time });
    } else if !reading.is_filler && !is_beside(answered) && !is_aside(state, turn, reading) {
        state.parts.retain(|part| part.side != side);
    }
}

/// Whether nothing was answered but what goes with a card: its number may go on behind its date.
fn is_beside(answered: Concepts) -> bool {
    let beside = Concept::EXPIRY.bit() | Concept::CVV.bit();
    answered != 0 && answered & !beside == 0
}

/// Whether a turn says a few words and no number while a value is waited for: its parts may go on.
fn is_aside(state: &State, turn: &Turn<'_>, reading: &Reading) -> bool {
    state.primed.is_some()
        && reading.words <= ASIDE
        && !turn.text.contains(|character: char| character.is_numeric())
}

/// Whether a turn says next to nothing: *wait, my glasses*.
fn is_delay(turn: &Turn<'_>, reading: &Reading) -> bool {
    reading.words <= DELAY
        && !reading.is_question
        && !turn.text.contains(|character: char| character.is_numeric())
}
