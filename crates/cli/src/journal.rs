//! What is done, so that a run that was ended goes on where it stopped.
//!
//! A file's line is written before its output takes its place, with the size, time and inode that the output will have there.
//! Whoever comes later sees whether it did: there is no moment in which a finished file is not known, or one is taken for
//! finished that is not. Of an object the state is known only when it is there: its line is written behind it, and what a run
//! that was ended has not noted is done again. SQLite keeps the lines whole whatever ends the process.

use std::fs::{self, File, Metadata};
use std::path::Path;
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use anyhow::{Result, bail, ensure};
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use crate::cloud;
use crate::console::shown;
use crate::record::Record;

pub(crate) struct Journal {
    connection: Mutex<Connection>,
}

/// Which state of which file: nothing that happens to a file leaves all of it as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp(String);

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |time| time.as_nanos() as i64);
        Self(format!("{} {modified} {}", metadata.len(), inode(metadata)))
    }

    /// What object storage says of an object's state.
    pub(crate) fn of_object(state: String) -> Self {
        Self(state)
    }

    /// Of what is there now.
    fn at(path: &Path) -> Option<Self> {
        match cloud::is_url(path) {
            true => cloud::stamp(path).map(Self),
            false => fs::metadata(path).ok().as_ref().map(Self::of),
        }
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> i64 {
    std::os::unix::fs::MetadataExt::ino(metadata) as i64
}

#[cfg(not(unix))]
fn inode(_metadata: &Metadata) -> i64 {
    0
}

impl Journal {
    /// Opens or begins a journal.
    ///
    /// # Errors
    ///
    /// When it belongs to a run with other settings, another run has it open, or it is no journal.
    pub(crate) fn open(path: &Path, settings: &str) -> Result<Self> {
        // Made by hand: it holds names of files, which are nobody else's business.
        if !path.exists() {
            let mut options = File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            if let Err(error) = options.open(path) {
                bail!("{}: {}; nothing was written", shown(path), crate::console::reason(&error));
            }
        }
        let begun = Self::begin(path, settings).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another run uses it",
            _ => "it is no journal that can be used",
        });
        let (connection, known) = match begun {
            Ok(begun) => begun,
            Err(why) => bail!("{}: {why}; nothing was written", shown(path)),
        };
        ensure!(
            known == settings,
            "{}: it was begun with other settings or another version; nothing was written",
            shown(path)
        );
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Whether a file is the journal at `path`, or one that SQLite keeps beside it.
    pub(crate) fn owns(path: &Path, file: &Path) -> bool {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let (Some(own), Some(other)) = (name(path), name(file)) else { return false };
        let is_like = other.strip_prefix(&own).is_some_and(|end| matches!(end, "" | "-wal" | "-shm"));
        let folder = |path: &Path| fs::canonicalize(path).ok()?.parent().map(Path::to_owned);
        is_like && folder(path).is_some_and(|own| folder(file).is_some_and(|other| own == other))
    }

    fn begin(path: &Path, settings: &str) -> rusqlite::Result<(Connection, String)> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = NORMAL;
             BEGIN IMMEDIATE;
             CREATE TABLE IF NOT EXISTS settings (hash TEXT NOT NULL);
             CREATE TABLE IF NOT EXISTS files (
                 source BLOB NOT NULL, target BLOB NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
                 record TEXT NOT NULL, PRIMARY KEY (source, target)
             ) WITHOUT ROWID;
             COMMIT;",
        )?;
        let known = connection.query_row("SELECT hash FROM settings", [], |row| row.get(0)).optional()?;
        let known = match known {
            Some(known) => known,
            None => {
                connection.execute("INSERT INTO settings VALUES (?1)", params![settings])?;
                settings.to_owned()
            }
        };
        Ok((connection, known))
    }

    /// What was done to a file, if it and its output are as they were left.
    pub(crate) fn done(&self, source: &Path, target: &Path) -> Option<Record> {
        let (Stamp(now), Stamp(out)) = (Stamp::at(source)?, Stamp::at(target)?);
        let connection = self.connection.lock().expect("no query panics");
        let mut query = connection
            .prepare_cached("SELECT before, after, record FROM files WHERE source = ?1 AND target = ?2")
            .ok()?;
        let bytes = |path: &Path| path.as_os_str().as_encoded_bytes().to_vec();
        let (before, after, record): (String, String, String) = query
            .query_row(params![bytes(source), bytes(target)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .ok()?;
        // In its own place the output is what is there now.
        let is_same = out == after && (source == target || now == before);
        is_same.then(|| serde_json::from_str(&record).ok()).flatten()
    }

    /// Notes what is about to take its place.
    ///
    /// # Errors
    ///
    /// When it cannot be written: then the output must not take its place.
    pub(crate) fn note(
        &self,
        (source, before): (&Path, Stamp),
        (target, after): (&Path, Stamp),
        record: &Record,
    ) -> std::io::Result<()> {
        let bytes = |path: &Path| path.as_os_str().as_encoded_bytes().to_vec();
        let record = serde_json::to_string(record)?;
        let connection = self.connection.lock().expect("no query panics");
        let insert =
            connection.prepare_cached("INSERT OR REPLACE INTO files VALUES (?1, ?2, ?3, ?4, ?5)").and_then(
                |mut insert| insert.execute(params![bytes(source), bytes(target), before.0, after.0, record]),
            );
        insert.map(drop).map_err(|_| std::io::Error::other("the journal cannot be written"))
    }
}
