//! Masks standard input on its way to standard output; a summary goes to standard error.
//!
//! ```sh
//! cargo run --example stream < app.log > clean.log
//! tail -f app.log | cargo run --quiet --example stream
//! ```
//!
//! Where there is no input at all, it masks a few lines of its own.

#![allow(clippy::print_stderr, reason = "an example tells what it did")]

use std::io::{self, BufRead, Write};

use samar::Redactor;

const SAMPLE: &[u8] =
    b"padahal pin sy 220587 dari dulu\ncard 4111-1111-1111-1111 exp 12/27 cvv 123\nnothing here\n";

fn main() -> io::Result<()> {
    let redactor = Redactor::new();
    let mut writer = redactor.writer(io::stdout().lock());

    let mut input = io::stdin().lock();
    if input.fill_buf()?.is_empty() {
        writer.write_all(SAMPLE)?;
    } else {
        io::copy(&mut input, &mut writer)?;
    }

    // Only now is the end of the input decided. A writer that is dropped without this keeps it to itself.
    let (_stdout, report) = writer.finish()?;

    eprintln!(
        "{} bytes in, {} bytes out, values masked: {}",
        report.bytes_in,
        report.bytes_out,
        report.findings()
    );
    for (id, count) in report.by_rule() {
        let rule = redactor.rule(id);
        eprintln!("{count:>9}  {} by rule {}", rule.entity, rule.name);
    }
    Ok(())
}
