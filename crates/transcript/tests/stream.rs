//! A transcript that comes in pieces is told as the whole file is.

use samar::Redactor;
use samar_transcript::{FormatError, Transcript, TranscriptStream};

/// What comes out: the bytes, and a line for each finding and alert with its line in the file.
fn whole(redactor: &Redactor, source: &str) -> (String, Vec<String>) {
    let transcript = Transcript::read(source, "file").expect("a transcript");
    let told = transcript.told(redactor, None);
    (transcript.redacted(redactor, &told), listed(redactor, &transcript, &told, 0))
}

fn listed(
    redactor: &Redactor,
    transcript: &Transcript<'_>,
    told: &[samar_transcript::Told],
    before: usize,
) -> Vec<String> {
    let mut listed = Vec::new();
    for one in told {
        let message = &transcript.messages()[one.message];
        for finding in &one.findings {
            let place = transcript.place(message, finding.span).expect("it stands somewhere").start;
            let line = before + transcript.source()[..place].matches('\n').count();
            let entity = redactor.rule(finding.rule).entity;
            listed.push(format!("{} {} {line} {entity} {:?}", message.conversation, one.turn, one.answers));
        }
        listed.extend(
            one.alerts
                .iter()
                .map(|alert| format!("{} {} {}", message.conversation, one.turn, alert.kind.name())),
        );
    }
    listed
}

fn in_pieces(redactor: &Redactor, source: &str, len: usize) -> (String, Vec<String>) {
    let mut stream = TranscriptStream::begin(source.as_bytes(), "file").expect("it may be read in pieces");
    let (mut out, mut lines) = (String::new(), Vec::new());
    let mut take = |settled: samar_transcript::Settled| {
        out += &settled.transcript.redacted(redactor, &settled.told);
        lines.extend(listed(redactor, &settled.transcript, &settled.told, settled.line));
    };
    for piece in source.as_bytes().chunks(len) {
        take(stream.push(piece, redactor, None).expect("it is sound"));
    }
    take(stream.finish(redactor, None).expect("it is sound"));
    (out, lines)
}

const FILES: [&str; 4] = [
    concat!(
        "{\"conversation\":\"a\",\"role\":\"agent\",\"text\":\"card number please\",\"note\":\"pin 4821\"}\n",
        "{\"conversation\":\"b\",\"role\":\"agent\",\"text\":\"PIN?\"}\n",
        "{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"4111\"}\n\n",
        "{\"conversation\":\"b\",\"role\":\"customer\",\"text\":\"wait, caf\u{e9}\"}\n",
        "{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"1111 1111\"}\n",
        "{\"conversation\":\"b\",\"role\":\"customer\",\"text\":\"\\u0034821\"}\n",
        "{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"1111\"}\n",
        "{\"conversation\":\"b\",\"role\":\"agent\",\"text\":\"thanks, and the CVV?\"}",
    ),
    "31/12/23 21.15 - CS: nomor kartunya berapa?\r\n31/12/23 21.15 - Budi: 4111\n31/12/23 21.15 - Budi: 1111 1111\nsebentar\n31/12/23 21.16 - Budi: 1111\n31/12/23 21.16 - CS: terima kasih\ndan PIN-nya?\n31/12/23 21.16 - Budi: 4821\n",
    "Agent: What is your PIN?\nCustomer: 4821\nAgent: and the last three on the back?\nCustomer: 482",
    "[12:18] <ana> whats your pin?\n[12:18] <budi> 4821\n[12:19] <budi> that was my pin\n",
];

#[test]
fn pieces_of_any_length_give_what_the_whole_gives() {
    let redactor = Redactor::new();
    for source in FILES {
        let expected = whole(&redactor, source);
        assert!(expected.0 != source, "something is masked: {source}");
        for len in [1, 2, 3, 7, 16, 61, 256, source.len()] {
            assert_eq!(in_pieces(&redactor, source, len), expected, "{len} of {source}");
        }
    }
}

#[test]
fn documents_and_other_texts_are_no_streams() {
    for start in [
        "{\n \"messages\": []}",
        "[{\"role\":\"agent\",\"text\":\"PIN?\"}]\n",
        "words\nand words\nmore\n",
        "",
    ] {
        assert!(TranscriptStream::begin(start.as_bytes(), "file").is_none(), "{start}");
    }
}

#[test]
fn what_may_be_a_part_is_held_back_and_not_for_ever() {
    let redactor = Redactor::new();
    let first = "{\"conversation\":\"a\",\"role\":\"customer\",\"text\":\"4111\"}\n";
    let other = "{\"conversation\":\"b\",\"role\":\"customer\",\"text\":\"hello\"}\n";
    let mut stream = TranscriptStream::begin(first.as_bytes(), "file").expect("it may be read in pieces");
    let settled = stream.push(first.as_bytes(), &redactor, None).expect("it is sound");
    assert_eq!(settled.transcript.source(), "", "four digits may be a part");
    let (mut most, mut pushed, mut came) = (0, first.len(), 0);
    let block = other.repeat(2_000);
    for _ in 0..80 {
        let settled = stream.push(block.as_bytes(), &redactor, None).expect("it is sound");
        pushed += block.len();
        came += settled.transcript.source().len();
        most = most.max(pushed - came);
    }
    assert!(most < (4 << 20) + 2 * block.len(), "{most} bytes were held");
    came += stream.finish(&redactor, None).expect("it is sound").transcript.source().len();
    assert_eq!(came, pushed);
}

#[test]
fn what_is_wrong_later_is_told_with_its_line() {
    let redactor = Redactor::new();
    let good = "{\"conversation\":\"b\",\"role\":\"customer\",\"text\":\"hello\"}\n";
    let begun = || TranscriptStream::begin(good.as_bytes(), "file").expect("it may be read in pieces");
    let mut stream = begun();
    stream.push(good.repeat(2).as_bytes(), &redactor, None).expect("it is sound");
    assert_eq!(stream.push(b"{\"canary\":\n", &redactor, None).err(), Some(FormatError::NoJson(3)));
}

#[test]
fn bytes_that_are_no_text_come_out_as_they_are() {
    let redactor = Redactor::new();
    let line =
        |text: &[u8]| [b"{\"conversation\":\"b\",\"role\":\"customer\",\"text\":\"", text, b"\"}\n"].concat();
    let source = [line(b"hello"), line(b"caf\xe9, my pin is 4821 \xff"), line(b"\xf0\x9f")].concat();
    let expected = [line(b"hello"), line(b"caf\xe9, my pin is [PIN] \xff"), line(b"\xf0\x9f")].concat();
    for step in [1, 7, source.len()] {
        let mut stream = TranscriptStream::begin(&source, "file").expect("it may be read in pieces");
        let mut out = Vec::new();
        for bytes in source.chunks(step) {
            let settled = stream.push(bytes, &redactor, None).expect("it is sound");
            out.extend(settled.transcript.redacted_bytes(&redactor, &settled.told));
        }
        let settled = stream.finish(&redactor, None).expect("it is sound");
        out.extend(settled.transcript.redacted_bytes(&redactor, &settled.told));
        assert!(out == expected, "in steps of {step}: {}", String::from_utf8_lossy(&out));
    }
    let whole = Transcript::take_bytes(source.clone(), "file", false).expect("a transcript");
    let told = whole.told(&redactor, None);
    assert!(whole.redacted_bytes(&redactor, &told) == expected);
    let (_, bytes) =
        Transcript::take_bytes(b"no \xff\n".to_vec(), "file", false).expect_err("it has no speakers");
    assert_eq!(bytes, b"no \xff\n");
}
