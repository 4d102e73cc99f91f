//! The cases of `corpora/cases` through the engine: findings, output, every face of the engine that must agree.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use samar::{Builder, Entities, Redactor, Scratch};
use samar_testkit::cases::{self, Case};

fn cases() -> Vec<Case> {
    cases::load().expect("the repository's cases are well formed")
}

/// A redactor for each list of entities that cases ask for.
struct Redactors(BTreeMap<Option<String>, Redactor>);

impl Redactors {
    fn new(builder: impl Fn() -> Builder) -> Self {
        let lists = cases().into_iter().map(|case| case.entities);
        let built = lists.map(|list| {
            let entities = match &list {
                Some(list) => list.parse().expect("cases name entities"),
                None => Entities::standard(),
            };
            (list, entities)
        });
        let built: BTreeMap<_, _> = built.collect();
        Self(
            built
                .into_iter()
                .map(|(list, entities)| {
                    (list, builder().entities(entities).build().expect("the machine has it"))
                })
                .collect(),
        )
    }

    fn of(&self, case: &Case) -> &Redactor {
        &self.0[&case.entities]
    }
}

/// Entity and span of each finding.
type Found = Vec<(String, usize, usize)>;

fn found(redactor: &Redactor, text: &[u8]) -> Found {
    redactor
        .find(text)
        .into_iter()
        .map(|finding| (redactor.rule(finding.rule).entity.to_owned(), finding.span.start, finding.span.end))
        .collect()
}

fn expected(case: &Case) -> Found {
    case.find.iter().map(|value| (value.entity.clone(), value.start, value.end)).collect()
}

/// Runs `check` on every case and fails with every message at once.
fn every_case(check: impl Fn(&Case) -> Option<String>) {
    let cases = cases();
    assert!(cases.len() > 500, "only {} cases were found", cases.len());
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            check(case)
                .map(|message| format!("{} ({}): {message}\n    why: {}", case.name, case.file, case.why))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases fail:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

#[test]
fn every_case_finds_what_it_says() {
    let redactors = Redactors::new(Redactor::builder);
    every_case(|case| {
        let (found, expected) = (found(redactors.of(case), &case.text), expected(case));
        let text = String::from_utf8_lossy(&case.text);
        (found != expected).then(|| format!("{text:?}\n    found    {found:?}\n    expected {expected:?}"))
    });
}

#[test]
fn every_case_writes_what_it_says() {
    let redactors = Redactors::new(Redactor::builder);
    every_case(|case| {
        let redactor = redactors.of(case);
        let output = redactor.redact_bytes(&case.text);
        let expected = case.output.as_ref()?;
        (output != *expected).then(|| {
            format!(
                "\n    wrote    {:?}\n    expected {:?}",
                String::from_utf8_lossy(&output),
                String::from_utf8_lossy(expected)
            )
        })
    });
}

#[test]
fn kernels_and_no_prefilter_agree() {
    let references = Redactors::new(|| Redactor::builder().without_prefilter());
    for kernel in Builder::kernels() {
        let redactors = Redactors::new(|| Redactor::builder().kernel(kernel));
        every_case(|case| {
            (0..64).find_map(|offset| {
                let text = [&vec![b'\n'; offset][..], &case.text].concat();
                let (with, without) = (found(redactors.of(case), &text), found(references.of(case), &text));
                (with != without)
                    .then(|| format!("{kernel} at offset {offset}: {with:?}, without prefilter {without:?}"))
            })
        });
    }
}

#[test]
fn every_chunk_size_agrees() {
    let redactors = Redactors::new(Redactor::builder);
    every_case(|case| {
        let redactor = redactors.of(case);
        let whole = redactor.redact_bytes(&case.text);
        (1..=case.text.len().min(80)).find_map(|size| {
            let mut writer = redactor.writer(Vec::new());
            for chunk in case.text.chunks(size) {
                writer.push(chunk, |_| {}).expect("a vector takes everything");
            }
            let (output, report) = writer.finish().expect("a vector takes everything");
            let is_counted =
                report.bytes_in == case.text.len() as u64 && report.bytes_out == output.len() as u64;
            (output != *whole || !is_counted).then(|| {
                format!(
                    "chunks of {size}: {:?}, whole {:?}",
                    String::from_utf8_lossy(&output),
                    String::from_utf8_lossy(&whole)
                )
            })
        })
    });
}

/// A text that ends, or begins, in the middle of anything: nothing reads beyond it.
#[test]
fn cases_cut_anywhere_are_read() {
    let redactors = Redactors::new(Redactor::builder);
    every_case(|case| {
        let redactor = redactors.of(case);
        let end = case.text.len();
        let broken = (0..=end).find(|&cut| {
            let parts = [&case.text[..cut], &case.text[cut..]];
            catch_unwind(AssertUnwindSafe(|| parts.map(|part| redactor.find(part).len()))).is_err()
        });
        broken.map(|cut| format!("cut after {cut} bytes"))
    });
}

#[test]
fn cases_one_after_the_other_may_be_walked_ahead() {
    let redactor = Redactor::new();
    for end in ["\n", "\r\n", " "] {
        let mut text = Vec::new();
        for case in cases() {
            text.extend_from_slice(&case.text);
            text.extend_from_slice(end.as_bytes());
        }
        let whole = redactor.redact_bytes(&text);
        for size in [61, 997, 8_191, 50_021] {
            let (mut rest, mut taken) = (text.as_slice(), 0);
            let mut writer = redactor.writer(Vec::new());
            let mut before = redactor.ahead(size);
            while !rest.is_empty() {
                let mut block = redactor.ahead(size);
                block.follow(&before);
                block.read(&mut rest).expect("a slice can be read");
                block.walk();
                taken += writer.push_ahead(&block, |_| {}).expect("a vector takes everything");
                before = block;
            }
            let (output, _) = writer.finish().expect("a vector takes everything");
            assert!(output == *whole, "blocks of {size}, cases that end in {end:?}");
            assert!(taken * 2 > text.len(), "blocks of {size}: only {taken} of {} were of use", text.len());
        }
    }
}

#[test]
fn every_case_settles() {
    let redactors = Redactors::new(Redactor::builder);
    every_case(|case| {
        let redactor = redactors.of(case);
        let once = redactor.redact_bytes(&case.text).into_owned();
        let twice = redactor.redact_bytes(&once);
        (twice != once).then(|| {
            format!("{:?} then {:?}", String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice))
        })
    });
}

#[test]
fn json_stays_json() {
    let redactors = Redactors::new(Redactor::builder);
    every_case(|case| {
        let redactor = redactors.of(case);
        serde_json::from_slice::<serde_json::Value>(&case.text)
            .ok()
            .filter(|value| value.is_object() || value.is_array())?;
        let output = redactor.redact_bytes(&case.text);
        let error = serde_json::from_slice::<serde_json::Value>(&output).err()?;
        Some(format!("{error}: {}", String::from_utf8_lossy(&output)))
    });
}

#[test]
fn a_warm_scratch_changes_nothing() {
    let redactors = Redactors::new(Redactor::builder);
    let mut scratch = Scratch::default();
    for case in cases() {
        let redactor = redactors.of(&case);
        let mut spans = Vec::new();
        redactor.scan(&mut scratch, &case.text, |finding| spans.push(finding));
        assert_eq!(spans, redactor.find(&case.text), "{}", case.name);
    }
}
