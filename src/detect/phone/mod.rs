//! Phone numbers.
//!
//! **Grammar.** International: `+`, `%2B` or `00`, a country calling code and a national number, 8 to 15
//! digits in all, in groups by blanks, `-`, `.`, `/` and brackets; a trunk zero after the code (`+44 (0)20`,
//! `+62 0812`) is not counted. National, behind a label: Indonesian `08…` of 10 to 13 digits and `62 8…`,
//! `8…` without its zero, landlines, mobile numbers of China (11 digits, `1`), India (10, `6` to `9`), Colombia (10, `30` to `35`) and Hong Kong (8), ten digits of North America, `07…` of the United Kingdom, else 7 to 13
//! digits that start with 0 or stand in groups.
//!
//! **Evidence.** ITU-T E.164 (11/2010) section 6 and the list of assigned codes (complement of 1 Nov 2016);
//! lengths and first digits of the large plans from the national numbering plans that the ITU publishes
//! (E.129). A national number has no evidence but its label, or its groups (`grouped.rs`).
//!
//! **Not found on purpose.** Time zones (`+0700`), sums (`+1,234.50`, `+10%`, six zeros at the end), a `+`
//! behind a letter or digit (base64, `1+1`), dates, part of a longer number, extensions; bare digits after
//! `00` unless Indonesian mobile (zero-padded ids); short codes (`112`, `14022`) and service numbers
//! (`1300 88 6688`, `01800…`).

mod grouped;
mod plan;

pub(super) use grouped::{GroupedPhone, is_grouped};
use plan::{calling_code, code_len, is_foreign_mobile, is_north_american, is_plan};

use super::{Detector, Hit, Occasion, Site, Trigger, Verdict, Writing, edge, labelled};
use crate::context;
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(super) struct Phone;

impl Detector for Phone {
    fn rule(&self) -> &str {
        "phone"
    }

    fn entity(&self) -> &str {
        "phone"
    }

    fn reach(&self) -> Reach {
        Reach::new(128, 192)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("phone")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        // "call 012-345 6789": of a word with many meanings only what stands right behind it.
        let is_weak = matches!(site.occasion, Occasion::Topic { is_weak: true });
        let verdict = labelled::confirm(site, |text, at| {
            if is_weak && !labelled::is_right_behind(site, text, at) {
                return None;
            }
            let end = international_at(text, at)
                .or_else(|| national_at(text, at))
                .or_else(|| ten_digits_at(text, at).filter(|_| !is_weak))?;
            Some((with_extension(text, end), Confidence::Context))
        });
        match verdict {
            // The sign of a fullwidth number: ＋８１ ９０….
            Verdict::Hit(hit) if site.text[..hit.span.start].ends_with("＋".as_bytes()) => {
                Verdict::Hit(Hit::new(Span::new(hit.span.start - "＋".len(), hit.span.end), hit.confidence))
            }
            verdict => verdict,
        }
    }
}

/// The end of ten digits in one group, of whatever plan, which a label that says no other thing is enough for.
fn ten_digits_at(text: &[u8], at: usize) -> Option<usize> {
    let digits = text.get(at..at + 10)?;
    // A zero stands before fewer, and service numbers start with a one.
    let is_number = digits.iter().all(u8::is_ascii_digit) && digits[0] > b'1' && !is_round(digits);
    (is_number && edge::starts_word(text, at) && ends_number(text, at + 10)).then_some(at + 10)
}

/// The end of a number that ends at `end`, its extension included: `x123`, `-8001`, one to five digits.
fn with_extension(text: &[u8], end: usize) -> usize {
    let digits = match text.get(end) {
        Some(b'x' | b'X' | b'-') => {
            text[end + 1..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count()
        }
        _ => 0,
    };
    if (1..=5).contains(&digits) { end + 1 + digits } else { end }
}

/// Numbers with their country's calling code, which need no label.
pub(super) struct InternationalPhone;

impl Detector for InternationalPhone {
    fn rule(&self) -> &str {
        "phone_international"
    }

    fn entity(&self) -> &str {
        "phone"
    }

    fn reach(&self) -> Reach {
        Reach::new(16, 64)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Byte(b'+')
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let at = site.anchor.start;
        if context::is_remnant(site.text, at) {
            return Verdict::Miss("what a mask has left");
        }
        // (+62) 812…: the bracket belongs to the number.
        let start = if site.text[..at].ends_with(b"(") { at - 1 } else { at };
        let found = international_at(site.text, start).map(|end| (start, end));
        let found = found.or_else(|| international_at(site.text, at).map(|end| (at, end)));
        found.map_or(Verdict::Miss("no number of a country's numbering plan"), |(start, end)| {
            Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Shape))
        })
    }
}

/// The end of the international number whose `+`, `%2B` or `00` is at `at`. Looks at no more than 128 bytes.
pub(super) fn international_at(text: &[u8], at: usize) -> Option<usize> {
    let before = edge::before(text, at);
    // What a mask has left was a letter or a digit.
    let is_apart = !matches!(before, b'+' | b'.' | b'_' | b'*')
        && edge::starts_word(text, at)
        && !(before == b']' && context::is_placeholder(&text[..at]));
    if !is_apart || (before == b'-' && at >= 2 && text[at - 2].is_ascii_digit()) {
        return None;
    }
    let (first, is_zeros) = match text.get(at..)? {
        [b'+', ..] => (at + 1, false),
        [b'%', b'2', b'B' | b'b', ..] => (at + 3, false),
        [b'0', b'0', ..] => (at + 2, true),
        _ => return None,
    };
    // +(62) 812, 00 62
    let first = first + usize::from(matches!(edge::byte(text, first), b'(' | b' '));
    let run = Run::parse(text, first);
    let end = run.longest(text, |digits, groups, _| {
        is_international(digits) && (!is_zeros || groups > 1 || matches!(digits, [b'6', b'2', b'8', ..]))
    })?;
    (!edge::touches_digit(text, at, end)).then_some(end)
}

/// The end of the number at `at`, for use behind a label: no country is known. Looks at no more than 128
/// bytes.
pub(super) fn national_at(text: &[u8], at: usize) -> Option<usize> {
    if let Some(end) = international_at(text, at) {
        return Some(end);
    }
    let has_bracket = text.get(at) == Some(&b'(');
    if has_bracket && edge::byte(text, at + 1) == b'+' {
        return international_at(text, at + 1);
    }
    let before = edge::before(text, at);
    let is_joined =
        matches!(before, b'-' | b'.' | b'/' | b',' | b':') && at >= 2 && text[at - 2].is_ascii_digit();
    if !edge::starts_word(text, at) || matches!(before, b'+' | b'_') || is_joined {
        return None;
    }
    let run = Run::parse(text, at + usize::from(has_bracket));
    run.longest(text, |digits, groups, run| {
        let is_grouped = has_bracket || groups > 1;
        let is_plan = match digits {
            [b'0', b'8', rest @ ..] => (8..=11).contains(&rest.len()),
            [b'6', b'2', b'8', rest @ ..] if (8..=11).contains(&rest.len()) => true,
            [b'1'..=b'9', ..] if !is_grouped && is_foreign_mobile(digits) => true,
            // Service numbers: 1300 88 6688, 1-800-88-1234.
            [b'1', b'3' | b'8', b'0', b'0', rest @ ..] if rest.len() <= 6 => false,
            [b'0', b'1', b'8', b'0', b'0', ..] => false,
            // Mobile numbers of China, India and Colombia, without the code of the country.
            [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 => true,
            [b'3', b'0'..=b'5', rest @ ..] if rest.len() == 8 => true,
            [b'6'..=b'9', rest @ ..] if rest.len() == 9 => true,
            // Hong Kong and Singapore.
            [b'2' | b'3' | b'5'..=b'9', rest @ ..] if rest.len() == 7 && !is_grouped => true,
            [b'8', _, rest @ ..] if !is_grouped => {
                (7..=10).contains(&rest.len()) || is_north_american(digits)
            }
            [b'0', b'1'..=b'9', rest @ ..] => (6..=11).contains(&rest.len()),
            [b'0', b'0', rest @ ..] => is_international(rest),
            // Spain, Portugal, Chile and Peru dial no zero; Brazil an area of two digits and a nine.
            [b'6' | b'7' | b'9', ..] if digits.len() == 9 => true,
            [b'1'..=b'9', b'1'..=b'9', b'9', ..] if digits.len() == 11 => true,
            _ => is_north_american(digits) || (is_grouped && (7..=13).contains(&digits.len())),
        };
        is_plan && !is_round(digits) && (has_bracket || !run.is_something_else(groups))
    })
}

/// Whether the digits are a calling code and a national number of the right length.
fn is_international(digits: &[u8]) -> bool {
    let Some((code, rest)) = calling_code(digits) else { return false };
    // Italy, San Marino and the Vatican dial the zero; elsewhere it is a trunk prefix written by habit.
    let rest = match rest {
        [b'0', tail @ ..] if !matches!(code, 39 | 378 | 379) => tail,
        _ => rest,
    };
    let total = digits.len() - usize::from(rest.len() + code_len(code) < digits.len());
    (8..=15).contains(&total)
        && (rest.first() != Some(&b'0') || matches!(code, 39 | 378 | 379))
        && !is_round(rest)
        && is_plan(code, rest)
}

/// Six zeros at the end: a sum.
fn is_round(digits: &[u8]) -> bool {
    digits.ends_with(b"000000")
}

/// Digits in groups.
struct Run {
    digits: [u8; MAX_DIGITS],
    groups: [Group; MAX_GROUPS],
    count: usize,
    /// Whether there is more than is held.
    is_cut: bool,
}

#[derive(Clone, Copy, Default)]
struct Group {
    /// How many digits there are up to the end of this group.
    digits: usize,
    /// The offset past its last digit.
    end: usize,
    /// What separates it from the next: a blank, `-`, `.`, `/` or a bracket; 0 at the last.
    gap: u8,
}

impl Run {
    fn parse(text: &[u8], at: usize) -> Self {
        let mut run =
            Self { digits: [0; MAX_DIGITS], groups: [Group::default(); MAX_GROUPS], count: 0, is_cut: false };
        let (mut i, mut digits) = (at, 0);
        while run.count < MAX_GROUPS {
            if run.count > 0 && is_iso_date(text, i) {
                break;
            }
            let start = i;
            while let Some(digit @ b'0'..=b'9') = text.get(i) {
                let Some(place) = run.digits.get_mut(digits) else {
                    // The group that overflows is not held at all.
                    run.is_cut = true;
                    return run;
                };
                *place = *digit;
                (i, digits) = (i + 1, digits + 1);
            }
            if i == start {
                break;
            }
            let (gap, next) = gap(text, i);
            run.groups[run.count] = Group { digits, end: i, gap };
            run.count += 1;
            if gap == 0 {
                break;
            }
            i = next;
        }
        run
    }

    /// The end of the longest number: all groups, or those before a blank, a stroke or a bracket.
    fn longest(&self, text: &[u8], is_number: impl Fn(&[u8], usize, &Self) -> bool) -> Option<usize> {
        (1..=self.count).rev().find_map(|count| {
            let group = self.groups[count - 1];
            let is_last = count == self.count && !self.is_cut;
            let is_end = if is_last || group.gap == 0 {
                ends_number(text, group.end)
            } else {
                matches!(group.gap, b' ' | b'/' | b'(') || self.is_extended(text, count)
            };
            (is_end && is_number(&self.digits[..group.digits], count, self)).then_some(group.end)
        })
    }

    /// Whether an extension stands behind the first `count` groups: `010-84083188-8001`. Such a number has an area.
    fn is_extended(&self, text: &[u8], count: usize) -> bool {
        let group = self.groups[count - 1];
        let is_last = !self.is_cut && count + 1 == self.count;
        let next = self.groups[self.count - 1];
        is_last
            && group.gap == b'-'
            && text[group.end] == b'-'
            && count > 1
            && self.digits[0] == b'0'
            && group.digits - self.groups[count - 2].digits >= 7
            && (2..=5).contains(&(next.digits - group.digits))
            && next.end - group.end - 1 == next.digits - group.digits
            && ends_number(text, next.end)
    }

    /// Whether the first groups are a date, a sum or an IPv4 address.
    fn is_something_else(&self, count: usize) -> bool {
        let groups = &self.groups[..count];
        let mut lens = [0; MAX_GROUPS];
        let mut before = 0;
        for (len, group) in lens.iter_mut().zip(groups) {
            *len = group.digits - before;
            before = group.digits;
        }
        let lens = &lens[..count];
        let has_zero = self.digits[0] == b'0';
        let is_date = matches!(lens, [4, 2, 2]) || (matches!(lens, [1 | 2, 1 | 2, 4]));
        let is_dotted = count > 1 && groups[..count - 1].iter().all(|group| group.gap == b'.');
        // Mobile numbers of Spain, Portugal, Chile, Peru are written as thousands are.
        let is_mobile =
            lens == [3, 3, 3] && matches!(self.digits[0], b'6' | b'7' | b'9') && groups[0].gap == b' ';
        let is_sum = !has_zero
            && !is_mobile
            && matches!(lens, [1..=3, rest @ ..] if rest.len() > 1 && rest.iter().all(|len| *len == 3))
            && groups[0].gap != b'-';
        is_date || is_sum || (is_dotted && count == 4 && lens.iter().all(|len| *len <= 3))
    }
}

/// What separates two groups at `at`, and where the next group starts; 0 if none does.
fn gap(text: &[u8], at: usize) -> (u8, usize) {
    let (mut i, mut kind, mut blanks, mut signs) = (at, 0, 0, 0);
    while signs <= 3 {
        let blank = edge::blank(text, i);
        match text.get(i..).unwrap_or_default() {
            [b'0'..=b'9', ..] if kind != 0 => return (kind, i),
            _ if blank > 0 && blanks < 2 => {
                (i, blanks, kind) = (i + blank, blanks + 1, b' ');
            }
            [b'(' | b')', ..] => (i, kind) = (i + 1, if kind == b' ' { kind } else { b'(' }),
            [sign @ (b'-' | b'.' | b'/'), ..] => (i, kind) = (i + 1, if kind == 0 { *sign } else { kind }),
            // A hyphen or dash of U+2010 to U+2013.
            [0xE2, 0x80, 0x90..=0x93, ..] => (i, kind) = (i + 3, if kind == 0 { b'-' } else { kind }),
            _ => break,
        }
        signs += 1;
    }
    (0, at)
}

/// Whether no more of a number or word stands at `end`. An extension may: `x12`.
fn ends_number(text: &[u8], end: usize) -> bool {
    match text.get(end..).unwrap_or_default() {
        [b'x' | b'X', b'0'..=b'9', ..] => true,
        [b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_', ..] => false,
        [b'.' | b',' | b':' | b'-' | b'/', b'0'..=b'9', ..] => text[end] == b',' && !is_fraction(text, end),
        [b'%', a, b, ..] => a.is_ascii_hexdigit() && b.is_ascii_hexdigit(),
        [b'%', ..] => false,
        _ => true,
    }
}

/// `,50` or `,000`: a sum's rest. `,0812…` is the next field.
fn is_fraction(text: &[u8], at: usize) -> bool {
    text[at + 1..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count() < 4
}

/// `2024-01-31`
fn is_iso_date(text: &[u8], at: usize) -> bool {
    match text.get(at..).unwrap_or_default() {
        [b'1', b'9', _, _, b'-', month @ b'0'..=b'1', _, b'-', ..]
        | [b'2', b'0', _, _, b'-', month @ b'0'..=b'1', _, b'-', ..] => *month <= b'1',
        _ => false,
    }
}

/// Digits that are looked at: a number and one more behind it.
const MAX_DIGITS: usize = 24;
const MAX_GROUPS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn international() {
        for (text, at, value) in [
            ("+6281234567890", 0, "+6281234567890"),
            ("+62 812-3456-7890", 0, "+62 812-3456-7890"),
            ("(+62) 812 3456 7890", 1, "+62) 812 3456 7890"),
            ("+62 0812 3456 7890", 0, "+62 0812 3456 7890"),
            ("+62\u{a0}21\u{a0}5551234", 0, "+62\u{a0}21\u{a0}5551234"),
            ("+1 (202) 555-0123, x", 0, "+1 (202) 555-0123"),
            ("tel:+12025550123", 4, "+12025550123"),
            ("+1-202-555-0123x45", 0, "+1-202-555-0123"),
            ("+44 (0)20 7946 0958", 0, "+44 (0)20 7946 0958"),
            ("+447911123456", 0, "+447911123456"),
            ("+49 30 901820", 0, "+49 30 901820"),
            ("+33 1 42 68 53 00", 0, "+33 1 42 68 53 00"),
            ("+39 06 698 82019", 0, "+39 06 698 82019"),
            ("+65 6123 4567", 0, "+65 6123 4567"),
            ("+86 138 0013 8000", 0, "+86 138 0013 8000"),
            ("+91-98765-43210.", 0, "+91-98765-43210"),
            ("phone=%2B6281234567890&x", 6, "%2B6281234567890"),
            ("phone=+6281234567890&x", 6, "+6281234567890"),
            ("006281234567890", 0, "006281234567890"),
            ("0044 20 7946 0958", 0, "0044 20 7946 0958"),
            ("+6281234567890/081298765432", 0, "+6281234567890"),
            ("+6281234567890,081298765432", 0, "+6281234567890"),
            ("+62 812 3456 7890 2024-01-31", 0, "+62 812 3456 7890"),
            ("+1 202 555 0123 4567", 0, "+1 202 555 0123"),
        ] {
            assert_eq!(international_at(text.as_bytes(), at), Some(at + value.len()), "{text}");
        }
    }

    #[test]
    fn not_international() {
        for (text, at, reason) in [
            ("+0700", 0, "a time zone"),
            ("2024-01-01T00:00:00+07:00", 19, "a time zone"),
            ("10:00:00 +1000", 9, "a time zone"),
            ("+1,234.50", 0, "a sum"),
            ("+10%", 0, "a share"),
            ("+34 600 000 000", 0, "a sum"),
            ("1+6281234567890", 1, "a term"),
            ("ab+6281234567890", 2, "base64"),
            ("+210 1234 5678", 0, "no such code"),
            ("+1 102 555 0123", 0, "no such area"),
            ("+1 911 555 0123", 0, "no such area"),
            ("+62 812 3456", 0, "too short"),
            ("+62812345678901234", 0, "too long"),
            ("+62-812-3456-7890-1111-2222", 0, "a longer number"),
            ("+6281234567890abc", 0, "a longer word"),
            ("+12025550123.50", 0, "a sum"),
            ("0012025550123", 0, "a zero-padded id"),
            ("+20 2024-01-31", 0, "a date"),
            ("+", 0, "nothing"),
            ("", 3, "outside of the text"),
        ] {
            assert_eq!(international_at(text.as_bytes(), at), None, "{reason}: {text}");
        }
    }

    #[test]
    fn national() {
        for (text, value) in [
            ("081234567890", "081234567890"),
            ("0812-3456-7890 ya", "0812-3456-7890"),
            ("0812 345 678", "0812 345 678"),
            ("6281234567890", "6281234567890"),
            ("81234567890", "81234567890"),
            ("021-5551234", "021-5551234"),
            ("(021) 5551234", "(021) 5551234"),
            ("(202) 555-0123", "(202) 555-0123"),
            ("202.555.0123", "202.555.0123"),
            ("2025550123", "2025550123"),
            ("07911 123456", "07911 123456"),
            ("555-1234", "555-1234"),
            ("+62 812 3456 7890", "+62 812 3456 7890"),
            ("(+62) 812 3456 7890", "(+62) 812 3456 7890"),
            ("081234567890/082198765432", "081234567890"),
        ] {
            assert_eq!(national_at(text.as_bytes(), 0), Some(value.len()), "{text}");
        }
    }

    #[test]
    fn not_national() {
        for (text, reason) in [
            ("17-08-1990", "a date"),
            ("2024-01-31", "a date"),
            ("192.168.1.10", "an IP address"),
            ("1.000.000", "a sum"),
            ("12345678", "neither a zero nor groups"),
            ("0812345", "too short"),
            ("08123456789012", "too long"),
            ("081234567890x", "a longer word"),
            ("112", "a short code"),
            ("0812,50", "a sum"),
            ("", "nothing"),
        ] {
            assert_eq!(national_at(text.as_bytes(), 0), None, "{reason}: {text}");
        }
    }
}
