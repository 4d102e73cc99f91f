//! Rules of one's own, allow-lists and suppressions.

use std::fs;
use std::path::Path;

use crate::samar::{samar, samar_in};

const ACME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/acme.toml");

const HEADER: &str = "[pack]\nname = \"p\"\nlanguage = \"English\"\nversion = 1\n";

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("a file");
}

#[test]
fn a_pack_that_misbehaves_is_refused_with_file_line_and_reason() {
    const RULE: &str = "[[rule]]\nname = \"own\"\nentity = \"own_number\"\n";
    let folder = tempfile::tempdir().expect("a folder");
    for (body, line, reason) in [
        ("[[rule]]\nnmae = \"own\"\n", 6, "unknown field `nmae`"),
        (&format!("{RULE}regexp = 'x'\n"), 8, "unknown field `regexp`"),
        (&format!("{RULE}regex = 'x"), 8, "literal"),
        (&format!("{RULE}regex = ''\n"), 8, "the regex is empty"),
        (&format!("{RULE}regex = 'a*'\n"), 8, "the regex matches the empty text"),
        (&format!("{RULE}regex = '(a'\n"), 8, "unclosed group"),
        (&format!(r"{RULE}regex = '(?:\w{{1000}}){{1000}}'"), 8, "more than 1024 KiB of memory"),
        (&format!("{RULE}regex = 'a+'\nvalidator = \"lunh\"\n"), 9, "no validator is named \"lunh\""),
        (
            &format!("{RULE}regex = 'a+'\nkeywords = [\"a\",\n\"Badge\"]\n"),
            10,
            "the word \"Badge\" can never match",
        ),
        (
            &format!("{RULE}regex = 'a+'\nkeywords = [\"a\"]\ndistance = 151\n"),
            10,
            "151 bytes are too far; 150 is the most",
        ),
        (&format!("{RULE}regex = 'a+'\nside = \"after\"\n"), 9, "the rule has none"),
        (&format!("{RULE}regex = 'a+'\nnear = 3\n"), 9, "the rule has none"),
        (&format!("{RULE}regex = 'a+'\nkeep_last = 3\n"), 9, "only the mask \"stars\" keeps anything"),
        ("[[rule]]\nname = \"own\"\nentity = \"Own-Number\"\nregex = 'a+'\n", 7, "cannot name the entity"),
        (
            "[[rule]]\nname = \"card\"\nentity = \"own_number\"\nregex = 'a+'\n",
            6,
            "the engine has a rule \"card\"",
        ),
        (&format!("{RULE}regex = 'a+'\n{RULE}regex = 'a+'\n"), 10, "two rules are named \"own\""),
        (
            "[[rule]]\nname = \"own\"\nentity = \"pin\"\nregex = 'a+'\nmask = \"stars\"\n",
            9,
            "its mask is the policy's",
        ),
        (
            &format!("{RULE}regex = 'a+'\n\n[[rule.example]]\ntext = \"b\"\nfind = [\"a\"]\n"),
            10,
            "its example misbehaves: nothing is found",
        ),
        (
            &format!("{RULE}regex = 'a+'\n[[rule.counterexample]]\ntext = \"ba\"\nwhy = \"\"\n"),
            9,
            "its counterexample misbehaves: found at 1..2",
        ),
        (
            &format!(
                "{RULE}regex = '[a*]+'\nmask=\"stars\"\nkeep_first = 9\n[[rule.example]]\ntext = \"aa\"\nfind = [\"a\"]\n"
            ),
            11,
            "found at 0..2",
        ),
        ("[[example]]\ntext = \"pin 482913\"\nfind = []\n", 5, "the example misbehaves: found at 4..10"),
        ("[allow]\nsha256 = [\n\"12\"]\n", 7, "a hash has 64 hexadecimal digits"),
        (
            "[[suppress]]\nrule = \"crad\"\nsource = \"*\"\nreason = \"x\"\n",
            7,
            "no rule or entity is named \"crad\"",
        ),
        ("[[suppress]]\nsource = \"*\"\nreason = \"x\"\n", 6, "names a rule or an entity"),
        ("[[suppress]]\nrule = \"card\"\nreason = \"x\"\n", 7, "names a source or a key"),
        ("[[suppress]]\nrule = \"card\"\nkey = \"[\"\nreason = \"x\"\n", 7, "the pattern is none"),
        ("[[suppress]]\nrule = \"card\"\nsource = \"[\"\nreason = \"x\"\n", 7, "the pattern is none"),
        ("[[suppress]]\nrule = \"card\"\nsource = \"*\"\nreason = \" \"\n", 8, "a suppression has a reason"),
        ("[[suppress]]\nrule = \"card\"\nsource = \"*\"\n", 5, "missing field `reason`"),
    ] {
        write(folder.path(), "p.toml", &format!("{HEADER}{body}"));
        for arguments in [&["rules", "test", "p.toml"][..], &["--rules", "p.toml"]] {
            let run = samar_in(folder.path(), arguments, b"");
            let place = format!("line {line}: ");
            let is_told = run.stderr.starts_with("samar: p.toml: pack") && run.stderr.contains(&place);
            assert!(is_told && run.stderr.contains(reason), "{body}: {}", run.stderr);
            assert_eq!((run.text(), run.code), ("", 2), "{body}");
        }
    }
    for arguments in
        [&["scan"][..], &["explain", "x"], &["eval", "-"], &["rules", "list"], &["rules", "show", "card"]]
    {
        let run = samar_in(folder.path(), &[arguments, &["--rules", "p.toml"]].concat(), b"");
        assert_eq!((run.text(), run.code), ("", 2), "{arguments:?}");
        assert!(run.stderr.contains("p.toml: pack, line 5: "), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(
        samar(&["rules", "test", "gone.toml"], "").stderr,
        "samar: gone.toml: no such file or directory\n"
    );
}

#[test]
fn rules_of_a_pack_work_like_the_others() {
    let text = "badge 4711-0815, cust no. 1234567897, pin 482913\n";
    let masked = |arguments: &[&str]| {
        let run = samar(&[&["--rules", ACME], arguments].concat(), text);
        assert_eq!((run.stderr.as_str(), run.code), ("", 0), "{arguments:?}");
        run.text().to_owned()
    };
    assert_eq!(masked(&[]), "badge [BADGE_NUMBER], cust no. ********97, pin [PIN]\n");
    assert_eq!(
        masked(&["--entities", "badge_number"]),
        "badge [BADGE_NUMBER], cust no. 1234567897, pin 482913\n"
    );
    assert_eq!(masked(&["--entities=-badge_number"]), "badge 4711-0815, cust no. ********97, pin [PIN]\n");
    assert_eq!(
        masked(&["--entities", "all,-pin"]),
        "badge [BADGE_NUMBER], cust no. ********97, pin 482913\n"
    );
    assert_eq!(masked(&["--entities", "pin"]), "badge 4711-0815, cust no. 1234567897, pin [PIN]\n");
    assert_eq!(samar(&["--entities", "badge_number"], text).code, 2, "without the pack nobody knows it");

    let run = samar(&["scan", "-q", "--rules", ACME, "--format", "jsonl"], text);
    assert!(run.text().starts_with(r#"{"source":"-","entity":"badge_number","rule":"acme_badge","start":6,"end":15,"line":1,"column":7,"confidence":"context"}"#));
    let run = samar(&["explain", "--rules", ACME, "badge 4711-0815"], "");
    assert!(
        run.text().contains("acme_badge                found: badge_number at 1:7, 9 bytes"),
        "{}",
        run.text()
    );
    let case = r#"{"text":"badge 4711-0815","spans":[[6,15,"badge_number"]]}"#;
    let run = samar(&["eval", "--rules", ACME, "--format", "json", "-"], case);
    assert!(run.text().contains("\"badge_number\"") && run.code == 0, "{}{}", run.text(), run.stderr);
    assert_eq!(samar(&["eval", "-"], case).code, 2, "an unknown entity");
    let run = samar(&["rules", "list", "--rules", ACME], "");
    assert!(run.text().contains("acme_badge") && run.text().contains("[BADGE_NUMBER]"));
}

#[test]
fn a_pack_is_tried_on_a_text() {
    let run = samar(&["rules", "test", ACME], "");
    assert_eq!((run.text(), run.code), ("acme: 3 rules, 8 examples, all of which behave\n", 0));
    let text = "badge 4711-0815, customer number 1234567890, pin 482913";
    let run = samar(&["rules", "test", ACME, text], "");
    assert_eq!(run.code, 1);
    for told in [
        "badge [BADGE_NUMBER], customer number 1234567890, pin [PIN]\n",
        "acme_badge                found: badge_number at 1:7, 9 bytes, by its context; masked as [BADGE_NUMBER]\n",
        "acme_customer             refused: the validator refuses it\n",
        "acme_token: asked nowhere;",
    ] {
        assert!(run.text().contains(told), "{told}\n{}", run.text());
    }
    assert!(
        !run.text().contains("4711") && !run.text().contains("482913"),
        "no value is shown: {}",
        run.text()
    );
    assert_eq!(samar(&["rules", "test", ACME], text).text(), run.text(), "standard input is as good");
    assert_eq!(samar(&["rules", "test", ACME, "-"], "good morning").code, 0);
}

#[test]
fn a_rule_is_shown() {
    let run = samar(&["rules", "show", "acme_customer", "--rules", ACME], "");
    for told in [
        "customer_number\n",
        "stars, last 2 kept\n",
        "acme\n",
        "validator   luhn\n",
        "sample; none within 100 bytes",
        "holds nothing: its check digit is wrong",
    ] {
        assert!(run.text().contains(told), "{told}\n{}", run.text());
    }
    let run = samar(&["rules", "show", "card"], "");
    assert!(
        run.text().contains("asked at    a number of 12 digits or more\n") && run.text().contains("example"),
        "{}",
        run.text()
    );
    let run = samar(&["rules", "show", "crad"], "");
    assert_eq!(
        (run.stderr.as_str(), run.code),
        ("samar: no rule is named \"crad\"; samar rules list has them all\n", 2)
    );
}

#[test]
fn what_is_let_stand_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "allow.txt", "# published\ntest-cards\nops@acme.example\n");
    let text = "card 4111 1111 1111 1111, ops@acme.example, jo@acme.example\n";
    let run = samar_in(folder.path(), &["--allow", "allow.txt"], text.as_bytes());
    assert_eq!(run.text(), "card 4111 1111 1111 1111, ops@acme.example, [EMAIL]\n");
    let counted =
        "samar: 1 input, 60 bytes: 1 email; let stand: 1 card_number (allowed), 1 email (allowed)\n";
    assert_eq!((run.stderr.as_str(), run.code), (counted, 0), "said beside a pipe too");

    let run = samar_in(folder.path(), &["scan", "--allow", "allow.txt"], text.as_bytes());
    let lines =
        "-:1:6: card_number (checksum), allowed\n-:1:27: email (shape), allowed\n-:1:45: email (shape)\n";
    assert_eq!((run.text(), run.stderr.as_str(), run.code), (lines, counted, 1));
    let run = samar_in(
        folder.path(),
        &["scan", "--format", "jsonl", "--allow", "allow.txt"],
        b"cvv 4111-1111-1111-1111",
    );
    let line = r#"{"source":"-","entity":"card_number","rule":"card","start":4,"end":23,"line":1,"column":5,"confidence":"checksum","excuse":"allowed"}"#;
    assert_eq!((run.text(), run.code), (&*format!("{line}\n"), 0));

    write(folder.path(), "keyed.txt", &format!("hmac-sha256:{}\n", "0".repeat(64)));
    let run = samar_in(folder.path(), &["--allow", "keyed.txt"], b"");
    assert_eq!(
        (run.stderr.as_str(), run.code),
        ("samar: an allow-list has keyed hashes, and no key was given\n", 2)
    );
    write(folder.path(), "key", "secret\n");
    let run = samar_in(folder.path(), &["--allow", "keyed.txt", "--allow-key", "key"], b"pin 482913");
    assert_eq!((run.text(), run.stderr.as_str(), run.code), ("pin [PIN]", "", 0));
    write(folder.path(), "keyed.txt", "\n4111111111111111x\nsha256:zz\n");
    let run = samar_in(folder.path(), &["--allow", "keyed.txt"], b"");
    assert_eq!(run.stderr, "samar: keyed.txt: allow-list, line 3: a hash has 64 hexadecimal digits\n");
}

#[test]
fn suppressions_hold_behind_their_keys_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = "[pack]\nname = \"shop\"\nlanguage = \"x\"\nversion = 1\n\n[[suppress]]\nentity = \"card_number\"\nkey = \"crate_*\"\nreason = \"crates are numbered so\"\n";
    write(folder.path(), "shop.toml", pack);
    let number = "4539148803436467";
    let lines = format!(
        "Crate_Box={number}\ncard={number}\n<crate_tag>{number}</crate_tag>\ncrate_note: was {number}\n"
    );
    let run = samar_in(folder.path(), &["--rules", "shop.toml", "--input", "text"], lines.as_bytes());
    let masked = "**** **** **** 6467".replace(' ', "");
    let kept = format!(
        "Crate_Box={number}\ncard={masked}\n<crate_tag>{number}</crate_tag>\ncrate_note: was {masked}\n"
    );
    assert_eq!(run.text(), kept);
    assert_eq!(
        run.stderr,
        "samar: 1 input, 122 bytes: 2 card_number; let stand: 2 card_number (suppressed)\n"
    );
    // The source counts, too.
    let pack = pack.replace("key =", "source = \"orders.log\"\nkey =");
    write(folder.path(), "shop.toml", &pack);
    write(folder.path(), "orders.log", &format!("crate_bx={number}\n"));
    write(folder.path(), "cards.log", &format!("crate_bx={number}\n"));
    let run = samar_in(
        folder.path(),
        &["scan", "--rules", "shop.toml", "--input", "text", "orders.log", "cards.log"],
        b"",
    );
    assert_eq!(
        run.text(),
        "orders.log:1:10: card_number (checksum), suppressed\ncards.log:1:10: card_number (checksum)\n"
    );
}

#[test]
fn suppressions_hold_in_their_sources_only() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("docs")).expect("a folder");
    for name in ["docs/manual.txt", "chat.txt"] {
        write(folder.path(), name, "jo@acme.example, pin 482913\n");
    }
    let run = samar_in(folder.path(), &["scan", "--rules", ACME, "."], b"");
    let lines = "./chat.txt:1:1: email (shape)\n./chat.txt:1:22: pin (context)\n./docs/manual.txt:1:1: email (shape), suppressed\n./docs/manual.txt:1:22: pin (context)\n";
    assert_eq!(run.text(), lines);
    assert_eq!(run.stderr, "samar: 2 inputs, 56 bytes: 1 email, 2 pin; let stand: 1 email (suppressed)\n");
    let run = samar_in(folder.path(), &["--rules", ACME, "--in-place", "docs"], b"");
    assert_eq!(
        run.stderr,
        "samar: 1 input, 28 bytes: 1 pin; let stand: 1 email (suppressed) (1 rewritten)\n"
    );
    let text = fs::read_to_string(folder.path().join("docs/manual.txt")).expect("it is there");
    assert_eq!(text, "jo@acme.example, pin [PIN]\n");
}
