//! How much memory many live conversations take: each has been asked for a card number and has sent two parts of it, with ids.
//!
//! `/usr/bin/time -v cargo run --release -p samar-transcript --example live -- 1000000`
#![allow(clippy::print_stdout, reason = "an example prints")]

use samar::Redactor;
use samar_transcript::{Conversation, Role, State, Turn};

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let redactor = Redactor::new();
    let mut chat = Conversation::new(&redactor);
    let mut live: Vec<State> = Vec::with_capacity(count);
    for number in 0..count {
        chat.switch(State::default());
        let at = number as u64 * 1_000;
        chat.push(Turn::new(Role::Agent, "Could I have your card number?").at(at));
        for (part, text) in ["4111", "1111"].into_iter().enumerate() {
            // As long as a UUID.
            let id = format!("{number:032x}-{part:03}");
            chat.push(Turn::new(Role::Customer, text).id(&id).at(at + 1));
        }
        live.push(chat.switch(State::default()));
    }
    // They all go on: the last part is told with those before.
    let joined = live
        .into_iter()
        .filter(|state| {
            chat.switch(state.clone());
            !chat.push(Turn::new(Role::Customer, "1111 1111")).retractions.is_empty()
        })
        .count();
    assert_eq!(joined, count, "every conversation remembers its own");
    println!("{count} conversations, {} bytes each beside what they point to", size_of::<State>());
}
