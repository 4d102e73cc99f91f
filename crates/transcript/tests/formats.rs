//! Every form of transcript: in, and out with nothing changed but the values.

mod examples;

use examples::{DOCUMENTS, LINES, unmarked};
use samar::Redactor;
use samar_transcript::{Role, Transcript, TranscriptStream};

/// The output, with roles and conversations of the messages.
fn redacted(source: &str) -> (String, Vec<(String, Role)>) {
    let redactor = Redactor::new();
    let transcript = Transcript::read(source, "file").expect("a transcript");
    let told = transcript.told(&redactor, None);
    let who =
        transcript.messages().iter().map(|message| (message.conversation.clone(), message.role)).collect();
    (transcript.redacted(&redactor, &told), who)
}

fn check(name: &str, marked: &str) -> Vec<(String, Role)> {
    let (source, expected) = unmarked(marked);
    let (out, who) = redacted(&source);
    assert_eq!(out, expected, "{name}");
    who
}

#[test]
fn lines_of_text() {
    for (name, text) in LINES {
        check(name, text);
    }
}

#[test]
fn documents_of_json() {
    for (name, text, customer) in DOCUMENTS {
        if name == "samar" {
            // The value starts with an escape.
            let source = text.replace("«821|»", "821");
            let (out, who) = redacted(&source);
            assert_eq!(out, source.replace("\\u0034821", "[PIN]"));
            assert_eq!(who[1], ("b".to_owned(), Role::Customer));
            continue;
        }
        let who = check(name, text);
        assert_eq!(who.iter().any(|(_, role)| *role == Role::Customer), customer, "{name}: {who:?}");
        assert!(who.iter().all(|(conversation, _)| *conversation == who[0].0), "{name}: {who:?}");
    }
}

/// What ends in the middle of anything: nothing is lost, and what stands before the cut is masked, be it read whole or in pieces.
#[test]
fn examples_cut_anywhere_are_read() {
    let redactor = Redactor::new();
    let documents = DOCUMENTS.iter().map(|(name, text, _)| (name, text));
    for (name, text) in LINES.iter().map(|(name, text)| (name, text)).chain(documents) {
        let source = unmarked(text).0.into_bytes();
        for cut in 0..source.len() {
            let part = source[..cut].to_vec();
            let transcript = match Transcript::take_bytes(part, "file", true) {
                Ok(transcript) => transcript,
                Err((_, back)) => {
                    assert!(back == source[..cut], "{name} cut after {cut} bytes comes back changed");
                    continue;
                }
            };
            let told = transcript.told(&redactor, None);
            let out = transcript.redacted_bytes(&redactor, &told);
            let plain = redactor.redact_bytes(&source[..cut]);
            let values = |bytes: &[u8]| bytes.windows(4).filter(|four| *four == b"4821").count();
            assert!(values(&out) <= values(&plain), "{name} cut after {cut} bytes shows a value");
            let Some(mut stream) = TranscriptStream::begin(&source[..cut], "file") else { continue };
            stream = stream.with_broken();
            let mut pieces = Vec::new();
            for piece in source[..cut].chunks(7) {
                let settled = stream.push(piece, &redactor, None).expect("it goes on");
                pieces.extend(settled.transcript.redacted_bytes(&redactor, &settled.told));
            }
            let settled = stream.finish(&redactor, None).expect("it goes on");
            pieces.extend(settled.transcript.redacted_bytes(&redactor, &settled.told));
            assert!(pieces == out, "{name} cut after {cut} bytes differs in pieces");
        }
    }
}

#[test]
fn what_is_no_transcript_is_refused() {
    for text in ["just some prose\nover two lines", "{\"a\": 1}", "{\"a\": ", "[1, 2]"] {
        assert!(Transcript::read(text, "file").is_err(), "{text}");
    }
    let deep = "[".repeat(100_000);
    assert!(Transcript::read(&deep, "file").is_err());
}

#[test]
fn nothing_of_the_input_is_in_what_can_be_logged() {
    let redactor = Redactor::new();
    let source = "Agent: What is your canary PIN?\nCanary: 7391\nCustomer: canary 7391\n";
    let transcript = Transcript::read(source, "canary").expect("a transcript");
    let told = transcript.told(&redactor, None);
    let logged =
        format!("{transcript:?} {:?} {told:?} {:?}", transcript.messages(), transcript.messages()[0].turn());
    assert!(!logged.to_lowercase().contains("canary") && !logged.contains("7391"), "{logged}");
}

fn masked(source: &str) -> String {
    let redactor = Redactor::new();
    let transcript = Transcript::read(source, "file").expect("a transcript");
    let told = transcript.told(&redactor, None);
    transcript.redacted(&redactor, &told)
}

#[test]
fn a_label_where_a_speaker_should_stand_is_one() {
    assert_eq!(
        masked(
            "Agent: hello\nCustomer: my details\nPIN: 4821\nPassword: hunter2x\nCVV: 123\nAgent: thanks\n"
        ),
        "Agent: hello\nCustomer: my details\nPIN: [PIN]\nPassword: [PASSWORD]\nCVV: [CARD_CVV]\nAgent: thanks\n"
    );
    assert_eq!(
        masked("[10:04:00] Agent: ok\n[10:05:00] Kata sandi: hunter2x\n[10:05:09] Budi: 4821\n"),
        "[10:04:00] Agent: ok\n[10:05:00] Kata sandi: [PASSWORD]\n[10:05:09] Budi: 4821\n"
    );
}

#[test]
fn a_log_with_times_and_names_is_no_likely_transcript() {
    for (text, is_likely, opens) in [
        ("[10:05:00] Auth: login\n[10:05:01] Password: hunter2x\n", false, false),
        ("[2024-03-12 10:05:00] INFO: started\n[2024-03-12 10:05:01] WARN: agent: busy\n", false, false),
        ("[31/12/23 10:05:00] INFO: started\n[31/12/23 10:05:01] ERROR: failed\n", false, false),
        ("[31/12/23, 10.05.00] Budi: halo\n[31/12/23, 10.06.00] Rina: ya?\n", true, true),
        ("12/31/23, 9:15 PM - Ana: hello\n12/31/23, 9:16 PM - Bob: hi\n", true, true),
        ("[10:04] Agent: what is your cvv?\n[10:05] Customer: 737\n", true, true),
        ("[10:04] Ana: hello\n[10:05] Agent Bob: hi\n", true, false),
        ("10:04 <ana> hello\n10:05 <bob> hi\n", true, true),
        ("Agent: hello\nCustomer: hi\n", false, false),
        ("10:04:00 INFO: started\n10:04:01 WARN: agent: busy\n", false, false),
        ("10:04:00 Agent: hello\n10:04:09 Customer: hi\n", true, true),
        ("{\"conversation\":\"a\",\"role\":\"agent\",\"text\":\"hi\"}\n", true, true),
        ("{\"level\":\"info\",\"user\":\"a\",\"text\":\"hi\"}\n", false, false),
    ] {
        assert_eq!((Transcript::is_likely(text), Transcript::opens(text)), (is_likely, opens), "{text}");
    }
}

#[test]
fn a_line_that_is_broken_takes_no_other_with_it() {
    let source = concat!(
        "{\"conversation\":\"a\",\"role\":\"agent\",\"text\":\"your PIN?\"}\n",
        "{\"conversation\":\"a\",\"role\":\"customer\",\"te\n",
        "my pin is 7391\n",
        "{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"4821\"}\n",
    );
    let redactor = Redactor::new();
    let transcript = Transcript::take_broken(source.to_owned(), "file").expect("a transcript");
    assert_eq!(transcript.broken(), [2, 3]);
    let told = transcript.told(&redactor, None);
    let expected = source.replace("4821", "[PIN]").replace("7391", "[PIN]");
    assert_eq!(transcript.redacted(&redactor, &told), expected);
    let mut stream = TranscriptStream::begin(source.as_bytes(), "file").expect("lines").with_broken();
    let first = stream.push(source.as_bytes(), &redactor, None).expect("it goes on");
    let rest = stream.finish(&redactor, None).expect("it goes on");
    let parts = [first, rest].map(|part| part.transcript.redacted(&redactor, &part.told));
    assert_eq!(parts.concat(), expected);
}

#[test]
fn references_and_tags_of_html_part_no_number() {
    for (body, expected) in [
        ("<div>4&#56;21</div>", "<div>[PIN]</div>"),
        ("<p>48<b>21</b></p>", "<p>[PIN]<b></b></p>"),
        (
            "<p>card 4111&nbsp;1111&nbsp;1111&nbsp;1111 &amp; co</p>",
            "<p>card **** **** **** 1111 &amp; co</p>",
        ),
        ("<p>a &lt;b&gt; &bogus; &#xzz; & x</p>", "<p>a &lt;b&gt; &bogus; &#xzz; & x</p>"),
        // What only looks like the start of a tag is text, to its end.
        ("<p>it is <4821></p>", "<p>it is <[PIN]></p>"),
        ("a </ 4821", "a </ [PIN]"),
        ("a <p 4821", "a <p [PIN]"),
    ] {
        let source = |body: &str| {
            let messages = [("agent", "<p>your PIN?</p>"), ("customer", body)];
            serde_json::json!(messages.map(|(role, body)| serde_json::json!({"role": role, "body": body})))
                .to_string()
        };
        let out = masked(&source(body)).replace('\u{a0}', " ");
        assert_eq!(out, source(expected), "{body}");
    }
}

#[test]
fn numbers_are_texts_too() {
    for (source, expected) in [
        (
            r#"[{"role":"agent","text":"your PIN?"},{"role":"customer","text":4821}]"#,
            r#"[{"role":"agent","text":"your PIN?"},{"role":"customer","text":"[PIN]"}]"#,
        ),
        (
            r#"[{"role":"agent","text":"how many?"},{"role":"customer","text": 4821, "id": 4821}]"#,
            r#"[{"role":"agent","text":"how many?"},{"role":"customer","text": 4821, "id": 4821}]"#,
        ),
        (
            r#"[{"role":"customer","text":4111111111111111 }]"#,
            r#"[{"role":"customer","text":"************1111" }]"#,
        ),
    ] {
        assert_eq!(masked(source), expected);
    }
}

#[test]
fn what_stands_beside_messages_is_masked_and_ids_are_not() {
    for (source, expected) in [
        (
            r#"[{"role":"customer","text":"see file","attachments":[{"title":"slip","text":"card 4111 1111 1111 1111"}],"metadata":{"pin":"4821","n":3}}]"#,
            r#"[{"role":"customer","text":"see file","attachments":[{"title":"slip","text":"card **** **** **** 1111"}],"metadata":{"pin":"[PIN]","n":3}}]"#,
        ),
        (
            r#"{"conversation_id":"4111111111111111","custom_attributes":{"cvv":482,"plan":"gold"},"messages":[{"id":"4111111111111111","author":"a@b.com","body":"hi"}]}"#,
            r#"{"conversation_id":"4111111111111111","custom_attributes":{"cvv":"[CARD_CVV]","plan":"gold"},"messages":[{"id":"4111111111111111","author":"a@b.com","body":"hi"}]}"#,
        ),
        // What is no object, and what is deep in one.
        (
            "{\"role\":\"customer\",\"text\":\"hi\"}\n\"my pin is 4821\"\n[\"my pin is 4821\",[4111111111111111]]\n",
            "{\"role\":\"customer\",\"text\":\"hi\"}\n\"my pin is [PIN]\"\n[\"my pin is [PIN]\",[\"************1111\"]]\n",
        ),
        (
            r#"{"notes":["my pin is 4821"],"pin":{"value":4821},"messages":[{"role":"customer","text":"hi","auth":{"password":{"value":"hunter2x"}}}]}"#,
            r#"{"notes":["my pin is [PIN]"],"pin":{"value":"[PIN]"},"messages":[{"role":"customer","text":"hi","auth":{"password":{"value":"[PASSWORD]"}}}]}"#,
        ),
        // Messages that answer one, and fields that stand beside their names.
        (
            r#"{"id":"1","author":{"type":"agent"},"body":"What is your PIN?","replies":[{"author":{"type":"user"},"body":"4821","pages":[{"name":"cvv","value":"482"}]}]}"#,
            r#"{"id":"1","author":{"type":"agent"},"body":"What is your PIN?","replies":[{"author":{"type":"user"},"body":"[PIN]","pages":[{"name":"cvv","value":"[CARD_CVV]"}]}]}"#,
        ),
        // Beside what is said in the text itself.
        (
            r#"[{"role":"customer","text":{"body":"hi","caption":"my pin is 4821"}},{"role":"customer","text":[{"type":"image","caption":"my pin is 4821"},{"text":"look"}]}]"#,
            r#"[{"role":"customer","text":{"body":"hi","caption":"my pin is [PIN]"}},{"role":"customer","text":[{"type":"image","caption":"my pin is [PIN]"},{"text":"look"}]}]"#,
        ),
        (
            r#"[{"role":"customer","text":"hi","text":"my pin is 4821"},{"role":"customer","text":["my pin","is 4821"]}]"#,
            r#"[{"role":"customer","text":"hi","text":"my pin is [PIN]"},{"role":"customer","text":["my pin","is [PIN]"]}]"#,
        ),
        (
            r#"{"id":"9","contact":{"name":"Ana","email":"ana@example.com"},"history":[{"sender_type":"Visitor","name":"V","msg":"hi"}]}"#,
            r#"{"id":"9","contact":{"name":"Ana","email":"[EMAIL]"},"history":[{"sender_type":"Visitor","name":"V","msg":"hi"}]}"#,
        ),
    ] {
        assert_eq!(masked(source), expected);
    }
    let deep = |pin: &str| {
        let (open, close) = ("{\"a\":[".repeat(50), "]}".repeat(50));
        format!(r#"{{"role":"customer","text":"hi","data":{open}"my pin is {pin}"{close}}}"#)
    };
    assert_eq!(masked(&deep("4821")), deep("[PIN]"));
    let redactor = Redactor::new();
    let source = r#"[{"role":"customer","text":"hi","metadata":{"pin":"4821"}}]"#;
    let transcript = Transcript::read(source, "file").expect("a transcript");
    let found: Vec<_> =
        transcript.beside(&redactor).iter().map(|finding| &source[finding.span.range()]).collect();
    assert_eq!(found, ["4821"]);
}
