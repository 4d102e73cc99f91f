//! `samar eval`: what is found beside what was expected. One file for each noun: [`case`] what is read, [`score`] what
//! is counted, [`report`] what is printed, [`chart`] what is drawn.

mod case;
mod chart;
mod report;
mod score;

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};

use samar::{Entities, Pack};

use crate::console::{Verdict, reason, shown};
use crate::input::{Identity, Source, identities};
use crate::output::{self, Replacement};
use crate::selection::Selection;

use case::Item;
use report::Baseline;
use score::Scores;

/// Measure what is found in texts whose values are marked
///
/// A line of CASES: {"text":"my pin is 4821","spans":[[10,14,"pin"]]}
///
/// Each line is a JSON object with its text, or with text_b64 (base64, where it is no UTF-8), and with spans: start,
/// end and entity of each value that is expected. Start and end are byte offsets from 0 of the decoded text; the end is
/// the first byte after the value. Other keys are ignored and blank lines passed over.
///
/// A conversation is a line with turns in place of a text: {"turns":[{"role":"agent","text":"PIN?","alerts":["solicits_pin"]},
/// {"role":"customer","text":"4821","spans":[[0,4,"pin"]]}]}. Its alerts are rows of their own: a turn has each kind once. They
/// do not count in the row of all. With "time" beside turns, seconds one for each, a question is forgotten as it would be.
///
/// A finding is a true positive when it shares a byte with an expected span of the same entity. Findings and expected
/// spans are paired: each span counts once and each finding at most once, and there are as many pairs as can be. What
/// is found without a partner is a false positive, what is expected without one a false negative.
///
/// precision: true positives by findings. recall: true positives by expected spans. F1, F2: their weighted harmonic
/// mean, recall counting as much as precision (F1) or twice as much (F2). leaked: bytes of expected spans that no
/// finding of any entity covers, which would still be shown. over/MB: bytes of findings outside every expected span,
/// per 1,000,000 bytes of text. A byte that several spans claim counts once in a row. A ratio of nothing is – (null in
/// JSON), and so are F1 and F2 where precision or recall is.
///
/// With --entities the spans of other entities are not expected; what is found there is still not over-masked.
///
/// Exit status: 0 when it ran, whatever it measured; 2 on trouble, with nothing on standard output.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    /// Files of cases, one JSON object a line; `-` is standard input
    #[arg(value_name = "CASES", required = true)]
    cases: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Draw the precision and recall of each entity as a bar chart into FILE
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Compare with an earlier run, whose --format json stands in FILE: in the table and in the chart
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

/// The form of the report.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A table for people
    Text,
    /// One JSON object
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let redactor = arguments.selection.redactor()?;
    let packs = arguments.selection.packs()?;
    let wanted = arguments.selection.entities(&packs)?;
    let own = packs.iter().flat_map(Pack::rules).map(|(_, entity)| entity);
    let names: Vec<String> = Entities::all().iter().chain(own).map(str::to_owned).collect();
    let known = Entities::parse(&names.join(","), &packs)?;
    let sources: Vec<_> = arguments.cases.iter().map(|path| source(path)).collect();
    if let Some(target) = &arguments.svg {
        refuse_an_input(target, &sources, arguments.baseline.as_deref())?;
    }
    let baseline = arguments.baseline.as_deref().map(Baseline::read).transpose()?;
    let brands = arguments.selection.brands()?;
    let mut scores = Scores::default();
    for source in &sources {
        case::read(source, &known, |item| match item {
            Item::Text(case) => scores.add(&case, &redactor, &wanted),
            Item::Talk(talk) => scores.add_talk(talk, &redactor, brands.as_ref(), &wanted),
        })?;
    }
    let page = match arguments.format {
        Form::Text => report::table(&scores, baseline.as_ref()),
        Form::Json => report::json(&scores)?,
    };
    if let Some(target) = &arguments.svg {
        let chart = chart::draw(&scores, baseline.as_ref())?;
        write(target, chart.as_bytes()).map_err(|error| anyhow!("{}: {}", shown(target), reason(&error)))?;
    }
    output::print(page)?;
    Ok(Verdict::Clean)
}

fn source(path: &Path) -> Source {
    if path == Path::new("-") { Source::Stdin } else { Source::File(path.to_owned()) }
}

fn refuse_an_input(target: &Path, sources: &[Source], baseline: Option<&Path>) -> Result<()> {
    let Ok(identity) = Identity::of(target) else { return Ok(()) };
    let is_baseline = baseline.and_then(|path| Identity::of(path).ok()).as_ref() == Some(&identity);
    if is_baseline || identities(sources).contains(&identity) {
        bail!("{}: it is an input; the chart would be written over it", shown(target));
    }
    Ok(())
}

/// Writes a file at once; what is no regular file (a pipe, a device) is written to.
fn write(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let replaced = fs::metadata(target).ok();
    if replaced.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return File::options().write(true).open(target)?.write_all(bytes);
    }
    let mut out = Replacement::new(target, replaced.as_ref())?;
    out.write_all(bytes)?;
    if let Some(replaced) = replaced.as_ref().filter(|metadata| Metadata::is_file(metadata)) {
        out.resemble(replaced)?;
    }
    out.commit()
}
