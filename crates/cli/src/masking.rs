//! The texts of one input, masked one after the other.

use std::io::{self, Read, Write};
use std::path::Path;

use samar::Redactor;
use samar_formats::{Block, Blocks, Format, FormatError, Structured, Visitor};

use crate::chat::{Begun, Chat};
use crate::console::{Console, cause, shown};
use crate::input::{Ready, Source};
use crate::position::{Position, Window};
use crate::report::Reports;
use crate::scan::{Examined, Place, add_to};
use crate::transcript::{self, Part};
use crate::work::format_of;

/// What every input of a run is masked with.
pub(crate) struct Setting<'c> {
    pub(crate) redactor: Redactor,
    pub(crate) format: Format,
    pub(crate) blocks: Blocks,
    pub(crate) chat: Chat,
    pub(crate) console: &'c Console,
    pub(crate) reports: Reports,
}

/// What was done to one input.
#[derive(Default)]
pub(crate) struct Masked {
    pub(crate) tally: samar_formats::Tally,
    /// Entries of archives.
    pub(crate) left_out: u64,
}

/// Masks every text of one input.
pub(crate) struct Masking<'m, 'c> {
    setting: &'m Setting<'c>,
    source: &'m Source,
    masked: &'m mut Masked,
    ready: Ready,
}

impl<'m, 'c> Masking<'m, 'c> {
    pub(crate) fn new(
        setting: &'m Setting<'c>,
        source: &'m Source,
        masked: &'m mut Masked,
        ready: Ready,
    ) -> Self {
        Self { setting, source, masked, ready }
    }
}

impl Visitor for Masking<'_, '_> {
    fn text(&mut self, entry: &str, input: &mut dyn Read, output: &mut dyn Write) -> Result<(), FormatError> {
        let Self { setting, source, masked, .. } = self;
        let start = match setting.chat.begin(source, entry, input)? {
            Begun::Text(start) => start,
            Begun::Chat(transcript) => {
                let (name, mut tally) = (name(source, entry), samar_formats::Tally::default());
                let redactor = setting.redactor.at(&name);
                let told = transcript::Told {
                    chat: &setting.chat,
                    redactor: &redactor,
                    console: setting.console,
                    name: &name,
                };
                let messages = setting.chat.told(source, entry, &transcript, &redactor);
                told.mask(
                    &Part { transcript: &transcript, told: &messages, line: 0 },
                    &setting.reports,
                    &mut tally,
                    output,
                )?;
                masked.tally.add(&tally);
                return Ok(());
            }
            Begun::Stream(stream, start) => {
                let (name, mut tally) = (name(source, entry), samar_formats::Tally::default());
                let redactor = setting.redactor.at(&name);
                let told = transcript::Told {
                    chat: &setting.chat,
                    redactor: &redactor,
                    console: setting.console,
                    name: &name,
                };
                let result = told.each(*stream, &mut io::Cursor::new(start).chain(input), |part| {
                    told.mask(part, &setting.reports, &mut tally, output)?;
                    output.flush().map_err(FormatError::Write)
                });
                masked.tally.add(&tally);
                return result;
            }
        };
        let input = &mut io::Cursor::new(start).chain(input);
        if !self.setting.reports.is_empty() {
            return self.text_and_report(entry, input, output);
        }
        let Self { setting, source, masked, ready } = self;
        let name = name(source, entry);
        let (redactor, format) = (setting.redactor.at(&name), format_of(&name, setting.format));
        let mut stream = Structured::new(&redactor, format, output);
        // A stream that is dropped on the way keeps its tail to itself: half a value is never shown.
        let mut mask = |block: &Block| {
            stream
                .push_block(block, |found| setting.console.found(found.entity))
                .map_err(FormatError::Write)?;
            Ok(stream.way())
        };
        setting.blocks.run(&redactor, format, input, &|| ready.is_now(), &mut mask)?;
        let (_, tally) = stream.finish(|_| {}).map_err(FormatError::Write)?;
        masked.tally.add(&tally);
        Ok(())
    }

    fn left_out(&mut self, entry: &str, error: &FormatError) {
        self.masked.left_out += 1;
        let entry = shown(Path::new(entry));
        self.setting.console.trouble(format_args!(
            "{}!{entry}: {}; it is left out",
            self.source,
            cause(error)
        ));
    }
}

impl Masking<'_, '_> {
    /// Masks a text, and reports where its findings stand.
    fn text_and_report(
        &mut self,
        entry: &str,
        input: &mut dyn Read,
        output: &mut dyn Write,
    ) -> Result<(), FormatError> {
        let Self { setting, source, masked, ready } = self;
        let name = name(source, entry);
        let mut tally = samar_formats::Tally::default();
        let mut report = |found: &[(Place, Position, Vec<u8>)], bytes: usize| {
            tally.bytes += bytes as u64;
            for (place, ..) in found {
                place.count(&mut tally);
                setting.console.found(&place.entity);
            }
            add_to(&setting.reports, &name, found)
        };
        let redactor = setting.redactor.at(&name);
        let format = format_of(&name, setting.format);
        let examined = Examined { redactor: &redactor, format, blocks: setting.blocks, ready };
        examined.run(input, output, Window::new(), &mut report)?;
        masked.tally.add(&tally);
        Ok(())
    }
}

/// What a text is called in reports.
fn name(source: &Source, entry: &str) -> String {
    if entry.is_empty() { source.name() } else { format!("{}!{entry}", source.name()) }
}
