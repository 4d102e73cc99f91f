//! The packs that come with the engine.

use super::vocabulary::Phrases;
use super::words::Words;

/// A pack that comes with the engine.
pub(crate) struct Builtin {
    pub(crate) name: &'static str,
    /// Its TOML.
    pub(crate) text: &'static str,
    /// Its words, as `build.rs` has read them.
    compiled: &'static [u8],
}

macro_rules! builtin {
    ($($name:literal)*) => {
        [$(Builtin {
            name: $name,
            text: include_str!(concat!("../../packs/", $name, ".toml")),
            compiled: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".words")),
        }),*]
    };
}

/// Every built-in pack.
pub(crate) static BUILTIN: [Builtin; 13] =
    builtin!["de" "en" "es" "fr" "hi" "id" "ja" "ms" "names" "pt" "th" "vi" "zh"];

/// The pack that belongs to no language.
pub(crate) const NAMES: &str = "names";

impl Builtin {
    /// The pack's words, without a look at its TOML.
    pub(crate) fn words(&self) -> Words {
        postcard::from_bytes(self.compiled).expect("written by this version's build script")
    }
}

/// What the prefilter looks for where every built-in pack is wanted.
pub(crate) fn phrases() -> Phrases {
    postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/phrases")))
        .expect("written by this version's build script")
}

#[cfg(test)]
mod tests {
    use super::super::Pack;
    use super::*;

    #[test]
    fn the_compiled_words_are_those_of_the_toml() {
        for builtin in &BUILTIN {
            let pack = Pack::parse(builtin.text).expect("the built-in packs are tested");
            assert_eq!(pack.name(), builtin.name);
            // No more than the first that differs: there are thousands.
            let (compiled, words) = (builtin.words(), pack.words());
            let differs = words.words.iter().zip(&compiled.words).find(|(a, b)| a != b);
            assert!(differs.is_none(), "{}: {differs:?}", builtin.name);
            assert!(compiled == *words, "{}", builtin.name);
        }
    }

    #[test]
    fn nothing_but_words_is_built_in() {
        for pack in Pack::builtin() {
            let has_more = !pack.own_rules().is_empty()
                || !pack.suppressions().is_empty()
                || !pack.allowed().entries.is_empty();
            assert!(!has_more, "{} has rules or lets something stand, which is not compiled", pack.name());
        }
    }
}
