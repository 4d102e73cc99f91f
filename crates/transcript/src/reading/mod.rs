//! What a turn says: which values it asks for, and how, what it refuses, and where it leads.
//!
//! **Contract.** A reading is a function of the text and the words alone; who speaks and what was said before is the
//! conversation's business. Linear in the text.
//!
//! A turn is read sentence by sentence. In a sentence a request reaches the names behind it, or before it where none is
//! behind; a warning takes its names away until a comma and another request; words about somebody else, about forgetting
//! and changing, or about a place where a value is typed that is no chat, weaken what is asked.

mod heard;
mod moves;
mod sentence;

use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Concept, Concepts, Match, Talk, Words};
use heard::Heard;
use moves::Moves;

/// A place in the turn's text, in bytes.
pub(crate) type Place = (usize, usize);

/// How firmly a value is asked for, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// A question with the name in it: the answer may follow.
    Question,
    /// Whether something arrived: the value may follow.
    Receipt,
    /// To be typed where no chat is.
    Elsewhere,
    /// To be confirmed.
    Check,
    /// A name and hardly anything else, as a field of a form.
    Form,
    /// To be typed.
    Enter,
    /// To be told.
    Give,
}

/// A value that is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) concepts: Concepts,
    pub(crate) strength: Strength,
    /// The words of the request, where there are any, and the name.
    pub(crate) request: Option<Place>,
    pub(crate) name: Place,
    /// Whether the speaker asks about a thing of the other side: *your*.
    pub(crate) is_yours: bool,
    /// Whether it is to be told to the speaker: *to me*, *here*.
    pub(crate) is_here: bool,
    /// Whether the speaker asks about a thing of their own: *my*.
    pub(crate) is_own: bool,
}

/// What a turn says.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) asks: Vec<Ask>,
    /// A request for what was named before: *send it to me*; the request and what stands for the name.
    pub(crate) by_it: Option<(Place, Place)>,
    /// A request for *the code*, without saying which.
    pub(crate) code: Option<(Place, Place)>,
    /// Whether words tell that a code was sent, wherever they stand.
    pub(crate) has_code_mark: bool,
    /// Whether something else is asked for.
    pub(crate) asks_other: bool,
    /// Names that stand alone in their sentence: on the agent's side, a request.
    pub(crate) named: Vec<(Concepts, Place)>,
    /// What is named and not warned of.
    pub(crate) names: Concepts,
    /// What is named and neither warned of, told of nor managed: what "it" means in the same turn.
    pub(crate) meant: Concepts,
    /// What the turn's end names: the value may follow.
    pub(crate) label: Concepts,
    /// What the turn calls something said before: *that was my pin*.
    pub(crate) back: Concepts,
    pub(crate) refuses: bool,
    /// Whether a refusal is taken back: *but maybe …*.
    pub(crate) relents: bool,
    pub(crate) is_filler: bool,
    pub(crate) is_question: bool,
    pub(crate) has_partial: bool,
    /// Whether the turn puts right what was said before.
    pub(crate) corrects: bool,
    pub(crate) words: usize,
    /// The words that lead money to a "safe" account.
    pub(crate) safe_account: Option<(Place, Place)>,
    /// The words that hand the device over.
    pub(crate) remote: Option<(Place, Place)>,
    /// The words that ask to follow a link.
    pub(crate) clicks: Vec<Place>,
    /// Whether the turn doubts a link, or tells of one.
    pub(crate) doubts: bool,
    /// Whether the turn warns of anything.
    pub(crate) warns: bool,
}

/// A sentence of so few words that names a value is about nothing else.
const SHORT: usize = 5;

/// The most matches that are read as one sentence.
const MAX_ITEMS: usize = 64;

/// A name in a sentence and what was said of it.
#[derive(Clone, Copy)]
struct Mention {
    start: usize,
    end: usize,
    concepts: Concepts,
    request: Option<(Strength, usize, usize)>,
    is_warned: bool,
}

struct Sentence<'s> {
    items: &'s [Match],
    start: usize,
    end: usize,
    kind: Option<BreakKind>,
    commas: Vec<usize>,
}

impl Reading {
    pub(crate) fn of(words: &Words, folded: &Folded, matches: &mut Vec<Match>) -> Self {
        words.find(folded, matches);
        let mut reading = Self { words: folded.words(0, folded.text.len()), ..Self::default() };
        let heard = Heard::of(matches);
        let is = |talk: Talk| heard.has(talk);
        reading.refuses = is(Talk::Refusal);
        reading.relents = is(Talk::But);
        reading.doubts = is(Talk::Doubt);
        reading.warns = is(Talk::Warning);
        reading.corrects = is(Talk::Correction);
        reading.has_partial = is(Talk::Partial);
        reading.is_filler = reading.words > 0
            && (is(Talk::Filler) || is(Talk::Please) || is(Talk::Copula))
            && uncovered(folded, matches, 0, folded.text.len(), 0, |class| {
                is_talk(class, &[Talk::Filler, Talk::Please, Talk::Copula])
            }) == 0;
        if !heard.matters() {
            reading.is_question =
                reading.words > 0 && folded.breaks.iter().any(|one| one.kind == BreakKind::Question);
            return reading;
        }
        let has_elsewhere = is(Talk::Elsewhere);
        reading.has_code_mark = !reading.warns
            && matches
                .iter()
                .any(|one| matches!(one.class, Class::Mark(set) if set & Concept::OTP.bit() != 0));
        let (mut from, mut start) = (0, 0);
        let mut commas = Vec::new();
        let mut moves = Moves::default();
        let ends = folded.breaks.iter().map(|one| (one.at, Some(one.kind)));
        for (at, kind) in ends.chain([(folded.text.len(), None)]) {
            if kind == Some(BreakKind::Comma) {
                commas.push(at);
                continue;
            }
            let count = matches[from..].iter().take_while(|one| one.start + 1 < at.max(1)).count();
            let mut items = &matches[from..from + count];
            from += count;
            loop {
                // What goes on for longer is read in pieces: a sentence costs at most its square.
                let (now, rest) = items.split_at(items.len().min(MAX_ITEMS));
                let end = rest.first().map_or(at, |next| next.start);
                let before = commas.partition_point(|comma| *comma < end);
                let later = commas.split_off(before);
                let kind = kind.filter(|_| rest.is_empty());
                let sentence =
                    Sentence { items: now, start, end, kind, commas: std::mem::replace(&mut commas, later) };
                reading.sentence(folded, &sentence, has_elsewhere);
                moves.take(&mut reading, folded, &sentence);
                start = end;
                items = rest;
                if items.is_empty() {
                    break;
                }
            }
            commas.clear();
        }
        reading.safe_account = moves.safe_account();
        reading
    }

    fn sentence(&mut self, folded: &Folded, sentence: &Sentence<'_>, has_elsewhere: bool) {
        let Sentence { items, start, end, kind, .. } = *sentence;
        let words = folded.words(start, end);
        if words == 0 {
            return;
        }
        let is_question = kind == Some(BreakKind::Question);
        self.is_question |= is_question;
        let heard = Heard::of(items);
        if !heard.asks() {
            return;
        }
        let mut mentions = sentence.mentions(folded);
        let (requests, warned_at_end) = sentence.reach(folded, &mut mentions);
        let segment = |at: usize| sentence.segment(at);
        let in_segment = |talk: Talk, at: usize| {
            heard.has(talk)
                && items
                    .iter()
                    .any(|item| item.class == Class::Talk(talk) && segment(item.start) == segment(at))
        };
        let between = |talk: Talk, from: usize, to: usize| {
            heard.has(talk)
                && items
                    .iter()
                    .any(|item| item.class == Class::Talk(talk) && item.start >= from && item.end <= to)
        };
        let has = |talk: Talk| heard.has(talk);
        let fills = |class| {
            matches!(class, Class::Name(_))
                || !mentions.is_empty() && matches!(class, Class::Thing(_) | Class::Mark(_))
                || is_talk(
                    class,
                    &[
                        Talk::Please,
                        Talk::Yours,
                        Talk::Mine,
                        Talk::Pronoun,
                        Talk::Filler,
                        Talk::Copula,
                        Talk::Here,
                        Talk::Check,
                        Talk::But,
                    ],
                )
        };
        // What stands between a thing and its mark belongs to them.
        let (mut loose, mut beside, mut from) = (0, 0, start);
        for (at, until) in mentions.iter().map(|mention| (mention.start, mention.end)).chain([(end, end)]) {
            if at > from {
                loose += uncovered(folded, items, from, at, usize::MAX, fills);
                beside += folded.words(from, at);
            }
            from = from.max(until);
        }
        let is_elliptic = loose <= 1 && beside <= 9;
        let mut asked = 0;
        for mention in &mentions {
            let Mention { start: at, end: name_end, mut concepts, .. } = *mention;
            if has(Talk::Partial)
                && items.iter().any(|item| {
                    item.class == Class::Talk(Talk::Partial) && segment(item.start) == segment(at)
                })
            {
                concepts &= !Concept::WHOLE;
            }
            if concepts == 0 || mention.is_warned {
                continue;
            }
            let is_reported = in_segment(Talk::Reported, at) && !in_segment(Talk::Here, at);
            let is_managed = in_segment(Talk::Manage, at);
            let is_pointed =
                items.iter().any(|item| item.class == Class::Talk(Talk::Pronoun) && item.start < at);
            self.names |= concepts;
            if is_reported {
                continue;
            }
            if !is_managed {
                self.meant |= concepts;
            }
            // "That's my pin, can you log in for me?"
            if is_pointed && has(Talk::Mine) {
                let close =
                    sentence.commas.iter().find(|comma| **comma >= name_end).map_or(end, |comma| *comma);
                let loose = uncovered(folded, items, start, close, 0, |class| {
                    matches!(class, Class::Name(_))
                        || is_talk(
                            class,
                            &[Talk::Copula, Talk::Mine, Talk::Filler, Talk::Pronoun, Talk::Yours],
                        )
                });
                self.back |= if loose == 0 { concepts } else { 0 };
            }
            let strength = match mention.request {
                Some((strength, _, request_end)) => {
                    let is_managed_between = between(Talk::Manage, request_end.min(at), request_end.max(at));
                    let is_sent = between(Talk::Receipt, request_end.min(at), at.max(request_end))
                        || strength == Strength::Check && has(Talk::Receipt);
                    match strength {
                        _ if is_managed_between => continue,
                        Strength::Check if is_managed => continue,
                        _ if is_sent => Strength::Receipt,
                        Strength::Enter | Strength::Check if has_elsewhere && !has(Talk::Here) => {
                            Strength::Elsewhere
                        }
                        other => other,
                    }
                }
                None if items.iter().any(|item| {
                    item.class == Class::Talk(Talk::Which)
                        && item.end <= at
                        && folded.words(item.end, at) == 0
                }) =>
                {
                    Strength::Give
                }
                None if is_managed => continue,
                None if has(Talk::Receipt) => Strength::Receipt,
                // "Is that the OTP?" asks about what was said.
                None if is_question && is_pointed => Strength::Question,
                None if is_elliptic
                    // "My password is:" asks for nothing.
                    && !(kind == Some(BreakKind::Colon) && has(Talk::Mine) && !has(Talk::Yours))
                    && (is_question || kind == Some(BreakKind::Colon) || has(Talk::Please)) =>
                {
                    Strength::Form
                }
                None if is_question => Strength::Question,
                None => {
                    let closes = uncovered(folded, items, name_end, end, 0, |class| {
                        matches!(class, Class::Name(_))
                            || is_talk(
                                class,
                                &[
                                    Talk::Copula,
                                    Talk::Mine,
                                    Talk::Filler,
                                    Talk::Pronoun,
                                    Talk::Yours,
                                    Talk::Here,
                                ],
                            )
                    }) == 0;
                    if is_elliptic || closes || words <= SHORT {
                        self.end_names(folded, items, concepts, name_end, end, words);
                    }
                    if loose == 0
                        && !has(Talk::Mine)
                        && !has(Talk::Copula)
                        && !is_pointed
                        && !has_digit(&folded.text[start..at])
                        && !has_digit(&folded.text[name_end.min(end)..end.min(folded.text.len())])
                    {
                        self.named.push((concepts, folded.span(at, name_end)));
                    }
                    continue;
                }
            };
            asked |= concepts;
            if mention.request.is_none() && is_elliptic && is_pointed {
                self.back |= concepts;
            }
            let request = mention.request.map(|(_, from, to)| folded.span(from, to));
            let is_here = has(Talk::Here);
            let is_beside = |item: &Match| {
                item.end <= at && folded.words(item.end, at) <= 3
                    || item.start >= name_end && folded.words(name_end, item.start) <= 4
            };
            let has_beside =
                |talk: Talk| items.iter().any(|item| item.class == Class::Talk(talk) && is_beside(item));
            let is_yours = has_beside(Talk::Yours);
            // "I sent my code to you, send it back": what is asked for behind its name is wanted, whoever's it is called.
            let is_own = !is_yours
                && mention.request.is_none_or(|(_, from, _)| from < at)
                && items.iter().any(|item| {
                    item.class == Class::Talk(Talk::Mine)
                        && is_beside(item)
                        && (item.end <= at || folded.words(name_end, item.start) == 0)
                });
            self.asks.push(Ask {
                concepts,
                strength,
                request,
                name: folded.span(at, name_end),
                is_yours,
                is_here,
                is_own,
            });
        }
        let is_asking = is_question || requests.is_some() || kind == Some(BreakKind::Colon);
        let is_other = has(Talk::Other) || has(Talk::Partial);
        if asked == 0 && is_other && is_asking {
            self.asks_other = true;
        }
        let is_reported = has(Talk::Reported) && !has(Talk::Here);
        if let Some((strength @ (Strength::Give | Strength::Enter), from, to)) = requests
            && !warned_at_end
            && mentions.is_empty()
            && !is_other
            && !is_reported
            && !has(Talk::Manage)
            // "Enter it on the login page": it is typed where no chat is.
            && !(strength == Strength::Enter && has_elsewhere && !has(Talk::Here))
        {
            let request = folded.span(from, to);
            let item = |wanted: &dyn Fn(Class) -> bool| {
                items.iter().find(|item| wanted(item.class)).map(|item| folded.span(item.start, item.end))
            };
            let bare = uncovered(folded, items, start, end, 0, |class| {
                is_talk(
                    class,
                    &[
                        Talk::Give,
                        Talk::Enter,
                        Talk::Please,
                        Talk::Filler,
                        Talk::Copula,
                        Talk::Here,
                        Talk::Yours,
                        Talk::Mine,
                        Talk::But,
                    ],
                )
            });
            let thing = item(&|class| matches!(class, Class::Thing(set) if set & Concept::OTP.bit() != 0));
            let pronoun = item(&|class| class == Class::Talk(Talk::Pronoun));
            if let Some(thing) = thing {
                self.code.get_or_insert((request, thing));
            } else if pronoun.is_some() || bare == 0 {
                self.by_it.get_or_insert((request, pronoun.unwrap_or(request)));
            }
        }
    }

    /// A sentence that names something and asks for nothing: its value follows, or went before.
    fn end_names(
        &mut self,
        folded: &Folded,
        items: &[Match],
        concepts: Concepts,
        name_end: usize,
        end: usize,
        words: usize,
    ) {
        if name_end < end && has_digit(&folded.text[name_end..end.min(folded.text.len())]) {
            return;
        }
        self.label |= concepts;
        let points =
            |item: &Match| matches!(item.class, Class::Talk(Talk::Pronoun | Talk::Mine | Talk::Copula));
        if words <= 9 && items.iter().any(points) || words <= 2 {
            self.back |= concepts;
        }
    }
}

/// Words of `start..end` that belong to no match that counts; not counted further than one beyond `most`.
fn uncovered(
    folded: &Folded,
    items: &[Match],
    start: usize,
    end: usize,
    most: usize,
    counts: impl Fn(Class) -> bool,
) -> usize {
    let end = end.min(folded.text.len());
    let (mut at, mut loose) = (start, 0);
    // Items are in the order of their starts; how far those that have started reach.
    let (mut next, mut covered) = (0, 0);
    while at < end && loose <= most {
        while let Some(item) = items.get(next)
            && item.start <= at
        {
            covered = if counts(item.class) { covered.max(item.end) } else { covered };
            next += 1;
        }
        if folded.text[at] == b' ' {
            at += 1;
        } else if covered > at {
            at = covered;
        } else {
            loose += 1;
            at += folded.text[at..end].iter().position(|byte| *byte == b' ').unwrap_or(end - at);
        }
    }
    loose
}

fn is_talk(class: Class, kinds: &[Talk]) -> bool {
    matches!(class, Class::Talk(talk) if kinds.contains(&talk))
}

fn has_digit(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_digit)
}
