//! The words of all packs, sorted and laid out to be walked byte by byte.
//!
//! Every array is made of bytes that mean the same on every machine, so that what is built for the built-in packs while the
//! engine is compiled is read in place when it runs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::starts::Starts;
use crate::pack::{Concepts, Topic, Word};

/// The words of all packs.
#[derive(Debug)]
pub(crate) struct Trie {
    /// Breadth first: the children of a node stand side by side. The first is the root.
    nodes: Cow<'static, [[u8; Node::BYTES]]>,
    /// The byte that leads to each node, apart from it because many are compared and few are entered; seven more at the end, as
    /// eight are compared at once.
    bytes: Cow<'static, [u8]>,
    /// The child of the root that a byte leads to; the root itself where it has none. Every walk begins there, and it has many.
    roots: Box<[u16; 256]>,
    /// What is left of words that share no more with others, one behind the other.
    tails: Cow<'static, [u8]>,
    entries: Cow<'static, [[u8; Entry::BYTES]]>,
    /// Whose words those of rules are; most have the same as others.
    owners: Vec<Owners>,
    starts: Starts,
}

/// What the bytes up to a place can mean.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Node {
    /// The first of its children; of a node that has none, where its tail starts.
    first: u32,
    /// How many children there are, and how long the tail is. A node has children or a tail.
    count: u16,
    tail: u16,
    /// The meanings of every word that goes on from here or ends here.
    pub(super) ahead: Concepts,
    /// The word that ends behind the tail: its index and one.
    entry: u32,
}

/// A word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Bit `i`: a separator may stand before byte `i` of the phrase.
    pub(super) gaps: u64,
    pub(super) concepts: Concepts,
    /// Index and one of whose it is; 0 for none.
    pub(super) owners: u16,
    pub(super) number: u8,
    /// Where in the key the prefilter looks, and whether it does inside a word.
    pub(super) anchor: u8,
    pub(super) is_inner: bool,
}

/// The rules that have a word as their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
pub(super) struct Owners {
    pub(super) topics: Vec<Topic>,
    /// A bit for each detector.
    pub(super) detectors: u64,
}

impl Trie {
    pub(crate) fn new(words: &[Word]) -> Self {
        let mut keyed: Vec<(Vec<u8>, u64, &Word)> = Vec::with_capacity(words.len());
        for word in words {
            let (key, gaps) = normalised(&word.text);
            keyed.push((key, gaps, word));
        }
        // Words of one key stay in order.
        keyed.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        let mut known: BTreeMap<Owners, u16> = BTreeMap::new();
        let mut owners = Vec::new();
        let mut keys: Vec<(&[u8], Entry)> = Vec::new();
        for same in keyed.chunk_by(|(a, ..), (b, ..)| a == b) {
            let (mut entry, mut own) = (Entry::default(), Owners::default());
            for (_, gaps, word) in same {
                entry.concepts |= word.concepts;
                entry.number = entry.number.max(word.number);
                entry.gaps |= gaps;
                own.detectors |= word.detectors;
                own.topics.extend(word.topic);
                if word.starts_candidates() {
                    entry.anchor = normalised(&word.text[..word.anchor.at]).0.len() as u8;
                    entry.is_inner = word.anchor.is_inner;
                }
            }
            if own != Owners::default() {
                entry.owners = *known.entry(own).or_insert_with_key(|own| {
                    owners.push(own.clone());
                    owners.len() as u16
                });
            }
            keys.extend(same.first().map(|(key, ..)| (key.as_slice(), entry)));
        }
        let starts = Starts::new(keys.iter().map(|(key, entry)| (entry.phrase(key), entry.meaning())));
        let (nodes, bytes, tails) = laid_out(&keys);
        let entries = keys.iter().map(|(_, entry)| entry.bytes()).collect();
        Self {
            roots: roots(&nodes, &bytes),
            nodes: nodes.into(),
            bytes: bytes.into(),
            tails: tails.into(),
            entries,
            owners,
            starts,
        }
    }

    /// What a walk goes over.
    #[inline(always)]
    pub(super) fn layout(&self) -> Layout<'_> {
        let Self { nodes, bytes, roots, tails, entries, .. } = self;
        Layout { nodes, bytes, roots, tails, entries }
    }

    pub(super) fn owners(&self, owners: u16) -> Option<&Owners> {
        self.owners.get(usize::from(owners).checked_sub(1)?)
    }

    pub(super) fn starts(&self) -> &Starts {
        &self.starts
    }
}

/// A trie's arrays, wherever they are kept: where that is, is asked once a walk and not at each of its steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout<'t> {
    nodes: &'t [[u8; Node::BYTES]],
    bytes: &'t [u8],
    roots: &'t [u16; 256],
    tails: &'t [u8],
    entries: &'t [[u8; Entry::BYTES]],
}

impl<'t> Layout<'t> {
    /// The node that the first byte of a word leads to.
    #[inline(always)]
    pub(super) fn first(&self, byte: u8) -> Option<Node> {
        let child = self.roots[usize::from(byte)];
        (child != 0).then(|| self.node(usize::from(child)))
    }

    /// The child that a byte leads to.
    #[inline(always)]
    pub(super) fn child(&self, node: &Node, byte: u8) -> Option<Node> {
        const ONES: u64 = 0x0101_0101_0101_0101;
        let (mut at, end) = (node.first as usize, node.first as usize + usize::from(node.count));
        // Eight at once: which of them it is would be a guess for each.
        while at < end {
            let eight = u64::from_le_bytes(*self.bytes.get(at..)?.first_chunk()?);
            let differing = eight ^ (ONES * u64::from(byte));
            let same = differing.wrapping_sub(ONES) & !differing & (ONES << 7);
            if same != 0 {
                let child = at + same.trailing_zeros() as usize / 8;
                return (child < end).then(|| self.node(child));
            }
            at += 8;
        }
        None
    }

    /// What is left of a node's word, where it shares no more with others.
    #[inline(always)]
    pub(super) fn tail(&self, node: &Node) -> &'t [u8] {
        let first = node.first as usize;
        if node.tail == 0 { &[] } else { &self.tails[first..][..usize::from(node.tail)] }
    }

    /// The word that ends behind a node's tail.
    #[inline(always)]
    pub(super) fn entry(&self, node: &Node) -> Option<Entry> {
        let entry = node.entry.checked_sub(1)?;
        Some(Entry::of(&self.entries[entry as usize]))
    }

    #[inline(always)]
    fn node(&self, index: usize) -> Node {
        Node::of(&self.nodes[index])
    }
}

/// A trie as the program has it: its arrays, and a name for each.
pub(crate) struct Image<'b> {
    pub(crate) nodes: &'b [u8],
    pub(crate) bytes: &'b [u8],
    pub(crate) tails: &'b [u8],
    pub(crate) entries: &'b [u8],
    pub(crate) owners: &'b [u8],
    pub(crate) starts: &'b [u8],
}

impl Trie {
    /// The trie of an image, which is read where it stands.
    pub(crate) fn of(image: &Image<'static>) -> Self {
        let nodes = image.nodes.as_chunks().0;
        Self {
            roots: roots(nodes, image.bytes),
            nodes: nodes.into(),
            bytes: image.bytes.into(),
            tails: image.tails.into(),
            entries: image.entries.as_chunks().0.into(),
            owners: postcard::from_bytes(image.owners).expect("written by this version's build script"),
            starts: Starts::of(image.starts.as_chunks().0),
        }
    }

    #[cfg(test)]
    pub(super) fn is_compiled(&self) -> bool {
        matches!(self.nodes, Cow::Borrowed(_))
    }

    /// Hands over the trie's image.
    #[allow(dead_code, reason = "for the build script and tests")]
    pub(crate) fn with_image<R>(&self, take: impl FnOnce(&Image<'_>) -> R) -> R {
        let owners = postcard::to_allocvec(&self.owners).expect("memory takes everything");
        take(&Image {
            nodes: self.nodes.as_flattened(),
            bytes: &self.bytes,
            tails: &self.tails,
            entries: self.entries.as_flattened(),
            owners: &owners,
            starts: self.starts.bytes(),
        })
    }
}

impl Node {
    const BYTES: usize = 16;

    #[inline(always)]
    fn of(bytes: &[u8; Self::BYTES]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *bytes;
        Self {
            first: u32::from_le_bytes([a, b, c, d]),
            count: u16::from_le_bytes([e, f]),
            tail: u16::from_le_bytes([g, h]),
            ahead: Concepts::of_bits(u32::from_le_bytes([i, j, k, l])),
            entry: u32::from_le_bytes([m, n, o, p]),
        }
    }

    fn bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..4].copy_from_slice(&self.first.to_le_bytes());
        bytes[4..6].copy_from_slice(&self.count.to_le_bytes());
        bytes[6..8].copy_from_slice(&self.tail.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.ahead.bits().to_le_bytes());
        bytes[12..].copy_from_slice(&self.entry.to_le_bytes());
        bytes
    }
}

impl Entry {
    const BYTES: usize = 16;
    const INNER: u8 = 0x80;

    #[inline(always)]
    fn of(bytes: &[u8; Self::BYTES]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, number, anchor] = *bytes;
        Self {
            gaps: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            concepts: Concepts::of_bits(u32::from_le_bytes([i, j, k, l])),
            owners: u16::from_le_bytes([m, n]),
            number,
            anchor: anchor & !Self::INNER,
            is_inner: anchor & Self::INNER != 0,
        }
    }

    fn bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..8].copy_from_slice(&self.gaps.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.concepts.bits().to_le_bytes());
        bytes[12..14].copy_from_slice(&self.owners.to_le_bytes());
        bytes[14] = self.number;
        bytes[15] = self.anchor | if self.is_inner { Self::INNER } else { 0 };
        bytes
    }

    /// The entry's concepts, and whether a rule has it as its own.
    #[inline(always)]
    pub(super) fn meaning(&self) -> Concepts {
        self.concepts | if self.owners != 0 { Concepts::OWN } else { Concepts::default() }
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

/// The nodes of sorted keys level by level, the bytes that lead to them, and the tails. A node is the stretch of keys that
/// share its bytes.
fn laid_out(keys: &[(&[u8], Entry)]) -> (Vec<[u8; Node::BYTES]>, Vec<u8>, Vec<u8>) {
    let (mut nodes, mut bytes, mut tails) = (vec![Node::default()], vec![0], Vec::new());
    let mut stretches = Vec::new();
    stretches.push(0..keys.len());
    let mut depth = 0;
    let mut level = 0..1;
    while !level.is_empty() {
        let next = nodes.len();
        for node in level {
            let mut rest = stretches[node].clone();
            if rest.len() == 1 && depth > 0 {
                let tail = &keys[rest.start].0[depth..];
                (nodes[node].first, nodes[node].tail) = (tails.len() as u32, tail.len() as u16);
                nodes[node].entry = rest.start as u32 + 1;
                tails.extend_from_slice(tail);
                continue;
            }
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
    bytes.extend([0; 7]);
    (nodes.iter().map(Node::bytes).collect(), bytes, tails)
}

/// The children of the root by their bytes.
fn roots(nodes: &[[u8; Node::BYTES]], bytes: &[u8]) -> Box<[u16; 256]> {
    let mut roots = Box::new([0; 256]);
    let root = nodes.first().map(Node::of).unwrap_or_default();
    for child in root.first..root.first + u32::from(root.count) {
        roots[usize::from(bytes[child as usize])] = child as u16;
    }
    roots
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
