//! The shape of a pack's TOML; `packs/README.md` has its keys for people.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Class, Concept, Talk};
use crate::fold::is_unspaced;

/// The kinds of talk and their keys.
const CLASSES: [(&str, Talk); 45] = [
    ("give", Talk::Give),
    ("enter", Talk::Enter),
    ("check", Talk::Check),
    ("receipt", Talk::Receipt),
    ("please", Talk::Please),
    ("warning", Talk::Warning),
    ("reported", Talk::Reported),
    ("elsewhere", Talk::Elsewhere),
    ("here", Talk::Here),
    ("manage", Talk::Manage),
    ("pronoun", Talk::Pronoun),
    ("refusal", Talk::Refusal),
    ("but", Talk::But),
    ("filler", Talk::Filler),
    ("copula", Talk::Copula),
    ("mine", Talk::Mine),
    ("yours", Talk::Yours),
    ("other", Talk::Other),
    ("partial", Talk::Partial),
    ("currency", Talk::Currency),
    ("move", Talk::Move),
    ("safe", Talk::Safe),
    ("remote", Talk::Remote),
    ("install", Talk::Install),
    ("click", Talk::Click),
    ("doubt", Talk::Doubt),
    ("correction", Talk::Correction),
    ("which", Talk::Which),
    ("never", Talk::Never),
    ("account", Talk::Account),
    ("safety", Talk::Safety),
    ("safety_after", Talk::SafetyAfter),
    ("money", Talk::Money),
    ("danger", Talk::Danger),
    ("need", Talk::Need),
    ("purpose", Talk::Purpose),
    ("why", Talk::Why),
    ("again", Talk::Again),
    ("message", Talk::Message),
    ("device", Talk::Device),
    ("user", Talk::User),
    ("forbid", Talk::Forbid),
    ("told", Talk::Told),
    ("rest", Talk::Rest),
    ("except", Talk::Except),
];

/// A pack, checked.
pub(super) struct Pack {
    pub(super) phrases: Vec<(String, Class)>,
    pub(super) bait: Vec<String>,
    pub(super) clause: Clause,
}

/// Words by which clauses are told apart, one by one.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Clause {
    pub(super) openers: Vec<String>,
    pub(super) objects: Vec<String>,
    pub(super) whether: Vec<String>,
    pub(super) theirs: Vec<String>,
    pub(super) ours: Vec<String>,
    pub(super) handed: Vec<String>,
    pub(super) relative: Vec<String>,
}

impl Clause {
    pub(super) fn extend(&mut self, other: Self) {
        self.openers.extend(other.openers);
        self.objects.extend(other.objects);
        self.whether.extend(other.whether);
        self.theirs.extend(other.theirs);
        self.ours.extend(other.ours);
        self.handed.extend(other.handed);
        self.relative.extend(other.relative);
    }

    pub(super) fn sorted(mut self) -> Self {
        let Self { openers, objects, whether, theirs, ours, handed, relative } = &mut self;
        for words in [openers, objects, whether, theirs, ours, handed, relative] {
            words.sort_unstable();
            words.dedup();
        }
        self
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "pack")]
    _pack: Header,
    #[serde(default)]
    ask: BTreeMap<String, Ask>,
    #[serde(default)]
    talk: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    bait: Vec<String>,
    #[serde(default)]
    clause: Clause,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "language")]
    _language: String,
    #[serde(rename = "version")]
    _version: u32,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ask {
    names: Vec<String>,
    things: Vec<String>,
    marks: Vec<String>,
}

impl Pack {
    /// Reads a pack; the error says what is wrong with it.
    pub(super) fn from_toml(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut phrases = Vec::new();
        let mut things: BTreeMap<String, u32> = BTreeMap::new();
        let mut marks: BTreeMap<String, u32> = BTreeMap::new();
        let mut names: BTreeMap<String, u32> = BTreeMap::new();
        for (key, ask) in file.ask {
            let concept = match key.as_str() {
                "card_photo" => Concept::PHOTO,
                key => Concept::named(key).ok_or_else(|| format!("nothing called {key:?} is asked for"))?,
            };
            for (set, texts) in [(&mut names, ask.names), (&mut things, ask.things), (&mut marks, ask.marks)]
            {
                for text in phrased(&texts)? {
                    *set.entry(sound(text)?).or_default() |= concept.bit();
                }
            }
        }
        phrases.extend(names.into_iter().map(|(text, set)| (text, Class::Name(set))));
        phrases.extend(things.into_iter().map(|(text, set)| (text, Class::Thing(set))));
        phrases.extend(marks.into_iter().map(|(text, set)| (text, Class::Mark(set))));
        let pronouns = file.talk.get("pronoun").cloned().unwrap_or_default();
        for (key, texts) in file.talk {
            let (_, talk) = CLASSES
                .iter()
                .find(|(known, _)| *known == key)
                .ok_or_else(|| format!("no talk is called {key:?}"))?;
            for text in phrased(&texts)? {
                let text = sound(text)?;
                // What forbids warns, too.
                if *talk == Talk::Forbid {
                    phrases.push((text.clone(), Class::Talk(Talk::Warning)));
                }
                // "Send it over" holds what stands for the name.
                let holds_pronoun =
                    || text.split(' ').skip(1).any(|word| pronouns.iter().any(|one| one == word));
                if *talk == Talk::Give && holds_pronoun() {
                    phrases.push((text.clone(), Class::Talk(Talk::Pronoun)));
                }
                phrases.push((text, Class::Talk(*talk)));
            }
        }
        Ok(Self { phrases, bait: file.bait, clause: file.clause })
    }
}

/// The phrases that the entries of a list stand for.
fn phrased(entries: &[String]) -> Result<Vec<String>, String> {
    let phrases = |entry: &String| samar::Pack::phrases(entry).map_err(|why| format!("{entry:?}: {why}"));
    let each: Result<Vec<_>, String> = entries.iter().map(phrases).collect();
    Ok(each?.concat())
}

/// The phrase as a folded text would hold it.
fn sound(text: String) -> Result<String, String> {
    let is_sound = !text.is_empty()
        && text.len() <= 80
        && text == text.to_lowercase()
        && !text.split(' ').any(str::is_empty)
        && !text.contains(['\'', '’', '-', '.', ',', '?', '!', ':', '/']);
    // A word ends where digits do, or the script changes: "6digit" is "6 digit".
    let mut spaced = String::with_capacity(text.len());
    for character in text.chars() {
        let is_split = match spaced.chars().next_back() {
            Some(last) if last.is_ascii_digit() => character.is_ascii_alphabetic() || is_unspaced(character),
            Some(last) if is_unspaced(last) => character.is_ascii_alphanumeric(),
            Some(last) => last.is_ascii_alphabetic() && is_unspaced(character),
            None => false,
        };
        if is_split {
            spaced.push(' ');
        }
        spaced.push(character);
    }
    if is_sound { Ok(spaced) } else { Err(format!("the phrase {text:?} can never match")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_pack_is_sound_and_has_the_words_that_matter() {
        for (name, text) in super::super::BUILTIN {
            let pack = Pack::from_toml(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            for concept in [Concept::PIN, Concept::CVV, Concept::OTP, Concept::PASSWORD, Concept::CARD] {
                let names = |class: &Class| matches!(class, Class::Name(set) if set & concept.bit() != 0);
                assert!(
                    pack.phrases.iter().any(|(_, class)| names(class)),
                    "{name}: {:?}",
                    concept.facts().key
                );
            }
            for talk in [Talk::Give, Talk::Warning, Talk::Refusal, Talk::Filler, Talk::Other] {
                let has = pack.phrases.iter().any(|(_, class)| *class == Class::Talk(talk));
                assert!(has, "{name}: no words for {talk:?}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let head = "[pack]\nname = \"xx\"\nlanguage = \"X\"\nversion = 1\n";
        for (body, told) in [
            ("[ask.pins]\nnames = [\"pin\"]", "nothing called"),
            ("[talk]\ngiv = [\"give\"]", "no talk"),
            ("[talk]\ngive = [\"Give\"]", "never match"),
            ("[talks]\n", "unknown field"),
        ] {
            let error = Pack::from_toml(&format!("{head}{body}")).err().expect("it is refused");
            assert!(error.contains(told), "{error}");
        }
    }
}
