//! Addresses of networks: IPv4, IPv6, MAC.
//!
//! **Grammar.** IPv4: four numbers from 0 to 255 without leading zeros. IPv6: RFC 4291 section 2.2, with `::`
//! and an IPv4 tail. MAC: six octets by one of `:` and `-`, or Cisco's three groups of four by dots. Ports,
//! prefix lengths, zones and brackets are not part.
//!
//! **Evidence.** The grammar; for IPv6 that is cut short the leading bits that IANA has allocated (global unicast 2000::/3,
//! unique local fc00::/7, link local fe80::/10, NAT64 64:ff9b::/96 and IPv4-mapped), which tell it from
//! `a::b` in a program.
//!
//! **Not found on purpose.** Addresses of nobody: 0/8, 127/8, 224/4 and above (so netmasks and
//! 255.255.255.255), `::`, `::1`, multicast; the MACs of all zeros and all ones. Versions (`v1.2.3.4`,
//! `version 1.2.3.4`, `Chrome/120.0.0.0`), longer chains (`1.2.3.4.5`), numbers with leading zeros (octal to
//! some, decimal to others: RFC 6943 section 3.1.1), times.

use super::{Detector, Hit, Site, Trigger, Verdict, edge};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(super) struct IpAddress;

impl Detector for IpAddress {
    fn rule(&self) -> &str {
        "ip_address"
    }

    fn entity(&self) -> &str {
        "ip_address"
    }

    fn reach(&self) -> Reach {
        Reach::new(64, 80)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Address
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        // Where the first group starts is told by what stands before: %20 may.
        let starts = (0..=4).filter_map(|len| at.checked_sub(len));
        let found = starts.filter(|&start| edge::starts_word(text, start)).find_map(|start| {
            let end = match text.get(at) {
                Some(b'.') => ipv4_at(text, start),
                Some(b':') => ipv6_at(text, start),
                _ => None,
            };
            end.map(|end| Span::new(start, end))
        });
        verdict(text, found, "no address of a host")
    }
}

pub(super) struct MacAddress;

impl Detector for MacAddress {
    fn rule(&self) -> &str {
        "mac_address"
    }

    fn entity(&self) -> &str {
        "mac_address"
    }

    fn reach(&self) -> Reach {
        Reach::new(16, 32)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Address
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let start = at.checked_sub(if text.get(at) == Some(&b'.') { 4 } else { 2 });
        let found = start.and_then(|start| Some(Span::new(start, mac_at(text, start)?)));
        verdict(text, found, "no address of a network card")
    }
}

fn verdict(text: &[u8], found: Option<Span>, clause: &'static str) -> Verdict {
    let found = found.filter(|span| !edge::touches_digit(text, span.start, span.end));
    found.map_or(Verdict::Miss(clause), |span| Verdict::Hit(Hit::new(span, Confidence::Shape)))
}

/// The end of the IPv4 address at `at`. Looks at no more than 24 bytes before it and 17 from it.
fn ipv4_at(text: &[u8], at: usize) -> Option<usize> {
    let (end, octets) = four_octets(text, at)?;
    let is_apart = edge::starts_word(text, at)
        && !matches!(edge::before(text, at), b'.' | b'_')
        && !goes_on_from_number(text, at)
        && edge::ends_word(text, end)
        && edge::byte(text, end) != b'_'
        && !(edge::byte(text, end) == b'.' && edge::byte(text, end + 1).is_ascii_digit());
    (is_apart && !matches!(octets[0], 0 | 127 | 224..) && !is_version(text, at, end, octets)).then_some(end)
}

/// The end of the IPv6 address at `at`. Looks at no more than 64 bytes.
fn ipv6_at(text: &[u8], at: usize) -> Option<usize> {
    let is_inside = matches!(edge::before(text, at), b':' | b'.' | b'_') || goes_on_from_number(text, at);
    if is_inside || !edge::starts_word(text, at) {
        return None;
    }
    // The groups before and after `::`.
    let (mut groups, mut count, mut gap, mut has_ipv4) = ([0_u32; 8], 0, None, false);
    let mut i = at;
    if text.get(i..)?.starts_with(b"::") {
        (gap, i) = (Some(0), i + 2);
    }
    while count < 8 {
        let len = hex_run(text, i);
        if len == 0 || len > 4 {
            break;
        }
        if edge::byte(text, i + len) == b'.'
            && count <= 6
            && let Some((end, _)) = four_octets(text, i)
        {
            (i, count, has_ipv4) = (end, count + 2, true);
            break;
        }
        groups[count] = text[i..i + len].iter().fold(0, |value, digit| value << 4 | hex_value(*digit));
        (i, count) = (i + len, count + 1);
        if edge::byte(text, i) != b':' {
            break;
        }
        if edge::byte(text, i + 1) == b':' {
            if gap.is_some() {
                return None;
            }
            (gap, i) = (Some(count), i + 2);
        } else if count < 8 && hex_run(text, i + 1) > 0 {
            i += 1;
        } else {
            break;
        }
    }
    let is_apart = edge::ends_word(text, i)
        && edge::byte(text, i) != b'_'
        && !(edge::byte(text, i) == b':' && (edge::byte(text, i + 1) == b':' || hex_run(text, i + 1) > 0))
        && !(edge::byte(text, i) == b'.' && edge::byte(text, i + 1).is_ascii_digit());
    let is_complete = if gap.is_some() { count <= 7 } else { count == 8 };
    // Eight groups are an address, allocated or not; of two digits each they are a name of a storage network.
    let is_whole =
        gap.is_none() && !matches!(groups[0], 0 | 0xFF00..) && groups.iter().any(|group| *group > 0xFF);
    let is_allocated = match (groups[0], gap) {
        // ::ffff:192.0.2.1
        (_, Some(0)) => has_ipv4 && count == 3 && groups[0] == 0xFFFF,
        (0x2000..=0x3FFF | 0xFC00..=0xFDFF | 0xFE80..=0xFEBF, _) => true,
        (0x64, _) => groups[1] == 0xFF9B,
        (0, None) => has_ipv4 && groups[1..5] == [0; 4] && groups[5] == 0xFFFF,
        _ => is_whole,
    };
    (is_apart && is_complete && is_allocated).then_some(i)
}

/// The end of the MAC address at `at`. Looks at no more than 19 bytes.
fn mac_at(text: &[u8], at: usize) -> Option<usize> {
    let (octet, separator) =
        match (edge::byte(text, at.checked_add(2)?), edge::byte(text, at.checked_add(4)?)) {
            (separator @ (b':' | b'-'), _) => (2, separator),
            (_, b'.') => (4, b'.'),
            _ => return None,
        };
    let end = at + 12 + 12 / octet - 1;
    let written = text.get(at..end)?;
    let is_shaped = written.iter().enumerate().all(|(i, byte)| {
        if i % (octet + 1) == octet { *byte == separator } else { byte.is_ascii_hexdigit() }
    });
    let chained = |next: u8, beyond: u8| matches!(next, b':' | b'-' | b'.') && beyond.is_ascii_hexdigit();
    let is_apart = edge::starts_word(text, at)
        && edge::before(text, at) != b'_'
        && !goes_on_from_number(text, at)
        && edge::ends_word(text, end)
        && edge::byte(text, end) != b'_'
        && !(edge::before(text, at) == separator && edge::before(text, at - 1).is_ascii_hexdigit())
        && !chained(edge::byte(text, end), edge::byte(text, end + 1));
    if !is_shaped || !is_apart {
        return None;
    }
    let mut digits = written.iter().filter(|byte| byte.is_ascii_hexdigit());
    let is_nobodys =
        digits.clone().all(|digit| *digit == b'0') || digits.clone().all(|digit| digit | 32 == b'f');
    let is_decimal = digits.all(u8::is_ascii_digit);
    // 1234.5678.9012 is a number, 24-01-31-10-20-30 a time.
    let is_number = is_decimal && (separator == b'.' || is_time(written));
    (!is_nobodys && !is_number).then_some(end)
}

/// Whether a number that is no address stands right before, by a sign that joins: `1700000000000-203.0.113.9`.
fn goes_on_from_number(text: &[u8], at: usize) -> bool {
    let Some(sign) = at.checked_sub(1) else { return false };
    let before = &text[..sign];
    let is_part = |byte: &&u8| byte.is_ascii_digit() || **byte == b'.';
    let number = sign - before.iter().rev().take(16).take_while(is_part).count();
    matches!(text[sign], b'-' | b'+')
        && number < sign
        && four_octets(text, number).is_none_or(|(end, _)| end != sign)
}

/// Four numbers up to 255 without leading zeros, by dots.
fn four_octets(text: &[u8], at: usize) -> Option<(usize, [u8; 4])> {
    let (mut i, mut octets) = (at, [0; 4]);
    for (n, octet) in octets.iter_mut().enumerate() {
        if n > 0 {
            if text.get(i) != Some(&b'.') {
                return None;
            }
            i += 1;
        }
        let rest = text.get(i..)?;
        let len = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=3).contains(&len) || (len > 1 && rest[0] == b'0') {
            return None;
        }
        *octet = std::str::from_utf8(&rest[..len]).ok()?.parse().ok()?;
        i += len;
    }
    Some((i, octets))
}

/// Whether what stands around the number says that it is a version.
fn is_version(text: &[u8], at: usize, end: usize, octets: [u8; 4]) -> bool {
    let before = &text[at.saturating_sub(24)..at];
    // 5.4.0.42-generic, 1.2.3.4+build7; but a range of addresses is 10.0.0.1-10.0.0.9.
    let has_suffix = matches!(edge::byte(text, end), b'-' | b'+' | b'~')
        && edge::byte(text, end + 1).is_ascii_alphanumeric()
        && four_octets(text, end + 1).is_none();
    // libfoo-1.2.3.4; but ppp-198.51.100.7 is a host.
    let has_name = matches!(before, [.., b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', b'-']) && octets[0] < 10;
    if has_suffix || has_name {
        return true;
    }
    // A product of RFC 9110 section 10.1.5: Chrome/120.0.0.0. But Java writes host/10.1.2.3.
    if let [.., b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', b'/'] = before
        && (octets[3] == 0 || octets[0] < 10)
    {
        return true;
    }
    let signs = before
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b':' | b'=' | b'"' | b'\'' | b'.' | b'-'));
    let before = &before[..before.len() - signs.count()];
    let letters = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = &before[before.len() - letters..];
    VERSIONS.iter().any(|known| {
        word.len() >= known.len() && {
            let tail = &word[word.len() - known.len()..];
            tail.eq_ignore_ascii_case(known) && (word.len() == known.len() || known.len() > 4)
        }
    })
}

/// `yy mm dd hh mm ss` within their ranges.
fn is_time(written: &[u8]) -> bool {
    let value = |n: usize| match written.get(n * 3..n * 3 + 2) {
        Some([a, b]) => (a & 15) * 10 + (b & 15),
        _ => 0,
    };
    (1..=12).contains(&value(1))
        && (1..=31).contains(&value(2))
        && value(3) < 24
        && value(4) < 60
        && value(5) < 60
}

/// How many hexadecimal digits stand at `at`, counted up to five.
fn hex_run(text: &[u8], at: usize) -> usize {
    text.get(at..).unwrap_or_default().iter().take(5).take_while(|byte| byte.is_ascii_hexdigit()).count()
}

fn hex_value(digit: u8) -> u32 {
    char::from(digit).to_digit(16).unwrap_or(0)
}

/// Words before a version; those of more than four letters may end a longer word (`appVersion`).
const VERSIONS: &[&[u8]] =
    &[b"version", b"versi", b"ver", b"v", b"rev", b"release", b"build", b"firmware", b"oid", b"section"];

#[cfg(test)]
mod tests {
    use super::*;

    type Find = fn(&[u8], usize) -> Option<usize>;

    #[test]
    fn hits() {
        let rows: &[(Find, &str, usize, &str)] = &[
            (ipv4_at, "192.168.1.10", 0, "192.168.1.10"),
            (ipv4_at, "http://10.1.2.3:8080/", 7, "10.1.2.3"),
            (ipv4_at, "client=203.0.113.9, x", 7, "203.0.113.9"),
            (ipv4_at, "from 8.8.8.8.", 5, "8.8.8.8"),
            (ipv4_at, "localhost/10.1.2.3", 10, "10.1.2.3"),
            (ipv4_at, "driver: 10.1.2.3", 8, "10.1.2.3"),
            (ipv4_at, "10.0.0.0/8", 0, "10.0.0.0"),
            (ipv4_at, "10.0.0.1-10.0.0.9", 0, "10.0.0.1"),
            (ipv4_at, "10.0.0.1-10.0.0.9", 9, "10.0.0.9"),
            (ipv4_at, "ppp-198.51.100.7.example.net", 4, "198.51.100.7"),
            (ipv6_at, "2001:db8::1", 0, "2001:db8::1"),
            (ipv6_at, "[2001:DB8:0:0:8:800:200C:417A]:80", 1, "2001:DB8:0:0:8:800:200C:417A"),
            (ipv6_at, "fe80::1ff:fe23:4567:890a%eth0", 0, "fe80::1ff:fe23:4567:890a"),
            (ipv6_at, "::ffff:203.0.113.9", 0, "::ffff:203.0.113.9"),
            (ipv6_at, "64:ff9b::192.0.2.33", 0, "64:ff9b::192.0.2.33"),
            (ipv6_at, "2001:db8::1: connected", 0, "2001:db8::1"),
            (ipv6_at, "2001:db8::/32", 0, "2001:db8::"),
            (
                ipv6_at,
                "a839:f70d:3ed9:bf86:119b:e579:acdd:dce8",
                0,
                "a839:f70d:3ed9:bf86:119b:e579:acdd:dce8",
            ),
            (mac_at, "00:1A:2b:3c:4D:5e", 0, "00:1A:2b:3c:4D:5e"),
            (mac_at, "mac=00-1a-2b-3c-4d-5e;", 4, "00-1a-2b-3c-4d-5e"),
            (mac_at, "001a.2b3c.4d5e", 0, "001a.2b3c.4d5e"),
            (mac_at, "00:11:22:33:44:55", 0, "00:11:22:33:44:55"),
        ];
        for (find, text, at, value) in rows {
            assert_eq!(find(text.as_bytes(), *at), Some(at + value.len()), "{text}");
        }
    }

    #[test]
    fn misses() {
        let rows: &[(Find, &str, usize, &str)] = &[
            (ipv4_at, "127.0.0.1", 0, "loopback"),
            (ipv4_at, "0.0.0.0", 0, "any"),
            (ipv4_at, "255.255.255.0", 0, "a netmask"),
            (ipv4_at, "256.1.1.1", 0, "beyond 255"),
            (ipv4_at, "10.01.2.3", 0, "a leading zero"),
            (ipv4_at, "1.2.3.4.5", 0, "a longer chain"),
            (ipv4_at, "0.1.2.3.4", 2, "a longer chain"),
            (ipv4_at, "v1.2.3.4", 1, "a version"),
            (ipv4_at, "version: 1.2.3.4", 9, "a version"),
            (ipv4_at, "appVersion=\"1.2.3.4\"", 12, "a version"),
            (ipv4_at, "Chrome/120.0.0.0 Safari", 7, "a product's version"),
            (ipv4_at, "2.6.8.1-3-686", 0, "a version's suffix"),
            (ipv4_at, "1700000000000-203.0.113.9", 14, "goes on from a number"),
            (ipv4_at, "libfoo-1.2.3.4", 7, "a package's version"),
            (ipv4_at, "10.1.2", 0, "three numbers"),
            (ipv6_at, "50:06:01:60:3b:a0:12:34", 0, "a name of a storage network"),
            (ipv6_at, "ff02:db8:1:2:3:4:5:6", 0, "multicast"),
            (ipv6_at, "::1", 0, "loopback"),
            (ipv6_at, "::", 0, "any"),
            (ipv6_at, "std::fe80", 0, "a path in a program"),
            (ipv6_at, "dead::beef", 0, "not allocated"),
            (ipv6_at, "2001:db8::1::2", 0, "two gaps"),
            (ipv6_at, "2001:db8:1:2:3:4:5", 0, "seven groups"),
            (ipv6_at, "2001:db8:1:2:3:4:5:6:7", 0, "nine groups"),
            (ipv6_at, "12:34:56", 0, "a time"),
            (ipv6_at, "ff02::1", 0, "multicast"),
            (ipv6_at, "2001:db8::12345", 0, "five digits"),
            (mac_at, "00:00:00:00:00:00", 0, "nobody's"),
            (mac_at, "ff:ff:ff:ff:ff:ff", 0, "broadcast"),
            (mac_at, "10:20:30", 0, "a time"),
            (mac_at, "00:1A:2b:3c:4D", 0, "five octets"),
            (mac_at, "00:1A:2b:3c:4D:5e:6f", 0, "a longer chain"),
            (mac_at, "aa:00:1A:2b:3c:4D:5e", 3, "a longer chain"),
            (mac_at, "00:1A-2b:3c:4D:5e", 0, "two kinds of separators"),
            (mac_at, "24-01-31-10-20-30", 0, "a time"),
            (mac_at, "1234.5678.9012", 0, "a number"),
            (mac_at, "446655440000", 0, "a UUID's tail"),
        ];
        for (find, text, at, reason) in rows {
            assert_eq!(find(text.as_bytes(), *at), None, "{reason}: {text}");
        }
    }
}
