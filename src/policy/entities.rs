//! Sets of entities, as users name them.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use crate::detect;
use crate::pack::Pack;

/// The group that is looked for only when asked: addresses of hosts are what a log is read for.
const NETWORK: &str = "network";

/// Groups and their entities; the numbers of states belong to `identity` too.
const GROUPS: [(&str, &[&str]); 6] = [
    ("cards", &["card_number", "card_cvv", "card_expiry", "card_track"]),
    ("credentials", &["pin", "otp", "password", "secret", "private_key", "url_credentials"]),
    ("accounts", &["account_number", "iban", "crypto_wallet"]),
    ("identity", &["date_of_birth", "mothers_maiden_name", "passport"]),
    ("contact", &["email", "phone"]),
    (NETWORK, &["ip_address", "mac_address"]),
];

/// The entities of a group.
fn members(group: &'static str, listed: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    let ids = (group == "identity").then(detect::national_ids).into_iter().flatten();
    listed.iter().copied().chain(ids)
}

/// A set of entities.
///
/// Parsed from a list of entity names, group names and `all`, separated by commas; `-name` takes one away. A list
/// that only takes away starts from the default.
///
/// ```
/// use samar::Entities;
///
/// let entities: Entities = "cards,-card_expiry".parse()?;
/// assert!(entities.contains("card_cvv") && !entities.contains("card_expiry"));
/// # Ok::<(), samar::EntityError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entities {
    names: BTreeSet<String>,
    /// Whether what packs bring is in the set, too, without being named.
    has_own: bool,
    /// What of it is not.
    without: BTreeSet<String>,
}

impl Entities {
    /// What is looked for without being asked: everything but the group `network`; what packs bring, too.
    #[must_use]
    pub fn standard() -> Self {
        let groups = GROUPS.into_iter().filter(|(group, _)| *group != NETWORK);
        let names = groups.flat_map(|(group, listed)| members(group, listed)).map(str::to_owned).collect();
        Self { names, has_own: true, without: BTreeSet::new() }
    }

    /// Every entity, those of packs too.
    #[must_use]
    pub fn all() -> Self {
        Self { names: known().map(str::to_owned).collect(), has_own: true, without: BTreeSet::new() }
    }

    /// Whether the set has this entity.
    #[must_use]
    pub fn contains(&self, entity: &str) -> bool {
        self.names.contains(entity)
            || self.has_own && !self.without.contains(entity) && !Self::is_known(entity)
    }

    /// Whether the engine has rules for this entity.
    pub(crate) fn is_known(entity: &str) -> bool {
        known().any(|known| known == entity)
    }

    /// The names in the set, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The set with one more entity, of a rule of one's own perhaps.
    #[must_use]
    pub fn with(mut self, entity: &str) -> Self {
        self.names.insert(entity.to_owned());
        self
    }

    /// As the list is parsed from text, where the rules of these packs are known too.
    ///
    /// # Errors
    ///
    /// When a name is neither an entity, of the engine or of the packs, nor a group.
    pub fn parse(list: &str, packs: &[Pack]) -> Result<Self, EntityError> {
        let own: Vec<&str> = packs.iter().flat_map(Pack::rules).map(|(_, entity)| entity).collect();
        Self::of(list, &own)
    }
}

fn known() -> impl Iterator<Item = &'static str> {
    GROUPS.into_iter().flat_map(|(group, listed)| members(group, listed))
}

impl FromStr for Entities {
    type Err = EntityError;

    fn from_str(list: &str) -> Result<Self, EntityError> {
        Self::of(list, &[])
    }
}

impl Entities {
    fn of(list: &str, own: &[&str]) -> Result<Self, EntityError> {
        let items = || list.split(',').map(str::trim).filter(|item| !item.is_empty());
        let mut entities = if items().all(|item| item.starts_with('-')) {
            Self::standard()
        } else {
            Self { names: BTreeSet::new(), has_own: false, without: BTreeSet::new() }
        };
        let Self { names, has_own, without } = &mut entities;
        for item in items() {
            let (name, is_taken) = match item.strip_prefix('-') {
                Some(name) => (name, true),
                None => (item, false),
            };
            let members: Vec<&str> = match GROUPS.iter().find(|(group, _)| *group == name) {
                Some((group, listed)) => members(group, listed).collect(),
                None if name == "all" => {
                    *has_own = !is_taken;
                    without.clear();
                    known().collect()
                }
                None => {
                    let own = || own.iter().copied().find(|own| *own == name);
                    let member = known().find(|known| *known == name).or_else(own);
                    vec![member.ok_or_else(|| EntityError { name: name.to_owned() })?]
                }
            };
            for member in members {
                if is_taken {
                    names.remove(member);
                    without.insert(member.to_owned());
                } else {
                    without.remove(member);
                    names.insert(member.to_owned());
                }
            }
        }
        Ok(entities)
    }
}

/// A name that is neither an entity nor a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityError {
    name: String,
}

impl fmt::Display for EntityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<_> = GROUPS.iter().map(|(group, _)| *group).collect();
        write!(
            f,
            "no entity or group is named {:?}; entities: {}; groups: {}, all",
            self.name,
            known().collect::<Vec<_>>().join(", "),
            groups.join(", ")
        )
    }
}

impl Error for EntityError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_add_and_take_away() {
        let set = |list: &str| {
            list.parse::<Entities>().expect("known names").iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(set("pin, otp"), ["otp", "pin"]);
        assert_eq!(set("cards,-card_cvv"), ["card_expiry", "card_number", "card_track"]);
        assert_eq!(
            set("-cards,-identity,-accounts,-contact,-secret,-url_credentials"),
            ["otp", "password", "pin", "private_key"]
        );
        assert_eq!(set("all").len(), 20 + detect::national_ids().count());
        assert_eq!(set("network"), ["ip_address", "mac_address"]);
        let (all, standard) = (set("all"), set("-pin"));
        assert!(
            all.iter().any(|name| name == "ip_address") && !standard.iter().any(|name| name == "ip_address")
        );
        assert!(
            "pins"
                .parse::<Entities>()
                .expect_err("unknown")
                .to_string()
                .contains("no entity or group is named \"pins\"")
        );
    }
}
