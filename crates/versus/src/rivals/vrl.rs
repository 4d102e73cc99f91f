//! `redact` of the language VRL, with the rules as its patterns: a program compiled once and run on each line, as its events
//! are lines. It has no check digits.

use std::collections::BTreeMap;
use std::error::Error;

use vrl::compiler::runtime::Runtime;
use vrl::compiler::{Program, TargetValue, TimeZone};
use vrl::value::{Secrets, Value};

use super::{Rival, Seen, Task};
use crate::rules::RULES;

pub(super) struct Vrl {
    program: Program,
    runtime: Runtime,
    zone: TimeZone,
}

impl Vrl {
    pub(super) fn new() -> Result<Self, Box<dyn Error>> {
        // A quote ends a regex of the language.
        let patterns: Vec<_> =
            RULES.iter().map(|rule| format!("r'{}'", rule.pattern.replace('\'', r"\x27"))).collect();
        let source = format!("redact(string!(.), filters: [{}])", patterns.join(", "));
        let program = vrl::compiler::compile(&source, &vrl::stdlib::all())
            .map_err(|problems| format!("vrl: {problems:?}"))?
            .program;
        Ok(Self { program, runtime: Runtime::default(), zone: TimeZone::default() })
    }

    fn redact(&mut self, line: &str) -> Value {
        let mut target = TargetValue {
            value: Value::from(line),
            metadata: Value::Object(BTreeMap::new()),
            secrets: Secrets::default(),
        };
        self.runtime.clear();
        self.runtime.resolve(&mut target, &self.program, &self.zone).expect("text can be redacted")
    }
}

impl Rival for Vrl {
    fn name(&self) -> &str {
        "vrl 0.38.0, `redact` with the rules"
    }

    fn task(&self) -> Task {
        Task::Mask
    }

    fn run(&mut self, text: &str) -> usize {
        text.lines().map(|line| self.redact(line).as_bytes().map_or(0, |bytes| bytes.len())).sum()
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        let output = self.redact(line);
        Some(Seen::Output(String::from_utf8_lossy(output.as_bytes()?).into_owned()))
    }
}
