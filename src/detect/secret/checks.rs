//! What tokens hold besides their prefix and alphabet: checksums, marks, parts.

use super::provider::{Alphabet, is_lower_hex};

/// CRC-32 of zip and Ethernet. Bit by bit, for thirty bytes once in a while need no table.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

/// The digits of base 62 in the order of ASCII.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Six digits of base 62.
pub(super) fn base62(number: u32) -> [u8; 6] {
    let mut digits = [b'0'; 6];
    let mut left = number as usize;
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[left % 62];
        left /= 62;
    }
    digits
}

pub(super) fn always(_: &[u8]) -> bool {
    true
}

/// GitHub and npm: the last six characters are the CRC-32 of those between prefix and checksum, in base 62.
pub(super) fn crc_base62(token: &[u8]) -> bool {
    let body = token.get(4..).unwrap_or_default();
    body.split_last_chunk::<6>().is_some_and(|(random, check)| base62(crc32(random)) == *check)
}

/// AWS writes `EXAMPLE` at the end of the keys in its documentation.
pub(super) fn not_example(token: &[u8]) -> bool {
    !token.ends_with(b"EXAMPLE")
}

/// The part of the token behind the last of the bytes `mark`; the whole where there is none.
pub(super) fn behind_last(token: &[u8], mark: u8) -> &[u8] {
    token.rsplit(|&byte| byte == mark).next().unwrap_or_default()
}

/// Whether the token ends in parts of these lengths and alphabets, with `mark` between them.
pub(super) fn ends_in(token: &[u8], mark: u8, parts: &[(usize, Alphabet)]) -> bool {
    let len = parts.iter().map(|part| part.0 + 1).sum::<usize>().saturating_sub(1);
    let Some(mut rest) = token.len().checked_sub(len).and_then(|start| token.get(start..)) else {
        return false;
    };
    parts.iter().enumerate().all(|(at, &(len, alphabet))| {
        if at > 0 {
            match rest.strip_prefix(&[mark]) {
                Some(behind) => rest = behind,
                None => return false,
            }
        }
        let Some((part, behind)) = rest.split_at_checked(len) else { return false };
        rest = behind;
        part.iter().all(|&byte| alphabet.has(byte))
    })
}

pub(super) fn has_digit(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_digit)
}

/// Random characters nearly always have a digit; words hardly ever.
pub(super) fn digit(token: &[u8]) -> bool {
    has_digit(token.get(4..).unwrap_or_default())
}

/// For prefixes that are words too: capital and small letters behind it.
pub(super) fn both_cases(token: &[u8]) -> bool {
    let body = token.get(token.len().saturating_sub(16)..).unwrap_or_default();
    body.iter().any(u8::is_ascii_uppercase) && body.iter().any(u8::is_ascii_lowercase)
}

/// For prefixes that are weak: capital and small letters and a digit in the body.
pub(super) fn mixed(token: &[u8]) -> bool {
    let body = token.get(3..).unwrap_or_default();
    body.iter().any(u8::is_ascii_uppercase) && body.iter().any(u8::is_ascii_lowercase) && has_digit(body)
}

pub(super) fn uuid(token: &[u8]) -> bool {
    use Alphabet::Hex;
    ends_in(token, b'-', &[(8, Hex), (4, Hex), (4, Hex), (4, Hex), (12, Hex)])
}

pub(super) fn github_pat(token: &[u8]) -> bool {
    ends_in(token, b'_', &[(22, Alphabet::Alnum), (59, Alphabet::Alnum)])
}

/// Routable tokens end in a dot, the length of the payload and a CRC in base 36, nine characters together;
/// some have a version of two characters between dots before that.
pub(super) fn gitlab_routable(token: &[u8]) -> bool {
    let mut parts = token.rsplit(|&byte| byte == b'.');
    let tail = parts.next().unwrap_or_default();
    let version_or_payload = parts.next();
    let payload = parts.next();
    tail.len() == 9
        && tail.iter().all(|&byte| Alphabet::LowerAlnum.has(byte))
        && match (version_or_payload, payload) {
            (Some(_), None) => true,
            (Some(version), Some(_)) => version.len() == 2 && parts.next().is_none(),
            _ => false,
        }
}

/// Groups of letters and digits between dashes, the last of them long, and some digit.
pub(super) fn slack(token: &[u8]) -> bool {
    let Some(at) = token.iter().position(|&byte| byte == b'-') else { return false };
    let body = &token[at + 1..];
    behind_last(body, b'-').len() >= 10
        && has_digit(body)
        && body.split(|&byte| byte == b'-').all(|part| !part.is_empty() && !part.contains(&b'_'))
}

/// Workspace, application and secret.
pub(super) fn slack_webhook(token: &[u8]) -> bool {
    let mut parts = token.rsplit(|&byte| byte == b'/');
    let secret = parts.next().unwrap_or_default();
    let app = parts.next().unwrap_or_default();
    let workspace = parts.next().unwrap_or_default();
    (20..=28).contains(&secret.len())
        && secret.iter().all(u8::is_ascii_alphanumeric)
        && app.starts_with(b"B")
        && workspace.starts_with(b"T")
}

/// The number of the webhook, and 60 to 80 characters.
pub(super) fn discord_webhook(token: &[u8]) -> bool {
    let mut parts = token.rsplit(|&byte| byte == b'/');
    let secret = parts.next().unwrap_or_default();
    let number = parts.next().unwrap_or_default();
    (60..=80).contains(&secret.len())
        && (17..=20).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
}

pub(super) fn openai(token: &[u8]) -> bool {
    token.windows(8).any(|window| window == b"T3BlbkFJ")
}

pub(super) fn openai_first(token: &[u8]) -> bool {
    token.get(23..31) == Some(b"T3BlbkFJ")
}

pub(super) fn ends_aa(token: &[u8]) -> bool {
    token.ends_with(b"AA")
}

pub(super) fn ends_x(token: &[u8]) -> bool {
    token.ends_with(b"-X")
}

pub(super) fn langsmith(token: &[u8]) -> bool {
    ends_in(token, b'_', &[(32, Alphabet::LowerHex), (10, Alphabet::LowerHex)])
}

/// Eight hexadecimal digits at the end.
pub(super) fn cloudflare(token: &[u8]) -> bool {
    token.split_last_chunk::<8>().is_some_and(|(_, check)| check.iter().copied().all(is_lower_hex))
        && has_digit(token)
}

/// Five or six letters and digits, an underscore, 63 more.
pub(super) fn pinecone(token: &[u8]) -> bool {
    ends_in(token, b'_', &[(63, Alphabet::Alnum)]) && token.iter().filter(|byte| **byte == b'_').count() == 2
}

/// Eight letters and digits, an underscore, 24 more.
pub(super) fn resend(token: &[u8]) -> bool {
    ends_in(token, b'_', &[(8, Alphabet::Alnum), (24, Alphabet::Alnum)]) && mixed(token)
}

/// The number of a user, an underscore, 32 capitals and digits.
pub(super) fn clickup(token: &[u8]) -> bool {
    let user = token.get(3..token.len().saturating_sub(33)).unwrap_or_default();
    ends_in(token, b'_', &[(32, Alphabet::Upper)]) && !user.is_empty() && user.iter().all(u8::is_ascii_digit)
}

/// 32 hexadecimal digits, and perhaps a dash and a digit.
pub(super) fn databricks(token: &[u8]) -> bool {
    let (hex, tail) = token.get(4..).unwrap_or_default().split_at_checked(32).unwrap_or_default();
    !hex.is_empty()
        && hex.iter().all(|&byte| is_lower_hex(byte))
        && (tail.is_empty() || matches!(tail, [b'-', b'0'..=b'9']))
}

pub(super) fn doppler_service(token: &[u8]) -> bool {
    let tail = behind_last(token, b'.');
    (40..=44).contains(&tail.len()) && tail.iter().all(u8::is_ascii_alphanumeric)
}

pub(super) fn notion(token: &[u8]) -> bool {
    token.get(4..15).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
}

pub(super) fn postman(token: &[u8]) -> bool {
    ends_in(token, b'-', &[(24, Alphabet::Hex), (34, Alphabet::Hex)])
}

pub(super) fn glsa(token: &[u8]) -> bool {
    ends_in(token, b'_', &[(32, Alphabet::Alnum), (8, Alphabet::Hex)])
}

pub(super) fn sentry_org(token: &[u8]) -> bool {
    let sign = behind_last(token, b'_');
    sign.len() == 43 && sign.iter().all(|&byte| Alphabet::Base64.has(byte))
}

pub(super) fn braintree(token: &[u8]) -> bool {
    ends_in(token, b'$', &[(16, Alphabet::LowerAlnum), (32, Alphabet::LowerHex)])
}

/// Only one `=`, before the last eight, which are hexadecimal.
pub(super) fn atlassian(token: &[u8]) -> bool {
    let sum = behind_last(token, b'=');
    sum.len() == 8
        && sum.iter().all(u8::is_ascii_hexdigit)
        && token.iter().filter(|&&byte| byte == b'=').count() == 1
}

pub(super) fn brevo(token: &[u8]) -> bool {
    ends_in(token, b'-', &[(64, Alphabet::LowerHex), (16, Alphabet::Alnum)])
}

/// The kind, an id and a secret of letters and digits; the kind is missing in old ones.
pub(super) fn tailscale(token: &[u8]) -> bool {
    let secret = behind_last(token, b'-');
    let groups = token.split(|&byte| byte == b'-');
    secret.len() >= 16
        && has_digit(token)
        && (3..=4).contains(&groups.clone().count())
        && groups.into_iter().all(|group| !group.is_empty() && !group.contains(&b'_'))
}

pub(super) fn dynatrace(token: &[u8]) -> bool {
    ends_in(token, b'.', &[(24, Alphabet::Upper), (64, Alphabet::Upper)])
}

/// 40 hexadecimal digits, perhaps behind the instance in 16 or `local`.
pub(super) fn sourcegraph(token: &[u8]) -> bool {
    let mut parts = token.rsplit(|&byte| byte == b'_');
    let secret = parts.next().unwrap_or_default();
    let place = parts.next().unwrap_or_default();
    let is_hex = |part: &[u8]| part.iter().all(u8::is_ascii_hexdigit);
    secret.len() == 40
        && is_hex(secret)
        && match parts.next() {
            None => true,
            Some(_) => parts.next().is_none() && (place == b"local" || (place.len() == 16 && is_hex(place))),
        }
}

pub(super) fn harness(token: &[u8]) -> bool {
    ends_in(token, b'.', &[(22, Alphabet::Url), (24, Alphabet::Alnum), (20, Alphabet::Alnum)])
}

pub(super) fn mapbox(token: &[u8]) -> bool {
    behind_last(token, b'.').len() == 22 && token.iter().filter(|&&byte| byte == b'.').count() == 2
}

pub(super) fn circleci(token: &[u8]) -> bool {
    ends_in(token, b'_', &[(22, Alphabet::Alnum), (40, Alphabet::LowerHex)])
}

pub(super) fn dnkey(token: &[u8]) -> bool {
    ends_in(token, b'-', &[(26, Alphabet::Alnum), (52, Alphabet::Alnum)])
}

pub(super) fn sendgrid(token: &[u8]) -> bool {
    ends_in(token, b'.', &[(22, Alphabet::Url), (43, Alphabet::Url)])
}
