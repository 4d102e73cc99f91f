//! `samar redact`: bytes in, the same bytes out with the sensitive values masked.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use anyhow::Result;
use clap::{Args, ValueEnum};
use samar::Redactor;
use samar_formats::Codec;

use crate::chat::Chat;
use crate::console::{Console, Verdict, reason, shown};
use crate::input::{Input, Source};
use crate::journal::Journal;
use crate::manifest::{self, Manifest};
use crate::masking::Setting;
use crate::output;
use crate::plan::{self, Destination};
use crate::record;
use crate::report::Reports;
use crate::run::{Done, Run};
use crate::selection::Selection;
use crate::turns::{Turns, side_by_side};
use crate::unfinished;
use crate::work::Work;

/// Mask values in files and streams (the default)
///
/// Reads standard input, or files one after the other, and writes them to standard output with every value masked;
/// everything else passes byte for byte. A complete line is written as soon as it is read: `tail -f app.log | samar`.
///
/// An output file appears when it is whole, and an input is never written over without --in-place. In folders symbolic links
/// are not followed; those between files of the folder are made anew in that of the results. Others, pipes, sockets and devices
/// are left out and told of, and the exit status is 2.
///
/// Compressed files (gz, zst, bz2, xz, lz4) and archives (tar, zip), one in another, are gone into and written as the same
/// again. An entry that cannot be read, or whose name leads out of the archive, is told of and left out; with --in-place
/// the whole file is then left as it was.
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
    /// Compress what was compressed in this way instead; in a folder of results its name ends as that says
    #[arg(long, value_name = "CODEC", value_enum)]
    recompress: Option<Recompress>,
    /// Keep in FILE what is done, and leave out what is done already: a run that was ended goes on
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Write to FILE what was done: for each file its hash before and after, its size and counts
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Sign the manifest with this ed25519 key in PEM; the signature goes to FILE.sig
    #[arg(long, value_name = "KEY", requires = "manifest")]
    sign: Option<PathBuf>,
    /// Write a report of what was found to FILE, in the form that its ending names: .jsonl, .sarif or .html
    #[arg(long = "report", value_name = "FILE")]
    reports: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) work: Work,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Recompress {
    Gz,
    Zst,
    Bz2,
    Xz,
    Lz4,
}

impl From<Recompress> for Codec {
    fn from(codec: Recompress) -> Self {
        match codec {
            Recompress::Gz => Self::Gz,
            Recompress::Zst => Self::Zst,
            Recompress::Bz2 => Self::Bz2,
            Recompress::Xz => Self::Xz,
            Recompress::Lz4 => Self::Lz4,
        }
    }
}

/// Commands that are announced and not in this version: a word of them is not taken for a file.
const LATER_COMMANDS: [&str; 3] = ["serve", "reveal", "policy"];

impl Arguments {
    /// The first path, where it is the name of a command that other versions have and of no file.
    pub(crate) fn unknown_command(&self) -> Option<&str> {
        let path = self.paths.first()?;
        let name = path.to_str().filter(|name| LATER_COMMANDS.contains(name))?;
        (!path.exists()).then_some(name)
    }

    /// An option that was given and that no other subcommand has.
    pub(crate) fn own_option(&self) -> Option<&'static str> {
        let output = self.output.as_ref().map(|_| "--output");
        output.or(self.in_place.then_some("--in-place")).or((!self.paths.is_empty()).then_some("PATH"))
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let mut console = Console::new(arguments.work.quiet);
    let inputs = Input::all(&arguments.paths, "; nothing was written", &console);
    let codec = arguments.recompress.map(Codec::from);
    anyhow::ensure!(
        codec.is_none() || !arguments.in_place,
        "--recompress goes with -o or standard output: in its place a file keeps its name, which says how it is compressed"
    );
    let mut plan = match &arguments.output {
        Some(out) => {
            let named = arguments.paths.len().max(1);
            plan::to(out, inputs, named, &plan::Naming { choice: &arguments.work.choice, codec }, &console)?
        }
        None if arguments.in_place => plan::in_place(inputs, &arguments.work.choice, &console)?,
        None => plan::to_stdout(inputs)?,
    };
    if let Some(journal) = &arguments.journal {
        // Where it lies among the inputs, the run would write over what it writes down.
        plan.jobs.retain(|job| !job.source.path().is_some_and(|path| Journal::owns(journal, path)));
    }
    let told = arguments.reports.iter().chain(&arguments.manifest);
    plan::spare(told, plan.jobs.iter().map(|job| &job.source))?;
    let redactor = arguments.selection.redactor()?;
    let key = arguments.sign.as_deref().map(manifest::signing_key).transpose()?;
    // Only where it is written down: to read the versions of all packs takes longer than all else at the start.
    let settings = |redactor: &Redactor| {
        record::settings(
            redactor,
            &format!("{:?} {:?} {:?}", arguments.selection, arguments.work.input, arguments.recompress),
        )
    };
    let reports = Reports::begin(&arguments.reports, None)?;
    let journal = arguments.journal.as_deref().map(|path| Journal::open(path, &settings(&redactor)));
    let journal = journal.transpose()?;
    plan.targets().for_each(unfinished::sweep);
    plan.jobs.retain(|job| {
        let is_one = job.source.path().is_some_and(unfinished::is_one);
        if is_one && job.source.len().is_some() {
            console.note(format_args!("{}: another run has not finished it; it is left out", job.source));
        }
        !is_one
    });
    for (folder, like) in &plan.folders {
        if let Err(error) = output::make_folder(folder, like.as_deref()) {
            console.trouble(format_args!("{}: {}; it was not made", shown(folder), reason(&error)));
        }
    }
    for (link, target) in &plan.links {
        if let Err(error) = output::make_link(link, target) {
            console.trouble(format_args!("{}: {}; it was not made", shown(link), reason(&error)));
        }
    }
    // A bar between the lines of the output would help nobody.
    let is_shown = io::stdout().is_terminal()
        && plan.jobs.iter().any(|job| matches!(job.destination, Destination::Stdout));
    console.expect(
        || Source::total_len(plan.jobs.iter().map(|job| &job.source)).filter(|_| !is_shown),
        plan.jobs.len(),
    );
    if plan.targets().next().is_some() {
        unfinished::heed_signals(console.on_signal());
    }
    let unpacker = arguments.work.limits.unpacker();
    let run = Run {
        setting: Setting {
            redactor,
            format: arguments.work.format(),
            blocks: arguments.work.blocks(plan.jobs.len()),
            chat: Chat::new(arguments.work.input, &arguments.selection)?,
            console: &console,
            reports,
        },
        unpacker: codec.map_or(unpacker.clone(), |codec| unpacker.recompress(codec)),
        turns: Turns::new(output::stdout()?),
        is_over: AtomicBool::new(false),
        is_recorded: journal.is_some() || arguments.manifest.is_some(),
        journal,
        root: plan.root.clone(),
        records: Mutex::default(),
    };
    let done = Mutex::new(Done::default());
    side_by_side(plan.jobs.len(), arguments.work.threads(plan.jobs.len()), |index| {
        let finished = run.job(index, &plan.jobs[index]);
        console.files_done(1);
        done.lock().expect("adding does not panic").add(&finished);
    });
    console.done();
    let is_pipe = plan
        .jobs
        .iter()
        .any(|job| matches!((&job.source, &job.destination), (Source::Stdin, Destination::Stdout)));
    let done = done.into_inner().expect("adding does not panic");
    // Beside a pipe nothing is said unless something was let stand, and where all went wrong that has been said.
    let is_silent = is_pipe && plan.jobs.len() == 1 && !done.tally.has_excused();
    if !(is_silent || done.tally.files + done.skipped == 0 && console.is_troubled()) {
        let rewritten =
            if arguments.in_place { format!(" ({} rewritten)", done.rewritten) } else { String::new() };
        let skipped = match done.skipped {
            0 => String::new(),
            count => format!("; {count} done before"),
        };
        console.note(format_args!("{}{rewritten}{skipped}", done.tally));
    }
    run.setting.reports.finish(done.tally.files, done.tally.bytes)?;
    if let Some(path) = &arguments.manifest {
        let files = run.records.into_inner().expect("inserting does not panic");
        let settings = settings(&run.setting.redactor);
        Manifest::new(settings, &plan.root, files.into_values().collect()).write(path, key.as_ref())?;
    }
    Ok(if console.is_troubled() { Verdict::Trouble } else { Verdict::Clean })
}
