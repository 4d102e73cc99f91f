//! Passwords that a call is given: `setPassword("…")`, `.withPassword('…')`, `password("…")`.
//!
//! **Grammar.** A name that ends in the label, an opening parenthesis, a literal in quotation marks, a comma or a closing one.
//!
//! **Evidence.** The name, and that the literal looks made up.
//!
//! **Not found on purpose.** Calls that ask for a password (`getPassword("admin1")`): their literal names something.

use super::Site;
use super::password::looks_made;
use super::stand_in::is_placeholder;
use crate::pack::Label;
use crate::span::Span;

/// The literal that a call is given which is named for the label: `setPassword("…")`, `withPassword('…')`. One that asks for a
/// password is given a name, so it must look made up.
pub(super) fn argument(site: &Site<'_>) -> Option<Span> {
    const ASKING: [&[u8]; 8] = [b"get", b"has", b"is", b"find", b"load", b"read", b"fetch", b"forgot"];
    let Site { text, anchor, .. } = *site;
    let quote =
        *text[anchor.end..].strip_prefix(b"(")?.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let name =
        &text[anchor.start - text[..anchor.start].iter().rev().take_while(is_name).count()..anchor.start];
    let asks = |verb: &&[u8]| name.get(..verb.len()).is_some_and(|start| start.eq_ignore_ascii_case(verb));
    let start = anchor.end + 2;
    let len = text[start..].iter().take(MAX_ARGUMENT).position(|byte| *byte == quote)?;
    let token = &text[start..start + len];
    let is_last = matches!(text.get(start + len + 1), Some(b')' | b','));
    let is_value =
        len >= 4 && looks_made(token) && !token.contains(&b' ') && !is_placeholder(token, Some(quote));
    (is_last && is_value && !ASKING.iter().any(asks) && !(name.is_empty() && site.is_weak(Label::Password)))
        .then_some(Span::new(start, start + len))
}

/// Bytes of a literal at most.
const MAX_ARGUMENT: usize = 80;
