//! What is passed on the way to a number: the words right before it, and whether one of them claims it.

use super::vicinity::{MAX_NUMBERS, MAX_STOPS, MAX_UNKNOWN};
use crate::pack::{Concepts, Label};

/// Labels of codes that claim the number next to them.
const CLAIMING: Concepts = Concepts::STRONG;

/// What stands right before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing, the end of a sentence, a comma or the like.
    Pause,
    Copula,
    /// A verb of typing a code in: *typed*, *keyed in*.
    Entry,
    Filler,
    /// A card: four digits behind it are its last.
    Card,
    /// Who somebody is: the number right behind is theirs.
    User,
    /// A word that tells what else a number is.
    Apart,
    Unknown,
}

/// What has been passed on the way to a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    pub(super) lead: Lead,
    /// Whether another name or label has a claim on the next number.
    pub(super) is_claimed: bool,
    /// Whether another label was passed.
    pub(super) is_foreign: bool,
    pub(super) unknown: u8,
    pub(super) strangers: u8,
    pub(super) stops: i8,
    pub(super) numbers: u8,
    /// Words in this sentence, and whether one of them was not known.
    pub(super) words: u8,
    pub(super) is_vague: bool,
    /// Whether a name of something else, or what is counted, was passed.
    pub(super) is_named: bool,
    /// Whether a comma or the like was the last.
    pub(super) is_paused: bool,
    /// Whether what claims the next number is where the value came to: "the otp on my phone was".
    pub(super) is_aside: bool,
    /// Whether a preposition or the like leads to the next word: "on my phone", not "my phone".
    is_placed: bool,
    /// Whether a copula was passed.
    pub(super) is_said: bool,
    /// Whether a word for one stands for what was named, and what tells which one behind it: "the one before was 553019".
    is_pronoun: bool,
}

impl Path {
    pub(super) const START: Self = Self {
        lead: Lead::Pause,
        is_claimed: false,
        is_foreign: false,
        unknown: 0,
        strangers: 0,
        stops: 0,
        numbers: 0,
        words: 0,
        is_vague: false,
        is_named: false,
        is_paused: false,
        is_aside: false,
        is_placed: false,
        is_said: false,
        is_pronoun: false,
    };

    pub(super) fn word(&mut self, concepts: Concepts, own: Concepts) {
        self.words = self.words.saturating_add(1);
        // "at the terminal... mine is 661024": a name claims what follows it, not what another clause says.
        self.is_claimed &= !self.is_paused;
        self.is_paused = false;
        let leads = concepts.has(Concepts::FILLER | Concepts::APART) && !concepts.has(Concepts::POSSESSIVE);
        let was_placed = self.is_placed;
        self.is_placed = leads || self.is_placed && concepts.has(Concepts::POSSESSIVE);
        let was_pronoun = std::mem::replace(&mut self.is_pronoun, concepts.has(Concepts::DIGIT));
        let is_foreign = concepts.has(CLAIMING) && !concepts.has(own | Label::Card.strong());
        // "ke hp", "to my phone": where it was sent.
        let is_name = concepts.has(Concepts::OTHER | Concepts::NOT) && !concepts.has(Concepts::CONNECTORS);
        self.is_foreign |= is_foreign;
        self.is_vague |= concepts == Concepts::default();
        self.is_named |= is_name || concepts.has(Concepts::UNIT);
        if concepts.has(Concepts::ENTRY) {
            (self.lead, self.is_claimed) = (Lead::Entry, false);
            self.is_said |= concepts.has(Concepts::COPULA) && self.numbers == 0 && self.unknown == 0;
        } else if concepts.has(Concepts::USER) {
            self.lead = Lead::User;
        } else if is_foreign || is_name {
            self.is_aside = is_name && was_placed && matches!(self.lead, Lead::Filler | Lead::Apart);
            self.is_claimed = true;
        } else if concepts.has(Label::Card.any()) {
            self.lead = Lead::Card;
        } else if concepts.has(Concepts::CURRENCY | Concepts::APART) {
            self.lead = Lead::Apart;
            self.is_pronoun = was_pronoun;
            // A preposition of one language may be what another says of a value: *as*.
            self.is_said |= concepts.has(Concepts::COPULA);
        } else if concepts.has(Concepts::POSSESSIVE) && self.lead == Lead::Apart {
            // "before that i was typing 4417"
            self.lead = Lead::Filler;
        } else if concepts.has(Concepts::COPULA) {
            self.is_said = true;
            self.is_claimed &= !self.is_aside;
            let is_apart = self.lead == Lead::Apart && !was_pronoun;
            self.lead = if is_apart { Lead::Apart } else { Lead::Copula };
        } else if concepts.has(Concepts::CONNECTORS) {
            if matches!(self.lead, Lead::Pause | Lead::Unknown) {
                self.lead = Lead::Filler;
            }
        } else {
            self.unknown += 1;
            self.is_claimed = false;
            self.lead = Lead::Unknown;
        }
    }

    /// A word, or what stands for one, that says nothing.
    pub(super) fn unknown(&mut self) {
        self.unknown += 1;
        self.lead = Lead::Unknown;
    }

    pub(super) fn stranger(&mut self) {
        self.strangers += 1;
        if self.strangers.is_multiple_of(3) {
            self.unknown += 1;
        }
        self.lead = Lead::Unknown;
    }

    pub(super) fn pause(&mut self) {
        (self.lead, self.is_paused) = (Lead::Pause, true);
    }

    pub(super) fn stop(&mut self) {
        let stops = self.stops + i8::from(self.stops == 0 || self.words > 0);
        *self = Self { lead: Lead::Pause, is_claimed: false, stops, words: 0, is_vague: false, ..*self };
    }

    pub(super) fn number(&mut self) {
        *self = Self { lead: Lead::Unknown, is_claimed: false, numbers: self.numbers + 1, ..*self };
    }

    pub(super) fn is_explained(&self, digits: u8) -> bool {
        self.is_claimed
            || matches!(self.lead, Lead::Apart | Lead::User)
            || self.lead == Lead::Card && digits == 4
    }

    /// What the words between take away: the first few nothing.
    pub(super) fn distance(&self) -> i8 {
        (self.unknown.saturating_sub(2) / 3) as i8
    }

    pub(super) fn is_too_far(&self) -> bool {
        self.unknown > MAX_UNKNOWN || self.stops > MAX_STOPS || self.numbers > MAX_NUMBERS
    }
}
