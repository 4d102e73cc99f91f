//! Lines of text that are more: markup, and names on a line above their values.

use proptest::prelude::*;
use samar_formats::Format;
use samar_testkit::properties::config;

use crate::{masked, text};

#[test]
fn what_markup_and_lines_hide_is_found() {
    for (input, expected) in [
        // References to letters and digits, in names and values.
        ("<pin>&#52;821</pin>\n", "<pin>[PIN]</pin>\n"),
        ("<pin>48&#x32;&#x031;</pin> <p&#105;n>4821</pin>\n", "<pin>[PIN]</pin> <p&#105;n>[PIN]</pin>\n"),
        ("<a pin='&#52;821'/> &#60;b&#62; &amp; &#;\n", "<a pin='[PIN]'/> &#60;b&#62; &amp; &#;\n"),
        ("4&#49;11 1111 1111 1111 is a card\n", "**** **** **** 1111 is a card\n"),
        // And to what parts numbers and words, by number and by name; elements that are text of others.
        ("4111&nbsp;1111&#160;1111&#x20;1111\n", "****\u{a0}****\u{a0}**** 1111\n"),
        ("4111&#45;1111&#45;1111&#x2d;1111 pin&nbsp;4821\n", "****-****-****-1111 pin&nbsp;[PIN]\n"),
        ("IBAN DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00\n", "IBAN [IBAN]\n"),
        // A plus sign is a blank in a document as a form writes it.
        (
            "body=%7B%22password%22%3A+%22hunter2Xk9%22%2C+%22pin%22+%3A+%224821%22%2c+%22cvv%22%3a+482+%7D\n",
            "body=%7B%22password%22%3A+%22[PASSWORD]%22%2C+%22pin%22+%3A+%22[PIN]%22%2c+%22cvv%22%3a+[CARD_CVV]+%7D\n",
        ),
        ("q=a%3A+b%22+c&n=1+%3A\n", "q=a%3A+b%22+c&n=1+%3A\n"),
        ("joe&#64;example.com, joe&commat;example.com &amp; co\n", "[EMAIL], [EMAIL] &amp; co\n"),
        (
            "<password>Xk7&lt;mQ2z</password> <otp>482913</otp>\n",
            "<password>[PASSWORD]</password> <otp>[OTP]</otp>\n",
        ),
        ("<body>&lt;pin&gt;4821&lt;/pin&gt;</body>\n", "<body>&lt;pin&gt;[PIN]&lt;/pin&gt;</body>\n"),
        // Names in elements, and elements in those that are names; comments end no value.
        (
            "<r><name>pin</name><value>4821</value><name>a</name><value>4821</value></r>\n",
            "<r><name>pin</name><value>[PIN]</value><name>a</name><value>4821</value></r>\n",
        ),
        (
            "<param-name>pin</param-name><param-value>4821</param-value><x-value>4821</x-value>\n",
            "<param-name>pin</param-name><param-value>[PIN]</param-value><x-value>4821</x-value>\n",
        ),
        (
            "<password>\n<value>hunter2Xk9</value>\n</password>\n<value>hunter2Xk9</value>\n",
            "<password>\n<value>[PASSWORD]</value>\n</password>\n<value>hunter2Xk9</value>\n",
        ),
        ("<pin><!-- a -->4821</pin><!-- pin: 4821 -->\n", "<pin><!-- a -->[PIN]</pin><!-- pin: [PIN] -->\n"),
        (
            "<field name=\"password\">\n  hunter2Xk9\n</field>\n",
            "<field name=\"password\">\n  [PASSWORD]\n</field>\n",
        ),
        (
            "Content-Disposition: form-data; name=password\r\n\r\nhunter2Xk9\r\n--X--\r\n",
            "Content-Disposition: form-data; name=password\r\n\r\n[PASSWORD]\r\n--X--\r\n",
        ),
        // Elements that say how a text looks; they stay where they are.
        ("my <b>pin</b> is <i>4821</i>\n", "my <b>pin</b> is <i>[PIN]</i>\n"),
        ("<strong>Password</strong>: hunter2Xk9\n", "<strong>Password</strong>: [PASSWORD]\n"),
        ("<b>4111</b> 1111 1111 1111, <b>ok</b>\n", "<b>****</b> **** **** ****, <b>ok</b>\n"),
        (
            "card <SPAN class=\"a b\">4111</SPAN><span style='color: red'>1111</span><em>1111</em><em>1111</em>\n",
            "card <SPAN class=\"a b\">****</SPAN><span style='color: red'>****</span><em>****</em><em>****</em>\n",
        ),
        ("<span pin=\"4821\">x</span>\n", "<span pin=\"[PIN]\">x</span>\n"),
        // Values on lines of their own, and attributes.
        (
            "<password>\n\n  hunter2Xk9\n</password>\n<x>\n  hunter2Xk9\n</x>\n",
            "<password>\n\n  [PASSWORD]\n</password>\n<x>\n  hunter2Xk9\n</x>\n",
        ),
        // The element's start goes on over lines.
        (
            "<password\n  type=\"text\">hunter2Xk9</password>\n<pin\n>4821</pin>\n<x\n a='1'>hunter2Xk9</x>\n",
            "<password\n  type=\"text\">[PASSWORD]</password>\n<pin\n>[PIN]</pin>\n<x\n a='1'>hunter2Xk9</x>\n",
        ),
        (
            "<password\n  type=\"text\"\n  lang='x'>\n  hunter2Xk9\n</password>\nhunter2Xk9\n",
            "<password\n  type=\"text\"\n  lang='x'>\n  [PASSWORD]\n</password>\nhunter2Xk9\n",
        ),
        (
            "<password a=\"1\">\r\n\thunter2Xk9\r\n</password>\r\n",
            "<password a=\"1\">\r\n\t[PASSWORD]\r\n</password>\r\n",
        ),
        (
            "<Pin\n  a=\"1\"\n  value=\"4821\"\n/>\nvalue=\"4821\"\n",
            "<Pin\n  a=\"1\"\n  value=\"[PIN]\"\n/>\nvalue=\"4821\"\n",
        ),
        // Property lists, and cells that name the one behind them.
        (
            "<key>Password</key>\n\t<string>hunter2Xk9</string>\n<key>Pin</key><integer>4821</integer><key>x</key><string>hunter2Xk9</string>\n",
            "<key>Password</key>\n\t<string>[PASSWORD]</string>\n<key>Pin</key><integer>[PIN]</integer><key>x</key><string>hunter2Xk9</string>\n",
        ),
        (
            "<table><tr><td>PIN</td><td>4821</td><td>4821</td></tr></table>\n",
            "<table><tr><td>PIN</td><td>[PIN]</td><td>4821</td></tr></table>\n",
        ),
        // Attributes: the name behind the value, other quotation marks, brackets in them.
        (
            "<input value=\"123\" name=\"cvv\"><input value='x' name='size'/>\n",
            "<input value=\"[CARD_CVV]\" name=\"cvv\"><input value='x' name='size'/>\n",
        ),
        ("<a b='password: Xk9q'><c>1</c></a>\n", "<a b='password: [PASSWORD]'><c>1</c></a>\n"),
        (
            "<a b='password: Xk9&amp;q' c=\"it's\"><c>1</c></a>\n",
            "<a b='password: [PASSWORD]' c=\"it's\"><c>1</c></a>\n",
        ),
        ("<password x='1>2'>hunter2Xk9</password>\n", "<password x='1>2'>[PASSWORD]</password>\n"),
        ("if a<b and c's pin 4821 > d's\n", "if a<b and c's pin [PIN] > d's\n"),
        // Values of forms: signs that are escaped are a part of them, and in some blanks are.
        (
            "user%5Bpassword%5D=hunter2Xk9&card%5bcvc%5d=314&b=%41\n",
            "user%5Bpassword%5D=[PASSWORD]&card%5bcvc%5d=[CARD_CVV]&b=%41\n",
        ),
        ("password=Xk7%26mQ2z%21&pin=48%321&cvv=12%33\n", "password=[PASSWORD]&pin=[PIN]&cvv=[CARD_CVV]\n"),
        (
            "iban=DE89%203704%200044%200532%200130%2000&iban=DE89+3704+0044+0532+0130+00&a=b+c\n",
            "iban=[IBAN]&iban=[IBAN]&a=b+c\n",
        ),
        ("phone=%2B62+812+3456+7890&email=a%2Bb%40ex.com\n", "phone=[PHONE]&email=[EMAIL]\n"),
        ("url=%3Fpin%3D4821%26next%3D1 12%33\n", "url=%3Fpin%3D[PIN]%26next%3D1 12%33\n"),
        ("card=4111%201111%201111%201111&x=1\n", "card=****%20****%20****%201111&x=1\n"),
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
        // Lists, marks that are doubled, keys with a mark, and values over lines.
        (
            "password:\n  - hunter2Xk9\n  - \"abc99x\"\nother:\n  - hunter2Xk9\n",
            "password:\n  - \"[PASSWORD]\"\n  - \"[PASSWORD]\"\nother:\n  - hunter2Xk9\n",
        ),
        ("pins:\n- 4821\n- 5921\nn:\n- 6032\n", "pins:\n- \"[PIN]\"\n- \"[PIN]\"\nn:\n- 6032\n"),
        (
            "password:\n- must be long\n- must not be short\n",
            "password:\n- must be long\n- must not be short\n",
        ),
        (
            "passwords: [hunter2Xk9, abc99x]\nx: [hunter2Xk9]\n",
            "passwords: [\"[PASSWORD]\", \"[PASSWORD]\"]\nx: [hunter2Xk9]\n",
        ),
        ("password: 'Xk7''mQ2'''\nx: 'Xk7''mQ2'\n", "password: '[PASSWORD]'\nx: 'Xk7''mQ2'\n"),
        ("? password\n: hunter2Xk9\n? x\n: hunter2Xk9\n", "? password\n: [PASSWORD]\n? x\n: hunter2Xk9\n"),
        (
            "password: \"hunter2 \\\n  more99\"\nx: \"hunter2Xk9\n  more99\"\n",
            "password: \"[PASSWORD] \\\n  [PASSWORD]\"\nx: \"hunter2Xk9\n  more99\"\n",
        ),
        // Names and values of YAML.
        (
            "env:\n- name: DB_PASSWORD\n  value: hunter2Xk9\n- name: \"PIN\"\r\n  value: \"4821\"\n",
            "env:\n- name: DB_PASSWORD\n  value: \"[PASSWORD]\"\n- name: \"PIN\"\r\n  value: \"[PIN]\"\n",
        ),
        (
            "- name: size\n  value: 4821\n- key: pin\n  val: 4821",
            "- name: size\n  value: 4821\n- key: pin\n  val: \"[PIN]\"",
        ),
        // Not over the next item's start, and not for a key that only begins so.
        ("- name: pin\n- kind: x\n  value: 4821\n", "- name: pin\n- kind: x\n  value: 4821\n"),
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

#[test]
fn yaml_stays_yaml() {
    for (input, expected) in [
        ("card: 4111111111111111\npin: 4821 # mine\n", "card: \"************1111\"\npin: \"[PIN]\" # mine\n"),
        (
            "a:\n  - 4111111111111111\n  - 'my pin is 4821'\n",
            "a:\n  - \"************1111\"\n  - 'my pin is [PIN]'\n",
        ),
        (
            "note: 4111111111111111 is mine, pin 4821\r\nx: 1\r\n",
            "note: \"************1111 is mine, pin [PIN]\"\r\nx: 1\r\n",
        ),
        (
            "note: my pin is 4821\npin: \"4821\"\nb: |\n  pin 4821\n",
            "note: my pin is [PIN]\npin: \"[PIN]\"\nb: |\n  pin [PIN]\n",
        ),
        (
            "pins: [4821, 5921]\npassword:\n- hunter2Xk9",
            "pins: [\"[PIN]\", \"[PIN]\"]\npassword:\n- \"[PASSWORD]\"",
        ),
        ("- name: PIN\n  value: 4821\n", "- name: PIN\n  value: \"[PIN]\"\n"),
        ("{\"pin\": 4821}\n", "{\"pin\": \"[PIN]\"}\n"),
        // Tags, objects in braces, keys in marks, values below their key.
        ("pin: !!str 4821\nx: &a 4111111111111111\n", "pin: !!str \"[PIN]\"\nx: &a \"************1111\"\n"),
        (
            "a: {user: joe, card: 4111 1111 1111 1111}\nb: [4111 1111 1111 1111, x]\n",
            "a: {user: joe, card: \"**** **** **** 1111\"}\nb: [\"**** **** **** 1111\", x]\n",
        ),
        ("\"card\": 4111111111111111\n", "\"card\": \"************1111\"\n"),
        ("card:\n  4111111111111111\nx: y\n", "card:\n  \"************1111\"\nx: y\n"),
        ("mothers_maiden_name: 'Wijayakusuma'\n", "mothers_maiden_name: '[MOTHERS_MAIDEN_NAME]'\n"),
        ("pin:\n  value: 4821\nx:\n  value: 4821\n", "pin:\n  value: \"[PIN]\"\nx:\n  value: 4821\n"),
        // Names on other lines than those right above.
        ("- name: pin\n  type: a\n  value: 4821\n", "- name: pin\n  type: a\n  value: \"[PIN]\"\n"),
        ("- value: 4821\n  name: pin\n", "- value: \"[PIN]\"\n  name: pin\n"),
    ] {
        let whole = masked(Format::Yaml, input.as_bytes(), usize::MAX);
        assert_eq!(String::from_utf8_lossy(&whole.0), expected, "{input}");
        assert_eq!(masked(Format::Yaml, &whole.0, usize::MAX).0, whole.0, "{input} settles");
        for chunk in 1..12 {
            assert_eq!(masked(Format::Yaml, input.as_bytes(), chunk), whole, "{input} by {chunk}");
        }
    }
}

#[test]
fn a_key_needs_a_blank_behind_its_colon() {
    // Else the second line would have its name where the first is not looked at alone.
    let card = "card 4111 1111\n1111 1111\n";
    let input = format!("{}pin:\"{card}", card.repeat(4));
    let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
    assert!(whole.0.ends_with(b"pin:\"card **** ****\n**** ****\n"));
    for chunk in 1..20 {
        assert_eq!(masked(Format::Auto, input.as_bytes(), chunk), whole, "chunks of {chunk}");
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn chunks_of_lines(input in "(\n|\n\n|- | |name: |key:|value: |val:|pin|password|4821|hunter2Xk9|\r\n|: \\||: !a |: &a |<pin a=b>|<pin>|<pin\n|<b>|</b>|</|<a b='|'|\"|<input value=|&nbsp;|&lt;|<key>|<string>|<a |>|&#52;|&#x|&#|&|;|<|<!\\[CDATA\\[|\\]\\]>|\\]|%|%7|%70|%69n=|%26|%20|=|&|iban=|DE89|\\+|%2B|x%3D|: '|''|\\? |pin:\n|pin: \\[|, |: \"|<!--|-->|<name>|<value>|</name>|\"value\":|\"name\":|\"pin\"|\"4821\"|4,|\\{\"\"|pin\"\":|\"\",|type: |'4821'|!!str |\\{a: |\\}|<th>|</th|<td>|<tr>|<td |Content-Disposition: form-data; name=\"pin\"|\\{\"|\"\\}|:|\\| pin \\|| \\| |\\|---\\||--|\\+--|─|INSERT INTO t \\(pin, b\\) VALUES|\\(4821, 'x'\\)|\\(|'|\\)|;|COPY |COPY t \\(pin\\) FROM stdin;|\t|\\+%22|%3A\\+|:\"|card 4111 1111\n1111 1111\n){0,48}", chunk in 1usize..24) {
        let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
        prop_assert_eq!(masked(Format::Auto, input.as_bytes(), chunk), whole);
        let whole = masked(Format::Yaml, input.as_bytes(), usize::MAX);
        prop_assert_eq!(masked(Format::Yaml, input.as_bytes(), chunk), whole);
    }
}
