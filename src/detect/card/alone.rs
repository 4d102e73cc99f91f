//! What the digits of a number alone say: the look that most long numbers of a log do not survive.

use super::run::Run;
use super::{Card, LENGTHS, issuer, tag};
use crate::detect::check::luhn;
use crate::detect::{Detector, track};
use crate::fold;

/// Whether the number at `at` can be a card or the start of a track where no word names it: by its digits alone.
/// `is_end` says that `text` ends where it ends; otherwise a number at its end may go on.
pub(crate) fn may_be_card(text: &[u8], at: usize, is_end: bool) -> bool {
    let is_escape = at > 0 && text[at - 1] == b'%';
    if tag::is_behind(text, at) {
        return true;
    }
    let start = if is_escape { at + 2 } else { at };
    let seen = &text[..text.len().min(start + Card.reach().after)];
    let digits = seen.get(start..).unwrap_or_default();
    let len = digits.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_digit()).count();
    // Most are one group of ASCII digits with something else behind.
    if let Some(next) = digits.get(len)
        && (12..=LONGEST).contains(&len)
        && !matches!(
            next,
            b' ' | b'\t' | b'-' | b'.' | b'+' | b'%' | b'^' | b'=' | b'D' | b'\n' | b'\r' | 0x80..
        )
    {
        return is_card(&digits[..len]);
    }
    if fold::digit(seen, start).is_none() {
        return false;
    }
    let run = Run::parse(seen, start);
    let may_go_on = !is_end && seen.len() == text.len() && run.end_of(run.len()) + 4 > text.len();
    may_go_on
        || run.digits_through(0) > LONGEST
        || (0..run.group_count()).any(|last| is_card(run.digits(run.digits_through(last))))
        || track::has_mark(text, at)
}

/// The most digits of a card.
const LONGEST: usize = 19;

fn is_card(digits: &[u8]) -> bool {
    LENGTHS.contains(&digits.len()) && issuer::trust(digits, digits.len()).is_some() && luhn::is_valid(digits)
}
