//! The ways in which people and programs write the start of a phrase.

use super::key::{LETTERS, key, wide_keys, wide_lengths};
use super::lexicon::CLITICS;

/// The start of a phrase as it may stand in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Form {
    /// Small letters and bytes beyond ASCII.
    bytes: Vec<u8>,
    end: End,
    /// The byte behind the one that follows, if the phrase tells.
    next: Option<u8>,
}

/// How a form goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// With letters.
    More,
    /// With a separator.
    Separator,
    /// With something else in ASCII.
    Ascii,
    /// Beyond ASCII.
    Wide,
}

impl Form {
    /// What [`key`] or one of [`wide_keys`] gives where the form stands.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> {
        let mut raw = [0; 8];
        raw[..self.bytes.len()].copy_from_slice(&self.bytes);
        let is_wide = self.bytes[0] >= 0x80;
        if self.end == End::Wide && !is_wide {
            raw[self.bytes.len()] = 0x80;
        }
        let (first, last) = match self.next {
            _ if is_wide || self.bytes.len() > 1 => (raw[2], raw[2]),
            Some(next) => (next, next),
            None => (0, u8::MAX),
        };
        let is_long = self.bytes.len() >= wide_lengths(raw[0])[0];
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
    pub(crate) fn is_single(&self) -> bool {
        self.bytes.len() == 1 && self.bytes[0] < 0x80 && self.end == End::Ascii
    }

    /// Its first bytes, at most `N`; a blank stands for any.
    pub(crate) fn first<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [b' '; N];
        let len = self.bytes.len().min(N);
        bytes[..len].copy_from_slice(&self.bytes[..len]);
        bytes
    }
}

/// The forms of the start of a phrase: small letters, a space for one separator or none.
pub(crate) fn forms(phrase: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = written(phrase).iter().flat_map(|phrase| starts_of(phrase)).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// A phrase that starts beyond ASCII with every case of its first two characters; keys fold the case of ASCII.
fn written(phrase: &str) -> Vec<String> {
    let cases = |character: char| {
        let mut upper = character.to_uppercase();
        let upper = upper.next().filter(|_| upper.next().is_none()).unwrap_or(character);
        if character.is_ascii() { [character; 2] } else { [character, upper] }
    };
    let mut characters = phrase.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if !first.is_ascii() => {
            let rest = characters.as_str();
            let pairs =
                cases(first).into_iter().flat_map(|first| cases(second).map(|second| (first, second)));
            pairs.map(|(first, second)| format!("{first}{second}{rest}")).collect()
        }
        (Some(first), None) => cases(first).map(String::from).to_vec(),
        _ => vec![phrase.to_owned()],
    }
}

fn starts_of(phrase: &str) -> Vec<Form> {
    let is_wide = phrase.as_bytes()[0] >= 0x80;
    let mut forms = Vec::new();
    for ending in [&b""[..]].iter().chain(&CLITICS) {
        let mut open = vec![Vec::new()];
        let text = [phrase.as_bytes(), ending].concat();
        for (i, &byte) in text.iter().enumerate() {
            if open.iter().all(|bytes| bytes.len() > LETTERS) {
                break;
            }
            let end = match byte {
                // A separator may be left out.
                b' ' | b'\'' => Some(End::Separator),
                b'0'..=b'9' => Some(End::Ascii),
                0x80.. if !is_wide => Some(End::Wide),
                _ => None,
            };
            if let Some(end) = end {
                let next = text.get(i + 1).copied();
                forms.extend(open.iter().map(|bytes| Form { bytes: Vec::clone(bytes), end, next }));
                if matches!(byte, b' ' | b'\'') {
                    continue;
                }
                open.clear();
                break;
            }
            open.iter_mut().for_each(|bytes| bytes.push(byte));
        }
        for bytes in open {
            let ends: &[End] = if bytes.len() > LETTERS { &[End::More] } else { &[End::Ascii, End::Wide] };
            forms.extend(ends.iter().map(|&end| Form { bytes: bytes.clone(), end, next: None }));
        }
    }
    for form in &mut forms {
        form.bytes.truncate(LETTERS);
    }
    forms.retain(|form| !form.bytes.is_empty());
    forms
}
