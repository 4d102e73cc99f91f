//! What is broken, hostile or in motion: told of by its name; the rest goes on, and no raw value comes out.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::samar::{samar_in, spawn};

/// A value that must not come out, and what comes out in its place.
const RAW: &str = "my pin is 4821\n";
const MASKED: &str = "my pin is [PIN]\n";

fn gz(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

/// An archive of entries: a name, a kind (`0` a file, `1` a hard link, `2` a symbolic one), and a content or target.
fn tar(entries: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, kind, content) in entries {
        let mut header = [0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        let (target, content) = if *kind == b'0' { (&b""[..], *content) } else { (*content, &b""[..]) };
        header[100..107].copy_from_slice(b"0000640");
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[156] = *kind;
        header[157..157 + target.len()].copy_from_slice(target);
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        archive.extend_from_slice(&header);
        archive.extend_from_slice(content);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = walk.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).expect("it is below").to_owned();
            (name, fs::read(entry.path()).expect("it is there"))
        })
        .collect()
}

#[test]
fn everything_broken_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join("in").join(name);
    fs::create_dir_all(at("deep")).expect("a folder");
    let raw = RAW.repeat(400).into_bytes();
    let zeros = vec![0; 8 << 20];
    // A bomb in a bomb: gzip in gzip.
    let bomb = gz(&gz(&zeros.repeat(40)));
    let mut flipped = gz(&raw);
    let last = flipped.len() - 6;
    flipped[last] ^= 1;
    let mut corrupt = tar(&[("a", b'0', &raw), ("b", b'0', &raw)]);
    corrupt[512 + raw.len().next_multiple_of(512) + 1] ^= 0x55;
    let leading_out = tar(&[
        ("../up", b'0', &raw),
        ("/root", b'0', &raw),
        ("good", b'0', &raw),
        ("link", b'2', b"../../etc/passwd"),
        ("absolute", b'2', b"/etc/passwd"),
        ("hard", b'1', b"../up"),
        ("bomb.gz", b'0', &bomb),
        ("cut.gz", b'0', &gz(&raw)[..30]),
        ("also good", b'0', &raw),
    ]);
    for (name, bytes) in [
        ("a.log", raw.as_slice()),
        ("bomb.gz", &bomb),
        ("corrupt.tar", &corrupt),
        ("cut.gz", &gz(&raw)[..30]),
        ("cut.zip", b"PK\x03\x04 and no more"),
        ("deep/z.log", &raw),
        ("flipped.gz", &flipped),
        ("leading.tar", &leading_out),
    ] {
        fs::write(at(name), bytes).expect("a file");
    }
    let mut links = Vec::new();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        std::os::unix::fs::symlink("..", at("deep/loop")).expect("a link");
        links.push("samar: in/deep/loop: a symbolic link to a folder that it lies in; it is left out");
        fs::write(folder.path().join("in").join(std::ffi::OsStr::from_bytes(b"n\xff.log")), &raw)
            .expect("a file");
    }
    let before = files(&folder.path().join("in"));
    let run = samar_in(folder.path(), &["--max-unpacked", "64M", "--threads", "1", "in", "-o", "out"], b"");
    let mut told: Vec<_> = run.stderr.lines().collect();
    let summary = told.pop().unwrap_or_default();
    links.extend([
        "samar: in/bomb.gz: it unpacks to far more than it could hold (a bomb, or very even: --max-ratio and --max-unpacked allow more); nothing was written",
        "samar: in/corrupt.tar: it is no sound tar; nothing was written",
        "samar: in/cut.gz: the gz ends too early; nothing was written",
        "samar: in/cut.zip: it is no sound zip; nothing was written",
        "samar: in/flipped.gz: it is no sound gz; nothing was written",
        "samar: in/leading.tar!../up: its name leads out of the archive; it is left out",
        "samar: in/leading.tar!/root: its name leads out of the archive; it is left out",
        "samar: in/leading.tar!link: it is a link that leads out of the archive; it is left out",
        "samar: in/leading.tar!absolute: it is a link that leads out of the archive; it is left out",
        "samar: in/leading.tar!hard: its name leads out of the archive; it is left out",
        "samar: in/leading.tar!bomb.gz: it unpacks to far more than it could hold (a bomb, or very even: --max-ratio and --max-unpacked allow more); it is left out",
        "samar: in/leading.tar!cut.gz: the gz ends too early; it is left out",
    ]);
    assert_eq!(told, links);
    assert!(summary.contains("2,000 pin") || summary.contains("1,600 pin"), "{summary}");
    assert_eq!(run.code, 2);
    assert_eq!(files(&folder.path().join("in")), before, "the originals are as they were");
    let out = files(&folder.path().join("out"));
    let names: Vec<_> = out.iter().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
    let mut expected = vec!["a.log", "deep/z.log", "leading.tar"];
    if cfg!(unix) {
        expected.push("n\u{fffd}.log");
    }
    assert_eq!(names, expected);
    for (name, bytes) in &out {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains(MASKED) && !text.contains("4821"), "{}", name.display());
    }
    // In their places the same files stay as they were, and those with broken entries, too.
    let run = samar_in(folder.path(), &["-q", "--max-unpacked", "64M", "--in-place", "in"], b"");
    assert_eq!(run.code, 2);
    for ((name, before), (_, after)) in before.iter().zip(files(&folder.path().join("in"))) {
        let is_log = name.extension().is_some_and(|ending| ending == "log");
        assert_eq!(after != *before, is_log, "{}", name.display());
    }
}

#[test]
fn a_file_that_is_written_to_meanwhile_is_not_replaced() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.log");
    fs::write(&path, RAW.repeat(400_000)).expect("a file");
    let is_over = AtomicBool::new(false);
    let mut file = fs::File::options().append(true).open(&path).expect("it is there");
    let (outcome, added) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut added = 0;
            while !is_over.load(Ordering::Relaxed) {
                added += file.write(b"more\n").expect("the disk has room");
                std::thread::yield_now();
            }
            added
        });
        let outcome = spawn(folder.path(), &["-q", "--in-place", "a.log"]).wait_with_output();
        is_over.store(true, Ordering::Relaxed);
        (outcome.expect("it ends"), writer.join().expect("it ends"))
    });
    let told = String::from_utf8_lossy(&outcome.stderr);
    assert_eq!(told, "samar: a.log: it was written to meanwhile; it is unchanged\n");
    assert_eq!(outcome.status.code(), Some(2));
    let after = fs::read(&path).expect("it is there");
    assert_eq!(after, [RAW.repeat(400_000).as_bytes(), "more\n".repeat(added / 5).as_bytes()].concat());
    assert_eq!(files(folder.path()).len(), 1, "nothing is left beside it");
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("in/closed")).expect("a folder");
    fs::create_dir(at("out")).expect("a folder");
    for name in ["in/a.log", "in/b.log", "in/closed/c.log", "in/d.log"] {
        fs::write(at(name), RAW).expect("a file");
    }
    let allow = |name: &str, mode| {
        fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    for (name, mode) in [("", 0o755), ("out", 0o777), ("in/b.log", 0), ("in/closed", 0)] {
        allow(name, mode);
    }
    // The superuser may read everything, and becomes nobody for this.
    let program = env!("CARGO_BIN_EXE_samar");
    let mut command = if fs::read(at("in/b.log")).is_ok() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", program]);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder.path()).stdin(Stdio::null()).args(["in", "-o", "out"]);
    let run = command.output().expect("it runs");
    let told = String::from_utf8(run.stderr).expect("messages are UTF-8");
    allow("in/closed", 0o700);
    assert_eq!(
        told,
        "samar: in/closed: permission denied; it is left out\n\
         samar: in/b.log: permission denied; nothing was written\n\
         samar: 2 inputs, 30 bytes: 2 pin\n"
    );
    assert_eq!(run.status.code(), Some(2));
    let names: Vec<_> = files(&at("out")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, [Path::new("a.log"), Path::new("d.log")]);

    // One that can be opened, and fails when it is read: the memory of a process at address 0.
    fs::write(at("z.log"), RAW).expect("a file");
    let run = samar_in(folder.path(), &["in/a.log", "/proc/self/mem", "z.log", "-o", "read"], b"");
    let told = "samar: /proc/self/mem: input/output error; nothing was written\n\
                samar: 2 inputs, 30 bytes: 2 pin\n";
    assert_eq!((run.stderr.as_str(), run.code), (told, 2));
    assert_eq!(files(&at("read")).len(), 2);
}

#[test]
#[cfg(unix)]
fn where_the_disk_is_full_the_rest_goes_on() {
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).expect("a folder");
    // An entry that is longer than what waits in memory is written to the disk before its archive is.
    let long = RAW.repeat(200_000);
    for (name, bytes) in [
        ("a.log", RAW.as_bytes()),
        ("b.log", long.as_bytes()),
        ("c.tar", &tar(&[("long", b'0', long.as_bytes())])),
        ("d.log", RAW.as_bytes()),
    ] {
        fs::write(at("in").join(name), bytes).expect("a file");
    }
    let before = files(&at("in"));
    for (arguments, end) in [("in -o out", "nothing was written"), ("--in-place in", "it is unchanged")] {
        let program = env!("CARGO_BIN_EXE_samar");
        let script = format!("trap '' XFSZ; ulimit -f 256; exec {program} --threads 1 {arguments}");
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).current_dir(folder.path()).stdin(Stdio::null());
        let run = command.output().expect("there is a shell");
        let place = if arguments == "in -o out" { "out" } else { "in" };
        let told = String::from_utf8(run.stderr).expect("messages are UTF-8");
        let expected =
            ["b.log", "c.tar"].map(|name| format!("samar: {place}/{name}: file too large; {end}\n"));
        assert!(told.starts_with(&expected.concat()), "{told}");
        assert_eq!(run.status.code(), Some(2));
        let after = files(&at(place));
        let masked: Vec<_> = after.iter().filter(|(_, bytes)| bytes == MASKED.as_bytes()).collect();
        assert_eq!(masked.len(), 2, "the others are done");
        assert!(
            after
                .iter()
                .all(|(_, bytes)| bytes == MASKED.as_bytes() || before.iter().any(|(_, old)| old == bytes))
        );
        assert_eq!(after.len(), if place == "out" { 2 } else { 4 }, "nothing is left beside them");
    }
}
