//! Fields of markup: the text of elements, and their attributes.

use super::{End, Level, MAX_DEPTH, MAX_NAME, Paths, State, Wait, stronger};
use crate::lens::Lens;

/// Elements of HTML that have no end.
const VOID: [&[u8]; 7] = [b"area", b"br", b"col", b"hr", b"img", b"input", b"wbr"];

/// How comments and sections of text begin.
const COMMENT: &[u8] = b"<!--";
const CDATA: &[u8] = b"<![CDATA[";

impl Paths {
    pub(super) fn markup(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Result<usize, Wait> {
        self.word.clear();
        for (start, state) in [(COMMENT, State::Comment), (CDATA, State::Section)] {
            if rest.starts_with(start) {
                self.close(lens);
                self.state = state;
                return Ok(start.len());
            }
            if start.starts_with(rest) && !is_end {
                return Err(Wait);
            }
        }
        if let Some(b'!' | b'?') = rest.get(1) {
            self.close(lens);
            self.state = State::Skip;
            return Ok(2);
        }
        let is_over = rest.get(1) == Some(&b'/');
        let from = 1 + usize::from(is_over);
        let len = rest[from..].iter().take(2 * MAX_NAME).take_while(|byte| is_name(**byte)).count();
        let name = &rest[from..from + len];
        let is_named = name.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_');
        match rest.get(from + len) {
            None if !is_end && len < 2 * MAX_NAME => return Err(Wait),
            None | Some(b'>' | b'/') if is_named => {}
            Some(byte) if is_named && byte.is_ascii_whitespace() => {}
            _ => {
                self.solid(b'<', lens);
                return Ok(1);
            }
        }
        self.close(lens);
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        if is_over {
            if let Some(place) = self.elements.iter().rposition(|element| element.name == local) {
                self.elements.truncate(place);
            }
            self.state = State::Skip;
            return Ok(from + len);
        }
        if self.elements.len() < MAX_DEPTH {
            let root = self.fields.root();
            let above = self.elements.last().map_or(&root, |element| &element.trail);
            let (rule, trail) = (self.fields.rule(above, local), self.fields.below(above, local));
            self.elements.push(Level::new(0, None, local, trail, rule));
        }
        self.state = State::Tag;
        Ok(from + len)
    }

    pub(super) fn tag(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Result<usize, Wait> {
        match rest[0] {
            b'>' => {
                let is_void =
                    |element: &Level| VOID.iter().any(|void| void.eq_ignore_ascii_case(&element.name));
                if self.elements.last().is_some_and(is_void) {
                    self.elements.pop();
                }
                self.state = State::Text;
                Ok(1)
            }
            b'/' if rest.len() == 1 && !is_end => Err(Wait),
            b'/' if rest.get(1) == Some(&b'>') => {
                self.elements.pop();
                self.state = State::Text;
                Ok(2)
            }
            // It was none.
            b'<' => {
                self.elements.pop();
                self.state = State::Text;
                Ok(0)
            }
            byte if is_name(byte) || byte == b'@' => self.attribute(rest, is_end, lens),
            _ => Ok(1),
        }
    }

    fn attribute(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Result<usize, Wait> {
        let len = rest.iter().take(2 * MAX_NAME).take_while(|byte| is_name(**byte) || **byte == b'@').count();
        let blanks = |from: usize| {
            let rest = rest.get(from..).unwrap_or_default();
            rest.iter().take(MAX_NAME).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
        };
        let sign = len + blanks(len);
        match rest.get(sign) {
            None if !is_end && sign < 2 * MAX_NAME => return Err(Wait),
            Some(b'=') => {}
            _ => return Ok(len),
        }
        let at = sign + 1 + blanks(sign + 1);
        let Some(&first) = rest.get(at) else { return if is_end { Ok(len) } else { Err(Wait) } };
        let name = rest[..len].rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let root = self.fields.root();
        let trail = self.elements.last().map_or(&root, |element| &element.trail);
        let marked = [b"@", name].concat();
        let rule = stronger(self.fields.rule(trail, name), self.fields.rule(trail, &marked));
        let (end, at) = match first {
            b'"' | b'\'' => (End::Mark { mark: first, is_escaped: false, is_in_tag: true }, at + 1),
            b'\n' | b'>' => return Ok(at),
            _ => (End::Word { is_kept: false, is_in_tag: true }, at),
        };
        match rule {
            Some(rule) => self.open(self.at + at, rule, false, end, lens),
            None => self.state = State::Value(end),
        }
        Ok(at)
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'_' | b'-' | b'.' | b':')
}
