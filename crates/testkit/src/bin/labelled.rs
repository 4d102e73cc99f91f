//! Turns a labelled set of others into cases that `samar eval` reads.
//!
//! The sets count characters and have label names of their own. Labels that samar has no entity for (names, addresses, amounts)
//! are left out; so what it finds there counts as a false finding.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Labelled {
    text: String,
    spans: Vec<(usize, usize, String)>,
}

#[derive(Serialize)]
struct Case<'t> {
    text: &'t str,
    spans: Vec<(usize, usize, &'static str)>,
}

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let labelled: Labelled = serde_json::from_str(&line?)
            .map_err(|error| io::Error::other(format!("line {}: {error}", number + 1)))?;
        let offset = |character: usize| {
            labelled.text.char_indices().nth(character).map_or(labelled.text.len(), |(offset, _)| offset)
        };
        let known = labelled.spans.iter().filter_map(|(start, end, label)| {
            let entity = entity(label)?;
            Some((offset(*start), offset(*end), entity))
        });
        let case = Case { text: &labelled.text, spans: known.collect() };
        serde_json::to_writer(&mut out, &case)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// The entity that a set means by a label.
fn entity(label: &str) -> Option<&'static str> {
    Some(match label {
        "CREDIT_CARD" | "card_number" => "card_number",
        "EMAIL" | "EMAIL_ADDRESS" | "email_address" => "email",
        "PHONE" | "PHONE_NUMBER" | "phone_number" => "phone",
        "US_SSN" | "ssn" => "us_ssn",
        "IBAN_CODE" => "iban",
        "IP_ADDRESS" => "ip_address",
        "account_number" | "target_account_number" => "account_number",
        _ if label.starts_with("SEC_") => "secret",
        _ => return None,
    })
}
