//! Credentials in an `Authorization` header.
//!
//! **Grammar.** `Authorization: SCHEME CREDENTIALS` (RFC 9110, 11.4), blanks as `%20`, too; `Digest` with its `response`.
//!
//! **Evidence.** The header's name and a scheme: what stands there is a credential, however it looks.
//!
//! **Not found on purpose.** Placeholders, variables, prose (`Authorization: Basic authentication is used`).

use super::generic;
use super::provider::decode;
use crate::detect::placeholder::{has_placeholder, is_placeholder};
use crate::span::Span;

/// Whether the label is the name of the header.
pub(super) fn is_header(label: &[u8]) -> bool {
    label.eq_ignore_ascii_case(b"authorization")
}

/// The length of the scheme at the start of `text`, its blank counted.
pub(super) fn scheme(text: &[u8]) -> Option<usize> {
    SCHEMES.iter().find_map(|scheme| {
        let rest = text.get(scheme.len()..).filter(|_| text[..scheme.len()].eq_ignore_ascii_case(scheme))?;
        let blank = match rest {
            [b' ', ..] => rest.iter().take_while(|byte| **byte == b' ').count(),
            [b'%', b'2', b'0', ..] => 3,
            [b'+', ..] => 1,
            _ => return None,
        };
        Some(scheme.len() + blank)
    })
}

/// Whether what stands behind a scheme at `span` is one.
pub(super) fn is_credential(text: &[u8], span: Span) -> bool {
    let value = &text[span.range()];
    let scheme = text[..span.start].trim_ascii_end();
    let is_basic = scheme[scheme.len().saturating_sub(5)..].eq_ignore_ascii_case(b"basic");
    // User and password with a colon between (RFC 7617).
    let is_pair = || decode(value).any(|byte| byte == b':');
    let is_talk = TALK.iter().any(|word| value.eq_ignore_ascii_case(word));
    // A word behind it makes it prose.
    let is_prose = matches!(text[span.end..], [b' ', next, ..] if next.is_ascii_alphabetic());
    (3..=2048).contains(&value.len())
        && value.iter().all(u8::is_ascii_graphic)
        && !is_prose
        && !is_talk
        && (!is_basic || is_pair())
        && !is_placeholder(value)
        && !has_placeholder(value)
        && !generic::is_expression(value)
        && !generic::is_repeated(value)
        && !value.contains(&b'"')
        && !value.contains(&b'*')
}

/// The response in the fields of a `Digest` (RFC 7616, 3.4).
pub(super) fn digest_response(text: &[u8], at: usize) -> Option<Span> {
    const NAME: &[u8] = b"response=";
    let rest = text.get(at..)?;
    rest.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case(b"digest "))?;
    let name = rest.windows(NAME.len()).position(|window| window == NAME)?;
    let quote = rest[name + NAME.len()..].iter().take_while(|byte| matches!(byte, b'\\' | b'"')).count();
    let start = at + name + NAME.len() + quote;
    let len = text[start..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    (len >= 32).then(|| Span::new(start, start + len))
}

/// What is said of credentials in their place.
const TALK: [&[u8]; 12] = [
    b"authentication",
    b"authorization",
    b"auth",
    b"credentials",
    b"required",
    b"missing",
    b"invalid",
    b"expired",
    b"failed",
    b"scheme",
    b"realm",
    b"tokens",
];

/// Schemes of HTTP authentication (IANA, "HTTP Authentication Schemes").
const SCHEMES: [&[u8]; 5] = [b"Bearer", b"Basic", b"Token", b"ApiKey", b"Negotiate"];
