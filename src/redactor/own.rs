//! The walk of rules of one's own, beside that of candidates.

use super::scan::{Observer, Walk};
use crate::detect::{Occasion, Search, Stretch, Verdict};
use crate::span::Span;

/// Bytes that rules of one's own are asked about at once: findings come nearly in order, and little is read twice.
const OWN_STEP: usize = 32 * 1024;

/// Where the search of rules of one's own has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnProgress {
    /// Every place before this offset has been decided.
    pub(super) next: usize,
    /// For each rule, where it may be asked next: behind its last match.
    cursors: Vec<usize>,
}

impl OwnProgress {
    pub(super) fn rebase(&mut self, by: usize) {
        self.next -= by;
        for cursor in &mut self.cursors {
            *cursor = cursor.saturating_sub(by);
        }
    }
}

impl<O: Observer> Walk<'_, '_, '_, O> {
    /// Asks rules of one's own before `end`, if that is worth it.
    pub(super) fn own_step(&mut self, end: usize, progress: &mut OwnProgress) {
        if self.engine.own.len() > 0 && end >= progress.next + OWN_STEP {
            self.own_before(self.own_limit(progress).min(end), progress);
        }
    }

    /// Asks them wherever it can be decided.
    pub(super) fn own(&mut self, progress: &mut OwnProgress) {
        self.own_before(self.own_limit(progress), progress);
    }

    /// Up to where rules of one's own can be asked: what they may see is there, or the end of the line is.
    fn own_limit(&self, progress: &OwnProgress) -> usize {
        let (haystack, from) = (self.haystack, progress.next);
        if self.is_end {
            return haystack.len();
        }
        let seen = haystack.len().saturating_sub(Search::REACH).max(from);
        memchr::memrchr(b'\n', &haystack[seen..]).map_or(seen, |end| seen + end + 1)
    }

    /// Asks rules of one's own at every place before `limit`.
    fn own_before(&mut self, limit: usize, progress: &mut OwnProgress) {
        let engine = self.engine;
        let OwnProgress { next, cursors } = progress;
        if *next >= limit {
            return;
        }
        cursors.resize(engine.own.len(), 0);
        let stretch = Stretch { haystack: self.haystack, range: *next..limit };
        let mut ask = |detector: usize, at: usize| {
            let edge = self.edge(at, Search::REACH).unwrap_or(self.haystack.len());
            match self.verdict(detector, Span::new(at, at), Occasion::Mark, edge, None) {
                Verdict::Hit(hit) => Some(hit.span.end),
                Verdict::Miss(_) | Verdict::NextLine => None,
            }
        };
        if engine.is_prefiltered {
            engine.own.run(&stretch, cursors, &mut ask);
        } else {
            engine.own.run_everywhere(&stretch, cursors, &mut ask);
        }
        *next = limit;
    }
}
