//! The packs that come with the engine.

/// Name and text of every built-in pack.
pub(crate) const BUILTIN: [(&str, &str); 8] = [
    ("de", include_str!("../../packs/de.toml")),
    ("en", include_str!("../../packs/en.toml")),
    ("es", include_str!("../../packs/es.toml")),
    ("fr", include_str!("../../packs/fr.toml")),
    ("id", include_str!("../../packs/id.toml")),
    ("ms", include_str!("../../packs/ms.toml")),
    ("names", include_str!("../../packs/names.toml")),
    ("pt", include_str!("../../packs/pt.toml")),
];
