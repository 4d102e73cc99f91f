//! `samar completions`: what a shell needs to complete arguments.

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments as All;
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

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    // The generator panics where its output fails: it gets memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut All::command(), "samar", &mut script);
    output::print(&script)?;
    Ok(Verdict::Clean)
}
