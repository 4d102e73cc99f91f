//! A code that a script sends when it is asked for: `expect "Enter PIN:"`, and on the next line `send "4821\\r"`.

/// Where the literal starts that is sent at `at`.
pub(super) fn sent(text: &[u8], at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(b"send ").or_else(|| text[at..].strip_prefix(b"sendline "))?;
    let rest = rest.strip_prefix(b"-- ").unwrap_or(rest);
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'"))?;
    Some(text.len() - rest.len())
}
