//! Transcripts: redacted, scanned, explained and scored.

use std::fs;

use crate::samar::{samar, samar_in};

const CHAT: &str = concat!(
    r#"{"conversation":"a","role":"agent","text":"PIN Anda berapa?","id":"1"}"#,
    "\n",
    r#"{"conversation":"b","role":"customer","text":"4821 kak","id":"2"}"#,
    "\n",
    r#"{"conversation":"a","role":"customer","text":"4821","id":"3"}"#,
    "\n",
);

#[test]
fn a_transcript_is_masked_conversation_by_conversation() {
    let run = samar(&["--input", "chat"], CHAT);
    assert_eq!((run.code, run.text()), (0, CHAT.replace("\"4821\"", "\"[PIN]\"").as_str()), "{}", run.stderr);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("chat.jsonl"), CHAT).expect("a file");
    // By content, and in place.
    let run = samar_in(folder.path(), &["redact", "--in-place", "chat.jsonl"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = fs::read_to_string(folder.path().join("chat.jsonl")).expect("the file is there");
    assert_eq!(text, CHAT.replace("\"4821\"", "\"[PIN]\""));
}

#[test]
fn findings_and_alerts_have_conversation_and_turn() {
    let run = samar(&["scan", "--input", "chat", "--format", "jsonl"], CHAT);
    let expected = concat!(
        r#"{"source":"-","conversation":"a","turn":0,"alert":"solicits_pin","words":[[0,3],[9,15]]}"#,
        "\n",
        r#"{"source":"-","entity":"pin","rule":"pin","start":0,"end":4,"line":3,"column":47,"confidence":"context","conversation":"a","turn":1}"#,
        "\n",
    );
    assert_eq!((run.code, run.text()), (1, expected), "{}", run.stderr);
}

#[test]
fn standard_input_is_told_by_its_content_too() {
    for (source, masked) in [
        (CHAT, CHAT.replace("\"4821\"", "\"[PIN]\"")),
        (
            "[10:04] Agent: what is your cvv?\n[10:05] Customer: 737\n",
            "[10:04] Agent: what is your cvv?\n[10:05] Customer: [CARD_CVV]\n".to_owned(),
        ),
        (
            "{\n \"messages\": [\n  {\"from_id\": \"u1\", \"from\": \"Agent\", \"text\": \"your PIN?\"},\n  {\"from_id\": \"u2\", \"from\": \"Ana\", \"text\": \"4821\"}\n ]\n}\n",
            "{\n \"messages\": [\n  {\"from_id\": \"u1\", \"from\": \"Agent\", \"text\": \"your PIN?\"},\n  {\"from_id\": \"u2\", \"from\": \"Ana\", \"text\": \"[PIN]\"}\n ]\n}\n".to_owned(),
        ),
    ] {
        let run = samar(&[], source);
        assert_eq!((run.code, run.text()), (0, masked.as_str()), "{}", run.stderr);
    }
}

#[test]
fn a_broken_line_is_named_and_the_rest_goes_on() {
    let source = CHAT.to_owned() + "{\"conversation\":\"a\",\"ro";
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("chat.jsonl"), &source).expect("a file");
    let run = samar_in(folder.path(), &["chat.jsonl"], b"");
    assert_eq!((run.code, run.text()), (2, source.replace("\"4821\"", "\"[PIN]\"").as_str()));
    assert!(run.stderr.contains("chat.jsonl: line 4 is no JSON"), "{}", run.stderr);
}

#[test]
fn verify_asks_for_values_and_not_for_fraud() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("chat.jsonl"), CHAT).expect("a file");
    assert_eq!(samar_in(folder.path(), &["verify", "chat.jsonl"], b"").code, 1);
    fs::write(folder.path().join("chat.jsonl"), CHAT.replace("\"4821\"", "\"[PIN]\"")).expect("a file");
    let run = samar_in(folder.path(), &["verify", "chat.jsonl"], b"");
    assert_eq!(run.code, 0, "{}{}", run.text(), run.stderr);
}

#[test]
fn reports_tell_signs_of_fraud() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("chat.jsonl"), CHAT).expect("a file");
    let reports = ["--report", "r.jsonl", "--report", "r.sarif", "--report", "r.html"];
    for command in ["scan", "redact"] {
        let arguments = [&[command, "chat.jsonl"][..], &reports].concat();
        samar_in(folder.path(), &arguments, b"");
        let report = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a report");
        let line = r#"{"source":"chat.jsonl","conversation":"a","turn":0,"alert":"solicits_pin","words":[[0,3],[9,15]]}"#;
        assert!(report("r.jsonl").starts_with(line), "{}", report("r.jsonl"));
        assert!(report("r.sarif").contains(r#""entity":"solicits_pin""#));
        assert!(report("r.html").contains("solicits_pin"));
    }
}

#[test]
fn a_view_points_at_questions_and_shows_no_value() {
    let run = samar(&["explain", "--input", "chat"], CHAT);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = run.text();
    assert!(
        text.contains("answers turn 0")
            && text.contains("! solicits_pin: “PIN” … “berapa”")
            && !text.contains('\x1b'),
        "{text}"
    );
    assert!(text.contains("4821 kak") && !text.contains("4821\n"), "{text}");
}

#[test]
fn what_is_no_transcript_is_not_passed_on() {
    for (input, told) in
        [(&b"canary"[..], "no transcript that is known"), (b"{\"canary\":", "no JSON, at line 1")]
    {
        for command in ["redact", "scan"] {
            let run = samar(&[command, "--input", "chat"], input);
            assert_eq!((run.code, run.text()), (2, ""));
            assert!(run.stderr.contains(told) && !run.stderr.contains("canary"), "{}", run.stderr);
        }
    }
}

#[test]
fn a_policy_file_names_domains_and_is_strict() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("bank.toml", "official_domains = [\"citibank.co.id\"]\n[masks]\ncard_number = \"label\"\n");
    write("bad.toml", "brands = []\nofficial_domain = []\n");
    let chat = "{\"conversation\":\"a\",\"role\":\"agent\",\"text\":\"https://citibank-id.com and https://www.citibank.co.id 4111 1111 1111 1111\"}\n";
    let run = samar_in(
        folder.path(),
        &["scan", "--input", "chat", "--policy", "bank.toml", "--format", "jsonl"],
        chat.as_bytes(),
    );
    assert!(
        run.text().contains("\"alert\":\"phishing_link\",\"words\":[[0,23]]"),
        "{} {}",
        run.text(),
        run.stderr
    );
    let run = samar_in(folder.path(), &["--policy", "bank.toml"], b"4111 1111 1111 1111");
    assert_eq!(run.text(), "[CARD_NUMBER]");
    let run = samar_in(folder.path(), &["--policy", "bad.toml"], b"");
    assert!(run.code == 2 && run.stderr.contains("bad.toml:2: unknown field"), "{}", run.stderr);
    write("suffix.toml", "official_domains = [\"co.id\"]\n");
    for arguments in [&["--input", "chat"][..], &["scan"], &["explain", "--input", "chat"]] {
        let run =
            samar_in(folder.path(), &[arguments, &["--policy", "suffix.toml"]].concat(), chat.as_bytes());
        assert!(run.code == 2 && run.stderr.contains("is a public suffix"), "{arguments:?} {}", run.stderr);
        assert_eq!(run.text(), "");
    }
}

#[test]
fn a_byte_that_is_no_text_takes_nothing_with_it() {
    let chat = |value: &str| {
        let mut bytes = b"[10:04] Agent: caf\xe9? what is your cvv?\n[10:05] Customer: ".to_vec();
        bytes.extend(value.as_bytes());
        bytes.extend(b"\n[10:06] Customer: \xff\n");
        bytes
    };
    let run = samar(&["--input", "chat"], chat("737"));
    assert!(run.code == 0 && run.stdout == chat("[CARD_CVV]"), "{} {}", run.text(), run.stderr);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("chat.txt"), chat("737")).expect("a file");
    let run = samar_in(folder.path(), &["redact", "--in-place", "chat.txt"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(fs::read(folder.path().join("chat.txt")).expect("the file is there") == chat("[CARD_CVV]"));
}

#[test]
fn what_stands_beside_messages_is_told() {
    let chat = r#"[{"role":"customer","text":"hi","metadata":{"pin":"4821"}}]"#;
    let run = samar(&["scan", "--input", "chat", "--format", "jsonl"], chat);
    let line = r#"{"source":"-","entity":"pin","rule":"pin","start":51,"end":55,"line":1,"column":52,"confidence":"context"}"#;
    assert_eq!((run.code, run.text()), (1, [line, "\n"].concat().as_str()), "{}", run.stderr);
}

#[test]
fn conversations_are_scored_with_their_alerts() {
    let case = r#"{"turns":[{"role":"agent","text":"PIN?","alerts":["solicits_pin"]},{"role":"customer","text":"4821","spans":[[0,4,"pin"]]}]}"#;
    let run = samar(&["eval", "-", "--format", "json"], case);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let text = json.to_string();
    assert!(text.contains("solicits_pin") && text.contains("\"pin\""), "{text}");
    let run = samar(&["eval", "-"], r#"{"turns":[{"role":"agent","text":"PIN?","alerts":["canary"]}]}"#);
    assert!(
        run.code == 2 && run.stderr.contains("turn 1") && !run.stderr.contains("canary"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_long_transcript_is_read_as_it_comes() {
    // More than is read whole, told by its content; a number in parts over the seams, and lines that are counted on.
    let hello =
        "{\"conversation\":\"b\",\"role\":\"customer\",\"text\":\"hello, how are you today my friend\"}\n";
    let parts = "{\"conversation\":\"a\",\"role\":\"agent\",\"text\":\"card number please\"}\n{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"4111 1111\"}\n";
    let last = "{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"1111 1111\"}\n";
    let text = [&hello.repeat(60_000), parts, &hello.repeat(20_000), last, &hello.repeat(60_000)].concat();
    assert!(text.len() > 8 << 20);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("chat.jsonl"), &text).expect("a file");
    let run = samar_in(folder.path(), &["redact", "chat.jsonl", "-o", "out.jsonl"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let out = fs::read_to_string(folder.path().join("out.jsonl")).expect("the file is there");
    let expected = text.replace("\"4111 1111\"", "\"**** ****\"").replace("\"1111 1111\"", "\"**** ****\"");
    assert!(out == expected, "{} bytes came out of {}", out.len(), text.len());
    let run = samar_in(folder.path(), &["scan", "--format", "jsonl", "chat.jsonl"], b"");
    let lines: Vec<serde_json::Value> =
        run.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let places: Vec<_> = lines.iter().filter_map(|line| line["line"].as_u64()).collect();
    assert_eq!((places, run.code), (vec![60_002, 80_003], 1), "{}", run.stderr);
}

#[test]
fn a_pipe_of_messages_goes_on_before_it_ends_and_stops_where_it_breaks() {
    let text = format!("{CHAT}{{\"canary\":\n");
    let run = samar(&["--input", "chat"], text.as_bytes());
    assert_eq!((run.code, run.text().contains("4821\"")), (2, false));
    assert!(run.stderr.contains("no JSON, at line 4") && !run.stderr.contains("canary"), "{}", run.stderr);
}

#[test]
fn days_of_a_channel_are_one_conversation() {
    let folder = tempfile::tempdir().expect("a folder");
    let channel = folder.path().join("export").join("support");
    fs::create_dir_all(&channel).expect("a folder");
    // Midnight of the first of March in between; a number in parts goes over it, and so does a question.
    let message = |user: &str, ts: u32, text: &str| {
        format!(r#"{{"type":"message","user":"{user}","text":"{text}","ts":"{ts}.000100"}}"#)
    };
    let days = [
        ("2024-02-28.json", vec![message("U1", 1_709_100_000, "hello")]),
        (
            "2024-02-29.json",
            vec![
                message("U1", 1_709_251_100, "what is your card number?"),
                message("U2", 1_709_251_190, "4111 1111"),
            ],
        ),
        (
            "2024-03-01.json",
            vec![
                message("U2", 1_709_251_210, "1111 1111"),
                message("U1", 1_709_251_220, "and your PIN?"),
                message("U2", 1_709_251_230, "4821"),
            ],
        ),
    ];
    for (name, messages) in &days {
        fs::write(channel.join(name), format!("[\n{}\n]", messages.join(",\n"))).expect("a file");
    }
    let run = samar_in(folder.path(), &["redact", "--input", "chat", "export", "-o", "out"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let out = |name: &str| fs::read_to_string(folder.path().join("out/support").join(name)).expect("a day");
    assert!(out("2024-02-29.json").contains("\"**** ****\""), "{}", out("2024-02-29.json"));
    let last = out("2024-03-01.json");
    assert!(last.contains("\"**** ****\"") && last.contains("\"[PIN]\""), "{last}");
    let run = samar_in(folder.path(), &["scan", "--input", "chat", "--format", "jsonl", "export"], b"");
    let lines: Vec<serde_json::Value> =
        run.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let turns: Vec<_> = lines
        .iter()
        .filter(|line| line["entity"].is_string())
        .map(|line| (line["conversation"].as_str() == Some("support"), line["turn"].as_u64()))
        .collect();
    assert_eq!(turns, [(true, Some(2)), (true, Some(3)), (true, Some(5))], "{}", run.text());
}

/// Two days of a channel; a number in parts goes over midnight.
fn midnight() -> [(&'static str, String); 2] {
    let message = |ts: u32, text: &str| {
        format!(r#"[{{"type":"message","user":"U2","text":"{text}","ts":"{ts}.000100"}}]"#)
    };
    [
        ("2024-02-29.json", message(1_709_251_190, "4111 1111")),
        ("2024-03-01.json", message(1_709_251_210, "1111 1111")),
    ]
}

#[test]
fn days_that_are_masked_in_place_hear_what_was_said() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, day) in midnight() {
        fs::write(folder.path().join(name), day).expect("a file");
    }
    let run = samar_in(
        folder.path(),
        &["redact", "--in-place", "--threads", "1", "2024-02-29.json", "2024-03-01.json"],
        b"",
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (name, _) in midnight() {
        let out = fs::read_to_string(folder.path().join(name)).expect("a day");
        assert!(out.contains("\"**** ****\""), "{name}: {out}");
    }
}
