//! `samar redact`: bytes in, the same bytes out with the sensitive values masked.

use std::fs::{self, File, Metadata};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use clap::Args;
use samar::Redactor;
use samar_transcript::Transcript;

use crate::arguments::{Selection, Work};
use crate::chat::{self, Begun, Chat, NoChat};
use crate::console::{Console, Tally, Verdict, reason, shown};
use crate::input::{Identity, Input, Source, read};
use crate::output::{self, Replacement};
use crate::plan::{self, Destination, Job};
use crate::turns::{Turns, side_by_side};

/// Bytes of one read.
const CHUNK: usize = 256 * 1024;

/// Mask values in files and streams (the default)
///
/// Reads standard input, or files one after the other, and writes them to standard output with every value masked;
/// everything else passes byte for byte. A complete line is written as soon as it is read: `tail -f app.log | samar`.
///
/// An output file appears when it is whole, and an input is never written over without --in-place. Symbolic links
/// inside folders are left out.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    /// Files to read, in order; `-` is standard input [default: -]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write to OUT: a file for one file, a folder for a folder or many files
    #[arg(short, long, value_name = "OUT", conflicts_with = "in_place")]
    output: Option<PathBuf>,
    /// Write over the inputs, each at once and only where something was found
    #[arg(long)]
    in_place: bool,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) work: Work,
}

impl Arguments {
    /// An option that was given and that no other subcommand has.
    pub(crate) fn own_option(&self) -> Option<&'static str> {
        let output = self.output.as_ref().map(|_| "--output");
        output.or(self.in_place.then_some("--in-place")).or((!self.paths.is_empty()).then_some("PATH"))
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let mut console = Console::new(arguments.work.quiet);
    let inputs = Input::all(&arguments.paths, "; nothing was written", &console);
    let plan = match &arguments.output {
        Some(out) => plan::to(out, inputs, arguments.paths.len().max(1), &console)?,
        None if arguments.in_place => plan::in_place(inputs, &console)?,
        None => plan::to_stdout(inputs)?,
    };
    let redactor = arguments.selection.redactor()?;
    for (folder, like) in &plan.folders {
        if let Err(error) = output::make_folder(folder, like.as_deref()) {
            console.trouble(format_args!("{}: {}; it was not made", shown(folder), reason(&error)));
        }
    }
    // A bar between the lines of the output would help nobody.
    let is_shown = io::stdout().is_terminal()
        && plan.jobs.iter().any(|job| matches!(job.destination, Destination::Stdout));
    let total = Source::total_len(plan.jobs.iter().map(|job| &job.source));
    console.expect(total.filter(|_| !is_shown));
    let run = Run {
        redactor,
        chat: Chat::new(arguments.work.input, &arguments.selection),
        console: &console,
        turns: Turns::new(output::stdout()?),
        is_over: AtomicBool::new(false),
    };
    let done = Mutex::new(Done::default());
    side_by_side(plan.jobs.len(), arguments.work.threads(plan.jobs.len()), |index| {
        let finished = run.job(index, &plan.jobs[index]);
        done.lock().expect("adding does not panic").add(&finished);
    });
    console.done();
    let is_pipe = plan
        .jobs
        .iter()
        .any(|job| matches!((&job.source, &job.destination), (Source::Stdin, Destination::Stdout)));
    let done = done.into_inner().expect("adding does not panic");
    // Beside a pipe nothing is said, and where all went wrong that has been said.
    if !(is_pipe && plan.jobs.len() == 1 || done.tally.files == 0 && console.is_troubled()) {
        let rewritten =
            if arguments.in_place { format!(" ({} rewritten)", done.rewritten) } else { String::new() };
        console.note(format_args!("{}{rewritten}", done.tally));
    }
    Ok(if console.is_troubled() { Verdict::Trouble } else { Verdict::Clean })
}

struct Run<'c, W> {
    redactor: Redactor,
    chat: Chat,
    console: &'c Console,
    turns: Turns<W>,
    /// Nobody reads standard output any more, or it is full.
    is_over: AtomicBool,
}

#[derive(Default)]
struct Done {
    tally: Tally,
    rewritten: u64,
}

impl Done {
    fn add(&mut self, other: &Self) {
        self.tally.add(&other.tally);
        self.rewritten += other.rewritten;
    }
}

/// What ended a job early, and on which side.
enum Failure {
    Read(io::Error),
    Write(io::Error),
    /// Something about the file that forbids writing over it.
    Refused(&'static str),
    /// It is no transcript.
    NoChat(NoChat),
}

/// What was masked in an input: values by entity, in a tally of one file.
struct Masked {
    tally: Tally,
    is_changed: bool,
}

impl<W: Write + Send> Run<'_, W> {
    fn job(&self, index: usize, job: &Job) -> Done {
        let result = match &job.destination {
            Destination::Stdout => self.to_stdout(index, &job.source),
            Destination::File(target) => self.to_file(&job.source, target),
            Destination::Device(target) => self.to_device(&job.source, target),
            Destination::InPlace => self.in_place(&job.source),
        };
        match result {
            Ok(done) => done,
            Err(failure) => {
                self.tell(job, failure);
                Done::default()
            }
        }
    }

    fn tell(&self, job: &Job, failure: Failure) {
        let Job { source, destination } = job;
        match (failure, destination) {
            (Failure::Write(error), Destination::Stdout) => {
                // Nobody reads on: the ordinary end of a pipe. What is full is told of once.
                if !self.is_over.swap(true, Ordering::Relaxed) && error.kind() != io::ErrorKind::BrokenPipe {
                    self.console.trouble(format_args!("standard output: {}; it ends early", reason(&error)));
                }
            }
            (Failure::Write(error), Destination::Device(target)) => {
                self.console.trouble(format_args!("{}: {}; it ends early", shown(target), reason(&error)));
            }
            (Failure::Write(error), Destination::File(target)) => {
                self.console.trouble(format_args!(
                    "{}: {}; nothing was written",
                    shown(target),
                    reason(&error)
                ));
            }
            (Failure::Write(error) | Failure::Read(error), Destination::InPlace) => {
                self.console.trouble(format_args!("{source}: {}; it is unchanged", reason(&error)));
            }
            (Failure::Read(error), Destination::Device(_)) => {
                self.console.trouble(format_args!("{source}: {}; its output ends early", reason(&error)));
            }
            (Failure::Read(error), _) => {
                self.console.trouble(format_args!("{source}: {}; nothing was written", reason(&error)));
            }
            (Failure::NoChat(why), _) => {
                self.console.trouble(format_args!("{source}: {why}; nothing of it was written"));
            }
            (Failure::Refused(why), _) => {
                self.console.trouble(format_args!("{source}: {why}; it is unchanged"));
            }
        }
    }

    fn to_stdout(&self, index: usize, source: &Source) -> Result<Done, Failure> {
        let mut turn = self.turns.turn(index);
        if self.is_over.load(Ordering::Relaxed) {
            return Ok(Done::default());
        }
        let mut reader = source.open().map_err(Failure::Read)?;
        let masked = self.mask(source, &mut *reader, &mut turn);
        // After an error of the input too: what was masked before it was written for the reader.
        turn.finish().map_err(Failure::Write)?;
        match masked {
            Err(Failure::Read(error)) => {
                self.console.trouble(format_args!("{source}: {}; its output ends early", reason(&error)));
                Ok(Done::default())
            }
            other => Ok(done(other?, false)),
        }
    }

    fn to_file(&self, source: &Source, target: &Path) -> Result<Done, Failure> {
        let mut reader = source.open().map_err(Failure::Read)?;
        let like = match source {
            Source::Stdin => None,
            Source::File(path) => fs::metadata(path).ok(),
        };
        let replaced = fs::metadata(target).ok();
        if replaced.as_ref().is_some_and(Metadata::is_dir) {
            return Err(Failure::Write(io::ErrorKind::IsADirectory.into()));
        }
        let mut out = Replacement::new(target, like.as_ref()).map_err(Failure::Write)?;
        let masked = self.mask(source, &mut *reader, &mut out)?;
        if let Some(replaced) = &replaced {
            out.resemble(replaced).map_err(Failure::Write)?;
        }
        out.commit().map_err(Failure::Write)?;
        Ok(done(masked, true))
    }

    fn to_device(&self, source: &Source, target: &Path) -> Result<Done, Failure> {
        let mut reader = source.open().map_err(Failure::Read)?;
        let mut out = File::options().write(true).open(target).map_err(Failure::Write)?;
        let masked = self.mask(source, &mut *reader, &mut out)?;
        Ok(done(masked, true))
    }

    fn in_place(&self, source: &Source) -> Result<Done, Failure> {
        let Source::File(path) = source else { unreachable!("the plan refuses standard input") };
        let mut file = File::open(path).map_err(Failure::Read)?;
        let before = file.metadata().map_err(Failure::Read)?;
        if !before.is_file() {
            return Err(Failure::Refused("no regular file"));
        }
        if has_other_names(&before) {
            return Err(Failure::Refused("it has other hard links, which would keep the unmasked text"));
        }
        let mut out = Replacement::new(path, Some(&before)).map_err(Failure::Write)?;
        let masked = self.mask(source, &mut file, &mut out)?;
        if !masked.is_changed {
            return Ok(done(masked, false));
        }
        out.resemble(&before).map_err(Failure::Write)?;
        out.sync().map_err(Failure::Write)?;
        if !is_unchanged(path, &file, &before).map_err(Failure::Read)? {
            return Err(Failure::Refused("it was written to meanwhile"));
        }
        out.commit().map_err(Failure::Write)?;
        Ok(done(masked, true))
    }

    fn mask(&self, source: &Source, reader: &mut dyn Read, out: &mut impl Write) -> Result<Masked, Failure> {
        match self.chat.begin(source, reader).map_err(Failure::Read)?.map_err(Failure::NoChat)? {
            Begun::Chat(text) => self.transcript(source, &text, out),
            Begun::Text(start) => self.text(&start, reader, out),
        }
    }

    fn text(&self, start: &[u8], reader: &mut dyn Read, out: &mut impl Write) -> Result<Masked, Failure> {
        let mut writer = self.redactor.writer(out);
        writer.push(start, |_| {}).map_err(Failure::Write)?;
        self.console.advance(start.len());
        let mut chunk = vec![0; CHUNK];
        loop {
            // A writer that is dropped here keeps its tail to itself: half a value is never shown.
            match read(reader, &mut chunk).map_err(Failure::Read)? {
                0 => break,
                count => {
                    writer.push(&chunk[..count], |_| {}).map_err(Failure::Write)?;
                    self.console.advance(count);
                }
            }
        }
        let (_, report) = writer.finish().map_err(Failure::Write)?;
        let mut tally = Tally::of(report.bytes_in);
        for (rule, times) in report.by_rule() {
            tally.count(&self.redactor, rule, times);
        }
        Ok(Masked { tally, is_changed: report.findings() > 0 })
    }

    /// A transcript is masked as a whole: what a later message shows of an earlier one counts there, too.
    fn transcript(&self, source: &Source, text: &str, out: &mut impl Write) -> Result<Masked, Failure> {
        let name = chat::name(source);
        let transcript =
            Transcript::read(text, &name).map_err(|error| Failure::NoChat(NoChat::Format(error)))?;
        let told = transcript.told(&self.redactor, self.chat.brands());
        let masked = transcript.redacted(&self.redactor, &told);
        out.write_all(masked.as_bytes()).map_err(Failure::Write)?;
        self.console.advance(text.len());
        let mut tally = Tally::of(text.len() as u64);
        for one in &told {
            one.findings.iter().for_each(|finding| tally.count(&self.redactor, finding.rule, 1));
            one.alerts.iter().for_each(|alert| tally.alert(alert.kind.name()));
        }
        Ok(Masked { tally, is_changed: masked != text })
    }
}

fn done(masked: Masked, is_rewritten: bool) -> Done {
    Done { tally: masked.tally, rewritten: u64::from(is_rewritten) }
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_metadata: &Metadata) -> bool {
    false
}

/// Whether the path still leads to the file that was read, and no one wrote to it.
fn is_unchanged(path: &Path, file: &File, before: &Metadata) -> io::Result<bool> {
    let after = file.metadata()?;
    let is_same = Identity::of(path)? == Identity::of_file(file, path)?;
    Ok(is_same && after.len() == before.len() && after.modified()? == before.modified()?)
}
