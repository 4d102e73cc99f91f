//! What kinds of words a turn or a sentence has, told in one pass.

use crate::words::{Class, Match, Talk};

/// What kinds of matches there are, a bit each.
#[derive(Clone, Copy)]
pub(super) struct Heard(u64);

impl Heard {
    /// Bits behind those of the kinds of talk: a name or a thing.
    const NAMES: u64 = 1 << 63;

    pub(super) fn of(matches: &[Match]) -> Self {
        Self(matches.iter().fold(0, |heard, one| {
            heard
                | match one.class {
                    Class::Name(_) | Class::Thing(_) => Self::NAMES,
                    Class::Mark(_) => 0,
                    Class::Talk(talk) => Self::bit(talk),
                }
        }))
    }

    const fn bit(talk: Talk) -> u64 {
        1 << talk as u64
    }

    pub(super) const fn has(self, talk: Talk) -> bool {
        self.0 & Self::bit(talk) != 0
    }

    /// Whether something may be named or asked for.
    pub(super) const fn asks(self) -> bool {
        let asking = Self::NAMES
            | Self::bit(Talk::Need)
            | Self::bit(Talk::Give)
            | Self::bit(Talk::Enter)
            | Self::bit(Talk::Check)
            | Self::bit(Talk::Receipt)
            | Self::bit(Talk::Which)
            | Self::bit(Talk::Other)
            | Self::bit(Talk::Rest)
            | Self::bit(Talk::Partial);
        self.0 & asking != 0
    }

    /// Whether the turn is worth reading sentence by sentence.
    pub(super) const fn matters(self) -> bool {
        let moving =
            Self::bit(Talk::Click) | Self::bit(Talk::Safe) | Self::bit(Talk::Move) | Self::bit(Talk::Remote);
        self.asks() || self.0 & moving != 0
    }
}
