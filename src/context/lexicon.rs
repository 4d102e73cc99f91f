//! Every word of every pack in one trie, looked up from a word start.

use std::collections::BTreeMap;

use crate::fold;
use crate::pack::{Concepts, Topic, Word};

/// The words of all packs.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Breadth first: the children of a node stand side by side. The first is the root.
    nodes: Vec<Node>,
    /// The byte that leads to each node, apart from it because many are compared and few are entered.
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    topics: Vec<Vec<Topic>>,
    /// By the classes of the first three bytes: what the words that can start so mean.
    starts: Box<[Concepts; CLASSES * CLASSES * CLASSES]>,
}

/// What the bytes up to a place can mean.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The first of its children, and how many there are.
    first: u32,
    count: u16,
    /// The meanings of every word that goes on from here or ends here.
    ahead: Concepts,
    /// The word that ends here: its index and one.
    entry: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    concepts: Concepts,
    number: u8,
    /// Bit `i`: a separator may stand before byte `i` of the phrase.
    gaps: u64,
    detectors: u64,
    /// Index and one of the word's topics in the lexicon's lists; 0 for none.
    topics: u16,
    /// Where in the key the prefilter looks, and whether it does inside a word.
    anchor: u8,
    is_inner: bool,
}

/// A word found at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) concepts: Concepts,
    pub(crate) number: u8,
    /// A bit for each detector that has the word as its own.
    pub(crate) detectors: u64,
    /// Of its topics: see [`Lexicon::topics`].
    topics: u16,
    /// Just past the word, its clitic included.
    pub(crate) end: usize,
    /// Offset of the phrase's anchor.
    pub(crate) anchor: usize,
    /// Whether the anchor counts inside a word too.
    pub(crate) is_inner: bool,
}

/// How far before its anchor a phrase can start, in bytes: its own length and a separator for each gap.
pub(crate) const ANCHOR_REACH: usize = 64;

/// Endings that a word may take without becoming another: Indonesian clitics, the English genitive and plural.
const CLITICS: [&[u8]; 8] = [b"nya", b"ny", b"ku", b"mu", b"kah", b"lah", b"'s", b"s"];

impl Lexicon {
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w Word>) -> Self {
        let mut entries: BTreeMap<Vec<u8>, Entry> = BTreeMap::new();
        let mut topics: Vec<Vec<Topic>> = Vec::new();
        for word in words {
            let (key, gaps) = normalised(&word.text);
            let entry = entries.entry(key).or_default();
            entry.concepts |= word.concepts;
            entry.number = entry.number.max(word.number);
            entry.gaps |= gaps;
            entry.detectors |= word.detectors;
            if let Some(topic) = word.topic {
                if entry.topics == 0 {
                    topics.push(Vec::new());
                    entry.topics = topics.len() as u16;
                }
                topics[usize::from(entry.topics) - 1].push(topic);
            }
            if word.starts_candidates() {
                entry.anchor = normalised(&word.text[..word.anchor.at]).0.len() as u8;
                entry.is_inner = word.anchor.is_inner;
            }
        }
        let mut starts = Box::new([Concepts::default(); CLASSES * CLASSES * CLASSES]);
        for (key, entry) in &entries {
            for slot in entry.slots(key) {
                starts[slot] |= entry.meaning();
            }
        }
        let (nodes, bytes) = trie(&entries);
        Self { nodes, bytes, entries: entries.into_values().collect(), topics, starts }
    }

    /// The topics of a word.
    pub(crate) fn topics(&self, word: &Lexeme) -> &[Topic] {
        usize::from(word.topics).checked_sub(1).map_or(&[], |list| &self.topics[list])
    }

    /// The longest word at `at` that has one of the `wanted` concepts and ends at a word's end.
    ///
    /// Case is folded; a space or an apostrophe of a phrase stands for one separator (space, `_`, `-`, `.`, `'`) or
    /// none. `at` must be a word start: see [`is_word_start`].
    pub(crate) fn longest(&self, text: &[u8], at: usize, wanted: Concepts) -> Option<Lexeme> {
        if !self.may_start(text, at, wanted) {
            return None;
        }
        self.longest_where(text, at, wanted)
    }

    /// The longest label whose anchor is at `at`, with its start, which lies at most `words_before` words before; `None`
    /// also where a longer phrase stands there that only contains the label ([`Concepts::NOT`]).
    pub(crate) fn label(&self, text: &[u8], at: usize, words_before: usize) -> Option<(usize, Lexeme)> {
        // A strong label before a weak one, then the one that reaches further.
        let is_strong = |word: &Lexeme| {
            word.concepts.has(Concepts::STRONG)
                || word.detectors != 0
                || self.topics(word).iter().any(|topic| !topic.is_weak)
        };
        let rank = |word: &Lexeme| (is_strong(word), word.end);
        let is_start = is_word_start(text, at);
        let before = &text[..at];
        let digits = before.iter().rev().take(6).take_while(|byte| byte.is_ascii_digit()).count();
        let before = &before[..at - digits];
        if digits > 0 && before.last().is_some_and(u8::is_ascii_alphabetic) && !before.ends_with(b"\\u") {
            // Inside a word of letters and digits.
            return None;
        }
        let (mut best, mut start) = (None, at);
        if !is_start {
            start = word_start_before(text, at)?;
        }
        for word in 0..=words_before {
            const WANTED: Concepts = Concepts::CANDIDATES;
            let found = self
                .may_start(text, start, WANTED)
                .then(|| self.longest_where(text, start, WANTED))
                .flatten();
            if let Some(word) = found
                // What is no password may be a label of its own: passport.
                && (!word.concepts.has(Concepts::NOT) || word.topics != 0)
                && word.anchor == at
                && (is_start || word.is_inner)
                && best.is_none_or(|(_, known): (usize, Lexeme)| rank(&word) >= rank(&known))
            {
                best = Some((start, word));
            }
            if word == words_before {
                break;
            }
            let gap = text[..start]
                .iter()
                .rev()
                .take(2)
                .take_while(|byte| matches!(byte, b' ' | b'_' | b'-' | b'.' | b'\''))
                .count();
            let is_camel = gap == 0 && start > 0 && text[start - 1].is_ascii_lowercase();
            if gap > 1 || (gap == 0 && !is_camel) {
                break;
            }
            let Some(before) = word_start_before(text, start - gap) else { break };
            start = before;
        }
        best
    }

    /// Whether the word at `at..end` is the last part of a phrase that only contains it, `share pin`, or another name starts
    /// in it and goes on behind it: the `código postal` of *el código postal*.
    pub(crate) fn is_in_other_phrase(&self, text: &[u8], at: usize, end: usize) -> bool {
        const OTHERS: Concepts = Concepts::NOT.and(Concepts::OTHER);
        let goes_on = |start: usize| {
            is_word_start(text, start) && self.longest(text, start, OTHERS).is_some_and(|name| name.end > end)
        };
        if (at + 1..end).any(goes_on) {
            return true;
        }
        let mut start = at;
        (0..2).any(|_| {
            let gap = text[..start]
                .iter()
                .rev()
                .take_while(|byte| matches!(byte, b' ' | b'_' | b'-' | b'.'))
                .count();
            let Some(last) = (start - gap).checked_sub(1).filter(|_| gap <= 1) else { return false };
            if !text[last].is_ascii_alphabetic() {
                return false;
            }
            start = (0..=last).rev().take(Word::MAX_BYTES).find(|&i| is_word_start(text, i)).unwrap_or(at);
            self.longest(text, start, Concepts::NOT).is_some_and(|phrase| phrase.end >= end)
        })
    }

    fn longest_where(&self, text: &[u8], at: usize, wanted: Concepts) -> Option<Lexeme> {
        let mut node = self.nodes[0];
        let (mut depth, mut skipped, mut best, mut i) = (0, 0u64, None, at);
        // Where each byte of the key stands in the text, from `at` on.
        let mut places = [0u8; 64];
        while let Some(&byte) = text.get(i) {
            let byte = match byte {
                b'A'..=b'Z' => byte | 0x20,
                0xc3..=0xdf if let Some(&second) = text.get(i + 1) => fold::lower_pair(byte, second)[0],
                0x80..=0xbf if i > at && text[i - 1] >= 0xc3 => fold::lower_pair(text[i - 1], byte)[1],
                b' ' | b'_' | b'-' | b'.' | b'\'' if depth > 0 => {
                    if skipped >> depth & 1 == 1 {
                        break;
                    }
                    skipped |= 1 << depth;
                    i += 1;
                    continue;
                }
                b'a'..=b'z' | b'0'..=b'9' | 0x80.. => byte,
                _ => break,
            };
            let first = node.first as usize;
            let children = &self.bytes[first..first + usize::from(node.count)];
            let Some(child) = children.iter().position(|child| *child == byte) else { break };
            node = self.nodes[first + child];
            if !node.ahead.has(wanted) {
                break;
            }
            places[depth & 63] = (i - at) as u8;
            i += 1;
            depth += 1;
            if node.entry != 0
                && let entry = &self.entries[node.entry as usize - 1]
                && entry.meaning().has(wanted)
                && skipped & !entry.gaps == 0
                && let Some(end) = word_end(text, i)
                // Two letters and an ending are another word: was is no wa.
                && (depth > 2 || end == i || text.get(i) == Some(&b'-'))
            {
                let Entry { concepts, number, detectors, topics, anchor, is_inner, .. } = *entry;
                let anchor = at + usize::from(places[usize::from(anchor)]);
                best = Some(Lexeme { concepts, number, detectors, topics, end, anchor, is_inner });
            }
        }
        best
    }

    /// Whether a word of these meanings can start with the three bytes at `at`: a cheap look before the automaton is
    /// asked.
    #[inline]
    fn may_start(&self, text: &[u8], at: usize, wanted: Concepts) -> bool {
        let class = |i: usize| text.get(at + i).map_or(0, |byte| class(*byte));
        self.starts[slot([class(0), class(1), class(2)])].has(wanted)
    }
}

/// The trie of the keys, which are sorted, level by level: a node is the stretch of keys that share its bytes.
fn trie(entries: &BTreeMap<Vec<u8>, Entry>) -> (Vec<Node>, Vec<u8>) {
    let keys: Vec<(&Vec<u8>, &Entry)> = entries.iter().collect();
    let (mut nodes, mut bytes) = (vec![Node::default()], vec![0]);
    let mut stretches = Vec::new();
    stretches.push(0..keys.len());
    let mut depth = 0;
    let mut level = 0..1;
    while !level.is_empty() {
        let next = nodes.len();
        for node in level {
            let mut rest = stretches[node].clone();
            // A key that ends here sorts before those that go on.
            if rest.start < rest.end && keys[rest.start].0.len() == depth {
                nodes[node].entry = rest.start as u32 + 1;
                rest.start += 1;
            }
            nodes[node].first = nodes.len() as u32;
            while rest.start < rest.end {
                let byte = keys[rest.start].0[depth];
                let same = keys[rest.clone()].iter().take_while(|(key, _)| key[depth] == byte).count();
                let stretch = rest.start..rest.start + same;
                let ahead = keys[stretch.clone()]
                    .iter()
                    .fold(Concepts::default(), |ahead, (_, entry)| ahead | entry.meaning());
                nodes.push(Node { ahead, ..Node::default() });
                nodes[node].count += 1;
                bytes.push(byte);
                rest.start = stretch.end;
                stretches.push(stretch);
            }
        }
        level = next..nodes.len();
        depth += 1;
    }
    (nodes, bytes)
}

impl Entry {
    /// The entry's concepts, and whether a detector has it as its own.
    fn meaning(&self) -> Concepts {
        let is_own = self.detectors != 0 || self.topics != 0;
        self.concepts | if is_own { Concepts::OWN } else { Concepts::default() }
    }

    /// The slots of every way in which the word can start. After its end, and after a place for a separator, anything
    /// may stand.
    fn slots(&self, key: &[u8]) -> impl Iterator<Item = usize> + use<> {
        let known = (1..3).find(|&depth| depth >= key.len() || self.gaps >> depth & 1 == 1).unwrap_or(3);
        let classes = move |depth: usize, byte: Option<&u8>| match byte {
            Some(byte) if depth < known => class(*byte)..class(*byte) + 1,
            _ => 0..CLASSES,
        };
        let [first, second, third] = [0, 1, 2].map(|depth| classes(depth, key.get(depth)));
        first.flat_map(move |first| {
            let third = third.clone();
            second
                .clone()
                .flat_map(move |second| third.clone().map(move |third| slot([first, second, third])))
        })
    }
}

/// Classes of a byte at the start of a word: 26 letters and all else.
const CLASSES: usize = 27;

fn slot([first, second, third]: [usize; 3]) -> usize {
    (first * CLASSES + second) * CLASSES + third
}

/// The class of a byte at the start of a word: 1 to 26 for letters of either case, 0 for all else.
#[inline]
fn class(byte: u8) -> usize {
    let letter = (byte | 0x20).wrapping_sub(b'a');
    if letter < 26 { usize::from(letter) + 1 } else { 0 }
}

/// The start of the word that ends in a letter just before `at`.
fn word_start_before(text: &[u8], at: usize) -> Option<usize> {
    let floor = at.saturating_sub(ANCHOR_REACH);
    let last = at.checked_sub(1)?;
    let is_word = text[last].is_ascii_alphanumeric() || fold::is_wide_letter_before(text, at);
    is_word.then(|| (floor..at).rev().find(|&i| is_word_start(text, i))).flatten()
}

/// A phrase without its separators, and where they may stand. Bounded by [`Word::MAX_BYTES`].
fn normalised(text: &str) -> (Vec<u8>, u64) {
    const { assert!(Word::MAX_BYTES < 64) };
    let (mut key, mut gaps) = (Vec::with_capacity(text.len()), 0);
    for byte in text.bytes() {
        match byte {
            b' ' | b'\'' => gaps |= 1 << key.len(),
            _ => key.push(byte),
        }
    }
    (key, gaps)
}

/// Where the word that has been matched up to `at` ends, its clitic included; `None` inside a longer word.
fn word_end(text: &[u8], at: usize) -> Option<usize> {
    if is_word_end(text, at) {
        // A clitic may follow a hyphen: PIN-nya.
        if text.get(at) == Some(&b'-') {
            return Some(clitic_end(text, at + 1).unwrap_or(at));
        }
        return Some(clitic_end(text, at).unwrap_or(at));
    }
    clitic_end(text, at)
}

fn clitic_end(text: &[u8], at: usize) -> Option<usize> {
    if !matches!(text.get(at)? | 0x20, b'n' | b'k' | b'm' | b'l' | b's' | b'\'') {
        return None;
    }
    CLITICS.iter().find_map(|clitic| {
        let end = at + clitic.len();
        (text.get(at..end)?.eq_ignore_ascii_case(clitic) && is_word_end(text, end)).then_some(end)
    })
}

/// Whether a word can end just before `at`: no letter follows, or a capital after a small letter.
fn is_word_end(text: &[u8], at: usize) -> bool {
    let Some(next) = text.get(at) else { return true };
    let Some(last) = at.checked_sub(1).and_then(|last| text.get(last)) else { return true };
    match next {
        b'0'..=b'9' => !last.is_ascii_digit(),
        b'A'..=b'Z' => !last.is_ascii_uppercase() && !fold::is_wide_letter_before(text, at),
        b'a'..=b'z' => last.is_ascii_digit() || *last >= 0x80 && !fold::is_wide_letter_before(text, at),
        0xc3.. => {
            !fold::is_wide_letter(&text[at..])
                || !last.is_ascii_alphabetic() && !fold::is_wide_letter_before(text, at)
        }
        _ => true,
    }
}

/// Whether a word can start at `at`: a letter after something else, a capital after a small letter, or the
/// first byte of a character beyond ASCII. The letter of an escape (`\n`, `%3D`, the `m` of a terminal's colour) is no part
/// of a word.
#[inline]
pub(crate) fn is_word_start(text: &[u8], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).map_or(0, |i| text[i]);
    match text[at] {
        byte @ (b'A'..=b'Z' | b'a'..=b'z') => {
            let last = back(1);
            (!last.is_ascii_alphabetic() && !fold::is_wide_letter_before(text, at))
                || (byte.is_ascii_uppercase() && last.is_ascii_lowercase())
                || back(2) == b'\\'
                || back(2).is_ascii_digit()
                || back(3) == b'%'
        }
        byte if byte >= 0xc3 && fold::is_wide_letter(&text[at..]) => {
            !back(1).is_ascii_alphabetic() && !fold::is_wide_letter_before(text, at)
        }
        byte => byte >= 0xc0,
    }
}
