//! The `redact` of vrl, the language of Vector: it takes filters that are regexes and knows no check digits.

use std::error::Error;

use vrl::compiler::{Context, Program, TargetValue, TimeZone, compile, state::RuntimeState};
use vrl::value::{Secrets, Value};

use super::{Rival, Seen, Task};
use crate::rules::RULES;

/// A program of one call, with every rule as a filter. A line is an event, as Vector hands them over.
pub(super) struct Vrl {
    program: Program,
}

impl Vrl {
    pub(super) fn new() -> Result<Self, Box<dyn Error>> {
        // A filter is a regex between single quotes.
        let filters: Vec<_> =
            RULES.iter().map(|rule| format!("r'{}'", rule.pattern.replace('\'', r"\x27"))).collect();
        let source = format!("redact(string!(.), filters: [{}])", filters.join(", "));
        let compiled = compile(&source, &vrl::stdlib::all())
            .map_err(|errors| format!("vrl takes the rules for no program: {errors:?}"))?;
        Ok(Self { program: compiled.program })
    }

    fn mask(&self, line: &str) -> Option<Value> {
        let mut target = TargetValue {
            value: Value::from(line),
            metadata: Value::Object(std::collections::BTreeMap::new()),
            secrets: Secrets::default(),
        };
        let (mut state, zone) = (RuntimeState::default(), TimeZone::default());
        self.program.resolve(&mut Context::new(&mut target, &mut state, &zone)).ok()
    }
}

impl Rival for Vrl {
    fn name(&self) -> &str {
        "vrl, redact"
    }

    fn task(&self) -> Task {
        Task::Mask
    }

    fn run(&mut self, text: &str) -> usize {
        text.lines()
            .filter_map(|line| self.mask(line))
            .map(|value| value.as_bytes().map_or(0, |bytes| bytes.len()))
            .sum()
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        let value = self.mask(line)?;
        Some(Seen::Output(String::from_utf8_lossy(value.as_bytes()?).into_owned()))
    }
}
