//! One text in memory, masked: 64 MB, the in-place lane, and the latency of a chat message.

mod haystacks;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use samar::{Entities, Mask, Redactor, Scratch};

fn redact(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("redact");
    group.sample_size(10);
    let redactor = haystacks::redactor();
    let stars = Redactor::builder()
        .entities("card_number,card_expiry,otp".parse::<Entities>().expect("known names"))
        .mask("card_expiry", Mask::stars())
        .mask("otp", Mask::stars())
        .build()
        .expect("a sound policy");
    let in_place = stars.in_place().expect("every mask keeps the length");
    for haystack in haystacks::all() {
        let found = redactor.find(&haystack.text).len();
        assert!(haystack.is_plausible(found), "{}: {found} of {}", haystack.name, haystack.values);
        haystacks::memcpy(&mut group, &haystack);
        group.throughput(Throughput::Bytes(haystack.text.len() as u64));
        group.bench_function(BenchmarkId::new("redact", &haystack.name), |bencher| {
            bencher.iter(|| redactor.redact_bytes(black_box(&haystack.text)).len());
        });
        let mut scratch = Scratch::default();
        group.bench_function(BenchmarkId::new("in place", &haystack.name), |bencher| {
            bencher.iter_batched_ref(
                || haystack.text.clone(),
                |text| in_place.redact(&mut scratch, text),
                BatchSize::PerIteration,
            );
        });
    }
}

fn message(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("message");
    let redactor = Redactor::new();
    let mut scratch = Scratch::default();
    for (name, text, found) in [
        (
            "clean",
            "Good morning, I would like to know when my transfer of last Friday will arrive at my brother's bank ok?",
            0,
        ),
        (
            "clean with digits",
            "order 20240927 10:11 was 1.250.000, ref 1727431871123, please check it when you can, I wait here ok",
            0,
        ),
        (
            "clean with labels",
            "I forgot the PIN of my card and the app wants a password too, what can I do now? thank you very much",
            0,
        ),
        (
            "card",
            "hello, I paid with 4111 1111 1111 1111 yesterday evening and it was taken twice, can you look please?",
            1,
        ),
        (
            "pin",
            "halo kak, tolong cek kartu saya kok tidak bisa dipakai di atm ya, pin saya 482913 sudah benar kok kak",
            1,
        ),
    ] {
        assert_eq!(redactor.find(text).len(), found, "{name}");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("scan", name), |bencher| {
            bencher.iter(|| {
                redactor.scan(&mut scratch, black_box(text.as_bytes()), |finding| {
                    black_box(finding);
                });
            });
        });
        group.bench_function(BenchmarkId::new("redact", name), |bencher| {
            bencher.iter_batched(|| (), |()| redactor.redact(black_box(text)).len(), BatchSize::SmallInput);
        });
    }
}

criterion_group!(benches, redact, message);
criterion_main!(benches);
