//! What is found in a transcript: told line by line, or masked. What a later message shows of an earlier one counts there, too.

use std::io::{self, Read, Write};
use std::path::Path;

use samar::{Excuse, Finding, Redactor, Span};
use samar_formats::{FormatError, Tally};
use samar_transcript::{Alert, Settled, Told as Message, Transcript, TranscriptStream};
use serde::Serialize;

use crate::chat::{Chat, NoChat};
use crate::console::{Console, shown};
use crate::report::{self, Reports};
use crate::work::Form;

/// One transcript among the inputs.
pub(crate) struct Told<'t> {
    pub(crate) chat: &'t Chat,
    pub(crate) redactor: &'t Redactor,
    pub(crate) console: &'t Console,
    /// What it is called in reports.
    pub(crate) name: &'t str,
}

/// A part of a transcript, told: all of it, or what a stream has settled.
pub(crate) struct Part<'p> {
    pub(crate) transcript: &'p Transcript<'p>,
    pub(crate) told: &'p [Message],
    /// Lines of the file before it.
    pub(crate) line: usize,
}

/// How much of a stream is read at once.
const STEP: usize = 256 * 1024;

impl Told<'_> {
    /// Reads a stream to its end, and takes what settles of it.
    pub(crate) fn each(
        &self,
        mut stream: TranscriptStream,
        reader: &mut dyn Read,
        mut take: impl FnMut(&Part<'_>) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let mut take = |settled: Settled| {
            let Settled { transcript, told, line } = settled;
            if transcript.source().is_empty() {
                return Ok(());
            }
            take(&Part { transcript: &transcript, told: &told, line })
        };
        let refused = |error| FormatError::from(NoChat::Format(error));
        let mut bytes = vec![0; STEP];
        loop {
            let read = match reader.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read.map_err(FormatError::Read)?,
            };
            if read == 0 {
                break;
            }
            take(stream.push(&bytes[..read], self.redactor, self.chat.brands()).map_err(refused)?)?;
        }
        take(stream.finish(self.redactor, self.chat.brands()).map_err(refused)?)
    }

    /// Writes the lines of its findings and alerts; without a form they are only counted.
    pub(crate) fn lines(
        &self,
        part: &Part<'_>,
        form: Option<Form>,
        reports: &Reports,
        tally: &mut Tally,
        out: &mut dyn Write,
    ) -> Result<(), FormatError> {
        self.count(part, tally);
        let lines = self.list(part, form.unwrap_or(Form::Jsonl), reports).map_err(FormatError::Write)?;
        if form.is_none() || lines.is_empty() {
            return Ok(());
        }
        out.write_all(&lines).map_err(FormatError::Write)
    }

    fn list(&self, part: &Part<'_>, form: Form, reports: &Reports) -> io::Result<Vec<u8>> {
        let Part { transcript, told, line } = *part;
        let (mut out, places) = (Vec::new(), Lines::new(transcript.source(), line));
        for told in told {
            for finding in &told.findings {
                let line = Line::new(self, &places, transcript, told, finding);
                reports.add(&[(line.report(), &[])])?;
                match form {
                    Form::Jsonl => serde_json::to_writer(&mut out, &line)?,
                    Form::Text => {
                        let (source, confidence) = (shown(Path::new(self.name)), line.confidence);
                        write!(
                            out,
                            "{source}:{}:{}: {} ({confidence})",
                            line.line, line.column, line.entity
                        )?;
                    }
                }
                out.push(b'\n');
            }
            for alert in self.chat.alerts(told) {
                let json = AlertLine::new(self.name, transcript, told, alert);
                let line = self.report(&places, transcript, told, alert);
                reports.add_alert(line, &json)?;
                match form {
                    Form::Jsonl => serde_json::to_writer(&mut out, &json)?,
                    Form::Text => {
                        let report::Line { entity, line, column, .. } = line;
                        write!(out, "{}:{line}:{column}: {entity} (alert)", shown(Path::new(self.name)))?;
                    }
                }
                out.push(b'\n');
            }
        }
        for finding in transcript.beside(self.redactor) {
            let line = self.beside(&places, &finding);
            match form {
                Form::Jsonl => serde_json::to_writer(&mut out, &line)?,
                Form::Text => {
                    let report::Line { entity, line, column, confidence, .. } = line;
                    write!(out, "{}:{line}:{column}: {entity} ({confidence})", shown(Path::new(self.name)))?;
                }
            }
            reports.add(&[(line, &[])])?;
            out.push(b'\n');
        }
        Ok(out)
    }

    /// Writes it masked.
    pub(crate) fn mask(
        &self,
        part: &Part<'_>,
        reports: &Reports,
        tally: &mut Tally,
        out: &mut dyn Write,
    ) -> Result<(), FormatError> {
        self.count(part, tally);
        let Part { transcript, told, line } = *part;
        if !reports.is_empty() {
            let places = Lines::new(transcript.source(), line);
            for told in told {
                for finding in &told.findings {
                    let line = Line::new(self, &places, transcript, told, finding);
                    reports.add(&[(line.report(), &[])]).map_err(FormatError::Write)?;
                }
                for alert in self.chat.alerts(told) {
                    let json = AlertLine::new(self.name, transcript, told, alert);
                    let line = self.report(&places, transcript, told, alert);
                    reports.add_alert(line, &json).map_err(FormatError::Write)?;
                }
            }
            for finding in transcript.beside(self.redactor) {
                reports.add(&[(self.beside(&places, &finding), &[])]).map_err(FormatError::Write)?;
            }
        }
        let masked = transcript.redacted_bytes(self.redactor, told);
        out.write_all(&masked).map_err(FormatError::Write)
    }

    /// A finding beside the messages, by its place in the file.
    fn beside(&self, lines: &Lines<'_>, finding: &Finding) -> report::Line<'_> {
        let rule = self.redactor.rule(finding.rule);
        let (line, column) = lines.place(finding.span.start);
        report::Line {
            source: self.name,
            entity: rule.entity,
            rule: rule.name,
            start: finding.span.start,
            end: finding.span.end,
            line: line as u64,
            column: column as u64,
            confidence: finding.confidence.name(),
            excuse: finding.excuse.map(Excuse::name),
        }
    }

    /// An alert as a finding is reported: its kind for the entity, at the first of the words that made it.
    fn report(
        &self,
        lines: &Lines<'_>,
        transcript: &Transcript<'_>,
        told: &Message,
        alert: &Alert,
    ) -> report::Line<'_> {
        let message = &transcript.messages()[told.message];
        let span = alert.words.first().copied().unwrap_or(Span::new(0, 0));
        let (line, column) = transcript.place(message, span).map_or((0, 0), |place| lines.place(place.start));
        report::Line {
            source: self.name,
            entity: alert.kind.name(),
            rule: "alert",
            start: span.start,
            end: span.end,
            line: line as u64,
            column: column as u64,
            confidence: "alert",
            excuse: None,
        }
    }

    fn count(&self, part: &Part<'_>, tally: &mut Tally) {
        for line in part.transcript.broken() {
            let name = shown(Path::new(self.name));
            self.console
                .trouble(format_args!("{name}: line {line} is no JSON; it was read as text of nobody's"));
        }
        tally.bytes += part.transcript.source().len() as u64;
        for one in part.told {
            let entity = |finding: &Finding| self.redactor.rule(finding.rule).entity.to_owned();
            one.findings.iter().for_each(|finding| tally.count(&entity(finding), finding.excuse));
            self.chat.alerts(one).for_each(|alert| tally.count(alert.kind.name(), None));
        }
        for finding in part.transcript.beside(self.redactor) {
            tally.count(self.redactor.rule(finding.rule).entity, finding.excuse);
        }
    }
}

/// A finding in a conversation as it is reported: the fields of one in a file, then where in the conversation.
#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    entity: &'a str,
    rule: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    confidence: &'static str,
    conversation: &'a str,
    turn: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    excuse: Option<&'static str>,
}

/// An alert as it is reported.
#[derive(Serialize)]
struct AlertLine<'a> {
    source: &'a str,
    conversation: &'a str,
    turn: u64,
    alert: &'static str,
    /// Start and end of the words that made it, in bytes of the turn's text.
    words: Vec<[usize; 2]>,
}

impl<'a> Line<'a> {
    fn new(
        of: &Told<'a>,
        lines: &Lines<'_>,
        transcript: &'a Transcript<'_>,
        told: &Message,
        finding: &Finding,
    ) -> Self {
        let message = &transcript.messages()[told.message];
        let rule = of.redactor.rule(finding.rule);
        let Span { start, end } = finding.span;
        let (line, column) =
            transcript.place(message, finding.span).map_or((0, 0), |place| lines.place(place.start));
        let confidence = finding.confidence.name();
        let excuse = finding.excuse.map(Excuse::name);
        Self {
            source: of.name,
            entity: rule.entity,
            rule: rule.name,
            start,
            end,
            line,
            column,
            confidence,
            conversation: &message.conversation,
            turn: told.turn,
            excuse,
        }
    }

    /// The same without its conversation.
    fn report(&self) -> report::Line<'_> {
        let Self { source, entity, rule, start, end, confidence, excuse, .. } = *self;
        let (line, column) = (self.line as u64, self.column as u64);
        report::Line { source, entity, rule, start, end, line, column, confidence, excuse }
    }
}

impl<'a> AlertLine<'a> {
    fn new(source: &'a str, transcript: &'a Transcript<'_>, told: &Message, alert: &Alert) -> Self {
        let conversation = &transcript.messages()[told.message].conversation;
        let words = alert.words.iter().map(|span| [span.start, span.end]).collect();
        Self { source, conversation, turn: told.turn, alert: alert.kind.name(), words }
    }
}

/// Where the lines of a text start.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// Lines of the file before the text.
    before: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, before: usize) -> Self {
        let starts = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1))
            .collect();
        Self { text, starts, before }
    }

    /// Line and column, from 1; a column counts characters.
    fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[line - 1];
        (self.before + line, 1 + self.text[start..at].chars().count())
    }
}
