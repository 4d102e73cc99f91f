//! `-o` and `--in-place`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::samar::{Outcome, samar_in};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("the file is there")
}

/// Everything below the folder, by name: what is left behind shows up here.
fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    let relative =
        |entry: walkdir::DirEntry| entry.path().strip_prefix(folder).expect("it is below").to_owned();
    entries.map(|entry| relative(entry.expect("it can be read"))).collect()
}

fn samar(folder: &TempDir, arguments: &[&str]) -> Outcome {
    samar_in(folder.path(), arguments, b"")
}

const PIN: &str = "pin 482913\n";
const MASKED: &str = "pin [PIN]\n";

#[test]
fn one_file_goes_to_one_file() {
    let folder = folder(&[("a.log", PIN)]);
    let run = samar(&folder, &["a.log", "-o", "out.log"]);
    assert_eq!((run.stderr.as_str(), run.code), ("samar: 1 input, 11 bytes: 1 pin\n", 0));
    assert_eq!((text(&folder, "out.log"), text(&folder, "a.log")), (MASKED.to_owned(), PIN.to_owned()));
    // Again, over the output; and from standard input.
    fs::write(folder.path().join("out.log"), "something longer that was there before").expect("a file");
    assert_eq!(samar(&folder, &["-q", "a.log", "-o", "out.log"]).stderr, "");
    assert_eq!(text(&folder, "out.log"), MASKED);
    let run = samar_in(folder.path(), &["-o", "stdin.log"], PIN.as_bytes());
    assert_eq!((run.text(), text(&folder, "stdin.log")), ("", MASKED.to_owned()));
    assert_eq!(names(folder.path()), ["a.log", "out.log", "stdin.log"].map(PathBuf::from));
}

#[test]
fn an_existing_folder_takes_a_file_by_its_name() {
    let folder = folder(&[("in/a.log", PIN), ("out/other", "")]);
    assert_eq!(samar(&folder, &["in/a.log", "-o", "out"]).code, 0);
    assert_eq!(text(&folder, "out/a.log"), MASKED);
    assert_eq!(samar(&folder, &["in/a.log", "-o", "new/"]).code, 0);
    assert_eq!(text(&folder, "new/a.log"), MASKED);
}

#[test]
fn a_folder_is_mirrored() {
    let folder = folder(&[
        ("logs/a.log", PIN),
        ("logs/deep/.hidden", PIN),
        ("logs/deep/er/c", "clean"),
        ("b.log", PIN),
    ]);
    fs::create_dir(folder.path().join("logs/empty")).expect("a folder");
    let run = samar(&folder, &["logs", "-o", "out"]);
    assert_eq!((run.stderr.as_str(), run.code), ("samar: 3 inputs, 27 bytes: 2 pin\n", 0));
    let mirror = ["a.log", "deep", "deep/.hidden", "deep/er", "deep/er/c", "empty"].map(PathBuf::from);
    assert_eq!(names(&folder.path().join("out")), mirror);
    assert_eq!(text(&folder, "out/deep/.hidden"), MASKED);
    assert_eq!(text(&folder, "out/deep/er/c"), "clean");
    // Of several, each has its own place.
    assert_eq!(samar(&folder, &["logs", "b.log", "-o", "many"]).code, 0);
    assert_eq!(
        (text(&folder, "many/logs/a.log"), text(&folder, "many/b.log")),
        (MASKED.to_owned(), MASKED.to_owned())
    );
}

#[test]
#[cfg(unix)]
fn links_in_a_folder_are_told_of_and_left_out() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("logs/a.log", PIN), ("secret.log", PIN)]);
    for (target, link) in [
        ("../secret.log", "out"),
        ("nothing", "lost"),
        ("round", "round"),
        ("../logs/a.log", "raw"),
        (".", "self"),
    ] {
        symlink(target, folder.path().join("logs").join(link)).expect("a link");
    }
    let pipe = std::process::Command::new("mkfifo").arg(folder.path().join("logs/pipe")).status();
    assert!(pipe.is_ok_and(|status| status.success()));
    let _socket =
        std::os::unix::net::UnixListener::bind(folder.path().join("logs/socket")).expect("a socket");
    let told = [
        "lost: a symbolic link that leads nowhere: no such file or directory",
        "out: a symbolic link that leads out of the folder",
        "pipe: a named pipe",
        "raw: a symbolic link that leads into the folder from outside",
        "round: a symbolic link that leads nowhere: too many levels of symbolic links",
        "self: a symbolic link to a folder that it lies in",
        "socket: a socket",
    ];
    let told: String = told.iter().map(|told| format!("samar: logs/{told}; it is left out\n")).collect();
    let run = samar(&folder, &["logs", "-o", "out"]);
    assert_eq!((run.stderr, run.code), (format!("{told}samar: 1 input, 11 bytes: 1 pin\n"), 2));
    assert_eq!(names(&folder.path().join("out")), [PathBuf::from("a.log")]);
    let run = samar(&folder, &["scan", "-q", "logs"]);
    assert_eq!((run.stderr, run.code), (told.clone(), 2));
    let run = samar(&folder, &["-q", "--in-place", "logs"]);
    assert_eq!((run.stderr, run.code, text(&folder, "secret.log")), (told, 2, PIN.to_owned()));
}

#[test]
#[cfg(unix)]
fn links_between_files_of_a_folder_are_made_anew() {
    let folder = folder(&[("logs/deep/a.log", PIN)]);
    std::os::unix::fs::symlink("deep/../deep/a.log", folder.path().join("logs/link")).expect("a link");
    // Once more over what is there, too.
    for _ in 0..2 {
        let run = samar(&folder, &["logs", "-o", "out"]);
        assert_eq!((run.stderr.as_str(), run.code), ("samar: 1 input, 11 bytes: 1 pin\n", 0));
        assert_eq!(text(&folder, "out/link"), MASKED);
    }
    let link = fs::read_link(folder.path().join("out/link")).expect("it is one");
    assert_eq!(link, PathBuf::from("deep/../deep/a.log"));
    assert_eq!(samar(&folder, &["scan", "-q", "logs"]).code, 1);
}

#[test]
fn what_is_compressed_in_another_way_is_called_so() {
    let folder = folder(&[("logs/b.gz", PIN)]);
    let gz = |name: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(PIN.as_bytes()).expect("memory");
        fs::write(folder.path().join(name), encoder.finish().expect("memory")).expect("a file");
    };
    ["logs/a.log.gz", "logs/c.tgz", "logs/d"].into_iter().for_each(gz);
    let run = samar(&folder, &["logs", "-o", "out", "--recompress", "zst"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let out = ["a.log.zst", "b.gz", "c.tar.zst", "d"];
    assert_eq!(names(&folder.path().join("out")), out.map(PathBuf::from));
    for name in out {
        let bytes = fs::read(folder.path().join("out").join(name)).expect("it is there");
        assert_eq!(bytes.starts_with(b"\x28\xb5\x2f\xfd"), name != "b.gz", "{name}");
    }
    let run = samar(&folder, &["logs", "--in-place", "--recompress", "zst"]);
    assert!(run.code == 2 && run.stderr.contains("in its place a file keeps its name"), "{}", run.stderr);
    // Both would be called the same.
    gz("logs/a.log.xz");
    let run = samar(&folder, &["logs", "-o", "out", "--recompress", "zst"]);
    assert!(run.code == 2 && run.stderr.contains("would both go there"), "{}", run.stderr);
}

#[test]
fn formats_are_told_by_name() {
    let card = "card: 4111111111111111\n";
    let table = "user,password\nann,correct horse 9\n";
    let folder = folder(&[("a.txt", card), ("b.txt", table)]);
    let out = |name: &str, format: &str| {
        let run = samar(&folder, &["-q", name, "--input", format]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        String::from_utf8(run.stdout).expect("it is text")
    };
    assert_eq!(out("a.txt", "yaml"), "card: \"************1111\"\n");
    assert_eq!(out("b.txt", "csv"), "user,password\nann,[PASSWORD]\n");
    for format in ["xml", "html", "logfmt", "form"] {
        assert_eq!(out("a.txt", format), "card: ************1111\n");
        assert_eq!(out("b.txt", format), table, "no table");
    }
}

#[test]
fn inputs_are_never_written_over_by_an_output() {
    let folder = folder(&[("a.log", PIN), ("b.log", PIN), ("logs/a.log", PIN)]);
    fs::hard_link(folder.path().join("a.log"), folder.path().join("hard.log")).expect("a link");
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.log", folder.path().join("soft.log")).expect("a link");
    let before = names(folder.path());
    let mut cases: Vec<(&[&str], &str)> = vec![
        (&["a.log", "-o", "a.log"], "samar: a.log: the same file as an input"),
        (&["a.log", "-o", "./logs/../a.log"], "the same file as an input"),
        (&["a.log", "-o", "hard.log"], "samar: hard.log: the same file as an input"),
        (&["b.log", "a.log", "-o", "."], "the same file as an input"),
        (&["a.log", "logs/a.log", "-o", "out"], "would both go there"),
        (&["logs", "-o", "logs"], "it lies inside the input"),
        (&["logs", "-o", "logs/out"], "it lies inside the input"),
    ];
    if cfg!(unix) {
        cases.push((&["a.log", "-o", "soft.log"], "samar: soft.log: the same file as an input"));
        cases.push((&["soft.log", "-o", "a.log"], "samar: a.log: the same file as an input"));
    }
    for (arguments, message) in cases {
        let run = samar(&folder, arguments);
        assert!(
            run.stderr.contains(message) && run.stderr.ends_with("nothing was written\n"),
            "{arguments:?}: {}",
            run.stderr
        );
        assert_eq!(
            (run.code, text(&folder, "a.log"), text(&folder, "b.log")),
            (2, PIN.to_owned(), PIN.to_owned())
        );
        assert_eq!(names(folder.path()), before, "{arguments:?}");
    }
}

#[test]
#[cfg(unix)]
fn redirections_to_an_input_are_refused() {
    let folder = folder(&[("a.log", PIN)]);
    let path = folder.path().join("a.log");
    // Where it is not refused it would go on for ever, so the shell bounds the file.
    let script = format!("trap '' XFSZ; ulimit -f 64; exec {} a.log >> a.log", env!("CARGO_BIN_EXE_samar"));
    let mut shell = std::process::Command::new("sh");
    let output = shell.arg("-c").arg(script).current_dir(folder.path()).output().expect("there is a shell");
    let message = "samar: a.log: it is standard output as well; nothing was written\n";
    assert_eq!((String::from_utf8_lossy(&output.stderr).as_ref(), output.status.code()), (message, Some(2)));
    let stdin = fs::File::open(&path).expect("the file is there");
    let mut command = crate::samar::command(folder.path(), &["-o", "a.log"]);
    let output = command.stdin(stdin).output().expect("the binary runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("the same file as an input"));
    assert_eq!(text(&folder, "a.log"), PIN);
}

#[test]
fn places_that_cannot_be_written_are_told_of() {
    let folder = folder(&[("a.log", PIN), ("b.log", PIN), ("logs/c.log", PIN), ("file", "kept")]);
    let before = names(folder.path());
    for (arguments, message) in [
        (
            &["logs"][..],
            "samar: logs: a folder; give -o OUT for a folder with the results, or --in-place; nothing was written\n",
        ),
        (
            &["a.log", "-o", "no/out.log"],
            "samar: no/out.log: its folder does not exist; nothing was written\n",
        ),
        (&["logs", "-o", "no/out"], "samar: no/out: its folder does not exist; nothing was written\n"),
        (
            &["logs", "-o", "file"],
            "samar: file: a folder is needed there, and it is none; nothing was written\n",
        ),
        (
            &["a.log", "b.log", "-o", "file"],
            "samar: file: a folder is needed there, and it is none; nothing was written\n",
        ),
        (&["gone", "-o", "out.log", "-q"], "samar: gone: no such file or directory; nothing was written\n"),
        (&["-", "-o", "logs"], "samar: standard input has no name in the folder logs; nothing was written\n"),
        (
            &["serve"],
            "error: this version has no command 'serve', and there is no file of that name\n\nUsage: samar [OPTIONS] [PATH]...\n       samar [COMMAND]\n\nFor more information, try '--help'.\n",
        ),
        (&["--in-place", "gone", "-q"], "samar: gone: no such file or directory; nothing was written\n"),
    ] {
        let run = samar(&folder, arguments);
        assert_eq!((run.stderr.as_str(), run.code, run.text()), (message, 2, ""), "{arguments:?}");
        assert_eq!(names(folder.path()), before, "{arguments:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_file_is_rewritten_in_its_place_as_a_whole() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let folder = folder(&[("a.log", PIN), ("clean.log", "nothing\n"), ("deep/b.log", PIN)]);
    let path = folder.path().join("a.log");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o646)).expect("it is ours");
    std::os::unix::fs::symlink("a.log", folder.path().join("link")).expect("a link");
    let (before, clean) =
        (fs::metadata(&path).expect("it is there"), fs::metadata(folder.path().join("clean.log")));
    // One who has it open keeps the old text: the new file is another one.
    let open = fs::File::open(&path).expect("it is there");
    let run = samar(&folder, &["--in-place", "link", "a.log", "clean.log", "deep"]);
    assert_eq!((run.stderr.as_str(), run.code), ("samar: 3 inputs, 30 bytes: 2 pin (2 rewritten)\n", 0));
    assert_eq!((text(&folder, "a.log"), text(&folder, "deep/b.log")), (MASKED.to_owned(), MASKED.to_owned()));
    assert_eq!(std::io::read_to_string(open).expect("it is open"), PIN);
    let after = fs::metadata(&path).expect("it is there");
    assert_ne!(after.ino(), before.ino(), "a new file took its place");
    assert_eq!(after.mode(), before.mode());
    assert!(folder.path().join("link").is_symlink(), "the link still is one");
    let untouched = fs::metadata(folder.path().join("clean.log")).expect("it is there");
    assert_eq!(
        untouched.ino(),
        clean.expect("it is there").ino(),
        "a file without findings is left as it is"
    );
    assert_eq!(names(folder.path()), ["a.log", "clean.log", "deep", "deep/b.log", "link"].map(PathBuf::from));
}

#[test]
#[cfg(unix)]
fn what_would_keep_the_unmasked_text_is_refused() {
    let folder = folder(&[("a.log", PIN), ("b.log", PIN)]);
    fs::hard_link(folder.path().join("a.log"), folder.path().join("hard.log")).expect("a link");
    let run = samar(&folder, &["--in-place", "-q", "a.log", "b.log"]);
    let message =
        "samar: a.log: it has other hard links, which would keep the unmasked text; it is unchanged\n";
    assert_eq!((run.stderr.as_str(), run.code), (message, 2));
    assert_eq!((text(&folder, "a.log"), text(&folder, "b.log")), (PIN.to_owned(), MASKED.to_owned()));
}

#[test]
#[cfg(unix)]
fn nothing_half_written_is_left() {
    use std::process::{Command, Stdio};
    let long = PIN.repeat(100_000);
    let folder = folder(&[("a.log", &long)]);
    for (arguments, message) in [
        ("a.log -o out.log", "samar: out.log: file too large; nothing was written\n"),
        ("--in-place a.log", "samar: a.log: file too large; it is unchanged\n"),
    ] {
        // The shell lets files grow to some 64 KiB, without the signal that would end the process.
        let script =
            format!("trap '' XFSZ; ulimit -f 128; exec {} -q {arguments}", env!("CARGO_BIN_EXE_samar"));
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).current_dir(folder.path()).stdin(Stdio::null());
        let output = command.output().expect("there is a shell");
        assert_eq!(String::from_utf8_lossy(&output.stderr), message);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(names(folder.path()), [PathBuf::from("a.log")]);
        assert_eq!(text(&folder, "a.log"), long);
    }
}

#[test]
#[cfg(unix)]
fn an_output_is_not_more_readable_than_its_input() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.log", PIN), ("logs/b.log", PIN), ("shared", "")]);
    let mode = |name: &str| {
        fs::metadata(folder.path().join(name)).expect("it is there").permissions().mode() & 0o777
    };
    let set =
        |name: &str, mode| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode));
    for (name, mode) in [("a.log", 0o600), ("logs", 0o700), ("shared", 0o606)] {
        set(name, mode).expect("it is ours");
    }
    samar(&folder, &["a.log", "-o", "out.log"]);
    samar(&folder, &["logs", "a.log", "-o", "out"]);
    samar(&folder, &["a.log", "-o", "shared"]);
    assert_eq!((mode("out.log"), mode("out/logs"), mode("out/a.log")), (0o600, 0o700, 0o600));
    assert_eq!(mode("shared"), 0o606, "a file that was there keeps its permissions");
}

/// Not with a device: a superuser whose test fails would lose it.
#[test]
#[cfg(target_os = "linux")]
fn a_pipe_with_a_name_is_written_and_not_replaced() {
    use std::io::Read;
    use std::os::unix::fs::FileTypeExt;
    let folder = folder(&[("a.log", PIN)]);
    let fifo = folder.path().join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("it is everywhere").success());
    // Open on both sides, so that no one waits for the other.
    let mut pipe = fs::File::options().read(true).write(true).open(&fifo).expect("it is there");
    let run = samar(&folder, &["a.log", "-o", "fifo"]);
    assert_eq!((run.stderr.as_str(), run.code), ("samar: 1 input, 11 bytes: 1 pin\n", 0));
    assert!(fs::metadata(&fifo).expect("it is there").file_type().is_fifo());
    let mut masked = [0; MASKED.len()];
    pipe.read_exact(&mut masked).expect("it was written");
    assert_eq!(masked, MASKED.as_bytes());
}
