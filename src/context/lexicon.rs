//! Every word of every pack, looked up from a word start.

use super::key::{key, keys, load};
use super::trie::{Entry, Node, Trie};
use super::writing::CLITICS;
use crate::fold;
use crate::pack::{Concepts, Topic, Word};

/// The words of all packs.
#[derive(Debug)]
pub(crate) struct Lexicon {
    trie: Trie,
}

/// A word found at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) concepts: Concepts,
    pub(crate) number: u8,
    /// A bit for each detector that has the word as its own.
    pub(crate) detectors: u64,
    /// Whose it is: see [`Lexicon::topics`].
    owners: u16,
    /// Just past the word, its clitic included.
    pub(crate) end: usize,
    /// Offset of the phrase's anchor.
    pub(crate) anchor: usize,
    /// Whether the anchor counts inside a word too.
    pub(crate) is_inner: bool,
}

/// How far before its anchor a phrase can start, in bytes: its own length and a separator for each gap.
pub(crate) const ANCHOR_REACH: usize = 64;

impl Lexicon {
    pub(crate) fn new(trie: Trie) -> Self {
        Self { trie }
    }

    /// Whether its words are read in place.
    #[cfg(test)]
    pub(crate) fn is_compiled(&self) -> bool {
        self.trie.is_compiled()
    }

    /// The topics of a word.
    pub(crate) fn topics(&self, word: &Lexeme) -> &[Topic] {
        self.trie.owners(word.owners).map_or(&[], |owners| &owners.topics)
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
                && (!word.concepts.has(Concepts::NOT) || !self.topics(&word).is_empty())
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
        let trie = self.trie.layout();
        let mut node = Node::default();
        // What is left of the only word that is ahead.
        let mut tail: &[u8] = &[];
        let (mut depth, mut skipped, mut best, mut i) = (0, 0u64, None, at);
        // Where each byte of the key stands in the text, from `at` on.
        let mut places = [0u8; 64];
        while let Some(&byte) = text.get(i) {
            let byte = match FOLDED[usize::from(byte)] {
                0 => break,
                GAP => {
                    if depth == 0 || skipped >> depth & 1 == 1 {
                        break;
                    }
                    skipped |= 1 << depth;
                    i += 1;
                    continue;
                }
                byte if byte < 0x80 => byte,
                byte => lower_wide(text, at, i, byte),
            };
            if let Some((next, rest)) = tail.split_first() {
                if *next != byte {
                    break;
                }
                tail = rest;
            } else {
                let child = if depth == 0 { trie.first(byte) } else { trie.child(&node, byte) };
                let Some(child) = child.filter(|child| child.ahead.has(wanted)) else { break };
                (node, tail) = (child, trie.tail(&child));
            }
            places[depth & 63] = (i - at) as u8;
            i += 1;
            depth += 1;
            if tail.is_empty()
                && let Some(entry) = trie.entry(&node)
                && entry.meaning().has(wanted)
                && skipped & !entry.gaps == 0
                && let Some(end) = word_end(text, i)
                // Two letters and an ending are another word: was is no wa.
                && (depth > 2 || end == i || text.get(i) == Some(&b'-'))
            {
                let Entry { concepts, number, owners, anchor, is_inner, .. } = entry;
                let detectors = self.trie.owners(owners).map_or(0, |owners| owners.detectors);
                let anchor = at + usize::from(places[usize::from(anchor)]);
                best = Some(Lexeme { concepts, number, detectors, owners, end, anchor, is_inner });
            }
        }
        best
    }

    /// Whether a word of these meanings can start with the three bytes at `at`: a cheap look before the automaton is
    /// asked.
    #[inline]
    fn may_start(&self, text: &[u8], at: usize, wanted: Concepts) -> bool {
        let (raw, starts) = (load(text, at), self.trie.starts());
        // Nearly all have one key.
        match key(raw) {
            (key, 0) if raw & 0x80 == 0 => starts.meanings(key).has(wanted),
            _ => keys(raw).any(|key| starts.meanings(key).has(wanted)),
        }
    }
}

/// Letters of ASCII as small ones, digits, and bytes beyond ASCII as they are; [`GAP`] for what may stand between the words of a
/// phrase, 0 for what ends one.
static FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        folded[byte] = match byte as u8 {
            byte @ (b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | 0x80..) => byte.to_ascii_lowercase(),
            b' ' | b'_' | b'-' | b'.' | b'\'' => GAP,
            _ => 0,
        };
        byte += 1;
    }
    folded
};
const GAP: u8 = 1;

/// The byte at `i`, which is beyond ASCII, as it is in a small letter. What stands before `at` is not looked at.
fn lower_wide(text: &[u8], at: usize, i: usize, byte: u8) -> u8 {
    match byte {
        0xc3..=0xdf if let Some(&second) = text.get(i + 1) => fold::lower_pair(byte, second)[0],
        0x80..=0xbf if i > at && (0xc3..=0xdf).contains(&text[i - 1]) => {
            fold::lower_pair(text[i - 1], byte)[1]
        }
        0x80..=0xbf if i > at + 1 => fold::lower_third(text[i - 2], text[i - 1], byte),
        _ => byte,
    }
}

/// The start of the word that ends in a letter just before `at`.
fn word_start_before(text: &[u8], at: usize) -> Option<usize> {
    let floor = at.saturating_sub(ANCHOR_REACH);
    let last = at.checked_sub(1)?;
    // Most words: small letters behind a blank or the like, which starts no escape.
    let small = text[floor..at].iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let before = (at - small).checked_sub(1).filter(|before| *before >= floor).map(|before| text[before]);
    if small > 0
        && matches!(before, Some(b' ' | b'\n' | b'_' | b'-' | b'.' | b':' | b'/' | b'(' | b'"' | b','))
    {
        return Some(at - small);
    }
    let is_word = text[last].is_ascii_alphanumeric() || fold::is_wide_letter_before(text, at);
    is_word.then(|| (floor..at).rev().find(|&i| is_word_start(text, i))).flatten()
}

/// Where the word that has been matched up to `at` ends, its clitic included; `None` inside a longer word.
fn word_end(text: &[u8], at: usize) -> Option<usize> {
    // Most words: neither a letter nor a digit follows, nor what a clitic may stand behind.
    if !text.get(at).is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b'-' | b'\'' | 0x80..))
    {
        return Some(at);
    }
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
/// of a word; nor is there one where the text ends.
#[inline(always)]
pub(crate) fn is_word_start(text: &[u8], at: usize) -> bool {
    !is_among_small(text, at) && starts_word(text, at)
}

/// Whether a small letter stands at `at` behind another that is no part of an escape: nearly all letters do, and start nothing.
#[inline(always)]
fn is_among_small(text: &[u8], at: usize) -> bool {
    let around = at.checked_sub(3).and_then(|from| text.get(from..=at)?.first_chunk());
    around.is_some_and(|&[a, b, last, byte]| {
        byte.is_ascii_lowercase() & last.is_ascii_lowercase() & (last != b'm') & (a != b'%') & (b != b'\\')
    })
}

fn starts_word(text: &[u8], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).map_or(0, |i| text[i]);
    match text.get(at).copied().unwrap_or_default() {
        byte @ (b'A'..=b'Z' | b'a'..=b'z') => {
            let last = back(1);
            (!last.is_ascii_alphabetic() && !fold::is_wide_letter_before(text, at))
                || (byte.is_ascii_uppercase() && last.is_ascii_lowercase())
                || back(2) == b'\\'
                || last == b'm' && back(2).is_ascii_digit()
                || back(3) == b'%'
        }
        byte if byte >= 0xc3 && fold::is_wide_letter(&text[at..]) => {
            !back(1).is_ascii_alphabetic() && !fold::is_wide_letter_before(text, at)
        }
        byte => byte >= 0xc0,
    }
}
