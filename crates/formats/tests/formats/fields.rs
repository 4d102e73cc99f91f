//! Fields of a policy: what is always masked, and what never is.

use proptest::prelude::*;
use samar::{Policy, Redactor};
use samar_formats::{Format, Structured, Tally};
use samar_testkit::properties::config;
use serde_json::Value;

const POLICY: &str = r#"
[fields]
mask = ["$.customer.*.pin", "headers.*", "note", "$.body.inner", "Full Name"]
keep = ["order.number", "ref", "$.customer.*.kept"]
"#;

type Place = (usize, usize, String, Option<&'static str>);

fn run(redactor: &Redactor, format: Format, input: &[u8], chunk: usize) -> (Vec<u8>, Vec<Place>, Tally) {
    let mut places = Vec::new();
    let mut stream = Structured::new(redactor, format, Vec::new());
    let mut add = |found: samar_formats::Found<'_>| {
        let excuse = found.excuse.map(samar::Excuse::name);
        places.push((found.span.start, found.span.end, found.entity.to_owned(), excuse));
    };
    for piece in input.chunks(chunk.max(1)) {
        stream.push(piece, &mut add).expect("memory");
    }
    let (out, tally) = stream.finish(&mut add).expect("memory");
    (out, places, tally)
}

fn redactor() -> Redactor {
    thread_local!(static REDACTOR: Redactor = {
        let policy = Policy::from_toml(POLICY).expect("it is sound");
        Redactor::builder().policy(policy).build().expect("it is sound")
    });
    REDACTOR.with(Clone::clone)
}

#[test]
fn fields_are_masked_and_kept_by_their_path() {
    let redactor = redactor();
    for (input, expected) in [
        // Strings, numbers and all that stands below.
        (
            r#"{"customer":{"a":{"pin":"abc","x":"abc"}}}"#,
            r#"{"customer":{"a":{"pin":"[FIELD]","x":"abc"}}}"#,
        ),
        (
            r#"{"customer":[{"pin":4821},{"pin": -1.5e3 }]}"#,
            r#"{"customer":[{"pin":"[FIELD]"},{"pin": "[FIELD]" }]}"#,
        ),
        (
            r#"{"note":{"a":["x","y",true,null,""],"b":7}}"#,
            r#"{"note":{"a":["[FIELD]","[FIELD]","[FIELD]",null,""],"b":"[FIELD]"}}"#,
        ),
        // Capitals and escapes in a name; a value that would be found is one finding, of the field.
        (r#"{"NOTE":"my pin is 4821"}"#, r#"{"NOTE":"[FIELD]"}"#),
        (r#"{"n\u006fte":"a\"b\\"}"#, r#"{"n\u006fte":"[FIELD]"}"#),
        (r#"{"headers":{"X-Any":"q"},"header":"q"}"#, r#"{"headers":{"X-Any":"[FIELD]"},"header":"q"}"#),
        // Documents in strings: a path goes on in them, and a masked one is masked as a whole.
        (r#"{"body":"{\"inner\":7,\"b\":\"c\"}"}"#, r#"{"body":"{\"inner\":\"[FIELD]\",\"b\":\"c\"}"}"#),
        (r#"{"note":"{\"pin\":4821}"}"#, r#"{"note":"[FIELD]"}"#),
        (r#"{"a":"{\"b\":\"{\\\"note\\\":12}\"}"}"#, r#"{"a":"{\"b\":\"{\\\"note\\\":\\\"[FIELD]\\\"}\"}"}"#),
        // Kept: what is found there stands, and nothing beside it does.
        (
            r#"{"order":{"number":"a@acme.io"},"pin":4821}"#,
            r#"{"order":{"number":"a@acme.io"},"pin":"[PIN]"}"#,
        ),
        (r#"{"ref":{"card":4111111111111111}}"#, r#"{"ref":{"card":4111111111111111}}"#),
        (r#"{"ref":"{\"pin\":4821}","pin":4821}"#, r#"{"ref":"{\"pin\":4821}","pin":"[PIN]"}"#),
        // Masked wins.
        (r#"{"ref":{"note":"x"}}"#, r#"{"ref":{"note":"[FIELD]"}}"#),
        // The path begins with the document, wherever that stands.
        ("09:00 body={\"note\":\"abc\",\"n\":1} ok\n", "09:00 body={\"note\":\"[FIELD]\",\"n\":1} ok\n"),
        ("09:00 body={\"note\":12} ok\n", "09:00 body={\"note\":\"[FIELD]\"} ok\n"),
        (
            "x\n{\"note\":12}\n{\n \"note\" : 1\n}\n",
            "x\n{\"note\":\"[FIELD]\"}\n{\n \"note\" : \"[FIELD]\"\n}\n",
        ),
        // A string that is broken is masked to its line's end.
        ("{\"note\":\"abc\n{\"a\":1}\n", "{\"note\":\"[FIELD]\n{\"a\":1}\n"),
        ("{\"note\":\"abc", "{\"note\":\"[FIELD]"),
        // Columns of a table.
        (
            "id,Full Name,ref\n1,\"Ann, \"\"x\"\"\",a@acme.io\n2,,x\n",
            "id,Full Name,ref\n1,\"[FIELD]\",a@acme.io\n2,,x\n",
        ),
        ("id;note\n1;abc", "id;note\n1;[FIELD]"),
    ] {
        let whole = run(&redactor, Format::Auto, input.as_bytes(), usize::MAX);
        assert_eq!(String::from_utf8_lossy(&whole.0), expected, "{input}");
        for chunk in [1, 2, 3, 7] {
            assert_eq!(run(&redactor, Format::Auto, input.as_bytes(), chunk), whole, "{input} by {chunk}");
        }
        // What is masked is not found again.
        let again = run(&redactor, Format::Auto, &whole.0, usize::MAX);
        assert!(again.0 == whole.0 && again.2.findings() == 0, "{input}");
    }
}

#[test]
fn fields_of_text_are_masked_and_kept_by_their_path() {
    let redactor = redactor();
    for (input, expected) in [
        // Markup: elements, attributes, sections, what stands below.
        ("<a><note>abc d</note><n>1</n></a>\n", "<a><note>[FIELD]</note><n>1</n></a>\n"),
        ("<a x='1' note='abc' y=\"2\"/>\n<note/>x\n", "<a x='1' note='[FIELD]' y=\"2\"/>\n<note/>x\n"),
        (
            "<x:note a=\"b\"><![CDATA[a<b]]></x:note>z\n",
            "<x:note a=\"[FIELD]\"><![CDATA[[FIELD]]]></x:note>z\n",
        ),
        ("<note>\n  <b>abc</b>\n  def \n</note>\nx\n", "<note>\n  <b>[FIELD]</b>\n  [FIELD] \n</note>\nx\n"),
        ("<note>\n<!-- abc --></note>\n", "<note>\n<!-- abc --></note>\n"),
        (
            "<customer><x><pin>abc</pin><kept>a@acme.io</kept></x><pin>abc</pin></customer>\n",
            "<customer><x><pin>[FIELD]</pin><kept>a@acme.io</kept></x><pin>abc</pin></customer>\n",
        ),
        (
            "09:00 <note>abc</note> note=d <x ok\nnote=e\n",
            "09:00 <note>[FIELD]</note> note=[FIELD] <x ok\nnote=[FIELD]\n",
        ),
        ("<br><note\n a='1'>abc</note>\n", "<br><note\n a='[FIELD]'>[FIELD]</note>\n"),
        ("a < b note=\"x y\" c\n", "a < b note=\"[FIELD]\" c\n"),
        // YAML.
        ("note: abc d # x\nb: c\n", "note: \"[FIELD]\" # x\nb: c\n"),
        ("a:\n  note: 'it''s'\n  b: \"c\"\n", "a:\n  note: \"[FIELD]\"\n  b: \"c\"\n"),
        ("note: \"a\\\"b\"\nb: c\n", "note: \"[FIELD]\"\nb: c\n"),
        ("note: |\n  abc\n\n  b: d\nb: c\n", "note: |\n  [FIELD]\n\n  b: \"[FIELD]\"\nb: c\n"),
        ("note:\n- abc\n- d: e\nb: c\n", "note:\n- \"[FIELD]\"\n- d: \"[FIELD]\"\nb: c\n"),
        ("note: {a: b, c: d}\nb: [1]\n", "note: \"[FIELD]\"\nb: [1]\n"),
        ("note: !!str abc\n", "note: !!str \"[FIELD]\"\n"),
        (
            "customer:\n  - pin: abc\n    x: abc\n  - pin: def\n    kept: a@acme.io\npin: abc\n",
            "customer:\n  - pin: \"[FIELD]\"\n    x: abc\n  - pin: \"[FIELD]\"\n    kept: a@acme.io\npin: abc\n",
        ),
        ("Full Name: Ann B\r\nx: y\r\n", "Full Name: \"[FIELD]\"\r\nx: y\r\n"),
        // Pairs and forms.
        ("t=1 note=abc,d x=2\n", "t=1 note=[FIELD] x=2\n"),
        ("t=1 note=\"a \\\" b\" x=2\n", "t=1 note=\"[FIELD]\" x=2\n"),
        ("a=1&note=b+c%20d&x=2\n", "a=1&note=[FIELD]&x=2\n"),
        (
            "headers.x-any=abc headers%5Bb%5D=c header.x=d\n",
            "headers.x-any=[FIELD] headers%5Bb%5D=[FIELD] header.x=d\n",
        ),
        ("ref=a@acme.io mail=a@acme.io\n", "ref=a@acme.io mail=[EMAIL]\n"),
        ("ref=x,a@acme.io\n", "ref=x,[EMAIL]\n"),
        ("note={\"a\": \"b c\", \"d\": 1} x=2\n", "note=[FIELD] x=2\n"),
        ("body={\"msg\": \"note=abc\"} note=d\n", "body={\"msg\": \"note=abc\"} note=[FIELD]\n"),
        ("note=my pin is 4821\n", "note=[FIELD] pin is [PIN]\n"),
        ("note== note= x note", "note==[FIELD] note= x note"),
    ] {
        let expected = if input.starts_with("note==") { "note=[FIELD] note= x note" } else { expected };
        let whole = run(&redactor, Format::Auto, input.as_bytes(), usize::MAX);
        assert_eq!(String::from_utf8_lossy(&whole.0), expected, "{input}");
        for chunk in [1, 2, 3, 7] {
            assert_eq!(run(&redactor, Format::Auto, input.as_bytes(), chunk), whole, "{input} by {chunk}");
        }
        let again = run(&redactor, Format::Auto, &whole.0, usize::MAX);
        assert!(
            again.0 == whole.0 && again.2.findings() == 0,
            "{input} settles: {}",
            String::from_utf8_lossy(&again.0)
        );
    }
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn chunks_of_fields_of_text(input in "(\n|\n\n|- | |note|: |:|=|pin|4821|abc|ref|a@acme.io|\"|'|\\\\|\\{\"|\\{|\\}|\\[|\\]|,|&|#|<note>|</note>|<a |/>|>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|headers\\.x|customer|\r\n|\\||!x ){0,24}", chunk in 1usize..24) {
        let redactor = redactor();
        let whole = run(&redactor, Format::Auto, input.as_bytes(), usize::MAX);
        prop_assert_eq!(run(&redactor, Format::Auto, input.as_bytes(), chunk), whole);
    }
}

#[test]
fn nothing_of_it_is_silent() {
    let input = br#"{"note":"abc","ref":"ann@acme.io"}"#;
    let (_, places, tally) = run(&redactor(), Format::Auto, input, usize::MAX);
    let kept = (21, 32, "email".to_owned(), Some("kept"));
    assert_eq!(places, [(9, 12, "field".to_owned(), None), kept]);
    assert_eq!(tally.by_entity().collect::<Vec<_>>(), [("field", 1)]);
    assert_eq!(tally.excused().map(|(entity, _, count)| (entity, count)).collect::<Vec<_>>(), [("email", 1)]);
}

#[test]
fn a_long_value_is_masked_without_being_held() {
    let input = format!("{{\"note\":\"{}\",\"pin\":4821}}\n", "my pin is 4821 ".repeat(40_000));
    let whole = run(&redactor(), Format::Auto, input.as_bytes(), usize::MAX);
    assert_eq!(whole.0, b"{\"note\":\"[FIELD]\",\"pin\":\"[PIN]\"}\n");
    assert!(whole.1.windows(2).all(|pair| pair[0].1 <= pair[1].0), "in order and disjoint");
    for chunk in [777, 64 * 1024] {
        assert!(run(&redactor(), Format::Auto, input.as_bytes(), chunk) == whole, "by {chunk}");
    }
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "4111111111111111",
            "my pin is 4821",
            "x",
            "",
            "{\"note\":1}",
            "{\"ref\":4821"
        ])
        .prop_map(Value::from),
        prop::sample::select(vec![0i64, 4821, -7]).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name =
            prop::sample::select(vec!["note", "ref", "headers", "customer", "pin", "a", "order", "number"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner.clone()), 0..4).prop_map(|fields| {
                Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
            inner.prop_map(|value| Value::from(value.to_string())),
        ]
    })
}

/// The document with all that stands under `note` masked, by a reader of its own.
fn expected(value: &Value, is_masked: bool) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), expected(value, is_masked || name == "note")))
                .collect(),
        ),
        Value::Array(values) => values.iter().map(|value| expected(value, is_masked)).collect(),
        Value::Null => Value::Null,
        Value::String(text) if text.is_empty() => value.clone(),
        _ if is_masked => Value::from("[FIELD]"),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(inner) if text.starts_with(['{', '[']) => Value::from(expected(&inner, false).to_string()),
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_reader_of_its_own_agrees(value in document(), chunk in 1usize..60) {
        thread_local!(static ONLY: Redactor = {
            let policy = Policy::from_toml("entities = [\"card_track\"]\n[fields]\nmask = [\"note\"]").expect("it is sound");
            Redactor::builder().policy(policy).build().expect("it is sound")
        });
        let redactor = ONLY.with(Clone::clone);
        let input = serde_json::json!({"doc": value}).to_string();
        let whole = run(&redactor, Format::Json, input.as_bytes(), usize::MAX);
        let after: Value = serde_json::from_slice(&whole.0).expect("it stays JSON");
        prop_assert_eq!(after, serde_json::json!({"doc": expected(&value, false)}), "{}", input);
        prop_assert_eq!(run(&redactor, Format::Json, input.as_bytes(), chunk), whole);
    }

    #[test]
    fn valid_stays_valid_with_fields(value in document(), chunk in 1usize..60) {
        let redactor = redactor();
        let input = serde_json::json!({"doc": value}).to_string();
        let whole = run(&redactor, Format::Auto, input.as_bytes(), usize::MAX);
        prop_assert!(serde_json::from_slice::<Value>(&whole.0).is_ok(), "{}", String::from_utf8_lossy(&whole.0));
        prop_assert_eq!(run(&redactor, Format::Auto, input.as_bytes(), chunk), whole);
    }
}
