//! How a value is bound to the word that names it: what the walks of [`forward`](super::forward()) and
//! [`backward`](super::backward()) find.

use crate::pack::Concepts;

/// How a value hangs on its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bond {
    /// Side by side, or with words between that change nothing.
    Beside,
    /// With a word copula before the value: *is*, *adalah*.
    Copula,
    /// With `:`, `=`, `>` and the like.
    Sign,
}

/// A place where a value can start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
    /// Where the value can start.
    pub(crate) at: usize,
    pub(crate) bond: Bond,
    /// Words between label and value that the grammar does not know. Only a copula bridges them.
    pub(crate) unknown: u8,
    /// Whether a possessive was passed: *my*, *saya*.
    pub(crate) is_possessed: bool,
    /// The quotation mark that opens the value.
    pub(crate) quote: Option<Quote>,
    /// Whether no blank stands around the sign: `key=value` of a form, not prose.
    pub(crate) is_tight: bool,
    /// The sign itself, where the bond is one.
    pub(crate) sign: u8,
    /// Whether the label is a quoted key: what follows without quotes is a JSON value.
    pub(crate) is_json_key: bool,
    /// Whether a name was passed.
    pub(crate) has_name: bool,
    /// Whether the last word passed was a filler: *for*, *new*.
    pub(crate) is_filled: bool,
}

/// A quotation mark and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quote {
    /// `"`, `'` or a backtick.
    Plain(u8),
    /// `\"`: inside a JSON string or a string of source code.
    Escaped,
    /// `%22`: in a form or a query.
    Percent,
}

impl Quote {
    /// The bytes that close what this quote opens.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Plain(byte) => std::slice::from_ref(byte),
            Self::Escaped => b"\\\"",
            Self::Percent => b"%22",
        }
    }
}

/// Where going right from a label led.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Forward {
    /// To a place where a value can start.
    Value(Binding),
    /// To the end of the line: the value may be on the next.
    LineEnd,
    /// To what a mask has left: the label has its value already.
    Masked,
    /// To something that is no value.
    Nothing,
}

/// What kind of value is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Digits, written or spoken.
    Number,
    /// A run of characters: a password.
    Token,
}

/// Words that mean something between a label and a number.
pub(super) const KNOWN: Concepts = Concepts::CONNECTORS
    .and(Concepts::LABELS)
    .and(Concepts::OTHER)
    .and(Concepts::CURRENCY)
    .and(Concepts::DIGIT)
    .and(Concepts::REPEAT)
    .and(Concepts::UNIT)
    .and(Concepts::PROHIBITION)
    .and(Concepts::NOT);

impl Binding {
    /// A word that the grammar does not know: from here on only a copula binds.
    pub(super) fn interrupt(&mut self) {
        self.unknown += 1;
        self.bond = Bond::Beside;
    }

    pub(super) fn note(&mut self, concepts: Concepts) {
        self.is_possessed |= concepts.has(Concepts::POSSESSIVE);
        self.is_filled = !concepts.has(Concepts::POSSESSIVE | Concepts::COPULA);
        if concepts.has(Concepts::COPULA) {
            self.bond = self.bond.max(Bond::Copula);
        }
    }
}
