//! One-time passwords: codes from a text message or an authenticator.
//!
//! **Grammar.** That of a PIN (`LABEL [possessive] [copula] VALUE` and the reverse, keys, the next line) with 4
//! to 8 digits, usually six; also in two groups (`482-913`) or after a sender's initial (`G-482913`).
//!
//! **Evidence.** The label alone. A weak label ("your code is") asks for a copula and 4, 6 or 8 digits.
//!
//! **Not found on purpose.** Promotion, booking, postal and error codes (the packs name them); lifetimes
//! ("berlaku 5 menit"); the call centre's number after a warning.

use super::code::{self, Code};
use super::{Detector, Occasion, Site, Trigger, Verdict, Writing};
use crate::pack::Label;
use crate::span::Reach;

pub(super) struct Otp;
/// A second value of one label: "from … to …".
pub(super) struct SecondOtp;

const OTP: Code =
    Code { label: Label::Otp, lengths: 4..=8, usual: &[4, 6, 8], usual_in_prose: &[4, 5, 6, 8] };

impl Detector for Otp {
    fn rule(&self) -> &str {
        "otp"
    }

    fn entity(&self) -> &str {
        "otp"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("otp")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        // The rest of 2FA: two letters alone are no label, nor are those of a UUID.
        let label = &site.text[site.anchor.range()];
        let is_rest = label.len() == 2 && label.is_ascii() && site.occasion != Occasion::Carried;
        let is_factor = match site.before() {
            [.., before, b'0'..=b'9'] => !before.is_ascii_alphanumeric() && *before != b'-',
            before => matches!(before, [b'0'..=b'9']),
        };
        if is_rest && !is_factor {
            return Verdict::Miss("two letters alone are no label");
        }
        OTP.confirm(site)
    }
}

impl Detector for SecondOtp {
    fn rule(&self) -> &str {
        "otp_second"
    }

    fn entity(&self) -> &str {
        "otp"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Again("otp")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        OTP.confirm_second(site)
    }
}
