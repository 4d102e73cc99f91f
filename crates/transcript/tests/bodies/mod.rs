//! The law of conversations as a function of an input that panics where it does not hold. The property test of `laws.rs` and
//! the fuzz target `conversation_never_leaks` share this file, so that they cannot come to mean different things.

#![allow(unreachable_pub, reason = "the fuzz targets call it from another crate")]

use std::sync::LazyLock;

use samar::{Finding, Redactor};
use samar_transcript::{Conversation, Role, State, Transcript, Turn};

static REDACTOR: LazyLock<Redactor> = LazyLock::new(Redactor::new);

const ROLES: [Role; 5] = [Role::Customer, Role::Agent, Role::Bot, Role::System, Role::Unknown];

/// A turn as the input has it.
struct Said {
    role: Role,
    id: Option<String>,
    time: Option<u64>,
    /// Which byte of the written state is spoilt, and into what.
    spoilt: (usize, u8),
    text: String,
}

/// Turns end with a NUL; the first four bytes of each say who speaks, its id, its time, and how a state is spoilt.
fn turns(input: &[u8]) -> Vec<Said> {
    let pieces = input.split(|byte| *byte == 0).filter(|piece| piece.len() > 4).take(24);
    pieces
        .map(|piece| {
            let (head, text) = piece.split_at(4);
            Said {
                role: ROLES[usize::from(head[0]) % ROLES.len()],
                id: (head[1] % 3 > 0).then(|| "i".repeat(usize::from(head[1]) % 90)),
                time: (head[2] % 4 > 0).then(|| u64::from(head[2]) * 9_000),
                spoilt: (usize::from(head[3]) * 3, head[3] ^ head[1]),
                text: String::from_utf8_lossy(text).into_owned(),
            }
        })
        .collect()
}

/// Whatever is said, by whomever, in whatever order and however the state fares on its way: nothing panics, no text that is
/// shown holds what a plain scan of it would mask, a state that was written and read gives the same, and turns one by one
/// come to what the archive's reading of all of them comes to.
pub fn conversation_never_leaks(input: &[u8]) {
    let said = turns(input);
    let mut whole = Conversation::new(&REDACTOR);
    let mut state = State::default();
    for one in &said {
        let json = serde_json::to_string(&state).expect("a state is plain data");
        assert!(json.len() < 1024, "a state of {} bytes", json.len());
        spoil(&json, one);
        let read = serde_json::from_str(&json).expect("what was written is read");
        let mut resumed = Conversation::resume(&REDACTOR, read);
        let (outcome, again) = (whole.push(turn(one)), resumed.push(turn(one)));
        assert!(outcome == again, "a state that was written and read comes to something else");
        state = resumed.into_state();
        check(&one.text, &outcome.findings);
        for retraction in &outcome.retractions {
            let earlier = usize::try_from(retraction.turn).ok().and_then(|turn| said.get(turn));
            assert!(retraction.turn < outcome.turn, "only earlier turns are taken back");
            check(&earlier.expect("it was said").text, &retraction.findings);
        }
    }
    archive(&said);
}

fn turn(said: &Said) -> Turn<'_> {
    let mut turn = Turn::new(said.role, &said.text);
    if let Some(id) = &said.id {
        turn = turn.id(id);
    }
    said.time.map_or(turn, |time| turn.at(time))
}

/// A spoilt state is refused, or goes on without a panic.
fn spoil(json: &str, said: &Said) {
    let mut bytes = json.as_bytes().to_vec();
    let (at, byte) = said.spoilt;
    let at = at % bytes.len();
    bytes[at] = byte;
    if let Ok(state) = serde_json::from_slice::<State>(&bytes) {
        let outcome = Conversation::resume(&REDACTOR, state).push(turn(said));
        check(&said.text, &outcome.findings);
    }
}

/// Findings are in order, disjoint, on characters, and hide all that a plain scan finds.
fn check(text: &str, findings: &[Finding]) {
    let mut end = 0;
    for finding in findings {
        assert!(finding.span.start >= end && text.get(finding.span.range()).is_some(), "a span is unsound");
        end = finding.span.end;
    }
    for plain in REDACTOR.find(text) {
        let hides = |finding: &&Finding| {
            finding.excuse.is_none()
                && finding.span.start <= plain.span.start
                && plain.span.end <= finding.span.end
        };
        assert!(findings.iter().any(|finding| hides(&finding)), "a value is shown");
    }
}

/// One by one, without times and ids, and all at once from a file.
fn archive(said: &[Said]) {
    let (mut chat, mut told) = (Conversation::new(&REDACTOR), Vec::<Vec<Finding>>::new());
    let mut file = String::new();
    for one in said.iter().filter(|one| !one.text.trim().is_empty()) {
        let outcome = chat.push(Turn::new(one.role, &one.text));
        for retraction in outcome.retractions {
            let earlier = usize::try_from(retraction.turn).expect("there are few turns");
            told[earlier] = retraction.findings;
        }
        told.push(outcome.findings);
        let line = serde_json::json!({ "conversation": "c", "role": one.role.name(), "text": one.text });
        file.push_str(&line.to_string());
        file.push('\n');
    }
    if told.is_empty() {
        return;
    }
    let transcript = Transcript::read(&file, "file").expect("samar's own lines are a transcript");
    let read: Vec<Vec<Finding>> =
        transcript.told(&REDACTOR, None).into_iter().map(|told| told.findings).collect();
    assert!(read == told, "the archive's reading comes to something else");
}
