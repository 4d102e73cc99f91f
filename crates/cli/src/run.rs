//! A run: the jobs of a plan, each read, masked and written.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use samar_formats::Unpacker;

use crate::cloud::Upload;
use crate::console::{Tally, cause, reason, shown};
use crate::failure::Failure;
use crate::input::{Identity, Opened, Ready, Source, Watched};
use crate::journal::{Journal, Stamp};
use crate::masking::{Masked, Masking, Setting};
use crate::output::Replacement;
use crate::plan::{Destination, Job};
use crate::record::{Content, Hashing, Name, Record};
use crate::turns::Turns;

pub(crate) struct Run<'c, W> {
    pub(crate) setting: Setting<'c>,
    pub(crate) unpacker: Unpacker,
    pub(crate) turns: Turns<W>,
    /// Nobody reads standard output any more, or it is full.
    pub(crate) is_over: AtomicBool,
    /// Whether hashes are wanted.
    pub(crate) is_recorded: bool,
    pub(crate) journal: Option<Journal>,
    pub(crate) root: PathBuf,
    pub(crate) records: Mutex<BTreeMap<Name, Record>>,
}

/// What came of a job, or of several.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) tally: Tally,
    pub(crate) rewritten: u64,
    pub(crate) skipped: u64,
}

impl Done {
    pub(crate) fn add(&mut self, other: &Self) {
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
    pub(crate) fn job(&self, index: usize, job: &Job) -> Done {
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

    /// Says on which side a job failed, and what there is of its output.
    fn tell(&self, job: &Job, failure: Failure) {
        let Job { source, destination } = job;
        match (failure, destination) {
            (Failure::Write(error), Destination::Stdout) => {
                // Nobody reads on: the ordinary end of a pipe. What is full is told of once.
                if !self.is_over.swap(true, Ordering::Relaxed) && error.kind() != io::ErrorKind::BrokenPipe {
                    self.setting
                        .console
                        .trouble(format_args!("standard output: {}; it ends early", reason(&error)));
                }
            }
            (Failure::Write(error), Destination::Device(target)) => {
                self.setting.console.trouble(format_args!(
                    "{}: {}; it ends early",
                    shown(target),
                    reason(&error)
                ));
            }
            (Failure::Write(error), Destination::File(target) | Destination::Object(target)) => {
                self.setting.console.trouble(format_args!(
                    "{}: {}; nothing was written",
                    shown(target),
                    reason(&error)
                ));
            }
            (Failure::Write(error) | Failure::Read(error), Destination::InPlace) => {
                self.setting.console.trouble(format_args!("{source}: {}; it is unchanged", reason(&error)));
            }
            (Failure::Read(error), Destination::Device(_)) => {
                self.setting
                    .console
                    .trouble(format_args!("{source}: {}; its output ends early", reason(&error)));
            }
            (Failure::Read(error), _) => {
                self.setting
                    .console
                    .trouble(format_args!("{source}: {}; nothing was written", reason(&error)));
            }
            (Failure::Input(error), destination) => {
                let end = match destination {
                    Destination::Stdout | Destination::Device(_) => "its output ends early",
                    Destination::File(_) | Destination::Object(_) => "nothing was written",
                    Destination::InPlace => "it is unchanged",
                };
                self.setting.console.trouble(format_args!("{source}: {}; {end}", cause(&error)));
            }
            (Failure::Refused(why), Destination::InPlace) => {
                self.setting.console.trouble(format_args!("{source}: {why}; it is unchanged"));
            }
            (Failure::Refused(why), _) => {
                self.setting.console.trouble(format_args!("{source}: {why}; nothing was written"));
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
                self.setting
                    .console
                    .trouble(format_args!("{source}: {}; its output ends early", reason(&error)));
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
        let mut visitor = Masking::new(&self.setting, source, &mut masked, Ready::of(input));
        let file = input.file().map(File::try_clone).transpose().map_err(Failure::Read)?;
        let mut watched = Watched::new(source, input, self.setting.console);
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
