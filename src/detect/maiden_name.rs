//! A mother's maiden name: what banks ask to know a caller by.
//!
//! **Grammar.** One to four words behind the label and a sign or copula, or on the next line; behind a possessive or a label in
//! small letters alone where a capital starts them. A small word inside belongs to the name: *das*, *von*, *binti*. In scripts
//! without blanks the characters behind a sign, a copula or a blank, up to the copula that ends the sentence: 佐藤です.
//!
//! **Evidence.** The label; names have no form of their own.
//!
//! **Not found on purpose.** Names without the label, questions, words that names are not made of.

use super::{Detector, Hit, Occasion, Site, Trigger, Verdict};
use crate::context::{self, Bond, Forward, Shape};
use crate::finding::Confidence;
use crate::fold;
use crate::pack::Concepts;
use crate::span::{Reach, Span};

pub(super) struct MaidenName;

/// Words of a name at most.
const MAX_WORDS: usize = 4;
/// Characters of a name in a script without blanks at most; vowels and tones of Thai count.
const MAX_NATIVE: usize = 24;
/// Letters of a word before an answer at most: *oh*, *its*, *itu*.
const MAX_PRELUDE: usize = 4;
/// Bytes before the colon of an answer at most.
const MAX_ANSWER: usize = 24;

impl Detector for MaidenName {
    fn rule(&self) -> &str {
        "mothers_maiden_name"
    }

    fn entity(&self) -> &str {
        "mothers_maiden_name"
    }

    fn reach(&self) -> Reach {
        Reach::new(96, 192)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("mothers_maiden_name")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let start =
            match (site.occasion, context::forward(site.lexicon, site.text, site.anchor.end, Shape::Token)) {
                (Occasion::Carried, _) => {
                    let blank = site.after().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                    site.anchor.end + blank
                }
                // "mother's maiden name (Ellery)"
                _ if site.after().starts_with(b" (") && starts_capital(&site.text[site.anchor.end + 2..]) => {
                    site.anchor.end + 2
                }
                // "nama ibu saya Rohani", "nama ibu kandung Rohani"
                (_, Forward::Value(binding))
                    if binding.unknown == 0
                        && (binding.bond != Bond::Beside
                            || is_asked(site, binding.at)
                            || starts_capital(&site.text[binding.at..])
                                && (binding.is_possessed || is_small(&site.text[site.anchor.range()]))
                            || is_short_form(site, binding.at)) =>
                {
                    binding.at
                }
                (_, Forward::LineEnd) if native_start(site).is_none() => return Verdict::NextLine,
                _ if let Some(start) = native_start(site) => start,
                _ if let Some(start) = answer(site).or_else(|| behind_pause(site)) => start,
                _ => return Verdict::Miss("no sign or copula binds a name to the label"),
            };
        let end = if fold::is_unspaced(&site.text[start..]) {
            native_end(site, start)
        } else {
            name_end(site, start)
        };
        match end {
            Some(end) => Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Context)),
            None => Verdict::Miss("no name follows the label"),
        }
    }
}

/// Where the answer to the label's question starts that says whose name it is: "mother's maiden name? MY mother's: Abernethy".
fn answer(site: &Site<'_>) -> Option<usize> {
    let rest = site.after().strip_prefix(b"?")?;
    let is_part = |byte: &&u8| byte.is_ascii_alphabetic() || matches!(**byte, b' ' | b'\'');
    let words = rest.iter().take(MAX_ANSWER).take_while(is_part).count();
    if let Some(name) = rest[words..].strip_prefix(b": ") {
        return starts_capital(name).then(|| site.text.len() - name.len());
    }
    // "nama gadis ibu? oh iya Sembiring"
    let mut said = rest;
    for _ in 0..=2 {
        let word = said.strip_prefix(b" ")?;
        if starts_capital(word) {
            return Some(site.text.len() - word.len());
        }
        let len = word.iter().take(MAX_PRELUDE + 1).take_while(|byte| byte.is_ascii_lowercase()).count();
        if !(1..=MAX_PRELUDE).contains(&len) {
            return None;
        }
        said = word[len..].strip_prefix(b",").unwrap_or(&word[len..]);
    }
    None
}

/// Where a name starts that is all that stands behind the label and a comma: "mum's maiden name, Abernethy".
fn behind_pause(site: &Site<'_>) -> Option<usize> {
    let name = site.after().strip_prefix(b", ")?;
    let is_part = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b'-' || **byte >= 0x80;
    let len = name.iter().take(MAX_ANSWER).take_while(is_part).count();
    let is_last =
        name[len..].trim_ascii_start().first().is_none_or(|byte| matches!(byte, b'.' | b'"' | b'\n'))
            || name[len..].starts_with(b"\n");
    (len > 2
        && is_last
        && starts_capital(name)
        && name[1].is_ascii_lowercase()
        && is_small(&site.text[site.anchor.range()]))
    .then(|| site.text.len() - name.len())
}

/// Whether the label is written without capitals: where it has some, so has whatever follows, names of columns too.
fn is_small(label: &[u8]) -> bool {
    !label.iter().any(u8::is_ascii_uppercase)
}

/// Whether the label is an abbreviation in capitals and what follows is a word that only starts with one: "MMN Whitcombe".
fn is_short_form(site: &Site<'_>, at: usize) -> bool {
    let label = &site.text[site.anchor.range()];
    let name = &site.text[at..];
    label.len() <= 4
        && label.iter().all(u8::is_ascii_uppercase)
        && starts_capital(name)
        && name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count() >= 3
        && name[1].is_ascii_lowercase()
}

/// Whether the label asks and the name at `at` answers: "Mother's maiden name? Hartley".
fn is_asked(site: &Site<'_>, at: usize) -> bool {
    site.text[site.anchor.end..at].contains(&b'?') && starts_capital(&site.text[at..])
}

fn starts_capital(text: &[u8]) -> bool {
    std::str::from_utf8(&text[..fold::glyph(text, 0).map_or(0, |glyph| glyph.len)])
        .is_ok_and(|first| first.chars().all(char::is_uppercase) && !first.is_empty())
}

/// The start of a name in a script without blanks, where one stands between it and the label: นามสกุลเดิมของแม่ ศรีสุข.
fn native_start(site: &Site<'_>) -> Option<usize> {
    let Site { text, lexicon, .. } = *site;
    let mut end = site.anchor.end;
    while let Some(connector) = lexicon.longest(text, end, Concepts::CONNECTORS).filter(|word| word.end > end)
    {
        end = connector.end;
    }
    // 「母の旧姓」→長谷川
    let marks = ["」", "』", "】", "”", "→", "⇒"];
    while let Some(mark) = marks.iter().find(|mark| text[end..].starts_with(mark.as_bytes())) {
        end += mark.len();
        if matches!(*mark, "→" | "⇒") && fold::is_unspaced(&text[end..]) {
            return Some(end);
        }
    }
    let blanks = text[end..].iter().take_while(|byte| **byte == b' ').count();
    (blanks > 0 && fold::is_unspaced(&text[end + blanks..])).then_some(end + blanks)
}

/// The end of a name without blanks that starts at `start`.
fn native_end(site: &Site<'_>, start: usize) -> Option<usize> {
    let Site { text, lexicon, .. } = *site;
    let mut end = start;
    while fold::is_unspaced(&text[end..]) {
        end += 3;
    }
    while let Some((connector, _)) = lexicon.ending(text, end, Concepts::COPULA).filter(|(at, _)| *at > start)
    {
        end = connector;
    }
    let talk = Concepts::QUESTION | Concepts::PROHIBITION | Concepts::NOT_A_PASSWORD | Concepts::LABELS;
    let is_name = (2..=MAX_NATIVE).contains(&((end - start) / 3))
        && lexicon.longest(text, start, talk).is_none()
        && !text.get(end).is_some_and(u8::is_ascii_digit);
    is_name.then(|| surname_end(site, end).unwrap_or(end))
}

/// The end of the family name behind a given name of Thai that ends at `end`, where it is the last that is said: สมศรี ใจดี.
fn surname_end(site: &Site<'_>, end: usize) -> Option<usize> {
    let Site { text, lexicon, .. } = *site;
    let start = text[end..].starts_with(b" ").then_some(end + 1)?;
    let chars = text[start..].chunks(3).take_while(|char| is_thai(char)).count();
    let past = start + 3 * chars;
    let is_last = text[past..].trim_ascii_start().first().is_none_or(u8::is_ascii_punctuation);
    let talk = Concepts::QUESTION
        | Concepts::PROHIBITION
        | Concepts::LABELS
        | Concepts::CONNECTORS
        | Concepts::OTHER;
    ((2..=MAX_NATIVE).contains(&chars) && is_last && lexicon.longest(text, start, talk).is_none())
        .then_some(past)
}

/// Whether a character of the Thai block stands at the start of `text`: U+0E00 to U+0E7F.
fn is_thai(text: &[u8]) -> bool {
    matches!(text, [0xe0, 0xb8 | 0xb9, _])
}

/// Whether small words of five letters at most, three at most, stand at `at`, and a capital behind them.
fn leads_to_capital(text: &[u8], at: usize) -> bool {
    let mut i = at;
    for _ in 0..3 {
        let len = text[i..].iter().take(6).take_while(|byte| byte.is_ascii_lowercase()).count();
        if !(1..=5).contains(&len) || text.get(i + len) != Some(&b' ') {
            return false;
        }
        i += len + 1;
        if text.get(i).is_some_and(|byte| byte.is_ascii_uppercase() || *byte == 0xc3) {
            return true;
        }
    }
    false
}

/// Whether a stop, a blank and a capital letter follow.
fn is_capital_behind_stop(rest: &[u8]) -> bool {
    matches!(rest, [b'.', b' ', b'A'..=b'Z', ..])
}

/// Small words that names start with.
const PARTICLES: [&[u8]; 20] = [
    b"de", b"del", b"della", b"der", b"den", b"di", b"da", b"do", b"dos", b"das", b"du", b"des", b"la",
    b"le", b"van", b"von", b"zu", b"ter", b"al", b"el",
];

/// The end of the name that starts at `start`. Small letters count: people type so.
fn name_end(site: &Site<'_>, start: usize) -> Option<usize> {
    let text = site.text;
    let (mut end, mut i, mut words, mut links) = (None, start, 0, 0);
    while words < MAX_WORDS && links <= MAX_WORDS {
        // "Abernethy-Cole"
        let is_hyphen =
            |at: usize| text[at] == b'-' && at > i && text.get(at + 1).is_some_and(u8::is_ascii_uppercase);
        let is_part = |at: &usize| {
            text[*at].is_ascii_alphabetic() || text[*at] >= 0x80 || text[*at] == b'\'' || is_hyphen(*at)
        };
        let len = (i..text.len()).take_while(is_part).count();
        // An initial, or a title before the name: Hj. Siti A. Rahman.
        let is_short = len == 1 || end.is_none() && (2..=3).contains(&len);
        if is_short && text[i].is_ascii_uppercase() && is_capital_behind_stop(&text[i + len..]) {
            (end, links) = (Some(i + len), links + 1);
            i += len + 2;
            continue;
        }
        if len < 2 || !(text[i].is_ascii_alphabetic() || fold::is_wide_letter(&text[i..])) {
            break;
        }
        let talk = Concepts::CONNECTORS
            | Concepts::QUESTION
            | Concepts::PROHIBITION
            | Concepts::NOT_A_PASSWORD
            | Concepts::LABELS
            | Concepts::OTHER;
        // Le Corvec, La Rosa: an article elsewhere.
        let is_article = text[i].is_ascii_uppercase()
            && PARTICLES.iter().any(|known| known.eq_ignore_ascii_case(&text[i..i + len]))
            && text.get(i + len) == Some(&b' ')
            && starts_capital(&text[i + len + 1..]);
        let is_talk = !is_article
            && context::is_word_start(text, i)
            && site.lexicon.longest(text, i, talk).is_some_and(|word| word.end >= i + len);
        // Maria das Dores, Freifrau von Stein, Siti binti Ahmad; de la Cruz.
        let is_link = end.is_some() || PARTICLES.contains(&&text[i..i + len]);
        if is_link && leads_to_capital(text, i) {
            links += 1;
            i += len + 1;
            continue;
        }
        let is_digit = text.get(i + len).is_some_and(u8::is_ascii_digit);
        // "Kowalczyk spelled with cz": who writes one capital writes the next.
        let is_prose = end.is_some() && text[start].is_ascii_uppercase() && text[i].is_ascii_lowercase();
        if is_talk || is_digit || is_prose {
            break;
        }
        (end, words) = (Some(i + len), words + 1);
        i += len;
        if text.get(i) != Some(&b' ') {
            break;
        }
        i += 1;
    }
    end
}
