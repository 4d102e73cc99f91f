//! The regular expression of a rule of one's own.
//!
//! **Contract.** What compiles here cannot fail later: the engine is linear in the text, its memory is bounded when it is
//! built, and a match neither is empty nor crosses a line end, whatever the regex says.

use std::ops::Range;

use regex_automata::meta::{self, Regex};
use regex_automata::{Anchored, Input};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look,
    Repetition,
};

use crate::span::Span;

/// A compiled regex and which of its groups is the value.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    text: String,
    regex: Regex,
    group: usize,
}

/// The longest regex, in bytes.
const MAX_TEXT: usize = 4096;
/// Memory of the compiled regex, in bytes.
const MAX_COMPILED: usize = 1 << 20;
/// Memory of what a search remembers, in bytes, for each thread that searches.
const MAX_CACHE: usize = 1 << 20;

impl Pattern {
    /// Compiles a regex, or says why it is refused.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("the regex is empty".to_owned());
        }
        if text.len() > MAX_TEXT {
            return Err(format!("the regex has {} bytes; {MAX_TEXT} are allowed", text.len()));
        }
        let parsed = ParserBuilder::new()
            .multi_line(true)
            .crlf(true)
            .build()
            .parse(text)
            .map_err(|error| format!("the regex is none: {}", reason(&error)))?;
        let hir = within_line(parsed).map_err(str::to_owned)?;
        match hir.properties().minimum_len() {
            Some(0) => return Err("the regex matches the empty text".to_owned()),
            None => return Err("the regex can match nothing".to_owned()),
            Some(_) => {}
        }
        let config = meta::Config::new()
            .utf8_empty(true)
            .nfa_size_limit(Some(MAX_COMPILED))
            .onepass_size_limit(Some(MAX_COMPILED))
            .hybrid_cache_capacity(MAX_CACHE);
        let regex =
            meta::Builder::new().configure(config).build_from_hir(&hir).map_err(|error| {
                match error.size_limit() {
                    Some(_) => format!("the regex needs more than {} KiB of memory", MAX_COMPILED / 1024),
                    None => format!("the regex cannot be compiled: {error}"),
                }
            })?;
        let groups = regex.group_info();
        let named = groups.to_index(regex_automata::PatternID::ZERO, "value");
        let group = named.unwrap_or(usize::from(regex.captures_len() > 1));
        Ok(Self { text: text.to_owned(), regex, group })
    }

    /// The regex as it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The first match that lies in `range`; `text` around it is seen by `\b` and the like.
    pub(crate) fn find(&self, text: &[u8], range: Range<usize>) -> Option<Span> {
        let found = self.regex.find(Input::new(text).range(range))?;
        Some(found.range().into())
    }

    /// The match that starts where `range` does and lies in it.
    pub(crate) fn find_at(&self, text: &[u8], range: Range<usize>) -> Option<Span> {
        let found = self.regex.find(Input::new(text).range(range).anchored(Anchored::Yes))?;
        Some(found.range().into())
    }

    /// The value in the match that starts where `range` does: `None` without a match, an empty span where its group took
    /// no part in it.
    pub(crate) fn value_at(&self, text: &[u8], range: Range<usize>) -> Option<Span> {
        let mut captures = self.regex.create_captures();
        let start = range.start;
        self.regex.search_captures(&Input::new(text).range(range).anchored(Anchored::Yes), &mut captures);
        captures.is_match().then(|| {
            captures.get_group(self.group).map_or(Span::new(start, start), |group| group.range().into())
        })
    }
}

/// The first line of what the parser says, without the drawing that shows the place.
fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it cannot be read".to_owned(),
    }
}

/// The same regex, of which no match holds a line end; `\A` and `\z` mean the ends of the line, as nothing wider is seen.
fn within_line(hir: Hir) -> Result<Hir, &'static str> {
    const LINE_END: &str = "the regex asks for a line end; a rule looks within one line";
    Ok(match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) if literal.0.iter().any(|byte| matches!(byte, b'\n' | b'\r')) => {
            return Err(LINE_END);
        }
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(Class::Unicode(mut class)) => {
            class.difference(&ClassUnicode::new(['\n', '\r'].map(|end| ClassUnicodeRange::new(end, end))));
            Hir::class(Class::Unicode(class))
        }
        HirKind::Class(Class::Bytes(mut class)) => {
            class.difference(&ClassBytes::new([b'\n', b'\r'].map(|end| ClassBytesRange::new(end, end))));
            Hir::class(Class::Bytes(class))
        }
        HirKind::Look(Look::Start | Look::StartLF) => Hir::look(Look::StartCRLF),
        HirKind::Look(Look::End | Look::EndLF) => Hir::look(Look::EndCRLF),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(within_line(*repetition.sub)?);
            Hir::repetition(Repetition { sub, ..repetition })
        }
        HirKind::Capture(capture) => {
            let sub = Box::new(within_line(*capture.sub)?);
            Hir::capture(Capture { sub, ..capture })
        }
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(within_line).collect::<Result<_, _>>()?),
        HirKind::Alternation(parts) => {
            Hir::alternation(parts.into_iter().map(within_line).collect::<Result<_, _>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_work_is_refused() {
        for (regex, reason) in [
            ("", "empty"),
            ("a*", "matches the empty text"),
            (r"\b", "matches the empty text"),
            (r"(?:x|)", "matches the empty text"),
            ("[a&&b]", "can match nothing"),
            ("[\n]", "line end"),
            ("a\\nb", "line end"),
            ("(", "unclosed group"),
            (r"(a)\1", "backreferences"),
            (r"(?-u:\xff)", "UTF-8"),
            (r"(?:\w{1000}){1000}", "memory"),
            (r"(?:(?:(?:.{99}){99}){99}){99}", "memory"),
        ] {
            let told = Pattern::new(regex).expect_err(regex);
            assert!(told.contains(reason), "{regex}: {told}");
        }
        assert!(Pattern::new(&"a".repeat(MAX_TEXT + 1)).expect_err("too long").contains("4096"));
    }

    #[test]
    fn a_match_stays_in_its_line() {
        for (regex, text, expected) in [
            (r"[^x]+", "ab\ncd", Some((0, 2))),
            (r"a\s+b", "a \n b", None),
            (r"(?s)a.b", "a\nb", None),
            (r"\Ab", "a\nb", Some((2, 3))),
            (r"a\z", "a\r\nb", Some((0, 1))),
            (r"(?-m)^b$", "a\nb\nc", Some((2, 3))),
        ] {
            let found = Pattern::new(regex).expect(regex).find(text.as_bytes(), 0..text.len());
            assert_eq!(found.map(|span| (span.start, span.end)), expected, "{regex} on {text:?}");
        }
    }

    #[test]
    fn the_value_is_a_group_or_the_match() {
        for (regex, expected) in [
            (r"id=\d+", (0, 6)),
            (r"id=(\d+)", (3, 6)),
            (r"(id)=(?P<value>\d+)", (3, 6)),
            (r"id(x)?=\d+", (0, 0)),
        ] {
            let value = Pattern::new(regex).expect(regex).value_at(b"id=123", 0..6).expect("it matches");
            assert_eq!((value.start, value.end), expected, "{regex}");
        }
    }
}
