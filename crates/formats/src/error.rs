//! What can go wrong, and whose fault it is. Never a byte of input.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Display};
use std::io;

/// Why an input, or an entry of an archive, could not be masked. What was written of it is to be thrown away.
#[derive(Debug)]
#[non_exhaustive]
pub enum FormatError {
    /// The input's fault: it is not what it claims to be.
    Corrupt(&'static str),
    /// The input's fault: it ends too early.
    Cut(&'static str),
    /// The input's fault: it cannot be passed on safely.
    Refused(Cow<'static, str>),
    /// A limit: far more comes out of it than went in.
    Bomb,
    /// A limit: containers in containers beyond [`MAX_DEPTH`](crate::MAX_DEPTH).
    TooDeep,
    /// A limit: it asks for more memory to be unpacked than there is for one input.
    TooWide,
    /// I/O: the input could not be read.
    Read(io::Error),
    /// I/O: the output could not be written. Nothing else can be, either.
    Write(io::Error),
}

impl Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupt(kind) => write!(f, "it is no sound {kind}"),
            Self::Cut(kind) => write!(f, "the {kind} ends too early"),
            Self::Refused(why) => f.write_str(why),
            Self::Bomb => f.write_str("it unpacks to far more than it could hold"),
            Self::TooDeep => f.write_str("it lies in too many containers"),
            Self::TooWide => f.write_str("it was packed with a window of more than 64 MiB"),
            // What the system says of a path or device; no input stands in it.
            Self::Read(error) | Self::Write(error) => error.fmt(f),
        }
    }
}

impl Error for FormatError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Read(error) | Self::Write(error) => Some(error),
            _ => None,
        }
    }
}
