//! Files that are not whole yet, and what becomes of them when a run is ended.
//!
//! Each stands beside its place under a name of its own, and is locked for as long as its process lives. The system undoes the
//! lock whatever ends that. So the next run knows what a run that was killed has left from what another one is writing, and
//! removes it. A signal that asks the process to end removes what it has begun at once.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

use tempfile::{Builder, NamedTempFile};

/// How their names begin, and how long they are.
const PREFIX: &str = ".samar-";
const NAME: usize = PREFIX.len() + 6;

/// Those of this process.
static BEGUN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Closed when the process ends: nothing is begun then, and nothing takes its place.
static GATE: RwLock<()> = RwLock::new(());

/// A file that is being written. Dropped before it [takes its place](Self::persist), it is gone.
pub(crate) struct Unfinished {
    temp: Option<NamedTempFile>,
    path: PathBuf,
}

impl Unfinished {
    /// Begins one in a folder.
    pub(crate) fn new(folder: &Path, permissions: Option<fs::Permissions>) -> io::Result<Self> {
        let mut builder = Builder::new();
        builder.prefix(PREFIX);
        if let Some(permissions) = permissions {
            builder.permissions(permissions);
        }
        let _open = GATE.read().unwrap_or_else(PoisonError::into_inner);
        loop {
            let temp = builder.tempfile_in(folder)?;
            // Where there are no locks nobody takes it for left, either.
            let is_locked = temp.as_file().lock().is_ok();
            // Before it was locked, another run may have taken it for one that was left.
            if !is_locked || temp.path().exists() {
                let path = temp.path().to_owned();
                locked(&BEGUN).insert(path.clone());
                return Ok(Self { temp: Some(temp), path });
            }
        }
    }

    pub(crate) fn file(&self) -> &File {
        self.temp.as_ref().expect("it is there until it takes its place").as_file()
    }

    /// Takes its place.
    pub(crate) fn persist(mut self, target: &Path) -> io::Result<()> {
        let _open = GATE.read().unwrap_or_else(PoisonError::into_inner);
        let temp = self.temp.take().expect("it is there until it takes its place");
        temp.persist(target).map(drop).map_err(|error| error.error)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.temp = None;
        locked(&BEGUN).remove(&self.path);
    }
}

/// Nobody panics while it is held.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a file of this name is one that is not whole yet.
pub(crate) fn is_one(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.len() == NAME && name.as_encoded_bytes().starts_with(PREFIX.as_bytes()))
}

/// Removes what runs that were killed have left in a folder.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| is_one(Path::new(&entry.file_name()))) {
        if entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            fs::remove_file(entry.path()).ok();
        }
    }
}

/// From now on a signal that asks the process to end removes what is not whole first. `say` tells of it. A hangup is not asked
/// for: where it is ignored, as under `nohup`, it must stay so, and what it leaves the next run removes.
#[cfg(unix)]
#[expect(
    clippy::disallowed_methods,
    reason = "it waits for what ends the process, and has no error to report"
)]
pub(crate) fn heed_signals(say: impl FnOnce() + Send + 'static) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        let _closed = GATE.write().unwrap_or_else(PoisonError::into_inner);
        for path in locked(&BEGUN).iter() {
            fs::remove_file(path).ok();
        }
        say();
        emulate_default_handler(signal).ok();
    });
}

#[cfg(not(unix))]
pub(crate) fn heed_signals(_say: impl FnOnce() + Send + 'static) {}
