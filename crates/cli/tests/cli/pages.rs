//! What people read: help, explanations, lists. Snapshots: `INSTA_UPDATE=always cargo test` writes them anew.

use insta::assert_snapshot;

use crate::samar::{Outcome, samar};

fn page(run: &Outcome) -> &str {
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    run.text()
}

#[test]
fn help() {
    assert_snapshot!("help", page(&samar(&["--help"], "")));
    for subcommand in ["redact", "scan", "explain", "eval", "completions", "man"] {
        assert_snapshot!(format!("help_{subcommand}"), page(&samar(&[subcommand, "--help"], "")));
    }
    for action in ["list", "show", "test"] {
        assert_snapshot!(format!("help_rules_{action}"), page(&samar(&["rules", action, "--help"], "")));
    }
}

#[test]
fn scan() {
    let run = samar(&["scan"], "card 4111 1111 1111 1111\npin saya 482913, otp 220587\n");
    assert_eq!(run.code, 1);
    assert_snapshot!("scan", format!("{}--\n{}", run.text(), run.stderr));
}

#[test]
fn explain() {
    let text = "kartu saya 4111 1111 1111 1111, pin 482913\ncvv: 12, seq=4111111111111111\n";
    let run = samar(&["explain"], text);
    assert_snapshot!("explain", page(&run));
    assert_eq!(samar(&["explain", text], "").text(), run.text(), "an argument is as good as standard input");
    assert_snapshot!(
        "explain_not_asked_for",
        page(&samar(&["explain", "--entities", "otp", "pin 482913"], ""))
    );
    assert_snapshot!("explain_nothing", page(&samar(&["explain", "good morning"], "")));
}

#[test]
fn explain_takes_a_page_not_an_archive() {
    let run = samar(&["explain"], "x".repeat(1024 * 1024 + 1));
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "samar: standard input: more than 1048576 bytes; samar scan takes any length\n");
}

#[test]
fn rules() {
    assert_snapshot!("rules", page(&samar(&["rules", "list"], "")));
    assert_snapshot!(
        "rules_cards_jsonl",
        page(&samar(&["rules", "list", "--format", "jsonl", "--entities", "cards"], ""))
    );
}

#[test]
fn every_rule_has_a_mask_and_every_pack_is_listed() {
    let run = samar(&["rules", "list", "--format", "jsonl"], "");
    let lines: Vec<serde_json::Value> =
        page(&run).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let (rules, packs): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line["kind"] == "rule");
    assert!(rules.iter().all(|rule| rule["mask"].as_str().is_some_and(|mask| !mask.is_empty())), "{rules:?}");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs");
    let files =
        std::fs::read_dir(folder).expect("the workspace has packs").flatten().map(|entry| entry.path());
    let tomls = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut names: Vec<_> = tomls.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    assert_eq!(packs.iter().filter_map(|pack| pack["pack"].as_str()).collect::<Vec<_>>(), names);
}

#[test]
fn shells_and_manual() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(page(&samar(&["completions", shell], "")).contains("in-place"), "{shell}");
    }
    assert!(page(&samar(&["man"], "")).contains(".TH samar 1"));
    assert!(page(&samar(&["man", "scan"], "")).contains("Unicode scalar values"));
}
