//! `samar manifest`: the proof of a run, and what proves it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::{Args, Subcommand};
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use samar::Pack;
use serde::{Deserialize, Serialize};

use crate::console::{Console, Verdict, reason, shown};
use crate::input::walk;
use crate::record::{Content, Name, Record, hex, unhex};

/// Check what a run wrote against its manifest
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    Check(Check),
}

/// Prove that a tree is as it was written
///
/// Every file of the manifest must be there with its size and hash, and no other. With a key the manifest must be signed:
/// MANIFEST.sig beside it holds the signature.
///
/// Exit status: 0 all is as it was, 1 something differs, 2 trouble, and a signature that is not the key's.
#[derive(Args, Clone, Debug)]
#[group(skip)]
struct Check {
    /// What `redact --manifest` wrote
    #[arg(value_name = "MANIFEST")]
    manifest: PathBuf,
    /// Where the files are now [default: where they were written]
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// The public key of the signature, in PEM
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// What a run did. The fields are a contract.
#[derive(Serialize, Deserialize)]
pub(crate) struct Manifest {
    samar: String,
    /// Hash of the rules, masks, packs and options.
    policy: String,
    packs: Vec<Version>,
    /// The folder that the paths are in.
    root: Name,
    files: Vec<Record>,
}

#[derive(Serialize, Deserialize)]
struct Version {
    name: String,
    version: u32,
}

impl Manifest {
    pub(crate) fn new(policy: String, root: &Path, files: Vec<Record>) -> Self {
        let packs =
            Pack::builtin().map(|pack| Version { name: pack.name().to_owned(), version: pack.version() });
        Self {
            samar: env!("CARGO_PKG_VERSION").to_owned(),
            policy,
            packs: packs.collect(),
            root: Name::of(root),
            files,
        }
    }

    /// Writes the manifest, and its signature beside it.
    pub(crate) fn write(&self, path: &Path, key: Option<&SigningKey>) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(path, &text).map_err(|error| anyhow!("{}: {}", shown(path), reason(&error)))?;
        if let Some(key) = key {
            let beside = beside(path);
            let signature = hex(&key.sign(text.as_bytes()).to_bytes()) + "\n";
            fs::write(&beside, signature)
                .map_err(|error| anyhow!("{}: {}", shown(&beside), reason(&error)))?;
        }
        Ok(())
    }
}

/// Where the signature is.
pub(crate) fn beside(manifest: &Path) -> PathBuf {
    let mut name = manifest.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

/// A private key as `openssl genpkey -algorithm ed25519` writes it. The error says nothing of what is in the file.
pub(crate) fn signing_key(path: &Path) -> Result<SigningKey> {
    let text = fs::read_to_string(path).map_err(|error| anyhow!("{}: {}", shown(path), reason(&error)))?;
    SigningKey::from_pkcs8_pem(&text)
        .ok()
        .with_context(|| format!("{}: no private key of ed25519 in PEM", shown(path)))
}

pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let Action::Check(check) = &arguments.action;
    let Check { manifest: path, root, key } = check;
    let text = fs::read(path).map_err(|error| anyhow!("{}: {}", shown(path), reason(&error)))?;
    if let Some(key) = key {
        is_signed(path, &text, key)?;
    }
    let manifest: Manifest =
        serde_json::from_slice(&text).ok().with_context(|| format!("{}: no manifest", shown(path)))?;
    let root = root.clone().unwrap_or_else(|| manifest.root.path());
    let console = Console::new(false);
    let mut differences = 0_u64;
    let mut tell = |path: &Path, what: &str| {
        console.note(format_args!("{}: {what}", shown(path)));
        differences += 1;
    };
    let mut known = BTreeSet::new();
    for record in &manifest.files {
        let path = root.join(record.path.path());
        match Content::of(&path) {
            Ok(content) if content == record.after => {}
            Ok(_) => tell(&path, "it is not what was written"),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => tell(&path, "it is missing"),
            Err(error) => console.trouble(format_args!("{}: {}", shown(&path), reason(&error))),
        }
        known.insert(path);
    }
    if (root.is_dir() || crate::cloud::is_url(&root)) && root != Path::new(".") {
        let own = [path.clone(), beside(path)].map(|own| fs::canonicalize(own).ok());
        for entry in walk(&root, &crate::input::Choice::default(), &console) {
            let is_own = fs::canonicalize(&entry.path).is_ok_and(|entry| own.contains(&Some(entry)));
            if entry.is_file() && !known.contains(&entry.path) && !is_own {
                tell(&entry.path, "it is not in the manifest");
            }
        }
    }
    let signed = if key.is_some() { "signed, " } else { "" };
    console.note(format_args!("{signed}{} files, {differences} differ", manifest.files.len()));
    Ok(match () {
        () if console.is_troubled() => Verdict::Trouble,
        () if differences > 0 => Verdict::Found,
        () => Verdict::Clean,
    })
}

fn is_signed(path: &Path, text: &[u8], key: &Path) -> Result<()> {
    let pem = fs::read_to_string(key).map_err(|error| anyhow!("{}: {}", shown(key), reason(&error)))?;
    let key = VerifyingKey::from_public_key_pem(&pem)
        .ok()
        .with_context(|| format!("{}: no public key of ed25519 in PEM", shown(key)))?;
    let beside = beside(path);
    let digits =
        fs::read_to_string(&beside).map_err(|error| anyhow!("{}: {}", shown(&beside), reason(&error)))?;
    let signature = unhex(digits.trim()).and_then(|bytes| Signature::from_slice(&bytes).ok());
    let is_good = signature.is_some_and(|signature| key.verify_strict(text, &signature).is_ok());
    is_good.then_some(()).with_context(|| format!("{}: the signature is not this key's", shown(path)))
}
