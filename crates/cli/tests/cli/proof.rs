//! `verify` and manifests.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::samar::samar_in;

/// An ed25519 key of the standard's own examples (RFC 8410, 10.3), and its public half.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
/// Another one.
const OTHER: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";

fn run(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let run = samar_in(folder, arguments, b"");
    (run.stderr.clone() + run.text(), run.code)
}

#[test]
fn verify_says_whether_anything_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("in")).expect("a folder");
    fs::write(folder.path().join("in/a.log"), "my pin is 4821\n").expect("a file");
    assert_eq!(run(folder.path(), &["verify", "-q", "in"]), ("in/a.log:1:11: pin (context)\n".to_owned(), 1));
    assert_eq!(run(folder.path(), &["-q", "in", "-o", "out"]).1, 0);
    assert_eq!(run(folder.path(), &["verify", "-q", "out"]), (String::new(), 0));
    assert_eq!(run(folder.path(), &["verify", "-q", "missing"]).1, 2);
}

#[test]
fn a_manifest_proves_a_tree() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).expect("a folder");
    fs::write(at("in/a.log"), "my pin is 4821\n").expect("a file");
    fs::write(at("in/b.log"), "nothing\n").expect("a file");
    for (name, text) in [("key", KEY), ("public", PUBLIC), ("other", OTHER)] {
        fs::write(at(name), text).expect("a file");
    }
    let arguments =
        ["-q", "in", "-o", "out", "--journal", "journal", "--manifest", "manifest.json", "--sign", "key"];
    assert_eq!(run(folder.path(), &arguments), (String::new(), 0));
    let text = fs::read_to_string(at("manifest.json")).expect("it was written");
    assert!(!text.contains("4821"));
    let manifest: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(manifest["root"]["text"], "out");
    let file = &manifest["files"][0];
    assert_eq!(file["path"]["text"], "a.log");
    assert_eq!((&file["before"]["bytes"], &file["after"]["bytes"]), (&15.into(), &16.into()));
    // As sha256sum has it.
    assert_eq!(file["after"]["sha256"], "c4118b5731b6499000a6089d508855340ea73c5632bc2e11a67b749fb2eaa86b");
    assert_eq!(file["findings"], serde_json::json!({"pin": 1}));
    // From the journal alone it is the same.
    assert_eq!(run(folder.path(), &arguments).1, 0);
    assert_eq!(fs::read_to_string(at("manifest.json")).expect("it was written"), text);

    let check = |arguments: &[&str]| {
        run(folder.path(), &[&["manifest", "check", "manifest.json"], arguments].concat())
    };
    assert_eq!(check(&[]), ("samar: 2 files, 0 differ\n".to_owned(), 0));
    assert_eq!(check(&["--key", "public"]), ("samar: signed, 2 files, 0 differ\n".to_owned(), 0));
    let foreign = ("samar: manifest.json: the signature is not this key's\n".to_owned(), 2);
    assert_eq!(check(&["--key", "other"]), foreign);
    // A file that changed, one that is missing, and one too many.
    fs::write(at("out/a.log"), "my pin is [PIN]!").expect("a file");
    fs::rename(at("out/b.log"), at("out/c.log")).expect("a file");
    let expected = "samar: out/a.log: it is not what was written\nsamar: out/b.log: it is missing\n\
                    samar: out/c.log: it is not in the manifest\nsamar: 2 files, 3 differ\n";
    assert_eq!(check(&[]), (expected.to_owned(), 1));
    // A manifest that changed.
    fs::write(at("manifest.json"), text.replace("\"pin\": 1", "\"pin\": 2")).expect("a file");
    assert_eq!(check(&["--key", "public"]), foreign);
}
