//! Masks one string: the example of the README.
//!
//! `cargo run --example one_string -- "pin saya 482913"`

use samar::Redactor;

fn main() {
    let text = std::env::args().nth(1).unwrap_or_else(|| "card 4111 1111 1111 1111, exp 12/27, cvv 123".to_owned());
    let redactor = Redactor::new();
    println!("{}", redactor.redact(&text));
    for finding in redactor.find(&text) {
        let rule = redactor.rule(finding.rule);
        println!("{} by rule {} at {} ({})", rule.entity, rule.name, finding.span, finding.confidence);
    }
}
