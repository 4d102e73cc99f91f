//! The ways in which people write a word that has accents.
//!
//! *contraseña* is typed with its letter, without the tilde, and by some keyboards as a letter and a combining mark; *Prüfziffer* is
//! *Pruefziffer*, too; a telephone writes *d’expiration* with a curved apostrophe. A pack with `loose_accents` lists one form,
//! the others are made here, when the pack is read: the search itself knows nothing of accents.

use unicode_normalization::UnicodeNormalization;

/// Words with more accents than this have all or none.
const MAX_MIXED: usize = 4;

/// Every writing of a word, its own first: with its accents as characters of their own, and where they are `loose` without
/// them. A word of one character is only itself: *é* is no *e*.
pub(super) fn writings(text: &str, is_loose: bool) -> Vec<String> {
    if !is_loose {
        let forms: Vec<String> = [text.to_owned()].into_iter().chain(decomposed(text)).collect();
        return with_apostrophes(forms);
    }
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
    forms.extend(decomposed(text));
    forms = with_apostrophes(forms);
    let mut seen = std::collections::BTreeSet::new();
    forms.retain(|form| seen.insert(form.clone()));
    forms
}

/// These forms, and those of them that have an apostrophe with the signs that telephones and keyboards write for it.
fn with_apostrophes(forms: Vec<String>) -> Vec<String> {
    let others = forms.iter().filter(|form| form.contains('\''));
    let others: Vec<String> =
        others.flat_map(|form| APOSTROPHES.map(|sign| form.replace('\'', sign))).collect();
    forms.into_iter().chain(others).collect()
}

/// Curved, and the acute accent of a keyboard that has no other.
const APOSTROPHES: [&str; 2] = ["\u{2019}", "\u{b4}"];

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

/// The text with its accents as characters of their own, where it has any (Unicode's canonical decomposition). The scripts from
/// U+2000 on are typed one way.
fn decomposed(text: &str) -> Option<String> {
    let decomposed: String = text.nfd().collect();
    (decomposed != text && text.chars().all(|letter| letter < '\u{2000}')).then_some(decomposed)
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
            ("c'est", &["c'est", "c\u{2019}est", "c\u{b4}est"]),
        ] {
            assert_eq!(writings(text, true), forms, "{text}");
        }
        assert_eq!(writings("número de cartão é", true).len(), 9);
        assert_eq!(writings("mã", false), ["mã", "ma\u{303}"]);
        assert_eq!(writings("mum's", false), ["mum's", "mum\u{2019}s", "mum\u{b4}s"]);
        assert!(writings("é à ù ç ü", true).iter().any(|form| form == "e a u c ue"));
    }
}
