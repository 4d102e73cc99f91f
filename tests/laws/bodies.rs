//! The five laws, each a function of an input that panics where the law does not hold.
//!
//! Three callers share this file, so that they cannot come to mean different things: the property tests of `laws.rs`, the
//! replay of `regressions.rs`, and the fuzz targets, which are a workspace of their own and include it by its path. It
//! may therefore use nothing but the engine's public face, the standard library and `serde_json`.

use std::borrow::Cow;
use std::fmt::{Debug, Write as _};
use std::io::{self, Read, Write};
use std::sync::{LazyLock, Mutex, PoisonError};

use samar::{
    Ahead, Builder, Confidence, Detector, Entities, Finding, Hit, Mask, Pack, Policy, Reach, Redactor,
    Scratch, Site, Span, Trigger, Verdict,
};

/// A law: what it asserts of an input.
pub type Law = fn(&[u8]);

/// Every law, by the name that its fuzz target and its folder of regressions have, too.
pub const ALL: [(&str, Law); 5] = [
    ("prefilter_has_no_false_negatives", prefilter_has_no_false_negatives),
    ("chunking_changes_nothing", chunking_changes_nothing),
    ("machines_agree", machines_agree),
    ("redaction_settles", redaction_settles),
    ("nothing_leaks_sideways", nothing_leaks_sideways),
];

/// A text as a law's input: before that of `chunking_changes_nothing` go the sizes of its chunks, others for each `index`.
pub fn input(law: &str, index: usize, text: &[u8]) -> Vec<u8> {
    const SIZES: [[u8; 4]; 4] = [[0, 0, 0, 0], [2, 0, 6, 1], [15, 30, 0, 200], [127, 3, 255, 60]];
    let sizes: &[u8] = if law == "chunking_changes_nothing" { &SIZES[index % SIZES.len()] } else { &[] };
    [sizes, text].concat()
}

static STANDARD: LazyLock<Redactor> = LazyLock::new(Redactor::new);
static STRICT: LazyLock<Redactor> = LazyLock::new(|| built(Redactor::builder().policy(Policy::strict())));

/// Every entity that may have stars at all has them, so the lane in place is open.
static STARS: LazyLock<Redactor> = LazyLock::new(|| {
    let entities: Entities = "card_number,card_expiry,otp".parse().expect("names of the engine");
    let stars = Mask::stars();
    built(
        Redactor::builder()
            .entities(entities)
            .mask("card_number", stars.keep_first(6).keep_last(4))
            .mask("card_expiry", stars)
            .mask("otp", stars),
    )
});

/// Every policy that the laws are tested with.
static POLICIES: LazyLock<[(&str, &Redactor); 5]> = LazyLock::new(|| {
    [
        ("standard", &*STANDARD),
        ("strict", &*STRICT),
        ("stars", &*STARS),
        ("own rule", &*OWN),
        ("own pack", &*PACKED),
    ]
});

/// With a rule of one's own, whose words go through the prefilter as the packs' do, and everything that can be found.
static OWN: LazyLock<Redactor> = LazyLock::new(|| built(everything().detector(Badge)));

fn everything() -> Builder {
    Redactor::builder().entities(Entities::all())
}

/// With the rules of a pack such as users write.
static PACKED: LazyLock<Redactor> = LazyLock::new(|| built(Redactor::builder().pack(own_pack())));

/// With these rules and no others.
static PACKED_ALONE: LazyLock<Redactor> = LazyLock::new(|| {
    let pack = own_pack();
    let entities = Entities::parse("badge_number,ticket_number,member_number", std::slice::from_ref(&pack));
    built(Redactor::builder().pack(pack).entities(entities.expect("entities of the pack")))
});

/// With the rules of a pack such as nobody should write.
static WILD: LazyLock<Redactor> = LazyLock::new(|| built(Redactor::builder().pack(wild_pack())));

fn own_pack() -> Pack {
    Pack::from_toml(include_str!("own_rules.toml")).expect("its examples behave")
}

fn wild_pack() -> Pack {
    Pack::from_toml(include_str!("wild_rules.toml")).expect("its rules are allowed")
}

/// The same that look everywhere.
static EVERYWHERE: LazyLock<[(&Redactor, Redactor); 4]> = LazyLock::new(|| {
    let everywhere = || Redactor::builder().without_prefilter();
    [
        (&*STANDARD, built(everywhere())),
        (&*OWN, built(everything().without_prefilter().detector(Badge))),
        (&*PACKED, built(everywhere().pack(own_pack()))),
        (&*WILD, built(everywhere().pack(wild_pack()))),
    ]
});

/// With a rule that prints what it is shown.
static WITNESS: LazyLock<Redactor> = LazyLock::new(|| built(Redactor::builder().detector(Witness)));

/// One redactor for each kernel of this machine; `scalar`, the twin, is among them.
static KERNELS: LazyLock<Vec<(&str, Redactor)>> = LazyLock::new(|| {
    let kernels = Builder::kernels().into_iter();
    kernels.map(|kernel| (kernel, built(everything().detector(Badge).kernel(kernel)))).collect()
});

fn built(builder: Builder) -> Redactor {
    builder.build().expect("what the laws are tested with is allowed")
}

/// The first law: with the prefilter and without it findings are equal.
pub fn prefilter_has_no_false_negatives(text: &[u8]) {
    for (with, without) in EVERYWHERE.iter() {
        let (with, without) = (with.find(text), without.find(text));
        assert!(with == without, "with prefilter {with:?}\n without {without:?}\n {}", shown(text));
    }
}

/// The second law. The first four bytes of `input` are the sizes of the chunks, the rest is the text.
pub fn chunking_changes_nothing(input: &[u8]) {
    let (sizes, text) = input.split_first_chunk::<4>().unwrap_or((&[0; 4], input));
    // Small sizes one by one, larger ones in steps.
    let size = |byte: u8| if byte < 128 { usize::from(byte) + 1 } else { (usize::from(byte) - 127) * 96 };
    lanes_agree(text, &sizes.map(size));
}

/// A text in chunks of these sizes, over and over, gives what one call gives: written, read and masked in place.
pub fn lanes_agree(text: &[u8], sizes: &[usize]) {
    for (policy, redactor) in POLICIES.iter().chain(&[("wild pack", &*WILD)]) {
        let whole = (redactor.redact_bytes(text).into_owned(), redactor.find(text));
        let written = written(redactor, text, sizes);
        assert!(written == whole, "{policy}, writes of {sizes:?}\n {}", difference(&written, &whole, text));
    }
    let whole = STANDARD.redact_bytes(text);
    let read = read(&STANDARD, text, sizes);
    assert!(
        read == *whole,
        "reads of {sizes:?} gave {}\n one call {}\n {}",
        shown(&read),
        shown(&whole),
        shown(text)
    );
    in_place_agrees(text);
}

/// Output and findings of a writer that is given chunks of these sizes.
fn written(redactor: &Redactor, text: &[u8], sizes: &[usize]) -> (Vec<u8>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut writer = redactor.writer(Vec::new());
    let mut rest = text;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (chunk, later) = rest.split_at(rest.len().min((*size).max(1)));
        writer.push(chunk, |finding| findings.push(finding)).expect("a vector takes everything");
        writer.flush().expect("a vector takes everything");
        rest = later;
    }
    let (output, report) =
        writer.finish_with(|finding| findings.push(finding)).expect("a vector takes everything");
    let counts = (report.bytes_in, report.bytes_out, report.findings());
    assert_eq!(
        counts,
        (text.len() as u64, output.len() as u64, findings.len() as u64),
        "the report, of {}",
        shown(text)
    );
    (output, findings)
}

/// Blocks of these sizes that are walked before the stream comes to them, with so many bytes of context, give what one call
/// gives. Gives how many bytes the stream took over.
pub fn walks_ahead_agree(text: &[u8], sizes: &[usize], context: usize) -> usize {
    let mut taken = 0;
    for (policy, redactor) in POLICIES.iter().chain(&[("wild pack", &*WILD)]) {
        let whole = (redactor.redact_bytes(text).into_owned(), redactor.find(text));
        let (ahead, count) = ahead(redactor, text, sizes, context);
        assert!(
            ahead == whole,
            "{policy}, blocks of {sizes:?} walked ahead with {context} bytes before them\n {}",
            difference(&ahead, &whole, text)
        );
        taken += count;
    }
    taken
}

/// Output and findings of a writer whose blocks are walked ahead of time, and how much of that it took over.
fn ahead(
    redactor: &Redactor,
    text: &[u8],
    sizes: &[usize],
    context: usize,
) -> ((Vec<u8>, Vec<Finding>), usize) {
    let (mut findings, mut taken) = (Vec::new(), 0);
    let mut writer = redactor.writer(Vec::new());
    let mut before = Ahead::with_context(redactor, 1, context);
    let mut rest = text;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let mut block = Ahead::with_context(redactor, (*size).max(1), context);
        block.follow(&before);
        // Two blocks in the same room: the second goes on where the first ends, if there is room.
        for _ in 0..2 {
            let room = rest.len().min((*size).div_ceil(2)).max(1);
            let mut part = &rest[..room.min(rest.len())];
            let count = block.read(&mut part).expect("a slice can be read");
            rest = &rest[count..];
            block.walk();
            taken += writer
                .push_ahead(&block, |finding| findings.push(finding))
                .expect("a vector takes everything");
            block.pass_on();
        }
        before = block;
    }
    let (output, report) =
        writer.finish_with(|finding| findings.push(finding)).expect("a vector takes everything");
    let counts = (report.bytes_in, report.bytes_out, report.findings());
    assert_eq!(counts, (text.len() as u64, output.len() as u64, findings.len() as u64), "the report");
    ((output, findings), taken)
}

/// Output of a reader that is asked for these sizes and whose other side gives as little.
fn read(redactor: &Redactor, text: &[u8], sizes: &[usize]) -> Vec<u8> {
    let mut reader = redactor.reader(Dribble { rest: text, sizes: sizes.iter().rev().cycle() });
    let (mut output, mut buffer) = (Vec::new(), vec![0; 1 << 14]);
    for size in sizes.iter().cycle() {
        let size = (*size).clamp(1, buffer.len());
        match reader.read(&mut buffer[..size]).expect("a slice can be read") {
            0 => break,
            count => output.extend_from_slice(&buffer[..count]),
        }
    }
    let report = reader.report().expect("all has been read");
    assert_eq!(
        (report.bytes_in, report.bytes_out),
        (text.len() as u64, output.len() as u64),
        "the report, of {}",
        shown(text)
    );
    output
}

/// Gives as many bytes at a time as it is told.
struct Dribble<'t, S> {
    rest: &'t [u8],
    sizes: S,
}

impl<'s, S: Iterator<Item = &'s usize>> Read for Dribble<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.next().map_or(1, |size| (*size).max(1));
        self.rest.read(&mut buffer[..size.min(1 << 16)])
    }
}

/// In place stands what the stars of the same policy write. Only a number of JSON, which the other lane puts in quotes,
/// becomes nines there.
fn in_place_agrees(text: &[u8]) {
    let mut scratch = Scratch::default();
    let mut masked = text.to_vec();
    let report = STARS
        .in_place()
        .expect("every mask of the policy keeps the length")
        .redact(&mut scratch, &mut masked);
    let findings = STARS.find(text);
    assert_eq!(report.findings(), findings.len() as u64, "the report, of {}", shown(text));
    let stars = STARS.redact_bytes(text);
    let mut rest = &stars[..];
    let mut expected = Vec::new();
    let mut at = 0;
    for finding in &findings {
        let before = finding.span.start - at;
        expected.extend_from_slice(&rest[..before]);
        rest = &rest[before..];
        let len = finding.span.len();
        // A finding never starts with a quote, so one that stands there came with the mask.
        if rest[0] == b'"' {
            expected.extend(rest[1..=len].iter().map(|byte| if *byte == b'*' { b'9' } else { *byte }));
            rest = &rest[len + 2..];
        } else {
            expected.extend_from_slice(&rest[..len]);
            rest = &rest[len..];
        }
        at = finding.span.end;
    }
    expected.extend_from_slice(rest);
    assert!(masked == expected, "in place {}\n stars {}\n {}", shown(&masked), shown(&expected), shown(text));
}

/// The third law: every kernel of this machine gives the findings of the scalar one, wherever its blocks begin.
pub fn machines_agree(text: &[u8]) {
    let (_, scalar) = KERNELS.iter().find(|(name, _)| *name == "scalar").expect("every machine can run it");
    for offset in [0, 1, 31, 62, 63] {
        let text = [&[b'\n'; 63][..offset], text].concat();
        let expected = scalar.find(&text);
        for (name, redactor) in KERNELS.iter() {
            let found = redactor.find(&text);
            assert!(
                found == expected,
                "{name} at {offset}: {found:?}\n scalar {expected:?}\n {}",
                shown(&text)
            );
        }
    }
}

/// The fourth law: the output stays as it is when it is redacted again; a text without findings is borrowed; UTF-8 stays
/// UTF-8 and a JSON document a JSON document.
pub fn redaction_settles(text: &[u8]) {
    for (policy, redactor) in POLICIES.iter() {
        let once = redactor.redact_bytes(text);
        let is_borrowed = matches!(once, Cow::Borrowed(_));
        assert_eq!(
            is_borrowed,
            redactor.find(text).is_empty(),
            "{policy}: borrowed without findings only, {}",
            shown(text)
        );
        let twice = redactor.redact_bytes(&once);
        assert!(
            twice == once,
            "{policy}, once  {}\n {policy}, twice {}\n {}",
            shown(&once),
            shown(&twice),
            shown(text)
        );
        if let Ok(text) = std::str::from_utf8(text) {
            let output = std::str::from_utf8(&once);
            assert!(output.is_ok(), "{policy}: no UTF-8, {}\n {}", shown(&once), shown(text.as_bytes()));
            assert!(
                redactor.redact(text).as_bytes() == &*once,
                "{policy}: text and bytes differ, {}",
                shown(text.as_bytes())
            );
        }
        if is_document(text) {
            assert!(is_document(&once), "{policy}: no JSON, {}\n {}", shown(&once), shown(text));
        }
    }
    let mut in_place = text.to_vec();
    let mut scratch = Scratch::default();
    let lane = STARS.in_place().expect("every mask of the policy keeps the length");
    lane.redact(&mut scratch, &mut in_place);
    let mut again = in_place.clone();
    lane.redact(&mut scratch, &mut again);
    assert!(
        again == in_place,
        "in place {}\n again    {}\n {}",
        shown(&in_place),
        shown(&again),
        shown(text)
    );
    assert!(
        !is_document(text) || is_document(&in_place),
        "no JSON in place: {}\n {}",
        shown(&in_place),
        shown(text)
    );
}

/// The fourth law for the rules of a pack alone, apart from the engine's own. A mask is longer or shorter than its value
/// and can move a forbidden word out of another value's sight: then the second pass hides more, and is the last.
pub fn own_rules_settle(text: &[u8]) {
    let once = PACKED_ALONE.redact_bytes(text);
    let twice = PACKED_ALONE.redact_bytes(&once);
    let thrice = PACKED_ALONE.redact_bytes(&twice);
    let is_moved = once.windows(4).any(|word| word.eq_ignore_ascii_case(b"test"));
    assert!(
        twice == once || is_moved && thrice == twice,
        "once   {}\n twice  {}\n thrice {}\n {}",
        shown(&once),
        shown(&twice),
        shown(&thrice),
        shown(text)
    );
}

/// Whether the text is an object or array of JSON.
fn is_document(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
        && serde_json::from_slice::<serde_json::Value>(text).is_ok()
}

/// The fifth law: whatever can be printed while a text with a canary is handled, the canary is not in it.
pub fn nothing_leaks_sideways(text: &[u8]) {
    let (before, after) = text.split_at(text.len() / 2);
    let text = [before, CANARY.as_bytes(), after].concat();
    let mut log = String::new();

    for finding in WITNESS.find(&text) {
        let rule = WITNESS.rule(finding.rule);
        write!(log, "{finding:?} {rule:?} {} {} {}", rule.mask, finding.span, finding.confidence)
            .expect("a string grows");
    }
    log.push_str(&std::mem::take(&mut *SEEN.lock().unwrap_or_else(PoisonError::into_inner)));
    print(&mut log, &WITNESS.explain(&text));
    print(&mut log, &*WITNESS);
    print(&mut log, &STARS.in_place());

    let mut scratch = Scratch::default();
    STANDARD.scan(&mut scratch, &text, |_| {});
    let mut in_place = text.clone();
    print(
        &mut log,
        &STARS.in_place().expect("every mask keeps the length").redact(&mut scratch, &mut in_place),
    );
    print(&mut log, &scratch);

    // What a stream holds back, its report, and what it says when the other side breaks, then and afterwards.
    let mut writer = STANDARD.writer(Vec::new());
    let (early, late) = text.split_at(before.len() + CANARY.len() / 2);
    writer.push(early, |finding| print(&mut log, &finding)).expect("a vector takes everything");
    print(&mut log, &writer);
    writer.push(late, |finding| print(&mut log, &finding)).expect("a vector takes everything");
    print(&mut log, &writer);
    print(&mut log, &writer.finish().expect("a vector takes everything").1);
    let mut writer = STANDARD.writer(Broken);
    for _ in 0..2 {
        if let Err(error) = writer.write_all(&text).and_then(|()| writer.write_all(b"\n\n\n")) {
            write!(log, "{error} {error:?}").expect("a string grows");
        }
        print(&mut log, &writer);
    }
    if let Err(error) = writer.finish() {
        write!(log, "{error} {error:?}").expect("a string grows");
    }
    let mut reader = STANDARD.reader(&text[..]);
    let mut output = vec![0; 7];
    reader.read_exact(&mut output).expect("the canary is longer");
    print(&mut log, &reader);
    reader.read_to_end(&mut output).expect("a slice can be read");
    print(&mut log, &reader);
    print(&mut log, &reader.report());

    let log = squeezed(&log);
    let leak = TRACES.iter().find(|trace| log.contains(&***trace));
    assert!(leak.is_none(), "{leak:?} is shown, of {}", shown(&text));
}

fn print(log: &mut String, value: &impl Debug) {
    write!(log, "{value:?} {value:#?}").expect("a string grows");
}

/// Without blanks and in small letters: lists on many lines look like those on one, hex like hex.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_ascii_whitespace())
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

/// Values of several kinds, found and not found. Its numbers are no offsets: what is looked for is eight bytes long.
const CANARY: &str =
    "\npassword: Zq7CanaryFlies9xK, canary-bird-in-the-mine, card 4929 7226 5379 7141, 4929722653797141,\n";

/// How pieces of the canary would look in a squeezed log: as text, as a list of bytes, in hex.
static TRACES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let secrets = ["Zq7CanaryFlies9xK", "canary-bird-in-the-mine", "4929 7226 5379 7141", "4929722653797141"];
    let pieces = secrets.iter().flat_map(|secret| secret.as_bytes().windows(8).step_by(4));
    let traces = pieces.flat_map(|piece| {
        let bytes: Vec<_> = piece.iter().map(u8::to_string).collect();
        let hex = piece.iter().map(|byte| format!("{byte:02x}")).collect();
        [squeezed(&String::from_utf8_lossy(piece)), bytes.join(","), hex]
    });
    traces.collect()
});

/// What [`Witness`] was shown, as it prints.
static SEEN: Mutex<String> = Mutex::new(String::new());

/// Prints what a detector is given, as one that is being debugged would.
struct Witness;

impl Detector for Witness {
    fn rule(&self) -> &str {
        "witness"
    }

    fn entity(&self) -> &str {
        "witness"
    }

    fn reach(&self) -> Reach {
        Reach::MAX
    }

    fn trigger(&self) -> Trigger {
        Trigger::Words(&["canary", "password"])
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let verdict = Verdict::Hit(Hit::new(site.anchor(), Confidence::Shape));
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        write!(seen, "{site:?} {site:#?} {verdict:?} {:?}", self.trigger()).expect("a string grows");
        verdict
    }
}

/// The other side of a stream that has gone.
struct Broken;

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `badge 12345`: a rule such as users write.
struct Badge;

impl Detector for Badge {
    fn rule(&self) -> &str {
        "badge"
    }

    fn entity(&self) -> &str {
        "badge"
    }

    fn reach(&self) -> Reach {
        Reach::new(8, 64)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Words(&["badge", "badge number", "staff id", "q"])
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let after = site.after();
        let blank = after.iter().take_while(|byte| matches!(byte, b' ' | b':' | b'#' | b'=')).count();
        let digits = after[blank..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits != 5 {
            return Verdict::Miss("a badge has five digits");
        }
        let start = site.anchor().end + blank;
        Verdict::Hit(Hit::new(Span::new(start, start + digits), Confidence::Context))
    }
}

/// Bytes as a Rust literal would hold them.
fn shown(text: &[u8]) -> String {
    let shown = text.escape_ascii().to_string();
    match shown.len() {
        ..=4000 => format!("b\"{shown}\""),
        len => format!("b\"{}…\" and {} characters more", &shown[..4000], len - 4000),
    }
}

fn difference(one: &(Vec<u8>, Vec<Finding>), other: &(Vec<u8>, Vec<Finding>), text: &[u8]) -> String {
    let at = one.0.iter().zip(&other.0).take_while(|(one, other)| one == other).count();
    let finding = one.1.iter().zip(&other.1).find(|(one, other)| one != other);
    let part = |bytes: &[u8]| shown(&bytes[at.saturating_sub(80)..bytes.len().min(at + 200)]);
    format!(
        "{} and {} findings, the first that differ {finding:?}; outputs part at {at} (shown from 80 bytes before)\n chunks {}\n whole  {}\n {}",
        one.1.len(),
        other.1.len(),
        part(&one.0),
        part(&other.0),
        shown(text)
    )
}
