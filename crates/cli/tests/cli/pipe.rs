//! Standard input to standard output.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use crate::samar::{command, finish, samar, samar_in, spawn};

const LONG: Duration = Duration::from_secs(20);

#[test]
fn a_pipe_is_masked_and_nothing_is_said() {
    for arguments in [&[][..], &["redact"], &["-"], &["redact", "-", "--input", "text"]] {
        let run = samar(arguments, "card 4111 1111 1111 1111, pin 482913\n");
        assert_eq!((run.text(), run.code), ("card **** **** **** 1111, pin [PIN]\n", 0));
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn ends_of_lines_and_of_the_input_stay_as_they_are() {
    let cases =
        [("", ""), ("\n", "\n"), ("pin 482913", "pin [PIN]"), ("pin 482913\r\nx\r\n", "pin [PIN]\r\nx\r\n")];
    for (input, output) in cases {
        let run = samar(&[], input);
        assert_eq!((run.text(), run.code), (output, 0));
    }
}

#[test]
fn bytes_of_every_kind_pass() {
    let noise: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let input = [&noise[..], b"\npin 482913\n\xff\xe2\x82\0", &noise].concat();
    let output = [&noise[..], b"\npin [PIN]\n\xff\xe2\x82\0", &noise].concat();
    let run = samar(&[], input);
    assert!(run.stdout == output, "only the value has changed");
}

#[test]
fn each_line_is_shown_at_once() {
    let mut child = spawn(Path::new("."), &[]);
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("it is a pipe"));
    let (sender, lines) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let mut line = String::new();
                if stdout.read_line(&mut line).expect("a pipe can be read") == 0 || sender.send(line).is_err()
                {
                    break;
                }
            }
        });
        for (line, masked) in [("pin 482913\n", "pin [PIN]\n"), ("nothing here\n", "nothing here\n")] {
            stdin.write_all(line.as_bytes()).expect("it reads");
            assert_eq!(lines.recv_timeout(LONG).expect("the line comes before the input ends"), masked);
        }
        // Half a line stays back until it is decided.
        stdin.write_all(b"otp 4829").expect("it reads");
        assert!(lines.recv_timeout(Duration::from_millis(300)).is_err());
        stdin.write_all(b"13\n").expect("it reads");
        assert_eq!(lines.recv_timeout(LONG).expect("the line is complete"), "otp [OTP]\n");
        drop(stdin);
    });
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for (arguments, code) in [(&[][..], 0), (&["scan", "-q"], 1)] {
        let mut child = spawn(Path::new("."), arguments);
        let stdout = child.stdout.take().expect("it is a pipe");
        let mut stdin = child.stdin.take().expect("it is a pipe");
        std::thread::scope(|scope| {
            // It must stop reading: the input has no end.
            scope.spawn(move || while stdin.write_all(b"pin 482913 and some more words\n").is_ok() {});
            let mut first = [0; 10];
            let mut stdout = stdout;
            stdout.read_exact(&mut first).expect("something is written");
        });
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn memory_stays_small_however_long_a_line_is() {
    for arguments in [&[][..], &["scan", "-q"]] {
        let mut child = spawn(Path::new("."), arguments);
        let mut stdout = child.stdout.take().expect("it is a pipe");
        let mut stdin = child.stdin.take().expect("it is a pipe");
        let status = std::thread::scope(|scope| {
            scope
                .spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).expect("a pipe can be read"));
            for _ in 0..64 {
                stdin.write_all(&[b'x'; 1024 * 1024]).expect("it reads");
            }
            let status =
                std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it still runs");
            drop(stdin);
            status
        });
        assert!(child.wait().expect("it ends").success());
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells the peak");
        let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
        assert!(peak < 32 * 1024, "{peak} KiB");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_of() {
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    for (arguments, what) in [(&[][..], "it ends early"), (&["scan", "-q"], "the report ends early")] {
        let child = command(Path::new("."), arguments).stdout(full()).spawn().expect("the binary runs");
        let run = finish(child, b"pin 482913\n");
        assert_eq!(run.stderr, format!("samar: standard output: no space left on device; {what}\n"));
        assert_eq!(run.code, 2);
    }
    let child = command(Path::new("."), &["rules", "list"]).stdout(full()).spawn().expect("the binary runs");
    assert_eq!(finish(child, b"").code, 2);
}

#[test]
fn files_follow_each_other_in_the_order_of_the_arguments() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut arguments = vec!["--quiet", "--threads", "4", "-"];
    let names: Vec<String> = (0..12).map(|i| format!("{i}.log")).collect();
    let mut expected = b"first pin [PIN]\n".to_vec();
    for (i, name) in names.iter().enumerate() {
        // Some are longer than what may be written ahead.
        let body = format!("{i} ").repeat(if i % 3 == 0 { 200_000 } else { 10 });
        std::fs::write(folder.path().join(name), format!("{body}\npin 482913")).expect("a file");
        expected.extend_from_slice(format!("{body}\npin [PIN]").as_bytes());
        arguments.push(name);
    }
    let mut child = spawn(folder.path(), &arguments);
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let mut stdout = child.stdout.take().expect("it is a pipe");
    let (sender, bytes) = mpsc::channel();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = stdout.read(&mut buffer) {
                sender.send(buffer[..count].to_owned()).expect("the test listens to the end");
            }
        });
        // The others are ready long before the first, and wait.
        assert!(bytes.recv_timeout(Duration::from_millis(300)).is_err());
        stdin.write_all(b"first pin 482913\n").expect("it reads");
        drop(stdin);
        bytes.iter().flatten().collect::<Vec<u8>>()
    });
    let rest = child.wait_with_output().expect("it ends");
    assert!(output == expected, "the order is that of the arguments");
    assert_eq!(String::from_utf8_lossy(&rest.stderr), "");
}

#[test]
fn entities_and_policies_are_chosen() {
    let text = "pin 482913 cvv: 123 card 4111111111111111\n";
    let masked = |arguments: &[&str]| samar(arguments, text).text().to_owned();
    assert_eq!(masked(&["--entities", "pin"]), "pin [PIN] cvv: 123 card 4111111111111111\n");
    assert_eq!(masked(&["--entities", "-card_cvv"]), "pin [PIN] cvv: 123 card ************1111\n");
    assert_eq!(
        masked(&["--entities=cards,-card_number"]),
        "pin 482913 cvv: [CARD_CVV] card 4111111111111111\n"
    );
    // What stands before a subcommand counts too.
    assert_eq!(masked(&["--entities", "pin", "redact"]), "pin [PIN] cvv: 123 card 4111111111111111\n");
    let key = "seq=4111111111111111\n";
    assert_eq!(samar(&["--policy", "standard"], key).text(), key);
    assert_eq!(samar(&["--policy", "strict"], key).text(), "seq=************1111\n");
}

#[test]
fn usage_errors_say_what_is_wrong() {
    for (arguments, message) in [
        (&["--entities", "pins"][..], "no entity or group is named \"pins\""),
        (&["--policy", "bank.toml"], "a policy is standard, strict or a file"),
        (&["--threads", "0"], "--threads"),
        (&["--in-place"], "not standard input"),
        (&["--in-place", "-o", "x", "y"], "cannot be used with"),
        (&["--in-place", "scan", "y"], "--in-place goes with redact only"),
        (&["--in-place", "-"], "not standard input"),
        (&["rules"], "list"),
        (&["man", "cook"], "no subcommand is named \"cook\""),
    ] {
        let run = samar(arguments, "");
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert_eq!((run.code, run.text()), (2, ""), "{arguments:?}");
    }
}

#[test]
fn an_unreadable_file_does_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.log", "b.log"] {
        std::fs::write(folder.path().join(name), "pin 482913\n").expect("a file");
    }
    let run = samar_in(folder.path(), &["-q", "a.log", "gone.log", "b.log"], b"");
    assert_eq!((run.text(), run.code), ("pin [PIN]\npin [PIN]\n", 2));
    assert_eq!(run.stderr, "samar: gone.log: no such file or directory; nothing was written\n");
    // A file that opens but cannot be read, for the superuser either.
    #[cfg(target_os = "linux")]
    for threads in ["1", "3"] {
        let run =
            samar_in(folder.path(), &["-q", "--threads", threads, "a.log", "/proc/self/mem", "b.log"], b"");
        assert_eq!((run.text(), run.code), ("pin [PIN]\npin [PIN]\n", 2));
        assert_eq!(run.stderr, "samar: /proc/self/mem: input/output error; its output ends early\n");
    }
}

#[test]
fn threads_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let line = "2024-09-27 10:15:02 INFO 1024 bytes in 7 ms\npay 4111 1111 1111 1111 exp 12/27 cvv 123\r\npin:\n482913\n";
    let text = line.repeat(30_000);
    std::fs::write(folder.path().join("a.log"), &text).expect("the folder can be written to");
    for arguments in [
        &["a.log"][..],
        &["--input", "text", "-"],
        &["scan", "--format", "jsonl", "a.log"],
        &["scan", "-"],
        &["a.log", "--report", "r.jsonl"],
    ] {
        let run = |threads| {
            let run =
                samar_in(folder.path(), &[arguments, &["--threads", threads]].concat(), text.as_bytes());
            let report = std::fs::read(folder.path().join("r.jsonl")).unwrap_or_default();
            (run.stdout, run.stderr, run.code, report)
        };
        let one = run("1");
        assert!(one.0.len() > 1_000_000 && one.2 < 2, "{}", one.1);
        for threads in ["2", "8"] {
            assert!(run(threads) == one, "{arguments:?} with {threads} threads");
        }
    }
}
