//! What a start costs: a redactor of every language, which is laid out when the engine is compiled; one of a language and one
//! of a few entities, which are put together; and the packs, read as TOML.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use samar::{Pack, Redactor};

fn startup(criterion: &mut Criterion) {
    let all = Redactor::new();
    assert_eq!(all.find("pin 4821, mot de passe : hunter42").len(), 2);
    let german = || Redactor::builder().languages(["de"]).build().expect("a language");
    assert_eq!(german().find("PIN: 4821, mot de passe : hunter42").len(), 1);
    let cards = || Redactor::builder().entities("cards".parse().expect("a group")).build().expect("entities");
    assert_eq!(cards().find("pin 4821, cvv 482").len(), 1);
    assert_eq!(Pack::builtin().count(), 13);

    let mut group = criterion.benchmark_group("startup");
    group.bench_function("all languages", |bencher| bencher.iter(Redactor::new));
    group.bench_function("one language", |bencher| bencher.iter(german));
    group.bench_function("all languages, cards alone", |bencher| bencher.iter(cards));
    group.bench_function("packs as TOML", |bencher| bencher.iter(|| black_box(Pack::builtin().count())));
    group.finish();
}

criterion_group!(benches, startup);
criterion_main!(benches);
