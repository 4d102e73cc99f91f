//! The ways in which people and programs write the start of a phrase.

/// Bytes of a keyword that are listed in every way of writing.
pub(super) const LEN: usize = 4;

/// Stands for every byte that is no letter.
pub(super) const SEPARATOR: u8 = b' ';

/// A phrase with each of the letters beyond ASCII that are compared small or a capital; ASCII is folded anyway.
pub(super) fn written(phrase: &str) -> Vec<String> {
    let mut forms = vec![String::new()];
    for (at, letter) in phrase.char_indices() {
        let capital = letter.to_uppercase().to_string();
        let is_folded = letter.is_ascii() || at > LEN || capital.len() != letter.len_utf8();
        let capitals = if is_folded || !letter.is_lowercase() { Vec::new() } else { forms.clone() };
        forms.iter_mut().for_each(|form| form.push(letter));
        forms.extend(capitals.into_iter().map(|form| form + &capital));
    }
    forms
}

/// The ways in which the first four bytes of a word can be written.
pub(super) fn starts_of(word: &str) -> Vec<[u8; LEN]> {
    let mut forms = vec![Vec::new()];
    for byte in word.bytes().map(Some).chain([None; LEN]) {
        let mut next = Vec::new();
        for form in forms {
            let mut push = |bytes: &[u8]| next.push([&form[..], bytes].concat());
            if form.len() >= LEN {
                push(&[]);
                continue;
            }
            match byte {
                // One separator or none, and apostrophes where people leave them out.
                Some(b' ' | b'\'') => {
                    push(&[]);
                    push(&[SEPARATOR]);
                }
                Some(b'0'..=b'9') => push(&[SEPARATOR]),
                Some(byte) => push(&[byte]),
                // The word's end: whatever is no letter, or the first letter of a clitic.
                None => {
                    push(&[SEPARATOR]);
                    for clitic in *b"nkmsl" {
                        push(&[clitic]);
                    }
                    // After a digit any letter starts a word of its own.
                    if form.last().is_some_and(u8::is_ascii_digit) {
                        for letter in b'a'..=b'z' {
                            push(&[letter]);
                        }
                    }
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        forms = next;
    }
    forms.into_iter().map(|form| [form[0], form[1], form[2], form[3]]).collect()
}
