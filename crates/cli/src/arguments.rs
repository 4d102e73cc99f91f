//! The command line as a whole. A subcommand's own arguments stand in its own file.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use samar::{Entities, Policy, Redactor};
use samar_transcript::Brands;

use crate::console::{reason, shown};
use crate::{completions, eval, explain, man, redact, rules, scan};

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
    Rules(rules::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// What is looked for and how it is judged.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Selection {
    /// Entities and groups to look for, separated by commas: names, groups, `all`; `-name` takes one away
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    pub(crate) entities: Option<Entities>,
    /// Policy: `standard`, `strict`, which takes a card for a card whatever its key says, or a file (TOML) with entities,
    /// masks, official_domains and brands
    #[arg(long, value_name = "FILE|NAME", value_parser = policy)]
    pub(crate) policy: Option<Policy>,
}

/// How inputs are gone through.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Work {
    /// How input is read
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) input: Option<Format>,
    /// Files that are worked on side by side [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Print no summary, notes or progress; errors are still printed
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum Format {
    /// By content: transcripts that say so themselves, and text
    Auto,
    /// Text of any kind; bytes that are no UTF-8 pass unchanged
    Text,
    /// A transcript: JSON objects, chat exports, IRC, lines of `Name: text`
    Chat,
}

/// The form of a list.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Lines for people
    Text,
    /// One JSON object a line
    Jsonl,
}

impl Arguments {
    /// The command that was asked for. Prints usage errors and help, and ends the process there.
    pub(crate) fn command_or_exit() -> Command {
        let Self { command, redact: before } = Self::parse();
        let Some(mut command) = command else { return Command::Redact(before) };
        if let Some(option) = before.own_option() {
            let message = format!("{option} goes with redact only, and after it");
            Self::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        // What stands before the subcommand counts as if it stood after it.
        if let Some(selection) = command.selection() {
            selection.entities = selection.entities.take().or(before.selection.entities);
            selection.policy = selection.policy.take().or(before.selection.policy);
        }
        if let Command::Explain(explain) = &mut command {
            explain.input = explain.input.or(before.work.input);
        }
        if let Some(work) = command.work() {
            work.input = work.input.or(before.work.input);
            work.threads = work.threads.or(before.work.threads);
            work.quiet |= before.work.quiet;
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
            Self::Rules(arguments) => Some(arguments.selection()),
            Self::Completions(_) | Self::Man(_) => None,
        }
    }

    fn work(&mut self) -> Option<&mut Work> {
        match self {
            Self::Redact(arguments) => Some(&mut arguments.work),
            Self::Scan(arguments) => Some(&mut arguments.work),
            Self::Explain(_) | Self::Eval(_) | Self::Rules(_) | Self::Completions(_) | Self::Man(_) => None,
        }
    }
}

impl Selection {
    /// What links in conversations are compared with, where the policy names any.
    pub(crate) fn brands(&self) -> Option<Brands> {
        let policy = self.policy.as_ref()?;
        let is_any = policy.official_domains().next().is_some() || policy.brands().next().is_some();
        is_any.then(|| Brands::new(policy.official_domains(), policy.brands()))
    }

    pub(crate) fn redactor(&self) -> anyhow::Result<Redactor> {
        let mut builder = Redactor::builder().policy(self.policy.clone().unwrap_or_default());
        if let Some(entities) = &self.entities {
            builder = builder.entities(entities.clone());
        }
        Ok(builder.build()?)
    }
}

impl Work {
    /// Threads for this many inputs.
    pub(crate) fn threads(&self, inputs: usize) -> usize {
        let wanted = self.threads.or_else(|| std::thread::available_parallelism().ok());
        wanted.map_or(1, NonZeroUsize::get).min(inputs).max(1)
    }
}

fn policy(name: &str) -> Result<Policy, String> {
    if let Some(policy) = Policy::named(name) {
        return Ok(policy);
    }
    let path = Path::new(name);
    let text = fs::read_to_string(path).map_err(|error| {
        format!("{}: {}; a policy is standard, strict or a file", shown(path), reason(&error))
    })?;
    Policy::from_toml(&text).map_err(|error| match error.line() {
        Some(line) => format!("{}:{line}: {}", shown(path), error.reason()),
        None => format!("{}: {}", shown(path), error.reason()),
    })
}
