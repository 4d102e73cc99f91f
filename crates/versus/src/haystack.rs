//! The texts: generated ones whose values are known, and real ones where a folder is given.

use std::borrow::Cow;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use samar_testkit::generate::{Generator, Kind, Line, haystack};

/// Bytes of a text: more than any cache holds.
const BYTES: usize = 64 << 20;

/// The most that one file of a folder adds, so that no single one is the whole.
const MOST_OF_FILE: usize = 2 << 20;

/// A text that speed is measured on.
pub(crate) struct Haystack {
    pub name: &'static str,
    text: String,
}

impl Haystack {
    pub(crate) fn generated() -> Result<Vec<Self>, Box<dyn Error>> {
        [("generated logs, 0.1 %", Kind::Logs, 0.001), ("generated chat, 2 %", Kind::Chat, 0.02)]
            .into_iter()
            .map(|(name, kind, density)| {
                Ok(Self { name, text: String::from_utf8(haystack(kind, BYTES, density, 7).0)? })
            })
            .collect()
    }

    /// The beginnings of all files in `folder` and below, over and over.
    pub(crate) fn real(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut files = Vec::new();
        list(folder, &mut files)?;
        files.sort();
        let mut once = String::new();
        for file in files {
            let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            once.push_str(&String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_OF_FILE)]));
            once.push('\n');
        }
        if once.trim().is_empty() {
            return Err(format!("{}: no text in it", folder.display()).into());
        }
        Ok(Self { name: "real logs", text: once.repeat(BYTES.div_ceil(once.len())) })
    }

    /// Some `bytes` of it in whole lines, from all over the text: a sample for who would take too long for all of it.
    pub(crate) fn sample(&self, bytes: usize) -> Cow<'_, str> {
        if bytes >= self.text.len() {
            return Cow::Borrowed(&self.text);
        }
        let piece = bytes.div_ceil(64).max(1 << 10);
        let stride = self.text.len() / (bytes / piece).max(1);
        let starts = (0..self.text.len()).step_by(stride);
        Cow::Owned(starts.map(|start| lines_from(&self.text, start, piece)).collect())
    }
}

/// The whole lines of some `bytes`, from the first that starts at `start` or behind it.
fn lines_from(text: &str, start: usize, bytes: usize) -> &str {
    let bytes_of = text.as_bytes();
    let line_end =
        |from: usize| bytes_of[from..].iter().position(|byte| *byte == b'\n').map(|at| from + at + 1);
    let start = if start == 0 { 0 } else { line_end(start).unwrap_or(text.len()) };
    let end = line_end((start + bytes).min(text.len())).unwrap_or(text.len());
    &text[start..end]
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { list(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

/// Lines that accuracy is measured on, with what was planted in them.
pub(crate) fn labelled(kind: Kind) -> Vec<Line> {
    const LINES: usize = 10_000;
    Generator::new(kind, 11).density(0.05).take(LINES).collect()
}

#[cfg(test)]
mod tests {
    use super::{Haystack, lines_from};

    #[test]
    fn samples_are_whole_lines() {
        let text = "first\nsecond\nthird\n".to_owned();
        assert_eq!(lines_from(&text, 0, 3), "first\n");
        assert_eq!(lines_from(&text, 2, 1), "second\n");
        let haystack = Haystack { name: "x", text: "a line of text\n".repeat(10_000) };
        let sample = haystack.sample(20_000);
        assert!(sample.len() >= 15_000 && sample.len() <= 40_000, "{}", sample.len());
        assert!(sample.lines().all(|line| line == "a line of text"));
        assert_eq!(haystack.sample(1 << 20).len(), 150_000);
    }
}
