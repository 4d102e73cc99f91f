//! Tokens of providers, known by their shape alone.
//!
//! **Grammar.** A fixed prefix, then a run of one alphabet of a known length; some have a checksum or
//! separators inside.
//!
//! **Evidence.** The prefix and the exact length. The issuer's documentation is named above each group.
//! Checksums are verified where the issuer says how they are computed (GitHub, npm).
//!
//! **Not found on purpose.** Publishable keys, which are made to be shown (Stripe `pk_`, Mapbox `pk.`,
//! Supabase `sb_publishable_`); secrets without a prefix (Mailchimp, Cloudflare API tokens, Azure, DOKU),
//! which need a name beside them; placeholders of a few repeated characters.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::tokens::{SHORT, TOKENS};
use crate::span::Span;

/// A token whose issuer gave it a shape of its own.
pub(super) struct Token {
    /// Issuer and kind: `github_pat`.
    #[allow(dead_code, reason = "says to readers and tests what a row is; findings name the rule")]
    pub(super) name: &'static str,
    /// The bytes that every such token starts with, case-sensitive: `ghp_`. At least four in `TOKENS`.
    pub(super) prefix: &'static [u8],
    /// Which bytes follow.
    pub(super) alphabet: Alphabet,
    /// How many of them, inclusive.
    pub(super) len: RangeInclusive<u16>,
    /// A further condition on the whole token: checksum, inner separators. Always true where there is none.
    pub(super) is_valid: fn(&[u8]) -> bool,
}

/// The bytes a token is written with, behind its prefix.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// `A-Za-z0-9`
    Alnum,
    /// `a-z0-9`
    LowerAlnum,
    /// `A-Z0-9`
    Upper,
    /// `A-Z2-7`, RFC 4648 section 6.
    Base32,
    /// The capital letters of Bech32, BIP 173: all letters and digits but `1`, `B`, `I` and `O`.
    Bech32,
    /// `0-9A-Fa-f`
    Hex,
    /// `0-9a-f`
    LowerHex,
    /// `A-Za-z0-9+/`, then at most two `=`; RFC 4648 section 4.
    Base64,
    /// `A-Za-z0-9_`
    Word,
    /// `A-Za-z0-9_-`, RFC 4648 section 5.
    Url,
    /// `Url` and the dot.
    UrlDot,
    /// `Url` and `=`, anywhere.
    UrlPad,
    /// `Url` and `/`.
    UrlPath,
    /// `UrlPath` and `@`.
    UrlAt,
    /// Both Base64 alphabets and `=`, anywhere.
    Any64,
    /// `Alnum` and `$`.
    Dollar,
}

impl Alphabet {
    /// Whether the byte belongs to it.
    pub(super) fn has(self, byte: u8) -> bool {
        match self {
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::LowerAlnum => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Base32 => byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte),
            Self::Bech32 => {
                (byte.is_ascii_uppercase() || byte.is_ascii_digit())
                    && !matches!(byte, b'1' | b'B' | b'I' | b'O')
            }
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::LowerHex => is_lower_hex(byte),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'),
            Self::Word => is_word(byte),
            Self::Url => is_url(byte),
            Self::UrlDot => is_url(byte) || byte == b'.',
            Self::UrlPad => is_url(byte) || byte == b'=',
            Self::UrlPath => is_url(byte) || byte == b'/',
            Self::UrlAt => is_url(byte) || matches!(byte, b'/' | b'@'),
            Self::Any64 => is_url(byte) || matches!(byte, b'+' | b'/' | b'='),
            Self::Dollar => byte.is_ascii_alphanumeric() || byte == b'$',
        }
    }

    /// How many bytes the run at the start of `text` has; no more than `most + 1` are looked at and counted.
    pub(super) fn run(self, text: &[u8], most: usize) -> usize {
        let beyond = text.get(most + 1).is_some_and(|&byte| is_url(byte));
        let text = &text[..text.len().min(most + 1)];
        let mut run = text.iter().take_while(|&&byte| self.has(byte)).count();
        match self {
            Self::Base64 => run += text[run..].iter().take(2).take_while(|&&byte| byte == b'=').count(),
            // The dot that ends a sentence and the slash that ends an address are not the token's.
            Self::UrlDot | Self::UrlPath | Self::UrlAt => {
                while run > 0 && matches!(text[run - 1], b'.' | b'/') && !(run > most && beyond) {
                    run -= 1;
                }
            }
            _ => {}
        }
        run
    }
}

/// What every token starts with, Web Tokens too.
pub(super) fn prefixes() -> &'static [&'static [u8]] {
    static ALL: LazyLock<Vec<&'static [u8]>> = LazyLock::new(|| {
        let tokens = TOKENS.iter().chain(SHORT).map(|token| token.prefix);
        let marks = MARKS.iter().map(|mark| mark.bytes);
        let twilio = TWILIO.iter().map(|prefix| &prefix[..]);
        tokens.chain(HEADERS).chain([TERRAFORM]).chain(marks).chain(twilio).collect()
    });
    &ALL
}

/// How the header of a JSON Web Token starts: with one of the names that a header can have first, in Base64.
const HEADERS: [&[u8]; 8] = [b"eyJh", b"eyJ0", b"eyJr", b"eyJl", b"eyJj", b"eyJ4", b"eyJq", b"eyJ6"];

/// The token that starts at `at`: the longest run of its alphabet has the right length, and neither before
/// nor behind it stands a letter, a digit or an underscore. Returns the end offset and the token.
pub(super) fn token_at(text: &[u8], at: usize) -> Option<(usize, &'static Token)> {
    let rest = starting_at(text, at)?;
    let head = rest.get(..4)?;
    let first = TOKENS.partition_point(|token| &token.prefix[..4] < head);
    first_match(rest, TOKENS[first..].iter().take_while(|token| token.prefix.starts_with(head)))
        .map(|(len, token)| (at + len, token))
        .or_else(|| short_token_at(text, at))
}

/// As `token_at`, for the tokens with a short prefix.
fn short_token_at(text: &[u8], at: usize) -> Option<(usize, &'static Token)> {
    let rest = starting_at(text, at)?;
    first_match(rest, SHORT.iter()).map(|(len, token)| (at + len, token))
}

/// The first of the tokens that `text` starts with, and how many bytes it has.
fn first_match(
    text: &[u8],
    mut tokens: impl Iterator<Item = &'static Token>,
) -> Option<(usize, &'static Token)> {
    tokens.find_map(|token| {
        let body = text.strip_prefix(token.prefix)?;
        let run = token.alphabet.run(body, usize::from(*token.len.end()));
        let is_sized = u16::try_from(run).is_ok_and(|run| token.len.contains(&run));
        if !is_sized || body.get(run).is_some_and(|&byte| is_word(byte)) || !is_varied(&body[..run]) {
            return None;
        }
        let len = token.prefix.len() + run;
        (token.is_valid)(&text[..len]).then_some((len, token))
    })
}

/// The JSON Web Token at `at`: three parts, of which the first two are JSON objects in Base64. Returns the
/// end. Source: RFC 7519 section 3 and RFC 7515 section 3.1. Encrypted ones (five parts) and unsigned ones
/// (an empty third part) are not found.
pub(super) fn jwt_at(text: &[u8], at: usize) -> Option<usize> {
    /// No header line of the usual servers is longer.
    const LONGEST: usize = 16_384;
    let rest = starting_at(text, at)?;
    if !rest.starts_with(b"eyJ") {
        return None;
    }
    let header = Alphabet::Url.run(rest, 4096);
    // `{"alg":"x"}` is the shortest header that is any use.
    if !(14..=4096).contains(&header) || rest.get(header) != Some(&b'.') || !is_object(&rest[..header]) {
        return None;
    }
    let claims = rest.get(header + 1..)?;
    let run = Alphabet::Url.run(claims, LONGEST);
    if !(4..=LONGEST).contains(&run) || claims.get(run) != Some(&b'.') || !is_object(&claims[..run]) {
        return None;
    }
    let sign = claims.get(run + 1..)?;
    let signed = Alphabet::Url.run(sign, 2048);
    // An HMAC of 256 bits has 43 characters; 20 leaves room for one that was cut.
    let is_end = !(sign.get(signed) == Some(&b'.') && sign.get(signed + 1).is_some_and(|&byte| is_url(byte)));
    ((20..=2048).contains(&signed) && is_end).then_some(at + header + 1 + run + 1 + signed)
}

/// The token of HCP Terraform whose mark stands at `at`: 14 letters and digits, the mark between dots, 60 to 70 more ("API tokens").
pub(super) fn terraform_around(text: &[u8], at: usize) -> Option<Span> {
    let body = text.get(at..)?.strip_prefix(TERRAFORM)?;
    let start = at.checked_sub(TERRAFORM_ID + 1)?;
    let id = text[start..at].strip_suffix(b".")?;
    let is_apart = !start.checked_sub(1).is_some_and(|before| is_word(text[before]));
    let run = Alphabet::Url.run(body, 70);
    let is_token =
        id.iter().all(u8::is_ascii_alphanumeric) && (60..=70).contains(&run) && is_varied(&body[..run]);
    (is_apart && is_token).then(|| Span::new(start, at + TERRAFORM.len() + run))
}

/// The token that ends in the mark at `at`: hexadecimal digits in small letters, right before it.
pub(super) fn marked_at(text: &[u8], at: usize) -> Option<Span> {
    let mark = MARKS.iter().find(|mark| text[at..].starts_with(mark.bytes))?;
    let mut end = at + mark.bytes.len();
    // The number of a data centre has two digits at most.
    end += usize::from(mark.is_numbered && text.get(end).is_some_and(u8::is_ascii_digit));
    let before = if mark.is_numbered { text[..at].strip_suffix(b"-")? } else { &text[..at] };
    let digits = before.iter().rev().take(mark.digits + 1).take_while(|byte| is_lower_hex(**byte)).count();
    let start = before.len().checked_sub(mark.digits)?;
    let is_apart = !start.checked_sub(1).is_some_and(|before| is_word(text[before]))
        && !text.get(end).is_some_and(|&byte| is_url(byte));
    (digits == mark.digits && is_apart && is_varied(&text[start..before.len()]))
        .then(|| Span::new(start, end))
}

/// The key of Twilio's API at `at`: `SK` and 32 hexadecimal digits ("API keys").
pub(super) fn twilio_at(text: &[u8], at: usize) -> Option<usize> {
    let body = starting_at(text, at)?.strip_prefix(b"SK")?;
    let run = Alphabet::LowerHex.run(body, 32);
    let is_over = !body.get(run).is_some_and(|&byte| is_word(byte));
    (run == 32 && is_over && is_varied(&body[..run])).then_some(at + 2 + run)
}

/// What a token ends in, where its start says nothing.
struct Mark {
    bytes: &'static [u8],
    /// Hexadecimal digits before it.
    digits: usize,
    /// Whether it is the name of a data centre behind a hyphen.
    is_numbered: bool,
}

/// New Relic: "API keys", licence keys; Mailchimp: "Quick start", the data centre.
const MARKS: [Mark; 10] = {
    const fn centre(bytes: &'static [u8]) -> Mark {
        Mark { bytes, digits: 32, is_numbered: true }
    }
    [
        Mark { bytes: b"NRAL", digits: 36, is_numbered: false },
        centre(b"us1"),
        centre(b"us2"),
        centre(b"us3"),
        centre(b"us4"),
        centre(b"us5"),
        centre(b"us6"),
        centre(b"us7"),
        centre(b"us8"),
        centre(b"us9"),
    ]
};

/// How Twilio's keys start.
const TWILIO: [[u8; 4]; 256] = {
    let hex = b"0123456789abcdef";
    let mut prefixes = [*b"SK00"; 256];
    let mut i = 0;
    while i < prefixes.len() {
        (prefixes[i][2], prefixes[i][3]) = (hex[i / 16], hex[i % 16]);
        i += 1;
    }
    prefixes
};

/// What stands in the middle of a token of HCP Terraform.
const TERRAFORM: &[u8] = b"atlasv1.";
const TERRAFORM_ID: usize = 14;

/// What begins at `at`, unless it stands in the middle of a word.
fn starting_at(text: &[u8], at: usize) -> Option<&[u8]> {
    let is_inside = at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|&byte| is_word(byte));
    if is_inside { None } else { text.get(at..) }
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub(super) fn is_url(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

pub(super) fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

/// Whether at least six different bytes occur. Random ones of 12 and more hardly ever have fewer;
/// `xxxxxxxx-xxxx` has two.
pub(super) fn is_varied(bytes: &[u8]) -> bool {
    let seen = bytes.iter().fold(0_u128, |seen, &byte| seen | 1 << (byte & 127));
    seen.count_ones() >= 6
}

/// Whether the bytes are the beginning of a JSON object in Base64: `{"` and, as far as looked at, printable
/// text.
fn is_object(bytes: &[u8]) -> bool {
    let mut plain = decode(&bytes[..bytes.len().min(32)]);
    plain.next() == Some(b'{')
        && plain.next() == Some(b'"')
        && plain.all(|byte| byte >= b' ' || byte.is_ascii_whitespace())
}

/// The bytes that Base64 of either alphabet stands for; incomplete ones at the end are left out. Not for a
/// strict reader.
pub(super) fn decode(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0_u32, |bits, &byte| bits << 6 | sextet(byte)) << (6 * (4 - four.len()));
        let [_, plain @ ..] = bits.to_be_bytes();
        plain.into_iter().take(four.len() * 6 / 8)
    })
}

fn sextet(byte: u8) -> u32 {
    u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' | b'+' => 62,
        _ => 63,
    })
}

#[cfg(test)]
#[path = "provider_tests.rs"]
mod tests;
