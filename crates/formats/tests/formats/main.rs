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
