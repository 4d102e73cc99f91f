//! `samar completions`: what a shell needs to complete arguments.

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::Shell;

use crate::console::Verdict;
use crate::output;

/// Print a completion script for a shell
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, mut command: Command) -> Result<Verdict> {
    // The generator panics where its output fails: it gets memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "samar", &mut script);
    output::print(&script)?;
    Ok(Verdict::Clean)
}
