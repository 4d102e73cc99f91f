//! Every form of transcript: in, and out with nothing changed but the values.

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

/// `source` has each value between `«` and `»`, and its mask after `|`.
fn check(name: &str, marked: &str) -> Vec<(String, Role)> {
    let (mut source, mut expected) = (String::new(), String::new());
    for (index, part) in marked.split(['«', '»']).enumerate() {
        let (value, mask) = if index % 2 == 1 { part.split_once('|').expect("a mask") } else { (part, part) };
        source += value;
        expected += mask;
    }
    let (out, who) = redacted(&source);
    assert_eq!(out, expected, "{name}");
    who
}

#[test]
fn lines_of_text() {
    for (name, text) in [
        (
            "WhatsApp, Android, 12 hours",
            "12/31/23, 9:15 PM - Messages and calls are end-to-end encrypted.\n12/31/23, 9:15 PM - Bank CS: PIN Anda berapa?\n12/31/23, 9:16 PM - Budi: «4821|[PIN]»\n",
        ),
        (
            "WhatsApp, Android, 24 hours, id",
            "31/12/23 21.15 - CS: tiga angka di belakang kartu berapa ya?\r\n31/12/23 21.15 - Budi: «482|[CARD_CVV]»\r\n",
        ),
        (
            "WhatsApp, iOS",
            "\u{200e}[31/12/23 21.15.30] Ana: what's your PIN?\n[31/12/23 21.15.50] Budi: «4821|[PIN]»\n",
        ),
        (
            "WhatsApp, iOS, 12 hours",
            "[12/31/23, 9:15:30\u{202f}PM] Ana: what's your PIN?\n[12/31/23, 9:15:50\u{202f}PM] Budi: «4821|[PIN]»\n",
        ),
        (
            "several lines",
            "12/31/23, 9:15 PM - Ana: hello\nmy card is\n«4111 1111 1111 1111|**** **** **** 1111»\nthanks\n12/31/23, 9:16 PM - Budi: ok\n",
        ),
        ("IRC", "[12:18] <ana> whats your pin?\n[12:18] <budi> «4821|[PIN]»\n"),
        (
            "IRC with a channel",
            "bank 2019-09-04 [22:44:46] <ana> whats your cvv\nbank 2019-09-04 [22:45:04] <budi> «482|[CARD_CVV]» \n",
        ),
        (
            "IRC with events",
            "--- Log opened Mon Jan 01 12:00:00 2024\n12:18 -!- budi [~b@host] has joined #bank\n12:18 <@ana> whats your pin?\n12:18 < budi> «4821|[PIN]»\n12:19  * budi waves\n12:19 -!- budi has quit\n",
        ),
        (
            "IRC with tabs",
            "2024-01-01 12:17:00\t-->\tbudi has joined\n2024-01-01 12:18:00\t@ana\twhats your pin?\n2024-01-01 12:18:05\tbudi\t«4821|[PIN]»\n",
        ),
        (
            "plain with clocks",
            "10:15:00 Agent: What is your PIN?\n10:15:09 Customer: «4821|[PIN]»\n(10:16) Agent: CVV?\n(10:16) Customer: «482|[CARD_CVV]»\n",
        ),
        (
            "WhatsApp, Android, Canada",
            "2023-12-31, 9:15 p.m. - Ana: what's your PIN?\n2023-12-31, 9:16 p.m. - Budi: «4821|[PIN]»\n",
        ),
        ("plain", "Agent: What is your PIN?\nCustomer: «4821|[PIN]»\n"),
        ("plain with times", "[10:15] Agent: What is your PIN?\n[10:16] Customer: «4821|[PIN]»"),
        ("too late", "[10:15] Agent: What is your PIN?\n[10:19] Customer: 4821"),
        (
            "parts",
            "Agent: card number please\nCustomer: «4111|****»\nCustomer: «1111 1111|**** ****»\nCustomer: «1111|****»\n",
        ),
    ] {
        check(name, text);
    }
}

#[test]
fn documents_of_json() {
    for (name, text, customer) in [
        (
            "samar",
            "{\"conversation\":\"a\",\"role\":\"agent\",\"text\":\"PIN?\"}\n{\"conversation\":\"b\",\"role\":\"customer\",\"text\":\"4821\"}\n{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"\\u0034«821|»\"}\n",
            false,
        ),
        (
            "Telegram",
            r#"{"name":"CS","type":"personal_chat","id":77,"messages":[{"id":1,"type":"message","date":"2024-03-01T10:00:00","date_unixtime":"1709287200","from":"CS","from_id":"user1","text":"PIN kamu berapa?","text_entities":[]},{"id":2,"type":"message","date_unixtime":"1709287210","from":"Budi","from_id":"user2","text":[{"type":"bold","text":"«4821|[PIN]»"}],"text_entities":[{"type":"bold","text":"«4821|[PIN]»"}]}]}"#,
            false,
        ),
        (
            "Slack",
            r#"[{"type":"message","user":"U1","text":"what's the pin?","ts":"1700000000.000100"},{"type":"message","user":"U2","text":"«4821|[PIN]»","ts":"1700000010.000100","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"«4821|[PIN]»"}]}]}]}]"#,
            false,
        ),
        (
            "Discord",
            r#"{"guild":{"id":"1"},"channel":{"id":"9","name":"help"},"messages":[{"id":"10","type":"Default","timestamp":"2024-03-01T10:00:00+00:00","content":"your PIN?","author":{"id":"5","name":"ana","isBot":false}},{"id":"11","timestamp":"2024-03-01T10:00:09+00:00","content":"«4821|[PIN]»","author":{"id":"6","name":"budi","isBot":false}}]}"#,
            false,
        ),
        (
            "Intercom",
            r#"{"type":"conversation","id":"403","source":{"id":"1","body":"<p>hello</p>","author":{"type":"user","id":"u"}},"conversation_parts":{"type":"list","conversation_parts":[{"id":"2","body":"<p>What is your PIN?</p>","author":{"type":"admin","id":"a"},"created_at":1700000000},{"id":"3","body":"<p>«4821|[PIN]»</p>","author":{"type":"user","id":"u"},"created_at":1700000010}]}}"#,
            true,
        ),
        (
            "Zendesk",
            r#"{"ticket":{"id":35,"requester_id":7,"subject":"my pin is «4821|[PIN]»"},"comments":[{"id":1,"type":"Comment","author_id":8,"body":"Your PIN?","html_body":"<div>Your PIN?</div>","plain_body":"Your PIN?"},{"id":2,"author_id":7,"body":"«4821|[PIN]»","html_body":"<div>«4821|[PIN]»</div>","plain_body":"«4821|[PIN]»"}]}"#,
            true,
        ),
        (
            "Zendesk chat",
            r#"{"id":"c1","history":[{"type":"chat.msg","sender_type":"Agent","name":"A","msg":"PIN?","timestamp":"2024-03-01T10:00:00Z"},{"type":"chat.msg","sender_type":"Visitor","name":"V","msg":"«4821|[PIN]»","timestamp":"2024-03-01T10:00:05Z"}]}"#,
            true,
        ),
        (
            "Twilio",
            r#"{"messages":[{"sid":"IM1","conversation_sid":"CH1","author":"agent","body":"PIN?","index":0,"date_created":"2024-03-01T10:00:00Z"},{"sid":"IM2","conversation_sid":"CH1","author":"+6281234567890","body":"«4821|[PIN]»","index":1,"date_created":"2024-03-01T10:00:05Z"}]}"#,
            false,
        ),
        (
            "Genesys",
            r#"{"conversationId":"g1","transcripts":[{"transcriptId":"t1","phrases":[{"text":"your card number please","participantPurpose":"internal","startTimeMs":1700000000000,"words":[{"word":"your"}]},{"text":"«4111 1111 1111 1111|**** **** **** 1111»","participantPurpose":"external","startTimeMs":1700000005000,"words":[{"word":"«4111|**** **** **** 1111»"},{"word":"«1111|»"},{"word":"«1111|»"},{"word":"«1111|»"}]}]}]}"#,
            true,
        ),
        (
            "Teams",
            r#"{"value":[{"id":"1","chatId":"19:x","createdDateTime":"2024-03-01T10:00:00Z","from":{"application":null,"user":{"id":"u1","displayName":"Ana"}},"body":{"contentType":"html","content":"<p>your PIN?</p>"}},{"id":"2","chatId":"19:x","createdDateTime":"2024-03-01T10:00:09Z","from":{"user":{"id":"u2","displayName":"Budi"}},"body":{"contentType":"html","content":"<p>«4821|[PIN]»</p>"}}]}"#,
            false,
        ),
        (
            "other",
            r#"[{"role":"assistant","content":"What is your PIN?"},{"role":"user","content":"it's «4821|[PIN]»"}]"#,
            true,
        ),
    ] {
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
        (
            r#"{"id":"9","contact":{"name":"Ana","email":"ana@example.com"},"history":[{"sender_type":"Visitor","name":"V","msg":"hi"}]}"#,
            r#"{"id":"9","contact":{"name":"Ana","email":"[EMAIL]"},"history":[{"sender_type":"Visitor","name":"V","msg":"hi"}]}"#,
        ),
    ] {
        assert_eq!(masked(source), expected);
    }
    let redactor = Redactor::new();
    let source = r#"[{"role":"customer","text":"hi","metadata":{"pin":"4821"}}]"#;
    let transcript = Transcript::read(source, "file").expect("a transcript");
    let found: Vec<_> =
        transcript.beside(&redactor).iter().map(|finding| &source[finding.span.range()]).collect();
    assert_eq!(found, ["4821"]);
}
