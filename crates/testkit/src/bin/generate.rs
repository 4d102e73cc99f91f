//! Writes a generated haystack to standard output, in constant memory whatever its size.

#![forbid(unsafe_code)]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use samar_testkit::generate::{Generator, Kind, Line};

/// Writes a text of any size with sensitive values planted in it; the same seed gives the same text everywhere.
#[derive(Parser)]
#[command(name = "generate")]
struct Arguments {
    /// What the text looks like: `logs` or `chat`
    #[arg(long)]
    kind: Kind,
    /// Where to stop, at the next line end: bytes, or a number with KB, MB, GB, KiB, MiB or GiB
    #[arg(long, value_parser = size)]
    size: u64,
    /// The share of lines that hold a value, from 0 to 1
    #[arg(long, default_value_t = 0.0, value_parser = density)]
    density: f64,
    /// The seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write the labels, one JSON object a line: start, end (byte offsets, half open) and entity
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
}

#[expect(clippy::print_stderr, reason = "a program says on standard error what went wrong")]
fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let mut generator = Generator::new(arguments.kind, arguments.seed).density(arguments.density);
    let mut labels = match &arguments.labels {
        Some(path) => Some(BufWriter::new(
            File::create(path)
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?,
        )),
        None => None,
    };
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut line = Line::default();
    let mut written = 0_u64;
    while written < arguments.size {
        generator.write(&mut line);
        if let Some(labels) = &mut labels {
            for (range, entity) in &line.values {
                let (start, end) = (written + range.start as u64, written + range.end as u64);
                writeln!(labels, r#"{{"start":{start},"end":{end},"entity":"{entity}"}}"#)?;
            }
        }
        line.text.push('\n');
        out.write_all(line.text.as_bytes())?;
        written += line.text.len() as u64;
    }
    if let Some(mut labels) = labels {
        labels.flush()?;
    }
    out.flush()
}

fn density(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(density) if (0.0..=1.0).contains(&density) => Ok(density),
        _ => Err("a density is a number from 0 to 1".to_owned()),
    }
}

fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 9] = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("KB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("B", 1),
        ("bytes", 1),
        ("", 1),
    ];
    let (number, factor) = UNITS
        .iter()
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, *factor)))
        .expect("every text ends in the empty unit");
    let number: u64 =
        number.trim().parse().map_err(|_| "a size is a whole number and a unit, as in 64MiB".to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "that size is too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{density, size};

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("1000"), Ok(1000));
        assert_eq!(size("64MiB"), Ok(64 << 20));
        assert_eq!(size("4 GB"), Ok(4_000_000_000));
        assert_eq!(size("12 bytes"), Ok(12));
        assert!(
            size("MiB").is_err()
                && size("1.5GB").is_err()
                && size("-1").is_err()
                && size("99999999999GiB").is_err()
        );
    }

    #[test]
    fn densities_are_shares() {
        assert_eq!(density("0.02"), Ok(0.02));
        assert!(density("1.1").is_err() && density("-0.1").is_err() && density("NaN").is_err());
    }
}
