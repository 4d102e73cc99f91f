//! What is read: standard input, files, and the files of folders.

use std::collections::HashSet;
use std::fmt::{self, Display};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use crate::console::{Console, reason, shown};

/// Something to be read from first byte to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
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
}

impl Input {
    /// What `-`, a file or a folder is. Symbolic links are followed here, as they were named.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::One(Source::Stdin));
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
}

/// Files and folders below a folder. Links and what is neither are told of and left out.
pub(crate) fn walk(folder: &Path, choice: &Choice, console: &Console) -> Vec<Entry> {
    let mut entries = Vec::new();
    let walk = match choice.walk(folder) {
        Ok(walk) => walk,
        Err(error) => {
            let why = error.io_error().map_or_else(|| "a glob is no glob".to_owned(), reason);
            console.trouble(format_args!("{}: {why}; it is left out", shown(folder)));
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
            entries.push(Entry { path: path.to_owned(), relative, is_folder: kind.is_dir() });
        } else {
            let what = if kind.is_symlink() { "a symbolic link" } else { "no regular file" };
            console.note(format_args!("{}: {what}; it is left out", shown(path)));
        }
    }
    entries
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
    File(File),
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            // Reads that are longer than its buffer go straight through.
            Self::Stdin => io::stdin().read(buffer),
            Self::File(file) => file.read(buffer),
        }
    }
}

/// Whether reading a source would not wait.
#[cfg(unix)]
pub(crate) struct Ready(Option<std::os::fd::OwnedFd>);

#[cfg(unix)]
impl Ready {
    pub(crate) fn of(input: &Opened) -> Self {
        use std::os::fd::AsFd;
        let own = match input {
            Opened::Stdin => io::stdin().as_fd().try_clone_to_owned(),
            Opened::File(file) => file.as_fd().try_clone_to_owned(),
        };
        Self(own.ok())
    }

    pub(crate) fn is_now(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let Some(fd) = &self.0 else { return false };
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
    read: u64,
}

impl<'w> Watched<'w> {
    pub(crate) fn new(input: &'w mut Opened, console: &'w Console) -> Self {
        Self { input, console, read: 0 }
    }

    /// Counts what was read past this: a zip archive is gone about in.
    pub(crate) fn finish(self) {
        let len =
            self.input.file().and_then(|file| file.metadata().ok()).map_or(0, |metadata| metadata.len());
        self.console.advance(len.saturating_sub(self.read) as usize);
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read += count as u64;
        self.console.advance(count);
        Ok(count)
    }
}

impl Opened {
    /// The file, if it is one that can be gone about in.
    pub(crate) fn file(&self) -> Option<&File> {
        match self {
            Self::File(file) if file.metadata().is_ok_and(|metadata| metadata.is_file()) => Some(file),
            _ => None,
        }
    }
}

impl Source {
    pub(crate) fn open(&self) -> io::Result<Opened> {
        Ok(match self {
            Self::Stdin => Opened::Stdin,
            Self::File(path) => Opened::File(File::open(path)?),
        })
    }

    /// The source's name in findings.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// The length, where it is known before reading.
    fn len(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
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
            Self::File(path) => f.write_str(&shown(path)),
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

    /// The file that is open, which `path` led to when it was opened.
    #[cfg(unix)]
    pub(crate) fn of_file(file: &File, _path: &Path) -> io::Result<Self> {
        file.metadata().map(|metadata| Self::of_metadata(&metadata))
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
    pub(crate) fn of_file(_file: &File, path: &Path) -> io::Result<Self> {
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
    };
    sources.into_iter().filter_map(identity).collect()
}
