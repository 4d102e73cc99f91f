//! Presidio, in its own language: `presidio.py` is given everything at once and answers with times and places.

use std::error::Error;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// What Presidio made of what it was given.
pub(crate) struct Presidio {
    /// The least seconds for each text.
    pub seconds: Vec<f64>,
    /// What it would hide, for each line.
    pub places: Vec<Vec<Range<usize>>>,
}

impl Presidio {
    pub(crate) const NAME: &str = "Presidio, pattern recognizers";

    /// Runs it with the Python at `python`: each text `rounds` times against the clock, then each line for what is found.
    pub(crate) fn run(
        python: &Path,
        rounds: usize,
        texts: &[String],
        lines: &[&str],
    ) -> Result<Self, Box<dyn Error>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("presidio.py");
        let mut child = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", python.display()))?;
        let request = json!({ "rounds": rounds, "texts": texts, "lines": lines });
        child.stdin.take().ok_or("no pipe")?.write_all(request.to_string().as_bytes())?;
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(format!("presidio.py: {}", output.status).into());
        }
        let answer: Value = serde_json::from_slice(&output.stdout)?;
        let seconds = array(&answer["seconds"])?.iter().filter_map(Value::as_f64).collect();
        let places = array(&answer["places"])?
            .iter()
            .map(|line| array(line)?.iter().map(place).collect())
            .collect::<Result<_, Box<dyn Error>>>()?;
        Ok(Self { seconds, places })
    }
}

fn array(value: &Value) -> Result<&Vec<Value>, Box<dyn Error>> {
    value.as_array().ok_or_else(|| "presidio.py answers something else".into())
}

fn place(value: &Value) -> Result<Range<usize>, Box<dyn Error>> {
    let offset = |index: usize| value.get(index).and_then(Value::as_u64).ok_or("an offset is a number");
    Ok(usize::try_from(offset(0)?)?..usize::try_from(offset(1)?)?)
}
