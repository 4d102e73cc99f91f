//! Texts in which detectors have something to decide: labels, values and what is written between and around them, right,
//! nearly right and broken.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

/// A text that a failing property shows as a Rust literal, to paste into a case.
#[derive(Clone)]
pub(crate) struct Text(pub(crate) Vec<u8>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// A text of a few fragments: most are UTF-8, some are not.
pub(crate) fn text() -> impl Strategy<Value = Text> {
    vec(fragment(), 0..14).prop_map(|fragments| Text(fragments.concat()))
}

/// A text for rules of one's own: what they look for among all the rest.
pub(crate) fn own_text(between: &'static str) -> impl Strategy<Value = Text> {
    let own = select(OWN).prop_map(|text| text.as_bytes().to_vec());
    vec(prop_oneof![1 => own, 1 => fragment()], 0..14)
        .prop_map(|fragments| Text(fragments.join(between.as_bytes())))
}

/// A text of up to 60 KB: pages of fragments, some of them many times over, with or without line ends.
pub(crate) fn long_text() -> impl Strategy<Value = Text> {
    let page = (vec(fragment(), 1..40), 1..60_usize, select(&["", "\n", " ", "\r\n", "x"][..]));
    let pages = page
        .prop_map(|(fragments, times, end)| [&fragments.concat()[..], end.as_bytes()].concat().repeat(times));
    vec(pages, 1..5).prop_map(|pages| {
        let mut text = pages.concat();
        text.truncate(60_000);
        Text(text)
    })
}

/// A JSON document, compact, indented, or with blanks where JSON allows them.
pub(crate) fn document() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        3 => (0..10_u64.pow(9)).prop_map(Value::from),
        3 => select(&[0, 7, 123, 1234, 4829, 482_913, 123_456_789_012][..]).prop_map(|number: u64| Value::from(number)),
        3 => card().prop_map(|card| Value::from(card.iter().fold(0, |sum: u64, digit| sum.wrapping_mul(10) + u64::from(*digit)))),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<i32>().prop_map(Value::from),
        8 => vec(fragment(), 0..4).prop_map(|fragments| Value::from(String::from_utf8_lossy(&fragments.concat()))),
    ];
    let key = prop_oneof![
        4 => select(LABELS).prop_map(str::to_owned),
        1 => vec(fragment(), 0..2).prop_map(|fragments| String::from_utf8_lossy(&fragments.concat()).into_owned()),
    ];
    let value = scalar.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((key.clone(), inner), 0..5).prop_map(|entries| Value::from(Map::from_iter(entries))),
        ]
    });
    let document = vec(value, 1..4).prop_map(Value::from);
    (document, 0..4_u8).prop_map(|(document, style)| match style {
        0 => document.to_string(),
        1 => format!("{document:#}"),
        // Blanks after colons and commas; in strings, too, where they do no harm.
        2 => document.to_string().replace("\":", "\" : ").replace(',', " , "),
        _ => ascii(&document.to_string()),
    })
}

/// The same document in ASCII, as many writers of JSON have it.
fn ascii(document: &str) -> String {
    let mut units = [0; 2];
    let mut out = String::new();
    for character in document.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            out.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// What the rules of the packs beside this file look for.
const OWN: &[&str] = &[
    "badge 4711-0815 ",
    "4711-0815 staffId",
    "staff_id: 471108",
    "badge ****15 4712",
    "TKT-00C0FFEE",
    "TKT-DEAD",
    "member number no. 12345674",
    "12345674 member",
    "card number: 12345682 test",
    "[MEMBER_NUMBER] 12345674",
    "z",
    "xy 9",
    "code is a b",
];

fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let known = |list: &'static [&'static str]| select(list).prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![
        12 => statement(),
        4 => known(LABELS),
        3 => known(COPULAS),
        4 => code(),
        8 => written_card(),
        2 => vec(digits(1..6), 1..7).prop_map(|groups| groups.join(&b' ')),
        4 => known(SEPARATORS),
        4 => known(STRUCTURE),
        4 => known(MASKS),
        4 => known(WORDS),
        3 => known(VALUES),
        2 => known(&["\n", "\r\n", "\n\n", ".\n", ":\n", " \n"]),
        1 => vec(any::<u8>(), 1..5),
        1 => any::<char>().prop_map(|character| character.to_string().into_bytes()),
        1 => vec(select(&b"0123456789abcdef-"[..]), 4..40),
    ]
}

/// Label, copula and value, in either order, in any case.
fn statement() -> impl Strategy<Value = Vec<u8>> {
    let label = (select(LABELS), 0..6_u8).prop_map(|(label, case)| match case {
        0 => label.to_uppercase(),
        1 => label.replace(' ', "_"),
        2 => label.replace(' ', ""),
        _ => label.to_owned(),
    });
    let value = prop_oneof![
        4 => code(),
        2 => written_card(),
        3 => select(VALUES).prop_map(|value| value.as_bytes().to_vec()),
        1 => select(MASKS).prop_map(|value| value.as_bytes().to_vec()),
    ];
    let quotes = select(
        &[("", ""), ("", ""), ("", ""), ("\"", "\""), ("'", "'"), ("\\\"", "\\\""), ("(", ")"), ("", ".")][..],
    );
    (label, select(COPULAS), value, quotes, any::<bool>(), select(SEPARATORS)).prop_map(
        |(label, copula, value, (open, close), is_label_first, end)| {
            let value = [open.as_bytes(), &value, close.as_bytes()].concat();
            let (label, copula) = (label.into_bytes(), copula.as_bytes());
            let parts = if is_label_first { [&label, copula, &value] } else { [&value[..], copula, &label] };
            [&parts.concat(), end.as_bytes()].concat()
        },
    )
}

fn digits(len: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    vec(b'0'..=b'9', len)
}

/// The digits of a code, written in some way.
fn code() -> impl Strategy<Value = Vec<u8>> {
    (vec(0..10_u8, 3..9), script(), prop_oneof![6 => Just(""), 1 => select(SEPARATORS)]).prop_map(
        |(digits, script, between)| {
            let digits: Vec<_> = digits.iter().map(|digit| script.write(*digit)).collect();
            digits.join(between).into_bytes()
        },
    )
}

/// Digits of a card number: of an issuer, most with the right check digit; some one digit off or of any length.
fn card() -> impl Strategy<Value = Vec<u8>> {
    let start = select(
        &[
            "4", "51", "55", "2221", "34", "37", "6011", "65", "3528", "36", "30", "62", "50", "6759", "60",
            "9", "1", "0",
        ][..],
    );
    (start, prop_oneof![5 => Just(16_usize), 1 => Just(15), 3 => 12..20_usize], vec(0..10_u8, 20), 0..8_u8)
        .prop_map(|(start, len, filler, fault)| {
            let mut digits: Vec<u8> =
                start.bytes().map(|byte| byte - b'0').chain(filler).take(len - 1).collect();
            let sum: u32 = digits
                .iter()
                .rev()
                .enumerate()
                .map(|(i, digit)| {
                    let digit = u32::from(*digit) * if i % 2 == 0 { 2 } else { 1 };
                    digit / 10 + digit % 10
                })
                .sum();
            let check = (10 - sum % 10) % 10 + u32::from(fault == 0);
            digits.push((check % 10) as u8);
            digits
        })
}

/// A card number in groups or bare, in some script, sometimes with a mark or a line end in it, or with its date and code.
fn written_card() -> impl Strategy<Value = Vec<u8>> {
    const GROUPS: [&[usize]; 9] = [
        &[16],
        &[4, 4, 4, 4],
        &[4, 6, 5],
        &[4, 4, 4, 4, 3],
        &[4, 6, 4],
        &[6, 13],
        &[8, 8],
        &[1; 19],
        &[5, 3, 4, 4],
    ];
    let groups = select(&GROUPS[..]);
    let between = prop_oneof![3 => select(&[" ", "-"][..]), 3 => select(SEPARATORS)];
    let tail = prop_oneof![
        4 => Just(""),
        2 => select(&[" 12/27 123", " exp 01/30", "|12|2027|123", " 1227", "/12/27/123", "  123", ",12/29,999", "=2512101123456789?"][..]),
    ];
    let odd = prop_oneof![5 => Just((99, "")), 1 => (0..19_usize, select(&["\u{200b}", "\u{feff}", "\n", "\r\n", "\u{ad}", "x", "*", "\\u0020"][..]))];
    (card(), groups, between, script(), tail, odd).prop_map(
        |(digits, groups, between, script, tail, (odd_at, odd))| {
            let mut text = String::new();
            let mut ends = groups.iter().scan(0, |sum, size| {
                *sum += size;
                Some(*sum)
            });
            let mut end = ends.next();
            for (i, digit) in digits.iter().enumerate() {
                if end == Some(i) {
                    text.push_str(between);
                    end = ends.next();
                }
                if odd_at == i {
                    text.push_str(odd);
                }
                text.push_str(&script.write(*digit));
            }
            text.push_str(tail);
            text.into_bytes()
        },
    )
}

/// How digits are written.
#[derive(Clone, Copy, Debug)]
enum Script {
    Ascii,
    /// The script whose zero this is.
    Wide(u32),
    Keycap,
    Mixed,
    Words,
}

fn script() -> impl Strategy<Value = Script> {
    prop_oneof![
        16 => Just(Script::Ascii),
        2 => select(&[0xff10, 0x660, 0x6f0, 0x966, 0x1d7ce][..]).prop_map(Script::Wide),
        1 => Just(Script::Keycap),
        1 => Just(Script::Mixed),
        1 => Just(Script::Words),
    ]
}

impl Script {
    fn write(self, digit: u8) -> String {
        let ascii = char::from(b'0' + digit);
        match self {
            Self::Ascii => ascii.to_string(),
            Self::Wide(zero) => char::from_u32(zero + u32::from(digit))
                .expect("digits of a script follow its zero")
                .to_string(),
            Self::Keycap => format!("{ascii}\u{fe0f}\u{20e3}"),
            Self::Mixed if digit < 4 => Self::Wide(0xff10).write(digit),
            Self::Mixed => ascii.to_string(),
            Self::Words => {
                let words = [
                    "nol ", "one ", "dua ", "tiga ", "four ", "five ", "enam ", "seven ", "delapan ", "nine ",
                ];
                words[usize::from(digit)].to_owned()
            }
        }
    }
}

const LABELS: &[&str] = &[
    "pin",
    "PIN",
    "pins",
    "pin number",
    "userPin",
    "pinnya",
    "nomor pin",
    "pin atm",
    "my pin",
    "pin code",
    "cvv",
    "CVV2",
    "cvc",
    "kode cvv",
    "security code",
    "kode keamanan",
    "three digits on the back",
    "tiga angka di belakang",
    "otp",
    "kode otp",
    "verification code",
    "kode verifikasi",
    "one-time password",
    "passcode",
    "code",
    "kode",
    "my code",
    "password",
    "passwd",
    "pwd",
    "pw",
    "kata sandi",
    "kata_sandi",
    "sandi",
    "DB_PASSWORD",
    "passphrase",
    "exp",
    "expiry",
    "valid thru",
    "berlaku sampai",
    "masa berlaku",
    "expires",
    "card",
    "card number",
    "kartu",
    "nomor kartu",
    "no kartu",
    "kartu kredit",
    "cc",
    "pan",
    "order_id",
    "seq",
    "trace_id",
    "invoice",
    "nomor pesanan",
    "badge",
    "staff id",
    "q",
    "track2",
    "imei",
];

const COPULAS: &[&str] = &[
    ": ",
    ":",
    "=",
    " = ",
    " ",
    " is ",
    " saya ",
    " adalah ",
    "nya ",
    " gue ",
    " my ",
    "\":\"",
    "\": ",
    "\\\": \\\"",
    " : ",
    " - ",
    ">",
    "\t",
    " nya itu ",
    " saya adalah ",
    "'s ",
    " are ",
    " yaitu ",
    " changed to ",
    "?\n",
    ":\n",
    "\n",
    ":\r\n\r\n",
    "",
    " was sent: ",
    " baru: ",
    "%3D",
    "%22%3A%22",
    " is not ",
    "=>",
    " (",
    " # ",
    "**: **",
    "|",
    ",",
    " ya ",
    " ig gw: ",
    " ig: ",
    " wifi = ",
    " m-banking ku ",
];

const SEPARATORS: &[&str] = &[
    " ", "", "-", ".", "\t", "+", "%20", "\u{a0}", "\u{2009}", "\u{3000}", "\u{2011}", "\u{ff0d}",
    "\u{200b}", "\u{feff}", "\n", "\r\n", "%0A", "  ", " - ", "/", ",", ", ", "_", ";", "\u{ad}", "\\n",
    "\u{2060}", "*", "|", "\u{301}", "\0",
];

const STRUCTURE: &[&str] = &[
    "{\"",
    "\":",
    "\": \"",
    "\",\"",
    "\"}",
    "[",
    "]",
    "{",
    "}",
    "\\\"",
    "\\\\",
    "\\u0031",
    "\\u002",
    "<pin>",
    "</pin>",
    "<b>",
    "&amp;",
    "&",
    "?cvv=",
    "&pin=",
    "password=",
    "'",
    "`",
    "(",
    ")",
    "**",
    "__",
    "- ",
    "# ",
    "<td>",
    "key=\"",
    "[1234, ",
    "%22",
    "%3",
    "%",
    "\\",
    "\"",
    ":",
    "=",
    "://",
    "@",
    "-d '",
    "null",
    "${",
    "}}",
];

const MASKS: &[&str] = &[
    "****",
    "**** **** **** 1111",
    "************1111",
    "411111******1111",
    "[PIN]",
    "[CARD_CVV]",
    "[OTP]",
    "[PASSWORD]",
    "[PIN",
    "PIN]",
    "***",
    "*",
    "1111",
    "XXXX-XXXX-XXXX-4242",
    "••••",
    "[CARD_EXPIRY]",
    "[CARD_TRACK]",
    "**** **** **** ",
    "\"[PIN]\"",
    "[REDACTED]",
    "<pin>",
    "*1",
    "9999",
    "card_number",
    "[BADGE]",
    "****-****-****-1111 123",
];

const WORDS: &[&str] = &[
    "never share your ",
    "jangan pernah bagikan ",
    "please enter your ",
    "what is your ",
    " digits",
    " angka",
    " kali",
    "Rp ",
    "Rp50.000",
    " minutes",
    "order ",
    "nomor ",
    "my ",
    "saya ",
    "the ",
    "is ",
    "wrong ",
    "salah ",
    "and ",
    "dan ",
    "sent ",
    "to ",
    "aman",
    "halo kak",
    "reset",
    "last four ",
    "ending in ",
    "berakhiran ",
    "x",
    "a",
    "é",
    "密码",
    "密碼: ",
    "😀",
    "👍🏽",
    "e",
    "2025-01-31 12:45:01.123 ",
    "10.0.0.1 ",
    "1.2.3",
    "$12.50",
    "HTTP/1.1\" 200 ",
    "id=7f3e ",
    "550e8400-e29b-41d4-a716-446655440000",
    "3.14159265358979312",
    "1700000000000",
    "3171234567890123",
    "+62 812-3456-7890",
    "0812 3456 7890",
];

const VALUES: &[&str] = &[
    "Hunter2!",
    "hunter2",
    "S3cret",
    "correct horse battery",
    "p@ss w0rd",
    "rahasia123",
    "abc",
    "qwerty",
    "a\\\"b\\\\c9",
    "Zx9#\u{e9}\u{3000}k",
    "letmein",
    "getPassword()",
    "12/27",
    "01/2030",
    "12-27",
    "2027-12",
    "12 / 27",
    "Des 2027",
    "0130",
    "1234",
    "482913",
    "482-913",
    "4 8 2 9",
    "4️⃣8️⃣2️⃣9️⃣",
    "①②③",
    "empat dua satu tiga",
    "four one five nine",
    "double two seven",
    "%B4111111111111111^DOE/JOHN^25121011234567890?",
    ";4111111111111111=25121011234567890?",
    "4111111111111111",
    "4111 1111 1111 1111",
    "378282246310005",
    "5555-5555-5555-4444",
    "4111%201111%201111%201111",
    "4111+1111+1111+1111",
    "４１１１１１１１１１１１１１１１",
    "4111.1111.1111.1111",
    "41111111 11111111",
    "411111111111111141111111111111114111",
    "4111 1111\n1111 1111",
    "4111111111111111 12/27 123",
    "\\u0034\\u0031\\u0031",
    "12345",
    "000",
    "6011 0009 9013 9424",
    "529.982.247-25",
    "20-26756539-3",
    "12.345.678-5",
    "01.312.166.0-091.000",
    "756.9217.0769.85",
    "203.0.113.9",
    "198.51.100.7:80",
    "2001:db8::1",
    "::ffff:203.0.113.9",
    "00:1a:2b:3c:4d:5e",
    "00-1A-2B-3C-4D-5E",
    "001a.2b3c.4d5e",
];
