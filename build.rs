//! Compiles the built-in packs: reads `packs/*.toml` and lays their words out as the engine reads them, so that a program
//! starts in no time. What does it are the engine's own modules, so there is one schema and one layout.

// Of those modules this uses a part. What it prints is for cargo.
#![allow(dead_code, unused_imports, unreachable_pub, clippy::print_stdout)]

#[path = "src/error.rs"]
mod error;
#[path = "src/fold.rs"]
mod fold;

#[path = "src/pack"]
mod pack {
    mod choices;
    mod concept;
    mod vocabulary;
    mod word;
    mod words;
    mod writing;

    pub(crate) use concept::{Concepts, Label, Topic};
    pub(crate) use vocabulary::{Phrases, vocabulary};
    pub(crate) use word::{Anchor, Word};
    pub(crate) use words::{Grammar, Header, Labels, Words};
}

#[path = "src/context"]
mod context {
    mod key;
    mod starts;
    mod trie;
    mod writing;

    pub(crate) use trie::{Image, Trie};
}

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use context::{Image, Trie};
use pack::{Grammar, Header, Labels, Words, vocabulary};
use serde::Deserialize;

/// Of a pack's TOML what is words. The rest is looked at where the pack is tested.
#[derive(Deserialize)]
struct File {
    pack: Header,
    #[serde(default)]
    labels: BTreeMap<String, Labels>,
    #[serde(default)]
    grammar: Grammar,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=packs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let mut paths: Vec<PathBuf> =
        fs::read_dir("packs")?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    // The order of the engine's list: a word that two packs rank as an anchor has the first one's rank.
    paths.sort();
    let mut packs = Vec::new();
    for path in &paths {
        let words = words(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_stem().ok_or("a pack has a name")?;
        fs::write(out.join(name).with_extension("words"), postcard::to_allocvec(&words)?)?;
        packs.push(words);
    }
    let (words, phrases) = vocabulary(&packs, [], |_| true);
    fs::write(out.join("phrases"), postcard::to_allocvec(&phrases)?)?;
    Trie::new(&words).with_image(|image| write(image, &out))?;
    Ok(())
}

fn words(path: &Path) -> Result<Words, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let File { pack, labels, grammar } =
        toml::from_str(&text).map_err(|error| error::PackError::syntax(&text, error))?;
    Ok(Words::read(pack, labels, grammar)?)
}

fn write(image: &Image<'_>, out: &Path) -> std::io::Result<()> {
    let Image { nodes, bytes, tails, entries, owners, starts } = image;
    for (name, part) in [
        ("nodes", nodes),
        ("bytes", bytes),
        ("tails", tails),
        ("entries", entries),
        ("owners", owners),
        ("starts", starts),
    ] {
        fs::write(out.join(format!("trie.{name}")), part)?;
    }
    Ok(())
}
