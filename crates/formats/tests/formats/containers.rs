//! Containers come back as they were, but for what is masked; what is broken comes back as nothing.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Write};
use std::sync::LazyLock;

use samar::Redactor;
use samar_formats::{Codec, Format, FormatError, MAX_DEPTH, Structured, Unpacker, Visitor};

const RAW: &str = "my pin is 4821\n{\"pass\\u0077ord\":\"hunter2Xk9\"}\n";
const MASKED: &str = "my pin is [PIN]\n{\"pass\\u0077ord\":\"[PASSWORD]\"}\n";
const CODECS: [Codec; 5] = [Codec::Gz, Codec::Zst, Codec::Bz2, Codec::Xz, Codec::Lz4];

/// Masks every text, or shows what there is.
#[derive(Default)]
pub(crate) struct Masking {
    left_out: Vec<String>,
}

impl Visitor for Masking {
    fn text(&mut self, _: &str, input: &mut dyn Read, output: &mut dyn Write) -> Result<(), FormatError> {
        static REDACTOR: LazyLock<Redactor> = LazyLock::new(Redactor::new);
        let mut stream = Structured::new(&REDACTOR, Format::Auto, output);
        let mut buffer = [0; 4096];
        loop {
            match input.read(&mut buffer).map_err(FormatError::Read)? {
                0 => return stream.finish(|_| {}).map(drop).map_err(FormatError::Write),
                count => stream.push(&buffer[..count], |_| {}).map_err(FormatError::Write)?,
            }
        }
    }

    fn left_out(&mut self, entry: &str, error: &FormatError) {
        self.left_out.push(format!("{entry}: {error}"));
    }
}

/// Shows every text.
#[derive(Default)]
pub(crate) struct Showing(pub(crate) Vec<(String, Vec<u8>)>);

impl Visitor for Showing {
    fn text(&mut self, entry: &str, input: &mut dyn Read, _: &mut dyn Write) -> Result<(), FormatError> {
        let mut text = Vec::new();
        input.read_to_end(&mut text).map_err(FormatError::Read)?;
        self.0.push((entry.to_owned(), text));
        Ok(())
    }

    fn left_out(&mut self, entry: &str, _: &FormatError) {
        self.0.push((entry.to_owned(), b"left out".to_vec()));
    }
}

pub(crate) fn masked(input: &[u8]) -> (Result<Vec<u8>, String>, Vec<u8>, Vec<String>) {
    let mut visitor = Masking::default();
    let mut out = Vec::new();
    // As much as a test waits for.
    let unpacker = Unpacker::new().max_bytes(64 << 20);
    let result = unpacker.run(&mut &input[..], None, Some(&mut out), &mut visitor);
    (result.map(|()| out.clone()).map_err(|error| error.to_string()), out, visitor.left_out)
}

fn shown(input: &[u8]) -> Vec<(String, String)> {
    let mut visitor = Showing::default();
    Unpacker::new().run(&mut &input[..], None, None, &mut visitor).expect("it is sound");
    visitor.0.into_iter().map(|(entry, text)| (entry, String::from_utf8_lossy(&text).into_owned())).collect()
}

fn compressed(codec: Codec, text: &[u8]) -> Vec<u8> {
    match codec {
        Codec::Gz => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text).expect("memory");
            encoder.finish().expect("memory")
        }
        Codec::Zst => zstd::encode_all(text, 1).expect("memory"),
        Codec::Bz2 => {
            let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            encoder.write_all(text).expect("memory");
            encoder.finish().expect("memory")
        }
        Codec::Xz => {
            let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 0);
            encoder.write_all(text).expect("memory");
            encoder.finish().expect("memory")
        }
        Codec::Lz4 => {
            let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
            encoder.write_all(text).expect("memory");
            encoder.finish().expect("memory")
        }
    }
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (index, (name, content)) in entries.iter().enumerate() {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_mode(0o640 + index as u32);
        header.set_mtime(1_600_000_000 + index as u64);
        header.set_size(content.len() as u64);
        header.set_cksum();
        builder.append(&header, *content).expect("memory");
    }
    builder.into_inner().expect("memory")
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options = zip::write::SimpleFileOptions::default().unix_permissions(0o640);
        writer.start_file(*name, options).expect("memory");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

#[test]
fn compressed_streams_of_several_parts_come_back_as_their_kind() {
    for codec in CODECS {
        let one = compressed(codec, RAW.as_bytes());
        let (out, _, left_out) = masked(&[one.clone(), one].concat());
        let out = out.expect("it is sound");
        assert_eq!(out[..2], compressed(codec, b"x")[..2], "{}", codec.name());
        assert_eq!(shown(&out), [(String::new(), MASKED.repeat(2))], "{}", codec.name());
        assert_eq!(left_out, [""; 0]);
        // Nothing in it, and in each other.
        assert_eq!(
            shown(&masked(&compressed(codec, b"")).0.expect("it is sound")),
            [(String::new(), String::new())]
        );
        let twice = compressed(Codec::Gz, &compressed(codec, RAW.as_bytes()));
        assert_eq!(shown(&masked(&twice).0.expect("it is sound"))[0].1, MASKED);
    }
}

#[test]
fn another_codec_on_demand() {
    let unpacker = Unpacker::new().recompress(Codec::Zst);
    let mut out = Vec::new();
    let input = compressed(Codec::Gz, RAW.as_bytes());
    unpacker.run(&mut &input[..], None, Some(&mut out), &mut Masking::default()).expect("it is sound");
    assert_eq!(zstd::decode_all(&out[..]).expect("it is zst"), MASKED.as_bytes());
}

#[test]
fn archives_keep_names_modes_times_links_and_order() {
    let long = format!("d/{}", "long/".repeat(40));
    let mut builder = tar::Builder::new(Vec::new());
    let add = |builder: &mut tar::Builder<Vec<u8>>, name: &str, kind, target: &str, content: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(0o604);
        header.set_mtime(1_600_000_000);
        header.set_uid(7);
        header.set_size(content.len() as u64);
        if target.is_empty() {
            builder.append_data(&mut header, name, content).expect("memory");
        } else {
            builder.append_link(&mut header, name, target).expect("memory");
        }
    };
    builder.append_pax_extensions([("SCHILY.xattr.user.a", &b"b"[..])]).expect("memory");
    add(&mut builder, "d/z.log", tar::EntryType::Regular, "", RAW.as_bytes());
    add(&mut builder, "d", tar::EntryType::Directory, "", b"");
    add(&mut builder, &format!("{long}a.log"), tar::EntryType::Regular, "", RAW.as_bytes());
    add(&mut builder, "d/link", tar::EntryType::Symlink, "z.log", b"");
    add(&mut builder, "d/hard", tar::EntryType::Link, "d/z.log", b"");
    add(&mut builder, "a.gz", tar::EntryType::Regular, "", &compressed(Codec::Gz, RAW.as_bytes()));
    add(&mut builder, "a.zip", tar::EntryType::Regular, "", &zip(&[("b/c.log", RAW.as_bytes())]));
    let input = builder.into_inner().expect("memory");
    let (out, _, left_out) = masked(&input);
    let out = out.expect("it is sound");
    assert_eq!(left_out, [""; 0]);
    let list = |archive: &[u8]| {
        let mut archive = tar::Archive::new(archive);
        let entries = archive.entries().expect("it is sound").map(|entry| {
            let mut entry = entry.expect("it is sound");
            let records = entry.pax_extensions().expect("it is sound").is_some_and(|records| {
                records.flatten().any(|record| record.key_bytes() == b"SCHILY.xattr.user.a")
            });
            let (path, link) =
                (entry.path_bytes().into_owned(), entry.link_name_bytes().map(Cow::into_owned));
            let header = entry.header();
            (
                path,
                link,
                header.mode().ok(),
                header.mtime().ok(),
                header.uid().ok(),
                header.entry_type(),
                records,
            )
        });
        entries.collect::<Vec<_>>()
    };
    assert_eq!(list(&out), list(&input));
    let texts: Vec<_> = shown(&out);
    let name = format!("{long}a.log");
    let names: Vec<_> = texts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["d/z.log", name.as_str(), "a.gz", "a.zip!b/c.log"]);
    assert!(texts.iter().all(|(_, text)| text == MASKED));
    // Two archives one behind the other: the second is not lost.
    let joined = [tar(&[("a", RAW.as_bytes())]), tar(&[("b", RAW.as_bytes())])].concat();
    assert_eq!(shown(&masked(&joined).0.expect("it is sound")).len(), 2);
}

#[test]
fn zip_archives_keep_modes_and_links() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().unix_permissions(0o604);
    let time = zip::DateTime::from_date_and_time(2020, 2, 3, 4, 5, 6).expect("a date");
    writer.add_directory("d/", options).expect("memory");
    let stored = options.compression_method(zip::CompressionMethod::Stored).last_modified_time(time);
    writer.start_file("d/z.log", stored).expect("memory");
    writer.write_all(RAW.as_bytes()).expect("memory");
    writer.add_symlink("d/link", "z.log", options).expect("memory");
    let more = zip::write::FullFileOptions::default()
        .system(zip::System::Dos)
        .external_attributes(0x21)
        .with_extended_timestamp(Some(1_700_000_000), Some(1_700_000_001), None)
        .expect("times")
        .with_file_comment("of a file");
    writer.start_file_with_options(more.name(b"d/caf\xe9.bin")).expect("memory");
    writer.write_all(b"x").expect("memory");
    writer.set_comment("a comment").expect("it is short");
    let input = writer.finish().expect("memory").into_inner();
    let out = masked(&input).0.expect("it is sound");
    let list = |archive: &[u8]| {
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("it is sound");
        let entries = (0..archive.len()).map(|index| {
            let entry = archive.by_index(index).expect("it is sound");
            let times = entry.extra_data_fields().find_map(|field| match field {
                zip::ExtraField::ExtendedTimestamp(times) => Some((times.mod_time(), times.ac_time())),
                _ => None,
            });
            let what = (entry.name_raw().to_vec(), entry.comment().to_owned(), entry.is_symlink());
            let how = (entry.system(), entry.external_attributes(), entry.compression());
            (what, how, entry.last_modified(), times)
        });
        entries.collect::<Vec<_>>()
    };
    assert_eq!(list(&out), list(&input));
    assert_eq!(shown(&out)[0], ("d/z.log".to_owned(), MASKED.to_owned()));
}

#[test]
fn what_is_cut_anywhere_is_refused_and_shows_nothing() {
    let text = RAW.repeat(40);
    let mut inputs: Vec<_> =
        CODECS.iter().map(|codec| (codec.name(), compressed(*codec, text.as_bytes()))).collect();
    inputs.push(("tar.gz", compressed(Codec::Gz, &tar(&[("a", text.as_bytes()), ("b", RAW.as_bytes())]))));
    inputs.push(("zip", zip(&[("a", text.as_bytes())])));
    for (kind, input) in &inputs {
        for len in 12..input.len() {
            let (result, out, _) = masked(&input[..len]);
            // A stream may end with one of its parts, and a tar with one of its entries.
            assert!(result.is_err(), "{kind} cut at {len} of {}", input.len());
            assert!(!contains(&out, b"hunter2Xk9") && !contains(&out, b"4821"), "{kind} cut at {len}");
        }
    }
    // A tar that is cut in an entry; between two of them it is whole.
    let input = tar(&[("a", text.as_bytes()), ("b", RAW.as_bytes())]);
    for len in (520..input.len() - 1024).step_by(7) {
        let is_between = len % 512 == 0 && len > 512 + text.len();
        assert!(masked(&input[..len]).0.is_err() || is_between, "tar cut at {len}");
    }
}

#[test]
fn a_flipped_byte_never_shows_a_value() {
    // Those that have a check sum.
    for codec in [Codec::Gz, Codec::Bz2, Codec::Xz] {
        let input = compressed(codec, &tar(&[("a", RAW.as_bytes()), ("b", RAW.as_bytes())]));
        for at in 0..input.len() {
            let mut input = input.clone();
            input[at] ^= 0x15;
            let (result, _, _) = masked(&input);
            if let Ok(out) = result {
                let texts = shown(&out);
                assert!(texts.iter().all(|(_, text)| !text.contains("hunter2Xk9")), "{} {at}", codec.name());
            }
        }
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn names_that_lead_out_are_left_out_and_the_rest_goes_on() {
    let entries: [(&str, &[u8]); 4] = [
        ("../up", RAW.as_bytes()),
        ("a/b.log", RAW.as_bytes()),
        ("/root", RAW.as_bytes()),
        ("c", RAW.as_bytes()),
    ];
    for input in [tar(&entries), zip(&entries)] {
        let (out, _, left_out) = masked(&input);
        let names: Vec<_> =
            shown(&out.expect("the rest is sound")).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a/b.log", "c"]);
        assert_eq!(
            left_out,
            ["../up: its name leads out of the archive", "/root: its name leads out of the archive"]
        );
    }
}

#[test]
fn a_broken_entry_is_left_out_and_the_rest_goes_on() {
    let cut = &compressed(Codec::Gz, RAW.repeat(40).as_bytes())[..60];
    let (out, _, left_out) = masked(&tar(&[("a", RAW.as_bytes()), ("cut.gz", cut), ("b", RAW.as_bytes())]));
    assert_eq!(left_out, ["cut.gz: the gz ends too early"]);
    let expected = [("a".to_owned(), MASKED.to_owned()), ("b".to_owned(), MASKED.to_owned())];
    assert_eq!(shown(&out.expect("the rest is sound")), expected);
}

#[test]
fn bombs_and_towers_are_refused() {
    let zeros = io::repeat(0).take(400 << 20);
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("memory");
    io::copy(&mut { zeros }, &mut encoder).expect("memory");
    let bomb = encoder.finish().expect("memory");
    assert!(bomb.len() < 100_000);
    for input in [bomb.clone(), compressed(Codec::Gz, &bomb)] {
        let result = masked(&input).0;
        assert_eq!(result.err().as_deref(), Some("it unpacks to far more than it could hold"));
    }
    // In an archive, the rest goes on, also where the bomb lies in one of its own; of many there is an end.
    let raw = RAW.as_bytes();
    let nested = zip(&[("deep", &bomb), ("d", raw)]);
    let entries: [(&str, &[u8]); 4] = [("a", raw), ("bomb", &bomb), ("nested.zip", &nested), ("c", raw)];
    for input in [tar(&entries), zip(&entries), compressed(Codec::Gz, &tar(&entries))] {
        let (out, _, left_out) = masked(&input);
        let names: Vec<_> = shown(&out.expect("the rest is sound")).into_iter().collect();
        let expected = ["a", "nested.zip!d", "c"].map(|name| (name.to_owned(), MASKED.to_owned()));
        assert_eq!(names, expected);
        let told = "it unpacks to far more than it could hold";
        assert_eq!(left_out, [format!("bomb: {told}"), format!("nested.zip!deep: {told}")]);
    }
    // In a large archive a small bomb is one all the same, and what somebody allows is none.
    let noise: Vec<u8> =
        (0..3_000_000_u32).flat_map(|at| (at.wrapping_mul(2_654_435_761) >> 7).to_le_bytes()).collect();
    let (_, _, left_out) = masked(&tar(&[("noise", &noise), ("bomb", &bomb)]));
    assert_eq!(left_out, ["bomb: it unpacks to far more than it could hold"]);
    for unpacker in [Unpacker::new().max_ratio(1_000_000), Unpacker::new().max_bytes(1 << 40)] {
        let result =
            unpacker.max_bytes(1 << 40).run(&mut bomb.as_slice(), None, None, &mut Masking::default());
        assert!(result.is_ok());
    }
    let many: Vec<(&str, &[u8])> = (0..9).map(|_| ("bomb", bomb.as_slice())).collect();
    assert!(masked(&tar(&many)).0.is_err());
    let mut tower = RAW.as_bytes().to_vec();
    for _ in 0..MAX_DEPTH {
        tower = compressed(Codec::Lz4, &tower);
    }
    assert_eq!(shown(&masked(&tower).0.expect("it is not too deep"))[0].1, MASKED);
    let result = masked(&compressed(Codec::Lz4, &tower)).0;
    assert_eq!(result.err().as_deref(), Some("it lies in too many containers"));
}

#[test]
fn windows_that_take_too_much_memory_are_refused() {
    let zst = |log| {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("memory");
        encoder.set_parameter(zstd::zstd_safe::CParameter::WindowLog(log)).expect("it is a window");
        encoder.write_all(RAW.as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    };
    let xz = |size: u32| {
        let mut options = liblzma::stream::LzmaOptions::new_preset(0).expect("a preset");
        options.dict_size(size);
        let mut filters = liblzma::stream::Filters::new();
        filters.lzma2(&options);
        let check = liblzma::stream::Check::Crc64;
        let stream = liblzma::stream::Stream::new_stream_encoder(&filters, check).expect("memory");
        let mut encoder = liblzma::write::XzEncoder::new_stream(Vec::new(), stream);
        encoder.write_all(RAW.as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    };
    for input in [zst(26), xz(64 << 20)] {
        assert_eq!(shown(&masked(&input).0.expect("it is not too wide"))[0].1, MASKED);
    }
    let told = "it was packed with a window of more than 64 MiB";
    for input in [zst(27), xz(128 << 20)] {
        assert_eq!(masked(&input).0.err().as_deref(), Some(told));
        let (out, _, left_out) = masked(&tar(&[("wide", &input), ("b", RAW.as_bytes())]));
        assert_eq!(shown(&out.expect("the rest is sound")), [("b".to_owned(), MASKED.to_owned())]);
        assert_eq!(left_out, [format!("wide: {told}")]);
    }
}

#[test]
fn text_of_two_bytes_a_unit_comes_back_as_it_came() {
    let text = "Zoë \u{1f511} my pin is 4821\r\n{\"pass\\u0077ord\":\"hunter2Xk9\"}\r\nid,pin\r\n";
    let expected = "Zoë \u{1f511} my pin is [PIN]\r\n{\"pass\\u0077ord\":\"[PASSWORD]\"}\r\nid,pin\r\n";
    for mark in ["", "\u{feff}"] {
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            let wide =
                |text: &str| -> Vec<u8> { format!("{mark}{text}").encode_utf16().flat_map(order).collect() };
            assert_eq!(masked(&wide(text)).0, Ok(wide(expected)));
            let packed = compressed(Codec::Gz, &tar(&[("a", &wide(text))]));
            let out = masked(&packed).0.expect("it is sound");
            // What is no character, and half a unit, too.
            let odd = |text: &str| [wide(text), order(0xd800).to_vec(), wide("x"), b"y".to_vec()].concat();
            assert_eq!(masked(&odd(text)).0, Ok(odd(expected)));
            assert_eq!(masked(&out).0, Ok(out), "it settles");
        }
    }
    // Bytes of one-byte alphabets are none of this.
    let latin = b"caf\xe9 \x80 pin 4821\nm\xfcller@example.com\n";
    assert_eq!(masked(latin).0, Ok(b"caf\xe9 \x80 pin [PIN]\nm\xfc[EMAIL]\n".to_vec()));
}

/// What is not read must not be edited as text, nor pass as if nothing were in it.
#[test]
fn what_is_not_read_is_refused_with_its_name() {
    for (input, why) in [
        (&b"\xff\xfe\0\0p\0\0\0"[..], "UTF-32"),
        (b"\x02\x21\x4c\x18\x08\0\0\0\x70pin 4821", "legacy"),
        (b"\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff pin 4821", "LZMA"),
        (b"7z\xbc\xaf\x27\x1c\0\x04 pin 4821", "7z"),
    ] {
        let (result, out, _) = masked(input);
        assert!(result.is_err_and(|told| told.contains(why)) && out.is_empty(), "{why}");
        let (result, _, left_out) = masked(&tar(&[("a", input), ("b", b"pin 4821\n")]));
        assert!(result.is_ok_and(|out| contains(&out, b"pin [PIN]\n")));
        assert_eq!(left_out.len(), 1, "{why}");
    }
}

#[test]
fn a_sparse_file_of_pax_is_left_out() {
    let mut builder = tar::Builder::new(Vec::new());
    let records: [(&str, &[u8]); 4] = [
        ("GNU.sparse.major", b"1"),
        ("GNU.sparse.minor", b"0"),
        ("GNU.sparse.name", b"sparse"),
        ("GNU.sparse.realsize", b"1048576"),
    ];
    builder.append_pax_extensions(records).expect("memory");
    for (name, content) in [("GNUSparseFile.1/sparse", "1\n0\n9\npin 4821\n"), ("b", "pin 4821\n")] {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, content.as_bytes()).expect("memory");
    }
    let (result, _, left_out) = masked(&builder.into_inner().expect("memory"));
    let out = result.expect("the rest goes on");
    assert_eq!(left_out.len(), 1);
    assert!(contains(&out, b"pin [PIN]\n") && !contains(&out, b"GNUSparseFile"));
}

#[test]
fn zip_entries_are_packed_as_they_were() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Bzip2);
    writer.start_file("a.log", options).expect("memory");
    writer.write_all(b"my pin is 4821\n").expect("memory");
    let input = writer.finish().expect("memory").into_inner();
    let (result, _, left_out) = masked(&input);
    assert!(left_out.is_empty());
    let mut archive = zip::ZipArchive::new(Cursor::new(result.expect("it is sound"))).expect("it is one");
    let mut entry = archive.by_index(0).expect("it is there");
    assert_eq!(entry.compression(), zip::CompressionMethod::Bzip2);
    let mut text = String::new();
    entry.read_to_string(&mut text).expect("it is sound");
    assert_eq!(text, "my pin is [PIN]\n");
}
