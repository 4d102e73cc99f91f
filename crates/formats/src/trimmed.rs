//! What stands between separators, without the blanks around it.

use samar::Span;

/// The bytes from `from` to `to` without blanks around them.
pub(crate) fn trimmed(line: &[u8], from: usize, to: usize) -> Span {
    let part = &line[from..to];
    let start = from + part.len() - part.trim_ascii_start().len();
    Span::new(start, start + part.trim_ascii().len())
}

/// All that stands between the separators of a line.
pub(crate) fn parts(line: &[u8], separator: u8) -> Vec<Span> {
    let ends = memchr::memchr_iter(separator, line).chain([line.len()]);
    let mut from = 0;
    let part = |to| {
        let span = trimmed(line, from, to);
        from = to + 1;
        span
    };
    ends.map(part).collect()
}
