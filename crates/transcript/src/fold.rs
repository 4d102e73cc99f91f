//! A turn's text as the phrases are compared with it: small letters, one blank between words, no marks.
//!
//! **Contract.** Every byte of the folded text knows its place in the text. Folding is linear and cannot fail.

/// A folded text. Starts and ends with a blank.
#[derive(Default)]
pub(crate) struct Folded {
    pub(crate) text: Vec<u8>,
    /// Where text and input run apart: from which byte of `text` on which offset of the input stands there.
    steps: Vec<Step>,
    /// Where the blanks of `text` stand: a word starts behind each but the last.
    blanks: Vec<usize>,
    /// Where sentences and their parts end, as offsets in `text`.
    pub(crate) breaks: Vec<Break>,
    len: usize,
}

#[derive(Clone, Copy)]
struct Step {
    at: usize,
    place: usize,
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
        self.steps.clear();
        self.blanks.clear();
        self.breaks.clear();
        self.len = input.len();
        self.push(b' ', 0);
        let (mut last, mut repeated) = ('\0', 0);
        self.text.reserve(input.len() + 2);
        let mut next_at = 0;
        while let Some(byte) = input.as_bytes().get(next_at).copied() {
            let at = next_at;
            // Most of a text is plain letters and blanks, which need not be looked at as characters.
            if byte.is_ascii_alphanumeric() && char::from(byte) != last {
                // "6digit" is two words, and so is what follows a script without blanks.
                if byte.is_ascii_alphabetic() && last.is_ascii_digit() || is_unspaced(last) {
                    self.push(b' ', at);
                }
                let run = run(&input.as_bytes()[at..]);
                self.extend(&input.as_bytes()[at..at + run], at);
                next_at += run;
                (last, repeated) = (char::from(input.as_bytes()[next_at - 1]), 0);
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
                self.step(at);
                self.text.extend_from_slice(small.encode_utf8(&mut bytes).as_bytes());
            }
        }
        self.blank(input.len());
        // Every byte is written and only the blanks stay: nothing to predict.
        self.blanks.resize(self.text.len(), 0);
        let mut count = 0;
        for (at, byte) in self.text.iter().enumerate() {
            self.blanks[count] = at;
            count += usize::from(*byte == b' ');
        }
        self.blanks.truncate(count);
    }

    /// The place in the input of `start..end` of the folded text, its outer blanks left out.
    pub(crate) fn span(&self, start: usize, end: usize) -> (usize, usize) {
        (self.place(start), self.place(end))
    }

    /// How many words stand in `start..end`.
    pub(crate) fn words(&self, start: usize, end: usize) -> usize {
        let end = end.min(self.text.len());
        if start >= end {
            return 0;
        }
        let first = self.blanks.partition_point(|blank| *blank < start);
        let behind = self.blanks[first..].partition_point(|blank| blank + 1 < end);
        behind + usize::from(self.text[start] != b' ')
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
        self.step(at);
        self.text.push(byte);
    }

    /// What is pushed next comes from `place` of the input.
    fn step(&mut self, place: usize) {
        let at = self.text.len();
        let is_next = self.steps.last().is_some_and(|last| last.place.wrapping_add(at - last.at) == place);
        if !is_next {
            self.steps.push(Step { at, place });
        }
    }

    fn place(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|step| step.at <= at);
        let step = next.checked_sub(1).and_then(|last| self.steps.get(last));
        step.filter(|_| at < self.text.len()).map_or(self.len, |step| step.place + at - step.at)
    }

    /// Takes plain text that stands at `at`, small.
    fn extend(&mut self, run: &[u8], at: usize) {
        self.step(at);
        let from = self.text.len();
        self.text.extend_from_slice(run);
        self.text[from..].make_ascii_lowercase();
    }

    fn unpush(&mut self) {
        self.text.pop();
    }
}

/// How many plain letters, digits and blanks follow that are folded as they stand: none twice, and no letter behind a digit.
fn run(bytes: &[u8]) -> usize {
    const LETTER: u8 = 1;
    const DIGIT: u8 = 2;
    const BLANK: u8 = 3;
    const KINDS: [u8; 256] = {
        let mut kinds = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            kinds[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' => LETTER,
                b'0'..=b'9' => DIGIT,
                b' ' => BLANK,
                _ => 0,
            };
            byte += 1;
        }
        kinds
    };
    let (mut last, mut before) = (bytes[0], KINDS[usize::from(bytes[0])]);
    let goes_on = |byte: &&u8| {
        let kind = KINDS[usize::from(**byte)];
        let is_next = kind != 0 && **byte != last && !(kind == LETTER && before == DIGIT);
        (last, before) = (**byte, kind);
        is_next
    };
    1 + bytes[1..].iter().take_while(goes_on).count()
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
