//! Allow-lists: values that are found and let stand.

use std::collections::BTreeSet;
use std::fmt;

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::error::PackError;
use crate::fold::{self, Kind};
use crate::pack::{Allowed, Entry};

/// Values that are never masked: a list of them, or of their hashes so that the list itself holds no secret.
///
/// A value with six digits or more is known in every grouping: `4111111111111111` is also `4111 1111 1111 1111`. Every other
/// one is compared byte for byte. What is let stand is counted in every report, see
/// [`Finding::excuse`](crate::Finding::excuse).
#[derive(Clone, Default)]
pub struct AllowList {
    values: BTreeSet<Vec<u8>>,
    hashes: BTreeSet<[u8; 32]>,
    keyed: BTreeSet<[u8; 32]>,
    key: Option<Vec<u8>>,
}

/// Card numbers that networks and processors publish for tests. No account stands behind them.
const TEST_CARDS: [&str; 20] = [
    "2223003122003222",
    "30569309025904",
    "3530111333300000",
    "3566002020360505",
    "371449635398431",
    "378282246310005",
    "378734493671000",
    "38520000023237",
    "4000056655665556",
    "4012888888881881",
    "4111111111111111",
    "4222222222222",
    "4242424242424242",
    "5105105105105100",
    "5200828282828210",
    "5555555555554444",
    "5610591081018250",
    "6011000990139424",
    "6011111111111117",
    "6200000000000005",
];

impl AllowList {
    /// Reads a list: an entry a line, blank lines and lines that start with `#` left out. An entry is a value as it is
    /// written, `sha256:` or `hmac-sha256:` and the hash of one in hexadecimal digits, or `test-cards`, the numbers that
    /// card networks and processors publish for tests.
    ///
    /// What is hashed is the value without separators where it has six digits or more, letters as capitals; else as it is.
    ///
    /// # Errors
    ///
    /// When a hash is none. The error has the line.
    pub fn from_lines(text: &str) -> Result<Self, PackError> {
        let mut list = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            let entry = match line.split_once(':') {
                _ if line.is_empty() || line.starts_with('#') => continue,
                _ if line == "test-cards" => Entry::TestCards,
                Some(("sha256", hash)) => Entry::Sha256(hash.trim().to_owned()),
                Some(("hmac-sha256", hash)) => Entry::HmacSha256(hash.trim().to_owned()),
                _ => Entry::Value(line.to_owned()),
            };
            list.insert(&entry).map_err(|reason| PackError::of_list(index + 1, reason))?;
        }
        Ok(list)
    }

    /// The entries of a pack.
    pub(crate) fn of_pack(pack: &str, allowed: &Allowed) -> Result<Self, PackError> {
        let mut list = Self::default();
        for (entry, line) in &allowed.entries {
            list.insert(entry).map_err(|reason| PackError::at(pack, *line, reason))?;
        }
        Ok(list)
    }

    /// The key of the keyed hashes.
    #[must_use]
    pub fn key(self, key: impl Into<Vec<u8>>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    /// The entries of both; the other's key counts for both, where it has one.
    pub(crate) fn with(mut self, other: Self) -> Self {
        self.values.extend(other.values);
        self.hashes.extend(other.hashes);
        self.keyed.extend(other.keyed);
        self.key = other.key.or(self.key);
        self
    }

    /// Whether there are keyed hashes and no key to make them with.
    pub(crate) fn lacks_key(&self) -> bool {
        !self.keyed.is_empty() && self.key.as_ref().is_none_or(Vec::is_empty)
    }

    /// Whether the value is on the list.
    pub(crate) fn has(&self, value: &[u8]) -> bool {
        if self.values.is_empty() && self.hashes.is_empty() && self.keyed.is_empty() {
            return false;
        }
        let value = normal(value);
        self.values.contains(&value)
            || !self.hashes.is_empty() && self.hashes.contains(&<[u8; 32]>::from(Sha256::digest(&value)))
            || !self.keyed.is_empty()
                && self.keyed_hash(&value).is_some_and(|hash| self.keyed.contains(&hash))
    }

    fn keyed_hash(&self, value: &[u8]) -> Option<[u8; 32]> {
        let mut hash = Hmac::<Sha256>::new_from_slice(self.key.as_deref()?).ok()?;
        hash.update(value);
        Some(hash.finalize().into_bytes().into())
    }

    fn insert(&mut self, entry: &Entry) -> Result<(), String> {
        match entry {
            Entry::Value(value) if value.is_empty() => return Err("an empty value is no value".to_owned()),
            Entry::Value(value) => drop(self.values.insert(normal(value.as_bytes()))),
            Entry::Sha256(hash) => drop(self.hashes.insert(bytes(hash)?)),
            Entry::HmacSha256(hash) => drop(self.keyed.insert(bytes(hash)?)),
            Entry::TestCards => self.values.extend(TEST_CARDS.map(|card| card.as_bytes().to_vec())),
        }
        Ok(())
    }
}

impl fmt::Debug for AllowList {
    /// How many, not which.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AllowList")
            .field("values", &self.values.len())
            .field("hashes", &(self.hashes.len() + self.keyed.len()))
            .finish_non_exhaustive()
    }
}

/// The value as lists have it: a number of six digits or more without what groups it, all else as it is.
fn normal(value: &[u8]) -> Vec<u8> {
    let (mut number, mut digits, mut at) = (Vec::with_capacity(value.len()), 0, 0);
    while let Some(glyph) = fold::glyph(value, at) {
        match (glyph.kind, value[at]) {
            (Kind::Digit(digit), _) => {
                number.push(b'0' + digit);
                digits += 1;
            }
            (Kind::Separator(_) | Kind::Invisible, _) => {}
            (_, letter) if letter.is_ascii_alphabetic() => number.push(letter.to_ascii_uppercase()),
            _ => return value.to_vec(),
        }
        at += glyph.len;
    }
    if digits < 6 { value.to_vec() } else { number }
}

/// The bytes of 64 hexadecimal digits.
fn bytes(hex: &str) -> Result<[u8; 32], String> {
    let refused = || "a hash has 64 hexadecimal digits".to_owned();
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(refused());
    }
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| refused())?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| refused())?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_known_in_every_grouping() {
        let list = AllowList::from_lines("# ours\n4111111111111111\n\nsupport@example.com\nab-12\n")
            .expect("a list");
        for (value, expected) in [
            ("4111 1111 1111 1111", true),
            ("4111-1111-1111-1111", true),
            ("４１１１111111111111", true),
            ("4111 1111 1111 1112", false),
            ("support@example.com", true),
            ("sup-port@example.com", false),
            ("SUPPORT@example.com", false),
            ("ab-12", true),
            ("ab12", false),
            ("", false),
        ] {
            assert_eq!(list.has(value.as_bytes()), expected, "{value}");
        }
    }

    #[test]
    fn hashes_stand_for_values() {
        // echo -n 4111111111111111 | sha256sum; openssl dgst -sha256 -hmac key
        const SHA: &str = "9bbef19476623ca56c17da75fd57734dbf82530686043a6e491c6d71befe8f6e";
        const HMAC: &str = "d7deb2f89396a762e0f485ff629bed80118728d1ef5d5744f870a99001a1437d";
        let list = AllowList::from_lines(&format!("sha256:{SHA}")).expect("a hash");
        assert!(list.has(b"4111 1111 1111 1111") && !list.has(b"4012888888881881"));
        let list = AllowList::from_lines(&format!("hmac-sha256: {HMAC}")).expect("a hash");
        assert!(list.lacks_key() && !list.has(b"4111111111111111"));
        let list = list.key("key");
        assert!(!list.lacks_key() && list.has(b"4111-1111-1111-1111"));
        assert!(!list.key("other").has(b"4111111111111111"));
        let error = AllowList::from_lines("x\nsha256:12").expect_err("too short");
        assert_eq!(
            (error.line(), error.to_string().as_str()),
            (Some(2), "allow-list, line 2: a hash has 64 hexadecimal digits")
        );
        assert!(
            !format!("{:?}", AllowList::from_lines("4111111111111111").expect("a list")).contains("4111")
        );
    }

    #[test]
    fn test_cards_are_cards() {
        let list = AllowList::from_lines("test-cards").expect("a list");
        for card in TEST_CARDS {
            assert!(list.has(card.as_bytes()) && luhn::valid(card), "{card}");
        }
        assert!(!list.has(b"4539578763621486"));
    }
}
