//! Which hosts imitate an official one.

use std::fmt;

use crate::link::{CHEAP, Link};
use crate::skeleton::skeleton;
use crate::words::Words;

/// The domains that are a company's own, and its names: what links are compared with.
#[derive(Clone, Debug, Default)]
pub struct Brands {
    /// Official domains, small letters.
    domains: Vec<String>,
    /// Names without separators: the brands, and the registered label of each domain.
    names: Vec<String>,
}

/// An official domain that is everybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandsError {
    suffix: String,
}

impl fmt::Display for BrandsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { suffix } = self;
        write!(
            f,
            "{suffix:?} in official_domains is a public suffix, under which anybody can register a name; write your own, as in citibank.co.id"
        )
    }
}

impl std::error::Error for BrandsError {}

/// A name of fewer letters is only recognised where it stands apart.
const LONG_NAME: usize = 5;

impl Brands {
    /// Official domains (`citibank.co.id`, with all their subdomains) and brands (`citi`). Case does not matter.
    ///
    /// # Errors
    ///
    /// When a domain is none that somebody has registered: all that ends in `co.id` would be official.
    pub fn new(
        domains: impl IntoIterator<Item = impl AsRef<str>>,
        brands: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, BrandsError> {
        let domains: Vec<String> = domains
            .into_iter()
            .map(|domain| idna::domain_to_unicode(domain.as_ref().trim().trim_end_matches('.')).0)
            .collect();
        if let Some(suffix) = domains.iter().find(|domain| psl::domain_str(domain).is_none()) {
            return Err(BrandsError { suffix: suffix.clone() });
        }
        let registered = domains.iter().filter_map(|domain| registered(domain));
        let mut names: Vec<String> = registered
            .map(str::to_owned)
            .chain(brands.into_iter().map(|brand| brand.as_ref().to_lowercase()))
            .map(|name| name.chars().filter(|character| character.is_alphanumeric()).collect())
            .filter(|name: &String| name.chars().count() > 1)
            .collect();
        names.sort_unstable();
        names.dedup();
        Ok(Self { domains, names })
    }

    /// Whether a host is official, or below one that is.
    pub(crate) fn is_official(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| is_below(host, domain))
    }

    /// Whether a link that is not official looks as if it were.
    pub(crate) fn is_imitated(&self, link: &Link<'_>, words: &Words) -> bool {
        let host = link.host.as_str();
        let in_user = link.user.as_ref().is_some_and(|user| self.is_named(user, words));
        let is_shown = link.shown.as_ref().is_some_and(|shown| self.is_official(shown));
        let Some(label) = registered(host) else {
            return in_user || is_shown;
        };
        // "http://evil.example/citibank.co.id/login"
        let in_path = self.domains.iter().any(|domain| {
            link.path
                .to_lowercase()
                .split(['/', '?', '=', '&', '#'])
                .any(|part| part == domain || part.strip_prefix("www.") == Some(domain))
        }) && !link.path.contains("q=");
        in_user
            || is_shown
            || in_path
            || self.is_named(host, words)
            || self.names.iter().any(|name| is_near(label, name))
    }

    /// Whether one of the names stands in the path.
    pub(super) fn is_in_path(&self, link: &Link<'_>, words: &Words) -> bool {
        let path = link.path.to_lowercase();
        path.split(['/', '?', '=', '&', '#']).any(|part| self.is_named(part, words))
    }

    /// Whether one of the names stands in the host's labels: alone, with other letters that look alike, or dressed with bait.
    fn is_named(&self, host: &str, words: &Words) -> bool {
        let labels: Vec<&str> = host.split('.').collect();
        labels.iter().any(|label| {
            let plain = skeleton(label);
            let joined: String = plain.chars().filter(|character| *character != '-').collect();
            self.names.iter().any(|name| {
                let name = skeleton(name);
                joined == name
                    || plain.split('-').any(|part| part == name || is_dressed(part, &name, words))
                    || name.chars().count() >= LONG_NAME && joined.contains(&name)
                    || is_dressed(&joined, &name, words)
            })
        })
    }
}

/// The label that was registered: `citibank` of `www.citibank.co.id`.
fn registered(host: &str) -> Option<&str> {
    let domain = psl::domain_str(host)?;
    domain.split('.').next()
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether `part` is the name with words of bait around it: `citilogin`, `mycitisecure`.
fn is_dressed(part: &str, name: &str, words: &Words) -> bool {
    part.match_indices(name).any(|(at, _)| {
        let (before, after) = (&part[..at], &part[at + name.len()..]);
        part.len() > name.len() && is_made_of(before, words, 3) && is_made_of(after, words, 3)
    })
}

/// Whether a text is at most `most` words of bait, or digits.
fn is_made_of(text: &str, words: &Words, most: u8) -> bool {
    if text.is_empty() || text.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    most > 0
        && (1..=text.len())
            .filter(|end| text.is_char_boundary(*end))
            .any(|end| words.is_bait(&text[..end]) && is_made_of(&text[end..], words, most - 1))
}

/// Whether a registered label is one or two letters off a long name.
fn is_near(label: &str, name: &str) -> bool {
    let (label, name) = (skeleton(label).replace('-', ""), skeleton(name));
    let len = name.chars().count();
    let most = match len {
        0..LONG_NAME => return false,
        LONG_NAME..8 => 1,
        _ => 2,
    };
    label.chars().next() == name.chars().next() && distance(&label, &name) <= most
        || distance(&label, &name) <= 1
}

/// Edit distance with swaps of neighbours (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// Whether a host mixes Latin letters with others that look like them.
pub(super) fn is_mixed(host: &str) -> bool {
    host.split('.').any(|label| {
        let has_latin = label.chars().any(|character| character.is_ascii_alphabetic());
        let has_twin = label.chars().any(|character| matches!(character, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{530}'..='\u{58f}'));
        has_latin && has_twin
    })
}

/// Whether what is shown of a link is another's host.
pub(super) fn is_disguised(link: &Link<'_>) -> bool {
    let Some(shown) = &link.shown else { return false };
    psl::domain_str(shown) != psl::domain_str(&link.host)
}

/// Whether a link is made of bait: two such words or more with hyphens in the label that was registered
/// (`verifikasi-nasabah.com`), or one word there or in the path beside an ending that costs nothing, or both of them.
pub(super) fn is_bait(link: &Link<'_>, words: &Words) -> bool {
    let Some(domain) = psl::domain_str(&link.host) else { return false };
    let Some((label, ending)) = domain.split_once('.') else { return false };
    let dressed = label.split('-').filter(|part| part.len() > 2 && words.is_bait(part)).count();
    let is_cheap = CHEAP.contains(&ending);
    let path = link.path.to_lowercase();
    let leads =
        path.split(['/', '?', '=', '&', '#', '-', '.']).any(|part| part.len() > 2 && words.is_bait(part));
    let has_hyphen = label.contains('-');
    // "c1tibank": a digit in a letter's place, in a name that speaks of money.
    let is_swapped = label.as_bytes().windows(3).any(|three| {
        three[0].is_ascii_alphabetic() && three[1].is_ascii_digit() && three[2].is_ascii_alphabetic()
    });
    let plain = if is_swapped { skeleton(label) } else { String::new() };
    let is_swapped =
        (4..plain.len()).any(|len| plain.get(plain.len() - len..).is_some_and(|end| words.is_bait(end)));
    is_swapped || has_hyphen && (dressed > 1 || dressed > 0 && leads) || is_cheap && (dressed > 0 || leads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::links;

    fn is_imitated(text: &str) -> bool {
        let brands = Brands::new(["citibank.co.id"], ["citi"]).expect("it is somebody's");
        let found = links(text);
        assert_eq!(found.len(), 1, "{text}");
        !brands.is_official(&found[0].host) && brands.is_imitated(&found[0], Words::builtin())
    }

    #[test]
    fn a_public_suffix_is_nobodys() {
        for suffix in ["co.id", "com", "CO.UK.", "github.io"] {
            let error = Brands::new([suffix], ["citi"]).expect_err("everybody's");
            assert!(error.to_string().contains("is a public suffix"), "{error}");
        }
    }

    #[test]
    fn look_alikes_are_told_from_the_domain_itself() {
        for text in [
            "citibank-secure.com",
            "citibank.com",
            "https://citi-login.net",
            "citlbank.co.id",
            "c1tibank.co.id",
            "citybank.co.id",
            "cittibank.co.id",
            "citbiank.co.id",
            "citi-bank.co.id",
            "https://citibank.co.id.secure-login.info/a",
            "https://citibank.co.id@evil.ru/a",
            "https://evil.ru/citibank.co.id/login",
            "https://xn--ctibank-4za.com",
            "https://cítibank.com",
            "сitibank.com",
            "citilogin.com",
            "mycitibank.net",
            "citi.com-verify.info",
            "citibank.co-id.com",
            "https://citibank%2eco%2eid.evil.ru/a",
            "https://citibank%2dsecure.com/a",
            "https://citibank.co.id%40evil.ru/a",
            "https://citibank.co.id:443@evil.ru/a",
            "https://citibank%2Eco%2Eid@203.0.113.7/a",
            "citibank.co.id@evil.ru/login",
            "http://xn--citbank-tfb.co.id",
        ] {
            assert!(is_imitated(text), "{text}");
        }
        for text in [
            "citibank.co.id",
            "https://citibank%2eco%2eid/login",
            "https://www.citibank.co.id/login",
            "online.citibank.co.id",
            "cities.com",
            "citizen.org",
            "capacities.io",
            "google.com",
            "city.com",
            "https://www.tokopedia.com/promo",
            "bank.com",
            "bi.go.id",
        ] {
            assert!(!is_imitated(text), "{text}");
        }
    }
}
