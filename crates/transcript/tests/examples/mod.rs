//! One example of each form of transcript. A value stands between `«` and `»`, with its mask behind `|`.

/// Forms of lines, by name.
pub(crate) const LINES: [(&str, &str); 15] = [
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
];

/// Forms of JSON, by name, and whether one who speaks is known to be a customer.
pub(crate) const DOCUMENTS: [(&str, &str, bool); 11] = [
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
];

/// What is read, and what is written: the example without its marks.
pub(crate) fn unmarked(marked: &str) -> (String, String) {
    let (mut source, mut expected) = (String::new(), String::new());
    for (index, part) in marked.split(['«', '»']).enumerate() {
        let (value, mask) = if index % 2 == 1 { part.split_once('|').expect("a mask") } else { (part, part) };
        source += value;
        expected += mask;
    }
    (source, expected)
}
