//! Object storage, against a local server: moto, where Python has it.

use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::samar::{Outcome, command, finish};

struct Server {
    child: Child,
    endpoint: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A server with the buckets `raw` and `out`.
#[expect(clippy::print_stderr, reason = "that nothing was tested is said")]
fn server() -> Option<Server> {
    let has =
        Command::new("python3").args(["-c", "import moto.server, boto3"]).stderr(Stdio::null()).status();
    if !has.is_ok_and(|status| status.success()) {
        eprintln!("not run: Python has no moto[server] and boto3");
        return None;
    }
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let child = Command::new("python3")
        .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let server = Server { child, endpoint: format!("http://127.0.0.1:{port}") };
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        std::thread::yield_now();
    }
    server.peer(&["make", "raw", "out"]);
    Some(server)
}

impl Server {
    fn peer(&self, arguments: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/s3.py");
        let run = Command::new("python3")
            .arg(script)
            .arg(&self.endpoint)
            .args(arguments)
            .output()
            .expect("it runs");
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).expect("it is text")
    }

    fn put(&self, folder: &Path, key: &str, bytes: &[u8]) {
        let path = folder.join("upload");
        fs::write(&path, bytes).expect("a file");
        self.peer(&["put", "raw", key, path.to_str().expect("it is text")]);
    }

    fn get(&self, folder: &Path, key: &str) -> Vec<u8> {
        let path = folder.join("download");
        self.peer(&["get", "out", key, path.to_str().expect("it is text")]);
        fs::read(path).expect("a file")
    }

    fn with_access(&self, command: &mut Command) {
        command.envs([
            ("AWS_ENDPOINT", self.endpoint.as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "us-east-1"),
        ]);
    }

    fn samar(&self, folder: &Path, arguments: &[&str]) -> Outcome {
        let mut command = command(folder, arguments);
        self.with_access(&mut command);
        finish(command.spawn().expect("the binary runs"), b"")
    }
}

fn gz(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn prefixes_are_folders_and_objects_are_files() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    server.put(folder, "logs/a b.log", b"my pin is 4821\n");
    server.put(folder, "logs/sub/b.log.gz", &gz(b"otp 482913\n"));
    server.put(folder, "logs/sub", b"");
    server.put(folder, "logs/cut.gz", &gz(&b"pin 4821\n".repeat(99))[..20]);
    server.put(folder, "logs2/other.log", b"my pin is 4821\n");

    let scan = server.samar(folder, &["scan", "-q", "s3://raw/logs"]);
    let expected =
        "s3://raw/logs/a b.log:1:11: pin (context)\ns3://raw/logs/sub/b.log.gz:1:5: otp (context)\n";
    assert_eq!((scan.text(), scan.code), (expected, 2));
    assert!(scan.stderr.starts_with("samar: s3://raw/logs/cut.gz: the gz ends too early"), "{}", scan.stderr);

    // From prefix to prefix, with a journal and a manifest.
    let arguments =
        ["s3://raw/logs/", "-g", "!cut.gz", "-o", "s3://out/clean", "--journal", "j", "--manifest", "m.json"];
    let run = server.samar(folder, &arguments);
    assert_eq!((run.stderr.as_str(), run.code), ("samar: 2 inputs, 26 bytes: 1 otp, 1 pin\n", 0));
    assert_eq!(server.get(folder, "clean/a b.log"), b"my pin is [PIN]\n");
    let list = server.peer(&["list", "out"]);
    assert!(list.starts_with("clean/a b.log 16 text/x-log chat\nclean/sub/b.log.gz "), "{list}");
    let again = server.samar(folder, &arguments);
    assert_eq!(again.stderr, "samar: 0 inputs, 0 bytes: nothing found; 2 done before\n");
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.join("m.json")).expect("it is there")).expect("JSON");
    assert_eq!(manifest["root"]["text"], "s3://out/clean");
    assert_eq!(manifest["files"][0]["before"]["bytes"], 15);
    let check = server.samar(folder, &["manifest", "check", "m.json"]);
    assert_eq!((check.stderr.as_str(), check.code), ("samar: 2 files, 0 differ\n", 0));
    assert_eq!(server.samar(folder, &["verify", "-q", "s3://out/clean"]).code, 0);

    // To files and back.
    let run = server.samar(folder, &["-q", "s3://raw/logs/", "-g", "*.log", "-o", "local"]);
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert_eq!(fs::read(folder.join("local/a b.log")).expect("it is there"), b"my pin is [PIN]\n");
    fs::write(folder.join("c.log"), b"otp 482913\n").expect("a file");
    assert_eq!(server.samar(folder, &["-q", "c.log", "-o", "s3://out/c.log"]).code, 0);
    assert_eq!(server.get(folder, "c.log"), b"otp [OTP]\n");
    let run = server.samar(folder, &["s3://raw/logs2/other.log"]);
    assert_eq!((run.text(), run.code), ("my pin is [PIN]\n", 0));
}

#[test]
fn what_would_lose_an_object_is_refused() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    server.put(folder, "a.log", b"my pin is 4821\n");
    server.put(folder, "x/cut.gz", &gz(&b"my pin is 4821, otp 482913\n".repeat(999))[..80]);
    for (arguments, expected) in [
        (
            &["--in-place", "s3://raw/a.log"][..],
            "s3://raw/a.log: --in-place takes files and folders, no objects",
        ),
        (&["s3://raw/a.log", "-o", "s3://raw/a.log"], "s3://raw/a.log: the same file as an input"),
        (&["s3://raw/", "-o", "s3://raw/clean"], "s3://raw/clean: it lies inside the input s3://raw/"),
        (
            &["s3://raw/none", "-o", "x"],
            "s3://raw/none: no such object, or no such bucket; nothing was written",
        ),
        (
            &["s3://none/a", "-o", "x"],
            "s3://none/a: the storage cannot be reached, or answers with an error; nothing was written",
        ),
        (
            &["s3://raw/x/cut.gz", "-o", "s3://out/cut.gz"],
            "s3://raw/x/cut.gz: the gz ends too early; nothing was written",
        ),
    ] {
        let run = server.samar(folder, arguments);
        assert!(run.stderr.starts_with(&format!("samar: {expected}")), "{}", run.stderr);
        assert_eq!(run.code, 2);
    }
    assert_eq!(server.peer(&["list", "out"]), "");
}

#[test]
fn an_object_larger_than_memory_goes_through_in_parts() {
    const MEBIBYTES: usize = 96;
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let line =
        b"2024-03-01T09:10:11Z nothing to see here, the order was shipped and the customer is content\n";
    let mut text = line.repeat((MEBIBYTES << 20) / line.len());
    text.extend_from_slice(b"my pin is 4821\n");
    server.put(folder, "large.log", &text);
    let time = Path::new("/usr/bin/time");
    let mut command = if time.is_file() {
        let mut timed = Command::new(time);
        timed.args(["-f", "%M", "-o", "peak", env!("CARGO_BIN_EXE_samar")]).current_dir(folder);
        timed.args(["-q", "s3://raw/large.log", "-o", "s3://out/large.log"]);
        timed.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        timed
    } else {
        command(folder, &["-q", "s3://raw/large.log", "-o", "s3://out/large.log"])
    };
    server.with_access(&mut command);
    let run = finish(command.spawn().expect("the binary runs"), b"");
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    let expected = [&text[..text.len() - 5], b"[PIN]\n"].concat();
    assert!(server.get(folder, "large.log") == expected, "another object came out");
    assert_eq!(server.peer(&["unfinished", "out"]), "0\n");
    if time.is_file() {
        let peak = fs::read_to_string(folder.join("peak")).expect("it was written");
        let peak: usize = peak.trim().parse().expect("a number");
        assert!(peak < 64 * 1024, "{peak} KiB for {MEBIBYTES} MiB");
    }
}
