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
use crate::output;
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

/// The forms of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Lines,
    Sarif,
    Page,
}

type Out = BufWriter<Box<dyn Write + Send>>;

enum Form {
    Lines(Out),
    Sarif(Sarif<Out>),
    Page(Box<Page>, Out),
}

impl Form {
    fn begin(kind: Kind, out: Box<dyn Write + Send>) -> io::Result<Self> {
        let out = BufWriter::new(out);
        Ok(match kind {
            Kind::Lines => Self::Lines(out),
            Kind::Sarif => Self::Sarif(Sarif::begin(out)?),
            Kind::Page => Self::Page(Box::default(), out),
        })
    }
}

impl Reports {
    /// Begins reports, each in the form that its file's ending names, and one on standard output.
    pub(crate) fn begin(paths: &[PathBuf], on_stdout: Option<Kind>) -> Result<Self> {
        let mut reports = Vec::new();
        for path in paths {
            let kind = match path.extension().and_then(|ending| ending.to_str()) {
                Some("jsonl") => Kind::Lines,
                Some("sarif") => Kind::Sarif,
                Some("html") => Kind::Page,
                _ => bail!("{}: a report ends in .jsonl, .sarif or .html; nothing was done", shown(path)),
            };
            let failed = |error: io::Error| anyhow!("{}: {}; nothing was done", shown(path), reason(&error));
            let file = File::create(path).map_err(failed)?;
            reports.push((path.clone(), Mutex::new(Form::begin(kind, Box::new(file)).map_err(failed)?)));
        }
        if let Some(kind) = on_stdout {
            let form = Form::begin(kind, Box::new(output::stdout()?))?;
            reports.push((PathBuf::from("standard output"), Mutex::new(form)));
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

    /// Adds a sign of fraud, which has a kind in place of an entity; `json` is its line.
    pub(crate) fn add_alert(&self, line: Line<'_>, json: &impl Serialize) -> io::Result<()> {
        for (_, form) in &self.reports {
            let mut form = form.lock().map_err(|_| io::Error::other("another thread failed"))?;
            match &mut *form {
                Form::Lines(file) => {
                    serde_json::to_writer(&mut *file, json)?;
                    file.write_all(b"\n")?;
                }
                Form::Sarif(sarif) => sarif.add(&line)?,
                Form::Page(page, _) => page.add(&line, None),
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
            // Nobody reads standard output any more: the ordinary end of a pipe.
            let ended = match ended {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                ended => ended,
            };
            ended.map_err(|error| anyhow!("{}: {}", shown(&path), reason(&error)))?;
        }
        Ok(())
    }
}
