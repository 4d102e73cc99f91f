//! Reports in files: lines of JSON, SARIF, and a page for people. Places and counts, never a value.

mod hour;
mod page;
mod sarif;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Result, anyhow, bail};
use serde::Serialize;

use crate::console::{reason, shown};
use page::Page;
use sarif::Sarif;

/// A finding as it is reported. The fields are a contract, in this order.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Line<'a> {
    pub(crate) source: &'a str,
    pub(crate) entity: &'a str,
    pub(crate) rule: &'a str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) line: u64,
    pub(crate) column: u64,
    pub(crate) confidence: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) excuse: Option<&'a str>,
}

/// The reports of a run. Findings of files that are worked on side by side come mixed, those of one file in order.
#[derive(Default)]
pub(crate) struct Reports {
    reports: Vec<(PathBuf, Mutex<Form>)>,
}

enum Form {
    Lines(BufWriter<File>),
    Sarif(Sarif<BufWriter<File>>),
    Page(Box<Page>, BufWriter<File>),
}

impl Reports {
    /// Begins reports, each in the form that its file's ending names.
    pub(crate) fn begin(paths: &[PathBuf]) -> Result<Self> {
        let mut reports = Vec::new();
        for path in paths {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if !matches!(ending, "jsonl" | "sarif" | "html") {
                bail!("{}: a report ends in .jsonl, .sarif or .html; nothing was done", shown(path));
            }
            let failed = |error: io::Error| anyhow!("{}: {}; nothing was done", shown(path), reason(&error));
            let file = BufWriter::new(File::create(path).map_err(failed)?);
            let form = match ending {
                "jsonl" => Form::Lines(file),
                "sarif" => Form::Sarif(Sarif::begin(file).map_err(failed)?),
                _ => Form::Page(Box::default(), file),
            };
            reports.push((path.clone(), Mutex::new(form)));
        }
        Ok(Self { reports })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// Adds findings; `start` is the start of the line that each stands in.
    pub(crate) fn add(&self, lines: &[(Line<'_>, &[u8])]) -> io::Result<()> {
        for (_, form) in &self.reports {
            let mut form = form.lock().map_err(|_| io::Error::other("another thread failed"))?;
            for (line, start) in lines {
                match &mut *form {
                    Form::Lines(file) => {
                        serde_json::to_writer(&mut *file, line)?;
                        file.write_all(b"\n")?;
                    }
                    Form::Sarif(sarif) => sarif.add(line)?,
                    // The page counts what is masked.
                    Form::Page(page, _) if line.excuse.is_none() => page.add(line, hour::of(start)),
                    Form::Page(..) => {}
                }
            }
        }
        Ok(())
    }

    /// Writes the ends.
    pub(crate) fn finish(self, files: u64, bytes: u64) -> Result<()> {
        for (path, form) in self.reports {
            let form = form.into_inner().map_err(|_| anyhow!("{}: another thread failed", shown(&path)))?;
            let ended = match form {
                Form::Lines(mut file) => file.flush(),
                Form::Sarif(sarif) => sarif.finish(),
                Form::Page(page, mut file) => {
                    file.write_all(page.html(files, bytes).as_bytes()).and_then(|()| file.flush())
                }
            };
            ended.map_err(|error| anyhow!("{}: {}", shown(&path), reason(&error)))?;
        }
        Ok(())
    }
}
