//! Fingerprints: tables that say of five bytes whether a keyword may start with them.

use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a keyword that are looked at.
pub(crate) const POSITIONS: usize = 5;

/// What a byte is folded to: letters of either case to one symbol each, digits and punctuation to zero, bytes beyond ASCII
/// to some symbol.
pub(super) const SYMBOLS: usize = 32;

/// For each position the buckets that fit a symbol: a bucket is a bit. Bytes are a keyword's where a bucket fits them all.
pub(super) type Tables = [[u8; SYMBOLS]; POSITIONS];

/// Eight buckets.
#[derive(Clone, Debug)]
pub(crate) struct Fingerprints {
    pub(super) tables: Tables,
}

/// The symbol that a byte is folded to.
#[inline(always)]
pub(super) const fn symbol(byte: u8) -> usize {
    if byte < 0x40 { 0 } else { byte as usize % SYMBOLS }
}

/// A bit for each symbol, for each position.
type Sets = [u32; POSITIONS];

impl Fingerprints {
    /// Tables for keys that are looked for everywhere. In a key, lower case stands for both, a blank for any byte.
    pub(crate) fn new(keys: &BTreeSet<[u8; POSITIONS]>) -> Self {
        let mut tables = [[0; SYMBOLS]; POSITIONS];
        for (bucket, sets) in buckets(keys, 8).into_iter().enumerate() {
            for (table, set) in tables.iter_mut().zip(sets) {
                for (symbol, fitting) in table.iter_mut().enumerate() {
                    *fitting |= ((set >> symbol & 1) as u8) << bucket;
                }
            }
        }
        Self { tables }
    }
}

/// Shares the keys among `count` buckets so that few texts fit: keys that start and end alike stay together, then the two
/// buckets are joined that lose least by it, until few enough are left.
fn buckets(keys: &BTreeSet<[u8; POSITIONS]>, count: usize) -> Vec<Sets> {
    // A key that leaves a byte open would open it for its neighbours too.
    let seed = |key: &[u8; POSITIONS]| (key[0], key[1], [key[2], key[3], key[4]].map(|byte| byte == b' '));
    let mut seeds = BTreeMap::new();
    for key in keys {
        let sets = key.map(|byte| if byte == b' ' { u32::MAX } else { 1 << symbol(byte) });
        seeds.entry(seed(key)).and_modify(|known| *known = joined(known, &sets)).or_insert(sets);
    }
    let mut buckets: Vec<(Sets, f32)> = seeds.into_values().map(|sets| (sets, share(&sets))).collect();
    let loss = |one: &(Sets, f32), other: &(Sets, f32)| share(&joined(&one.0, &other.0)) - one.1 - other.1;
    // For each bucket the later one with which it loses least.
    let nearest = |buckets: &[(Sets, f32)], i: usize| {
        let losses = buckets.iter().enumerate().skip(i + 1).map(|(j, other)| (loss(&buckets[i], other), j));
        losses.min_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or((f32::INFINITY, i))
    };
    let mut partners: Vec<(f32, usize)> = (0..buckets.len()).map(|i| nearest(&buckets, i)).collect();
    while buckets.len() > count {
        let best = (0..buckets.len()).min_by(|&one, &other| partners[one].0.total_cmp(&partners[other].0));
        let Some(i) = best else { break };
        let j = partners[i].1;
        let sets = joined(&buckets[i].0, &buckets[j].0);
        buckets[i] = (sets, share(&sets));
        buckets.remove(j);
        partners.remove(j);
        for k in 0..buckets.len() {
            let partner = &mut partners[k];
            let is_stale = k == i || partner.1 == i || partner.1 == j;
            partner.1 -= usize::from(partner.1 > j);
            if is_stale {
                *partner = nearest(&buckets, k);
            } else if k < i {
                let joined = loss(&buckets[k], &buckets[i]);
                if joined < partner.0 {
                    *partner = (joined, i);
                }
            }
        }
    }
    buckets.into_iter().map(|(sets, _)| sets).collect()
}

fn joined(one: &Sets, other: &Sets) -> Sets {
    let mut sets = *one;
    for (set, other) in sets.iter_mut().zip(other) {
        *set |= other;
    }
    sets
}

/// About how often text fits, as if letters followed each other by chance.
fn share(sets: &Sets) -> f32 {
    let frequency = |set: u32| {
        (0..SYMBOLS)
            .filter(|symbol| set >> symbol & 1 == 1)
            .map(|symbol| f32::from(PER_MILLE[symbol]))
            .sum::<f32>()
    };
    sets.iter().map(|set| frequency(*set) / 1000.0).product()
}

/// How often each symbol stands in English and Indonesian prose, in a thousand; what is no letter first.
const PER_MILLE: [u16; SYMBOLS] = [
    150, 110, 14, 22, 35, 90, 13, 22, 36, 62, 4, 22, 34, 25, 70, 52, 20, 1, 48, 48, 62, 32, 7, 12, 2, 14, 2,
    2, 2, 2, 2, 2,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(fingerprints: &Fingerprints, text: &[u8]) -> u8 {
        (0..POSITIONS).fold(0xff, |fitting, i| fitting & fingerprints.tables[i][symbol(text[i])])
    }

    #[test]
    fn every_key_fits_in_either_case() {
        let mut keys: BTreeSet<_> =
            (b'a'..=b'z').flat_map(|a| [[a, b'o', b'd', b'e', b'l'], [a, b'i', b'n', b' ', b' ']]).collect();
        keys.extend([*b"passw", *b"cvv  "]);
        let fingerprints = Fingerprints::new(&keys);
        for key in &keys {
            assert_ne!(fits(&fingerprints, key), 0);
            assert_ne!(fits(&fingerprints, &key.map(|byte| byte.to_ascii_uppercase())), 0);
        }
        assert_ne!(fits(&fingerprints, b"cvv2:"), 0);
        assert_eq!((fits(&fingerprints, b"ooooo"), fits(&fingerprints, b"2024-")), (0, 0));
    }
}
