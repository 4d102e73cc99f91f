//! What a sentence asks for that it does not name: *the code*, *it*.

use super::ask::Asking;
use super::{Reading, Sentence, Strength, Thing, is_talk, uncovered};
use crate::words::{Class, Match, Talk};

/// What may stand around a thing or a pronoun that is asked for.
const AROUND: [Talk; 9] = [
    Talk::Give,
    Talk::Enter,
    Talk::Please,
    Talk::Filler,
    Talk::Copula,
    Talk::Here,
    Talk::Yours,
    Talk::Mine,
    Talk::But,
];

/// Words that begin a condition, which has an *it* of its own: *if you have a question, you may write it here*.
const CONDITIONS: [&[u8]; 7] = [b"if", b"should", b"kalau", b"kalo", b"jika", b"bila", b"apabila"];

/// So few words beside a request for what is left out say nothing of it.
const LEFT_OUT: usize = 3;

/// A question of so few words with a thing in it asks for it.
const FIELD: usize = 6;

impl Reading {
    /// A sentence without a name, and the last of its requests.
    pub(super) fn unnamed(&mut self, asking: &Asking<'_>, requests: Option<(Strength, usize, usize)>) {
        let request = requests.filter(|(strength, ..)| matches!(strength, Strength::Give | Strength::Enter));
        let is_typed = request.is_some_and(|(strength, ..)| strength == Strength::Enter);
        let is_reported = asking.has(Talk::Reported) && !asking.has(Talk::Here) && !asking.has(Talk::Except);
        // "Enter it on the login page": it is typed where no chat is.
        let is_away = asking.has_elsewhere && !asking.is_here() && (is_typed || request.is_none());
        let request = request.map(|(_, from, to)| (from, to));
        let items = asking.sentence.items;
        // "Write it here so I can cancel the card": what it is for is no talk of it.
        let purpose = items.iter().find(|item| item.class == Class::Talk(Talk::Purpose));
        let is_managed = items.iter().any(|item| {
            item.class == Class::Talk(Talk::Manage)
                && purpose.is_none_or(|purpose| item.start < purpose.start)
        });
        if asking.is_other() || is_reported || is_away || is_managed {
            return;
        }
        // "And the other half?": of what was named or given before.
        let is_short = asking.is_question || asking.words <= FIELD;
        let rest = items.iter().find(|item| item.class == Class::Talk(Talk::Rest));
        if let Some(rest) = rest.filter(|_| is_short || request.is_some()) {
            let rest = asking.folded.span(rest.start, rest.end);
            let request = request.map_or(rest, |(from, to)| asking.folded.span(from, to));
            self.by_it.get_or_insert((request, rest));
            return;
        }
        let thing = items.iter().find(|item| {
            matches!(item.class, Class::Thing(_)) && !asking.sentence.is_anothers(asking.folded, item)
        });
        match thing {
            Some(thing) => self.thing(asking, thing, request),
            // "What's the serial number? You may tell me that": it is what was asked for.
            None if self.asks_other && self.meant == 0 => {}
            None => self.pronoun(asking, request),
        }
    }

    fn thing(&mut self, asking: &Asking<'_>, thing: &Match, request: Option<(usize, usize)>) {
        let Class::Thing(concepts) = thing.class else { return };
        let pleads = || asking.mood.pleads(thing.start).filter(|_| !asking.has(Talk::Receipt));
        // "And the other code? A second one came."
        let is_field = asking.is_question && asking.words <= FIELD;
        let field = || is_field.then_some((thing.start, thing.end));
        let wanted = request.or_else(pleads);
        let Some((from, to)) = wanted.or_else(field) else { return };
        // "The code is for nobody, just read it to me": of all, it is this one.
        let is_alone = wanted.is_some()
            && (asking.has(Talk::Except)
                || is_all(asking, |class| {
                    matches!(class, Class::Thing(_))
                        || is_talk(class, &AROUND)
                        || is_talk(class, &[Talk::Pronoun])
                }));
        self.code.get_or_insert(Thing {
            request: asking.folded.span(from, to),
            name: asking.folded.span(thing.start, thing.end),
            concepts,
            is_alone,
            is_asked: request.is_some(),
        });
    }

    fn pronoun(&mut self, asking: &Asking<'_>, request: Option<(usize, usize)>) {
        // "That is why we need to be quick": it stands for what was said.
        if asking.has(Talk::Why) && !asking.is_question {
            return;
        }
        let place = |item: &Match| asking.folded.span(item.start, item.end);
        let pronoun = asking.sentence.items.iter().find(|item| item.class == Class::Talk(Talk::Pronoun));
        if let Some((from, to)) = request {
            let request = asking.folded.span(from, to);
            // "Send over here, it's quicker": what everybody knows is left out.
            let most = if asking.is_here() { LEFT_OUT } else { 0 };
            if pronoun.is_some() || loose(asking, most, |class| is_talk(class, &AROUND)) <= most {
                self.is_it_here |= self.by_it.is_none() && asking.is_here() && !is_conditional(asking);
                self.by_it.get_or_insert((request, pronoun.map_or(request, place)));
            }
        } else if let Some(pronoun) = pronoun
            && let Some((from, to)) =
                asking.mood.orders().or_else(|| asking.mood.needs().filter(|_| self.meant != 0))
        {
            self.by_it.get_or_insert((asking.folded.span(from, to), place(pronoun)));
        }
    }
}

fn is_conditional(asking: &Asking<'_>) -> bool {
    let Sentence { start, end, .. } = *asking.sentence;
    let text = &asking.folded.text[start..end.min(asking.folded.text.len())];
    text.split(|byte| *byte == b' ').any(|word| CONDITIONS.contains(&word))
}

/// How many words of the sentence are nothing that `counts`, up to one more than `most`; what it is for behind a comma is no talk of it.
fn loose(asking: &Asking<'_>, most: usize, counts: impl Fn(Class) -> bool) -> usize {
    let Sentence { items, start, end, .. } = *asking.sentence;
    let is_apart = |item: &&Match| {
        item.class == Class::Talk(Talk::Purpose) && asking.sentence.commas.contains(&item.start)
    };
    let end = items.iter().find(is_apart).map_or(end, |purpose| purpose.start);
    uncovered(asking.folded, items, start, end, most, counts)
}

/// Whether the sentence says nothing but what `counts`.
fn is_all(asking: &Asking<'_>, counts: impl Fn(Class) -> bool) -> bool {
    loose(asking, 0, counts) == 0
}
