//! The packs that come with the engine.

/// Name and text of every built-in pack.
pub(crate) const BUILTIN: [(&str, &str); 8] = [
    ("en", include_str!("../../packs/en.toml")),
    ("hi", include_str!("../../packs/hi.toml")),
    ("id", include_str!("../../packs/id.toml")),
    ("ja", include_str!("../../packs/ja.toml")),
    ("names", include_str!("../../packs/names.toml")),
    ("th", include_str!("../../packs/th.toml")),
    ("vi", include_str!("../../packs/vi.toml")),
    ("zh", include_str!("../../packs/zh.toml")),
];
