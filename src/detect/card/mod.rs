//! Card numbers (PAN, primary account number).
//!
//! **Grammar.** 12 to 19 digits of any script, bare or in groups with one kind of separator: space, no-break
//! space and kin, hyphen and dashes, full stop, tab, `+` or `%20`. A number may be wrapped over one line end.
//!
//! **Evidence.** The issuer's range and lengths, then the Luhn check digit (ISO/IEC 7812-1, annex B), then the
//! writing: a *bare* number stands alone (not in a longer number, a decimal, a UUID, a hexadecimal or base64 word,
//! a path) and is not named by a key of something else; a *grouped* number has a grouping that cards have. Wide
//! ranges (Maestro, UnionPay, Diners beyond 14 digits) ask for grouping or a word. Of a number that is an Indonesian population
//! number as well nothing is kept, unless a word names a card. A number bound to a card's label
//! is found although the sum is wrong: people mistype.
//!
//! **Not found on purpose.** Rows of a table of four-digit numbers, unless a word names a card (a group or two before a card and
//! six in all are no table); spaced digits
//! without a word; IMEI, ICCID, order and trace numbers under their own key.

mod alone;
mod apart;
mod issuer;
mod parts;
mod row;
mod run;
mod surroundings;
mod tag;
mod wrap;

pub(crate) use alone::may_be_card;
pub(crate) use issuer::FIRST_DIGITS;
use issuer::Trust;
pub(super) use parts::Parts;
use run::Run;
use surroundings::{is_in_row_of_digits, is_tail_of_mask};
pub(crate) use wrap::is_wrapped;

use super::check::luhn;
use super::national_id::is_nik;
use super::{Detector, Hit, Occasion, Site, Trigger, Verdict};
use crate::context::{self, Neighbour};
use crate::finding::Confidence;
use crate::fold;
use crate::pack::{Concepts, Label};
use crate::span::{Reach, Span};

pub(super) struct Card;

impl Detector for Card {
    fn rule(&self) -> &str {
        "card"
    }

    fn entity(&self) -> &str {
        "card_number"
    }

    fn reach(&self) -> Reach {
        Reach::new(160, 288)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Digits
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        match Candidate::at(site, site.anchor.start) {
            Ok(candidate) => candidate.confirm(),
            Err(clause) => Verdict::Miss(clause),
        }
    }
}

/// A run of digits, and what is known of its surroundings.
struct Candidate<'s, 'h> {
    site: &'s Site<'h>,
    start: usize,
    run: Run,
    /// Whether the tag of a chip's data stands before it.
    is_tagged: bool,
}

/// A part of the run from its start on that can be a card.
#[derive(Clone, Copy)]
struct Window {
    /// Digits in it.
    count: usize,
    /// Index of its last group.
    last: usize,
    /// Whether a shorter window is a card as well.
    is_ambiguous: bool,
}

/// Bytes before twenty digits in which their name may stand.
const PREPAID_BYTES: usize = 64;

impl<'s, 'h> Candidate<'s, 'h> {
    fn at(site: &'s Site<'h>, at: usize) -> Result<Self, &'static str> {
        let text = site.text;
        if fold::is_in_escape(text, at) {
            return Err("the digits of an escape");
        }
        // The digits of an escape (%204111…) are none of the number.
        let is_escape = at > 0 && text[at - 1] == b'%';
        if is_escape && !text.get(at + 1).is_some_and(u8::is_ascii_digit) {
            return Err("the digit of an escape");
        }
        let is_tagged = tag::is_behind(text, at);
        let start = if is_escape || is_tagged { at + 2 } else { at };
        if fold::digit(text, start).is_none() {
            return Err("no digit after an escape");
        }
        let first = text[start..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        if (1..4).contains(&first) && text.get(start + first) == Some(&b'.') {
            return Err("an address, a version or a sum");
        }
        if is_in_row_of_digits(&text[..start])
            && text.get(start + 1).is_some_and(|byte| !byte.is_ascii_digit())
        {
            return Err("in a row of single digits, which is looked at from its start");
        }
        // Read the issuer table first: most long numbers of a log start as no card does.
        if let [first @ b'0'..=b'9', second @ b'0'..=b'9', ..] = text[start..]
            && FIRST_DIGITS[usize::from(first - b'0')] >> (second - b'0') & 1 == 0
            && !is_tagged
            && !is_labelled(site, start, number_end(text, start), Label::Card.strong())
        {
            return Err("no issuer has these first digits; a bound label would do");
        }
        let run = Run::parse(text, start);
        if run.size(0) == 4 && is_tail_of_mask(&text[..start]) {
            return Err("what a mask has left");
        }
        if run.len() < 12 {
            return Err("fewer than 12 digits");
        }
        Ok(Self { site, start, run, is_tagged })
    }

    fn confirm(&self) -> Verdict {
        let text = self.site.text;
        if self.is_tagged {
            return self.tagged();
        }
        if self.run.is_cut() && self.run.group_count() == 1 {
            return Verdict::Miss("part of a longer number");
        }
        let windows = self.windows();
        if windows.iter().flatten().next().is_none() {
            return self.concatenated();
        }
        if self.is_prepaid() {
            return Verdict::Miss("twenty digits under another name, as of a prepaid meter");
        }
        // The label is looked for once, and only when something depends on it.
        let mut label = None;
        let mut label = || *label.get_or_insert_with(|| self.label(&windows));
        let mut clause = "no issuer has these first digits with this length";
        for window in windows.iter().flatten() {
            let digits = self.run.digits(window.count);
            let Some(trust) = issuer::trust(digits, window.count) else { continue };
            if !luhn::is_valid(digits) {
                clause = "the check digit does not hold (Luhn)";
                continue;
            }
            match self.evidence(*window, trust, &mut label) {
                Ok(()) => {
                    let verdict = self.hit(self.longest(*window, &windows), Confidence::Checksum);
                    return match verdict {
                        Verdict::Hit(hit) if is_nik(digits) && !is_card_named(label()) => {
                            Verdict::Hit(hit.without_tail())
                        }
                        verdict => verdict,
                    };
                }
                Err(reason) => clause = reason,
            }
        }
        if let Some(window) = self.mistyped(&windows)
            && !context::is_remnant(text, self.start)
        {
            return self.hit(window, Confidence::Context);
        }
        Verdict::Miss(clause)
    }

    /// Windows that start where the run starts and end where a group ends, likeliest length first.
    fn windows(&self) -> [Option<Window>; 8] {
        let run = &self.run;
        let mut windows = [None; 8];
        let is_spaced = run.size(0) == 1;
        for last in 0..run.group_count() {
            let count = run.digits_through(last);
            let Some(rank) = LENGTHS.iter().position(|length| *length == count) else { continue };
            // Of digits written one by one the whole row is the number.
            let goes_on = last + 1 < run.group_count() && run.size(last + 1) == 1;
            if (is_spaced && goes_on) || (run.is_cut() && last + 1 == run.group_count()) {
                continue;
            }
            // A whole number behind a short one starts for itself: the columns of a table.
            if run.size(0) <= 3 && (1..=last).any(|group| run.size(group) >= 12) {
                continue;
            }
            // A fraction is none of the number.
            if last > 0 && run.size(0) >= LENGTHS[7] && run.is_dotted_after(0) {
                continue;
            }
            let window = Window { count, last, is_ambiguous: false };
            windows[rank] = (!self.is_before_date(window)).then_some(window);
        }
        windows
    }

    /// The longest window that is grouped as a card and has a right sum too: in `4-4-4-4-3` the last group may be the
    /// end of a number of 19 digits or a security code. Either way it is hidden.
    fn longest(&self, window: Window, windows: &[Option<Window>; 8]) -> Window {
        let is_longer = |longer: &&Window| {
            let digits = self.run.digits(longer.count);
            longer.count > window.count
                && self.run.is_uniform(longer.last)
                && self.is_known_grouping(**longer)
                && issuer::trust(digits, longer.count).is_some()
                && luhn::is_valid(digits)
                && !self.is_before_date(**longer)
        };
        windows
            .iter()
            .flatten()
            .filter(is_longer)
            .max_by_key(|longer| longer.count)
            .map_or(window, |longer| Window { is_ambiguous: true, ..*longer })
    }

    /// Whether the window's last group goes on as a date or a time: `12/27`.
    fn is_before_date(&self, window: Window) -> bool {
        let text = self.site.text;
        let end = self.run.end_of(window.count);
        window.last > 0
            && self.run.size(window.last) <= 2
            && matches!(text.get(end), Some(b'/' | b':'))
            && text.get(end + 1).is_some_and(u8::is_ascii_digit)
    }

    /// Whether a window with a right sum and a network's range is a card.
    fn evidence(
        &self,
        window: Window,
        trust: Trust,
        label: &mut impl FnMut() -> Option<Neighbour>,
    ) -> Result<(), &'static str> {
        let is_bare = window.last == 0;
        let is_grouped = !is_bare && self.run.is_uniform(window.last) && self.is_known_grouping(window);
        if is_bare && !self.is_separate(window) {
            return Err("does not stand alone: part of a longer number or word");
        }
        if !is_bare && self.is_in_word(window) {
            return Err("part of a UUID or another word of digits and letters");
        }
        let is_other = |word: Option<Neighbour>| {
            word.is_some_and(|word| {
                word.is_bound && word.concepts.has(Concepts::OTHER) && !word.concepts.has(Label::Card.any())
            })
        };
        if is_bare {
            let word = label();
            if self.has_fraction(window) && !is_card_named(word) {
                return Err("a decimal; that asks for a word");
            }
            if is_other(word) && !self.site.is_strict {
                return Err("a key or word names another kind of number");
            }
            if is_card_named(word) {
                return Ok(());
            }
            if !self.site.is_strict && self.is_behind_other_key() {
                return Err("the key of an id or a time");
            }
            return match trust {
                Trust::Strict if self.is_on_path() && !self.is_behind_card() => Err("part of a path"),
                Trust::Strict => Ok(()),
                Trust::Wide => Err("a network with a wide range asks for grouping or a word"),
                Trust::Named => Err("this range asks for a word"),
            };
        }
        if is_grouped
            && trust >= Trust::Wide
            && !self.is_in_table(window, trust)
            && !self.is_in_dotted_row()
            && (self.is_printed(window) || self.site.is_strict || !is_other(label()))
        {
            return Ok(());
        }
        if is_card_named(label()) && !self.is_in_dump(window) {
            return Ok(());
        }
        Err(match trust {
            Trust::Named => "this range asks for a word",
            _ if is_grouped && is_other(label()) => "a key or word names another kind of number",
            _ if !is_grouped => "not grouped as cards are; that asks for a word",
            _ => "a row of numbers; that asks for a word",
        })
    }

    /// A number that is bound to a card's label and has the wrong sum: which part of the run it is.
    fn mistyped(&self, windows: &[Option<Window>; 8]) -> Option<Window> {
        let total = self.run.len();
        // Longer groups are no card's: an epoch with its fraction.
        if self.run.group_count() > 1 && self.run.size(0) > 8 && self.run.size(0) < 12 {
            return None;
        }
        let is_bound = |window: &&Window| {
            self.is_separate(**window) && self.is_card_labelled(**window) && !self.is_before_card(**window)
        };
        let windows = windows.iter().flatten().filter(is_bound);
        windows.max_by_key(|window| (window.count == 16, window.count == total, window.count)).copied()
    }

    /// Whether a card's label is bound to the number, before it or after it.
    fn is_card_labelled(&self, window: Window) -> bool {
        let end = self.run.end_of(window.count);
        let looks_issued = || {
            (self.run.size(0) == 4 && self.is_known_grouping(window) || self.run.size(0) == 16)
                && issuer::trust(self.run.digits(window.count), window.count) == Some(Trust::Strict)
        };
        let is_labelled = is_labelled(self.site, self.start, end, Label::Card.strong())
            || looks_issued() && is_labelled(self.site, self.start, end, Label::Card.any());
        is_labelled && !self.is_in_dump(window)
    }

    /// Several numbers in one group without a separator: two cards.
    fn concatenated(&self) -> Verdict {
        let run = &self.run;
        let total = run.digits_through(0);
        let is_card = |digits: &[u8]| {
            issuer::trust(digits, digits.len()) == Some(Trust::Strict) && luhn::is_valid(digits)
        };
        let cut = LENGTHS.into_iter().find(|&cut| {
            total > cut
                && !run.is_cut()
                && LENGTHS.contains(&(total - cut))
                && is_card(run.digits(cut))
                && is_card(&run.digits(total)[cut..])
        });
        match cut {
            Some(cut) if self.is_separate(Window { count: total, last: 0, is_ambiguous: false }) => {
                Verdict::Hit(Hit::new(Span::new(self.start, run.end_of(cut)), Confidence::Checksum))
            }
            _ => Verdict::Miss("no part of the run has the length of a card"),
        }
    }

    fn hit(&self, window: Window, confidence: Confidence) -> Verdict {
        let run = &self.run;
        let hit = Hit::new(Span::new(self.start, run.end_of(window.count)), confidence);
        // The digits that a mask keeps must not start a number with those that follow.
        let is_tail_open = run.len() > window.count && {
            let tail = Run::parse(self.site.text, run.start_of(window.count - 4));
            let rest = Run::parse(self.site.text, run.start_of(window.count));
            tail.is_card_shaped() || (run.size(window.last) < 4 && !rest.is_card_shaped())
        };
        Verdict::Hit(if is_tail_open || window.is_ambiguous { hit.without_tail() } else { hit })
    }

    /// The nearest word that names this number or another, before it or else after it.
    fn label(&self, windows: &[Option<Window>; 8]) -> Option<Neighbour> {
        let site = self.site;
        let wanted = Concepts::LABELS | Concepts::OTHER;
        let before = context::left(site.lexicon, site.text, self.start, wanted).or_else(|| {
            // Over the numbers of its row only the name of a card reaches.
            let start = self.row_start();
            let row = (start < self.start).then(|| context::left(site.lexicon, site.text, start, wanted))?;
            row.filter(|word| word.concepts.has(Label::Card.any()))
        });
        if before.is_some() {
            return before;
        }
        let last = windows.iter().flatten().max_by_key(|window| window.count)?;
        let end = self.run.end_of(last.count);
        context::right(site.lexicon, site.text, end, Label::Card.strong() | Concepts::OTHER)
            .filter(|word| word.concepts.has(Label::Card.strong()))
    }

    /// Whether the run is five groups of four digits on a line that names something else, and no card: "token listrik …".
    fn is_prepaid(&self) -> bool {
        let Site { text, lexicon, .. } = *self.site;
        if self.run.len() != 20 || self.run.group_count() != 5 || !self.run.sizes().all(|size| size == 4) {
            return false;
        }
        let floor = self.start.saturating_sub(PREPAID_BYTES);
        let line = memchr::memrchr(b'\n', &text[floor..self.start]).map_or(floor, |end| floor + end + 1);
        let mut is_other = false;
        for at in (line..self.start).filter(|&at| context::is_word_start(text, at)) {
            let Some(word) = lexicon.longest(text, at, Label::Card.any() | Concepts::NOT) else { continue };
            if word.concepts.has(Label::Card.any()) {
                return false;
            }
            // The name of another number, not only what is said of a label.
            is_other |= word.concepts.has(Concepts::NOT) && word.concepts.has(Concepts::OTHER);
        }
        is_other
    }

    /// Groupings that are printed on cards or typed by people who group.
    fn is_known_grouping(&self, window: Window) -> bool {
        let sizes = || self.run.sizes().take(window.last + 1);
        GROUPINGS.iter().any(|grouping| sizes().eq(grouping.iter().copied()))
    }

    /// Whether the groups are those that networks print: people group otherwise, and so do others.
    fn is_printed(&self, window: Window) -> bool {
        window.count == 16
            || self.run.size(1) == 6
            || !self.run.sizes().take(window.last).all(|size| size == 4)
    }
}

fn is_card_named(word: Option<Neighbour>) -> bool {
    word.is_some_and(|word| word.concepts.has(Label::Card.any()))
}

/// Whether one of the labels `named` is bound to what stands at `start..end`, before it or after it.
fn is_labelled(site: &Site<'_>, start: usize, end: usize, named: Concepts) -> bool {
    let Site { lexicon, text, .. } = *site;
    if site.occasion == (Occasion::Digits { is_named: false }) {
        return false;
    }
    let wanted = Concepts::LABELS | Concepts::OTHER;
    let before = context::left_bound(lexicon, text, start, wanted);
    before.or_else(|| context::right(lexicon, text, end, wanted)).is_some_and(|word| word.concepts.has(named))
}

/// Where the ASCII digits and blanks, hyphens and stops between them end.
fn number_end(text: &[u8], start: usize) -> usize {
    let is_part = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.');
    let len = text[start..].iter().take(48).take_while(is_part).count();
    start + text[start..start + len].iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1)
}

impl Run {
    /// Whether a card of a known network, grouped or bare, starts the run.
    fn is_card_shaped(&self) -> bool {
        (0..self.group_count()).any(|last| {
            let count = self.digits_through(last);
            LENGTHS.contains(&count)
                && issuer::trust(self.digits(count), count) >= Some(Trust::Wide)
                && luhn::is_valid(self.digits(count))
        })
    }
}

/// Lengths of a card number in digits, likeliest first.
const LENGTHS: [usize; 8] = [16, 15, 14, 19, 18, 17, 13, 12];

/// Groupings of printed cards and of people who type in groups.
const GROUPINGS: [&[usize]; 14] = [
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 4, 4, 3],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 3],
    &[4, 4, 4, 2],
    &[4, 4, 4, 1],
    &[4, 4, 5],
    &[4, 3, 3, 3],
    &[4, 4, 4],
    &[6, 13],
    &[8, 8],
];
