//! Which input goes where, settled before the first byte is written: a plan that would write over an input, or two
//! inputs over each other, is refused as a whole.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use samar_formats::Codec;

use crate::cloud;
use crate::console::{Console, shown};
use crate::input::{Choice, Entry, Identity, Input, Source, identities, walk};

/// Why an object is not written over.
const NO_PLACE: &str = "--in-place takes files and folders, no objects, whose older versions may be kept; give -o; nothing was written";

pub(crate) struct Plan {
    pub(crate) jobs: Vec<Job>,
    /// The folder that all outputs are in, for a manifest.
    pub(crate) root: PathBuf,
    /// Folders to make first, each after the one that it is in, with the folder that it mirrors.
    pub(crate) folders: Vec<(PathBuf, Option<PathBuf>)>,
    /// Symbolic links between what is written, and where they lead to.
    pub(crate) links: Vec<(PathBuf, PathBuf)>,
}

pub(crate) struct Job {
    pub(crate) source: Source,
    pub(crate) destination: Destination,
}

pub(crate) enum Destination {
    Stdout,
    /// A file that is made or replaced.
    File(PathBuf),
    /// A pipe or device, which is no file to be replaced.
    Device(PathBuf),
    InPlace,
    /// In object storage.
    Object(PathBuf),
}

/// Every input to standard output.
pub(crate) fn to_stdout(inputs: Vec<Input>) -> Result<Plan> {
    let mut jobs = Vec::new();
    for input in inputs {
        match input {
            Input::One(source) => jobs.push(Job { source, destination: Destination::Stdout }),
            Input::Folder(folder) => bail!(
                "{}: a folder; give -o OUT for a folder with the results, or --in-place; nothing was written",
                shown(&folder)
            ),
        }
    }
    if let Some(output) = Identity::of_stream(&io::stdout()) {
        let is_output = |job: &&Job| identities([&job.source]).contains(&output);
        if let Some(job) = jobs.iter().find(is_output) {
            bail!("{}: it is standard output as well; nothing was written", job.source);
        }
    }
    Ok(Plan { jobs, root: PathBuf::from("."), folders: Vec::new(), links: Vec::new() })
}

/// Every input in its own place.
pub(crate) fn in_place(inputs: Vec<Input>, choice: &Choice, console: &Console) -> Result<Plan> {
    let mut sources = Vec::new();
    for input in inputs {
        match input {
            Input::One(Source::Stdin) => bail!("--in-place takes files and folders, not standard input"),
            Input::One(Source::Object { url, .. }) => bail!("{}: {NO_PLACE}", shown(&url)),
            Input::Folder(folder) if cloud::is_url(&folder) => bail!("{}: {NO_PLACE}", shown(&folder)),
            Input::One(source) => sources.push(source),
            Input::Folder(folder) => {
                let files = walk(&folder, choice, console).into_iter().filter(Entry::is_file);
                sources.extend(files.map(Entry::source));
            }
        }
    }
    // A file that was named twice would be written over while it is read.
    let mut seen = HashSet::new();
    sources.retain(|source| identities([source]).into_iter().all(|identity| seen.insert(identity)));
    let jobs = sources.into_iter().map(|source| Job { source, destination: Destination::InPlace }).collect();
    Ok(Plan { jobs, root: PathBuf::from("."), folders: Vec::new(), links: Vec::new() })
}

/// Refuses to write what tells of a run over something that it reads.
pub(crate) fn spare<'s>(
    written: impl IntoIterator<Item = &'s PathBuf>,
    sources: impl Iterator<Item = &'s Source> + Clone,
) -> Result<()> {
    for path in written {
        let is_input = |identity| identities(sources.clone()).contains(&identity);
        ensure!(
            !Identity::of(path).is_ok_and(is_input),
            "{}: the same file as an input; nothing was written",
            shown(path)
        );
    }
    Ok(())
}

/// Which files of folders are read, and how those are called that are compressed in another way.
pub(crate) struct Naming<'n> {
    pub(crate) choice: &'n Choice,
    pub(crate) codec: Option<Codec>,
}

/// How names of compressed files end, and what stands there of a tar archive in one.
const ENDINGS: [(&str, &str); 12] = [
    ("gz", ""),
    ("zst", ""),
    ("bz2", ""),
    ("xz", ""),
    ("lz4", ""),
    ("tgz", "tar."),
    ("tzst", "tar."),
    ("tbz2", "tar."),
    ("tbz", "tar."),
    ("txz", "tar."),
    ("tlz4", "tar."),
    ("gzip", ""),
];

impl Naming<'_> {
    /// The target, whose name says how it will be compressed, if it said so before and was true.
    fn target(&self, source: &Source, target: PathBuf) -> PathBuf {
        let Some(codec) = self.codec else { return target };
        let ending = target.extension().and_then(OsStr::to_str);
        let Some((_, tar)) =
            ENDINGS.iter().find(|(known, _)| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(known)))
        else {
            return target;
        };
        let mut head = Vec::new();
        // What cannot be opened here cannot be read later, and is told of then.
        let is_read = source.open().and_then(|input| input.take(10).read_to_end(&mut head)).is_ok();
        let is_compressed = is_read && Codec::of(&head).is_some();
        if is_compressed { target.with_extension(format!("{tar}{}", codec.name())) } else { target }
    }
}

/// One file to the file `out`, or to one of its name in the folder `out`; a folder or many inputs into the folder.
pub(crate) fn to(
    out: &Path,
    inputs: Vec<Input>,
    named: usize,
    naming: &Naming<'_>,
    console: &Console,
) -> Result<Plan> {
    let mut plan =
        Plan { jobs: Vec::new(), root: PathBuf::from("."), folders: Vec::new(), links: Vec::new() };
    let is_one = named == 1;
    let needs_folder = !is_one || inputs.iter().any(|input| matches!(input, Input::Folder(_)));
    if needs_folder || out.is_dir() || ends_in_separator(out) {
        prepare_folder(out, &inputs, &mut plan)?;
        plan.root = out.to_owned();
        for input in inputs {
            match input {
                Input::One(Source::Stdin) => {
                    bail!("standard input has no name in the folder {}; nothing was written", shown(out))
                }
                Input::One(source) => {
                    let target = out.join(name(source.path().unwrap_or(Path::new("-")))?);
                    let target = naming.target(&source, target);
                    plan.push(source, target);
                }
                Input::Folder(folder) => {
                    let root = if is_one { out.to_owned() } else { out.join(name(&folder)?) };
                    plan.folders.push((root.clone(), Some(folder.clone())));
                    for entry in walk(&folder, naming.choice, console) {
                        let target = root.join(&entry.relative);
                        if let Some(link) = entry.link {
                            plan.links.push((target, link));
                        } else if entry.is_folder {
                            plan.folders.push((target, Some(entry.path)));
                        } else {
                            let source = entry.source();
                            let target = naming.target(&source, target);
                            plan.push(source, target);
                        }
                    }
                }
            }
        }
    } else {
        for input in inputs {
            let Input::One(source) = input else { unreachable!("folders need a folder") };
            plan.push(source, out.to_owned());
        }
    }
    plan.folders.retain(|(folder, _)| !cloud::is_url(folder));
    plan.check()?;
    Ok(plan)
}

fn ends_in_separator(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().last().is_some_and(|byte| std::path::is_separator(char::from(*byte)))
}

/// A name for the input inside a folder, also for `.` and `logs/..`.
fn name(path: &Path) -> Result<PathBuf> {
    let own = |path: &Path| path.file_name().map(OsStr::to_owned).map(PathBuf::from);
    let full = || fs::canonicalize(path).ok().as_deref().and_then(own);
    own(path).or_else(full).with_context(|| format!("{}: it has no name to be written under", shown(path)))
}

fn prepare_folder(out: &Path, inputs: &[Input], plan: &mut Plan) -> Result<()> {
    if cloud::is_url(out) {
        let place = with_slash(out);
        let above = |input: &&Input| matches!(input, Input::Folder(folder) if cloud::is_url(folder) && place.starts_with(&with_slash(folder)));
        if let Some(Input::Folder(folder)) = inputs.iter().find(above) {
            bail!("{}: it lies inside the input {}; nothing was written", shown(out), shown(folder));
        }
        return Ok(());
    }
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    ensure!(
        out.is_dir() || !out.exists(),
        "{}: a folder is needed there, and it is none; nothing was written",
        shown(out)
    );
    ensure!(parent.is_dir(), "{}: its folder does not exist; nothing was written", shown(out));
    plan.folders.push((out.to_owned(), None));
    // A folder that does not exist yet is where its parent is.
    let place = fs::canonicalize(out).or_else(|_| fs::canonicalize(parent));
    for input in inputs {
        if let (Input::Folder(folder), Ok(place)) = (input, &place)
            && fs::canonicalize(folder).is_ok_and(|folder| place.starts_with(folder))
        {
            bail!("{}: it lies inside the input {}; nothing was written", shown(out), shown(folder));
        }
    }
    Ok(())
}

/// A prefix as it stands before the keys below it.
fn with_slash(url: &Path) -> String {
    format!("{}/", url.to_string_lossy().trim_end_matches('/'))
}

impl Plan {
    /// The folders that files are written in.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &Path> {
        let folders: HashSet<&Path> = self
            .jobs
            .iter()
            .filter_map(|job| match (&job.destination, &job.source) {
                (Destination::File(target), _) | (Destination::InPlace, Source::File(target)) => {
                    target.parent()
                }
                _ => None,
            })
            .collect();
        folders.into_iter().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
    }

    fn push(&mut self, source: Source, target: PathBuf) {
        if cloud::is_url(&target) {
            return self.jobs.push(Job { source, destination: Destination::Object(target) });
        }
        let is_file = fs::metadata(&target).map_or(true, |metadata| metadata.is_file() || metadata.is_dir());
        let destination = if is_file { Destination::File(target) } else { Destination::Device(target) };
        self.jobs.push(Job { source, destination });
    }

    fn check(&self) -> Result<()> {
        let inputs = identities(self.jobs.iter().map(|job| &job.source));
        let objects: HashSet<&Path> = self
            .jobs
            .iter()
            .filter(|job| matches!(job.source, Source::Object { .. }))
            .filter_map(|job| job.source.path())
            .collect();
        let mut taken: HashMap<&Path, &Source> = HashMap::new();
        for job in &self.jobs {
            let (Destination::File(target) | Destination::Object(target)) = &job.destination else {
                continue;
            };
            if objects.contains(target.as_path())
                || Identity::of(target).is_ok_and(|identity| inputs.contains(&identity))
            {
                bail!(
                    "{}: the same file as an input; --in-place writes over inputs; nothing was written",
                    shown(target)
                );
            }
            if let Some(other) = taken.insert(target, &job.source) {
                bail!(
                    "{}: {other} and {} would both go there; nothing was written",
                    shown(target),
                    job.source
                );
            }
        }
        Ok(())
    }
}
