//! Words that templates of both kinds call by a name.

use super::template::Words;

pub(super) const WORDS: &[(&str, Words)] = &[
    ("currency", &["IDR", "USD", "SGD", "EUR", "JPY", "MYR", "AUD"]),
    ("team", &["cards", "loans", "digital", "complaints", "priority", "fraud", "branch-desk"]),
];
