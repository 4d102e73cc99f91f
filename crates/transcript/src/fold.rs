//! A turn's text as the phrases are compared with it: small letters, one blank between words, no marks.
//!
//! **Contract.** Every byte of the folded text knows its place in the text. Folding is linear and cannot fail.

/// A folded text. Starts and ends with a blank.
#[derive(Default)]
pub(crate) struct Folded {
    pub(crate) text: Vec<u8>,
    /// For each byte of `text`, the offset in the input that it comes from.
    places: Vec<u32>,
    /// Where sentences and their parts end, as offsets in `text`.
    pub(crate) breaks: Vec<Break>,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Break {
    pub(crate) at: usize,
    pub(crate) kind: BreakKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BreakKind {
    Statement,
    Question,
    Comma,
    Colon,
}

/// Words that are written short with a full stop which ends no sentence.
const SHORT: [&str; 14] =
    ["no", "nmr", "tgl", "rek", "mr", "mrs", "ms", "dr", "bpk", "sdr", "acc", "acct", "num", "nr"];

impl Folded {
    /// Folds `input`; what was folded before is forgotten.
    pub(crate) fn fold(&mut self, input: &str) {
        self.text.clear();
        self.places.clear();
        self.breaks.clear();
        self.len = input.len();
        self.push(b' ', 0);
        let (mut last, mut repeated) = ('\0', 0);
        self.text.reserve(input.len() + 2);
        self.places.reserve(input.len() + 2);
        let mut next_at = 0;
        while let Some(byte) = input.as_bytes().get(next_at).copied() {
            let at = next_at;
            // Most of a text is plain letters and blanks, which need not be looked at as characters.
            if byte.is_ascii_alphanumeric() && char::from(byte) != last {
                // "6digit" is two words, and so is what follows a script without blanks.
                if byte.is_ascii_alphabetic() && last.is_ascii_digit() || is_unspaced(last) {
                    self.push(b' ', at);
                }
                (last, repeated) = (char::from(byte), 0);
                self.push(byte.to_ascii_lowercase(), at);
                next_at += 1;
                continue;
            }
            if byte == b' ' {
                self.blank(at);
                last = ' ';
                next_at += 1;
                continue;
            }
            let Some(character) = input[at..].chars().next() else { break };
            next_at += character.len_utf8();
            let next = input[next_at..].chars().next();
            let ends = next.is_none_or(|next| next.is_whitespace() || matches!(next, '"' | ')' | '?' | '!'));
            let kind = match character {
                '?' | '？' | '؟' => Some(BreakKind::Question),
                '!' | '\n' | ';' | '。' | '！' | '…' | '।' => Some(BreakKind::Statement),
                '.' if ends && !self.ends_in_short_word() => Some(BreakKind::Statement),
                ',' if ends => Some(BreakKind::Comma),
                '、' | '，' => Some(BreakKind::Comma),
                ':' if ends => Some(BreakKind::Colon),
                _ => None,
            };
            if let Some(kind) = kind {
                self.blank(at);
                self.breaks.push(Break { at: self.text.len(), kind });
                last = character;
                continue;
            }
            if is_dropped(character) {
                continue;
            }
            let folded = narrow(character);
            if !(folded.is_alphanumeric() || is_mark(folded)) {
                self.blank(at);
                last = character;
                continue;
            }
            if is_unspaced(folded) && self.text.last().is_some_and(u8::is_ascii_alphanumeric) {
                self.blank(at);
            }
            repeated = if folded == last && folded.is_ascii_alphabetic() { repeated + 1 } else { 0 };
            last = folded;
            // "piiin" is "pin"; two letters may be spelling.
            if repeated == 2 {
                self.unpush();
            }
            if repeated >= 2 {
                continue;
            }
            for small in folded.to_lowercase() {
                let mut bytes = [0; 4];
                for byte in small.encode_utf8(&mut bytes).bytes() {
                    self.push(byte, at);
                }
            }
        }
        self.blank(input.len());
    }

    /// The place in the input of `start..end` of the folded text, its outer blanks left out.
    pub(crate) fn span(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.places.get(start).map_or(self.len, |place| *place as usize);
        (from, self.places.get(end).map_or(self.len, |place| *place as usize))
    }

    /// How many words stand in `start..end`.
    pub(crate) fn words(&self, start: usize, end: usize) -> usize {
        let text = &self.text[start.min(end)..end.min(self.text.len())];
        text.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).count()
    }

    /// Whether a sentence ends within `start..end` of the folded text: no phrase goes on over that.
    pub(crate) fn is_broken(&self, start: usize, end: usize) -> bool {
        let next = self.breaks.partition_point(|one| one.at <= start);
        self.breaks[next..].iter().take_while(|one| one.at < end).any(|one| one.kind != BreakKind::Comma)
    }

    fn ends_in_short_word(&self) -> bool {
        let start = self.text.iter().rposition(|byte| *byte == b' ').map_or(0, |blank| blank + 1);
        SHORT.iter().any(|short| short.as_bytes() == &self.text[start..])
    }

    fn blank(&mut self, at: usize) {
        if self.text.last() != Some(&b' ') {
            self.push(b' ', at);
        }
    }

    fn push(&mut self, byte: u8, at: usize) {
        self.text.push(byte);
        // Offsets beyond four gigabytes are told as the last one that fits.
        self.places.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    fn unpush(&mut self) {
        self.text.pop();
        self.places.pop();
    }
}

/// Apostrophes within words, and what has no width.
fn is_dropped(character: char) -> bool {
    matches!(
        character,
        '\'' | '’' | '‘' | 'ʼ' | '`' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fe0f}'
    )
}

/// A mark that belongs to the letter before it.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

/// Whether a character is of a script that has no blanks between words: Thai, kana, ideographs.
pub(crate) fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{9fff}')
}

/// The narrow form of a fullwidth letter or digit.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_small_and_apart_and_know_their_places() {
        let mut folded = Folded::default();
        for (text, expected) in [
            ("What's your PIN?", " whats your pin "),
            ("piiin-nya  DONG", " pin nya dong "),
            ("no. kartu, ya", " no kartu ya "),
            ("ＰＩＮ", " pin "),
            ("", " "),
        ] {
            folded.fold(text);
            assert_eq!(String::from_utf8_lossy(&folded.text), expected, "{text}");
        }
        folded.fold("a, PIN?");
        let at = folded.text.windows(3).position(|word| word == b"pin").expect("it is there");
        assert_eq!(folded.span(at, at + 3), (3, 6));
        assert_eq!(folded.breaks.len(), 2);
    }
}
