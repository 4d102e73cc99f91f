//! Trees: what is read of them, and runs that go on where they were ended.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::samar::{Outcome, samar_in, spawn};

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// Everything below a folder: content and time.
fn tree(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, Option<SystemTime>)> {
    let entries =
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let time = entry.metadata().expect("it is there").modified().ok();
        let path = entry.path().strip_prefix(folder).expect("it is below").to_owned();
        (path, (fs::read(entry.path()).expect("a file"), time))
    };
    entries.map(file).collect()
}

fn samar(folder: &Path, arguments: &[&str]) -> Outcome {
    samar_in(folder, arguments, b"")
}

#[test]
fn globs_and_ignore_files_choose() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["in/a.log", "in/b.txt", "in/.hidden.log", "in/sub/c.log", "in/sub/d.tmp", "in/.gitignore"] {
        write(&folder.path().join(name), b"*.log pin 4821\n");
    }
    let names = |arguments: &[&str]| {
        let run = samar(folder.path(), &[&["scan", "-q", "in"], arguments].concat());
        run.text()
            .lines()
            .map(|line| line.split(':').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    // What no one leaves out is read, a gitignore and hidden files, too.
    assert_eq!(names(&[]).len(), 6);
    assert_eq!(names(&["-g", "*.log"]), ["in/.hidden.log", "in/a.log", "in/sub/c.log"]);
    assert_eq!(names(&["-g", "!sub", "--glob", "!.*"]), ["in/a.log", "in/b.txt"]);
    // Before the subcommand they count, too.
    let before = samar(folder.path(), &["-g", "*.tmp", "scan", "-q", "in"]);
    assert!(before.text().starts_with("in/sub/d.tmp:") && before.text().lines().count() == 1);
    write(&folder.path().join("ignore"), b"*.log\n.*\n");
    assert_eq!(names(&["--ignore-file", "ignore"]), ["in/b.txt", "in/sub/d.tmp"]);
    let run = samar(folder.path(), &["scan", "in", "-g", "{"]);
    assert_eq!((run.stderr.as_str(), run.code), ("samar: in: a glob is no glob; it is left out\n", 2));
}

#[test]
fn times_are_kept_and_a_broken_file_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("in/a.log"), b"pin 4821\n");
    write(&at("in/cut.gz"), &gz(&b"pin 4821\n".repeat(99))[..20]);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
    fs::File::options()
        .append(true)
        .open(at("in/a.log"))
        .and_then(|file| file.set_modified(time))
        .expect("a time");
    let run = samar(folder.path(), &["in", "-o", "out"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("samar: in/cut.gz: the gz ends too early; nothing was written\n"));
    let out = tree(&at("out"));
    assert_eq!(
        out.into_iter().collect::<Vec<_>>(),
        [("a.log".into(), (b"pin [PIN]\n".to_vec(), Some(time)))]
    );
    let before = tree(&at("in"));
    let run = samar(folder.path(), &["--in-place", "in"]);
    assert!(run.stderr.starts_with("samar: in/cut.gz: the gz ends too early; it is unchanged\n"));
    let after = tree(&at("in"));
    assert_eq!(after[Path::new("cut.gz")], before[Path::new("cut.gz")]);
    assert_eq!(after[Path::new("a.log")], (b"pin [PIN]\n".to_vec(), Some(time)));
}

#[test]
fn what_a_run_writes_of_itself_is_no_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("in/a.log"), b"pin 4821\n");
    write(&at("in/r.jsonl"), b"pin 4821\n");
    for arguments in [
        &["in", "-o", "out", "--report", "in/r.jsonl"][..],
        &["in/r.jsonl", "--manifest", "in/r.jsonl"],
        &["scan", "in", "--report", "in/r.jsonl"],
    ] {
        let run = samar(folder.path(), arguments);
        assert_eq!(run.stderr, "samar: in/r.jsonl: the same file as an input; nothing was written\n");
        assert_eq!(run.code, 2);
    }
    assert_eq!(fs::read(at("in/r.jsonl")).expect("it is there"), b"pin 4821\n");
    // A journal may lie in the tree that it is of.
    for told in [
        "2 inputs, 18 bytes: 2 pin (2 rewritten)",
        "0 inputs, 0 bytes: nothing found (0 rewritten); 2 done before",
    ] {
        let run = samar(folder.path(), &["--in-place", "in", "--journal", "in/run.journal"]);
        assert_eq!((run.stderr, run.code), (format!("samar: {told}\n"), 0));
    }
}

fn gz(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

/// Files of many sizes, some of them compressed, some with nothing to mask.
fn archive(folder: &Path) {
    for index in 0..16_usize {
        let line = format!(
            "{index} my pin is {:04}, card 4111 1111 1111 1111 {{\"otp\":{{\"value\":482913}}}}\n",
            1000 + index
        );
        let line = if index % 7 == 3 { format!("{index} nothing to see\n") } else { line };
        let text = line.repeat(1 + (index * index * 37) % 4000);
        let name = format!("{}/{index}.log", index % 5);
        if index % 4 == 1 {
            write(&folder.join(format!("{name}.gz")), &gz(text.as_bytes()));
        } else {
            write(&folder.join(name), text.as_bytes());
        }
    }
}

#[test]
fn what_is_done_is_left_out_and_what_changed_is_done_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    archive(&at("in"));
    let run = |arguments: &[&str]| {
        let run = samar(folder.path(), &[&["in", "-o", "out", "--journal", "journal"], arguments].concat());
        (run.stderr.lines().last().unwrap_or_default().to_owned(), run.code)
    };
    assert!(run(&[]).0.starts_with("samar: 16 inputs, "));
    let first = tree(&at("out"));
    assert_eq!(run(&[]), ("samar: 0 inputs, 0 bytes: nothing found; 16 done before".to_owned(), 0));
    assert_eq!(tree(&at("out")), first);
    // An input that changed, an output that is gone, and one that changed.
    write(&at("in/0/0.log"), b"pin 4821\n");
    fs::remove_file(at("out/2/2.log")).expect("it was there");
    write(&at("out/3/8.log"), b"?");
    assert!(run(&[]).0.ends_with("; 13 done before"));
    assert_eq!(fs::read(at("out/0/0.log")).expect("it is there"), b"pin [PIN]\n");
    for name in ["2/2.log", "3/8.log"] {
        assert_eq!(tree(&at("out"))[Path::new(name)], first[Path::new(name)]);
    }
    // Other settings are another run.
    let (message, code) = run(&["--entities", "pin"]);
    assert_eq!(
        (message.as_str(), code),
        ("samar: journal: it was begun with other settings or another version; nothing was written", 2)
    );
    write(&at("journal"), &b"no journal".repeat(99));
    assert_eq!(
        run(&[]),
        ("samar: journal: it is no journal that can be used; nothing was written".to_owned(), 2)
    );
}

/// Numbers that look like chance and are the same in every run.
fn chance(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "no result depends on the moment: any will do, and that is what is tested"
)]
fn killed_at_any_moment_it_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    archive(&at("in"));
    let since = Instant::now();
    assert_eq!(samar(folder.path(), &["-q", "in", "-o", "whole", "--journal", "whole.journal"]).code, 0);
    let whole_run = since.elapsed().as_micros() as u64;
    let whole = tree(&at("whole"));
    let originals = tree(&at("in"));
    // A compressed file with nothing to mask is packed anew, or left as it was in its place.
    let copy = |to: &Path| {
        for (name, (bytes, time)) in &originals {
            write(&to.join(name), bytes);
            let file = fs::File::options().append(true).open(to.join(name)).expect("a file");
            file.set_modified(time.expect("it has one")).expect("a time");
        }
    };
    copy(&at("own"));
    assert_eq!(samar(folder.path(), &["-q", "--in-place", "own", "--journal", "own.journal"]).code, 0);
    let own = tree(&at("own"));
    let mut chance = chance(7);
    let mut resumed = 0;
    for round in 0..50 {
        let is_in_place = round % 2 == 1;
        let (tree_name, journal) = (format!("tree{round}"), format!("journal{round}"));
        let arguments: Vec<&str> = if is_in_place {
            copy(&at(&tree_name));
            vec!["--in-place", &tree_name, "--journal", &journal]
        } else {
            vec!["in", "-o", &tree_name, "--journal", &journal]
        };
        let mut child = spawn(folder.path(), &arguments);
        std::thread::sleep(Duration::from_micros(chance(whole_run * 11 / 10)));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if !is_in_place {
            // Whatever stands under its name is whole.
            for (name, (bytes, _)) in tree(&at(&tree_name)) {
                let is_unfinished =
                    name.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".samar-"));
                assert!(is_unfinished || whole[&name].0 == bytes, "round {round}");
            }
        }
        let run = samar(folder.path(), &arguments);
        assert_eq!(run.code, 0, "round {round}: {}", run.stderr);
        resumed += u32::from(run.stderr.contains("done before"));
        let expected = if is_in_place { &own } else { &whole };
        assert!(tree(&at(&tree_name)) == *expected, "round {round} differs from an undisturbed run");
        fs::remove_dir_all(at(&tree_name)).expect("it is there");
    }
    assert!(resumed >= 10, "only {resumed} runs found anything done: the moments are badly chosen");
}
