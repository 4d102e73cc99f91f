//! Policies as files: TOML, strict about what it does not understand.

use serde::Deserialize;

use super::{Entities, FieldRule, Fields, Policy};
use crate::error::PolicyError;
use crate::mask::Mask;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    base: Base,
    entities: Option<Vec<String>>,
    #[serde(default)]
    official_domains: Vec<String>,
    #[serde(default)]
    brands: Vec<String>,
    #[serde(default)]
    masks: std::collections::BTreeMap<String, toml::Spanned<Written>>,
    #[serde(default)]
    fields: Paths,
}

/// Paths of fields: those that are always masked, and those that never are.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Paths {
    mask: Vec<toml::Spanned<String>>,
    keep: Vec<toml::Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Base {
    #[default]
    Standard,
    Strict,
}

/// `"label"`, `"stars"` or `{ keep_first = 6, keep_last = 4 }`, which are stars.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Name(String),
    Stars(Kept),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    #[serde(default)]
    keep_first: usize,
    #[serde(default)]
    keep_last: usize,
}

impl Policy {
    /// Reads a policy file.
    ///
    /// ```
    /// use samar::Policy;
    ///
    /// let policy = Policy::from_toml("official_domains = [\"citibank.co.id\"]\n[masks]\ncard_number = { keep_last = 4 }")?;
    /// assert_eq!(policy.official_domains().collect::<Vec<_>>(), ["citibank.co.id"]);
    /// # Ok::<(), samar::PolicyError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is no TOML, has a key, entity or mask that is not known, or a field or domain that is none. The error has the line
    /// where there is one. What breaks PCI DSS is refused when a redactor is built.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        let file: File = toml::from_str(text).map_err(|error| PolicyError::syntax(text, &error))?;
        let mut policy = match file.base {
            Base::Standard => Self::standard(),
            Base::Strict => Self::strict(),
        };
        if let Some(entities) = file.entities {
            policy.entities = entities
                .join(",")
                .parse()
                .map_err(|error: super::EntityError| PolicyError::content(error.to_string()))?;
        }
        for (entity, written) in file.masks {
            let at = written.span().start;
            if !Entities::is_known(&entity) {
                return Err(PolicyError::at(text, at, format!("no entity is named {entity:?}")));
            }
            let mask = match written.into_inner() {
                Written::Name(name) if name == "label" => Mask::label(),
                Written::Name(name) if name == "stars" => Mask::stars(),
                Written::Name(name) => {
                    return Err(PolicyError::at(
                        text,
                        at,
                        format!("no mask is named {name:?}; known are label and stars"),
                    ));
                }
                Written::Stars(Kept { keep_first, keep_last }) => {
                    Mask::stars().keep_first(keep_first).keep_last(keep_last)
                }
            };
            policy.masks.insert(entity, mask);
        }
        let rules = [(&file.fields.mask, FieldRule::Mask), (&file.fields.keep, FieldRule::Keep)];
        let paths = || rules.iter().flat_map(|(paths, rule)| paths.iter().map(|path| (path, *rule)));
        let named: Vec<_> = paths().map(|(path, rule)| (path.get_ref().as_str(), rule)).collect();
        policy.fields = Fields::read(&named).map_err(|(index, reason)| {
            let at = paths().nth(index).map_or(0, |(path, _)| path.span().start);
            PolicyError::at(text, at, reason)
        })?;
        let is_domain = |domain: &String| {
            domain.contains('.') && !domain.starts_with('.') && !domain.contains(['/', ':', '@', ' ', '*'])
        };
        if let Some(domain) = file.official_domains.iter().find(|domain| !is_domain(domain)) {
            return Err(PolicyError::content(format!(
                "{domain:?} in official_domains is no domain; write it as in citibank.co.id"
            )));
        }
        if let Some(brand) = file
            .brands
            .iter()
            .find(|brand| brand.chars().filter(|letter| letter.is_alphanumeric()).count() < 2)
        {
            return Err(PolicyError::content(format!(
                "{brand:?} in brands is too short to be told from other words"
            )));
        }
        policy.official_domains = file.official_domains;
        policy.brands = file.brands;
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_says_what_it_says() {
        let text = "base = \"strict\"\nentities = [\"cards\", \"-card_expiry\"]\nbrands = [\"citi\"]\n[masks]\ncard_number = \"label\"\nemail = { keep_first = 1 }\n";
        let policy = Policy::from_toml(text).expect("a policy");
        assert!(
            policy.is_strict
                && policy.entities.contains("card_cvv")
                && !policy.entities.contains("card_expiry")
        );
        assert_eq!(policy.mask("card_number"), Mask::label());
        assert_eq!(policy.mask("email"), Mask::stars().keep_first(1));
        assert_eq!(policy.brands().collect::<Vec<_>>(), ["citi"]);
        assert!(policy.fields().is_empty());
        let text = "[fields]\nmask = [\"$.customer.*.pin\"]\nkeep = [\"order.number\"]";
        let fields = Policy::from_toml(text).expect("a policy").fields().clone();
        let rule = |names: [&str; 2]| {
            fields.rule(&fields.below(&fields.root(), names[0].as_bytes()), names[1].as_bytes())
        };
        assert_eq!(rule(["order", "number"]), Some(FieldRule::Keep));
        assert_eq!(rule(["customer", "pin"]), None);
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_line() {
        for (text, line, told) in [
            ("brands = []\nbrand = []", Some(2), "brand"),
            ("base = \"lax\"", Some(1), "lax"),
            ("entities = [\"pins\"]", None, "pins"),
            ("\n[masks]\npins = \"label\"", Some(3), "pins"),
            ("[masks]\npin = \"blur\"", Some(2), "blur"),
            ("[masks]\npin = { keep = 1 }", Some(2), ""),
            ("official_domains = [\"https://citi.com/\"]", None, "no domain"),
            ("brands = [\"x\"]", None, "too short"),
            ("brands = [", Some(1), ""),
            ("[fields]\nmask = [\"a\",\n\"b[\"]", Some(3), "\"b[\""),
            ("[fields]\nmask = [\"a\"]\nkeep = [\"a\"]", Some(3), "masked and kept"),
            ("[fields]\nhide = []", Some(2), "hide"),
        ] {
            let error = Policy::from_toml(text).expect_err(text);
            assert_eq!(error.line(), line, "{text}: {error}");
            assert!(error.to_string().contains(told), "{error}");
        }
    }
}
