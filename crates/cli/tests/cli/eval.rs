//! `samar eval`: counts worked out by hand, and input that is refused without being shown.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use crate::samar::{samar, samar_in};

/// One value found, one leaked, one found where none was expected, one that is text in base64.
const CASES: &str = r#"{"text":"my pin is 4821 ok","spans":[[10,14,"pin"]],"source":"ignored"}
{"text":"my pet is 4821","spans":[[10,14,"pin"]]}
{"text":"otp 482913","spans":[]}

{"text_b64":"Y2FyZCA0MTExIDExMTEgMTExMSAxMTExIP8=","spans":[[5,24,"card_number"]]}
"#;

#[test]
fn the_table_has_what_was_counted() {
    let run = samar(&["eval", "-"], CASES);
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert_snapshot!("eval", run.text());
}

#[test]
fn json_has_the_same_counts() {
    let run = samar(&["eval", "--format", "json", "-"], CASES);
    let report: Value = serde_json::from_str(run.text()).expect("a report is JSON");
    // 17 + 14 + 10 + 26 bytes of text.
    assert_eq!((report["cases"].as_u64(), report["bytes"].as_u64()), (Some(4), Some(67)));
    let pin = &report["entities"]["pin"];
    assert_eq!((pin["expected"].as_u64(), pin["found"].as_u64()), (Some(2), Some(1)));
    assert_eq!((pin["recall"].as_f64(), pin["precision"].as_f64()), (Some(0.5), Some(1.0)));
    assert_eq!(pin["leaked_characters"].as_u64(), Some(4));
    let otp = &report["entities"]["otp"];
    assert!(otp["recall"].is_null(), "nothing was expected");
    // Six bytes over in 67.
    let over = otp["over_masked_characters_per_mb"].as_f64().expect("a ratio");
    assert!((over - 6e6 / 67.0).abs() < 1e-6, "{over}");
}

#[test]
fn two_runs_stand_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let earlier = samar(
        &["eval", "--format", "json", "-"],
        "{\"text\":\"my pin is 4821\",\"spans\":[[10,14,\"pin\"]]}",
    );
    fs::write(folder.path().join("earlier.json"), &earlier.stdout).expect("a file");
    fs::write(folder.path().join("cases.jsonl"), CASES).expect("a file");
    let run = samar_in(
        folder.path(),
        &["eval", "cases.jsonl", "--baseline", "earlier.json", "--svg", "runs.svg"],
        b"",
    );
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert!(
        run.text().lines().any(|line| line.starts_with("pin ") && line.contains("-0.5000")),
        "{}",
        run.text()
    );
    let chart = fs::read_to_string(folder.path().join("runs.svg")).expect("it was drawn");
    assert!(chart.starts_with("<svg") && chart.contains("baseline") && !chart.contains("4821"));
}

#[test]
fn bad_cases_are_refused_by_line_and_not_shown() {
    for (line, reason) in [
        ("{\"text\":\"canary 4821\"", ""),
        ("{\"spans\":[]}", "text"),
        ("{\"text\":\"canary\",\"text_b64\":\"Y2E=\",\"spans\":[]}", "text"),
        ("{\"text_b64\":\"canary!\",\"spans\":[]}", "base64"),
        ("{\"text\":\"canary\",\"spans\":[[4,2,\"pin\"]]}", ""),
        ("{\"text\":\"canary\",\"spans\":[[0,7,\"pin\"]]}", ""),
        ("{\"text\":\"éanary\",\"spans\":[[1,3,\"pin\"]]}", ""),
        ("{\"text\":\"canary\",\"spans\":[[0,3,\"pim\"]]}", "entity"),
    ] {
        let run = samar(&["eval", "-"], format!("{{\"text\":\"a\",\"spans\":[]}}\n{line}\n"));
        assert_eq!((run.code, run.stdout.len()), (2, 0), "{line}");
        assert!(run.stderr.contains("standard input") && run.stderr.contains('2'), "{line}: {}", run.stderr);
        assert!(run.stderr.contains(reason) && !run.stderr.contains("canary"), "{line}: {}", run.stderr);
    }
}
