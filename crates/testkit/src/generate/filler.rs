//! What stands between the values: times, identifiers, numbers, addresses. Nothing written here is a value of any entity that is
//! on by default; a run of twelve digits or more never passes as a card number.

use fastrand::Rng;

use super::clock::Clock;
use super::digits::{digit, hex_pair, luhn_sum, padded, pair, plain};

/// The source of chance and time for one generator.
#[derive(Clone)]
pub(super) struct Filler {
    pub(super) rng: Rng,
    clock: Clock,
    /// Length of the security code that goes with the last card written in this line.
    pub(super) code_digits: u32,
}

macro_rules! fills {
    ($($variant:ident $name:literal,)*) => {
        /// A kind of filler, called by name in templates.
        #[derive(Clone, Copy)]
        pub(super) enum Fill { $($variant,)* }

        impl Fill {
            pub(super) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

fills! {
    Iso "iso", IsoSpace "iso-space", IsoComma "iso-comma", IsoMicro "iso-micro", Clf "clf", Syslog "syslog", Klog "klog",
    Date "date", Time "time", Compact "compact",
    Seconds "s", Milliseconds "ms", Microseconds "us", Nanoseconds "ns", FloatSeconds "fs",
    Uuid "uuid", Hex5 "hex5", Hex8 "hex8", Hex10 "hex10", Hex16 "hex16", Hex32 "hex32", Hex40 "hex40", Hex64 "hex64",
    Int1 "n1", Int2 "n2", Int3 "n3", Int4 "n4", Int5 "n5", Int6 "n6", Int8 "n8", Int10 "n10", Int11 "n11",
    Number "n", Long1 "long1", Long9 "long9", Duration "dur", Decimal "dec", Percent "pct",
    Ip "ip", Ip6 "ip6", Port "port", Base64 "b64", Version "ver", Thread "thread",
    Rupiah "rp", Dollars "usd", Day "day", DayMonth "daymonth", HourMinute "hm", LastFour "last4",
    Order "order", Ticket "ticket", Transaction "trx",
}

impl Filler {
    pub(super) fn new(seed: u64) -> Self {
        Self { rng: Rng::with_seed(seed), clock: Clock::new(), code_digits: 3 }
    }

    /// Begins a line.
    pub(super) fn tick(&mut self) {
        let step = self.below(40);
        self.clock.advance(step);
        self.code_digits = 3;
    }

    /// A number below `bound`, the same on machines of every word size.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        self.rng.u32(..bound)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        self.rng.u32(low..=high)
    }

    pub(super) fn choose<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let length = u32::try_from(list.len()).expect("lists are written by hand");
        &list[self.below(length) as usize]
    }

    pub(super) fn word(&mut self, words: &[&'static str]) -> &'static str {
        let word: &&str = self.choose(words);
        word
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn write(&mut self, fill: Fill, text: &mut String) {
        match fill {
            Fill::Iso => self.timestamp(text, "T", '.', "Z"),
            Fill::IsoSpace => self.timestamp(text, " ", '.', ""),
            Fill::IsoComma => self.timestamp(text, " ", ',', ""),
            Fill::IsoMicro => {
                self.timestamp(text, "T", '.', "");
                self.digits(3, text);
                text.push_str("+07:00");
            }
            Fill::Clf => {
                padded(self.clock.day_of_month(), 2, text);
                text.push('/');
                text.push_str(self.clock.month_name());
                text.push('/');
                padded(self.clock.year(), 4, text);
                text.push(':');
                self.time_of_day(":", text);
                text.push_str(" +0000");
            }
            Fill::Syslog => {
                text.push_str(self.clock.month_name());
                text.push(' ');
                if self.clock.day_of_month() < 10 {
                    text.push(' ');
                }
                plain(self.clock.day_of_month().into(), text);
                text.push(' ');
                self.time_of_day(":", text);
            }
            Fill::Klog => {
                padded(self.clock.month(), 2, text);
                padded(self.clock.day_of_month(), 2, text);
                text.push(' ');
                self.time_of_day(":", text);
                text.push('.');
                padded(self.clock.millisecond(), 3, text);
                self.digits(3, text);
            }
            Fill::Date => self.date("-", text),
            Fill::Time => self.time_of_day(":", text),
            Fill::Compact => {
                self.date("", text);
                self.time_of_day("", text);
            }
            Fill::Seconds => plain(self.clock.milliseconds() / 1000, text),
            Fill::Milliseconds => plain(self.clock.milliseconds(), text),
            Fill::Microseconds => {
                plain(self.clock.milliseconds(), text);
                self.digits(3, text);
            }
            Fill::Nanoseconds => {
                plain(self.clock.milliseconds(), text);
                self.digits(6, text);
            }
            Fill::FloatSeconds => {
                plain(self.clock.milliseconds() / 1000, text);
                text.push('.');
                padded(self.clock.millisecond(), 3, text);
            }
            Fill::Uuid => self.uuid(text),
            Fill::Hex5 => self.hex(5, text),
            Fill::Hex8 => self.hex(8, text),
            Fill::Hex10 => self.hex(10, text),
            Fill::Hex16 => self.hex(16, text),
            Fill::Hex32 => self.hex(32, text),
            Fill::Hex40 => self.hex(40, text),
            Fill::Hex64 => self.hex(64, text),
            Fill::Int1 => self.integer(1, text),
            Fill::Int2 => self.integer(2, text),
            Fill::Int3 => self.integer(3, text),
            Fill::Int4 => self.integer(4, text),
            Fill::Int5 => self.integer(5, text),
            Fill::Int6 => self.integer(6, text),
            Fill::Int8 => self.integer(8, text),
            Fill::Int10 => self.integer(10, text),
            Fill::Int11 => self.integer(11, text),
            Fill::Number => {
                let digits = self.between(1, 7);
                self.integer(digits, text);
            }
            Fill::Long1 => {
                // Not 15 digits: those are the one card length that starts with 1 (UATP).
                let digits = self.between(16, 19);
                self.long("1", digits, text);
            }
            Fill::Long9 => {
                // None of the prefixes of local networks: 9112, 9792, 9860.
                let start = self.word(&["90", "93", "94", "95", "96", "99"]);
                let digits = self.between(13, 18);
                self.long(start, digits, text);
            }
            Fill::Duration => {
                let digits = self.between(1, 4);
                self.integer(digits, text);
                if self.rng.bool() {
                    text.push('.');
                    self.digits(3, text);
                }
                text.push_str(self.word(&["ms", "ms", "ms", "s", "us", "µs"]));
            }
            Fill::Decimal => {
                text.push_str(self.word(&["0.", "0.", "0.", "-0.", "1.", "12."]));
                let digits = self.between(5, 17);
                self.digits(digits, text);
            }
            Fill::Percent => {
                plain(self.below(100).into(), text);
                text.push('.');
                self.digits(1, text);
                text.push('%');
            }
            Fill::Ip => self.ip(text),
            Fill::Ip6 => {
                text.push_str("2001:db8:");
                self.hex(4, text);
                text.push_str("::");
                self.hex(4, text);
                text.push(':');
                self.hex(4, text);
            }
            Fill::Port => plain(self.between(32_768, 60_999).into(), text),
            Fill::Base64 => {
                const ALPHABET: &[u8; 64] =
                    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
                let length = 4 * self.between(6, 16);
                for index in 0..length {
                    // A letter in every eighth place, so that no run of digits comes near twelve.
                    let bound = if index % 8 == 4 { 52 } else { 64 };
                    text.push(char::from(ALPHABET[self.below(bound) as usize]));
                }
            }
            Fill::Version => {
                plain(self.below(12).into(), text);
                text.push('.');
                plain(self.below(40).into(), text);
                text.push('.');
                plain(self.below(30).into(), text);
            }
            Fill::Thread => {
                text.push_str(self.word(&[
                    "http-nio-8080-exec-",
                    "pool-3-thread-",
                    "kafka-consumer-",
                    "scheduler-",
                    "grpc-default-executor-",
                    "reactor-http-epoll-",
                    "main-",
                    "worker-",
                    "ForkJoinPool-1-worker-",
                ]));
                plain(self.below(64).into(), text);
            }
            Fill::Rupiah => self.rupiah(text),
            Fill::Dollars => {
                text.push('$');
                let digits = self.between(2, 4);
                self.integer(digits, text);
                text.push('.');
                self.digits(2, text);
            }
            Fill::Day => plain(self.between(1, 28).into(), text),
            Fill::DayMonth => {
                plain(self.between(1, 28).into(), text);
                text.push(' ');
                text.push_str(self.word(&[
                    "januari", "feb", "maret", "april", "mei", "juni", "juli", "agustus", "sept", "oktober",
                    "nov", "desember",
                ]));
            }
            Fill::HourMinute => {
                padded(self.below(24), 2, text);
                text.push_str(self.word(&[".", ":"]));
                padded(self.below(60), 2, text);
            }
            Fill::LastFour => self.digits(4, text),
            Fill::Order => match self.below(5) {
                0 => self.labelled("ORD-", 8, text),
                1 => self.labelled("INV/2024/09/", 5, text),
                2 => self.labelled("#", 6, text),
                3 => self.labelled("SO", 9, text),
                _ => self.labelled("2409", 6, text),
            },
            Fill::Ticket => {
                let start = self.word(&["TKT-", "CS", "CASE-", "REQ-2024-"]);
                self.labelled(start, 6, text);
            }
            Fill::Transaction => {
                let start = self.word(&["TRX", "FT24271", "TX-", "BIFAST"]);
                self.labelled(start, 7, text);
            }
        }
    }

    /// `count` digits, the first of them possibly a zero.
    pub(super) fn digits(&mut self, count: u32, text: &mut String) {
        for _ in 0..count / 2 {
            text.push_str(pair(self.below(100)));
        }
        if count % 2 == 1 {
            text.push(digit(self.below(10)));
        }
    }

    /// `count` digits that start with no zero.
    pub(super) fn integer(&mut self, count: u32, text: &mut String) {
        text.push(digit(self.between(1, 9)));
        self.digits(count - 1, text);
    }

    fn labelled(&mut self, start: &str, count: u32, text: &mut String) {
        text.push_str(start);
        self.digits(count, text);
    }

    /// A long number that looks like a card number until one sums it up.
    fn long(&mut self, start: &str, count: u32, text: &mut String) {
        let from = text.len();
        text.push_str(start);
        let written = u32::try_from(start.len()).expect("prefixes are short");
        self.digits(count - written, text);
        if luhn_sum(text[from..].bytes()).is_multiple_of(10) {
            let last = text.pop().expect("digits were just written");
            text.push(if last == '9' { '0' } else { char::from(last as u8 + 1) });
        }
    }

    fn hex(&mut self, count: u32, text: &mut String) {
        let from = text.len();
        for _ in 0..count / 2 {
            text.push_str(hex_pair(self.below(256)));
        }
        if count % 2 == 1 {
            text.push_str(&hex_pair(self.below(256))[..1]);
        }
        break_up_cards(text, from);
    }

    fn uuid(&mut self, text: &mut String) {
        let from = text.len();
        let (high, low) = (self.rng.u64(..), self.rng.u64(..));
        let byte = |number: u64, index: u32| u32::from(number.to_be_bytes()[index as usize]);
        for index in 0..8 {
            if index == 4 || index == 6 {
                text.push('-');
            }
            let version = |byte: u32| if index == 6 { byte & 0x0f | 0x40 } else { byte };
            text.push_str(hex_pair(version(byte(high, index))));
        }
        for index in 0..8 {
            if index == 0 || index == 2 {
                text.push('-');
            }
            let variant = |byte: u32| if index == 0 { byte & 0x3f | 0x80 } else { byte };
            text.push_str(hex_pair(variant(byte(low, index))));
        }
        break_up_cards(text, from);
    }

    fn ip(&mut self, text: &mut String) {
        match self.below(4) {
            0 => text.push_str("10."),
            1 => text.push_str("172.16."),
            2 => text.push_str("192.168."),
            _ => text.push_str("203.0."),
        }
        let octets = if text.ends_with("10.") { 3 } else { 2 };
        for index in 0..octets {
            if index > 0 {
                text.push('.');
            }
            plain(self.below(256).into(), text);
        }
    }

    fn rupiah(&mut self, text: &mut String) {
        match self.below(6) {
            0 => {
                plain(self.between(10, 950).into(), text);
                text.push_str(self.word(&["rb", "ribu", "k", " rb"]));
            }
            1 => {
                plain(self.between(1, 90).into(), text);
                text.push_str(self.word(&["jt", " juta", ",5jt", "jt"]));
            }
            2 => {
                plain(self.between(10, 990).into(), text);
                text.push_str(".000");
            }
            3 => {
                text.push_str("Rp");
                plain(self.between(1, 40).into(), text);
                text.push('.');
                self.digits(3, text);
                text.push_str(".000");
            }
            4 => {
                text.push_str("Rp ");
                plain(self.between(10, 990).into(), text);
                text.push_str(".000,-");
            }
            _ => {
                text.push_str("Rp ");
                plain(self.between(10, 990).into(), text);
                text.push('.');
                self.digits(3, text);
            }
        }
    }

    fn date(&self, separator: &str, text: &mut String) {
        padded(self.clock.year(), 4, text);
        text.push_str(separator);
        padded(self.clock.month(), 2, text);
        text.push_str(separator);
        padded(self.clock.day_of_month(), 2, text);
    }

    fn time_of_day(&self, separator: &str, text: &mut String) {
        padded(self.clock.hour(), 2, text);
        text.push_str(separator);
        padded(self.clock.minute(), 2, text);
        text.push_str(separator);
        padded(self.clock.second(), 2, text);
    }

    fn timestamp(&self, text: &mut String, between: &str, point: char, zone: &str) {
        self.date("-", text);
        text.push_str(between);
        self.time_of_day(":", text);
        text.push(point);
        padded(self.clock.millisecond(), 3, text);
        text.push_str(zone);
    }
}

/// Puts a letter into runs of digits in `text[from..]` that hold a window which sums up like a card number. Hyphens are no end of
/// a run, so that the groups of a UUID are looked at together.
fn break_up_cards(text: &mut String, from: usize) {
    const SHORTEST: usize = 12;
    const LONGEST: usize = 19;

    // Twelve digits in a row are rare; find out first whether there are any.
    let mut longest = 0;
    let mut current = 0;
    for byte in text[from..].bytes() {
        current = match byte {
            b'0'..=b'9' => current + 1,
            b'-' => current,
            _ => 0,
        };
        longest = longest.max(current);
    }
    if longest < SHORTEST {
        return;
    }

    let mut run: Vec<(usize, u8)> = Vec::new();
    let mut breaks = Vec::new();
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            b'0'..=b'9' => {
                run.push((at, byte));
                for length in SHORTEST..=LONGEST.min(run.len()) {
                    let window = &run[run.len() - length..];
                    if luhn_sum(window.iter().map(|(_, byte)| *byte)).is_multiple_of(10) {
                        breaks.push(at);
                        run.clear();
                        break;
                    }
                }
            }
            b'-' => {}
            _ => run.clear(),
        }
    }
    for at in breaks {
        text.replace_range(at..=at, "c");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_in_hex_are_broken_up() {
        let mut text = String::from("a4111111111111111f 12345678-4111-1111-1111-111199999999");
        break_up_cards(&mut text, 0);
        let window_of = |length: usize| {
            text.split(|character: char| !character.is_ascii_digit() && character != '-').any(|run| {
                let digits: Vec<u8> = run.bytes().filter(u8::is_ascii_digit).collect();
                digits.windows(length).any(|window| luhn_sum(window.iter().copied()).is_multiple_of(10))
            })
        };
        assert!(!(12..=19).any(window_of), "{text}");
    }

    #[test]
    fn long_numbers_fail_luhn() {
        let mut filler = Filler::new(3);
        for _ in 0..1000 {
            for fill in [Fill::Long1, Fill::Long9] {
                let mut text = String::new();
                filler.write(fill, &mut text);
                assert!(!luhn::valid(&text), "{text}");
                assert!(
                    (13..=19).contains(&text.len()) && (text.len() != 15 || !text.starts_with('1')),
                    "{text}"
                );
            }
        }
    }
}
