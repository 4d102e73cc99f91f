//! A code that stands before its label.

use super::super::{Hit, Site};
use super::{Code, is_after_currency, is_sender};
use crate::context::{self, Bond, Number, vicinity};
use crate::finding::Confidence;
use crate::fold;
use crate::pack::Concepts;

impl Code {
    /// `VALUE [copula] LABEL`.
    pub(super) fn before(&self, site: &Site<'_>) -> Option<Hit> {
        let text = site.text;
        let (start, end, bond, has_comma) = context::backward(site.lexicon, text, site.anchor.start)?;
        let rest = text[site.anchor.end..].trim_ascii_start();
        let ends_clause = fold::mark(rest).is_some()
            || matches!(rest.first(), None | Some(b'.' | b'!' | b',' | b'?' | b')' | b'"'));
        if has_comma && !ends_clause {
            return None;
        }
        let number = Number::parse(site.lexicon, text, start)?;
        let (span, count) = number.code(&self.lengths)?;
        let is_alone = is_clause_start(text, start);
        // "ganti jadi 120945 pin nya", "use 771204 to verify": the copula may stand before the code, where the label then
        // ends what is said of it.
        let is_set = || {
            let word = context::left_bound(site.lexicon, text, start, Concepts::COPULA | Concepts::ENTRY);
            let goes_on = rest.first().is_some_and(u8::is_ascii_alphabetic)
                && site.lexicon.longest(rest, 0, Concepts::CONNECTORS).is_none();
            word.is_some() && !goes_on
        };
        // Without a copula the code must open its clause: "482913 kode OTP kamu", not "order 482913 PIN".
        let is_bound = match bond {
            // "sent 118204 otps"
            Bond::Beside if count > 2 && self.is_plural(site) => false,
            Bond::Beside => {
                is_alone || is_set() || *self.lengths.end() == 4 && *text.get(end)? == b' ' && count == 3
            }
            Bond::Copula | Bond::Sign => true,
        };
        // A word of the line before has no claim on it: the copula here has.
        let line = text[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let taking = Concepts::LABELS | Concepts::OTHER | Concepts::CURRENCY;
        let named = context::left(site.lexicon, &text[line..], start - line, taking);
        // "Dear customer, 482913 is the code": what a comma ends claims nothing.
        let is_taken = named.is_some_and(|word| word.is_bound && !word.concepts.has(self.label.any()))
            && !text[line..start].trim_ascii_end().ends_with(b",");
        // "332 (cvv) 4417 (pin)": what a bracket closes claims nothing, either.
        let is_taken = is_taken
            && !(text[line..start].trim_ascii_end().ends_with(b")")
                && text[..site.anchor.start].ends_with(b"("));
        // "tarik 500000 pake pin": a sum, whatever stands behind it.
        let is_apart = || vicinity::is_told(site.lexicon, text, start, &self.wanted(site));
        let is_usual = !site.is_weak(self.label) || self.usual.contains(&count) && count != 5;
        let is_tail = text[..start].ends_with(b"**") && text.get(end) != Some(&b'*');
        let is_free = start == 0
            || !is_tail && !matches!(text[start - 1], b'.' | b',' | b':' | b'/' | b'$' | b'-' | b'+')
            || is_sender(text, start);
        (span.end == end
            && is_bound
            && !is_taken
            && is_usual
            && is_free
            && context::is_whole(site.lexicon, text, span)
            && !is_after_word(text, start)
            && !context::is_placeholder(text[..start].trim_ascii_end())
            && !is_after_currency(site, start)
            && !context::is_remnant(text, start)
            && !is_apart())
        .then_some(Hit::new(span, Confidence::Context))
    }
}

/// Whether a clause starts at `start`: nothing, a line's start or punctuation before it.
fn is_clause_start(text: &[u8], start: usize) -> bool {
    let before = text[..start].trim_ascii_end();
    let gap = &text[before.len()..start];
    gap.contains(&b'\n')
        || fold::mark_before(before, before.len()).is_some()
        || matches!(
            before.last(),
            None | Some(b',' | b'.' | b';' | b':' | b'!' | b'?' | b'(' | b'>' | b'"' | b'*' | b'#')
        )
}

fn is_after_word(text: &[u8], start: usize) -> bool {
    start > 0 && (text[start - 1].is_ascii_alphanumeric() || text[start - 1] == b'_')
}
