//! The redactor: the stages tied together.
//!
//! **Contract.** A [`Redactor`] is built once and never changes: it is `Send + Sync`, a clone is a pointer. On
//! memory it cannot fail. All state of a scan is in a [`Scratch`] or a stream.

mod builder;
mod disguised;
mod everywhere;
mod explain;
mod own;
mod progress;
mod proof;
mod report;
mod scan;

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

pub use builder::Builder;
pub use explain::{Explanation, Outcome};
pub(crate) use progress::Progress;
pub use report::Report;
pub(crate) use scan::{BACK, LOOK_BEHIND, WAIT};

use crate::context::Lexicon;
use crate::detect::{Detector, Search, Trigger};
use crate::finding::{Excuse, Finding, RuleId};
use crate::mask::Mask;
use crate::pack::{Concepts, Suppression};
use crate::policy::{AllowList, Fields, Policy};
use crate::prefilter::{Prefilter, Tile};
use crate::resolve::Resolver;
use crate::span::Reach;

/// Finds and masks sensitive values. Cheap to clone.
#[derive(Clone)]
pub struct Redactor {
    pub(crate) engine: Arc<Engine>,
    /// By rule: whether its findings are let stand in this source. Empty where nothing is.
    suppressed: Arc<[bool]>,
    /// The suppressions that hold here behind some keys, by their place among the engine's.
    keyed: Arc<[usize]>,
}

/// What a redactor was built from.
pub(crate) struct Engine {
    lexicon: Lexicon,
    prefilter: Prefilter,
    /// For the first law's tests: look everywhere.
    is_prefiltered: bool,
    detectors: Vec<Box<dyn Detector>>,
    /// Detectors asked at the start of a number.
    on_digits: Vec<usize>,
    /// Detectors asked at a word, by its concepts or by its own bit.
    on_words: Vec<(Concepts, u64, usize)>,
    /// Detectors asked at the label of a topic.
    on_topics: Vec<Vec<usize>>,
    /// Detectors asked at the end of a hit of a rule.
    following: Vec<(usize, usize)>,
    /// Rules, and those that are asked at the same label once they have found a value.
    again: Vec<(usize, usize)>,
    /// Detectors asked at a prefix, a byte or a country's code.
    on_marks: Vec<(Mark, usize)>,
    /// Bytes from a word or number on that its detectors may look at.
    word_reach: usize,
    digits_reach: usize,
    mark_reach: usize,
    following_reach: usize,
    policy: Policy,
    /// Rules of packs, which are the last detectors, from this index on; and the packs' names, rule by rule.
    own: Search,
    first_own: usize,
    own_packs: Vec<String>,
    allowed: AllowList,
    suppressions: Vec<Suppression>,
    /// Which detectors' entities the policy wants.
    is_wanted: Vec<bool>,
}

impl Engine {
    /// The suppressions that hold behind some keys in a source of this name.
    fn keyed(&self, source: Option<&str>) -> Arc<[usize]> {
        let all = self.suppressions.iter().enumerate();
        all.filter(|(_, rule)| rule.is_keyed() && rule.holds_in(source)).map(|(index, _)| index).collect()
    }
}

/// What a mark must be for a detector to be asked.
enum Mark {
    Byte(u8),
    CountryCode,
    Address,
    Shape(&'static [u8]),
    /// The first bytes of its prefixes.
    Prefixes(Vec<u8>),
}

/// Buffers of a scan, to be used again: no allocation once they are warm.
#[derive(Clone, Default)]
pub struct Scratch {
    pub(crate) tile: Tile,
    pub(crate) resolver: Resolver,
    findings: Vec<Finding>,
}

impl Scratch {
    /// Lends the scratch that this thread keeps for calls that are given none, of some 120 KB at most.
    fn lend<R>(work: impl FnOnce(&mut Self) -> R) -> R {
        thread_local! {
            static KEPT: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
        }
        // Whoever asks meanwhile gets a new one.
        let mut scratch = KEPT.take().unwrap_or_default();
        let result = work(&mut scratch);
        KEPT.set(Some(scratch));
        result
    }
}

/// A rule of a redactor, for lists and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule<'r> {
    /// The rule's name: `card`.
    pub name: &'r str,
    /// The entity that it finds: `card_number`.
    pub entity: &'r str,
    /// What is written in a value's place.
    pub mask: Mask,
    /// What makes a place a candidate for it.
    pub trigger: Trigger,
    /// How far around a candidate it looks.
    pub reach: Reach,
    /// The pack that brought it, for a rule of one's own.
    pub pack: Option<&'r str>,
}

impl Rule<'_> {
    /// What a built-in rule asks of a value: its grammar, its evidence with sources, and what it does not find on purpose, in
    /// Markdown. Empty for a rule of one's own, of which its pack tells.
    #[must_use]
    pub fn doc(&self) -> String {
        if self.pack.is_some() { String::new() } else { crate::detect::doc::of(self.name) }
    }
}

impl Redactor {
    /// A redactor with every built-in rule and pack and the standard policy.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build().expect("the built-in packs and rules are tested")
    }

    /// A redactor of one's own making.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The text with every finding masked; borrowed where nothing was found.
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.redact_bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(bytes) => Cow::Owned(
                String::from_utf8(bytes).expect("spans lie on character boundaries and masks are ASCII"),
            ),
        }
    }

    /// As [`redact`](Self::redact), for bytes of any kind.
    #[must_use]
    pub fn redact_bytes<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let mut out = Vec::new();
        let mut written = 0;
        Scratch::lend(|scratch| {
            self.scan(scratch, text, |finding| {
                if finding.excuse.is_some() {
                    return;
                }
                out.extend_from_slice(&text[written..finding.span.start]);
                self.write_mask(&finding, &text[finding.span.range()], &mut out);
                written = finding.span.end;
            });
        });
        if written == 0 {
            return Cow::Borrowed(text);
        }
        out.extend_from_slice(&text[written..]);
        Cow::Owned(out)
    }

    /// The same redactor for a text of this source: what packs suppress there is found and let stand. The name, a path
    /// mostly, is compared with the patterns of the suppressions and not looked at otherwise.
    #[must_use]
    pub fn at(&self, source: &str) -> Self {
        let engine = &self.engine;
        let source = source.strip_prefix("./").unwrap_or(source);
        let all = engine.suppressions.iter();
        let here: Vec<_> = all.filter(|rule| !rule.is_keyed() && rule.holds_in(Some(source))).collect();
        let is_suppressed = |rule: &str, entity: &str| here.iter().any(|here| here.names(rule, entity));
        let rules = engine.detectors.iter().map(|detector| is_suppressed(detector.rule(), detector.entity()));
        let suppressed = if here.is_empty() { Arc::default() } else { rules.collect() };
        Self { engine: Arc::clone(engine), suppressed, keyed: engine.keyed(Some(source)) }
    }

    /// Whether the other finds the same and lets the same stand, wherever it is asked.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.engine, &other.engine)
            && self.suppressed == other.suppressed
            && self.keyed == other.keyed
    }

    /// Every finding, in order and disjoint; also those that are [let stand](Finding::excuse).
    #[must_use]
    pub fn find(&self, text: impl AsRef<[u8]>) -> Vec<Finding> {
        let mut findings = Vec::new();
        Scratch::lend(|scratch| self.scan(scratch, text.as_ref(), |finding| findings.push(finding)));
        findings
    }

    /// Hands every finding to `found`, in order and disjoint. Does not allocate once `scratch` is warm.
    pub fn scan(&self, scratch: &mut Scratch, text: &[u8], mut found: impl FnMut(Finding)) {
        let mut progress = Progress::default();
        let Scratch { tile, resolver, .. } = scratch;
        self.engine.scan(text, true, &mut progress, tile, &mut |finding| resolver.push(finding));
        if !resolver.is_empty() {
            let judged = |finding: Finding| found(self.judged(finding, text));
            resolver.release(usize::MAX, |a, b| self.same_entity(a, b), judged);
        }
    }

    /// How many places the prefilter names: what its bench counts.
    #[doc(hidden)]
    pub fn count_candidates(&self, scratch: &mut Scratch, text: &[u8]) -> usize {
        let (engine, tile) = (&self.engine, &mut scratch.tile);
        let (mut at, mut count) = (0, 0);
        tile.begin(at);
        while at < text.len() {
            let next = engine.prefilter.classify(text, at, true, tile);
            count += tile.candidates(at).count();
            at = next;
        }
        count
    }

    /// The lane that masks in place, where every wanted entity's mask [keeps the length](crate::Mask::preserves_length).
    #[must_use]
    pub fn in_place(&self) -> Option<InPlace<'_>> {
        let wanted =
            self.engine.detectors.iter().zip(&self.engine.is_wanted).filter(|(_, is_wanted)| **is_wanted);
        let mut masks = wanted.map(|(detector, _)| self.engine.policy.mask(detector.entity()));
        masks.all(Mask::preserves_length).then_some(InPlace { redactor: self })
    }

    /// What the policy says of fields. The redactor itself reads text and does not ask.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        self.engine.policy.fields()
    }

    /// The rule that a finding of this redactor names.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Rule<'_> {
        self.rule_at(usize::from(id.0))
    }

    /// Every rule that is asked for, in order.
    pub fn rules(&self) -> impl Iterator<Item = Rule<'_>> {
        let wanted = self.engine.is_wanted.iter().enumerate().filter(|(_, is_wanted)| **is_wanted);
        wanted.map(|(index, _)| self.rule_at(index))
    }

    fn rule_at(&self, index: usize) -> Rule<'_> {
        let engine = &*self.engine;
        let detector = &engine.detectors[index];
        let entity = detector.entity();
        let own = index.checked_sub(engine.first_own);
        Rule {
            name: detector.rule(),
            entity,
            mask: engine.policy.mask(entity),
            trigger: detector.trigger(),
            reach: detector.reach(),
            pack: own.map(|own| engine.own_packs[own].as_str()),
        }
    }

    /// The finding, let stand where an allow-list or a suppression says so. A union of several kinds of values is not
    /// suppressed: what any of them would hide is hidden.
    pub(crate) fn judged(&self, finding: Finding, text: &[u8]) -> Finding {
        let is_suppressed = || {
            let rule = usize::from(finding.rule.0);
            let is_here = || self.suppressed.get(rule).copied().unwrap_or(false);
            let is_keyed = || {
                let detector = &self.engine.detectors[rule];
                let mut here = self.keyed.iter().map(|index| &self.engine.suppressions[*index]);
                here.any(|here| {
                    here.names(detector.rule(), detector.entity()) && here.holds_at(text, finding.span.start)
                })
            };
            !finding.is_merged && (is_here() || is_keyed())
        };
        let excuse = match () {
            () if self.engine.allowed.has(&text[finding.span.range()]) => Some(Excuse::Allowed),
            () if is_suppressed() => Some(Excuse::Suppressed),
            () => None,
        };
        Finding { excuse, ..finding }
    }

    /// Writes what replaces `value`, the bytes at a finding's place, to the end of `out`: for whoever puts a text together
    /// from findings, as conversations do. A [bare number](Finding::is_bare_number) of JSON gets quotation marks; who writes
    /// those otherwise asks for the finding [without](Finding::without_quotes).
    pub fn write_mask(&self, finding: &Finding, value: &[u8], out: &mut Vec<u8>) {
        let Rule { entity, mask, .. } = self.rule(finding.rule);
        mask.write(value, entity, finding, out);
    }

    pub(crate) fn same_entity(&self, a: &Finding, b: &Finding) -> bool {
        self.rule(a.rule).entity == self.rule(b.rule).entity
    }
}

impl Default for Redactor {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the tile: its masks tell where digits and letters of the last input stand.
impl std::fmt::Debug for Scratch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scratch")
            .field("resolver", &self.resolver)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redactor").field("rules", &self.engine.detectors.len()).finish_non_exhaustive()
    }
}

/// Masks without copying: from [`Redactor::in_place`].
#[derive(Clone, Copy, Debug)]
pub struct InPlace<'r> {
    redactor: &'r Redactor,
}

impl InPlace<'_> {
    /// Masks every finding where it stands. UTF-8 stays valid: stars are written for whole characters.
    ///
    /// A bare JSON number stays a number: its digits become nines, as quotes would not fit.
    pub fn redact(&self, scratch: &mut Scratch, text: &mut [u8]) -> Report {
        let mut findings = std::mem::take(&mut scratch.findings);
        findings.clear();
        self.redactor.scan(scratch, text, |finding| findings.push(finding));
        let mut report = Report::default();
        for finding in &findings {
            report.count(finding);
            if finding.excuse.is_none() {
                self.redactor.rule(finding.rule).mask.cover(&mut text[finding.span.range()], finding);
            }
        }
        report.bytes_in = text.len() as u64;
        report.bytes_out = report.bytes_in;
        scratch.findings = findings;
        report
    }
}
