//! What a sentence asks for, and how firmly.
//!
//! **Grammar.** A name is asked for by the request that reaches it, by *which* right before it, by the mood of its sentence, or by
//! standing alone. What a sentence asks for without a name is read in `unnamed.rs`.

use super::mood::Mood;
use super::{Ask, Heard, Mention, Reading, SHORT, Sentence, Strength, has_digit, is_talk, uncovered};
use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Concept, Concepts, Match, Talk, Words};

/// A sentence of so few words beside what it names says nothing else.
const ELLIPTIC: usize = 9;

/// *Mine* and *yours* stand so near before what they own, and so near behind.
const OWNER_BEFORE: usize = 3;
const OWNER_AFTER: usize = 4;

/// *Here* is denied by what stands so near behind it, where a language puts it there.
const DENIED_AFTER: usize = 2;

/// A sentence that is heard, and what all that it names share.
pub(super) struct Asking<'s> {
    pub(super) folded: &'s Folded,
    pub(super) sentence: &'s Sentence<'s>,
    pub(super) heard: Heard,
    pub(super) mood: Mood<'s>,
    /// Whether the turn tells of a place where a value is typed that is no chat.
    pub(super) has_elsewhere: bool,
    pub(super) is_question: bool,
    pub(super) words: usize,
    /// Words of the sentence that say nothing of what it names.
    loose: usize,
    /// Whether hardly anything is said beside what is named.
    is_elliptic: bool,
    /// Whether more than one value is named.
    is_list: bool,
}

/// How a mention is asked for, and the words that ask where they are none of the requests.
type Wanted = (Strength, Option<(usize, usize)>);

impl Reading {
    pub(super) fn sentence(&mut self, folded: &Folded, sentence: &Sentence<'_>, has_elsewhere: bool) {
        let words = folded.words(sentence.start, sentence.end);
        if words == 0 {
            return;
        }
        let is_question = sentence.kind == Some(BreakKind::Question);
        self.is_question |= is_question;
        let heard = Heard::of(sentence.items);
        let warns = heard.has(Talk::Warning) || heard.has(Talk::Never);
        if !heard.asks() && !warns {
            return;
        }
        let mut mentions = sentence.mentions(folded);
        // "Did you get our text?": what is in it may follow.
        if mentions.is_empty() && heard.has(Talk::Receipt) && (is_question || asks_whether(folded, sentence))
        {
            let is_sent =
                |item: &Match| matches!(item.class, Class::Mark(set) if set & Concept::OTP.bit() != 0);
            self.expects |= if sentence.items.iter().any(is_sent) { Concept::OTP.bit() } else { 0 };
        }
        let (requests, warned_at_end) = sentence.reach(folded, &mut mentions);
        let (loose, is_elliptic) = ellipsis(folded, sentence, &mentions);
        let mood = Mood::of(folded, sentence, heard);
        let named = mentions.iter().fold(0, |named: Concepts, mention| named | mention.concepts);
        let is_list = named.count_ones() > 1;
        let asking = Asking {
            folded,
            sentence,
            heard,
            mood,
            has_elsewhere,
            is_question,
            words,
            loose,
            is_elliptic,
            is_list,
        };
        if warns {
            let forbidden = sentence.forbids(&mentions);
            if forbidden != 0 {
                self.forbids |= forbidden;
                self.forbids_end = folded.span(sentence.start, sentence.end).1;
            }
        }
        let asked = mentions.iter().fold(0, |asked, mention| asked | self.mention(&asking, mention));
        let is_asking = is_question || requests.is_some() || sentence.kind == Some(BreakKind::Colon);
        self.asks_other |= asked == 0 && asking.is_other() && is_asking;
        if mentions.is_empty() && !warned_at_end {
            self.unnamed(&asking, requests);
        }
    }

    /// One mention. Tells the concepts that are asked for.
    fn mention(&mut self, asking: &Asking<'_>, mention: &Mention) -> Concepts {
        let concepts = asking.concepts(mention);
        if concepts == 0 || mention.is_warned {
            self.warned |= concepts;
            return 0;
        }
        self.names |= concepts;
        if asking.is_reported(mention) {
            return 0;
        }
        if !asking.is_managed(mention.start) {
            self.meant |= concepts;
        }
        let is_pointed = asking.is_pointed(mention);
        if is_pointed && asking.is_told_first(mention) {
            self.back |= concepts;
        }
        let Some((strength, wanted)) = asking.wanted(mention, is_pointed) else {
            let is_managed = asking.is_managed(mention.start) && !asking.has(Talk::Purpose);
            if mention.request.is_none() && !is_managed {
                self.is_named(asking, mention, concepts, is_pointed);
            }
            return 0;
        };
        if mention.request.is_none() && asking.is_elliptic && is_pointed {
            self.back |= concepts;
        }
        let request = mention.request.map(|(_, from, to)| (from, to)).or(wanted);
        // A question is one by its end, not by its words.
        let request = request.filter(|(from, to)| from < to);
        let is_yours = asking.has_beside(Talk::Yours, mention);
        self.asks.push(Ask {
            concepts,
            strength,
            request: request.map(|(from, to)| asking.folded.span(from, to)),
            name: asking.folded.span(mention.start, mention.end),
            is_yours,
            is_here: asking.is_here(),
            is_own: !is_yours && asking.is_own(mention),
            is_plain: strength == Strength::Form && !asking.is_question && !asking.has(Talk::Please),
        });
        concepts
    }

    /// A mention that nothing asks for: its value follows or went before, or it stands alone.
    fn is_named(&mut self, asking: &Asking<'_>, mention: &Mention, concepts: Concepts, is_pointed: bool) {
        let Asking { folded, sentence, heard, words, .. } = *asking;
        let Sentence { items, start, end, .. } = *sentence;
        let Mention { start: at, end: name_end, .. } = *mention;
        let closes = || {
            let kinds = [Talk::Copula, Talk::Mine, Talk::Filler, Talk::Pronoun, Talk::Yours, Talk::Here];
            uncovered(folded, items, name_end, end, 0, |class| {
                matches!(class, Class::Name(_)) || is_talk(class, &kinds)
            }) == 0
        };
        let before = &folded.text[start..at];
        let behind = &folded.text[name_end.min(end)..end.min(folded.text.len())];
        // "The password that the branch gave me is": the copula waits for its value.
        let is_open = items.last().is_some_and(|last| {
            last.class == Class::Talk(Talk::Copula)
                && folded.words(last.end, end) == 0
                && last.start >= name_end
        });
        // "When was the PIN changed?" asks for a time.
        let is_others = asking.is_question && asking.is_other();
        if (asking.is_elliptic || closes() || words <= SHORT || is_open) && !has_digit(behind) && !is_others {
            self.label |= concepts;
            let points = [Talk::Pronoun, Talk::Mine, Talk::Copula];
            if words <= ELLIPTIC && items.iter().any(|item| is_talk(item.class, &points)) || words <= 2 {
                self.back |= concepts;
            }
        }
        // "CVV nya kak": what may bind a value may be no more than the article.
        let binds = |copula: &Match| {
            let is_article = |item: &Match| {
                item.start == copula.start && is_talk(item.class, &[Talk::Pronoun, Talk::Filler])
            };
            // "CVV itu tiga angka di belakang": it tells what the name means.
            let tells = |item: &Match| {
                item.start >= copula.end && matches!(item.class, Class::Name(_) | Class::Thing(_))
            };
            !items.iter().any(is_article) || items.iter().any(tells)
        };
        let is_bound = heard.has(Talk::Copula) && asking.talk(Talk::Copula).any(binds);
        let is_alone = asking.loose == 0 && !heard.has(Talk::Mine) && !is_bound && !is_pointed;
        if is_alone && !has_digit(before) && !has_digit(behind) {
            self.named.push((concepts, folded.span(at, name_end)));
        }
    }
}

impl Asking<'_> {
    pub(super) fn has(&self, talk: Talk) -> bool {
        self.heard.has(talk)
    }

    /// Whether the sentence is about something with a number of its own.
    pub(super) fn is_other(&self) -> bool {
        self.has(Talk::Other) || self.has(Talk::Partial)
    }

    /// Whether anything is wanted here: *never here* wants nothing.
    pub(super) fn is_here(&self) -> bool {
        let denies = |here: &Match| {
            self.of_segment(Talk::Warning, here.start).any(|warning| {
                warning.end <= here.start || self.folded.words(here.end, warning.start) <= DENIED_AFTER
            })
        };
        self.has(Talk::Here) && self.talk(Talk::Here).any(|here| !denies(here))
    }

    /// Whether talk of a kind stands between the same commas as `at`.
    fn in_segment(&self, talk: Talk, at: usize) -> bool {
        self.has(talk) && self.of_segment(talk, at).next().is_some()
    }

    fn of_segment(&self, talk: Talk, at: usize) -> impl Iterator<Item = &Match> {
        let segment = self.sentence.segment(at);
        self.talk(talk).filter(move |item| self.sentence.segment(item.start) == segment)
    }

    fn talk(&self, talk: Talk) -> impl Iterator<Item = &Match> {
        self.sentence.items.iter().filter(move |item| item.class == Class::Talk(talk))
    }

    /// What a mention stands for in its sentence.
    fn concepts(&self, mention: &Mention) -> Concepts {
        let mut concepts = mention.concepts;
        if self.in_segment(Talk::Partial, mention.start) {
            concepts &= !Concept::WHOLE;
        }
        // "Read me the address on its screen": what a program shows that hands the device over is no code of the bank's.
        let is_name = |item: &Match| matches!(item.class, Class::Name(_)) && item.start == mention.start;
        let before = self.folded.text[self.sentence.start..mention.start].trim_ascii_end();
        // "The 9 digits that show": no code of a bank's is as long as the number of a device.
        let is_long = [&b" 9"[..], b" 10", b" nine", b" ten", b" sembilan", b" sepuluh"]
            .iter()
            .any(|count| before.ends_with(count));
        if self.has(Talk::Remote) && (is_long || !self.sentence.items.iter().any(is_name)) {
            concepts &= !Concept::OTP.bit();
        }
        concepts
    }

    /// Whether somebody else asks, or did: it is told of.
    fn is_reported(&self, mention: &Mention) -> bool {
        // "I need the PIN to stop the fraud": who asks first tells of nobody else.
        let is_feared = |item: &Match| {
            item.start >= mention.end
                && mention.request.is_some_and(|(_, from, _)| from <= mention.start)
                && self.talk(Talk::Danger).any(|one| one.start == item.start)
        };
        self.has(Talk::Reported)
            && !self.has(Talk::Except)
            && !self.in_segment(Talk::Here, mention.start)
            && self.of_segment(Talk::Reported, mention.start).any(|item| !is_feared(item))
    }

    /// Whether the sentence points at what was said before: *that's my pin*.
    fn is_pointed(&self, mention: &Mention) -> bool {
        self.of_segment(Talk::Pronoun, mention.start).any(|item| item.start < mention.start)
    }

    /// Whether a sentence begins with what was said before and its name: *that's the pin I've used for years*.
    fn is_told_first(&self, mention: &Mention) -> bool {
        let Sentence { items, start, .. } = *self.sentence;
        let kinds = [Talk::Copula, Talk::Mine, Talk::Filler, Talk::Pronoun, Talk::Yours];
        let comma = self.sentence.commas.iter().rfind(|comma| **comma <= mention.start);
        let start = comma.copied().unwrap_or(start);
        uncovered(self.folded, items, start, mention.end, 0, |class| {
            matches!(class, Class::Name(_)) || is_talk(class, &kinds)
        }) == 0
    }

    /// How the mention is asked for, if it is.
    fn wanted(&self, mention: &Mention, is_pointed: bool) -> Option<Wanted> {
        // "The four that you press at the ATM": the place tells which, not where to type it.
        let is_away =
            self.has_elsewhere && !is_own_place(self.folded, self.sentence.items, mention) && !self.is_here();
        match mention.request {
            Some((strength, _, end)) => Some((self.requested(mention, strength, end, is_away)?, None)),
            None => self.implied(mention, is_pointed, is_away),
        }
    }

    /// What is left of a request that reaches the mention.
    fn requested(
        &self,
        mention: &Mention,
        strength: Strength,
        end: usize,
        is_away: bool,
    ) -> Option<Strength> {
        let at = mention.start;
        let between = |talk: Talk| {
            self.has(talk) && self.talk(talk).any(|item| item.start >= end.min(at) && item.end <= end.max(at))
        };
        if between(Talk::Manage) || strength == Strength::Check && self.manages(at, (at, at)) {
            return None;
        }
        if between(Talk::Receipt) || strength == Strength::Check && self.has(Talk::Receipt) {
            return Some(Strength::Receipt);
        }
        let is_typed = matches!(strength, Strength::Enter | Strength::Check);
        Some(if is_typed && is_away { Strength::Elsewhere } else { strength })
    }

    /// What a sentence wants of the mention that holds no request for it.
    fn implied(&self, mention: &Mention, is_pointed: bool, is_away: bool) -> Option<Wanted> {
        let at = mention.start;
        let is_which = |item: &Match| item.end <= at && self.folded.words(item.end, at) == 0;
        if self.talk(Talk::Which).any(is_which) || self.is_sent(mention) {
            return Some((Strength::Give, None));
        }
        // "To open the account again, your date of birth?": what a bank may ask for is asked, whatever it is for.
        let is_open = self.is_question && mention.concepts & Concept::NEVER_ASKED == 0;
        if self.is_managed(at) && !self.has(Talk::Purpose) && !is_open {
            return None;
        }
        if self.has(Talk::Receipt) {
            return Some((Strength::Receipt, None));
        }
        // "Is that the OTP?" asks about what was said.
        if self.is_question && is_pointed && self.has(Talk::Copula) {
            return Some((Strength::Question, None));
        }
        // "How many PIN digits?" asks about it.
        if self.is_question && self.is_counted(at) {
            return Some((Strength::Question, None));
        }
        if self.is_field() {
            return Some((Strength::Form, None));
        }
        // "Your PIN, one half at a time": who says how wants it.
        if let Some(rest) = self.talk(Talk::Rest).next() {
            return Some((Strength::Implied, Some((rest.start, rest.end))));
        }
        let mood = || self.mood.wants(at).filter(|place| !self.manages(at, *place));
        if !self.has(Talk::Reported)
            && let Some(place) = mood()
        {
            let strength = if is_away { Strength::Elsewhere } else { Strength::Implied };
            return Some((strength, Some(place)));
        }
        self.is_question.then_some((Strength::Question, None))
    }

    /// Whether what stands at `at` is asked about by what stands right before it: its number, its time.
    fn is_counted(&self, at: usize) -> bool {
        self.has(Talk::Other)
            && self
                .of_segment(Talk::Other, at)
                .any(|item| item.end <= at && self.folded.words(item.end, at) == 0)
    }

    /// "What did we just text you?": what has come is asked for.
    fn is_sent(&self, mention: &Mention) -> bool {
        let Mention { start, end, concepts, .. } = *mention;
        let words = || self.folded.text[start..end.min(self.folded.text.len())].split(|byte| *byte == b' ');
        self.is_question
            && concepts == Concept::OTP.bit()
            && self.talk(Talk::Which).any(|item| item.start == start)
            && words().any(|word| Words::builtin().is_ours(word) && word != b"me")
    }

    /// Whether the sentence is a name and hardly anything else, as a field of a form.
    fn is_field(&self) -> bool {
        let is_colon = self.sentence.kind == Some(BreakKind::Colon);
        // "My password is:" asks for nothing.
        let is_own = is_colon && self.has(Talk::Mine) && !self.has(Talk::Yours);
        let is_form = self.is_question || is_colon || self.is_list || self.has(Talk::Please);
        self.is_elliptic && is_form && !is_own
    }

    /// Whether what stands at `at` is talked of as a thing, in the same breath: *I can reset it, but I need the password*.
    fn is_managed(&self, at: usize) -> bool {
        self.has(Talk::Manage) && self.of_segment(Talk::Manage, at).any(|item| !self.turns_between(item, at))
    }

    /// Whether the sentence takes a turn between an item and what stands at `at`.
    fn turns_between(&self, item: &Match, at: usize) -> bool {
        self.has(Talk::But) && self.talk(Talk::But).any(|but| item.end <= but.start && but.end <= at)
    }

    /// Forgetting and changing count against a request, but not as what it is for: "so I can reset it".
    fn manages(&self, at: usize, wanted: (usize, usize)) -> bool {
        if !self.has(Talk::Manage) {
            return false;
        }
        let segments = [self.sentence.segment(at), self.sentence.segment(wanted.0)];
        let purpose = self.talk(Talk::Purpose).next();
        self.talk(Talk::Manage).any(|item| {
            segments.contains(&self.sentence.segment(item.start))
                && !self.turns_between(item, at)
                && (purpose.is_none_or(|purpose| item.start < purpose.start)
                    || item.end <= at
                        && self.sentence.segment(item.start) == segments[0]
                        && self.folded.words(item.end, at) <= 2)
        })
    }

    fn has_beside(&self, talk: Talk, mention: &Mention) -> bool {
        self.talk(talk).any(|item| self.is_beside(item, mention))
    }

    fn is_beside(&self, item: &Match, mention: &Mention) -> bool {
        item.end <= mention.start && self.folded.words(item.end, mention.start) <= OWNER_BEFORE
            || item.start >= mention.end && self.folded.words(mention.end, item.start) <= OWNER_AFTER
    }

    /// Whether the speaker asks about a thing of their own.
    ///
    /// "I sent my code to you, send it back": what is asked for behind its name is wanted, whoever's it is called.
    fn is_own(&self, mention: &Mention) -> bool {
        mention.request.is_none_or(|(_, from, _)| from < mention.start)
            && self.talk(Talk::Mine).any(|item| {
                self.is_beside(item, mention)
                    && (item.end <= mention.start || self.folded.words(mention.end, item.start) == 0)
            })
    }
}

/// Whether a sentence begins as a question does that asks whether something is so: *did you get a text from us*.
fn asks_whether(folded: &Folded, sentence: &Sentence<'_>) -> bool {
    let text = &folded.text[sentence.start..sentence.end.min(folded.text.len())];
    let first = text.split(|byte| *byte == b' ').find(|word| !word.is_empty());
    first.is_some_and(|word| Words::builtin().is_whether(word))
}

/// Words that say nothing of what is named, and whether hardly anything else is said.
fn ellipsis(folded: &Folded, sentence: &Sentence<'_>, mentions: &[Mention]) -> (usize, bool) {
    if mentions.is_empty() {
        return (0, false);
    }
    let Sentence { items, start, end, .. } = *sentence;
    let kinds = [
        Talk::Please,
        Talk::Yours,
        Talk::Mine,
        Talk::Pronoun,
        Talk::Filler,
        Talk::Copula,
        Talk::Here,
        Talk::Check,
        Talk::But,
    ];
    let fills = |class| {
        matches!(class, Class::Name(_))
            || matches!(class, Class::Thing(_))
            // "Did the code come?" asks for nothing; "the code on the back?" does.
            || matches!(class, Class::Mark(set) if set & Concept::OTP.bit() == 0)
            || is_talk(class, &kinds)
    };
    // What stands between a thing and its mark belongs to them.
    let (mut loose, mut beside, mut from) = (0, 0, start);
    for (at, until) in mentions.iter().map(|mention| (mention.start, mention.end)).chain([(end, end)]) {
        if at > from {
            let entries = numbering(&folded.text[from..at.min(folded.text.len())]);
            loose += uncovered(folded, items, from, at, usize::MAX, fills).saturating_sub(entries);
            beside += folded.words(from, at);
        }
        from = from.max(until);
    }
    (loose, loose <= 1 && beside <= ELLIPTIC)
}

/// The numbers of a list's entries: *1) the card, 2) the code*.
fn numbering(text: &[u8]) -> usize {
    let words = text.split(|byte| *byte == b' ');
    words.filter(|word| matches!(word, [digit] if digit.is_ascii_digit())).count()
}

/// Whether the place of a sentence tells which value is meant: it stands in the words of a thing and its mark, or right behind.
fn is_own_place(folded: &Folded, items: &[Match], mention: &Mention) -> bool {
    let is_thing = |item: &Match| item.start == mention.start && !matches!(item.class, Class::Name(_));
    // "The numbers you press": told by what is done with it.
    let end = mention.end.min(folded.text.len());
    let is_done = || {
        folded.text[mention.start..end]
            .split(|byte| *byte == b' ')
            .any(|word| Words::builtin().is_theirs(word))
    };
    let is_pin = mention.concepts & Concept::PIN.bit() != 0 && (items.iter().any(is_thing) || is_done());
    // "The secret numbers that you use when you take cash at the ATM"
    let next = folded.text[end..].split(|byte| *byte == b' ').find(|word| !word.is_empty());
    let is_told = mention.concepts & Concept::PIN.bit() != 0
        && next.is_some_and(|word| Words::builtin().is_relative(word));
    let is_own = |item: &Match| {
        item.start < mention.end && mention.start < item.end
            || is_told && item.start >= mention.end
            || is_pin && item.start >= mention.end && folded.words(mention.end, item.start) <= 1
    };
    let mut places = items.iter().filter(|item| item.class == Class::Talk(Talk::Elsewhere)).peekable();
    places.peek().is_some() && places.all(is_own)
}
