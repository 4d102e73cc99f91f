//! Where a label may have a value that is written with digits: on its line, or on the next where it ends its own.

use super::simd::{BLOCK, Masks};

/// Digits that a value has at least: see [`Writing`](crate::detect::Writing).
const MIN_DIGITS: u32 = 3;
/// Letters that a value may have which stands alone on its line: the month of a date, the letters of a number.
const MAX_LETTERS: u32 = 32;

/// With more digits a block than this, as in logs, few lines are quiet, and none is looked for.
const MANY_DIGITS: usize = 8;
/// Bytes of an empty line.
const MAX_EMPTY: usize = 256;
/// Whether the value of a label on a quiet line may be written with the words for digits that are there: on its line, or behind
/// an empty one on the next.
pub(super) fn may_be_spelled(masks: &[Masks], label: usize, words: impl Iterator<Item = usize>) -> bool {
    let newlines = |block: usize| masks.get(block / 8).map(|masks| masks.newline[block % 8]);
    let (block, bit) = (label / BLOCK, label % BLOCK);
    let before = newlines(block).unwrap_or(0) & ((1 << bit) - 1);
    let last = |block: usize, newline: u64| {
        (newline != 0).then(|| (block + 1) * BLOCK - newline.leading_zeros() as usize)
    };
    let start = last(block, before)
        .or_else(|| (0..block).rev().find_map(|block| last(block, newlines(block)?)))
        .unwrap_or(0);
    let mut behind = newlines(block).unwrap_or(0) >> bit << bit;
    let (mut block, mut lines) = (block, behind.count_ones());
    while lines < LINES {
        block += 1;
        let Some(newline) = newlines(block) else { break };
        behind = newline;
        lines += behind.count_ones();
    }
    let end = ((block + 1) * BLOCK).min(masks.len() * 8 * BLOCK);
    let digits = || (start / BLOCK..end / BLOCK).any(|block| masks[block / 8].digit[block % 8] != 0);
    match words.skip_while(|word| *word < start).take_while(|word| *word < end).take(2).count() {
        0 => false,
        1 => digits(),
        _ => true,
    }
}

/// A label's line, an empty one, and the next.
const LINES: u32 = 3;

/// Marks the bytes of quiet lines: those with too few digits for a value, behind which no line is that may be one and nothing
/// else. Of the first line and of the last what is not seen may have digits; a line goes on where nothing `is_end`.
pub(super) fn mark_quiet(masks: &mut [Masks], starts_line: bool, len: usize, is_end: bool) {
    masks.iter_mut().for_each(|masks| masks.quiet = [0; 8]);
    let blocks = len.div_ceil(BLOCK).min(masks.len() * 8);
    let digits: u32 = masks.iter().flat_map(|masks| masks.digit).map(u64::count_ones).sum();
    if digits as usize > blocks * MANY_DIGITS {
        return;
    }
    let mut counted = Counted::default();
    // Where the line starts, with what was counted before it; and the quiet line before it, which the next decides.
    let mut line = starts_line.then_some((0, counted));
    let mut waiting: Option<(usize, usize)> = None;
    for block in 0..blocks {
        let (group, lane) = (block / 8, block % 8);
        let [digit, letter, mut newline] =
            [masks[group].digit[lane], masks[group].letter[lane], masks[group].newline[lane]];
        while newline != 0 {
            let bit = newline.trailing_zeros();
            newline &= newline - 1;
            let (end, before) = (block * BLOCK + bit as usize, (1 << bit) - 1);
            let here = counted.with(digit & before, letter & before);
            if let Some((start, at_start)) = line {
                settle(masks, &mut waiting, (start, end), here.since(at_start));
            }
            line = Some((end + 1, here));
        }
        counted = counted.with(digit, letter);
    }
    if let Some((start, at_start)) = line.filter(|_| is_end && len <= masks.len() * 8 * BLOCK) {
        settle(masks, &mut waiting, (start, len), counted.since(at_start));
        if let Some((start, end)) = waiting {
            fill(masks, start, end);
        }
    }
}

/// What stands before a place.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    digits: u32,
    letters: u32,
}

impl Counted {
    #[inline(always)]
    fn with(self, digit: u64, letter: u64) -> Self {
        Self { digits: self.digits + digit.count_ones(), letters: self.letters + letter.count_ones() }
    }

    #[inline(always)]
    fn since(self, start: Self) -> Self {
        Self { digits: self.digits - start.digits, letters: self.letters - start.letters }
    }
}

/// Decides the line that waits by the one behind it, which waits in its place if it has too few digits itself.
#[inline(always)]
fn settle(masks: &mut [Masks], waiting: &mut Option<(usize, usize)>, line: (usize, usize), has: Counted) {
    let Counted { digits, letters } = has;
    if digits == 0 && letters == 0 && waiting.is_some() {
        // An empty line.
        *waiting = waiting.filter(|_| line.1 - line.0 <= MAX_EMPTY);
        return;
    }
    if let Some((start, end)) = waiting.take()
        && !(digits >= MIN_DIGITS && letters <= MAX_LETTERS)
    {
        fill(masks, start, end);
    }
    *waiting = (digits < MIN_DIGITS).then_some(line);
}

/// Marks the bytes from `start` to `end`.
#[inline(always)]
fn fill(masks: &mut [Masks], start: usize, end: usize) {
    let mut at = start;
    while at < end {
        let (block, bit) = (at / BLOCK, at % BLOCK);
        let len = (end - at).min(BLOCK - bit);
        masks[block / 8].quiet[block % 8] |= u64::MAX >> (BLOCK - len) << bit;
        at += len;
    }
}
