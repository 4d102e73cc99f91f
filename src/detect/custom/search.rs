//! Where rules of one's own are asked: at each match of their regex, for rules with keywords only near one.
//!
//! **Contract.** A place is asked at if the text around it says so, whatever the haystack's bounds. With the keywords'
//! automaton and without it the same places are asked at, in the same order for each rule.

use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::{Custom, MAX_MATCH, REACH, WORD, is_in_mask, line, mask_start, words};
use crate::span::Span;

/// The rules of a redactor's packs, each with its number among all rules.
#[derive(Default)]
pub(crate) struct Search {
    rules: Vec<(usize, Arc<Custom>)>,
    /// The first words of all keywords.
    keywords: Option<AhoCorasick>,
    /// For each of them, rules and phrases that begin with it.
    owners: Vec<Vec<(usize, String)>>,
}

/// A text, and from where to where matches may start in it.
#[derive(Clone)]
pub(crate) struct Stretch<'h> {
    pub(crate) haystack: &'h [u8],
    pub(crate) range: Range<usize>,
}

impl Search {
    /// How far from a place on all is seen that decides there.
    pub(crate) const REACH: usize = REACH.after;

    pub(crate) fn new(rules: Vec<(usize, Arc<Custom>)>) -> Result<Self, String> {
        let mut heads: Vec<&str> = Vec::new();
        let mut owners: Vec<Vec<(usize, String)>> = Vec::new();
        for (index, (_, custom)) in rules.iter().enumerate() {
            for phrase in &custom.rule.keywords {
                let head = words::head(phrase);
                let place = heads.iter().position(|known| *known == head).unwrap_or_else(|| {
                    heads.push(head);
                    owners.push(Vec::new());
                    heads.len() - 1
                });
                owners[place].push((index, phrase.clone()));
            }
        }
        let keywords = (!heads.is_empty()).then(|| {
            AhoCorasick::builder().match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(&heads)
        });
        let keywords =
            keywords.transpose().map_err(|_| "the keywords of the packs are too many".to_owned())?;
        Ok(Self { rules, keywords, owners })
    }

    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }

    /// Asks at every place of the stretch. `cursors` holds for each rule the offset before which it is not asked again;
    /// `ask` is
    /// given a rule's number and tells where a value ends.
    pub(crate) fn run(
        &self,
        stretch: &Stretch<'_>,
        cursors: &mut [usize],
        ask: &mut impl FnMut(usize, usize) -> Option<usize>,
    ) {
        let Range { start, end } = stretch.range;
        for (index, (rule, custom)) in self.rules.iter().enumerate() {
            if custom.rule.keywords.is_empty() {
                custom.ask_in(stretch, start..end, &mut cursors[index], &mut |at| ask(*rule, at));
            }
        }
        let Some(keywords) = &self.keywords else { return };
        let haystack = stretch.haystack;
        let low = start.saturating_sub(REACH.before);
        let high = haystack.len().min(end + REACH.after);
        let mut places = Vec::new();
        for found in keywords.find_overlapping_iter(Input::new(haystack).range(low..high)) {
            for (index, phrase) in &self.owners[found.pattern().as_usize()] {
                let end = words::phrase_at(haystack, found.start(), phrase);
                places.extend(end.map(|end| (Span::new(found.start(), end), *index)));
            }
        }
        // They were found in the order of their ends; a zone must not begin before one that has been left.
        places.sort_unstable();
        for (keyword, index) in places {
            let (rule, custom) = &self.rules[index];
            let zone = custom.zone(stretch, keyword);
            custom.ask_in(stretch, zone, &mut cursors[index], &mut |at| ask(*rule, at));
        }
    }

    /// As [`run`](Self::run), the slow way: each place that a regex names is looked around for a keyword.
    pub(crate) fn run_everywhere(
        &self,
        stretch: &Stretch<'_>,
        cursors: &mut [usize],
        ask: &mut impl FnMut(usize, usize) -> Option<usize>,
    ) {
        for (index, (rule, custom)) in self.rules.iter().enumerate() {
            for at in stretch.range.clone() {
                if at >= cursors[index]
                    && custom.is_zone(stretch.haystack, at)
                    && let Some(found) = custom.match_at(stretch.haystack, at)
                {
                    cursors[index] = ask(*rule, at).unwrap_or(found.end);
                }
            }
        }
    }
}

impl Custom {
    /// Asks at every match that starts in `zone`, behind the rule's cursor.
    fn ask_in(
        &self,
        stretch: &Stretch<'_>,
        zone: Range<usize>,
        cursor: &mut usize,
        ask: &mut impl FnMut(usize) -> Option<usize>,
    ) {
        while let Some(found) = self.next_match(stretch.haystack, zone.start.max(*cursor)..zone.end) {
            *cursor = ask(found.start).unwrap_or(found.end);
        }
        *cursor = zone.end.max(*cursor);
    }

    /// The first place of `starts` where the rule's regex matches, with as much of the match as may be seen.
    fn next_match(&self, haystack: &[u8], starts: Range<usize>) -> Option<Span> {
        let mut at = starts.start;
        while at < starts.end {
            let limit = haystack.len().min(starts.end + MAX_MATCH);
            let found =
                self.rule.pattern.find(haystack, at..limit).filter(|found| found.start < starts.end)?;
            let is_whole = found.len() <= MAX_MATCH
                && !is_in_mask(haystack, found.start)
                && mask_start(haystack, found.start, found.end).is_none();
            if is_whole {
                return Some(found);
            }
            // It is too long or meets a mask: what can be seen of it may still match, or what starts behind.
            let seen = found.end.min(found.start + MAX_MATCH).min(starts.end);
            if let Some(found) = (found.start..seen).find_map(|at| self.match_at(haystack, at)) {
                return Some(found);
            }
            at = seen.max(found.start + 1);
        }
        None
    }

    /// Where in the stretch a match may start whose value the keyword is near enough to, at most.
    fn zone(&self, stretch: &Stretch<'_>, keyword: Span) -> Range<usize> {
        let Stretch { haystack, range } = stretch;
        let reach = self.rule.distance_bytes();
        let low = keyword.start.saturating_sub(reach + MAX_MATCH).max(range.start);
        let high = (keyword.end + reach + 1).min(range.end);
        let before = haystack.get(low..keyword.start).and_then(|line| memchr::memrchr(b'\n', line));
        let after = haystack.get(keyword.end..high).and_then(|line| memchr::memchr(b'\n', line));
        before.map_or(low, |end| low + end + 1)..after.map_or(high, |end| keyword.end + end)
    }

    /// Whether a keyword is near enough to `at`, or the rule has none.
    fn is_zone(&self, haystack: &[u8], at: usize) -> bool {
        let line_start = line(haystack, Span::new(at, at)).start;
        let reach = self.rule.distance_bytes();
        let low = at.saturating_sub(reach + WORD).max(line_start);
        let high = haystack.len().min(at + MAX_MATCH + reach + 1);
        let high = memchr::memchr(b'\n', &haystack[at..high]).map_or(high, |end| at + end);
        let is_near = |place: Span| place.start <= at + reach + MAX_MATCH && at <= place.end + reach;
        self.rule.keywords.is_empty()
            || self.rule.keywords.iter().any(|word| words::places(haystack, low..high, word).any(is_near))
    }
}
