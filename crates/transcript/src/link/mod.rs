//! Links: what stands in a text, and whether one looks like an official one and is none.
//!
//! **Evidence.** Against the official domains and brands that the policy names: added words, hyphens, another ending, swapped
//! digits and letters, letters of other scripts, one or two letters off, the official name in front of another domain, in the
//! path, before an `@` or as the words of a link. Without any: an `@` that hides the host, mixed scripts, an address in numbers, a
//! shortener, a link under the name of another host, or a name made of bait, near a call to follow it.

mod lookalike;
mod parse;

pub use lookalike::{Brands, BrandsError};
pub(crate) use parse::{Link, links, target};

use crate::reading::Place;
use crate::words::Words;

/// Hosts that hide where a link leads.
const SHORTENERS: [&str; 30] = [
    "bit.ly",
    "tinyurl.com",
    "s.id",
    "t.ly",
    "goo.gl",
    "is.gd",
    "cutt.ly",
    "rebrand.ly",
    "ow.ly",
    "shorturl.at",
    "rb.gy",
    "v.gd",
    "tiny.cc",
    "bl.ink",
    "short.io",
    "adf.ly",
    "buff.ly",
    "soo.gd",
    "clck.ru",
    "qr.ae",
    "linktr.ee",
    "shorturl.asia",
    "me2.do",
    "n9.cl",
    "urlz.fr",
    "lihi.cc",
    "reurl.cc",
    "bitly.com",
    "t2m.io",
    "gg.gg",
];

/// Endings under which a name costs next to nothing, and which are used for little else than bait.
const CHEAP: [&str; 24] = [
    "xyz", "top", "click", "icu", "buzz", "cyou", "cfd", "sbs", "rest", "monster", "site", "online",
    "website", "space", "fun", "vip", "tk", "ml", "ga", "cf", "gq", "pw", "my.id", "biz.id",
];

/// Where a suspicious link stands; `None` for one that is not.
pub(crate) fn suspicious(
    link: &Link<'_>,
    brands: Option<&Brands>,
    words: &Words,
    is_called: bool,
) -> Option<Place> {
    let place = Some((link.start, link.end));
    let is_short = SHORTENERS.contains(&link.host.as_str());
    if let Some(brands) = brands {
        if brands.is_official(&link.host) {
            return None;
        }
        // A shortener says in its path where it leads to.
        if brands.is_imitated(link, words) || is_short && brands.is_in_path(link, words) {
            return place;
        }
    }
    let is_hidden = link.user.as_ref().is_some_and(|user| user.contains('.')) && link.has_scheme;
    let is_bait = lookalike::is_bait(link, words);
    let is_odd = lookalike::is_mixed(&link.host)
        || is_called
            && (is_short || link.is_address || is_bait || link.is_encoded || lookalike::is_disguised(link));
    (is_hidden || is_odd).then_some(place).flatten()
}
