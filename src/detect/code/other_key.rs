//! A number that is the value of another key than the label.

use super::super::Site;
use crate::context::Binding;
use crate::pack::Concepts;

/// Whether the sign belongs to another word than the label: the `sent` of "[otp-svc] sent=1200".
pub(super) fn is_other_key(site: &Site<'_>, binding: &Binding) -> bool {
    let between = &site.text[site.anchor.end..binding.at];
    binding.sign == b'=' && between.contains(&b' ') && between.iter().any(u8::is_ascii_alphabetic)
}

/// Whether the key of another number stands right before the value, with a blank before it: the `customer` of "verifyPin customer=88120".
pub(super) fn is_key_between(site: &Site<'_>, binding: &Binding) -> bool {
    let between = &site.text[site.anchor.end..binding.at];
    if let Some(is_other) = is_json_key_between(site, between) {
        return is_other;
    }
    let Some(key) = between.strip_suffix(b"=").or_else(|| between.strip_suffix(b"=\"")) else { return false };
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'.');
    let len = key.iter().rev().take_while(is_part).count();
    let start = site.anchor.end + key.len() - len;
    // "/change-your-pin?id=510277"
    let is_query = matches!(site.text[..start].last(), Some(b'?' | b'&'));
    let is_apart = len > 0 && len < key.len() && (is_query || site.text[..start].ends_with(b" "));
    let word = || {
        site.lexicon.longest(
            site.text,
            start,
            Concepts::USER | Concepts::OTHER | Concepts::SUFFIX | Concepts::LABELS,
        )
    };
    // "svc=otp-sender batch=55120 sent=4821": behind a field of its own only a key that names a value.
    let is_further = || key[..key.len() - len].contains(&b'=');
    is_apart
        && match word() {
            Some(word) => word.concepts.has(Concepts::USER | Concepts::OTHER),
            None => is_further() || is_query,
        }
}

/// The same of a key of JSON: `{"op":"ganti_pin","nasabah":44120}`. `None` where no such key stands there.
fn is_json_key_between(site: &Site<'_>, between: &[u8]) -> Option<bool> {
    let rest = between.strip_suffix(b"\"").unwrap_or(between).trim_ascii_end();
    let key = rest.strip_suffix(b":")?.trim_ascii_end().strip_suffix(b"\"")?;
    let open = key.iter().rposition(|byte| *byte == b'"')?;
    let start = site.anchor.end + open + 1;
    let is_name =
        !key[open + 1..].is_empty() && matches!(key[..open].trim_ascii_end().last(), Some(b',' | b'{'));
    let word = || site.lexicon.longest(site.text, start, Concepts::USER | Concepts::OTHER | Concepts::SUFFIX);
    is_name.then(|| {
        word().is_some_and(|word| {
            word.end == site.anchor.end + key.len() && word.concepts.has(Concepts::USER | Concepts::OTHER)
        })
    })
}
