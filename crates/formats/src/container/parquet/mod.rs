//! Parquet files. They are read from their end, so one that comes as a stream is held until it is whole.
//!
//! **Contract.** Schema, row groups, compression and the order of rows stay, and columns that can hold no text lie in the output
//! byte for byte. Of the others each value is shown as a line of JSON with the column's names around it, so a column's name
//! is a label as a field's is; [`column`] writes back what comes of it. Statistics are made anew of the masked values; indexes and Bloom
//! filters, which would tell of the originals, are left away. A whole number that is masked becomes 0: the column has no place
//! for a mask.
//!
//! Not read: columns of fixed length, and what only the neighbour in the same row tells, for columns are gone through one by one.

mod cell;
mod column;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::column::reader::get_typed_column_reader;
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, ParquetMetaData};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::{FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::ColumnDescriptor;

use super::meter::Unpacked;
use super::unpack::{Place, Walk};
use crate::error::FormatError;
use cell::{Cell, Frame};
use column::{Reading, Writing};

/// Names of groups that the format itself puts around the values of lists and maps.
const WRAPPERS: [&str; 7] = ["list", "element", "item", "array", "bag", "array_element", "key_value"];

/// The schema as Arrow has it, in Base64. No text stands in it.
const ARROW: &str = "ARROW:schema";

pub(in crate::container) fn mask(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    input: &mut dyn Read,
    output: Option<&mut dyn Write>,
) -> Result<(), FormatError> {
    // The reader asserts some of what a broken footer says. Nothing is written before all of the file is masked.
    let gone_through = AssertUnwindSafe(|| go_through(walk, place, input, output));
    catch_unwind(gone_through).unwrap_or(Err(CHANGED))
}

fn go_through(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    input: &mut dyn Read,
    output: Option<&mut dyn Write>,
) -> Result<(), FormatError> {
    let file = match place.file {
        Some(file) => file.try_clone().map_err(FormatError::Read)?,
        None => held(walk, input)?,
    };
    walk.meter.add_read(file.metadata().map_err(FormatError::Read)?.len());
    let source = file.try_clone().map_err(FormatError::Read)?;
    let reader = SerializedFileReader::new(file).map_err(|error| fault(&error))?;
    let Some(output) = output else {
        metadata(walk, place, reader.metadata(), false)?;
        for index in 0..reader.num_row_groups() {
            let group = reader.get_row_group(index).map_err(|error| fault(&error))?;
            row_group(walk, place, index, group.as_ref(), None)?;
        }
        return Ok(());
    };
    let properties = properties(walk, place, reader.metadata())?;
    let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
    // The writer goes to other threads where it likes, which the output cannot.
    let masked = temporary(walk).map_err(FormatError::Write)?;
    let copy = masked.try_clone().map_err(FormatError::Write)?;
    let mut writer =
        SerializedFileWriter::new(masked, schema, properties).map_err(|error| written(&error))?;
    for index in 0..reader.num_row_groups() {
        let group = reader.get_row_group(index).map_err(|error| fault(&error))?;
        let mut target = writer.next_row_group().map_err(|error| written(&error))?;
        row_group(walk, place, index, group.as_ref(), Some((&mut target, &source)))?;
        target.close().map_err(|error| written(&error))?;
    }
    writer.close().map_err(|error| written(&error))?;
    let mut copy = copy;
    io::Seek::rewind(&mut copy).map_err(FormatError::Write)?;
    io::copy(&mut copy, output).map(drop).map_err(FormatError::Write)
}

/// A stream as a file without a name.
fn held(walk: &Walk<'_>, input: &mut dyn Read) -> Result<File, FormatError> {
    let mut file = temporary(walk).map_err(FormatError::Write)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return Ok(file),
            Ok(count) => file.write_all(&buffer[..count]).map_err(FormatError::Write)?,
            Err(error) => return Err(walk.fault(&error, "parquet")),
        }
    }
}

fn temporary(walk: &Walk<'_>) -> io::Result<File> {
    walk.spool().map_or_else(tempfile::tempfile, tempfile::tempfile_in)
}

/// What the output is written with.
fn properties(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    known: &ParquetMetaData,
) -> Result<WriterPropertiesPtr, FormatError> {
    let mut properties =
        WriterProperties::builder().set_key_value_metadata(metadata(walk, place, known, true)?);
    if let Some(author) = known.file_metadata().created_by() {
        properties = properties.set_created_by(author.to_owned());
    }
    for column in known.row_groups().first().map_or(&[][..], |group| group.columns()) {
        let path = column.column_path();
        let is_dictionary = column.dictionary_page_offset().is_some();
        properties = properties
            .set_column_compression(path.clone(), column.compression())
            .set_column_dictionary_enabled(path.clone(), is_dictionary);
    }
    Ok(Arc::new(properties.build()))
}

/// The file's own entries, masked.
fn metadata(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    known: &ParquetMetaData,
    is_written: bool,
) -> Result<Option<Vec<KeyValue>>, FormatError> {
    let Some(entries) = known.file_metadata().key_value_metadata() else { return Ok(None) };
    let mut masked = Vec::new();
    for KeyValue { key, value } in entries {
        let Some(text) = value.as_ref().filter(|_| key != ARROW) else {
            masked.push(KeyValue { key: key.clone(), value: value.clone() });
            continue;
        };
        let frame = Frame::new(&[key], true);
        let mut line = Vec::new();
        frame.write(&mut line, |out| cell::escape(text.as_bytes(), out));
        let mut out = Vec::new();
        let output = is_written.then_some(&mut out as &mut dyn Write);
        walk.stream(place.inside(&place.name_of("metadata")), &mut Cursor::new(line), output)?;
        if !is_written {
            continue;
        }
        let text = frame.read(out.strip_suffix(b"\n").unwrap_or(&out)).map(cell::unescape);
        let text = text.and_then(|text| String::from_utf8(text).ok()).ok_or(CHANGED)?;
        masked.push(KeyValue { key: key.clone(), value: Some(text) });
    }
    Ok(Some(masked))
}

fn row_group(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    index: usize,
    group: &dyn RowGroupReader,
    mut target: Option<(&mut SerializedRowGroupWriter<'_, File>, &File)>,
) -> Result<(), FormatError> {
    for number in 0..group.num_columns() {
        let known = group.metadata().column(number);
        let kind = Content::of(known.column_descr())?;
        let name = place.name_of(&format!("{index}/{}", known.column_path().string()));
        let place = place.inside(&name);
        match (kind, &mut target) {
            (Content::Other, None) => {}
            (Content::Other, Some((writer, source))) => {
                let close = ColumnCloseResult {
                    bytes_written: known.compressed_size() as u64,
                    rows_written: group.metadata().num_rows() as u64,
                    metadata: known.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                writer.append_column(*source, close).map_err(|error| fault(&error))?;
            }
            (Content::Text, target) => column::<ByteArrayType>(walk, place, group, number, target)?,
            (Content::Int32, target) => column::<Int32Type>(walk, place, group, number, target)?,
            (Content::Int64, target) => column::<Int64Type>(walk, place, group, number, target)?,
        }
    }
    Ok(())
}

fn column<D: Cell>(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    group: &dyn RowGroupReader,
    number: usize,
    target: &mut Option<(&mut SerializedRowGroupWriter<'_, File>, &File)>,
) -> Result<(), FormatError> {
    let descriptor = group.metadata().column(number).column_descr_ptr();
    let reader = group.get_column_reader(number).map_err(|error| fault(&error))?;
    let parts = descriptor.path().parts();
    let own = parts.iter().enumerate().filter(|(at, part)| *at == 0 || !WRAPPERS.contains(&part.as_str()));
    let names: Vec<&str> = own.map(|(_, part)| part.as_str()).collect();
    let frame = Frame::new(&names, D::IS_QUOTED);
    let batches = RefCell::default();
    let mut reading = Reading::<D>::new(get_typed_column_reader(reader), &frame, &batches, target.is_some());
    let mut input = Unpacked::new(&mut reading, walk.meter);
    let Some((group, _)) = target else {
        return walk.stream(place, &mut input, None).map_err(named);
    };
    let mut column = group.next_column().map_err(|error| written(&error))?.ok_or(CHANGED)?;
    let mut writing = Writing::<D>::new(column.typed(), &frame, &batches, &descriptor);
    walk.stream(place, &mut input, Some(&mut writing)).map_err(named)?;
    writing.finish().map_err(FormatError::Write)?;
    column.close().map_err(|error| written(&error))
}

/// What a column can hold.
enum Content {
    Text,
    Int32,
    Int64,
    /// Nothing that is looked for.
    Other,
}

impl Content {
    fn of(column: &ColumnDescriptor) -> Result<Self, FormatError> {
        let is_whole = matches!(column.logical_type_ref(), None | Some(LogicalType::Integer { .. }))
            && !matches!(
                column.converted_type(),
                ConvertedType::DECIMAL
                    | ConvertedType::DATE
                    | ConvertedType::TIME_MILLIS
                    | ConvertedType::TIME_MICROS
                    | ConvertedType::TIMESTAMP_MILLIS
                    | ConvertedType::TIMESTAMP_MICROS
            );
        Ok(match column.physical_type() {
            Type::INT32 if is_whole => Self::Int32,
            Type::INT64 if is_whole => Self::Int64,
            Type::BYTE_ARRAY => match column.converted_type() {
                ConvertedType::BSON => {
                    return Err(FormatError::Refused("a column of BSON cannot be masked".into()));
                }
                ConvertedType::DECIMAL => Self::Other,
                _ => Self::Text,
            },
            _ => Self::Other,
        })
    }
}

/// A line came back that was not sent.
const CHANGED: FormatError = FormatError::Corrupt("parquet");

fn named(error: FormatError) -> FormatError {
    match error {
        FormatError::Corrupt("container") => FormatError::Corrupt("parquet"),
        FormatError::Cut("container") => FormatError::Cut("parquet"),
        other => other,
    }
}

fn fault(error: &ParquetError) -> FormatError {
    match error {
        ParquetError::EOF(_) => FormatError::Cut("parquet"),
        ParquetError::NYI(_) => FormatError::Refused("it is written in a way that is not read".into()),
        _ => FormatError::Corrupt("parquet"),
    }
}

fn written(error: &ParquetError) -> FormatError {
    match error {
        ParquetError::External(inner) => match inner.downcast_ref::<io::Error>() {
            Some(error) => FormatError::Write(error.kind().into()),
            None => CHANGED,
        },
        _ => CHANGED,
    }
}
