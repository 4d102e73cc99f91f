//! How fast each is on a text: all in turn, round after round, and of each the best.
//!
//! In turn, so that whatever else the machine does falls on all of them; the best, as nothing makes a program faster than it
//! is. What counts is the time that the process has had a core, not the time of the clock: others may have had it meanwhile.

use std::borrow::Cow;
use std::hint::black_box;

use cpu_time::ProcessTime;

use crate::haystack::Haystack;
use crate::rivals::Rival;

/// What is tried first, to know how much is taken in a round.
const TRIAL_BYTES: usize = 128 << 10;

/// Aim for a rival's share of a round.
const SECONDS: f64 = 0.25;

/// Bytes a second for each rival, in their order.
pub(crate) fn measure(rivals: &mut [Box<dyn Rival>], haystack: &Haystack, rounds: usize) -> Vec<f64> {
    let trial = haystack.sample(TRIAL_BYTES);
    let texts: Vec<Cow<'_, str>> = rivals
        .iter_mut()
        .map(|rival| {
            // Once for caches that fill as they are used.
            seconds(rival.as_mut(), &trial);
            let speed = trial.len() as f64 / seconds(rival.as_mut(), &trial);
            haystack.sample((speed * SECONDS) as usize)
        })
        .collect();
    let mut best = vec![f64::INFINITY; rivals.len()];
    for _ in 0..=rounds {
        for ((rival, text), best) in rivals.iter_mut().zip(&texts).zip(&mut best) {
            *best = best.min(seconds(rival.as_mut(), text));
        }
    }
    texts.iter().zip(best).map(|(text, seconds)| text.len() as f64 / seconds).collect()
}

fn seconds(rival: &mut dyn Rival, text: &str) -> f64 {
    let start = ProcessTime::now();
    black_box(rival.run(black_box(text)));
    start.elapsed().as_secs_f64()
}
