//! Goes into containers and out again.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::SpooledTempFile;

use super::archive::Spool;
use super::codec::Codec;
use super::head::Kind;
use super::meter::{Limits, Meter, Origin, Packed, Unpacked};
use super::wide::{Narrow, Order, Wide};
use super::{tarball, zipped};
use crate::error::FormatError;

/// Containers that may lie in each other.
pub const MAX_DEPTH: usize = 8;

/// Bytes that may come out for each byte that goes in. Logs that say the same all day come to a hundred with gzip, which
/// itself ends at 1,032, and to some more with zstd and xz.
const MAX_RATIO: u64 = 250;

/// Bytes that may come out of anything: what no disk or clock is hurt by.
const MAX_BYTES: u64 = 1 << 30;

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
    limits: Limits,
    recompress: Option<Codec>,
    spool: Option<PathBuf>,
}

impl Unpacker {
    /// Every kind of container, in each other up to [`MAX_DEPTH`].
    #[must_use]
    pub fn new() -> Self {
        let limits = Limits { ratio: MAX_RATIO, bytes: MAX_BYTES };
        Self { limits, recompress: None, spool: None }
    }

    /// What may come out for each byte of the input, and of each container in it: 250 if nothing is said. More is a
    /// [bomb](FormatError::Bomb), if it is more than [`max_bytes`](Self::max_bytes), too.
    #[must_use]
    pub fn max_ratio(mut self, ratio: u64) -> Self {
        self.limits.ratio = ratio;
        self
    }

    /// What may come out of anything, however small it is: 1 GiB if nothing is said.
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.limits.bytes = bytes;
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
        let meter = Meter::new(self.limits);
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
        if !matches!(kind, Kind::Text | Kind::Wide(_) | Kind::Closed(_)) && place.depth == MAX_DEPTH {
            return Err(FormatError::TooDeep);
        }
        match kind {
            Kind::Text => self.text(place, &mut input, output.unwrap_or(&mut io::sink())),
            Kind::Wide(order) => self.wide(order, place, &mut input, output),
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

    fn text(
        &mut self,
        place: Place<'_>,
        input: &mut dyn Read,
        output: &mut dyn Write,
    ) -> Result<(), FormatError> {
        self.visitor.text(place.entry, input, output).map_err(|error| match error {
            FormatError::Read(error) => self.fault(&error, "container"),
            other => other,
        })
    }

    fn wide(
        &mut self,
        order: Order,
        place: Place<'_>,
        input: &mut dyn Read,
        output: Option<&mut dyn Write>,
    ) -> Result<(), FormatError> {
        let odd = Cell::new(None);
        let mut narrow = Narrow::new(input, order, &odd);
        let Some(output) = output else { return self.text(place, &mut narrow, &mut io::sink()) };
        let mut wide = Wide::new(output, order);
        self.text(place, &mut narrow, &mut wide)?;
        drop(narrow);
        wide.finish(odd.get()).map_err(FormatError::Write)
    }

    fn compressed(
        &mut self,
        codec: Codec,
        place: Place<'_>,
        input: &mut dyn Read,
        output: Option<&mut dyn Write>,
    ) -> Result<(), FormatError> {
        let name = codec.name();
        let packed = Cell::new(0);
        let mut input = Packed { inner: input, read: &packed };
        let decoder = codec.decoder(&mut input).map_err(|error| self.fault(&error, name))?;
        let mut decoder = Unpacked::of(decoder, &packed, self.meter);
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

    /// Goes into an entry of an archive, of which so many bytes lie there, and gives what comes out and its length: nothing if it is left out, or if nothing is
    /// written at all.
    ///
    /// # Errors
    ///
    /// Those that end everything: of the output, of the input itself, and too many bombs.
    pub(super) fn entry(
        &mut self,
        place: Place<'_>,
        input: &mut dyn Read,
        packed: Option<u64>,
        is_written: bool,
    ) -> Result<Option<(SpooledTempFile, u64)>, FormatError> {
        let before = self.meter.unpacked();
        let packed = packed.map(Cell::new);
        let mut input = match &packed {
            Some(packed) => Unpacked::of(input, packed, self.meter),
            None => Unpacked::new(input, self.meter),
        };
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
