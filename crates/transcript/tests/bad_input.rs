//! Input that is not as it should be: turns out of order, ids that come twice, roles that are missing, clocks that jump. What is
//! in doubt is masked, and nothing panics.

use samar::Redactor;
use samar_transcript::{Conversation, Role, State, Transcript, Turn};

fn texts(turns: &[Turn<'_>]) -> Vec<String> {
    let redactor = Redactor::new();
    let mut chat = Conversation::new(&redactor);
    turns.iter().map(|turn| chat.push(*turn).text).collect()
}

const ASKS: Turn<'static> = Turn::new(Role::Agent, "What is your PIN?");
const ANSWERS: Turn<'static> = Turn::new(Role::Customer, "4821");

#[test]
fn clocks_may_go_back_stand_still_and_jump() {
    for (asked, answered, is_masked) in [
        (100_000, 160_000, true),
        // Back: no time has passed.
        (100_000, 40_000, true),
        (u64::MAX, 0, true),
        (0, 120_000, true),
        (0, 120_001, false),
        (0, u64::MAX, false),
    ] {
        let said = texts(&[ASKS.at(asked), ANSWERS.at(answered)]);
        assert_eq!(said[1] == "[PIN]", is_masked, "{asked} {answered}");
    }
    // One side has a clock, the other has none.
    assert_eq!(texts(&[ASKS.at(7), ANSWERS])[1], "[PIN]");
    assert_eq!(texts(&[ASKS, ANSWERS.at(u64::MAX)])[1], "[PIN]");
}

#[test]
fn turns_out_of_order_are_heard_as_they_come() {
    // The answer was written before the question has come; its name finds it.
    let redactor = Redactor::new();
    let mut chat = Conversation::new(&redactor);
    assert_eq!(chat.push(ANSWERS.id("a").at(2_000)).text, "4821");
    let outcome = chat.push(Turn::new(Role::Customer, "that was my pin").id("b").at(1_000));
    assert_eq!(outcome.retractions[0].text, "[PIN]");
    assert_eq!(outcome.retractions[0].id.as_deref(), Some("a"));
}

#[test]
fn ids_may_come_twice() {
    let redactor = Redactor::new();
    let mut chat = Conversation::new(&redactor);
    chat.push(Turn::new(Role::Agent, "card number please"));
    let part = |text, id| Turn::new(Role::Customer, text).id(id);
    // The same message, delivered again, is no second part.
    chat.push(part("4111 1111", "1"));
    assert!(chat.push(part("4111 1111", "1")).retractions.is_empty());
    let outcome = chat.push(part("1111 1111", "2"));
    assert_eq!((outcome.text.as_str(), outcome.retractions.len()), ("**** ****", 1));
    assert_eq!(outcome.retractions[0].text, "**** ****");
    // Another message under the same id is one.
    let mut chat = Conversation::new(&redactor);
    chat.push(Turn::new(Role::Agent, "card number please"));
    chat.push(part("4111 1111", "1"));
    let outcome = chat.push(part("1111 1111", "1"));
    assert_eq!((outcome.text.as_str(), outcome.retractions.len()), ("**** ****", 1));
}

#[test]
fn a_long_id_comes_back_as_long_as_there_is_room() {
    let redactor = Redactor::new();
    for (len, kept) in [(64, true), (65, true), (200, true), (256, true), (257, false)] {
        let mut chat = Conversation::new(&redactor);
        let id = "m".repeat(len);
        chat.push(Turn::new(Role::Agent, "card number please"));
        chat.push(Turn::new(Role::Customer, "4111 1111").id(&id));
        let json = serde_json::to_string(chat.state()).expect("a state is plain data");
        assert!(json.len() < 1024, "{} bytes", json.len());
        let state: State = serde_json::from_str(&json).expect("what was written is read");
        let outcome =
            Conversation::resume(&redactor, state).push(Turn::new(Role::Customer, "1111 1111").id("x"));
        assert_eq!(outcome.retractions[0].turn, 1);
        assert_eq!(outcome.retractions[0].id.as_deref() == Some(&id), kept, "{len}");
    }
    // Of several the newest keep theirs, and every one its turn.
    let mut chat = Conversation::new(&redactor);
    chat.push(Turn::new(Role::Agent, "card number please"));
    for (text, id) in [("411", "a"), ("111", "b"), ("111", "c")] {
        chat.push(Turn::new(Role::Customer, text).id(&id.repeat(120)));
    }
    let outcome = chat.push(Turn::new(Role::Customer, "1111111").id("last"));
    let told: Vec<_> = outcome.retractions.iter().map(|one| (one.turn, one.id.is_some())).collect();
    assert_eq!(told, [(1, false), (2, true), (3, true)]);
}

#[test]
fn a_role_may_be_missing() {
    // Nobody knows who speaks: what is asked for may be answered by anyone.
    assert_eq!(
        texts(&[Turn::new(Role::Unknown, "what's your PIN?"), Turn::new(Role::Unknown, "4821")])[1],
        "[PIN]"
    );
    let redactor = Redactor::new();
    let source = "{\"conversation\":\"a\",\"role\":\"agent\",\"text\":\"PIN?\"}\n{\"conversation\":\"a\",\"text\":\"4821\"}\n{\"conversation\":\"a\",\"role\":\"nobody\",\"text\":\"my cvv is 482\"}\n{\"conversation\":\"a\",\"role\":null,\"text\":\"my cvv is 482\"}\n";
    let transcript = Transcript::read(source, "file").expect("a transcript");
    let told = transcript.told(&redactor, None);
    let expected = source.replace("4821", "[PIN]").replace("482\"", "[CARD_CVV]\"");
    assert_eq!(transcript.redacted(&redactor, &told), expected);
}

#[test]
fn a_state_of_a_newer_version_is_refused_and_a_new_conversation_masks() {
    let error = serde_json::from_str::<State>(r#"{"version":9,"canary":1}"#).expect_err("it is newer");
    assert!(error.to_string().contains("version 9") && !error.to_string().contains("canary"), "{error}");
    assert_eq!(texts(&[Turn::new(Role::Customer, "my pin is 4821")]), ["my pin is [PIN]"]);
}

#[test]
fn a_file_out_of_order_is_heard_in_time_too() {
    let redactor = Redactor::new();
    let line = |role, text, time| {
        format!(
            "{{\"conversation\":\"a\",\"role\":\"{role}\",\"text\":\"{text}\",\"time\":\"2024-03-01T10:0{time}:00Z\"}}\n"
        )
    };
    for (first, second, is_masked) in [(2, 1, true), (1, 2, false), (1, 1, false)] {
        let source = line("customer", "4821", first) + &line("agent", "What is your PIN?", second);
        let transcript = Transcript::read(&source, "file").expect("a transcript");
        let told = transcript.told(&redactor, None);
        let is_gone = !transcript.redacted(&redactor, &told).contains("4821");
        assert_eq!(is_gone, is_masked, "{first} {second}");
    }
}
