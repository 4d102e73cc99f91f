//! A date with its day, or with its month's name, where cards have month and year: `12/31/2027`, `2027-12-31`, `31 Dec 2027`, `Dec 27`.

use super::month;
use super::month_year::two_or_more;
use crate::span::Span;

/// The date at `at`.
pub(super) fn at(text: &[u8], at: usize) -> Option<Span> {
    if let Some((_, end)) = month::named(text, at) {
        return behind_month(text, end).map(|end| Span::new(at, end));
    }
    let (first, end, digits) = two_or_more(text, at)?;
    let mark = *text.get(end)?;
    if matches!(mark, b'/' | b'-' | b'.') {
        let (second, second_end, _) = two_or_more(text, end + 1)?;
        let third = if text.get(second_end) == Some(&mark) { second_end + 1 } else { return None };
        let (third, end, third_digits) = two_or_more(text, third)?;
        let is_date = match (digits, third_digits) {
            (4, 1 | 2) => is_year(first) && is_day_and_month(second, third),
            (1 | 2, 4) => is_year(third) && is_day_and_month(first, second),
            (1 | 2, 2) => (24..50).contains(&third) && is_day_and_month(first, second),
            _ => false,
        };
        return is_date.then_some(Span::new(at, end));
    }
    // A day before its month.
    let gap = usize::from(mark == b' ');
    let name = end + gap + month::of(text, end + gap);
    let (_, name_end) = month::named(text, name)?;
    let (_, end, digits) = two_or_more(text, year_after(text, name_end))?;
    (first <= 31 && matches!(digits, 2 | 4)).then_some(Span::new(at, end))
}

/// Where the name of a month starts that stands right before the number at `at`.
pub(super) fn month_before(text: &[u8], at: usize) -> Option<usize> {
    let name = text[..at].trim_ascii_end();
    let start = name.len() - name.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    month::named(text, start).filter(|(_, end)| *end == name.len()).map(|_| start)
}

/// The end of a year, or of a day and a year, behind a month's name.
fn behind_month(text: &[u8], end: usize) -> Option<usize> {
    let (first, first_end, digits) = two_or_more(text, year_after(text, end))?;
    match digits {
        4 => is_year(first).then_some(first_end),
        1 | 2 => {
            let year = text
                .get(first_end..first_end + 2)
                .filter(|gap| *gap == b", ")
                .map_or(first_end + 1, |_| first_end + 2);
            let year = two_or_more(text, year).filter(|(year, _, digits)| *digits == 4 && is_year(*year));
            match year {
                Some((_, year_end, _)) if first <= 31 => Some(year_end),
                _ => (digits == 2).then_some(first_end),
            }
        }
        _ => None,
    }
}

/// Where the year starts behind a month's name, over what may stand between.
fn year_after(text: &[u8], end: usize) -> usize {
    let gap = text[end..]
        .iter()
        .take(2)
        .take_while(|byte| matches!(byte, b' ' | b'/' | b'-' | b',' | b'.' | b'\''))
        .count();
    end + gap + month::of(text, end + gap)
}

fn is_day_and_month(one: u32, other: u32) -> bool {
    (1..=31).contains(&one) && (1..=31).contains(&other) && one.min(other) <= 12
}

fn is_year(year: u32) -> bool {
    (2010..2050).contains(&year)
}
