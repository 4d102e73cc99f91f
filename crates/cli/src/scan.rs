//! `samar scan`: where values stand, without the values.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use clap::{Args, ValueEnum};
use samar::{Excuse, Redactor, Span};
use samar_formats::{Block, Blocks, Format, FormatError, Found, Structured, Unpacker, Visitor};

use crate::chat::{Begun, Chat};
use crate::console::{Console, Tally, Verdict, cause, reason, shown};
use crate::input::{Choice, Entry, Input, Ready, Source, Watched, walk};
use crate::output;
use crate::plan;
use crate::position::{Position, Window};
use crate::report::{Kind, Line, Reports};
use crate::selection::Selection;
use crate::transcript::{self, Part};
use crate::turns::{Turn, Turns, side_by_side};
use crate::work::{Form, Work, format_of};

/// Report where values stand; nothing is changed and no value is shown
///
/// Folders are walked, hidden files too. Symbolic links in them are not followed; those that lead elsewhere, pipes, sockets
/// and devices are told of, and the exit status is 2.
///
/// A line of text: app.log:3:17: card_number (checksum)
///
/// A line of jsonl: {"source":"app.log","entity":"card_number","rule":"card","start":112,"end":131,"line":3,
/// "column":17,"confidence":"checksum"}
///
/// What an allow-list or a suppression lets stand is a line too, that ends in ", allowed" or ", suppressed", in jsonl in
/// "excuse":"allowed" or "suppressed". It counts as nothing found.
///
/// Start and end are byte offsets from 0; the end is the first byte after the value. Lines and columns count from 1. A
/// column counts characters (Unicode scalar values), and a byte that is no part of one counts as one. Standard input
/// is called `-`; bytes of a file's name that are no UTF-8 become U+FFFD.
///
/// Of a transcript, findings have "conversation" and "turn" (from 0) as well, start and end count within the turn's text,
/// and signs of fraud are lines of their own: {"source":"chat.json","conversation":"c1","turn":4,"alert":"solicits_pin",
/// "words":[[7,14],[20,23]]}
///
/// Exit status: 0 nothing found, 1 something found, 2 trouble.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    /// Files and folders to read, in order; `-` is standard input [default: -]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Form of the report on standard output
    #[arg(long, value_enum, default_value_t = Report::Text)]
    pub(crate) format: Report,
    /// Write a report to FILE, too, in the form that its ending names: .jsonl, .sarif or .html
    #[arg(long = "report", value_name = "FILE")]
    pub(crate) reports: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) work: Work,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// Lines for people
    Text,
    /// One JSON object a line
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// A page with plots
    Html,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    search(arguments, Chat::new(arguments.work.input, &arguments.selection)?)
}

/// Lists what is found; transcripts are read as `chat` says.
pub(crate) fn search(arguments: &Arguments, chat: Chat) -> Result<Verdict> {
    let mut console = Console::new(arguments.work.quiet);
    let sources = sources(&arguments.paths, &arguments.work.choice, &console);
    plan::spare(&arguments.reports, sources.iter())?;
    let redactor = arguments.selection.redactor()?;
    // What is one document comes at the end, or piece by piece from every thread; lines come file by file.
    let (form, page) = match arguments.format {
        Report::Text => (Some(Form::Text), None),
        Report::Jsonl => (Some(Form::Jsonl), None),
        Report::Sarif => (None, Some(Kind::Sarif)),
        Report::Html => (None, Some(Kind::Page)),
    };
    let reports = Reports::begin(&arguments.reports, page)?;
    console.expect(|| Source::total_len(&sources).filter(|_| !io::stdout().is_terminal()), sources.len());
    let run = Run {
        redactor,
        format: arguments.work.format(),
        blocks: arguments.work.blocks(sources.len()),
        unpacker: arguments.work.limits.unpacker(),
        chat,
        form,
        console: &console,
        reports,
        turns: Turns::new(output::stdout()?),
        is_over: AtomicBool::new(false),
    };
    let total = Mutex::new(Tally::default());
    side_by_side(sources.len(), arguments.work.threads(sources.len()), |index| {
        let tally = run.job(index, &sources[index]);
        console.files_done(1);
        total.lock().expect("adding does not panic").add(&tally);
    });
    console.done();
    let total = total.into_inner().expect("adding does not panic");
    run.reports.finish(total.files, total.bytes)?;
    // Where nothing could be read that has been said.
    if arguments.format == Report::Text && !(total.files == 0 && console.is_troubled()) {
        console.note(&total);
    }
    Ok(match () {
        () if console.is_troubled() => Verdict::Trouble,
        () if total.is_empty() => Verdict::Clean,
        () => Verdict::Found,
    })
}

fn sources(paths: &[PathBuf], choice: &Choice, console: &Console) -> Vec<Source> {
    let mut sources = Vec::new();
    for input in Input::all(paths, "", console) {
        match input {
            Input::One(source) => sources.push(source),
            Input::Folder(folder) => {
                let files = walk(&folder, choice, console).into_iter().filter(Entry::is_file);
                sources.extend(files.map(Entry::source));
            }
        }
    }
    sources
}

struct Run<'c, W> {
    redactor: Redactor,
    format: Format,
    blocks: Blocks,
    unpacker: Unpacker,
    chat: Chat,
    /// Of lines; nothing where the report is one document.
    form: Option<Form>,
    console: &'c Console,
    reports: Reports,
    turns: Turns<W>,
    /// Nobody reads the report any more, or there is no place for it.
    is_over: AtomicBool,
}

impl<W: Write + Send> Run<'_, W> {
    fn job(&self, index: usize, source: &Source) -> Tally {
        let mut tally = Tally::default();
        let mut turn = self.turns.turn(index);
        if self.is_over.load(Ordering::Relaxed) {
            return tally;
        }
        let read = source.open().map_err(FormatError::Read).and_then(|mut input| {
            let ready = Ready::of(&input);
            let mut visitor =
                Scanning { run: self, source, tally: &mut tally, turn: &mut turn, lines: Vec::new(), ready };
            let file = input.file().map(std::fs::File::try_clone).transpose().map_err(FormatError::Read)?;
            let mut watched = Watched::new(source, &mut input, self.console);
            let result = self.unpacker.run(&mut watched, file.as_ref(), None, &mut visitor);
            watched.finish();
            result
        });
        let written = match read {
            Ok(()) => {
                tally.files = 1;
                Ok(())
            }
            Err(FormatError::Write(error)) => {
                tally.files = 1;
                Err(error)
            }
            Err(error) => {
                self.console.trouble(format_args!("{source}: {}", cause(&error)));
                Ok(())
            }
        };
        if let Err(error) = written.and_then(|()| turn.finish())
            && !self.is_over.swap(true, Ordering::Relaxed)
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.console.trouble(format_args!("standard output: {}; the report ends early", reason(&error)));
        }
        tally
    }

    fn write(&self, line: &Line<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        match self.form {
            None => Ok(()),
            Some(Form::Text) => {
                let Line { source, entity, confidence, .. } = line;
                let source = shown(Path::new(source));
                let excuse = line.excuse.map_or_else(String::new, |excuse| format!(", {excuse}"));
                writeln!(out, "{source}:{}:{}: {entity} ({confidence}){excuse}", line.line, line.column)
            }
            Some(Form::Jsonl) => {
                serde_json::to_writer(&mut *out, line)?;
                out.push(b'\n');
                Ok(())
            }
        }
    }
}

/// A finding, with names that outlive the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    span: Span,
    pub(crate) entity: String,
    rule: String,
    confidence: &'static str,
    excuse: Option<Excuse>,
}

impl From<Found<'_>> for Place {
    fn from(found: Found<'_>) -> Self {
        Self {
            span: found.span,
            entity: found.entity.to_owned(),
            rule: found.rule.to_owned(),
            confidence: found.confidence.name(),
            excuse: found.excuse,
        }
    }
}

impl Place {
    /// Adds it to the counts.
    pub(crate) fn count(&self, tally: &mut samar_formats::Tally) {
        tally.count(&self.entity, self.excuse);
    }

    fn line<'a>(&'a self, source: &'a str, Position { line, column }: Position) -> Line<'a> {
        let Self { span, entity, rule, confidence, excuse } = self;
        let excuse = excuse.map(Excuse::name);
        Line { source, entity, rule, start: span.start, end: span.end, line, column, confidence, excuse }
    }
}

/// Adds findings to reports.
pub(crate) fn add_to(reports: &Reports, name: &str, found: &[(Place, Position, Vec<u8>)]) -> io::Result<()> {
    if reports.is_empty() || found.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = found
        .iter()
        .map(|(place, position, start)| (place.line(name, *position), start.as_slice()))
        .collect();
    reports.add(&lines)
}

/// Scans every text of one input.
struct Scanning<'s, 't, 'c, W: Write> {
    run: &'s Run<'c, W>,
    source: &'s Source,
    tally: &'s mut Tally,
    turn: &'s mut Turn<'t, W>,
    lines: Vec<u8>,
    ready: Ready,
}

impl<W: Write + Send> Visitor for Scanning<'_, '_, '_, W> {
    fn text(&mut self, entry: &str, input: &mut dyn Read, _: &mut dyn Write) -> Result<(), FormatError> {
        let Self { run, source, turn, lines, ready, .. } = self;
        let name = if entry.is_empty() { source.name() } else { format!("{}!{entry}", source.name()) };
        let mut tally = samar_formats::Tally::default();
        let redactor = run.redactor.at(&name);
        let start = match run.chat.begin(source, entry, input)? {
            Begun::Text(start) => start,
            Begun::Chat(transcript) => {
                let told = transcript::Told {
                    chat: &run.chat,
                    redactor: &redactor,
                    console: run.console,
                    name: &name,
                };
                let messages = run.chat.told(source, entry, &transcript, &redactor);
                let part = Part { transcript: &transcript, told: &messages, line: 0 };
                let result = told.lines(&part, run.form, &run.reports, &mut tally, turn);
                self.tally.count(&tally);
                return result;
            }
            Begun::Stream(stream, start) => {
                let told = transcript::Told {
                    chat: &run.chat,
                    redactor: &redactor,
                    console: run.console,
                    name: &name,
                };
                let result = told.each(*stream, &mut io::Cursor::new(start).chain(input), |part| {
                    told.lines(part, run.form, &run.reports, &mut tally, turn)
                });
                self.tally.count(&tally);
                return result;
            }
        };
        let mut report = |found: &[(Place, Position, Vec<u8>)], bytes: usize| {
            tally.bytes += bytes as u64;
            lines.clear();
            for (found, position, _) in found {
                found.count(&mut tally);
                run.console.found(&found.entity);
                run.write(&found.line(&name, *position), lines)?;
            }
            add_to(&run.reports, &name, found)?;
            if lines.is_empty() { Ok(()) } else { turn.write_all(lines) }
        };
        let input = &mut io::Cursor::new(start).chain(input);
        let format = format_of(&name, run.format);
        let examined = Examined { redactor: &redactor, format, blocks: run.blocks, ready };
        let result = examined.run(input, &mut io::sink(), Window::new(), &mut report);
        // What was found before an error was found.
        self.tally.count(&tally);
        result
    }

    fn left_out(&mut self, entry: &str, error: &FormatError) {
        let entry = shown(Path::new(entry));
        self.run.console.trouble(format_args!("{}!{entry}: {}", self.source, cause(error)));
    }
}

/// How a text is examined.
pub(crate) struct Examined<'e> {
    pub(crate) redactor: &'e Redactor,
    pub(crate) format: Format,
    pub(crate) blocks: Blocks,
    pub(crate) ready: &'e Ready,
}

impl Examined<'_> {
    /// Reads to the end, writes it masked and reports the findings of each block, each with the start of its line. An error
    /// of writing is one of `report` or of the output.
    pub(crate) fn run(
        &self,
        reader: &mut dyn Read,
        output: &mut dyn Write,
        mut window: Window,
        report: &mut impl FnMut(&[(Place, Position, Vec<u8>)], usize) -> io::Result<()>,
    ) -> Result<(), FormatError> {
        let mut stream = Structured::new(self.redactor, self.format, output);
        let (mut found, mut placed) = (Vec::new(), Vec::new());
        let mut examine = |block: &Block| {
            window.push(block.bytes());
            stream.push_block(block, |place| found.push(place.into())).map_err(FormatError::Write)?;
            place(&mut found, &mut window, &mut placed);
            report(&placed, block.bytes().len()).map_err(FormatError::Write)?;
            Ok(stream.way())
        };
        self.blocks.run(self.redactor, self.format, reader, &|| self.ready.is_now(), &mut examine)?;
        stream.finish(|place| found.push(place.into())).map_err(FormatError::Write)?;
        place(&mut found, &mut window, &mut placed);
        report(&placed, 0).map_err(FormatError::Write)
    }
}

fn place(found: &mut Vec<Place>, window: &mut Window, placed: &mut Vec<(Place, Position, Vec<u8>)>) {
    placed.clear();
    placed.extend(found.drain(..).map(|found| {
        let position = window.position(found.span.start);
        (found, position, window.line_start().to_vec())
    }));
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::input::Opened;

    /// Gives one byte at a time.
    struct Trickle<'t>(&'t [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = 1.min(self.0.len());
            self.0.read(&mut buffer[..count])
        }
    }

    fn all(redactor: &Redactor, reader: &mut dyn Read) -> Vec<(Span, Position)> {
        let mut all = Vec::new();
        let mut report = |found: &[(Place, Position, Vec<u8>)], _| {
            all.extend(found.iter().map(|(place, position, _)| (place.span, *position)));
            Ok(())
        };
        let (blocks, ready) = (Blocks::new(NonZeroUsize::MIN), &Ready::of(&Opened::Stdin));
        let examined = Examined { redactor, format: Format::Auto, blocks, ready };
        examined.run(reader, &mut io::sink(), Window::new(), &mut report).expect("memory");
        all
    }

    #[test]
    fn byte_by_byte_gives_the_lines_and_columns_of_memory() {
        let redactor = Redactor::new();
        let line = "é\u{1f511} pin 482913 card 4111 1111 1111 1111\r\n\n".as_bytes();
        let text =
            [line.repeat(700).as_slice(), b"\xff\xe2\x82 pin 220587 ", &b"x ".repeat(9000), b"otp 482913"]
                .concat();
        let naive: Vec<_> = redactor
            .find(&text)
            .into_iter()
            .map(|finding| {
                let before = &text[..finding.span.start];
                let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                let chars = before[start..]
                    .utf8_chunks()
                    .map(|chunk| chunk.valid().chars().count() + chunk.invalid().len());
                let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64;
                (finding.span, Position { line, column: 1 + chars.sum::<usize>() as u64 })
            })
            .collect();
        assert!(naive.len() > 1400, "the text holds findings");
        assert_eq!(all(&redactor, &mut Trickle(&text)), naive);
        assert_eq!(all(&redactor, &mut &text[..]), naive);
    }
}
