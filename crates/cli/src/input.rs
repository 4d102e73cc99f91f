//! What is read: standard input, files, and the files of folders.

use std::collections::HashSet;
use std::fmt::{self, Display};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::OverrideBuilder;
use indicatif::ProgressBar;

use crate::cloud::{self, Download, Named};
use crate::console::{Console, reason, shown};
use crate::irregular::{Irregular, irregular};

/// Something to be read from first byte to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
    /// In object storage.
    Object {
        url: PathBuf,
        len: u64,
    },
}

/// What an argument names.
pub(crate) enum Input {
    One(Source),
    Folder(PathBuf),
}

/// What is in a folder, in the order of names.
pub(crate) struct Entry {
    pub(crate) path: PathBuf,
    /// From the folder on.
    pub(crate) relative: PathBuf,
    pub(crate) is_folder: bool,
    /// Where a symbolic link leads to, in the folder.
    pub(crate) link: Option<PathBuf>,
    /// The length of an object, in object storage.
    object: Option<u64>,
}

impl Entry {
    /// Whether it is one to be read.
    pub(crate) fn is_file(&self) -> bool {
        !self.is_folder && self.link.is_none()
    }

    /// The file or object.
    pub(crate) fn source(self) -> Source {
        match self.object {
            Some(len) => Source::Object { url: self.path, len },
            None => Source::File(self.path),
        }
    }
}

impl Input {
    /// What `-`, a file or a folder is. Symbolic links are followed here, as they were named.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::One(Source::Stdin));
        }
        if cloud::is_url(path) {
            return Ok(match cloud::look(path)? {
                Named::Object { len } => Self::One(Source::Object { url: path.to_owned(), len }),
                Named::Prefix => Self::Folder(path.to_owned()),
            });
        }
        let is_folder = fs::metadata(path)?.is_dir();
        Ok(if is_folder { Self::Folder(path.to_owned()) } else { Self::One(Source::File(path.to_owned())) })
    }

    /// What the arguments name; standard input for none. Those that cannot be looked at are told of.
    pub(crate) fn all(paths: &[PathBuf], lost: &str, console: &Console) -> Vec<Self> {
        if paths.is_empty() {
            return vec![Self::One(Source::Stdin)];
        }
        let input = |path: &PathBuf| {
            Self::of(path)
                .map_err(|error| console.trouble(format_args!("{}: {}{lost}", shown(path), reason(&error))))
                .ok()
        };
        paths.iter().filter_map(input).collect()
    }
}

/// Which files of folders are read.
#[derive(Args, Clone, Debug, Default)]
#[group(skip)]
pub(crate) struct Choice {
    /// Of folders, only files that fit; `!GLOB` leaves out those that do; as in gitignore, may be given again
    #[arg(short, long = "glob", value_name = "GLOB", allow_hyphen_values = true)]
    globs: Vec<String>,
    /// A file of globs to leave out, as a gitignore
    #[arg(long, value_name = "FILE")]
    ignore_file: Option<PathBuf>,
}

impl Choice {
    /// Takes what was given before the subcommand, too.
    pub(crate) fn follow(&mut self, before: &Self) {
        self.globs.splice(..0, before.globs.iter().cloned());
        self.ignore_file = self.ignore_file.take().or_else(|| before.ignore_file.clone());
    }

    fn walk(&self, folder: &Path) -> Result<ignore::Walk, ignore::Error> {
        let mut globs = OverrideBuilder::new(folder);
        for glob in &self.globs {
            globs.add(glob)?;
        }
        let mut walk = WalkBuilder::new(folder);
        // Nothing is left out that nobody asked to leave out.
        walk.standard_filters(false).sort_by_file_name(Ord::cmp).overrides(globs.build()?);
        if let Some(file) = &self.ignore_file
            && let Some(error) = walk.add_ignore(file)
        {
            return Err(error);
        }
        Ok(walk.build())
    }

    /// The same choice among names that no file system lists.
    fn names(&self) -> Result<impl Fn(&Path) -> bool, ignore::Error> {
        let mut globs = OverrideBuilder::new("");
        for glob in &self.globs {
            globs.add(glob)?;
        }
        let globs = globs.build()?;
        let ignored = match &self.ignore_file {
            None => Gitignore::empty(),
            Some(file) => {
                let mut ignored = GitignoreBuilder::new("");
                if let Some(error) = ignored.add(file) {
                    return Err(error);
                }
                ignored.build()?
            }
        };
        Ok(move |name: &Path| {
            let is_out = |name: &Path, is_folder| {
                let by_glob = globs.matched(name, is_folder);
                by_glob.is_ignore() || by_glob.is_none() && ignored.matched(name, is_folder).is_ignore()
            };
            !is_out(name, false)
                && !name.ancestors().skip(1).any(|folder| folder != Path::new("") && is_out(folder, true))
        })
    }
}

/// Files and folders below a folder. Links and what is neither are told of and left out.
pub(crate) fn walk(folder: &Path, choice: &Choice, console: &Console) -> Vec<Entry> {
    if cloud::is_url(folder) {
        return objects(folder, choice, console);
    }
    let mut entries = Vec::new();
    let walk = match choice.walk(folder) {
        Ok(walk) => walk,
        Err(error) => {
            refuse(folder, &error, console);
            return entries;
        }
    };
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = place(&error).unwrap_or(folder).to_owned();
                let error = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                console.trouble(format_args!("{}: {}; it is left out", shown(&path), reason(&error)));
                continue;
            }
        };
        let (path, Some(kind)) = (entry.path(), entry.file_type()) else { continue };
        if entry.depth() == 0 {
            continue;
        }
        if kind.is_file() || kind.is_dir() {
            let relative = path.strip_prefix(folder).expect("the walk is below the folder").to_owned();
            let (path, is_folder) = (path.to_owned(), kind.is_dir());
            entries.push(Entry { path, relative, is_folder, link: None, object: None });
        } else {
            match irregular(folder, path, kind) {
                Irregular::Link(target) => {
                    let relative =
                        path.strip_prefix(folder).expect("the walk is below the folder").to_owned();
                    let (path, link) = (path.to_owned(), Some(target));
                    entries.push(Entry { path, relative, is_folder: false, link, object: None });
                }
                Irregular::Lost(why) => {
                    console.trouble(format_args!("{}: {why}; it is left out", shown(path)));
                }
            }
        }
    }
    entries
}

/// Objects below a prefix, each after the folders that it would lie in.
fn objects(prefix: &Path, choice: &Choice, console: &Console) -> Vec<Entry> {
    let mut entries = Vec::new();
    let is_chosen = match choice.names() {
        Ok(is_chosen) => is_chosen,
        Err(error) => {
            refuse(prefix, &error, console);
            return entries;
        }
    };
    let listed = match cloud::list(prefix) {
        Ok(listed) => listed,
        Err(error) => {
            console.trouble(format_args!("{}: {}; it is left out", shown(prefix), reason(&error)));
            return entries;
        }
    };
    let mut folders = HashSet::new();
    for object in listed {
        let relative = PathBuf::from(object.relative);
        if !is_chosen(&relative) {
            continue;
        }
        let above: Vec<_> = relative.ancestors().skip(1).filter(|above| *above != Path::new("")).collect();
        for above in above.into_iter().rev().filter(|above| folders.insert(above.to_path_buf())) {
            let path = prefix.join(above);
            entries.push(Entry {
                path,
                relative: above.to_owned(),
                is_folder: true,
                link: None,
                object: None,
            });
        }
        let path = prefix.join(&relative);
        entries.push(Entry { path, relative, is_folder: false, link: None, object: Some(object.len) });
    }
    entries
}

fn refuse(folder: &Path, error: &ignore::Error, console: &Console) {
    let why = error.io_error().map_or_else(|| "a glob is no glob".to_owned(), reason);
    console.trouble(format_args!("{}: {why}; it is left out", shown(folder)));
}

/// Where a walk met an error.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        _ => None,
    }
}

/// A source that is being read.
pub(crate) enum Opened {
    Stdin,
    File {
        file: File,
        /// Whether it is one that can be gone about in.
        is_regular: bool,
    },
    Object(Box<Download>),
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            // Reads that are longer than its buffer go straight through.
            Self::Stdin => io::stdin().read(buffer),
            Self::File { file, .. } => file.read(buffer),
            Self::Object(object) => object.read(buffer),
        }
    }
}

/// Whether reading a source would not wait.
#[cfg(unix)]
pub(crate) enum Ready {
    /// A file on a disk.
    Always,
    /// What a writer trickles into.
    Polled(std::os::fd::OwnedFd),
    /// Nobody can tell.
    Never,
}

#[cfg(unix)]
impl Ready {
    pub(crate) fn of(input: &Opened) -> Self {
        use std::os::fd::AsFd;
        let own = match input {
            Opened::File { is_regular: true, .. } => return Self::Always,
            Opened::File { file, .. } => file.as_fd().try_clone_to_owned(),
            Opened::Stdin => io::stdin().as_fd().try_clone_to_owned(),
            Opened::Object(_) => return Self::Never,
        };
        own.map_or(Self::Never, Self::Polled)
    }

    pub(crate) fn is_now(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let fd = match self {
            Self::Always => return true,
            Self::Polled(fd) => fd,
            Self::Never => return false,
        };
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut [PollFd::new(fd, PollFlags::IN)], Some(&at_once)).is_ok_and(|ready| ready > 0)
    }
}

/// Whether reading a source would not wait.
#[cfg(not(unix))]
pub(crate) struct Ready(bool);

#[cfg(not(unix))]
impl Ready {
    pub(crate) fn of(input: &Opened) -> Self {
        Self(input.file().is_some())
    }

    pub(crate) fn is_now(&self) -> bool {
        self.0
    }
}

/// A source whose progress is shown.
pub(crate) struct Watched<'w> {
    input: &'w mut Opened,
    console: &'w Console,
    bar: Option<ProgressBar>,
    read: u64,
}

impl<'w> Watched<'w> {
    pub(crate) fn new(source: &Source, input: &'w mut Opened, console: &'w Console) -> Self {
        Self { input, console, bar: console.file(source, || source.len()), read: 0 }
    }

    /// Counts what was read past this: a zip archive is gone about in.
    pub(crate) fn finish(self) {
        let len =
            self.input.file().and_then(|file| file.metadata().ok()).map_or(0, |metadata| metadata.len());
        self.console.advance(len.saturating_sub(self.read) as usize);
        if let Some(bar) = &self.bar {
            self.console.file_over(bar);
        }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read += count as u64;
        self.console.advance(count);
        if let Some(bar) = &self.bar {
            bar.inc(count as u64);
        }
        Ok(count)
    }
}

impl Opened {
    /// The file, if it is one that can be gone about in.
    pub(crate) fn file(&self) -> Option<&File> {
        match self {
            Self::File { file, is_regular: true } => Some(file),
            _ => None,
        }
    }
}

impl Source {
    pub(crate) fn open(&self) -> io::Result<Opened> {
        Ok(match self {
            Self::Stdin => Opened::Stdin,
            Self::File(path) => {
                let file = File::open(path)?;
                let is_regular = file.metadata()?.is_file();
                Opened::File { file, is_regular }
            }
            Self::Object { url, .. } => Opened::Object(Box::new(Download::begin(url)?)),
        })
    }

    /// The source's name in findings.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) | Self::Object { url: path, .. } => path.to_string_lossy().into_owned(),
        }
    }

    /// The path or URL.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File(path) | Self::Object { url: path, .. } => Some(path),
        }
    }

    /// The length, where it is known before reading.
    pub(crate) fn len(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::Object { len, .. } => Some(*len),
            Self::File(path) => {
                fs::metadata(path).ok().filter(Metadata::is_file).map(|metadata| metadata.len())
            }
        }
    }

    /// The length of all, where it is known.
    pub(crate) fn total_len<'s>(sources: impl IntoIterator<Item = &'s Self>) -> Option<u64> {
        sources.into_iter().map(Self::len).sum()
    }
}

/// The source's name for people.
impl Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) | Self::Object { url: path, .. } => f.write_str(&shown(path)),
        }
    }
}

/// Reads once, and again where a signal came between.
pub(crate) fn read(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Which file a path leads to, whatever links it goes through.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

impl Identity {
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|metadata| Self::of_metadata(&metadata))
    }

    #[cfg(unix)]
    fn of_metadata(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self((metadata.dev(), metadata.ino()))
    }

    /// The file that is open and has this metadata, which `path` led to when it was opened.
    #[cfg(unix)]
    pub(crate) fn of_open(metadata: &Metadata, _path: &Path) -> io::Result<Self> {
        Ok(Self::of_metadata(metadata))
    }

    /// The file that standard output or input was redirected to.
    #[cfg(unix)]
    pub(crate) fn of_stream(stream: &impl std::os::fd::AsFd) -> Option<Self> {
        let metadata = File::from(stream.as_fd().try_clone_to_owned().ok()?).metadata().ok()?;
        metadata.is_file().then(|| Self::of_metadata(&metadata))
    }

    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        fs::canonicalize(path).map(Self)
    }

    #[cfg(not(unix))]
    pub(crate) fn of_open(_metadata: &Metadata, path: &Path) -> io::Result<Self> {
        Self::of(path)
    }

    #[cfg(not(unix))]
    pub(crate) fn of_stream<S>(_stream: &S) -> Option<Self> {
        None
    }
}

/// The files that are read.
pub(crate) fn identities<'s>(sources: impl IntoIterator<Item = &'s Source>) -> HashSet<Identity> {
    let identity = |source: &Source| match source {
        Source::Stdin => Identity::of_stream(&io::stdin()),
        Source::File(path) => Identity::of(path).ok(),
        Source::Object { .. } => None,
    };
    sources.into_iter().filter_map(identity).collect()
}
