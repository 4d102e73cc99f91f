//! How inputs are gone through: the arguments of every subcommand that reads many.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};
use samar_formats::{Blocks, Unpacker};

use crate::input::Choice;

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

impl Work {
    /// Takes what was given before the subcommand, too.
    pub(crate) fn follow(&mut self, before: &Self) {
        self.input = self.input.or(before.input);
        self.choice.follow(&before.choice);
        self.threads = self.threads.or(before.threads);
        self.limits.max_ratio = self.limits.max_ratio.or(before.limits.max_ratio);
        self.limits.max_unpacked = self.limits.max_unpacked.or(before.limits.max_unpacked);
        self.quiet |= before.quiet;
    }

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

/// How a text of this name is read: YAML looks like any text, so its name tells it.
pub(crate) fn format_of(name: &str, told: samar_formats::Format) -> samar_formats::Format {
    let name = name.to_ascii_lowercase();
    let stem =
        [".gz", ".zst", ".bz2", ".xz", ".lz4"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let is_yaml = told == samar_formats::Format::Auto && (stem.ends_with(".yaml") || stem.ends_with(".yml"));
    if is_yaml { samar_formats::Format::Yaml } else { told }
}
