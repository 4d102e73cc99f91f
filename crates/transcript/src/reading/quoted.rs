//! What somebody else is said to have said: *did the caller say "give me your PIN"?*
//!
//! **Grammar.** A stretch between quotation marks that open and close, with words before it. What is asked for in it is asked for by
//! nobody here. Apostrophes quote nothing: they stand in words.

use super::{Place, Reading};

/// Quotation marks that open, and those that close.
const MARKS: [(char, char); 6] = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('「', '」'), ('『', '』')];

impl Reading {
    /// Forgets what is asked for in the words of others.
    pub(crate) fn forget_quoted(&mut self, text: &str) {
        if !text.contains(|character| MARKS.iter().any(|(open, _)| *open == character)) {
            return;
        }
        let quoted = stretches(text);
        let is_quoted = |place: Place| quoted.iter().any(|(from, to)| *from <= place.0 && place.1 <= *to);
        self.asks.retain(|ask| !(is_quoted(ask.name) && ask.request.is_none_or(is_quoted)));
        self.named.retain(|(_, place)| !is_quoted(*place));
        self.by_it = self.by_it.filter(|(request, name)| !(is_quoted(*request) && is_quoted(*name)));
        self.code = self.code.take().filter(|thing| !(is_quoted(thing.request) && is_quoted(thing.name)));
    }
}

/// Stretches between quotation marks, behind words.
fn stretches(text: &str) -> Vec<Place> {
    let mut stretches = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, character) in text.char_indices() {
        match open {
            Some((from, close)) if character == close => {
                stretches.push((from, at));
                open = None;
            }
            Some(_) => {}
            None => {
                let close = MARKS.iter().find(|(open, _)| *open == character).map(|(_, close)| *close);
                open = close.filter(|_| text[..at].contains(char::is_alphabetic)).map(|close| (at, close));
            }
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_have_words_before_them_and_an_end() {
        for (text, expected) in [
            ("he said \"your pin\" ok", vec!["\"your pin"]),
            ("dia bilang “PIN?” ya", vec!["“PIN?"]),
            ("\"give me your pin\"", vec![]),
            ("he said \"your pin", vec![]),
            ("don't say 'pin'", vec![]),
        ] {
            let found: Vec<&str> = stretches(text).into_iter().map(|(from, to)| &text[from..to]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
