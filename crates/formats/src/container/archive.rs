//! What archives have in common: names that stay inside, and entries whose size is not known before they are masked.

use std::io::{self, Seek, Write};
use std::path::Path;

use tempfile::SpooledTempFile;

/// Bytes of an entry that are kept in memory; more goes to a file without a name.
const IN_MEMORY: usize = 1 << 20;

/// Why a name, or the target of a link with that name, must not be passed on.
pub(super) fn objection(name: &[u8], target: Option<&[u8]>) -> Option<&'static str> {
    if !is_inside(name, 0) {
        return Some("its name leads out of the archive");
    }
    let depth = components(name).count().saturating_sub(1);
    match target {
        Some(target) if !is_inside(target, depth) => Some("it is a link that leads out of the archive"),
        _ => None,
    }
}

fn components(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    name.split(|byte| matches!(byte, b'/' | b'\\')).filter(|part| !part.is_empty() && part != b".")
}

/// Whether a name stays inside, seen from so many folders down.
fn is_inside(name: &[u8], depth: usize) -> bool {
    if matches!(name, [b'/' | b'\\', ..] | [_, b':', b'/' | b'\\', ..]) || name.contains(&0) {
        return false;
    }
    let mut depth = depth;
    for part in components(name) {
        if part == b".." {
            match depth.checked_sub(1) {
                Some(up) => depth = up,
                None => return false,
            }
        } else {
            depth += 1;
        }
    }
    true
}

/// An entry's masked content.
pub(super) struct Spool(SpooledTempFile);

impl Spool {
    /// In a folder of the output's, or where temporary files go.
    pub(super) fn new(folder: Option<&Path>) -> Self {
        Self(match folder {
            Some(folder) => tempfile::spooled_tempfile_in(IN_MEMORY, folder),
            None => tempfile::spooled_tempfile(IN_MEMORY),
        })
    }

    /// The content from its start, and its length.
    pub(super) fn content(mut self) -> io::Result<(SpooledTempFile, u64)> {
        let len = self.0.stream_position()?;
        self.0.rewind()?;
        Ok((self.0, len))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out() {
        for name in ["a", "./a/b", "a/../b", "a..b", ".", "..."] {
            assert_eq!(objection(name.as_bytes(), None), None, "{name}");
        }
        for name in ["../a", "/a", "a/../../b", "\\a", "C:\\a", "..\\a", "a\0b"] {
            assert!(objection(name.as_bytes(), None).is_some(), "{name}");
        }
        assert_eq!(objection(b"a/b/link", Some(b"../../c")), None);
        for target in ["../../../c", "/etc", "x/../../../../c"] {
            assert!(objection(b"a/b/link", Some(target.as_bytes())).is_some(), "{target}");
        }
    }
}
