//! What a run leaves that is ended: by a signal nothing, and what a kill leaves the next run removes.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command};

use crate::samar::{samar_in, spawn};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is there").flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn unfinished(folder: &Path) -> Vec<String> {
    names(folder).into_iter().filter(|name| name.starts_with(".samar-")).collect()
}

/// A run that has begun its output and waits for more of its input.
fn begun(folder: &Path, out: &str) -> Child {
    let before = unfinished(folder);
    let mut child = spawn(folder, &["-", "-o", out]);
    let stdin = child.stdin.as_mut().expect("it is a pipe");
    stdin.write_all(&b"my pin is 4821\n".repeat(9_999)).expect("it reads");
    while unfinished(folder).iter().all(|name| before.contains(name)) {
        std::thread::yield_now();
    }
    child
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(sent.expect("kill runs").success());
}

#[test]
fn a_signal_leaves_nothing_behind_and_a_finished_file_as_it_is() {
    for (signal, number) in [("-INT", 2), ("-TERM", 15)] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.log"), "finished\n").expect("a file");
        let mut child = begun(folder.path(), "a.log");
        // Its end would end the run.
        let _stdin = child.stdin.take();
        send(signal, &child);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.signal(), Some(number), "as whoever waits for it expects");
        let told = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(told, "samar: ended by a signal; files that are finished stay\n");
        assert_eq!(names(folder.path()), ["a.log"]);
        assert_eq!(fs::read(folder.path().join("a.log")).expect("it is there"), b"finished\n");
    }
}

#[test]
fn what_a_killed_run_has_left_goes_and_what_another_writes_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut killed = begun(folder.path(), "a.log");
    let left = unfinished(folder.path());
    killed.kill().expect("it can be killed");
    killed.wait().expect("it ends");
    assert_eq!(unfinished(folder.path()), left, "there was no time to remove it");
    let mut other = begun(folder.path(), "b.log");
    assert!(!unfinished(folder.path()).contains(&left[0]), "the next run removes it");
    let live = unfinished(folder.path());
    assert_eq!(live.len(), 1);
    fs::write(folder.path().join("c.log"), "my pin is 4821\n").expect("a file");
    let run = samar_in(folder.path(), &["--in-place", "."], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with(&format!("samar: ./{}: another run has not finished it", live[0])));
    drop(other.stdin.take());
    assert!(other.wait().expect("it ends").success());
    assert_eq!(names(folder.path()), ["b.log", "c.log"]);
    let text = fs::read_to_string(folder.path().join("b.log")).expect("it is there");
    assert_eq!(text, "my pin is [PIN]\n".repeat(9_999));
}
