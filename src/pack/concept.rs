//! What a word can mean.

use std::ops::{BitOr, BitOrAssign};

/// A set of meanings. A word can have several: *code* is a filler and an identifier's tail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Concepts(u32);

/// The concepts a value can be bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Pin,
    SecurityCode,
    Otp,
    Password,
    Card,
    Expiry,
}

impl Label {
    /// Every label and its key in a pack.
    pub(crate) const ALL: [(Self, &'static str); 6] = [
        (Self::Pin, "pin"),
        (Self::SecurityCode, "cvv"),
        (Self::Otp, "otp"),
        (Self::Password, "password"),
        (Self::Card, "card"),
        (Self::Expiry, "expiry"),
    ];

    /// The label named outright.
    pub(crate) const fn strong(self) -> Concepts {
        Concepts(1 << self as u32)
    }

    /// A word that may name the label and asks for a copula and an exact shape.
    pub(crate) const fn weak(self) -> Concepts {
        Concepts(1 << (self as u32 + 6))
    }

    /// Strong or weak.
    pub(crate) fn any(self) -> Concepts {
        self.strong() | self.weak()
    }
}

impl Concepts {
    /// A phrase that contains a label and is none.
    pub(crate) const NOT: Self = Self(1 << 12);
    pub(crate) const POSSESSIVE: Self = Self(1 << 13);
    pub(crate) const COPULA: Self = Self(1 << 14);
    pub(crate) const FILLER: Self = Self(1 << 15);
    /// A tail of an identifier that keeps its meaning: `pin_value`.
    pub(crate) const SUFFIX: Self = Self(1 << 16);
    /// A word after a number that makes it a count.
    pub(crate) const UNIT: Self = Self(1 << 17);
    pub(crate) const CURRENCY: Self = Self(1 << 18);
    pub(crate) const PROHIBITION: Self = Self(1 << 19);
    pub(crate) const QUESTION: Self = Self(1 << 20);
    pub(crate) const DIGIT: Self = Self(1 << 21);
    pub(crate) const REPEAT: Self = Self(1 << 22);
    pub(crate) const NOT_A_PASSWORD: Self = Self(1 << 23);
    /// The name of another kind of number.
    pub(crate) const OTHER: Self = Self(1 << 24);
    /// A detector's own word.
    pub(crate) const OWN: Self = Self(1 << 25);

    /// Words that may stand between a label and its value.
    pub(crate) const CONNECTORS: Self =
        Self(Self::POSSESSIVE.0 | Self::COPULA.0 | Self::FILLER.0 | Self::SUFFIX.0);

    /// Every label, strong or weak.
    pub(crate) const LABELS: Self = Self((1 << 12) - 1);
    /// Every label that is named outright.
    pub(crate) const STRONG: Self = Self((1 << 6) - 1);
    /// Labels whose words start a candidate; a card's words only give evidence.
    pub(crate) const ANCHORS: Self = Self(Self::LABELS.0 & !(1 << 4 | 1 << 10));

    /// What is looked up where a label may stand: one, or a phrase that only contains it.
    pub(crate) const CANDIDATES: Self = Self(Self::ANCHORS.0 | Self::NOT.0 | Self::OWN.0);

    /// Whether the two sets share a meaning.
    #[inline]
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Concepts {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Concepts {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}
