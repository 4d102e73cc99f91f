//! The ways in which people and programs write the start of a phrase.

use std::borrow::Cow;

use super::key::{LETTERS, key, wide_keys, wide_lengths};

/// Endings that a word may take without becoming another: Indonesian clitics, the English genitive and plural.
pub(crate) const CLITICS: [&[u8]; 8] = [b"nya", b"ny", b"ku", b"mu", b"kah", b"lah", b"'s", b"s"];

/// The start of a phrase as it may stand in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    start: Start,
    end: End,
    /// The byte behind the one that follows, if the phrase tells.
    next: Option<u8>,
}

/// Small letters and bytes beyond ASCII; of more than [`LETTERS`] the first ones.
#[derive(Clone, Copy, Debug, Default)]
struct Start {
    bytes: [u8; LETTERS],
    len: usize,
}

/// How a form goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// With a separator.
    Separator,
    /// With something else in ASCII, or with another letter where there are enough.
    Ascii,
    /// Beyond ASCII.
    Wide,
}

impl Form {
    /// What [`key`] or one of [`wide_keys`] gives where the form stands.
    pub(crate) fn keys(self) -> impl Iterator<Item = u64> {
        let mut raw = [0; 8];
        raw[..LETTERS].copy_from_slice(&self.start.bytes);
        let is_wide = raw[0] >= 0x80;
        if self.end == End::Wide && !is_wide {
            raw[self.start.len] = 0x80;
        }
        let (first, last) = match self.next {
            _ if is_wide || self.start.len > 1 => (raw[2], raw[2]),
            Some(next) => (next, next),
            None => (0, u8::MAX),
        };
        let is_long = self.start.len >= wide_lengths(raw[0])[0];
        (first..=last).map(move |next| {
            raw[2] = next;
            let raw = u64::from_le_bytes(raw);
            let [long, short] = wide_keys(raw);
            match is_wide {
                true if is_long => long,
                true => short,
                false => key(raw).0,
            }
        })
    }

    /// Whether it is one letter and a digit may follow.
    pub(crate) fn is_single(self) -> bool {
        self.start.len == 1 && self.start.bytes[0] < 0x80 && self.end == End::Ascii
    }

    /// Its first bytes, at most `N`; a blank stands for any.
    pub(crate) fn first<const N: usize>(self) -> [u8; N] {
        let mut bytes = [b' '; N];
        let len = self.start.len.min(N);
        bytes[..len].copy_from_slice(&self.start.bytes[..len]);
        bytes
    }
}

impl Start {
    fn with(mut self, byte: u8) -> Self {
        self.bytes[self.len] = byte;
        self.len += 1;
        self
    }

    fn is_full(&self) -> bool {
        self.len == LETTERS
    }
}

/// The part of a phrase that its [`forms`] depend on: its first letters, and the separators between them.
pub(crate) fn stem(phrase: &str) -> &str {
    let mut bytes = 0;
    let is_past = |character: char| {
        let is_full = bytes >= LETTERS;
        if !matches!(character, ' ' | '\'') {
            bytes += character.len_utf8();
        }
        is_full
    };
    &phrase[..phrase.find(is_past).unwrap_or(phrase.len())]
}

/// The forms of the start of a phrase: small letters, a space for one separator or none. Some may come twice.
pub(crate) fn forms(phrase: &str) -> Vec<Form> {
    let mut forms = Vec::with_capacity(16);
    for phrase in written(phrase) {
        go_on(Start::default(), phrase.as_bytes(), &mut forms);
    }
    forms
}

/// A phrase that starts beyond ASCII with every case of the letters whose bytes may count; keys fold the case of ASCII.
fn written(phrase: &str) -> Vec<Cow<'_, str>> {
    if phrase.starts_with(|first: char| first.is_ascii()) {
        return vec![phrase.into()];
    }
    let mut forms = vec![String::with_capacity(phrase.len())];
    for (at, letter) in phrase.char_indices() {
        let mut capitals = letter.to_uppercase();
        let capital = capitals.next().filter(|capital| capitals.next().is_none() && *capital != letter);
        let others = match capital.filter(|_| at < LETTERS && !letter.is_ascii()) {
            Some(capital) => forms.iter().map(|form| format!("{form}{capital}")).collect(),
            None => Vec::new(),
        };
        forms.iter_mut().for_each(|form| form.push(letter));
        forms.extend(others);
    }
    forms.into_iter().map(Cow::from).collect()
}

/// Adds the forms that start with what has been read and go on with the rest of a phrase.
fn go_on(start: Start, rest: &[u8], forms: &mut Vec<Form>) {
    if start.is_full() {
        return forms.push(Form { start, end: End::Ascii, next: None });
    }
    let Some((&byte, after)) = rest.split_first() else { return finish(start, forms) };
    let mut ends = |end| {
        if start.len > 0 {
            forms.push(Form { start, end, next: after.first().copied() });
        }
    };
    match byte {
        // A separator may be left out.
        b' ' | b'\'' => {
            ends(End::Separator);
            go_on(start, after, forms);
        }
        b'0'..=b'9' => ends(End::Ascii),
        0x80.. if start.len > 0 && start.bytes[0] < 0x80 => ends(End::Wide),
        _ => go_on(start.with(byte), after, forms),
    }
}

/// Adds the forms of a phrase that ends here, or takes an ending.
fn finish(start: Start, forms: &mut Vec<Form>) {
    for ending in [&b""[..]].iter().chain(&CLITICS) {
        let mut longer = start;
        for &byte in *ending {
            if byte == b'\'' {
                forms.push(Form { start: longer, end: End::Separator, next: Some(b's') });
            } else if !longer.is_full() {
                longer = longer.with(byte);
            }
        }
        forms.push(Form { start: longer, end: End::Ascii, next: None });
        if !longer.is_full() {
            forms.push(Form { start: longer, end: End::Wide, next: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::BUILTIN;

    #[test]
    fn a_stem_has_the_forms_of_its_phrase() {
        assert_eq!(stem("card number"), "card nu");
        assert_eq!(stem("mã pin"), "mã pin");
        let keys = |text: &str| -> Vec<(Vec<u64>, [u8; 5])> {
            forms(text).into_iter().map(|form| (form.keys().collect(), form.first())).collect()
        };
        for word in BUILTIN.iter().flat_map(|pack| pack.words().words) {
            assert!(keys(&word.text) == keys(stem(&word.text)), "{:?}", word.text);
        }
    }
}
