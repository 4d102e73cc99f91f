//! What a sentence asks for, and how firmly.

use super::mood::Mood;
use super::{Ask, Heard, Mention, Reading, SHORT, Sentence, Strength, Thing, has_digit, is_talk, uncovered};
use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Concept, Concepts, Match, Talk};

impl Reading {
    pub(super) fn sentence(&mut self, folded: &Folded, sentence: &Sentence<'_>, has_elsewhere: bool) {
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
        // "Did you get our text?": what is in it may follow.
        if mentions.is_empty() && heard.has(Talk::Receipt) && is_question {
            let is_sent =
                |item: &Match| matches!(item.class, Class::Mark(set) if set & Concept::OTP.bit() != 0);
            self.expects |= if items.iter().any(is_sent) { Concept::OTP.bit() } else { 0 };
        }
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
        let mood = Mood::of(folded, sentence, heard);
        // Forgetting and changing count against a request, but not as what it is for: "so I can reset it".
        let manages = |at: usize, wanted: (usize, usize)| {
            let purpose = items.iter().find(|item| item.class == Class::Talk(Talk::Purpose));
            items.iter().any(|item| {
                item.class == Class::Talk(Talk::Manage)
                    && (segment(item.start) == segment(at) || segment(item.start) == segment(wanted.0))
                    && (purpose.is_none_or(|purpose| item.start < purpose.start)
                        || item.end <= at && folded.words(item.end, at) <= 2)
            })
        };
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
            // "Read me the address on its screen": what a program shows that hands the device over is no code of the bank's.
            if has(Talk::Remote)
                && !items.iter().any(|item| matches!(item.class, Class::Name(_)) && item.start == at)
            {
                concepts &= !Concept::OTP.bit();
            }
            if concepts == 0 || mention.is_warned {
                continue;
            }
            // "I need the PIN to stop the fraud": who asks first tells of nobody else.
            let is_feared = |item: &Match| {
                item.start >= name_end
                    && mention.request.is_some_and(|(_, from, _)| from <= at)
                    && items
                        .iter()
                        .any(|one| one.class == Class::Talk(Talk::Danger) && one.start == item.start)
            };
            let is_reported = has(Talk::Reported)
                && !in_segment(Talk::Here, at)
                && items.iter().any(|item| {
                    item.class == Class::Talk(Talk::Reported)
                        && segment(item.start) == segment(at)
                        && !is_feared(item)
                });
            let is_managed = in_segment(Talk::Manage, at);
            let is_pointed = items.iter().any(|item| {
                item.class == Class::Talk(Talk::Pronoun)
                    && item.start < at
                    && segment(item.start) == segment(at)
            });
            // "The four that you press at the ATM": the place tells which, not where to type it.
            let has_elsewhere = has_elsewhere && !is_own_place(folded, items, mention);
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
            let mut wanted = None;
            let strength = match mention.request {
                Some((strength, _, request_end)) => {
                    let is_managed_between = between(Talk::Manage, request_end.min(at), request_end.max(at));
                    let is_sent = between(Talk::Receipt, request_end.min(at), at.max(request_end))
                        || strength == Strength::Check && has(Talk::Receipt);
                    match strength {
                        _ if is_managed_between => continue,
                        Strength::Check if is_managed && manages(at, (at, at)) => continue,
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
                None if is_managed && !has(Talk::Purpose) => continue,
                None if has(Talk::Receipt) => Strength::Receipt,
                // "Is that the OTP?" asks about what was said.
                None if is_question && is_pointed && has(Talk::Copula) => Strength::Question,
                None if is_elliptic
                    // "My password is:" asks for nothing.
                    && !(kind == Some(BreakKind::Colon) && has(Talk::Mine) && !has(Talk::Yours))
                    && (is_question || kind == Some(BreakKind::Colon) || has(Talk::Please)) =>
                {
                    Strength::Form
                }
                None if !has(Talk::Reported)
                    && let Some(place) = mood.wants(at).filter(|place| !manages(at, *place)) =>
                {
                    wanted = Some(place);
                    if has_elsewhere && !has(Talk::Here) { Strength::Elsewhere } else { Strength::Implied }
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
            let request = mention.request.map(|(_, from, to)| (from, to)).or(wanted);
            // A question is one by its end, not by its words.
            let request = request.filter(|(from, to)| from < to);
            let request = request.map(|(from, to)| folded.span(from, to));
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
        let request = requests.filter(|(strength, ..)| matches!(strength, Strength::Give | Strength::Enter));
        let is_typed = request.is_some_and(|(strength, ..)| strength == Strength::Enter);
        // "Enter it on the login page": it is typed where no chat is.
        let is_away = has_elsewhere && !has(Talk::Here) && (is_typed || request.is_none());
        let is_free = mentions.is_empty() && !warned_at_end && !is_other && !is_reported;
        if !is_free || is_away || has(Talk::Manage) {
            return;
        }
        let request = request.map(|(_, from, to)| (from, to));
        let item = |wanted: &dyn Fn(Class) -> bool| items.iter().find(|item| wanted(item.class));
        let place = |item: &Match| folded.span(item.start, item.end);
        let fills = |class| {
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
        };
        let thing = items
            .iter()
            .find(|item| matches!(item.class, Class::Thing(_)) && !sentence.is_anothers(folded, item));
        let pronoun = item(&|class| class == Class::Talk(Talk::Pronoun));
        if let Some(thing) = thing
            && let Class::Thing(set) = thing.class
        {
            let request = request.or_else(|| mood.pleads(thing.start).filter(|_| !has(Talk::Receipt)));
            if let Some((from, to)) = request {
                let covers = |class| {
                    fills(class) || matches!(class, Class::Thing(_)) || is_talk(class, &[Talk::Pronoun])
                };
                let is_alone = uncovered(folded, items, start, end, 0, covers) == 0;
                self.code.get_or_insert(Thing {
                    request: folded.span(from, to),
                    name: place(thing),
                    concepts: set,
                    is_alone,
                });
            }
        } else if let Some((from, to)) = request {
            let request = folded.span(from, to);
            if pronoun.is_some() || uncovered(folded, items, start, end, 0, fills) == 0 {
                self.by_it.get_or_insert((request, pronoun.map_or(request, place)));
            }
        } else if let Some(pronoun) = pronoun
            && let Some((from, to)) = mood.orders().or_else(|| mood.needs().filter(|_| self.meant != 0))
        {
            self.by_it.get_or_insert((folded.span(from, to), place(pronoun)));
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

/// Whether the place of a sentence tells which value is meant: it stands in the words of a thing and its mark, or right behind.
fn is_own_place(folded: &Folded, items: &[Match], mention: &Mention) -> bool {
    let is_thing = |item: &Match| item.start == mention.start && !matches!(item.class, Class::Name(_));
    let is_pin = mention.concepts & Concept::PIN.bit() != 0 && items.iter().any(is_thing);
    let is_own = |item: &Match| {
        item.start < mention.end && mention.start < item.end
            || is_pin && item.start >= mention.end && folded.words(mention.end, item.start) <= 1
    };
    let mut places = items.iter().filter(|item| item.class == Class::Talk(Talk::Elsewhere)).peekable();
    places.peek().is_some() && places.all(is_own)
}
