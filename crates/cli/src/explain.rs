//! `samar explain`: why each value was or was not found.

use std::fmt::Write as _;
use std::io::{self, Read};

use anyhow::{Context, Result, anyhow, ensure};
use clap::Args;
use samar::{Confidence, Excuse, Explanation, Fields, Mask, Outcome, Redactor, Span};
use samar_formats::Structured;
use samar_transcript::Transcript;

use crate::chat;
use crate::console::{Verdict, reason};
use crate::input::Source;
use crate::output;
use crate::selection::Selection;
use crate::view;
use crate::work::Format;

/// A person reads what is printed: more text than this is for `samar scan`.
const MAX_TEXT: u64 = 1024 * 1024;

/// Show why each value in a text was or was not found
///
/// Prints the text with every value masked, then each candidate (a label, a number) with its line and column, and what
/// each rule that was asked said of it: found, with the reason and the mask, or refused, with the clause that says so.
/// TEXT ends up in the shell's history; what is secret is better given on standard input.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    /// The text, or with --input chat the file of a transcript [default: what stands on standard input]
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// How the input is read: `chat` shows a transcript, with arrows from answers to questions and alerts
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) input: Option<Format>,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    if matches!(arguments.input, Some(Format::Chat)) {
        return transcript(arguments);
    }
    let text = match &arguments.text {
        Some(text) => text.clone().into_bytes(),
        None => from_stdin()?,
    };
    // The text that is shown hides every value, also of entities that were not asked for.
    let everything = arguments.selection.redactor_of_all()?;
    let redactor = arguments.selection.redactor()?;
    let page = page(&redactor, &everything, &text, |_| true);
    output::print(page.as_bytes())?;
    Ok(Verdict::Clean)
}

/// A transcript is shown whole: every value in it is masked, whatever was asked for.
fn transcript(arguments: &Arguments) -> Result<Verdict> {
    let source = match arguments.text.as_deref() {
        None | Some("-") => Source::Stdin,
        Some(path) => Source::File(path.into()),
    };
    let mut bytes = Vec::new();
    let mut reader = source.open().map_err(|error| anyhow!("{source}: {}", reason(&error)))?;
    reader.read_to_end(&mut bytes).map_err(|error| anyhow!("{source}: {}", reason(&error)))?;
    let name = chat::name(&source, "");
    let transcript = Transcript::take_bytes(bytes, &name, false)
        .map_err(|(error, _)| anyhow!("{source}: {}", chat::NoChat::Format(error)))?;
    let everything = arguments.selection.redactor_of_all()?;
    let page = view::page(&everything, arguments.selection.brands()?.as_ref(), &transcript);
    output::print(page.as_bytes())?;
    Ok(Verdict::Clean)
}

pub(crate) fn from_stdin() -> Result<Vec<u8>> {
    let mut text = Vec::new();
    io::stdin().lock().take(MAX_TEXT + 1).read_to_end(&mut text).context("standard input")?;
    ensure!(
        text.len() as u64 <= MAX_TEXT,
        "standard input: more than {MAX_TEXT} bytes; samar scan takes any length"
    );
    Ok(text)
}

/// What was said by the rules that are told of. Gathers in a string, which cannot fail.
pub(crate) fn page(
    redactor: &Redactor,
    everything: &Redactor,
    text: &[u8],
    is_told: impl Fn(&str) -> bool,
) -> String {
    let (masked, fields) = with_fields(everything, text);
    let mut page = String::from_utf8_lossy(&masked).into_owned();
    if !page.is_empty() && !page.ends_with('\n') {
        page.push('\n');
    }
    page.push('\n');
    let found = everything.find(text).into_iter().map(|finding| finding.span);
    let masked = fields.iter().filter(|(_, entity, _)| entity == Fields::ENTITY).map(|(span, ..)| *span);
    let hidden: Vec<Span> = found.chain(masked).collect();
    let mut explanations = redactor.explain(text);
    explanations.retain(|explanation| is_told(redactor.rule(explanation.rule).name));
    if explanations.is_empty() {
        page.push_str("no candidate: no number and no label that any rule asks about\n");
    }
    let wanted: Vec<_> = redactor.rules().map(|rule| rule.name).collect();
    let mut last = None;
    for explanation in &explanations {
        let candidate = explanation.candidate;
        if last.replace(candidate) != Some(candidate) {
            let place = place(text, candidate.start);
            let is_own = redactor.rule(explanation.rule).pack.is_some();
            let name = if is_own { "what a regex fits".to_owned() } else { name(text, candidate, &hidden) };
            writeln!(page, "{place}  {name}").expect("a string takes all");
        }
        let rule = redactor.rule(explanation.rule);
        let told = outcome(redactor, text, explanation, wanted.contains(&rule.name));
        writeln!(page, "    {:<26}{told}", rule.name).expect("a string takes all");
    }
    for (span, entity, excuse) in fields {
        let told = match excuse {
            Some(_) => "let stand: the policy keeps the field".to_owned(),
            None => format!("{} bytes; masked as {}", span.len(), Fields::MASK),
        };
        let place = place(text, span.start);
        writeln!(page, "{place}  a field of the policy\n    {entity:<26}{told}").expect("a string takes all");
    }
    page
}

/// A masked field's value, or a finding in a field that is kept: its place, entity and excuse.
type InField = (Span, String, Option<Excuse>);

/// The text as it is masked with regard to its structure, and what the policy's fields had a say in.
fn with_fields(redactor: &Redactor, text: &[u8]) -> (Vec<u8>, Vec<InField>) {
    let mut fields = Vec::new();
    let mut each = |found: samar_formats::Found<'_>| {
        if found.entity == Fields::ENTITY || found.excuse == Some(Excuse::Kept) {
            fields.push((found.span, found.entity.to_owned(), found.excuse));
        }
    };
    let mut stream = Structured::new(redactor, samar_formats::Format::Auto, Vec::new());
    stream.push(text, &mut each).expect("memory takes all");
    let (masked, _) = stream.finish(&mut each).expect("memory takes all");
    (masked, fields)
}

fn outcome(redactor: &Redactor, text: &[u8], explanation: &Explanation, is_wanted: bool) -> String {
    match explanation.outcome {
        Outcome::Refused { clause } => format!("refused: {clause}"),
        Outcome::Found { span, confidence } => {
            let entity = redactor.rule(explanation.rule).entity;
            let mask = match is_wanted {
                true => format!("masked as {}", mask_text(redactor.rule(explanation.rule).mask, entity)),
                false => "not masked: --entities leaves it out".to_owned(),
            };
            let end = place(text, span.start);
            format!("found: {entity} at {end}, {} bytes, by {}; {mask}", span.len(), why(confidence))
        }
    }
}

fn why(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Shape => "its shape",
        Confidence::Context => "its context",
        Confidence::Checksum => "its check digits",
    }
}

/// The label's word, unless it stands in a value. Numbers are not shown: the masked text above has those that are no
/// value.
fn name(text: &[u8], candidate: Span, hidden: &[Span]) -> String {
    let is_hidden = hidden.iter().any(|value| value.overlaps(candidate));
    if candidate.is_empty() {
        "a number, or what follows one".to_owned()
    } else if is_hidden {
        "a word inside a value".to_owned()
    } else {
        format!("the label {:?}", String::from_utf8_lossy(&text[candidate.range()]))
    }
}

/// Line and column, from 1, in characters.
fn place(text: &[u8], offset: usize) -> String {
    let start = memchr::memrchr(b'\n', &text[..offset]).map_or(0, |end| end + 1);
    let line = memchr::memchr_iter(b'\n', &text[..offset]).count() + 1;
    let chunks = text[start..offset].utf8_chunks();
    let chars = chunks.map(|chunk| chunk.valid().chars().count() + chunk.invalid().len());
    format!("{line}:{}", 1 + chars.sum::<usize>())
}

/// What a mask writes, in words.
pub(crate) fn mask_text(mask: Mask, entity: &str) -> String {
    if mask == Mask::label() { format!("[{}]", entity.to_uppercase()) } else { mask.to_string() }
}
