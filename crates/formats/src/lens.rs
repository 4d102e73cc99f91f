//! A text made for the engine, and where each of its bytes stands in the input.
//!
//! Text and input run alike but for *steps*: an escape that was resolved, a name that was inserted. *Parts* say what kind
//! of place a stretch is, which decides how a mask is written there. All offsets count from the start of the stream.

use std::collections::VecDeque;

use samar::{FieldRule, Span};

#[derive(Default)]
pub(crate) struct Lens {
    /// What the engine reads, from `base` on.
    text: Vec<u8>,
    base: usize,
    /// Where in the input the text ends.
    raw: usize,
    steps: VecDeque<Step>,
    parts: VecDeque<Part>,
    /// Numbers of documents that stand in strings, and where the one begins that is being read.
    numbers: VecDeque<Part>,
    number: Option<usize>,
    /// Values of fields that the policy has a rule for.
    fields: VecDeque<Field>,
    /// Those that are told in the input's bytes, ahead of the text: where they stand in that is not known yet.
    marks: VecDeque<Field>,
    /// Values without quotation marks, in YAML: where in the input they stand.
    scalars: VecDeque<Span>,
}

/// The value of a field. While it is open its ends are `usize::MAX`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) text: Span,
    pub(crate) raw: Span,
    pub(crate) rule: FieldRule,
    /// It has no quotation marks, and stands in so many strings.
    pub(crate) bare: Option<usize>,
}

/// A stretch of the text that the input writes otherwise.
struct Step {
    text: Span,
    raw: Span,
}

/// A stretch of the text. While it is open its end is `usize::MAX`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text of no known structure.
    Plain,
    /// The same, behind markup that parts it: what is found on both sides is replaced on both.
    Piece,
    /// A document in a cell of a table, whose quotation marks are written twice.
    Doubled,
    /// Inside quotation marks: what is found is replaced as it stands, and brings none of its own.
    Text,
    /// A number, `true`, `false` or `null`: it is replaced as a whole, by a string. Its document stands in so many
    /// strings.
    Bare { level: usize },
}

impl Lens {
    /// Begins at an offset, up to which text and input run alike.
    pub(crate) fn at(offset: usize) -> Self {
        Self { base: offset, raw: offset, ..Self::default() }
    }

    /// Adds what the input says as it is.
    pub(crate) fn same(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
        self.raw += bytes.len();
    }

    /// Adds what the input writes in `raw` other bytes.
    pub(crate) fn swap(&mut self, bytes: &[u8], raw: usize) {
        let step = Step {
            text: Span::new(self.end(), self.end() + bytes.len()),
            raw: Span::new(self.raw, self.raw + raw),
        };
        self.steps.push_back(step);
        self.text.extend_from_slice(bytes);
        self.raw += raw;
    }

    /// Adds what the input does not say there.
    pub(crate) fn insert(&mut self, bytes: &[u8]) {
        self.swap(bytes, 0);
    }

    /// Adds what another lens, that begins at 0 and in which nothing is open, has read behind this.
    pub(crate) fn append(&mut self, other: &Self) {
        let (text, raw) = (self.end(), self.raw);
        let moved = |span: Span, by| Span::new(span.start + by, span.end + by);
        let part = |part: &Part| Part { span: moved(part.span, text), kind: part.kind };
        self.steps.extend(
            other.steps.iter().map(|step| Step { text: moved(step.text, text), raw: moved(step.raw, raw) }),
        );
        self.parts.extend(other.parts.iter().map(part));
        self.numbers.extend(other.numbers.iter().map(part));
        self.fields.extend(other.fields.iter().map(|field| Field {
            text: moved(field.text, text),
            raw: moved(field.raw, raw),
            ..*field
        }));
        let marks = other.marks.iter().map(|mark| Field { raw: moved(mark.raw, raw), ..*mark });
        self.marks.extend(marks);
        self.text.extend_from_slice(&other.text);
        self.raw += other.raw;
    }

    /// Bytes that it takes in memory, without the text.
    pub(crate) fn size(&self) -> usize {
        let Self { steps, parts, numbers, fields, marks, .. } = self;
        steps.capacity() * size_of::<Step>()
            + (parts.capacity() + numbers.capacity()) * size_of::<Part>()
            + (fields.capacity() + marks.capacity()) * size_of::<Field>()
    }

    /// Forgets everything and begins at 0, with no more memory than this.
    pub(crate) fn clear(&mut self, most: usize) {
        if self.size() > most {
            *self = Self::default();
            return;
        }
        let Self { text, base, raw, steps, parts, numbers, number, fields, marks, scalars } = self;
        (*base, *raw, *number) = (0, 0, None);
        text.clear();
        steps.clear();
        parts.clear();
        numbers.clear();
        fields.clear();
        marks.clear();
        scalars.clear();
    }

    /// Adds a value without quotation marks, so far from here.
    pub(crate) fn scalar(&mut self, span: Span) {
        let span = Span::new(self.raw + span.start, self.raw + span.end);
        if self.scalars.back().is_none_or(|last| last.start < span.start) {
            self.scalars.push_back(span);
        }
    }

    /// The value without quotation marks that begins at an offset of the input.
    pub(crate) fn scalar_at(&self, start: usize) -> Option<Span> {
        self.scalars.iter().copied().find(|scalar| scalar.start == start)
    }

    /// Forgets values that end before an offset of the input.
    pub(crate) fn forget_values(&mut self, written: usize) {
        while self.marks.front().is_some_and(|mark| mark.raw.end <= written) {
            self.marks.pop_front();
        }
        while self.scalars.front().is_some_and(|scalar| scalar.end <= written) {
            self.scalars.pop_front();
        }
    }

    /// Where the text ends.
    pub(crate) fn end(&self) -> usize {
        self.base + self.text.len()
    }

    pub(crate) fn open(&mut self, kind: Kind) {
        let start = self.end();
        self.parts.push_back(Part { span: Span { start, end: usize::MAX }, kind });
    }

    /// Adds a part whose ends are known.
    pub(crate) fn part(&mut self, span: Span, kind: Kind) {
        self.parts.push_back(Part { span, kind });
    }

    /// Ends the part that is open.
    pub(crate) fn close(&mut self) {
        let end = self.end();
        if let Some(part) = self.parts.back_mut().filter(|part| part.span.end == usize::MAX) {
            part.span.end = end;
        }
    }

    /// Changes the kind of the part that was begun last.
    pub(crate) fn rename(&mut self, kind: Kind) {
        if let Some(part) = self.parts.back_mut() {
            part.kind = kind;
        }
    }

    /// Begins the value of a field, if there is a rule for it.
    pub(crate) fn open_field(&mut self, rule: Option<FieldRule>, bare: Option<usize>) {
        if let Some(rule) = rule.filter(|_| !self.is_field_open()) {
            let text = Span { start: self.end(), end: usize::MAX };
            let raw = Span { start: self.raw, end: usize::MAX };
            self.fields.push_back(Field { text, raw, rule, bare });
        }
    }

    /// Whether the value of a field that has a rule is open.
    pub(crate) fn is_field_open(&self) -> bool {
        self.fields.back().is_some_and(|field| field.raw.end == usize::MAX)
    }

    /// Ends the value that is open, if there is one.
    pub(crate) fn close_field(&mut self) {
        let (text, raw) = (self.end(), self.raw);
        if let Some(field) = self.fields.back_mut().filter(|field| field.raw.end == usize::MAX) {
            (field.text.end, field.raw.end) = (text, raw);
        }
    }

    /// Begins the value of a field at an offset of the input.
    pub(crate) fn open_mark(&mut self, at: usize, rule: FieldRule, bare: Option<usize>) {
        let (text, raw) = (Span { start: at, end: usize::MAX }, Span { start: at, end: usize::MAX });
        self.marks.push_back(Field { text, raw, rule, bare });
    }

    /// Whether the value of such a field is open.
    pub(crate) fn is_mark_open(&self) -> bool {
        self.marks.back().is_some_and(|mark| mark.raw.end == usize::MAX)
    }

    /// Ends the value that is open, if there is one and it is not empty.
    pub(crate) fn close_mark(&mut self, end: usize) {
        if let Some(mark) = self.marks.back_mut().filter(|mark| mark.raw.end == usize::MAX) {
            if mark.raw.start < end {
                mark.raw.end = end;
            } else {
                self.marks.pop_back();
            }
        }
    }

    /// The values of fields that have a rule, in a stretch of the input, in order.
    pub(crate) fn fields(&self, raw: Span) -> Vec<Field> {
        let own = around(&self.fields, raw).copied();
        let marks = around(&self.marks, raw).map(|mark| {
            let end = if mark.raw.end == usize::MAX { usize::MAX } else { self.text_at(mark.raw.end) };
            Field { text: Span { start: self.text_at(mark.raw.start), end }, ..*mark }
        });
        let mut fields: Vec<_> = own.chain(marks).collect();
        fields.sort_unstable_by_key(|field| field.raw.start);
        fields
    }

    /// Where an offset of the input stands in the text; behind what was inserted there.
    fn text_at(&self, raw: usize) -> usize {
        let after = self.steps.partition_point(|step| step.raw.start <= raw);
        match after.checked_sub(1).and_then(|index| self.steps.get(index)) {
            Some(step) if raw < step.raw.end => step.text.start,
            Some(step) => step.text.end + (raw - step.raw.end),
            None => match self.steps.front() {
                Some(step) => step.text.start.saturating_sub(step.raw.start - raw),
                None => (self.end() + raw).saturating_sub(self.raw),
            },
        }
    }

    /// The offset in the input up to which the text was made.
    pub(crate) fn read(&self) -> usize {
        self.raw
    }

    /// Begins a number of a document that stands in a string.
    pub(crate) fn open_number(&mut self) {
        self.number = Some(self.end());
    }

    /// Ends it, at a level; or it was none.
    pub(crate) fn close_number(&mut self, level: Option<usize>) {
        if let (Some(start), Some(level)) = (self.number.take(), level) {
            let span = Span::new(start, self.end());
            self.numbers.push_back(Part { span, kind: Kind::Bare { level } });
        }
    }

    /// Where the number begins, if `at` is in one of a document that stands in a string.
    fn number_start(&self, at: usize) -> Option<usize> {
        let after = self.numbers.partition_point(|part| part.span.end <= at);
        let whole = self.numbers.get(after).map(|part| part.span.start);
        whole.or(self.number).filter(|start| *start < at)
    }

    /// The text from `from` on.
    pub(crate) fn text_from(&self, from: usize) -> &[u8] {
        &self.text[from - self.base..]
    }

    pub(crate) fn text(&self, span: Span) -> &[u8] {
        &self.text[span.start - self.base..span.end - self.base]
    }

    /// The parts that a span touches, in order.
    pub(crate) fn parts(&self, span: Span) -> impl Iterator<Item = Part> + '_ {
        let first = self.parts.partition_point(|part| part.span.end <= span.start);
        self.parts.range(first..).copied().take_while(move |part| part.span.start < span.end)
    }

    /// The number, in a document inside a string, that a span is a part of, and its level.
    pub(crate) fn number_around(&self, span: Span) -> Option<(Span, usize)> {
        let after = self.numbers.partition_point(|part| part.span.end <= span.start);
        let part = self.numbers.get(after)?;
        match part.kind {
            Kind::Bare { level } if part.span.start <= span.start && span.end <= part.span.end => {
                Some((part.span, level))
            }
            _ => None,
        }
    }

    /// Where a span of the text stands in the input; the steps that it touches are whole.
    pub(crate) fn raw(&self, span: Span) -> Span {
        let start = match self.step(span.start) {
            Ok(step) => step.raw.start,
            Err(raw) => raw,
        };
        let end = if span.end > span.start {
            match self.step(span.end - 1) {
                Ok(step) => step.raw.end,
                Err(raw) => raw + 1,
            }
        } else {
            start
        };
        Span::new(start, end.max(start))
    }

    /// The step that an offset of the text lies in, or its offset in the input.
    fn step(&self, at: usize) -> Result<&Step, usize> {
        let after = self.steps.partition_point(|step| step.text.start <= at);
        let before = after.checked_sub(1).and_then(|index| self.steps.get(index));
        match before {
            Some(step) if at < step.text.end => Ok(step),
            Some(step) => Err(step.raw.end + (at - step.text.end)),
            // Before the first step both run alike, back from it or from the end.
            None => Err(match self.steps.front() {
                Some(step) => step.raw.start - (step.text.start - at),
                None => self.raw - (self.end() - at),
            }),
        }
    }

    /// Where in the input what stands before `at` ends, so that nothing that could still be replaced is cut: not an
    /// escape and not a number.
    pub(crate) fn settled(&self, at: usize) -> usize {
        let open = self.parts(Span { start: at, end: at.saturating_add(1) }).next();
        let at = match open {
            Some(Part { span, kind: Kind::Bare { .. } }) if span.start < at => span.start,
            _ => self.number_start(at).unwrap_or(at),
        };
        match self.step(at) {
            Ok(step) => step.raw.start,
            Err(raw) => raw,
        }
    }

    /// Forgets what stands before `at`.
    pub(crate) fn forget(&mut self, at: usize) {
        // The last step before it stays: offsets are counted from there.
        while self.steps.get(1).is_some_and(|step| step.text.start <= at) {
            self.steps.pop_front();
        }
        while self.numbers.front().is_some_and(|part| part.span.end <= at) {
            self.numbers.pop_front();
        }
        while self.fields.front().is_some_and(|field| field.text.end <= at) {
            self.fields.pop_front();
        }
        let mut from = self.number_start(at).unwrap_or(at);
        while let Some(part) = self.parts.front() {
            if part.span.end > at {
                if matches!(part.kind, Kind::Bare { .. }) {
                    from = from.min(part.span.start);
                }
                break;
            }
            self.parts.pop_front();
        }
        let gone = from.saturating_sub(self.base).min(self.text.len());
        self.text.drain(..gone);
        self.base += gone;
    }
}

/// Those of some fields, which are in order and apart, that a stretch of the input touches.
fn around(fields: &VecDeque<Field>, raw: Span) -> impl Iterator<Item = &Field> {
    let first = fields.partition_point(|field| field.raw.end <= raw.start);
    fields.range(first..).take_while(move |field| field.raw.start < raw.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_still_be_replaced_as_a_whole_is_held() {
        // The text `[A]-48`, of which the input writes `A` as an escape of six bytes.
        let mut lens = Lens::default();
        lens.same(b"[");
        lens.swap(b"A", 6);
        lens.same(b"]");
        lens.open(Kind::Bare { level: 0 });
        lens.same(b"-48");
        assert_eq!([0, 1, 2, 3].map(|at| lens.settled(at)), [0, 1, 7, 8]);
        assert_eq!([4, 5, 6].map(|at| lens.settled(at)), [8; 3], "the number is still one");
        lens.close();
        lens.same(b",1");
        assert_eq!([5, 6, 7].map(|at| lens.settled(at)), [8, 11, 12]);
        lens.forget(5);
        assert_eq!(lens.text_from(3), b"-48,1", "nor is it forgotten");
    }
}
