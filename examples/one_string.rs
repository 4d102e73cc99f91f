//! Masks one string and says what was found: entity, rule, place and reason, never the value.
//!
//! ```sh
//! cargo run --example one_string
//! cargo run --example one_string -- "pin saya 482913"
//! ```

#![allow(clippy::print_stdout, reason = "an example prints")]

use samar::Redactor;

fn main() {
    let text = std::env::args().nth(1);
    let text = text.as_deref().unwrap_or("card 4111 1111 1111 1111, exp 12/27, cvv 123");

    let redactor = Redactor::new();
    println!("{}", redactor.redact(text));

    for finding in redactor.find(text) {
        let rule = redactor.rule(finding.rule);
        println!("{} by rule {} at {} ({})", rule.entity, rule.name, finding.span, finding.confidence);
    }
}
