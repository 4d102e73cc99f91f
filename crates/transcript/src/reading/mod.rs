//! What a turn says: which values it asks for, and how, what it refuses, and where it leads.
//!
//! **Contract.** A reading is a function of the text and the words alone; who speaks and what was said before is the
//! conversation's business. Linear in the text.
//!
//! A turn is read sentence by sentence. In a sentence a request reaches the names behind it, or before it where none is
//! behind; a warning takes its names away until a comma and another request; words about somebody else, about forgetting
//! and changing, or about a place where a value is typed that is no chat, weaken what is asked.

mod ask;
mod forbid;
mod heard;
mod mood;
mod moves;
mod quoted;
mod sentence;
mod unnamed;

use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Concept, Concepts, Match, Talk, Words};
use heard::Heard;
use moves::Moves;

/// A place in the turn's text, in bytes.
pub(crate) type Place = (usize, usize);

/// How firmly a value is asked for, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// A question with the name in it: the answer may follow.
    Question,
    /// Whether something arrived: the value may follow.
    Receipt,
    /// To be typed where no chat is.
    Elsewhere,
    /// To be confirmed.
    Check,
    /// Wanted by the mood of the sentence alone.
    Implied,
    /// A name and hardly anything else, as a field of a form.
    Form,
    /// To be typed.
    Enter,
    /// To be told.
    Give,
}

/// A value that is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) concepts: Concepts,
    pub(crate) strength: Strength,
    /// The words of the request, where there are any, and the name.
    pub(crate) request: Option<Place>,
    pub(crate) name: Place,
    /// Whether the speaker asks about a thing of the other side: *your*.
    pub(crate) is_yours: bool,
    /// Whether it is to be told to the speaker: *to me*, *here*.
    pub(crate) is_here: bool,
    /// Whether the speaker asks about a thing of their own: *my*.
    pub(crate) is_own: bool,
    /// Whether it is named like a field of a form, without question or plea: it may be an answer.
    pub(crate) is_plain: bool,
}

/// A thing that is asked for, and nothing in its sentence says what it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thing {
    pub(crate) request: Place,
    pub(crate) name: Place,
    /// What it may stand for.
    pub(crate) concepts: Concepts,
    /// Whether nothing else is said in the sentence.
    pub(crate) is_alone: bool,
    /// Whether a verb asks for it.
    pub(crate) is_asked: bool,
}

/// What a turn says.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) asks: Vec<Ask>,
    /// A request for what was named before: *send it to me*; the request and what stands for the name.
    pub(crate) by_it: Option<(Place, Place)>,
    /// Whether that is to be told to the speaker.
    pub(crate) is_it_here: bool,
    /// A request for *the code*, without saying which.
    pub(crate) code: Option<Thing>,
    /// Whether a message is spoken of, which may hold what "it" means.
    pub(crate) has_message: bool,
    /// What things are told apart by, wherever in the turn it stands: that a code was sent.
    pub(crate) marks: Concepts,
    /// What things and marks of the turn may stand for, and the first of them.
    pub(crate) tells: Option<(Concepts, Place)>,
    /// Whether something else is asked for.
    pub(crate) asks_other: bool,
    /// Names that stand alone in their sentence: on the agent's side, a request.
    pub(crate) named: Vec<(Concepts, Place)>,
    /// What the turn forbids to tell here.
    pub(crate) forbids: Concepts,
    /// Where the sentence that does ends.
    pub(crate) forbids_end: usize,
    /// What it warns of.
    pub(crate) warned: Concepts,
    /// Whether it names a user, who has a password.
    pub(crate) has_user: bool,
    /// What is named and not warned of.
    pub(crate) names: Concepts,
    /// What is named and neither warned of, told of nor managed: what "it" means in the same turn.
    pub(crate) meant: Concepts,
    /// What the turn's end names: the value may follow.
    pub(crate) label: Concepts,
    /// What may follow unasked: what a message held that was asked after.
    pub(crate) expects: Concepts,
    /// What the turn calls something said before: *that was my pin*.
    pub(crate) back: Concepts,
    pub(crate) refuses: bool,
    /// Whether a refusal is taken back: *but maybe …*.
    pub(crate) relents: bool,
    pub(crate) is_filler: bool,
    pub(crate) is_question: bool,
    pub(crate) has_partial: bool,
    /// Whether the turn puts right what was said before.
    pub(crate) corrects: bool,
    /// Whether it asks *what* or *which*.
    pub(crate) asks_what: bool,
    /// Whether it asks why, which neither answers nor refuses.
    pub(crate) asks_why: bool,
    /// Whether it says that what was answered is wrong.
    pub(crate) rejects: bool,
    /// Whether something was or will be sent.
    pub(crate) has_receipt: bool,
    /// Whether anything is wanted here.
    pub(crate) is_here: bool,
    /// Whether something is spoken of that has a number or a code of its own.
    pub(crate) has_other: bool,
    /// Whether something is to be typed, or wanted here.
    pub(crate) is_firm: bool,
    /// Whether it wants anything.
    pub(crate) requests: Option<Place>,
    /// Whether it is about forgetting, changing or explaining.
    pub(crate) manages: bool,
    pub(crate) words: usize,
    /// The words that lead money to a "safe" account.
    pub(crate) safe_account: Option<(Place, Place)>,
    /// The words that move money, wherever it goes.
    pub(crate) leads: Option<(Place, Place)>,
    /// The words that hand the device over.
    pub(crate) remote: Option<(Place, Place)>,
    /// The words that ask to follow a link.
    pub(crate) clicks: Vec<Place>,
    /// Whether the turn doubts a link, or tells of one.
    pub(crate) doubts: bool,
    /// Whether the turn warns of anything.
    pub(crate) warns: bool,
}

/// A sentence of so few words that names a value is about nothing else.
const SHORT: usize = 5;

/// Words behind a comma that carry on what was before it.
const CONJUNCTIONS: [&str; 14] =
    ["or", "and", "nor", "atau", "dan", "maupun", "serta", "o", "y", "ou", "e", "et", "und", "oder"];

/// What is said of a message in so few words is about nothing else.
const SENT: usize = 36;

/// What was wrong is wanted again in so few words.
const AGAIN: usize = 10;

/// The most matches that are read as one sentence.
const MAX_ITEMS: usize = 64;

/// A name in a sentence and what was said of it.
#[derive(Clone, Copy)]
struct Mention {
    start: usize,
    end: usize,
    concepts: Concepts,
    request: Option<(Strength, usize, usize)>,
    is_warned: bool,
}

struct Sentence<'s> {
    items: &'s [Match],
    start: usize,
    end: usize,
    kind: Option<BreakKind>,
    commas: Vec<usize>,
}

impl Reading {
    /// What "it" means in the turn and behind it, where the turn names anything. "Is your PIN the old one? Tell me" means it, too.
    pub(crate) fn topic(&self) -> Option<Concepts> {
        let named = if self.is_question { self.names } else { 0 };
        // "You'll get a text. Type it here."
        let is_told = self.has_receipt || self.marks & Concept::OTP.bit() != 0;
        let is_message = self.has_message
            || self.has_receipt && self.tells.is_some_and(|(set, _)| set & Concept::OTP.bit() != 0);
        let is_sent =
            self.by_it.is_some() && is_message && is_told && self.remote.is_none() && self.words <= SENT;
        let sent = if is_sent { Concept::OTP.bit() } else { 0 };
        [self.meant, named, sent, self.allowed()].into_iter().find(|meant| *meant != 0)
    }

    /// What the turn warns of, and wants all the same: *never share your PIN, sir. But you may type it to me here*.
    pub(crate) fn allowed(&self) -> Concepts {
        let is_behind = self.by_it.is_some_and(|((start, _), _)| start >= self.forbids_end);
        if self.relents && self.is_it_here && is_behind { self.warned } else { 0 }
    }

    pub(crate) fn of(words: &Words, folded: &Folded, matches: &mut Vec<Match>) -> Self {
        words.find(folded, matches);
        let mut reading = Self { words: folded.words(0, folded.text.len()), ..Self::default() };
        let heard = Heard::of(matches);
        let is = |talk: Talk| heard.has(talk);
        reading.refuses = is(Talk::Refusal) && !opens_number(folded, matches);
        reading.relents = is(Talk::But) || reading.refuses && promises(folded, matches);
        reading.doubts = is(Talk::Doubt);
        reading.warns = is(Talk::Warning);
        reading.corrects = is(Talk::Correction);
        reading.asks_why = is(Talk::Why);
        reading.asks_what = is(Talk::Which);
        reading.rejects = is(Talk::Again);
        reading.manages = is(Talk::Manage);
        reading.is_here = is(Talk::Here);
        reading.has_other = is(Talk::Other);
        reading.is_firm = is(Talk::Here) || is(Talk::Enter);
        reading.has_receipt = is(Talk::Receipt);
        reading.has_user = is(Talk::User);
        if reading.rejects && reading.words <= AGAIN {
            reading.requests = wanted_again(matches).map(|one| folded.span(one.start, one.end));
        }
        reading.has_partial = is(Talk::Partial);
        reading.is_filler = reading.words > 0
            && (is(Talk::Filler) || is(Talk::Please) || is(Talk::Copula))
            && uncovered(folded, matches, 0, folded.text.len(), 0, |class| {
                is_talk(class, &[Talk::Filler, Talk::Please, Talk::Copula])
            }) == 0;
        let telling = |one: &Match| match one.class {
            Class::Mark(set) | Class::Thing(set) => Some((set, (one.start, one.end))),
            _ => None,
        };
        let told = matches.iter().filter_map(telling);
        reading.tells = told.reduce(|(all, first), (set, _)| (all | set, first));
        reading.tells = reading.tells.map(|(set, (start, end))| (set, folded.span(start, end)));
        if !heard.matters() {
            reading.is_question =
                reading.words > 0 && folded.breaks.iter().any(|one| one.kind == BreakKind::Question);
            return reading;
        }
        let has_elsewhere = is(Talk::Elsewhere);
        reading.has_message = (is(Talk::Message) || is(Talk::Device)) && !reading.warns;
        if !reading.warns {
            reading.marks = matches.iter().fold(0, |marks, one| match one.class {
                Class::Mark(set) => marks | set,
                _ => marks,
            });
        }
        let (mut from, mut start) = (0, 0);
        let mut commas = Vec::new();
        let mut moves = Moves::default();
        let ends = folded.breaks.iter().map(|one| (one.at, Some(one.kind)));
        for (at, kind) in ends.chain([(folded.text.len(), None)]) {
            // "I need three things: the number, …": a list belongs to its request.
            let lists = kind == Some(BreakKind::Colon)
                && matches[from..].iter().take_while(|one| one.start + 1 < at).any(|one| requests(one.class))
                && folded.text[at..].iter().any(|byte| *byte != b' ');
            if kind == Some(BreakKind::Comma) || lists {
                commas.push(at);
                continue;
            }
            let count = matches[from..].iter().take_while(|one| one.start + 1 < at.max(1)).count();
            let mut items = &matches[from..from + count];
            from += count;
            loop {
                // What goes on for longer is read in pieces: a sentence costs at most its square.
                let (now, rest) = items.split_at(items.len().min(MAX_ITEMS));
                let end = rest.first().map_or(at, |next| next.start);
                let before = commas.partition_point(|comma| *comma < end);
                let later = commas.split_off(before);
                let kind = kind.filter(|_| rest.is_empty());
                let sentence =
                    Sentence { items: now, start, end, kind, commas: std::mem::replace(&mut commas, later) };
                reading.sentence(folded, &sentence, has_elsewhere);
                moves.take(&mut reading, folded, &sentence);
                start = end;
                items = rest;
                if items.is_empty() {
                    break;
                }
            }
            commas.clear();
        }
        reading.safe_account = moves.safe_account();
        reading.leads = moves.leads();
        // "You will receive a code, read it to me": what comes is no other.
        let is_untold = reading.code.is_some() && reading.marks & Concept::CODES == 0;
        if is_untold && reading.has_receipt && !reading.warns {
            reading.marks |= Concept::OTP.bit();
        }
        reading
    }
}

/// Whether who would not gives it all the same, in another clause: *a bit scared, I'll send it in halves*.
fn promises(folded: &Folded, matches: &[Match]) -> bool {
    let is = |kind: Talk| move |one: &&Match| one.class == Class::Talk(kind);
    let Some(refusal) = matches.iter().rfind(is(Talk::Refusal)) else { return false };
    let gives = matches.iter().filter(is(Talk::Told)).find(|one| one.start >= refusal.end);
    gives.is_some_and(|gives| {
        folded.breaks.iter().any(|one| refusal.end <= one.at && one.at <= gives.start)
            && !matches.iter().any(|one| one.class == Class::Talk(Talk::Warning))
    })
}

/// The words that want again what was wrong; *try again* wants nothing by itself.
fn wanted_again(matches: &[Match]) -> Option<&Match> {
    let wants = [Talk::Give, Talk::Need, Talk::Here, Talk::Check, Talk::Please, Talk::Which];
    let is_within = |one: &Match, again: &Match| {
        again.class == Class::Talk(Talk::Again) && again.start <= one.start && one.end <= again.end
    };
    matches
        .iter()
        .find(|one| is_talk(one.class, &wants) && !matches.iter().any(|again| is_within(one, again)))
}

/// Whether words of the class may ask for a list.
fn requests(class: Class) -> bool {
    is_talk(class, &[Talk::Give, Talk::Enter, Talk::Check, Talk::Please, Talk::Need])
}

/// Words of `start..end` that belong to no match that counts; not counted further than one beyond `most`.
fn uncovered(
    folded: &Folded,
    items: &[Match],
    start: usize,
    end: usize,
    most: usize,
    counts: impl Fn(Class) -> bool,
) -> usize {
    let end = end.min(folded.text.len());
    let (mut at, mut loose) = (start, 0);
    // Items are in the order of their starts; how far those that have started reach.
    let (mut next, mut covered) = (0, 0);
    while at < end && loose <= most {
        while let Some(item) = items.get(next)
            && item.start <= at
        {
            covered = if counts(item.class) { covered.max(item.end) } else { covered };
            next += 1;
        }
        if folded.text[at] == b' ' {
            at += 1;
        } else if covered > at {
            at = covered;
        } else {
            loose += 1;
            at += folded.text[at..end].iter().position(|byte| *byte == b' ').unwrap_or(end - at);
        }
    }
    loose
}

/// A list of kinds is one mask, and this one comparison.
#[inline(always)]
fn is_talk(class: Class, kinds: &[Talk]) -> bool {
    let set = kinds.iter().fold(0_u64, |set, kind| set | 1 << *kind as u64);
    matches!(class, Class::Talk(talk) if set >> talk as u64 & 1 != 0)
}

/// Whether all that refuses is filler in another language, and right before a number or the turn's end: *nah*, *nah 606219*.
fn opens_number(folded: &Folded, matches: &[Match]) -> bool {
    let is_filler = |one: &Match| {
        let same = |other: &&Match| (other.start, other.end) == (one.start, one.end);
        matches.iter().filter(same).any(|other| other.class == Class::Talk(Talk::Filler))
            && folded.text.get(one.end + 1).is_none_or(u8::is_ascii_digit)
    };
    matches.iter().filter(|one| one.class == Class::Talk(Talk::Refusal)).all(is_filler)
}

fn has_digit(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_digit)
}
