//! Private keys in PEM and OpenPGP armour.
//!
//! **Grammar.** `-----BEGIN … PRIVATE KEY-----` to the `-----END … PRIVATE KEY-----`, or the same with `PRIVATE KEY BLOCK`;
//! lines by line ends, by `\n` of two characters, by `\\n` escaped twice, or by blanks; quotes between are fine. Each line of
//! the block is a value, so that a line can be let go when it is complete.
//!
//! **Evidence.** RFC 7468 sections 2, 10, 11 (`PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`), RFC 1421 (`RSA`, `DSA`, `EC` with header
//! fields), OpenSSH `PROTOCOL.key` (`OPENSSH`), RFC 9580 section 6.2 (`PGP PRIVATE KEY BLOCK`).
//!
//! **Not found on purpose.** Public keys, certificates, requests; headers with other text behind them (programs compare
//! against them); SSH.com's own format of four dashes, PuTTY's `PPK`, JWK.

use super::{Detector, Hit, Occasion, Site, Trigger, Verdict};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(super) struct PrivateKey;

impl Detector for PrivateKey {
    fn rule(&self) -> &str {
        "private_key"
    }

    fn entity(&self) -> &str {
        "private_key"
    }

    fn reach(&self) -> Reach {
        Reach::new(8, Reach::MAX.after)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Prefixes(&[b"BEGIN"])
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let (start, body) = if site.occasion == Occasion::Carried {
            // In source code a line of the key may be a string.
            let is_rim = |byte: &&u8| byte.is_ascii_whitespace() || matches!(**byte, b'"' | b'\'');
            let rim = text[at..].iter().take_while(is_rim).count();
            (at + rim, at + rim)
        } else {
            match header_end(text, at) {
                Some(end) => (at - DASHES.len(), end),
                None => return Verdict::Miss("no header of a private key"),
            }
        };
        let is_line = site.occasion == Occasion::Carried;
        let hit = |end| Hit::new(Span::new(start, end), Confidence::Shape);
        match body_end(text, body, is_line) {
            Some(Body { end, .. }) if end == start => Verdict::Miss("an empty line"),
            Some(Body { end, goes_on: true }) => Verdict::Hit(hit(end).going_on()),
            Some(Body { end, goes_on: false }) => Verdict::Hit(hit(end)),
            None => Verdict::Miss("what follows is no base64"),
        }
    }
}

const DASHES: &[u8] = b"-----";

/// The end of the header whose `BEGIN` is at `at`.
fn header_end(text: &[u8], at: usize) -> Option<usize> {
    if !text[..at].ends_with(DASHES) || text[..at - DASHES.len()].ends_with(b"-") {
        return None;
    }
    let name = text[at..].strip_prefix(b"BEGIN ")?;
    let len = name.iter().take(48).take_while(|byte| byte.is_ascii_uppercase() || **byte == b' ').count();
    let (name, rest) = name.split_at(len);
    let is_private = name.ends_with(b"PRIVATE KEY") || name.ends_with(b"PRIVATE KEY BLOCK");
    (is_private && rest.starts_with(DASHES)).then_some(at + b"BEGIN ".len() + len + DASHES.len())
}

/// A stretch of a block.
struct Body {
    /// Just past its last byte of base64, or past the last dash of the END line.
    end: usize,
    /// Whether the rest of what may be seen is nothing, or what stands between the strings of source code.
    goes_on: bool,
}

/// Goes over base64, blanks and escapes. Quotation marks are never part of the stretch: a document stays one. In a line of
/// the block there are no blanks: words are no key.
fn body_end(text: &[u8], from: usize, is_line: bool) -> Option<Body> {
    // Header fields stand on lines of their own.
    if FIELDS.iter().any(|field| text[from..].starts_with(field)) {
        let line = text.trim_ascii_end().len();
        return Some(Body { end: line.max(from), goes_on: true });
    }
    let (mut i, mut end) = (from, from);
    while let Some(&byte) = text.get(i) {
        match byte {
            // The letter of an escape ends nothing.
            b'\\' => i += 1 + usize::from(matches!(text.get(i + 1), Some(b'n' | b'r' | b't'))),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => {
                i += 1;
                end = i;
            }
            b' ' if is_line && end > from && text.get(i + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                return None;
            }
            b' ' | b'\t' | b'\r' => i += 1,
            b'-' if let Some(end) = footer_end(text, i) => return Some(Body { end, goes_on: false }),
            _ => {
                let is_between = |byte: &u8| {
                    matches!(byte, b'"' | b'\'' | b',' | b'+' | b'\\') || byte.is_ascii_whitespace()
                };
                let goes_on = matches!(byte, b'"' | b'\'') && text[i..].iter().all(is_between);
                // A key that was cut short: what is there is a key all the same.
                return (goes_on || end - from >= MIN_BODY).then_some(Body { end, goes_on });
            }
        }
    }
    Some(Body { end, goes_on: true })
}

/// The end of an END line whose first dash is at `at`.
fn footer_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(b"-----END ")?;
    let len = rest.iter().take(48).take_while(|byte| byte.is_ascii_uppercase() || **byte == b' ').count();
    rest[len..].starts_with(DASHES).then_some(text.len() - rest.len() + len + DASHES.len())
}

/// Bytes of base64 that are no accident.
const MIN_BODY: usize = 24;

/// How the header fields of an encrypted or armoured key start.
const FIELDS: [&[u8]; 5] = [b"Proc-Type:", b"DEK-Info:", b"Version:", b"Comment:", b"Hash:"];
