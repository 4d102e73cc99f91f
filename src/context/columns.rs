//! Labels that are columns: `INSERT INTO users (name, pin) VALUES ('Ana', '4821')`.

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
