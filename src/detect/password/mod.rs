//! Passwords, pass phrases in quotes, and what else is typed after the word.
//!
//! **Grammar.** `LABEL [possessive] COPULA VALUE` with `:`, `=`, `>` or a word copula; a key of JSON, XML, YAML, a form,
//! a query or source code; `LABEL VALUE` where the value mixes letters and digits; the next line after `LABEL:`. The
//! value is a run of at least 4 characters without blanks, or what stands between quotes.
//!
//! **Evidence.** After a sign any value but words of talk and placeholders; after a word copula a value that looks
//! made up (digits, symbols, inner capitals), or one that a possessive claims and that ends its sentence.
//!
//! **Not found on purpose.** Talk ("password is wrong"), types and calls of source code (`getPassword()`, `String`),
//! variables (`${DB_PASSWORD}`, `$PASS`), masks (`********`), placeholders (`<password>`, `[PASSWORD]`).

mod announced;
mod before;
mod count;
mod dialogue;
mod digits;
mod spelled;
mod talk;
mod variable;
mod written;

use announced::announced;
use before::before;
use digits::digits;
use spelled::{is_owned, is_spelled, spelled};
use talk::is_talk;

use super::code::{IN_ROW, Place};
use super::dump;
use super::extent::{declared, token};
use super::made_up;
use super::setter;
use super::stand_in::is_placeholder;
use super::{Detector, Hit, Occasion, Site, Trigger, Verdict};
use crate::context::{self, Binding, Bond, Forward, Number, Quote, Row, Shape};
use crate::context::{digit_runs, vicinity};
use crate::finding::Confidence;
use crate::fold;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

pub(super) struct Password;
/// A second value of one label: "from … to …".
pub(super) struct SecondPassword;

impl Detector for Password {
    fn rule(&self) -> &str {
        "password"
    }

    fn entity(&self) -> &str {
        "password"
    }

    fn reach(&self) -> Reach {
        Reach::new(192, 640)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("password")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        match bound(site) {
            Verdict::Miss(clause) if site.occasion != Occasion::Carried && clause != MASKED => {
                let by_spelling = || {
                    let span = spelled(site).or_else(|| announced(site)).or_else(|| digits(site))?;
                    Some(Verdict::Hit(Hit::new(span, Confidence::Context)))
                };
                nearby(site).or_else(by_spelling).unwrap_or(Verdict::Miss(clause))
            }
            Verdict::NextLine if site.occasion != Occasion::Carried => {
                nearby(site).unwrap_or(Verdict::NextLine)
            }
            verdict => verdict,
        }
    }
}

impl Detector for SecondPassword {
    fn rule(&self) -> &str {
        "password_second"
    }

    fn entity(&self) -> &str {
        "password"
    }

    fn reach(&self) -> Reach {
        Password.reach()
    }

    fn trigger(&self) -> Trigger {
        Trigger::Again("password")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        const NOTHING: Verdict = Verdict::Miss("no second value of the label");
        if digit_runs::groups(site.text, site.anchor) < 2 {
            return NOTHING;
        }
        let Verdict::Hit(first) = Password.confirm(site) else { return NOTHING };
        let another = if first.span.start < site.anchor.start {
            // "changed from Tr33house to Tr33house2 last night (password)"
            let anchor = Span::new(first.span.start, first.span.start);
            made_up::before(&Site { anchor, ..*site }).or_else(|| made_up::pair(site, first.span.start))
        } else if site.text[first.span.end..].starts_with(b" ") {
            made_up::after(site, first.span.end)
        } else if site.text[first.span.end..].starts_with(b", ") {
            // "used to be marigold1, now M4rigold!"
            made_up::after(site, first.span.end + 1)
        } else {
            None
        };
        another.map_or(NOTHING, |span| Verdict::Hit(Hit::new(span, Confidence::Context)))
    }
}

const MASKED: &str = "masked already";

/// A value in the label's sentence that looks made up.
fn nearby(site: &Site<'_>) -> Option<Verdict> {
    let Site { text, anchor, .. } = *site;
    let is_word = match text[..anchor.start].last() {
        None => true,
        Some(byte) => matches!(byte, b' ' | b'\t' | b'\n' | b'"' | b'\'' | b'(' | b',' | b':' | b'>' | b'.'),
    };
    let is_plain =
        matches!(text.get(anchor.end), None | Some(b' ' | b',' | b'.' | b':' | b')' | b'?' | b'!'));
    if !is_word || !is_plain || digit_runs::groups(text, anchor) == 0 {
        return None;
    }
    if site.is_weak(Label::Password)
        && let Some(span) = made_up::behind_user(site)
    {
        return Some(Verdict::Hit(Hit::new(span, Confidence::Context)));
    }
    if site.is_weak(Label::Password) && !made_up::has_user(site) {
        // "pass Gudeg$Yogya1 utk user kasir2"
        let span = made_up::after(site, anchor.end).filter(|span| made_up::is_sure(&text[span.range()]))?;
        // "creds are admin / Zebra#11"
        let is_near = text[anchor.end..span.start].iter().filter(|byte| **byte == b' ').count() <= 4
            || text[..span.start].ends_with(b": ");
        return is_near.then(|| Verdict::Hit(Hit::new(span, Confidence::Context)));
    }
    let span = made_up::after(site, anchor.end).or_else(|| made_up::before(site))?;
    if vicinity::is_masked(site.lexicon, text, anchor) {
        return None;
    }
    Some(Verdict::Hit(Hit::new(span, Confidence::Context)))
}

/// What the grammar binds to the label.
fn bound(site: &Site<'_>) -> Verdict {
    let text = site.text;
    if site.occasion == Occasion::Carried {
        return carried(site);
    }
    if let Some(column) = context::column_value(text, site.anchor.start, site.anchor.end) {
        return in_column(site, column);
    }
    if !site.is_weak(Label::Password) && context::is_heading(text, site.anchor) {
        return Verdict::NextLine;
    }
    if let Some(span) = setter::argument(site).or_else(|| dialogue::argument(site)) {
        return Verdict::Hit(Hit::new(span, Confidence::Context));
    }
    match written::field(text, site.anchor) {
        Place::At(at) => return in_literal(site, at, text[at - 1]),
        Place::Nowhere | Place::NextLine | Place::Open => {}
    }
    if let Some(span) = written::of_type(text, site.anchor.end) {
        return Verdict::Hit(Hit::new(span, Confidence::Context));
    }
    if let Some(at) = dump::behind(text, site.anchor.end) {
        return in_literal(site, at, b'"');
    }
    if variable::is_block(site) || matches!(site.after().trim_ascii_end(), b"\"]=>" | b"']=>") {
        return Verdict::NextLine;
    }
    let binding = match context::forward(site.lexicon, text, site.anchor.end, Shape::Token) {
        Forward::Value(binding) => declared(text, binding),
        Forward::LineEnd => {
            // `Password:` at the line's end announces a value, or the word where it is all of the line.
            let line = text[site.anchor.end..].trim_ascii_end();
            return if line.ends_with(b":") || line.is_empty() && starts_line(site.before()) {
                Verdict::NextLine
            } else {
                before(site)
            };
        }
        Forward::Masked => return Verdict::Miss(MASKED),
        Forward::Nothing => return before(site),
    };
    // What a mask has left may have been a part of it.
    let before_it = site.before();
    if binding.bond != Bond::Sign
        && (before_it.last().is_some_and(u8::is_ascii_alphanumeric) || context::is_placeholder(before_it))
        && text[site.anchor.start].is_ascii()
    {
        return Verdict::Miss("the label ends a longer word, which asks for a sign");
    }
    // Pw4PEI: a piece of base64.
    if binding.bond == Bond::Beside && binding.at == site.anchor.end && text[site.anchor.range()].is_ascii() {
        return Verdict::Miss("the label is a part of the word");
    }
    if let Some(span) = spoken(site, &binding) {
        return Verdict::Hit(Hit::new(span, Confidence::Context));
    }
    let span = token(text, &binding);
    if site.is_weak(Label::Password) && text[span.end..].starts_with(b" / ") {
        return Verdict::Miss("a name, and the password behind it");
    }
    if site.is_weak(Label::Password)
        && binding.bond == Bond::Beside
        && !context::is_said(site.lexicon, text, span.end)
        && !(binding.unknown == 0 && is_given(site, span, &binding))
    {
        // "logged in with pa55-the-Gravy as pass"
        return match before(site) {
            hit @ Verdict::Hit(_) => hit,
            _ => Verdict::Miss("a weak label asks for a copula"),
        };
    }
    match refusal(site, span, &binding) {
        None => Verdict::Hit(Hit::new(span, Confidence::Context)),
        Some(clause) => match before(site) {
            hit @ Verdict::Hit(_) => hit,
            _ => Verdict::Miss(clause),
        },
    }
}

/// Whether a token right behind a weak label is its value: it looks made up, and the label is somebody's, is used, or is all that
/// stands beside it on its line.
fn is_given(site: &Site<'_>, span: Span, binding: &Binding) -> bool {
    let Site { lexicon, text, anchor, .. } = *site;
    let is_shouted = text[anchor.range()].iter().all(u8::is_ascii_uppercase);
    if is_shouted || names_user(site) || !made_up::looks_made(&text[span.range()]) {
        return false;
    }
    let is_alone = || starts_line(site.before()) && is_line_end(&text[span.end..]);
    let is_used = || context::left_bound(lexicon, text, anchor.start, Concepts::ENTRY).is_some();
    binding.is_possessed || is_owned(site) || is_alone() || is_used()
}

fn is_line_end(rest: &[u8]) -> bool {
    let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest, |end| &rest[..end]);
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'.' | b','))
}

/// A number in words right behind the label: 密码是四八二九一三.
fn spoken(site: &Site<'_>, binding: &Binding) -> Option<Span> {
    let text = site.text;
    let is_word = binding.unknown == 0 && fold::digit(text, binding.at).is_none();
    let number = is_word.then(|| Number::parse(site.lexicon, text, binding.at))??;
    number.code(&(4..=12)).map(|(span, _)| span).filter(|span| context::is_whole(site.lexicon, text, *span))
}

/// The value of a column named by the label: a string in quotes.
fn in_column(site: &Site<'_>, column: usize) -> Verdict {
    if site.text[column] != b'\'' {
        return Verdict::Miss("the column holds no string");
    }
    in_literal(site, column + 1, b'\'')
}

/// The value that starts at `at` and ends before the quotation mark.
fn in_literal(site: &Site<'_>, at: usize, quote: u8) -> Verdict {
    let binding = Binding { quote: Some(Quote::Plain(quote)), ..in_field(at) };
    let span = token(site.text, &binding);
    match refusal(site, span, &binding) {
        None => Verdict::Hit(Hit::new(span, Confidence::Context)),
        Some(clause) => Verdict::Miss(clause),
    }
}

/// The binding of a value that stands in the field of its label.
fn in_field(at: usize) -> Binding {
    Binding {
        at,
        bond: Bond::Sign,
        unknown: 0,
        is_possessed: false,
        quote: Some(Quote::Plain(b'\'')),
        is_tight: true,
        sign: b'=',
        is_json_key: false,
        has_name: false,
        is_filled: false,
    }
}

/// Why a token is no password.
fn refusal(site: &Site<'_>, span: Span, binding: &Binding) -> Option<&'static str> {
    let text = site.text;
    let token = &text[span.range()];
    if token.len() < 4 {
        return Some("shorter than 4 characters");
    }
    if token.iter().any(u8::is_ascii_control) {
        return Some("control characters: no text");
    }
    if fold::is_unspaced(token) {
        return Some("words of a script that passwords are not typed in");
    }
    if binding.is_json_key && binding.quote.is_none() && matches!(token[0], b'[' | b'{') {
        return Some("an array or object");
    }
    if binding.bond != Bond::Sign && runs_into_label(site, span) {
        return Some("a label starts in it");
    }
    if binding.quote.is_some() && matches!(token[0], b',' | b':' | b'}' | b']' | b';') {
        return Some("the quotation mark closes what stands before it");
    }
    if is_placeholder(token, text.get(span.end).copied()) {
        return Some("a placeholder, a variable or a call");
    }
    // ${DB_PASSWORD:?must be set}
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let name = site.before().iter().rev().take_while(is_part).count();
    if binding.sign == b':'
        && matches!(token[0], b'?' | b'+')
        && site.before()[..site.anchor.start - name].ends_with(b"${")
    {
        return Some("what a shell says of a variable");
    }
    if is_talk(site, span, binding.quote.is_some()) {
        return Some("a word of talk");
    }
    if binding.quote.is_none() && count::is_count(site, span) {
        return Some("how many characters it has, or how many passed");
    }
    if names_user(site) && !made_up::is_sure(token) {
        return Some("a label that names a user, too, asks for a value that nobody is called");
    }
    let looks_made = looks_made(token);
    if binding.unknown > 0 && !(looks_made && binding.bond > Bond::Beside) {
        return Some("words between ask for a copula and a value that looks made up");
    }
    match binding.bond {
        Bond::Sign
            if site.is_weak(Label::Password) && binding.is_tight && binding.sign == b':' && !looks_made =>
        {
            Some("a weak label with a tight colon asks for a value that looks made up")
        }
        Bond::Sign => None,
        _ if binding.quote.is_some() && !(binding.is_filled && binding.bond == Bond::Beside) => None,
        Bond::Copula if looks_made => None,
        Bond::Copula
            if (ends_sentence(text, span.end) || is_spelled(site, span.end))
                && (!site.is_weak(Label::Password) && !binding.is_filled
                    || binding.is_possessed
                    || is_possessed_before(site)) =>
        {
            None
        }
        Bond::Copula => Some("after a word copula the value must look made up"),
        // 密码482913
        Bond::Beside
            if !text[site.anchor.range()].is_ascii()
                && binding.unknown == 0
                && (6..=12).contains(&token.len())
                && token.iter().all(u8::is_ascii_digit)
                && context::is_whole(site.lexicon, text, span) =>
        {
            None
        }
        // "password for admin1" names a user.
        Bond::Beside if has_letters_and_digits(token) && (!binding.is_filled || is_no_name(token)) => None,
        Bond::Beside => Some("no copula"),
    }
}

/// Whether the label is a word for who somebody is, too: *login*.
fn names_user(site: &Site<'_>) -> bool {
    let Site { lexicon, text, anchor, .. } = *site;
    site.is_weak(Label::Password)
        && site.occasion != Occasion::Carried
        && lexicon.longest(text, anchor.start, Concepts::USER).is_some_and(|word| word.end >= anchor.end)
}

/// Digits, symbols or capitals inside: nobody's prose.
pub(super) fn looks_made(token: &[u8]) -> bool {
    let inner = &token[1..];
    token.iter().any(u8::is_ascii_digit)
        || inner.iter().any(u8::is_ascii_uppercase) && has_both_cases(token)
        || token.iter().any(|byte| {
            matches!(
                byte,
                b'@' | b'#'
                    | b'$'
                    | b'%'
                    | b'^'
                    | b'&'
                    | b'*'
                    | b'_'
                    | b'+'
                    | b'='
                    | b'~'
                    | b'!'
                    | b'|'
                    | b'\\'
            )
        })
}

/// Whether a user or host would hardly be called so: capitals and small letters, or a symbol that names do not have.
fn is_no_name(token: &[u8]) -> bool {
    let has_symbol =
        token.iter().any(|byte| matches!(byte, b'!' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'@'));
    has_both_cases(token) || has_symbol && !token.contains(&b'.')
}

fn has_both_cases(token: &[u8]) -> bool {
    token.iter().any(u8::is_ascii_uppercase) && token.iter().any(u8::is_ascii_lowercase)
}

fn has_letters_and_digits(token: &[u8]) -> bool {
    let is_plain =
        |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'/' | b':' | b'(' | b'=' | b'<' | b'[');
    token.iter().all(is_plain)
        && token.iter().any(u8::is_ascii_digit)
        && token.iter().filter(|byte| byte.is_ascii_alphabetic()).count() >= 2
}

/// Whether a possessive or an article stands right before the label or is a part of it: *my password*, *sandi saya*.
fn is_possessed_before(site: &Site<'_>) -> bool {
    let Site { lexicon, text, anchor, .. } = *site;
    let is_possessive = |&at: &usize| {
        context::is_word_start(text, at) && lexicon.longest(text, at, Concepts::POSSESSIVE).is_some()
    };
    anchor.range().any(|at| is_possessive(&at))
        || context::left_bound(lexicon, text, anchor.start, Concepts::POSSESSIVE).is_some()
}

/// Whether a label starts in the token and goes on behind it.
fn runs_into_label(site: &Site<'_>, span: Span) -> bool {
    let Site { lexicon, text, .. } = *site;
    let labels = span.range().filter(|&at| context::is_word_start(text, at));
    labels.filter_map(|at| lexicon.longest(text, at, Concepts::LABELS)).any(|label| label.end > span.end)
}

fn ends_sentence(text: &[u8], at: usize) -> bool {
    let rest = text[at..].trim_ascii_start();
    fold::mark(rest).is_some()
        || fold::is_unspaced(rest)
        || matches!(rest.first(), None | Some(b'.' | b',' | b'!' | b'?' | b';' | b')' | b'"'))
}

/// Whether nothing but a bullet or a heading's marks stands before the label on its line.
fn starts_line(before: &[u8]) -> bool {
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(before, |end| &before[end + 1..]);
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'*' | b'#' | b'>'))
}

/// After a line that ended in `Password:`, or that held the word alone: then the value must look made up.
fn carried(site: &Site<'_>) -> Verdict {
    let text = site.text;
    if let Row::Field(field) = site.row(Label::Password) {
        let value = field.filter(|field| refusal(site, *field, &in_field(field.start)).is_none());
        return value.map_or(Verdict::Miss(IN_ROW), |span| {
            Verdict::Hit(Hit::new(span, Confidence::Context).going_on())
        });
    }
    match variable::line(site) {
        variable::Line::Default(at) => return in_literal(site, at, b'"'),
        variable::Line::Other => return Verdict::NextLine,
        variable::Line::None => {}
    }
    let start = site.anchor.start;
    let blank = text[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if let Some(at) = dump::value(text, start + blank).filter(|at| text[..*at].ends_with(b"\"")) {
        return in_literal(site, at, b'"');
    }
    let is_announced = site.before().trim_ascii_end().ends_with(b":");
    let binding = Binding {
        at: start + blank,
        bond: Bond::Copula,
        unknown: 0,
        is_possessed: is_announced,
        quote: None,
        is_tight: false,
        sign: b':',
        is_json_key: false,
        has_name: false,
        is_filled: false,
    };
    let span = token(text, &binding);
    let is_alone =
        text[span.end..].iter().all(|byte| byte.is_ascii_whitespace() || matches!(byte, b'.' | b',' | b'"'));
    match refusal(site, span, &binding) {
        None if is_alone => Verdict::Hit(Hit::new(span, Confidence::Context)),
        None => Verdict::Miss("the line after the label holds more than a value"),
        Some(clause) => Verdict::Miss(clause),
    }
}
