//! What ends a job early, and what is said of it.

use std::io;
use std::sync::atomic::Ordering;

use samar_formats::FormatError;

use crate::console::{cause, reason, shown};
use crate::plan::{Destination, Job};
use crate::redact::Run;

/// What ended a job early, and on which side.
pub(crate) enum Failure {
    Read(io::Error),
    Write(io::Error),
    /// The input is no sound container.
    Input(FormatError),
    /// Something about the file that forbids writing over it.
    Refused(&'static str),
}

impl From<FormatError> for Failure {
    fn from(error: FormatError) -> Self {
        match error {
            FormatError::Read(error) => Self::Read(error),
            FormatError::Write(error) => Self::Write(error),
            other => Self::Input(other),
        }
    }
}

impl<W> Run<'_, W> {
    /// Says on which side a job failed, and what there is of its output.
    pub(crate) fn tell(&self, job: &Job, failure: Failure) {
        let Job { source, destination } = job;
        match (failure, destination) {
            (Failure::Write(error), Destination::Stdout) => {
                // Nobody reads on: the ordinary end of a pipe. What is full is told of once.
                if !self.is_over.swap(true, Ordering::Relaxed) && error.kind() != io::ErrorKind::BrokenPipe {
                    self.console.trouble(format_args!("standard output: {}; it ends early", reason(&error)));
                }
            }
            (Failure::Write(error), Destination::Device(target)) => {
                self.console.trouble(format_args!("{}: {}; it ends early", shown(target), reason(&error)));
            }
            (Failure::Write(error), Destination::File(target) | Destination::Object(target)) => {
                self.console.trouble(format_args!(
                    "{}: {}; nothing was written",
                    shown(target),
                    reason(&error)
                ));
            }
            (Failure::Write(error) | Failure::Read(error), Destination::InPlace) => {
                self.console.trouble(format_args!("{source}: {}; it is unchanged", reason(&error)));
            }
            (Failure::Read(error), Destination::Device(_)) => {
                self.console.trouble(format_args!("{source}: {}; its output ends early", reason(&error)));
            }
            (Failure::Read(error), _) => {
                self.console.trouble(format_args!("{source}: {}; nothing was written", reason(&error)));
            }
            (Failure::Input(error), destination) => {
                let end = match destination {
                    Destination::Stdout | Destination::Device(_) => "its output ends early",
                    Destination::File(_) | Destination::Object(_) => "nothing was written",
                    Destination::InPlace => "it is unchanged",
                };
                self.console.trouble(format_args!("{source}: {}; {end}", cause(&error)));
            }
            (Failure::Refused(why), Destination::InPlace) => {
                self.console.trouble(format_args!("{source}: {why}; it is unchanged"));
            }
            (Failure::Refused(why), _) => {
                self.console.trouble(format_args!("{source}: {why}; nothing was written"));
            }
        }
    }
}
