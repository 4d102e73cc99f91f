//! How property tests run: on the same texts every time, and elsewhere and longer for who asks.

use proptest::test_runner::{Config, RngSeed};

/// A configuration with so many `cases`, drawn from one seed, so that a run fails for what was changed and never by chance.
///
/// `PROPTEST_CASES` and `PROPTEST_RNG_SEED` override both. Nothing is written beside the tests when a property fails: the
/// shrunken input it prints becomes a case of its own.
#[must_use]
pub fn config(cases: u32) -> Config {
    let told = Config::default();
    Config {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { told.cases } else { cases },
        rng_seed: if told.rng_seed == RngSeed::Random { RngSeed::Fixed(0x5eed) } else { told.rng_seed },
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..told
    }
}
