//! What formats promises of JSON: a document stays one, with as many values in the same places, and chunks change nothing.

#![no_main]

use samar_formats::{Format, Structured};
use serde_json::Value;

std::thread_local!(static REDACTOR: samar::Redactor = samar::Redactor::new());

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let chunk = usize::from(input.first().copied().unwrap_or_default() % 61) + 1;
    for format in [Format::Auto, Format::Json] {
        let whole = masked(format, input, usize::MAX);
        assert_eq!(masked(format, input, chunk), whole, "chunks changed something");
        // Of lines of JSON, each; over several lines only where all is said to be JSON.
        let lines = input.split(|byte| *byte == b'\n').zip(whole.split(|byte| *byte == b'\n'));
        for (before, after) in lines.filter(|(before, _)| before.starts_with(b"{\"")) {
            if let Ok(before) = serde_json::from_slice::<Value>(before) {
                let after = serde_json::from_slice(after).expect("JSON stays JSON");
                assert!(is_alike(&before, &after), "something else than a string or a number changed");
            }
        }
    }
});

fn masked(format: Format, input: &[u8], chunk: usize) -> Vec<u8> {
    let mut stream = REDACTOR.with(|redactor| Structured::new(redactor, format, Vec::new()));
    for piece in input.chunks(chunk) {
        stream.push(piece, |_| {}).expect("memory");
    }
    stream.finish(|_| {}).expect("memory").0
}

fn is_alike(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| is_alike(before, after))
        }
        // Keys can be masked, and two become one.
        (Value::Object(before), Value::Object(after)) => after.len() <= before.len(),
        (Value::Array(_) | Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) => false,
        (before, after) => before == after || after.is_string(),
    }
}
