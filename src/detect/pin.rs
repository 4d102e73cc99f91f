//! Personal identification numbers.
//!
//! **Grammar.** `LABEL [possessive] [copula] VALUE`, `VALUE copula LABEL`, a key of JSON, XML, YAML, a form or
//! source code; value on the next line. The value has 4 to 12 digits (ISO 9564-1, 8.1), written in one group,
//! apart, in short groups or in words.
//!
//! **Evidence.** The label alone: a PIN has no check digit. A weak label asks for a copula and 4 or 6 digits.
//!
//! **Not found on purpose.** India's postal code, six digits of which the first is 1 to 8, behind its own name (*pin code*) or
//! beside a place ("Karnataka PIN 560001"). Counts ("6 digit", "3 kali"), sums of money, dates, times; a number that belongs
//! to a nearer name; a bare number without a label.

use super::code::{self, Code};
use super::{Detector, Site, Trigger, Verdict, Writing, postal_code};
use crate::pack::Label;
use crate::span::Reach;

pub(super) struct Pin;
/// A second value of one label: "from … to …".
pub(super) struct SecondPin;

const PIN: Code = Code { label: Label::Pin, lengths: 4..=12, usual: &[4, 5, 6], usual_in_prose: &[4, 6] };

impl Detector for Pin {
    fn rule(&self) -> &str {
        "pin"
    }

    fn entity(&self) -> &str {
        "pin"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("pin")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        match PIN.confirm(site) {
            Verdict::Hit(hit) if postal_code::is_postal_code(site, hit.span) => {
                Verdict::Miss("the postal code of a place in India")
            }
            verdict => verdict,
        }
    }
}

impl Detector for SecondPin {
    fn rule(&self) -> &str {
        "pin_second"
    }

    fn entity(&self) -> &str {
        "pin"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Again("pin")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        PIN.confirm_second(site)
    }
}
