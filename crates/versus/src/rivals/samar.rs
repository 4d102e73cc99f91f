//! samar itself.

use std::error::Error;

use samar::{Redactor, Scratch};

use super::{Finder, Rival, Seen, Task};

/// `scan` with a warm scratch.
pub(super) struct Samar {
    name: &'static str,
    redactor: Redactor,
    scratch: Scratch,
}

impl Samar {
    /// Every entity that is on by default, in every language.
    pub(super) fn everything() -> Self {
        Self { name: "**samar**", redactor: Redactor::new(), scratch: Scratch::default() }
    }

    /// The languages that the regex rivals know.
    pub(super) fn two_languages() -> Result<Self, Box<dyn Error>> {
        let redactor = Redactor::builder().languages(["en", "id"]).build()?;
        Ok(Self { name: "**samar**, English and Indonesian", redactor, scratch: Scratch::default() })
    }
}

impl Finder for Samar {
    fn name(&self) -> &str {
        self.name
    }

    fn find(&mut self, text: &str, found: &mut dyn FnMut(usize, usize)) {
        let mut each = |finding: samar::Finding| found(finding.span.start, finding.span.end);
        self.redactor.scan(&mut self.scratch, text.as_bytes(), &mut each);
    }
}

/// `redact`: a new text.
#[derive(Default)]
pub(super) struct Masked {
    redactor: Redactor,
}

impl Rival for Masked {
    fn name(&self) -> &str {
        "**samar**, masked"
    }

    fn task(&self) -> Task {
        Task::Mask
    }

    fn run(&mut self, text: &str) -> usize {
        self.redactor.redact(text).len()
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        Some(Seen::Output(self.redactor.redact(line).into_owned()))
    }
}
