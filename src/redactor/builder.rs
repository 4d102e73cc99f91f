//! Building a redactor: setters cannot fail, [`Builder::build`] reports every problem at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Engine, Mark, Redactor};
use crate::context::Lexicon;
use crate::detect::{self, Custom, Detector, Search, Trigger};
use crate::error::BuildError;
use crate::fold;
use crate::mask::Mask;
use crate::pack::{self, Anchor, Concepts, Label, Pack, Topic, Word};
use crate::policy::{AllowList, Entities, Policy};
use crate::prefilter::{Alone, Kernel, Keywords, Marks, Prefilter};
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
    /// Each takes some milliseconds to build; none costs anything where its words do not occur. What accounts,
    /// identification numbers and secrets are called is known in any case.
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
        let mut packs = Vec::new();
        for (name, text) in pack::BUILTIN {
            if !self.languages.is_empty() && name != pack::NAMES && !self.languages.contains(name) {
                continue;
            }
            match Pack::parse(text) {
                Ok(pack) => packs.push(pack),
                Err(error) => problems.push(error.to_string()),
            }
        }
        let is_builtin = |language: &&String| pack::BUILTIN.iter().any(|(name, _)| name == language);
        let unknown = self.languages.iter().filter(|language| !is_builtin(language));
        problems.extend(unknown.map(|language| format!("no built-in pack is named {language:?}")));
        packs.extend(self.packs);
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
        let mut words: Vec<Word> = without_redundant_labels(&packs);
        let mut on_words = Vec::new();
        let (mut on_digits, mut following) = (Vec::new(), Vec::new());
        let mut with_words = 0;
        let (mut on_marks, mut prefixes, mut marks) = (Vec::new(), Vec::new(), Marks::default());
        let mut on_topics = vec![Vec::new(); Topic::NAMES.len()];
        for (index, detector) in detectors.iter().enumerate() {
            match detector.trigger() {
                Trigger::Digits => on_digits.push(index),
                Trigger::Label(key) => match Label::ALL.iter().find(|(_, known)| *known == key) {
                    Some((label, _)) => on_words.push((label.any(), 0, index)),
                    None => match Topic::named(key) {
                        Some(topic) if is_wanted[index] => on_topics[usize::from(topic)].push(index),
                        Some(_) => {}
                        None => problems.push(format!("rule {}: no label is named {key:?}", detector.rule())),
                    },
                },
                Trigger::Words(own) if with_words < 64 => {
                    words.extend(own.iter().map(|text| Word::anchor(text, 1 << with_words)));
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
                Trigger::Following(rule) => match detectors.iter().position(|other| other.rule() == rule) {
                    Some(other) => following.push((other, index)),
                    None => problems
                        .push(format!("rule {}: it follows {rule:?}, which is no rule", detector.rule())),
                },
            }
        }
        words.retain(|word| word.topic.is_none_or(|topic| !on_topics[usize::from(topic.index)].is_empty()));
        anchor(&mut words, &packs);
        let keywords = {
            let anchored = words.iter().filter(|word| word.starts_candidates());
            let names = names(&packs);
            Keywords::new(
                anchored.map(|word| (word.text.as_str(), word.anchor)),
                names.iter().map(|(text, anchor)| (text.as_str(), *anchor)),
                prefixes,
            )
        };
        // A number that a rule of the user's looks at need not be written as a card.
        let is_own = |index: &usize| *index >= builtin;
        let alone = Alone { first_digits: detect::FIRST_DIGITS, may_be: detect::may_be_card };
        let alone = (!on_digits.iter().any(is_own)).then_some(alone);
        let kernel = match self.kernel {
            None => Some(Kernel::fastest()),
            Some(name) => Kernel::all().into_iter().find(|kernel| kernel.name() == name),
        };
        let lexicon = Lexicon::new(&words);
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
        Ok(Redactor {
            engine: Arc::new(Engine {
                prefilter: Prefilter::new(kernel, keywords, marks, alone),
                is_prefiltered: self.is_prefiltered,
                word_reach: reach(&|trigger| matches!(trigger, Trigger::Label(_) | Trigger::Words(_))),
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
                lexicon,
                on_digits,
                on_words,
                on_topics,
                on_marks,
                following,
                is_wanted,
                policy,
                own,
                first_own: in_code,
                own_packs,
                allowed,
                suppressions,
                detectors,
            }),
            suppressed: Arc::default(),
        })
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

/// Gives every phrase that starts candidates its anchor: the first of the packs' anchors that it contains, else its
/// longest word.
fn anchor(words: &mut [Word], packs: &[Pack]) {
    // By its rank: a word that two packs list has the first.
    let mut anchors: BTreeMap<&str, usize> = BTreeMap::new();
    for (rank, anchor) in packs.iter().flat_map(Pack::anchors).enumerate() {
        anchors.entry(anchor).or_insert(rank);
    }
    let compounds: BTreeSet<&str> = packs.iter().flat_map(Pack::compounds).map(String::as_str).collect();
    let connectors = words.iter().filter(|word| word.concepts.has(Concepts::CONNECTORS));
    let common: BTreeSet<String> = connectors.map(|word| word.text.clone()).collect();
    for word in words.iter_mut().filter(|word| word.starts_candidates()) {
        let text = &word.text;
        let parts = || text.split(' ').map(|part| (part.as_ptr().addr() - text.as_ptr().addr(), part));
        let is_compound = !text.contains(' ');
        let whole = parts().filter_map(|(at, part)| Some((*anchors.get(part)?, at, part)));
        let inside = compounds
            .iter()
            .filter(|_| is_compound)
            .filter_map(|&compound| Some((*anchors.get(compound)?, text.rfind(compound)?, compound)));
        // Of names of one rule only the longest word counts.
        let known = whole
            .chain(inside)
            .filter(|_| word.topic.is_none())
            .min_by_key(|(rank, ..)| *rank)
            .map(|(_, at, anchor)| Anchor { at, is_inner: at > 0 && compounds.contains(anchor) });
        // Of the names of one rule only, which are many, the word that says most.
        let is_common = |part: &str| common.contains(part) || anchors.contains_key(part);
        let longest = || {
            let rank = |(at, part): &(usize, &str)| (!is_common(part), part.len(), usize::MAX - at);
            parts().max_by_key(rank).map_or(0, |(at, _)| at)
        };
        // A phrase is looked up from its anchor word by word, which a script without blanks does not have.
        let known = match fold::is_unspaced(text.as_bytes()) {
            true => Some(Anchor::default()),
            false => known,
        };
        word.anchor = known.unwrap_or_else(|| Anchor { at: longest(), is_inner: false });
    }
    // "pass phrase" and "passphrase" are one phrase and have one anchor.
    let key = |word: &Word| word.text.replace([' ', '\''], "");
    let mut firsts: BTreeMap<String, Anchor> = BTreeMap::new();
    for word in words.iter().filter(|word| word.starts_candidates()) {
        let at = word.text[..word.anchor.at].replace([' ', '\''], "").len();
        let first = firsts.entry(key(word)).or_insert(Anchor { at, ..word.anchor });
        if at < first.at {
            *first = Anchor { at, ..word.anchor };
        }
    }
    for word in words.iter_mut().filter(|word| word.starts_candidates()) {
        let first = firsts[&key(word)];
        let letters = word.text.char_indices().filter(|(_, character)| !matches!(character, ' ' | '\''));
        let mut places = letters.flat_map(|(at, character)| at..at + character.len_utf8());
        word.anchor = Anchor { at: places.nth(first.at).unwrap_or(0), ..first };
    }
}

/// Phrases that name a card, and where the prefilter looks for them: at the first of the packs' names that the phrase
/// contains, wherever it stands, else at its start.
fn names(packs: &[Pack]) -> BTreeSet<(String, Anchor)> {
    let known: Vec<&String> = packs.iter().flat_map(Pack::names).collect();
    let words = packs.iter().flat_map(Pack::words).filter(|word| word.concepts.has(Label::Card.any()));
    let anchored = words.map(|word| {
        let found = known.iter().find_map(|name| word.text.find(name.as_str()));
        let anchor = found.map_or(Anchor::default(), |at| Anchor { at, is_inner: true });
        (word.text.clone(), anchor)
    });
    anchored.collect()
}

/// Phrases that end in another phrase of the same label start no candidate: where "nomor pin" stands, "pin" does, and it
/// is enough to stop there. Written in one word, "nomorpin", they stay if the anchor is looked for inside words.
fn without_redundant_labels(packs: &[Pack]) -> Vec<Word> {
    let mut words: Vec<Word> = packs.iter().flat_map(Pack::words).cloned().collect();
    let compounds: BTreeSet<&String> = packs.iter().flat_map(Pack::compounds).collect();
    for (label, _) in Label::ALL {
        if label == Label::Card {
            continue;
        }
        for concept in [label.strong(), label.weak()] {
            let labels: BTreeSet<String> = words
                .iter()
                .filter(|word| word.concepts.has(concept))
                .map(|word| word.text.clone())
                .collect();
            let is_redundant = |word: &Word| {
                let mut tails = word.text.match_indices(' ').map(|(at, _)| &word.text[at + 1..]);
                word.concepts.has(concept) && tails.any(|tail| labels.contains(tail))
            };
            words.retain_mut(|word| {
                if is_redundant(word) {
                    word.text.retain(|character| character != ' ');
                    return compounds.iter().any(|compound| word.text.contains(compound.as_str()));
                }
                true
            });
        }
    }
    words
}
