//! Labels that are columns: `INSERT INTO users (name, pin) VALUES ('Ana', '4821')`, and the first line of a table with the rows
//! below: `id,card_no,cvv,exp`.

use crate::span::Span;

/// Bytes of the list of columns before the label, and of what stands behind it, at most.
const MAX_BYTES: usize = 160;

/// Where the value of the column starts that the label at `start..end` names, an opening quotation mark included.
pub(crate) fn column_value(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let name = rest.iter().take_while(|byte| is_name(byte)).count();
    if !matches!(rest.get(name), Some(b',' | b')')) {
        return None;
    }
    let floor = start.saturating_sub(MAX_BYTES);
    let open = (floor..start).rev().find(|&at| !is_list(&text[at])).filter(|&at| text[at] == b'(')?;
    let index = text[open..start].iter().filter(|byte| **byte == b',').count();
    let close = end + rest.iter().take(MAX_BYTES).take_while(|byte| is_list(byte)).count();
    let values = text.get(close..)?.strip_prefix(b")")?.trim_ascii_start();
    let row = values
        .get(..6)
        .filter(|word| word.eq_ignore_ascii_case(b"values"))
        .map(|_| values[6..].trim_ascii_start())?;
    let mut at = text.len() - row.strip_prefix(b"(")?.len();
    for _ in 0..index {
        at = value_end(text, at)?;
        at += usize::from(text.get(at) == Some(&b','));
    }
    at += text[at..].iter().take_while(|byte| **byte == b' ').count();
    (at < text.len()).then_some(at)
}

/// Where the literal starts that is written in the place of the format of which the label at `start..end` is a part:
/// `"otp {} sent", "774120"`, an opening quotation mark included; `nth` counts the places behind the label.
pub(crate) fn argument(text: &[u8], label: Span, nth: usize) -> Option<usize> {
    let place = |at: usize| matches!(&text[at..], [b'{', b'}', ..] | [b'%', b's' | b'd' | b'v', ..]);
    let behind = &text[label.end..text.len().min(label.end + MAX_BYTES)];
    let close = label.end + memchr::memchr(b'"', behind)?;
    memchr::memchr2(b'{', b'%', &text[label.end..close])?;
    let own = (label.end..close).filter(|at| place(*at)).nth(nth)?;
    let floor = label.start.saturating_sub(MAX_BYTES);
    let open = (floor..label.start).rev().find(|&at| text[at] == b'"')?;
    let index = (open..own).filter(|at| place(*at)).count();
    let mut at = close + 1;
    for _ in 0..=index {
        at += text[at..].iter().take_while(|byte| **byte == b' ').count();
        at = (text.get(at) == Some(&b',')).then_some(at + 1)?;
        at += text[at..].iter().take_while(|byte| **byte == b' ').count();
        let start = at;
        at = argument_end(text, at);
        if at == start {
            return None;
        }
    }
    let start = text[..at].iter().rposition(|byte| *byte == b' ' || *byte == b',')? + 1;
    matches!(text[start], b'"' | b'\'' | b'0'..=b'9').then_some(start)
}

/// The end of the literal or name at `at`.
fn argument_end(text: &[u8], at: usize) -> usize {
    match text.get(at) {
        Some(quote @ (b'"' | b'\'')) => {
            let len = text[at + 1..].iter().position(|byte| byte == quote || *byte == b' ');
            len.map_or(at, |len| at + 1 + len + 1)
        }
        _ => {
            at + text[at.min(text.len())..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
                .count()
        }
    }
}

/// Where the value starts of the field of a form whose label element the label at `end` closes:
/// `<label>CVV</label><input value="482">`.
pub(crate) fn form_value(text: &[u8], end: usize) -> Option<usize> {
    let rest = &text[end..text.len().min(end + MAX_BYTES)];
    let label = rest.iter().take_while(|byte| matches!(byte, b' ' | b':' | b'*')).count();
    let behind = rest[label..].strip_prefix(b"</label>")?.trim_ascii_start();
    let input = behind.strip_prefix(b"<input ")?;
    let tag = &input[..memchr::memchr(b'>', input)?];
    let value =
        memchr::memmem::find(tag, b" value=").map(|at| at + 7).or(tag.starts_with(b"value=").then_some(6))?;
    let quote = usize::from(matches!(tag.get(value), Some(b'"' | b'\'')));
    Some(end + rest.len() - input.len() + value + quote)
}

/// Separators of the fields of a table.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Fields that a table has at least.
const MIN_FIELDS: usize = 3;
/// Bytes of a field of the first line at most.
const MAX_NAME: usize = 24;
/// Letters of a row at most, and digits at least: lines with more and with fewer are not looked at for every label.
const MAX_LETTERS: usize = 32;
const MIN_DIGITS: usize = 3;

/// Whether the line of a label is the first of a table, of which the label is a field.
pub(crate) fn is_heading(text: &[u8], label: Span) -> bool {
    let is_edge = |byte: Option<&u8>| {
        byte.is_none_or(|byte| matches!(byte, b'\n' | b'"' | b'_') || SEPARATORS.contains(byte))
    };
    let behind = &text[label.end..];
    let behind = behind.strip_prefix(b" ").unwrap_or(behind);
    let ends_field =
        behind.first().is_none_or(|byte| matches!(byte, b'\n' | b'\r' | b'"') || SEPARATORS.contains(byte));
    let before = &text[..label.start];
    let before = before.strip_suffix(b" ").unwrap_or(before);
    if !ends_field || !is_edge(before.last()) {
        return false;
    }
    let start = text[..label.start].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    separator(&text[start..]).is_some()
}

/// The separator of the first line of a table, which holds names alone.
fn separator(line: &[u8]) -> Option<u8> {
    let line = line.split(|byte| *byte == b'\n').next()?;
    let line = rowed(line);
    let separator = *line.iter().find(|byte| SEPARATORS.contains(byte))?;
    // Of two names with a blank between, each is prose as likely.
    let is_tight = !line.contains(&b' ');
    let mut fields = line.split(|byte| *byte == separator).map(<[u8]>::trim_ascii);
    let is_name = |field: &[u8]| {
        let is_part = |byte: &u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ' | b'.' | b'"' | 0x80..)
        };
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
        field.len() <= MAX_NAME
            && field.iter().any(is_letter)
            && field.iter().all(is_part)
            && field.iter().filter(|byte| byte.is_ascii_digit()).count() < 3
    };
    (fields.clone().count() + usize::from(is_tight) >= MIN_FIELDS && fields.all(is_name)).then_some(separator)
}

/// A line without the bars around it, as tables of Markdown have them.
fn rowed(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    line.strip_prefix(b"|").and_then(|line| line.strip_suffix(b"|")).unwrap_or(line)
}

/// Whether a line holds nothing but the rule between the names of a table and its rows: `|---|:--|`.
pub(crate) fn is_rule(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() > 2
        && line.iter().all(|byte| matches!(byte, b'-' | b'|' | b':' | b' ' | b'+'))
        && line.contains(&b'|')
}

/// Where a row stands in the table below whose first line it is.
pub(crate) enum Row {
    /// Below no such line.
    Apart,
    /// In a table: the field below the label, without quotation marks and blanks, if it has one.
    Field(Option<Span>),
}

/// The field of the row at `at` that stands below a label. `is_label` knows it, by the span of a name of the first line.
pub(crate) fn row(text: &[u8], at: usize, is_label: impl Fn(Span) -> bool) -> Row {
    let row =
        Span::new(at, text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| at + end));
    let above = at.checked_sub(1).map_or(&[][..], |before| {
        &text[text[..before].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)..before]
    });
    if memchr::memchr3(b',', b';', b'|', above).or(memchr::memchr(b'\t', above)).is_none() {
        return Row::Apart;
    }
    let count_of = |line: &[u8], mark: u8| line.iter().filter(|byte| **byte == mark).count();
    let counts = SEPARATORS.map(|mark| count_of(&text[row.range()], mark));
    let mut end = at;
    let (heading, mark) = loop {
        let Some(before) = end.checked_sub(1) else { return Row::Apart };
        let start = text[..before].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let line = &text[start..before];
        let is_like =
            SEPARATORS.iter().zip(counts).any(|(mark, count)| count > 0 && count_of(line, *mark) == count);
        if !is_like {
            return Row::Apart;
        }
        match separator(line) {
            Some(mark) => break (Span::new(start, before), mark),
            // A row above this one, or a rule.
            None => end = start,
        }
    };
    let count = |byte: fn(&u8) -> bool| text[row.range()].iter().filter(|it| byte(it)).count();
    let is_readable =
        count(u8::is_ascii_alphabetic) <= MAX_LETTERS && count(u8::is_ascii_digit) >= MIN_DIGITS;
    let names = fields(text, heading, mark);
    let index = names.clone().position(is_label);
    let is_like = names.count() == fields(text, row, mark).count();
    let field = index.filter(|_| is_like && is_readable).and_then(|index| fields(text, row, mark).nth(index));
    Row::Field(field)
}

fn fields(text: &[u8], line: Span, mark: u8) -> impl Iterator<Item = Span> + Clone + '_ {
    let inner = rowed(&text[line.range()]);
    let blank = text[line.range()].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let bar =
        usize::from(inner.len() + blank < line.len() && text[line.start + blank] == b'|' && mark == b'|');
    let mut at = line.start + blank + bar;
    inner.split(move |byte| *byte == mark).map(move |field| {
        let start = at;
        at += field.len() + 1;
        let is_rim = |byte: &&u8| matches!(**byte, b' ' | b'"' | b'\r' | b'\'');
        let blank = field.iter().take_while(is_rim).count();
        let tail = field[blank..].iter().rev().take_while(is_rim).count();
        Span::new(start + blank, start + field.len() - tail)
    })
}

fn is_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'`' | b'"' | b']')
}

fn is_list(byte: &u8) -> bool {
    is_name(byte) || matches!(byte, b',' | b' ' | b'.' | b'[')
}

/// The comma behind the value at `at`; `None` where the row ends first.
fn value_end(text: &[u8], at: usize) -> Option<usize> {
    let (mut is_quoted, mut depth) = (false, 0_usize);
    for (i, byte) in text.iter().enumerate().skip(at) {
        match byte {
            b'\'' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => return Some(i),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::column_value;

    fn value(text: &str, label: &str) -> Option<usize> {
        let start = text.find(label).expect("the label is there");
        column_value(text.as_bytes(), start, start + label.len())
    }

    #[test]
    fn finds_the_value_in_its_place() {
        for (text, label, rest) in [
            ("INSERT INTO u (name, pin) VALUES ('Ana', '4821');", "pin", "'4821');"),
            ("insert into u(pin,name) values(4821,'Ana')", "pin", "4821,'Ana')"),
            ("INSERT INTO u (`a`, `pwd`, `b`) VALUES (f(1, 2), 'x, y', 3)", "pwd", "'x, y', 3)"),
        ] {
            assert_eq!(value(text, label).map(|at| &text[at..]), Some(rest), "{text}");
        }
    }

    #[test]
    fn other_brackets_are_no_columns() {
        for text in [
            "f(pin, 4821)",
            "(pin) 4821",
            "INSERT INTO u (a, pin) SELECT 4821",
            "INSERT INTO u (a, pin) VALUES (1)",
            "pin, VALUES (4821)",
        ] {
            assert_eq!(value(text, "pin"), None, "{text}");
        }
    }
}
