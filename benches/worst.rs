//! The worst that can come: throughput where everything is a finding, where everything is nearly one, where a line has no
//! end, where writes are small, and where the same comes again and again. For every entity, on one core.
//!
//! No criterion: what counts is the floor, so each figure is the best of a few runs, and the table is short enough to
//! read. A series that is not linear in its input ends the bench.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use samar::{Redactor, Scratch};
use samar_testkit::generate::{Kind, haystack};

const MB: usize = 1_000_000;

/// Runs of which the best counts.
const RUNS: usize = 5;

/// The floor that is aimed at, in MB/s.
const FLOOR: f64 = 150.0;

/// How much longer a byte may take in 4 MB than in 1 MB. Quadratic work takes four times as long.
const LEVEL: f64 = 2.5;

fn main() {
    let redactor = Redactor::new();
    println!("| input | findings | MB/s | |\n|---|---|---|---|");
    let row = |name: &str, text: &[u8], has_findings: Option<bool>| {
        let found = redactor.find(text).len();
        if let Some(has_findings) = has_findings {
            assert_eq!(found > 0, has_findings, "{name}: {found} findings");
        }
        tell(name, found, text.len(), best(|| streamed(&redactor, text, MB)));
    };
    let of = |unit: &str, len: usize| -> Vec<u8> {
        unit.bytes().cycle().take(len / unit.len() * unit.len()).collect()
    };
    row("every line a card", &of("4111 1111 1111 1111\n", 8 * MB), Some(true));
    row("every word a card", &of("4111111111111111 ", 8 * MB), Some(true));
    row("every word a secret", &of("password=hunter2Xk9 ", 8 * MB), Some(true));
    row("every word a code", &of("pin 482913 ", 8 * MB), Some(true));
    row("every word an address", &of("ana@example.org ", 8 * MB), Some(true));
    let prose =
        "the ship came in late last night and nobody was there to see it, so they went on to the next town\n";
    row("nothing: prose", &of(prose, 32 * MB), Some(false));
    row("nothing: digits in columns", &of("17 204 9 88 1024 3 51 7\n", 32 * MB), Some(false));
    row("nearly: cards", &of("4000 1234 5678 9012 3456 7890\n", 8 * MB), Some(false));
    row("nearly: labels", &of("pin otp cvv password ", 8 * MB), Some(false));
    row("nearly: addresses", &of("ana@ @example @@ a@b ", 8 * MB), None);
    row("nearly: identification numbers", &of("123.456.789-00 000-00-0000 ", 8 * MB), None);
    let (chat, _) = haystack(Kind::Chat, 64 << 20, 0.02, 7);
    let line: Vec<u8> = chat.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte }).collect();
    row("chat, 2 %", &chat, Some(true));
    row("the same in one line of 64 MiB", &line, Some(true));

    println!("\n| chat, 2 %, in writes of | MB/s | |\n|---|---|---|");
    for (name, size, len) in [("1 byte", 1, 4 * MB), ("4 KiB", 4 << 10, 32 * MB), ("1 MiB", 1 << 20, 32 * MB)]
    {
        let text = &chat[..len];
        let speed = rate(len, best(|| streamed(&redactor, text, size)));
        println!("| {name} | {speed:.0} | {} |", remark(speed));
    }

    println!("\n| again and again | MB/s of 1 MB | 2 MB | 4 MB | |\n|---|---|---|---|---|");
    for unit in [
        "1 ",
        "0123456789",
        "4",
        "4 ",
        "4111 1111 ",
        "pin ",
        "pin\n",
        "password=",
        "\"pin\":\"",
        "pin is my ",
        "kode otp ",
        "@",
        "a@",
        "a@b.",
        "://",
        "::",
        ".",
        "-",
        "[",
        "%40",
        "eyJ",
        "-----BEGIN ",
    ] {
        let text = of(unit, 4 * MB);
        let mut scratch = Scratch::default();
        let times = [1, 2, 4].map(|megabytes| {
            let text = &text[..(megabytes * MB).min(text.len())];
            let mut found = 0;
            let time = best(|| redactor.scan(&mut scratch, black_box(text), |_| found += 1));
            black_box(found);
            (text.len(), time)
        });
        let [one, two, four] = times.map(|(len, time)| rate(len, time));
        println!("| `{}` | {one:.0} | {two:.0} | {four:.0} | {} |", unit.escape_debug(), remark(four));
        assert!(one < four * LEVEL, "{unit:?} is not linear: {one} and {four} MB/s");
    }
}

fn tell(name: &str, found: usize, len: usize, time: Duration) {
    let speed = rate(len, time);
    println!("| {name} | {found} | {speed:.0} | {} |", remark(speed));
}

fn remark(speed: f64) -> &'static str {
    if speed < FLOOR { "below the floor" } else { "" }
}

/// MB/s.
fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

fn best(mut run: impl FnMut()) -> Duration {
    let time = |()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    [(); RUNS].map(time).into_iter().min().expect("there are some")
}

fn streamed(redactor: &Redactor, text: &[u8], size: usize) {
    let mut writer = redactor.writer(io::sink());
    for chunk in black_box(text).chunks(size) {
        writer.write_all(chunk).expect("the sink takes everything");
    }
    black_box(writer.finish().expect("the sink takes everything"));
}
