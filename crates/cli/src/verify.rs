//! `samar verify`: nothing is left.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::chat::Chat;
use crate::console::Verdict;
use crate::scan;
use crate::selection::Selection;
use crate::work::Work;

/// Scan what was redacted once more
///
/// Files, folders and archives are read as by scan, with the same options as the redaction; what is still found is listed.
/// Signs of fraud in conversations are not: they hide no value.
///
/// Exit status: 0 nothing is left, 1 something is, 2 trouble.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    /// Files and folders to read
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) work: Work,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let Arguments { paths, selection, work } = arguments.clone();
    let chat = Chat::new(work.input, &selection)?.without_alerts();
    let arguments =
        scan::Arguments { paths, format: scan::Report::Text, reports: Vec::new(), selection, work };
    scan::search(&arguments, chat)
}
