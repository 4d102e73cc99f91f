//! International bank account numbers.
//!
//! **Grammar.** Two letters of a country, two check digits, then the country's own account number (BBAN) of
//! fixed length and structure: bare, or with single blanks or hyphens between groups of four. Upper case may
//! be grouped in any other way (`DE89 370400440532013000`). All letters upper, or all lower case.
//!
//! **Evidence.** The length and structure that the IBAN registry (SWIFT, release 100, for ISO 13616-1) gives
//! for the country, and check digits that make the number 1 modulo 97 (ISO 7064, MOD 97-10): 96 of 97 random
//! strings fail.
//!
//! **Not found on purpose.** Countries outside of the registry, mixed case (tokens in base 62), an IBAN
//! inside a longer word but `IBAN`, or one that goes on behind a hyphen.

use super::{Detector, Hit, Site, Trigger, Verdict, edge};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(super) struct Iban;

impl Detector for Iban {
    fn rule(&self) -> &str {
        "iban"
    }

    fn entity(&self) -> &str {
        "iban"
    }

    fn reach(&self) -> Reach {
        Reach::new(16, 96)
    }

    fn trigger(&self) -> Trigger {
        Trigger::CountryCode
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let at = site.anchor.start;
        iban_at(site.text, at).map_or(Verdict::Miss("no country's length and check digits"), |end| {
            Verdict::Hit(Hit::new(Span::new(at, end), Confidence::Checksum))
        })
    }
}

/// An IBAN without a blank behind its name: `IBANDE89370400440532013000`.
pub(super) struct Joined;

impl Detector for Joined {
    fn rule(&self) -> &str {
        "iban_joined"
    }

    fn entity(&self) -> &str {
        "iban"
    }

    fn reach(&self) -> Reach {
        Reach::new(16, 96)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Prefixes(&[b"IBAN", b"iban", b"Iban"])
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let at = site.anchor.start + NAME.len();
        let is_name =
            site.text.get(site.anchor.start..at).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        let end = if is_name { starting_at(site.text, at) } else { None };
        end.map_or(Verdict::Miss("no country's length and check digits"), |end| {
            Verdict::Hit(Hit::new(Span::new(at, end), Confidence::Checksum))
        })
    }
}

const NAME: &[u8] = b"iban";

/// The countries of the registry: by the first letter of the code, a bit for the second.
pub(super) fn countries() -> [u32; 26] {
    let mut countries = [0; 26];
    for (code, _) in REGISTRY {
        countries[usize::from(code[0] - b'A')] |= 1 << (code[1] - b'A');
    }
    countries
}

/// The end of the IBAN whose country code starts at `at`. Looks at no more than 120 bytes.
pub(super) fn iban_at(text: &[u8], at: usize) -> Option<usize> {
    if edge::starts_word(text, at) { starting_at(text, at) } else { None }
}

fn starting_at(text: &[u8], at: usize) -> Option<usize> {
    let head = text.get(at..at.checked_add(4)?)?;
    let is_upper = head[0].is_ascii_uppercase();
    let country = [head[0].to_ascii_uppercase(), head[1].to_ascii_uppercase()];
    let structure = REGISTRY.iter().find(|(code, _)| **code == country)?.1;
    if !(head[2].is_ascii_digit() && head[3].is_ascii_digit()) {
        return None;
    }
    let len = 4 + structure.iter().map(|(count, _)| usize::from(*count)).sum::<usize>();
    let mut classes = structure.iter().flat_map(|(count, class)| (0..*count).map(move |_| *class));
    let mut iban = [0; MAX_LEN];
    let (mut i, mut count, mut first_gap, mut is_in_fours) = (at, 0, 0, true);
    while count < len {
        let gap = if count >= 4 { gap(text, i) } else { 0 };
        if gap > 0 {
            // The same separator throughout.
            if first_gap == 0 {
                first_gap = i;
            } else if text.get(first_gap..first_gap + gap) != text.get(i..i + gap) {
                return None;
            }
            is_in_fours &= count % 4 == 0;
            i += gap;
        } else {
            is_in_fours &= first_gap == 0 || count % 4 != 0;
        }
        let byte = *text.get(i)?;
        let is_right_class = match count {
            0 | 1 => byte.is_ascii_alphabetic(),
            2 | 3 => byte.is_ascii_digit(),
            _ => match classes.next()? {
                Class::Digit => byte.is_ascii_digit(),
                Class::Letter => byte.is_ascii_alphabetic(),
                Class::Either => byte.is_ascii_alphanumeric(),
            },
        };
        if !is_right_class || (byte.is_ascii_alphabetic() && byte.is_ascii_uppercase() != is_upper) {
            return None;
        }
        *iban.get_mut(count)? = byte;
        (i, count) = (i + 1, count + 1);
    }
    // A first gap after more than four characters makes the groups irregular.
    let is_regular = first_gap == 0 || (is_in_fours && first_gap == at + 4);
    let goes_on = text.get(i) == Some(&b'-') && edge::byte(text, i + 1).is_ascii_alphanumeric();
    ((is_upper || is_regular) && edge::ends_word(text, i) && !goes_on && is_mod_97(&iban[..len])).then_some(i)
}

/// The length of the separator at `at`.
fn gap(text: &[u8], at: usize) -> usize {
    if text.get(at) == Some(&b'-') { 1 } else { edge::blank(text, at) }
}

/// Whether the number is 1 modulo 97 with its first four characters moved to the end and `A` = 10 … `Z` = 35.
/// The check digits 00, 01 and 99 cannot come out of the computation, though they may pass it (ISO 7064,
/// clause 9.4).
pub(super) fn is_mod_97(iban: &[u8]) -> bool {
    let Some((head, rest)) = iban.split_at_checked(4) else { return false };
    rest_of_97(rest.iter().chain(head)) == 1 && !matches!(&head[2..], b"00" | b"01" | b"99")
}

/// Whether the number as it stands is 1 modulo 97 (ISO 7064, MOD 97-10): its check digits are the last two.
pub(super) fn is_plain_mod_97(number: &[u8]) -> bool {
    number.len() > 2 && rest_of_97(number) == 1
}

fn rest_of_97<'n>(number: impl IntoIterator<Item = &'n u8>) -> u32 {
    number.into_iter().fold(0, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        _ => (sum * 100 + u32::from(byte.to_ascii_uppercase().saturating_sub(b'A')) + 10) % 97,
    })
}

/// The longest that ISO 13616 allows.
const MAX_LEN: usize = 34;

#[derive(Clone, Copy)]
enum Class {
    Digit,
    Letter,
    Either,
}

use Class::{Digit as N, Either as C, Letter as A};

type Country = (&'static [u8; 2], &'static [(u8, Class)]);

/// Country codes and the structure of what follows the check digits: IBAN registry (SWIFT, release 100).
const REGISTRY: &[Country] = &[
    (b"AD", &[(8, N), (12, C)]),
    (b"AE", &[(19, N)]),
    (b"AL", &[(8, N), (16, C)]),
    (b"AT", &[(16, N)]),
    (b"AZ", &[(4, A), (20, C)]),
    (b"BA", &[(16, N)]),
    (b"BE", &[(12, N)]),
    (b"BG", &[(4, A), (6, N), (8, C)]),
    (b"BH", &[(4, A), (14, C)]),
    (b"BI", &[(23, N)]),
    (b"BR", &[(23, N), (1, A), (1, C)]),
    (b"BY", &[(4, C), (4, N), (16, C)]),
    (b"CH", &[(5, N), (12, C)]),
    (b"CR", &[(18, N)]),
    (b"CY", &[(8, N), (16, C)]),
    (b"CZ", &[(20, N)]),
    (b"DE", &[(18, N)]),
    (b"DJ", &[(23, N)]),
    (b"DK", &[(14, N)]),
    (b"DO", &[(4, C), (20, N)]),
    (b"EE", &[(16, N)]),
    (b"EG", &[(25, N)]),
    (b"ES", &[(20, N)]),
    (b"FI", &[(14, N)]),
    (b"FK", &[(2, A), (12, N)]),
    (b"FO", &[(14, N)]),
    (b"FR", &[(10, N), (11, C), (2, N)]),
    (b"GB", &[(4, A), (14, N)]),
    (b"GE", &[(2, A), (16, N)]),
    (b"GI", &[(4, A), (15, C)]),
    (b"GL", &[(14, N)]),
    (b"GR", &[(7, N), (16, C)]),
    (b"GT", &[(24, C)]),
    (b"HN", &[(4, A), (20, N)]),
    (b"HR", &[(17, N)]),
    (b"HU", &[(24, N)]),
    (b"IE", &[(4, A), (14, N)]),
    (b"IL", &[(19, N)]),
    (b"IQ", &[(4, A), (15, N)]),
    (b"IS", &[(22, N)]),
    (b"IT", &[(1, A), (10, N), (12, C)]),
    (b"JO", &[(4, A), (4, N), (18, C)]),
    (b"KW", &[(4, A), (22, C)]),
    (b"KZ", &[(3, N), (13, C)]),
    (b"LB", &[(4, N), (20, C)]),
    (b"LC", &[(4, A), (24, C)]),
    (b"LI", &[(5, N), (12, C)]),
    (b"LT", &[(16, N)]),
    (b"LU", &[(3, N), (13, C)]),
    (b"LV", &[(4, A), (13, C)]),
    (b"LY", &[(21, N)]),
    (b"MC", &[(10, N), (11, C), (2, N)]),
    (b"MD", &[(20, C)]),
    (b"ME", &[(18, N)]),
    (b"MK", &[(3, N), (10, C), (2, N)]),
    (b"MN", &[(16, N)]),
    (b"MR", &[(23, N)]),
    (b"MT", &[(4, A), (5, N), (18, C)]),
    (b"MU", &[(4, A), (19, N), (3, A)]),
    (b"NI", &[(4, A), (20, N)]),
    (b"NL", &[(4, A), (10, N)]),
    (b"NO", &[(11, N)]),
    (b"OM", &[(3, N), (16, C)]),
    (b"PK", &[(4, A), (16, C)]),
    (b"PL", &[(24, N)]),
    (b"PS", &[(4, A), (21, C)]),
    (b"PT", &[(21, N)]),
    (b"QA", &[(4, A), (21, C)]),
    (b"RO", &[(4, A), (16, C)]),
    (b"RS", &[(18, N)]),
    (b"RU", &[(14, N), (15, C)]),
    (b"SA", &[(2, N), (18, C)]),
    (b"SC", &[(4, A), (20, N), (3, A)]),
    (b"SD", &[(14, N)]),
    (b"SE", &[(20, N)]),
    (b"SI", &[(15, N)]),
    (b"SK", &[(20, N)]),
    (b"SM", &[(1, A), (10, N), (12, C)]),
    (b"SO", &[(19, N)]),
    (b"ST", &[(21, N)]),
    (b"SV", &[(4, A), (20, N)]),
    (b"TL", &[(19, N)]),
    (b"TN", &[(20, N)]),
    (b"TR", &[(6, N), (16, C)]),
    (b"UA", &[(6, N), (19, C)]),
    (b"VA", &[(18, N)]),
    (b"VG", &[(4, A), (16, N)]),
    (b"XK", &[(16, N)]),
    (b"YE", &[(4, A), (4, N), (18, C)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The registry's own example of every country.
    const EXAMPLES: &[&str] = &[
        "AD12 0001 2030 2003 5910 0100",
        "AE07 0331 2345 6789 0123 456",
        "AL47 2121 1009 0000 0002 3569 8741",
        "AT61 1904 3002 3457 3201",
        "AZ21 NABZ 0000 0000 1370 1000 1944",
        "BA39 1290 0794 0102 8494",
        "BE68 5390 0754 7034",
        "BG80 BNBG 9661 1020 3456 78",
        "BH67 BMAG 0000 1299 1234 56",
        "BI42 1000 0100 0100 0033 2045 181",
        "BR18 0036 0305 0000 1000 9795 493C 1",
        "BY13 NBRB 3600 9000 0000 2Z00 AB00",
        "CH93 0076 2011 6238 5295 7",
        "CR05 0152 0200 1026 2840 66",
        "CY17 0020 0128 0000 0012 0052 7600",
        "CZ65 0800 0000 1920 0014 5399",
        "DE89 3704 0044 0532 0130 00",
        "DJ21 0001 0000 0001 5400 0100 186",
        "DK50 0040 0440 1162 43",
        "DO28 BAGR 0000 0001 2124 5361 1324",
        "EE38 2200 2210 2014 5685",
        "EG38 0019 0005 0000 0000 2631 8000 2",
        "ES91 2100 0418 4502 0005 1332",
        "FI21 1234 5600 0007 85",
        "FK88 SC12 3456 7890 12",
        "FO62 6460 0001 6316 34",
        "FR14 2004 1010 0505 0001 3M02 606",
        "GB29 NWBK 6016 1331 9268 19",
        "GE29 NB00 0000 0101 9049 17",
        "GI75 NWBK 0000 0000 7099 453",
        "GL89 6471 0001 0002 06",
        "GR16 0110 1250 0000 0001 2300 695",
        "GT82 TRAJ 0102 0000 0012 1002 9690",
        "HN88 CABF 0000 0000 0002 5000 5469",
        "HR12 1001 0051 8630 0016 0",
        "HU42 1177 3016 1111 1018 0000 0000",
        "IE29 AIBK 9311 5212 3456 78",
        "IL62 0108 0000 0009 9999 999",
        "IQ98 NBIQ 8501 2345 6789 012",
        "IS14 0159 2600 7654 5510 7303 39",
        "IT60 X054 2811 1010 0000 0123 456",
        "JO94 CBJO 0010 0000 0000 0131 0003 02",
        "KW81 CBKU 0000 0000 0000 1234 5601 01",
        "KZ86 125K ZT50 0410 0100",
        "LB62 0999 0000 0001 0019 0122 9114",
        "LC55 HEMM 0001 0001 0012 0012 0002 3015",
        "LI21 0881 0000 2324 013A A",
        "LT12 1000 0111 0100 1000",
        "LU28 0019 4006 4475 0000",
        "LV80 BANK 0000 4351 9500 1",
        "LY83 0020 4800 0020 1001 2036 1",
        "MC58 1122 2000 0101 2345 6789 030",
        "MD24 AG00 0225 1000 1310 4168",
        "ME25 5050 0001 2345 6789 51",
        "MK07 2501 2000 0058 984",
        "MN12 1234 1234 5678 9123",
        "MR13 0002 0001 0100 0012 3456 753",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "MU17 BOMM 0101 1010 3030 0200 000M UR",
        "NI45 BAPR 0000 0013 0000 0355 8124",
        "NL91 ABNA 0417 1643 00",
        "NO93 8601 1117 947",
        "OM81 0180 0000 0129 9123 456",
        "PK36 SCBL 0000 0011 2345 6702",
        "PL61 1090 1014 0000 0712 1981 2874",
        "PS92 PALS 0000 0000 0400 1234 5670 2",
        "PT50 0002 0123 1234 5678 9015 4",
        "QA58 DOHB 0000 1234 5678 90AB CDEF G",
        "RO49 AAAA 1B31 0075 9384 0000",
        "RS35 2600 0560 1001 6113 79",
        "RU03 0445 2522 5408 1781 0538 0913 1041 9",
        "SA03 8000 0000 6080 1016 7519",
        "SC18 SSCB 1101 0000 0000 0000 1497 USD",
        "SD88 1112 3456 7890 12",
        "SE45 5000 0000 0583 9825 7466",
        "SI56 2633 0001 2039 086",
        "SK31 1200 0000 1987 4263 7541",
        "SM86 U032 2509 8000 0000 0270 100",
        "SO21 1000 0010 0100 0100 141",
        "ST23 0001 0001 0051 8453 1014 6",
        "SV62 CENR 0000 0000 0000 0070 0025",
        "TL38 0080 0123 4567 8910 157",
        "TN59 1000 6035 1835 9847 8831",
        "TR33 0006 1005 1978 6457 8413 26",
        "UA21 3223 1300 0002 6007 2335 6600 1",
        "VA59 0011 2300 0012 3456 78",
        "VG96 VPVG 0000 0123 4567 8901",
        "XK05 1212 0123 4567 8906",
        "YE15 CBYE 0001 0188 6123 4567 8912 34",
    ];

    #[test]
    fn every_country() {
        assert_eq!(EXAMPLES.len(), REGISTRY.len());
        for (example, (code, structure)) in EXAMPLES.iter().zip(REGISTRY) {
            assert!(example.as_bytes().starts_with(*code), "{example}");
            assert!(4 + structure.iter().map(|part| part.0).sum::<u8>() <= 34, "{example}");
            let spellings = [
                (*example).to_owned(),
                example.replace(' ', ""),
                example.replace(' ', "-"),
                example.replace(' ', "\u{a0}"),
                example.to_lowercase(),
            ];
            for text in spellings {
                assert_eq!(iban_at(text.as_bytes(), 0), Some(text.len()), "{text}");
            }
        }
    }

    #[test]
    fn hits() {
        for (text, at, end) in [
            ("iban=DE89370400440532013000&x=1", 5, 27),
            ("to\\nDE89370400440532013000\\n", 4, 26),
            ("%20NL91ABNA0417164300%20", 3, 21),
            ("GB29 NWBK60161331926819.", 0, 23),
            ("DE89 3704 0044 0532 0130 00 500 EUR", 0, 27),
        ] {
            assert_eq!(iban_at(text.as_bytes(), at), Some(end), "{text}");
        }
    }

    #[test]
    fn misses() {
        for (text, at, reason) in [
            ("DE88370400440532013000", 0, "check digits"),
            ("DE8937040044053201300", 0, "one digit short"),
            ("DE893704004405320130001", 0, "goes on"),
            ("XDE89370400440532013000", 1, "inside a word"),
            ("DE89 3704-0044 0532 0130 00", 0, "two kinds of separators"),
            ("DE89 3704  0044 0532 0130 00", 0, "two blanks in a row"),
            ("de89 370400440532013000", 0, "lower case and not in fours"),
            ("DE89-3704-0044-0532-0130-00-11", 0, "goes on behind a hyphen"),
            ("NL91abna0417164300", 0, "mixed case"),
            ("US89370400440532013000", 0, "no such country"),
            ("NL91AB1A0417164300", 0, "a digit among the bank's letters"),
            ("DE", 0, "too short"),
            ("", 9, "outside of the text"),
        ] {
            assert_eq!(iban_at(text.as_bytes(), at), None, "{reason}: {text}");
        }
    }
}
