//! Magnetic stripe and chip track data (ISO/IEC 7813): sensitive authentication data, PCI DSS v4.0.1, 3.3.1.1.
//!
//! **Grammar.** Track 1: `%B` PAN `^` name `^` YYMM, service code, discretionary data, `?`. Track 2: `;` PAN `=` YYMM,
//! service code, discretionary data, `?`; its chip form has `D` for `=` and hexadecimal padding, and may stand right behind its tag
//! `57` and its length. Sentinels may be
//! missing; the marks may be percent-encoded. The span is the whole track, sentinels included.
//!
//! **Evidence.** A sentinel before the PAN; without one the PAN's check digit and a month in YYMM.
//!
//! **Not found on purpose.** `4111111111111111=` alone: that is a card number.

use super::check::luhn;
use super::{Detector, Hit, Site, Trigger, Verdict};
use crate::finding::Confidence;
use crate::fold;
use crate::span::{Reach, Span};

pub(super) struct Track;

/// Track 1 has 79 characters at most; percent-encoding triples a few of them.
const MAX_LEN: usize = 120;
/// Digits before the mark at most: a PAN's 19, and four of a chip's tag.
const MOST_DIGITS: usize = 23;

impl Detector for Track {
    fn rule(&self) -> &str {
        "track"
    }

    fn entity(&self) -> &str {
        "card_track"
    }

    fn reach(&self) -> Reach {
        Reach::new(8, 192)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        // In %3B4111… the digits of the escape belong to the mark.
        let at = site.anchor.start;
        if fold::is_in_escape(text, at) {
            return Verdict::Miss("the digits of an escape");
        }
        let (pan, pan_end) = pan(text, at);
        let tag = tag_len(&pan.0[..pan.1]);
        let digits = &pan.0[tag..pan.1];
        if !(12..=19).contains(&digits.len()) {
            return Verdict::Miss("not 12 to 19 digits");
        }
        let one = mark(text, pan_end, b'^', b"5E");
        let two = mark(text, pan_end, b'=', b"3D").or_else(|| mark(text, pan_end, b'D', b"44"));
        let (start, sentinel) = match (one, two) {
            (Some(_), _) => start(text, at, &[b"%25B", b"%B", b"B"]),
            (None, Some(_)) if tag > 0 => (at + tag, false),
            (None, Some(_)) => start(text, at, &[b"%3B", b"%3b", b";"]),
            (None, None) => return Verdict::Miss("no field separator after the PAN"),
        };
        let body = match (one, two) {
            (Some(after), _) => name_end(text, after),
            (None, two) => two,
        };
        let Some(body) = body else { return Verdict::Miss("no date field") };
        let is_hex = one.is_none() && text[pan_end] == b'D';
        let is_part = |byte: &&u8| if is_hex { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
        let data = text[body..].iter().take(MAX_LEN).take_while(is_part).count();
        let month = text
            .get(body + 2..body + 4)
            .and_then(|month| std::str::from_utf8(month).ok()?.parse::<u8>().ok());
        if data < 7 && one.is_none() || data < 4 || !month.is_some_and(|month| (1..=12).contains(&month)) {
            return Verdict::Miss("no YYMM and service code after the separator");
        }
        if !sentinel && !luhn::is_valid(digits) {
            return Verdict::Miss("neither sentinel nor check digit");
        }
        let mut end = body + data;
        // Track 1's discretionary data may hold more than digits up to the end sentinel.
        let rest = text[end..]
            .iter()
            .take(MAX_LEN)
            .take_while(|byte| !matches!(byte, b'"' | b'\'' | b'<' | b'&' | b'\r'));
        let limit = end + rest.count();
        let closing = (end..limit)
            .find(|&i| text[i] == b'?' || text[i..].starts_with(b"%3F") || text[i..].starts_with(b"%3f"));
        if let Some(closing) = closing
            && (one.is_some() || closing == end)
        {
            end = closing + if text[closing] == b'?' { 1 } else { 3 };
        }
        Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Checksum))
    }
}

/// Whether the digits at `at` are followed by what separates the fields of a track.
pub(super) fn has_mark(text: &[u8], at: usize) -> bool {
    let (_, end) = pan(text, at);
    mark(text, end, b'^', b"5E").or_else(|| mark(text, end, b'=', b"3D")).is_some()
        || mark(text, end, b'D', b"44").is_some()
}

/// The digits at `at` with their count, and where they end. Some readers print the PAN in groups, the first of four.
fn pan(text: &[u8], at: usize) -> (([u8; MOST_DIGITS], usize), usize) {
    let is_group = |rest: &[u8]| rest.get(..3).is_some_and(|group| group.iter().all(u8::is_ascii_digit));
    let (mut digits, mut count, mut end, mut has_groups) = ([0; MOST_DIGITS], 0, at, false);
    for (i, &byte) in text.iter().enumerate().skip(at).take(32) {
        match byte {
            b'0'..=b'9' if count < MOST_DIGITS => {
                digits[count] = byte;
                count += 1;
                end = i + 1;
            }
            b' ' if end == i && (count == 4 || has_groups) && is_group(&text[i + 1..]) => has_groups = true,
            _ => break,
        }
    }
    ((digits, count), end)
}

/// Digits of tag `57` and its length (EMV 4.3, book 3, annex A) before the PAN of a chip's track 2. The length is that of the
/// whole track in bytes: 16 to 19.
fn tag_len(digits: &[u8]) -> usize {
    match digits {
        [b'5', b'7', b'1', b'0'..=b'3', pan @ ..] if luhn::is_valid(pan) && !luhn::is_valid(digits) => 4,
        [b'5', b'7', b'1', b'0'..=b'3', ..] if digits.len() > 19 => 4,
        _ => 0,
    }
}

/// Just past a mark at `at`, plain or percent-encoded.
fn mark(text: &[u8], at: usize, plain: u8, encoded: &[u8; 2]) -> Option<usize> {
    let rest = text.get(at..)?;
    if rest.first() == Some(&plain) {
        return Some(at + 1);
    }
    let is_encoded = rest.len() >= 3 && rest[0] == b'%' && rest[1..3].eq_ignore_ascii_case(encoded);
    is_encoded.then_some(at + 3)
}

/// Just past the name field that starts at `at`: 2 to 26 characters and the separator.
fn name_end(text: &[u8], at: usize) -> Option<usize> {
    (at..text.len().min(at + 60)).find_map(|i| mark(text, i, b'^', b"5E"))
}

/// Where the track starts, and whether a sentinel does it.
fn start(text: &[u8], at: usize, sentinels: &[&[u8]]) -> (usize, bool) {
    sentinels
        .iter()
        .find(|sentinel| text[..at].ends_with(sentinel))
        .map_or((at, false), |sentinel| (at - sentinel.len(), sentinel.len() > 1 || **sentinel == *b";"))
}
