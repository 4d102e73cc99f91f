//! `samar scan`: where values stand, without the values.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use clap::Args;
use samar::{Finding, Redactor};
use samar_transcript::Transcript;
use serde::Serialize;

use crate::arguments::{Form, Selection, Work};
use crate::chat::{self, AlertLine, Begun, Chat, Lines, NoChat};
use crate::console::{Console, Tally, Verdict, reason, shown};
use crate::input::{Input, Source, read, walk};
use crate::output;
use crate::position::{Position, Window};
use crate::turns::{Turns, side_by_side};

/// Report where values stand; nothing is changed and no value is shown
///
/// Folders are walked, hidden files too; symbolic links inside them are left out.
///
/// A line of text: app.log:3:17: card_number (checksum)
///
/// A line of jsonl: {"source":"app.log","entity":"card_number","rule":"card","start":112,"end":131,"line":3,
/// "column":17,"confidence":"checksum"}
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
    paths: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) work: Work,
}

/// A finding as it is reported. The fields are a contract, in this order.
#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    entity: &'a str,
    rule: &'a str,
    start: usize,
    end: usize,
    line: u64,
    column: u64,
    confidence: &'static str,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let mut console = Console::new(arguments.work.quiet);
    let sources = sources(&arguments.paths, &console);
    let redactor = arguments.selection.redactor()?;
    console.expect(Source::total_len(&sources).filter(|_| !io::stdout().is_terminal()));
    let run = Run {
        redactor,
        chat: Chat::new(arguments.work.input, &arguments.selection),
        form: arguments.format,
        console: &console,
        turns: Turns::new(output::stdout()?),
        is_over: AtomicBool::new(false),
    };
    let total = Mutex::new(Tally::default());
    side_by_side(sources.len(), arguments.work.threads(sources.len()), |index| {
        let tally = run.job(index, &sources[index]);
        total.lock().expect("adding does not panic").add(&tally);
    });
    console.done();
    let total = total.into_inner().expect("adding does not panic");
    // Where nothing could be read that has been said.
    if arguments.format == Form::Text && !(total.files == 0 && console.is_troubled()) {
        console.note(&total);
    }
    Ok(match () {
        () if console.is_troubled() => Verdict::Trouble,
        () if total.is_empty() => Verdict::Clean,
        () => Verdict::Found,
    })
}

fn sources(paths: &[PathBuf], console: &Console) -> Vec<Source> {
    let mut sources = Vec::new();
    for input in Input::all(paths, "", console) {
        match input {
            Input::One(source) => sources.push(source),
            Input::Folder(folder) => {
                let files = walk(&folder, console).into_iter().filter(|entry| !entry.is_folder);
                sources.extend(files.map(|entry| Source::File(entry.path)));
            }
        }
    }
    sources
}

struct Run<'c, W> {
    redactor: Redactor,
    chat: Chat,
    form: Form,
    console: &'c Console,
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
        let name = source.name();
        let begun = source.open().and_then(|mut reader| Ok((self.chat.begin(source, &mut *reader)?, reader)));
        let (start, mut reader) = match begun {
            Ok((Ok(Begun::Text(start)), reader)) => (start, reader),
            Ok((Ok(Begun::Chat(text)), _)) => {
                let written =
                    self.transcript(source, &text, &mut tally).and_then(|lines| turn.write_all(&lines));
                self.console.advance(text.len());
                self.end(written.and_then(|()| turn.finish()));
                return tally;
            }
            Ok((Err(why), _)) => {
                self.console.trouble(format_args!("{source}: {why}"));
                return tally;
            }
            Err(error) => {
                self.console.trouble(format_args!("{source}: {}", reason(&error)));
                return tally;
            }
        };
        let mut lines = Vec::new();
        let mut report = |findings: &[(Finding, Position)], bytes: usize| {
            self.console.advance(bytes);
            tally.bytes += bytes as u64;
            lines.clear();
            for (finding, position) in findings {
                tally.count(&self.redactor, finding.rule, 1);
                self.write(&name, finding, *position, &mut lines)?;
            }
            if lines.is_empty() { Ok(()) } else { turn.write_all(&lines) }
        };
        let mut reader = io::Cursor::new(start).chain(&mut *reader);
        let read = examine(&self.redactor, &mut reader, Window::new(), &mut report);
        let written = match read {
            Ok(written) => {
                tally.files = 1;
                written
            }
            Err(error) => {
                self.console.trouble(format_args!("{source}: {}", reason(&error)));
                Ok(())
            }
        };
        self.end(written.and_then(|()| turn.finish()));
        tally
    }

    /// Tells once that the report ends early.
    fn end(&self, written: io::Result<()>) {
        if let Err(error) = written
            && !self.is_over.swap(true, Ordering::Relaxed)
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.console.trouble(format_args!("standard output: {}; the report ends early", reason(&error)));
        }
    }

    /// The lines of a transcript's findings and alerts.
    fn transcript(&self, source: &Source, text: &str, tally: &mut Tally) -> io::Result<Vec<u8>> {
        let (name, conversation) = (source.name(), chat::name(source));
        let transcript = match Transcript::read(text, &conversation) {
            Ok(transcript) => transcript,
            Err(error) => {
                self.console.trouble(format_args!("{source}: {}", NoChat::Format(error)));
                return Ok(Vec::new());
            }
        };
        let (mut out, places) = (Vec::new(), Lines::new(text));
        (tally.files, tally.bytes) = (1, text.len() as u64);
        for told in transcript.told(&self.redactor, self.chat.brands()) {
            for finding in &told.findings {
                tally.count(&self.redactor, finding.rule, 1);
                let line = chat::Line::new(&name, &self.redactor, &places, &transcript, &told, finding);
                match self.form {
                    Form::Jsonl => serde_json::to_writer(&mut out, &line)?,
                    Form::Text => {
                        let ((row, column), source) = (line.place(), shown(Path::new(&name)));
                        let (entity, confidence) =
                            (self.redactor.rule(finding.rule).entity, finding.confidence);
                        write!(out, "{source}:{row}:{column}: {entity} ({confidence})")?;
                    }
                }
                out.push(b'\n');
            }
            for alert in &told.alerts {
                tally.alert(alert.kind.name());
                match self.form {
                    Form::Jsonl => {
                        serde_json::to_writer(&mut out, &AlertLine::new(&name, &transcript, &told, alert))?;
                    }
                    Form::Text => {
                        let message = &transcript.messages()[told.message];
                        let place = alert.words.first().and_then(|span| transcript.place(message, *span));
                        let (row, column) = place.map_or((0, 0), |place| places.place(place.start));
                        write!(
                            out,
                            "{}:{row}:{column}: {} (alert)",
                            shown(Path::new(&name)),
                            alert.kind.name()
                        )?;
                    }
                }
                out.push(b'\n');
            }
        }
        Ok(out)
    }

    fn write(
        &self,
        source: &str,
        finding: &Finding,
        position: Position,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let (rule, Position { line, column }) = (self.redactor.rule(finding.rule), position);
        let confidence = finding.confidence.name();
        match self.form {
            Form::Text => {
                let source = shown(Path::new(source));
                writeln!(out, "{source}:{line}:{column}: {} ({confidence})", rule.entity)
            }
            Form::Jsonl => {
                let (start, end) = (finding.span.start, finding.span.end);
                let line = Line {
                    source,
                    entity: rule.entity,
                    rule: rule.name,
                    start,
                    end,
                    line,
                    column,
                    confidence,
                };
                serde_json::to_writer(&mut *out, &line)?;
                out.push(b'\n');
                Ok(())
            }
        }
    }
}

/// Reads to the end and reports the findings of each read. The outer error is one of reading, the inner one of
/// `report`.
fn examine(
    redactor: &Redactor,
    reader: &mut dyn Read,
    mut window: Window,
    report: &mut impl FnMut(&[(Finding, Position)], usize) -> io::Result<()>,
) -> io::Result<io::Result<()>> {
    let mut writer = redactor.writer(io::sink());
    let (mut found, mut placed) = (Vec::new(), Vec::new());
    loop {
        let count = read(reader, window.space())?;
        if count == 0 {
            writer.finish_with(|finding| found.push(finding))?;
            place(&mut found, &mut window, &mut placed);
            return Ok(report(&placed, 0));
        }
        writer.push(window.take(count), |finding| found.push(finding))?;
        place(&mut found, &mut window, &mut placed);
        if let Err(error) = report(&placed, count) {
            return Ok(Err(error));
        }
    }
}

fn place(found: &mut Vec<Finding>, window: &mut Window, placed: &mut Vec<(Finding, Position)>) {
    placed.clear();
    placed.extend(found.drain(..).map(|finding| (finding, window.position(finding.span.start))));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Trickle<'t>(&'t [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = 1.min(self.0.len());
            self.0.read(&mut buffer[..count])
        }
    }

    fn all(redactor: &Redactor, reader: &mut dyn Read) -> Vec<(Finding, Position)> {
        let mut all = Vec::new();
        let mut report = |findings: &[_], _| {
            all.extend_from_slice(findings);
            Ok(())
        };
        examine(redactor, reader, Window::new(), &mut report).expect("memory").expect("memory");
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
                (finding, Position { line, column: 1 + chars.sum::<usize>() as u64 })
            })
            .collect();
        assert!(naive.len() > 1400, "the text holds findings");
        assert_eq!(all(&redactor, &mut Trickle(&text)), naive);
        assert_eq!(all(&redactor, &mut &text[..]), naive);
    }
}
