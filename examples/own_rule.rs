//! A rule of one's own: the number of an employee's badge, `badge 4711-0815`.
//!
//! ```sh
//! cargo run --example own_rule
//! cargo run --example own_rule -- "staff badge: 4711-0815"
//! ```

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use samar::{Confidence, Detector, Hit, Mask, Reach, Redactor, Site, Span, Trigger, Verdict};

/// Four digits, a hyphen and four digits after the word.
struct Badge;

impl Detector for Badge {
    fn rule(&self) -> &str {
        "badge"
    }

    fn entity(&self) -> &str {
        "badge_number"
    }

    /// From the word's first byte on; nothing before it is looked at.
    fn reach(&self) -> Reach {
        Reach::new(0, 64)
    }

    /// Small letters; a space stands for one of space, `_`, `-`, `.`, or for nothing: `badgeNumber`.
    fn trigger(&self) -> Trigger {
        Trigger::Words(&["badge", "badge number", "badge no"])
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        const FORM: &[u8] = b"dddd-dddd";
        let fits = |(byte, form): (&u8, &u8)| match form {
            b'd' => byte.is_ascii_digit(),
            _ => byte == form,
        };

        let after = site.after();
        let gap = after.iter().take_while(|byte| b" :=#\"".contains(byte)).count();
        let value = &after[gap..];
        if value.len() < FORM.len() || !value.iter().zip(FORM).all(fits) {
            return Verdict::Miss("no number of the form 4711-0815 follows the word");
        }
        if value.get(FORM.len()).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'-') {
            return Verdict::Miss("part of something longer");
        }
        let start = site.anchor().end + gap;
        Verdict::Hit(Hit::new(Span::new(start, start + FORM.len()), Confidence::Context))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let text = std::env::args().nth(1);
    let text = text.as_deref().unwrap_or("badge 4711-0815, badgeNumber=1234-5678, card 4111 1111 1111 1111");

    // Stars and two digits: no number in it has the form any more, so redacting the output again changes nothing.
    let mask = Mask::stars().keep_last(2);
    let redactor = Redactor::builder().detector(Badge).mask("badge_number", mask).build()?;
    println!("{}", redactor.redact(text));

    for finding in redactor.find(text) {
        let rule = redactor.rule(finding.rule);
        println!("{} by rule {} at {} ({})", rule.entity, rule.name, finding.span, finding.confidence);
    }
    Ok(())
}
