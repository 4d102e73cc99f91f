//! The rivals, one a file, behind one face.

mod leakguard;
mod memcpy;
mod presidio;
mod redact_core;
mod regexes;
mod rtb_redact;
mod samar;
mod scrubbers;
#[cfg(has_vectorscan)]
mod vectorscan;
#[cfg(feature = "vrl")]
mod vrl;
mod words;

use std::error::Error;
use std::ops::Range;

pub(crate) use presidio::Presidio;

/// What a rival made of a line.
pub(crate) enum Seen {
    /// Places that it would hide.
    Places(Vec<Range<usize>>),
    /// The line as it handed it out.
    Output(String),
}

/// Something that is given a text.
pub(crate) trait Rival {
    /// The name in the table.
    fn name(&self) -> &str;

    /// What it does with a text.
    fn task(&self) -> Task;

    /// Takes a whole text, which ends in a line end. Gives a number that depends on all of the work, so that none of it can be
    /// left out.
    fn run(&mut self, text: &str) -> usize;

    /// Takes one line alone, for its accuracy; `None` where it finds no values.
    fn look(&mut self, line: &str) -> Option<Seen>;
}

/// A rival that tells where values are.
pub(crate) trait Finder {
    /// The name in the table.
    fn name(&self) -> &str;

    /// Gives start and end of each value.
    fn find(&mut self, text: &str, found: &mut dyn FnMut(usize, usize));
}

impl<F: Finder> Rival for F {
    fn name(&self) -> &str {
        Finder::name(self)
    }

    fn task(&self) -> Task {
        Task::Find
    }

    fn run(&mut self, text: &str) -> usize {
        let mut ends = 0_usize;
        self.find(text, &mut |_, end| ends = ends.wrapping_add(end));
        ends
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        let mut places = Vec::new();
        self.find(line, &mut |start, end| places.push(start..end));
        Some(Seen::Places(places))
    }
}

/// How far a rival goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Moves the bytes.
    Copy,
    /// Finds words, not values.
    Words,
    /// Finds where matches end, not where they start.
    #[cfg_attr(not(has_vectorscan), allow(dead_code, reason = "Vectorscan alone does that"))]
    Ends,
    /// Finds values.
    Find,
    /// Writes the text anew, with values masked.
    Mask,
}

impl Task {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Copy => "copies",
            Self::Words => "finds words",
            Self::Ends => "finds ends",
            Self::Find => "finds",
            Self::Mask => "masks",
        }
    }
}

/// All rivals that were built, samar first.
pub(crate) fn all() -> Result<Vec<Box<dyn Rival>>, Box<dyn Error>> {
    let mut rivals: Vec<Box<dyn Rival>> = vec![
        Box::new(memcpy::Memcpy::default()),
        Box::new(samar::Samar::everything()),
        Box::new(samar::Samar::two_languages()?),
        Box::new(samar::Masked::default()),
        Box::new(words::Words::of_rules()?),
        Box::new(words::Words::of_packs()?),
    ];
    #[cfg(has_vectorscan)]
    {
        rivals.push(Box::new(vectorscan::Vectorscan::ends()?));
        rivals.push(Box::new(vectorscan::Vectorscan::places()?));
    }
    rivals.push(Box::new(regexes::Combined::new()?));
    rivals.push(Box::new(regexes::Single::new()?));
    rivals.push(Box::new(rtb_redact::RtbRedact));
    rivals.push(Box::new(leakguard::Leakguard::new()));
    rivals.push(Box::new(redact_core::RedactCore::new()));
    rivals.push(Box::new(scrubbers::Scrubbers::new()?));
    #[cfg(feature = "vrl")]
    rivals.push(Box::new(vrl::Vrl::new()?));
    Ok(rivals)
}

#[cfg(test)]
mod tests {
    use super::{Seen, all};

    /// Who sees nothing would be very fast.
    #[test]
    fn who_finds_values_hides_one_of_these() {
        let token = format!("ghp_{}", "a1B2c3D4e5F6".repeat(3));
        let line = format!("card 4111 1111 1111 1111, mail rina.s@example.com, {token} code at 10:11");
        for mut rival in all().expect("all can be built") {
            match rival.look(&line) {
                None => {}
                Some(Seen::Places(places)) => assert!(!places.is_empty(), "{}", rival.name()),
                Some(Seen::Output(output)) => assert_ne!(output, line, "{}", rival.name()),
            }
            assert!(rival.run(&format!("{line}\n")) > 0, "{}", rival.name());
        }
    }
}
