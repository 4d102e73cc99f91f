//! Fields of YAML, and of lines that look like it: `key: value`.

use samar::FieldRule;

use super::{End, Level, MAX_DEPTH, MAX_NAME, MAX_START, Paths, State, Wait};
use crate::lens::Lens;

impl Paths {
    pub(super) fn line_start(&mut self, rest: &[u8], is_end: bool, lens: &mut Lens) -> Result<usize, Wait> {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(MAX_START)]);
        if end.is_none() && rest.len() < MAX_START && !is_end {
            return Err(Wait);
        }
        let line = &rest[..end.unwrap_or(rest.len().min(MAX_START))];
        self.state = State::Text;
        let column = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let text = line[column..].trim_ascii_end();
        self.is_markup = text.starts_with(b"<");
        if text.is_empty() || self.is_markup || text.starts_with(b"#") || !self.elements.is_empty() {
            return Ok(0);
        }
        if matches!(text, b"---" | b"...") {
            self.keys.clear();
            return Ok(0);
        }
        let mut at = column;
        while matches!(&line[at..], [b'-'] | [b'-', b' ' | b'\t' | b'\r', ..]) {
            self.item(at);
            at += 1;
            at += line[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        }
        let is_item = at > column;
        let (rule, value, is_alone) = match key(&line[at..]) {
            Some((name, value)) => (self.key(at, name), at + value, true),
            None => {
                if !is_item {
                    self.leave(column);
                }
                (self.keys.last().and_then(|key| key.rule), at, is_item)
            }
        };
        let Some(rule) = rule else { return Ok(0) };
        Ok(self.begin(line, value, rule, is_alone, lens))
    }

    /// Begins the value of a field, if it stands on this line. One that is alone there gets quotation marks.
    fn begin(
        &mut self,
        line: &[u8],
        mut at: usize,
        rule: FieldRule,
        is_alone: bool,
        lens: &mut Lens,
    ) -> usize {
        // A tag or anchor before it.
        if let Some(b'!' | b'&') = line.get(at).filter(|_| is_alone) {
            at += line[at..].iter().take_while(|byte| byte.is_ascii_graphic()).count();
            at += line[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        }
        match line.get(at) {
            None | Some(b'\r') => 0,
            Some(b'#' | b'|' | b'>') if is_alone => 0,
            Some(b'"') if is_alone => {
                let end = End::Mark { mark: b'"', is_escaped: false, is_in_tag: false };
                self.open(self.at + at + 1, rule, false, end, lens);
                at + 1
            }
            Some(b'{' | b'[') if is_alone => {
                lens.open_mark(self.at + at, rule, Some(0));
                self.solid = self.at + at;
                self.state =
                    State::Document { depth: 0, is_string: false, is_escaped: false, is_field: true };
                at
            }
            Some(_) => {
                self.open(self.at + at, rule, is_alone, End::Line, lens);
                at
            }
        }
    }

    /// Leaves what stands at least so far in.
    fn leave(&mut self, column: usize) {
        while self.keys.last().is_some_and(|key| key.column >= column) {
            self.keys.pop();
        }
    }

    fn item(&mut self, column: usize) {
        // A list may stand as far in as its key.
        while self.keys.last().is_some_and(|key| key.column > column) {
            self.keys.pop();
        }
        let before = self.keys.pop_if(|key| key.column == column && key.index.is_some());
        let index = before.and_then(|item| item.index).map_or(0, |index| index + 1);
        self.push(column, Some(index), index.to_string().as_bytes());
    }

    fn key(&mut self, column: usize, name: &[u8]) -> Option<FieldRule> {
        self.leave(column);
        self.push(column, None, name)
    }

    fn push(&mut self, column: usize, index: Option<usize>, name: &[u8]) -> Option<FieldRule> {
        let root = self.fields.root();
        let above = self.keys.last().map_or(&root, |key| &key.trail);
        let (rule, trail) = (self.fields.rule(above, name), self.fields.below(above, name));
        if self.keys.len() < MAX_DEPTH {
            self.keys.push(Level::new(column, index, b"", trail, rule));
        }
        rule
    }
}

/// The key at the start of a line, and where behind it its value begins.
fn key(line: &[u8]) -> Option<(&[u8], usize)> {
    let (name, end) = match line.first()? {
        mark @ (b'"' | b'\'') => {
            let len = line[1..].iter().take(MAX_NAME + 1).position(|byte| byte == mark)?;
            (&line[1..=len], len + 2)
        }
        _ => {
            let len = line.iter().take(MAX_NAME + 1).take_while(|byte| is_part(**byte)).count();
            (line[..len].trim_ascii_end(), len)
        }
    };
    let behind = line[end..].strip_prefix(b":").filter(|_| !name.is_empty() && name.len() <= MAX_NAME)?;
    let blanks = behind.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let is_value = blanks > 0 || matches!(behind, [] | [b'\r', ..]);
    is_value.then_some((name, end + 1 + blanks))
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || !byte.is_ascii()
        || matches!(byte, b'_' | b'-' | b'.' | b' ' | b'/' | b'@' | b'$')
}
