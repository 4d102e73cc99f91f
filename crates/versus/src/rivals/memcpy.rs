//! The speed of memory: the same bytes, copied.

use std::hint::black_box;

use super::{Rival, Seen, Task};

#[derive(Default)]
pub(super) struct Memcpy {
    copy: Vec<u8>,
}

impl Rival for Memcpy {
    fn name(&self) -> &str {
        "memcpy"
    }

    fn task(&self) -> Task {
        Task::Copy
    }

    fn run(&mut self, text: &str) -> usize {
        // Grown in the first round alone, which is none of the minima.
        self.copy.resize(text.len(), 0);
        self.copy.copy_from_slice(text.as_bytes());
        black_box(&self.copy).len()
    }

    fn look(&mut self, _: &str) -> Option<Seen> {
        None
    }
}
