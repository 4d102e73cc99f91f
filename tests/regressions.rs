//! Inputs that once broke a law, each replayed through the law of its folder's name.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use samar_testkit::cases;

use crate::laws::bodies;

#[test]
fn what_once_broke_a_law_does_so_no_more() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/fuzz/regressions");
    let mut replayed = 0;
    let mut failures = Vec::new();
    for folder in entries(&root) {
        let name =
            folder.file_name().expect("an entry of a folder has a name").to_string_lossy().into_owned();
        let Some((_, law)) = bodies::ALL.iter().find(|(law, _)| *law == name) else {
            panic!("{} is named for no law", folder.display());
        };
        for file in entries(&folder) {
            let input = fs::read(&file).expect("the repository is readable");
            replayed += 1;
            if catch_unwind(AssertUnwindSafe(|| law(&input))).is_err() {
                failures.push(format!(
                    "{name}/{}",
                    file.file_name().expect("an entry of a folder has a name").to_string_lossy()
                ));
            }
        }
    }
    assert!(replayed >= bodies::ALL.len(), "only {replayed} inputs were found");
    assert!(
        failures.is_empty(),
        "{} of {replayed} break their law again:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The cases, alone and many in a row, are what the fuzzer begins with.
#[test]
fn every_case_keeps_every_law() {
    let cases = cases::load().expect("the repository's cases are well formed");
    let mut texts: Vec<_> = cases.into_iter().map(|case| (case.name, case.text)).collect();
    let rows: Vec<_> =
        texts.chunks(200).map(|row| row.iter().map(|(_, text)| text.clone()).collect()).collect();
    texts.extend(rows.iter().map(|row: &Vec<Vec<u8>>| ("many in a row".to_owned(), row.join(&b'\n'))));
    let mut failures = Vec::new();
    for (index, (case, text)) in texts.iter().enumerate() {
        for (name, law) in bodies::ALL {
            let input = bodies::input(name, index, text);
            if catch_unwind(AssertUnwindSafe(|| law(&input))).is_err() {
                failures.push(format!("{name}: {case}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} cases break a law:\n{}", failures.len(), failures.join("\n"));
}

/// What is fuzzed and is no law of the engine's: the promises of `crates/formats` and `crates/transcript`.
const OTHERS: [&str; 2] = ["conversation_never_leaks", "json_stays_json"];

/// Every law has a folder and a fuzz target of its name, and no target is without a law.
#[test]
fn laws_targets_and_folders_have_the_same_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut laws: Vec<String> = bodies::ALL.iter().map(|(law, _)| (*law).to_owned()).collect();
    laws.sort();
    for (folder, what) in [("corpora/fuzz/regressions", "folders"), ("fuzz/fuzz_targets", "targets")] {
        let names = entries(&root.join(folder)).into_iter();
        let names: Vec<_> = names
            .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
            .filter(|name| what != "targets" || !OTHERS.contains(&name.as_str()))
            .collect();
        assert_eq!(names, laws, "{what}");
    }
}

/// What is in a folder, in the order of names.
fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the repository is readable").path()).collect();
    paths.sort();
    paths
}
