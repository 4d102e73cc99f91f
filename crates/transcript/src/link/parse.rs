//! Where links stand in a text. Bare hosts count where their ending is one of the public suffix list.

/// A link.
pub(crate) struct Link<'t> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) has_scheme: bool,
    /// What stands before an `@` in front of the host.
    pub(crate) user: Option<&'t str>,
    /// The host as people read it: small letters, no punycode.
    pub(crate) host: String,
    pub(crate) path: &'t str,
    /// Whether the host was written in punycode.
    pub(crate) is_encoded: bool,
    /// Whether the host is an address in numbers.
    pub(crate) is_address: bool,
}

/// Every link of the text, in order.
pub(crate) fn links(text: &str) -> Vec<Link<'_>> {
    let words = text.split(char::is_whitespace).filter(|word| word.contains('.'));
    words.filter_map(|word| link(word, word.as_ptr().addr() - text.as_ptr().addr())).collect()
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
    if !inner.contains('.') {
        return None;
    }
    let has_scheme = inner.contains("://");
    let rest = inner.split_once("://").map_or(inner, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    // An e-mail address is no link.
    if user.is_some() && !has_scheme {
        return None;
    }
    let host = host.split_once(':').map_or(host, |(host, _)| host).trim_end_matches('.');
    let address = host.parse::<std::net::Ipv4Addr>().ok().filter(|_| has_scheme);
    let is_address = address
        .is_some_and(|address| !address.is_private() && !address.is_loopback() && !address.is_link_local());
    let is_encoded = host.to_ascii_lowercase().split('.').any(|label| label.starts_with("xn--"));
    let host = idna::domain_to_unicode(host).0;
    let is_host = address.is_some()
        || host.len() <= 253
            && host.contains('.')
            && host.split('.').all(|label| !label.is_empty())
            && has_known_ending(&host, has_scheme);
    is_host.then_some(Link {
        start,
        end: start + inner.len(),
        has_scheme,
        user,
        host,
        path,
        is_encoded,
        is_address,
    })
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
        ] {
            let found = links(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].host.as_str(), &text[found[0].start..found[0].end]), (host, place));
        }
        for text in ["no link here.", "v1.2.3", "me@citibank.com", "e.g. this", "notes.txt and x.y"] {
            assert!(links(text).is_empty(), "{text}");
        }
    }
}
