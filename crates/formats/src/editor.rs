//! Edits the input where something was found, or where the policy masks a field.

use samar::{Confidence, Excuse, FieldRule, Fields, Finding, Redactor, Span};

use crate::found::Found;
use crate::lens::{Field, Kind, Lens, Part};
use crate::tally::Tally;

/// Bytes of a masked field's value that are one finding; of a longer value each so many are one. So none is waited for
/// longer.
const PIECE: usize = 64 * 1024;

pub(crate) struct Editor<'e> {
    pub(crate) redactor: &'e Redactor,
    pub(crate) lens: &'e Lens,
    /// The input from `base` on.
    pub(crate) raw: &'e [u8],
    pub(crate) base: usize,
    /// Offset in the input up to which it is written.
    pub(crate) written: usize,
    /// Where a value ends that got a quotation mark at its start.
    pub(crate) closing: Option<usize>,
    pub(crate) out: &'e mut Vec<u8>,
    pub(crate) tally: &'e mut Tally,
}

impl Editor<'_> {
    /// Writes the input up to an offset as it is, but for fields that are masked.
    pub(crate) fn keep(&mut self, end: usize, each: &mut impl FnMut(Found<'_>)) {
        let lens = self.lens;
        let fields = if end > self.written { lens.fields(Span::new(self.written, end)) } else { Vec::new() };
        for field in fields.iter().filter(|field| field.rule == FieldRule::Mask) {
            if field.raw.end > self.written && !self.hide(field, end, each) {
                return;
            }
        }
        self.copy(end);
    }

    /// Writes the mask of a field whose value begins before `end`. False if more of it must be read first.
    fn hide(&mut self, field: &Field, end: usize, each: &mut impl FnMut(Found<'_>)) -> bool {
        let whole = field.raw;
        self.copy(whole.start);
        while self.written < whole.end {
            let start = self.written;
            let next = start - (start - whole.start) % PIECE + PIECE;
            let stop = next.min(whole.end);
            if stop > end {
                return false;
            }
            let is_masked = stop == whole.end && self.bytes(whole) == Fields::MASK.as_bytes();
            if is_masked {
                self.copy(stop);
                return true;
            }
            if start == whole.start {
                self.mask(field.bare.map(Marks::Escaped), |out| {
                    out.extend_from_slice(Fields::MASK.as_bytes());
                });
            }
            self.written = stop;
            self.tally.count(Fields::ENTITY, None);
            let (span, confidence) = (Span::new(start, stop), Confidence::Context);
            each(Found { span, entity: Fields::ENTITY, rule: Fields::ENTITY, confidence, excuse: None });
        }
        true
    }

    /// What is left of a span of the input.
    fn bytes(&self, span: Span) -> &[u8] {
        let start = span.start.max(self.base) - self.base;
        &self.raw[start..span.end - self.base]
    }

    fn copy(&mut self, end: usize) {
        if let Some(closing) = self.closing.filter(|closing| *closing <= end) {
            self.closing = None;
            self.copy(closing);
            self.out.push(b'"');
        }
        if end > self.written {
            self.out.extend_from_slice(&self.raw[self.written - self.base..end - self.base]);
            self.written = end;
        }
    }

    /// Writes a mask, in quotation marks where the value has none.
    fn mask(&mut self, marks: Option<Marks>, write: impl FnOnce(&mut Vec<u8>)) {
        if let Some(marks) = marks {
            marks.write(self.out);
        }
        write(self.out);
        if let Some(marks) = marks {
            marks.write(self.out);
        }
    }

    /// Writes a mask for each part that the finding touches; for lines of text, over whose end a number may be wrapped, one.
    pub(crate) fn replace(&mut self, finding: &Finding, each: &mut impl FnMut(Found<'_>)) {
        let lens = self.lens;
        let mut finding = *finding;
        let fields = lens.fields(lens.raw(finding.span));
        let is_kept = |field: &Field| field.rule == FieldRule::Keep && field.text.covers(finding.span);
        if finding.excuse.is_none() && fields.iter().any(is_kept) {
            finding.excuse = Some(Excuse::Kept);
        }
        let mut touched = lens.parts(finding.span).peekable();
        let is_text = touched.peek().is_some() && touched.all(|part| part.kind == Kind::Plain);
        let whole = is_text.then_some(Part { span: finding.span, kind: Kind::Plain });
        let parts = lens.parts(finding.span).filter(|_| !is_text);
        for Part { span: part, kind } in whole.into_iter().chain(parts) {
            let mut start = part.start.max(finding.span.start);
            let end = part.end.min(finding.span.end);
            // Masked fields go without it.
            for field in fields.iter().filter(|field| field.rule == FieldRule::Mask) {
                if field.text.overlaps(Span::new(start, end)) {
                    if start < field.text.start {
                        self.replace_part(&finding, Span::new(start, field.text.start), part, kind, each);
                    }
                    start = field.text.end.min(end);
                }
            }
            if start < end {
                self.replace_part(&finding, Span::new(start, end), part, kind, each);
            }
        }
    }

    /// Writes a mask for what a finding has of a part.
    fn replace_part(
        &mut self,
        finding: &Finding,
        span: Span,
        part: Span,
        kind: Kind,
        each: &mut impl FnMut(Found<'_>),
    ) {
        let lens = self.lens;
        let (span, marks) = match kind {
            Kind::Plain | Kind::Piece | Kind::Doubled | Kind::Text => {
                let is_bare = kind != Kind::Text && finding.is_bare_number();
                match lens.number_around(span) {
                    Some((number, level)) => (number, Some(Marks::Escaped(level))),
                    None if kind == Kind::Doubled => (span, is_bare.then_some(Marks::Doubled)),
                    None => (span, is_bare.then_some(Marks::Escaped(0))),
                }
            }
            Kind::Bare { level } => {
                (Span::new(part.start, part.end.min(lens.end())), Some(Marks::Escaped(level)))
            }
        };
        let raw = lens.raw(span);
        let raw = Span::new(raw.start.max(self.written), raw.end);
        // A name that was inserted, or a number that is replaced already.
        if raw.start >= raw.end {
            return;
        }
        self.keep(raw.start, each);
        // It is let stand.
        if finding.excuse.is_some() {
            each(Found::new(self.redactor, finding, raw, self.tally));
            return;
        }
        // Of a value that stands in several places no digits are kept: they would be kept in each.
        let mut finding = *finding;
        finding.is_merged |= !span.covers(finding.span);
        let redactor = self.redactor;
        let from = self.out.len();
        self.mask(marks, |out| redactor.write_mask(&finding.without_quotes(), lens.text(span), out));
        if !matches!(kind, Kind::Plain | Kind::Piece | Kind::Doubled) {
            // What a mask keeps between digits; a string holds no line's end.
            self.out[from..].iter_mut().filter(|byte| byte.is_ascii_control()).for_each(|byte| *byte = b' ');
        }
        self.written = raw.end;
        if let Some(scalar) = lens.scalar_at(raw.start).filter(|_| marks.is_none()) {
            self.quote(scalar, from);
        }
        each(Found::new(self.redactor, &finding, raw, self.tally));
    }
}

impl Editor<'_> {
    /// Puts a value of YAML in quotation marks whose mask, the last of the output, would make it an alias, a list or another
    /// thing than text.
    fn quote(&mut self, scalar: Span, mask: usize) {
        let is_text = |byte: &u8| byte.is_ascii_alphanumeric();
        let rest = Span::new(self.written, scalar.end.max(self.written));
        let can_stand = |bytes: &[u8]| !bytes.iter().any(|byte| matches!(byte, b'"' | b'\\'));
        if !self.out[mask..].first().is_some_and(is_text) && can_stand(self.bytes(rest)) {
            self.out.insert(mask, b'"');
            self.closing = Some(rest.end);
        }
    }
}

/// The quotation marks that a value gets.
#[derive(Clone, Copy)]
enum Marks {
    /// Of a document that stands in so many strings.
    Escaped(usize),
    /// Of one that stands in a cell.
    Doubled,
}

impl Marks {
    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Escaped(level) => {
                out.resize(out.len() + (1 << level) - 1, b'\\');
                out.push(b'"');
            }
            Self::Doubled => out.extend_from_slice(b"\"\""),
        }
    }
}
