//! Numbers that are wrapped over a line end.

use super::run::Run;
use super::{LENGTHS, issuer};
use crate::context;
use crate::fold::{self, Kind, Separator};

/// Whether a line that ends in `text` (its line end included) may end in the first part of a card: eight or more
/// digits grouped as the start of an issued card. Then the number may go on in the next line.
pub(crate) fn is_wrapped(text: &[u8]) -> bool {
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    let body = body.strip_suffix(b"\r").unwrap_or(body);
    let mut at = body.len();
    let (mut digits, mut floor) = (0, at);
    while let Some(start) = fold::before(body, at) {
        match fold::glyph(body, start).map(|glyph| glyph.kind) {
            Some(Kind::Digit(_)) => {
                digits += 1;
                floor = start;
            }
            Some(Kind::Separator(Separator::Newline)) => break,
            Some(Kind::Separator(_)) if floor - start <= 4 => {}
            Some(Kind::Invisible) => {}
            _ => break,
        }
        at = start;
        if digits > 18 {
            return false;
        }
    }
    if digits < 8 || body.len() - floor > 64 {
        return false;
    }
    if context::is_remnant(body, floor) {
        return false;
    }
    let run = Run::parse(body, floor);
    let groups = run.group_count();
    let is_complete = (0..groups)
        .any(|last| run.digits_through(last) == run.len() && LENGTHS.contains(&run.len()))
        && run.is_card_shaped();
    let is_grouped = groups >= 2
        && (run.size(0) == 4 && (run.size(1) == 4 || run.size(1) == 6))
        && run.sizes().skip(2).all(|size| size <= 5)
        && run.is_uniform(groups - 1);
    is_grouped && !is_complete && issuer::may_start(run.digits(2))
}
