//! The trie of the built-in packs, as `build.rs` has written it.

use super::trie::{Image, Trie};

/// Nodes and slots of the table do not straddle lines of the cache.
#[repr(align(64))]
struct Aligned<B: ?Sized>(B);

macro_rules! part {
    ($name:literal) => {{
        static PART: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/trie.", $name)));
        &PART.0
    }};
}

/// All words of all built-in packs, in place.
pub(crate) fn builtin() -> Trie {
    Trie::of(&Image {
        nodes: part!("nodes"),
        bytes: part!("bytes"),
        tails: part!("tails"),
        entries: part!("entries"),
        owners: part!("owners"),
        starts: part!("starts"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::{self, Pack, vocabulary};

    #[test]
    fn the_compiled_trie_is_that_of_the_packs() {
        let packs: Vec<_> = Pack::builtin().map(|pack| pack.words().clone()).collect();
        let (words, phrases) = vocabulary(&packs, [], |_| true);
        assert!(phrases == pack::phrases(), "the phrases differ");
        Trie::new(&words).with_image(|image| {
            builtin().with_image(|compiled| {
                for (name, part, known) in [
                    ("nodes", image.nodes, compiled.nodes),
                    ("bytes", image.bytes, compiled.bytes),
                    ("tails", image.tails, compiled.tails),
                    ("entries", image.entries, compiled.entries),
                    ("owners", image.owners, compiled.owners),
                    ("starts", image.starts, compiled.starts),
                ] {
                    assert!(part == known, "the {name} differ");
                }
            });
        });
    }
}
