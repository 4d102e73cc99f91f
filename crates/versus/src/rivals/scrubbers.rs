//! scrubbers with its default signatures, 23 of keys and tokens, one after the other. It knows neither cards nor codes.

use std::error::Error;

use scrubbers::Scrubber;

use super::{Rival, Seen, Task};

pub(super) struct Scrubbers {
    scrubber: Scrubber,
    copy: Vec<u8>,
}

impl Scrubbers {
    pub(super) fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self { scrubber: Scrubber::new()?, copy: Vec::new() })
    }
}

impl Rival for Scrubbers {
    fn name(&self) -> &str {
        "scrubbers 0.1.1"
    }

    fn task(&self) -> Task {
        Task::Mask
    }

    fn run(&mut self, text: &str) -> usize {
        // It masks in place, so each round needs the text as it was.
        self.copy.clear();
        self.copy.extend_from_slice(text.as_bytes());
        self.scrubber.scrub_in_place(&mut self.copy);
        self.copy.iter().step_by(64).map(|byte| usize::from(*byte)).sum()
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        Some(Seen::Output(String::from_utf8_lossy(&self.scrubber.scrubbed(line.as_bytes())).into_owned()))
    }
}
