//! Every word of every pack in one trie, looked up from a word start.

use std::collections::BTreeMap;

use super::key::{hash, keys, load};
use super::writing::{Form, forms};
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
    starts: Starts,
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
pub(crate) const CLITICS: [&[u8]; 8] = [b"nya", b"ny", b"ku", b"mu", b"kah", b"lah", b"'s", b"s"];

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
        let starts = Starts::new(&entries);
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
        let is_in_word = before.last().is_some_and(u8::is_ascii_alphabetic) && !before.ends_with(b"\\u");
        if digits > 0 && is_in_word && !fold::is_unspaced(&text[at..]) {
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
            // A script without blanks beside one that has them: the ATM of ATM密码.
            let is_seam = gap == 0 && fold::is_unspaced(&text[start..]);
            if gap > 1 || (gap == 0 && !is_camel && !is_seam) {
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
        let is_other = if fold::is_unspaced(&text[at..]) {
            self.is_in_longer_word(text, at, end)
        } else {
            (at + 1..end).any(goes_on)
        };
        if is_other {
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
            if !text[last].is_ascii_alphabetic() && !fold::is_wide_letter_before(text, last + 1) {
                return false;
            }
            start = (0..=last).rev().take(Word::MAX_BYTES).find(|&i| is_word_start(text, i)).unwrap_or(at);
            self.longest(text, start, Concepts::NOT).is_some_and(|phrase| phrase.end >= end)
        })
    }

    /// Whether the word at `at..end`, of a script without blanks, is the rest of a label or of a phrase that is none: the 密码
    /// of 取款密码.
    fn is_in_longer_word(&self, text: &[u8], at: usize, end: usize) -> bool {
        let mut start = at;
        while at - start < Word::MAX_BYTES {
            // A Latin word may come first: ATM密码.
            let latin = text[..start].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            start = match fold::before(text, start) {
                _ if latin > 0 => start - latin,
                Some(before) if fold::is_unspaced(&text[before..]) => before,
                _ => return false,
            };
            if is_word_start(text, start)
                && self.longest(text, start, Concepts::CANDIDATES).is_some_and(|word| {
                    // What means something else need not reach the label's end: 优惠券有效期至.
                    word.end >= end || word.end > at && word.concepts.has(Concepts::NOT)
                })
            {
                return true;
            }
            if latin > 0 {
                return false;
            }
        }
        false
    }

    /// The start and the longest of the words that end at `end` and have one of the `wanted` concepts, in a script without
    /// blanks.
    pub(crate) fn ending(&self, text: &[u8], end: usize, wanted: Concepts) -> Option<(usize, Lexeme)> {
        let (mut start, mut best) = (end, None);
        while end - start < Word::MAX_BYTES && fold::is_unspaced_before(text, start) {
            start -= 3;
            if let Some(word) = self.longest(&text[..end], start, wanted).filter(|word| word.end == end) {
                best = Some((start, word));
            }
        }
        best
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
                0x80..=0xbf if i > at && (0xc3..=0xdf).contains(&text[i - 1]) => {
                    fold::lower_pair(text[i - 1], byte)[1]
                }
                0x80..=0xbf if i > at + 1 => fold::lower_third(text[i - 2], text[i - 1], byte),
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
        keys(load(text, at)).any(|key| self.starts.of(key).has(wanted))
    }
}

/// What the words mean that can start with a key, by its hash.
#[derive(Debug)]
struct Starts {
    /// Part of the hash, which is never 0, and the meanings; in the first free slot from the hash on.
    slots: Vec<(u32, Concepts)>,
}

impl Starts {
    fn new(entries: &BTreeMap<Vec<u8>, Entry>) -> Self {
        let mut starts: Vec<(u64, Concepts)> = Vec::with_capacity(entries.len() * 4);
        for (key, entry) in entries {
            let forms = forms(&entry.phrase(key));
            starts.extend(forms.into_iter().flat_map(Form::keys).map(|key| (key, entry.meaning())));
        }
        starts.sort_unstable_by_key(|(key, _)| *key);
        starts.dedup_by(|next, last| {
            let is_same = next.0 == last.0;
            if is_same {
                last.1 |= next.1;
            }
            is_same
        });
        let mut slots = vec![(0, Concepts::default()); (starts.len() * 2).next_power_of_two()];
        for (key, concepts) in starts {
            let (mut place, tag) = Self::place(key, slots.len());
            while slots[place].0 != 0 {
                place = (place + 1) & (slots.len() - 1);
            }
            slots[place] = (tag, concepts);
        }
        Self { slots }
    }

    /// The slot where a key's search starts, and what tells it from others there.
    #[inline(always)]
    fn place(key: u64, slots: usize) -> (usize, u32) {
        let hash = hash(key);
        ((hash >> 32) as usize & (slots - 1), hash as u32 | 1)
    }

    #[inline(always)]
    fn of(&self, key: u64) -> Concepts {
        let (mut place, wanted) = Self::place(key, self.slots.len());
        loop {
            let (tag, concepts) = self.slots[place];
            if tag == wanted || tag == 0 {
                return concepts;
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
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

    /// The phrase of a key, with its separators.
    fn phrase(&self, key: &[u8]) -> String {
        let mut bytes = Vec::with_capacity(key.len());
        for (i, &byte) in key.iter().enumerate() {
            if self.gaps >> i & 1 == 1 {
                bytes.push(b' ');
            }
            bytes.push(byte);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
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
