//! Policies: which entities are looked for, and what is written in their place.
//!
//! **Contract.** A policy is data. It is checked when a redactor is built; what breaks PCI DSS is refused there.

mod allow;
mod entities;
mod fields;
mod file;

pub use allow::AllowList;
pub use entities::{Entities, EntityError};
pub use fields::{FieldRule, Fields, Trail};

use std::collections::BTreeMap;

use crate::mask::Mask;

/// Which findings are wanted and how they are masked.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) entities: Entities,
    pub(crate) masks: BTreeMap<String, Mask>,
    pub(crate) is_strict: bool,
    pub(crate) official_domains: Vec<String>,
    pub(crate) brands: Vec<String>,
    pub(crate) fields: Fields,
}

impl Policy {
    /// Every entity; cards keep their last four digits, all else becomes a label.
    #[must_use]
    pub fn standard() -> Self {
        let masks = BTreeMap::from([("card_number".to_owned(), Mask::stars().keep_last(4))]);
        Self {
            entities: Entities::standard(),
            masks,
            is_strict: false,
            official_domains: Vec::new(),
            brands: Vec::new(),
            fields: Fields::default(),
        }
    }

    /// As [`standard`](Self::standard), but a key or word that names another kind of number (`order_id=`, `seq`)
    /// does not speak against a card.
    #[must_use]
    pub fn strict() -> Self {
        Self { is_strict: true, ..Self::standard() }
    }

    /// The policy of this name, `standard` or `strict`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "standard" => Some(Self::standard()),
            "strict" => Some(Self::strict()),
            _ => None,
        }
    }

    /// What is looked for.
    #[must_use]
    pub fn entities(&self) -> &Entities {
        &self.entities
    }

    /// Fields that are always masked or never are. Whoever reads structure asks; the engine itself reads text.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Domains that are the user's own: links in conversations are compared with them.
    pub fn official_domains(&self) -> impl Iterator<Item = &str> {
        self.official_domains.iter().map(String::as_str)
    }

    /// The names that such links go by.
    pub fn brands(&self) -> impl Iterator<Item = &str> {
        self.brands.iter().map(String::as_str)
    }

    /// The mask of an entity.
    pub(crate) fn mask(&self, entity: &str) -> Mask {
        self.masks.get(entity).copied().unwrap_or(Mask::label())
    }

    /// What PCI DSS v4.0.1 forbids and what would not settle: one line each.
    pub(crate) fn violations(&self) -> impl Iterator<Item = String> + '_ {
        const SENSITIVE: [(&str, &str); 3] =
            [("card_track", "3.3.1.1"), ("card_cvv", "3.3.1.2"), ("pin", "3.3.1.3")];
        let sensitive = SENSITIVE.into_iter().filter(|(entity, _)| self.mask(entity) != Mask::label()).map(
            |(entity, requirement)| {
                format!("the mask of {entity} must be a label of constant length (PCI DSS {requirement})")
            },
        );
        let kept = self.mask("card_number").kept();
        let card = (kept > 10).then(|| {
            format!("the mask of card_number keeps {kept} digits, at most first six and last four may stay (PCI DSS 3.4.1)")
        });
        let short = ["otp", "password", "card_expiry"].into_iter().filter(|entity| self.mask(entity).kept() > 0).map(|entity| {
            format!("the mask of {entity} keeps a part of the value: too little is left to guess, and the part reads as a code again")
        });
        sensitive.chain(card).chain(short)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::standard()
    }
}
