//! Words: what the packs of this crate know, compiled, and where they stand in a turn.
//!
//! **Contract.** One pass over the folded text, whatever the number of languages. A match that lies within a longer one that
//! names or asks is dropped, so a longer phrase takes back what its words would mean.

mod concept;
mod pack;

use std::sync::LazyLock;

use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind};

pub(crate) use concept::{Concept, Concepts, Form};

use crate::fold::Folded;
use crate::skeleton::skeleton;
use pack::{Clause, Pack};

/// The packs that come with the crate: name and text.
const BUILTIN: [(&str, &str); 12] = [
    ("en", include_str!("../../packs/en.toml")),
    ("id", include_str!("../../packs/id.toml")),
    ("ms", include_str!("../../packs/ms.toml")),
    ("es", include_str!("../../packs/es.toml")),
    ("pt", include_str!("../../packs/pt.toml")),
    ("fr", include_str!("../../packs/fr.toml")),
    ("de", include_str!("../../packs/de.toml")),
    ("hi", include_str!("../../packs/hi.toml")),
    ("vi", include_str!("../../packs/vi.toml")),
    ("th", include_str!("../../packs/th.toml")),
    ("zh", include_str!("../../packs/zh.toml")),
    ("ja", include_str!("../../packs/ja.toml")),
];

/// Whether a word's end is one that is taken behind every word of every pack.
fn is_ending(end: &[u8]) -> bool {
    matches!(end, b"s" | b"nya" | b"ny" | b"ku" | b"mu" | b"kah" | b"lah" | b"in" | b"kan")
}

/// The longest of them.
const ENDING: usize = 3;

/// What a phrase does in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Names these concepts outright.
    Name(Concepts),
    /// May stand for these concepts where one of their marks is near: *digits*.
    Thing(Concepts),
    /// Tells which concept a thing is: *on the back*.
    Mark(Concepts),
    /// Talk of this kind, in the order of the packs' keys.
    Talk(Talk),
}

/// Kinds of talk; `packs/README.md` says what each does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Talk {
    Give,
    Enter,
    Check,
    Receipt,
    Please,
    Warning,
    Reported,
    Elsewhere,
    Here,
    Manage,
    Pronoun,
    Refusal,
    But,
    Filler,
    Copula,
    Mine,
    Yours,
    Other,
    Partial,
    Currency,
    Move,
    Safe,
    Remote,
    Install,
    Click,
    Doubt,
    Correction,
    Which,
    Never,
    Account,
    Safety,
    SafetyAfter,
    Money,
    Danger,
    Need,
    Purpose,
    Why,
    Again,
    Message,
    Device,
    User,
    Forbid,
    Told,
    Rest,
    Except,
}

impl Class {
    /// Whether a phrase of this class says what its words mean. Others are heard beside their words: *confirm your* calls to
    /// follow a link, and *confirm* asks.
    const fn takes_back(self) -> bool {
        use Talk::{
            Check, Danger, Enter, Filler, Give, Here, Manage, Need, Other, Partial, Receipt, Reported,
            Warning,
        };
        match self {
            Self::Name(_) | Self::Thing(_) | Self::Mark(_) => true,
            Self::Talk(talk) => matches!(
                talk,
                Give | Enter
                    | Check
                    | Receipt
                    | Warning
                    | Reported
                    | Manage
                    | Other
                    | Partial
                    | Here
                    | Filler
                    | Danger
                    | Need
            ),
        }
    }
}

/// A phrase that stands in a folded text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) class: Class,
}

/// Every phrase of the built-in packs.
pub(crate) struct Words {
    automaton: DFA,
    /// What each phrase does; a phrase can do several things.
    classes: Vec<Vec<Class>>,
    /// Words that bait is made of, for host names: *login*, *prioritas*.
    bait: Vec<String>,
    clause: Clause,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let packs = BUILTIN.iter().map(|(_, text)| Pack::from_toml(text).expect("the built-in packs are tested"));
    Words::new(packs)
});

impl Words {
    /// The words of the packs that come with the crate. Compiled at the first call, then only read.
    pub(crate) fn builtin() -> &'static Self {
        &WORDS
    }

    fn new(packs: impl Iterator<Item = Pack>) -> Self {
        let mut phrases: std::collections::BTreeMap<String, Vec<Class>> = Default::default();
        let mut bait = Vec::new();
        let mut clause = Clause::default();
        for pack in packs {
            for (text, class) in pack.phrases {
                let classes = phrases.entry(text).or_default();
                if !classes.contains(&class) {
                    classes.push(class);
                }
            }
            clause.extend(pack.clause);
            // Hosts are looked at as they look: so are the words that dress them.
            bait.extend(pack.bait.iter().map(|word| skeleton(word)));
            bait.extend(pack.bait);
        }
        bait.sort_unstable();
        bait.dedup();
        // A word starts behind a blank where the script has blanks: no phrase is looked for inside words.
        let starts = |text: &String| {
            if is_tight(text.as_bytes(), 0) { format!(" {text}") } else { text.clone() }
        };
        let automaton = DFA::builder()
            .match_kind(MatchKind::Standard)
            .build(phrases.keys().map(starts))
            .expect("the packs are far smaller than what an automaton can hold");
        Self { automaton, classes: phrases.into_values().collect(), bait, clause: clause.sorted() }
    }

    pub(crate) fn is_bait(&self, word: &str) -> bool {
        self.bait.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// Whether a clause that begins with the word orders nothing.
    pub(crate) fn opens(&self, word: &[u8]) -> bool {
        holds(&self.clause.openers, word)
    }

    /// Whether the word says whom something is for, or which one it is, behind a verb.
    pub(crate) fn is_object(&self, word: &[u8]) -> bool {
        holds(&self.clause.objects, word)
    }

    /// Whether a question with the word in it asks whether something is so.
    pub(crate) fn is_whether(&self, word: &[u8]) -> bool {
        holds(&self.clause.whether, word)
    }

    /// Whether the word stands for the other side.
    pub(crate) fn is_theirs(&self, word: &[u8]) -> bool {
        holds(&self.clause.theirs, word)
    }

    /// Whether the word stands for who speaks.
    pub(crate) fn is_ours(&self, word: &[u8]) -> bool {
        holds(&self.clause.ours, word)
    }

    /// Whether the word is a verb that hands something over.
    pub(crate) fn is_handed(&self, word: &[u8]) -> bool {
        holds(&self.clause.handed, word)
    }

    /// Whether a word behind a name begins what tells which one it is.
    pub(crate) fn is_relative(&self, word: &[u8]) -> bool {
        holds(&self.clause.relative, word)
    }

    /// What stands in the text, by start, longer first.
    pub(crate) fn find(&self, folded: &Folded, found: &mut Vec<Match>) {
        found.clear();
        let text = &folded.text;
        let mut state =
            self.automaton.start_state(Anchored::No).expect("an automaton of phrases starts anywhere");
        for (at, byte) in text.iter().enumerate() {
            state = self.automaton.next_state(Anchored::No, state, *byte);
            if self.automaton.is_special(state) && self.automaton.is_match(state) {
                for index in 0..self.automaton.match_len(state) {
                    let phrase = self.automaton.match_pattern(state, index);
                    let start = at + 1 - self.automaton.pattern_len(phrase);
                    self.take(folded, phrase.as_usize(), start, at + 1, found);
                }
            }
        }
        // By start, longer first, in one comparison.
        found.sort_unstable_by_key(|one| (one.start as u64) << 32 | u64::from(u32::MAX - one.end as u32));
        // Within a longer match, or one of the same class that has just been seen.
        let (mut longest, mut furthest, mut is_thing, mut gives) = ((0, 0), 0, false, false);
        let mut other_end = 0;
        found.retain(|one| {
            // "The voucher code I got": what was called something else is no code that came.
            if one.start < other_end && one.end > other_end && matches!(one.class, Class::Name(_)) {
                return false;
            }
            if one.class == Class::Talk(Talk::Other) {
                other_end = other_end.max(one.end);
            }
            if (one.start, one.end) == longest {
                gives |= one.class == Class::Talk(Talk::Give);
                return true;
            }
            let is_inside = one.end <= furthest;
            if !is_inside && one.class.takes_back() {
                furthest = one.end;
                longest = (one.start, one.end);
                is_thing = matches!(one.class, Class::Thing(_));
                gives = one.class == Class::Talk(Talk::Give);
            }
            // "What you press" is a thing, and asks; "which digits" asks for a thing. A message is one whatever is said of it.
            !is_inside
                || is_thing && one.class == Class::Talk(Talk::Which)
                || gives && matches!(one.class, Class::Thing(_) | Class::Name(_))
                || matches!(one.class, Class::Talk(Talk::Message | Talk::Money | Talk::Device))
        });
    }

    /// Takes a phrase that stands at `start..end`, if it ends where a word does.
    fn take(&self, folded: &Folded, phrase: usize, start: usize, end: usize, found: &mut Vec<Match>) {
        let text = &folded.text;
        let start = start + usize::from(text[start] == b' ');
        let Some(end) = word_end(text, start, end).filter(|end| !folded.is_broken(start, *end)) else {
            return;
        };
        // "Apakah" asks whether, though "apa" asks what.
        let word = &text[start..end];
        let asks_whether = word.ends_with(b"kah") && self.is_whether(word);
        let asks = |class: &Class| matches!(class, Class::Talk(Talk::Give | Talk::Which));
        for class in self.classes[phrase].iter().filter(|class| !(asks_whether && asks(class))) {
            found.push(Match { start, end, class: *class });
        }
    }
}

fn holds(words: &[String], word: &[u8]) -> bool {
    words.binary_search_by(|known| known.as_bytes().cmp(word)).is_ok()
}

/// Whether the script of the phrase at `at` has blanks between its words.
fn is_tight(text: &[u8], at: usize) -> bool {
    // Thai starts at U+0E00 (E0 B8), kana and ideographs at U+3040 (E3 81).
    !matches!((text[at], text.get(at + 1)), (0xe0, Some(0xb8..=0xbb)) | (0xe3..=0xe9, _))
}

fn is_letter(byte: u8) -> bool {
    byte != b' '
}

/// Where the word that holds `..end` ends, an ending taken along; `None` within a word.
fn word_end(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let last = text[start..end].iter().rposition(|byte| byte & 0xc0 != 0x80).unwrap_or(0);
    if text.get(end).is_none_or(|byte| !is_letter(*byte)) || !is_tight(text, start + last) {
        return Some(end);
    }
    // "otp482913": digits may follow, except behind digits.
    if text[end].is_ascii_digit() && !text[end - 1].is_ascii_digit() {
        return Some(end);
    }
    let rest = &text[end..];
    let len = rest.iter().take(ENDING + 1).position(|byte| *byte == b' ').unwrap_or(rest.len());
    is_ending(&rest[..len]).then_some(end + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<Class> {
        let (mut folded, mut found) = (Folded::default(), Vec::new());
        folded.fold(text);
        Words::builtin().find(&folded, &mut found);
        found.iter().map(|one| one.class).collect()
    }

    #[test]
    fn longer_phrases_take_back_shorter_ones() {
        assert!(classes("your pin").contains(&Class::Name(Concept::PIN.bit())));
        assert!(!classes("the spinning top").contains(&Class::Name(Concept::PIN.bit())));
        assert!(classes("PIN-nya").contains(&Class::Name(Concept::PIN.bit())));
        let code = classes("the pin code of your city");
        assert!(!code.contains(&Class::Name(Concept::PIN.bit())), "{code:?}");
        assert!(classes("the code i got").contains(&Class::Name(Concept::OTP.bit())));
        let voucher = classes("thats the voucher code i got");
        assert!(!voucher.contains(&Class::Name(Concept::OTP.bit())), "{voucher:?}");
    }
}
