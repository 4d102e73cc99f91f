//! The values of cookies, each for itself.
//!
//! **Grammar.** `Cookie: NAME=VALUE; NAME=VALUE`, `Set-Cookie: NAME=VALUE; Path=/`, the same in quotes behind a key; `curl -b
//! 'NAME=VALUE'`, `--cookie`. A value behind the word without a name of its own.
//!
//! **Evidence.** The header; a value that looks random, or a UUID.
//!
//! **Not found on purpose.** Settings (`theme=dark`), attributes (`Path=/`, `Expires=…`).

use super::generic;
use crate::context::{self, Bond, Forward, Shape};
use crate::detect::placeholder::has_placeholder;
use crate::detect::{Detector, Hit, Occasion, Site, Trigger, Verdict, extent};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

/// Cookies behind the name of their header.
pub(in crate::detect) struct Cookie;
/// Cookies on a command line.
pub(in crate::detect) struct CookieOption;

impl Detector for Cookie {
    fn rule(&self) -> &str {
        "secret_cookie"
    }

    fn entity(&self) -> &str {
        "secret"
    }

    fn reach(&self) -> Reach {
        REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("secret")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        if site.occasion == Occasion::Carried {
            return next_pair(text, site.anchor.start);
        }
        if !is_cookie(&text[site.anchor.range()]) {
            return Verdict::Miss("no cookie's header");
        }
        let Forward::Value(binding) = context::forward(site.lexicon, text, site.anchor.end, Shape::Token)
        else {
            return Verdict::Miss("no value is bound to the key");
        };
        if binding.bond != Bond::Sign {
            return Verdict::Miss("no sign binds a value to the key");
        }
        let found = next_pair(text, binding.at);
        let whole = extent::token(text, &binding);
        match found {
            Verdict::Miss(_) if pair(text, binding.at).is_none() && is_value(&text[whole.range()]) => {
                Verdict::Hit(Hit::new(whole, Confidence::Context))
            }
            found => found,
        }
    }
}

impl Detector for CookieOption {
    fn rule(&self) -> &str {
        "secret_cookie_option"
    }

    fn entity(&self) -> &str {
        "secret"
    }

    fn reach(&self) -> Reach {
        REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("command")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        if site.occasion == Occasion::Carried {
            return next_pair(text, site.anchor.start);
        }
        if !text[site.anchor.range()].eq_ignore_ascii_case(b"curl") {
            return Verdict::Miss("no command that takes cookies");
        }
        let after = site.after();
        let option = OPTIONS.iter().find_map(|option| {
            let at = after.windows(option.len()).position(|window| window == *option)?;
            Some(site.anchor.end + at + option.len())
        });
        let Some(at) = option else { return Verdict::Miss("no option for cookies") };
        let quotes = text[at..].iter().take_while(|byte| matches!(byte, b'\'' | b'"')).count();
        next_pair(text, at + quotes)
    }
}

const REACH: Reach = Reach::new(64, 1024);
const OPTIONS: [&[u8]; 3] = [b" -b ", b" --cookie ", b" --cookie="];

pub(super) fn is_cookie(label: &[u8]) -> bool {
    let word = label.len().saturating_sub(6);
    label[word..].eq_ignore_ascii_case(b"cookie")
}

/// The first value from `at` on that is a secret; the pairs behind it are looked at next.
fn next_pair(text: &[u8], at: usize) -> Verdict {
    let mut at = start_of_pair(text, at);
    while let Some(value) = pair(text, at) {
        let next = start_of_pair(text, value.end);
        if is_value(&text[value.range()]) || is_session(&text[at..value.start], &text[value.range()]) {
            let hit = Hit::new(value, Confidence::Context);
            let has_more = next > value.end && pair(text, next).is_some();
            return Verdict::Hit(if has_more { hit.going_on_here() } else { hit });
        }
        if next == value.end {
            break;
        }
        at = next;
    }
    Verdict::Miss("no cookie's value looks random")
}

/// Just past the semicolon at `at` and the blanks around it; `at` where there is none.
fn start_of_pair(text: &[u8], at: usize) -> usize {
    let blanks = |from: usize| text[from..].iter().take(4).take_while(|byte| **byte == b' ').count();
    let mark = at + blanks(at);
    if text.get(mark) == Some(&b';') { mark + 1 + blanks(mark + 1) } else { at }
}

/// The value of the pair at `at`; RFC 6265, 4.1.1. An attribute may have no value.
fn pair(text: &[u8], at: usize) -> Option<Span> {
    let is_name =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%' | b'$' | b'~');
    let name = text[at..].iter().take(128).take_while(is_name).count();
    if name == 0 {
        return None;
    }
    let end = at + name;
    match text.get(end) {
        Some(b';') => return Some(Span::new(end, end)),
        Some(b'=') => {}
        _ => return None,
    }
    // What is left of a value that ends in the signs of Base64 is no pair.
    if matches!(text.get(end + 1), None | Some(b'=' | b' ' | b'"' | b'\'')) {
        return None;
    }
    let is_octet = |byte: &&u8| {
        byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b',' | b';' | b'\\' | b'<' | b'>' | b'`')
    };
    let len = text[end + 1..].iter().take_while(is_octet).count();
    // A date has blanks: Expires=Wed, 21 Oct 2026.
    let rest = text[end + 1 + len..]
        .iter()
        .take(64)
        .take_while(|byte| !matches!(byte, b';' | b'"' | b'\'' | b'\\'))
        .count();
    let is_date = text[at..end].eq_ignore_ascii_case(b"expires");
    Some(Span::new(end + 1, end + 1 + len + if is_date { rest } else { 0 }))
}

/// Whether the name is one of a session and the value no setting: `session=user_data_123456789`.
fn is_session(name: &[u8], value: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let is_named = NAMES.iter().any(|word| name.windows(word.len()).any(|part| part == *word));
    is_named
        && value.len() >= MIN_SESSION
        && value.iter().any(u8::is_ascii_digit)
        && !has_placeholder(value)
        && !generic::is_expression(value)
        && !value.contains(&b'*')
        && !value.contains(&b'[')
}

const NAMES: [&[u8]; 4] = [b"sess", b"sid", b"token", b"auth"];
/// A session's id is no shorter.
const MIN_SESSION: usize = 10;

fn is_value(value: &[u8]) -> bool {
    generic::looks_secret(value) || generic::is_key_uuid(value)
}
