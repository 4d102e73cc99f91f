//! Building a redactor: setters cannot fail, [`Builder::build`] reports every problem at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Engine, Mark, Redactor};
use crate::context::{self, Lexicon, Trie};
use crate::detect::{self, Custom, Detector, Search, Trigger};
use crate::error::BuildError;
use crate::mask::Mask;
use crate::pack::{self, BUILTIN, Builtin, Concepts, Label, Pack, Phrase, Topic, Word, Words, Writing};
use crate::policy::{AllowList, Entities, Policy};
use crate::prefilter::{Alone, Kernel, Keyword, Keywords, Marks, Prefilter};
use crate::span::Reach;

/// Puts a [`Redactor`] together.
pub struct Builder {
    policy: Policy,
    /// The built-in packs' languages that are wanted; all where none is named.
    languages: BTreeSet<String>,
    packs: Vec<Pack>,
    detectors: Vec<Box<dyn Detector>>,
    allowed: AllowList,
    kernel: Option<String>,
    is_prefiltered: bool,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            policy: Policy::standard(),
            languages: BTreeSet::new(),
            packs: Vec::new(),
            detectors: Vec::new(),
            allowed: AllowList::default(),
            kernel: None,
            is_prefiltered: true,
        }
    }

    /// Adds the words of a pack to those of the built-in packs, its rules, and what it lets stand.
    #[must_use]
    pub fn pack(mut self, pack: Pack) -> Self {
        self.packs.push(pack);
        self
    }

    /// Knows the words of these languages only, by the names of the built-in packs (`en`, `id`; `samar rules list` has all).
    /// None costs anything where its words do not occur, and all of them are there sooner than a few, which take some
    /// milliseconds to put together. What accounts, identification numbers and secrets are called is known in any case.
    #[must_use]
    pub fn languages<'l>(mut self, names: impl IntoIterator<Item = &'l str>) -> Self {
        self.languages.extend(names.into_iter().map(str::to_owned));
        self
    }

    /// Adds a rule written in code.
    #[must_use]
    pub fn detector(mut self, detector: impl Detector) -> Self {
        self.detectors.push(Box::new(detector));
        self
    }

    /// Lets the values of a list stand. They are found, counted and reported.
    #[must_use]
    pub fn allow(mut self, list: AllowList) -> Self {
        self.allowed = self.allowed.with(list);
        self
    }

    /// The key of the keyed hashes in allow-lists and packs.
    #[must_use]
    pub fn allow_key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.allowed = self.allowed.key(key);
        self
    }

    /// Replaces the policy.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Looks for these entities only, and for those of detectors added to this builder.
    #[must_use]
    pub fn entities(mut self, entities: Entities) -> Self {
        self.policy.entities = entities;
        self
    }

    /// Gives an entity a mask of its own.
    #[must_use]
    pub fn mask(mut self, entity: &str, mask: Mask) -> Self {
        self.policy.masks.insert(entity.to_owned(), mask);
        self
    }

    /// Uses the SIMD kernel of this name instead of the fastest, for tests and benches: see
    /// [`kernels`](Self::kernels).
    #[doc(hidden)]
    #[must_use]
    pub fn kernel(mut self, name: &str) -> Self {
        self.kernel = Some(name.to_owned());
        self
    }

    /// Looks at every place instead of asking the prefilter: the slow twin that the first law is tested with.
    #[doc(hidden)]
    #[must_use]
    pub fn without_prefilter(mut self) -> Self {
        self.is_prefiltered = false;
        self
    }

    /// Names of the kernels that this machine can run, the fastest first.
    #[doc(hidden)]
    #[must_use]
    pub fn kernels() -> Vec<&'static str> {
        Kernel::all().into_iter().map(Kernel::name).collect()
    }

    /// Builds the redactor.
    ///
    /// # Errors
    ///
    /// When two rules have one name, a language has no built-in pack, a rule's reach is too wide, a trigger names what does not exist, a mask
    /// breaks PCI DSS, or keyed hashes have no key. The error lists every problem.
    pub fn build(self) -> Result<Redactor, BuildError> {
        let mut policy = self.policy;
        let mut allowed = self.allowed;
        let mut problems = Vec::new();
        for pack in &self.packs {
            match AllowList::of_pack(pack.name(), pack.allowed()) {
                Ok(list) => allowed = list.with(allowed),
                Err(error) => problems.push(error.to_string()),
            }
            for rule in pack.own_rules() {
                if let Some(stars) = rule.stars {
                    let mask = Mask::stars().keep_first(stars.keep_first).keep_last(stars.keep_last);
                    policy.masks.entry(rule.entity.clone()).or_insert(mask);
                }
            }
        }
        if allowed.lacks_key() {
            problems.push("an allow-list has keyed hashes, and no key was given".to_owned());
        }
        problems.extend(policy.violations());
        let packs = self.packs;
        let is_builtin = |language: &&String| BUILTIN.iter().any(|pack| pack.name == *language);
        let unknown = self.languages.iter().filter(|language| !is_builtin(language));
        problems.extend(unknown.map(|language| format!("no built-in pack is named {language:?}")));
        let own: Vec<String> = self.detectors.iter().map(|detector| detector.entity().to_owned()).collect();
        let mut detectors = detect::builtin();
        let builtin = detectors.len();
        detectors.extend(self.detectors);
        let in_code = detectors.len();
        let (mut customs, mut own_packs) = (Vec::new(), Vec::new());
        for pack in &packs {
            for rule in pack.own_rules() {
                let custom = Arc::new(Custom::new(Arc::clone(rule), policy.mask(&rule.entity).kept()));
                customs.push((detectors.len(), Arc::clone(&custom)));
                own_packs.push(pack.name().to_owned());
                detectors.push(Box::new(custom));
            }
        }
        problems.extend(
            detectors
                .iter()
                .enumerate()
                .filter_map(|(i, detector)| check(detector.as_ref(), &detectors[..i])),
        );

        if detectors.len() > usize::from(u16::MAX) {
            problems.push(format!("{} rules are too many", detectors.len()));
        }
        let is_wanted = detectors
            .iter()
            .map(|detector| {
                policy.entities.contains(detector.entity())
                    || own.iter().any(|entity| entity == detector.entity())
            })
            .collect::<Vec<_>>();
        let mut own_words = Vec::new();
        let mut on_words = Vec::new();
        let (mut on_digits, mut following, mut again) = (Vec::new(), Vec::new(), Vec::new());
        let mut with_words = 0;
        let (mut on_marks, mut prefixes, mut marks) = (Vec::new(), Vec::new(), Marks::default());
        let (mut on_topics, mut unwanted) = (vec![Vec::new(); Topic::NAMES.len()], Vec::new());
        for (index, detector) in detectors.iter().enumerate() {
            match detector.trigger() {
                Trigger::Digits => on_digits.push(index),
                Trigger::Label(key) => match Label::ALL.iter().find(|(_, known)| *known == key) {
                    Some((label, _)) => on_words.push((label.any(), 0, index)),
                    None => match Topic::named(key) {
                        Some(topic) if is_wanted[index] => on_topics[usize::from(topic)].push(index),
                        Some(topic) => unwanted.push(usize::from(topic)),
                        None => problems.push(format!("rule {}: no label is named {key:?}", detector.rule())),
                    },
                },
                Trigger::Words(own) if with_words < 64 => {
                    own_words.extend(own.iter().map(|text| Word::anchor(text, 1 << with_words)));
                    on_words.push((Concepts::default(), 1 << with_words, index));
                    with_words += 1;
                }
                Trigger::Words(_) => {
                    problems.push(format!("rule {}: only 64 rules can have words", detector.rule()));
                }
                // What nothing else depends on is not looked for where it is not wanted.
                Trigger::Prefixes(_)
                | Trigger::Byte(_)
                | Trigger::CountryCode
                | Trigger::Address
                | Trigger::Shape(_)
                    if !is_wanted[index] => {}
                Trigger::Prefixes(own) => {
                    let mut firsts: Vec<u8> =
                        own.iter().filter_map(|prefix| prefix.first().copied()).collect();
                    firsts.sort_unstable();
                    firsts.dedup();
                    prefixes.extend_from_slice(own);
                    on_marks.push((Mark::Prefixes(firsts), index));
                }
                Trigger::Byte(byte) => {
                    marks.has_at_sign |= byte == b'@';
                    marks.has_plus |= byte == b'+';
                    marks.has_percent |= byte == b'%';
                    on_marks.push((Mark::Byte(byte), index));
                }
                Trigger::CountryCode => {
                    marks.countries = detect::countries();
                    on_marks.push((Mark::CountryCode, index));
                }
                Trigger::Address => {
                    marks.has_addresses = true;
                    on_marks.push((Mark::Address, index));
                }
                Trigger::Shape(firsts) => {
                    marks.is_shaped = Some(detect::is_shaped);
                    on_marks.push((Mark::Shape(firsts), index));
                }
                Trigger::Pattern if index < in_code => {
                    problems.push(format!("rule {}: only rules of packs have a pattern", detector.rule()));
                }
                Trigger::Pattern => {}
                Trigger::Following(rule) | Trigger::Again(rule) => {
                    let place = detectors.iter().position(|other| other.rule() == rule);
                    match (place, detector.trigger()) {
                        (Some(other), Trigger::Again(_)) => again.push((other, index)),
                        (Some(other), _) => following.push((other, index)),
                        (None, _) => problems
                            .push(format!("rule {}: it follows {rule:?}, which is no rule", detector.rule())),
                    }
                }
            }
        }
        let is_asked = |topic: &Topic| !on_topics[usize::from(topic.index)].is_empty();
        // What most redactors know is laid out when the engine is compiled.
        let is_whole = self.languages.is_empty()
            && packs.iter().all(|pack| pack.words().is_empty())
            && own_words.is_empty()
            && unwanted.iter().all(|topic| !on_topics[*topic].is_empty());
        let (trie, phrases) = if is_whole {
            (context::builtin(), pack::phrases())
        } else {
            let is_language = |name: &str| self.languages.is_empty() || self.languages.contains(name);
            let builtin = BUILTIN.iter().filter(|pack| pack.name == pack::NAMES || is_language(pack.name));
            let known: Vec<Words> =
                builtin.map(Builtin::words).chain(packs.iter().map(|pack| pack.words().clone())).collect();
            let is_known = |word: &Word| word.topic.as_ref().is_none_or(is_asked);
            let (words, phrases) = pack::vocabulary(&known, own_words, is_known);
            (Trie::new(&words), phrases)
        };
        // Who is asked where a phrase stands says what its values are written with.
        let writing = |phrase: &Phrase| {
            let labels = on_words
                .iter()
                .filter(|(concepts, own, _)| phrase.concepts.has(*concepts) || phrase.detectors & own != 0);
            let topic = phrase.topic.map_or(&[][..], |topic| &on_topics[usize::from(topic.index)]);
            let asked = labels.map(|(.., index)| index).chain(topic);
            asked.map(|index| detectors[*index].writing()).min().unwrap_or(Writing::Digits)
        };
        let keywords = Keywords::new(
            phrases.labels.iter().map(|phrase| keyword(phrase, writing(phrase))),
            phrases.names.iter().map(|phrase| keyword(phrase, Writing::Any)),
            phrases.digits.iter().map(|phrase| keyword(phrase, Writing::Any)),
            prefixes,
        );
        // A number that a rule of the user's looks at need not be written as a card.
        let is_own = |index: &usize| *index >= builtin;
        let alone = Alone { first_digits: detect::FIRST_DIGITS, may_be: detect::may_be_card };
        let alone = (!on_digits.iter().any(is_own)).then_some(alone);
        let kernel = match self.kernel {
            None => Some(Kernel::fastest()),
            Some(name) => Kernel::all().into_iter().find(|kernel| kernel.name() == name),
        };
        customs.retain(|(index, _)| is_wanted[*index]);
        let own = Search::new(customs).unwrap_or_else(|problem| {
            problems.push(problem);
            Search::default()
        });
        let suppressions = packs.iter().flat_map(Pack::suppressions).cloned().collect();
        let (Some(kernel), None) = (kernel, BuildError::of(problems.clone())) else {
            problems.extend(kernel.is_none().then(|| "this machine has no such kernel".to_owned()));
            return Err(BuildError::of(problems).expect("one of the two failed"));
        };
        let reach = |wanted: &dyn Fn(&Trigger) -> bool| {
            let reaches = detectors
                .iter()
                .filter(|detector| wanted(&detector.trigger()))
                .map(|detector| detector.reach().after);
            reaches.max().unwrap_or(0)
        };
        let engine = Engine {
            prefilter: Prefilter::new(kernel, keywords, marks, alone),
            is_prefiltered: self.is_prefiltered,
            word_reach: reach(&|trigger| {
                matches!(trigger, Trigger::Label(_) | Trigger::Words(_) | Trigger::Again(_))
            }),
            digits_reach: reach(&|trigger| *trigger == Trigger::Digits),
            mark_reach: reach(&|trigger| {
                matches!(
                    trigger,
                    Trigger::Prefixes(_)
                        | Trigger::Byte(_)
                        | Trigger::CountryCode
                        | Trigger::Address
                        | Trigger::Shape(_)
                )
            }),
            following_reach: reach(&|trigger| matches!(trigger, Trigger::Following(_))),
            lexicon: Lexicon::new(trie),
            on_digits,
            on_words,
            on_topics,
            on_marks,
            following,
            again,
            is_wanted,
            policy,
            own,
            first_own: in_code,
            own_packs,
            allowed,
            suppressions,
            detectors,
        };
        let keyed = engine.keyed(None);
        Ok(Redactor { engine: Arc::new(engine), suppressed: Arc::default(), keyed })
    }
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("packs", &self.packs.len())
            .field("detectors", &self.detectors.len())
            .finish_non_exhaustive()
    }
}

fn keyword(phrase: &Phrase, writing: Writing) -> Keyword<'_> {
    Keyword { phrase: &phrase.text, anchor: phrase.anchor, writing }
}

/// What is wrong with a detector.
fn check(detector: &dyn Detector, before: &[Box<dyn Detector>]) -> Option<String> {
    let (rule, reach) = (detector.rule(), detector.reach());
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if before.iter().any(|other| other.rule() == rule) {
        return Some(format!("two rules are named {rule:?}"));
    }
    if !is_name(rule) || !is_name(detector.entity()) {
        return Some(format!(
            "rule {rule:?}: names of rules and entities have small letters, digits and _ only"
        ));
    }
    if reach.before > Reach::MAX.before || reach.after > Reach::MAX.after {
        return Some(format!(
            "rule {rule}: its reach is wider than {} before and {} after",
            Reach::MAX.before,
            Reach::MAX.after
        ));
    }
    if let Trigger::Prefixes(prefixes) = detector.trigger()
        && !prefixes.iter().all(|prefix| match prefix {
            [a, b, c] => a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && !c.is_ascii_alphabetic(),
            [a, b, _, _, ..] => a.is_ascii_alphabetic() && b.is_ascii_alphabetic(),
            _ => false,
        })
    {
        return Some(format!(
            "rule {rule}: a prefix starts with two letters and has four bytes, or three and no letter last"
        ));
    }
    if let Trigger::Byte(byte) = detector.trigger()
        && !matches!(byte, b'@' | b'+' | b'%')
    {
        return Some(format!("rule {rule}: only the bytes @, + and % can be looked for"));
    }
    if let Trigger::Words(words) = detector.trigger()
        && let Some(word) = words.iter().find(|word| !Word::is_sound(word))
    {
        return Some(format!(
            "rule {rule}: {word:?} can never match: use small letters, at most {} bytes",
            Word::MAX_BYTES
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether what it knows was laid out when the engine was compiled.
    fn is_compiled(builder: Builder) -> bool {
        builder.build().expect("sound").engine.lexicon.is_compiled()
    }

    #[test]
    fn most_redactors_are_compiled() {
        assert!(is_compiled(Builder::new()));
        assert!(is_compiled(Builder::new().entities(Entities::all())));
        let pack = |more| {
            let head = "[pack]\nname = \"p\"\nlanguage = \"x\"\nversion = 1\n";
            Pack::parse(&format!("{head}{more}")).expect("a sound pack")
        };
        let rule = "[[rule]]\nname = \"badge\"\nentity = \"badge\"\nregex = '\\d{4}-\\d{4}'";
        assert!(is_compiled(Builder::new().pack(pack(rule))));
        for more in ["[labels.pin]\nwords = [\"geheim\"]", "[grammar]\nunit = [\"ells\"]"] {
            assert!(!is_compiled(Builder::new().pack(pack(more))), "{more}");
        }
        assert!(!is_compiled(Builder::new().languages(["en"])));
        assert!(!is_compiled(Builder::new().entities("cards".parse().expect("a group"))));
    }

    #[test]
    fn every_label_of_the_packs_is_asked_for() {
        // Or the compiled words would be more than those that are put together.
        let redactor = Builder::new().build().expect("sound");
        for word in BUILTIN.iter().flat_map(|pack| pack.words().words) {
            let is_asked = |topic: Topic| !redactor.engine.on_topics[usize::from(topic.index)].is_empty();
            assert!(word.topic.is_none_or(is_asked), "no rule asks for {:?}", word.text);
        }
    }
}
