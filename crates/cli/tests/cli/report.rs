//! `samar scan`, and what no report or message may hold.

use std::fs;

use serde_json::Value;

use crate::samar::{samar, samar_in};

#[test]
fn the_exit_status_says_whether_something_was_found() {
    for (input, code) in [("", 0), ("nothing here\n", 0), ("pin 482913\n", 1)] {
        assert_eq!(samar(&["scan"], input).code, code);
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.log"), "pin 482913\n").expect("a file");
    let run = samar_in(folder.path(), &["scan", "-q", "gone", "a.log"], b"");
    assert_eq!((run.text(), run.code), ("a.log:1:5: pin (context)\n", 2));
    assert_eq!(run.stderr, "samar: gone: no such file or directory\n");
}

#[test]
fn a_line_of_jsonl_has_the_fields_of_the_contract() {
    let input = "first\r\nécran 🔑 card 4111 1111 1111 1111\n\n\u{ff10} \u{20ac}\npin 482913";
    let run = samar(&["scan", "--format", "jsonl"], input);
    assert_eq!((run.stderr.as_str(), run.code), ("", 1));
    let card = input.find("4111").expect("it is there");
    let pin = input.find("482913").expect("it is there");
    let expected = format!(
        r#"{{"source":"-","entity":"card_number","rule":"card","start":{card},"end":{},"line":2,"column":14,"confidence":"checksum"}}
{{"source":"-","entity":"pin","rule":"pin","start":{pin},"end":{},"line":5,"column":5,"confidence":"context"}}
"#,
        card + 19,
        pin + 6
    );
    assert_eq!(run.text(), expected);
}

#[test]
fn a_column_counts_invalid_bytes_one_by_one() {
    let run = samar(&["scan", "-q"], b"\xff\xe2\x82\n\xff\xe2\x82 \xf0\x9f\x94\x91 pin 482913\n");
    assert_eq!(run.text(), "-:2:11: pin (context)\n");
}

#[test]
fn a_line_far_into_the_input_has_its_number() {
    // Further than any buffer, with lines of every length.
    let mut input = String::new();
    let mut lines = 0;
    while input.len() < 9_000_000 {
        input.push_str(&"wörd ".repeat(lines % 97 * lines % 61));
        input.push('\n');
        lines += 1;
    }
    input.push_str(&"é ".repeat(300_000));
    let run = samar(&["scan", "-q"], input + "pin 482913");
    assert_eq!(run.text(), format!("-:{}:{}: pin (context)\n", lines + 1, 600_000 + 5));
}

#[test]
fn folders_are_walked_in_the_order_of_names() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("logs/b")).expect("a folder");
    for name in ["logs/b/x", "logs/a", "logs/.c", "z"] {
        fs::write(folder.path().join(name), "pin 482913\n").expect("a file");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", folder.path().join("logs/loop")).expect("a link");
    let run = samar_in(folder.path(), &["scan", "--threads", "3", "z", "logs"], b"");
    let expected =
        ["z", "logs/.c", "logs/a", "logs/b/x"].map(|name| format!("{name}:1:5: pin (context)\n")).concat();
    assert_eq!(run.text(), expected);
    assert!(run.stderr.ends_with("samar: 4 inputs, 44 bytes: 4 pin\n"), "{}", run.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn names_of_files_do_no_harm() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let name = std::ffi::OsStr::from_bytes(b"a\xff\x1b[2J\n.log");
    fs::write(folder.path().join(name), "pin 482913\n").expect("a file");
    let run = samar_in(folder.path(), &["scan", "-q", "."], b"");
    assert_eq!(run.text(), "./a\u{fffd}\\u{1b}[2J\\n.log:1:5: pin (context)\n");
    let run = samar_in(folder.path(), &["scan", "-q", ".", "--format", "jsonl"], b"");
    let line: Value = serde_json::from_str(run.text()).expect("one line of JSON");
    assert_eq!(line["source"], "./a\u{fffd}\u{1b}[2J\n.log");
}

/// The fifth law: what is sensitive in the input shows nowhere but, where it was not found, in the redacted output.
#[test]
fn no_value_shows_in_a_report_or_a_message() {
    const VALUES: [&str; 4] = ["4111 1111 1111 1111", "482913", "Xk9!mango7", "739"];
    let input = "card 4111 1111 1111 1111 cvv 739\npin saya 482913\npassword: Xk9!mango7\n";
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str| fs::write(folder.path().join(name), input).expect("a file");
    for name in ["a.log", "b.log"] {
        write(name);
    }
    fs::hard_link(folder.path().join("b.log"), folder.path().join("c.log")).expect("a link");
    for arguments in [
        &[][..],
        &["a.log", "-o", "out.log"],
        &["a.log", "gone"],
        &["a.log", "-o", "a.log"],
        &["--in-place", "b.log"],
        &["--in-place", "a.log"],
        &["scan"],
        &["scan", "c.log", "gone"],
        &["scan", "--format", "jsonl", "c.log"],
        &["explain"],
        &["explain", "--entities", "otp"],
        &["explain", input],
    ] {
        let run = samar_in(folder.path(), arguments, input.as_bytes());
        let said = format!("{}{}", run.text(), run.stderr);
        assert!(!said.is_empty() || arguments.contains(&"out.log"), "{arguments:?} says something");
        for value in VALUES {
            assert!(!said.contains(value), "{arguments:?} shows {value}: {said}");
        }
    }
}
