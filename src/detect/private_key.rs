//! Private keys in PEM and OpenPGP armour, in SSH.com's and PuTTY's formats.
//!
//! **Grammar.** `-----BEGIN … PRIVATE KEY-----` to the `-----END … PRIVATE KEY-----`, or the same with `PRIVATE KEY BLOCK`;
//! lines by line ends, by `\n` of two characters, by `\\n` escaped twice, or by blanks; quotes between are fine. Each line of
//! the block is a value, so that a line can be let go when it is complete. Before each line the same may stand: a quotation's `>`, a
//! comment's `#`, what a logger writes.
//!
//! **Evidence.** RFC 7468 sections 2, 10, 11 (`PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`), RFC 1421 (`RSA`, `DSA`, `EC` with header
//! fields), OpenSSH `PROTOCOL.key` (`OPENSSH`), RFC 9580 section 6.2 (`PGP PRIVATE KEY BLOCK`),
//! SSH.com's `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----` (RFC 4716 has the public half), PuTTY's manual, appendix C
//! (`Private-Lines:`). Behind what a logger writes, a line's last word of 40 characters of base64.
//!
//! **Not found on purpose.** Public keys, certificates, requests; headers with other text behind them (programs compare
//! against them); JWK.

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
        Reach::new(Reach::MAX.before, Reach::MAX.after)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Prefixes(&[b"BEGIN", PUTTY])
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let (start, body) = if site.occasion == Occasion::Carried {
            // In source code a line of the key may be a string.
            let is_rim = |byte: &&u8| byte.is_ascii_whitespace() || matches!(**byte, b'"' | b'\'');
            let rim = text[at..].iter().take_while(is_rim).count();
            let start = prefixed(text, at).unwrap_or(at + rim);
            if start > at && text[start..].trim_ascii().is_empty() {
                return Verdict::NextLine;
            }
            (start, start)
        } else if text[at..].starts_with(PUTTY) {
            let count = text[at + PUTTY.len()..].trim_ascii();
            let is_count = !count.is_empty() && count.iter().all(u8::is_ascii_digit);
            return if is_count { Verdict::NextLine } else { Verdict::Miss("no count of lines") };
        } else {
            match header(text, at) {
                Some(header) => (header.start, header.end),
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
const HEADER: &[u8] = b"-----BEGIN ";
const FOOTER: &[u8] = b"-----END ";
const SSH_OPEN: &[u8] = b"---- ";
const SSH_CLOSE: &[u8] = b" ----";
/// How PuTTY says how many lines of the private half follow.
const PUTTY: &[u8] = b"Private-Lines:";
/// A full line of a block is no shorter.
const MIN_LINE: usize = 40;

/// The header whose `BEGIN` is at `at`.
fn header(text: &[u8], at: usize) -> Option<Span> {
    let (open, close) = if text[..at].ends_with(DASHES) { (DASHES, DASHES) } else { (SSH_OPEN, SSH_CLOSE) };
    let start = text[..at].strip_suffix(open)?.len();
    if text[..start].ends_with(b"-") {
        return None;
    }
    let name = text[at..].strip_prefix(b"BEGIN ")?;
    let is_part = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b' ';
    let len = name[..name.iter().take(48).take_while(is_part).count()].trim_ascii_end().len();
    let (name, rest) = name.split_at(len);
    let is_private = name.ends_with(b"PRIVATE KEY") || name.ends_with(b"PRIVATE KEY BLOCK");
    let end = at + b"BEGIN ".len() + len + close.len();
    (is_private && rest.starts_with(close)).then(|| Span::new(start, end))
}

/// Where base64 starts in the line at `at`, behind what stands before each line of the block.
fn prefixed(text: &[u8], at: usize) -> Option<usize> {
    let above = text[..at].trim_ascii_end();
    let above = above.iter().rposition(|byte| *byte == b'\n').map_or(above, |end| &above[end + 1..]);
    let line = &text[at..];
    // Behind the header's prefix, or that of the last line.
    let shared = fixed_start(above).or_else(|| above.iter().rposition(|byte| *byte == b' ').map(|at| at + 1));
    if let Some(len) = shared.and_then(|len| prefix_len(&above[..len], line)) {
        let rest = line[len..].trim_ascii_end();
        let is_end = rest.starts_with(DASHES) || FIELDS.iter().any(|field| rest.starts_with(field));
        // A word is no end of a key: that is in fours, and has capitals or digits.
        let is_body = rest.iter().all(is_base64)
            && (rest.len() >= MIN_LINE
                || rest.len().is_multiple_of(4) && !rest.iter().all(u8::is_ascii_lowercase));
        if is_end || is_body {
            return Some(at + len);
        }
    }
    // Only a prefix: an empty line of a quotation.
    let bare = line.trim_ascii_end();
    if !bare.is_empty() && shared.is_some_and(|len| above[..len].trim_ascii_end() == bare) {
        return Some(at + bare.len());
    }
    // The line above had a prefix, too.
    if shared.is_none() && above.last().is_some_and(is_base64) {
        return None;
    }
    let word = line.trim_ascii_end();
    let blank = word.iter().rposition(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'|'))?;
    let word = &word[blank + 1..];
    let is_body = word.len() >= MIN_LINE && word.iter().all(is_base64) || word.starts_with(DASHES);
    let footer = line.windows(FOOTER.len()).position(|window| window == FOOTER);
    footer.map(|start| at + start).or_else(|| is_body.then_some(at + blank + 1))
}

/// How long the prefix of the line above is in `line`, where numbers may be others: times, counts.
fn prefix_len(above: &[u8], line: &[u8]) -> Option<usize> {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (mut i, mut j) = (0, 0);
    while i < above.len() {
        match (digits(&above[i..]), digits(&line[j..])) {
            (0, 0) if line.get(j) == Some(&above[i]) => (i, j) = (i + 1, j + 1),
            (a, b) if a > 0 && b > 0 => (i, j) = (i + a, j + b),
            _ => return None,
        }
    }
    (j > 0).then_some(j)
}

/// Where a header or a header field starts in the line.
fn fixed_start(line: &[u8]) -> Option<usize> {
    FIELDS
        .iter()
        .chain([&HEADER])
        .find_map(|known| line.windows(known.len()).position(|window| window == *known))
}

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
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
    let (rest, close) = match text[at..].strip_prefix(FOOTER) {
        Some(rest) => (rest, DASHES),
        None => (text[at..].strip_prefix(b"---- END ")?, SSH_CLOSE),
    };
    let is_part = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b' ';
    let len = rest[..rest.iter().take(48).take_while(is_part).count()].trim_ascii_end().len();
    rest[len..].starts_with(close).then_some(text.len() - rest.len() + len + close.len())
}

/// Bytes of base64 that are no accident.
const MIN_BODY: usize = 24;

/// How the header fields of an encrypted or armoured key start.
const FIELDS: [&[u8]; 6] = [b"Proc-Type:", b"DEK-Info:", b"Version:", b"Comment:", b"Hash:", b"Subject:"];
