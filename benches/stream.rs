//! Streams: the filter's lane, by the size of the writes.

mod haystacks;

use std::hint::black_box;
use std::io::{self, Write};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// Takes everything and looks at nothing: what is measured is the writer.
struct Null;

impl Write for Null {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        Ok(black_box(buffer).len())
    }

    fn write_vectored(&mut self, slices: &[io::IoSlice<'_>]) -> io::Result<usize> {
        Ok(black_box(slices).iter().map(|slice| slice.len()).sum())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn stream(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stream");
    group.sample_size(10);
    let redactor = haystacks::redactor();
    for haystack in haystacks::all() {
        let found = redactor.find(&haystack.text).len();
        assert!(haystack.is_plausible(found), "{}: {found} of {}", haystack.name, haystack.values);
        haystacks::memcpy(&mut group, &haystack);
        group.throughput(Throughput::Bytes(haystack.text.len() as u64));
        for (name, size) in [("4 KiB", 4 << 10), ("64 KiB", 64 << 10), ("1 MiB", 1 << 20)] {
            group.bench_function(BenchmarkId::new(name, &haystack.name), |bencher| {
                bencher.iter(|| {
                    let mut writer = redactor.writer(Null);
                    for chunk in haystack.text.chunks(size) {
                        writer.write_all(chunk).expect("the sink takes everything");
                    }
                    writer.finish().expect("the sink takes everything").1.findings()
                });
            });
        }
    }
}

criterion_group!(benches, stream);
criterion_main!(benches);
