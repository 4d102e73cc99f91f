//! What leads money or a device away.

use super::{Place, Reading, Sentence, is_talk};
use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Concept, Match, Talk};

/// What leads money or a device away, gathered sentence by sentence.
#[derive(Default)]
pub(super) struct Moves {
    pub(super) safe: Option<Place>,
    pub(super) moving: Option<Place>,
    /// An account that is called safe in other words: *secure holding account*.
    guarded: Option<Place>,
    /// The first account that is spoken of.
    account: Option<Place>,
    /// Money that is led away in one sentence, and the account in it or before.
    led: Option<(Place, Place)>,
    money: Option<Place>,
    has_danger: bool,
}

/// How many words may stand between an account and what calls it safe.
const GUARD_DISTANCE: usize = 3;

/// What calls an account safe: before it with nobody's name between (*secure your account* is another thing), or behind it.
fn guard<'m>(folded: &Folded, items: &'m [Match], account: &Match) -> Option<&'m Match> {
    items.iter().find(|item| match item.class {
        Class::Talk(Talk::Safety) => {
            let is_owned = |other: &Match| {
                is_talk(other.class, &[Talk::Yours, Talk::Mine])
                    && other.start >= item.end
                    && other.end <= account.start
            };
            item.end <= account.start
                && folded.words(item.end, account.start) < GUARD_DISTANCE
                && !items.iter().any(is_owned)
        }
        Class::Talk(Talk::SafetyAfter) => {
            item.start >= account.end && folded.words(account.end, item.start) < GUARD_DISTANCE
        }
        _ => false,
    })
}

fn joined(one: &Match, other: &Match) -> Place {
    (one.start.min(other.start), one.end.max(other.end))
}

impl Moves {
    /// The words that lead money to a "safe" account: said outright, or an account that is called safe or money in danger.
    pub(super) fn safe_account(&self) -> Option<(Place, Place)> {
        let safe = self.safe.or(self.guarded.filter(|_| self.money.is_some()));
        let led = self.led.filter(|_| self.has_danger);
        safe.and_then(|safe| self.moving.map(|moving| (moving, safe))).or(led)
    }

    /// The words that move money, or anything to an account.
    pub(super) fn leads(&self) -> Option<(Place, Place)> {
        self.moving.zip(self.account.or(self.money))
    }

    /// Safe accounts, programs that hand the device over, and calls to follow a link.
    pub(super) fn take(&mut self, reading: &mut Reading, folded: &Folded, sentence: &Sentence<'_>) {
        let items = sentence.items;
        let kinds = [
            Talk::Click,
            Talk::Safe,
            Talk::Move,
            Talk::Remote,
            Talk::Install,
            Talk::Account,
            Talk::Money,
            Talk::Danger,
        ];
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
        let moving = free(&[Talk::Move]).next().map(place);
        self.moving = self.moving.or(moving);
        let money = items.iter().find(|item| item.class == Class::Talk(Talk::Money));
        self.money = self.money.or(money.map(place));
        self.has_danger |= items.iter().any(|item| item.class == Class::Talk(Talk::Danger));
        let is_free_account = |item: &&Match| {
            let is_number = matches!(item.class, Class::Name(set) if set & Concept::ACCOUNT.bit() != 0);
            (is_number || item.class == Class::Talk(Talk::Account)) && is_free(item)
        };
        let account = items.iter().filter(is_free_account);
        self.guarded = self.guarded.or_else(|| {
            account
                .clone()
                .find_map(|account| guard(folded, items, account).map(|guard| joined(guard, account)))
                .map(|(start, end)| folded.span(start, end))
        });
        self.account = self.account.or_else(|| account.clone().next().map(place));
        // "It isn't safe there. Send it to …": it is what was spoken of.
        let means_money = |item: &Match| {
            item.class == Class::Talk(Talk::Money)
                || self.money.is_some() && item.class == Class::Talk(Talk::Pronoun)
        };
        if sentence.kind != Some(BreakKind::Question) && items.iter().any(means_money) {
            self.led = self.led.or_else(|| moving.zip(account.clone().next().map(place).or(self.account)));
        }
        if reading.remote.is_none() {
            let program = free(&[Talk::Remote]).next().map(place);
            let verb = free(&[Talk::Install, Talk::Please, Talk::Give, Talk::Enter]).next().map(place);
            reading.remote = verb.zip(program);
        }
    }
}
