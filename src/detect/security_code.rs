//! Card verification codes: CVV2, CVC2, CVN2, CAV2, CVE, CVP2 and the American Express CID.
//!
//! **Grammar.** That of a PIN with 3 or 4 digits; or, with no label at all, three or four digits after a card
//! number and an expiry date: `PAN mm/yy ddd`.
//!
//! **Evidence.** The label, or the place after a card. The code has no check digit. Sensitive authentication
//! data: PCI DSS v4.0.1, 3.3.1.2.
//!
//! **Not found on purpose.** "Three digits" as a count; the last digits of a telephone or account number.

use super::code::{self, Code};
use super::expiry;
use super::record::Record;
use super::{Detector, Hit, Occasion, Site, Trigger, Verdict, Writing};
use crate::context::vicinity::{self, Wanted};
use crate::context::{self, Number};
use crate::finding::Confidence;
use crate::pack::Label;
use crate::span::{Reach, Span};

pub(super) struct SecurityCode;
/// A second value of one label: "from … to …".
pub(super) struct SecondSecurityCode;
/// The code in `PAN mm/yy ddd`.
pub(super) struct SecurityCodeAfterCard;

const SECURITY_CODE: Code =
    Code { label: Label::SecurityCode, lengths: 3..=4, usual: &[3, 4], usual_in_prose: &[3] };

impl Detector for SecurityCode {
    fn rule(&self) -> &str {
        "security_code"
    }

    fn entity(&self) -> &str {
        "card_cvv"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("cvv")
    }

    fn writing(&self) -> Writing {
        Writing::DigitsOrWords
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        match SECURITY_CODE.confirm(site) {
            Verdict::Hit(hit) if hit.span.len() == 4 && is_tail(site) => {
                Verdict::Miss("four digits behind a card that has a code of three: its last")
            }
            verdict => verdict,
        }
    }
}

/// Whether the number before a weak label, on its line, is of as many digits as a card's, masked or not, whose code has three:
/// "kartu lama 5143…, yang baru belakangnya 8020".
fn is_tail(site: &Site<'_>) -> bool {
    let before = site.before();
    let line = &before[memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)..];
    let is_digit = |byte: &&u8| byte.is_ascii_digit() || **byte == b'*';
    let numbers = line.rsplit(|byte| !is_digit(&byte) && !matches!(byte, b' ' | b'-'));
    let number = numbers.map(|number| number.iter().filter(is_digit).count()).find(|digits| *digits > 0);
    site.is_weak(Label::SecurityCode) && number.is_some_and(|digits| digits >= 16)
}

impl Detector for SecondSecurityCode {
    fn rule(&self) -> &str {
        "security_code_second"
    }

    fn entity(&self) -> &str {
        "card_cvv"
    }

    fn reach(&self) -> Reach {
        code::REACH
    }

    fn trigger(&self) -> Trigger {
        Trigger::Again("security_code")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        SECURITY_CODE.confirm_second(site)
    }
}

impl Detector for SecurityCodeAfterCard {
    fn rule(&self) -> &str {
        "security_code_after_card"
    }

    fn entity(&self) -> &str {
        "card_cvv"
    }

    fn reach(&self) -> Reach {
        expiry::AFTER_CARD
    }

    fn trigger(&self) -> Trigger {
        Trigger::Following("card")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        if site.occasion == Occasion::Carried {
            return carried(site);
        }
        if site.after().trim_ascii().is_empty() {
            return Verdict::NextLine;
        }
        let before = site.before();
        let digits = before.iter().filter(|byte| byte.is_ascii_digit()).count();
        let run = before
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.'));
        let first = run.filter(|byte| byte.is_ascii_digit()).nth(14);
        // American Express: 15 digits from 34 or 37.
        let usual: &[u8] = if first == Some(&b'3') && digits == 15 { &[4] } else { &[3] };
        let nearby = || {
            let wanted = Wanted { own: Label::SecurityCode.any(), lengths: &(3..=4), usual, points: 1 };
            vicinity::on_card_line(site.lexicon, text, site.anchor.end, &wanted)
        };
        let verdict = |clause| {
            nearby().map_or(Verdict::Miss(clause), |span| Verdict::Hit(Hit::new(span, Confidence::Context)))
        };
        if let Some(code) = Record::behind(text, site.anchor.end).and_then(|record| record.code) {
            return Verdict::Hit(Hit::new(code, Confidence::Context));
        }
        // Words between the card and its date; a name, in the fields of a row.
        let is_row = matches!(site.after(), [b',' | b';' | b'|' | b'\t', ..]);
        let further = || expiry::on_card_line(site).map(|expiry| (expiry, !is_row));
        let near = expiry::after_card(site).map(|expiry| (expiry, false));
        let Some((expiry, needs_usual)) = near.or_else(further) else {
            return verdict("no expiry date between the card and the digits");
        };
        let Some(at) = expiry::gap(text, expiry.end) else {
            if text[expiry.end..].trim_ascii().is_empty() {
                // The code may stand before the date: "PAN code 602 exp 10/30".
                let before = nearby().filter(|_| needs_usual);
                return before
                    .map_or(Verdict::NextLine, |span| Verdict::Hit(Hit::new(span, Confidence::Context)));
            }
            return verdict("nothing after the expiry date");
        };
        let number = Number::parse(site.lexicon, text, at).and_then(|number| number.code(&(3..=4)));
        let Some((span, _)) = number.filter(|(_, count)| !needs_usual || usual.contains(count)) else {
            return verdict("not 3 or 4 digits");
        };
        if at == expiry.end || !context::is_whole(site.lexicon, text, span) {
            return verdict("part of a longer number or word, or a count of something");
        }
        Verdict::Hit(Hit::new(Span::new(at, span.end), Confidence::Context))
    }
}

/// Card, date and code on two or three lines.
fn carried(site: &Site<'_>) -> Verdict {
    match expiry::whole_line(site) {
        Some((_, Some(code))) => return Verdict::Hit(Hit::new(code, Confidence::Context)),
        Some((_, None)) => return Verdict::NextLine,
        None => {}
    }
    let before = site.before().trim_ascii_end();
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(before, |end| &before[end + 1..]);
    let above = Site { text: line, anchor: Span::new(0, 0), ..*site };
    let has_date = matches!(expiry::whole_line(&above), Some((_, None))) || expiry::ends_line(line);
    let digits = site.after().trim_ascii();
    if has_date && (3..=4).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
        let start = site.anchor.start + site.after().len() - site.after().trim_ascii_start().len();
        return Verdict::Hit(Hit::new(Span::new(start, start + digits.len()), Confidence::Context));
    }
    Verdict::Miss("the lines after the card are no date and code")
}
