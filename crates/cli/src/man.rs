//! `samar man`: the manual page.

use anyhow::{Context, Result};
use clap::{Args, Command};
use clap_mangen::Man;

use crate::console::Verdict;
use crate::output;

/// Print the manual page: `samar man | man -l -`
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    /// The subcommand whose page it is
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, mut command: Command) -> Result<Verdict> {
    // The names in synopses are those of the built command: `samar scan`.
    command.build();
    if let Some(name) = &arguments.command {
        let found = command.find_subcommand(name).cloned();
        command = found.with_context(|| format!("no subcommand is named {name:?}"))?;
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    output::print(&page)?;
    Ok(Verdict::Clean)
}
