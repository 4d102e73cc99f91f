//! Card numbers in the data of a chip (EMV 4.3, book 3, annex A): tag `5A`, a byte of length, the number in decimal digits, an
//! `F` behind an odd one; in hexadecimal, without blanks.

use super::{Candidate, issuer};
use crate::detect::check::luhn;
use crate::detect::{Hit, Verdict};
use crate::finding::Confidence;
use crate::span::Span;

/// Bytes of a card number: 12 to 19 digits. Lengths with a letter stand before no digit of it.
const LENGTHS: std::ops::RangeInclusive<u8> = b'6'..=b'9';

/// Whether the digits at `at` are the length behind tag `5A`.
#[inline]
pub(super) fn is_behind(text: &[u8], at: usize) -> bool {
    matches!(text[..at], [.., b'5', b'A' | b'a'])
        && matches!(text[at..], [b'0', length, ..] if LENGTHS.contains(&length))
}

impl Candidate<'_, '_> {
    /// The number that has the length told before it; what follows may be the next tag.
    pub(super) fn tagged(&self) -> Verdict {
        let text = self.site.text;
        let most = 2 * usize::from(text[self.start - 1] - b'0');
        let digits = self.run.digits_through(0).min(most);
        let is_padded = || matches!(text.get(self.run.end_of(digits)), Some(b'F' | b'f'));
        let number = self.run.digits(digits);
        if (digits == most || digits + 1 == most && is_padded())
            && issuer::trust(number, digits).is_some()
            && luhn::is_valid(number)
        {
            let span = Span::new(self.start, self.run.end_of(digits));
            return Verdict::Hit(Hit::new(span, Confidence::Checksum).without_tail());
        }
        Verdict::Miss("no card number of the length before it")
    }
}
