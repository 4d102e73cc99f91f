//! What was found: entity, rule, place and reason. Never the value.

use std::fmt;

use crate::span::Span;

/// A rule of one built [`Redactor`](crate::Redactor): a small number that stands for the rule's name.
///
/// Ids are given in the order in which a redactor holds its rules and mean nothing to another redactor;
/// [`Redactor::rule`](crate::Redactor::rule) gives names for reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub(crate) u16);

/// Why a finding is believed, weakest reason first.
///
/// An ordered set of reasons rather than a number between 0 and 1: every step can be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The value has a distinctive shape and stands alone.
    Shape,
    /// Words, a key or the place beside another finding say what the value is.
    Context,
    /// The value's own check digits hold.
    Checksum,
}

impl Confidence {
    /// The name used in reports: `shape`, `context` or `checksum`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Context => "context",
            Self::Checksum => "checksum",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a value that was found is let stand. It is counted and reported all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Excuse {
    /// An allow-list has the value.
    Allowed,
    /// A pack suppresses its rule or entity in this source.
    Suppressed,
    /// The policy keeps the field that it stands in.
    Kept,
}

impl Excuse {
    /// The name used in reports: `allowed`, `suppressed` or `kept`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Suppressed => "suppressed",
            Self::Kept => "kept",
        }
    }
}

/// One sensitive value in a haystack. Findings of one haystack are ordered and disjoint.
///
/// A finding never holds the value: it can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The value's place: the value alone, without label, quotes or trailing punctuation. In a stream the
    /// offsets count from the stream's first byte.
    pub span: Span,
    /// The rule whose reason was strongest.
    pub rule: RuleId,
    /// The strongest reason.
    pub confidence: Confidence,
    /// Whether several values overlapped here and all of what any of them would hide is hidden: then no digit
    /// is kept, whatever the mask says.
    pub is_merged: bool,
    /// Why the value is let stand, where an allow-list or a suppression says so; `None` where it is masked.
    pub excuse: Option<Excuse>,
    /// Whether the value is a JSON number without quotes, which its mask must bring.
    pub(crate) is_json_number: bool,
}

impl Finding {
    /// Whether the value is a number of JSON, so that its mask needs quotation marks, which the redactor's lanes write.
    #[must_use]
    pub const fn is_bare_number(&self) -> bool {
        self.is_json_number
    }

    /// The same finding at another place: for whoever looks at a text in pieces.
    #[must_use]
    pub const fn at(self, span: Span) -> Self {
        Self { span, ..self }
    }

    /// The same finding, whose mask brings no quotation marks: for whoever knows where they belong.
    #[must_use]
    pub const fn without_quotes(self) -> Self {
        Self { is_json_number: false, ..self }
    }

    /// The same finding, of which no digit is kept, whatever the mask says: a part of a value keeps none.
    #[must_use]
    pub const fn without_tail(self) -> Self {
        Self { is_merged: true, ..self }
    }
}
