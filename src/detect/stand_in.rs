//! What stands where a password would and is none.

use super::placeholder;

/// Masks, placeholders, variables and calls.
pub(super) fn is_placeholder(token: &[u8], next: Option<u8>) -> bool {
    let first = token[0];
    let is_same = token.iter().all(|byte| *byte == first || matches!(byte, b'.'));
    let is_only_marks = token.contains(&b'*') && !token.iter().any(u8::is_ascii_alphanumeric);
    let is_mask = is_only_marks
        || token.iter().filter(|byte| matches!(byte, b'*' | b'.')).count() * 2 > token.len() && first == b'*';
    let is_bullets = token.starts_with("••".as_bytes())
        || token.starts_with("●●".as_bytes())
        || token.starts_with("…".as_bytes());
    let is_enclosed = matches!((first, token[token.len() - 1]), (b'<', b'>') | (b'[', b']') | (b'{', b'}'));
    let is_opened = matches!(first, b'<' | b'[' | b'{' | b'(') && !token.iter().any(u8::is_ascii_digit);
    let name = |rest: &[u8]| {
        !rest.is_empty() && rest.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.'))
    };
    let is_variable = token.starts_with(b"${")
        || token.starts_with(b"$(")
        || token.starts_with(b"{{")
        || token.starts_with(b"%(")
        // Tags of YAML: what follows is encrypted, or the name of what is meant.
        || [&b"!vault"[..], b"!Ref", b"!Sub", b"!GetAtt", b"!ImportValue", b"!secret", b"!env"].contains(&token)
        // Encrypted: what follows is no text that somebody types.
        || token.starts_with(b"$ANSIBLE_VAULT;")
        || (first == b'$' && name(&token[1..]))
        || (first == b'%' && token.len() <= 3)
        || (first == b'%' && token.ends_with(b"%"))
        || (first == b':' && name(&token[1..]))
        // fn login(password: &str)
        || (first == b'&' && name(&token[1..]) && matches!(next, Some(b')' | b',' | b';')));
    let is_call = token.iter().position(|byte| *byte == b'(').is_some_and(|open| {
        let callee = &token[..open];
        open > 0
            && callee.iter().all(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'$' | b'>' | b'-')
            })
            && (token.ends_with(b")") || token.ends_with(b"(") || (next.is_some() && !token.contains(&b')')))
    });
    let is_file = matches!(token, [b'/', b'a'..=b'z' | b'A'..=b'Z' | b'.', ..] | [b'~' | b'.', b'/', ..])
        && token
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'~'));
    let is_structure = matches!(first, b'[' | b'{' | b'<' | b'(') && token.contains(&b'=');
    // The fourth, in Indonesian and Malay: "percobaan password ke-4".
    let is_ordinal = matches!(token, [b'k' | b'K', b'e' | b'E', b'-', rest @ ..]
        if !rest.is_empty() && rest.iter().all(u8::is_ascii_digit));
    let is_nothing = is_file || is_structure || is_ordinal || token.eq_ignore_ascii_case(b"n/a");
    let is_path = (token.contains(&b'.') || token.starts_with(b"self"))
        && !token.iter().any(u8::is_ascii_digit)
        && is_member(token);
    is_same && !first.is_ascii_digit()
        || is_mask
        || is_bullets
        || is_enclosed
        || is_opened
        || is_variable
        || is_call
        || is_path
        || is_nothing
        || placeholder::is_placeholder(token)
}

/// `config.password`, `os.environ["PASS"]`, `this.form.value`.
fn is_member(token: &[u8]) -> bool {
    let path =
        token.iter().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.')).count();
    let rest = &token[path..];
    token[..path].split(|byte| *byte == b'.').all(|name| name.len() >= 2)
        && (rest.is_empty() || rest[0] == b'[' || rest[0] == b'(')
}
