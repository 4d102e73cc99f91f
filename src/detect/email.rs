//! E-mail addresses.
//!
//! **Grammar.** A local part of letters of any script, digits and `. _ + - '`, a dot never first, last or
//! doubled, up to 64 bytes; `@`; a domain of two labels or more, each 1 to 63 bytes of
//! letters, digits and inner hyphens, 253 in all; the last of letters, or `xn--`.
//!
//! **Evidence.** RFC 5321 sections 4.1.2 (dot-atom) and 4.5.3.1 (lengths), RFC 6531 (letters beyond ASCII),
//! RFC 1035 section 2.3.4 (labels), RFC 3696 section 2 (a top-level domain is not all digits).
//!
//! A local part in quotes and the address of a host in brackets are known, too: `"jo smith"@contoh.id`, `jo@[192.0.2.1]`.
//!
//! **Not found on purpose.** The signs `! # $ % & * / = ? ^ ` { | } ~`, which RFC
//! 5322 permits and which around an address are nearly always another field's (`?email=a@b.example&x`).
//! The names of messages (`Message-ID: <…@…>`). `user@host` without a dot, file names (`logo@2x.png`), versions
//! (`package@1.2.3`), `@mention`; the user and password of `scheme://user:pass@host` (another rule's);
//! `git@…` and `user@host.example:/path`, which are remotes.

use super::{Detector, Hit, Site, Trigger, Verdict, edge};
use crate::finding::Confidence;
use crate::fold;
use crate::span::{Reach, Span};

pub(super) struct Email;

impl Detector for Email {
    fn rule(&self) -> &str {
        "email"
    }

    fn entity(&self) -> &str {
        "email"
    }

    fn reach(&self) -> Reach {
        Reach::new(160, 288)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Byte(b'@')
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        email_around(site.text, site.anchor.start)
            .map_or(Verdict::Miss("no address around the @"), |(start, end)| {
                Verdict::Hit(Hit::new(Span::new(start, end), Confidence::Shape))
            })
    }
}

/// The address around the `@` at `at_sign`: start and end. Looks at 256 bytes before and 254 after.
pub(super) fn email_around(text: &[u8], at_sign: usize) -> Option<(usize, usize)> {
    (text.get(at_sign) == Some(&b'@')).then(|| around(text, at_sign, at_sign + 1))?
}

/// The address whose sign stands from `local_end` to `domain_start`.
pub(super) fn around(text: &[u8], local_end: usize, domain_start: usize) -> Option<(usize, usize)> {
    let start = quoted_start(text, local_end).or_else(|| local_start(text, local_end))?;
    let end = literal_end(text, domain_start).or_else(|| domain_end(text, domain_start))?;
    let is_remote = text[start..local_end].eq_ignore_ascii_case(b"git")
        || (edge::byte(text, end) == b':' && matches!(edge::byte(text, end + 1), b'/' | b'~'));
    // ~user@host is how a chat network shows whence someone comes.
    let is_mask = edge::before(text, start) == b'~';
    (!is_remote && !is_mask && !is_in_authority(text, start) && !is_message_id(text, start))
        .then_some((start, end))
}

/// Whether what starts at `start` names a message, not a mailbox (RFC 5322, section 3.6.4): behind a header or a key such as
/// `Message-ID:`, alone or behind others in angle brackets, on lines that continue the header's, too.
fn is_message_id(text: &[u8], start: usize) -> bool {
    let mut before = &text[start.saturating_sub(MAX_HEADER)..start];
    before = before.strip_suffix(b"<").unwrap_or(before);
    loop {
        let key = before.trim_ascii_end();
        let key = key.strip_suffix(b"\"").or_else(|| key.strip_suffix(b"'")).unwrap_or(key).trim_ascii_end();
        if let Some(key) = key.strip_suffix(b":").or_else(|| key.strip_suffix(b"=")) {
            let key = key.strip_suffix(b"\"").or_else(|| key.strip_suffix(b"'")).unwrap_or(key);
            return HEADERS.iter().any(|header| ends_in(key, header));
        }
        // Another before it: <1@a.example> <2@b.example>
        let Some(rest) = key.strip_suffix(b">") else { return false };
        let Some(open) = rest.iter().rposition(|byte| *byte == b'<') else { return false };
        // One word: what a quotation mark ends is another value, which a mask may hide.
        if !rest[open..].iter().all(|byte| byte.is_ascii_graphic() && *byte != b'"') {
            return false;
        }
        before = &key[..open];
    }
}

/// Whether a key ends in a name, hyphens and underscores left out.
fn ends_in(key: &[u8], name: &[u8]) -> bool {
    let mut letters = key.iter().rev().filter(|byte| !matches!(byte, b'-' | b'_'));
    name.iter().rev().all(|wanted| letters.next().is_some_and(|byte| byte.eq_ignore_ascii_case(wanted)))
}

/// Names of headers and keys that hold the names of messages.
const HEADERS: [&[u8]; 5] = [b"messageid", b"msgid", b"inreplyto", b"references", b"contentid"];
/// How far back such a header is looked for, in bytes.
const MAX_HEADER: usize = 90;

/// Where the quoted local part that ends at `end` starts: `"jo smith"@…` (RFC 5321, section 4.1.2).
fn quoted_start(text: &[u8], end: usize) -> Option<usize> {
    let inner = text.get(..end)?.strip_suffix(b"\"")?;
    let is_part = |byte: &&u8| (b' '..=b'~').contains(*byte) && !matches!(**byte, b'"' | b'\\');
    let len = inner.iter().rev().take(MAX_LOCAL).take_while(is_part).count();
    let start = inner.len().checked_sub(len + 1)?;
    let is_free = matches!(edge::before(text, start), 0 | b' ' | b'\t' | b'\n' | b'<' | b'(' | b',' | b';');
    (len > 0 && text[start] == b'"' && is_free).then_some(start)
}

/// Where the address of a host that stands for a domain ends: `[192.168.1.1]`, `[IPv6:2001:db8::1]` (RFC 5321, section 4.1.3).
fn literal_end(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..)?.strip_prefix(b"[")?;
    let len = rest.iter().take(48).position(|byte| *byte == b']')?;
    let address = std::str::from_utf8(&rest[..len]).ok()?;
    let is_address = match address.strip_prefix("IPv6:") {
        Some(address) => address.parse::<core::net::Ipv6Addr>().is_ok(),
        None => address.parse::<core::net::Ipv4Addr>().is_ok(),
    };
    is_address.then_some(start + len + 2)
}

/// Where the local part that ends at `end` starts.
fn local_start(text: &[u8], end: usize) -> Option<usize> {
    let mut start = end;
    while let Some(len) = local_char(text, start, end) {
        start -= len;
        if end - start > MAX_LOCAL + 6 {
            return None;
        }
    }
    // The rest of an escape that the run took for letters: \n, \u003c, %3D.
    start += match (edge::before(text, start), text.get(start..end)?) {
        (b'\\', [b'n' | b'r' | b't', ..]) => 1,
        (b'\\', [b'u', rest @ ..]) if rest.len() > 4 && rest[..4].iter().all(u8::is_ascii_hexdigit) => 5,
        (b'%', [a, b, ..]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => 2,
        _ => 0,
    };
    // Python's b'a@b.example': the quote is none of the name's.
    if let [b'b' | b'f' | b'r' | b'u', b'\'', ..] = &text[start..end] {
        start += 2;
    }
    // Scripts without blanks write the sentence up to the address: メールはtaro@…
    let native = (start..end).rev().find(|&at| fold::is_unspaced_before(text, at));
    start = native.filter(|&at| text[at..end].is_ascii()).unwrap_or(start);
    start += text[start..end].iter().take_while(|byte| matches!(byte, b'.' | b'-' | b'\'' | b'+')).count();
    (start < end && end - start <= MAX_LOCAL && text[end - 1] != b'.').then_some(start)
}

/// The length of the character of a local part that ends at `at`.
fn local_char(text: &[u8], at: usize, end: usize) -> Option<usize> {
    match edge::before(text, at) {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'+' | b'-' => Some(1),
        // Two dots in a row: the address starts after them.
        b'.' => (edge::byte(text, at) != b'.').then_some(1),
        b'\'' => (at < end && edge::byte(text, at).is_ascii_alphabetic()).then_some(1),
        0x80.. => {
            let before = text.get(..at)?;
            let lead =
                (1..=4).find(|back| before.len() >= *back && before[before.len() - back] & 0xC0 != 0x80)?;
            letter(&before[before.len() - lead..]).filter(|len| *len == lead)
        }
        _ => None,
    }
}

/// The length of the letter or digit beyond ASCII at the start of `bytes`.
fn letter(bytes: &[u8]) -> Option<usize> {
    let len = match bytes.first()? {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let text = std::str::from_utf8(bytes.get(..len)?).ok()?;
    text.chars().all(char::is_alphanumeric).then_some(len)
}

/// Where the domain that starts at `start` ends.
fn domain_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut end, mut label) = (start, start);
    // Where the last label that may be a top-level domain ends, how many labels that makes, and the label.
    let mut found = None;
    let (mut labels, mut numeric) = (0, 0);
    loop {
        match text.get(end) {
            Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-') => end += 1,
            Some(0x80..) if let Some(len) = letter(&text[end..]) => end += len,
            next => {
                let bytes = &text[label..end];
                // Hyphens at the end are the text's: a@b.example--
                let hyphens = bytes.iter().rev().take_while(|byte| **byte == b'-').count();
                let bytes = &bytes[..bytes.len() - hyphens];
                if bytes.is_empty() || bytes[0] == b'-' || bytes.len() > 63 {
                    break;
                }
                labels += 1;
                numeric += usize::from(labels == numeric + 1 && bytes.iter().all(u8::is_ascii_digit));
                found = top_level(bytes).map(|len| (label + len, labels, &bytes[..len]));
                if next != Some(&b'.') || hyphens > 0 || end - start > MAX_DOMAIN {
                    break;
                }
                (end, label) = (end + 1, end + 1);
            }
        }
        if end - start > MAX_DOMAIN + 64 {
            return None;
        }
    }
    let (end, labels, last) = found?;
    let is_version = numeric >= 2;
    let is_file = FILES.iter().any(|known| last.eq_ignore_ascii_case(known))
        || (labels == 2 && FILES_AND_COUNTRIES.iter().any(|known| last.eq_ignore_ascii_case(known)));
    (labels >= 2 && !is_version && !is_file && end - start <= MAX_DOMAIN).then_some(end)
}

/// How much of a label is a top-level domain: all of it, or what stands before a hyphen or before another
/// script (`a@b.com-2024`, `a@b.com谢谢`).
fn top_level(label: &[u8]) -> Option<usize> {
    if label.len() > 4 && label[..4].eq_ignore_ascii_case(b"xn--") {
        return Some(label.len());
    }
    let ascii = label.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    match label.get(ascii) {
        None | Some(b'-') => (ascii >= 2).then_some(ascii),
        Some(0x80..) if ascii >= 2 => Some(ascii),
        Some(0x80..) if ascii == 0 => (!label.iter().any(u8::is_ascii)).then_some(label.len()),
        _ => None,
    }
}

/// Whether what ends at `start` is the first part of `scheme://user:`.
fn is_in_authority(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(MAX_AUTHORITY)..start];
    let stop = before.iter().rposition(|byte| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'?' | b'#' | b'/' | b'&' | b',' | b';' | b'|')
    });
    stop.is_some_and(|stop| before[..=stop].ends_with(b"://"))
}

/// RFC 5321, section 4.5.3.1.1.
const MAX_LOCAL: usize = 64;
/// 255 bytes on the wire are 253 in text (RFC 1035, section 2.3.4).
const MAX_DOMAIN: usize = 253;
/// How far back a URL's scheme is looked for.
const MAX_AUTHORITY: usize = 190;

/// Endings of files; none is a top-level domain that people have addresses in.
const FILES: &[&[u8]] = &[
    b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"bmp", b"ico", b"avif", b"tiff", b"mp3", b"mp4",
    b"pdf", b"css", b"scss", b"sass", b"less", b"js", b"mjs", b"cjs", b"jsx", b"ts", b"tsx", b"vue", b"rb",
    b"java", b"kt", b"go", b"swift", b"php", b"html", b"htm", b"xml", b"json", b"yaml", b"yml", b"toml",
    b"lock", b"txt", b"csv", b"log", b"tar", b"gz", b"tgz", b"whl", b"jar", b"exe", b"dll", b"deb", b"rpm",
    b"service", b"target", b"timer", b"socket", b"conf",
];
/// Endings that are also a country's, whose addresses have three labels (`name@firma.com.py`).
const FILES_AND_COUNTRIES: &[&[u8]] = &[b"py"];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let (start, end) = email_around(text.as_bytes(), text.find('@')?)?;
        Some(&text[start..end])
    }

    #[test]
    fn hits() {
        for (text, email) in [
            ("budi.santoso@gmail.com", "budi.santoso@gmail.com"),
            ("email saya budi_77@yahoo.co.id, ya", "budi_77@yahoo.co.id"),
            ("<a+tag@b-c.example>", "a+tag@b-c.example"),
            ("(kontak: cs@toko.id).", "cs@toko.id"),
            ("mailto:ani@contoh.id?subject=x", "ani@contoh.id"),
            (r#"{"email":"x@y.example"}"#, "x@y.example"),
            (r"halo\nani@contoh.id\n", "ani@contoh.id"),
            (r"\u003cani@contoh.id\u003e", "ani@contoh.id"),
            ("...ani@contoh.id...", "ani@contoh.id"),
            ("o'brien@contoh.ie", "o'brien@contoh.ie"),
            ("b'ani@contoh.id'", "ani@contoh.id"),
            ("jos\u{e9}@m\u{fc}ller.de", "jos\u{e9}@m\u{fc}ller.de"),
            (
                "\u{7528}\u{6237}@\u{4f8b}\u{5b50}.\u{4e2d}\u{56fd}",
                "\u{7528}\u{6237}@\u{4f8b}\u{5b50}.\u{4e2d}\u{56fd}",
            ),
            ("ani@xn--bcher-kva.xn--p1ai", "ani@xn--bcher-kva.xn--p1ai"),
            ("ani@contoh.com\u{8c22}\u{8c22}", "ani@contoh.com"),
            ("ani@contoh.com-2024", "ani@contoh.com"),
            ("ani@contoh.com:rahasia", "ani@contoh.com"),
            ("https://a.example/?to=ani@contoh.id", "ani@contoh.id"),
            ("https://a.example,ani@contoh.id", "ani@contoh.id"),
            ("ana@firma.com.py", "ana@firma.com.py"),
            ("12345@163.com", "12345@163.com"),
            ("to \"jo smith\"@contoh.id", "\"jo smith\"@contoh.id"),
            ("jo@[192.0.2.1], ok", "jo@[192.0.2.1]"),
            ("jo@[IPv6:2001:db8::1]", "jo@[IPv6:2001:db8::1]"),
        ] {
            assert_eq!(found(text), Some(email), "{text}");
        }
    }

    #[test]
    fn misses() {
        for (text, reason) in [
            ("logo@2x.png", "a file"),
            ("sprite@home.py", "a file"),
            ("package@1.2.3", "a version"),
            ("pkg@1.0.0-rc.next", "a version"),
            ("root@localhost", "no dot"),
            ("git@github.com:org/repo", "a remote"),
            ("deploy@web.example:/srv/www", "a remote"),
            ("@mention.foo", "no local part"),
            ("https://user:pass@host.example/x", "a URL's credentials"),
            ("https://token@host.example", "a URL's credentials"),
            ("postgres://u:p@ss@db.example/x", "a URL's credentials"),
            ("ani@-contoh.id", "a label starts with a hyphen"),
            ("ani@contoh.i", "a top-level domain has two letters"),
            ("ani@contoh.123", "a top-level domain has letters"),
            ("ani.@contoh.id", "a dot ends no local part"),
            ("ani @contoh.id", "a blank"),
            ("x=\"ani\"@contoh.id", "quotes of another field"),
            ("ani@[192.0.2.1", "no closing bracket"),
            ("ani@[contoh]", "no address"),
            ("ani@", "no domain"),
            ("@", "nothing"),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@contoh.id", "65 bytes"),
        ] {
            assert_eq!(found(text), None, "{reason}: {text}");
        }
    }
}
