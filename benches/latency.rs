//! How long a message takes, in process: not the mean but the distribution, as a chat feels its slowest message.
//!
//! Criterion gives no quantiles; here each call is timed alone and the times are sorted. What reading the clock twice
//! takes is measured, too, and not subtracted. Every entity, a warm scratch.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::hint::black_box;
use std::time::Instant;

use samar::{Redactor, Scratch};

/// Calls before anything is timed.
const WARM_UP: usize = 2_000;

/// Bytes that are looked at in all, for each message.
const BYTES: usize = 100_000_000;

/// Calls that are timed, at least and at most.
const CALLS: (usize, usize) = (10_000, 400_000);

const TALK: &str = "thank you for writing to us, we have looked at it and a colleague will call you back in the \
                    afternoon; if you want to add something just answer here and it is read at once ";

fn main() {
    let redactor = Redactor::new();
    println!("| message | p50 | p90 | p99 | p99.9 | max |\n|---|---|---|---|---|---|");
    row("(the clock)", CALLS.1, || {});
    for len in [20, 100, 1_000, 10_000] {
        let talk: String = TALK.chars().cycle().take(len).collect();
        let value = "so pin 482913 ok";
        let told = format!("{}{value}", &talk[..len - value.len()]);
        for (name, text, count) in [("clean", &talk, 0), ("one finding", &told, 1)] {
            assert_eq!(redactor.find(text).len(), count, "{len} bytes, {name}");
            let mut scratch = Scratch::default();
            let mut found = 0;
            let calls = (BYTES / len).clamp(CALLS.0, CALLS.1);
            row(&format!("{len} bytes, {name}"), calls, || {
                redactor.scan(&mut scratch, black_box(text.as_bytes()), |_| found += 1);
            });
            black_box(found);
        }
    }
    let talk: String = TALK.chars().cycle().take(100).collect();
    row("100 bytes, clean, `redact`", CALLS.1, || drop(black_box(redactor.redact(black_box(&talk)))));
}

fn row(name: &str, calls: usize, mut call: impl FnMut()) {
    (0..WARM_UP).for_each(|_| call());
    let mut times: Vec<u64> = (0..calls)
        .map(|_| {
            let start = Instant::now();
            call();
            start.elapsed().as_nanos() as u64
        })
        .collect();
    times.sort_unstable();
    let quantile = |part: f64| shown(times[((times.len() - 1) as f64 * part).round() as usize]);
    let [p50, p90, p99, p999, max] = [0.5, 0.9, 0.99, 0.999, 1.0].map(quantile);
    println!("| {name} | {p50} | {p90} | {p99} | {p999} | {max} |");
}

fn shown(nanoseconds: u64) -> String {
    match nanoseconds {
        0..10_000 => format!("{nanoseconds} ns"),
        10_000..10_000_000 => format!("{:.1} µs", nanoseconds as f64 / 1e3),
        _ => format!("{:.1} ms", nanoseconds as f64 / 1e6),
    }
}
