//! What a turn costs beside the plain scan of its text.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use samar::{Redactor, Scratch};
use samar_transcript::{Conversation, Role, State, Turn};

/// A hundred bytes each, without and with a question.
const TEXTS: [&str; 2] = [
    "hi, i have been waiting for my refund since last week and nobody has answered, can somebody help me.",
    "untuk membatalkan transaksi tersebut mohon sebutkan kode OTP yang baru saja masuk lewat SMS ya pak...",
];

fn turns(criterion: &mut Criterion) {
    let redactor = Redactor::new();
    for (name, text) in ["plain", "asks"].into_iter().zip(TEXTS) {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut scratch = Scratch::default();
        group.bench_function("scan", |bencher| {
            bencher.iter(|| {
                let mut count = 0;
                redactor.scan(&mut scratch, std::hint::black_box(text.as_bytes()), |_| count += 1);
                assert_eq!(count, 0);
            });
        });
        let mut chat = Conversation::new(&redactor);
        group.bench_function("turn", |bencher| {
            bencher.iter(|| {
                chat.switch(State::default());
                let outcome = chat.push(Turn::new(Role::Agent, std::hint::black_box(text)));
                assert_eq!(outcome.alerts.is_empty(), name == "plain");
            });
        });
    }
}

criterion_group!(benches, turns);
criterion_main!(benches);
