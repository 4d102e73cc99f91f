//! Phrases that differ in a word or two, written once, in the form of the engine's packs: `(sms|text) (from the bank|) you got` is four.

/// Phrases that one entry of a list stands for, at most.
const MAX_PHRASES: usize = 512;

/// Every phrase that an entry of a list stands for. A choice may be empty, and leaves its blank out, too.
///
/// # Errors
///
/// Why the entry is none: parentheses that do not match, or too many phrases.
pub(super) fn choices(entry: &str) -> Result<Vec<String>, String> {
    let wrong = |what: &str| format!("{entry:?}: {what}");
    let mut phrases = vec![String::new()];
    let mut rest = entry;
    while let Some((before, choice)) = rest.split_once('(') {
        let (choice, after) = choice.split_once(')').ok_or_else(|| wrong("a parenthesis is not closed"))?;
        if before.contains(['|', ')']) || choice.contains('(') {
            return Err(wrong("a bar or parenthesis stands outside of a choice"));
        }
        let with = |phrase: &String| {
            choice.split('|').map(|word| format!("{phrase}{before}{word}")).collect::<Vec<_>>()
        };
        phrases = phrases.iter().flat_map(with).collect();
        if phrases.len() > MAX_PHRASES {
            return Err(wrong("it stands for more than 512 phrases"));
        }
        rest = after;
    }
    if rest.contains(['|', ')']) {
        return Err(wrong("a bar or parenthesis stands outside of a choice"));
    }
    if rest == entry {
        return Ok(vec![entry.to_owned()]);
    }
    let whole = |phrase: &String| format!("{phrase}{rest}").split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(phrases.iter().map(whole).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_made() {
        assert_eq!(choices("pin"), Ok(vec!["pin".to_owned()]));
        assert_eq!(
            choices("(sms|text) (we|) sent").expect("it is sound"),
            ["sms we sent", "sms sent", "text we sent", "text sent"]
        );
    }

    #[test]
    fn what_does_not_match_is_refused() {
        for entry in ["(a|b", "a|b", "a)", "(a(b)", "(a|b) c|d"] {
            assert!(choices(entry).is_err(), "{entry}");
        }
        assert!(choices(&"(a|b)".repeat(10)).is_err());
    }
}
