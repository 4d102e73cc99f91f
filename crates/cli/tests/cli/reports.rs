//! `--report`: lines, SARIF and the page.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::samar::samar_in;

/// Whether it is SARIF as the standard's own schema has it, where Python has a judge.
#[expect(clippy::print_stderr, reason = "that nothing was tested is said")]
fn assert_sarif(report: &Path) {
    let has = Command::new("python3").args(["-c", "import jsonschema"]).stderr(Stdio::null()).status();
    if !has.is_ok_and(|status| status.success()) {
        eprintln!("not run: Python has no jsonschema");
        return;
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sarif-schema-2.1.0.json");
    let script = "import json, sys, jsonschema\n\
                  report, schema = (json.load(open(name, encoding='utf-8')) for name in sys.argv[1:])\n\
                  jsonschema.Draft7Validator(schema).validate(report)";
    let run = Command::new("python3").args(["-c", script]).args([report, &schema]).output().expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

const LOG: &str = "2024-03-01T09:10:11Z my pin is 4821\n2024-03-01T10:00:00Z é otp 482913\n{\"pass\\u0077ord\":\"hunter2Xk9\"}\n";

#[test]
fn the_three_forms_say_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).expect("a folder");
    fs::write(at("in/<a> b.log"), LOG).expect("a file");
    fs::write(at("in/c.log"), "nothing\n").expect("a file");
    let reports = ["--report", "r.jsonl", "--report", "r.sarif", "--report", "r.html"];
    let scan =
        samar_in(folder.path(), &[&["scan", "-q", "in", "--format", "jsonl"][..], &reports].concat(), b"");
    assert_eq!(scan.code, 1);
    let read = |name: &str| fs::read_to_string(at(name)).expect("it was written");
    let lines = read("r.jsonl");
    assert_eq!(lines, scan.text());
    let (sarif, page) = (read("r.sarif"), read("r.html"));
    // Redaction reports the same.
    let redact = samar_in(folder.path(), &[&["-q", "in", "-o", "out"][..], &reports].concat(), b"");
    assert_eq!((redact.code, redact.stderr.as_str()), (0, ""));
    assert_eq!(
        (read("r.jsonl"), read("r.sarif"), read("r.html")),
        (lines.clone(), sarif.clone(), page.clone())
    );
    for report in [&lines, &sarif, &page] {
        assert!(!["4821", "482913", "hunter2Xk9"].iter().any(|value| report.contains(value)));
    }

    let sarif: Value = serde_json::from_str(&sarif).expect("it is JSON");
    assert_sarif(&at("r.sarif"));
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "samar");
    let results = run["results"].as_array().expect("a list");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    assert_eq!((results.len(), rules.len()), (3, 3));
    for (result, line) in results.iter().zip(lines.lines()) {
        let line: Value = serde_json::from_str(line).expect("it is JSON");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "in/%3Ca%3E%20b.log");
        assert_eq!(place["region"]["startLine"], line["line"]);
        assert_eq!(place["region"]["startColumn"], line["column"]);
        assert_eq!(place["region"]["byteOffset"], line["start"]);
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
    }

    assert!(page.contains("<h1>3 findings in 2 files</h1>"));
    assert!(page.contains("in/&lt;a&gt; b.log") && !page.contains("<a>"));
    assert!(
        page.contains("<title>2024-03-01T09: 1</title>") && page.contains("<title>2024-03-01T10: 1</title>")
    );
    assert!(page.contains("1 stand in lines without a time"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="));
}

#[test]
fn a_report_of_no_kind_is_refused_and_an_empty_one_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a"), "nothing\n").expect("a file");
    let run = samar_in(folder.path(), &["scan", "a", "--report", "r.txt"], b"");
    assert_eq!(
        (run.stderr.as_str(), run.code),
        ("samar: r.txt: a report ends in .jsonl, .sarif or .html; nothing was done\n", 2)
    );
    let run = samar_in(folder.path(), &["scan", "-q", "a", "--report", "r.sarif", "--report", "r.html"], b"");
    assert_eq!(run.code, 0);
    let sarif = fs::read(folder.path().join("r.sarif")).expect("it was written");
    let sarif: Value = serde_json::from_slice(&sarif).expect("it is JSON");
    assert_sarif(&folder.path().join("r.sarif"));
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
    let page = fs::read_to_string(folder.path().join("r.html")).expect("it was written");
    assert!(page.contains("0 findings in 1 file<"));
}

#[test]
fn a_report_on_standard_output_is_the_one_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("in")).expect("a folder");
    fs::write(folder.path().join("in/a.log"), LOG).expect("a file");
    fs::write(folder.path().join("in/chat.json"), CHAT).expect("a file");
    for (format, report) in [("sarif", "r.sarif"), ("html", "r.html")] {
        let arguments = ["scan", "--threads", "1", "in", "--format", format, "--report", report];
        let run = samar_in(folder.path(), &arguments, b"");
        assert_eq!((run.stderr.as_str(), run.code), ("", 1));
        let file = fs::read_to_string(folder.path().join(report)).expect("it was written");
        assert_eq!(run.text(), file);
        assert!(file.contains("otp") && !file.contains("482913") && !file.contains("4821"));
        if format == "sarif" {
            let sarif: Value = serde_json::from_str(&file).expect("it is JSON");
            assert_sarif(&folder.path().join(report));
            assert!(sarif["runs"][0]["results"].as_array().expect("a list").len() >= 4);
        }
    }
}

const CHAT: &str = r#"{"conversation":"c1","role":"agent","text":"what is your pin"}
{"conversation":"c1","role":"customer","text":"my pin is 4821"}
"#;
