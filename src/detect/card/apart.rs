//! Whether a number stands apart from the letters, digits and marks around it.

use super::surroundings::{
    has_digit_word, is_base64, is_colour, is_in_uuid, is_mask_end, is_mask_start, is_scrambled, other_key,
};
use super::{Candidate, Site, Window, is_labelled};
use crate::context;
use crate::pack::{Concepts, Label};

impl Candidate<'_, '_> {
    /// Whether a bare number stands alone.
    pub(super) fn is_separate(&self, window: Window) -> bool {
        let text = self.site.text;
        let end = self.run.end_of(window.count);
        if self.is_in_word(window) {
            return false;
        }
        let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
        let back = |n: usize| self.start.checked_sub(n).map_or(0, |i| text[i]);
        let is_fraction = match back(1) {
            b'.' => back(2).is_ascii_digit(),
            // 0,4111… in running text; in a table the zero would be a field.
            b',' => back(2) == b'0' && matches!(back(3), b' ' | b'-'),
            // A sign, a block's or a UUID's number: blk_-1608…, a-4111….
            b'-' => back(2).is_ascii_alphanumeric() || back(2) == b'_',
            _ => false,
        };
        let is_joined = match text.get(end) {
            Some(b'.' | b'-') if self.is_card_behind(window) => false,
            Some(b'.') => {
                is_digit(end + 1) && self.run.is_dotted_after(window.last) && !self.has_fraction(window)
            }
            Some(b'-') => {
                // 4111111111111111-001 is a card with a suffix; a longer chain is an identifier.
                self.run.is_hyphened_after(window.last)
                    && window.last + 1 < self.run.group_count()
                    && self.run.size(window.last + 1) > 4
                    || text.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
                        && has_digit_word(&text[end + 1..])
            }
            // An exponent.
            Some(b'e' | b'E') => {
                is_digit(end + 1) || (matches!(text.get(end + 1), Some(b'+' | b'-')) && is_digit(end + 2))
            }
            _ => false,
        };
        (!is_fraction || self.is_behind_card()) && !is_joined && !context::is_placeholder(&text[..self.start])
    }

    /// Whether letters and digits around make the window a part of a hexadecimal or base64 word.
    pub(super) fn is_in_word(&self, window: Window) -> bool {
        let text = self.site.text;
        let end = self.run.end_of(window.count);
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric();
        let mut before = text[..self.start].iter().rev().take_while(is_word).take(64).count();
        let after = text[end..].iter().take_while(is_word).take(64).count();
        // %3D4111…: the letter ends an escape; \n4111… likewise.
        let back = |n: usize| self.start.checked_sub(n).map_or(0, |i| text[i]);
        let is_escape =
            back(3) == b'%' || (back(2) == b'\\' && before == 1) || is_colour(&text[..self.start]);
        if before > 0 && (is_escape || self.site.last_end == Some(self.start)) {
            before = 0;
        }
        if before + after == 0 {
            return is_in_uuid(text, self.start, end);
        }
        // 4111…cvv123, 4111…exp12/27: the next field's name stands behind, and its value behind that.
        let next = if after > 0 { self.next_name(end) } else { 0 };
        let seen = if next > 0 { next } else { after };
        let outside = || text[self.start - before..self.start].iter().chain(&text[end..end + seen]);
        let letters = outside().filter(|byte| byte.is_ascii_alphabetic()).count();
        let has_digits = letters < before + seen;
        let is_hex = outside().all(u8::is_ascii_hexdigit);
        // Behind a number a short word may have letters of hexadecimal digits alone: de, dec. Hexadecimal words are
        // written by fours.
        let is_word_behind = before == 0 && next == 0 && !(window.count + after).is_multiple_of(4);
        // What a mask has left was a number.
        let is_masked_word = is_mask_start(&text[end + after..]) || is_mask_end(&text[..self.start - before]);
        has_digits
            || is_masked_word
            || (is_hex && letters >= 2 && !is_word_behind)
            || is_in_uuid(text, self.start, end)
            || next == 0 && is_base64(text, self.start - before, end + after)
            || is_scrambled(&text[self.start - before..self.start], &text[end..end + after])
                && !is_labelled(self.site, self.start, end, Label::Card.any())
    }

    /// Length of the name of a card's other field that starts where the number ends: the `cvv` of `4111…cvv123`.
    fn next_name(&self, end: usize) -> usize {
        let Site { text, lexicon, .. } = *self.site;
        let fields = Label::Expiry.any() | Label::SecurityCode.any() | Label::Pin.strong();
        let name = lexicon.longest(text, end, fields | Concepts::NOT);
        let name = name.filter(|name| !name.concepts.has(Concepts::NOT));
        name.map_or(0, |name| {
            text[end..name.end].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
        })
    }

    /// Whether the number stands behind the key of an id or a time in which no card is named.
    pub(super) fn is_behind_other_key(&self) -> bool {
        let Site { text, lexicon, .. } = *self.site;
        other_key(&text[..self.start]).is_some_and(|key| {
            let mut words = key.range().filter(|&at| context::is_word_start(text, at));
            !words.any(|at| lexicon.longest(text, at, Label::Card.any()).is_some())
        })
    }

    /// Whether the number is a segment of a path.
    pub(super) fn is_on_path(&self) -> bool {
        let text = self.site.text;
        let before = &text[..self.start];
        let is_segment = before.last() == Some(&b'/') && !before.ends_with(b"//") && before.len() > 1 && {
            let byte = before[before.len() - 2];
            byte.is_ascii_alphabetic()
                || matches!(byte, b'.' | b'_' | b'-' | b' ' | b'"' | b'/')
                || byte.is_ascii_digit()
        };
        is_segment && !before[..before.len() - 1].trim_ascii_end().ends_with(b"card")
    }
}
