//! Masks: what is written in a value's place.
//!
//! **Contract.** A mask is a function of the value's bytes and its entity. What it writes holds no rule's value
//! again: a label in capitals and brackets, or stars with kept digits that detectors know as a remnant.

pub(crate) mod json;
mod label;
mod stars;

use std::fmt;

use crate::finding::Finding;

/// What replaces a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask(Operator);

impl fmt::Display for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Operator::Label => f.write_str("label"),
            Operator::Stars { keep_first: 0, keep_last: 0 } => f.write_str("stars"),
            Operator::Stars { keep_first: 0, keep_last } => write!(f, "stars, last {keep_last} kept"),
            Operator::Stars { keep_first, keep_last: 0 } => write!(f, "stars, first {keep_first} kept"),
            Operator::Stars { keep_first, keep_last } => {
                write!(f, "stars, first {keep_first} and last {keep_last} kept")
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Label,
    Stars { keep_first: usize, keep_last: usize },
}

impl Mask {
    /// The entity's name in brackets: `[CARD_CVV]`. Its length says nothing of the value's.
    #[must_use]
    pub const fn label() -> Self {
        Self(Operator::Label)
    }

    /// A star for every byte of the value; separators stay. The length in bytes does not change, so this is the
    /// mask of the [in-place lane](crate::Redactor::in_place).
    #[must_use]
    pub const fn stars() -> Self {
        Self(Operator::Stars { keep_first: 0, keep_last: 0 })
    }

    /// Keeps the first `count` digits or letters; only with [`stars`](Self::stars).
    #[must_use]
    pub const fn keep_first(self, count: usize) -> Self {
        match self.0 {
            Operator::Stars { keep_last, .. } => Self(Operator::Stars { keep_first: count, keep_last }),
            Operator::Label => self,
        }
    }

    /// Keeps the last `count` digits or letters; only with [`stars`](Self::stars).
    #[must_use]
    pub const fn keep_last(self, count: usize) -> Self {
        match self.0 {
            Operator::Stars { keep_first, .. } => Self(Operator::Stars { keep_first, keep_last: count }),
            Operator::Label => self,
        }
    }

    /// How many digits or letters are kept.
    pub(crate) const fn kept(self) -> usize {
        match self.0 {
            Operator::Stars { keep_first, keep_last } => keep_first + keep_last,
            Operator::Label => 0,
        }
    }

    /// Whether what is written has as many bytes as the value.
    #[must_use]
    pub const fn preserves_length(self) -> bool {
        matches!(self.0, Operator::Stars { .. })
    }

    /// Writes the mask of `value` to the end of `out`.
    pub(crate) fn write(self, value: &[u8], entity: &str, finding: &Finding, out: &mut Vec<u8>) {
        let quote = finding.is_json_number.then_some(b'"');
        out.extend(quote);
        match self.0 {
            Operator::Label => label::write(entity, out),
            Operator::Stars { keep_first, keep_last } => {
                let start = out.len();
                out.extend_from_slice(value);
                let kept = if finding.is_merged { (0, 0) } else { (keep_first, keep_last) };
                stars::cover(&mut out[start..], kept, b'*', finding.is_json_number);
            }
        }
        out.extend(quote);
    }

    /// Masks `value` where it stands. Only for masks that preserve length.
    ///
    /// A JSON number stays one: its digits become nines.
    pub(crate) fn cover(self, value: &mut [u8], finding: &Finding) {
        let (first, last) = match self.0 {
            Operator::Stars { keep_first, keep_last } if !finding.is_merged => (keep_first, keep_last),
            _ => (0, 0),
        };
        let star = if finding.is_json_number { b'9' } else { b'*' };
        stars::cover(value, (first, last), star, finding.is_json_number);
    }
}
