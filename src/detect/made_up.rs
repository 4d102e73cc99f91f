//! A password in the sentence of its label, where the grammar binds none.
//!
//! "I set it to be the dog's name, Bruno2019": a word that nobody's prose holds, in the same sentence as a word that names a
//! password, and not behind a word that tells what else it is (*user*, *order*, *version*).

use super::Site;
use super::stand_in::is_placeholder;
use crate::context::{self, is_placeholder_start};
use crate::fold;
use crate::pack::{Concepts, Label};
use crate::span::Span;

/// Words between label and value at most.
const MAX_WORDS: usize = 12;
/// Bytes before a label that are looked at.
const MAX_BYTES: usize = 96;

/// The first word behind `from`, in its sentence, that looks made up.
pub(super) fn after(site: &Site<'_>, from: usize) -> Option<Span> {
    let (mut is_told, mut is_announced, mut is_claimed, mut is_answer) = (false, false, false, false);
    let mut at = from;
    for _ in 0..=MAX_WORDS {
        let text = site.text;
        let Token { span, ends_sentence, next } = Token::of(text, at)?;
        if is_announced && let Some(span) = announced(site, at, span) {
            return Some(span);
        }
        at = next;
        let (sense, was_announced, was_claimed) = (judge(site, span), is_announced, is_claimed);
        is_announced = matches!(sense, Sense::Word) && is_announcing(site, span, &text[span.end..at]);
        is_claimed = is_answer && is_claiming(site, span);
        match sense {
            Sense::Wall | Sense::Warning => return None,
            Sense::Other => is_told = true,
            // "whats the password again? its rhubarb9"
            Sense::Word
                if is_answer && (was_announced || was_claimed) && is_answered(&text[span.range()]) =>
            {
                return Some(span);
            }
            Sense::Word => is_told = false,
            Sense::Value if !is_told && (!is_answer || was_announced || was_claimed) => return Some(span),
            Sense::Value => is_told = false,
        }
        if ends_sentence {
            // "pw nya masih lama? udah jadi gerobak88x"
            if is_answer || !text[span.end..at].contains(&b'?') {
                return None;
            }
            is_answer = true;
        }
    }
    None
}

/// Whether a colon, an equals sign or a copula says that the value follows.
fn is_announcing(site: &Site<'_>, span: Span, tail: &[u8]) -> bool {
    let text = site.text;
    let is_sign = tail == b":" || text[span.range()] == *b"=";
    let is_copula = || {
        let word = (!span.is_empty() && context::is_word_start(text, span.start))
            .then(|| site.lexicon.longest(text, span.start, Concepts::COPULA));
        word.flatten().is_some_and(|word| word.end >= span.end)
    };
    is_sign || is_copula()
}

/// Whether the word says whose the answer is: *mine*.
fn is_claiming(site: &Site<'_>, span: Span) -> bool {
    let is_start = !span.is_empty() && context::is_word_start(site.text, span.start);
    let word = is_start.then(|| site.lexicon.longest(site.text, span.start, Concepts::POSSESSIVE)).flatten();
    word.is_some_and(|word| word.end >= span.end)
}

/// Small letters and a digit or two behind them, which says enough where a question asks for it.
fn is_answered(token: &[u8]) -> bool {
    let letters = token.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    letters >= 4 && token.len() > letters && token[letters..].iter().all(u8::is_ascii_digit)
}

/// What stands in quotes behind what announces it, or a word with capitals inside behind a sign.
fn announced(site: &Site<'_>, at: usize, span: Span) -> Option<Span> {
    let text = site.text;
    let before = &text[at..span.start];
    let is_signed =
        text[..at].trim_ascii_end().ends_with(b":") || text[..at].trim_ascii_end().ends_with(b"=");
    if !is_signed && let Some(quote) = before.last().filter(|byte| matches!(byte, b'"' | b'\'')) {
        let len = text[span.start..].iter().take(48).position(|byte| byte == quote)?;
        let value = &text[span.start..span.start + len];
        let is_value = len >= 4
            && !is_placeholder(value, Some(*quote))
            && value.iter().all(|byte| {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b' ' | b'-' | b'_' | b'!' | b'@' | b'#' | b'.')
                    || *byte >= 0x80
            })
            && !value.starts_with(b"***");
        return is_value.then_some(Span::new(span.start, span.start + len));
    }
    let token = &text[span.range()];
    let is_inner = token.len() >= 6
        && token
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'!' | b'@' | b'#'))
        && token[1..].iter().any(u8::is_ascii_uppercase)
        && token.iter().any(u8::is_ascii_lowercase);
    let is_odd = is_inner || token.contains(&b'_') && token.iter().any(u8::is_ascii_digit);
    (is_odd && is_signed && matches!(judge(site, span), Sense::Word | Sense::Value)).then_some(span)
}

/// The last word before the label, in its sentence, that looks made up and four words at most stand behind.
pub(super) fn before(site: &Site<'_>) -> Option<Span> {
    let (text, end) = (site.text, site.anchor.start);
    let floor = end.saturating_sub(MAX_BYTES);
    let line = text[floor..end].iter().rposition(|byte| *byte == b'\n').map(|at| floor + at + 1);
    let mut at = match line {
        Some(start) => start,
        None if floor == 0 => 0,
        None => floor + text[floor..end].iter().position(|byte| *byte == b' ')?,
    };
    let (mut best, mut words, mut is_told, mut limit) = (None, 0, false, 4);
    while at < end {
        let Some(Token { span, ends_sentence, next }) = Token::of(text, at) else { break };
        if span.end > end {
            break;
        }
        at = next;
        words += 1;
        // "threadName": "CP-Thread-6", "message": a record, not a sentence.
        let is_field = matches!(text[span.end..next], [b'"', b',' | b':' | b'}', ..]);
        match if is_field { Sense::Wall } else { judge(site, span) } {
            Sense::Wall => best = None,
            // "from Tr33house to Tr33house2 and now neither password works"
            Sense::Warning => best = best.filter(|span: &Span| is_sure(&text[span.range()])),
            Sense::Other => is_told = true,
            Sense::Word => is_told = false,
            Sense::Value => {
                let is_quoted = span.start > 0
                    && matches!(text[span.start - 1], b'"' | b'\'' | b'`')
                    && text.get(span.end) == Some(&text[span.start - 1]);
                best = (!is_told && (is_quoted || is_no_name(&text[span.range()]))).then_some(span);
                let is_sure = is_sure(&text[span.range()]);
                limit = if is_quoted {
                    8
                } else if is_sure {
                    6
                } else {
                    4
                };
                (words, is_told) = (0, false);
            }
        }
        if ends_sentence {
            // "from Harbour_22 to Harbour_23? the password i mean"
            best = best.filter(|best: &Span| best.end == span.end);
            limit = 2;
        }
    }
    best.filter(|_| words <= limit)
}

/// What stands a connector before a value at `at`, and looks made up though a name might: the *sunflower77* of "from sunflower77 to
/// Sunfl0wer#78".
pub(super) fn pair(site: &Site<'_>, at: usize) -> Option<Span> {
    let last = |end: usize| {
        let end = site.text[..end].strip_suffix(b" ")?.len();
        let len = site.text[..end]
            .iter()
            .rev()
            .take(MAX_BYTES)
            .take_while(|byte| !byte.is_ascii_whitespace())
            .count();
        (len > 0).then(|| Span::new(end - len, end))
    };
    let link = last(at)?;
    let is_link = context::is_word_start(site.text, link.start)
        && site
            .lexicon
            .longest(site.text, link.start, Concepts::CONNECTORS)
            .is_some_and(|word| word.end == link.end);
    let value = last(link.start).filter(|_| is_link)?;
    let from = last(value.start)?;
    let is_prose = site.text[from.range()].iter().all(u8::is_ascii_alphabetic);
    (is_prose && matches!(judge(site, value), Sense::Value)).then_some(value)
}

/// The password of a pair behind a label that names a user, too: the *Carrot4Ever* of "login: rabbit_21 / Carrot4Ever".
pub(super) fn behind_user(site: &Site<'_>) -> Option<Span> {
    let text = site.text;
    let rest = site.after();
    let rest = rest.strip_prefix(b":").unwrap_or(rest).strip_prefix(b" ")?;
    let len = rest.iter().take(MAX_USER + 1).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'@' | b'+');
    if !(2..=MAX_USER).contains(&len) || !rest[..len].iter().all(is_part) {
        return None;
    }
    let from = rest[len..].strip_prefix(b" / ")?;
    let Token { span, .. } = Token::of(text, text.len() - from.len())?;
    let token = &text[span.range()];
    let digits = token.iter().filter(|byte| byte.is_ascii_digit()).count();
    // "login screen / Checkout2"
    let is_sure = is_sure(token)
        || digits > 1
        || token.contains(&b'-')
        || !token.last().is_some_and(u8::is_ascii_digit);
    (is_sure && matches!(judge(site, span), Sense::Value)).then_some(span)
}

/// Characters of a user's name at most.
const MAX_USER: usize = 40;

/// A run of characters without blanks, and the punctuation around it.
struct Token {
    span: Span,
    ends_sentence: bool,
    next: usize,
}

impl Token {
    fn of(text: &[u8], at: usize) -> Option<Self> {
        let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\r');
        let begin = at + text.get(at..)?.iter().take_while(blank).count();
        let next = begin + text[begin..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        if begin == next {
            return None;
        }
        let opening = |byte: &&u8| matches!(**byte, b'"' | b'\'' | b'`' | b'(' | b',' | b'-' | b':' | b'*');
        let closing = |byte: &&u8| {
            matches!(**byte, b'"' | b'\'' | b'`' | b')' | b',' | b'.' | b':' | b';' | b'?' | b'*')
        };
        let start = begin + text[begin..next].iter().take_while(opening).count();
        let end = next - text[start.min(next)..next].iter().rev().take_while(closing).count();
        // An exclamation mark may be the password's own.
        let is_called =
            end > start && text[end - 1] == b'!' && !text[start..end - 1].iter().any(u8::is_ascii_digit);
        let tail = &text[end..next];
        let is_pause = tail.starts_with(b"..");
        let ends_sentence = is_called || !is_pause && tail.iter().any(|byte| matches!(byte, b'.' | b'?'));
        Some(Self { span: Span::new(start, end.max(start) - usize::from(is_called)), ends_sentence, next })
    }
}

/// What a token is to a password's label.
enum Sense {
    Word,
    /// It tells what the next one is.
    Other,
    /// It looks made up.
    Value,
    /// A warning: what follows is no password.
    Warning,
    /// No prose, another label, what a mask has left.
    Wall,
}

fn judge(site: &Site<'_>, span: Span) -> Sense {
    let token = &site.text[span.range()];
    // "Tr33house! <- pw"
    if token.iter().all(|byte| matches!(byte, b'<' | b'>' | b'-' | b'=' | b'~')) {
        return Sense::Word;
    }
    if token.contains(&b'[')
        && is_placeholder_start(&token[token.iter().position(|b| *b == b'[').unwrap_or(0)..])
        || token.windows(4).any(|four| four == b"****")
        || token
            .iter()
            .any(|byte| matches!(byte, b'=' | b'{' | b'}' | b'<' | b'>' | b'|' | b'\\' | b'[' | b']' | b'"'))
        || token.windows(3).any(|three| three == b"://")
    {
        return Sense::Wall;
    }
    if context::is_word_start(site.text, span.start) {
        let wanted =
            Concepts::PROHIBITION | Concepts::OTHER | Concepts::APART | Concepts::STRONG | Concepts::NOT;
        if let Some(word) =
            site.lexicon.longest(site.text, span.start, wanted).filter(|word| word.end >= span.end)
        {
            return match () {
                () if word.concepts.has(Label::Password.strong()) => Sense::Wall,
                () if word.concepts.has(Concepts::PROHIBITION) => Sense::Warning,
                () => Sense::Other,
            };
        }
    }
    // Who is spoken to: "Guest13472: try the password again".
    let next = site.text.get(span.end).copied();
    let is_value = looks_made(token) && next != Some(b':') && !is_placeholder(token, next);
    if is_value { Sense::Value } else { Sense::Word }
}

/// Letters and digits, or letters and a symbol, as in no name of a thing: not `x86_64`, `v2.4.1`, `INV-20391`, `10.30am`,
/// `3rd`, `user@host.org`, `a1b2c3d4e5f6a7b8`.
pub(super) fn looks_made(token: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| token.iter().filter(|byte| is(byte)).count();
    let (digits, small) = (count(u8::is_ascii_digit), count(u8::is_ascii_lowercase));
    let symbols =
        count(|byte| matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'+' | b'~'));
    // Bakery-0pen-5am, but not abc-123.
    let is_worded = token.iter().take_while(|byte| byte.is_ascii_alphabetic()).count() >= 4;
    let has_all =
        small >= 2 && digits > 0 && (token.iter().any(u8::is_ascii_uppercase) || is_worded && digits >= 2);
    let is_plain = token.iter().all(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'_' | b'+' | b'~' | b'.'
            )
            || *byte == b'-' && has_all
    });
    let is_address =
        token.iter().position(|byte| *byte == b'@').is_some_and(|at| at == 0 || token[at..].contains(&b'.'));
    let is_hexadecimal = token.len() >= 8 && token.iter().all(u8::is_ascii_hexdigit);
    let is_counted =
        token.iter().skip_while(|byte| byte.is_ascii_digit() || **byte == b'.').all(u8::is_ascii_lowercase)
            && token[0].is_ascii_digit();
    // Surya.Kencana.99, but not v2.4.1 or notes.txt.
    let has_dot = token.contains(&b'.') && !token.iter().any(u8::is_ascii_uppercase);
    (6..=40).contains(&token.len())
        && is_plain
        && !is_address
        && !is_hexadecimal
        && !is_counted
        && !has_dot
        && !token.starts_with(b"#")
        && small >= 2
        && (digits >= 2 || digits == 1 && (symbols > 0 || is_no_name(token)))
        && (symbols == 0 || token.iter().any(u8::is_ascii_alphabetic))
}

/// Whether a user or a thing would hardly be called so.
fn is_no_name(token: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| token.iter().any(is);
    has(u8::is_ascii_uppercase)
        || has(|byte| matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*'))
}

/// Whether nobody would take the token for a name: letters, digits and a symbol.
pub(super) fn is_sure(token: &[u8]) -> bool {
    looks_made(token)
        && token.iter().any(|byte| matches!(byte, b'!' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*'))
}

/// Whether the line names a user before the label: "user jdoe pass kopi1234".
pub(super) fn has_user(site: &Site<'_>) -> bool {
    let line = site.before().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let mut words = (line..site.anchor.start).filter(|&at| context::is_word_start(site.text, at));
    words.any(|at| {
        let end = at + fold::letters(site.text, at);
        let word = site.lexicon.longest(site.text, at, Concepts::USER);
        word.is_some_and(|word| word.end >= end)
    })
}
