//! Passwords as protocols of lines send them: `USER name` and `PASS …` behind it, `a01 LOGIN name "…"`.
//!
//! **Evidence.** The verb in capitals, its arguments up to the line's end, and the user: on the line before, or between. **Not found on
//! purpose.** `PASS src/app.test.js`: no user stands before it.

use super::super::Site;
use super::looks_made;
use crate::context;
use crate::span::Span;

/// The password that the verb at the site's label sends.
pub(super) fn argument(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, .. } = *site;
    let rest = site.after().strip_prefix(b" ")?;
    let start = anchor.end + 1;
    let end = start + rest.trim_ascii_end().len();
    match &text[anchor.range()] {
        b"PASS" => {
            let above = site.before();
            let is_word = start < end && !text[start..end].contains(&b' ');
            let is_sent = is_word && above.ends_with(b"---> ") && looks_made(text.get(start..end)?);
            let line = memchr::memrchr(b'\n', above);
            // What stands before the two verbs is as long, or about; a pass phrase asks for the same.
            let is_behind_user = || {
                let column = anchor.start - line? - 1;
                let user = user_above(&above[..line?])?;
                Some(if is_word { user.abs_diff(column) <= 2 } else { user == column && column > 0 })
            };
            Some(Span::new(start, end))
                .filter(|span| (is_sent || is_behind_user() == Some(true)) && is_value(text, *span))
        }
        b"LOGIN" => {
            let tag = site.before().strip_suffix(b" ")?;
            let len = tag.iter().rev().take(8).take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let is_tag = tag[tag.len() - len..].iter().any(u8::is_ascii_digit)
                && matches!(tag[..tag.len() - len].last(), None | Some(b' ' | b'\n'));
            let name = memchr::memchr(b' ', rest)?;
            let at = start + name + 1;
            let (at, end) = match text.get(at)? {
                b'"' if end > at + 2 && text[end - 1] == b'"' => (at + 1, end - 1),
                _ if text[at..end].contains(&b' ') => return None,
                _ => Some((at, end)).filter(|(at, end)| looks_made(&text[*at..*end]))?,
            };
            Some(Span::new(at, end)).filter(|span| is_tag && is_value(text, *span))
        }
        _ => None,
    }
}

/// The column of the verb on the line above that sends a user's name, an answer to it between: `C: USER …`, `S: +OK`.
fn user_above(above: &[u8]) -> Option<usize> {
    let mut lines = above.rsplit(|byte| *byte == b'\n').take(2);
    lines.find_map(|line| {
        let user = memchr::memmem::rfind(line, b"USER ")?;
        let name = line[user + 5..].trim_ascii();
        (!name.is_empty() && !name.contains(&b' ')).then_some(user)
    })
}

fn is_value(text: &[u8], span: Span) -> bool {
    let value = &text[span.range()];
    value.len() >= 4
        && !context::is_placeholder(value)
        && !value.starts_with(b"[")
        && !value.starts_with(b"****")
}
