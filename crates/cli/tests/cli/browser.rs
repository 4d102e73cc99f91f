//! The page of `--report`, opened in a browser where there is one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::samar::samar_in;

/// Clicks on the heads of the table, and leaves what its first column then holds.
const CLICKS: &str = r#"
<script>
const names = () => [...document.querySelectorAll("tbody tr")].map((row) => row.cells[0].textContent).join(" ");
const heads = document.querySelectorAll("th");
const seen = [];
for (const head of [0, 0, 1, 1]) { heads[head].click(); seen.push(names()); }
document.title = "sorted: " + seen.join(" | ");
</script>
"#;

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|file| file.is_file())
}

/// The page as the browser has it when all scripts have run, and what it has to say.
fn open(browser: &Path, page: &Path, profile: &Path) -> (String, String) {
    let run = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&run.stdout), text(&run.stderr))
}

#[test]
#[expect(clippy::print_stderr, reason = "that nothing was tested is said")]
fn the_page_works_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("not run: there is no Chromium");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).expect("a folder");
    for (name, count) in [("b.log", 3), ("a.log", 10), ("<i>c.log", 2)] {
        fs::write(at("in").join(name), "2024-03-01T09:10:11Z my pin is 4821\n".repeat(count))
            .expect("a file");
    }
    assert_eq!(samar_in(folder.path(), &["scan", "-q", "in", "--report", "r.html"], b"").code, 1);
    let page = fs::read_to_string(at("r.html")).expect("it was written");
    assert!(page.contains("</body>") && !page.contains("4821"));
    fs::write(at("clicked.html"), page.replace("</body>", &format!("{CLICKS}</body>"))).expect("a file");
    let (shown, said) = open(&browser, &at("clicked.html"), &at("profile"));
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(!shown.contains("4821") && shown.contains("in/&lt;i&gt;c.log"));
    // Names upwards and downwards, counts downwards and upwards: as numbers, so 10 is more than 3.
    let (a, b, c) = ("in/a.log", "in/b.log", "in/&lt;i&gt;c.log");
    let expected = format!("<title>sorted: {c} {a} {b} | {b} {a} {c} | {a} {b} {c} | {c} {b} {a}</title>");
    assert!(shown.contains(&expected), "{}", &shown[..shown.len().min(600)]);
}
