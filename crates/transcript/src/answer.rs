//! The answer to a question: a bare value of the right form.
//!
//! **Grammar.** What the engine finds behind the label that was asked for is an answer: `482` is one to "the CVV?" where
//! `CVV: 482` is a finding. Every word of the turn where a value may start is tried.
//!
//! **Not found on purpose.** Sums of money, what another name claims (*order 482*), numbers with a unit, and in a long turn a
//! number that neither a copula nor a sentence of its own sets apart.

use samar::{Finding, Redactor, Scratch, Span};

use crate::fold::{Break, BreakKind, Folded};
use crate::reading::Reading;
use crate::words::{Class, Concept, Concepts, Form, Match, Talk};

/// Turns of more words than this tell a story: a number in one must be set apart.
const SHORT_TURN: usize = 12;

/// An answer stands among so many words or numbers.
const MAX_PLACES: usize = 256;

/// Shorter words that mix letters and digits are rarely passwords: *2nd*, *10am*.
const SECRET: usize = 6;

/// What ends the name of a host or a file has no more letters.
const ENDING: usize = 4;

/// What a number is said to be stands so many words behind the copula.
const TOLD: usize = 5;

/// A code has no more digits.
const LONGEST_CODE: usize = 8;

/// How much of the text behind a place is looked at, in bytes.
const LOOK: usize = 96;

/// A turn, read.
pub(crate) struct Heard<'t> {
    pub(crate) text: &'t str,
    pub(crate) folded: &'t Folded,
    pub(crate) matches: &'t [Match],
    pub(crate) reading: &'t Reading,
    /// Whether nobody knows who speaks: there may be many.
    pub(crate) is_room: bool,
}

/// The engine, and room to work in.
pub(crate) struct Bench<'r> {
    pub(crate) redactor: &'r Redactor,
    pub(crate) scratch: &'r mut Scratch,
}

impl Bench<'_> {
    /// The first value that `text` starts with, were it written behind the concept's label.
    pub(crate) fn behind_label(&mut self, concept: Concept, text: &str) -> Option<Finding> {
        let label = concept.facts().label;
        let line = [label, cut(text, LOOK)].concat();
        let mut first = None;
        self.redactor.scan(self.scratch, line.as_bytes(), |finding| {
            if finding.span.start == label.len() {
                first = Some(finding);
            }
        });
        let finding: Finding = first?;
        let span = Span::new(0, finding.span.end - label.len());
        Some(finding.at(span))
    }
}

/// Values of `concepts` in a turn that answers for them, beside what was found already. No plain word is one that is `guarded`.
pub(crate) fn answers(
    bench: &mut Bench<'_>,
    heard: &Heard<'_>,
    concepts: Concepts,
    guarded: Concepts,
    found: &[Finding],
) -> Vec<(Concept, Finding)> {
    let mut answers: Vec<(Concept, Finding)> = Vec::new();
    let mut open = concepts;
    let mut end = 0;
    let mut last: Option<(Concept, Span)> = None;
    let places = places(heard, concepts);
    // "There's 4471 905": of four digits and three, three are the code.
    let is_long = |start: usize| digits_at(heard.text, start) == 4;
    let has_three = places.iter().any(|start| digits_at(heard.text, *start) == 3);
    for start in places {
        if start < end
            || found.iter().any(|finding| {
                finding.span.start < finding.span.end
                    && finding.span.start <= start
                    && start < finding.span.end
            })
        {
            continue;
        }
        // "First 4471, then 4417": two were tried.
        let tried = last.filter(|(_, span)| is_tried_next(heard.text, *span, start));
        for concept in Concept::of(open | tried.map_or(0, |(concept, _)| concept.bit())) {
            if concept == Concept::CVV && has_three && is_long(start) {
                continue;
            }
            if guarded & concept.bit() != 0 && !looks_secret(&heard.text[start..]) {
                continue;
            }
            if let Some(finding) = answer(bench, heard, concept, start) {
                end = finding.span.end;
                if found.iter().any(|other| other.span.overlaps(finding.span)) {
                    break;
                }
                last = Some((concept, finding.span)).filter(|_| is_code(concept));
                answers.push((concept, finding));
                open &= !concept.bit();
                break;
            }
        }
        if open == 0 && last.is_none() {
            break;
        }
    }
    answers
}

/// Whether a number as long as the one before stands behind it and one word: *4471 or 4417*.
fn is_tried_next(text: &str, before: Span, start: usize) -> bool {
    let value = &text[before.range()];
    let gap = text.get(before.end..start).unwrap_or_default();
    let words = gap.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    words == 1 && digits_at(value, 0) == value.len() && digits_at(text, start) == value.len()
}

/// Where a value may start: at words, in bytes of the text.
fn places(heard: &Heard<'_>, concepts: Concepts) -> Vec<usize> {
    // A card's digits are as many words.
    let is_told = heard.reading.words <= SHORT_TURN
        || concepts & Concept::CARD.bit() != 0 && heard.reading.words <= 3 * SHORT_TURN;
    let mut places = Vec::new();
    let mut last = ' ';
    for (at, character) in heard.text.char_indices() {
        // Scripts without blanks write a number right behind a word.
        let is_behind = last.is_alphanumeric() && (last.is_ascii() || !character.is_ascii_digit());
        let is_start = character.is_alphanumeric() && !is_behind && !is_group(heard.text, at);
        let is_strange = || {
            concepts & Concept::PASSWORD.bit() != 0 && last.is_whitespace() && looks_secret(&heard.text[at..])
        };
        if is_start && (character.is_numeric() || is_told || is_strange()) {
            places.push(at);
        }
        last = character;
        if places.len() == MAX_PLACES {
            break;
        }
    }
    places
}

fn is_code(concept: Concept) -> bool {
    matches!(concept, Concept::PIN | Concept::OTP | Concept::CVV)
}

/// How many digits go on behind a number and one separator, where no date or other number begins.
fn more(rest: &str) -> usize {
    let Some(next) = rest.strip_prefix([' ', '-']) else { return 0 };
    let len = digits_at(next, 0);
    if next[len..].starts_with(['/', '.', ':']) { 0 } else { len }
}

/// Whether a number is written as sums are, by thousands: *129.000*.
fn is_sum(value: &str) -> bool {
    value.ends_with("000") && value.contains(['.', ','])
}

/// How many digits stand at `start`.
fn digits_at(text: &str, start: usize) -> usize {
    text[start..].bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether a number's group of digits stands at `at`, behind another of the same length: half of it is no value.
fn is_group(text: &str, at: usize) -> bool {
    let count = |text: &mut dyn Iterator<Item = char>| text.take_while(char::is_ascii_digit).count();
    let own = count(&mut text[at..].chars());
    let mut before = text[..at].chars().rev();
    own > 1 && matches!(before.next(), Some(' ' | '-' | '.')) && count(&mut before) == own
        || is_thousands(&text[..at], own)
}

/// Whether three digits go on with a sum behind `before`: the end of *50,000*, but not of *12/27,482*.
fn is_thousands(before: &str, digits: usize) -> bool {
    let Some(before) = before.strip_suffix([',', '.']).filter(|_| digits == 3) else { return false };
    let rest = before.trim_end_matches(|character: char| character.is_ascii_digit());
    (1..=3).contains(&(before.len() - rest.len())) && !rest.ends_with(['/', '-'])
}

fn answer(bench: &mut Bench<'_>, heard: &Heard<'_>, concept: Concept, start: usize) -> Option<Finding> {
    let rest = &heard.text[start..];
    if is_masked(&heard.text[..start], rest) {
        return None;
    }
    let is_number = rest.starts_with(char::is_numeric);
    match concept.facts().form {
        Form::Digits if is_claimed(heard, concept, start) => return None,
        // In a room of many, a number in the middle of other talk is rarely the answer.
        Form::Digits if heard.is_room && !is_covered(heard, start) && !is_bound(heard, start) => return None,
        Form::Digits => {}
        // A plain word is an answer where nothing else is said.
        Form::Secret | Form::Words => {
            let is_first =
                before(heard, start).iter().all(|item| is_opening(item.class)) && is_covered(heard, start);
            // "user tom, pass …": its name stands right before it.
            let is_first = is_first || is_named(heard, concept, start);
            // "Still the old one, this: Kopi88x": no word looks so.
            let is_strange = concept.facts().form == Form::Secret
                && !heard.is_room
                && looks_secret(rest)
                && !is_claimed(heard, concept, start);
            let is_first = is_first || is_strange;
            // Names end where the next value starts.
            let said = match concept.facts().form {
                Form::Words => rest.split([',', ';', '\n']).next().unwrap_or(rest),
                _ => rest,
            };
            let words = said.split_whitespace().count();
            // In a room of many, the next word is rarely the answer.
            let is_plain = !rest.chars().any(|character| character.is_ascii_digit());
            if heard.is_room && is_plain {
                return None;
            }
            // "One sec, the kids", "user nya ningsih77": the word is known, or somebody's name.
            if is_users(heard, start) || is_plain && is_known(heard, concept, start) {
                return None;
            }
            if !is_first
                || rest.contains("://")
                || heard.reading.is_filler
                || heard.reading.is_question && !is_strange
                || !is_strange && words > if concept == Concept::PASSWORD { 2 } else { 4 }
            {
                return None;
            }
        }
    }
    let mut finding = bench.behind_label(concept, rest)?;
    if concept.facts().form == Form::Digits {
        let value = &rest[finding.span.range()];
        let digits = value.chars().filter(|character| character.is_numeric()).count();
        if concept == Concept::PIN && digits > 8 {
            return None;
        }
        // "07700 900731" goes on for longer than a code.
        if is_code(concept) && digits + more(&rest[finding.span.end..]) > LONGEST_CODE {
            return None;
        }
        // "129.000 is on its way": a sum.
        if is_code(concept) && is_sum(value) {
            return None;
        }
        // Letters that spell no digits: an identifier has digits. A digit or two are a part.
        if is_number && (digits == 0 || is_code(concept) && digits < 3) {
            return None;
        }
    }
    finding.span = Span::new(start, start + finding.span.end);
    if heard.reading.words > SHORT_TURN && !is_apart(heard, finding.span) {
        return None;
    }
    Some(finding)
}

/// Whether a text starts with a word that is none: letters and digits or signs in one.
fn looks_secret(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '"']);
    let has = |wanted: fn(char) -> bool| word.chars().any(wanted);
    word.len() >= SECRET
        && has(char::is_alphabetic)
        && (has(|character| character.is_ascii_digit()) && word.starts_with(char::is_alphabetic)
            || has(|character| matches!(character, '@' | '#' | '$' | '!' | '*' | '_' | '%')))
        && !text[word.len()..].starts_with('?')
        && !word.contains("://")
        && !word.contains(['/', '[', ']'])
        && word.rsplit_once('.').is_none_or(|(_, ending)| ending.len() > ENDING)
}

/// Whether the name of a user stands right before a place.
fn is_users(heard: &Heard<'_>, start: usize) -> bool {
    let last = before(heard, start)
        .into_iter()
        .rfind(|item| matches!(item.class, Class::Name(_) | Class::Talk(Talk::User)));
    last.is_some_and(|item| {
        let (_, end) = heard.folded.span(item.start, item.end);
        let gap = heard.text.get(end..start).unwrap_or_default();
        item.class == Class::Talk(Talk::User) && gap.split_whitespace().count() <= 2
    })
}

/// Whether packs know the word at a place as talk of something else.
fn is_known(heard: &Heard<'_>, concept: Concept, start: usize) -> bool {
    concept == Concept::PASSWORD
        && heard.matches.iter().any(|item| {
            matches!(item.class, Class::Talk(Talk::Other))
                && heard.folded.span(item.start, item.end).0 == start
        })
}

/// Whether a mask stands here: `[PIN]`, or the digits that stars have left.
fn is_masked(before: &str, rest: &str) -> bool {
    let is_label = |rest: &str| {
        let end = rest.find(|character: char| {
            !(character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_')
        });
        end.is_some_and(|end| end > 0 && rest[end..].starts_with(']'))
    };
    before.trim_end_matches([' ', '-', '.']).ends_with('*') || before.ends_with('[') && is_label(rest)
}

/// Matches of the sentence before a place, in order.
fn before<'h>(heard: &'h Heard<'_>, start: usize) -> Vec<&'h Match> {
    let sentence = heard
        .folded
        .breaks
        .iter()
        .filter(|one| one.kind != BreakKind::Comma && heard.folded.span(one.at, one.at).0 <= start)
        .map(|one| one.at)
        .next_back()
        .unwrap_or(0);
    let is_before =
        |item: &&Match| item.start >= sentence && heard.folded.span(item.start, item.end).0 < start;
    heard.matches.iter().filter(is_before).collect()
}

/// Whether the number at `start` belongs to something else: money, another name.
fn is_claimed(heard: &Heard<'_>, concept: Concept, start: usize) -> bool {
    // "Date 07/30" names it, in any words.
    if matches!(concept, Concept::EXPIRY | Concept::BIRTH) {
        return false;
    }
    let sign = heard.text[..start].trim_end().chars().next_back();
    if sign.is_some_and(|sign| matches!(sign, '$' | '€' | '£' | '¥' | '₹' | '#')) {
        return true;
    }
    // "What's my bill this month? The app says 845200": it belongs to the question before it.
    let is_behind = |place: usize| heard.folded.span(place, place).0 <= start;
    let is_question = |one: &Break| one.kind == BreakKind::Question && is_behind(one.at);
    if heard.reading.asks_other && heard.folded.breaks.iter().any(is_question) {
        return true;
    }
    if is_told_apart(heard, start) {
        return true;
    }
    let close = before(heard, start);
    // The nearest name decides; a comma or a closed sentence sets free.
    let telling = close.iter().rev().find(|item| {
        matches!(item.class, Class::Name(_) | Class::Talk(Talk::Other | Talk::Partial | Talk::Currency))
    });
    telling.is_some_and(|item| {
        let (_, end) = heard.folded.span(item.start, item.end);
        let parts = |one: char| matches!(one, ',' | ';') || !one.is_ascii() && !one.is_alphanumeric();
        let is_comma = heard.text.get(end..start).is_some_and(|gap| gap.contains(parts));
        let is_bound =
            !is_comma && heard.text.get(end..start).is_none_or(|gap| gap.split_whitespace().count() <= 4);
        is_bound && !matches!(item.class, Class::Name(_))
    })
}

/// Whether what stands behind a number says that it is something else's: *4821 is the number of the ticket*.
fn is_told_apart(heard: &Heard<'_>, start: usize) -> bool {
    let len = heard.text[start..].bytes().take_while(u8::is_ascii_digit).count();
    let (end, mut copula) = (start + len, None);
    for item in heard.matches {
        let (from, to) = heard.folded.span(item.start, item.end);
        match (copula, item.class) {
            (None, Class::Talk(Talk::Copula)) if len > 0 && from >= end => {
                copula = heard.text[end..from].trim().is_empty().then_some(to);
                if copula.is_none() {
                    return false;
                }
            }
            (Some(said), Class::Name(_)) if from >= said => return false,
            (Some(said), Class::Talk(Talk::Other)) if from >= said => {
                let gap = heard.text.get(said..from).unwrap_or_default();
                return gap.split_whitespace().count() <= TOLD
                    && !gap.contains(['.', ',', ';', '!', '?', '\n']);
            }
            _ => {}
        }
    }
    false
}

/// Whether everything before `start` in the turn is talk that opens an answer.
fn is_covered(heard: &Heard<'_>, start: usize) -> bool {
    let mut at = 0;
    for item in heard.matches.iter().filter(|item| is_opening(item.class)) {
        let (from, to) = heard.folded.span(item.start, item.end);
        if heard.text.get(at..from).is_some_and(|gap| gap.chars().any(char::is_alphanumeric)) {
            return false;
        }
        at = at.max(to);
        if at >= start {
            break;
        }
    }
    // The place itself is no such talk.
    at <= start && !heard.text[at..start].chars().any(char::is_alphanumeric)
}

/// Whether a name of the concept stands right before a place.
fn is_named(heard: &Heard<'_>, concept: Concept, start: usize) -> bool {
    heard.matches.iter().any(|item| {
        let (_, end) = heard.folded.span(item.start, item.end);
        matches!(item.class, Class::Name(set) | Class::Thing(set) if set & concept.bit() != 0)
            && end <= start
            && heard.text[end..start].chars().all(|gap| gap == ' ' || gap == ':')
    })
}

fn is_opening(class: Class) -> bool {
    matches!(
        class,
        Class::Talk(
            Talk::Filler | Talk::Copula | Talk::Mine | Talk::Pronoun | Talk::But | Talk::Please | Talk::Yours
        ) | Class::Name(_)
    )
}

/// Whether a value of a long turn is set apart: a sentence of its own, or behind a copula.
fn is_apart(heard: &Heard<'_>, span: Span) -> bool {
    // A picture ends a sentence, too.
    let ends = |character: Option<char>| {
        character.is_none_or(|character| {
            matches!(character, '\n' | '.' | '!' | '?' | ':' | ';' | ',')
                || !character.is_ascii() && !character.is_alphanumeric()
        })
    };
    let alone = ends(heard.text[..span.start].trim_end_matches(' ').chars().next_back())
        && ends(heard.text[span.end..].trim_start_matches(' ').chars().next());
    alone || is_bound(heard, span.start)
}

/// Whether a copula stands right before a place.
fn is_bound(heard: &Heard<'_>, start: usize) -> bool {
    heard.matches.iter().any(|item| {
        let (_, end) = heard.folded.span(item.start, item.end);
        item.class == Class::Talk(Talk::Copula) && end <= start && heard.text[end..start].trim().is_empty()
    })
}

/// At most `len` bytes of the text, whole characters.
fn cut(text: &str, len: usize) -> &str {
    &text[..text.floor_char_boundary(len)]
}
