//! The ways in which people write a word that has accents.
//!
//! *contraseña* is typed with its letter, without the tilde, and by some keyboards as a letter and a combining mark; *Prüfziffer* is
//! *Pruefziffer*, too; a telephone writes *d’expiration* with a curved apostrophe. A pack with `loose_accents` lists one form,
//! the others are made here, when the pack is read: the search itself knows nothing of accents.

/// Words with more accents than this have all or none.
const MAX_MIXED: usize = 4;

/// Every writing of a word, its own first. A word of one character is only itself: *é* is no *e*.
pub(super) fn writings(text: &str) -> Vec<String> {
    let accents = text.chars().filter(|letter| plain(*letter).is_some()).count();
    let is_single = text.chars().nth(1).is_none();
    let mut forms = vec![String::new()];
    for letter in text.chars() {
        let plain = plain(letter).filter(|_| !is_single).unwrap_or_default();
        let mut next = Vec::new();
        for form in &forms {
            next.push(format!("{form}{letter}"));
            if accents <= MAX_MIXED {
                next.extend(plain.iter().map(|plain| format!("{form}{plain}")));
            }
        }
        forms = next;
    }
    if accents > MAX_MIXED {
        for choice in 0..2 {
            let parts = text.chars().map(|letter| match plain(letter) {
                Some(plain) => plain[choice.min(plain.len() - 1)].to_owned(),
                None => letter.to_string(),
            });
            forms.push(parts.collect());
        }
    }
    if accents > 0 {
        forms.push(text.chars().map(decomposed).collect());
    }
    if text.contains('\'') {
        forms.extend(forms.clone().into_iter().map(|form| form.replace('\'', "\u{2019}")));
    }
    let mut seen = std::collections::BTreeSet::new();
    forms.retain(|form| seen.insert(form.clone()));
    forms
}

/// What is typed for a letter where its accent is left out.
fn plain(letter: char) -> Option<&'static [&'static str]> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' => &["a"],
        'ä' => &["ae", "a"],
        'ç' => &["c"],
        'è' | 'é' | 'ê' | 'ë' => &["e"],
        'ì' | 'í' | 'î' | 'ï' => &["i"],
        'ñ' => &["n"],
        'ò' | 'ó' | 'ô' | 'õ' => &["o"],
        'ö' => &["oe", "o"],
        'ù' | 'ú' | 'û' => &["u"],
        'ü' => &["ue", "u"],
        'ß' => &["ss"],
        'œ' => &["oe"],
        _ => return None,
    })
}

/// The letter and its mark as two characters (Unicode's canonical decomposition).
fn decomposed(letter: char) -> String {
    let mark = match letter {
        'à' | 'è' | 'ì' | 'ò' | 'ù' => '\u{300}',
        'á' | 'é' | 'í' | 'ó' | 'ú' => '\u{301}',
        'â' | 'ê' | 'î' | 'ô' | 'û' => '\u{302}',
        'ã' | 'ñ' | 'õ' => '\u{303}',
        'ä' | 'ë' | 'ï' | 'ö' | 'ü' => '\u{308}',
        'ç' => '\u{327}',
        _ => return letter.to_string(),
    };
    let base = plain(letter).and_then(<[&str]>::last).copied().unwrap_or_default();
    format!("{base}{mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_once() {
        for (text, forms) in [
            ("pin", &["pin"][..]),
            ("é", &["é", "e\u{301}"]),
            ("clé", &["clé", "cle", "cle\u{301}"]),
            ("größe", &["größe", "grösse", "groeße", "groesse", "große", "grosse", "gro\u{308}ße"]),
            ("c'est", &["c'est", "c\u{2019}est"]),
        ] {
            assert_eq!(writings(text), forms, "{text}");
        }
        assert_eq!(writings("número de cartão é").len(), 9);
        assert!(writings("é à ù ç ü").iter().any(|form| form == "e a u c ue"));
    }
}
