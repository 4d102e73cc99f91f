//! Secrets of machines: tokens of providers by their shape, others by the name of their key.
//!
//! **Grammar.** A provider's token wherever it stands; a value behind a key such as `client_secret`, in quotes or not; the
//! credentials of an `Authorization` header. **Evidence.** The provider's prefix, length, alphabet and checksum; behind a key
//! a value that looks random, or a UUID behind a name
//! that can mean nothing else. **Not found on purpose.** Publishable keys, placeholders, variables, names and paths behind a key.

mod authorization;
mod bots;
mod checks;
mod cookie;
mod generic;
mod provider;
mod tokens;

pub(super) use bots::BotToken;
pub(super) use cookie::{Cookie, CookieOption};

use super::extent;
use super::{Detector, Hit, Occasion, Site, Trigger, Verdict};
use crate::context::{self, Bond, Forward, Quote, Shape};
use crate::finding::Confidence;
use crate::pack::Concepts;
use crate::span::{Reach, Span};

/// Tokens that say by their first letters what they are.
pub(super) struct ProviderToken;

impl Detector for ProviderToken {
    fn rule(&self) -> &str {
        "secret_token"
    }

    fn entity(&self) -> &str {
        "secret"
    }

    fn reach(&self) -> Reach {
        Reach::new(48, Reach::MAX.after)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Prefixes(provider::prefixes())
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let end = provider::token_at(text, at).map(|(end, _)| end).or_else(|| provider::jwt_at(text, at));
        let end = end.or_else(|| provider::twilio_at(text, at));
        let around = || provider::terraform_around(text, at).or_else(|| provider::marked_at(text, at));
        let span = end.map(|end| Span::new(at, end)).or_else(around);
        span.map_or(Verdict::Miss("no token has this length and alphabet"), |span| {
            Verdict::Hit(Hit::new(span, Confidence::Shape))
        })
    }
}

/// Values behind the name of a secret.
pub(super) struct NamedSecret;

impl Detector for NamedSecret {
    fn rule(&self) -> &str {
        "secret"
    }

    fn entity(&self) -> &str {
        "secret"
    }

    fn reach(&self) -> Reach {
        Reach::new(64, 640)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("secret")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        let label = &text[site.anchor.range()];
        if cookie::is_cookie(label) {
            return Verdict::Miss("cookies have a rule of their own");
        }
        if text[site.anchor.end..].starts_with(b"----") {
            return Verdict::Miss("the header of a private key");
        }
        let forward = context::forward(site.lexicon, text, site.anchor.end, Shape::Token);
        if matches!(site.occasion, Occasion::Topic { is_weak: false })
            && !matches!(forward, Forward::Masked)
            && let Some(span) = further_on(site)
        {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        let Forward::Value(binding) = forward else {
            return Verdict::Miss("no value is bound to the key");
        };
        let mut binding = extent::declared(text, binding);
        // A scheme and its token without the header's name: Bearer q7Rw….
        let is_beside = binding.bond == Bond::Beside
            && text[site.anchor.end..binding.at].iter().all(|byte| *byte == b' ');
        let is_scheme = is_beside && matches!(label, b"Bearer" | b"BEARER");
        // A name that means nothing else, and behind it what nobody's prose holds: bearer zGC7…, apikey fJzm….
        let noise = (is_beside && !is_scheme && matches!(site.occasion, Occasion::Topic { is_weak: false }))
            .then(|| generic::noise(&text[binding.at..]))
            .flatten();
        let is_bound = binding.bond == Bond::Sign || binding.bond == Bond::Copula && binding.unknown == 0;
        if !is_scheme && noise.is_none() && !is_bound {
            return Verdict::Miss("no sign or copula binds a value to the key");
        }
        // A string of source code: f"Bearer …".
        let prefix = string_prefix(&text[binding.at..]);
        let is_format = text[binding.at..binding.at + prefix].iter().any(|byte| matches!(byte, b'f' | b'F'));
        if binding.quote.is_none() && prefix > 0 {
            binding.quote = Some(Quote::Plain(text[binding.at + prefix]));
            binding.at += prefix + 1;
        }
        let is_header = authorization::is_header(label);
        if is_header && let Some(response) = authorization::digest_response(text, binding.at) {
            return Verdict::Hit(Hit::new(response, Confidence::Context));
        }
        let scheme = authorization::scheme(&text[binding.at..]);
        if let Some(len) = scheme {
            binding.at += len;
            binding.is_tight = false;
        }
        let mut span = match noise {
            Some(len) => Span::new(binding.at, binding.at + len),
            None => extent::token(text, &binding),
        };
        // A parameter of a path: ;jsessionid=A37F0C44?x=1.
        if text[..site.anchor.start].ends_with(b";")
            && let Some(query) = text[span.range()].iter().position(|byte| *byte == b'?')
        {
            span = Span::new(span.start, span.start + query);
        }
        let value = &text[span.range()];
        if value.starts_with(b"-----BEGIN") {
            return Verdict::Miss("a private key, which has a rule of its own");
        }
        if is_format && value.contains(&b'{') {
            return Verdict::Miss("a string that a program fills in");
        }
        if label.eq_ignore_ascii_case(b"sig") && !is_access_signature(text, site.anchor.end, value) {
            return Verdict::Miss("no signature of a shared access");
        }
        if is_scheme && value.len() < MIN_BARE_TOKEN {
            return Verdict::Miss("too short for a token without a header");
        }
        // SNYK_TOKEN: the name of a variable says whose it is.
        let is_variable =
            label.iter().all(u8::is_ascii_uppercase) && text[..site.anchor.start].ends_with(b"_");
        let is_weak =
            matches!(site.occasion, Occasion::Topic { is_weak: true }) && scheme.is_none() && !is_variable;
        if generic::looks_secret(value)
            || !is_weak && generic::is_key_uuid(value)
            || is_header && scheme.is_some() && authorization::is_credential(text, span)
        {
            Verdict::Hit(Hit::new(span, Confidence::Context))
        } else {
            Verdict::Miss("the value does not look random")
        }
    }
}

/// What nobody's prose holds, one to three words behind the label: "api key binderbyte gw 3fa9…".
fn further_on(site: &Site<'_>) -> Option<Span> {
    let Site { text, anchor, lexicon, .. } = *site;
    let mut at = anchor.end;
    for _ in 0..3 {
        let word = text[at..].strip_prefix(b" ")?;
        let len = word.iter().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let start = at + 1;
        let is_word = (1..16).contains(&len) && word.get(len) == Some(&b' ');
        let other = Concepts::OTHER | Concepts::PROHIBITION | Concepts::QUESTION | Concepts::LABELS;
        // "api key in commit 3fa9…"
        if !is_word || lexicon.longest(text, start, other).is_some_and(|word| word.end >= start + len) {
            return None;
        }
        at = start + len;
        let value = &text[at + 1..];
        // 5127384960:AAHx…
        let number = value.iter().take(16).take_while(|byte| byte.is_ascii_digit()).count();
        let lead = if value.get(number) == Some(&b':') { number + 1 } else { 0 };
        if let Some(len) = generic::noise(&value[lead..]).or_else(|| generic::hexadecimal(value)) {
            let len = lead + len;
            let span = Span::new(at + 1, at + 1 + len);
            return generic::looks_secret(&text[span.range()]).then_some(span);
        }
    }
    None
}

/// How many letters stand before a string's quotation mark at the start of `text`, as Python writes them: `b"…"`, `rb'…'`.
fn string_prefix(text: &[u8]) -> usize {
    let letters = text.iter().take(2).take_while(|byte| b"bfruBFRU".contains(byte)).count();
    if matches!(text.get(letters), Some(b'"' | b'\'')) { letters } else { 0 }
}

/// Whether the value of a query's `sig` is 32 bytes of Base64, the sign at the end escaped or not: Azure Storage, "Service SAS".
fn is_access_signature(text: &[u8], label_end: usize, value: &[u8]) -> bool {
    let is_padded = value.ends_with(b"=") || value.ends_with(b"%3D") || value.ends_with(b"%3d");
    text[label_end..].starts_with(b"=") && value.len() >= 44 && is_padded
}

/// A token of a scheme without a header is no shorter.
const MIN_BARE_TOKEN: usize = 16;
