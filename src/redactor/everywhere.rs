//! A walk without the prefilter: for the first law, and to explain what the prefilter lets go.

use super::Engine;
use super::progress::Progress;
use super::scan::{Observer, Walk};
use crate::fold;
use crate::prefilter::{self, Candidate, Kind as CandidateKind};

impl Engine {
    /// Asks about every word of a whole text, and about every number that is as long as a card's, whatever the prefilter makes
    /// of them.
    pub(super) fn examine(&self, haystack: &[u8], observer: &mut impl Observer) {
        let mut walk = Walk::new(self, haystack, true, observer);
        let is_long = |at: usize| {
            let run = haystack[at..].iter().take(prefilter::REACH);
            let run =
                run.take_while(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.' | 0x80..));
            let before = haystack[..at].strip_suffix(b" ").or_else(|| haystack[..at].strip_suffix(b"-"));
            let goes_on = before.unwrap_or(&haystack[..at]).last().is_some_and(u8::is_ascii_digit);
            !goes_on && run.filter(|byte| byte.is_ascii_digit()).count() >= MIN_LONG
        };
        walk.everywhere(haystack.len(), &mut Progress::default(), |Candidate { at, kind }| match kind {
            CandidateKind::Word => true,
            CandidateKind::Number { .. } => is_long(at),
            CandidateKind::Mark => false,
        });
    }
}

/// Digits of the shortest card.
const MIN_LONG: usize = 12;

impl<O: Observer> Walk<'_, '_, '_, O> {
    /// Walks without the prefilter: every digit and every letter is a candidate, where it `is_asked`.
    pub(super) fn everywhere(
        &mut self,
        limit: usize,
        progress: &mut Progress,
        is_asked: impl Fn(Candidate) -> bool,
    ) -> Option<usize> {
        for at in progress.next..limit {
            let is_number = fold::digit(self.haystack, at).is_some()
                && !(self.haystack[at].is_ascii_digit() && at > 0 && self.haystack[at - 1].is_ascii_digit());
            let kinds: &[_] = match self.haystack[at] {
                _ if is_number => &[CandidateKind::Number { is_named: true }, CandidateKind::Mark],
                b'0'..=b'9' => &[CandidateKind::Mark],
                b'A'..=b'Z' | b'a'..=b'z' => &[CandidateKind::Word, CandidateKind::Mark],
                0xc0.. => &[CandidateKind::Word],
                b'@' | b'+' | b'%' | b'.' | b':' | b'-' | b' ' => &[CandidateKind::Mark],
                _ => continue,
            };
            for candidate in
                kinds.iter().map(|kind| Candidate { at, kind: *kind }).filter(|one| is_asked(*one))
            {
                if let Err(undecided) = self.candidate(candidate, progress) {
                    return Some(undecided);
                }
            }
        }
        self.carried(limit, progress).err()
    }
}
