//! Fields of a policy file, in every subcommand.

use std::fs;

use crate::samar::samar_in;

const POLICY: &str = "[fields]\nmask = [\"$.customer.*.note\"]\nkeep = [\"support\"]\n";
const INPUT: &str = "{\"customer\":[{\"note\":\"likes tea\",\"pin\":4821}],\"support\":\"help@acme.io\"}\n";
const OUTPUT: &str =
    "{\"customer\":[{\"note\":\"[FIELD]\",\"pin\":\"[PIN]\"}],\"support\":\"help@acme.io\"}\n";

#[test]
fn fields_are_masked_kept_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("policy.toml"), POLICY).expect("a file");
    fs::write(folder.path().join("a.json"), INPUT).expect("a file");
    let run = |arguments: &[&str]| {
        samar_in(folder.path(), &[arguments, &["--policy", "policy.toml"]].concat(), INPUT.as_bytes())
    };
    let redact = run(&["a.json", "-o", "out.json"]);
    let told = "samar: 1 input, 72 bytes: 1 field, 1 pin; let stand: 1 email (kept)\n";
    assert_eq!((redact.stderr.as_str(), redact.code), (told, 0));
    assert_eq!(fs::read_to_string(folder.path().join("out.json")).expect("it is there"), OUTPUT);
    assert_eq!(run(&["-q"]).text(), OUTPUT);
    let scan = run(&["scan", "-q", "a.json"]);
    let lines =
        "a.json:1:23: field (context)\na.json:1:40: pin (context)\na.json:1:58: email (shape), kept\n";
    assert_eq!((scan.text(), scan.code), (lines, 1));
    // What is masked already is no finding.
    assert_eq!(run(&["verify", "-q", "out.json"]).code, 0);
    let explain = run(&["explain"]);
    let text = explain.text();
    assert!(text.starts_with(OUTPUT), "{text}");
    assert!(
        text.contains(
            "1:23  a field of the policy\n    field                     9 bytes; masked as [FIELD]\n"
        )
    );
    assert!(text.contains("    email                     let stand: the policy keeps the field\n"), "{text}");
}

#[test]
fn a_field_that_is_none_is_refused_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("policy.toml"), "[fields]\nmask = [\n  \"a[b\",\n]\n").expect("a file");
    let run = samar_in(folder.path(), &["--policy", "policy.toml"], b"pin 4821\n");
    assert!(
        run.stderr.contains("policy.toml:3: the field \"a[b\" has a bracket that is not closed"),
        "{}",
        run.stderr
    );
    assert_eq!((run.text(), run.code), ("", 2));
}
