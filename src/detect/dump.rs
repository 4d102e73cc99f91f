//! Values as programs print them with their type: `string(4) "4821"`, `int(4821)`.

/// Where the value starts, without its quotation mark, whose type stands at `at`.
pub(super) fn value(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if let Some(rest) = rest.strip_prefix(b"string(") {
        let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let value = rest[digits..].strip_prefix(b") \"")?;
        return (digits > 0).then_some(text.len() - value.len());
    }
    rest.starts_with(b"int(").then_some(at + 4)
}

/// The same behind the key whose label ends at `end`: `["pin"]=> string(4) "4821"`.
pub(super) fn behind(text: &[u8], end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let rest = rest.strip_prefix(b"]")?.trim_ascii_start().strip_prefix(b"=>")?.trim_ascii_start();
    value(text, text.len() - rest.len())
}
