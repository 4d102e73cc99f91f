//! The rules as regexes of Rust: all in one engine, and each on its own.

use std::error::Error;

use regex::bytes::{Regex, RegexBuilder};
use regex_automata::meta;
use regex_automata::util::syntax;

use super::Finder;
use crate::rules::{Check, RULES};

/// One meta engine for all rules. It finds what stands leftmost; where rules overlap, one of them.
pub(super) struct Combined {
    regex: meta::Regex,
}

impl Combined {
    pub(super) fn new() -> Result<Self, Box<dyn Error>> {
        let patterns: Vec<_> = RULES.iter().map(|rule| rule.pattern).collect();
        let regex = meta::Regex::builder()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            // Room for the lazy DFA of all rules; with the default it would be cleared again and again.
            .configure(meta::Config::new().hybrid_cache_capacity(64 << 20).utf8_empty(false))
            .build_many(&patterns)?;
        Ok(Self { regex })
    }
}

impl Finder for Combined {
    fn name(&self) -> &str {
        "regex-automata, the rules in one engine"
    }

    fn find(&mut self, text: &str, found: &mut dyn FnMut(usize, usize)) {
        for place in self.regex.find_iter(text) {
            if RULES[place.pattern().as_usize()].check.passes(&text.as_bytes()[place.range()]) {
                found(place.start(), place.end());
            }
        }
    }
}

/// A search for each rule, one after the other.
pub(super) struct Single {
    regexes: Vec<(Regex, Check)>,
}

impl Single {
    pub(super) fn new() -> Result<Self, Box<dyn Error>> {
        let regexes = RULES
            .iter()
            .map(|rule| Ok((RegexBuilder::new(rule.pattern).unicode(false).build()?, rule.check)))
            .collect::<Result<_, regex::Error>>()?;
        Ok(Self { regexes })
    }
}

impl Finder for Single {
    fn name(&self) -> &str {
        "regex, a search for each rule"
    }

    fn find(&mut self, text: &str, found: &mut dyn FnMut(usize, usize)) {
        for (regex, check) in &self.regexes {
            for place in regex.find_iter(text.as_bytes()).filter(|place| check.passes(place.as_bytes())) {
                found(place.start(), place.end());
            }
        }
    }
}
