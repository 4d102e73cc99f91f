//! What ends a job early.

use std::io;

use samar_formats::FormatError;

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
