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

criterion_group!(benches, prefilter);
criterion_main!(benches);
