//! Lines with holes. A template is text with `<names>`; a name is a list of words, something that [`Filler`] writes, a value that
//! is planted and labelled, or `<body>`, for which a whole other template is chosen.

use super::Line;
use super::filler::{Fill, Filler};
use super::values::Plant;

/// Words to choose one of.
pub(super) type Words = &'static [&'static str];

/// Lists of words and the names by which templates call them.
pub(super) type Lists = &'static [&'static [(&'static str, Words)]];

#[derive(Clone)]
enum Piece {
    Text(&'static str),
    Words(Words),
    Fill(Fill),
    Plant(Plant),
    Body,
}

#[derive(Clone)]
struct Template(Vec<Piece>);

impl Template {
    fn parse(source: &'static str, lists: Lists) -> Self {
        let mut pieces = Vec::new();
        let mut rest = source;
        while let Some(open) = rest.find('<') {
            let close = open + rest[open..].find('>').expect("a template closes every hole");
            if open > 0 {
                pieces.push(Piece::Text(&rest[..open]));
            }
            pieces.push(Self::hole(&rest[open + 1..close], source, lists));
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        Self(pieces)
    }

    fn hole(name: &str, source: &str, lists: Lists) -> Piece {
        let words = lists.iter().copied().flatten().find(|(list, _)| *list == name).map(|(_, words)| *words);
        if name == "body" {
            Piece::Body
        } else if let Some(words) = words {
            Piece::Words(words)
        } else if let Some(fill) = Fill::named(name) {
            Piece::Fill(fill)
        } else if let Some(plant) = Plant::named(name) {
            Piece::Plant(plant)
        } else {
            panic!("no hole is called <{name}>: {source}")
        }
    }

    fn write(&self, bodies: &[Self], filler: &mut Filler, line: &mut Line) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => line.text.push_str(text),
                Piece::Words(words) => line.text.push_str(filler.word(words)),
                Piece::Fill(fill) => filler.write(*fill, &mut line.text),
                Piece::Plant(plant) => plant.write(filler, line),
                Piece::Body => filler.choose(bodies).write(&[], filler, line),
            }
        }
    }
}

/// Templates, what their `<body>` may be, and how often one of them is chosen.
pub(super) struct Chapter {
    pub(super) weight: u32,
    pub(super) templates: Words,
    pub(super) bodies: Words,
}

#[derive(Clone)]
struct Choice {
    chapters: Vec<Parsed>,
    total: u32,
}

#[derive(Clone)]
struct Parsed {
    /// The weights of this chapter and of those before it.
    up_to: u32,
    templates: Vec<Template>,
    bodies: Vec<Template>,
}

impl Choice {
    fn new(chapters: &[Chapter], lists: Lists) -> Self {
        let parse = |sources: Words| sources.iter().map(|source| Template::parse(source, lists)).collect();
        let mut total = 0;
        let chapters = chapters
            .iter()
            .map(|chapter| {
                total += chapter.weight;
                Parsed { up_to: total, templates: parse(chapter.templates), bodies: parse(chapter.bodies) }
            })
            .collect();
        Self { chapters, total }
    }

    fn write(&self, filler: &mut Filler, line: &mut Line) {
        let at = filler.below(self.total);
        let chapter = self
            .chapters
            .iter()
            .find(|chapter| at < chapter.up_to)
            .expect("the last chapter reaches up to the total");
        filler.choose(&chapter.templates).write(&chapter.bodies, filler, line);
    }
}

/// Every template of one kind of text.
#[derive(Clone)]
pub(super) struct Book {
    clean: Choice,
    leaks: Choice,
    frames: Choice,
}

impl Book {
    /// From lines without a value, lines with one, the lines of a stack trace, and the words of all.
    pub(super) fn new(clean: &[Chapter], leaks: &[Chapter], frames: &[Chapter], lists: Lists) -> Self {
        let [clean, leaks, frames] = [clean, leaks, frames].map(|chapters| Choice::new(chapters, lists));
        Self { clean, leaks, frames }
    }

    pub(super) fn clean(&self, filler: &mut Filler, line: &mut Line) {
        self.clean.write(filler, line);
    }

    pub(super) fn leak(&self, filler: &mut Filler, line: &mut Line) {
        self.leaks.write(filler, line);
    }

    pub(super) fn frame(&self, filler: &mut Filler, line: &mut Line) {
        self.frames.write(filler, line);
    }
}
