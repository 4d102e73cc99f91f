//! The prefilter alone: candidates of a haystack, by kernel.

mod haystacks;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use samar::{Builder, Redactor, Scratch};

fn prefilter(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prefilter");
    group.sample_size(10);
    for haystack in haystacks::all() {
        haystacks::memcpy(&mut group, &haystack);
        group.throughput(Throughput::Bytes(haystack.text.len() as u64));
        let mut counts = Vec::new();
        for kernel in Builder::kernels() {
            let redactor = Redactor::builder().kernel(kernel).build().expect("the machine has it");
            let mut scratch = Scratch::default();
            counts.push(redactor.count_candidates(&mut scratch, &haystack.text));
            assert!(
                counts[0] >= haystack.values && counts.iter().all(|count| *count == counts[0]),
                "kernels agree"
            );
            group.bench_function(BenchmarkId::new(kernel, &haystack.name), |bencher| {
                bencher.iter(|| redactor.count_candidates(&mut scratch, black_box(&haystack.text)));
            });
        }
    }
}

/// What the words of the other languages cost where they do not occur: every pack against English alone, on logs.
fn languages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("languages");
    group.sample_size(20);
    let english = Redactor::builder().languages(["en"]).build().expect("English is built in");
    let all = Redactor::new();
    let mut scratch = Scratch::default();
    for haystack in haystacks::all().into_iter().filter(|haystack| haystack.name.starts_with("logs/0")) {
        group.throughput(Throughput::Bytes(haystack.text.len() as u64));
        for (name, redactor) in [("English", &english), ("all", &all)] {
            group.bench_function(BenchmarkId::new(name, &haystack.name), |bencher| {
                bencher.iter(|| {
                    let mut count = 0;
                    redactor.scan(&mut scratch, black_box(&haystack.text), |_| count += 1);
                    count
                });
            });
        }
    }
}

criterion_group!(benches, prefilter, languages);
criterion_main!(benches);
