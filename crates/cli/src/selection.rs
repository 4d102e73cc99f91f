//! What is looked for: the arguments that every subcommand has which looks for anything.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use samar::{AllowList, Builder, Entities, Pack, Policy, Redactor};
use samar_transcript::Brands;

use crate::console::{reason, shown};

/// What is looked for and how it is judged.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Selection {
    /// Entities and groups to look for, separated by commas: names, groups, `all`; `-name` takes one away
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    pub(crate) entities: Option<String>,
    /// Policy: `standard`, `strict`, which takes a card for a card whatever its key says, or a file (TOML) with entities,
    /// masks, fields, official_domains and brands
    #[arg(long, value_name = "FILE|NAME", value_parser = policy)]
    pub(crate) policy: Option<Policy>,
    /// Pack with rules of your own, beside those that are built in; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Vec<PathBuf>,
    /// List of values that are let stand, one a line: a value, sha256:HEX, hmac-sha256:HEX or test-cards; may be given again
    #[arg(long, value_name = "FILE")]
    allow: Vec<PathBuf>,
    /// File with the key of the keyed hashes in lists and packs
    #[arg(long, value_name = "FILE")]
    allow_key: Option<PathBuf>,
}

impl Selection {
    /// Takes what was given before the subcommand, too.
    pub(crate) fn follow(&mut self, before: Self) {
        self.entities = self.entities.take().or(before.entities);
        self.policy = self.policy.take().or(before.policy);
        self.rules.splice(..0, before.rules);
        self.allow.splice(..0, before.allow);
        self.allow_key = self.allow_key.take().or(before.allow_key);
    }

    /// What links in conversations are compared with, where the policy names any.
    ///
    /// # Errors
    ///
    /// When an official domain is nobody's own.
    pub(crate) fn brands(&self) -> Result<Option<Brands>> {
        let Some(policy) = &self.policy else { return Ok(None) };
        let is_any = policy.official_domains().next().is_some() || policy.brands().next().is_some();
        Ok(is_any.then(|| Brands::new(policy.official_domains(), policy.brands())).transpose()?)
    }

    pub(crate) fn redactor(&self) -> Result<Redactor> {
        let packs = self.packs()?;
        let entities = self.entities(&packs)?;
        Ok(self.builder(packs)?.entities(entities).build()?)
    }

    /// As [`redactor`](Self::redactor), for every entity.
    pub(crate) fn redactor_of_all(&self) -> Result<Redactor> {
        Ok(self.builder(self.packs()?)?.entities(Entities::all()).build()?)
    }

    /// The packs of one's own, read and tried.
    pub(crate) fn packs(&self) -> Result<Vec<Pack>> {
        self.rules.iter().map(|path| pack(path)).collect()
    }

    /// What is looked for.
    pub(crate) fn entities(&self, packs: &[Pack]) -> Result<Entities> {
        Ok(self.entities.as_deref().map_or_else(
            || Ok(self.policy.clone().unwrap_or_default().entities().clone()),
            |list| Entities::parse(list, packs),
        )?)
    }

    fn builder(&self, packs: Vec<Pack>) -> Result<Builder> {
        let mut builder = Redactor::builder().policy(self.policy.clone().unwrap_or_default());
        for pack in packs {
            builder = builder.pack(pack);
        }
        for path in &self.allow {
            let list = AllowList::from_lines(&text(path)?);
            builder = builder.allow(list.map_err(|error| anyhow!("{}: {error}", shown(path)))?);
        }
        if let Some(path) = &self.allow_key {
            builder = builder.allow_key(text(path)?.trim_end_matches(['\r', '\n']));
        }
        Ok(builder)
    }
}

/// Reads a pack and tries its examples.
pub(crate) fn pack(path: &Path) -> Result<Pack> {
    Pack::from_toml(&text(path)?).map_err(|error| anyhow!("{}: {error}", shown(path)))
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| anyhow!("{}: {}", shown(path), reason(&error)))
}

fn policy(name: &str) -> Result<Policy, String> {
    if let Some(policy) = Policy::named(name) {
        return Ok(policy);
    }
    let path = Path::new(name);
    let text = fs::read_to_string(path).map_err(|error| {
        format!("{}: {}; a policy is standard, strict or a file", shown(path), reason(&error))
    })?;
    Policy::from_toml(&text).map_err(|error| match error.line() {
        Some(line) => format!("{}:{line}: {}", shown(path), error.reason()),
        None => format!("{}: {}", shown(path), error.reason()),
    })
}
