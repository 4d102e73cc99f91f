//! Google Cloud Storage and Azure, against local servers of their interfaces, where this machine has them.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::samar::{Outcome, command, finish};

/// What stands in the environment of a user of Google's; no key is asked for.
const GOOGLE_KEY: &str =
    r#"{"disable_oauth":true,"client_email":"test","private_key":"","private_key_id":""}"#;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/vendors.py");

struct Server {
    scheme: &'static str,
    port: String,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Server {
    /// One with the buckets `raw` and `out`, if what it takes is there.
    #[expect(clippy::print_stderr, reason = "that nothing was tested is said")]
    fn new(scheme: &'static str) -> Option<Self> {
        let runs = |program: &str, arguments: &[&str]| {
            let run =
                Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
            run.is_ok_and(|status| status.success())
        };
        let has = match scheme {
            "gs" => runs("python3", &["-c", "import moto.server, boto3"]),
            _ => {
                runs("python3", &["-c", "import azure.storage.blob"]) && runs("azurite-blob", &["--version"])
            }
        };
        if !has {
            eprintln!("not run: no server for {scheme}://");
            return None;
        }
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port");
        let port = free.port().to_string();
        let mut serve = if scheme == "gs" {
            let mut serve = Command::new("python3");
            serve.args([SCRIPT, "gs", &port, "serve"]);
            serve
        } else {
            let mut serve = Command::new("azurite-blob");
            serve.args(["--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--blobPort", &port]);
            serve
        };
        let child = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the server starts");
        let server = Self { scheme, port, child };
        while TcpStream::connect(free).is_err() {
            std::thread::yield_now();
        }
        server.peer(&["make", "raw"]);
        server.peer(&["make", "out"]);
        Some(server)
    }

    fn peer(&self, arguments: &[&str]) {
        let mut script = Command::new("python3");
        let run = script.args([SCRIPT, self.scheme, &self.port]).args(arguments).output().expect("it runs");
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    fn get(&self, folder: &Path, key: &str) -> Vec<u8> {
        let path = folder.join("download");
        self.peer(&["get", "out", key, path.to_str().expect("it is text")]);
        fs::read(path).expect("a file")
    }

    fn samar(&self, folder: &Path, arguments: &[&str], input: &[u8]) -> Outcome {
        let endpoint = format!("http://127.0.0.1:{}", self.port);
        let mut command = command(folder, arguments);
        match self.scheme {
            "gs" => command.envs([
                ("GOOGLE_BASE_URL", endpoint.as_str()),
                ("GOOGLE_ALLOW_HTTP", "true"),
                ("GOOGLE_SERVICE_ACCOUNT_KEY", GOOGLE_KEY),
            ]),
            _ => command.envs([
                ("AZURITE_BLOB_STORAGE_URL", endpoint.as_str()),
                ("AZURE_ALLOW_HTTP", "true"),
                ("AZURE_STORAGE_USE_EMULATOR", "true"),
            ]),
        };
        finish(command.spawn().expect("the binary runs"), input)
    }
}

fn there_and_back(scheme: &'static str) {
    let Some(server) = Server::new(scheme) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let url = |rest: &str| format!("{scheme}://{rest}");
    fs::write(folder.join("a.log"), "my pin is 4821\n").expect("a file");
    let path = folder.join("a.log");
    for key in ["logs/a b.log", "logs/sub/c.log"] {
        server.peer(&["put", "raw", key, path.to_str().expect("it is text")]);
    }

    let scan = server.samar(folder, &["scan", "-q", &url("raw/logs")], b"");
    let line = |key: &str| url(&format!("raw/logs/{key}:1:11: pin (context)\n"));
    assert_eq!((scan.text(), scan.code), ([line("a b.log"), line("sub/c.log")].concat().as_str(), 1));

    let (from, to) = (url("raw/logs"), url("out/clean"));
    let arguments = [&from, "-o", &to, "--journal", "j", "--manifest", "m.json"];
    let run = server.samar(folder, &arguments, b"");
    assert_eq!((run.stderr.as_str(), run.code), ("samar: 2 inputs, 30 bytes: 2 pin\n", 0));
    assert_eq!(server.get(folder, "clean/a b.log"), b"my pin is [PIN]\n");
    let again = server.samar(folder, &arguments, b"");
    assert_eq!(again.stderr, "samar: 0 inputs, 0 bytes: nothing found; 2 done before\n");
    let check = server.samar(folder, &["manifest", "check", "m.json"], b"");
    assert_eq!((check.stderr.as_str(), check.code), ("samar: 2 files, 0 differ\n", 0));
    assert_eq!(server.samar(folder, &["verify", "-q", &to], b"").code, 0);

    // In parts, from a pipe.
    let text = b"the order was shipped, my pin is 4821\n".repeat(600_000);
    let run = server.samar(folder, &["-q", "-", "-o", &url("out/large.log")], &text);
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    let masked = b"the order was shipped, my pin is [PIN]\n".repeat(600_000);
    assert!(server.get(folder, "large.log") == masked, "another object came out");

    let run = server.samar(folder, &["-q", &url("raw/none"), "-o", "x"], b"");
    let refused =
        format!("samar: {}: no such object, or no such bucket; nothing was written\n", url("raw/none"));
    assert_eq!((run.stderr, run.code), (refused, 2));
}

#[test]
fn google_is_read_and_written() {
    there_and_back("gs");
}

#[test]
fn azure_is_read_and_written() {
    there_and_back("az");
}
