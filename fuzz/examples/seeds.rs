//! Writes `corpus/<law>/` for every law: the text of each case, files of many cases for what takes more than one page, and
//! the inputs that once failed.
//!
//! `cargo run --example seeds`, in this folder.

#![forbid(unsafe_code)]

use std::fs;
use std::io;
use std::path::Path;

use samar_fuzz::laws;
use samar_testkit::cases;

/// Bytes of a seed of many cases: more than a stream holds back.
const PAGE: usize = 12_000;

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts: Vec<Vec<u8>> =
        cases::load().map_err(io::Error::other)?.into_iter().map(|case| case.text).collect();
    let all = texts.join(&b'\n');
    let seeds: Vec<&[u8]> = texts.iter().map(Vec::as_slice).chain(all.chunks(PAGE)).collect();
    let laws = laws::ALL.iter().map(|(law, _)| *law);
    for law in laws.chain(["json_stays_json"]) {
        let folder = root.join("corpus").join(law);
        fs::create_dir_all(&folder)?;
        for (index, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{index:04}")), laws::input(law, index, seed))?;
        }
        let regressions = root.join("../corpora/fuzz/regressions").join(law);
        if regressions.is_dir() {
            for entry in fs::read_dir(regressions)? {
                let entry = entry?;
                fs::copy(entry.path(), folder.join(entry.file_name()))?;
            }
        }
    }
    conversations(root)
}

/// Every conversation of our own as `conversation_never_leaks` reads it: four bytes, the text and a NUL for each turn.
fn conversations(root: &Path) -> io::Result<()> {
    let folder = root.join("corpus/conversation_never_leaks");
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(root.join("../corpora/conversations"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (index, line) in fs::read_to_string(&path)?.lines().enumerate() {
            let case: serde_json::Value = serde_json::from_str(line)?;
            let mut seed = Vec::new();
            for turn in case["turns"].as_array().into_iter().flatten() {
                let role = if turn["role"] == "customer" { 5 } else { 1 };
                seed.extend([role, 4, 1, 7]);
                seed.extend(turn["text"].as_str().unwrap_or_default().bytes().filter(|byte| *byte != 0));
                seed.push(0);
            }
            fs::write(folder.join(format!("{name}-{index:04}")), seed)?;
        }
    }
    Ok(())
}
