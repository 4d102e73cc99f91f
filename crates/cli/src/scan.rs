//! `samar scan`: where values stand, without the values.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use clap::Args;
use samar::{Excuse, Finding, Redactor};
use serde::Serialize;

use crate::arguments::{Form, Selection, Work};
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
/// What an allow-list or a suppression lets stand is a line too, that ends in ", allowed" or ", suppressed", in jsonl in
/// "excuse":"allowed" or "suppressed". It counts as nothing found.
///
/// Start and end are byte offsets from 0; the end is the first byte after the value. Lines and columns count from 1. A
/// column counts characters (Unicode scalar values), and a byte that is no part of one counts as one. Standard input
/// is called `-`; bytes of a file's name that are no UTF-8 become U+FFFD.
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
    #[serde(skip_serializing_if = "Option::is_none")]
    excuse: Option<&'static str>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let mut console = Console::new(arguments.work.quiet);
    let sources = sources(&arguments.paths, &console);
    let redactor = arguments.selection.redactor()?;
    console.expect(Source::total_len(&sources).filter(|_| !io::stdout().is_terminal()));
    let run = Run {
        redactor,
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
        let mut lines = Vec::new();
        let mut report = |findings: &[(Finding, Position)], bytes: usize| {
            self.console.advance(bytes);
            tally.bytes += bytes as u64;
            lines.clear();
            for (finding, position) in findings {
                match finding.excuse {
                    None => tally.count(&self.redactor, finding.rule, 1),
                    Some(excuse) => tally.excuse(&self.redactor, finding.rule, excuse, 1),
                }
                self.write(&name, finding, *position, &mut lines)?;
            }
            if lines.is_empty() { Ok(()) } else { turn.write_all(&lines) }
        };
        let read = source.open().and_then(|mut reader| {
            examine(&self.redactor.at(&name), &mut *reader, Window::new(), &mut report)
        });
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
        if let Err(error) = written.and_then(|()| turn.finish())
            && !self.is_over.swap(true, Ordering::Relaxed)
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.console.trouble(format_args!("standard output: {}; the report ends early", reason(&error)));
        }
        tally
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
        let excuse = finding.excuse.map(Excuse::name);
        match self.form {
            Form::Text => {
                let source = shown(Path::new(source));
                let excuse = excuse.map_or_else(String::new, |excuse| format!(", {excuse}"));
                writeln!(out, "{source}:{line}:{column}: {} ({confidence}){excuse}", rule.entity)
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
                    excuse,
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
