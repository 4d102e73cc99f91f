//! `samar eval`: what it counts, what it refuses, what it draws. Snapshots: `INSTA_UPDATE=always cargo test` writes
//! them anew.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::samar::{Outcome, samar, samar_in};

/// Six findings and eight expected spans in 119 bytes.
///
/// | case | text | bytes | expected | found |
/// |---|---|---|---|---|
/// | 1 | `my pin is 4821` | 14 | pin 10..14 | pin 10..14 |
/// | 2 | `pin 4821, otp 220587` | 20 | otp 14..20 | pin 4..8, otp 14..20 |
/// | 3 | `card 4111 1111 1111 1111` | 24 | card_number by halves: 5..14 and 15..24 | card_number 5..24 |
/// | 4 | `the word is mango` | 17 | password 12..17 | nothing |
/// | 5 | `pin 4821 == 5678` | 16 | pin 4..8, pin 12..16 | pin 4..8 |
/// | 6 | `\xff pin 4821` and 18 bytes more | 28 | otp 6..10 | pin 6..10 |
///
/// pin: expected 3, found 4 (cases 1, 2, 5, 6), pairs 2. P = 2/4, R = 2/3, F1 = 2·2/(3 + 4) = 4/7,
/// F2 = 5·2/(4·3 + 4) = 5/8. Leaked: the 4 bytes of `5678`. Over: the 4 bytes of case 2; those of case 6 are
/// expected, though not as a PIN. 4 / 119 · 10⁶ = 33613.4.
///
/// otp: expected 2, found 1, pairs 1. P = 1, R = 1/2, F1 = 2/3, F2 = 5/(4·2 + 1) = 5/9. Nothing leaks: the other is
/// masked as a PIN.
///
/// card_number: expected 2, found 1, pairs 1, and nothing leaks. Over: the blank between the halves.
///
/// password: expected 1, found 0, 5 bytes leaked; no precision, so no F.
///
/// all: expected 8, found 6, pairs 4. P = 4/6, R = 4/8, F1 = 8/14, F2 = 20/(32 + 6) = 10/19, leaked 9, over 4 + 1.
const CASES: &str = r#"{"text":"my pin is 4821","spans":[[10,14,"pin"]]}
{"text":"pin 4821, otp 220587","spans":[[14,20,"otp"]],"note":{"of":"another key"}}

{"text":"card 4111 1111 1111 1111","spans":[[15,24,"card_number"],[5,14,"card_number"]]}
{"text":"the word is mango","spans":[[12,17,"password"]]}
{"text":"pin 4821 == 5678","spans":[[4,8,"pin"],[12,16,"pin"]]}
{"text_b64":"/yBwaW4gNDgyMSBpcyBub3QgVVRGLTg6IP/+/w==","spans":[[6,10,"otp"]]}
"#;

/// What no message, table, object or chart may hold.
const VALUES: [&str; 7] = ["4821", "220587", "4111", "mango", "5678", "another key", "UTF-8"];

fn eval(arguments: &[&str], input: &str) -> Outcome {
    samar(&[&["eval", "-"], arguments].concat(), input)
}

fn page(run: &Outcome) -> &str {
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert_holds_no_value(run.text());
    run.text()
}

fn report(arguments: &[&str], input: &str) -> Value {
    let run = eval(&[&["--format", "json"], arguments].concat(), input);
    serde_json::from_str(page(&run)).expect("the report is JSON")
}

fn assert_holds_no_value(said: &str) {
    for value in VALUES {
        assert!(!said.contains(value), "{value} is shown: {said}");
    }
}

/// The colours of the bars; the background is white, and what explains the colours is round.
fn bars(chart: &Path) -> Vec<String> {
    let chart = fs::read_to_string(chart).expect("the chart is there");
    assert!(chart.starts_with("<svg ") && chart.ends_with("</svg>\n"), "{chart}");
    assert_holds_no_value(&chart);
    let rectangles = chart.lines().filter(|line| line.starts_with("<rect "));
    let color = |line: &str| Some(line.split_once("fill=\"")?.1.split_once('"')?.0.to_owned());
    rectangles.filter_map(color).filter(|color| color != "#FFFFFF").collect()
}

#[test]
fn the_table() {
    assert_snapshot!("eval", page(&eval(&[], CASES)));
}

#[test]
fn the_table_beside_an_earlier_run() {
    let folder = tempfile::tempdir().expect("a folder");
    // The earlier run: only case 1 (pin: P = 1, R = 1; all: the same), and an address that is not in this one.
    let earlier =
        CASES.lines().next().expect("a case").to_owned() + "\n{\"text\":\"x\",\"spans\":[[0,1,\"email\"]]}\n";
    let run = samar_in(folder.path(), &["eval", "-", "--format", "json"], earlier.as_bytes());
    fs::write(folder.path().join("earlier.json"), page(&run)).expect("a file");
    let run = samar_in(folder.path(), &["eval", "-", "--baseline", "earlier.json"], CASES.as_bytes());
    assert_snapshot!("eval_baseline", page(&run));
}

#[test]
fn the_object() {
    let report = report(&[], CASES);
    assert_eq!((&report["cases"], &report["bytes"]), (&json!(6), &json!(119)));
    let names: Vec<_> = report["entities"].as_object().expect("an object").keys().cloned().collect();
    assert_eq!(names, ["card_number", "otp", "password", "pin"]);
    let pin = json!({
        "expected": 3, "found": 4, "true_positives": 2, "false_positives": 2, "false_negatives": 1,
        "precision": 0.5, "recall": 2.0 / 3.0, "f1": 4.0 / 7.0, "f2": 0.625,
        "leaked_characters": 4, "over_masked_characters_per_mb": 4.0 / 119.0 * 1e6,
    });
    assert_eq!(report["entities"]["pin"], pin);
    let password = json!({
        "expected": 1, "found": 0, "true_positives": 0, "false_positives": 0, "false_negatives": 1,
        "precision": null, "recall": 0.0, "f1": null, "f2": null,
        "leaked_characters": 5, "over_masked_characters_per_mb": 0.0,
    });
    assert_eq!(report["entities"]["password"], password);
    let all = json!({
        "expected": 8, "found": 6, "true_positives": 4, "false_positives": 2, "false_negatives": 4,
        "precision": 4.0 / 6.0, "recall": 0.5, "f1": 8.0 / 14.0, "f2": 20.0 / 38.0,
        "leaked_characters": 9, "over_masked_characters_per_mb": 5.0 / 119.0 * 1e6,
    });
    assert_eq!(report["all"], all);
}

#[test]
fn nothing_has_no_ratios() {
    let report = report(&[], "");
    assert_eq!(report["entities"], json!({}));
    for ratio in ["precision", "recall", "f1", "f2", "over_masked_characters_per_mb"] {
        assert_eq!(report["all"][ratio], Value::Null, "{ratio}");
    }
    let run = eval(&[], "");
    let table: Vec<_> = page(&run).lines().collect();
    assert_eq!(table.len(), 2);
    let cells: Vec<_> = table[1].split_whitespace().collect();
    assert_eq!(cells, ["all", "0", "0", "0", "0", "0", "–", "–", "–", "–", "0", "–"]);
}

#[test]
fn each_counts_once() {
    // Expected spans, then (true positives, false positives, false negatives, leaked) of all.
    for (spans, counts) in [
        // One byte in common is enough, and what is not covered leaks: 0..4 of the span 0..5.
        (r#"[[0,5,"pin"]]"#, (1, 0, 0, 4)),
        // One byte short is none.
        (r#"[[0,4,"pin"]]"#, (0, 1, 1, 4)),
        // Another entity is no hit, but nothing is shown.
        (r#"[[4,8,"otp"]]"#, (0, 1, 1, 0)),
        // Marked twice, found once.
        (r#"[[4,8,"pin"],[4,8,"pin"]]"#, (1, 0, 1, 0)),
        // A byte that two entities claim leaks once.
        (r#"[[0,3,"pin"],[0,3,"otp"]]"#, (0, 1, 2, 3)),
        ("[]", (0, 1, 0, 0)),
    ] {
        let all = &report(&[], &format!("{{\"text\":\"pin 4821\",\"spans\":{spans}}}"))["all"];
        let count = |name: &str| all[name].as_u64().expect("a count");
        let found = (
            count("true_positives"),
            count("false_positives"),
            count("false_negatives"),
            count("leaked_characters"),
        );
        assert_eq!(found, counts, "{spans}");
    }
}

#[test]
fn entities_that_are_not_asked_for_are_not_expected() {
    let report = report(&["--entities", "pin,card_cvv"], CASES);
    let names: Vec<_> = report["entities"].as_object().expect("an object").keys().cloned().collect();
    assert_eq!(names, ["pin"]);
    assert_eq!((&report["all"]["expected"], &report["all"]["found"]), (&json!(3), &json!(4)));
    // What is expected of another entity is not masked too much: case 6.
    assert_eq!(report["all"]["over_masked_characters_per_mb"], json!(4.0 / 119.0 * 1e6));
    // Before the subcommand counts as after it.
    let run = samar(&["--entities", "otp", "eval", "--format", "json", "-"], CASES);
    assert!(!page(&run).contains("\"pin\""), "{}", run.text());
}

#[test]
fn files_are_one_measurement() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = CASES.split_once("\n\n").expect("a blank line");
    fs::write(folder.path().join("a.jsonl"), first).expect("a file");
    let run = samar_in(folder.path(), &["eval", "a.jsonl", "-"], second.as_bytes());
    assert_eq!(page(&run), page(&eval(&[], CASES)));
}

#[test]
fn what_is_no_case_is_told_by_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for (line, what) in [
        ("mango", "no JSON, at byte 1 of the line"),
        (r#"{"text":"mango"#, "no JSON, at byte 14 of the line"),
        ("[\"mango\",null,[]]", "no JSON object"),
        ("\"mango\"", "no JSON object"),
        (r#"{"spans":[]}"#, "neither text nor text_b64"),
        (r#"{"text":"mango","text_b64":"bWFuZ28=","spans":[]}"#, "both text and text_b64"),
        (
            r#"{"text":"mango","text":"mango","spans":[]}"#,
            "one of the keys text, text_b64, spans and turns stands there twice",
        ),
        (r#"{"text":["mango"],"spans":[]}"#, "the text is no string"),
        (r#"{"text_b64":"mango","spans":[]}"#, "text_b64 is no base64"),
        (r#"{"text_b64":"bWFuZ28","spans":[]}"#, "text_b64 is no base64"),
        (r#"{"text":"mango"}"#, "no array of spans"),
        (r#"{"text":"mango","spans":{"mango":1}}"#, "no array of spans"),
        (r#"{"text":"mango","spans":["mango"]}"#, "span 1 is not [start, end, \"entity\"]"),
        (r#"{"text":"mango","spans":[[0,1]]}"#, "span 1 is not [start, end, \"entity\"]"),
        (r#"{"text":"mango","spans":[[-1,1,"pin"]]}"#, "span 1 is not [start, end, \"entity\"]"),
        (
            r#"{"text":"mango","spans":[[0,5,"pin"],[0,5,"mango"]]}"#,
            "span 2 has an entity that is not known; samar rules list has the names",
        ),
        (
            r#"{"text":"mango","spans":[[0,5,"cards"]]}"#,
            "span 1 has an entity that is not known; samar rules list has the names",
        ),
        (r#"{"text":"mango","spans":[[3,2,"pin"]]}"#, "span 1 ends before it starts"),
        (r#"{"text":"mango","spans":[[3,3,"pin"]]}"#, "span 1 is empty"),
        (r#"{"text":"mango","spans":[[0,6,"pin"]]}"#, "span 1 ends beyond the text"),
        (r#"{"text":"mango","spans":[[0,18446744073709551615,"pin"]]}"#, "span 1 ends beyond the text"),
        (r#"{"text":"mango é","spans":[[0,7,"pin"]]}"#, "span 1 starts or ends inside a character"),
        (r#"{"text":"é mango","spans":[[1,3,"pin"]]}"#, "span 1 starts or ends inside a character"),
    ] {
        // Good lines before it, of which nothing may be printed.
        let cases = CASES.lines().take(3).collect::<Vec<_>>().join("\n") + "\n" + line + "\n";
        fs::write(folder.path().join("bad.jsonl"), &cases).expect("a file");
        for (arguments, name) in [
            (&["eval", "bad.jsonl"][..], "bad.jsonl"),
            (&["eval", "-", "--format", "json", "--svg", "chart.svg"], "standard input"),
        ] {
            let run = samar_in(folder.path(), arguments, cases.as_bytes());
            assert_eq!((run.text(), run.code), ("", 2), "{line}");
            assert_eq!(run.stderr, format!("samar: {name}:4: {what}\n"), "{line}");
            assert_holds_no_value(&run.stderr);
        }
        assert!(!folder.path().join("chart.svg").exists(), "{line}");
    }
    // Bytes that are no UTF-8 have no characters to cut.
    assert_eq!(eval(&[], r#"{"text_b64":"w6n/","spans":[[1,3,"pin"]]}"#).code, 0);
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("cases.jsonl"), CASES).expect("a file");
    fs::write(folder.path().join("impossible.json"), IMPOSSIBLE).expect("a file");
    for (arguments, message) in [
        (&["gone"][..], "gone: no such file or directory"),
        (&["cases.jsonl", "--baseline", "gone"], "gone: no such file or directory"),
        (&["-", "--baseline", "cases.jsonl"], "cases.jsonl: no report of samar eval --format json"),
        (&["-", "--baseline", "impossible.json"], "impossible.json: no report of samar eval --format json"),
        (
            &["cases.jsonl", "--svg", "./cases.jsonl"],
            "./cases.jsonl: it is an input; the chart would be written over it",
        ),
        (
            &["-", "--baseline", "cases.jsonl", "--svg", "cases.jsonl"],
            "cases.jsonl: it is an input; the chart would be written over it",
        ),
        (&["cases.jsonl", "--svg", "gone/chart.svg"], "gone/chart.svg: its folder does not exist"),
    ] {
        let run = samar_in(folder.path(), &[&["eval"], arguments].concat(), b"");
        assert_eq!((run.text(), run.code), ("", 2), "{arguments:?}");
        assert_eq!(run.stderr, format!("samar: {message}\n"));
    }
    assert_eq!(fs::read_to_string(folder.path().join("cases.jsonl")).expect("it is there"), CASES);
    let run = samar(&["eval"], "");
    assert_eq!((run.text(), run.code), ("", 2), "cases are not taken from a terminal by accident");
}

/// More pairs than findings.
const IMPOSSIBLE: &str = r#"{"entities":{},"all":{"expected":3,"found":1,"true_positives":2}}"#;

#[test]
fn the_chart_has_a_bar_for_each_ratio() {
    const PRECISION: &str = "#0072B2";
    const RECALL: &str = "#E69F00";
    const EARLIER_PRECISION: &str = "#99C7E0";
    const EARLIER_RECALL: &str = "#F5D899";
    let folder = tempfile::tempdir().expect("a folder");
    let chart = folder.path().join("chart.svg");
    let count = |color: &str| bars(&chart).iter().filter(|bar| *bar == color).count();

    // card_number, otp, password, pin and all; a password was never found, so it has no precision.
    let run = samar_in(folder.path(), &["eval", "-", "--svg", "chart.svg"], CASES.as_bytes());
    assert_eq!(page(&run), page(&eval(&[], CASES)), "the table is printed as without a chart");
    assert_eq!((bars(&chart).len(), count(PRECISION), count(RECALL)), (9, 4, 5));
    let text = fs::read_to_string(&chart).expect("it is there");
    for name in ["card_number", "otp", "password", "pin", "all"] {
        assert_eq!(text.lines().filter(|line| *line == name).count(), 1, "{name}");
    }

    // Beside a run of the first case alone (pin and all), and again over the chart that is there.
    let first = CASES.lines().next().expect("a case");
    let run = samar_in(folder.path(), &["eval", "-", "--format", "json"], first.as_bytes());
    fs::write(folder.path().join("first.json"), page(&run)).expect("a file");
    let arguments = ["eval", "-", "--svg", "chart.svg", "--baseline", "first.json"];
    page(&samar_in(folder.path(), &arguments, CASES.as_bytes()));
    assert_eq!((bars(&chart).len(), count(PRECISION), count(RECALL)), (13, 4, 5));
    assert_eq!((count(EARLIER_PRECISION), count(EARLIER_RECALL)), (2, 2));

    // What only the earlier run had stays in sight; this one has nothing to show.
    page(&samar_in(folder.path(), &arguments, b""));
    assert_eq!(bars(&chart).len(), 4);
}
