use super::*;

const SAMPLE: usize = 8 << 20;

fn value(text: &[u8], label: Label) -> &str {
    std::str::from_utf8(&text[label.start..label.end]).expect("labels lie on characters")
}

fn digits(value: &str) -> String {
    value.chars().filter(char::is_ascii_digit).collect()
}

/// Runs of 12 to 19 digits that stand alone or in groups joined by one space, hyphen or dot, in text whose values were blanked.
fn card_like(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words =
        text.split(|character: char| !(character.is_ascii_alphanumeric() || " -._".contains(character)));
    for phrase in words {
        for separator in [' ', '-', '.'] {
            let mut run: Vec<&str> = Vec::new();
            for word in phrase.split(separator).chain([""]) {
                if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
                    run.push(word);
                    continue;
                }
                for from in 0..run.len() {
                    for to in from + 1..=run.len() {
                        let number = run[from..to].concat();
                        let is_grouped = to - from == 1
                            || run[from..to - 1].iter().all(|group| (4..=6).contains(&group.len()));
                        if (13..=19).contains(&number.len())
                            && is_grouped
                            && is_issued(&number)
                            && luhn::valid(&number)
                        {
                            found.push(number);
                        }
                    }
                }
                run.clear();
            }
        }
    }
    found
}

/// Whether an issuer could have given out such a number, by its first digits; wider than any list of networks.
fn is_issued(number: &str) -> bool {
    match number.as_bytes() {
        [b'2', second, ..] => matches!(second, b'2'..=b'7'),
        [b'9', second, ..] => matches!(second, b'1' | b'7' | b'8'),
        [first, ..] => matches!(first, b'3'..=b'6' | b'8'),
        [] => false,
    }
}

#[test]
fn labels_point_at_values() {
    for kind in Kind::ALL {
        let (text, labels) = haystack(kind, SAMPLE, 0.3, 11);
        assert!(labels.len() > 1000);
        assert!(
            labels.windows(2).all(|pair| pair[0].end <= pair[1].start),
            "labels are ordered and disjoint"
        );
        for label in labels {
            let value = value(&text, label);
            let digits = digits(value);
            let is_right = match label.entity {
                "card_number" => {
                    let is_ambiguous = digits.len() > 16 && luhn::valid(&digits[..16]);
                    luhn::valid(&digits) && (15..=19).contains(&digits.len()) && !is_ambiguous
                }
                "card_cvv" => digits == value && (3..=4).contains(&value.len()),
                "card_expiry" => value.as_bytes()[2] == b'/' && (5..=7).contains(&value.len()),
                "pin" => digits == value && (4..=6).contains(&value.len()),
                "otp" => digits == value && value.len() == 6,
                "password" => value.len() >= 7 && !value.contains([' ', '"', ',', '\\', '&']),
                "phone" => {
                    (10..=14).contains(&digits.len()) && (value.starts_with('0') || value.starts_with("+62"))
                }
                "email" => value.contains('@') && value.ends_with(['m', 'g', 't']),
                other => panic!("no value is a {other}"),
            };
            assert!(is_right, "{}: {value}", label.entity);
        }
    }
}

#[test]
fn all_networks_and_forms_occur() {
    let (text, labels) = haystack(Kind::Chat, SAMPLE, 1.0, 5);
    let cards: Vec<&str> = labels
        .iter()
        .filter(|label| label.entity == "card_number")
        .map(|&label| value(&text, label))
        .collect();
    let starts = ["4", "51", "55", "22", "27", "34", "37", "352", "358", "6011", "644", "65"];
    for start in starts {
        assert!(cards.iter().any(|card| digits(card).starts_with(start)), "{start}");
    }
    for separator in [' ', '-', '.', '\u{a0}'] {
        assert!(cards.iter().any(|card| card.matches(separator).count() == 3), "{separator:?}");
    }
    assert!(
        cards.iter().any(|card| card.split(' ').map(str::len).eq([4, 6, 5])),
        "the groups of American Express"
    );
    assert!(cards.iter().any(|card| card.len() == 16));
}

#[test]
fn clean_text_holds_nothing_like_a_card() {
    for kind in Kind::ALL {
        let (text, labels) = haystack(kind, SAMPLE, 0.0, 23);
        assert!(labels.is_empty());
        let text = String::from_utf8(text).expect("a haystack is UTF-8");
        for line in text.lines() {
            // Decimals are the one exception: their digits are whatever they are, and a point stands before them.
            let found = card_like(line);
            assert!(found.iter().all(|number| line.contains(&format!(".{number}"))), "{found:?} in {line}");
        }
    }
}

#[test]
fn clean_text_holds_no_other_value() {
    for kind in Kind::ALL {
        let (text, _) = haystack(kind, SAMPLE, 0.0, 29);
        let text = String::from_utf8(text).expect("a haystack is UTF-8").to_lowercase();
        for secret in [
            "token=",
            "token\":",
            "session_id",
            "sessionid",
            "bearer ",
            "password=",
            "pin=",
            "cvv=",
            "@example",
            "+62",
            "://u",
        ] {
            assert!(!text.contains(secret), "{secret} in {}", kind.name());
        }
    }
}

#[test]
fn density_is_the_share_of_lines_with_a_value() {
    for kind in Kind::ALL {
        for density in [0.0, 0.001, 0.02, 0.5, 1.0] {
            let lines = 40_000;
            let planted = Generator::new(kind, 3)
                .density(density)
                .take(lines)
                .filter(|line| !line.values.is_empty())
                .count();
            let share = planted as f64 / lines as f64;
            assert!(
                (share - density).abs() <= 0.001 + density * 0.1 * (1.0 - density),
                "{} {density}: {share}",
                kind.name()
            );
        }
    }
}

#[test]
fn a_haystack_ends_with_the_line_that_reaches_its_size() {
    for kind in Kind::ALL {
        for bytes in [0, 1, 1000, 1_000_000] {
            let (text, _) = haystack(kind, bytes, 0.1, 2);
            assert!(text.len() >= bytes && text.len() < bytes + 700, "{} for {bytes}", text.len());
            assert!(text.is_empty() == (bytes == 0) && (text.is_empty() || text.ends_with(b"\n")));
        }
    }
}

#[test]
fn lines_have_the_length_of_their_kind() {
    let lines = 100_000;
    let logs: Vec<usize> = Generator::new(Kind::Logs, 8).take(lines).map(|line| line.text.len()).collect();
    let mean = logs.iter().sum::<usize>() / lines;
    assert!((100..=180).contains(&mean), "{mean}");
    for line in Generator::new(Kind::Chat, 8).density(0.2).take(lines) {
        assert!((20..=160).contains(&line.text.len()), "{} bytes: {}", line.text.len(), line.text);
        assert!(!line.text.contains('\n'));
    }
}

#[test]
fn talk_about_secrets_is_one_line_in_twelve() {
    let lines = 100_000;
    let talk = Generator::new(Kind::Chat, 8)
        .take(lines)
        .filter(|line| {
            let text = line.text.to_lowercase();
            ["pin", "otp", "password", "cvv", "verifikasi akan", "the code"].iter().any(|word| {
                text.split(|character: char| !character.is_alphanumeric() && character != ' ').any(|phrase| {
                    phrase.split(' ').any(|token| token == *word)
                        || (word.contains(' ') && phrase.contains(word))
                })
            })
        })
        .count();
    let share = talk as f64 / lines as f64;
    assert!((0.05..0.1).contains(&share), "{share}");
}

#[test]
fn json_lines_are_json() {
    let mut count = 0;
    for line in
        Generator::new(Kind::Logs, 17).density(0.3).take(50_000).filter(|line| line.text.starts_with('{'))
    {
        count += 1;
        serde_json::from_str::<serde_json::Value>(&line.text)
            .unwrap_or_else(|error| panic!("{error}: {}", line.text));
    }
    assert!(count > 5000);
}

#[test]
fn a_seed_gives_the_same_text_everywhere() {
    // FNV-1a. These change whenever a template or a word list changes, and never otherwise.
    let fingerprint = |kind, seed| {
        let (text, labels) = haystack(kind, 1 << 18, 0.05, seed);
        let start = 0xcbf2_9ce4_8422_2325_u64.wrapping_add(labels.len() as u64);
        text.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
    };
    assert_eq!(fingerprint(Kind::Logs, 1), 13802778058750700625, "logs");
    assert_eq!(fingerprint(Kind::Chat, 1), 970547755936363439, "chat");
    assert_ne!(fingerprint(Kind::Chat, 1), fingerprint(Kind::Chat, 2));
}

#[test]
fn lines_and_haystacks_agree() {
    let (text, labels) = haystack(Kind::Chat, 10_000, 0.5, 4);
    let mut joined = String::new();
    let mut expected = Vec::new();
    for line in Generator::new(Kind::Chat, 4).density(0.5) {
        if joined.len() >= 10_000 {
            break;
        }
        expected.extend(line.values.into_iter().map(|(range, entity)| Label {
            start: joined.len() + range.start,
            end: joined.len() + range.end,
            entity,
        }));
        joined.push_str(&line.text);
        joined.push('\n');
    }
    assert_eq!(joined.as_bytes(), text);
    assert_eq!(expected, labels);
}

#[test]
fn every_template_is_sound() {
    // Parsing panics on an unknown hole, and a template without a value among the leaks would miss the density.
    for kind in Kind::ALL {
        for line in Generator::new(kind, 31).density(1.0).take(20_000) {
            assert!(!line.values.is_empty(), "{}", line.text);
            assert!(!line.text.contains(['<', '>']), "{}", line.text);
        }
        for line in Generator::new(kind, 31).take(20_000) {
            assert!(line.values.is_empty(), "{}", line.text);
            assert!(!line.text.contains('<'), "{}", line.text);
        }
    }
}
