//! National numbers that are known without a label, by their groups.
//!
//! **Grammar.** Three groups over one separator; the first begins with the trunk zero. Mobile numbers of Indonesia, the United
//! Kingdom, Australia, Vietnam, the Philippines, Japan, Thailand, Malaysia and Germany, and British landlines. **Evidence.** The
//! first digits with the lengths of the groups, as the national plans are written by habit (E.129). **Not found on purpose.**
//! Numbers in two groups or one, which need a label; groups that are padded with zeros; rows of numbers; what stands behind
//! the name of another number.

use super::{Detector, Hit, Site, Trigger, Verdict, edge};
use crate::context;
use crate::finding::Confidence;
use crate::pack::Concepts;
use crate::span::{Reach, Span};

pub(in crate::detect) struct GroupedPhone;

impl Detector for GroupedPhone {
    fn rule(&self) -> &str {
        "phone_grouped"
    }

    fn entity(&self) -> &str {
        "phone"
    }

    fn reach(&self) -> Reach {
        Reach::new(96, 32)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Shape(b" -.")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let Some(span) = around(site.text, site.anchor.start) else {
            return Verdict::Miss("no groups of a national number");
        };
        let other = Concepts::OTHER | Concepts::LABELS;
        if !site.is_strict && context::left_bound(site.lexicon, site.text, span.start, other).is_some() {
            return Verdict::Miss("another number's name stands before it");
        }
        Verdict::Hit(Hit::new(span, Confidence::Shape))
    }
}

/// Whether the separator at `at` is the first of a number that is known without a label.
#[inline]
pub(in crate::detect) fn is_grouped(text: &[u8], at: usize) -> bool {
    // What tells most numbers: a zero three to five digits before.
    let has_zero = |len: usize| at.checked_sub(len).is_some_and(|start| text[start] == b'0');
    (has_zero(4) || has_zero(3) || has_zero(5)) && around(text, at).is_some()
}

/// The number of which the separator at `at` is the first.
fn around(text: &[u8], at: usize) -> Option<Span> {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let separator = text[at];
    let first = text[..at].iter().rev().take(6).take_while(is_digit).count();
    let second = text[at + 1..].iter().take(5).take_while(is_digit).count();
    let next = at + 1 + second;
    let third = text.get(next + 1..)?.iter().take(6).take_while(is_digit).count();
    let (start, end) = (at - first, next + 1 + third);
    let [b'0', area @ b'1'..=b'9', ..] = text[start..at] else { return None };
    let is_one = text[next] == separator;
    // 012-345 6789
    let is_two =
        separator == b'-' && text[next] == b' ' && area == b'1' && (first, second, third) == (3, 3, 4);
    let is_written = match ([first, second, third], area) {
        // 0800 and its like are service numbers.
        ([4, 3 | 4, 3 | 4] | [4, 4, 5], b'8') => text[start + 2] != b'0',
        ([4, 3, 3], b'3' | b'4' | b'5' | b'7' | b'9') | ([4, 3, 4], b'1' | b'9') => {
            !text[start..at].ends_with(b"00")
        }
        ([5, 3, 3], b'1' | b'7') => true,
        ([4, 4, 3], b'1') => matches!(text[start + 2], b'5'..=b'7'),
        ([3, 4, 4], b'2') => matches!(text[start + 2], b'0' | b'3' | b'4' | b'8' | b'9'),
        ([3, 4, 4], b'1' | b'5' | b'7' | b'8' | b'9') => text[start + 2] == b'0',
        ([3, 3, 4], b'1' | b'6' | b'8' | b'9') => separator == b'-',
        _ => false,
    };
    // 0123 0456 0789
    let is_padded = text[at + 1] == b'0' && text[next + 1] == b'0';
    ((is_one || is_two) && is_written && !is_padded && stands_apart(text, start, end))
        .then_some(Span::new(start, end))
}

/// Whether the number is no part of a longer one, of a row, a word or a mask.
fn stands_apart(text: &[u8], start: usize, end: usize) -> bool {
    let has_blank = text[start..end].contains(&b' ');
    let (before, after, next) = (edge::before(text, start), edge::byte(text, end), edge::byte(text, end + 1));
    let is_row = before == b' ' && has_blank && edge::before(text, start - 1).is_ascii_digit();
    let is_part = matches!(before, b'-' | b'.' | b'_' | b'*' | b'+' | b'@' | b'#' | b'$' | b'%')
        || matches!(before, b':' | b',') && edge::before(text, start - 1).is_ascii_digit();
    let goes_on = match after {
        b' ' => has_blank && next.is_ascii_digit(),
        b'.' | b'-' => next.is_ascii_alphanumeric(),
        b':' => next.is_ascii_digit(),
        b'_' | b'*' | b'@' | b'%' => true,
        _ => false,
    };
    edge::starts_word(text, start)
        && edge::ends_word(text, end)
        && !is_row
        && !is_part
        && !goes_on
        && !edge::touches_digit(text, start, end)
        && !context::is_placeholder(&text[..start])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let mut places = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b' ' | b'-' | b'.'));
        let span = places
            .find_map(|(at, _)| is_grouped(text.as_bytes(), at).then(|| around(text.as_bytes(), at))?)?;
        Some(&text[span.range()])
    }

    #[test]
    fn hits() {
        for (text, value) in [
            ("simpan ya 0813-7702-4415, makasih", "0813-7702-4415"),
            ("0857 331 9024", "0857 331 9024"),
            ("(0821.4470.918)", "0821.4470.918"),
            ("| 020 7946 0991", "020 7946 0991"),
            ("0161 496 0175 after six", "0161 496 0175"),
            ("07700 900 417.", "07700 900 417"),
            ("on 0491 570 156", "on 0491 570 156".split_at(3).1),
            ("số 0912.440.317 sau 18h", "0912.440.317"),
            ("080-4417-2093まで", "080-4417-2093"),
            ("081-402-7713", "081-402-7713"),
            ("013-402 7713", "013-402 7713"),
            ("0151 2290 417", "0151 2290 417"),
            ("0813-7702-4415/0813-7702-4416", "0813-7702-4415"),
        ] {
            assert_eq!(found(text), Some(value), "{text}");
        }
    }

    #[test]
    fn misses() {
        for (text, reason) in [
            ("0123 0456 0789", "padded with zeros"),
            ("001-234-5678", "no second zero in a trunk"),
            ("0813-7702-4415-88", "a longer number"),
            ("12 0412 555 918", "a row"),
            ("0412 555 918 22", "a row"),
            ("2024-0813-7702-4415", "a longer number"),
            ("0813-7702 4415", "two separators"),
            ("012-345-678", "nine digits"),
            ("0412,555,918", "a sum's separators"),
            ("a0813-7702-4415", "part of a word"),
            ("0813-7702-4415a", "part of a word"),
            ("0.0813.7702.4415", "a longer number"),
            ("0900-1700-1800", "no plan"),
            ("0800 123 4567", "a service number"),
            ("0900 123 4567", "a service number"),
            ("0333 4444 5555", "no plan"),
        ] {
            assert_eq!(found(text), None, "{reason}");
        }
    }
}
