//! Formats as a user of the crate meets them.

mod blocks;
mod containers;
mod fields;
mod json;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod table;

use samar::Redactor;
use samar_formats::{Format, Structured, Tally};
use samar_testkit::cases;

/// The output, and the places that were found.
fn masked(format: Format, input: &[u8], chunk: usize) -> (Vec<u8>, Vec<(usize, usize)>, Tally) {
    thread_local!(static REDACTOR: Redactor = Redactor::new());
    REDACTOR.with(|redactor| {
        let mut places = Vec::new();
        let mut stream = Structured::new(redactor, format, Vec::new());
        for piece in input.chunks(chunk.max(1)) {
            stream.push(piece, |found| places.push((found.span.start, found.span.end))).expect("memory");
        }
        let (out, tally) =
            stream.finish(|found| places.push((found.span.start, found.span.end))).expect("memory");
        (out, places, tally)
    })
}

fn text(format: Format, input: &str) -> String {
    String::from_utf8(masked(format, input.as_bytes(), usize::MAX).0).expect("UTF-8")
}

/// What ends in the middle of anything: nothing reads beyond it, and two chunks give what one gives.
#[test]
fn cases_cut_anywhere_are_read() {
    let formats = [Format::Auto, Format::Json, Format::Lines, Format::Yaml, Format::Csv];
    for case in cases::load().expect("the repository's cases are well formed") {
        let quoted = serde_json::json!({"password": String::from_utf8_lossy(&case.text)}).to_string();
        for text in [&case.text[..], quoted.as_bytes()] {
            for format in formats {
                for cut in (0..text.len()).step_by(1 + text.len() / 16) {
                    let part = &text[..cut];
                    assert!(
                        masked(format, part, cut / 2) == masked(format, part, cut),
                        "{} cut after {cut} bytes",
                        case.name
                    );
                }
            }
        }
    }
}
