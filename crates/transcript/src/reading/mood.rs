//! The mood of a sentence: whether it wants a value, whatever its verb.
//!
//! **Grammar.** No list holds every verb that asks. So a sentence is heard as a request by how it is built, too: it says *please*,
//! what is needed and what for, or where it is wanted; it asks, and not whether something is so; or a clause begins with a word
//! that begins no statement, and whom or which one follows: *chuck us the …*.

use super::{CONJUNCTIONS, Heard, Sentence};
use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Match, Talk, Words};

/// How many words may be passed before a clause begins: *ok so now …*.
const PASSED: usize = 4;

/// How many words may stand between what is named and who pleads for it.
const CLOSE: usize = 8;

/// *Here* and *to me* are places; *me* alone is none.
const SHORTEST_PLACE: usize = 4;

/// A question of more words asks for a story.
const LONG_QUESTION: usize = 12;

/// A place in the folded text.
type Place = (usize, usize);

/// What may want something in a sentence.
pub(super) struct Mood<'s> {
    folded: &'s Folded,
    sentence: &'s Sentence<'s>,
    heard: Heard,
}

impl<'s> Mood<'s> {
    pub(super) fn of(folded: &'s Folded, sentence: &'s Sentence<'s>, heard: Heard) -> Self {
        Self { folded, sentence, heard }
    }

    /// The words that want what is named at `at`.
    pub(super) fn wants(&self, at: usize) -> Option<Place> {
        self.needs()
            .or_else(|| self.pleads(at))
            .or_else(|| self.talk(Talk::Purpose, |_| true))
            .or_else(|| self.talk(Talk::Here, |item| item.end - item.start >= SHORTEST_PLACE))
            .or_else(|| self.question())
    }

    /// The words that plead for a thing at `at`, of which nothing in the sentence says what it is.
    pub(super) fn pleads(&self, at: usize) -> Option<Place> {
        let close = |item: &Match| self.is_close(item, at);
        self.talk(Talk::Please, |item| close(item) && !self.is_bent(item))
            .or_else(|| self.talk(Talk::Which, |item| item.start <= at && (close(item) || self.begins(item))))
            .or_else(|| self.order())
    }

    fn is_close(&self, item: &Match, at: usize) -> bool {
        let between = self.folded.words(item.end.min(at), at) + self.folded.words(at, item.start.max(at));
        self.sentence.segment(item.start) == self.sentence.segment(at) && between <= CLOSE
    }

    fn begins(&self, item: &Match) -> bool {
        self.folded.words(self.sentence.start, item.start) == 0
    }

    /// "Please keep your PIN": the verb says that it is no request.
    fn is_bent(&self, please: &Match) -> bool {
        self.word(please.end).is_some_and(|word| self.opens(word))
    }

    /// The words that order something to be done with what was named before: *relay it please*, *drop them here*.
    pub(super) fn orders(&self) -> Option<Place> {
        let firm = [Talk::Please, Talk::Here, Talk::Purpose, Talk::Need];
        self.order().filter(|_| firm.into_iter().any(|talk| self.heard.has(talk)))
    }

    /// The words that need it, for the speaker: *I can do nothing without it*.
    pub(super) fn needs(&self) -> Option<Place> {
        self.talk(Talk::Need, |item| !self.is_theirs(item))
    }

    /// The first word of a clause that begins no statement, where whom it is for or which one follows.
    pub(super) fn order(&self) -> Option<Place> {
        let commas = self.sentence.commas.iter().copied();
        std::iter::once(self.sentence.start).chain(commas).find_map(|start| {
            let (from, to) = self.opening(start)?;
            let verb = &self.folded.text[from..to];
            let (object, end) = self.word(to)?;
            let words = Words::builtin();
            let is_order = verb.len() > 1
                && verb.is_ascii()
                && !verb.iter().any(u8::is_ascii_digit)
                && ![&b"ing"[..], b"ed", b"ly"].iter().any(|ending| verb.ends_with(ending))
                && !self.opens((from, to))
                && words.is_object(&self.folded.text[object..end])
                && !self
                    .sentence
                    .items
                    .iter()
                    .any(|item| item.start == from && item.end == to && is_heard(item.class));
            is_order.then_some((from, to))
        })
    }

    /// A question that does not ask whether something is so.
    fn question(&self) -> Option<Place> {
        let Sentence { start, end, kind, .. } = *self.sentence;
        if kind != Some(BreakKind::Question) || self.folded.words(start, end) > LONG_QUESTION {
            return None;
        }
        let mut from = start;
        while let Some((begin, until)) = self.word(from) {
            if Words::builtin().is_whether(&self.folded.text[begin..until]) {
                return None;
            }
            from = until;
        }
        Some((start, start))
    }

    fn opens(&self, (from, to): Place) -> bool {
        Words::builtin().opens(&self.folded.text[from..to])
    }

    fn talk(&self, talk: Talk, fits: impl Fn(&Match) -> bool) -> Option<Place> {
        if !self.heard.has(talk) {
            return None;
        }
        let mut items = self.sentence.items.iter();
        items.find(|item| item.class == Class::Talk(talk) && fits(item)).map(|item| (item.start, item.end))
    }

    /// Whether it is the other side that needs it: *you need your PIN there*.
    fn is_theirs(&self, item: &Match) -> bool {
        let before = &self.folded.text[self.sentence.start..item.start];
        let mut words = before.rsplit(|byte| *byte == b' ').filter(|word| !word.is_empty());
        words.next().is_some_and(|word| Words::builtin().is_theirs(word))
            || words.next().is_some_and(|word| Words::builtin().is_theirs(word))
    }

    /// The word that a clause from `start` begins with.
    fn opening(&self, start: usize) -> Option<Place> {
        let mut at = start;
        for _ in 0..=PASSED {
            let (from, to) = self.word(at)?;
            let passes = |class| matches!(class, Class::Talk(Talk::Filler | Talk::But | Talk::Please));
            let passed = self.sentence.items.iter().find(|item| item.start == from && passes(item.class));
            let word = &self.folded.text[from..to];
            at = match passed {
                Some(item) => item.end,
                None if CONJUNCTIONS.iter().any(|known| known.as_bytes() == word) => to,
                None => return Some((from, to)),
            };
        }
        None
    }

    /// The next word at or behind `at`, within the sentence.
    fn word(&self, at: usize) -> Option<Place> {
        let end = self.sentence.end.min(self.folded.text.len());
        let text = self.folded.text.get(at..end)?;
        let from = at + text.iter().position(|byte| *byte != b' ')?;
        let len = self.folded.text[from..end].iter().position(|byte| *byte == b' ').unwrap_or(end - from);
        Some((from, from + len))
    }
}

/// Whether a word's own meaning says what it does in a sentence.
fn is_heard(class: Class) -> bool {
    !matches!(
        class,
        Class::Talk(Talk::Move | Talk::Click | Talk::Install | Talk::Give | Talk::Enter | Talk::Which)
    )
}
