//! Numbers in a row with others: the columns of a table, two cards, what stands before a card.

use super::surroundings::is_in_dump;
use super::{Candidate, LENGTHS, Run, Trust, Window, issuer};
use crate::context;
use crate::detect::check::luhn;

impl Candidate<'_, '_> {
    /// Whether the window is an island among many groups of its own shape: a row of a table.
    pub(super) fn is_in_table(&self, window: Window, trust: Trust) -> bool {
        let (run, text) = (&self.run, self.site.text);
        let gap = run.gap_after(0);
        // A row of groups of one size holds no 4-6-5.
        let is_even = run.size(1) == run.size(0);
        // Groups before it, unless they are another card's.
        let before = if self.site.last_end.is_some_and(|end| self.start - end <= 3) {
            0
        } else {
            same_groups_before(text, self.start, run.size(0))
        };
        let rest = || window.last + 1..run.group_count();
        let after = rest()
            .take_while(|&group| run.size(group) == run.size(0) && run.gap_after(group - 1) == gap)
            .count();
        let is_card_next = || {
            let Some(next) = rest().next() else { return false };
            let start = run.start_of(run.digits_through(next - 1));
            Run::parse(text, start).is_card_shaped()
        };
        let end = run.end_of(window.count);
        let is_hex_row =
            is_hex_group(&text[end..], run.size(0)) || is_hex_group_before(&text[..self.start], run.size(0));
        let line = text[..self.start].iter().rposition(|byte| *byte == b'\n');
        let is_below_row = || {
            let above = line.map_or(&text[..0], |line| text[..line].trim_ascii_end());
            let last = above.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            last == run.size(0) && same_groups_before(above, above.len() - last, last) > 0
        };
        let limit = match trust {
            Trust::Wide => 1,
            // A short row may be an id, a card and a year, unless it stands below another.
            _ if before > 0 && before + after == 2 && !is_below_row() => 3,
            _ => 2,
        };
        is_hex_row || is_even && before + after >= limit && !(before == 0 && is_card_next())
    }

    /// Whether a digit, or what a mask has left, and a stop stand before the first stop of the number: the rest of a version's or an object's number.
    pub(super) fn is_in_dotted_row(&self) -> bool {
        self.run.is_dotted_after(0)
            && matches!(self.site.text[..self.start], [.., b'0'..=b'9' | b']' | b'*', b'.'])
            && !self.is_behind_card()
    }

    /// Whether the number is written in pairs of digits, in a dump of bytes.
    pub(super) fn is_in_dump(&self, window: Window) -> bool {
        let run = &self.run;
        (run.size(0) == 2 || run.size(window.last) == 2)
            && is_in_dump(self.site.text, self.start, run.end_of(window.count))
    }

    /// Where the row of numbers starts in which the number stands: `1234 4111 1111 1111 1111`.
    pub(super) fn row_start(&self) -> usize {
        let (text, floor) = (self.site.text, self.start.saturating_sub(ROW_REACH));
        let mut start = self.start;
        loop {
            let gap =
                text[floor..start].iter().rev().take_while(|byte| matches!(byte, b' ' | b'-' | b'.')).count();
            let digits =
                text[floor..start - gap].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            let group = start - gap - digits;
            let is_group = gap == 1 && (3..=8).contains(&digits) && group > floor;
            if !is_group || text[group - 1].is_ascii_alphanumeric() {
                return start;
            }
            start = group;
        }
    }

    /// Whether a card with the right sum starts inside the window, which itself starts as no card does: `1001 4111 1111 1111 1111`.
    pub(super) fn is_before_card(&self, window: Window) -> bool {
        let run = &self.run;
        issuer::trust(run.digits(window.count), window.count).is_none()
            && (1..=window.last).any(|group| {
                let first = run.digits_through(group - 1);
                // The digits are there: most groups start no card.
                run.size(group) == 4
                    && issuer::may_start(&run.digits(first + 2)[first..])
                    && Run::parse(self.site.text, run.start_of(first)).is_card_shaped()
            })
    }

    /// Whether another card ends right before the number, one separator between: `4111111111111111-4242424242424242`.
    pub(super) fn is_behind_card(&self) -> bool {
        self.site.last_end.is_some_and(|end| end + 1 == self.start)
    }

    /// Whether the next group is a card of a narrow range.
    pub(super) fn is_card_behind(&self, window: Window) -> bool {
        let run = &self.run;
        let next = window.last + 1;
        next < run.group_count()
            && !(run.is_cut() && next + 1 == run.group_count())
            && LENGTHS.contains(&run.size(next))
            && {
                let digits = &run.digits(run.digits_through(next))[window.count..];
                issuer::trust(digits, digits.len()) == Some(Trust::Strict) && luhn::is_valid(digits)
            }
    }

    /// Whether a stop and one or two digits follow: a table of numbers was written with decimals.
    pub(super) fn has_fraction(&self, window: Window) -> bool {
        let fraction = self.site.text[self.run.end_of(window.count)..].strip_prefix(b".").unwrap_or_default();
        let digits = fraction.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let is_end = match fraction.get(digits) {
            Some(b'.') => !fraction.get(digits + 1).is_some_and(u8::is_ascii_digit),
            next => next.is_none_or(|byte| !byte.is_ascii_alphanumeric()),
        };
        (1..=2).contains(&digits) && is_end
    }
}

/// How far before a number its row is followed: no further than the prefilter's look for a name has to spare.
const ROW_REACH: usize = 32;
/// As many groups as [`same_groups_before`] counts.
const MOST_BEFORE: usize = 3;

/// Whether a blank and a group of `size` hexadecimal digits with a letter follow: a dump of bytes.
fn is_hex_group(after: &[u8], size: usize) -> bool {
    after.first() == Some(&b' ') && is_hex_word(after[1..].split(|byte| *byte == b' ').next(), size)
}

fn is_hex_group_before(before: &[u8], size: usize) -> bool {
    before.last() == Some(&b' ')
        && is_hex_word(before[..before.len() - 1].rsplit(|byte| *byte == b' ').next(), size)
}

fn is_hex_word(word: Option<&[u8]>, size: usize) -> bool {
    word.is_some_and(|word| {
        word.len() == size
            && word.iter().all(u8::is_ascii_hexdigit)
            && word.iter().any(u8::is_ascii_digit)
            && word.iter().any(u8::is_ascii_alphabetic)
    })
}

/// How many groups of `size` digits stand before `start`, blanks between. Counts to [`MOST_BEFORE`].
fn same_groups_before(text: &[u8], start: usize, size: usize) -> usize {
    let (mut i, mut groups) = (start, 0);
    while groups < MOST_BEFORE {
        let blanks =
            text[..i].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'.')).count();
        let digits =
            text[..i - blanks].iter().rev().take_while(|byte| byte.is_ascii_digit()).take(size + 1).count();
        if blanks > 0 && context::is_placeholder(&text[..i - blanks]) {
            // What was a group before it was masked.
            return groups + 1;
        }
        if blanks == 0 || blanks > 3 || digits != size {
            break;
        }
        groups += 1;
        i -= blanks + digits;
    }
    groups
}
