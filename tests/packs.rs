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
        include_str!("../packs/de.toml"),
        include_str!("../packs/es.toml"),
        include_str!("../packs/fr.toml"),
        include_str!("../packs/hi.toml"),
        include_str!("../packs/ja.toml"),
        include_str!("../packs/ms.toml"),
        include_str!("../packs/pt.toml"),
        include_str!("../packs/th.toml"),
        include_str!("../packs/vi.toml"),
        include_str!("../packs/zh.toml"),
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

/// The pack of `examples/`, through every face of the engine.
mod own_rules {
    use samar::{AllowList, Entities, Excuse, Finding, Mask, Pack, Redactor, Scratch};

    const ACME: &str = include_str!("../examples/acme.toml");

    fn acme() -> Pack {
        Pack::from_toml(ACME).expect("its examples behave")
    }

    fn built(builder: samar::Builder) -> Redactor {
        builder.build().expect("a sound pack")
    }

    #[test]
    fn the_example_pack_is_sound_and_its_examples_can_fail() {
        assert_eq!(acme().rules().count(), 3);
        for (from, to) in [
            ("\"4711-0815\", \"12345678\"", "\"4711-0815\""),
            ("text = \"order 4711-0815\"", "text = \"badge 4711-0815\""),
            ("validator = \"luhn\"", "validator = \"verhoeff\""),
            ("value = \"482913\"", "value = \"482914\""),
        ] {
            assert!(ACME.contains(from), "{from}");
            let error = Pack::from_toml(&ACME.replacen(from, to, 1)).expect_err(to);
            assert!(error.line().is_some() && error.pack() == Some("acme"), "{error}");
            assert!(!error.to_string().contains("4711") && !error.to_string().contains("482913"), "{error}");
        }
    }

    #[test]
    fn the_annotated_example_of_the_readme_is_sound() {
        let readme = include_str!("../packs/README.md");
        let block = readme.split("Every key:\n\n```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let header = "[pack]\nname = \"p\"\nlanguage = \"x\"\nversion = 1\n";
        let pack = Pack::from_toml(&format!("{header}{}", block.expect("a block"))).expect("a sound pack");
        assert_eq!((pack.rules().count(), pack.rule_examples("acme_customer").count()), (1, 2));
    }

    #[test]
    fn the_builder_has_the_last_word_on_masks_and_entities() {
        let text = "badge 4711-0815, cust no. 1234567897";
        let redactor =
            built(Redactor::builder().pack(acme()).mask("badge_number", Mask::stars().keep_last(3)));
        assert_eq!(redactor.redact(text), "badge ****-*815, cust no. ********97");
        let redactor =
            built(Redactor::builder().pack(acme()).mask("badge_number", Mask::stars().keep_last(5)));
        assert_eq!(
            redactor.redact(text),
            "badge ****-****, cust no. ********97",
            "too few stars would be left"
        );
        let entities = Entities::parse("customer_number", &[acme()]).expect("an entity of the pack");
        let redactor = built(Redactor::builder().pack(acme()).entities(entities));
        assert_eq!(redactor.redact(text), "badge 4711-0815, cust no. ********97");
        assert!(Entities::parse("badge_number", &[]).is_err());
        let names = |rule: samar::Rule<'_>| (rule.name.to_owned(), rule.pack.map(str::to_owned));
        let rules: Vec<_> = redactor.rules().map(names).collect();
        assert_eq!(rules, [("acme_customer".to_owned(), Some("acme".to_owned()))]);
        let twice = Redactor::builder().pack(acme()).pack(acme()).build().expect_err("two rules of one name");
        assert!(twice.to_string().contains("two rules are named \"acme_badge\""), "{twice}");
    }

    fn excused(findings: &[Finding]) -> Vec<Option<Excuse>> {
        findings.iter().map(|finding| finding.excuse).collect()
    }

    #[test]
    fn what_is_let_stand_is_found_and_counted_in_every_lane() {
        let text = "card 4111-1111-1111-1111 and 4539 5787 6362 1486 and 4012888888881881, jo@acme.example\n";
        let list = AllowList::from_lines("jo@acme.example").expect("a list");
        let redactor = built(Redactor::builder().pack(acme()).allow(list));
        let excuses = [Some(Excuse::Allowed); 4];
        assert_eq!(excused(&redactor.find(text)), excuses);
        assert_eq!(redactor.redact(text), text);
        for size in [1, 7, 100] {
            let mut writer = redactor.writer(Vec::new());
            let mut found = Vec::new();
            for chunk in text.as_bytes().chunks(size) {
                writer.push(chunk, |finding| found.push(finding)).expect("memory");
            }
            let (out, report) = writer.finish_with(|finding| found.push(finding)).expect("memory");
            assert_eq!((out, found), (text.as_bytes().to_vec(), redactor.find(text)));
            assert_eq!((report.findings(), report.excused().map(|(.., times)| times).sum::<u64>()), (0, 4));
        }
        let stars = Redactor::builder().pack(acme()).entities("card_number".parse().expect("known"));
        let mut bytes = text.as_bytes().to_vec();
        let report = built(stars).in_place().expect("stars").redact(&mut Scratch::default(), &mut bytes);
        assert_eq!((bytes, report.findings()), (text.as_bytes().to_vec(), 0));
        assert_eq!(report.excused().count(), 1);
    }

    #[test]
    fn a_union_of_two_values_is_masked_though_one_is_let_stand() {
        let list = AllowList::from_lines("4711-0815").expect("a list");
        let pack = "[pack]\nname = \"p\"\nlanguage = \"x\"\nversion = 1\n[[rule]]\nname = \"both\"\nentity = \"both\"\nregex = '4711-0815 x'\n[[suppress]]\nrule = \"both\"\nsource = \"*\"\nreason = \"x\"\n";
        let pack = pack.to_owned()
            + "[[rule]]\nname = \"acme_badge\"\nentity = \"badge_number\"\nregex = '4711-0815'\n";
        let redactor = built(Redactor::builder().pack(Pack::from_toml(&pack).expect("sound")).allow(list));
        assert_eq!(redactor.at("a/b.log").redact("4711-0815 x, 4711-0815"), "[BOTH], 4711-0815");
        assert_eq!(excused(&redactor.at("a.log").find("4711-0815")), [Some(Excuse::Allowed)]);
    }

    #[test]
    fn suppressions_go_by_the_source() {
        let redactor = built(Redactor::builder().pack(acme()));
        let text = "jo@acme.example pin 482913";
        for (source, expected) in [
            ("docs/a/manual.txt", "jo@acme.example pin [PIN]"),
            ("./docs/manual.txt", "jo@acme.example pin [PIN]"),
            ("old/docs/manual.txt", "[EMAIL] pin [PIN]"),
            ("-", "[EMAIL] pin [PIN]"),
        ] {
            assert_eq!(redactor.at(source).redact(text), expected, "{source}");
        }
        assert_eq!(redactor.at("docs/x").at("-").redact(text), "[EMAIL] pin [PIN]");
    }

    #[test]
    fn masks_are_walls() {
        let rule = |regex: &str| {
            let pack = format!(
                "[pack]\nname = \"p\"\nlanguage = \"x\"\nversion = 1\n[[rule]]\nname = \"own\"\nentity = \"own_number\"\nregex = '{regex}'\nmask = \"stars\"\nkeep_last = 1\n"
            );
            let label = pack.replace("mask = \"stars\"\nkeep_last = 1\n", "");
            [label, pack].map(|pack| built(Redactor::builder().pack(Pack::from_toml(&pack).expect("sound"))))
        };
        for (regex, text, label, stars) in [
            ("[A-Z_]{5,}", "ABCDEF [OTHER_NAME]", "[OWN_NUMBER] [OTHER_NAME]", "*****F [OTHER_NAME]"),
            ("a.*b", "a [OTHER] b, a cd b", "a [OTHER] b, [OWN_NUMBER]", "a [OTHER] b, * ** *"),
            (r"\S+", "ab [OTHER]cdefg", "[OWN_NUMBER] [OTHER][OWN_NUMBER]", "** [OTHER]****g"),
            (r"\d{2,}", "12 **** 34 123456", "12 **** 34 [OWN_NUMBER]", "12 **** 34 *****6"),
        ] {
            for (redactor, expected) in rule(regex).iter().zip([label, stars]) {
                let once = redactor.redact(text);
                assert_eq!(once, expected, "{regex}");
                assert_eq!(redactor.redact(&once), once, "{regex}");
            }
        }
    }

    #[test]
    fn distance_is_told_in_characters() {
        let pack = "[pack]\nname = \"p\"\nlanguage = \"x\"\nversion = 1\n[[rule]]\nname = \"own\"\nentity = \"own_number\"\nregex = 'N[0-9]{4}'\nkeywords = [\"номер\"]\ndistance = 6\n";
        let redactor = built(Redactor::builder().pack(Pack::from_toml(pack).expect("sound")));
        for (text, expected) in [
            ("номер дома N4711", "номер дома [OWN_NUMBER]"),
            ("номер жилья N4711", "номер жилья N4711"),
            ("номер abcd N4711", "номер abcd [OWN_NUMBER]"),
        ] {
            assert_eq!(redactor.redact(text), expected);
        }
    }

    #[test]
    fn long_lines_and_long_values() {
        let pack = "[pack]\nname = \"p\"\nlanguage = \"x\"\nversion = 1\n[[rule]]\nname = \"blob\"\nentity = \"blob\"\nregex = 'blob=(\\S+)'\n";
        let redactor = built(Redactor::builder().pack(Pack::from_toml(pack).expect("sound")));
        let value = |len| format!("{} blob={} end", "x".repeat(9_000), "y".repeat(len));
        for (len, expected) in [(1, 1), (1_019, 1_019), (1_020, 1_019)] {
            let found = redactor.find(value(len));
            assert_eq!(found.iter().map(|finding| finding.span.len()).collect::<Vec<_>>(), [expected]);
        }
    }
}

#[test]
fn languages_are_chosen_by_name() {
    let english = Redactor::builder().languages(["en"]).build().expect("English is built in");
    let entities = |redactor: &Redactor, text: &str| -> Vec<String> {
        redactor.find(text).iter().map(|finding| redactor.rule(finding.rule).entity.to_owned()).collect()
    };
    let text = "pin 4821, nomor rekening 0648489890, mein Kennwort lautet Sommer#77";
    assert_eq!(entities(&Redactor::new(), text), ["pin", "account_number", "password"]);
    assert_eq!(entities(&english, text), ["pin", "account_number"], "account names belong to no language");
    let error = Redactor::builder().languages(["en", "xx"]).build().expect_err("there is no such pack");
    assert_eq!(error.to_string(), "no built-in pack is named \"xx\"");
}
