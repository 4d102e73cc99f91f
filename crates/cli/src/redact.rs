//! `samar redact`: bytes in, the same bytes out with the sensitive values masked.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use clap::{Args, ValueEnum};
use samar::Redactor;
use samar_formats::{Blocks, Codec, Format, Unpacker};

use crate::arguments::{Selection, Work};
use crate::chat::Chat;
use crate::cloud::Upload;
use crate::console::{Console, Tally, Verdict, reason, shown};
use crate::failure::Failure;
use crate::input::{Identity, Input, Opened, Ready, Source, Watched};
use crate::journal::{Journal, Stamp};
use crate::manifest::{self, Manifest};
use crate::masking::{Masked, Masking};
use crate::output::{self, Replacement};
use crate::plan::{self, Destination, Job};
use crate::record::{self, Content, Hashing, Name, Record};
use crate::report::Reports;
use crate::turns::{Turns, side_by_side};
use crate::unfinished;

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
        redactor,
        format: arguments.work.format(),
        blocks: arguments.work.blocks(plan.jobs.len()),
        unpacker: codec.map_or(unpacker.clone(), |codec| unpacker.recompress(codec)),
        chat: Chat::new(arguments.work.input, &arguments.selection)?,
        console: &console,
        reports,
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
    run.reports.finish(done.tally.files, done.tally.bytes)?;
    if let Some(path) = &arguments.manifest {
        let files = run.records.into_inner().expect("inserting does not panic");
        let settings = settings(&run.redactor);
        Manifest::new(settings, &plan.root, files.into_values().collect()).write(path, key.as_ref())?;
    }
    Ok(if console.is_troubled() { Verdict::Trouble } else { Verdict::Clean })
}

pub(crate) struct Run<'c, W> {
    pub(crate) redactor: Redactor,
    pub(crate) format: Format,
    pub(crate) blocks: Blocks,
    pub(crate) chat: Chat,
    unpacker: Unpacker,
    pub(crate) console: &'c Console,
    pub(crate) reports: Reports,
    turns: Turns<W>,
    /// Nobody reads standard output any more, or it is full.
    pub(crate) is_over: AtomicBool,
    /// Whether hashes are wanted.
    is_recorded: bool,
    journal: Option<Journal>,
    root: PathBuf,
    records: Mutex<BTreeMap<Name, Record>>,
}

#[derive(Default)]
struct Done {
    tally: Tally,
    rewritten: u64,
    skipped: u64,
}

impl Done {
    fn add(&mut self, other: &Self) {
        self.tally.add(&other.tally);
        self.rewritten += other.rewritten;
        self.skipped += other.skipped;
    }
}

/// What was read.
struct Before<'s> {
    path: &'s Path,
    stamp: Stamp,
    content: Content,
}

impl<W: Write + Send> Run<'_, W> {
    fn job(&self, index: usize, job: &Job) -> Done {
        let result = match &job.destination {
            Destination::Stdout => self.to_stdout(index, &job.source),
            Destination::File(target) => self.to_file(&job.source, target),
            Destination::Device(target) => self.to_device(&job.source, target),
            Destination::InPlace => self.in_place(&job.source),
            Destination::Object(target) => self.to_object(&job.source, target),
        };
        match result {
            Ok(done) => done,
            Err(failure) => {
                self.tell(job, failure);
                Done::default()
            }
        }
    }

    fn to_stdout(&self, index: usize, source: &Source) -> Result<Done, Failure> {
        let mut turn = self.turns.turn(index);
        if self.is_over.load(Ordering::Relaxed) {
            return Ok(Done::default());
        }
        let mut input = source.open().map_err(Failure::Read)?;
        let masked = self.mask(source, &mut input, &mut turn, None);
        // After an error of the input too: what was masked before it was written for the reader.
        turn.finish().map_err(Failure::Write)?;
        match masked {
            Err(Failure::Read(error)) => {
                self.console.trouble(format_args!("{source}: {}; its output ends early", reason(&error)));
                Ok(Done::default())
            }
            other => Ok(self.done(&other?, false)),
        }
    }

    fn to_file(&self, source: &Source, target: &Path) -> Result<Done, Failure> {
        if let Some(done) = source.path().and_then(|path| self.done_before(path, target)) {
            return Ok(done);
        }
        let mut input = source.open().map_err(Failure::Read)?;
        let like = input.file().map(File::metadata).transpose().map_err(Failure::Read)?;
        let replaced = fs::metadata(target).ok();
        if replaced.as_ref().is_some_and(Metadata::is_dir) {
            return Err(Failure::Write(io::ErrorKind::IsADirectory.into()));
        }
        let mut out = Replacement::new(target, like.as_ref()).map_err(Failure::Write)?;
        let mut hashing = Hashing::new(&mut out, self.is_recorded);
        let masked = self.mask(source, &mut input, &mut hashing, target.parent())?;
        let after = hashing.content();
        if let Some(replaced) = &replaced {
            out.resemble(replaced).map_err(Failure::Write)?;
        }
        if let (Source::File(path), Some(like), Opened::File { file, .. }) = (source, &like, &input) {
            out.keep_times(like).map_err(Failure::Write)?;
            if !is_unchanged(path, file, like).map_err(Failure::Read)? {
                return Err(Failure::Refused("it was written to meanwhile"));
            }
        }
        if let Some(before) = self.before(source, &mut input, like.as_ref(), &masked)? {
            let stamp = Stamp::of(&out.metadata().map_err(Failure::Write)?);
            self.record(before, (target, stamp), after, &masked)?;
        }
        out.commit().map_err(Failure::Write)?;
        Ok(self.done(&masked, true))
    }

    /// What the journal knows to be done.
    fn done_before(&self, source: &Path, target: &Path) -> Option<Done> {
        let record = self.journal.as_ref()?.done(source, target)?;
        self.records.lock().expect("inserting does not panic").insert(record.path.clone(), record);
        Some(Done { skipped: 1, ..Done::default() })
    }

    /// What was read, where that is recorded. An output that lacks entries is not done.
    fn before<'s>(
        &self,
        source: &'s Source,
        input: &mut Opened,
        like: Option<&Metadata>,
        masked: &Masked,
    ) -> Result<Option<Before<'s>>, Failure> {
        if !self.is_recorded || masked.left_out > 0 {
            return Ok(None);
        }
        let (stamp, content) = match (source.path(), input, like) {
            (Some(_), Opened::Object(object), _) => (Stamp::of_object(object.stamp()), object.content()),
            (Some(path), Opened::File { .. }, Some(like)) => (Stamp::of(like), Content::of(path)),
            _ => return Ok(None),
        };
        let content = content.map_err(Failure::Read)?;
        Ok(source.path().map(|path| Before { path, stamp, content }))
    }

    /// Notes what is about to take its place.
    fn record(
        &self,
        before: Before<'_>,
        (target, stamp): (&Path, Stamp),
        after: Option<Content>,
        masked: &Masked,
    ) -> Result<(), Failure> {
        let Some(after) = after else { return Ok(()) };
        let findings = masked.tally.by_entity().map(|(entity, count)| (entity.to_owned(), count)).collect();
        let path = target.strip_prefix(&self.root).unwrap_or(target);
        let record = Record { path: Name::of(path), before: before.content, after, findings };
        if let Some(journal) = &self.journal {
            journal.note((before.path, before.stamp), (target, stamp), &record).map_err(Failure::Write)?;
        }
        self.records.lock().expect("inserting does not panic").insert(record.path.clone(), record);
        Ok(())
    }

    fn to_object(&self, source: &Source, target: &Path) -> Result<Done, Failure> {
        if let Some(done) = source.path().and_then(|path| self.done_before(path, target)) {
            return Ok(done);
        }
        let mut input = source.open().map_err(Failure::Read)?;
        let like = input.file().map(File::metadata).transpose().map_err(Failure::Read)?;
        let object = if let Opened::Object(object) = &input { Some(object.as_ref()) } else { None };
        let mut out = Upload::begin(target, object, like.as_ref()).map_err(Failure::Write)?;
        let mut hashing = Hashing::new(&mut out, self.is_recorded);
        let masked = self.mask(source, &mut input, &mut hashing, None)?;
        let after = hashing.content();
        if let (Source::File(path), Some(like), Opened::File { file, .. }) = (source, &like, &input)
            && !is_unchanged(path, file, like).map_err(Failure::Read)?
        {
            return Err(Failure::Refused("it was written to meanwhile"));
        }
        let before = self.before(source, &mut input, like.as_ref(), &masked)?;
        let stamp = Stamp::of_object(out.commit().map_err(Failure::Write)?);
        if let Some(before) = before {
            self.record(before, (target, stamp), after, &masked)?;
        }
        Ok(self.done(&masked, true))
    }

    fn to_device(&self, source: &Source, target: &Path) -> Result<Done, Failure> {
        let mut input = source.open().map_err(Failure::Read)?;
        let mut out = File::options().write(true).open(target).map_err(Failure::Write)?;
        let masked = self.mask(source, &mut input, &mut out, None)?;
        Ok(self.done(&masked, true))
    }

    fn in_place(&self, source: &Source) -> Result<Done, Failure> {
        let Source::File(path) = source else { unreachable!("the plan refuses standard input") };
        if let Some(done) = self.done_before(path, path) {
            return Ok(done);
        }
        let file = File::open(path).map_err(Failure::Read)?;
        let before = file.metadata().map_err(Failure::Read)?;
        if !before.is_file() {
            return Err(Failure::Refused("no regular file"));
        }
        if has_other_names(&before) {
            return Err(Failure::Refused("it has other hard links, which would keep the unmasked text"));
        }
        let mut out = Replacement::new(path, Some(&before)).map_err(Failure::Write)?;
        let mut input = Opened::File { file, is_regular: true };
        let mut hashing = Hashing::new(&mut out, self.is_recorded);
        let masked = self.mask(source, &mut input, &mut hashing, path.parent())?;
        let after = hashing.content();
        if masked.left_out > 0 {
            return Err(Failure::Refused("entries of it cannot be masked"));
        }
        if masked.tally.findings() == 0 {
            self.record_unchanged(path, &before)?;
            return Ok(self.done(&masked, false));
        }
        let Opened::File { file, .. } = input else { unreachable!("it was put there") };
        out.resemble(&before).map_err(Failure::Write)?;
        out.keep_times(&before).map_err(Failure::Write)?;
        out.sync().map_err(Failure::Write)?;
        if !is_unchanged(path, &file, &before).map_err(Failure::Read)? {
            return Err(Failure::Refused("it was written to meanwhile"));
        }
        let mut input = Opened::File { file, is_regular: true };
        if let Some(before) = self.before(source, &mut input, Some(&before), &masked)? {
            let stamp = Stamp::of(&out.metadata().map_err(Failure::Write)?);
            self.record(before, (path, stamp), after, &masked)?;
        }
        out.commit().map_err(Failure::Write)?;
        Ok(self.done(&masked, true))
    }

    /// Notes that there was nothing to mask. What was hashed on the way is a container that was packed anew, which nobody
    /// keeps.
    fn record_unchanged(&self, path: &Path, metadata: &Metadata) -> Result<(), Failure> {
        if !self.is_recorded {
            return Ok(());
        }
        let content = Content::of(path).map_err(Failure::Read)?;
        let name = Name::of(path.strip_prefix(&self.root).unwrap_or(path));
        let record =
            Record { path: name, before: content.clone(), after: content, findings: BTreeMap::new() };
        if let Some(journal) = &self.journal {
            let stamp = Stamp::of(metadata);
            journal.note((path, stamp.clone()), (path, stamp), &record).map_err(Failure::Write)?;
        }
        self.records.lock().expect("inserting does not panic").insert(record.path.clone(), record);
        Ok(())
    }

    fn mask(
        &self,
        source: &Source,
        input: &mut Opened,
        out: &mut dyn Write,
        folder: Option<&Path>,
    ) -> Result<Masked, Failure> {
        let unpacker = folder.filter(|folder| !folder.as_os_str().is_empty());
        let unpacker =
            unpacker.map_or_else(|| self.unpacker.clone(), |folder| self.unpacker.clone().spool(folder));
        let mut masked = Masked::default();
        let mut visitor = Masking::new(self, source, &mut masked, Ready::of(input));
        let file = input.file().map(File::try_clone).transpose().map_err(Failure::Read)?;
        let mut watched = Watched::new(source, input, self.console);
        let result = unpacker.run(&mut watched, file.as_ref(), Some(out), &mut visitor);
        watched.finish();
        result?;
        Ok(masked)
    }

    fn done(&self, masked: &Masked, is_rewritten: bool) -> Done {
        let mut done = Done { rewritten: u64::from(is_rewritten), ..Done::default() };
        done.tally.files = 1;
        done.tally.count(&masked.tally);
        done
    }
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
    let is_same = Identity::of(path)? == Identity::of_open(&after, path)?;
    Ok(is_same && after.len() == before.len() && after.modified()? == before.modified()?)
}
