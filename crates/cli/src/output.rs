//! What is written: standard output without a buffer in between, and files that appear when they are whole.

use std::fs::{self, File, FileTimes, Metadata, Permissions};
use std::io::{self, IoSlice, Write};
use std::path::{Path, PathBuf};

use crate::console::reason;
use crate::unfinished::Unfinished;
use anyhow::{Result, bail};

/// Standard output, unbuffered: the standard library's would cut big writes at their last line end and keep the rest.
///
/// # Errors
///
/// When the process may have no more files open.
#[cfg(unix)]
pub(crate) fn stdout() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(not(unix))]
pub(crate) fn stdout() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

/// Prints a page. Who reads only its start is content with that.
pub(crate) fn print(page: impl AsRef<[u8]>) -> Result<()> {
    match stdout().and_then(|mut out| out.write_all(page.as_ref())) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            bail!("standard output: {}", reason(&error))
        }
        _ => Ok(()),
    }
}

/// A file that is written beside its place and takes it when it is whole. Dropped before, it leaves nothing behind.
pub(crate) struct Replacement {
    temp: Unfinished,
    target: PathBuf,
}

impl Replacement {
    /// Begins the file `target`; its permissions will be those of `like` as far as the umask lets them.
    pub(crate) fn new(target: &Path, like: Option<&Metadata>) -> io::Result<Self> {
        // Where the target is a link, the file that it leads to is replaced, not the link.
        let is_link = fs::symlink_metadata(target).is_ok_and(|metadata| metadata.is_symlink());
        let target =
            if is_link { fs::canonicalize(target).ok() } else { None }.unwrap_or_else(|| target.to_owned());
        let folder =
            target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temp = Unfinished::new(folder, permissions(like)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => io::Error::new(io::ErrorKind::NotFound, "its folder does not exist"),
            _ => error,
        })?;
        Ok(Self { temp, target })
    }

    /// Owner and permissions of the file that will be replaced.
    pub(crate) fn resemble(&self, original: &Metadata) -> io::Result<()> {
        keep_owner(self.temp.file(), original);
        self.temp.file().set_permissions(original.permissions())
    }

    /// Takes the times of the original. To be called when all is written.
    pub(crate) fn keep_times(&self, original: &Metadata) -> io::Result<()> {
        let mut times = FileTimes::new().set_modified(original.modified()?);
        if let Ok(accessed) = original.accessed() {
            times = times.set_accessed(accessed);
        }
        self.temp.file().set_times(times)
    }

    /// The file as it will be in its place.
    pub(crate) fn metadata(&self) -> io::Result<Metadata> {
        self.temp.file().metadata()
    }

    /// Waits until the bytes are on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.temp.file().sync_all()
    }

    /// Takes the place.
    pub(crate) fn commit(self) -> io::Result<()> {
        self.temp.persist(&self.target)
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temp.file().write(bytes)
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.temp.file().write_vectored(slices)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temp.file().flush()
    }
}

#[cfg(unix)]
fn permissions(like: Option<&Metadata>) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    // Never more than reading and writing, and at least that for the owner, who is writing it.
    let mode = like.map_or(0o666, |metadata| metadata.permissions().mode() & 0o666 | 0o600);
    Some(Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn permissions(_like: Option<&Metadata>) -> Option<Permissions> {
    None
}

#[cfg(unix)]
fn keep_owner(file: &File, original: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Only the superuser may give a file away; anyone else becomes its owner, as with every editor.
    if fchown(file, Some(original.uid()), Some(original.gid())).is_err() {
        fchown(file, None, Some(original.gid())).ok();
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _original: &Metadata) {}

/// Makes a symbolic link, unless the same is there.
pub(crate) fn make_link(link: &Path, target: &Path) -> io::Result<()> {
    if fs::read_link(link).is_ok_and(|there| there == target) {
        return Ok(());
    }
    #[cfg(unix)]
    return std::os::unix::fs::symlink(target, link);
    #[cfg(not(unix))]
    return Err(io::ErrorKind::Unsupported.into());
}

/// Makes a folder with the permissions of another, unless it is there.
pub(crate) fn make_folder(folder: &Path, like: Option<&Path>) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    if let Some(metadata) = like.and_then(|like| fs::metadata(like).ok()) {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(metadata.permissions().mode() & 0o777 | 0o700);
    }
    #[cfg(not(unix))]
    let _ = like;
    builder.create(folder)
}
