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
            let blank = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            (at + blank, at + blank)
        } else {
            match header_end(text, at) {
                Some(end) => (at - DASHES.len(), end),
                None => return Verdict::Miss("no header of a private key"),
            }
        };
        let hit = |end| Hit::new(Span::new(start, end), Confidence::Shape);
        match body_end(text, body) {
            Body::Complete(end) => Verdict::Hit(hit(end)),
            Body::Open => {
                let end = text.len() - text.iter().rev().take_while(|byte| **byte == b'\r').count();
                if start < end { Verdict::Hit(hit(end).going_on()) } else { Verdict::Miss("an empty line") }
            }
            Body::Broken => Verdict::Miss("what follows is no base64"),
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

/// How a stretch of a block ends.
enum Body {
    /// With the END line, whose last dash is before the offset.
    Complete(usize),
    /// Where what may be seen ends.
    Open,
    /// With something that no block holds.
    Broken,
}

/// Goes over base64, header fields of RFC 1421, escapes and quotes.
fn body_end(text: &[u8], from: usize) -> Body {
    let mut i = from;
    // Header fields stand on lines of their own.
    if FIELDS.iter().any(|field| text[from..].starts_with(field)) {
        return Body::Open;
    }
    while let Some(&byte) = text.get(i) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' | b' ' | b'\t' | b'\r' => i += 1,
            b'\\' | b'"' | b'\'' | b',' => i += 1,
            b'-' if text[i..].starts_with(b"-----END ") => {
                let rest = &text[i + b"-----END ".len()..];
                let len = rest.iter().take(48).take_while(|byte| byte.is_ascii_uppercase() || **byte == b' ');
                let end = i + b"-----END ".len() + len.count();
                return if text[end..].starts_with(DASHES) {
                    Body::Complete(end + DASHES.len())
                } else {
                    Body::Open
                };
            }
            // A key that was cut short: what is there is a key all the same.
            _ if i - from >= MIN_BODY => return Body::Complete(i),
            _ => return Body::Broken,
        }
    }
    Body::Open
}

/// Bytes of base64 that are no accident.
const MIN_BODY: usize = 24;

/// How the header fields of an encrypted or armoured key start.
const FIELDS: [&[u8]; 5] = [b"Proc-Type:", b"DEK-Info:", b"Version:", b"Comment:", b"Hash:"];
