//! What was done to one file, for journals and manifests. Never a byte of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IoSlice, Write};
use std::path::{Path, PathBuf};

use crate::cloud::{self, Download};
use samar::{Pack, Redactor};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes that are hashed at once.
const CHUNK: usize = 256 * 1024;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The file that was written, below the manifest's root.
    pub(crate) path: Name,
    pub(crate) before: Content,
    pub(crate) after: Content,
    /// Findings by entity.
    pub(crate) findings: BTreeMap<String, u64>,
}

/// Size and hash of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// A path in JSON: as text, or in hexadecimal where it is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Name {
    Text(String),
    Hex(String),
}

impl Content {
    /// Reads a file or object to its end.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        if cloud::is_url(path) {
            return Download::begin(path)?.content();
        }
        let mut file = File::open(path)?;
        let (mut sha, mut bytes, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK]);
        loop {
            match crate::input::read(&mut file, &mut chunk)? {
                0 => return Ok(Self { bytes, sha256: hex(&sha.finalize()) }),
                count => {
                    sha.update(&chunk[..count]);
                    bytes += count as u64;
                }
            }
        }
    }
}

impl Name {
    pub(crate) fn of(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Hex(hex(path.as_os_str().as_encoded_bytes())),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Self::Text(text) => PathBuf::from(text),
            Self::Hex(digits) => path_of(unhex(digits).unwrap_or_default()),
        }
    }
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

/// Hashes what is written through it, where that is wanted.
pub(crate) struct Hashing<'w> {
    out: &'w mut dyn Write,
    sha: Option<Sha256>,
    bytes: u64,
}

impl<'w> Hashing<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, is_wanted: bool) -> Self {
        Self { out, sha: is_wanted.then(Sha256::new), bytes: 0 }
    }

    pub(crate) fn content(self) -> Option<Content> {
        let sha256 = hex(&self.sha?.finalize());
        Some(Content { bytes: self.bytes, sha256 })
    }
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        if let Some(sha) = &mut self.sha {
            sha.update(&bytes[..count]);
            self.bytes += count as u64;
        }
        Ok(count)
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let count = self.out.write_vectored(slices)?;
        if let Some(sha) = &mut self.sha {
            let mut rest = count;
            for slice in slices {
                let len = rest.min(slice.len());
                sha.update(&slice[..len]);
                rest -= len;
            }
            self.bytes += count as u64;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A hash of all that decides what is found and how it is masked.
pub(crate) fn settings(redactor: &Redactor, rest: &str) -> String {
    let mut sha = Sha256::new();
    sha.update(env!("CARGO_PKG_VERSION"));
    for rule in redactor.rules() {
        sha.update(format!("\n{} {} {}", rule.name, rule.entity, rule.mask));
    }
    for pack in Pack::builtin() {
        sha.update(format!("\n{} {}", pack.name(), pack.version()));
    }
    sha.update(rest);
    hex(&sha.finalize())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || !digits.is_ascii() {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}
