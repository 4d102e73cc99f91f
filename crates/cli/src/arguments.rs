//! The command line as a whole. A subcommand's own arguments stand in its own file.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use samar::{AllowList, Builder, Entities, Pack, Policy, Redactor};
use samar_formats::{Blocks, Unpacker};
use samar_transcript::Brands;

use crate::console::{reason, shown};
use crate::input::Choice;
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

/// What is looked for and how it is judged.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Selection {
    /// Entities and groups to look for, separated by commas: names, groups, `all`; `-name` takes one away
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    pub(crate) entities: Option<String>,
    /// Policy: `standard`, `strict`, which takes a card for a card whatever its key says, or a file (TOML) with entities,
    /// masks, fields, official_domains and brands
    #[arg(long, value_name = "FILE|NAME", value_parser = policy)]
    pub(crate) policy: Option<Policy>,
    /// Pack with rules of your own, beside those that are built in; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Vec<PathBuf>,
    /// List of values that are let stand, one a line: a value, sha256:HEX, hmac-sha256:HEX or test-cards; may be given again
    #[arg(long, value_name = "FILE")]
    allow: Vec<PathBuf>,
    /// File with the key of the keyed hashes in lists and packs
    #[arg(long, value_name = "FILE")]
    allow_key: Option<PathBuf>,
}

/// How inputs are gone through.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Work {
    /// How input is read
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) input: Option<Format>,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Threads: for many files, or blocks of one file [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// Print no summary, notes or progress; errors are still printed
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// What is a bomb.
#[derive(Args, Clone, Debug, Default)]
#[group(skip)]
pub(crate) struct Limits {
    /// Bytes that may come out of a compressed file or archive for each that went in; more is taken for a bomb and left out, if
    /// it is more than --max-unpacked, too [default: 250]
    #[arg(long, value_name = "N")]
    pub(crate) max_ratio: Option<u64>,
    /// What may come out of any, as 500M or 20G [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) max_unpacked: Option<u64>,
}

impl Limits {
    pub(crate) fn unpacker(&self) -> Unpacker {
        let unpacker = Unpacker::new();
        let unpacker = match self.max_ratio {
            Some(ratio) => unpacker.max_ratio(ratio),
            None => unpacker,
        };
        match self.max_unpacked {
            Some(bytes) => unpacker.max_bytes(bytes),
            None => unpacker,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, Debug, Default)]
pub(crate) enum Format {
    /// By content: a transcript that says so itself; a table with a header; or line by line JSON, JSON inside a line, and text
    #[default]
    Auto,
    /// Text of any kind; bytes that are no UTF-8 pass unchanged
    Text,
    /// Documents of JSON
    Json,
    /// One document of JSON a line
    Ndjson,
    /// YAML: a value gets quotation marks where its mask would be no text
    Yaml,
    /// XML and HTML, and text of any kind whose first lines look like a table and are none
    #[value(alias = "html")]
    Xml,
    /// Lines of `key=value`, and forms as URLs write them
    #[value(alias = "form")]
    Logfmt,
    /// A table with a header, with commas, tabs, semicolons or bars between the cells
    Csv,
    /// A transcript: JSON objects, chat exports, IRC, lines of `Name: text`
    Chat,
}

impl From<Format> for samar_formats::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Auto | Format::Chat => Self::Auto,
            Format::Text => Self::Text,
            Format::Json | Format::Ndjson => Self::Json,
            Format::Yaml => Self::Yaml,
            Format::Xml | Format::Logfmt => Self::Lines,
            Format::Csv => Self::Csv,
        }
    }
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
            selection.entities = selection.entities.take().or(before.selection.entities);
            selection.policy = selection.policy.take().or(before.selection.policy);
            selection.rules.splice(..0, before.selection.rules);
            selection.allow.splice(..0, before.selection.allow);
            selection.allow_key = selection.allow_key.take().or(before.selection.allow_key);
        }
        if let Command::Explain(explain) = &mut command {
            explain.input = explain.input.or(before.work.input);
        }
        if let Some(work) = command.work() {
            work.input = work.input.or(before.work.input);
            work.threads = work.threads.or(before.work.threads);
            work.limits.max_ratio = work.limits.max_ratio.or(before.work.limits.max_ratio);
            work.limits.max_unpacked = work.limits.max_unpacked.or(before.work.limits.max_unpacked);
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

impl Selection {
    /// What links in conversations are compared with, where the policy names any.
    ///
    /// # Errors
    ///
    /// When an official domain is nobody's own.
    pub(crate) fn brands(&self) -> Result<Option<Brands>> {
        let Some(policy) = &self.policy else { return Ok(None) };
        let is_any = policy.official_domains().next().is_some() || policy.brands().next().is_some();
        Ok(is_any.then(|| Brands::new(policy.official_domains(), policy.brands())).transpose()?)
    }

    pub(crate) fn redactor(&self) -> Result<Redactor> {
        let packs = self.packs()?;
        let entities = self.entities(&packs)?;
        Ok(self.builder(packs)?.entities(entities).build()?)
    }

    /// As [`redactor`](Self::redactor), for every entity.
    pub(crate) fn redactor_of_all(&self) -> Result<Redactor> {
        Ok(self.builder(self.packs()?)?.entities(Entities::all()).build()?)
    }

    /// The packs of one's own, read and tried.
    pub(crate) fn packs(&self) -> Result<Vec<Pack>> {
        self.rules.iter().map(|path| pack(path)).collect()
    }

    /// What is looked for.
    pub(crate) fn entities(&self, packs: &[Pack]) -> Result<Entities> {
        Ok(self.entities.as_deref().map_or_else(
            || Ok(self.policy.clone().unwrap_or_default().entities().clone()),
            |list| Entities::parse(list, packs),
        )?)
    }

    fn builder(&self, packs: Vec<Pack>) -> Result<Builder> {
        let mut builder = Redactor::builder().policy(self.policy.clone().unwrap_or_default());
        for pack in packs {
            builder = builder.pack(pack);
        }
        for path in &self.allow {
            let list = AllowList::from_lines(&text(path)?);
            builder = builder.allow(list.map_err(|error| anyhow!("{}: {error}", shown(path)))?);
        }
        if let Some(path) = &self.allow_key {
            builder = builder.allow_key(text(path)?.trim_end_matches(['\r', '\n']));
        }
        Ok(builder)
    }
}

/// Reads a pack and tries its examples.
pub(crate) fn pack(path: &Path) -> Result<Pack> {
    Pack::from_toml(&text(path)?).map_err(|error| anyhow!("{}: {error}", shown(path)))
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| anyhow!("{}: {}", shown(path), reason(&error)))
}

impl Work {
    pub(crate) fn format(&self) -> samar_formats::Format {
        self.input.unwrap_or_default().into()
    }

    /// How many of this many inputs are worked on side by side.
    pub(crate) fn threads(&self, inputs: usize) -> usize {
        self.all_threads().get().min(inputs).max(1)
    }

    /// How each of them is gone through, with the threads that they leave.
    pub(crate) fn blocks(&self, inputs: usize) -> Blocks {
        let each = self.all_threads().get() / self.threads(inputs);
        Blocks::new(NonZeroUsize::new(each).unwrap_or(NonZeroUsize::MIN))
    }

    fn all_threads(&self) -> NonZeroUsize {
        let wanted = self.threads.or_else(|| std::thread::available_parallelism().ok());
        wanted.unwrap_or(NonZeroUsize::MIN)
    }
}

/// A number of bytes, with or without K, M, G or T behind it, each 1,024 times the one before.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let power = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 1,
        "M" | "MB" | "MIB" => 2,
        "G" | "GB" | "GIB" => 3,
        "T" | "TB" | "TIB" => 4,
        _ => return Err("a size is a number with K, M, G or T behind it".to_owned()),
    };
    let number = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << (10 * power)));
    number.ok_or_else(|| "a size is a number with K, M, G or T behind it".to_owned())
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
