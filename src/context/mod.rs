//! Words around a candidate: which, on which side, bound how.
//!
//! **Contract.** Nothing here looks past the slice it is given. Looking around stops at the nearest number,
//! mask or other label, so a value never borrows the words of another value and a text that is already masked
//! reads the same as before.

mod backward;
mod binding;
mod builtin;
mod columns;
pub(crate) mod digit_runs;
mod disguise;
mod forward;
mod key;
mod lexicon;
mod neighbours;
mod nearby;
mod number;
mod path;
mod sentence;
mod starts;
mod steps;
mod trie;
pub(crate) mod vicinity;
mod writing;

pub(crate) use backward::{backward, is_said};
pub(crate) use binding::{Binding, Bond, Forward, Quote, Shape};
pub(crate) use builtin::builtin;
pub(crate) use columns::{Row, argument, column_value, form_value, is_heading, is_rule, row};
pub(crate) use disguise::{Plain, disguised_word, disguises, is_disguise};
pub(crate) use forward::forward;
pub(crate) use key::{KEPT, before, hash, key, keys, load, others, wide_keys};
pub(crate) use lexicon::{ANCHOR_REACH, Lexeme, Lexicon, is_word_start};
pub(crate) use nearby::{places_after, places_before};
pub(crate) use neighbours::{
    Neighbour, is_in_placeholder, is_placeholder, is_placeholder_start, left, left_bound, right,
};
pub(crate) use number::{Number, is_remnant, is_remnant_after, is_unit, is_whole};
pub(crate) use trie::Trie;
pub(crate) use writing::{CLITICS, forms, stem};
