//! The command line as a whole. A subcommand's own arguments stand in its own file.

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::selection::Selection;
use crate::work::Work;
use crate::{completions, eval, explain, man, manifest, redact, rules, scan, verify};

/// Masks card data, credentials, accounts, identification numbers and contacts
///
/// Reads standard input or files and writes the same bytes with every sensitive value masked. Without a subcommand it
/// redacts: `samar < app.log`, `samar app.log -o clean.log`, `tail -f app.log | samar`. A file that has the name of a
/// subcommand is given as ./scan.
///
/// Exit status: 0 when all went well (scan: and nothing was found), 1 when scan found something, 2 on trouble.
#[derive(Parser)]
#[group(skip)]
#[command(name = "samar", version, max_term_width = 100)]
#[command(override_usage = "samar [OPTIONS] [PATH]...\n       samar [COMMAND]")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    redact: redact::Arguments,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Redact(redact::Arguments),
    Scan(scan::Arguments),
    Explain(explain::Arguments),
    Eval(eval::Arguments),
    Verify(verify::Arguments),
    Manifest(manifest::Arguments),
    Rules(rules::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Arguments {
    /// The command that was asked for. Prints usage errors and help, and ends the process there.
    pub(crate) fn command_or_exit() -> Command {
        let Self { command, redact: before } = Self::parse();
        let Some(mut command) = command else {
            if let Some(name) = before.unknown_command() {
                let message =
                    format!("this version has no command '{name}', and there is no file of that name");
                Self::command().error(ErrorKind::InvalidSubcommand, message).exit();
            }
            return Command::Redact(before);
        };
        if let Some(option) = before.own_option() {
            let message = format!("{option} goes with redact only, and after it");
            Self::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        // What stands before the subcommand counts as if it stood after it.
        if let Some(selection) = command.selection() {
            selection.follow(before.selection);
        }
        if let Command::Explain(explain) = &mut command {
            explain.input = explain.input.or(before.work.input);
        }
        if let Some(work) = command.work() {
            work.follow(&before.work);
        }
        command
    }
}

impl Command {
    fn selection(&mut self) -> Option<&mut Selection> {
        match self {
            Self::Redact(arguments) => Some(&mut arguments.selection),
            Self::Scan(arguments) => Some(&mut arguments.selection),
            Self::Explain(arguments) => Some(&mut arguments.selection),
            Self::Eval(arguments) => Some(&mut arguments.selection),
            Self::Verify(arguments) => Some(&mut arguments.selection),
            Self::Rules(arguments) => Some(arguments.selection()),
            Self::Manifest(_) | Self::Completions(_) | Self::Man(_) => None,
        }
    }

    fn work(&mut self) -> Option<&mut Work> {
        match self {
            Self::Redact(arguments) => Some(&mut arguments.work),
            Self::Scan(arguments) => Some(&mut arguments.work),
            Self::Verify(arguments) => Some(&mut arguments.work),
            Self::Manifest(_)
            | Self::Explain(_)
            | Self::Eval(_)
            | Self::Rules(_)
            | Self::Completions(_)
            | Self::Man(_) => None,
        }
    }
}
