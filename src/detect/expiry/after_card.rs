//! Dates behind a card number, without a label.

use super::super::month_year::date;
use super::super::record::Record;
use super::super::{Detector, Hit, Occasion, Site, Trigger, Verdict};
use super::{AFTER_CARD, CARD_LINE_BYTES, ExpiryAfterCard, SecondExpiryAfterCard, dated, is_apart};
use crate::finding::Confidence;
use crate::fold::{self, Kind, Separator};
use crate::span::{Reach, Span};

impl Detector for ExpiryAfterCard {
    fn rule(&self) -> &str {
        "expiry_after_card"
    }

    fn entity(&self) -> &str {
        "card_expiry"
    }

    fn reach(&self) -> Reach {
        AFTER_CARD
    }

    fn trigger(&self) -> Trigger {
        Trigger::Following("card")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        if site.occasion == Occasion::Carried {
            return match whole_line(site) {
                Some((span, _)) => Verdict::Hit(Hit::new(span, Confidence::Context)),
                None => Verdict::Miss("the line after the card is no month and year"),
            };
        }
        let record = Record::behind(site.text, site.anchor.end).map(|record| record.date());
        match record.or_else(|| after_card(site)).or_else(|| on_card_line(site)) {
            Some(span) => Verdict::Hit(Hit::new(span, Confidence::Context)),
            None if site.after().trim_ascii().is_empty() => Verdict::NextLine,
            None => Verdict::Miss("no month and year right after the card"),
        }
    }
}

impl Detector for SecondExpiryAfterCard {
    fn rule(&self) -> &str {
        "expiry_after_card_second"
    }

    fn entity(&self) -> &str {
        "card_expiry"
    }

    fn reach(&self) -> Reach {
        AFTER_CARD
    }

    fn trigger(&self) -> Trigger {
        Trigger::Following("card")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let first = |from| dated(site, from, CARD_LINE_BYTES, b"/");
        let column = Record::behind(site.text, site.anchor.end).and_then(|record| record.second_column());
        let second = column.or_else(|| first(site.anchor.end).and_then(|date| first(date.end)));
        second.map_or(Verdict::Miss("no second date behind the card"), |span| {
            Verdict::Hit(Hit::new(span, Confidence::Context))
        })
    }
}

/// The date on the line of the card that ends at the site's anchor, further on.
pub(in crate::detect) fn on_card_line(site: &Site<'_>) -> Option<Span> {
    dated(site, site.anchor.end, CARD_LINE_BYTES, b"/-")
}

/// The expiry date right after the card that ends at the site's anchor.
pub(in crate::detect) fn after_card(site: &Site<'_>) -> Option<Span> {
    let text = site.text;
    let at = gap(text, site.anchor.end)?;
    let (span, has_stroke) = date(text, at)?;
    // Four bare digits after a card are a date only where a code follows or nothing else does.
    let is_code_next = || {
        let next = gap(text, span.end).filter(|&next| next > span.end)?;
        let digits = text[next..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        (3..=4).contains(&digits).then_some(())
    };
    // Year and month are more often the start of another card.
    let is_reversed = !has_stroke && text[span.start] > b'1';
    let is_last = || {
        let is_column = match text[..at].last() {
            Some(b',' | b'|' | b';') => true,
            Some(b' ') => !is_reversed && at == site.anchor.end + 1,
            _ => false,
        };
        is_column && text[span.end..].trim_ascii().is_empty()
    };
    // PAN-12/27-123: the mark that stands before the date stands behind it.
    let is_field = || {
        let code = text[span.end + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
        text[at - 1] == text[span.end]
            && code.clone().count() == 3
            && code.copied().all(|byte| byte.is_ascii_digit())
    };
    (at > site.anchor.end
        && (is_apart(site, span) || text.get(span.end) == Some(&b'-') && is_field())
        && (has_stroke || !is_reversed && is_code_next().is_some() || is_last()))
    .then_some(span)
}

/// The expiry date that is all of the line at the site's anchor, and the code behind it.
pub(in crate::detect) fn whole_line(site: &Site<'_>) -> Option<(Span, Option<Span>)> {
    let line = site.after();
    let (date, has_stroke) = date(line, 0)?;
    let rest = line[date.end..].trim_ascii();
    let placed = |span: Span| Span::new(site.anchor.start + span.start, site.anchor.start + span.end);
    let code = || {
        let at = gap(line, date.end).filter(|at| *at > date.end)?;
        let len = line[at..].trim_ascii_end().len();
        let is_code = (3..=4).contains(&len) && line[at..at + len].iter().all(u8::is_ascii_digit);
        is_code.then(|| placed(Span::new(at, at + len)))
    };
    match rest {
        _ if !has_stroke => None,
        [] => Some((placed(date), None)),
        _ => code().map(|code| (placed(date), Some(code))),
    }
}

/// Whether `line` ends in a number, a mark or blanks and an expiry date with a stroke.
pub(in crate::detect) fn ends_line(line: &[u8]) -> bool {
    let is_start = |at: usize| {
        let before = line[..at].trim_ascii_end();
        let before = before.strip_suffix(b"|").unwrap_or(before).trim_ascii_end();
        before.len() < at && before.last().is_some_and(u8::is_ascii_digit)
    };
    (line.len().saturating_sub(10)..line.len())
        .filter(|&at| is_start(at))
        .any(|at| date(line, at).is_some_and(|(date, has_stroke)| has_stroke && date.end == line.len()))
}

/// The start of the next digits after `end`, over blanks and one mark that separates fields; the bracket that closes around what
/// ends there is none.
pub(in crate::detect) fn gap(text: &[u8], end: usize) -> Option<usize> {
    let (mut i, mut marks) = (end + usize::from(text.get(end) == Some(&b')')), 0);
    loop {
        match fold::glyph(text, i)? {
            fold::Glyph { kind: Kind::Digit(_), .. } => return Some(i),
            fold::Glyph { kind: Kind::Separator(Separator::Space | Separator::Tab), len } if i < end + 12 => {
                i += len;
            }
            // 、04/28
            _ if marks == 0 && fold::mark(&text[i..]).is_some_and(|mark| mark != b'.') => {
                marks = 1;
                i += 3;
            }
            _ if marks == 0
                && matches!(text[i], b'|' | b',' | b';' | b':' | b'/' | b'-' | b'(' | b'.' | b'+') =>
            {
                marks = 1;
                i += 1;
            }
            _ => return None,
        }
    }
}
