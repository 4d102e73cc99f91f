//! Runs of the binary.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) struct Outcome {
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Outcome {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("the output of this test is UTF-8")
    }
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samar"));
    command.current_dir(folder).args(arguments).env_remove("COLUMNS");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn spawn(folder: &Path, arguments: &[&str]) -> Child {
    command(folder, arguments).spawn().expect("the binary runs")
}

/// Runs with this on standard input.
pub(crate) fn samar_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Outcome {
    finish(spawn(folder, arguments), input)
}

/// Runs where no file is needed.
pub(crate) fn samar(arguments: &[&str], input: impl AsRef<[u8]>) -> Outcome {
    samar_in(Path::new("."), arguments, input.as_ref())
}

pub(crate) fn finish(mut child: Child, input: &[u8]) -> Outcome {
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let output = std::thread::scope(|scope| {
        // A run that ends without reading all is no fault of the test.
        scope.spawn(move || stdin.write_all(input).ok());
        child.wait_with_output().expect("the binary ends")
    });
    Outcome {
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        code: output.status.code().expect("no signal ends it"),
    }
}
