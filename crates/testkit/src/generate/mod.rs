//! Haystacks of any size, with labelled values planted at a chosen density.
//!
//! Two kinds of text: [`Kind::Logs`], the lines of many services in one file, and [`Kind::Chat`], messages of bank customer
//! support in English and Indonesian. What a seed gives is the same on every machine.
//!
//! **Labels are complete** for every entity that is on by default, so what is not labelled is a false positive: identifiers are
//! built so that they cannot be a card number by accident, lines without a value talk about PINs and cards without telling one,
//! and an e-mail address or a person's phone number is planted and labelled like any other value. The one group not labelled
//! is `network`: logs are full of addresses.

mod chat;
mod clock;
mod digits;
mod filler;
mod logs;
mod template;
mod values;
mod words;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use filler::Filler;
use template::Book;

/// What a haystack looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A mix of production logs: access logs, application logs, JSON lines, key-value pairs, stack traces.
    Logs,
    /// Messages of bank customers and agents, one a line.
    Chat,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 2] = [Self::Logs, Self::Chat];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logs => "logs",
            Self::Chat => "chat",
        }
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(UnknownKind)
    }
}

/// The text names no [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownKind;

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the kinds are `logs` and `chat`")
    }
}

impl std::error::Error for UnknownKind {}

/// One line, without its line end, and where the values in it are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The line.
    pub text: String,
    /// Byte ranges of `text` and the entity each is, in order and disjoint.
    pub values: Vec<(Range<usize>, &'static str)>,
}

/// A planted value's place in a haystack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Byte offset of the value's first byte.
    pub start: usize,
    /// Byte offset behind the value's last byte.
    pub end: usize,
    /// The entity's name, as reports print it.
    pub entity: &'static str,
}

/// An endless iterator over lines.
///
/// [`Generator::write`] is the same without an allocation per line.
#[derive(Clone)]
pub struct Generator {
    kind: Kind,
    density: f64,
    book: Book,
    filler: Filler,
    frames_left: u32,
}

impl Generator {
    /// A generator of clean lines: its density is 0.
    pub fn new(kind: Kind, seed: u64) -> Self {
        let book = match kind {
            Kind::Logs => logs::book(),
            Kind::Chat => chat::book(),
        };
        Self { kind, density: 0.0, book, filler: Filler::new(seed), frames_left: 0 }
    }

    /// The share of lines that hold at least one value, from 0 to 1.
    #[must_use]
    pub fn density(mut self, density: f64) -> Self {
        self.density = density;
        self
    }

    /// Replaces what is in `line` by the next line.
    pub fn write(&mut self, line: &mut Line) {
        line.text.clear();
        line.values.clear();
        self.filler.tick();
        // `f64` is below 1, so a density of 1 plants in every line and a density of 0 or NaN in none.
        if self.filler.rng.f64() < self.density {
            self.book.leak(&mut self.filler, line);
        } else if self.frames_left > 0 {
            self.frames_left -= 1;
            self.book.frame(&mut self.filler, line);
        } else {
            self.book.clean(&mut self.filler, line);
            // A stack trace now and then: many frames in a row, so that frames are one line in twelve or so.
            if self.kind == Kind::Logs && self.filler.below(150) == 0 {
                self.frames_left = 3 + self.filler.below(20);
            }
        }
    }
}

impl Iterator for Generator {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let mut line = Line::default();
        self.write(&mut line);
        Some(line)
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generator")
            .field("kind", &self.kind)
            .field("density", &self.density)
            .finish_non_exhaustive()
    }
}

/// A haystack that ends at the first line end at or behind `bytes`, and the values in it in order.
pub fn haystack(kind: Kind, bytes: usize, density: f64, seed: u64) -> (Vec<u8>, Vec<Label>) {
    let mut generator = Generator::new(kind, seed).density(density);
    let mut line = Line::default();
    let mut text = Vec::with_capacity(bytes + 1024);
    let mut labels = Vec::new();
    while text.len() < bytes {
        generator.write(&mut line);
        let offset = text.len();
        labels.extend(line.values.iter().map(|(range, entity)| Label {
            start: offset + range.start,
            end: offset + range.end,
            entity,
        }));
        text.extend_from_slice(line.text.as_bytes());
        text.push(b'\n');
    }
    (text, labels)
}

#[cfg(test)]
mod tests;
