//! What a turn says: which values it asks for, and how, what it refuses, and where it leads.
//!
//! **Contract.** A reading is a function of the text and the words alone; who speaks and what was said before is the
//! conversation's business. Linear in the text.
//!
//! A turn is read sentence by sentence. In a sentence a request reaches the names behind it, or before it where none is
//! behind; a warning takes its names away until a comma and another request; words about somebody else, about forgetting
//! and changing, or about a place where a value is typed that is no chat, weaken what is asked.

use crate::fold::{BreakKind, Folded};
use crate::words::{Class, Concept, Concepts, Match, Talk, Words};

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
    /// Whether something else is asked for.
    pub(crate) asks_other: bool,
    /// Names that stand alone in their sentence: on the agent's side, a request.
    pub(crate) named: Vec<(Concepts, Place)>,
    /// What is named and not warned of.
    pub(crate) names: Concepts,
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

/// Words behind a comma that carry a warning on.
const CONJUNCTIONS: [&str; 14] =
    ["or", "and", "nor", "atau", "dan", "maupun", "serta", "o", "y", "ou", "e", "et", "und", "oder"];

/// The most matches that are read as one sentence.
const MAX_ITEMS: usize = 64;

/// How many words may stand between a thing and its mark.
const MARK_DISTANCE: usize = 6;

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
        // A phrase does not go over the end of a sentence.
        matches.retain(|one| {
            let next = folded.breaks.partition_point(|end| end.at <= one.start);
            !folded.breaks[next..]
                .iter()
                .take_while(|end| end.at < one.end)
                .any(|end| end.kind != BreakKind::Comma)
        });
        let mut reading = Self { words: folded.words(0, folded.text.len()), ..Self::default() };
        let is = |talk: Talk| matches.iter().any(|one| one.class == Class::Talk(talk));
        reading.refuses = is(Talk::Refusal);
        reading.relents = is(Talk::But);
        reading.doubts = is(Talk::Doubt);
        reading.warns = is(Talk::Warning);
        reading.corrects = is(Talk::Correction);
        reading.has_partial = is(Talk::Partial);
        reading.is_filler = reading.words > 0
            && uncovered(folded, matches, 0, folded.text.len(), |class| {
                is_talk(class, &[Talk::Filler, Talk::Please, Talk::Copula])
            }) == 0;
        let has_elsewhere = is(Talk::Elsewhere);
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
        reading.safe_account = moves.safe.zip(moves.moving).map(|(safe, moving)| (moving, safe));
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
        let asks = |item: &Match| {
            matches!(item.class, Class::Name(_) | Class::Thing(_))
                || is_talk(item.class, &[Talk::Give, Talk::Enter, Talk::Check, Talk::Other, Talk::Partial])
        };
        if !items.iter().any(asks) {
            return;
        }
        let mut mentions = sentence.mentions(folded);
        let (requests, warned_at_end) = sentence.reach(folded, &mut mentions);
        let segment = |at: usize| sentence.segment(at);
        let in_segment = |talk: Talk, at: usize| {
            items.iter().any(|item| item.class == Class::Talk(talk) && segment(item.start) == segment(at))
        };
        let between = |talk: Talk, from: usize, to: usize| {
            items.iter().any(|item| item.class == Class::Talk(talk) && item.start >= from && item.end <= to)
        };
        let has = |talk: Talk| items.iter().any(|item| item.class == Class::Talk(talk));
        let loose = uncovered(folded, items, start, end, |class| {
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
        });
        let is_elliptic = loose <= 1 && words <= 10;
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
            let strength = match mention.request {
                Some((strength, _, request_end)) => {
                    let is_managed_between = between(Talk::Manage, request_end.min(at), request_end.max(at));
                    let is_sent = between(Talk::Receipt, request_end.min(at), at.max(request_end))
                        || strength == Strength::Check && has(Talk::Receipt);
                    match strength {
                        _ if is_managed_between => continue,
                        Strength::Check if is_managed => continue,
                        _ if is_sent => Strength::Receipt,
                        Strength::Enter if (has_elsewhere) && !has(Talk::Here) => Strength::Elsewhere,
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
                    && (is_question || kind == Some(BreakKind::Colon) || has(Talk::Please)) =>
                {
                    Strength::Form
                }
                None if is_question => Strength::Question,
                None => {
                    let closes = uncovered(folded, items, name_end, end, |class| {
                        is_talk(
                            class,
                            &[Talk::Copula, Talk::Mine, Talk::Filler, Talk::Pronoun, Talk::Yours, Talk::Here],
                        )
                    }) == 0;
                    if is_elliptic || closes {
                        self.end_names(folded, items, concepts, name_end, end, words);
                    }
                    if loose == 0
                        && !has(Talk::Mine)
                        && !has(Talk::Copula)
                        && !is_pointed
                        && !has_digit(&folded.text[start..end.min(folded.text.len())])
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
            let is_own = !is_yours
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
        if let Some((Strength::Give | Strength::Enter, from, to)) = requests
            && !warned_at_end
            && mentions.is_empty()
            && !is_other
            && !is_reported
            && !has(Talk::Manage)
        {
            let request = folded.span(from, to);
            let item = |wanted: &dyn Fn(Class) -> bool| {
                items.iter().find(|item| wanted(item.class)).map(|item| folded.span(item.start, item.end))
            };
            let bare = uncovered(folded, items, start, end, |class| {
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

/// What leads money or a device away, gathered sentence by sentence.
#[derive(Default)]
struct Moves {
    safe: Option<Place>,
    moving: Option<Place>,
}

impl Moves {
    /// Safe accounts, programs that hand the device over, and calls to follow a link.
    fn take(&mut self, reading: &mut Reading, folded: &Folded, sentence: &Sentence<'_>) {
        let items = sentence.items;
        let kinds = [Talk::Click, Talk::Safe, Talk::Move, Talk::Remote];
        if !items.iter().any(|item| is_talk(item.class, &kinds)) {
            return;
        }
        let place = |item: &Match| folded.span(item.start, item.end);
        let is_reported = items.iter().any(|item| item.class == Class::Talk(Talk::Reported));
        // A warning before it, up to the last comma, denies; so does talk of somebody else.
        let is_free = |item: &Match| {
            let comma = sentence.commas.iter().rfind(|comma| **comma <= item.start).copied().unwrap_or(0);
            let denies = |other: &Match| {
                other.class == Class::Talk(Talk::Warning) && other.start < item.start && other.start >= comma
            };
            !is_reported && !items.iter().any(denies)
        };
        let free =
            |kinds: &'static [Talk]| items.iter().filter(|item| is_talk(item.class, kinds) && is_free(item));
        reading.clicks.extend(free(&[Talk::Click]).map(place));
        self.safe = self.safe.or_else(|| free(&[Talk::Safe]).next().map(place));
        self.moving = self.moving.or_else(|| free(&[Talk::Move]).next().map(place));
        if reading.remote.is_none() {
            let program = free(&[Talk::Remote]).next().map(place);
            let verb = free(&[Talk::Install, Talk::Please, Talk::Give, Talk::Enter]).next().map(place);
            reading.remote = verb.zip(program);
        }
    }
}

impl Sentence<'_> {
    /// Names, and things with their marks.
    fn mentions(&self, folded: &Folded) -> Vec<Mention> {
        let mention =
            |start, end, concepts| Mention { start, end, concepts, request: None, is_warned: false };
        let mut mentions = Vec::new();
        for (index, item) in self.items.iter().enumerate() {
            match item.class {
                Class::Name(set) => mentions.push(mention(item.start, item.end, set)),
                Class::Thing(things) => {
                    let near = |other: &&Match| {
                        let (from, to) = if other.start >= item.end {
                            (item.end, other.start)
                        } else {
                            (other.end, item.start)
                        };
                        from >= to || folded.words(from, to) <= MARK_DISTANCE
                    };
                    let is_mark =
                        |other: &&Match| matches!(other.class, Class::Mark(set) if set & things != 0);
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
                        mentions.push(mention(
                            item.start.min(mark.start),
                            item.end.max(mark.end),
                            both & both.wrapping_neg(),
                        ));
                    }
                }
                _ => {}
            }
        }
        mentions.sort_by_key(|mention| mention.start);
        mentions
    }

    /// Gives each mention its request or its warning. Tells the last request, and whether a warning is still in force.
    fn reach(&self, folded: &Folded, mentions: &mut [Mention]) -> (Option<(Strength, usize, usize)>, bool) {
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
        let starts: Vec<usize> = mentions.iter().map(|mention| mention.start).collect();
        let is_noun = |item: &Match| {
            matches!(item.class, Class::Talk(Talk::Other))
                || starts.contains(&item.start) && matches!(item.class, Class::Name(_) | Class::Thing(_))
        };
        for mention in mentions.iter_mut().filter(|mention| mention.request.is_none() && !mention.is_warned) {
            let denial = denials.iter().find(|at| **at >= mention.end).copied().unwrap_or(usize::MAX);
            let later = requests.iter().find(|(_, from, _)| *from >= mention.end).copied();
            match later {
                Some((strength, from, to)) if from < denial => {
                    let is_taken = self.items.iter().any(|item| is_noun(item) && item.start >= to);
                    let is_managed = self.items.iter().any(|item| {
                        item.class == Class::Talk(Talk::Manage)
                            && item.start >= mention.end
                            && item.end <= from
                    });
                    mention.request = (!is_taken && !is_managed).then_some((strength, from, to));
                }
                _ => mention.is_warned = denial != usize::MAX,
            }
        }
        (requests.last().copied(), is_denied)
    }

    /// Whether what follows a comma goes on with what was before it: a conjunction, or a name alone.
    fn goes_on(&self, folded: &Folded, comma: usize) -> bool {
        let rest = &folded.text[comma.min(folded.text.len())..self.end];
        let first = rest.split(|byte| *byte == b' ').find(|word| !word.is_empty());
        first.is_some_and(|word| CONJUNCTIONS.iter().any(|known| known.as_bytes() == word))
    }

    fn segment(&self, at: usize) -> usize {
        self.commas.iter().filter(|comma| **comma <= at).count()
    }
}

/// Words of `start..end` that belong to no match that counts.
fn uncovered(
    folded: &Folded,
    items: &[Match],
    start: usize,
    end: usize,
    counts: impl Fn(Class) -> bool,
) -> usize {
    let end = end.min(folded.text.len());
    let (mut at, mut loose) = (start, 0);
    // Items are in the order of their starts; how far those that have started reach.
    let (mut next, mut covered) = (0, 0);
    while at < end {
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
