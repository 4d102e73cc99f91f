//! A rule of one's own as a pack writes it: `[[rule]]`, checked.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::Word;
use super::pattern::Pattern;
use crate::error::PackError;

/// A rule of one's own.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) entity: String,
    pub(crate) stars: Option<Stars>,
    pub(crate) pattern: Pattern,
    pub(crate) keywords: Vec<String>,
    /// Characters that may stand between a keyword and the value, [`Rule::MAX_DISTANCE`] bytes at most.
    pub(crate) distance: usize,
    pub(crate) side: Side,
    pub(crate) required: Vec<String>,
    pub(crate) forbidden: Vec<String>,
    /// Bytes on each side of the value in which those words count.
    pub(crate) near: usize,
    pub(crate) validator: Option<String>,
    pub(crate) examples: Vec<RuleExample>,
    /// Where the rule's name and its validator stand, for what is found out later.
    pub(crate) line: usize,
    pub(crate) validator_line: usize,
    /// Where its mask is told, if it is.
    pub(crate) mask_line: Option<usize>,
}

/// A mask of stars, and what it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stars {
    pub(crate) keep_first: usize,
    pub(crate) keep_last: usize,
}

/// Where a keyword stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Before,
    After,
    #[default]
    Either,
}

/// A text that shows what one rule does.
#[derive(Clone, Debug)]
pub(crate) struct RuleExample {
    pub(crate) text: String,
    /// Every value that the rule finds, in order; none in a counterexample.
    pub(crate) find: Vec<String>,
    pub(crate) why: Option<String>,
    pub(crate) line: usize,
}

impl Rule {
    /// How many bytes as many characters may have as may stand between a keyword and the value.
    pub(crate) fn distance_bytes(&self) -> usize {
        (self.distance * Self::CHARACTER).min(Self::MAX_DISTANCE)
    }

    /// The widest `distance` and `near`: evidence must lie within a detector's reach.
    pub(crate) const MAX_DISTANCE: usize = 150;
    const DISTANCE: usize = 40;
    /// The longest character of UTF-8.
    const CHARACTER: usize = 4;
    const NEAR: usize = 100;
    /// Bytes of a name. Shorter ones would be no placeholder that later passes know.
    const NAME: Range<usize> = 3..41;
    /// The most rules of one pack.
    pub(super) const MAX: usize = 256;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    name: Spanned<String>,
    entity: Spanned<String>,
    regex: Spanned<String>,
    #[serde(default)]
    mask: Option<Spanned<Operator>>,
    #[serde(default)]
    keep_first: Option<Spanned<usize>>,
    #[serde(default)]
    keep_last: Option<Spanned<usize>>,
    #[serde(default)]
    keywords: Vec<Spanned<String>>,
    #[serde(default)]
    distance: Option<Spanned<usize>>,
    #[serde(default)]
    side: Option<Spanned<Side>>,
    #[serde(default)]
    required: Vec<Spanned<String>>,
    #[serde(default)]
    forbidden: Vec<Spanned<String>>,
    #[serde(default)]
    near: Option<Spanned<usize>>,
    #[serde(default)]
    validator: Option<Spanned<String>>,
    #[serde(default)]
    example: Vec<Spanned<Hit>>,
    #[serde(default)]
    counterexample: Vec<Spanned<Miss>>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Operator {
    Label,
    Stars,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hit {
    text: String,
    find: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Miss {
    text: String,
    why: String,
}

/// What a pack's text is called and where its lines end.
pub(super) struct Source<'t> {
    pub(super) pack: &'t str,
    pub(super) text: &'t str,
}

impl Source<'_> {
    pub(super) fn line(&self, at: usize) -> usize {
        1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count()
    }

    pub(super) fn error(&self, at: usize, reason: impl Into<String>) -> PackError {
        PackError::at(self.pack, self.line(at), reason)
    }
}

impl Table {
    pub(super) fn into_rule(self, source: &Source<'_>) -> Result<Rule, PackError> {
        let line = source.line(self.name.span().start);
        for (name, what) in [(&self.name, "rule"), (&self.entity, "entity")] {
            let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            let text = name.get_ref();
            if !Rule::NAME.contains(&text.len())
                || !text.bytes().all(is_part)
                || !text.starts_with(|first: char| first.is_ascii_lowercase())
            {
                let reason = format!(
                    "{text:?} cannot name the {what}: small letters, digits and _, a letter first, {} to {} of them",
                    Rule::NAME.start,
                    Rule::NAME.end - 1
                );
                return Err(source.error(name.span().start, reason));
            }
        }
        let pattern = Pattern::new(self.regex.get_ref())
            .map_err(|reason| source.error(self.regex.span().start, reason))?;
        let stars = self.stars(source)?;
        if let Some(only) =
            self.distance.as_ref().map(Spanned::span).or(self.side.as_ref().map(Spanned::span))
            && self.keywords.is_empty()
        {
            return Err(
                source.error(only.start, "distance and side are told of keywords, and the rule has none")
            );
        }
        if let Some(near) = &self.near
            && self.required.is_empty()
            && self.forbidden.is_empty()
        {
            return Err(source.error(
                near.span().start,
                "near is told of required and forbidden words, and the rule has none",
            ));
        }
        let within = |bytes: &Option<Spanned<usize>>, usual: usize| match bytes {
            None => Ok(usual),
            Some(bytes) if *bytes.get_ref() <= Rule::MAX_DISTANCE => Ok(*bytes.get_ref()),
            Some(bytes) => Err(source.error(
                bytes.span().start,
                format!("{} bytes are too far; {} is the most", bytes.get_ref(), Rule::MAX_DISTANCE),
            )),
        };
        let (distance, near) = (within(&self.distance, Rule::DISTANCE)?, within(&self.near, Rule::NEAR)?);
        let hits = self.example.into_iter().map(|hit| {
            let line = source.line(hit.span().start);
            let Hit { text, find } = hit.into_inner();
            RuleExample { text, find, why: None, line }
        });
        let misses = self.counterexample.into_iter().map(|miss| {
            let line = source.line(miss.span().start);
            let Miss { text, why } = miss.into_inner();
            RuleExample { text, find: Vec::new(), why: Some(why), line }
        });
        Ok(Rule {
            examples: hits.chain(misses).collect(),
            name: self.name.into_inner(),
            entity: self.entity.into_inner(),
            stars,
            pattern,
            keywords: words(self.keywords, source)?,
            distance,
            side: self.side.map(Spanned::into_inner).unwrap_or_default(),
            required: words(self.required, source)?,
            forbidden: words(self.forbidden, source)?,
            near,
            validator_line: self.validator.as_ref().map_or(line, |name| source.line(name.span().start)),
            validator: self.validator.map(Spanned::into_inner),
            mask_line: self.mask.map(|mask| source.line(mask.span().start)),
            line,
        })
    }

    fn stars(&self, source: &Source<'_>) -> Result<Option<Stars>, PackError> {
        let is_stars = self.mask.as_ref().is_some_and(|mask| *mask.get_ref() == Operator::Stars);
        if let Some(kept) = [&self.keep_first, &self.keep_last].into_iter().flatten().next()
            && !is_stars
        {
            return Err(source.error(kept.span().start, "only the mask \"stars\" keeps anything"));
        }
        let count = |kept: &Option<Spanned<usize>>| kept.as_ref().map_or(0, |kept| *kept.get_ref());
        let (keep_first, keep_last) = (count(&self.keep_first), count(&self.keep_last));
        Ok(is_stars.then_some(Stars { keep_first, keep_last }))
    }
}

fn words(words: Vec<Spanned<String>>, source: &Source<'_>) -> Result<Vec<String>, PackError> {
    let sound = |word: Spanned<String>| match Word::is_sound(word.get_ref()) {
        true => Ok(word.into_inner()),
        false => Err(source.error(word.span().start, super::words::unsound(word.get_ref()))),
    };
    words.into_iter().map(sound).collect()
}

impl Rule {
    /// What the rule asks, for people: pairs of what and how.
    pub(crate) fn terms(&self) -> Vec<(&'static str, String)> {
        let side = match self.side {
            Side::Before => "before",
            Side::After => "after",
            Side::Either => "before or after",
        };
        let mut terms = vec![("regex", self.pattern.text().to_owned())];
        let mut words = |what, words: &[String], how: String| {
            if !words.is_empty() {
                terms.push((what, format!("{}{how}", words.join(", "))));
            }
        };
        words(
            "keywords",
            &self.keywords,
            format!("; one at most {} characters {side} the value", self.distance),
        );
        words("required", &self.required, format!("; all within {} bytes", self.near));
        words("forbidden", &self.forbidden, format!("; none within {} bytes", self.near));
        terms.extend(self.validator.clone().map(|name| ("validator", name)));
        terms
    }
}
