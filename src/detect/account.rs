//! The shapes of bank account numbers.
//!
//! **Grammar.** 8 to 17 digits, in one group or in up to six; or 7 in one group behind a Japanese label (Zengin), or 19, as in
//! China. Indonesia: BCA, BNI, BSI, Danamon, Permata 10;
//! Jenius 11; OCBC, Jago, SeaBank 12; Mandiri, CIMB Niaga 13; BRI 15 (4-2-6-2-1); BTN 16. United Kingdom: 8
//! with a sort code (2-2-2-8). United States: 4 to 17, of which 8 to 17 are looked for, and the routing
//! number of 9 (ABA). Brazil: 4 to 12 with a check digit behind a hyphen. In one group or more: Mexico 18 (CLABE), Spain 20 (CCC),
//! Portugal 21 (NIB), Argentina 22 (CBU), France 23 (RIB: bank, branch, eleven digits or letters, key).
//!
//! **Evidence.** The key of a RIB (the whole is a multiple of 97, letters counted as on the dial of old: ISO 13616
//! registry, France). Elsewhere none in the number: banks publish no common check digit, lengths overlap with phones, order
//! numbers, dates and national identification numbers, and sources contradict each other on lengths. So a
//! label is always asked for, and the shape only refuses what stands behind a label without being an account.
//!
//! **Not found on purpose.** Fewer than 7 digits (branch codes, a sort code alone), dates by their groups,
//! runs of single digits.

use super::{Detector, Occasion, Site, Trigger, Verdict, Writing, labelled};
use crate::context;
use crate::finding::Confidence;
use crate::pack::Concepts;
use crate::span::Reach;

pub(super) struct Account;

impl Detector for Account {
    fn rule(&self) -> &str {
        "account_number"
    }

    fn entity(&self) -> &str {
        "account_number"
    }

    fn reach(&self) -> Reach {
        Reach::new(128, 192)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("account_number")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        // Elsewhere seven digits are a call centre's.
        let is_short_too = !site.text[site.anchor.range()].is_ascii();
        // "account 55779911": of a word with many meanings only what stands right behind it.
        let is_weak = matches!(site.occasion, Occasion::Topic { is_weak: true });
        // a/c no: packs know it from the stroke on.
        let is_rest = matches!(site.text.get(site.anchor.start..site.anchor.start + 2), Some([b'c' | b'C', next]) if !next.is_ascii_alphabetic() || matches!(next, b'n' | b'N'));
        if is_rest && !matches!(site.before(), [.., b'a' | b'A', b'/']) {
            return Verdict::Miss("a letter alone is no label");
        }
        // "536-22-8871 and the account is 44321177": of a label that ends in a copula the value stands behind.
        let is_ahead = site
            .anchor
            .range()
            .filter(|&at| context::is_word_start(site.text, at))
            .filter_map(|at| site.lexicon.longest(site.text, at, Concepts::COPULA))
            .any(|word| word.end == site.anchor.end);
        // "bca 8410 772 905": a bank's name, which changes nothing elsewhere.
        let is_bank = is_weak
            && !is_short_too
            && site.lexicon.longest(site.text, site.anchor.start, Concepts::FILLER).is_some_and(|word| {
                word.end == site.anchor.end && !word.concepts.has(Concepts::USER | Concepts::OTHER)
            });
        let is_near = |at: usize| {
            let gap = site.text.get(site.anchor.end..at).unwrap_or_default();
            gap.len() <= 3 && gap.iter().all(|byte| matches!(byte, b' ' | b':' | b'-' | b'='))
        };
        let verdict = labelled::confirm(site, |text, at| {
            if is_bank {
                return (is_near(at) && !is_sum(text, at))
                    .then(|| account_at(text, at).filter(|end| is_of_bank(&text[at..*end])))
                    .flatten()
                    .map(|end| (end, Confidence::Context));
            }
            if is_weak && !labelled::is_right_behind(site, text, at) {
                return None;
            }
            if let Some(end) = rib_at(text, at) {
                return Some((end, Confidence::Checksum));
            }
            let end = account_at(text, at)?;
            let is_short = end - at == 7 && text[at..end].iter().all(u8::is_ascii_digit);
            (!is_short || is_short_too).then_some((end, Confidence::Context))
        });
        match verdict {
            Verdict::Hit(hit) if is_ahead && hit.span.start < site.anchor.start => {
                Verdict::Miss("the value stands behind a copula")
            }
            verdict => verdict,
        }
    }
}

/// Whether groups of three digits over full stops stand at `at`: a sum.
fn is_sum(text: &[u8], at: usize) -> bool {
    let first = text[at..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    matches!(text.get(at + first..), Some([b'.', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'.', ..]))
}

/// Whether a number right behind a bank's name is an account's: 10 to 15 digits that are no sum, no telephone number, no card's.
fn is_of_bank(number: &[u8]) -> bool {
    let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
    (10..=15).contains(&digits)
        && !number.ends_with(b"000")
        && !number.starts_with(b"08")
        && !number.starts_with(b"628")
}

/// The end of the French account number (RIB) that starts at `at`: 5 digits, 5 digits, 11 digits or letters, a key of 2.
fn rib_at(text: &[u8], at: usize) -> Option<usize> {
    const PARTS: [usize; 4] = [5, 5, 11, 2];
    let (mut i, mut rest) = (at, 0_u32);
    for (part, len) in PARTS.into_iter().enumerate() {
        for byte in text.get(i..i + len)? {
            let digit = match byte.to_ascii_uppercase() {
                byte @ b'0'..=b'9' => byte - b'0',
                byte @ b'A'..=b'I' if part == 2 => byte - b'A' + 1,
                byte @ b'J'..=b'R' if part == 2 => byte - b'J' + 1,
                byte @ b'S'..=b'Z' if part == 2 => byte - b'S' + 2,
                _ => return None,
            };
            rest = (rest * 10 + u32::from(digit)) % 97;
        }
        i += len;
        if part < 3 && matches!(text.get(i), Some(b' ' | b'-' | b'.')) {
            i += 1;
        }
    }
    (rest == 0).then_some(i)
}

/// The end of the account number that starts at `at`.
fn account_at(text: &[u8], at: usize) -> Option<usize> {
    let (mut groups, mut count, mut digits, mut i) = ([0; 8], 0, 0, at);
    let mut separator = None;
    loop {
        let len = text[i..].iter().take(24).take_while(|byte| byte.is_ascii_digit()).count();
        if len == 0 {
            return None;
        }
        *groups.get_mut(count)? = len;
        (count, digits, i) = (count + 1, digits + len, i + len);
        let next = text.get(i).filter(|byte| matches!(byte, b' ' | b'-' | b'.'));
        let goes_on = next.is_some_and(|next| separator.is_none_or(|known| known == *next))
            && text.get(i + 1).is_some_and(u8::is_ascii_digit);
        if !goes_on {
            break;
        }
        separator = next.copied();
        i += 1;
    }
    // Brazil: 12345-6, 001.0456789-0.
    let check = usize::from(separator == Some(b'-'));
    let (groups, is_brazilian) = match (groups[..count].split_last(), text.get(i..)) {
        (Some((1, number)), _) if check == 1 && number.len() == 1 => (number, true),
        (_, Some([b'-', b'0'..=b'9' | b'x' | b'X', rest @ ..]))
            if check == 0 && !rest.first().is_some_and(u8::is_ascii_alphanumeric) =>
        {
            i += 2;
            (&groups[..count], true)
        }
        _ => (&groups[..count], false),
    };
    if is_brazilian {
        return (4..=13).contains(&groups.iter().sum::<usize>()).then_some(i);
    }
    account_shape(digits, groups).then_some(i)
}

/// Whether `digits` digits, written in `groups`, may be a bank account number.
pub(super) fn account_shape(digits: usize, groups: &[usize]) -> bool {
    let is_sum = groups.iter().try_fold(0_usize, |sum, group| sum.checked_add(*group)) == Some(digits);
    let singles = groups.iter().filter(|group| **group == 1).count();
    (matches!(digits, 8..=18 | 20..=23) || matches!(groups, [7 | 19]))
        && is_sum
        && (1..=6).contains(&groups.len())
        && groups.iter().all(|group| (1..=23).contains(group))
        && singles <= 2
        && !matches!(groups, [2, 2, 4] | [4, 2, 2])
}

#[cfg(test)]
mod tests {
    use super::{account_shape, rib_at};

    #[test]
    fn keys_of_french_accounts() {
        for (text, end) in [
            ("30002 00550 0000157841Z 25", Some(26)),
            ("30002005500000157841z25", Some(23)),
            ("30002 00550 0000157841Z 26", None),
            ("30002 0055A 0000157841Z 25", None),
            ("30002 00550 0000157841", None),
        ] {
            assert_eq!(rib_at(text.as_bytes(), 0), end, "{text}");
        }
    }

    #[test]
    fn hits() {
        for groups in [
            &[10][..],
            &[3, 3, 4],
            &[13],
            &[4, 2, 6, 2, 1],
            &[4, 4, 4, 4],
            &[2, 2, 2, 8],
            &[8],
            &[9],
            &[3, 2, 7, 1],
            &[17],
            &[7],
            &[19],
            &[18],
            &[4, 4, 2, 10],
            &[22],
        ] {
            assert!(account_shape(groups.iter().sum(), groups), "{groups:?}");
        }
    }

    #[test]
    fn misses() {
        for (digits, groups, reason) in [
            (6, &[6][..], "too short"),
            (7, &[3, 4], "seven digits in groups are a phone's"),
            (24, &[24], "too long"),
            (8, &[2, 2, 4], "a date"),
            (8, &[4, 2, 2], "a date"),
            (6, &[2, 2, 2], "a sort code alone"),
            (10, &[3, 3, 3], "the groups do not add up"),
            (10, &[3, 0, 7], "an empty group"),
            (8, &[1, 1, 1, 1, 4], "single digits"),
            (14, &[2, 2, 2, 2, 2, 2, 2], "seven groups"),
            (8, &[], "no group"),
            (8, &[usize::MAX, 9], "overflow"),
        ] {
            assert!(!account_shape(digits, groups), "{reason}");
        }
    }
}
