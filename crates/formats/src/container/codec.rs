//! Compressed streams.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// gzip, of one or more members; one is written.
    Gz,
    /// Zstandard.
    Zst,
    /// bzip2.
    Bz2,
    /// xz.
    Xz,
    /// The frame format of LZ4.
    Lz4,
}

/// Bytes of a read below the decoder.
const BUFFER: usize = 64 * 1024;

/// The most memory that an xz stream may ask for: 64 MiB is what the highest preset needs, and a little.
const XZ_MEMORY: u64 = 80 << 20;

/// The widest window of a Zstandard stream, as a power of two: 64 MiB. What is meant for wider ones says so at its start.
const ZST_WINDOW: u32 = 26;

/// What the library says of a window that is wider.
const ZST_TOO_WIDE: &str = "Frame requires too much memory for decoding";

/// xz presets above this need more than 64 MiB to compress.
const XZ_PRESET: u32 = 3;

impl Codec {
    /// The codec's name, which is the ending of its files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gz => "gz",
            Self::Zst => "zst",
            Self::Bz2 => "bz2",
            Self::Xz => "xz",
            Self::Lz4 => "lz4",
        }
    }

    /// The codec by a stream's first bytes, ten of them.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        Some(match head {
            [0x1f, 0x8b, 8, ..] => Self::Gz,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zst,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, ..] => Self::Bz2,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            [0x04, 0x22, 0x4d, 0x18, ..] => Self::Lz4,
            _ => return None,
        })
    }

    /// What is in the stream. All members or frames are read, one after the other.
    pub(super) fn decoder<'r>(self, input: &'r mut dyn Read) -> io::Result<Box<dyn Read + 'r>> {
        let input = BufReader::with_capacity(BUFFER, input);
        Ok(match self {
            Self::Gz => Box::new(MultiGzDecoder::new(input)),
            Self::Zst => {
                let mut decoder = zstd::Decoder::with_buffer(input)?;
                decoder.window_log_max(ZST_WINDOW)?;
                Box::new(Bounded { inner: decoder })
            }
            Self::Bz2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
            Self::Xz => {
                let flags = liblzma::stream::CONCATENATED;
                let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, flags)?;
                Box::new(Bounded { inner: liblzma::bufread::XzDecoder::new_stream(input, stream) })
            }
            Self::Lz4 => Box::new(Lz4::new(input)),
        })
    }

    /// Compresses into `output`.
    pub(super) fn encoder<'w>(self, output: &'w mut dyn Write) -> io::Result<Encoder<'w>> {
        let output = BufWriter::with_capacity(BUFFER, output);
        Ok(match self {
            Self::Gz => Encoder::Gz(GzEncoder::new(output, Compression::default())),
            Self::Zst => Encoder::Zst(zstd::Encoder::new(output, zstd::DEFAULT_COMPRESSION_LEVEL)?),
            Self::Bz2 => Encoder::Bz2(bzip2::write::BzEncoder::new(output, bzip2::Compression::best())),
            Self::Xz => Encoder::Xz(liblzma::write::XzEncoder::new(output, XZ_PRESET)),
            Self::Lz4 => Encoder::Lz4(Box::new(lz4_flex::frame::FrameEncoder::new(output))),
        })
    }
}

/// A decoder that refuses windows which are too wide, as an error of a kind of its own.
struct Bounded<R> {
    inner: R,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| {
            let xz = error.get_ref().and_then(|error| error.downcast_ref());
            let is_too_wide =
                matches!(xz, Some(liblzma::stream::Error::MemLimit)) || error.to_string() == ZST_TOO_WIDE;
            if is_too_wide { io::ErrorKind::OutOfMemory.into() } else { error }
        })
    }
}

/// The decoder of LZ4 stops behind a frame, where there may be another, and where the bytes end, finished or not.
struct Lz4<R: Read> {
    inner: Option<lz4_flex::frame::FrameDecoder<Ended<R>>>,
}

/// Knows whether more was asked for than there was.
struct Ended<R> {
    inner: R,
    is_ended: bool,
}

impl<R: Read> Lz4<R> {
    fn new(inner: R) -> Self {
        Self { inner: Some(lz4_flex::frame::FrameDecoder::new(Ended { inner, is_ended: false })) }
    }
}

impl<R: BufRead> Read for Lz4<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(decoder) = &mut self.inner else { return Ok(0) };
            let count = decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let Ended { mut inner, is_ended } = self.inner.take().expect("it was there").into_inner();
            if is_ended {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if inner.fill_buf()?.is_empty() {
                return Ok(0);
            }
            *self = Self::new(inner);
        }
    }
}

impl<R: Read> Read for Ended<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.is_ended |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}

/// Dropped without [`finish`](Self::finish), a stream is cut: whoever reads it is told so.
pub(super) enum Encoder<'w> {
    Gz(GzEncoder<BufWriter<&'w mut dyn Write>>),
    Zst(zstd::Encoder<'static, BufWriter<&'w mut dyn Write>>),
    Bz2(bzip2::write::BzEncoder<BufWriter<&'w mut dyn Write>>),
    Xz(liblzma::write::XzEncoder<BufWriter<&'w mut dyn Write>>),
    Lz4(Box<lz4_flex::frame::FrameEncoder<BufWriter<&'w mut dyn Write>>>),
}

impl Encoder<'_> {
    /// Writes the stream's end.
    pub(super) fn finish(self) -> io::Result<()> {
        let mut output = match self {
            Self::Gz(encoder) => encoder.finish()?,
            Self::Zst(encoder) => encoder.finish()?,
            Self::Bz2(encoder) => encoder.finish()?,
            Self::Xz(encoder) => encoder.finish()?,
            Self::Lz4(encoder) => encoder.finish().map_err(io::Error::other)?,
        };
        output.flush()
    }
}

impl Write for Encoder<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Gz(encoder) => encoder.write(bytes),
            Self::Zst(encoder) => encoder.write(bytes),
            Self::Bz2(encoder) => encoder.write(bytes),
            Self::Xz(encoder) => encoder.write(bytes),
            Self::Lz4(encoder) => encoder.write(bytes),
        }
    }

    // A flush would cut the compressor's blocks short.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
