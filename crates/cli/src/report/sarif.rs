//! SARIF 2.1.0, written as findings come.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::json;

use super::Line;

pub(super) struct Sarif<W: Write> {
    out: W,
    is_first: bool,
    rules: BTreeSet<String>,
}

impl<W: Write> Sarif<W> {
    pub(super) fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\
              \"columnKind\":\"unicodeCodePoints\",\"results\":[",
        )?;
        Ok(Self { out, is_first: true, rules: BTreeSet::new() })
    }

    pub(super) fn add(&mut self, line: &Line<'_>) -> io::Result<()> {
        let Line { source, entity, rule, start, end, line, column, confidence, excuse } = *line;
        if !self.rules.contains(rule) {
            self.rules.insert(rule.to_owned());
        }
        self.out.write_all(if self.is_first { b"\n" } else { b",\n" })?;
        self.is_first = false;
        let mut result = json!({
            "ruleId": rule,
            "level": "warning",
            "message": { "text": format!("{entity} ({confidence})") },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(source) },
                "region": {
                    "startLine": line, "startColumn": column, "byteOffset": start, "byteLength": end - start,
                },
            }}],
            "properties": { "entity": entity, "confidence": confidence },
        });
        // What is let stand is a result that somebody accepted (SARIF 2.1.0, 3.27.23).
        if let Some(excuse) = excuse {
            result["suppressions"] = json!([{ "kind": "external", "justification": excuse }]);
        }
        serde_json::to_writer(&mut self.out, &result).map_err(Into::into)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        let rules: Vec<_> = self.rules.iter().map(|rule| json!({ "id": rule })).collect();
        let driver = json!({ "name": "samar", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
        writeln!(self.out, "],\"tool\":{{\"driver\":{driver}}}}}]}}")?;
        self.out.flush()
    }
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b'!' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
