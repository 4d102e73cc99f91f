//! The cost gate: instructions of fixed jobs, counted by callgrind and compared with those kept in `cost.toml`.
//!
//! Time moves by a tenth or more on a machine that others use; the number of instructions does not move at all. So a change that
//! makes samar slower is seen here, whatever else runs. What instructions do not show, `detect` and `redact` do: cache misses
//! and branches that are predicted wrongly.
//!
//! Each job runs in a process of its own, once before it is counted, and only what happens inside [`counted`] is counted:
//! neither building a redactor nor making its text. Start-up is a job itself, and the one that is counted cold. Valgrind has no
//! AVX-512 and hides it, so every x86-64 machine counts the AVX2 kernel.
//!
//! `cargo bench --bench cost` checks; `cargo bench --bench cost -- --renew` writes `cost.toml` anew and prints what changed.

#![expect(clippy::print_stdout, reason = "the outcome is for who runs it")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use samar::{Builder, Redactor, Scratch};
use samar_testkit::generate::{Kind, haystack};
use serde::{Deserialize, Serialize};

/// By how much a job may cost more than it did, as a share. Counts are the same in every run and on every machine with AVX2;
/// another version of the C library or a change elsewhere in the program moves them by some thousandths.
const TOLERANCE: f64 = 0.03;

/// Bytes of a text: enough that a scan's own beginning does not show, few enough that all jobs take less than a minute.
const BYTES: usize = 1 << 20;

/// Bytes of a text that is dense with work.
const DENSE_BYTES: usize = 1 << 18;

/// Messages in the jobs with messages.
const MESSAGES: usize = 2_000;

const CLEAN: &str =
    "Good morning, I would like to know when my transfer of last Friday will arrive at my brother's bank ok?";
const CARD: &str =
    "hello, I paid with 4111 1111 1111 1111 yesterday evening and it was taken twice, can you look please?";

/// What is counted, by name.
const JOBS: &[(&str, fn())] = &[
    ("scan, logs, 0.1 % of lines with a value", || scan(&text(Kind::Logs, BYTES, 0.001))),
    ("scan, chat, 2 % of lines with a value", || scan(&text(Kind::Chat, BYTES, 0.02))),
    ("scan, chat, every line with a value", || scan(&text(Kind::Chat, DENSE_BYTES, 1.0))),
    ("scan, a card on every line", || scan(&lines("paid with 4111 1111 1111 1111 at 10:11\n"))),
    ("scan, almost a card on every line", || scan(&lines("4000 1234 5678 9012 3456 7890\n"))),
    ("scan, labels without a value", || scan(&lines("pin otp cvv password "))),
    ("redact, clean messages of 100 bytes", || messages(CLEAN, 0)),
    ("redact, messages of 100 bytes with a card", || messages(CARD, 1)),
    ("stream, logs in writes of 4 KiB", || stream(&text(Kind::Logs, BYTES, 0.001))),
    ("start-up, every pack", start),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let outcome = match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => check(),
        ["--renew"] => renew(),
        // This process under valgrind. The kernel goes to standard output, as the parent cannot know it.
        ["--job", name] => job(name),
        _ => Err("usage: cargo bench --bench cost [-- --renew]".into()),
    };
    outcome.unwrap_or_else(|error| {
        println!("cost: {error}");
        ExitCode::FAILURE
    })
}

/// What was counted, with which compiler and kernel; the form of `cost.toml`.
#[derive(Deserialize, Serialize)]
struct Costs {
    compiler: String,
    kernel: String,
    instructions: BTreeMap<String, u64>,
}

fn check() -> Result<ExitCode, Box<dyn Error>> {
    let (before, now) = (Costs::kept()?, Costs::count()?);
    let dearer = now.print_beside(&before);
    if before.compiler != now.compiler || before.kernel != now.kernel {
        println!(
            "\nNOT DECIDED: counted with {} and kernel {}, the baseline is of {} and {}.",
            now.compiler, now.kernel, before.compiler, before.kernel
        );
        return Ok(ExitCode::SUCCESS);
    }
    if dearer.is_empty() {
        println!("\nNo job is more than {} % dearer than in benches/cost.toml.", TOLERANCE * 100.0);
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nMore than {} % dearer than in benches/cost.toml, or not in it:", TOLERANCE * 100.0);
    for name in dearer {
        println!("  {name}");
    }
    println!("A change that must cost this renews the baseline: cargo bench --bench cost -- --renew");
    Ok(ExitCode::FAILURE)
}

fn renew() -> Result<ExitCode, Box<dyn Error>> {
    let now = Costs::count()?;
    if let Ok(before) = Costs::kept() {
        now.print_beside(&before);
    }
    let head = "# Instructions of the jobs of `cost.rs`, counted by callgrind. Written by `cargo bench --bench cost -- --renew`.\n\n";
    fs::write(baseline(), format!("{head}{}", toml::to_string(&now)?))?;
    println!("\nwritten to benches/cost.toml");
    Ok(ExitCode::SUCCESS)
}

fn baseline() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/cost.toml")
}

impl Costs {
    fn kept() -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(baseline()).map_err(|error| format!("benches/cost.toml: {error}"))?;
        Ok(toml::from_str(&text)?)
    }

    fn count() -> Result<Self, Box<dyn Error>> {
        let compiler = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .arg("--version")
            .output()?;
        // The version alone: what follows it names a build, which distributions change.
        let compiler = String::from_utf8(compiler.stdout)?.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let mut costs = Self { compiler, kernel: String::new(), instructions: BTreeMap::new() };
        for (name, _) in JOBS {
            let (kernel, instructions) = under_callgrind(name)?;
            costs.kernel = kernel;
            costs.instructions.insert((*name).to_owned(), instructions);
        }
        Ok(costs)
    }

    /// Prints what every job costs now beside what it did. Gives the jobs that are dearer than allowed, or new.
    fn print_beside(&self, before: &Self) -> Vec<&str> {
        let mut dearer = Vec::new();
        for (name, now) in &self.instructions {
            match before.instructions.get(name) {
                Some(before) => {
                    let change = *now as f64 / *before as f64 - 1.0;
                    println!("{name:<45} {before:>12} → {now:>12}  {:+7.2} %", change * 100.0);
                    if change > TOLERANCE {
                        dearer.push(name.as_str());
                    }
                }
                None => {
                    println!("{name:<45} {:>12} → {now:>12}", "none");
                    dearer.push(name.as_str());
                }
            }
        }
        dearer
    }
}

/// Runs this program again for one job. Gives the kernel that ran and the instructions within [`counted`].
fn under_callgrind(name: &str) -> Result<(String, u64), Box<dyn Error>> {
    let program = std::env::current_exe()?;
    let file = program.with_extension("callgrind");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--toggle-collect=cost::counted"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(program)
        .args(["--job", name])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "valgrind is not installed".to_owned(),
            _ => format!("valgrind: {error}"),
        })?;
    if !output.status.success() {
        return Err(format!("{name}: {}", output.status).into());
    }
    let profile = fs::read_to_string(&file)?;
    fs::remove_file(&file)?;
    let instructions = profile
        .lines()
        .find_map(|line| line.strip_prefix("totals: "))
        .and_then(|total| total.trim().parse().ok())
        .filter(|total| *total > 0)
        .ok_or("callgrind has counted nothing")?;
    Ok((String::from_utf8(output.stdout)?.trim().to_owned(), instructions))
}

fn job(name: &str) -> Result<ExitCode, Box<dyn Error>> {
    let (_, run) = JOBS.iter().find(|(job, _)| *job == name).ok_or("no such job")?;
    println!("{}", Builder::kernels().first().ok_or("no kernel")?);
    run();
    Ok(ExitCode::SUCCESS)
}

/// What callgrind counts, by this function's name.
#[inline(never)]
fn counted(work: &mut dyn FnMut()) {
    work();
    black_box(());
}

fn scan(text: &[u8]) {
    let redactor = Redactor::new();
    let mut scratch = Scratch::default();
    let mut work = || {
        let mut findings = 0_usize;
        redactor.scan(&mut scratch, black_box(text), |_| findings += 1);
        black_box(findings);
    };
    work();
    counted(&mut work);
}

fn messages(text: &str, findings: usize) {
    let redactor = Redactor::new();
    assert_eq!(redactor.find(text).len(), findings);
    counted(&mut || {
        for _ in 0..MESSAGES {
            black_box(redactor.redact(black_box(text)));
        }
    });
}

fn stream(text: &[u8]) {
    let redactor = Redactor::new();
    let work = &mut || {
        let mut writer = redactor.writer(io::sink());
        for chunk in black_box(text).chunks(4 << 10) {
            io::Write::write_all(&mut writer, chunk).expect("a sink takes everything");
        }
        black_box(writer.finish().expect("a sink takes everything"));
    };
    work();
    counted(work);
}

fn start() {
    counted(&mut || {
        black_box(Redactor::new());
    });
}

fn text(kind: Kind, bytes: usize, density: f64) -> Vec<u8> {
    haystack(kind, bytes, density, 7).0
}

fn lines(line: &str) -> Vec<u8> {
    line.bytes().cycle().take(DENSE_BYTES).collect()
}
