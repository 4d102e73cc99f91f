//! Secrets of machines: tokens of providers by their shape, others by the name of their key.
//!
//! **Grammar.** A provider's token wherever it stands; a value behind a key such as `client_secret`, in quotes or not; the
//! credentials of an `Authorization` header. **Evidence.** The provider's prefix, length, alphabet and checksum; behind a key
//! a value that looks random. **Not found on purpose.** Publishable keys, placeholders, variables, names and paths behind a key.

mod bots;
mod checks;
mod generic;
mod provider;
mod tokens;

pub(super) use bots::BotToken;

use super::extent;
use super::{Detector, Hit, Site, Trigger, Verdict};
use crate::context::{self, Bond, Forward, Shape};
use crate::finding::Confidence;
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
        Reach::new(8, Reach::MAX.after)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Prefixes(provider::prefixes())
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let end = provider::token_at(text, at)
            .map(|(end, _)| (end, Confidence::Shape))
            .or_else(|| provider::jwt_at(text, at).map(|end| (end, Confidence::Shape)));
        end.map_or(Verdict::Miss("no token has this length and alphabet"), |(end, confidence)| {
            Verdict::Hit(Hit::new(Span::new(at, end), confidence))
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
        let Forward::Value(binding) = context::forward(site.lexicon, text, site.anchor.end, Shape::Token)
        else {
            return Verdict::Miss("no value is bound to the key");
        };
        if binding.bond != Bond::Sign && !(binding.bond == Bond::Copula && binding.unknown == 0) {
            return Verdict::Miss("no sign or copula binds a value to the key");
        }
        let mut binding = binding;
        // Authorization: Bearer …
        for scheme in SCHEMES {
            let rest = &text[binding.at..];
            if rest.len() > scheme.len() && rest[..scheme.len()].eq_ignore_ascii_case(scheme) {
                binding.at += scheme.len();
                binding.is_tight = false;
                break;
            }
        }
        let span = extent::token(text, &binding);
        if generic::looks_secret(&text[span.range()]) {
            Verdict::Hit(Hit::new(span, Confidence::Context))
        } else {
            Verdict::Miss("the value does not look random")
        }
    }
}

/// Schemes of HTTP authentication (IANA, "HTTP Authentication Schemes"), each with its blank.
const SCHEMES: [&[u8]; 5] = [b"Bearer ", b"Basic ", b"Token ", b"ApiKey ", b"Negotiate "];
