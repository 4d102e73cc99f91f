//! Links in conversations: what is told of them, and where they stand.

use samar::{Redactor, Span};
use samar_transcript::{AlertKind, Brands, Conversation, Role, Target, Transcript, Turn};

fn brands() -> Brands {
    Brands::new(["citibank.co.id"], ["citi"]).expect("it is somebody's")
}

/// What the alert of a message points at, if it is one of a link.
fn pointed<'t>(redactor: &Redactor, text: &'t str, targets: &[Target]) -> Option<Vec<&'t str>> {
    let brands = brands();
    let mut chat = Conversation::new(redactor).with_brands(&brands);
    let outcome = chat.push(Turn::new(Role::Agent, text).targets(targets));
    let alert = outcome.alerts.iter().find(|alert| alert.kind == AlertKind::PhishingLink)?;
    Some(alert.words.iter().map(|span| &text[span.range()]).collect())
}

#[test]
fn markup_and_escapes_hide_no_look_alike() {
    let redactor = Redactor::new();
    for (text, word) in [
        ("<a href=\"https://evil.example/a\">citibank.co.id</a>", "https://evil.example/a"),
        ("see [www.citibank.co.id](https://form.example/a)", "https://form.example/a"),
        ("<https://form.example|https://citibank.co.id/a>", "https://form.example"),
        ("https://citibank%2eco%2eid.form.example/a", "https://citibank%2eco%2eid.form.example/a"),
        ("https://citibank.co.id%40form.example/a", "https://citibank.co.id%40form.example/a"),
        ("s.id/citi-batal", "s.id/citi-batal"),
    ] {
        assert_eq!(pointed(&redactor, text, &[]), Some(vec![word]), "{text}");
    }
    for text in [
        "<a href=\"https://www.citibank.co.id/a\">citibank.co.id</a>",
        "[our page](https://www.citibank.co.id/a)",
        "our form https://s.id/dentist-form",
        "https://citibank%2eco%2eid/login",
    ] {
        assert_eq!(pointed(&redactor, text, &[]), None, "{text}");
    }
}

#[test]
fn where_words_lead_may_be_told_beside_them() {
    let redactor = Redactor::new();
    let target = |url: &str| [Target::new(Span::new(6, 20), url)];
    let text = "go to citibank.co.id now";
    assert_eq!(
        pointed(&redactor, text, &target("https://evil.example")),
        Some(vec!["go to", "citibank.co.id"])
    );
    assert_eq!(pointed(&redactor, text, &target("https://www.citibank.co.id/a")), None);
    assert_eq!(pointed(&redactor, text, &target("not a link")), None);
    // Places that are none are no trouble.
    assert_eq!(pointed(&redactor, "short", &target("https://citibank-login.com")), None);
}

#[test]
fn the_links_of_a_transcript_are_those_of_its_markup() {
    let redactor = Redactor::new();
    let brands = brands();
    for (source, is_phishing) in [
        (
            r#"[{"role":"agent","body":"<p>go to <a class=\"x\" href=\"https://evil.example/a\">citibank.co.id</a></p>"}]"#,
            true,
        ),
        (
            r#"[{"role":"agent","body":"<p>go to <a href=\"https://citibank.co.id/a\">citibank.co.id</a></p>"}]"#,
            false,
        ),
        (
            r#"[{"from":"Agent","from_id":"u1","text":["see ",{"type":"text_link","text":"citibank.co.id","href":"https://evil.example"}]}]"#,
            true,
        ),
    ] {
        let transcript = Transcript::read(source, "file").expect("a transcript");
        let told = transcript.told(&redactor, Some(&brands));
        let alerts: Vec<_> = told.iter().flat_map(|one| &one.alerts).map(|alert| alert.kind).collect();
        assert_eq!(alerts, if is_phishing { vec![AlertKind::PhishingLink] } else { vec![] }, "{source}");
    }
}
