//! rtb-redact: secrets in logs by their form. It knows neither cards nor codes.

use super::{Rival, Seen, Task};

pub(super) struct RtbRedact;

impl Rival for RtbRedact {
    fn name(&self) -> &str {
        "rtb-redact 0.6.5"
    }

    fn task(&self) -> Task {
        Task::Mask
    }

    fn run(&mut self, text: &str) -> usize {
        rtb_redact::string(text).len()
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        Some(Seen::Output(rtb_redact::string(line).into_owned()))
    }
}
