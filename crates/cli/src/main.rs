//! `samar`: masks sensitive values in files and streams.
//!
//! A thin face of the library of that name: it parses arguments, moves bytes and prints. One file per subcommand; what
//! they share has a noun of its own: [`selection`] what is looked for, [`work`] how inputs are gone through, [`run`] the jobs of a
//! plan, [`input`] what is read, [`output`] what is written, [`plan`] which goes where,
//! [`turns`] files side by side with their output in order, [`chat`] transcripts among the inputs, [`view`] one for a person,
//! [`cloud`] objects in storage, [`unfinished`] files that are not whole yet, [`failure`] what ends a job early,
//! [`position`] lines and columns, [`console`] what a person
//! is told, [`masking`] what is done to a text, [`record`] what was done to a
//! file and [`journal`] where that is kept.

#![forbid(unsafe_code)]

mod arguments;
mod chat;
mod cloud;
mod completions;
mod console;
mod eval;
mod explain;
mod failure;
mod input;
mod irregular;
mod journal;
mod man;
mod manifest;
mod masking;
mod output;
mod plan;
mod position;
mod record;
mod redact;
mod report;
mod rules;
mod run;
mod scan;
mod selection;
mod transcript;
mod turns;
mod unfinished;
mod verify;
mod view;
mod work;

use std::panic;
use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::CommandFactory;
use console::{Console, Verdict};

fn main() -> ExitCode {
    panic::set_hook(Box::new(console::report_panic));
    let verdict = panic::catch_unwind(|| run(Arguments::command_or_exit())).unwrap_or(Verdict::Trouble);
    ExitCode::from(verdict as u8)
}

fn run(command: Command) -> Verdict {
    let result = match command {
        Command::Redact(arguments) => redact::run(&arguments),
        Command::Scan(arguments) => scan::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Manifest(arguments) => manifest::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, Arguments::command()),
        Command::Man(arguments) => man::run(&arguments, Arguments::command()),
    };
    result.unwrap_or_else(|error| {
        Console::new(true).trouble(format_args!("{error:#}"));
        Verdict::Trouble
    })
}
