//! Tables and lists of HTML: the cell at the head of a column or row says what the others hold.
//!
//! In property lists it is `<key>` and `<string>`, in XML of many kinds `<name>` and `<value>`. A cell that is the first of its row and a label names the second.
//! `<th>PIN</th>` names the cells below it and those behind it in its row, `<dt>PIN</dt>` what stands in the `<dd>` behind it. In a
//! `<thead>` every cell is a head. A cell that spans columns is counted as so many; one that spans rows, and a table inside a cell,
//! are not told apart from others.

use crate::names::Names;

/// Bytes of a tag.
const MAX_TAG: usize = 256;

/// Columns that are named. Those beyond have no name.
const MAX_COLUMNS: usize = 256;

/// A tag that begins or ends a cell, a row or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Table,
    Heads,
    Row,
    Head,
    Value,
    Term,
    Description,
}

/// Their names, in small letters.
const TAGS: [(&[u8], Tag); 14] = [
    (b"table", Tag::Table),
    (b"thead", Tag::Heads),
    (b"tr", Tag::Row),
    (b"th", Tag::Head),
    (b"td", Tag::Value),
    (b"dt", Tag::Term),
    (b"dd", Tag::Description),
    // Property lists.
    (b"key", Tag::Term),
    (b"string", Tag::Description),
    (b"integer", Tag::Description),
    // And in XML of many kinds, where they have no attributes that say more.
    (b"name", Tag::Term),
    (b"label", Tag::Term),
    (b"value", Tag::Description),
    (b"val", Tag::Description),
];

/// Attributes that name the value of an element of their own.
const NAMING: [&[u8]; 4] = [b"name=", b"key=", b"id=", b"value="];

/// What may stand before the name of such an element, with a hyphen: `<param-value>`.
const KINDS: [&[u8]; 6] = [b"param", b"field", b"attribute", b"property", b"parameter", b"entry"];

/// The length of that, with the hyphen.
fn kind(name: &[u8]) -> usize {
    let len = name.iter().take(MAX_TAG).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let is_one = matches!(name.get(len), Some(b'-' | b'_')) && KINDS.contains(&&name[..len]);
    if is_one { len + 1 } else { 0 }
}

/// What stands at a bracket.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    None,
    /// More bytes are needed to tell.
    More,
    Mark(Mark),
}

/// A tag as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    tag: Tag,
    is_end: bool,
    /// Columns that it spans.
    span: usize,
    pub(crate) len: usize,
}

/// Where in a table a text stands.
#[derive(Default, PartialEq, Eq)]
pub(crate) struct Cells {
    /// What stands at the head of each column.
    columns: Vec<Vec<u8>>,
    /// What stands at the heads of the present row, and in which column.
    heads: Vec<(usize, Vec<u8>)>,
    column: usize,
    is_in_heads: bool,
    /// Whether the present row has cells that are no heads.
    has_values: bool,
    /// The head that is being read, or the first cell of a row that has no head.
    text: Option<Vec<u8>>,
    /// What that cell says.
    first: Vec<u8>,
}

impl Mark {
    /// Whether a value that is named elsewhere stands behind it.
    pub(crate) fn is_value(&self) -> bool {
        self.tag == Tag::Description && !self.is_end
    }

    /// Looks at the bytes from a bracket on.
    pub(crate) fn at(rest: &[u8]) -> Seen {
        let (is_end, name) = match &rest[1..] {
            [b'/', name @ ..] => (true, name),
            name => (false, name),
        };
        let kind = kind(name);
        let parts = name.len();
        let name = &name[kind..];
        let len = name.iter().take(MAX_TAG).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (name, behind) = name.split_at(len);
        let is_like = |known: &[u8]| known.get(..len).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if behind.is_empty() {
            let may_be = TAGS.iter().any(|(known, _)| is_like(known))
                || KINDS.iter().any(|known| known.get(..len).is_some_and(|start| start == name));
            return if may_be && parts < MAX_TAG { Seen::More } else { Seen::None };
        }
        let Some((_, tag)) = TAGS.iter().find(|(known, _)| known.len() == len && is_like(known)) else {
            return Seen::None;
        };
        if kind > 0 && !matches!(tag, Tag::Term | Tag::Description) {
            return Seen::None;
        }
        if !matches!(behind[0], b'>' | b'/' | b' ' | b'\t') {
            return Seen::None;
        }
        let from = rest.len() - behind.len();
        let is_plain =
            |attributes: &[u8]| !NAMING.iter().any(|name| memchr::memmem::find(attributes, name).is_some());
        match behind.iter().take(MAX_TAG).position(|byte| matches!(byte, b'>' | b'<' | b'\n' | b'{')) {
            None if behind.len() < MAX_TAG => Seen::More,
            Some(end)
                if behind[end] == b'>'
                    && (*tag != Tag::Term && *tag != Tag::Description || is_plain(&behind[..end])) =>
            {
                Seen::Mark(Self { tag: *tag, is_end, span: span(&behind[..end]), len: from + end + 1 })
            }
            _ => Seen::None,
        }
    }
}

/// How many columns a cell says that it spans.
fn span(attributes: &[u8]) -> usize {
    const NAME: &[u8] = b"colspan=";
    let Some(at) = memchr::memmem::find(attributes, NAME) else { return 1 };
    let digits = attributes[at + NAME.len()..].iter().skip_while(|byte| matches!(byte, b'"' | b'\''));
    let digits = digits.take(3).take_while(|byte| byte.is_ascii_digit());
    let span = digits.fold(0, |span, digit| span * 10 + usize::from(digit - b'0'));
    span.clamp(1, MAX_COLUMNS)
}

impl Cells {
    /// Takes text that stands between tags.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        if let Some(text) = &mut self.text {
            let room = (2 * MAX_TAG).saturating_sub(text.len());
            text.extend_from_slice(&bytes[..room.min(bytes.len())]);
        }
    }

    /// Takes a tag, and gives the name of what stands behind it.
    pub(crate) fn mark(&mut self, mark: Mark, names: &mut Names) -> Option<&[u8]> {
        self.end_head();
        let Mark { tag, is_end, span, .. } = mark;
        match (tag, is_end) {
            (Tag::Table, _) => *self = Self::default(),
            (Tag::Heads, _) => {
                self.end_row();
                self.is_in_heads = !is_end;
            }
            (Tag::Row, _) => self.end_row(),
            (Tag::Head, false) => self.begin_head(span),
            (Tag::Value, false) if self.is_in_heads => self.begin_head(span),
            (Tag::Term, false) => {
                self.end_row();
                self.begin_head(0);
            }
            (Tag::Value, false) => {
                let column = self.column;
                self.column = self.column.saturating_add(span);
                let above = self.columns.get(column).filter(|name| names.label(name));
                if !self.has_values && self.heads.is_empty() && above.is_none() {
                    self.text = Some(Vec::new());
                }
                self.has_values = true;
                let first = Some(&self.first).filter(|_| column == 1);
                let heads = self.heads.iter().rev().map(|(_, name)| name);
                let beside = || heads.chain(first).find(|name| names.label(name));
                return above.or_else(beside).map(Vec::as_slice);
            }
            (Tag::Description, false) => {
                self.has_values = true;
                let term = self.heads.last().map(|(_, name)| name).filter(|name| names.label(name));
                return term.map(Vec::as_slice);
            }
            (Tag::Head | Tag::Value | Tag::Term | Tag::Description, true) => {}
        }
        None
    }

    /// The column comes after those of the row so far.
    fn begin_head(&mut self, span: usize) {
        if self.column < MAX_COLUMNS {
            self.heads.push((self.column, Vec::new()));
            self.text = Some(Vec::new());
        }
        self.column = self.column.saturating_add(span);
    }

    fn end_head(&mut self) {
        let Some(text) = self.text.take() else { return };
        match self.heads.last_mut() {
            Some((_, name)) => *name = words(&text),
            None => self.first = words(&text),
        }
    }

    /// A row of heads alone names the columns.
    fn end_row(&mut self) {
        let heads = std::mem::take(&mut self.heads);
        if !self.has_values && !heads.is_empty() {
            self.columns.clear();
            for (column, name) in heads {
                self.columns.resize(column, Vec::new());
                self.columns.push(name);
            }
        }
        (self.column, self.has_values) = (0, false);
        self.first.clear();
    }
}

/// The words of a head, without the tags in it and a colon behind it. Of what is longer than a name nothing.
fn words(text: &[u8]) -> Vec<u8> {
    let mut words = Vec::new();
    let (mut is_tag, mut is_apart) = (false, false);
    for &byte in text {
        match byte {
            b'<' => (is_tag, is_apart) = (true, true),
            b'>' if is_tag => is_tag = false,
            _ if is_tag => {}
            _ if byte.is_ascii_whitespace() => is_apart = true,
            b'"' | b'\\' | b':' => is_apart = true,
            _ => {
                if is_apart && !words.is_empty() {
                    words.push(b' ');
                }
                is_apart = false;
                words.push(byte);
            }
        }
    }
    if words.len() > Names::MAX_BYTES { Vec::new() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_what_only_begins_so() {
        for (text, tag, is_end, span) in [
            ("<th>", Tag::Head, false, 1),
            ("</TD >", Tag::Value, true, 1),
            ("<td class='a' colspan=\"3\">x", Tag::Value, false, 3),
            ("<Table>", Tag::Table, false, 1),
        ] {
            let len = text.find('>').expect("it has one") + 1;
            assert_eq!(Mark::at(text.as_bytes()), Seen::Mark(Mark { tag, is_end, span, len }), "{text}");
            for cut in 1..len {
                assert_eq!(Mark::at(&text.as_bytes()[..cut]), Seen::More, "{text} at {cut}");
            }
        }
        for text in ["<p>", "<thx>", "<t>", "<td\n>", "<td <td>", "<!-- ", "< td>"] {
            assert_eq!(Mark::at(text.as_bytes()), Seen::None, "{text}");
        }
    }

    #[test]
    fn heads_are_words() {
        for (text, expected) in [("PIN", "PIN"), (" <b>Card</b>\n PIN: ", "Card PIN"), ("<i></i>", "")] {
            assert_eq!(words(text.as_bytes()), expected.as_bytes(), "{text}");
        }
        assert_eq!(words(&[b'x'; 65]), b"");
    }
}
