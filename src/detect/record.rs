//! A card, its date and its code as fields of one record: `PAN;12;2027;123`, `PAN:12:27:123`, `PAN/1227/123`.
//!
//! **Grammar.** The mark that stands behind the card stands between month and year, and before the code.
//!
//! **Evidence.** Month and year, and three digits behind them: a code. Without a code a month of two digits and a year of four,
//! where the mark is one that separates columns.
//!
//! **Not found on purpose.** Full dates and times behind a card, other columns of small numbers.

use super::month_year;
use crate::span::Span;

/// Fields behind a card.
pub(super) struct Record {
    pub(super) month: Span,
    pub(super) year: Span,
    pub(super) code: Option<Span>,
    mark: u8,
}

impl Record {
    /// The fields behind a card that ends at `end`.
    pub(super) fn behind(text: &[u8], end: usize) -> Option<Self> {
        let mark = *text[blanks(text, end)..].first()?;
        if !matches!(mark, b',' | b';' | b'\t' | b'|' | b':' | b'/' | b'-') {
            return None;
        }
        let first = field(text, end, mark)?;
        let second = field(text, first.end, mark)?;
        // PAN/mmyy/ddd
        let run = number(text, first);
        if (first.len(), second.len()) == (4, 3)
            && month_year::is_month_and_year(run / 100, run % 100)
            && field(text, second.end, mark).is_none()
            && is_end(text, second.end, mark)
        {
            return Some(Self { month: first, year: first, code: Some(second), mark });
        }
        let (month, year) = if first.len() == 4 { (second, first) } else { (first, second) };
        let is_date = match (month.len(), year.len()) {
            (2, 2) | (1 | 2, 4) => month_year::is_month_and_year(number(text, month), number(text, year)),
            _ => false,
        };
        if !is_date {
            return None;
        }
        let is_column = matches!(mark, b',' | b';' | b'\t' | b'|');
        // Four digits behind a stroke or a colon would be the year of a full date.
        let longest = if is_column { 4 } else { 3 };
        let code = field(text, second.end, mark).filter(|code| (3..=longest).contains(&code.len()));
        // Year, month, day; month, year and a count.
        let is_last = field(text, second.end, mark).is_none();
        let is_told = code.is_some() || is_column && is_last && month.len() == 2 && second.len() == 4;
        (is_told && is_end(text, code.unwrap_or(second).end, mark)).then_some(Self {
            month,
            year,
            code,
            mark,
        })
    }

    /// Month and year, with what stands between; the first of the two where they are columns of their own.
    pub(super) fn date(&self) -> Span {
        let (start, end) = (self.month.start.min(self.year.start), self.month.end.max(self.year.end));
        if self.has_columns() { self.in_order().0 } else { Span::new(start, end) }
    }

    /// The second of month and year, where they are columns of their own.
    pub(super) fn second_column(&self) -> Option<Span> {
        (self.has_columns() && self.month != self.year).then(|| self.in_order().1)
    }

    fn in_order(&self) -> (Span, Span) {
        if self.month.start < self.year.start { (self.month, self.year) } else { (self.year, self.month) }
    }

    /// Whether a table would lose a column if the mark were masked.
    fn has_columns(&self) -> bool {
        matches!(self.mark, b',' | b';' | b'\t')
    }
}

/// The digits behind the mark at `end`, blanks around it.
fn field(text: &[u8], end: usize, mark: u8) -> Option<Span> {
    let at = blanks(text, end);
    if text.get(at) != Some(&mark) {
        return None;
    }
    let start = blanks(text, at + 1);
    let len = text[start..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    (1..=4).contains(&len).then(|| Span::new(start, start + len))
}

fn blanks(text: &[u8], at: usize) -> usize {
    at + text[at..].iter().take(2).take_while(|byte| **byte == b' ').count()
}

/// Whether the field that ends at `end` is no part of a longer number or word.
fn is_end(text: &[u8], end: usize, mark: u8) -> bool {
    let is_digit = text.get(end + 1).is_some_and(u8::is_ascii_digit);
    match text.get(end) {
        None => true,
        Some(byte @ (b',' | b';' | b'\t' | b'|')) => *byte == mark || !is_digit,
        Some(b'.' | b':' | b'/' | b'-') => !is_digit,
        Some(byte) => !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'%' | b'@' | b'*'),
    }
}

fn number(text: &[u8], span: Span) -> u32 {
    text[span.range()].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}
