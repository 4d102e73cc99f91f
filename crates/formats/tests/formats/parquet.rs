//! Columns of Parquet files.

use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::record::RowAccessor;
use parquet::schema::parser::parse_message_type;
use samar_formats::Unpacker;

use crate::containers::{Showing, masked};

const SCHEMA: &str = "message chats {
    required binary message (UTF8);
    optional binary kata_sandi (UTF8);
    required int64 cvv;
    required int64 at (TIMESTAMP_MILLIS);
    required double amount;
    optional group answers (LIST) { repeated group list { optional binary element (UTF8); } }
    required group otp { required binary value; }
}";

fn column<D: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[D::T],
    levels: [&[i16]; 2],
) {
    let mut column = group.next_column().expect("memory").expect("a column");
    let [definitions, repetitions] = levels.map(|levels| (!levels.is_empty()).then_some(levels));
    column.typed::<D>().write_batch(values, definitions, repetitions).expect("memory");
    column.close().expect("memory");
}

fn texts(values: &[&str]) -> Vec<ByteArray> {
    values.iter().map(|value| ByteArray::from(*value)).collect()
}

/// Two row groups of three rows.
fn file() -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let entries = [("note", "my pin is 4821"), ("ARROW:schema", "/////w==")];
    let entries = entries.map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_bloom_filter_enabled(true)
        .set_key_value_metadata(Some(entries.to_vec()));
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).expect("memory");
    for _ in 0..2 {
        let mut group = writer.next_row_group().expect("memory");
        let messages = texts(&["my pin is 4821", "say \"hi\"\n\\o/ \u{e9}", ""]);
        column::<ByteArrayType>(&mut group, &messages, [&[], &[]]);
        column::<ByteArrayType>(&mut group, &texts(&["hunter2Xk9"]), [&[0, 1, 0], &[]]);
        column::<Int64Type>(&mut group, &[482, 0, 913], [&[], &[]]);
        column::<Int64Type>(&mut group, &[1_700_000_000_000; 3], [&[], &[]]);
        column::<DoubleType>(&mut group, &[1.5, -2.0, 0.0], [&[], &[]]);
        let answers = texts(&["otp 482913", "yes", "card 4111 1111 1111 1111"]);
        column::<ByteArrayType>(&mut group, &answers, [&[3, 3, 2, 3, 0], &[0, 1, 1, 0, 0]]);
        let values: Vec<_> =
            [&b"482913"[..], b"none", b"\xff\x00\xfe"].map(|value| ByteArray::from(value.to_vec())).into();
        column::<ByteArrayType>(&mut group, &values, [&[], &[]]);
        group.close().expect("memory");
    }
    writer.into_inner().expect("memory")
}

fn open(file: Vec<u8>) -> SerializedFileReader<bytes::Bytes> {
    SerializedFileReader::new(bytes::Bytes::from(file)).expect("it is Parquet")
}

fn rows(file: Vec<u8>) -> Vec<String> {
    let reader = open(file);
    reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row").to_string()).collect()
}

#[test]
fn values_are_masked_and_the_table_stays() {
    let raw = file();
    let (result, out, left_out) = masked(&raw);
    assert_eq!((result.map(drop), left_out), (Ok(()), Vec::new()));
    let (before, after) = (rows(raw.clone()), rows(out.clone()));
    assert_eq!(before.len(), 6);
    let expected = |row: &String| {
        row.replace("my pin is 4821", "my pin is [PIN]")
            .replace("\"hunter2Xk9\"", "\"[PASSWORD]\"")
            .replace("cvv: 482,", "cvv: 0,")
            .replace("cvv: 913,", "cvv: 0,")
            .replace("otp 482913", "otp [OTP]")
            .replace("4111 1111 1111 1111", "**** **** **** 1111")
    };
    for (row, (before, after)) in before.iter().zip(&after).enumerate() {
        // Binary values are printed as numbers; they are looked at below.
        let cut = |text: &str| text.split("otp: {").next().unwrap_or_default().to_owned();
        assert_eq!(cut(after), cut(&expected(before)), "row {row}");
    }
    let codes: Vec<_> = open(out.clone())
        .get_row_iter(None)
        .expect("rows")
        .map(|row| row.expect("a row").get_group(6).and_then(|otp| otp.get_bytes(0).cloned()).expect("bytes"))
        .map(|bytes| bytes.data().to_vec())
        .collect();
    assert_eq!(codes, [&b"[OTP]"[..], b"none", b"\xff\x00\xfe"].repeat(2));
    for value in [&b"4821"[..], b"hunter2Xk9", b"4111"] {
        assert!(!out.windows(value.len()).any(|window| window == value));
    }

    let (raw, out) = (open(raw), open(out));
    let (before, after) = (raw.metadata(), out.metadata());
    assert_eq!(before.file_metadata().schema(), after.file_metadata().schema());
    assert_eq!((before.num_row_groups(), after.num_row_groups()), (2, 2));
    for (before, after) in before.row_groups().iter().zip(after.row_groups()) {
        assert_eq!(before.num_rows(), after.num_rows());
        for (before, after) in before.columns().iter().zip(after.columns()) {
            assert_eq!(before.compression(), after.compression());
            assert_eq!(before.num_values(), after.num_values());
            assert_eq!(after.bloom_filter_offset(), None);
        }
    }
    let entries = after.file_metadata().key_value_metadata().expect("they are kept");
    let entries: Vec<_> = entries.iter().map(|entry| (entry.key.as_str(), entry.value.as_deref())).collect();
    assert_eq!(entries, [("note", Some("my pin is [PIN]")), ("ARROW:schema", Some("/////w=="))]);
}

#[test]
fn columns_are_texts_with_names() {
    let mut showing = Showing::default();
    Unpacker::new().run(&mut &file()[..], None, None, &mut showing).expect("it is sound");
    let names: Vec<_> = showing.0.iter().map(|(name, _)| name.as_str()).collect();
    let columns = ["message", "kata_sandi", "cvv", "answers.list.element", "otp.value"];
    let expected = ["metadata".to_owned()]
        .into_iter()
        .chain((0..2).flat_map(|group| columns.map(|column| format!("{group}/{column}"))));
    assert_eq!(names, expected.collect::<Vec<_>>());
    assert_eq!(
        showing.0[4].1,
        b"{\"answers\":\"otp 482913\"}\n{\"answers\":\"yes\"}\n{\"answers\":\"card 4111 1111 1111 1111\"}\n"
    );
}

#[test]
fn a_second_pass_changes_nothing_and_a_broken_file_gives_nothing() {
    let (_, once, _) = masked(&file());
    let (_, twice, _) = masked(&once);
    assert_eq!(rows(once), rows(twice));
    let whole = file();
    for len in [5, whole.len() / 2, whole.len() - 1] {
        let (result, out, _) = masked(&whole[..len]);
        assert!(result.is_err() && out.is_empty(), "{len} bytes");
    }
    // Whatever byte is broken: no panic. (One in the schema can give a column another name or type, and a file in which no
    // label stands beside the value any more.)
    for at in (5..whole.len()).step_by(7) {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        drop(masked(&broken));
    }
}

#[test]
fn many_rows_come_back_in_order() {
    let schema =
        "message m { optional group a (LIST) { repeated group list { optional binary element (UTF8); } } }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).expect("memory");
    let mut group = writer.next_row_group().expect("memory");
    let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..5000_usize {
        for at in 0..(row * 7) % 5 {
            repetitions.push(i16::from(at > 0));
            definitions.push(if (row + at) % 3 == 0 { 2 } else { 3 });
            if (row + at) % 3 != 0 {
                values.push(ByteArray::from(format!("{row} pin 4821").as_str()));
            }
        }
        if (row * 7) % 5 == 0 {
            repetitions.push(0);
            definitions.push((row % 2) as i16);
        }
    }
    column::<ByteArrayType>(&mut group, &values, [&definitions, &repetitions]);
    group.close().expect("memory");
    let raw = writer.into_inner().expect("memory");
    let expected: Vec<_> = rows(raw.clone()).iter().map(|row| row.replace("pin 4821", "pin [PIN]")).collect();
    assert!(expected.len() == 5000 && expected.iter().any(|row| row.contains("[PIN]")));
    assert!(rows(masked(&raw).1) == expected);
}
