//! Addresses of crypto wallets: Bitcoin, Litecoin, Tron, Ethereum.
//!
//! **Grammar.** Base58Check: 25 bytes, a version, a hash of 20 bytes and four bytes of checksum. Segwit:
//! `bc1`, `tb1`, `bcrt1`, `ltc1`, `tltc1`, a version and a program in bech32. Ethereum: `0x` and 40
//! hexadecimal digits.
//!
//! **Evidence.** Base58Check: the first four bytes of SHA-256 taken twice (Bitcoin wiki, "Base58Check
//! encoding"). Segwit: the BCH code of BIP 173 for version 0 and of BIP 350 for later ones, padding and
//! program lengths of BIP 173 and 141. Ethereum: the case of the letters follows Keccak-256 (EIP-55).
//!
//! Without a label those that start with a digit are found, if their checksum holds: `1…`, `3…` and `0x…`, at the start of a
//! word and not behind an escape. So are those of segwit.
//!
//! **Not found on purpose.** Litecoin's, Tron's and testnet's without a label: a capital starts too many words. Ethereum in
//! mixed case that breaks EIP-55; 64 hexadecimal digits (hashes,
//! private keys, which are a secret's matter); names (`someone.eth`); Monero, Solana and others without a
//! checksum or of other shapes. Ethereum in one case has no checksum at all: that asks for a label.

use super::{Detector, Hit, Site, Trigger, Verdict, edge, labelled};
use crate::finding::Confidence;
use crate::span::{Reach, Span};
use sha2::Sha256;
use sha3::{Digest, Keccak256};

pub(super) struct Wallet;

impl Detector for Wallet {
    fn rule(&self) -> &str {
        "crypto_wallet"
    }

    fn entity(&self) -> &str {
        "crypto_wallet"
    }

    fn reach(&self) -> Reach {
        Reach::new(160, 256)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("crypto_wallet")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        labelled::confirm(site, |text, at| {
            let all = [bitcoin_at, litecoin_at, tron_at, ethereum_at];
            let (end, has_checksum) = all.iter().find_map(|wallet_at| wallet_at(text, at))?;
            Some((end, if has_checksum { Confidence::Checksum } else { Confidence::Context }))
        })
    }
}

/// Segwit addresses, which say by their first letters what they are.
pub(super) struct Segwit;

impl Detector for Segwit {
    fn rule(&self) -> &str {
        "crypto_wallet_segwit"
    }

    fn entity(&self) -> &str {
        "crypto_wallet"
    }

    fn reach(&self) -> Reach {
        Reach::new(8, 128)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Prefixes(&[b"bc1q", b"bc1p", b"ltc1", b"BC1Q", b"BC1P", b"LTC1"])
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let at = site.anchor.start;
        let end = bitcoin_at(site.text, at).or_else(|| litecoin_at(site.text, at));
        end.map_or(Verdict::Miss("the checksum does not hold"), |(end, _)| {
            Verdict::Hit(Hit::new(Span::new(at, end), Confidence::Checksum))
        })
    }
}

/// Addresses that start with a digit and prove themselves: Base58Check of Bitcoin, Ethereum in mixed case.
pub(super) struct Alone;

impl Detector for Alone {
    fn rule(&self) -> &str {
        "crypto_wallet_alone"
    }

    fn entity(&self) -> &str {
        "crypto_wallet"
    }

    fn reach(&self) -> Reach {
        Reach::new(8, 64)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Shape(b"013")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let at = site.anchor.start;
        alone_at(site.text, at).map_or(Verdict::Miss("no address with a checksum that holds"), |end| {
            Verdict::Hit(Hit::new(Span::new(at, end), Confidence::Checksum))
        })
    }
}

/// Whether an address that needs no label may start at `at`: at the start of a word, as the prefilter sees one.
pub(super) fn is_alone(text: &[u8], at: usize) -> bool {
    let is_word = |place: usize| text.get(place).is_some_and(u8::is_ascii_alphanumeric);
    let is_start = !at.checked_sub(1).is_some_and(is_word);
    is_start
        && match text.get(at) {
            Some(b'0') => text.get(at + 1) == Some(&b'x') && is_word(at + 41) && !is_word(at + 42),
            Some(b'1' | b'3') => {
                (at..at + 26).all(|place| is_base58(edge::byte(text, place)))
                    && (26..36).any(|after| !is_word(at + after))
            }
            _ => false,
        }
}

/// Whether a byte is a digit of Base58: no `0`, `O`, `I` or `l`.
fn is_base58(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() && !matches!(byte, b'0' | b'O' | b'I' | b'l')
}

/// The end of the address at `at` that needs no label. Looks at no more than 43 bytes.
fn alone_at(text: &[u8], at: usize) -> Option<usize> {
    if !is_alone(text, at) {
        return None;
    }
    let (end, has_checksum) = bitcoin_at(text, at).or_else(|| ethereum_at(text, at))?;
    has_checksum.then_some(end)
}

/// The end of the Bitcoin address at `at`, and whether it has a checksum (always). Looks at no more than 91
/// bytes.
pub(super) fn bitcoin_at(text: &[u8], at: usize) -> Option<(usize, bool)> {
    match edge::byte(text, at) {
        // P2PKH and P2SH: mainnet 0x00 and 0x05, testnet 0x6F and 0xC4.
        b'1' | b'2' | b'3' | b'm' | b'n' => base58_at(text, at, &[0x00, 0x05, 0x6F, 0xC4]),
        b'b' | b'B' | b't' | b'T' => segwit_at(text, at, &[b"bc", b"tb", b"bcrt"]),
        _ => None,
    }
}

/// The same of Litecoin (`chainparams.cpp` of litecoin-core): versions 0x30, 0x32 and testnet's 0x3A; `ltc1`,
/// `tltc1`.
pub(super) fn litecoin_at(text: &[u8], at: usize) -> Option<(usize, bool)> {
    match edge::byte(text, at) {
        b'L' => base58_at(text, at, &[0x30]).or_else(|| segwit_at(text, at, &[b"ltc"])),
        b'M' | b'Q' => base58_at(text, at, &[0x32, 0x3A]),
        b'l' | b't' | b'T' => segwit_at(text, at, &[b"ltc", b"tltc"]),
        _ => None,
    }
}

/// The same of Tron: version 0x41, which makes a `T` (TRON developer guide, "Account address format").
pub(super) fn tron_at(text: &[u8], at: usize) -> Option<(usize, bool)> {
    if edge::byte(text, at) == b'T' { base58_at(text, at, &[0x41]) } else { None }
}

/// The end of the Ethereum address at `at`, and whether it has a checksum: one case throughout, or digits
/// only, has none.
pub(super) fn ethereum_at(text: &[u8], at: usize) -> Option<(usize, bool)> {
    let end = at.checked_add(42)?;
    let hex = text.get(at..end)?.strip_prefix(b"0x")?;
    let is_whole = edge::starts_word(text, at)
        && edge::before(text, at) != b'_'
        && edge::ends_word(text, end)
        && edge::byte(text, end) != b'_';
    if !is_whole || !hex.iter().all(u8::is_ascii_hexdigit) || hex.iter().all(|digit| *digit == hex[0]) {
        return None;
    }
    let has_upper = hex.iter().any(u8::is_ascii_uppercase);
    let has_lower = hex.iter().any(u8::is_ascii_lowercase);
    if !(has_upper && has_lower) {
        return Some((end, false));
    }
    let hash = Keccak256::digest(hex.to_ascii_lowercase());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    hex.iter()
        .zip(nibbles)
        .all(|(digit, nibble)| !digit.is_ascii_alphabetic() || digit.is_ascii_uppercase() == (nibble >= 8))
        .then_some((end, true))
}

/// The word of letters and digits at `at`, if whole and within `max` bytes.
fn word(text: &[u8], at: usize, max: usize) -> Option<&[u8]> {
    let rest = text.get(at..)?;
    let len = rest.iter().take(max + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (len <= max && edge::starts_word(text, at) && edge::before(text, at) != b'_').then_some(&rest[..len])
}

/// The end of a Base58Check address of one of the versions.
fn base58_at(text: &[u8], at: usize, versions: &[u8]) -> Option<(usize, bool)> {
    let word = word(text, at, 35)?;
    if word.len() < 25 {
        return None;
    }
    let bytes = base58(word)?;
    let (body, sum) = bytes.split_at(21);
    let hash = Sha256::digest(Sha256::digest(body));
    let is_zero = body[1..].iter().all(|byte| *byte == 0);
    (versions.contains(&body[0]) && !is_zero && hash[..4] == *sum).then_some((at + word.len(), true))
}

/// Decodes 25 bytes; a leading zero byte is written as one leading `1`.
fn base58(word: &[u8]) -> Option<[u8; 25]> {
    const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes = [0_u8; 25];
    for digit in word {
        let mut carry = DIGITS.iter().position(|known| known == digit)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 255) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    let ones = word.iter().take_while(|digit| **digit == b'1').count();
    (ones == bytes.iter().take_while(|byte| **byte == 0).count()).then_some(bytes)
}

/// The end of a segwit address with one of the human-readable parts (BIP 173: no more than 90 characters, one
/// case).
fn segwit_at(text: &[u8], at: usize, parts: &[&[u8]]) -> Option<(usize, bool)> {
    let word = word(text, at, 90)?;
    let has_upper = word.iter().any(u8::is_ascii_uppercase);
    if has_upper && word.iter().any(u8::is_ascii_lowercase) {
        return None;
    }
    let part = parts.iter().find(|part| {
        word.len() > part.len() && word[..part.len()].eq_ignore_ascii_case(part) && word[part.len()] == b'1'
    })?;
    let data = &word[part.len() + 1..];
    if data.len() < 8 {
        return None;
    }
    let mut sum = 1;
    part.iter().for_each(|byte| sum = polymod(sum, u32::from(byte >> 5)));
    sum = polymod(sum, 0);
    part.iter().for_each(|byte| sum = polymod(sum, u32::from(byte & 31)));
    let (mut bits, mut held, mut len, mut version) = (0_u32, 0_u32, 0, 0);
    for (i, byte) in data.iter().enumerate() {
        let value = CHARSET.iter().position(|known| *known == byte.to_ascii_lowercase())? as u32;
        sum = polymod(sum, value);
        if i == 0 {
            version = value;
        } else if i < data.len() - 6 {
            (bits, held) = (bits << 5 | value, held + 5);
            if held >= 8 {
                (held, len) = (held - 8, len + 1);
                bits &= (1 << held) - 1;
            }
        }
    }
    // What is left over is padding: fewer than five bits, all zero.
    let is_padded = held < 5 && bits == 0;
    let is_right = match version {
        0 => sum == 1 && (len == 20 || len == 32),
        1..=16 => sum == 0x2BC8_30A3 && (2..=40).contains(&len),
        _ => false,
    };
    (is_padded && is_right).then_some((at + word.len(), true))
}

/// One step of the checksum over the generator of BIP 173.
fn polymod(sum: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3];
    let top = sum >> 25;
    GENERATOR
        .iter()
        .enumerate()
        .filter(|(i, _)| top >> i & 1 == 1)
        .fold((sum & 0x01FF_FFFF) << 5 ^ value, |sum, (_, term)| sum ^ term)
}

/// The digits of bech32, by value (BIP 173).
const CHARSET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

#[cfg(test)]
mod tests {
    use super::*;

    type Find = fn(&[u8], usize) -> Option<(usize, bool)>;

    #[test]
    fn hits() {
        let rows: &[(Find, &str, bool)] = &[
            (bitcoin_at, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", true),
            (bitcoin_at, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", true),
            (bitcoin_at, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", true),
            (bitcoin_at, "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", true),
            (bitcoin_at, "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc", true),
            // BIP 173 and 350, test vectors.
            (bitcoin_at, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", true),
            (bitcoin_at, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", true),
            (bitcoin_at, "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7", true),
            (bitcoin_at, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", true),
            (bitcoin_at, "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y", true),
            (bitcoin_at, "BC1SW50QGDZ25J", true),
            (litecoin_at, "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", true),
            (litecoin_at, "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", true),
            (tron_at, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", true),
            (tron_at, "TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7", true),
            // EIP-55, test cases.
            (ethereum_at, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", true),
            (ethereum_at, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", true),
            (ethereum_at, "0x52908400098527886E0F7030069857D2E4169EE7", false),
            (ethereum_at, "0xde709f2102306220921060314715629080e2fb77", false),
        ];
        for (find, text, has_checksum) in rows {
            assert_eq!(find(text.as_bytes(), 0), Some((text.len(), *has_checksum)), "{text}");
            let within = format!("to: {text}, ok");
            assert_eq!(find(within.as_bytes(), 4), Some((4 + text.len(), *has_checksum)), "{within}");
        }
    }

    #[test]
    fn misses() {
        let rows: &[(Find, &str, &str)] = &[
            (bitcoin_at, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "checksum"),
            (bitcoin_at, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNaX", "goes on"),
            (bitcoin_at, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0", "0 is no digit of base 58"),
            (bitcoin_at, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "another coin's version"),
            (bitcoin_at, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx", "checksum"),
            (bitcoin_at, "bc1Qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "mixed case"),
            (bitcoin_at, "bc1", "empty"),
            // BIP 350, invalid vectors.
            (
                bitcoin_at,
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
                "bech32 for version 1",
            ),
            (
                bitcoin_at,
                "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
                "bech32 for version 16",
            ),
            (bitcoin_at, "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", "program of 16 bytes for version 0"),
            (bitcoin_at, "bc1gmk9yu", "no program"),
            (ethereum_at, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "case breaks EIP-55"),
            (ethereum_at, "0xde709f2102306220921060314715629080e2fb771", "41 digits"),
            (
                ethereum_at,
                "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "64 digits are a hash",
            ),
            (ethereum_at, "0x0000000000000000000000000000000000000000", "the zero address is nobody's"),
            (ethereum_at, "de709f2102306220921060314715629080e2fb77", "no 0x"),
            (tron_at, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6s", "checksum"),
        ];
        for (find, text, reason) in rows {
            assert_eq!(find(text.as_bytes(), 0), None, "{reason}: {text}");
        }
        assert_eq!(bitcoin_at(b"x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 1), None, "inside a word");
    }
}
