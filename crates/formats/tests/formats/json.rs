//! JSON in, JSON out; what escapes hide is found, and all else stays byte for byte.

use proptest::prelude::*;
use samar_formats::Format;
use samar_testkit::properties::config;
use serde_json::Value;

use crate::{masked, text};

#[test]
fn what_escapes_and_structure_hide_is_found() {
    for (input, expected) in [
        // Pairs, and rows beside the names of their columns.
        (
            r#"{"form":[["pa\u0073sword","hunter2x"],["user","budi"],["pin",4821]],"required":["password","email"]}"#,
            r#"{"form":[["pa\u0073sword","[PASSWORD]"],["user","budi"],["pin","[PIN]"]],"required":["password","email"]}"#,
        ),
        (
            r#"{"columns":["id","pin","otp"],"data":[[1,"4821",482913],[2,7733,null]],"n":[[1,7733]]}"#,
            r#"{"columns":["id","pin","otp"],"data":[[1,"[PIN]","[OTP]"],[2,"[PIN]",null]],"n":[[1,"[PIN]"]]}"#,
        ),
        (
            r#"{"body":"{\"columns\":[{\"name\":\"id\"},{\"type\":\"x\",\"name\":\"cvv\"}],\"rows\":[[\"1\",\"482\"],[2,482]]}"}"#,
            r#"{"body":"{\"columns\":[{\"name\":\"id\"},{\"type\":\"x\",\"name\":\"cvv\"}],\"rows\":[[\"1\",\"[CARD_CVV]\"],[2,\"[CARD_CVV]\"]]}"}"#,
        ),
        // A key and a value behind escapes.
        (r#"{"pass\u0077ord":"hunter2Xk9"}"#, r#"{"pass\u0077ord":"[PASSWORD]"}"#),
        (r#"{"msg":"kode OTP anda: 4829\u00313 jangan"}"#, r#"{"msg":"kode OTP anda: [OTP] jangan"}"#),
        (r#"{"msg":"kode OTP anda: 4\u0038\u0032913"}"#, r#"{"msg":"kode OTP anda: [OTP]"}"#),
        (
            r#"{"card":"4111\u00a01111\u00a01111\u00a01111"}"#,
            "{\"card\":\"****\u{a0}****\u{a0}****\u{a0}1111\"}",
        ),
        // A document in a string, and one in a string of that.
        (
            r#"{"body":"{\"pin\":4821,\"password\":\"ab\\\"cd9K\"}"}"#,
            r#"{"body":"{\"pin\":\"[PIN]\",\"password\":\"[PASSWORD]\"}"}"#,
        ),
        (
            r#"{"a":"{\"b\":\"{\\\"pass\\\\u0077ord\\\":\\\"Hunter2x\\\",\\\"pin\\\":4821}\"}"}"#,
            r#"{"a":"{\"b\":\"{\\\"pass\\\\u0077ord\\\":\\\"[PASSWORD]\\\",\\\"pin\\\":\\\"[PIN]\\\"}\"}"}"#,
        ),
        // Wherever in the string it begins, whatever is around it, and however its first bracket is written.
        (r#"{"b":" \n{\"pin\":4821}\n"}"#, r#"{"b":" \n{\"pin\":\"[PIN]\"}\n"}"#),
        (r#"{"b":"[4821,{\"pin\":4821}]"}"#, r#"{"b":"[4821,{\"pin\":\"[PIN]\"}]"}"#),
        (r#"{"b":"\u007b\"pin\":4821}"}"#, r#"{"b":"\u007b\"pin\":\"[PIN]\"}"}"#),
        (
            r#"{"b":"body={\"pin\":4821} end, pin 4821 {\"otp\":{\"value\":482913}}"}"#,
            r#"{"b":"body={\"pin\":\"[PIN]\"} end, pin [PIN] {\"otp\":{\"value\":\"[OTP]\"}}"}"#,
        ),
        (
            r#"{"b":"\u007b\"a\":\"\\u0034111111111111111\",\"p\\u0069n\":\"4821\"}"}"#,
            r#"{"b":"\u007b\"a\":\"************1111\",\"p\\u0069n\":\"[PIN]\"}"}"#,
        ),
        (
            r#"{"b":"x {\n  \"pin\": 4821,\n  \"n\": [1,2]\n}\ny"}"#,
            r#"{"b":"x {\n  \"pin\": \"[PIN]\",\n  \"n\": [1,2]\n}\ny"}"#,
        ),
        (
            r#"{"b":"{\"c\":\"sent {\\\"pin\\\":4821} ok\"}"}"#,
            r#"{"b":"{\"c\":\"sent {\\\"pin\\\":\\\"[PIN]\\\"} ok\"}"}"#,
        ),
        // The name of a value beside it: before it, behind it, on other lines, in strings.
        (
            r#"{"name":"password","type":"text","value":"hunter2Xk9"}"#,
            r#"{"name":"password","type":"text","value":"[PASSWORD]"}"#,
        ),
        (
            r#"{"value": 4821, "n": 7, "fieldName": "pin"}"#,
            r#"{"value": "[PIN]", "n": 7, "fieldName": "pin"}"#,
        ),
        (
            "{\n  \"key\": \"p\\u0069n\",\n  \"value\": 4821\n}\n",
            "{\n  \"key\": \"p\\u0069n\",\n  \"value\": \"[PIN]\"\n}\n",
        ),
        (
            r#"{"a":"[{\"value\":\"4821\",\"name\":\"pin\"}]","value":4821}"#,
            r#"{"a":"[{\"value\":\"[PIN]\",\"name\":\"pin\"}]","value":4821}"#,
        ),
        (
            r#"[{"name":"pin"},{"value":4821},{"name":"a","value":4821,"key":{"name":"pin"}}]"#,
            r#"[{"name":"pin"},{"value":4821},{"name":"a","value":4821,"key":{"name":"pin"}}]"#,
        ),
        (
            r#"{"name":"pin","value":{"a":["x",{"value":4821}]}}"#,
            r#"{"name":"pin","value":{"a":["x",{"value":4821}]}}"#,
        ),
        (
            r#"{"name":"password","value":["hunter2Xk9"],"values":["hunter2Xk9"]}"#,
            r#"{"name":"password","value":["[PASSWORD]"],"values":["[PASSWORD]"]}"#,
        ),
        (
            r##"{"pin":{"S":"4821"},"otp":{"#text":482913,"@a":"b"},"size":{"N":4821}}"##,
            r##"{"pin":{"S":"[PIN]"},"otp":{"#text":"[OTP]","@a":"b"},"size":{"N":4821}}"##,
        ),
        // A key and its value on lines of their own.
        ("{\"a\" :\n 1,\n \"pin\"\n :\n\n 4821\n}\n", "{\"a\" :\n 1,\n \"pin\"\n :\n\n \"[PIN]\"\n}\n"),
        // Blanks and lines' ends between the groups of a number.
        (r#"{"m":"card 4111\t1111\t1111\t1111"}"#, r#"{"m":"card **** **** **** 1111"}"#),
        (r#"{"m":"card 4111\u00091111\u00091111\u00091111"}"#, r#"{"m":"card **** **** **** 1111"}"#),
        (r#"{"m":"card 4111 1111\n1111 1111 ok"}"#, r#"{"m":"card **** **** **** 1111 ok"}"#),
        (r#"{"m":"card 4111 1111\r\n1111 1111"}"#, r#"{"m":"card **** **** **** 1111"}"#),
        (
            r#"{"b":"{\"m\":\"card 4111\\t1111\\t1111\\t1111\"}"}"#,
            r#"{"b":"{\"m\":\"card **** **** **** 1111\"}"}"#,
        ),
        (r#"{"m":"4111111111111111\n5555555555554444"}"#, r#"{"m":"************1111\n************4444"}"#),
        // Lines of a string whose names stand above them.
        (
            r#"{"body":"--X\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2x\r\n--X\r\nContent-Disposition: form-data; name=\"pin\"\r\n\r\n4821\r\n--X--"}"#,
            r#"{"body":"--X\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[PASSWORD]\r\n--X\r\nContent-Disposition: form-data; name=\"pin\"\r\n\r\n[PIN]\r\n--X--"}"#,
        ),
        (
            r#"{"a":"{\"b\":\"Content-Disposition: form-data; name=\\\"password\\\"\\n\\n\\\"hunter2x\\\"\\n--X--\"}"}"#,
            r#"{"a":"{\"b\":\"Content-Disposition: form-data; name=\\\"password\\\"\\n\\n\\\"[PASSWORD]\\\"\\n--X--\"}"}"#,
        ),
        // The object's name says what its field is.
        (r#"{"otp":{"value":"482913"}}"#, r#"{"otp":{"value":"[OTP]"}}"#),
        (r#"{"otp":{"sent":true,"value":482913}}"#, r#"{"otp":{"sent":true,"value":"[OTP]"}}"#),
        (r#"{"otp":"{\"value\":\"482913\"}"}"#, r#"{"otp":"{\"value\":\"[OTP]\"}"}"#),
        (r#"{"order":{"value":"482913"}}"#, r#"{"order":{"value":"482913"}}"#),
        // The array's, what its values are.
        (r#"{"pins":["4821","9927", 1204]}"#, r#"{"pins":["[PIN]","[PIN]", "[PIN]"]}"#),
        (
            r#"{"pin":[1234,5678],"password":["hunter2Xk9","b"]}"#,
            r#"{"pin":["[PIN]","[PIN]"],"password":["[PASSWORD]","b"]}"#,
        ),
        (r#"{"sizes":["4821","9927", 1204]}"#, r#"{"sizes":["4821","9927", 1204]}"#),
        (
            r#"{"otp":[{"value":"482913"},{"value":"731204"}]}"#,
            r#"{"otp":[{"value":"[OTP]"},{"value":"[OTP]"}]}"#,
        ),
        // Documents over several lines.
        (
            "{\n \"pass\\u0077ord\" : \"hunter2Xk9\" ,\n \"n\": 1\n}\n",
            "{\n \"pass\\u0077ord\" : \"[PASSWORD]\" ,\n \"n\": 1\n}\n",
        ),
        // A whole number is replaced, sign and all.
        (r#"{"pin":-4821}"#, r#"{"pin":"[PIN]"}"#),
        // Lines of text among lines of JSON, and JSON inside a line.
        (
            "{\"pin\":4821}\nmy pin is 4821\n09:00 body={\"pass\\u0077ord\":\"hunter2Xk9\"} ok, pin 4821\n",
            "{\"pin\":\"[PIN]\"}\nmy pin is [PIN]\n09:00 body={\"pass\\u0077ord\":\"[PASSWORD]\"} ok, pin [PIN]\n",
        ),
        (
            r#"msg="sent {\"otp\":{\"value\":482913}} ok" pin=4821"#,
            r#"msg="sent {\"otp\":{\"value\":\"[OTP]\"}} ok" pin=[PIN]"#,
        ),
        ("\u{feff}{\"otp\":{\"value\":482913}}", "\u{feff}{\"otp\":{\"value\":\"[OTP]\"}}"),
        // A number that is wrapped is one, as in text.
        ("my card 4111 1111\n1111 1111\n{\"a\":1}\n", "my card **** ****\n**** 1111\n{\"a\":1}\n"),
        // A card in pieces keeps no digit of any.
        (r#"{"card": 4111 1111 1111 1111}"#, r#"{"card": "****" "****" "****" "****"}"#),
        // What only looks like JSON is text.
        ("{\"a\": pin 4821 }\npin 4821\n", "{\"a\": pin [PIN] }\npin [PIN]\n"),
        ("{\"a\": \"pin 4821\npin 4821\n", "{\"a\": \"pin [PIN]\npin [PIN]\n"),
    ] {
        assert_eq!(text(Format::Auto, input), expected, "{input}");
        for chunk in [1, 2, 3, 7] {
            let cut = masked(Format::Auto, input.as_bytes(), chunk);
            let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
            assert_eq!(cut, whole, "{input} by {chunk}");
        }
    }
}

#[test]
fn long_lines_are_edited_as_short_ones() {
    // Of each number a part is found; escapes stand wherever a stream may be cut.
    let numbers: String =
        (0..300).map(|index| format!("-4111111111111111.{index},\"\\u0070in 48\\u00321\",")).collect();
    let input = format!("{{\"list\":[{numbers}0]}}");
    let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
    assert_eq!(whole.2.findings(), 300, "the escaped ones");
    for chunk in [1, 3, 50, 333, 1000] {
        assert!(masked(Format::Auto, input.as_bytes(), chunk) == whole, "by {chunk}");
    }
    let input = format!("{{\"card\":[{}0]}}", "-4111111111111111,".repeat(600));
    let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
    assert!(serde_json::from_slice::<Value>(&whole.0).is_ok());
    assert_eq!(whole.2.findings(), 600);
    for chunk in [1, 3, 50, 333, 1000] {
        assert!(masked(Format::Auto, input.as_bytes(), chunk) == whole, "by {chunk}");
    }
}

#[test]
fn text_is_left_to_the_engine() {
    let input = r#"{"pass\u0077ord":"hunter2Xk9"}"#;
    assert_eq!(text(Format::Text, input), input);
    for chunk in [1, 99] {
        let (out, ..) = masked(Format::Json, "\u{feff}4111111111111111".as_bytes(), chunk);
        assert_eq!(out, "\u{feff}\"************1111\"".as_bytes());
    }
}

#[test]
fn places_are_those_of_the_input() {
    let input = br#"{"a":"\u0041","msg":"OTP 4829\u00313","n":[{"pin":4821}]}"#;
    let (_, places, tally) = masked(Format::Auto, input, usize::MAX);
    let values: Vec<_> = places.iter().map(|(start, end)| &input[*start..*end]).collect();
    assert_eq!(values, [&br"4829\u00313"[..], b"4821"]);
    assert_eq!((tally.bytes, tally.findings()), (input.len() as u64, 2));
}

/// A pair of which both halves are written as escapes, or pieces of them.
fn escaped(text: &str, style: u8) -> String {
    let mut out = String::from("\"");
    for (index, char) in text.chars().enumerate() {
        let is_hidden = style > 0 && index % usize::from(style) == 0;
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            char if is_hidden || char.is_control() => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

fn written(value: &Value, style: u8, pad: &str) -> String {
    match value {
        Value::String(text) => escaped(text, style),
        Value::Array(values) => {
            let inner: Vec<_> = values.iter().map(|value| written(value, style, pad)).collect();
            format!("[{pad}{}]", inner.join(&format!("{pad},")))
        }
        Value::Object(fields) => {
            let inner: Vec<_> = fields
                .iter()
                .map(|(key, value)| format!("{}{pad}:{}", escaped(key, style), written(value, style, pad)))
                .collect();
            format!("{{{}{pad}}}", inner.join(&format!(",{pad}")))
        }
        other => other.to_string(),
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "pin", "otp", "password", "value", "card", "cvv", "4821", "482913", "4111111111111111",
            "4111 1111 1111 1111", "my pin is 4821", "a@example.com", "{\"pin\":4821}", "[\"otp\",482913]", "{", "[[",
            "kata_sandi", "hunter2Xk9", "\u{1f511} pin 4821\nok", "note", "",
        ]).prop_map(str::to_owned),
        1 => "[a-z\"\\\\\n{}\\[\\]:,0-9 é\u{1f600}]{0,12}",
    ]
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => word().prop_map(Value::from),
        2 => prop::sample::select(vec![0i64, -4821, 4821, 482_913, 4_111_111_111_111_111]).prop_map(Value::from),
        1 => prop::sample::select(vec![0.5, 4821.5, -1e-7]).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((word(), inner.clone()), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            // A document in a string.
            (inner, 0u8..4).prop_map(|(value, style)| Value::from(written(&value, style, ""))),
        ]
    })
}

/// Whether two documents differ in strings and numbers alone.
fn is_alike(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| is_alike(before, after))
        }
        (Value::Object(before), Value::Object(after)) => {
            // Two keys can become one by their masks.
            after.len() <= before.len()
        }
        (Value::Array(_) | Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) => false,
        (before, after) => before == after || after.is_string(),
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn valid_stays_valid_and_all_else_stays(
        values in prop::collection::vec((document(), 0u8..4, prop::sample::select(vec!["", " ", "\t"])), 1..4),
        chunk in 1usize..80,
        is_told: bool,
    ) {
        let lines: Vec<_> = values.iter().map(|(value, style, pad)| written(&serde_json::json!({"doc": value}), *style, pad)).collect();
        let input = lines.join("\n");
        let format = if is_told { Format::Json } else { Format::Auto };
        let (out, places, tally) = masked(format, input.as_bytes(), usize::MAX);
        let text = std::str::from_utf8(&out).expect("UTF-8 stays UTF-8");
        prop_assert_eq!(text.lines().count(), lines.len());
        for (before, after) in lines.iter().zip(text.lines()) {
            let before: Value = serde_json::from_str(before).expect("the strategy writes JSON");
            let after = serde_json::from_str::<Value>(after);
            prop_assert!(after.is_ok(), "no JSON any more: {}", text);
            prop_assert!(is_alike(&before, &after.expect("checked")), "{} became {}", input, text);
        }
        // Outside the findings every byte is there, in order.
        let mut rest = &out[..];
        let mut at = 0;
        for (start, end) in &places {
            prop_assert!(at <= *start && start < end);
            let kept = &input.as_bytes()[at..*start];
            let found = rest.windows(kept.len().max(1)).position(|window| window == kept || kept.is_empty());
            prop_assert!(found.is_some());
            rest = &rest[found.unwrap_or(0) + kept.len()..];
            at = *end;
        }
        prop_assert!(rest.ends_with(&input.as_bytes()[at..]));
        prop_assert_eq!(tally.findings(), places.len() as u64);
        prop_assert_eq!(masked(format, input.as_bytes(), chunk), (out, places, tally));
    }

    #[test]
    fn documents_behind_text_stay_documents(value in document(), style in 0u8..4, before in "[a-z =:]{0,6}|\n| \t", after in "[a-z ,;]{0,6}|\n", chunk in 1usize..60) {
        let inner = written(&serde_json::json!({"doc": value}), style, "");
        let input = serde_json::json!({"a": format!("{before}{inner}{after}")}).to_string();
        let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
        let out: Value = serde_json::from_slice(&whole.0).expect("it stays JSON");
        let text = out["a"].as_str().expect("it stays a string");
        let doc = text.strip_prefix(&before).and_then(|text| text.strip_suffix(&after)).expect("no text around it is lost");
        prop_assert!(serde_json::from_str::<Value>(doc).is_ok(), "no JSON any more: {} became {}", input, text);
        prop_assert_eq!(masked(Format::Auto, input.as_bytes(), chunk), whole);
    }

    #[test]
    fn chunks_of_anything(input in "(\u{feff}|[ \t\n]|\\{|\\[|\"|\\\\|u0070in|pin|card 4111 1111\n1111 1111\n|:|,|4821|\\}|\\]|a){0,60}", chunk in 1usize..20) {
        for format in [Format::Auto, Format::Json] {
            let whole = masked(format, input.as_bytes(), usize::MAX);
            prop_assert_eq!(masked(format, input.as_bytes(), chunk), whole);
        }
    }
}
