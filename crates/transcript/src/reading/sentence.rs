//! A sentence: what is named in it, and which request or warning reaches each name.

use super::{CONJUNCTIONS, Mention, Sentence, Strength, is_talk};
use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Concept, Concepts, Match, Talk, Words};

/// How many words may stand between a thing and its mark.
const MARK_DISTANCE: usize = 6;

/// How far before a verb who does it may stand, in words.
const PROMISE: usize = 3;

/// How many digits a value has that is asked for by its place.
const COUNTS: [&[u8]; 3] = [b"three", b"four", b"six"];

impl Sentence<'_> {
    /// Names, and things with their marks.
    pub(super) fn mentions(&self, folded: &Folded) -> Vec<Mention> {
        let mention =
            |start, end, concepts| Mention { start, end, concepts, request: None, is_warned: false };
        let mut mentions = Vec::new();
        // "The serial number of the token": the device, not what it shows.
        let has_other = self.items.iter().any(|item| is_talk(item.class, &[Talk::Other]));
        let is_device = |item: &Match, set: Concepts| {
            has_other && set == Concept::OTP.bit() && folded.text[item.start..].starts_with(b"token")
        };
        for (index, item) in self.items.iter().enumerate() {
            match item.class {
                Class::Name(set) | Class::Thing(set) if is_device(item, set) => {}
                Class::Name(set) => {
                    // "The verification digits on the rear": the place tells more than the name.
                    let tells = |other: &&Match| {
                        matches!(other.class, Class::Mark(marks) if marks == Concept::CVV.bit() || marks == Concept::PIN.bit())
                            && folded.words(item.end.min(other.start), other.start.max(item.end))
                                <= MARK_DISTANCE
                    };
                    let is_vague = set & !(Concept::OTP.bit() | Concept::PASSWORD.bit() | Concept::PIN.bit())
                        == 0
                        && set != Concept::PIN.bit();
                    let place = self.items.iter().find(tells).filter(|_| is_vague).map(|place| place.class);
                    let set = if let Some(Class::Mark(marks)) = place { marks } else { set };
                    mentions.push(mention(item.start, item.end, set));
                }
                // "The shade number": what another word names is that word's.
                Class::Thing(_) if self.is_anothers(folded, item) => {}
                Class::Thing(things) if self.is_of_other(folded, item, things) => {}
                Class::Thing(things) => {
                    let near = |other: &&Match| {
                        let (from, to) = if other.start >= item.end {
                            (item.end, other.start)
                        } else {
                            (other.end, item.start)
                        };
                        from >= to || folded.words(from, to) <= MARK_DISTANCE
                    };
                    let is_mark = |other: &&Match| matches!(other.class, Class::Mark(set) if set & things != 0 && !is_device(other, set));
                    // The nearest mark; a segment of its own may lie between.
                    let others =
                        self.items.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, other)| other);
                    let nearest = others
                        .filter(is_mark)
                        .filter(near)
                        .min_by_key(|other| other.start.abs_diff(item.start));
                    if let Some(mark) = nearest
                        && let Class::Mark(set) = mark.class
                    {
                        // The first of the table where several fit.
                        let both = set & things;
                        // "The four on the front": a card number has more.
                        let is_short = [&b"three"[..], b"3", b"four", b"4"]
                            .iter()
                            .any(|count| folded.text[item.start..item.end].starts_with(count));
                        let cvv = both & Concept::CVV.bit();
                        let first = if is_short && cvv != 0 { cvv } else { both & both.wrapping_neg() };
                        let is_photo = first == Concept::PHOTO.bit();
                        mentions.push(mention(
                            item.start.min(mark.start),
                            item.end.max(mark.end),
                            if is_photo { Concept::CARD.bit() } else { first },
                        ));
                    }
                }
                _ => {}
            }
        }
        if mentions.is_empty() && !self.items.iter().any(|item| is_talk(item.class, &[Talk::Other])) {
            let unnamed = self.what_stands_there(folded).or_else(|| self.what_arrived(folded));
            mentions.extend(unnamed.map(|(start, end, set)| mention(start, end, set)));
        }
        mentions.sort_by_key(|mention| mention.start);
        // "The password of four digits that you press at the ATM": what follows a vague name tells what it is.
        let vague = Concept::PASSWORD.bit() | Concept::OTP.bit();
        let firm = Concept::PIN.bit() | Concept::CVV.bit();
        for at in 1..mentions.len() {
            let (name, next) = (mentions[at - 1], mentions[at]);
            let is_one = name.concepts & !vague == 0
                && next.concepts & !firm == 0
                && (next.start < name.end
                    || folded.words(name.end, next.start) <= 2
                        && !CONJUNCTIONS
                            .iter()
                            .any(|word| holds_word(&folded.text[name.end..next.start], word)))
                && !self.commas.iter().any(|comma| name.end <= *comma && *comma <= next.start);
            if is_one {
                mentions[at - 1].concepts = next.concepts;
            }
            // "Sandi ATM 6 angka": how many digits it has is said of what was named.
            let is_count = |text: &[u8]| {
                text.first().is_some_and(u8::is_ascii_digit)
                    || COUNTS.iter().any(|count| text.starts_with(count))
            };
            let is_counted = name.concepts & !firm == 0
                && next.concepts & !vague == 0
                && next.start >= name.end
                && folded.words(name.end, next.start) == 0
                && !self.commas.iter().any(|comma| name.end <= *comma && *comma <= next.start)
                && is_count(&folded.text[next.start..next.end]);
            if is_counted {
                mentions[at].concepts = name.concepts;
            }
        }
        mentions
    }

    /// Whether a thing told by its place is something else's: *the serial number at the back*, *a photo of the receipt*.
    fn is_of_other(&self, folded: &Folded, thing: &Match, things: Concepts) -> bool {
        let placed = Concept::CVV.bit() | Concept::PHOTO.bit();
        if things & placed == 0 || self.items.iter().any(|item| matches!(item.class, Class::Name(_))) {
            return false;
        }
        let is_near = |other: &Match| {
            let (from, to) = (other.end.min(thing.start), thing.start.max(other.end));
            self.segment(other.start) == self.segment(thing.start)
                && folded.words(from, to) <= MARK_DISTANCE
                && !CONJUNCTIONS.iter().any(|word| holds_word(&folded.text[from..to], word))
        };
        self.items.iter().any(|item| is_talk(item.class, &[Talk::Other]) && is_near(item))
    }

    /// What has no noun of its own: *what we've just sent*, *what's printed by the signature*.
    fn what_stands_there(&self, folded: &Folded) -> Option<(usize, usize, Concepts)> {
        let is_which = |item: &&Match| {
            // "Which" tells of what was named; "what" stands for what was not.
            is_talk(item.class, &[Talk::Which]) && &folded.text[item.start..item.end] != b"which"
                || matches!(item.class, Class::Thing(set) if set & Concept::CARD.bit() != 0)
                // "And the one by the signature?"
                || is_talk(item.class, &[Talk::Pronoun])
                    && matches!(&folded.text[item.start..item.end], b"one" | b"ones")
        };
        let which = self.items.iter().find(is_which)?;
        self.items.iter().filter(|item| item.start >= which.end).find_map(|item| {
            let set = match item.class {
                Class::Talk(Talk::Message) => Concept::OTP.bit(),
                Class::Mark(set) if set == Concept::CVV.bit() => set,
                _ => return None,
            };
            (folded.words(which.end, item.start) <= MARK_DISTANCE).then_some((which.start, item.end, set))
        })
    }

    /// A message that came to the other side and is to be handed on: *forward the SMS you have just received*.
    fn what_arrived(&self, folded: &Folded) -> Option<(usize, usize, Concepts)> {
        if !self.items.iter().any(|item| item.class == Class::Talk(Talk::Give))
            || self.items.iter().any(|item| is_talk(item.class, &[Talk::Danger, Talk::Receipt]))
        {
            return None;
        }
        let message = self.items.iter().find(|item| item.class == Class::Talk(Talk::Message))?;
        // "Send us a message when …": one that is still to be written.
        let before = folded.text[self.start..message.start].trim_ascii_end();
        let word = before.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
        let is_new = [&b"a"[..], b"an", b"un", b"una", b"uma", b"um", b"une", b"eine"].contains(&word);
        let arrives = |item: &&Match| {
            matches!(item.class, Class::Mark(set) if set & Concept::OTP.bit() != 0)
                && (item.end <= message.start || item.start >= message.end)
                && folded.words(item.end.min(message.start), item.start.max(message.end)) <= MARK_DISTANCE + 2
        };
        let mark = self.items.iter().find(arrives).filter(|_| !is_new)?;
        Some((message.start.min(mark.start), message.end.max(mark.end), Concept::OTP.bit()))
    }

    /// Gives each mention its request or its warning. Tells the last request, and whether a warning is still in force.
    pub(super) fn reach(
        &self,
        folded: &Folded,
        mentions: &mut [Mention],
    ) -> (Option<(Strength, usize, usize)>, bool) {
        let mut request = None;
        let (mut is_denied, mut is_fresh, mut last) = (false, true, self.start);
        let mut denials = Vec::new();
        let mut requests: Vec<(Strength, usize, usize)> = Vec::new();
        for item in self.items {
            if self
                .commas
                .iter()
                .any(|comma| *comma > last && *comma <= item.start && !self.goes_on(folded, *comma))
            {
                is_fresh = true;
            }
            last = item.start;
            let strength = match item.class {
                // "I'll also send you a code" is no request.
                Class::Talk(Talk::Give | Talk::Enter) if self.is_promised(folded, item) => None,
                Class::Talk(Talk::Enter) if self.is_described(folded, item) => None,
                Class::Talk(Talk::Give) => Some(Strength::Give),
                Class::Talk(Talk::Enter) => Some(Strength::Enter),
                Class::Talk(Talk::Check) => Some(Strength::Check),
                Class::Talk(Talk::Warning) => {
                    (is_denied, is_fresh, request) = (true, false, None);
                    denials.push(item.start);
                    None
                }
                Class::Talk(Talk::But) => {
                    is_fresh = true;
                    None
                }
                // "We don't ask for your PIN, we need the code": the denial was of something else.
                Class::Talk(Talk::Need) if is_fresh => {
                    is_denied = false;
                    None
                }
                _ => None,
            };
            if let Some(strength) = strength
                && (!is_denied || is_fresh)
            {
                is_denied = false;
                // "Give" is firmer than what leads to it: "confirm by sending".
                request = Some((strength, item.start, item.end));
                requests.push((strength, item.start, item.end));
            }
            for mention in mentions.iter_mut().filter(|mention| {
                mention.start == item.start || (mention.start < item.start && item.end <= mention.end)
            }) {
                if mention.request.is_none() && !mention.is_warned {
                    mention.is_warned = is_denied;
                    // "Just to confirm, your password was right": another sentence by its sense.
                    let is_apart = |(strength, _, end): (Strength, usize, usize)| {
                        strength == Strength::Check
                            && self.commas.iter().any(|comma| *comma > end && *comma <= mention.start)
                    };
                    mention.request = request.filter(|request| !is_denied && !is_apart(*request));
                }
            }
        }
        // "Geben Sie Ihre PIN niemals weiter": a denial may stand behind the name.
        for mention in mentions.iter_mut() {
            let denies = |item: &&Match| item.class == Class::Talk(Talk::Never) && item.start >= mention.end;
            let denial =
                self.items.iter().find(denies).filter(|item| folded.words(mention.end, item.start) <= 1);
            mention.is_warned |=
                denial.is_some_and(|item| self.segment(item.start) == self.segment(mention.start));
        }
        // "Don't tell others, and me your PIN tell": where the verb stands last, it frees what a comma keeps from the denial.
        for mention in mentions.iter_mut().filter(|mention| mention.is_warned) {
            let segment = self.segment(mention.start);
            let is_apart = denials.iter().all(|at| self.segment(*at) < segment);
            let verb = requests
                .iter()
                .find(|(_, from, _)| *from >= mention.end && self.segment(*from) == segment)
                .filter(|_| is_apart && !denials.is_empty());
            if let Some(verb) = verb {
                (mention.is_warned, mention.request) = (false, Some(*verb));
            }
        }
        // "Don't give your PIN to others, only to me": who is the exception wants it.
        let exception = self.items.iter().find(|item| item.class == Class::Talk(Talk::Except));
        if let Some(Match { start: from, end: to, .. }) = exception {
            for mention in mentions.iter_mut().filter(|mention| mention.is_warned && mention.end <= *from) {
                (mention.is_warned, mention.request) = (false, Some((Strength::Give, *from, *to)));
            }
        }
        let starts: Vec<usize> = mentions.iter().map(|mention| mention.start).collect();
        let is_noun = |item: &Match| {
            matches!(item.class, Class::Talk(Talk::Other | Talk::Partial))
                || starts.contains(&item.start) && matches!(item.class, Class::Name(_) | Class::Thing(_))
        };
        for mention in mentions.iter_mut().filter(|mention| mention.request.is_none() && !mention.is_warned) {
            let denial = denials.iter().find(|at| **at >= mention.end).copied().unwrap_or(usize::MAX);
            let later = requests.iter().find(|(_, from, _)| *from >= mention.end).copied();
            match later {
                Some((strength, from, to)) if from < denial => {
                    // "Your password, what is it, so the points can go out": what it is for has a noun of its own.
                    let is_taken = self.items.iter().any(|item| {
                        is_noun(item) && item.start >= to && self.segment(item.start) == self.segment(from)
                    });
                    let is_managed = self.items.iter().any(|item| {
                        item.class == Class::Talk(Talk::Manage)
                            && item.start >= mention.end
                            && item.end <= from
                    });
                    mention.request = (!is_taken && !is_managed).then_some((strength, from, to));
                }
                // "The whole number, not four digits": a denial behind a comma may have a thing of its own.
                _ => {
                    let is_own = |item: &Match| item.start > denial && is_noun(item);
                    let is_apart = denial != usize::MAX
                        && self.segment(denial) != self.segment(mention.start)
                        && !self.items.iter().any(|item| {
                            item.start > denial && matches!(item.class, Class::Talk(Talk::Give | Talk::Enter))
                        });
                    // "Six digits, not your birthday, and never into this chat": one of the denials is about the chat.
                    let is_chat = |at: &usize| {
                        self.items.iter().any(|item| {
                            item.class == Class::Talk(Talk::Here)
                                && self.segment(item.start) == self.segment(*at)
                        })
                    };
                    let is_else = is_apart && self.items.iter().any(is_own) && !denials.iter().any(is_chat);
                    mention.is_warned = denial != usize::MAX && !is_else;
                }
            }
        }
        let exception = exception.map(|item| (Strength::Give, item.start, item.end));
        // "You may read it out, so we can check it": what follows is done with it.
        let is_firm = |(strength, ..): &&(Strength, usize, usize)| *strength > Strength::Check;
        let wanted = requests.iter().rfind(is_firm).or(requests.last());
        (wanted.copied().or(exception), is_denied && exception.is_none())
    }

    /// Whether who speaks is going to do it: *I'll also send*.
    fn is_promised(&self, folded: &Folded, verb: &Match) -> bool {
        let before = &folded.text[self.start..verb.start];
        let mut words = before.rsplit(|byte| *byte == b' ').filter(|word| !word.is_empty()).take(PROMISE);
        let known = Words::builtin();
        let text = &folded.text[verb.start..verb.end];
        let first = text.split(|byte| *byte == b' ').next().unwrap_or(text);
        if !known.is_handed(first) {
            return false;
        }
        // "I want you to send", "I have to read": the nearest tells who is to do it.
        words
            .find(|word| known.is_ours(word) || known.is_theirs(word) || *word == b"to")
            .is_some_and(|word| known.is_ours(word))
    }

    /// Whether a statement tells where something is typed: *you type it on their page*. "Can you type it" is none.
    fn is_described(&self, folded: &Folded, verb: &Match) -> bool {
        let before = &folded.text[self.start..verb.start];
        let mut words = before.rsplit(|byte| *byte == b' ').filter(|word| !word.is_empty());
        self.kind != Some(BreakKind::Question)
            && !self.items.iter().any(|item| is_talk(item.class, &[Talk::Here]))
            && words.next().is_some_and(|word| Words::builtin().is_theirs(word))
            && words.next().is_none()
    }

    /// Whether *number* or *code* has a noun before it that is none of ours.
    pub(super) fn is_anothers(&self, folded: &Folded, thing: &Match) -> bool {
        let text = &folded.text;
        if !matches!(&text[thing.start..thing.end], b"number" | b"numbers" | b"code" | b"codes") {
            return false;
        }
        let before = text[self.start..thing.start].trim_ascii_end();
        let from = self.start + before.iter().rposition(|byte| *byte == b' ').map_or(0, |blank| blank + 1);
        let word = &text[from..self.start + before.len()];
        let is_adjective = [&b"y"[..], b"ic", b"al", b"ed", b"ing", b"le", b"er", b"est", b"ret"]
            .iter()
            .any(|ending| word.ends_with(ending));
        let words = Words::builtin();
        let mut over = self.items.iter().filter(|item| item.start <= from && from < item.end);
        let is_known = match over.next() {
            Some(item) => {
                !is_talk(item.class, &[Talk::Other]) && over.all(|item| !is_talk(item.class, &[Talk::Other]))
            }
            None => words.opens(word) || words.is_object(word) || words.is_theirs(word),
        };
        // "Three wee numbers": what is counted is no name's.
        let mut earlier =
            before[..from - self.start].rsplit(|byte| *byte == b' ').filter(|word| !word.is_empty());
        let is_counted =
            earlier.next().is_some_and(|word| COUNTS.contains(&word) || word[0].is_ascii_digit());
        word.len() > 2 && !is_adjective && !is_counted && !is_known && !word.iter().any(u8::is_ascii_digit)
    }

    /// Whether what follows a comma goes on with what was before it: a conjunction, or a name alone.
    fn goes_on(&self, folded: &Folded, comma: usize) -> bool {
        let rest = &folded.text[comma.min(folded.text.len())..self.end];
        let first = rest.split(|byte| *byte == b' ').find(|word| !word.is_empty());
        first.is_some_and(|word| CONJUNCTIONS.iter().any(|known| known.as_bytes() == word))
    }

    pub(super) fn segment(&self, at: usize) -> usize {
        self.commas.iter().filter(|comma| **comma <= at).count()
    }
}

fn holds_word(text: &[u8], word: &str) -> bool {
    text.split(|byte| *byte == b' ').any(|one| one == word.as_bytes())
}
