//! The nearest equal of what samar looks for by default, as far as regexes can say it: one set for every rival that takes
//! rules.
//!
//! The same text goes to every engine, so it uses only what all of them know: no look-around, no Unicode, and no long bounded
//! repetitions, which Vectorscan refuses where it must tell starts. Labels are English and Indonesian, the languages of the generated text; samar has twelve. A match holds label
//! and value, and counts as hiding the value.

/// A regex, and what its matches must pass besides.
pub(crate) struct Rule {
    /// The regex. Everything is ASCII.
    pub pattern: &'static str,
    /// What engines cannot say: a check digit.
    pub check: Check,
}

/// Arithmetic on a match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    None,
    Luhn,
    Iban,
}

impl Check {
    pub(crate) fn passes(self, found: &[u8]) -> bool {
        match self {
            Self::None => true,
            Self::Luhn => {
                let mut digits = [0_u8; 32];
                let mut length = 0;
                for digit in found.iter().filter(|byte| byte.is_ascii_digit()) {
                    let Some(place) = digits.get_mut(length) else { return false };
                    *place = *digit;
                    length += 1;
                }
                length >= 12 && str::from_utf8(&digits[..length]).is_ok_and(luhn::valid)
            }
            Self::Iban => {
                let signs = || found.iter().filter(|byte| byte.is_ascii_alphanumeric());
                signs().skip(4).chain(signs().take(4)).fold(0, |rest, sign| match sign {
                    b'0'..=b'9' => (rest * 10 + u32::from(sign - b'0')) % 97,
                    _ => (rest * 100 + u32::from(sign.to_ascii_uppercase() - b'A') + 10) % 97,
                }) == 1
            }
        }
    }
}

const fn rule(pattern: &'static str) -> Rule {
    Rule { pattern, check: Check::None }
}

/// All rules.
pub(crate) const RULES: &[Rule] = &[
    // Separators of cards: a blank, a full stop, a hyphen, a plus sign as in addresses of pages, or a blank that does not break.
    Rule { pattern: "\\b[2-6][0-9]{3}(?:(?:[ .+-]|\u{a0})?[0-9]){8,15}\\b", check: Check::Luhn },
    Rule { pattern: r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", check: Check::Iban },
    // Codes, behind their label and before it.
    rule(
        r"(?i)\b(?:cvv2?|cvc2?|cvn|csc|cid|security code|code on the back|kode belakang|kode keamanan|belakang kartu)(?:nya)?\b[^0-9\n]{1,20}[0-9]{3,4}\b",
    ),
    rule(
        r"(?i)\b(?:expiry|expires|expiration|exp|valid thru|valid until|masa berlaku(?: kartu)?)(?:nya)?\b[^0-9\n]{1,16}[0-9]{2}/(?:20)?[0-9]{2}\b",
    ),
    // Behind a card's number, without a label.
    rule(r"[0-9] (?:0[1-9]|1[0-2])/(?:20)?[0-9]{2}(?:,? [0-9]{3,4})?\b"),
    rule(r"(?i)\b(?:pin|mpin|user_pin)(?:nya)?\b[^0-9\n]{1,24}[0-9]{4,6}\b"),
    rule(r"(?i)\b[0-9]{4,6} (?:is|itu|adalah) (?:my |the )?pin\b"),
    rule(
        r"(?i)\b(?:otp|verification code|one.time code|one.time password|kode otp|kode verifikasi)(?:nya)?\b[^0-9\n]{1,24}[0-9]{4,8}\b",
    ),
    rule(r"(?i)\b[0-9]{4,8} (?:is your|adalah kode) [a-z ]{0,20}(?:code|otp|verifikasi)\b"),
    rule(
        r#"(?i)(?:password|passwd|pwd|passphrase|kata sandi)(?:nya |["']?(?: ?[:=] ?| (?:is|to|adalah|saya|gw|sy|gue) ))["']?[^\s"'&,;]{4,64}"#,
    ),
    // Contact.
    rule(r"(?i)\b[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b"),
    rule(r"(?:\+[1-9][0-9]|\b08)(?:[ -]?[0-9]){7,12}\b"),
    // Secrets by their form.
    rule(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|[sr]k_live_[A-Za-z0-9]{24,64}|xox[abpr]-[A-Za-z0-9-]{10,64}|AIza[0-9A-Za-z_-]{35})\b",
    ),
    rule(r"\beyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"),
    rule(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"),
    rule(r"://[^/\s:@]{1,64}:[^/\s:@]{1,64}@"),
    // Numbers of identity, by their label.
    rule(
        r"(?i)\b(?:ssn|social security|nik|npwp|ktp|passport|paspor|aadhaar|cpf|nino|bsn)\b[^0-9\n]{1,16}[A-Z0-9][0-9A-Z.-]{6,20}\b",
    ),
];

/// The words of the rules above, for an engine that knows words alone.
pub(crate) const WORDS: &[&str] = &[
    "cvv",
    "cvc",
    "cvn",
    "csc",
    "cid",
    "security code",
    "code on the back",
    "kode belakang",
    "kode keamanan",
    "expiry",
    "expires",
    "expiration",
    "valid thru",
    "valid until",
    "masa berlaku",
    "pin",
    "otp",
    "verification code",
    "one-time code",
    "one-time password",
    "kode verifikasi",
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "kata sandi",
    "akia",
    "ghp_",
    "gho_",
    "sk_live_",
    "rk_live_",
    "xoxb-",
    "xoxp-",
    "aiza",
    "eyj",
    "-----begin",
    "ssn",
    "social security",
    "nik",
    "npwp",
    "ktp",
    "passport",
    "paspor",
    "aadhaar",
    "cpf",
    "nino",
    "bsn",
];

#[cfg(test)]
mod tests {
    use super::{Check, RULES};

    #[test]
    fn checks_know_right_from_wrong() {
        assert!(Check::Luhn.passes(b"4111 1111 1111 1111"));
        assert!(!Check::Luhn.passes(b"4111 1111 1111 1112") && !Check::Luhn.passes(b"00"));
        assert!(Check::Iban.passes(b"GB82 WEST 1234 5698 7654 32"));
        assert!(!Check::Iban.passes(b"GB83 WEST 1234 5698 7654 32"));
    }

    #[test]
    fn rules_find_what_they_are_for() {
        for (index, text) in [
            (0, "pan=5301174323703239 "),
            (0, "5301\u{a0}1743\u{a0}2370\u{a0}3239"),
            (1, "GB82 WEST 1234 5698 7654 32"),
            (2, r#""cvv":"561""#),
            (3, "masa berlaku 06/30"),
            (4, "5304 2693 05/30 901"),
            (5, "pin atm saya 592401"),
            (6, "984622 itu pin gue"),
            (7, "otp nya mas Andi 179684"),
            (8, "452611 is your verification code"),
            (9, r#""password":"spring#974Q""#),
            (10, "andi.s94@mail.example.com"),
            (11, "+62 853 6691 0434"),
            (15, "postgres://app:hunter2@db"),
        ] {
            let regex = regex::bytes::RegexBuilder::new(RULES[index].pattern).unicode(false).build();
            assert!(regex.is_ok_and(|regex| regex.is_match(text.as_bytes())), "{index}: {text}");
        }
    }
}
