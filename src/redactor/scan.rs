//! One walk over a haystack: candidates in order, each looked at as soon as all that its detectors may see is there.
//!
//! The same code serves a text in memory and a stream's buffer; the difference is whether the haystack's end is
//! *the* end. What a walk must remember between buffers is in [`Progress`].

use super::progress::{Carried, Progress};
use super::{Engine, Explanation, Mark, Outcome};
use crate::context::{self, Lexeme};
use crate::detect::{Hit, Occasion, Onward, Site, Verdict, is_wrapped};
use crate::finding::{Finding, RuleId};
use crate::fold::{self, Kind};
use crate::mask;
use crate::pack::{Concepts, Topic};
use crate::prefilter::{self, Candidate, Kind as CandidateKind, Tile};
use crate::span::{Reach, Span};

/// Bytes before the first undecided candidate that a walk may look at: a detector's reach, and before a value that
/// far back the search for a JSON array; one more tells whether the text starts there.
pub(crate) const LOOK_BEHIND: usize = BACK + mask::json::REACH + 1;

/// How far before an undecided candidate a finding may still start: a label may start before its anchor, and its value
/// before the label.
pub(crate) const BACK: usize = Reach::MAX.before + context::ANCHOR_REACH;

/// Bytes that a stream waits for at most before a place without a line end is decided.
/// A number and what follows it may each look as far as a detector may.
pub(crate) const WAIT: usize = 2 * Reach::MAX.after + prefilter::REACH;

/// Bytes of the next line that a number wrapped over a line end may take.
const WRAP_REACH: usize = 48;

/// How far behind the last card what follows still counts as said of it.
const NEIGHBOUR_REACH: usize = 64;

/// What a walk hands out.
pub(crate) trait Observer {
    fn finding(&mut self, finding: Finding);
    fn verdict(&mut self, _explanation: impl FnOnce() -> Explanation) {}
}

impl<F: FnMut(Finding)> Observer for F {
    fn finding(&mut self, finding: Finding) {
        self(finding);
    }
}

/// A walk in progress.
pub(super) struct Walk<'e, 'h, 'o, O> {
    pub(super) engine: &'e Engine,
    pub(super) haystack: &'h [u8],
    /// Whether the haystack ends where it ends.
    pub(super) is_end: bool,
    /// The last line end that was looked for: it is the first from any offset in the range on.
    line_end: (usize, usize, Option<usize>),
    pub(super) observer: &'o mut O,
}

/// More bytes are needed to decide a candidate.
pub(super) struct Undecided;

impl Engine {
    /// Decides every candidate that can be decided, from `progress.next` on, and moves it there.
    pub(crate) fn scan(
        &self,
        haystack: &[u8],
        is_end: bool,
        progress: &mut Progress,
        tile: &mut Tile,
        observer: &mut impl Observer,
    ) {
        let mut walk = Walk::new(self, haystack, is_end, observer);
        // Complete lines can be decided; of the last, what no later byte can make a candidate.
        let limit = if is_end {
            haystack.len()
        } else {
            let from = progress.next.max(haystack.len().saturating_sub(prefilter::REACH));
            memchr::memrchr(b'\n', &haystack[from..]).map_or(from, |at| from + at + 1)
        };
        let undecided = if self.is_prefiltered {
            walk.tiles(limit, progress, tile)
        } else {
            walk.everywhere(limit, progress, |_| true)
        };
        let carried = if progress.carried.len > 0 { progress.carried.at } else { usize::MAX };
        progress.next = undecided.unwrap_or(limit).min(carried);
        if self.own.len() == 0 {
            progress.own.next = progress.next;
        } else {
            walk.own(&mut progress.own);
        }
    }
}

impl Engine {
    /// Gives every detector that a word asks to `ask`, which says whether it has found a value.
    pub(super) fn each_asked(&self, word: &Lexeme, mut ask: impl FnMut(usize, Occasion) -> bool) {
        let is_other = word.concepts.has(Concepts::NOT);
        for &(concepts, own, detector) in &self.on_words {
            if word.concepts.has(concepts) && !is_other || word.detectors & own != 0 {
                let occasion = Occasion::Label(word.concepts);
                if ask(detector, occasion) {
                    for &(_, second) in self.again.iter().filter(|(first, _)| *first == detector) {
                        ask(second, occasion);
                    }
                }
            }
        }
        for &Topic { index, is_weak } in self.lexicon.topics(word) {
            for &detector in &self.on_topics[usize::from(index)] {
                ask(detector, Occasion::Topic { is_weak });
            }
        }
    }
}

impl<'e, 'h, 'o, O: Observer> Walk<'e, 'h, 'o, O> {
    pub(super) fn new(engine: &'e Engine, haystack: &'h [u8], is_end: bool, observer: &'o mut O) -> Self {
        Self { engine, haystack, is_end, line_end: (1, 0, None), observer }
    }

    /// Walks tile by tile up to `limit`. Gives the first candidate that cannot be decided yet.
    fn tiles(&mut self, limit: usize, progress: &mut Progress, tile: &mut Tile) -> Option<usize> {
        let mut at = progress.next;
        tile.begin(at);
        while at < limit {
            let end = self.engine.prefilter.classify(self.haystack, at, self.is_end, tile);
            for candidate in tile.candidates(at).take_while(|candidate| candidate.at < limit) {
                if let Err(undecided) = self.candidate(candidate, progress) {
                    return Some(undecided);
                }
            }
            at = end;
            self.own_step(end, &mut progress.own);
        }
        self.carried(limit, progress).err()
    }

    pub(super) fn candidate(&mut self, candidate: Candidate, progress: &mut Progress) -> Result<(), usize> {
        let at = candidate.at;
        self.carried(at, progress)?;
        match candidate.kind {
            CandidateKind::Word => self.word(at, progress).map_err(|Undecided| at),
            CandidateKind::Mark => self.mark(at, progress).map_err(|Undecided| at),
            CandidateKind::Number { is_named } => {
                if progress.last_end.is_some_and(|end| at < end) || !self.starts_number(at) {
                    return Ok(());
                }
                self.number(at, is_named, progress).map_err(|Undecided| at)
            }
        }
    }

    /// Whether the number at `at` starts there: digits beyond ASCII and marks between digits hide the digit before
    /// from the prefilter.
    fn starts_number(&self, at: usize) -> bool {
        let mut i = at;
        for _ in 0..4 {
            let Some(before) = fold::before(self.haystack, i) else { return true };
            match fold::glyph(self.haystack, before).map(|glyph| glyph.kind) {
                Some(Kind::Digit(_)) => return false,
                Some(Kind::Invisible) => i = before,
                _ => return true,
            }
        }
        true
    }

    fn number(&mut self, at: usize, is_named: bool, progress: &mut Progress) -> Result<(), Undecided> {
        let engine = self.engine;
        let edge = self.number_edge(at)?;
        let mut at = at;
        loop {
            let mut end = None;
            for &detector in &engine.on_digits {
                let verdict = self.verdict(
                    detector,
                    Span::new(at, at),
                    Occasion::Digits { is_named },
                    edge,
                    progress.last_end,
                );
                if let Verdict::Hit(hit) = verdict {
                    // What is not wanted hides nothing that is: a card in a track that is let through.
                    end = end.max(Some((engine.is_wanted[detector], hit.span.end)));
                    self.following(detector, hit.span.end, progress);
                }
            }
            let Some((_, end)) = end else { return Ok(()) };
            progress.last_end = Some(end);
            // Another number without anything between.
            if end < edge && fold::digit(&self.haystack[..edge], end).is_some() {
                at = end;
            } else {
                return Ok(());
            }
        }
    }

    fn following(&mut self, rule: usize, at: usize, progress: &mut Progress) {
        let engine = self.engine;
        for &(_, detector) in engine.following.iter().filter(|(other, _)| *other == rule) {
            let limit = self.haystack.len().min(at + engine.following_reach);
            let edge = memchr::memchr(b'\n', &self.haystack[at..limit]).map_or(limit, |end| at + end);
            self.ask_carrying(detector, Span::new(at, at), Occasion::Following, edge, progress);
        }
    }

    fn word(&mut self, at: usize, progress: &mut Progress) -> Result<(), Undecided> {
        let (engine, haystack) = (self.engine, self.haystack);
        if haystack[at] >= 0x80 && context::is_disguise(haystack, at) {
            self.disguised(at, progress)?;
        }
        // Far from the end the word is looked up first: most are no labels.
        let far = at + engine.word_reach <= haystack.len() || self.is_end;
        let edge = if far { None } else { Some(self.edge(at, engine.word_reach)?) };
        let low = at.saturating_sub(BACK);
        let words_before = engine.prefilter.words_before(haystack, at);
        let Some((start, word)) = engine.lexicon.label(&haystack[low..], at - low, words_before) else {
            return Ok(());
        };
        // Phrases that only contain the label may start before it.
        let seen = &haystack[low..];
        if engine.lexicon.is_in_other_phrase(seen, start, word.end)
            || context::is_in_placeholder(seen, start, word.end)
        {
            return Ok(());
        }
        let (start, end) = (low + start, low + word.end);
        let edge = match edge {
            Some(edge) => edge,
            None => self.edge(at, engine.word_reach)?,
        };
        let anchor = Span::new(start, end.min(edge));
        engine.each_asked(&word, |detector, occasion| {
            self.ask_carrying(detector, anchor, occasion, edge, progress)
        });
        Ok(())
    }

    /// Asks what a prefix, a byte or a country's code starts.
    fn mark(&mut self, at: usize, progress: &mut Progress) -> Result<(), Undecided> {
        let (engine, haystack) = (self.engine, self.haystack);
        let byte = haystack[at];
        let is_digit = |i: usize| haystack.get(at + i).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_alphabetic() && !context::is_word_start(haystack, at) {
            return Ok(());
        }
        let edge = self.edge(at, engine.mark_reach)?;
        let is_country = is_digit(2) && is_digit(3);
        for (mark, detector) in &engine.on_marks {
            let is_asked = match mark {
                Mark::Byte(wanted) => {
                    *wanted == byte
                        && match byte {
                            b'@' => haystack.get(at + 1) != Some(&b'@'),
                            b'%' => matches!(haystack.get(at + 1..at + 3), Some(b"40" | b"2B" | b"2b")),
                            _ => is_digit(1) && haystack[at + 1] != b'0',
                        }
                }
                Mark::CountryCode => is_country && byte.is_ascii_alphabetic(),
                Mark::Address => matches!(byte, b'.' | b':' | b'-'),
                Mark::Shape(firsts) => firsts.contains(&byte),
                Mark::Prefixes(firsts) => firsts.contains(&byte),
            };
            if is_asked {
                self.ask_carrying(*detector, Span::new(at, at), Occasion::Mark, edge, progress);
            }
        }
        Ok(())
    }

    /// Asks at the start of a line what a label at the end of the line before left open, if that is before `at`.
    pub(super) fn carried(&mut self, at: usize, progress: &mut Progress) -> Result<(), usize> {
        let haystack = self.haystack;
        while progress.carried.len > 0 && progress.carried.at <= at {
            let Carried { at: start, detectors, len } = progress.carried;
            if start >= haystack.len() {
                return Ok(());
            }
            let reach = self.engine.word_reach.max(self.engine.mark_reach);
            let edge = self.edge(start, reach).map_err(|Undecided| start)?;
            progress.carried = Carried::default();
            let is_blank = |line: &[u8]| line.iter().all(u8::is_ascii_whitespace);
            let has_blank_before =
                haystack[..start].ends_with(b"\n\n") || haystack[..start].ends_with(b"\n\r\n");
            for &detector in &detectors[..len] {
                let detector = usize::from(detector);
                if is_blank(&haystack[start..edge]) && !has_blank_before && haystack.get(edge) == Some(&b'\n')
                {
                    // One empty line may stand between, as in a part of a form.
                    progress.carried.push(edge + 1, detector);
                } else {
                    self.ask_carrying(detector, Span::new(start, start), Occasion::Carried, edge, progress);
                }
            }
        }
        Ok(())
    }

    /// Asks a detector that may want to be asked again at the start of the next line. Gives whether it has found a value.
    fn ask_carrying(
        &mut self,
        detector: usize,
        anchor: Span,
        occasion: Occasion,
        edge: usize,
        progress: &mut Progress,
    ) -> bool {
        let verdict = self.verdict(detector, anchor, occasion, edge, progress.last_end);
        let is_line_end = self.haystack.get(edge) == Some(&b'\n');
        match verdict {
            Verdict::NextLine if is_line_end => progress.carried.push(edge + 1, detector),
            Verdict::Hit(Hit { goes_on: Some(Onward::AtLineEnd), .. }) if is_line_end => {
                progress.carried.push(edge + 1, detector);
            }
            Verdict::Hit(Hit { goes_on: Some(_), span, .. }) => progress.carried.push(span.end, detector),
            _ => {}
        }
        matches!(verdict, Verdict::Hit(_))
    }

    /// Asks a detector at the start of the next line, where this one ends at `edge`.
    pub(super) fn carry(&self, edge: usize, detector: usize, progress: &mut Progress) {
        if self.haystack.get(edge) == Some(&b'\n') {
            progress.carried.push(edge + 1, detector);
        }
    }

    /// Asks a detector about a candidate. Hands out the finding and gives the verdict, in offsets of the haystack.
    pub(super) fn verdict(
        &mut self,
        detector: usize,
        anchor: Span,
        occasion: Occasion,
        edge: usize,
        last_end: Option<usize>,
    ) -> Verdict {
        let (engine, haystack) = (self.engine, self.haystack);
        let asked = &engine.detectors[detector];
        let reach = asked.reach();
        let low = anchor.start.saturating_sub(reach.before);
        let edge = edge.min(anchor.start + reach.after);
        let site = Site {
            text: &haystack[low..edge],
            anchor: Span::new(anchor.start - low, anchor.end.min(edge) - low),
            occasion,
            lexicon: &engine.lexicon,
            is_strict: engine.policy.is_strict,
            last_end: last_end
                .filter(|end| *end >= low && *end <= anchor.start && anchor.start - end <= NEIGHBOUR_REACH)
                .map(|end| end - low),
        };
        let mut verdict = asked.confirm(&site);
        if let Verdict::Hit(mut hit) = verdict {
            hit.span = hit.span.shifted(low);
            verdict = Verdict::Hit(hit);
            if self.is_on_earlier_line(hit.span, anchor) {
                verdict = Verdict::Miss("the value is on an earlier line");
            } else {
                self.hand_out(detector, &hit, edge);
            }
        }
        self.tell(detector, anchor, &verdict);
        verdict
    }

    /// Tells who watches what a detector has said.
    pub(super) fn tell(&mut self, detector: usize, anchor: Span, verdict: &Verdict) {
        self.observer.verdict(|| Explanation {
            candidate: anchor,
            rule: RuleId(detector as u16),
            outcome: match *verdict {
                Verdict::Hit(hit) => Outcome::Found { span: hit.span, confidence: hit.confidence },
                Verdict::Miss(clause) => Outcome::Refused { clause },
                Verdict::NextLine => {
                    Outcome::Refused { clause: "the label ends its line: the next line is looked at" }
                }
            },
        });
    }

    /// Whether a value reaches back into a line that has been let go.
    pub(super) fn is_on_earlier_line(&self, value: Span, anchor: Span) -> bool {
        value.start < anchor.start
            && memchr::memchr(b'\n', &self.haystack[value.start..anchor.start]).is_some()
    }

    /// Hands out the finding of a hit, in offsets of the haystack, if it is wanted.
    pub(super) fn hand_out(&mut self, detector: usize, hit: &Hit, edge: usize) {
        let haystack = self.haystack;
        if !self.engine.is_wanted[detector] {
            return;
        }
        // A JSON number's fraction goes with it: 4111111111111111.0.
        let seen = &haystack[..edge.max(hit.span.end)];
        let end = hit.span.end + fraction(&seen[hit.span.end..]);
        let is_json_number = mask::json::is_number(seen, Span::new(hit.span.start, end));
        let end = if is_json_number { end } else { hit.span.end };
        // A JSON number's sign goes with it.
        let has_sign = is_json_number && haystack[..hit.span.start].ends_with(b"-");
        self.observer.finding(Finding {
            span: Span::new(hit.span.start - usize::from(has_sign), end),
            rule: RuleId(detector as u16),
            confidence: hit.confidence,
            is_merged: hit.is_merged,
            excuse: None,
            is_json_number,
        });
    }

    /// The right edge of what may be seen from `at` on: the line's end, or `reach` bytes.
    pub(super) fn edge(&mut self, at: usize, reach: usize) -> Result<usize, Undecided> {
        let limit = self.haystack.len().min(at + reach);
        match self.line_end(at, limit) {
            Some(end) => Ok(end),
            None if at + reach <= self.haystack.len() || self.is_end => Ok(limit),
            None => Err(Undecided),
        }
    }

    /// As [`edge`](Self::edge), but over one line end where a number may be wrapped there.
    fn number_edge(&mut self, at: usize) -> Result<usize, Undecided> {
        let reach = self.engine.digits_reach + self.engine.following_reach;
        let end = self.edge(at, reach)?;
        let haystack = self.haystack;
        if haystack.get(end) != Some(&b'\n') || end - at > 64 {
            return Ok(end);
        }
        let from = at.saturating_sub(64);
        if !is_wrapped(&haystack[from..=end]) {
            return Ok(end);
        }
        let next = end + 1;
        let limit = haystack.len().min(next + WRAP_REACH + self.engine.following_reach);
        let next_end = memchr::memchr(b'\n', &haystack[next..limit]).map(|end| next + end);
        if next_end.is_none() && limit == haystack.len() && !self.is_end {
            return Err(Undecided);
        }
        Ok(next_end.unwrap_or(limit).min(next + WRAP_REACH))
    }

    /// The first line end in `at..limit`, remembered: candidates of one line ask for the same.
    fn line_end(&mut self, at: usize, limit: usize) -> Option<usize> {
        let (from, to, found) = self.line_end;
        match found {
            Some(end) if from <= at && at <= end => return (end < limit).then_some(end),
            None if from <= at && limit <= to => return None,
            _ => {}
        }
        let found = memchr::memchr(b'\n', &self.haystack[at..limit]).map(|end| at + end);
        self.line_end = (at, limit, found);
        found
    }
}

/// How long the fraction at the start of `text` is, its stop counted.
fn fraction(text: &[u8]) -> usize {
    let digits = text.iter().skip(1).take(20).take_while(|byte| byte.is_ascii_digit()).count();
    if text.first() == Some(&b'.') && digits > 0 { 1 + digits } else { 0 }
}
