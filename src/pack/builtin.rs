//! The packs that come with the engine.

/// Name and text of every built-in pack.
pub(crate) const BUILTIN: [(&str, &str); 13] = [
    ("de", include_str!("../../packs/de.toml")),
    ("en", include_str!("../../packs/en.toml")),
    ("es", include_str!("../../packs/es.toml")),
    ("fr", include_str!("../../packs/fr.toml")),
    ("hi", include_str!("../../packs/hi.toml")),
    ("id", include_str!("../../packs/id.toml")),
    ("ja", include_str!("../../packs/ja.toml")),
    ("ms", include_str!("../../packs/ms.toml")),
    ("names", include_str!("../../packs/names.toml")),
    ("pt", include_str!("../../packs/pt.toml")),
    ("th", include_str!("../../packs/th.toml")),
    ("vi", include_str!("../../packs/vi.toml")),
    ("zh", include_str!("../../packs/zh.toml")),
];

/// The pack that belongs to no language.
pub(crate) const NAMES: &str = "names";
