//! Blocks that are walked side by side give what one thread gives.

use std::cell::Cell;
use std::io::{self, Read};
use std::num::NonZeroUsize;

use proptest::prelude::*;
use samar::Redactor;
use samar_formats::{Blocks, Format, FormatError, Structured, Tally};
use samar_testkit::properties::config;

use crate::masked;

/// Output, places and counts.
type Result3 = (Vec<u8>, Vec<(usize, usize)>, Tally);

/// Gives so much at a time and then fails, if it is to.
struct Other<'t> {
    rest: &'t [u8],
    size: usize,
    fails: bool,
}

impl Read for Other<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() && self.fails {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let size = buffer.len().min(self.size);
        self.rest.read(&mut buffer[..size])
    }
}

/// What is masked by so many threads in blocks of so many bytes; the input is ready now and then.
fn in_blocks(
    format: Format,
    input: &mut dyn Read,
    (threads, bytes, ready): (usize, usize, u32),
) -> Result<Result3, (FormatError, usize)> {
    thread_local!(static REDACTOR: Redactor = Redactor::new());
    REDACTOR.with(|redactor| {
        let (mut places, mut taken) = (Vec::new(), 0);
        let mut stream = Structured::new(redactor, format, Vec::new());
        let asked = Cell::new(0_u32);
        let is_ready = || {
            asked.set(asked.get().wrapping_add(1));
            ready != 0 && !asked.get().is_multiple_of(ready)
        };
        let threads = NonZeroUsize::new(threads).expect("at least one");
        let mut take = |block: &samar_formats::Block| {
            taken += block.bytes().len();
            stream
                .push_block(block, |found| places.push((found.span.start, found.span.end)))
                .expect("memory");
            Ok(stream.way())
        };
        let blocks = Blocks::new(threads).bytes(bytes);
        blocks.run(redactor, format, input, &is_ready, &mut take).map_err(|error| (error, taken))?;
        let (out, tally) =
            stream.finish(|found| places.push((found.span.start, found.span.end))).expect("memory");
        Ok((out, places, tally))
    })
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let text = prop::sample::select(vec![
        "2024-09-27 10:15:02 INFO login ok for user 7 {not json}\n",
        "pay 4111 1111 1111 1111 exp 12/27 cvv 123\r\n",
        "4111 1111\n1111 1111\n",
        "pin:\n482913\n",
        "kode otp:\r\n\r\n771204\r\n",
        "password = hunter2Xk9 ",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAx7Hq2kq3mV0Z\nbQk9fJ2T8nPz4W1c\n",
        "-----END RSA PRIVATE KEY-----\n",
        "otp 482913",
        "\n",
        "name\tpin\nana\t482913\n",
        "nul\0byte ",
        "ｐin ４８２９１３ ",
        "<th>pin</th>\n",
        "<td>482913</td></table>",
        "otp: |\n  482913\n",
    ]);
    let lines = prop::sample::select(vec![
        "{\"otp\":{\"value\":482913},\"pass\\u0077ord\":\"hunter2Xk9\",\"n\":[1,2]}\n",
        "{\"level\":\"info\", \"body\":\"{\\\"pin\\\":4821}\", \"msg\":\"pay 4111 1111 1111 1111 now\"}\r\n",
        "10:15 INFO body={\"pin\":4821} p%69n=4821 <pin a=b>&#52;821</pin>\n",
        "{\n \"pin\": 4821\n}\n",
        "{\"pin\":\"4821\n",
        // What goes on for longer than what is read before a block.
        "{\"otp\":[\n",
        " {\"value\":482913},\n",
        "]}\n",
        "<tr><th>pin</th><td>4821\n",
        "<tr><td>4821\n",
        "ann,482913\n",
        "\"my pin is 4821, said\nbob\",\"482913\"\r\n",
        "\"4821\n",
        "- name: pin\n",
        "  value: 4821\n",
    ]);
    prop_oneof![
        12 => (text, 1..30_usize).prop_map(|(text, times)| text.as_bytes().repeat(times)),
        1 => Just(br#"{"otp":{"value":482913},"pass\u0077ord":"hunter2Xk9"}"#.to_vec()),
        12 => (lines, prop_oneof![Just(1_usize), 1..400_usize]).prop_map(|(line, times)| line.as_bytes().repeat(times)),
        1 => Just(b"\xff\xe2\x82 \xf0\x9f".to_vec()),
        2 => (1..4_000_usize).prop_map(|len| b"a word, pin 482913 and on ".iter().copied().cycle().take(len).collect()),
    ]
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn threads_change_nothing(
        mut pieces in prop::collection::vec(piece(), 1..14),
        is_table in prop::bool::weighted(0.3),
        format in prop::sample::select(vec![Format::Auto, Format::Text, Format::Csv, Format::Json, Format::Yaml]),
        threads in 1..5_usize,
        bytes in prop_oneof![1..100_usize, 100..5_000_usize],
        ready in 0..6_u32,
        size in prop_oneof![1..200_usize, Just(usize::MAX)],
    ) {
        if is_table {
            pieces.insert(0, b"name,pin\nann,482913\n".to_vec());
        }
        let text = pieces.concat();
        let whole = masked(format, &text, usize::MAX);
        let mut input = Other { rest: &text, size, fails: false };
        let blocks = in_blocks(format, &mut input, (threads, bytes, ready)).expect("memory can be read");
        prop_assert!(blocks == whole, "{:?}", String::from_utf8_lossy(&text));
    }
}

/// Behind the lines of JSON the rows go on.
#[test]
fn lines_of_json_among_rows_are_walked_ahead_by_nobody() {
    let line = "{\"otp\":{\"value\":482913},\"pass\\u0077ord\":\"hunter2Xk9\",\"n\":[1,2]}\n";
    let text = [
        "name,pin\nann,482913\n",
        &line.repeat(60),
        &"10:15 INFO body={\"pin\":4821} p%69n=4821\n".repeat(2),
    ]
    .concat();
    for format in [Format::Auto, Format::Csv] {
        let whole = masked(format, text.as_bytes(), usize::MAX);
        for (threads, bytes, ready) in
            (2..4).flat_map(|threads| [90, 400, 1500].map(|bytes| (threads, bytes, 2)))
        {
            let mut input = Other { rest: text.as_bytes(), size: usize::MAX, fails: false };
            let blocks = in_blocks(format, &mut input, (threads, bytes, ready)).expect("memory can be read");
            assert!(blocks == whole, "{format:?}, {threads} threads, blocks of {bytes} bytes");
        }
    }
}

#[test]
fn what_was_read_before_an_error_is_taken() {
    let text = b"pin 482913 and some more words\n".repeat(500);
    for threads in [1, 2, 4] {
        let mut input = Other { rest: &text, size: 700, fails: true };
        let (error, taken) = in_blocks(Format::Text, &mut input, (threads, 1_000, 7)).expect_err("it fails");
        assert!(matches!(error, FormatError::Read(_)));
        assert_eq!(taken, text.len());
    }
}

#[test]
fn what_goes_on_over_lines_that_could_stand_alone_is_read_as_what_it_is() {
    let (rows, values) = ("ann,482913\n".repeat(1_500), " {\"value\":482913},\n".repeat(1_500));
    for (text, findings) in [
        // In the quoted cell no row begins, whatever its lines look like.
        (format!("name,pin\n{rows}\"{rows}{rows}\",7362\n{rows}"), 1_500 + 1 + 1_500),
        // An array's name stands many lines before its values.
        (format!("{values}{{\"otp\":[\n{values}0]}}\n{values}"), 1_500),
    ] {
        let whole = masked(Format::Auto, text.as_bytes(), usize::MAX);
        assert_eq!(whole.2.findings(), findings);
        for bytes in [900, 3_000, 9_000] {
            let mut input = Other { rest: text.as_bytes(), size: usize::MAX, fails: false };
            let blocks = in_blocks(Format::Auto, &mut input, (3, bytes, 9)).expect("memory can be read");
            assert!(blocks == whole, "in blocks of {bytes}");
        }
    }
}
