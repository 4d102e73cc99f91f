//! E-mail addresses and phone numbers in URLs, where the sign that shows them is escaped.
//!
//! **Grammar.** `ani%40contoh.id`, `%2B62812…` (RFC 3986 section 2.1); all else as [`email`] and [`phone`] have it.
//! **Evidence.** Theirs. **Not found on purpose.** Signs that are escaped twice (`%2540`).

use super::{Detector, Hit, Site, Trigger, Verdict, email, phone};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(super) struct EscapedEmail;

impl Detector for EscapedEmail {
    fn rule(&self) -> &str {
        "email_escaped"
    }

    fn entity(&self) -> &str {
        "email"
    }

    fn reach(&self) -> Reach {
        Reach::new(160, 288)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Byte(b'%')
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let found = if text[at..].starts_with(b"%40") { email::around(text, at, at + 3) } else { None };
        found.map_or(Verdict::Miss("no address around an escaped @"), |(start, end)| {
            Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Shape))
        })
    }
}

pub(super) struct EscapedPhone;

impl Detector for EscapedPhone {
    fn rule(&self) -> &str {
        "phone_escaped"
    }

    fn entity(&self) -> &str {
        "phone"
    }

    fn reach(&self) -> Reach {
        Reach::new(16, 64)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Byte(b'%')
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let at = site.anchor.start;
        phone::international_at(site.text, at)
            .map_or(Verdict::Miss("no number of a country's numbering plan behind an escaped plus"), |end| {
                Verdict::Hit(Hit::new(Span::new(at, end), Confidence::Shape))
            })
    }
}
