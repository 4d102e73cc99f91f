//! A mother's maiden name: what banks ask to know a caller by.
//!
//! **Grammar.** One to four words behind the label and a sign or copula, or on the next line; behind a possessive alone where a
//! capital starts them. A small word inside belongs to the name: *das*, *von*, *binti*. **Evidence.** The label; names have
//! no form of their own. **Not found on purpose.** Names without the label, questions, words that names are not made of.

use super::{Detector, Hit, Occasion, Site, Trigger, Verdict};
use crate::context::{self, Bond, Forward, Shape};
use crate::finding::Confidence;
use crate::fold;
use crate::pack::Concepts;
use crate::span::{Reach, Span};

pub(super) struct MaidenName;

/// Words of a name at most.
const MAX_WORDS: usize = 4;

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
                // "nama ibu saya Rohani"
                (_, Forward::Value(binding))
                    if binding.unknown == 0
                        && (binding.bond != Bond::Beside
                            || binding.is_possessed && site.text[binding.at].is_ascii_uppercase()) =>
                {
                    binding.at
                }
                (_, Forward::LineEnd) => return Verdict::NextLine,
                _ => return Verdict::Miss("no sign or copula binds a name to the label"),
            };
        match name_end(site, start) {
            Some(end) => Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Context)),
            None => Verdict::Miss("no name follows the label"),
        }
    }
}

/// The end of the name that starts at `start`. Small letters count: people type so.
fn name_end(site: &Site<'_>, start: usize) -> Option<usize> {
    let text = site.text;
    let (mut end, mut i, mut words, mut links) = (None, start, 0, 0);
    while words < MAX_WORDS && links <= MAX_WORDS {
        let len = text[i..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80 || **byte == b'\'');
        let len = len.count();
        if len < 2 || !(text[i].is_ascii_alphabetic() || fold::is_wide_letter(&text[i..])) {
            break;
        }
        let talk = Concepts::CONNECTORS
            | Concepts::QUESTION
            | Concepts::PROHIBITION
            | Concepts::NOT_A_PASSWORD
            | Concepts::LABELS
            | Concepts::OTHER;
        let is_talk = context::is_word_start(text, i)
            && site.lexicon.longest(text, i, talk).is_some_and(|word| word.end >= i + len);
        // Maria das Dores, Freifrau von Stein, Siti binti Ahmad.
        let is_link = end.is_some()
            && len <= 5
            && text[i..i + len].iter().all(u8::is_ascii_lowercase)
            && text.get(i + len) == Some(&b' ')
            && text.get(i + len + 1).is_some_and(|byte| byte.is_ascii_uppercase() || *byte == 0xc3);
        if is_link {
            links += 1;
            i += len + 1;
            continue;
        }
        let is_digit = text.get(i + len).is_some_and(u8::is_ascii_digit);
        if is_talk || is_digit {
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
