//! What leads money or a device away.

use super::{Place, Reading, Sentence, is_talk};
use crate::fold::Folded;
use crate::words::{Class, Match, Talk};

/// What leads money or a device away, gathered sentence by sentence.
#[derive(Default)]
pub(super) struct Moves {
    pub(super) safe: Option<Place>,
    pub(super) moving: Option<Place>,
}

impl Moves {
    /// Safe accounts, programs that hand the device over, and calls to follow a link.
    pub(super) fn take(&mut self, reading: &mut Reading, folded: &Folded, sentence: &Sentence<'_>) {
        let items = sentence.items;
        let kinds = [Talk::Click, Talk::Safe, Talk::Move, Talk::Remote];
        if !items.iter().any(|item| is_talk(item.class, &kinds)) {
            return;
        }
        let place = |item: &Match| folded.span(item.start, item.end);
        let is_reported = items.iter().any(|item| item.class == Class::Talk(Talk::Reported));
        // A warning before it, up to the last comma, denies; so does talk of somebody else.
        let is_free = |item: &Match| {
            let comma = sentence.commas.iter().rfind(|comma| **comma <= item.start).copied().unwrap_or(0);
            let denies = |other: &Match| {
                other.class == Class::Talk(Talk::Warning) && other.start < item.start && other.start >= comma
            };
            !is_reported && !items.iter().any(denies)
        };
        let free =
            |kinds: &'static [Talk]| items.iter().filter(|item| is_talk(item.class, kinds) && is_free(item));
        reading.clicks.extend(free(&[Talk::Click]).map(place));
        self.safe = self.safe.or_else(|| free(&[Talk::Safe]).next().map(place));
        self.moving = self.moving.or_else(|| free(&[Talk::Move]).next().map(place));
        if reading.remote.is_none() {
            let program = free(&[Talk::Remote]).next().map(place);
            let verb = free(&[Talk::Install, Talk::Please, Talk::Give, Talk::Enter]).next().map(place);
            reading.remote = verb.zip(program);
        }
    }
}
