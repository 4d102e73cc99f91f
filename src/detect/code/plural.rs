//! Labels in the plural, which are counted as often as they are named: "sent 118204 otps", "pins sold: 4417".

use super::super::Site;
use super::Code;

impl Code {
    /// Whether the label stands in the plural: what is left without its last letter is the label, too.
    pub(super) fn is_plural(&self, site: &Site<'_>) -> bool {
        let Site { text, anchor, lexicon, .. } = *site;
        let is_cut = matches!(text[anchor.range()].last(), Some(b's' | b'S'));
        let singular = &text[..anchor.end - usize::from(is_cut)];
        is_cut
            && !singular.ends_with(b"'")
            && lexicon
                .longest(singular, anchor.start, self.label.any())
                .is_some_and(|word| word.end == singular.len())
    }
}
