//! What the benches run on: haystacks by kind and density of lines with a value, and memcpy of the same bytes.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Throughput};
use samar::{Entities, Redactor};
use samar_testkit::generate::{Kind, haystack};

/// Bytes of a haystack: more than any cache holds.
pub(crate) const BYTES: usize = 64 << 20;

/// A haystack, its name and how many values were planted in it.
pub(crate) struct Haystack {
    pub name: String,
    pub text: Vec<u8>,
    pub values: usize,
}

/// The entities whose values the generator plants and labels.
fn planted() -> Entities {
    "cards,pin,otp,password".parse().expect("known names")
}

/// A redactor that looks for what was planted, so that a count can be checked.
#[allow(dead_code, reason = "each bench takes what it needs")]
pub(crate) fn redactor() -> Redactor {
    Redactor::builder().entities(planted()).build().expect("the standard policy is sound")
}

/// Haystacks of every kind and density.
#[allow(dead_code, reason = "each bench takes what it needs")]
pub(crate) fn all() -> Vec<Haystack> {
    [
        (Kind::Logs, 0.0, "logs/none"),
        (Kind::Logs, 0.001, "logs/0.1%"),
        (Kind::Logs, 1.0, "logs/dense"),
        (Kind::Chat, 0.0, "chat/none"),
        (Kind::Chat, 0.02, "chat/2%"),
        (Kind::Chat, 1.0, "chat/dense"),
    ]
    .into_iter()
    .map(|(kind, density, name)| {
        let (text, labels) = haystack(kind, BYTES, density, 7);
        let known = planted();
        let values = labels.iter().filter(|label| known.contains(label.entity.as_ref())).count();
        Haystack { name: name.to_owned(), text, values }
    })
    .chain([digits(), near_labels()])
    .collect()
}

/// Nothing but short groups of digits: every one is a candidate, none is a card.
fn digits() -> Haystack {
    let text = b"4000 1234 5678 9012 3456 7890\n".iter().copied().cycle().take(BYTES).collect();
    Haystack { name: "adversarial/digits".to_owned(), text, values: 0 }
}

/// Nothing but labels without a value.
fn near_labels() -> Haystack {
    let text = b"pin otp cvv password ".iter().copied().cycle().take(BYTES).collect();
    Haystack { name: "adversarial/labels".to_owned(), text, values: 0 }
}

impl Haystack {
    #[allow(dead_code, reason = "each bench takes what it needs")]
    /// Whether `found` values are as many as were planted, give or take two in a hundred.
    pub(crate) fn is_plausible(&self, found: usize) -> bool {
        found * 100 >= self.values * 98 && found * 98 <= self.values * 100
    }
}

/// Times memcpy of `text` beside the others of the group.
#[allow(dead_code, reason = "each bench takes what it needs")]
pub(crate) fn memcpy(group: &mut BenchmarkGroup<'_, WallTime>, haystack: &Haystack) {
    let mut copy = vec![0u8; haystack.text.len()];
    group.throughput(Throughput::Bytes(haystack.text.len() as u64));
    group.bench_function(BenchmarkId::new("memcpy", &haystack.name), |bencher| {
        bencher.iter(|| copy.copy_from_slice(black_box(&haystack.text)));
    });
    black_box(&copy);
}
