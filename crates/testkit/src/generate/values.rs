//! The values that are planted: made up here, valid in shape, and labelled.

use super::Line;
use super::digits::{luhn_sum, padded, plain};
use super::filler::Filler;

/// A value to plant, called by name in templates.
#[derive(Clone, Copy)]
pub(super) enum Plant {
    /// Written as people and programs write it: bare or in groups.
    Card,
    /// Digits alone.
    BareCard,
    /// In groups that are joined by `+`, as a form sends it.
    FormCard,
    Cvv,
    Expiry,
    /// Four or six digits.
    Pin,
    /// Six digits, as Indonesian cards have it.
    SixDigitPin,
    Otp,
    Password,
    /// Letters and digits alone, for query strings.
    PlainPassword,
    Phone,
    Email,
}

impl Plant {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "card" => Self::Card,
            "bare-card" => Self::BareCard,
            "form-card" => Self::FormCard,
            "cvv" => Self::Cvv,
            "expiry" => Self::Expiry,
            "pin" => Self::Pin,
            "pin6" => Self::SixDigitPin,
            "otp" => Self::Otp,
            "password" => Self::Password,
            "plain-password" => Self::PlainPassword,
            "phone" => Self::Phone,
            "email" => Self::Email,
            _ => return None,
        })
    }

    fn entity(self) -> &'static str {
        match self {
            Self::Card | Self::BareCard | Self::FormCard => "card_number",
            Self::Cvv => "card_cvv",
            Self::Expiry => "card_expiry",
            Self::Pin | Self::SixDigitPin => "pin",
            Self::Otp => "otp",
            Self::Password | Self::PlainPassword => "password",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    pub(super) fn write(self, filler: &mut Filler, line: &mut Line) {
        let start = line.text.len();
        let text = &mut line.text;
        match self {
            Self::Card => {
                let separator = filler
                    .word(&["", "", "", "", "", "", " ", " ", " ", " ", " ", " ", "-", "-", ".", "\u{a0}"]);
                card(filler, separator, text);
            }
            Self::BareCard => card(filler, "", text),
            Self::FormCard => card(filler, "+", text),
            Self::Cvv => filler.digits(filler.code_digits, text),
            Self::Expiry => {
                padded(filler.between(1, 12), 2, text);
                text.push('/');
                if filler.below(5) == 0 {
                    text.push_str("20");
                }
                let year = filler.clock().year() % 100 + filler.between(1, 6);
                padded(year, 2, text);
            }
            Self::Pin => {
                let count = *filler.choose(&[4, 6]);
                filler.digits(count, text);
            }
            Self::SixDigitPin | Self::Otp => filler.digits(6, text),
            Self::Password => password(filler, &["!", "@", "#", "_", "-", ""], text),
            Self::PlainPassword => password(filler, &[""], text),
            Self::Phone => phone(filler, text),
            Self::Email => {
                text.push_str(filler.word(MAILBOXES));
                plain(filler.below(1000).into(), text);
                text.push_str(filler.word(&[
                    "@example.com",
                    "@example.org",
                    "@example.net",
                    "@mail.example.com",
                ]));
            }
        }
        line.values.push((start..line.text.len(), self.entity()));
    }
}

/// Writes a card number of a big network, with `separator` between its groups.
fn card(filler: &mut Filler, separator: &str, text: &mut String) {
    let mut digits = String::with_capacity(19);
    let (length, groups): (usize, &[usize]) = match filler.below(100) {
        0..42 => {
            digits.push('4');
            (16, &FOUR_FOURS)
        }
        42 => {
            digits.push('4');
            (19, &FOUR_FOURS_AND_THREE)
        }
        43..65 => {
            plain(filler.between(51, 55).into(), &mut digits);
            (16, &FOUR_FOURS)
        }
        65..75 => {
            plain(filler.between(2221, 2720).into(), &mut digits);
            (16, &FOUR_FOURS)
        }
        75..83 => {
            digits.push_str(filler.word(&["34", "37"]));
            (15, &FOUR_SIX_FIVE)
        }
        83..92 => {
            plain(filler.between(3528, 3589).into(), &mut digits);
            (16, &FOUR_FOURS)
        }
        _ => {
            digits.push_str(filler.word(&["6011", "644", "645", "646", "647", "648", "649", "65"]));
            (16, &FOUR_FOURS)
        }
    };
    filler.code_digits = if length == 15 { 4 } else { 3 };
    while digits.len() < length - 1 {
        // No month has a first digit above one: with this digit the number cannot be read as an Indonesian NIK as well.
        let low = if digits.len() == 8 { 2 } else { 0 };
        plain(filler.between(low, 9).into(), &mut digits);
        // Of nineteen digits the first sixteen alone must not be a card: nothing would tell the rest from a code.
        if digits.len() == 16 && luhn_sum(digits.bytes()).is_multiple_of(10) {
            digits.pop();
        }
    }
    let sum = luhn_sum(digits.bytes().chain([b'0']));
    plain(((10 - sum % 10) % 10).into(), &mut digits);

    let mut rest = digits.as_str();
    for &group in groups {
        if rest.len() < length {
            text.push_str(separator);
        }
        text.push_str(&rest[..group]);
        rest = &rest[group..];
    }
}

const FOUR_FOURS: [usize; 4] = [4, 4, 4, 4];
const FOUR_FOURS_AND_THREE: [usize; 5] = [4, 4, 4, 4, 3];
const FOUR_SIX_FIVE: [usize; 3] = [4, 6, 5];

fn password(filler: &mut Filler, symbols: &[&'static str], text: &mut String) {
    text.push_str(filler.word(PASSWORD_WORDS));
    text.push_str(filler.word(symbols));
    let count = filler.between(2, 4);
    filler.digits(count, text);
    if filler.rng.bool() {
        text.push_str(filler.word(&["x", "Q", "aja", "Zz", "kuy"]));
    }
}

fn phone(filler: &mut Filler, text: &mut String) {
    let (country, joint) =
        *filler.choose(&[("0", ""), ("0", ""), ("0", "-"), ("+62 ", "-"), ("+62", ""), ("+62 ", " ")]);
    text.push_str(country);
    text.push_str(
        filler.word(&["811", "812", "813", "821", "822", "852", "853", "856", "857", "878", "895", "896"]),
    );
    text.push_str(joint);
    filler.integer(4, text);
    text.push_str(joint);
    let count = filler.between(3, 4);
    filler.digits(count, text);
}

const PASSWORD_WORDS: &[&str] = &[
    "Kucing",
    "sayang",
    "Merdeka",
    "Bandung",
    "Garuda",
    "rahasiaku",
    "Nasigoreng",
    "semangat",
    "Jakarta",
    "cintaku",
    "Sunflower",
    "dragon",
    "Liverpool",
    "Manchester",
    "bluesky",
    "Tiger",
    "Qwerty",
    "monkey",
    "Sup3r",
    "w1nter",
    "P4ssw0rd",
    "Hujan",
    "Pelangi",
    "bismillah",
    "Mentari",
    "kopiHitam",
    "Rendang",
    "Komodo",
    "kelinci",
    "Bintang",
    "spring",
    "Autumn",
    "letmein",
    "Arema",
];

const MAILBOXES: &[&str] = &[
    "rina", "budi", "andi.s", "dewi_", "agus", "sari.w", "tono", "putri", "joko", "maya", "john.d", "mary",
    "alex", "sam_", "kevin.t",
];
