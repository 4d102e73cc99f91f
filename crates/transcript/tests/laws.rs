//! Laws of conversations: a state that is written and read changes nothing, it stays small, nothing leaks sideways, and nothing
//! that can be said is too much.

mod bodies;

use proptest::prelude::*;
use samar::Redactor;
use samar_testkit::properties::config;
use samar_transcript::{Conversation, Outcome, Role, State, Turn};

/// What turns are made of: questions, labels, parts, refusals, talk.
const SAYINGS: [&str; 28] = [
    "what is your PIN?",
    "berapa cvv nya",
    "card number please",
    "my pin is",
    "4821",
    "482",
    "4111",
    "1111 1111",
    "411111",
    "that was my otp",
    "itu pin saya",
    "lupa",
    "I forgot",
    "bentar",
    "never share your otp",
    "send it to me",
    "order number?",
    "pindahkan ke rekening aman",
    "install anydesk",
    "https://citi-login.com klik",
    "eh salah, 4812",
    "\u{200b}",
    "😀",
    "𝟜𝟠𝟚𝟙",
    "،؟",
    "密码是多少",
    "рin?",
    "\"\\\n",
];

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::Customer, Role::Agent, Role::Bot, Role::System, Role::Unknown])
}

fn said() -> impl Strategy<Value = (Role, String, Option<u64>, Option<String>)> {
    let text = prop_oneof![
        4 => prop::collection::vec(prop::sample::select(SAYINGS.to_vec()), 1..3).prop_map(|parts| parts.join(" ")),
        1 => "\\PC{0,60}",
    ];
    (role(), text, prop::option::of(0..400_000_u64), prop::option::of("[a-z]{0,70}"))
}

fn turn<'t>((role, text, time, id): &'t (Role, String, Option<u64>, Option<String>)) -> Turn<'t> {
    let mut turn = Turn::new(*role, text);
    if let Some(time) = time {
        turn = turn.at(*time);
    }
    id.as_deref().map_or(turn, |id| turn.id(id))
}

fn check(
    redactor: &Redactor,
    said: &[(Role, String, Option<u64>, Option<String>)],
) -> Result<(), TestCaseError> {
    let mut whole = Conversation::new(redactor);
    let mut state = State::default();
    for one in said {
        let expected: Outcome = whole.push(turn(one));
        let json = serde_json::to_string(&state).expect("a state is plain data");
        prop_assert!(json.len() < 1024, "{} bytes", json.len());
        let mut resumed =
            Conversation::resume(redactor, serde_json::from_str(&json).expect("what was written is read"));
        prop_assert!(resumed.push(turn(one)) == expected);
        state = resumed.into_state();
        // Spans lie on characters, in order, and the text says what they hide.
        let mut end = 0;
        for finding in &expected.findings {
            prop_assert!(finding.span.start >= end && one.1.get(finding.span.range()).is_some());
            end = finding.span.end;
        }
        for alert in &expected.alerts {
            prop_assert!(alert.words.iter().all(|span| one.1.get(span.range()).is_some()));
        }
    }
    Ok(())
}

#[test]
fn what_once_broke_the_law_does_so_no_more() {
    for input in [
        // A tag behind a digit and a colon made a line of IRC of a line of JSON.
        &b"\x01\x01\x01\x01\x0e <\x01>\0\x01\x01\x01\x01\x0e"[..],
        // What nothing closes was no text.
        "\x13\x01\x01\x01密码是多少\0\x28\x01\x01\x010</ﶒ#A¡".as_bytes(),
    ] {
        bodies::conversation_never_leaks(input);
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_state_that_is_written_and_read_changes_nothing(said in prop::collection::vec(said(), 1..12)) {
        check(&Redactor::new(), &said)?;
    }

    #[test]
    fn conversation_never_leaks(said in prop::collection::vec((prop::array::uniform4(1_u8..), said()), 1..8)) {
        let input: Vec<u8> =
            said.iter().flat_map(|(head, (_, text, ..))| [&head[..], text.as_bytes(), b"\0"].concat()).collect();
        bodies::conversation_never_leaks(&input);
    }

    #[test]
    fn conversation_never_leaks_whatever_the_bytes(input in prop::collection::vec(any::<u8>(), 0..200)) {
        bodies::conversation_never_leaks(&input);
    }
}

#[test]
fn nothing_of_a_turn_is_in_what_can_be_logged() {
    let redactor = Redactor::new();
    let mut chat = Conversation::new(&redactor);
    let mut logged = String::new();
    for (role, text) in [
        (Role::Agent, "canary, PIN?"),
        (Role::Customer, "73"),
        (Role::Customer, "91"),
        (Role::Customer, "canary 7391"),
        (Role::Customer, "4111"),
        (Role::Customer, "7391"),
    ] {
        let turn = Turn::new(role, text).id("canary").author("canary");
        logged += &format!("{turn:?}");
        let outcome = chat.push(turn);
        logged += &format!("{outcome:?} {chat:?} {:?}", chat.state());
    }
    assert!(!logged.contains("canary") && !logged.contains("7391") && !logged.contains("\"73"), "{logged}");
}

#[test]
fn a_state_of_another_version_or_make_is_refused() {
    for json in [
        r#"{"version":2}"#,
        r#"{"turns":1}"#,
        &format!(
            r#"{{"version":1,"parts":[{{"turn":0,"side":1,"id":null,"text":"{}","time":null}}]}}"#,
            "1".repeat(400)
        ),
    ] {
        let error = serde_json::from_str::<State>(json).expect_err(json);
        assert!(!error.to_string().contains("111"), "{error}");
    }
    assert!(serde_json::from_str::<State>(r#"{"version":1}"#).is_ok());
}

#[test]
fn long_turns_and_long_conversations_pass() {
    let redactor = Redactor::new();
    let mut chat = Conversation::new(&redactor);
    for text in [
        "pin? ".repeat(200_000),
        "4821 ".repeat(200_000),
        "a".repeat(1 << 20),
        ", ".repeat(1 << 19),
        "send it ".repeat(130_000),
        "open order 4821 ".repeat(60_000),
        "your pin, ".repeat(100_000),
        "klik s.id/a ".repeat(80_000),
    ] {
        chat.push(Turn::new(Role::Agent, &text));
        chat.push(Turn::new(Role::Customer, &text));
    }
    for turn in 0..100_000_u64 {
        chat.push(Turn::new(
            if turn % 2 == 0 { Role::Agent } else { Role::Customer },
            SAYINGS[turn as usize % SAYINGS.len()],
        ));
    }
    assert_eq!(chat.state().turns(), 100_016);
}
