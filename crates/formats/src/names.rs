//! Which names of fields say what their values are.

use std::collections::HashMap;

use samar::{Redactor, Scratch};

/// Values of many shapes. A name that makes one of them a finding is a label.
const SAMPLES: [&str; 16] = [
    "4821",
    "482",
    "482913",
    "4829136",
    "hunter2Xk9#",
    "4111111111111112",
    "Q7x9Zk22mP0vLw8TbYc5Rn31",
    "1990-05-17",
    "12/29",
    "7345128846",
    "123456789012",
    "Wijayakusuma",
    "3174051708900003",
    "536-22-8145",
    "X2058841",
    "529.982.247-25",
];

/// Names that are remembered. A document can have any number of them; then they are asked again.
const REMEMBERED: usize = 4096;

/// Asks the engine about each name once: it knows the labels of all packs, and what is none.
pub(crate) struct Names {
    redactor: Redactor,
    scratch: Scratch,
    /// Whether a sample is a finding under a name that says nothing.
    is_always_found: [bool; SAMPLES.len()],
    known: HashMap<Box<[u8]>, bool>,
    text: Vec<u8>,
}

impl Names {
    /// The longest name that is asked about, in bytes. What is longer labels nothing.
    pub(crate) const MAX_BYTES: usize = 64;

    pub(crate) fn new(redactor: &Redactor) -> Self {
        let mut names = Self {
            redactor: redactor.clone(),
            scratch: Scratch::default(),
            is_always_found: [false; SAMPLES.len()],
            known: HashMap::new(),
            text: Vec::new(),
        };
        for index in 0..SAMPLES.len() {
            names.is_always_found[index] = names.is_found(b"x", index);
        }
        names
    }

    /// Whether `name` is a label of an entity that is looked for.
    pub(crate) fn label(&mut self, name: &[u8]) -> bool {
        if let Some(is_label) = self.known.get(name) {
            return *is_label;
        }
        let fits = !name.is_empty() && name.len() <= 2 * Self::MAX_BYTES;
        let is_label = fits
            && (0..SAMPLES.len()).any(|index| !self.is_always_found[index] && self.is_found(name, index));
        if self.known.len() == REMEMBERED {
            self.known.clear();
        }
        self.known.insert(name.into(), is_label);
        is_label
    }

    fn is_found(&mut self, name: &[u8], sample: usize) -> bool {
        self.text.clear();
        self.text.extend_from_slice(b"{\"");
        self.text.extend_from_slice(name);
        self.text.extend_from_slice(b"\":\"");
        let start = self.text.len();
        self.text.extend_from_slice(SAMPLES[sample].as_bytes());
        self.text.extend_from_slice(b"\"}");
        let mut is_found = false;
        self.redactor.scan(&mut self.scratch, &self.text, |finding| is_found |= finding.span.end > start);
        is_found
    }
}
