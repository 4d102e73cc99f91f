//! The packs prove their own words: examples hit, counterexamples miss.

use samar::{Pack, Redactor};

fn failures(redactor: &Redactor, pack: &Pack) -> Vec<String> {
    let failures = pack.examples().iter().filter_map(|example| {
        let found: Vec<_> = redactor
            .find(&example.text)
            .into_iter()
            .map(|finding| {
                (redactor.rule(finding.rule).entity.to_owned(), example.text[finding.span.range()].to_owned())
            })
            .collect();
        (found != example.find).then(|| {
            format!(
                "{}: {:?}\n    found {found:?}\n    expected {:?} {}",
                pack.name(),
                example.text,
                example.find,
                example.why.as_deref().unwrap_or("")
            )
        })
    });
    failures.collect()
}

#[test]
fn examples_hit_and_counterexamples_miss() {
    let redactor = Redactor::new();
    let packs = [
        include_str!("../packs/en.toml"),
        include_str!("../packs/id.toml"),
        include_str!("../packs/es.toml"),
        include_str!("../packs/pt.toml"),
        include_str!("../packs/de.toml"),
        include_str!("../packs/fr.toml"),
        include_str!("../packs/ms.toml"),
    ];
    let failures: Vec<String> = packs
        .iter()
        .flat_map(|text| {
            let pack = Pack::from_toml(text).expect("built-in packs are sound");
            assert!(pack.examples().len() >= 80, "{} proves too little", pack.name());
            failures(&redactor, &pack)
        })
        .collect();
    assert!(failures.is_empty(), "{} examples fail:\n{}", failures.len(), failures.join("\n"));
}
