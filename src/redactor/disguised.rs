//! Labels in disguise: a word whose letters are written with others is looked up, and its detectors asked, in plain letters.

use super::progress::Progress;
use super::scan::{BACK, Observer, Undecided, Walk};
use crate::context::{self, Plain};
use crate::detect::{Occasion, Site, Verdict};
use crate::span::Span;

/// The most words that a phrase has before the one that is disguised.
const WORDS_BEFORE: usize = 3;

impl<O: Observer> Walk<'_, '_, '_, O> {
    /// Looks at the word whose first disguise is at `at`.
    pub(super) fn disguised(&mut self, at: usize, progress: &mut Progress) -> Result<(), Undecided> {
        let (engine, haystack) = (self.engine, self.haystack);
        let Some(start) = context::disguised_word(haystack, at) else { return Ok(()) };
        let (low, edge) = (start.saturating_sub(BACK), self.edge(at, engine.word_reach)?);
        let plain = Plain::of(&haystack[low..edge]);
        let Some((start, word)) = engine.lexicon.label(&plain.text, plain.at(start - low), WORDS_BEFORE)
        else {
            return Ok(());
        };
        if engine.lexicon.is_in_other_phrase(&plain.text, start, word.end)
            || context::is_in_placeholder(&plain.text, start, word.end)
        {
            return Ok(());
        }
        let anchor = Span::new(start, word.end);
        engine.each_asked(&word, |detector, occasion| {
            let verdict = self.ask_plain(detector, anchor, occasion, &plain, (low, edge));
            self.tell(detector, plain.origin(anchor).shifted(low), &verdict);
            if matches!(verdict, Verdict::NextLine) {
                self.carry(edge, detector, progress);
            }
            matches!(verdict, Verdict::Hit(_))
        });
        Ok(())
    }

    /// Asks a detector about a label in plain letters, whose text stood between `low` and `edge`, and hands out what it finds.
    fn ask_plain(
        &mut self,
        detector: usize,
        anchor: Span,
        occasion: Occasion,
        plain: &Plain,
        (low, edge): (usize, usize),
    ) -> Verdict {
        let engine = self.engine;
        let asked = &engine.detectors[detector];
        let reach = asked.reach();
        let first = anchor.start.saturating_sub(reach.before);
        let text = &plain.text[first..plain.text.len().min(anchor.start + reach.after)];
        let verdict = asked.confirm(&Site {
            text,
            anchor: Span::new(anchor.start - first, (anchor.end - first).min(text.len())),
            occasion,
            lexicon: &engine.lexicon,
            is_strict: engine.policy.is_strict,
            last_end: None,
        });
        let Verdict::Hit(mut hit) = verdict else { return verdict };
        hit.span = plain.origin(hit.span.shifted(first)).shifted(low);
        if self.is_on_earlier_line(hit.span, plain.origin(anchor).shifted(low)) {
            return Verdict::Miss("the value is on an earlier line");
        }
        self.hand_out(detector, &hit, edge);
        Verdict::Hit(hit)
    }
}
