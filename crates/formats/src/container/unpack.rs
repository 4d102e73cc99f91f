//! Goes into containers and out again.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::SpooledTempFile;

use super::archive::Spool;
use super::codec::Codec;
use super::head::Kind;
use super::meter::{Meter, Origin, Unpacked};
use super::{tarball, zipped};
use crate::error::FormatError;

/// Containers that may lie in each other.
pub const MAX_DEPTH: usize = 8;

/// Bytes that may come out for each byte of the input: more than gzip can reach.
const MAX_RATIO: u64 = 1_200;

/// Who is shown what is inside.
pub trait Visitor {
    /// One text, to be read to its end. `entry` is its name in the archive, empty for what is in none.
    ///
    /// # Errors
    ///
    /// [`FormatError::Read`] and [`FormatError::Write`] by the side that failed.
    fn text(&mut self, entry: &str, input: &mut dyn Read, output: &mut dyn Write) -> Result<(), FormatError>;

    /// An entry is left out.
    fn left_out(&mut self, entry: &str, error: &FormatError);
}

/// How containers are gone through.
#[derive(Clone, Debug)]
pub struct Unpacker {
    max_ratio: u64,
    recompress: Option<Codec>,
    spool: Option<PathBuf>,
}

impl Unpacker {
    /// Every kind of container, in each other up to [`MAX_DEPTH`].
    #[must_use]
    pub fn new() -> Self {
        Self { max_ratio: MAX_RATIO, recompress: None, spool: None }
    }

    /// What may come out for each byte of the input, beyond the first 64 MiB.
    #[must_use]
    pub fn max_ratio(mut self, ratio: u64) -> Self {
        self.max_ratio = ratio;
        self
    }

    /// Compressed inputs are compressed in this way.
    #[must_use]
    pub fn recompress(mut self, codec: Codec) -> Self {
        self.recompress = Some(codec);
        self
    }

    /// Masked entries that are longer than a megabyte wait in this folder, in files without a name.
    #[must_use]
    pub fn spool(mut self, folder: &Path) -> Self {
        self.spool = Some(folder.to_owned());
        self
    }

    /// Shows `visitor` every text in `input`, and writes the same containers around what it writes. Without an output
    /// nothing is compressed. A file of one's own is better given with `file`: a zip archive is read from its end.
    ///
    /// # Errors
    ///
    /// When the input itself cannot be gone through; entries of archives that cannot are
    /// [left out](Visitor::left_out).
    pub fn run(
        &self,
        input: &mut dyn Read,
        file: Option<&File>,
        output: Option<&mut dyn Write>,
        visitor: &mut dyn Visitor,
    ) -> Result<(), FormatError> {
        let meter = Meter::new(self.max_ratio);
        let mut origin = Origin { inner: input, meter: &meter };
        let mut walk = Walk { options: self, meter: &meter, visitor };
        let place = Place { depth: 0, entry: "", file };
        walk.stream(place, &mut origin, output).map_err(|error| match (error, meter.failure()) {
            (FormatError::Write(error), _) => FormatError::Write(error),
            (_, Some(failure)) => FormatError::Read(failure),
            (error, None) => error,
        })
    }
}

impl Default for Unpacker {
    fn default() -> Self {
        Self::new()
    }
}

/// Where in the containers a stream stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    depth: usize,
    pub(super) entry: &'p str,
    /// The stream as a file that can be gone about in.
    pub(super) file: Option<&'p File>,
}

impl<'p> Place<'p> {
    /// An entry of the archive that stands here.
    pub(super) fn name_of(self, entry: &str) -> String {
        if self.entry.is_empty() { entry.to_owned() } else { format!("{}!{entry}", self.entry) }
    }

    pub(super) fn inside(self, entry: &'p str) -> Self {
        Self { depth: self.depth + 1, entry, file: None }
    }
}

pub(super) struct Walk<'w> {
    options: &'w Unpacker,
    pub(super) meter: &'w Meter,
    pub(super) visitor: &'w mut dyn Visitor,
}

impl Walk<'_> {
    pub(super) fn spool(&self) -> Option<&Path> {
        self.options.spool.as_deref()
    }

    /// Whatever it is.
    pub(super) fn stream(
        &mut self,
        place: Place<'_>,
        input: &mut dyn Read,
        output: Option<&mut dyn Write>,
    ) -> Result<(), FormatError> {
        let (kind, head) = Kind::read(input).map_err(|error| self.fault(&error, "container"))?;
        let mut input = head.as_slice().chain(input);
        if !matches!(kind, Kind::Text | Kind::Closed(_)) && place.depth == MAX_DEPTH {
            return Err(FormatError::TooDeep);
        }
        match kind {
            Kind::Text => {
                let result = self.visitor.text(place.entry, &mut input, output.unwrap_or(&mut io::sink()));
                result.map_err(|error| match error {
                    FormatError::Read(error) => self.fault(&error, "container"),
                    other => other,
                })
            }
            Kind::Closed(why) => Err(FormatError::Refused(why.into())),
            Kind::Compressed(codec) => self.compressed(codec, place, &mut input, output),
            Kind::Tar => tarball::mask(self, place, &mut input, output),
            Kind::Zip => zipped::mask(self, place, &mut input, output),
            #[cfg(feature = "parquet")]
            Kind::Parquet => super::parquet::mask(self, place, &mut input, output),
            // Its values stand in pages that hide them from whoever reads it as text.
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => {
                Err(FormatError::Refused("it is Parquet, which this samar was built without".into()))
            }
        }
    }

    fn compressed(
        &mut self,
        codec: Codec,
        place: Place<'_>,
        input: &mut dyn Read,
        output: Option<&mut dyn Write>,
    ) -> Result<(), FormatError> {
        let name = codec.name();
        let decoder = codec.decoder(input).map_err(|error| self.fault(&error, name))?;
        let mut decoder = Unpacked { inner: decoder, meter: self.meter };
        let inside = place.inside(place.entry);
        let named = |error| match error {
            FormatError::Corrupt("container") => FormatError::Corrupt(name),
            FormatError::Cut("container") => FormatError::Cut(name),
            other => other,
        };
        let Some(output) = output else {
            self.stream(inside, &mut decoder, None).map_err(named)?;
            return self.drain(&mut decoder, name);
        };
        let codec = self.options.recompress.filter(|_| place.depth == 0).unwrap_or(codec);
        let mut encoder = codec.encoder(output).map_err(FormatError::Write)?;
        self.stream(inside, &mut decoder, Some(&mut encoder)).map_err(named)?;
        self.drain(&mut decoder, name)?;
        encoder.finish().map_err(FormatError::Write)
    }

    /// Reads what is left, so that a check sum at the end is looked at.
    fn drain(&self, input: &mut dyn Read, name: &'static str) -> Result<(), FormatError> {
        io::copy(input, &mut io::sink()).map(drop).map_err(|error| self.fault(&error, name))
    }

    /// What an error of reading means inside a container.
    pub(super) fn fault(&self, error: &io::Error, kind: &'static str) -> FormatError {
        match error.kind() {
            _ if self.meter.is_bomb() => FormatError::Bomb,
            io::ErrorKind::OutOfMemory => FormatError::TooWide,
            io::ErrorKind::UnexpectedEof => FormatError::Cut(kind),
            _ => FormatError::Corrupt(kind),
        }
    }

    /// Tells of an entry that must not be passed on.
    pub(super) fn leave_out(&mut self, name: &str, why: &'static str) {
        self.visitor.left_out(name, &FormatError::Refused(why.into()));
    }

    /// Goes into an entry of an archive, and gives what comes out and its length: nothing if it is left out, or if nothing is
    /// written at all.
    ///
    /// # Errors
    ///
    /// Those that end everything: of the output, of the input itself, and too many bombs.
    pub(super) fn entry(
        &mut self,
        place: Place<'_>,
        input: &mut dyn Read,
        is_written: bool,
    ) -> Result<Option<(SpooledTempFile, u64)>, FormatError> {
        let before = self.meter.unpacked();
        let mut input = Unpacked { inner: input, meter: self.meter };
        let mut spool = is_written.then(|| Spool::new(self.options.spool.as_deref()));
        match self.stream(place, &mut input, spool.as_mut().map(|spool| spool as &mut dyn Write)) {
            Ok(()) => spool.map(Spool::content).transpose().map_err(FormatError::Write),
            Err(error @ FormatError::Write(_)) => Err(error),
            Err(FormatError::Bomb) if !self.meter.forgive(before) => Err(FormatError::Bomb),
            Err(error) => {
                self.visitor.left_out(place.entry, &error);
                Ok(None)
            }
        }
    }
}
