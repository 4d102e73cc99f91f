//! Zip archives. They are read from their end, so one that comes as a stream is held until it is whole.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

use zip::extra_fields::ExtraField;
use zip::read::ZipFile;
use zip::result::{ZipError, ZipResult};
use zip::write::FullFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::archive::objection;
use super::meter::Unpacked;
use super::unpack::{Place, Walk};
use crate::error::FormatError;

/// Bytes of an archive that comes as a stream which are kept in memory; more goes to a file without a name.
const IN_MEMORY: usize = 16 << 20;

/// Longer targets of links are no paths.
const MAX_TARGET: u64 = 4096;

/// Sizes from here on need the larger fields of Zip64.
const LARGE: u64 = u32::MAX as u64;

pub(super) fn mask(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    input: &mut dyn Read,
    output: Option<&mut dyn Write>,
) -> Result<(), FormatError> {
    if let Some(file) = place.file {
        let mut file: &File = file;
        let len = file.seek(io::SeekFrom::End(0)).map_err(FormatError::Read)?;
        walk.meter.add_read(len);
        file.rewind().map_err(FormatError::Read)?;
        return archive(walk, place, file, output);
    }
    let mut whole = match walk.spool() {
        Some(folder) => tempfile::spooled_tempfile_in(IN_MEMORY, folder),
        None => tempfile::spooled_tempfile(IN_MEMORY),
    };
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => whole.write_all(&buffer[..count]).map_err(FormatError::Write)?,
            Err(error) => return Err(walk.fault(&error, "zip")),
        }
    }
    whole.rewind().map_err(FormatError::Write)?;
    archive(walk, place, whole, output)
}

fn archive<R: Read + Seek>(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    input: R,
    output: Option<&mut dyn Write>,
) -> Result<(), FormatError> {
    let mut archive = ZipArchive::new(input).map_err(|error| fault(&error))?;
    let mut writer = output.map(ZipWriter::new_stream);
    if let Some(writer) = &mut writer {
        writer.set_raw_comment(archive.comment().into()).map_err(|error| written(&error))?;
    }
    for index in 0..archive.len() {
        let (own, shown, flaw) = {
            let entry = archive.by_index_raw(index).map_err(|error| fault(&error))?;
            let own = entry.name_raw().to_vec();
            // Many write UTF-8 and do not say so.
            let shown = match str::from_utf8(&own) {
                Ok(own) => own.to_owned(),
                Err(_) => {
                    entry.name().map_or_else(|_| String::from_utf8_lossy(&own).into_owned(), Cow::into_owned)
                }
            };
            let flaw = flaw(&own, entry.encrypted());
            (own, shown, flaw)
        };
        let name = place.name_of(&shown);
        if let Some(why) = flaw {
            walk.leave_out(&name, why);
            continue;
        }
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                walk.visitor.left_out(&name, &fault(&error));
                continue;
            }
        };
        let options = options(&entry).map_err(|error| fault(&error))?.name(&own);
        if entry.is_dir() {
            if let Some(writer) = &mut writer {
                writer.add_directory(shown, options).map_err(|error| written(&error))?;
            }
            continue;
        }
        if entry.is_symlink() {
            let mut target = Vec::new();
            let mut limited = Unpacked::new(&mut entry, walk.meter).take(MAX_TARGET);
            let is_read = limited.read_to_end(&mut target).is_ok();
            let why = (!is_read).then_some("it is a link that cannot be read");
            if let Some(why) = why.or_else(|| objection(&own, Some(&target))) {
                walk.leave_out(&name, why);
            } else if let Some(writer) = &mut writer {
                let options = options.compression_method(CompressionMethod::Stored);
                writer.start_file_with_options(options).map_err(|error| written(&error))?;
                writer.write_all(&target).map_err(FormatError::Write)?;
            }
            continue;
        }
        let packed = Some(entry.compressed_size());
        if let Some((mut content, len)) =
            walk.entry(place.inside(&name), &mut entry, packed, writer.is_some())?
            && let Some(writer) = &mut writer
        {
            let options = options.large_file(len >= LARGE);
            writer.start_file_with_options(options).map_err(|error| written(&error))?;
            io::copy(&mut content, writer).map_err(FormatError::Write)?;
        }
    }
    match writer {
        Some(writer) => writer.finish().map(drop).map_err(|error| written(&error)),
        None => Ok(()),
    }
}

/// How an entry is written: as it came, but for what depends on its content.
fn options<R: Read>(entry: &ZipFile<'_, R>) -> ZipResult<FullFileOptions<'static, 'static>> {
    let method = match entry.compression() {
        method @ (CompressionMethod::Stored | CompressionMethod::Bzip2) => method,
        _ => CompressionMethod::Deflated,
    };
    let mut options = FullFileOptions::default().compression_method(method);
    if let Some(time) = entry.last_modified() {
        options = options.last_modified_time(time);
    }
    // Modes of Unix and bits of DOS stand in the same field, and the system says which.
    options = options.system(entry.system()).external_attributes(entry.external_attributes());
    let times = entry.extra_data_fields().find_map(|field| match field {
        ExtraField::ExtendedTimestamp(times) => Some(times),
        _ => None,
    });
    if let Some(times) = times {
        options = options.with_extended_timestamp(times.mod_time(), times.ac_time(), times.cr_time())?;
    }
    Ok(if entry.comment().is_empty() { options } else { options.with_file_comment(entry.comment()) })
}

fn flaw(name: &[u8], is_encrypted: bool) -> Option<&'static str> {
    objection(name, None).or(is_encrypted.then_some("it is encrypted"))
}

fn fault(error: &ZipError) -> FormatError {
    match error {
        ZipError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => FormatError::Cut("zip"),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            FormatError::Refused("it is packed in a way that is not read (deflate and bzip2 are)".into())
        }
        _ => FormatError::Corrupt("zip"),
    }
}

fn written(error: &ZipError) -> FormatError {
    FormatError::Write(match error {
        ZipError::Io(error) => error.kind().into(),
        _ => io::ErrorKind::InvalidInput.into(),
    })
}
