//! Fields that are always masked, and fields that never are, by their path in a document or table.
//!
//! The engine reads text and knows no paths: whoever reads structure asks here, one name after the other.

use std::fmt;
use std::sync::Arc;

/// What a policy says of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldRule {
    /// Its value is masked, whatever it is.
    Mask,
    /// What is found in its value is let stand.
    Keep,
}

/// The paths of a policy. Cheap to clone.
#[derive(Clone, Default)]
pub struct Fields {
    steps: Arc<[Step]>,
    /// Where each path begins.
    starts: Arc<[u16]>,
}

/// Where in a document a value stands, as far as the paths tell it apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail(Vec<u16>);

#[derive(Clone)]
enum Step {
    /// Any number of names, also none.
    Deep,
    /// One name; `*` is any run of bytes.
    Name(String),
    /// The path is whole: what it says holds for all that the field holds.
    End(FieldRule),
}

/// All paths of a policy together.
const MAX_STEPS: usize = u16::MAX as usize;

impl Fields {
    /// The longest name in bytes; of a longer one in a document that much is compared.
    pub const MAX_NAME: usize = 64;

    /// What is written in the place of a masked field's value. Its length says nothing of the value's.
    pub const MASK: &'static str = "[FIELD]";

    /// What masked fields are called in reports, as entity and as rule.
    pub const ENTITY: &'static str = "field";

    /// Whether the policy has no paths.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The document itself.
    #[must_use]
    pub fn root(&self) -> Trail {
        let mut trail = Trail::default();
        self.starts.iter().for_each(|start| self.reach(*start, &mut trail));
        trail
    }

    /// What stands at `trail` under `name`: of an array's value, its index from 0.
    #[must_use]
    pub fn below(&self, trail: &Trail, name: &[u8]) -> Trail {
        let mut below = Trail::default();
        for &at in &trail.0 {
            match &self.steps[usize::from(at)] {
                Step::Deep | Step::End(_) => self.reach(at, &mut below),
                Step::Name(glob) if fits(glob.as_bytes(), name) => self.reach(at + 1, &mut below),
                Step::Name(_) => {}
            }
        }
        below
    }

    /// What the policy says of all that stands at `trail` and below it.
    #[must_use]
    pub fn covering(&self, trail: &Trail) -> Option<FieldRule> {
        let ends = trail.0.iter().filter_map(|&at| match &self.steps[usize::from(at)] {
            Step::End(rule) => Some(*rule),
            _ => None,
        });
        ends.max_by_key(|rule| *rule == FieldRule::Mask)
    }

    /// What the policy says of the value that stands at `trail` under `name`. Where two paths disagree, it is masked.
    #[must_use]
    pub fn rule(&self, trail: &Trail, name: &[u8]) -> Option<FieldRule> {
        let mut found = None;
        for &at in &trail.0 {
            let end = match &self.steps[usize::from(at)] {
                Step::End(rule) => Some(*rule),
                Step::Name(glob) => match &self.steps[usize::from(at) + 1] {
                    Step::End(rule) if fits(glob.as_bytes(), name) => Some(*rule),
                    _ => None,
                },
                Step::Deep => None,
            };
            if end == Some(FieldRule::Mask) {
                return end;
            }
            found = found.or(end);
        }
        found
    }

    fn reach(&self, at: u16, trail: &mut Trail) {
        if !trail.0.contains(&at) {
            trail.0.push(at);
        }
        if let Step::Deep = self.steps[usize::from(at)] {
            self.reach(at + 1, trail);
        }
    }

    /// Reads the paths of a policy, each with its rule. An error has the index of the path that it is about.
    pub(super) fn read(paths: &[(&str, FieldRule)]) -> Result<Self, (usize, String)> {
        let (mut steps, mut starts) = (Vec::new(), Vec::new());
        for (index, (path, rule)) in paths.iter().enumerate() {
            if paths[..index].iter().any(|(before, other)| before == path && other != rule) {
                return Err((index, format!("the field {path:?} is masked and kept")));
            }
            let own = parse(path).map_err(|why| (index, format!("the field {path:?} {why}")))?;
            if steps.len() + own.len() >= MAX_STEPS {
                return Err((index, "there are too many fields".to_owned()));
            }
            starts.push(steps.len() as u16);
            steps.extend(own);
            steps.push(Step::End(*rule));
        }
        Ok(Self { steps: steps.into(), starts: starts.into() })
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields")?;
        let steps = self.steps.iter().map(|step| match step {
            Step::Deep => "..",
            Step::Name(name) => name.as_str(),
            Step::End(FieldRule::Mask) => "=mask",
            Step::End(FieldRule::Keep) => "=keep",
        });
        f.debug_list().entries(steps).finish()
    }
}

/// A path: `$.a.*.b`, `a['b c'][0]`, `$..b`. Without `$` it begins anywhere.
fn parse(path: &str) -> Result<Vec<Step>, &'static str> {
    let mut steps = Vec::new();
    let mut rest = match path.strip_prefix('$') {
        Some(rest) => rest,
        None => {
            steps.push(Step::Deep);
            path
        }
    };
    let mut is_first = rest.len() == path.len();
    while !rest.is_empty() {
        let name;
        if let Some(inside) = rest.strip_prefix('[') {
            (name, rest) = bracket(inside)?;
        } else {
            rest = match (rest.strip_prefix(".."), rest.strip_prefix('.')) {
                (Some(rest), _) if !is_first => {
                    steps.push(Step::Deep);
                    rest
                }
                (_, Some(rest)) if !is_first => rest,
                _ if is_first => rest,
                _ => return Err("has a name without a full stop before it"),
            };
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            name = &rest[..end];
            rest = &rest[end..];
            if name.contains([']', '"', '\'']) {
                return Err("has brackets or quotation marks that do not match");
            }
        }
        is_first = false;
        match name {
            "" => return Err("has an empty name"),
            "**" => steps.push(Step::Deep),
            name if name.len() > Fields::MAX_NAME => return Err("has a name of more than 64 bytes"),
            name => steps.push(Step::Name(name.to_owned())),
        }
    }
    steps.dedup_by(|a, b| matches!((a, b), (Step::Deep, Step::Deep)));
    match steps.last() {
        Some(Step::Name(_)) => Ok(steps),
        Some(_) => Err("ends without a name"),
        None => Err("names no field"),
    }
}

/// The name in a bracket, and what is behind it.
fn bracket(inside: &str) -> Result<(&str, &str), &'static str> {
    for mark in ['\'', '"'] {
        if let Some(name) = inside.strip_prefix(mark) {
            let (name, rest) = name.split_once(mark).ok_or("has a quotation mark that is not closed")?;
            let rest = rest.strip_prefix(']').ok_or("has a bracket that is not closed")?;
            return Ok((name, rest));
        }
    }
    let (name, rest) = inside.split_once(']').ok_or("has a bracket that is not closed")?;
    let is_index = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    if name == "*" || is_index {
        Ok((name, rest))
    } else {
        Err("has brackets that hold no name, number or *")
    }
}

/// Whether a name fits; small letters and capitals of ASCII are the same. Only the last star is ever gone back to, so the
/// time is at most the product of both lengths.
fn fits(glob: &[u8], name: &[u8]) -> bool {
    let name = &name[..name.len().min(Fields::MAX_NAME)];
    let (mut at, mut seen) = (0, 0);
    let mut star = None;
    while seen < name.len() {
        match glob.get(at) {
            Some(b'*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(byte) if byte.eq_ignore_ascii_case(&name[seen]) => (at, seen) = (at + 1, seen + 1),
            _ => match &mut star {
                Some((place, from)) => {
                    *from += 1;
                    (at, seen) = (*place + 1, *from);
                }
                None => return false,
            },
        }
    }
    glob[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(paths: &[(&str, FieldRule)], at: &[&str]) -> Option<FieldRule> {
        let fields = Fields::read(paths).expect("the paths are sound");
        let (last, names) = at.split_last().expect("a name");
        let trail = names.iter().fold(fields.root(), |trail, name| fields.below(&trail, name.as_bytes()));
        fields.rule(&trail, last.as_bytes())
    }

    #[test]
    fn paths_fit_where_they_say() {
        use FieldRule::{Keep, Mask};
        for (path, at, is_fit) in [
            ("$.pin", "pin", true),
            ("$.pin", "a pin", false),
            ("pin", "a b pin", true),
            ("PIN", "Pin", true),
            ("pin", "pins", false),
            ("$.customer.*.pin", "customer 0 pin", true),
            ("$.customer.*.pin", "customer x pin", true),
            ("$.customer.*.pin", "customer pin", false),
            ("$.customer.*.pin", "customer x y pin", false),
            ("$.customer[*].pin", "customer 7 pin", true),
            ("$.customer[7].pin", "customer 8 pin", false),
            ("$.a..pin", "a pin", true),
            ("$.a.**.pin", "a b c pin", true),
            ("$..pin", "a pin", true),
            ("$['a.b'][\"c\"]", "a.b c", true),
            ("headers.*", "request headers authorization", true),
            ("headers.*", "headers", false),
            ("headers", "headers a b", true),
            ("x-*-key", "x-api-key", true),
            ("x-*-key", "x-api-keys", false),
            ("*a*a*b", "aaaaaaaaaaaab", true),
            ("*a*a*b", "aaaaaaaaaaaac", false),
        ] {
            let at: Vec<_> = at.split(' ').collect();
            assert_eq!(rule(&[(path, Mask)], &at).is_some(), is_fit, "{path} {at:?}");
        }
        let both = [("a", Keep), ("a.b", Mask)];
        assert_eq!(rule(&both, &["a", "b"]), Some(Mask));
        assert_eq!(rule(&both, &["a", "c", "d"]), Some(Keep));
        assert_eq!(rule(&both, &["c"]), None);
    }

    #[test]
    fn paths_that_say_nothing_are_refused() {
        for (path, why) in [
            ("", "ends without a name"),
            ("$", "names no field"),
            ("$.", "empty"),
            ("a.", "empty"),
            ("a...b", "empty"),
            (".a", "empty"),
            ("$a", "full stop"),
            ("a[0]b", "full stop"),
            ("a[b]", "brackets"),
            ("a[?(@.b)]", "brackets"),
            ("a[0", "not closed"),
            ("a['b", "not closed"),
            ("a['b'", "not closed"),
            ("a]", "match"),
            ("a.**", "ends without a name"),
        ] {
            let (_, told) = Fields::read(&[(path, FieldRule::Mask)]).expect_err(path);
            assert!(told.contains(why), "{path}: {told}");
        }
        assert!(Fields::read(&[(&"a".repeat(65), FieldRule::Mask)]).is_err());
        assert!(Fields::read(&[("a", FieldRule::Mask), ("a", FieldRule::Keep)]).is_err());
    }
}
