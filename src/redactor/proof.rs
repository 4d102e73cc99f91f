//! Reading a pack: its form, then what only detectors and a whole redactor can say of it. A pack whose examples misbehave is
//! refused here, so none is ever in use.

use super::{Outcome, Redactor};
use crate::detect::{self, validators};
use crate::error::PackError;
use crate::finding::RuleId;
use crate::pack::{Pack, Rule, RuleExample};
use crate::policy::{AllowList, Entities};
use crate::span::Span;

impl Pack {
    /// Reads a pack and tries its rules and examples: they are run with the built-in packs and this one, and with the
    /// standard policy.
    ///
    /// # Errors
    ///
    /// When the text is no TOML, has an unknown key or a word that could never match; when a rule's regex cannot be used
    /// or its validator is unknown; when an example finds something else than it says. The error has the line where there
    /// is one.
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        let pack = Self::parse(text)?;
        AllowList::of_pack(pack.name(), pack.allowed())?;
        let redactor = Redactor::builder().pack(pack.clone());
        let known = detect::builtin();
        for (index, rule) in pack.own_rules().iter().enumerate() {
            let before = &pack.own_rules()[..index];
            if known.iter().any(|known| known.rule() == rule.name) {
                return Err(pack.error(rule.line, format!("the engine has a rule {:?}", rule.name)));
            }
            if before.iter().any(|other| other.name == rule.name) {
                return Err(pack.error(rule.line, format!("two rules are named {:?}", rule.name)));
            }
            check(&pack, rule, before)?;
        }
        for suppression in pack.suppressions() {
            let (rule, entity) = (suppression.rule.as_deref(), suppression.entity.as_deref());
            let own = || pack.own_rules().iter();
            let is_rule = |name: &str| {
                known.iter().any(|known| known.rule() == name) || own().any(|own| own.name == name)
            };
            let is_entity = |name: &str| {
                known.iter().any(|known| known.entity() == name) || own().any(|own| own.entity == name)
            };
            let unknown = rule.filter(|name| !is_rule(name)).or(entity.filter(|name| !is_entity(name)));
            if let Some(name) = unknown {
                return Err(pack.error(suppression.line, format!("no rule or entity is named {name:?}")));
            }
        }
        if pack.examples().is_empty() && pack.own_rules().iter().all(|rule| rule.examples.is_empty()) {
            return Ok(pack);
        }
        // Keyed hashes cannot be compared here, and examples ask what is found, not what is let stand.
        let redactor = redactor
            .allow_key("none")
            .build()
            .map_err(|error| PackError::content(pack.name(), error.to_string()))?;
        for rule in pack.own_rules() {
            for example in &rule.examples {
                redactor.try_example(rule, example).map_err(|reason| pack.error(example.line, reason))?;
            }
        }
        for example in pack.examples() {
            let text = &example.text;
            let found = redactor.find(text).into_iter();
            let found =
                found.map(|finding| (redactor.rule(finding.rule).entity, &text[finding.span.range()]));
            if !found.eq(example.find.iter().map(|(entity, value)| (entity.as_str(), value.as_str()))) {
                let reason =
                    told(&redactor.find(text).iter().map(|finding| finding.span).collect::<Vec<_>>());
                return Err(pack.error(example.line, format!("the example misbehaves: {reason}")));
            }
        }
        Ok(pack)
    }

    fn error(&self, line: usize, reason: impl Into<String>) -> PackError {
        PackError::at(self.name(), line, reason)
    }
}

/// What is wrong with a rule besides its form.
fn check(pack: &Pack, rule: &Rule, before: &[std::sync::Arc<Rule>]) -> Result<(), PackError> {
    if let Some(name) = &rule.validator
        && detect::validator(name).is_none()
    {
        let reason = format!("no validator is named {name:?}; known are {}", validators().join(", "));
        return Err(pack.error(rule.validator_line, reason));
    }
    let Some(line) = rule.mask_line else { return Ok(()) };
    if Entities::is_known(&rule.entity) {
        let reason = format!("{} is an entity of the engine; its mask is the policy's", rule.entity);
        return Err(pack.error(line, reason));
    }
    let other = before.iter().find(|other| other.entity == rule.entity && other.stars != rule.stars);
    match other {
        Some(other) => {
            Err(pack.error(line, format!("rule {} gives {} another mask", other.name, rule.entity)))
        }
        None => Ok(()),
    }
}

impl Redactor {
    /// Runs one rule's example.
    fn try_example(&self, rule: &Rule, example: &RuleExample) -> Result<(), String> {
        let RuleExample { text, find, why, .. } = example;
        if find.is_empty() && why.is_none() {
            return Err(format!(
                "rule {}: an example finds something; a text without is a counterexample",
                rule.name
            ));
        }
        let (mut found, mut clause) = (Vec::new(), "its regex or a keyword is missing");
        for explanation in self.explain(text).iter().filter(|told| self.name(told.rule) == rule.name) {
            match explanation.outcome {
                Outcome::Found { span, .. } => found.push(span),
                Outcome::Refused { clause: refused } => clause = refused,
            }
        }
        if !found.iter().map(|span| &text[span.range()]).eq(find.iter().map(String::as_str)) {
            let kind = if why.is_some() { "counterexample" } else { "example" };
            let reason = if found.is_empty() { clause } else { "" };
            let colon = if reason.is_empty() { "" } else { ": " };
            return Err(format!(
                "rule {}: its {kind} misbehaves: {}{colon}{reason}",
                rule.name,
                told(&found)
            ));
        }
        let once = self.redact(text);
        if self.redact(&once) != once {
            return Err(format!("rule {}: what its mask writes is found again", rule.name));
        }
        Ok(())
    }

    fn name(&self, rule: RuleId) -> &str {
        self.rule(rule).name
    }
}

/// What was found, by place: an error does not repeat what may be a value.
fn told(found: &[Span]) -> String {
    let places: Vec<_> = found.iter().map(Span::to_string).collect();
    if places.is_empty() { "nothing is found".to_owned() } else { format!("found at {}", places.join(", ")) }
}
