//! Where links stand in a text. Bare hosts count where their ending is one of the public suffix list.
//!
//! **Grammar.** A link ends at a blank, at a quotation mark and at what markup writes around links: `<a href="…">`, `<…|…>`,
//! `[…](…)`. Where markup shows other words than the link's own, the host among them is kept: it is what people read.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use percent_encoding::percent_decode_str;

/// A link.
pub(crate) struct Link<'t> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) has_scheme: bool,
    /// What stands before an `@` in front of the host.
    pub(crate) user: Option<Cow<'t, str>>,
    /// The host as people read it: small letters, no punycode, no escapes.
    pub(crate) host: String,
    pub(crate) path: &'t str,
    /// Whether the host was written in punycode, or with escapes.
    pub(crate) is_encoded: bool,
    /// Whether the host is an address in numbers.
    pub(crate) is_address: bool,
    /// The host that markup shows in its place.
    pub(crate) shown: Option<String>,
}

/// How much of what markup shows for a link is looked at, in bytes.
const SHOWN: usize = 200;

/// Every link of the text, in order.
pub(crate) fn links(text: &str) -> Vec<Link<'_>> {
    let is_end =
        |character: char| character.is_whitespace() || matches!(character, '<' | '>' | '"' | '|' | '`');
    let words = text.split(is_end).filter(|word| word.contains('.') || word.contains("://"));
    words
        .filter_map(|word| {
            let link = link(word, word.as_ptr().addr() - text.as_ptr().addr())?;
            let shown = shown(&text[..link.start], &text[link.end..]).and_then(host);
            Some(Link { shown, ..link })
        })
        .collect()
}

/// The link to `target` that stands at `start..end` of a message under the words `shown`.
pub(crate) fn target<'t>(target: &'t str, shown: &str, start: usize, end: usize) -> Option<Link<'t>> {
    let link = link(target.trim(), 0)?;
    Some(Link { start, end, shown: host(shown), ..link })
}

/// The first host of a text that is shown.
fn host(text: &str) -> Option<String> {
    let words = text.split(|character: char| character.is_whitespace() || matches!(character, '<' | '>'));
    words.filter(|word| word.contains('.')).find_map(|word| link(word, 0)).map(|link| link.host)
}

/// What markup shows for a link that stands between the two texts.
fn shown<'t>(before: &'t str, after: &'t str) -> Option<&'t str> {
    let after = &after[..after.floor_char_boundary(SHOWN)];
    if let Some(label) = after.strip_prefix('|') {
        return label.split('>').next();
    }
    if let Some(words) = before.strip_suffix("](") {
        return words.rsplit('[').next();
    }
    let name = before.trim_end_matches(['"', '\'', '=', ' ', '\\']);
    let is_target = name.len() < before.len() && name.len() >= 4 && name.is_char_boundary(name.len() - 4);
    if is_target && name[name.len() - 4..].eq_ignore_ascii_case("href") {
        let (_, words) = after.split_once('>')?;
        let end = words.find("</a").or_else(|| words.find("</A"));
        return Some(end.map_or(words, |end| &words[..end]));
    }
    None
}

fn link(word: &str, at: usize) -> Option<Link<'_>> {
    let is_around = |character: char| {
        matches!(
            character,
            '(' | ')'
                | '<'
                | '>'
                | '['
                | ']'
                | '"'
                | '\''
                | '“'
                | '”'
                | '*'
                | '_'
                | ','
                | ';'
                | '!'
                | '?'
                | '.'
                | ':'
                | '\\'
                | '’'
                | '‘'
        )
    };
    let inner = word.trim_start_matches(is_around);
    let mut start = at + word.len() - inner.len();
    let inner = inner.trim_end_matches(is_around);
    let (inner, skipped) = match inner.find("://").or_else(|| inner.find("//")) {
        // "link:https://…" and Markdown's "[text](https://…".
        Some(colon) => {
            let scheme = inner[..colon]
                .rfind(|character: char| !character.is_ascii_alphanumeric())
                .map_or(0, |end| end + inner[end..].chars().next().map_or(1, char::len_utf8));
            (&inner[scheme..], scheme)
        }
        None => {
            let skipped = inner.rfind("](").map_or(0, |end| end + 2);
            (&inner[skipped..], skipped)
        }
    };
    start += skipped;
    let has_scheme = inner.contains("://");
    if !has_scheme && !inner.contains('.') {
        return None;
    }
    let rest = inner.split_once("://").map_or(inner, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, written) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    // An e-mail address is no link, and has no path.
    if user.is_some_and(|user| !(has_scheme || user.contains('.') && path.starts_with('/'))) {
        return None;
    }
    let written = written.split_once(':').map_or(written, |(host, _)| host).trim_end_matches('.');
    let plain = percent_decode_str(written).decode_utf8().ok()?;
    // What is escaped may hold what ends a user's name.
    let (escaped_user, plain) = match plain.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, &*plain),
    };
    let address = address(plain).filter(|_| has_scheme);
    let is_address = address
        .is_some_and(|address| !address.is_private() && !address.is_loopback() && !address.is_link_local());
    let is_encoded =
        written.contains('%') || plain.to_ascii_lowercase().split('.').any(|label| label.starts_with("xn--"));
    let host = match address {
        Some(address) => address.to_string(),
        None => idna::domain_to_unicode(plain).0,
    };
    let is_host = address.is_some()
        || host.len() <= 253
            && host.contains('.')
            && host.split('.').all(|label| !label.is_empty())
            && has_known_ending(&host, has_scheme);
    let user = user.map(|user| percent_decode_str(user).decode_utf8_lossy());
    let user = user.or(escaped_user.map(|user| user.to_owned().into()));
    is_host.then_some(Link {
        start,
        end: start + inner.len(),
        has_scheme,
        user,
        host,
        path,
        is_encoded,
        is_address,
        shown: None,
    })
}

/// The address that a host in numbers stands for, as browsers read it: up to four numbers, decimal, octal or hexadecimal, of which
/// the last fills what is left.
fn address(host: &str) -> Option<Ipv4Addr> {
    let number = |part: &str| match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None if part.len() > 1 && part.starts_with('0') => u32::from_str_radix(&part[1..], 8).ok(),
        None => part.parse::<u32>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit())),
    };
    let numbers = host.split('.').map(number).collect::<Option<Vec<u32>>>()?;
    let (last, first) = numbers.split_last()?;
    let is_fit = first.len() < 4
        && first.iter().all(|byte| *byte < 256)
        && u64::from(*last) < 1 << (8 * (4 - first.len()));
    let high = first.iter().enumerate().fold(0, |high, (place, byte)| high | byte << (24 - 8 * place));
    is_fit.then(|| Ipv4Addr::from(high | last))
}

fn has_known_ending(host: &str, has_scheme: bool) -> bool {
    let is_letters =
        |label: &str| label.chars().all(|character| character.is_alphanumeric() || character == '-');
    host.split('.').all(is_letters)
        && (has_scheme || psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_cut_out_of_their_sentences() {
        for (text, host, place) in [
            ("go to https://citi-secure.com/login.", "citi-secure.com", "https://citi-secure.com/login"),
            ("(www.citibank.co.id)", "www.citibank.co.id", "www.citibank.co.id"),
            ("klik: bit.ly/abc ya", "bit.ly", "bit.ly/abc"),
            ("link:http://citi.com@evil.ru/x", "evil.ru", "http://citi.com@evil.ru/x"),
            ("http://xn--bcher-kva.com", "bücher.com", "http://xn--bcher-kva.com"),
            ("http://203.0.113.7/a", "203.0.113.7", "http://203.0.113.7/a"),
            ("http://3405803783/a", "203.0.113.7", "http://3405803783/a"),
            ("http://0xcb.0.113.07/a", "203.0.113.7", "http://0xcb.0.113.07/a"),
            ("https://evil%2eru/x", "evil.ru", "https://evil%2eru/x"),
            ("http://citi.com%40evil.ru/x", "evil.ru", "http://citi.com%40evil.ru/x"),
            ("citibank.co.id@evil.ru/login", "evil.ru", "citibank.co.id@evil.ru/login"),
            ("<b>https://evil.ru/a</b>", "evil.ru", "https://evil.ru/a"),
            ("{\"url\":\"https://evil.ru/a\"}", "evil.ru", "https://evil.ru/a"),
        ] {
            let found = links(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].host.as_str(), &text[found[0].start..found[0].end]), (host, place));
        }
        for (text, host, shown) in [
            ("<a class=x href=\"https://evil.ru/a\">citibank.co.id</a>", "evil.ru", Some("citibank.co.id")),
            (
                "<A HREF='https://evil.ru/a'><b>go to</b> www.citibank.co.id</A>",
                "evil.ru",
                Some("www.citibank.co.id"),
            ),
            ("[citibank.co.id](https://evil.ru/a)", "evil.ru", Some("citibank.co.id")),
            ("[citibank.co.id](evil.ru)", "evil.ru", Some("citibank.co.id")),
            ("<https://evil.ru/a|https://citibank.co.id>", "evil.ru", Some("citibank.co.id")),
            ("[our page](https://evil.ru/a)", "evil.ru", None),
        ] {
            let found = links(text);
            let link = found.iter().find(|link| link.host == host).expect("it is a link");
            assert_eq!(link.shown.as_deref(), shown, "{text}");
        }
        for text in ["no link here.", "v1.2.3", "me@citibank.com", "e.g. this", "notes.txt and x.y"] {
            assert!(links(text).is_empty(), "{text}");
        }
    }
}
