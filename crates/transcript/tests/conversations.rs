//! Conversations of our own: every value and every alert of each, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use samar::Redactor;
use samar_transcript::{Conversation, Role, State, Turn};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    time: Vec<u64>,
    turns: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    role: Role,
    #[serde(default)]
    author: Option<String>,
    text: String,
    #[serde(default)]
    spans: Vec<(usize, usize, String)>,
    #[serde(default)]
    alerts: Vec<String>,
}

/// What a conversation came to, turn by turn: spans and alerts, retractions put in their places.
type Told = Vec<(Vec<(usize, usize, String)>, Vec<String>)>;

fn told(redactor: &Redactor, case: &Case, is_resumed: bool) -> Told {
    let mut chat = Conversation::new(redactor);
    let mut told: Told = Vec::new();
    for (index, line) in case.turns.iter().enumerate() {
        if is_resumed {
            let json = serde_json::to_string(&chat.into_state()).expect("a state is plain data");
            assert!(json.len() < 1024, "{}: {} bytes", case.name, json.len());
            let state: State = serde_json::from_str(&json).expect("what was written is read");
            chat = Conversation::resume(redactor, state);
        }
        let mut turn = Turn::new(line.role, &line.text);
        if let Some(author) = &line.author {
            turn = turn.author(author);
        }
        if let Some(time) = case.time.get(index) {
            turn = turn.at(time * 1000);
        }
        let outcome = chat.push(turn);
        let spans = |findings: &[samar::Finding]| -> Vec<_> {
            findings
                .iter()
                .map(|finding| {
                    (finding.span.start, finding.span.end, redactor.rule(finding.rule).entity.to_owned())
                })
                .collect()
        };
        for retraction in &outcome.retractions {
            told[retraction.turn as usize].0 = spans(&retraction.findings);
        }
        let mut alerts: Vec<_> = outcome.alerts.iter().map(|alert| alert.kind.name().to_owned()).collect();
        for alert in &outcome.alerts {
            assert!(
                !alert.words.is_empty()
                    && alert.words.iter().all(|span| line.text.is_char_boundary(span.start)
                        && line.text.is_char_boundary(span.end)
                        && !span.is_empty()),
                "{}: {alert:?}",
                case.name
            );
        }
        alerts.sort();
        told.push((spans(&outcome.findings), alerts));
    }
    told
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/conversations");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    files
}

#[test]
fn redaction_settles() {
    let redactor = Redactor::new();
    for path in files() {
        for line in fs::read_to_string(&path).expect("a file").lines() {
            let mut case: Case = serde_json::from_str(line).expect("a case");
            let masked = |case: &Case| {
                let mut chat = Conversation::new(&redactor);
                let mut texts: Vec<String> = Vec::new();
                for line in &case.turns {
                    let outcome = chat.push(Turn::new(line.role, &line.text));
                    for retraction in outcome.retractions {
                        texts[retraction.turn as usize] = retraction.text;
                    }
                    texts.push(outcome.text);
                }
                texts
            };
            let once = masked(&case);
            for (line, text) in case.turns.iter_mut().zip(&once) {
                line.text.clone_from(text);
            }
            assert_eq!(masked(&case), once, "{}", case.name);
        }
    }
}

#[test]
fn every_conversation_comes_to_what_is_marked() {
    let redactor = Redactor::new();
    let (mut count, mut benign, mut failures) = (0, 0, Vec::new());
    for path in files() {
        let text = fs::read_to_string(&path).expect("a file");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let case: Case = serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{}:{}: {error}", path.display(), number + 1));
            count += 1;
            let expected: Told = case
                .turns
                .iter()
                .map(|line| {
                    let mut alerts = line.alerts.clone();
                    alerts.sort();
                    (line.spans.clone(), alerts)
                })
                .collect();
            benign +=
                usize::from(expected.iter().all(|(spans, alerts)| spans.is_empty() && alerts.is_empty()));
            let found = told(&redactor, &case, false);
            assert_eq!(
                found,
                told(&redactor, &case, true),
                "{}: a state that is written and read changes nothing",
                case.name
            );
            for (turn, (found, expected)) in found.iter().zip(&expected).enumerate() {
                if found != expected {
                    failures.push(format!(
                        "{} turn {turn}: found {found:?}, expected {expected:?}\n    {}",
                        case.name, case.turns[turn].text
                    ));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of the turns of {count} conversations:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(count >= 150 && benign * 3 >= count, "{count} conversations, {benign} of them benign");
}
