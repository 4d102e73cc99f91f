//! The five laws as property tests, over texts that look like what detectors look for, and over bad input.
//!
//! The texts are the same in every run; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` look elsewhere and longer, the fuzz targets
//! look everywhere. `laws/bodies.rs` has the laws themselves.

#[path = "laws/bodies.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets' crate exports them")]
pub(crate) mod bodies;
#[path = "laws/texts.rs"]
mod texts;

use proptest::prelude::*;
use samar_testkit::properties::config;

use texts::{document, long_text, own_text, text};

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn prefilter_has_no_false_negatives(text in text()) {
        bodies::prefilter_has_no_false_negatives(&text.0);
    }

    #[test]
    fn chunking_changes_nothing(text in text(), sizes in prop::collection::vec(1..80_usize, 1..6)) {
        bodies::lanes_agree(&text.0, &sizes);
    }

    #[test]
    fn chunking_changes_nothing_in_documents(
        document in document(),
        sizes in prop::collection::vec(1..80_usize, 1..6),
    ) {
        bodies::lanes_agree(document.as_bytes(), &sizes);
    }

    #[test]
    fn walking_ahead_changes_nothing(
        text in text(),
        sizes in prop::collection::vec(1..80_usize, 1..6),
        context in prop_oneof![0..200_usize, Just(16_384)],
    ) {
        bodies::walks_ahead_agree(&text.0, &sizes, context);
    }

    #[test]
    fn machines_agree(text in text()) {
        bodies::machines_agree(&text.0);
    }

    #[test]
    fn redaction_settles(text in text()) {
        bodies::redaction_settles(&text.0);
    }

    #[test]
    fn documents_stay_documents(document in document()) {
        bodies::redaction_settles(document.as_bytes());
    }

    #[test]
    fn rules_of_packs_keep_the_laws(text in own_text(""), sizes in prop::collection::vec(1..80_usize, 1..6)) {
        bodies::prefilter_has_no_false_negatives(&text.0);
        bodies::lanes_agree(&text.0, &sizes);
    }

    #[test]
    fn rules_of_packs_settle(text in own_text(" ")) {
        bodies::own_rules_settle(&text.0);
    }

    #[test]
    fn nothing_leaks_sideways(text in text()) {
        bodies::nothing_leaks_sideways(&text.0);
    }
}

// Texts of many pages: more than a stream holds, in chunks from a byte to more than a seam.
proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn chunking_changes_nothing_in_long_texts(
        text in long_text(),
        sizes in prop::collection::vec(prop_oneof![1..60_usize, 60..3_000_usize, 3_000..30_000_usize], 1..8),
    ) {
        bodies::lanes_agree(&text.0, &sizes);
    }

    #[test]
    fn walking_ahead_changes_nothing_in_long_texts(
        text in long_text(),
        sizes in prop::collection::vec(prop_oneof![1..60_usize, 60..3_000_usize, 3_000..30_000_usize], 1..8),
        context in prop_oneof![Just(0), 1..600_usize, 600..6_000_usize, Just(16_384)],
    ) {
        bodies::walks_ahead_agree(&text.0, &sizes, context);
    }

    #[test]
    fn long_texts_keep_the_other_laws(text in long_text()) {
        bodies::prefilter_has_no_false_negatives(&text.0);
        bodies::machines_agree(&text.0);
        bodies::redaction_settles(&text.0);
    }
}

/// Blocks that are walked ahead of time: that nothing changes, and that most of it is of use.
mod blocks {
    use super::bodies;

    /// How much of the text is taken over in the end, by each of the redactors, in hundredths.
    fn taken(text: &[u8], size: usize, context: usize) -> usize {
        const REDACTORS: usize = 6;
        bodies::walks_ahead_agree(text, &[size], context) * 100 / (text.len() * REDACTORS)
    }

    #[test]
    fn of_lines_most_are_taken_over() {
        let lines = b"2024-09-27 10:15:02 INFO login ok\r\npay 4111 1111 1111 1111 exp 12/27 cvv 123\n\0pin\n482913\n\xff\n";
        let text = lines.repeat(3_000);
        for size in [20_001, 65_536, 100_003] {
            assert!(taken(&text, size, 16_384) >= 95, "blocks of {size}");
        }
    }

    #[test]
    fn of_a_line_without_end_most_is_taken_over() {
        let unit = "halo kak, pin saya 482913 dan kartu 4111 1111 1111 1111 exp 12/27 cvv 123; order 20250101-0001, ";
        assert!(taken(&unit.as_bytes().repeat(3_000), 40_000, 16_384) >= 80);
    }

    #[test]
    fn what_spans_lines_is_seen_over_cuts() {
        let key = format!(
            "-----BEGIN RSA PRIVATE KEY-----\n{}-----END RSA PRIVATE KEY-----\n",
            "MIIEowIBAAKCAQEAx7Hq2kq3mV0ZbQk9fJ2T8nPz4W1cYdLr5uGsXeBvN6oMhKiA\n".repeat(25)
        );
        let wrapped = "4111 1111\n1111 1111 and on\npin:\n482913\r\n\r\nkode otp:\r\n\r\n771204\r\n";
        let text = [key.as_str(), wrapped, "plain\n", wrapped].concat().repeat(2);
        for size in [75, 500, 1_777] {
            for context in [0, 64, 1_000, 16_384] {
                bodies::walks_ahead_agree(text.as_bytes(), &[size], context);
            }
        }
    }
}

/// Two megabytes of the same again and again, and other input that nobody meant to write: no panic, and a stream gives
/// what one call gives.
mod bad_input {
    use super::bodies;

    const LEN: usize = 2_000_000;

    fn lanes_agree_on(text: &[u8]) {
        bodies::lanes_agree(text, &[65_536, 8_191, 1, 300_000]);
    }

    fn repeated(unit: &[u8]) {
        lanes_agree_on(&unit.repeat(LEN / unit.len()));
    }

    #[test]
    fn digits() {
        repeated(b"0123456789");
        repeated(b"4111111111111111");
    }

    #[test]
    fn labels_without_end() {
        repeated(b"pin ");
        repeated(b"password=");
    }

    #[test]
    fn numbers_without_end() {
        repeated(b"1 ");
        repeated(b"4 ");
    }

    #[test]
    fn brackets_and_nothing_else() {
        repeated(b"(");
        repeated(b"[");
        repeated(b"\"");
        repeated(b"\\");
    }

    #[test]
    fn stars_and_blanks() {
        repeated(b"*");
        repeated(b" ");
        repeated(b"\n");
        repeated(b"pin\n");
    }

    #[test]
    fn one_line() {
        let unit = b"halo kak, pin saya 482913 dan kartu 4111 1111 1111 1111 exp 12/27 cvv 123; order 20250101-0001, ";
        repeated(unit);
    }

    #[test]
    fn bytes_that_are_no_text() {
        repeated(b"\0");
        repeated(b"\0pin: 4829\0");
        repeated(b"\xf0\x9f");
        repeated(b"\xef\xbc");
        repeated(b"\xef\xbb\xbf\xef\xbc\x94\xe2\x80");
        repeated(&(0..=255).collect::<Vec<u8>>());
    }

    #[test]
    fn short_and_cut() {
        for text in [
            "",
            "\0",
            "4",
            "pin",
            "pin:",
            "pin: ４",
            "password=\"",
            "4111 1111 1111 1111",
            "cvv: ①②③",
            "otp 😀",
        ] {
            for end in 0..=text.len() {
                for size in 1..=text.len().max(1) {
                    bodies::lanes_agree(&text.as_bytes()[..end], &[size]);
                }
                bodies::redaction_settles(&text.as_bytes()[..end]);
            }
        }
    }
}

/// What stands far before a number decides nothing: a stream has written it and knows it no more.
#[test]
fn what_is_out_of_reach_decides_nothing() {
    let far = " lorem ipsum dolor".repeat(4_000);
    for (before, behind) in [
        ("[note]", "kartu lama 4000 0000 0000 0002, yang baru belakangnya 8020"),
        ("**** **** **** 0002", "belakangnya 8020"),
        ("4000 0000 0000 0002", "belakangnya 8020"),
    ] {
        let text = format!("{before}{far} {behind}\n");
        bodies::lanes_agree(text.as_bytes(), &[1_000]);
    }
}
