//! `samar explain --input chat`: a transcript for people. Values are masked, findings point at the question they answer, alerts
//! stand below the words that made them.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};

use samar::Redactor;
use samar_transcript::{Brands, Message, Role, Told, Transcript};

/// What colours are written with; nothing where nobody sees them.
struct Paint {
    bold: &'static str,
    dim: &'static str,
    green: &'static str,
    cyan: &'static str,
    red: &'static str,
    end: &'static str,
}

const COLOURS: Paint = Paint {
    bold: "\x1b[1m",
    dim: "\x1b[2m",
    green: "\x1b[32m",
    cyan: "\x1b[36m",
    red: "\x1b[1;31m",
    end: "\x1b[0m",
};
const PLAIN: Paint = Paint { bold: "", dim: "", green: "", cyan: "", red: "", end: "" };

/// As wide as a turn's number and role, behind which its text stands.
const INDENT: &str = "               ";

/// The page of a transcript.
pub(crate) fn page(redactor: &Redactor, brands: Option<&Brands>, transcript: &Transcript<'_>) -> String {
    // https://no-color.org
    let is_plain =
        !io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let paint = if is_plain { PLAIN } else { COLOURS };
    let width = io::stdout().is_terminal().then(textwrap::termwidth);
    written(redactor, brands, transcript, &paint, width)
}

/// The page, its lines broken where a terminal of `width` columns would break them within words.
fn written(
    redactor: &Redactor,
    brands: Option<&Brands>,
    transcript: &Transcript<'_>,
    paint: &Paint,
    width: Option<usize>,
) -> String {
    let told = transcript.told(redactor, brands);
    let mut page = String::new();
    let mut last = None;
    for one in &told {
        let message = &transcript.messages()[one.message];
        if last.replace(&message.conversation) != Some(&message.conversation) {
            if !page.is_empty() {
                page.push('\n');
            }
            let name = shown(&redactor.redact(&message.conversation));
            writeln!(page, "{}conversation {name}{}", paint.bold, paint.end).expect("a string takes all");
        }
        let mut block = String::new();
        turn(&mut block, paint, redactor, message, one);
        page.push_str(&width.map_or_else(|| block.clone(), |width| broken(&block, width)));
    }
    page
}

/// The lines of a turn, what goes on below where it started.
fn broken(block: &str, width: usize) -> String {
    let options = textwrap::Options::new(width.max(2 * INDENT.len())).subsequent_indent(INDENT);
    block
        .lines()
        .flat_map(|line| textwrap::wrap(line, &options))
        .fold(String::new(), |page, line| page + &line + "\n")
}

fn turn(page: &mut String, paint: &Paint, redactor: &Redactor, message: &Message, told: &Told) {
    let Paint { dim, green, cyan, red, end, .. } = paint;
    let role = message.role.name();
    let side = if message.role == Role::Customer { cyan } else { dim };
    let mut text = String::new();
    let mut at = 0;
    for finding in told.findings.iter().filter(|finding| finding.excuse.is_none()) {
        let mut mask = Vec::new();
        redactor.write_mask(finding, message.text[finding.span.range()].as_bytes(), &mut mask);
        text.push_str(&shown(&message.text[at..finding.span.start]));
        write!(text, "{green}{}{end}", String::from_utf8_lossy(&mask)).expect("a string takes all");
        at = finding.span.end;
    }
    text.push_str(&shown(&message.text[at..]));
    writeln!(page, "{dim}{:>5}{end} {side}{role:<8}{end} {text}", told.turn).expect("a string takes all");
    for finding in &told.findings {
        let entity = redactor.rule(finding.rule).entity;
        let why = match told.answers {
            _ if finding.excuse.is_some() => {
                let excuse = finding.excuse.map_or("", samar::Excuse::name);
                format!("↳ {entity}, let stand: {excuse}")
            }
            Some(turn) if turn != told.turn => format!("↳ {entity}, answers turn {turn}"),
            _ => format!("↳ {entity}, by its {}", finding.confidence),
        };
        writeln!(page, "{INDENT}{green}{why}{end}").expect("a string takes all");
    }
    for alert in &told.alerts {
        // A word that lies in a value is not shown.
        let is_hidden = |span: &samar::Span| told.findings.iter().any(|finding| finding.span.overlaps(*span));
        let words: Vec<_> = alert
            .words
            .iter()
            .filter(|span| !is_hidden(span))
            .map(|span| format!("“{}”", shown(message.text[span.range()].trim())))
            .collect();
        writeln!(page, "{INDENT}{red}! {}: {}{end}", alert.kind.name(), words.join(" … "))
            .expect("a string takes all");
    }
}

/// A text that cannot move the cursor.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for char in text.chars() {
        match char {
            '\n' => shown.extend(["\n", INDENT]),
            char if char.is_control() => shown.extend(char.escape_default()),
            char => shown.push(char),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_a_terminal_does() {
        let words = "please read this very long message ".repeat(9);
        let source =
            format!("Agent: {words} what is your PIN?\nCustomer: 4821\nCustomer: {}\n", "漢".repeat(90));
        let transcript = Transcript::read(&source, "file").expect("a transcript");
        let redactor = Redactor::new();
        let free = written(&redactor, None, &transcript, &PLAIN, None);
        assert!(free.lines().any(|line| line.len() > 300), "{free}");
        let page = written(&redactor, None, &transcript, &COLOURS, Some(60));
        assert!(page.lines().all(|line| textwrap::core::display_width(line) <= 60), "{page}");
        assert!(page.lines().skip(2).all(|line| line.starts_with([' ', '\x1b'])), "{page}");
        // Nothing is lost, and nothing is shown that was masked.
        let letters = |text: &str| text.matches(char::is_alphanumeric).count();
        let plain = written(&redactor, None, &transcript, &PLAIN, Some(60));
        assert_eq!(letters(&plain), letters(&free));
        assert!(!page.contains("4821"), "{page}");
    }
}
