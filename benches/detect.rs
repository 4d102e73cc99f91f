//! Finding without masking: what `scan` costs in memory, and whether it is linear in hostile input.

mod haystacks;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use samar::{Redactor, Scratch};

fn count(redactor: &Redactor, scratch: &mut Scratch, text: &[u8]) -> usize {
    let mut count = 0;
    redactor.scan(scratch, text, |_| count += 1);
    count
}

fn detect(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("detect");
    group.sample_size(10);
    let (redactor, everything) = (haystacks::redactor(), Redactor::new());
    let mut scratch = Scratch::default();
    for haystack in haystacks::all() {
        let found = count(&redactor, &mut scratch, &haystack.text);
        assert!(haystack.is_plausible(found), "{}: {found} of {}", haystack.name, haystack.values);
        haystacks::memcpy(&mut group, &haystack);
        group.throughput(Throughput::Bytes(haystack.text.len() as u64));
        group.bench_function(BenchmarkId::new("scan", &haystack.name), |bencher| {
            bencher.iter(|| count(&redactor, &mut scratch, black_box(&haystack.text)));
        });
        assert!(count(&everything, &mut scratch, &haystack.text) >= found, "more entities find no less");
        group.bench_function(BenchmarkId::new("scan for every entity", &haystack.name), |bencher| {
            bencher.iter(|| count(&everything, &mut scratch, black_box(&haystack.text)));
        });
    }
}

/// Hostile input of 1, 2 and 4 MB: throughput must stay level.
fn linear(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("linear");
    group.sample_size(10);
    let redactor = Redactor::new();
    let mut scratch = Scratch::default();
    for (name, unit) in [
        ("digits", "4"),
        ("spaced digits", "4 "),
        ("ones", "1 "),
        ("labels", "pin "),
        ("keys", "password="),
        ("near cards", "4111 1111 "),
        ("quotes", "\"pin\":\""),
        ("words", "pin is my "),
    ] {
        for megabytes in [1, 2, 4] {
            let text: Vec<u8> = unit.bytes().cycle().take(megabytes << 20).collect();
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(BenchmarkId::new(name, format!("{megabytes} MiB")), |bencher| {
                bencher.iter(|| count(&redactor, &mut scratch, black_box(&text)));
            });
        }
    }
}

criterion_group!(benches, detect, linear);
criterion_main!(benches);
