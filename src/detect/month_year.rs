//! A month and a year in digits, as cards have them: `08/27`, `0827`, `8-2027`.

use super::month;
use crate::fold;
use crate::span::Span;

/// A month and a year at `at`, and whether something stands between them.
pub(super) fn date(text: &[u8], at: usize) -> Option<(Span, bool)> {
    let (first, first_end, digits) = two_or_more(text, at)?;
    if let Some((second, second_end)) = sign(text, first_end, "年").and_then(|at| signed(text, at, "月")) {
        let is_date = matches!(digits, 2 | 4) && is_month_and_year(second, first);
        return is_date.then_some((Span::new(at, second_end), true));
    }
    if let Some((second, second_end)) = sign(text, first_end, "月").and_then(|at| signed(text, at, "年")) {
        return is_month_and_year(first, second).then_some((Span::new(at, second_end), true));
    }
    // "month 5 year 2028", "bulan 5 tahun 2028"
    if let Some(year_at) = month::year(text, first_end)
        && let Some((second, second_end, 2 | 4)) = two_or_more(text, year_at)
        && digits <= 2
    {
        return is_month_and_year(first, second).then_some((Span::new(at, second_end), true));
    }
    if let Some(second_at) = stroke(text, first_end)
        && let Some((second, second_end, second_digits)) = two_or_more(text, second_at)
    {
        let is_date = match (digits, second_digits) {
            (1 | 2, 2 | 4) => is_month_and_year(first, second),
            (4, 2) => is_month_and_year(second, first),
            _ => false,
        };
        if is_date {
            return Some((Span::new(at, second_end), true));
        }
        if !matches!(text[first_end], b' ' | b'|') {
            return None;
        }
    }
    // mmyy, mmyyyy, yyyymm
    let (month, year) = match digits {
        4 => (first / 100, first % 100),
        6 if first >= 200_000 => (first % 100, first / 100),
        6 => (first / 10_000, first % 10_000),
        _ => return None,
    };
    // 2811, as ISO 8583 has it.
    let is_reversed = digits == 4 && !is_month_and_year(month, year) && (20..50).contains(&month);
    let (month, year) = if is_reversed { (year, month) } else { (month, year) };
    is_month_and_year(month, year).then_some((Span::new(at, first_end), false))
}

/// A number: its value, its end and how many digits it has.
pub(super) fn two_or_more(text: &[u8], at: usize) -> Option<(u32, usize, usize)> {
    let (mut value, mut end, mut digits) = (0, at, 0);
    while let Some((digit, len)) = fold::digit(text, end).filter(|_| digits < 7) {
        (value, end, digits) = (value * 10 + u32::from(digit), end + len, digits + 1);
    }
    (1..=6).contains(&digits).then_some((value, end, digits))
}

/// Just past the sign of a year or a month, and a blank on either side.
fn sign(text: &[u8], at: usize, sign: &str) -> Option<usize> {
    let blank = |at: usize| at + usize::from(text.get(at) == Some(&b' '));
    let start = blank(at);
    text.get(start..)?.starts_with(sign.as_bytes()).then(|| blank(start + sign.len()))
}

/// A number of one, two or four digits, its sign behind it; no day may follow: the value and where the sign ends.
fn signed(text: &[u8], at: usize, mark: &str) -> Option<(u32, usize)> {
    let (value, end, digits) = two_or_more(text, at)?;
    let signed = sign(text, end, mark).map(|past| text[..past].trim_ascii_end().len());
    let end = if mark == "年" { signed.unwrap_or(end) } else { signed? };
    let is_day_next = fold::digit(text, end).is_some();
    (matches!(digits, 1 | 2 | 4) && !is_day_next).then_some((value, end))
}

/// Just past what may stand between month and year: a stroke, hyphen, dot or bar with blanks around, or one blank.
fn stroke(text: &[u8], at: usize) -> Option<usize> {
    let blanks = |from: usize| text[from..].iter().take(2).take_while(|byte| **byte == b' ').count();
    let before = at + blanks(at);
    let sign = match text.get(before)? {
        b'/' | b'-' | b'.' | b'|' | b'\\' => 1,
        0xef if matches!(fold::mark(&text[before..]), Some(b'/'))
            || text[before..].starts_with("－".as_bytes()) =>
        {
            3
        }
        b'%' if text[before..].starts_with(b"%2F") || text[before..].starts_with(b"%2f") => 3,
        _ if before > at => 0,
        _ => return None,
    };
    let second = if sign > 0 { before + sign + blanks(before + sign) } else { before };
    fold::digit(text, second).map(|_| second)
}

/// A card lives some ten years: two-digit years 10 to 49, four-digit years 2010 to 2049, and those of the Thai calendar (2567 is 2024).
pub(super) fn is_month_and_year(month: u32, year: u32) -> bool {
    let is_year = (10..50).contains(&year) || (2010..2050).contains(&year) || (2560..2593).contains(&year);
    (1..=12).contains(&month) && is_year
}
