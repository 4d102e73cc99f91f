//! A number in parts: over several messages, or said before it is named.
//!
//! **Grammar.** A part is a turn of one number, with no more words around it than *then*, *next* or *it is*. Parts of one side
//! that follow each other are joined and looked at as one number.
//!
//! **Evidence.** A card: issuer, length and check digit, and groups of four unless the card was asked for. A code: it was asked
//! for, and no part is one by itself.

use samar::{Confidence, Finding, Redactor, Span};

use crate::answer::{Bench, Heard};
use crate::spelled::spelled;
use crate::state::{Part, State};
use crate::turn::Retraction;
use crate::words::{Class, Concept, Concepts, Match, Talk};

/// *It is …* is said in so few words.
const OF_IT: usize = 8;

/// The number that a turn is, with `slack` words beside it that say nothing: its span.
pub(crate) fn bare(heard: &Heard<'_>, slack: usize) -> Option<Span> {
    let text = heard.text;
    if text.len() > State::TEXT || State::written(text) > State::TEXT {
        return None;
    }
    let claims = |item: &Match| {
        matches!(item.class, Class::Talk(Talk::Other | Talk::Partial | Talk::Currency | Talk::Manage))
    };
    let slack = if heard.matches.iter().any(claims) { 0 } else { slack };
    number(text).filter(|span| {
        let is_around = |at: usize| at < span.start || at >= span.end;
        let is_said =
            |at: usize| heard.matches.iter().any(|item| is_around_word(item) && covers(heard, item, at));
        let mut last = ' ';
        let mut loose = 0;
        for (at, character) in text.char_indices().filter(|(at, _)| is_around(*at)) {
            let is_start = character.is_alphanumeric() && !last.is_alphanumeric();
            loose += usize::from(is_start && !is_said(at));
            last = character;
        }
        loose <= slack
    })
}

/// Whether a turn of few words says what *it* is: *it's 3018, always has been*.
pub(crate) fn is_of_it(heard: &Heard<'_>) -> bool {
    let text = heard.text;
    if heard.reading.words > OF_IT || heard.reading.is_question {
        return false;
    }
    let Some(start) = text.bytes().position(|byte| byte.is_ascii_digit()) else { return false };
    let is_it = |class| matches!(class, Class::Talk(Talk::Pronoun | Talk::Copula | Talk::Filler));
    text[..start].contains(char::is_alphabetic)
        && heard.matches.iter().any(|item| matches!(item.class, Class::Talk(Talk::Copula | Talk::Pronoun)))
        && text[..start]
            .char_indices()
            .filter(|(_, character)| character.is_alphanumeric())
            .all(|(at, _)| heard.matches.iter().any(|item| is_it(item.class) && covers(heard, item, at)))
}

/// The number that is said to have been given, or to be what the turn names: *I gave them 604*, *my code, it's 719406*.
pub(crate) fn told(heard: &Heard<'_>) -> Option<(bool, usize)> {
    heard.matches.iter().find_map(|item| {
        let is_given = item.class == Class::Talk(Talk::Told);
        if !is_given && item.class != Class::Talk(Talk::Copula) {
            return None;
        }
        let (_, end) = heard.folded.span(item.start, item.end);
        let rest = heard.text.get(end..)?.trim_start_matches([' ', ',', ':']);
        let len = rest
            .find(|character: char| !(character.is_ascii_digit() || matches!(character, ' ' | '-')))
            .unwrap_or(rest.len());
        let number = rest[..len].trim_end();
        let is_whole = !rest[len..].starts_with(|next: char| next.is_alphanumeric() && number.len() == len);
        let count = digits(number).len();
        (rest.starts_with(|first: char| first.is_ascii_digit()) && is_whole && count > 2)
            .then_some((is_given, count))
    })
}

/// The one number of a text: digits with single separators.
pub(crate) fn number(text: &str) -> Option<Span> {
    // What a mask has left is no part.
    if text.contains('*') {
        return None;
    }
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let end = text.rfind(|character: char| character.is_ascii_digit())? + 1;
    let is_number = text[start..end].bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-'));
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let is_whole = |next: Option<char>| {
        next.is_none_or(|next| {
            !next.is_alphanumeric()
                && !matches!(next, '$' | '%' | '/' | '#' | '+' | '*' | '_' | '@' | ']' | '[')
        })
    };
    (is_number && digits(&text[start..end]).len() <= 19 && is_whole(before) && is_whole(after))
        .then(|| Span::new(start, end))
}

/// The number of a text that has no other.
pub(crate) fn only(text: &str) -> Option<Span> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let rest = &text[start..];
    let len = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    let is_only = !rest[len..].contains(char::is_numeric) && number(&rest[..len]).is_some();
    let is_alone =
        |next: Option<char>| next.is_none_or(|next| matches!(next, ' ' | ',' | '.' | '?' | '!' | '\n'));
    (is_only && is_alone(text[..start].chars().next_back()) && is_alone(rest[len..].chars().next()))
        .then(|| Span::new(start, start + len))
}

/// Whether a code mostly has so many digits.
pub(crate) fn is_whole(concept: Concept, digits: usize) -> bool {
    match concept {
        Concept::CVV => digits == 3,
        Concept::PIN => matches!(digits, 4 | 6),
        Concept::OTP => matches!(digits, 6 | 8),
        _ => false,
    }
}

/// Whether a text is one word of letters and digits, as passwords are: it may be named later.
pub(crate) fn is_word(text: &str) -> bool {
    if text.len() > State::TEXT {
        return false;
    }
    let (whole, text) = (text, text.trim());
    let has = |wanted: fn(char) -> bool| text.chars().any(wanted);
    text.len() >= 5
        && State::written(whole) <= State::TEXT
        && has(char::is_alphabetic)
        && has(|character| character.is_ascii_digit())
        && !has(|character| character.is_whitespace() || matches!(character, '*' | '[' | ']'))
}

/// What a remembered turn may turn out to be: its number, or its one word.
pub(crate) fn value(text: &str) -> Option<Span> {
    let word = || {
        let start = text.len() - text.trim_start().len();
        is_word(text).then(|| Span::new(start, text.trim_end().len()))
    };
    number(text).or_else(word)
}

pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn is_around_word(item: &Match) -> bool {
    matches!(
        item.class,
        Class::Talk(Talk::Filler | Talk::Copula | Talk::Pronoun | Talk::Mine | Talk::Please | Talk::But)
            | Class::Thing(_)
            | Class::Name(_)
    ) || matches!(item.class, Class::Mark(set) if set & (Concept::CARD.bit() | Concept::PHOTO.bit()) != 0)
}

fn covers(heard: &Heard<'_>, item: &Match, at: usize) -> bool {
    let (from, to) = heard.folded.span(item.start, item.end);
    from <= at && at < to
}

/// What earlier parts and the number of this turn come to.
pub(crate) struct Joined {
    pub(crate) concept: Concept,
    pub(crate) finding: Finding,
    /// The parts that belong to it, as places in the state's list.
    pub(crate) parts: Vec<usize>,
    pub(crate) digits: usize,
}

/// A number or a part of one: as the engine is shown it, and how many digits it has.
pub(crate) struct Piece {
    text: String,
    pub(crate) digits: usize,
    pub(crate) is_spelled: bool,
}

impl Piece {
    pub(crate) fn of_digits(text: &str) -> Self {
        Self { text: text.to_owned(), digits: digits(text).len(), is_spelled: false }
    }

    pub(crate) fn of_words(text: &str, digits: usize) -> Self {
        Self { text: text.to_owned(), digits, is_spelled: true }
    }

    fn of_part(bench: &mut Bench<'_>, part: &Part) -> Option<Self> {
        match number(&part.text) {
            Some(span) => Some(Self::of_digits(&part.text[span.range()])),
            None => {
                let number = spelled(bench, &part.text)?;
                Some(Self::of_words(&part.text[number.span.range()], number.digits))
            }
        }
    }
}

/// Joins the number `now` with earlier parts of the same side.
pub(crate) fn join(
    bench: &mut Bench<'_>,
    state: &State,
    side: u32,
    now: Piece,
    asked: Concepts,
) -> Option<Joined> {
    let parts = state.parts.iter().enumerate().filter(|(_, part)| part.side == side);
    let mut mine = Vec::new();
    let mut pieces = Vec::new();
    for (index, part) in parts {
        if let Some(piece) = Piece::of_part(bench, part) {
            mine.push(index);
            pieces.push(piece);
        }
    }
    pieces.push(now);
    // The most parts first: what is left out would be shown.
    (0..mine.len()).find_map(|first| {
        let pieces = &pieces[first..];
        let is_spelled = pieces.iter().any(|piece| piece.is_spelled);
        let joined = if is_spelled {
            pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")
        } else {
            pieces.iter().map(|piece| digits(&piece.text)).collect()
        };
        let count = pieces.iter().map(|piece| piece.digits).sum();
        let (concept, finding) = as_card(bench, pieces, &joined, count, asked)
            .or_else(|| as_code(bench, pieces, &joined, count, asked))?;
        Some(Joined { concept, finding, parts: mine[first..].to_vec(), digits: count })
    })
}

/// As many digits as most card numbers have.
pub(crate) const USUAL: usize = 16;

/// So many numbers, each a message, are written one behind the other for a reason.
const PIECES: usize = 3;

/// Whether card numbers have so many digits.
pub(crate) fn is_card_length(digits: usize) -> bool {
    (12..=19).contains(&digits)
}

fn as_card(
    bench: &mut Bench<'_>,
    pieces: &[Piece],
    joined: &str,
    count: usize,
    asked: Concepts,
) -> Option<(Concept, Finding)> {
    if !is_card_length(count) || pieces.iter().any(|piece| piece.is_spelled) {
        return None;
    }
    if asked & Concept::CARD.bit() != 0 {
        return bench
            .behind_label(Concept::CARD, joined)
            .filter(|finding| finding.span.len() == joined.len())
            .map(|finding| (Concept::CARD, finding));
    }
    let groups: Vec<usize> = pieces
        .iter()
        .flat_map(|piece| piece.text.split([' ', '-']))
        .map(str::len)
        .filter(|len| *len > 0)
        .collect();
    let is_fours = groups.iter().rev().skip(1).all(|len| len % 4 == 0);
    let is_amex = matches!(groups.as_slice(), [4, 6, 5] | [4, 11] | [10, 5]);
    // "3567", "7809", "16", "24", "3500": message by message, and as many digits as most cards have.
    let is_piecemeal = count == USUAL && pieces.len() >= PIECES;
    if !is_fours && !is_amex && !is_piecemeal {
        return None;
    }
    checked(bench, joined).map(|finding| (Concept::CARD, finding))
}

/// Digits that are a card number by themselves: by issuer, length and check digit.
pub(crate) fn checked(bench: &mut Bench<'_>, digits: &str) -> Option<Finding> {
    let mut card = None;
    bench.redactor.scan(bench.scratch, digits.as_bytes(), |finding| {
        if finding.span.len() == digits.len() && finding.confidence == Confidence::Checksum {
            card = Some(finding);
        }
    });
    card.filter(|finding| bench.redactor.rule(finding.rule).entity == Concept::CARD.facts().key)
}

/// The lengths that a code in parts may have, and no part alone.
pub(crate) fn lengths(concept: Concept) -> &'static [usize] {
    match concept {
        Concept::CVV => &[3, 4],
        Concept::PIN => &[4, 6],
        Concept::OTP => &[4, 6, 8],
        _ => &[],
    }
}

/// What has fewer digits is no PIN and no one-time code.
pub(crate) const SHORTEST: usize = 4;

fn as_code(
    bench: &mut Bench<'_>,
    pieces: &[Piece],
    joined: &str,
    count: usize,
    asked: Concepts,
) -> Option<(Concept, Finding)> {
    Concept::of(asked).find_map(|concept| {
        let least = if concept == Concept::CVV { SHORTEST - 1 } else { SHORTEST };
        // A whole code is no part, and a short one is none where more of it follows.
        let is_part = |piece: &Piece| piece.digits < least || piece.digits < count && piece.digits < 6;
        let is_code = lengths(concept).contains(&count) && pieces.iter().all(is_part);
        let finding = bench
            .behind_label(concept, joined)
            .filter(|finding| is_code && finding.span.len() == joined.len())?;
        Some((concept, finding))
    })
}

/// Whether a bare number of `more` digits goes on with an answer of `digits` digits.
pub(crate) fn goes_on(concept: Concept, digits: usize, more: usize) -> bool {
    let most = match concept {
        Concept::CARD => 19,
        Concept::PIN => 6,
        Concept::OTP => 8,
        _ => return false,
    };
    digits + more <= most && (concept != Concept::CARD || digits < 16)
}

/// Whether a bare number as long as the last answer is another of its kind: the old one and the new one.
pub(crate) fn is_another(concept: Concept, digits: usize, more: usize) -> bool {
    matches!(concept, Concept::PIN | Concept::OTP | Concept::CVV) && digits == more
}

/// Takes a part back: its number is masked, in digits or in words at `span`, and no digit of it kept.
pub(crate) fn retract(redactor: &Redactor, part: Part, span: Option<Span>, finding: Finding) -> Retraction {
    let Part { turn, id, text, .. } = part;
    let span = value(&text).or(span).unwrap_or(Span::new(0, text.len()));
    let finding = finding.at(span).without_tail();
    let masked = masked(redactor, &text, &[finding]);
    Retraction { turn, id: id.map(String::from), text: masked, findings: vec![finding] }
}

/// The text with every finding masked.
pub(crate) fn masked(redactor: &Redactor, text: &str, findings: &[Finding]) -> String {
    let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
    for finding in findings.iter().filter(|finding| finding.excuse.is_none()) {
        out.extend_from_slice(&text.as_bytes()[at..finding.span.start]);
        redactor.write_mask(finding, &text.as_bytes()[finding.span.range()], &mut out);
        at = finding.span.end;
    }
    out.extend_from_slice(&text.as_bytes()[at..]);
    String::from_utf8(out).expect("spans lie on character boundaries and masks are ASCII")
}
