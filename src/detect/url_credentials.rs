//! Passwords in URLs.
//!
//! **Grammar.** `scheme://user:password@host`, of which the password is the span; the user may be empty
//! (`redis://:pw@h`). `scheme://token@host` with a token of 16 bytes or more, also before `:x-oauth-basic` or
//! an empty password. The last `@` before `/ ? #`, white space, a quote, `<`, `>`, `\` or a backtick ends the
//! password, so that it may hold an `@` itself.
//!
//! **Evidence.** RFC 3986 section 3.2.1 (userinfo). That a secret stands there is certain by the syntax,
//! unless it is a placeholder.
//!
//! **Not found on purpose.** Placeholders and masks (`user:password@`, `***`, `${PASS}`, `{pass}`, `xxx`,
//! `%s`); a user without a password (`ssh://git@host`); `Password=…;` of connection strings, which is another
//! rule's.

use super::{Detector, Hit, Site, Trigger, Verdict, placeholder};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(super) struct UrlCredentials;

impl Detector for UrlCredentials {
    fn rule(&self) -> &str {
        "url_credentials"
    }

    fn entity(&self) -> &str {
        "url_credentials"
    }

    fn reach(&self) -> Reach {
        Reach::new(256, 288)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Byte(b'@')
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        // A password may hold the sign itself, but not many: a text full of them is looked at once.
        let mut signs = 0;
        let is_part = |byte: &&u8| {
            signs += usize::from(**byte == b'@');
            signs <= MAX_SIGNS && (!is_end(**byte) || **byte == b'/')
        };
        let start = at - text[..at].iter().rev().take_while(is_part).count();
        let scheme = text[start..at].windows(3).rposition(|three| three == b"://");
        let found = scheme.and_then(|scheme| credentials_at(text, start + scheme));
        found
            .filter(|(_, end)| *end <= at)
            .map_or(Verdict::Miss("no password before the host"), |(start, end)| {
                Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Context))
            })
    }
}

/// The span of the password, or of the token, in the URL whose `://` is at `scheme_sep`. Looks at no more
/// than 515 bytes.
pub(super) fn credentials_at(text: &[u8], scheme_sep: usize) -> Option<(usize, usize)> {
    let start = scheme_sep.checked_add(3)?;
    let has_scheme = text.get(..scheme_sep)?.last().is_some_and(u8::is_ascii_alphanumeric);
    if !has_scheme || !text[scheme_sep..].starts_with(b"://") {
        return None;
    }
    let rest = &text[start..];
    let authority = rest.iter().take(MAX + 1).take_while(|byte| !is_end(**byte)).count();
    let authority = &rest[..authority.min(MAX)];
    let sign = authority.iter().rposition(|byte| *byte == b'@')?;
    let (user_info, host) = (&authority[..sign], authority.get(sign + 1)?);
    if !(host.is_ascii_alphanumeric() || matches!(host, b'[' | b'_' | b'$' | b'{' | 0x80..)) {
        return None;
    }
    match user_info.iter().position(|byte| *byte == b':') {
        Some(colon) => {
            let (user, password) = (&user_info[..colon], &user_info[colon + 1..]);
            if password.is_empty() || password == b"x-oauth-basic" {
                is_token(user).then_some((start, start + colon))
            } else {
                (!is_placeholder(password)).then_some((start + colon + 1, start + sign))
            }
        }
        None => is_token(user_info).then_some((start, start + sign)),
    }
}

/// Whether a byte ends the authority of a URL in text. A comma does not: MongoDB lists hosts.
fn is_end(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | 0x7F)
}

/// A user name that is a secret: 16 bytes or more, with letters and digits.
fn is_token(user: &[u8]) -> bool {
    user.len() >= 16
        && user.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'~'))
        && user.iter().any(u8::is_ascii_digit)
        && user.iter().any(u8::is_ascii_alphabetic)
}

/// Whether the password stands for one.
fn is_placeholder(password: &[u8]) -> bool {
    let is_bracketed = |open: &[u8], close: &[u8]| password.starts_with(open) && password.ends_with(close);
    let is_variable = password[0] == b'$'
        && password.len() > 1
        && password[1..].iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let is_mask = password
        .iter()
        .all(|byte| matches!(byte, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b'#' | b'%' | b'A' | b'2'))
        && password.split(|byte| *byte == b'%').all(|part| matches!(part, b"" | b"2A") || is_one_sign(part));
    let is_bullets =
        password.chunks(3).all(|sign| matches!(sign, [0xE2, 0x80, 0xA2 | 0xA6] | [0xE2, 0x97, 0x8F]));
    is_variable
        || is_mask
        || is_bullets
        || is_bracketed(b"${", b"}")
        || is_bracketed(b"{", b"}")
        || is_bracketed(b"[", b"]")
        || is_bracketed(b"(", b")")
        || is_bracketed(b"%3C", b"%3E")
        || is_bracketed(b"%3c", b"%3e")
        || is_bracketed(b"%(", b")s")
        || is_bracketed(b"%", b"%")
        || (password.len() == 2 && password[0] == b'%' && password[1].is_ascii_lowercase())
        || placeholder::is_placeholder(password)
}

/// `xxxx`, `****`, `....`
fn is_one_sign(part: &[u8]) -> bool {
    part.iter().all(|byte| *byte == part[0]) && !part[0].is_ascii_digit() && part[0] != b'A'
}

/// The most `@` of a password.
const MAX_SIGNS: usize = 8;

/// The most bytes of an authority that are looked at.
const MAX: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let at = text.find("://")?;
        credentials_at(text.as_bytes(), at).map(|(start, end)| &text[start..end])
    }

    #[test]
    fn hits() {
        for (text, value) in [
            ("postgres://app:s3cr3t!@db.example:5432/x", "s3cr3t!"),
            ("mysql://root:p@ss@w0rd@10.0.0.1/db", "p@ss@w0rd"),
            ("redis://:hunter2@cache:6379", "hunter2"),
            ("amqp://guest:gu%40est@mq/", "gu%40est"),
            ("mongodb://u:p4ss@a:1,b:2/db", "p4ss"),
            ("\"https://ci:abc:def@git.example\"", "abc:def"),
            ("https://0123456789abcdef0123456789abcdef@sentry.example/1", "0123456789abcdef0123456789abcdef"),
            ("https://tok_0123456789abcdef:x-oauth-basic@git.example", "tok_0123456789abcdef"),
            ("https://u:Axx2@h", "Axx2"),
            ("ftp://anon:rahasia123@[2001:db8::1]/", "rahasia123"),
        ] {
            assert_eq!(found(text), Some(value), "{text}");
        }
    }

    #[test]
    fn misses() {
        for (text, reason) in [
            ("https://user:password@host", "a placeholder"),
            ("https://user:***@host", "a mask"),
            ("https://user:%2A%2A%2A@host", "a mask"),
            ("https://user:\u{2022}\u{2022}\u{2022}@host", "a mask"),
            ("https://user:xxxxx@host", "a mask"),
            ("https://user:<pass>@host", "a placeholder"),
            ("https://user:${PASS}@host", "a variable"),
            ("https://user:$DB_PASS@host", "a variable"),
            ("https://user:{pass}@host", "a variable"),
            ("https://user:%s@host", "a format"),
            ("ssh://git@host/x", "a user only"),
            ("https://host:8080/a@b", "the at sign is the path's"),
            ("https://host/?a:b@c", "the at sign is the query's"),
            ("https://u:p@", "no host"),
            ("://u:secret1@h", "no scheme"),
            ("https://your-own-long-user-name@host", "no digit: a name"),
        ] {
            assert_eq!(found(text), None, "{reason}: {text}");
        }
    }
}
