//! The tables, in the Markdown of `benches/README.md`.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::accuracy::{Accuracy, GROUPS};

/// What is known of one rival.
pub(crate) struct Row {
    pub name: String,
    pub task: &'static str,
    /// Bytes a second on each haystack.
    pub speeds: Vec<f64>,
    /// On logs and on chat.
    pub accuracy: Option<[Accuracy; 2]>,
}

impl Row {
    /// The share of all planted values that is hidden; `None` where it finds no values.
    pub(crate) fn hidden(&self) -> Option<f64> {
        let groups = self.accuracy.as_ref()?.iter().flat_map(|accuracy| accuracy.groups);
        let (hidden, planted) = groups.fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
        Some(hidden as f64 / planted.max(1) as f64)
    }
}

const BEGIN: &str = "<!-- versus: begin -->\n";
const END: &str = "<!-- versus: end -->\n";

/// Both tables.
pub(crate) fn tables(haystacks: &[&str], rows: &[Row]) -> String {
    let mut text = String::from("| who | what it does | of values, hides |");
    for name in haystacks {
        write!(text, " {name} | ratio |").expect("text takes everything");
    }
    write!(text, "\n|---|---|---:|{}\n", "---:|---:|".repeat(haystacks.len()))
        .expect("text takes everything");
    for row in rows {
        let hidden = row.hidden().map_or_else(|| "none".to_owned(), percent);
        write!(text, "| {} | {} | {hidden} |", row.name, row.task).expect("text takes everything");
        for (speed, memcpy) in row.speeds.iter().zip(&rows[0].speeds) {
            write!(text, " {} | {} |", rate(*speed), ratio(speed / memcpy)).expect("text takes everything");
        }
        text.push('\n');
    }
    text.push_str("\nOf the planted values, how many are hidden as a whole; and in how many of 1,000 lines without a value something is:\n\n| who |");
    for (name, _) in GROUPS {
        write!(text, " {name} |").expect("text takes everything");
    }
    write!(text, " extra, logs | extra, chat |\n|---|{}\n", "---:|".repeat(GROUPS.len() + 2))
        .expect("text takes everything");
    for row in rows {
        let Some([logs, chat]) = &row.accuracy else { continue };
        write!(text, "| {} |", row.name).expect("text takes everything");
        for (logs, chat) in logs.groups.iter().zip(&chat.groups) {
            let share = (logs.0 + chat.0) as f64 / (logs.1 + chat.1).max(1) as f64;
            write!(text, " {} |", percent(share)).expect("text takes everything");
        }
        for (extra, lines) in [logs.extra, chat.extra] {
            write!(text, " {:.1} |", extra as f64 * 1000.0 / lines.max(1) as f64)
                .expect("text takes everything");
        }
        text.push('\n');
    }
    text
}

/// Megabytes a second, to two or three digits.
pub(crate) fn rate(bytes: f64) -> String {
    let megabytes = bytes / 1e6;
    match megabytes {
        ..1.0 => format!("{megabytes:.3} MB/s"),
        ..10.0 => format!("{megabytes:.1} MB/s"),
        ..1000.0 => format!("{megabytes:.0} MB/s"),
        _ => format!("{:.2} GB/s", megabytes / 1e3),
    }
}

pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn ratio(ratio: f64) -> String {
    if ratio >= 0.001 { format!("{ratio:.3}") } else { format!("{ratio:.6}") }
}

/// Puts `text` where the last tables stand in the file at `path`.
pub(crate) fn splice(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let page = fs::read_to_string(path)?;
    let page = spliced(&page, text).ok_or_else(|| format!("{}: no place for the tables", path.display()))?;
    Ok(fs::write(path, page)?)
}

fn spliced(page: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{text}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, rate, spliced};

    #[test]
    fn only_what_stands_between_the_marks_changes() {
        let page = format!("a\n{BEGIN}old\n{END}b\n");
        assert_eq!(spliced(&page, "new\n"), Some(format!("a\n{BEGIN}new\n{END}b\n")));
        assert_eq!(spliced("a\nb\n", "new\n"), None);
    }

    #[test]
    fn rates_keep_two_digits() {
        assert_eq!(rate(12_345_678_901.0), "12.35 GB/s");
        assert_eq!(rate(123_456_789.0), "123 MB/s");
        assert_eq!(rate(1_234_567.0), "1.2 MB/s");
        assert_eq!(rate(45_678.0), "0.046 MB/s");
    }
}
