//! Tokens of bots: Telegram's and Discord's.
//!
//! **Grammar.** Telegram: the bot's number of eight to ten digits, `:`, `AA`, one of `E` to `H` and 31 or
//! 32 letters of the URL alphabet; in addresses
//! `bot` stands before it. Discord: the bot's number in Base64, a stamp of six, a signature of 27 to 38, dots between.
//!
//! **Evidence.** The shape; Telegram's digits before the colon ("Bot API", authorizing your bot); that the first part of
//! Discord's is Base64 of 17 to 20 digits ("API reference", authentication and snowflakes).
//!
//! **Not found on purpose.** A part without the others; placeholders of a few repeated characters.

use std::sync::LazyLock;

use super::provider::{Alphabet, decode, is_url, is_varied, is_word};
use crate::detect::{Detector, Hit, Site, Trigger, Verdict};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(in crate::detect) struct BotToken;

impl Detector for BotToken {
    fn rule(&self) -> &str {
        "secret_bot_token"
    }

    fn entity(&self) -> &str {
        "secret"
    }

    fn reach(&self) -> Reach {
        Reach::new(32, 128)
    }

    fn trigger(&self) -> Trigger {
        static ALL: LazyLock<Vec<&'static [u8]>> =
            LazyLock::new(|| PREFIXES.iter().map(|p| &p[..]).collect());
        Trigger::Prefixes(&ALL)
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let (text, at) = (site.text, site.anchor.start);
        let found = telegram_around(text, at).or_else(|| discord_at(text, at));
        found.map_or(Verdict::Miss("no bot's token has these parts"), |span| {
            Verdict::Hit(Hit::new(span, Confidence::Shape))
        })
    }
}

/// The token whose second part starts at `at`.
fn telegram_around(text: &[u8], at: usize) -> Option<Span> {
    let before = text[..at].strip_suffix(b":")?;
    let digits = before.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    let start = before.len() - digits;
    let is_apart =
        !before[..start].last().is_some_and(|&byte| is_word(byte)) || before[..start].ends_with(b"bot");
    let secret = &text[at..];
    let len = Alphabet::Url.run(secret, 35);
    let is_token = matches!(secret, [b'A', b'A', b'E'..=b'H', ..])
        && (34..=35).contains(&len)
        && is_varied(&secret[..len]);
    (is_apart && is_token && (8..=10).contains(&digits)).then(|| Span::new(start, at + len))
}

/// The token that starts at `at`.
fn discord_at(text: &[u8], at: usize) -> Option<Span> {
    if at.checked_sub(1).is_some_and(|before| is_url(text[before]) || text[before] == b'.') {
        return None;
    }
    let mut end = at;
    for (part, len) in [23..=27, 6..=6, 27..=38].into_iter().enumerate() {
        let run = Alphabet::Url.run(&text[end..], *len.end());
        let is_last = part == 2;
        if !len.contains(&run) || (!is_last && text.get(end + run) != Some(&b'.')) {
            return None;
        }
        end += run + usize::from(!is_last);
    }
    let number = text[at..end].split(|byte| *byte == b'.').next()?;
    let is_number = decode(number).all(|byte| byte.is_ascii_digit());
    (is_number && is_varied(&text[end - 27..end])).then(|| Span::new(at, end))
}

/// How tokens start: `AA`, a bit that is set and any letter of the URL alphabet; Base64 of three digits.
const PREFIXES: [[u8; 4]; 256 + 1000] = {
    let url = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut prefixes = [[0; 4]; 256 + 1000];
    let mut i = 0;
    while i < 256 {
        prefixes[i] = [b'A', b'A', b"EFGH"[i / 64], url[i % 64]];
        i += 1;
    }
    while i < prefixes.len() {
        let n = i - 256;
        let bits = 0x30_3030 + ((n / 100) << 16 | (n / 10 % 10) << 8 | (n % 10));
        prefixes[i] = [url[bits >> 18], url[bits >> 12 & 63], url[bits >> 6 & 63], url[bits & 63]];
        i += 1;
    }
    prefixes
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_those_of_numbers() {
        assert!(PREFIXES.contains(b"MTAw") && PREFIXES.contains(b"OTk5") && PREFIXES.contains(b"AAHd"));
    }
}
