//! Dates that may be a date of birth, for use behind a label.
//!
//! **Grammar.** Numbers by `/`, `-`, `.` (also `%2F`, `\/`) or single blanks: day month year, month day year,
//! year month day; `ddmmyyyy`, `yyyymmdd`; a month's name, English or Indonesian, whole or abbreviated, with
//! day and year on either side: `17 Agustus 1990`, `1st of Jan, 1990`, `Aug 17, 1990`, `17-Aug-90`, `1990 Jan
//! 1`. The words of other countries: `native_date`.
//!
//! **Evidence.** The Gregorian calendar; a year from 1900 to 2025, of the Buddhist era 543 more, or of two digits. `03/04/1990` is a date
//! either way round.
//!
//! **Not found on purpose.** Any date without a label: logs are full of them. `ddmmyy` without separators (a
//! code as well), a month without a day, Hijri years. A place or weekday before the date (`TTL:
//! Bandung, 17-8-1990`) and the time after it are not part: the caller steps over the former.

use super::native_date::native_date;
use super::{Detector, Site, Trigger, Verdict, Writing, edge, labelled, month};
use crate::finding::Confidence;
use crate::span::Reach;

pub(super) struct DateOfBirth;

impl Detector for DateOfBirth {
    fn rule(&self) -> &str {
        "date_of_birth"
    }

    fn entity(&self) -> &str {
        "date_of_birth"
    }

    fn reach(&self) -> Reach {
        Reach::new(128, 192)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("date_of_birth")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        labelled::confirm(site, |text, at| Some((date_at(text, at)?, Confidence::Context)))
    }
}

/// The end of the date at `at`. Looks at no more than 48 bytes.
pub(super) fn date_at(text: &[u8], at: usize) -> Option<usize> {
    if !edge::starts_word(text, at) || is_joined(text, at) {
        return None;
    }
    let end = match text.get(at)? {
        b'0'..=b'9' => from_number(text, at).or_else(|| native_date(text, at))?,
        0x80.. => native_date(text, at)?,
        _ => from_month(text, at)?,
    };
    let next = text.get(end..).unwrap_or_default();
    let is_apart = match next {
        // 1990-08-17T00:00
        [b'T', b'0'..=b'9', ..] => true,
        [b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_', ..] => false,
        [b'/' | b'-' | b'.', b'0'..=b'9', ..] => false,
        _ => true,
    };
    is_apart.then_some(end)
}

/// Whether the number is the rest of a longer one: `12/03/04/1990`.
fn is_joined(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    matches!(before, [.., b'0'..=b'9', b'/' | b'-' | b'.'])
}

/// A date that starts with a number.
fn from_number(text: &[u8], at: usize) -> Option<usize> {
    let (first, first_end) = number(text, at)?;
    match first_end - at {
        8 => {
            let is_date = is_date(first / 10_000, first / 100 % 100, first % 100, 4)
                || is_date(first % 10_000, first / 100 % 10_000 / 100, first / 1_000_000, 4)
                || is_date(first % 10_000, first / 1_000_000, first / 10_000 % 100, 4);
            return is_date.then_some(first_end);
        }
        4 => {
            let (separator, next) = separator(text, first_end)?;
            let (month, month_end) = month_or_number(text, next)?;
            let (day, end) =
                same_separator(text, month_end, separator).and_then(|next| number(text, next))?;
            return (end - month_end <= 5 && is_date(first, month, day, 4)).then_some(end);
        }
        1 | 2 => {}
        _ => return None,
    }
    let after_ordinal = ordinal(text, first_end);
    let (kind, mut next) = separator(text, after_ordinal)?;
    next += month::of(text, next);
    if let Some((month, month_end)) = month::named(text, next) {
        let (year, digits, end) = year_after(text, month_end)?;
        return is_date(year, month, first, digits).then_some(end);
    }
    if after_ordinal != first_end {
        return None;
    }
    let (second, second_end) = number(text, next)?;
    let (year, end) = same_separator(text, second_end, kind)
        .and_then(|next| number(text, next).map(|found| (next, found)))
        .map(|(next, (year, end))| ((year, end - next), end))?;
    let (year, digits) = year;
    let is_year = digits == 4 || (digits == 2 && kind != b' ');
    (second_end - next <= 2
        && is_year
        && (is_date(year, second, first, digits) || is_date(year, first, second, digits)))
    .then_some(end)
}

/// A date that starts with a month's name: `Aug 17, 1990`.
fn from_month(text: &[u8], at: usize) -> Option<usize> {
    let (month, month_end) = month::named(text, at)?;
    let (_, next) = separator(text, month_end)?;
    let (day, day_end) = number(text, next)?;
    let (year, digits, end) = year_after(text, ordinal(text, day_end))?;
    (day_end - next <= 2 && is_date(year, month, day, digits)).then_some(end)
}

/// The year behind a day or a month's name: value, digits, end.
fn year_after(text: &[u8], at: usize) -> Option<(u32, usize, usize)> {
    let comma = usize::from(text.get(at) == Some(&b','));
    let next = match separator(text, at + comma) {
        Some((_, next)) => next,
        None if comma == 1 => at + 1,
        None => return None,
    };
    let next = next + month::of(text, next);
    let next = match text.get(next..)? {
        [b'\'', ..] => next + 1,
        [0xE2, 0x80, 0x99, ..] => next + 3,
        _ => next,
    };
    let (year, end) = number(text, next)?;
    matches!(end - next, 2 | 4).then_some((year, end - next, end))
}

/// A number of up to eight digits: value and end.
pub(super) fn number(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let digits = text.get(at..)?.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let value = text[at..at + digits].iter().fold(0, |value, digit| value * 10 + u32::from(digit & 15));
    (1..=8).contains(&digits).then_some((value, at + digits))
}

fn month_or_number(text: &[u8], at: usize) -> Option<(u32, usize)> {
    month::named(text, at).or_else(|| number(text, at).filter(|(_, end)| end - at <= 2))
}

/// Just past `st`, `nd`, `rd`, `th`, `er` (French) or an ordinal sign.
fn ordinal(text: &[u8], at: usize) -> usize {
    let is_one = text.get(at..at + 2).is_some_and(|two| {
        [b"st", b"nd", b"rd", b"th", b"er", "º".as_bytes(), "°".as_bytes()]
            .iter()
            .any(|known| two.eq_ignore_ascii_case(known))
    });
    if is_one && edge::ends_word(text, at + 2) { at + 2 } else { at }
}

/// What stands between two parts, as one of `/ - .` or a blank, and where the next part starts.
fn separator(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let blank = edge::blank(text, at);
    let sign = at + blank;
    let (kind, len) = match text.get(sign..)? {
        [kind @ (b'/' | b'-' | b'.'), ..] => (*kind, 1),
        [b'\\', b'/', ..] => (b'/', 2),
        [b'%', b'2', b'F' | b'f', ..] => (b'/', 3),
        [b'%', b'2', b'0', ..] => (b' ', 3),
        _ if blank > 0 => return Some((b' ', sign)),
        _ => return None,
    };
    Some((kind, sign + len + edge::blank(text, sign + len)))
}

fn same_separator(text: &[u8], at: usize, kind: u8) -> Option<usize> {
    separator(text, at).filter(|found| found.0 == kind).map(|found| found.1)
}

/// Whether the calendar has the day. A year of two digits may be of either century.
pub(super) fn is_date(year: u32, month: u32, day: u32, digits: usize) -> bool {
    if digits == 2 {
        return is_date(1900 + year, month, day, 4) || is_date(2000 + year, month, day, 4);
    }
    let year = if (2443..=2568).contains(&year) { year - 543 } else { year };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1900..=2025).contains(&year) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits() {
        for date in [
            "17/08/1990",
            "17-08-90",
            "1990-08-17",
            "1990/08/17",
            "17.08.1990",
            "17 08 1990",
            "08/17/1990",
            "1/2/2003",
            "17081990",
            "19900817",
            "08171990",
            "17 Agustus 1990",
            "17 agustus 90",
            "17 Aug 1990",
            "17-Aug-90",
            "Aug 17, 1990",
            "August 17th 1990",
            "1st Jan 1990",
            "1st of January, 1990",
            "2 des. 1988",
            "17 Agu '90",
            "Dec. 1, 2001",
            "29/02/2000",
            "29-02-00",
            "17%2F08%2F1990",
            "17\\/08\\/1990",
            "17 / 08 / 1990",
            "1990 Jan 1",
            "1990-Jan-01",
        ] {
            for rest in ["", " 10:20", ".", "\", x", ", Bandung"] {
                let text = format!("{date}{rest}");
                assert_eq!(date_at(text.as_bytes(), 0), Some(date.len()), "{text}");
            }
        }
        assert_eq!(date_at(b"1990-08-17T00:00:00Z", 0), Some(10));
    }

    #[test]
    fn misses() {
        for (text, reason) in [
            ("31/02/1990", "no such day"),
            ("29/02/1900", "no leap year"),
            ("17/13/1990", "no such month"),
            ("17-08/1990", "two kinds of separators"),
            ("17/08/1890", "too early"),
            ("17/08/2031", "too late"),
            ("17/08", "no year"),
            ("170890", "six digits may be a code"),
            ("17 08 90", "blanks and two digits may be anything"),
            ("17/08/1990/5", "goes on"),
            ("17/08/199", "three digits"),
            ("Agustus 1990", "no day"),
            ("17 Foo 1990", "no such month"),
            ("17/08/1990abc", "goes on"),
            ("00/08/1990", "no such day"),
            ("", "nothing"),
        ] {
            assert_eq!(date_at(text.as_bytes(), 0), None, "{reason}: {text}");
        }
        assert_eq!(date_at(b"12/03/04/1990", 3), None, "the rest of a longer number");
    }
}
