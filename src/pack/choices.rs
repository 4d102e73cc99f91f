//! Phrases that differ in a word or two, written once: `(coupon|voucher) valid (thru|until)` is four.

/// Phrases that one entry of a list stands for, at most.
const MAX_PHRASES: usize = 4096;

/// Every phrase that an entry of a list stands for. A choice may be empty, and leaves its blank out, too: `my (new|) pin`.
///
/// # Errors
///
/// Why the entry is none: parentheses that do not match, or too many phrases.
pub(super) fn choices(entry: &str) -> Result<Vec<String>, &'static str> {
    if !entry.contains(['(', '|', ')']) {
        return Ok(vec![entry.to_owned()]);
    }
    let mut phrases = vec![String::new()];
    let mut rest = entry;
    while let Some((before, choice)) = rest.split_once('(') {
        let (choice, after) = choice.split_once(')').ok_or("a parenthesis is not closed")?;
        if before.contains(['|', ')']) || choice.contains('(') {
            return Err("a bar or parenthesis stands outside of a choice");
        }
        let words: Vec<&str> = choice.split('|').collect();
        if phrases.len() * words.len() > MAX_PHRASES {
            return Err("it stands for more than 4096 phrases");
        }
        let with =
            |phrase: &String| words.iter().map(|word| format!("{phrase}{before}{word}")).collect::<Vec<_>>();
        phrases = phrases.iter().flat_map(with).collect();
        rest = after;
    }
    if rest.contains(['|', ')']) {
        return Err("a bar or parenthesis stands outside of a choice");
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
            choices("(coupon|promo) valid (thru|until)").expect("it is sound"),
            ["coupon valid thru", "coupon valid until", "promo valid thru", "promo valid until"]
        );
        assert_eq!(choices("my (new|) pin").expect("it is sound"), ["my new pin", "my pin"]);
        assert_eq!(choices("(the|) pin(s|)").expect("it is sound"), ["the pins", "the pin", "pins", "pin"]);
    }

    #[test]
    fn what_does_not_match_is_refused() {
        for entry in ["(a|b", "a|b", "a)", "(a(b)", "a)(b", "(a|b) c|d"] {
            assert!(choices(entry).is_err(), "{entry}");
        }
        assert!(choices(&"(a|b)".repeat(13)).is_err());
    }
}
