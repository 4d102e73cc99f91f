//! samar beside its rivals: the same texts in one run on one core, speed beside accuracy. README.md says how to run it.

mod accuracy;
mod haystack;
mod picture;
mod report;
mod rivals;
mod rules;
mod speed;

use std::error::Error;
use std::path::{Path, PathBuf};

use accuracy::Accuracy;
use clap::Parser;
use haystack::Haystack;
use report::Row;
use rivals::{Presidio, Rival, Seen};
use samar_testkit::generate::{Kind, Line};

/// Measures samar and its rivals, and writes tables and picture into `benches/`
#[derive(Parser)]
struct Arguments {
    /// A folder of real logs, measured beside the generated texts
    #[arg(long, env = "VERSUS_REAL", value_name = "FOLDER")]
    real: Option<PathBuf>,
    /// A Python in which Presidio is installed
    #[arg(long, env = "VERSUS_PYTHON", value_name = "PYTHON")]
    presidio: Option<PathBuf>,
    /// Rounds of which the best counts
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Only rivals whose name holds this, beside memcpy; nothing is written
    #[arg(long)]
    only: Option<String>,
}

/// Bytes of each haystack that Presidio is given, which is some thousand times slower.
const PRESIDIO_BYTES: usize = 32 << 10;

/// Rounds for Presidio, at most.
const PRESIDIO_ROUNDS: usize = 3;

/// Presidio is asked for one labelled line in so many.
const PRESIDIO_STEP: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    // One core for all: a rival that would spread over all of them gets a pool of one thread.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;

    let mut rivals = rivals::all()?;
    if let Some(only) = &arguments.only {
        rivals.retain(|rival| rival.name() == "memcpy" || rival.name().contains(only.as_str()));
    }
    let mut haystacks = Haystack::generated()?;
    if let Some(folder) = &arguments.real {
        haystacks.push(Haystack::real(folder)?);
    }
    let labelled = [haystack::labelled(Kind::Logs), haystack::labelled(Kind::Chat)];

    let mut rows: Vec<Row> = rivals
        .iter_mut()
        .map(|rival| Row {
            name: rival.name().to_owned(),
            task: rival.task().name(),
            speeds: Vec::new(),
            accuracy: both(rival.as_mut(), &labelled),
        })
        .collect();
    for haystack in &haystacks {
        for (row, speed) in rows.iter_mut().zip(speed::measure(&mut rivals, haystack, arguments.rounds)) {
            row.speeds.push(speed);
        }
    }
    if let Some(python) = &arguments.presidio {
        rows.push(presidio(python, arguments.rounds, &haystacks, &labelled)?);
    }

    let names: Vec<_> = haystacks.iter().map(|haystack| haystack.name).collect();
    let tables = report::tables(&names, &rows);
    println!("{tables}");
    if arguments.only.is_none() {
        let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches");
        picture::draw(&benches.join("versus.svg"), &names, &rows)?;
        report::splice(&benches.join("README.md"), &tables)?;
    }
    Ok(())
}

fn both(rival: &mut dyn Rival, labelled: &[Vec<Line>; 2]) -> Option<[Accuracy; 2]> {
    Some([Accuracy::of(rival, &labelled[0])?, Accuracy::of(rival, &labelled[1])?])
}

fn presidio(
    python: &Path,
    rounds: usize,
    haystacks: &[Haystack],
    labelled: &[Vec<Line>; 2],
) -> Result<Row, Box<dyn Error>> {
    let texts: Vec<_> =
        haystacks.iter().map(|haystack| haystack.sample(PRESIDIO_BYTES).into_owned()).collect();
    let asked: Vec<(usize, &Line)> = (0..)
        .zip(labelled)
        .flat_map(|(kind, lines)| lines.iter().step_by(PRESIDIO_STEP).map(move |line| (kind, line)))
        .collect();
    let lines: Vec<_> = asked.iter().map(|(_, line)| line.text.as_str()).collect();
    let answer = Presidio::run(python, rounds.min(PRESIDIO_ROUNDS), &texts, &lines)?;
    let mut accuracy = [Accuracy::default(); 2];
    for ((kind, line), places) in asked.into_iter().zip(answer.places) {
        accuracy[kind].count(line, &Seen::Places(places));
    }
    Ok(Row {
        name: Presidio::NAME.to_owned(),
        task: rivals::Task::Find.name(),
        speeds: texts
            .iter()
            .zip(&answer.seconds)
            .map(|(text, seconds)| text.len() as f64 / seconds)
            .collect(),
        accuracy: Some(accuracy),
    })
}
