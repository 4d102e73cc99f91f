//! Lines of text that are more: markup, and names on a line above their values.

use proptest::prelude::*;
use samar_formats::Format;

use crate::{masked, text};

#[test]
fn what_markup_and_lines_hide_is_found() {
    for (input, expected) in [
        // References to letters and digits, in names and values.
        ("<pin>&#52;821</pin>\n", "<pin>[PIN]</pin>\n"),
        ("<pin>48&#x32;&#x031;</pin> <p&#105;n>4821</pin>\n", "<pin>[PIN]</pin> <p&#105;n>[PIN]</pin>\n"),
        ("<a pin='&#52;821'/> &#60;b&#62; &amp; &#;\n", "<a pin='[PIN]'/> &#60;b&#62; &amp; &#;\n"),
        ("4&#49;11 1111 1111 1111 is a card\n", "**** **** **** 1111 is a card\n"),
        // Sections without markup.
        ("<password><![CDATA[hunter2Xk9]]></password>\n", "<password><![CDATA[[PASSWORD]]]></password>\n"),
        ("<pin><![CDATA[4821]]></pin> ]]> <![CDATA\n", "<pin><![CDATA[[PIN]]]></pin> ]]> <![CDATA\n"),
        // An element with attributes.
        (
            "<otp attr=\"x\">482913</otp><b:pin a='1' b='2'>4821</b:pin>\n",
            "<otp attr=\"x\">[OTP]</otp><b:pin a='1' b='2'>[PIN]</b:pin>\n",
        ),
        // Blocks, tags and anchors of YAML.
        (
            "password: |\n  hunter2Xk9\nx: >-\n  hunter2Xk9\n",
            "password: |\n  [PASSWORD]\nx: >-\n  hunter2Xk9\n",
        ),
        (
            "password: !!str hunter2Xk9\n  pin: &a \"4821\"\n- x: !t hunter2Xk9\n",
            "password: !!str [PASSWORD]\n  pin: &a \"[PIN]\"\n- x: !t hunter2Xk9\n",
        ),
        // Names and values of YAML.
        (
            "env:\n- name: DB_PASSWORD\n  value: hunter2Xk9\n- name: \"PIN\"\r\n  value: \"4821\"\n",
            "env:\n- name: DB_PASSWORD\n  value: [PASSWORD]\n- name: \"PIN\"\r\n  value: \"[PIN]\"\n",
        ),
        (
            "- name: size\n  value: 4821\n- key: pin\n  val: 4821",
            "- name: size\n  value: 4821\n- key: pin\n  val: [PIN]",
        ),
        // Not over other lines, and not for a key that only begins so.
        ("- name: pin\n  kind: x\n  value: 4821\n", "- name: pin\n  kind: x\n  value: 4821\n"),
        ("- name: pin\n  values: 4821\n", "- name: pin\n  values: 4821\n"),
        // Bodies of forms.
        (
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\nhunter2Xk9\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\n[PASSWORD]\r\n--b--\r\n",
        ),
        (
            "content-disposition: form-data; name=\"size\"; filename=\"password\"\n\n4821\n",
            "content-disposition: form-data; name=\"size\"; filename=\"password\"\n\n4821\n",
        ),
        (
            "Content-Disposition: form-data; name=\"pin\"\r\n\r\nold 4821\r\n\r\n7362\r\n--b\r\n\r\n4821\r\n",
            "Content-Disposition: form-data; name=\"pin\"\r\n\r\nold [PIN]\r\n\r\n[PIN]\r\n--b\r\n\r\n4821\r\n",
        ),
        // All lines of a block, and none behind it.
        (
            "pins:\n - pin: >\n     4821\n\n     7362\n   size: |\n     4821\n - x: 4821\n",
            "pins:\n - pin: >\n     [PIN]\n\n     [PIN]\n   size: |\n     4821\n - x: 4821\n",
        ),
        (
            "password: |\n\thunter2Xk9\n\tname: |\n\tTr0ub4dor&3\n---\nhunter2Xk9\n",
            "password: |\n\t[PASSWORD]\n\t[PASSWORD]: |\n\t[PASSWORD]\n---\nhunter2Xk9\n",
        ),
        // Letters and digits as a URL may write them.
        ("p%69n=1234&x=4821 %70in=%34%38%321\n", "p%69n=[PIN]&x=4821 %70in=[PIN]\n"),
        (
            "disk 95%41 GET /?pass%77ord=hunter2Xk9&a=%20%3d%\n",
            "disk 95%41 GET /?pass%77ord=[PASSWORD]&a=%20%3d%\n",
        ),
        // Cells of a table, by the heads of their columns and rows.
        (
            "<table><tr><th>Name</th><TH class='x'> Card\n<b>PIN</b>: </TH><th>n</th></tr>\n<tr><td>4821</td><td>4821</td><td>4821</td>\n<tr><td colspan=2>4821<td>4821</table><td>4821<td>4821\n",
            "<table><tr><th>Name</th><TH class='x'> Card\n<b>PIN</b>: </TH><th>n</th></tr>\n<tr><td>4821</td><td>[PIN]</td><td>4821</td>\n<tr><td colspan=2>4821<td>4821</table><td>4821<td>4821\n",
        ),
        (
            "<tr><th>PIN</th><td>4821</td></tr><tr><th>No</th><td>4821</td></tr><dl><dt>OTP<dd>482913<dd>482914<dt>No<dd>482913</dl>\n",
            "<tr><th>PIN</th><td>[PIN]</td></tr><tr><th>No</th><td>4821</td></tr><dl><dt>OTP<dd>[OTP]<dd>[OTP]<dt>No<dd>482913</dl>\n",
        ),
        (
            "<thead><tr><td>No</td><td>P&#73;N</td></tr></thead><tr><td>4821</td><td>4821</td></tr>\n",
            "<thead><tr><td>No</td><td>P&#73;N</td></tr></thead><tr><td>4821</td><td>[PIN]</td></tr>\n",
        ),
        // Beside JSON, each line as what it is.
        (
            "{\"pin\":4821}\n- name: pin\n  value: 4821\n<pin>&#52;821</pin> {\"otp\":{\"value\":\"482913\"}}\n",
            "{\"pin\":\"[PIN]\"}\n- name: pin\n  value: [PIN]\n<pin>[PIN]</pin> {\"otp\":{\"value\":\"[OTP]\"}}\n",
        ),
    ] {
        assert_eq!(text(Format::Auto, input), expected, "{input}");
        assert_eq!(text(Format::Auto, expected), expected, "it settles");
        let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
        for chunk in 1..12 {
            assert_eq!(masked(Format::Auto, input.as_bytes(), chunk), whole, "{input} by {chunk}");
        }
    }
    assert_eq!(text(Format::Text, "<pin>&#52;821</pin>\n"), "<pin>&#52;821</pin>\n");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn chunks_of_lines(input in "(\n|\n\n|- | |name: |key:|value: |val:|pin|password|4821|hunter2Xk9|\r\n|: \\||: !a |: &a |<pin a=b>|<a |>|&#52;|&#x|&#|&|;|<|<!\\[CDATA\\[|\\]\\]>|\\]|%|%7|%70|%69n=|<th>|</th|<td>|<tr>|<td |Content-Disposition: form-data; name=\"pin\"|\\{\"|\"\\}|:){0,24}", chunk in 1usize..24) {
        let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
        prop_assert_eq!(masked(Format::Auto, input.as_bytes(), chunk), whole);
    }
}
