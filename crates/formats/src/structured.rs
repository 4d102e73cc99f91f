//! A stream that is masked with regard to its structure.

use std::io::{self, IoSlice, Write};

use samar::{Ahead, Finding, RedactWriter, Redactor};

use crate::blocks::{Block, Rows, Way};
use crate::editor::Editor;
use crate::format::Format;
use crate::found::Found;
use crate::json::{self, Begun, Lexer};
use crate::lens::{Kind, Lens};
use crate::lines::Lines;
use crate::table::{Table, Verdict};
use crate::tally::Tally;
use crate::yaml::{self, Likeness};

/// Bytes that are remembered of a stream that is text so far: more than the engine holds back.
const TAIL: usize = 32 * 1024;

/// Lines of which one may be the header of a table: some have a title above it, a comment or `sep=;`.
const MAX_TITLES: usize = 8;

/// Masks what is written to it and hands it on, as [`RedactWriter`] does, with regard to structure.
///
/// ```
/// use samar::Redactor;
/// use samar_formats::{Format, Structured};
///
/// let mut stream = Structured::new(&Redactor::new(), Format::Auto, Vec::new());
/// stream.push(br#"{"pass\u0077ord": "hunter2Xk9", "otp": {"value": 482913}}"#, |_| {})?;
/// let (out, tally) = stream.finish(|_| {})?;
/// assert_eq!(out, br#"{"pass\u0077ord": "[PASSWORD]", "otp": {"value": "[OTP]"}}"#);
/// assert_eq!(tally.findings(), 2);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// A stream that is dropped without [`finish`](Self::finish) loses its tail: less is written, never raw text. Memory is
/// bounded whatever the input is: the chunk that is pushed, what the engine holds back, and [`RedactWriter::MEMORY`].
pub struct Structured<W: Write> {
    redactor: Redactor,
    engine: RedactWriter<Tap<W>>,
    mode: Mode,
    /// The table among whose rows the lines of JSON stand that are being read.
    around: Option<Box<Table>>,
    format: Format,
    lens: Lens,
    /// Input that is not written: from `base` on.
    raw: Vec<u8>,
    base: usize,
    /// Input that may be the start of a table, and how many lines may still be its header.
    held: Vec<u8>,
    lines_left: usize,
    /// Bytes of text that the engine was given.
    passed: usize,
    /// How much of it the lexer has read.
    read: usize,
    /// Offset in the input up to which it is written.
    written: usize,
    /// Where a value ends that got a quotation mark at its start.
    closing: Option<usize>,
    findings: Vec<Finding>,
    out: Vec<u8>,
    tally: Tally,
}

enum Mode {
    /// The first lines will tell.
    Undecided,
    /// The engine writes: nothing but text so far. The last bytes are in `raw`.
    Text,
    Json(Box<Lexer>),
    Table(Box<Table>),
}

/// Lets the engine's output through or not.
struct Tap<W> {
    out: W,
    is_open: bool,
}

impl<W: Write> Write for Tap<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_open { self.out.write(bytes) } else { Ok(bytes.len()) }
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        if self.is_open {
            self.out.write_vectored(slices)
        } else {
            Ok(slices.iter().map(|slice| slice.len()).sum())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Structured<W> {
    /// A stream that writes to `out`.
    pub fn new(redactor: &Redactor, format: Format, out: W) -> Self {
        let mode = match format {
            Format::Json => Mode::Json(Box::new(Lexer::new(redactor, true))),
            Format::Yaml => Mode::Json(Box::new(Lexer::yaml(redactor))),
            Format::Auto | Format::Csv => Mode::Undecided,
            Format::Lines => Mode::Json(Box::new(Lexer::lines(redactor))),
            Format::Text => Mode::Text,
        };
        Self {
            redactor: redactor.clone(),
            engine: redactor.writer(Tap { out, is_open: format == Format::Text }),
            mode,
            around: None,
            format,
            lens: Lens::default(),
            raw: Vec::new(),
            base: 0,
            held: Vec::new(),
            lines_left: MAX_TITLES,
            passed: 0,
            read: 0,
            written: 0,
            closing: None,
            findings: Vec::new(),
            out: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Masks `bytes` and tells `each` of every finding that is settled, in order.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn push(&mut self, bytes: &[u8], mut each: impl FnMut(Found<'_>)) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.tally.bytes += bytes.len() as u64;
        if let Mode::Undecided = self.mode {
            self.held.extend_from_slice(bytes);
            return self.decide(false, &mut each);
        }
        self.take(bytes, &mut each)
    }

    /// As [`push`](Self::push) of the block's bytes; what was walked ahead of time is taken over where it is what a walk
    /// would give now.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn push_block(&mut self, block: &Block, mut each: impl FnMut(Found<'_>)) -> io::Result<()> {
        match (&self.mode, block.ahead(), block.lines()) {
            (Mode::Text, Some(ahead), _) => {
                self.tally.bytes += ahead.bytes().len() as u64;
                self.push_text(ahead.bytes(), Some(ahead), &mut each)
            }
            (Mode::Text | Mode::Json(_) | Mode::Table(_), _, Some(lines)) => {
                self.tally.bytes += block.bytes().len() as u64;
                self.push_lines(block.bytes(), lines, &mut each)
            }
            _ => self.push(block.bytes(), each),
        }
    }

    /// How blocks to come may be walked ahead of time.
    #[must_use]
    pub fn way(&self) -> Way {
        match &self.mode {
            Mode::Undecided | Mode::Text => Way::Text,
            Mode::Json(lexer) if lexer.is_yaml() => Way::Text,
            Mode::Json(_) => Way::Lines,
            Mode::Table(table) => Way::Rows(Rows(table.columns().clone())),
        }
    }

    /// Decides by the first lines whether a table begins there. What is before it is text.
    fn decide(&mut self, is_end: bool, each: &mut impl FnMut(Found<'_>)) -> io::Result<()> {
        if self.format == Format::Auto && self.lines_left == MAX_TITLES {
            match yaml::likeness(&self.held, is_end) {
                Likeness::Unknown => return Ok(()),
                Likeness::Yaml => {
                    self.take_over();
                    self.lens.close();
                    self.mode = Mode::Json(Box::new(Lexer::yaml(&self.redactor)));
                    self.raw.append(&mut self.held);
                    return self.lex(false, each);
                }
                Likeness::Other => {}
            }
        }
        // What no table begins in is handed on at once, so that a small file is written at once, too.
        let mut text = 0;
        while self.lines_left > 0 {
            let rest = &self.held[text..];
            match Table::begin(rest, is_end, self.format == Format::Csv, &self.redactor) {
                Verdict::Wait => {
                    return self.pass(text, each);
                }
                Verdict::Table(table) => {
                    self.pass(text, each)?;
                    self.take_over();
                    self.lens.close();
                    self.mode = Mode::Table(table);
                    self.raw.append(&mut self.held);
                    return self.lex(false, each);
                }
                Verdict::NoHeader(len) if self.must_lex(&rest[..len]) => break,
                Verdict::NoHeader(len) => {
                    self.lines_left -= 1;
                    text += len;
                }
                Verdict::NoTable => break,
            }
        }
        self.pass(text, each)?;
        self.mode = Mode::Text;
        self.engine.get_mut().is_open = true;
        let held = std::mem::take(&mut self.held);
        if held.is_empty() { Ok(()) } else { self.take(&held, each) }
    }

    /// Hands on so many of the held bytes as text.
    fn pass(&mut self, len: usize, each: &mut impl FnMut(Found<'_>)) -> io::Result<()> {
        if len == 0 {
            return Ok(());
        }
        self.engine.get_mut().is_open = true;
        let text: Vec<u8> = self.held.drain(..len).collect();
        self.push_text(&text, None, each)
    }

    fn take(&mut self, bytes: &[u8], each: &mut impl FnMut(Found<'_>)) -> io::Result<()> {
        if let Mode::Text = self.mode {
            if !self.must_lex(bytes) {
                return self.push_text(bytes, None, each);
            }
            self.begin_json();
        }
        self.raw.extend_from_slice(bytes);
        self.lex(false, each)
    }

    /// Whether text is handed to the engine by way of a lexer from here on.
    fn must_lex(&self, bytes: &[u8]) -> bool {
        self.format == Format::Auto && (json::must_lex(bytes) || !self.redactor.fields().is_empty())
    }

    /// Decides and writes the tail. Gives back the other side and the counts.
    ///
    /// # Errors
    ///
    /// Those of the other side, unchanged.
    pub fn finish(mut self, mut each: impl FnMut(Found<'_>)) -> io::Result<(W, Tally)> {
        if let Mode::Undecided = self.mode {
            self.decide(true, &mut each)?;
        }
        if let Mode::Text = self.mode {
            let Self { redactor, engine, mut tally, .. } = self;
            let (tap, _) = engine
                .finish_with(|finding| each(Found::new(&redactor, &finding, finding.span, &mut tally)))?;
            return Ok((tap.out, tally));
        }
        self.lex(true, &mut each)?;
        let Self {
            redactor,
            engine,
            lens,
            raw,
            base,
            written,
            closing,
            mut findings,
            mut out,
            mut tally,
            ..
        } = self;
        out.clear();
        let (mut tap, _) = engine.finish_with(|finding| findings.push(finding))?;
        let mut editor = Editor {
            redactor: &redactor,
            lens: &lens,
            raw: &raw,
            base,
            written,
            closing,
            out: &mut out,
            tally: &mut tally,
        };
        for finding in &findings {
            editor.replace(finding, &mut each);
        }
        editor.keep(base + raw.len(), &mut each);
        tap.out.write_all(&out)?;
        tap.out.flush()?;
        Ok((tap.out, tally))
    }

    /// Masks a block whose lines were read.
    fn push_lines(
        &mut self,
        bytes: &[u8],
        lines: &Lines,
        each: &mut impl FnMut(Found<'_>),
    ) -> io::Result<()> {
        if let Mode::Text = self.mode {
            self.begin_json();
        }
        self.take(&bytes[..lines.start], each)?;
        let whole = &bytes[lines.start..lines.end];
        let is_so = match &self.mode {
            // Ahead of time nobody knows whether they stand among rows.
            Mode::Json(lexer) => !lexer.is_among_rows() && lines.follow_lexer(lexer),
            Mode::Table(table) => lines.follow_table(table),
            Mode::Undecided | Mode::Text => false,
        };
        if is_so && self.read == self.raw.len() {
            self.raw.extend_from_slice(whole);
            self.read = self.raw.len();
            self.lens.append(&lines.lens);
            if let Mode::Json(lexer) = &mut self.mode {
                lines.pass_on(lexer);
            }
            let findings = &mut self.findings;
            self.engine.push_ahead(&lines.ahead, |finding| findings.push(finding))?;
            self.edit(each)?;
        } else {
            self.take(whole, each)?;
        }
        self.take(&bytes[lines.end..], each)
    }

    /// Masks text, which the engine writes itself and may have walked already.
    fn push_text(
        &mut self,
        bytes: &[u8],
        ahead: Option<&Ahead>,
        each: &mut impl FnMut(Found<'_>),
    ) -> io::Result<()> {
        let Self { redactor, engine, tally, raw, .. } = self;
        let each = |finding: Finding| each(Found::new(redactor, &finding, finding.span, tally));
        match ahead {
            Some(ahead) => {
                engine.push_ahead(ahead, each)?;
            }
            None => engine.push(bytes, each)?,
        }
        self.passed += bytes.len();
        if self.format != Format::Text {
            raw.extend_from_slice(&bytes[bytes.len().saturating_sub(TAIL)..]);
            // Not at every write: writes may be small.
            if raw.len() > 2 * TAIL {
                raw.drain(..raw.len() - TAIL);
            }
            self.base = self.passed - raw.len();
        }
        Ok(())
    }

    /// From here on lines are lexed.
    fn begin_json(&mut self) {
        let is_in_line = self.raw.last().is_some_and(|last| *last != b'\n');
        let lexer = match is_in_line {
            true => Lexer::in_line(&self.redactor, &self.raw),
            false => Lexer::behind(&self.redactor, &self.raw),
        };
        self.take_over();
        if !is_in_line {
            self.lens.close();
        }
        self.mode = Mode::Json(Box::new(lexer));
    }

    /// From here on the engine finds and this writes. What it holds is a part of text, which stays open.
    fn take_over(&mut self) {
        let settled = self.engine.settled() as usize;
        debug_assert!(self.base <= settled, "the tail is longer than what the engine holds");
        self.engine.get_mut().is_open = false;
        self.raw.drain(..settled - self.base);
        (self.base, self.written, self.read) = (settled, settled, self.raw.len());
        self.lens = Lens::at(settled);
        self.lens.open(Kind::Plain);
        self.lens.same(&self.raw);
    }

    fn lex(&mut self, is_end: bool, each: &mut impl FnMut(Found<'_>)) -> io::Result<()> {
        let from = self.lens.end();
        loop {
            let unread = &self.raw[self.read..];
            let (read, next) = match &mut self.mode {
                Mode::Json(lexer) => {
                    let read = lexer.run(unread, is_end, &mut self.lens);
                    let next = lexer.begun().and_then(|begun| match begun {
                        Begun::Table(table) => Some(table),
                        Begun::Rows => self.around.take(),
                    });
                    (read, next.map(Mode::Table))
                }
                Mode::Table(table) => {
                    let read = table.run(unread, is_end, &mut self.lens);
                    let is_left = table.is_left();
                    (read, is_left.then(|| Mode::Json(Box::new(Lexer::among_rows(&self.redactor)))))
                }
                Mode::Undecided | Mode::Text => unreachable!("the engine writes text itself"),
            };
            self.read += read;
            let Some(next) = next else { break };
            if let Mode::Table(table) = std::mem::replace(&mut self.mode, next) {
                self.around = Some(table);
            }
        }
        let findings = &mut self.findings;
        if self.lens.end() > from {
            self.engine.push(self.lens.text_from(from), |finding| findings.push(finding))?;
        }
        self.edit(each)
    }

    /// Writes what is settled.
    fn edit(&mut self, each: &mut impl FnMut(Found<'_>)) -> io::Result<()> {
        let settled = self.engine.settled() as usize;
        let Self { redactor, lens, raw, base, written, closing, out, tally, .. } = self;
        out.clear();
        let mut editor =
            Editor { redactor, lens, raw, base: *base, written: *written, closing: *closing, out, tally };
        for finding in self.findings.drain(..) {
            editor.replace(&finding, each);
        }
        editor.keep(lens.settled(settled), each);
        (*written, *closing) = (editor.written, editor.closing);
        self.engine.get_mut().out.write_all(out)?;
        let gone = self.written - self.base;
        self.raw.drain(..gone);
        self.base += gone;
        self.read -= gone;
        self.lens.forget(settled);
        self.lens.forget_values(self.written);
        Ok(())
    }
}
