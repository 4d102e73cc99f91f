//! PIN blocks (ISO 9564-1, 9.3): a PIN as it travels between a terminal and its bank.
//!
//! **Grammar.** The words *PIN block*, as words or as a key, and 16 hexadecimal digits (formats 0 to 3) or 32 (format 4).
//!
//! **Evidence.** The words. Sensitive authentication data, encrypted or not: PCI DSS v4.0.1, 3.3.1.3.
//!
//! **Not found on purpose.** Blocks without their name: 16 hexadecimal digits are many things.

use super::{Detector, Hit, Site, Trigger, Verdict, Writing, extent};
use crate::context::{self, Forward, Shape};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

pub(super) struct PinBlock;

/// Decimal digits that a block has at least: of those of 16 one in 18,000 has fewer.
const MIN_DIGITS: usize = 3;

impl Detector for PinBlock {
    fn rule(&self) -> &str {
        "pin_block"
    }

    fn entity(&self) -> &str {
        "pin"
    }

    fn reach(&self) -> Reach {
        Reach::new(64, 96)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("pin_block")
    }

    fn writing(&self) -> Writing {
        Writing::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let text = site.text;
        let Forward::Value(binding) = context::forward(site.lexicon, text, site.anchor.end, Shape::Token)
        else {
            return Verdict::Miss("no value is bound to the label");
        };
        let token = extent::token(text, &binding);
        let is_prefixed = text[token.range()].starts_with(b"0x") || text[token.range()].starts_with(b"0X");
        let span = Span::new(token.start + if is_prefixed { 2 } else { 0 }, token.end);
        let block = &text[span.range()];
        let digits = block.iter().filter(|byte| byte.is_ascii_digit()).count();
        if matches!(block.len(), 16 | 32) && block.iter().all(u8::is_ascii_hexdigit) && digits >= MIN_DIGITS {
            return Verdict::Hit(Hit::new(span, Confidence::Context));
        }
        Verdict::Miss("not 16 or 32 hexadecimal digits")
    }
}
