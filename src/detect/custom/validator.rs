//! What a rule may ask of its value besides its form, by name.

use super::super::{check, iban, national_id};
use crate::fold::{self, Kind};

/// Whether a value holds: capital letters and digits, without separators.
pub(crate) type Validator = fn(&[u8]) -> bool;

/// Names that are no entity's.
const GENERAL: [(&str, Validator); 4] = [
    ("iban", iban::is_mod_97),
    ("luhn", |value| value.iter().all(u8::is_ascii_digit) && check::luhn::is_valid(value)),
    ("mod97", iban::is_plain_mod_97),
    ("verhoeff", |value| value.iter().all(u8::is_ascii_digit) && national_id::is_verhoeff(value)),
];

/// The validator of this name.
pub(crate) fn named(name: &str) -> Option<Validator> {
    let general = GENERAL.iter().find(|(known, _)| *known == name).map(|(_, validator)| *validator);
    general.or_else(|| national_id::all().find(|id| id.entity == name).map(|id| id.is_valid))
}

/// Every name, in alphabetical order.
pub(crate) fn names() -> Vec<&'static str> {
    let general = GENERAL.iter().map(|(name, _)| *name);
    let mut names: Vec<_> = general.chain(national_id::all().map(|id| id.entity)).collect();
    names.sort_unstable();
    names
}

/// What a validator is shown of a value: its digits, of every script, and its letters as capitals. `None` where anything
/// stands in it that is neither and separates nothing.
pub(super) fn essence(value: &[u8]) -> Option<Vec<u8>> {
    let (mut essence, mut at) = (Vec::with_capacity(value.len()), 0);
    while let Some(glyph) = fold::glyph(value, at) {
        match (glyph.kind, value[at]) {
            (Kind::Digit(digit), _) => essence.push(b'0' + digit),
            (Kind::Separator(_) | Kind::Invisible, _) | (_, b'/' | b'_') => {}
            (_, letter) if letter.is_ascii_alphabetic() => essence.push(letter.to_ascii_uppercase()),
            _ => return None,
        }
        at += glyph.len;
    }
    (!essence.is_empty()).then_some(essence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validators_by_name() {
        for (name, value, expected) in [
            ("luhn", "7992-7398 713", true),
            ("luhn", "７９９２７３９８７１３", true),
            ("luhn", "79927398710", false),
            ("luhn", "A", false),
            ("verhoeff", "2363", true),
            ("verhoeff", "2364", false),
            ("iban", "gb82 west 1234 5698 7654 32", true),
            ("iban", "gb82 west 1234 5698 7654 33", false),
            ("iban", "GB8", false),
            ("mod97", "794 44", true),
            ("mod97", "79445", false),
            ("nl_bsn", "111222333", true),
            ("nl_bsn", "111222334", false),
        ] {
            let validator = named(name).expect(name);
            assert_eq!(
                essence(value.as_bytes()).is_some_and(|value| validator(&value)),
                expected,
                "{name} {value}"
            );
        }
        assert!(named("lunh").is_none() && essence(b"12#4").is_none() && essence(b"- -").is_none());
        let names = names();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "each name once");
        for name in names {
            for value in [&b""[..], b"1", b"A", b"000000000000000000000000000000000000000000"] {
                named(name).expect(name)(value);
            }
        }
    }
}
