//! Words that manuals and templates write where a secret belongs.
//!
//! **Contract.** One table for passwords, for credentials in URLs and for secrets behind a key. Of a password the whole must be
//! such a word: people do choose `example-7431`. A secret of a machine is random, so there such a word anywhere says that it
//! is none. Variables, calls and masks are the callers' matter: each knows what its place can hold.

/// Whether the whole value is a placeholder: `changeme`, `your_password`, `INSERT-KEY-HERE`.
pub(super) fn is_placeholder(value: &[u8]) -> bool {
    let (lower, len) = folded(value);
    let lower = &lower[..len];
    value.len() <= LONGEST
        && (WHOLE.contains(&lower)
            || STARTS.iter().chain(WHOLE_STARTS).any(|start| lower.starts_with(start)) && !has_digit(lower)
            || lower.ends_with(b"_here"))
}

/// Whether a placeholder's word stands in the value, or an unimaginative row of keys. Linear in it.
pub(super) fn has_placeholder(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let starts = || STARTS.iter().chain(SECRET_STARTS).any(|start| starts_with(&lower, start));
    starts() || (0..lower.len()).any(|at| WITHIN.iter().any(|word| starts_with(&lower[at..], word)))
}

/// In small letters, hyphens as underscores.
fn folded(value: &[u8]) -> ([u8; LONGEST], usize) {
    let mut lower = [0; LONGEST];
    for (to, byte) in lower.iter_mut().zip(value) {
        *to = if *byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    }
    (lower, value.len().min(LONGEST))
}

/// Whether `text` starts with the word; an underscore of it stands for a hyphen, too.
fn starts_with(text: &[u8], word: &[u8]) -> bool {
    text.len() >= word.len()
        && word.iter().zip(text).all(|(word, byte)| word == byte || *word == b'_' && *byte == b'-')
}

fn has_digit(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_digit)
}

/// No placeholder of one piece is longer.
const LONGEST: usize = 48;

/// The whole value; a hyphen is written as an underscore.
#[rustfmt::skip]
const WHOLE: &[&[u8]] = &[
    // Change it.
    b"changeme", b"change_me", b"changethis", b"change_this", b"changeit", b"change_it", b"replaceme", b"replace_me",
    b"replacethis", b"replace_this", b"fillme", b"fill_me", b"tobefilled", b"gantiini", b"ganti_ini", b"isi_disini",
    // A name of what belongs there.
    b"password", b"passwd", b"pass", b"passw", b"pwd", b"pw", b"secret", b"token", b"sandi", b"kata_sandi", b"katasandi",
    // Nothing is there.
    b"null", b"none", b"undefined", b"notset", b"not_set", b"todo", b"tbd", b"fixme", b"example", b"placeholder", b"dummy",
    // What was there is not shown.
    b"redacted", b"masked", b"hidden", b"filtered", b"removed",
];

/// At the start of any.
const STARTS: &[&[u8]] =
    &[b"your_", b"yourapi", b"yoursecret", b"yourtoken", b"yourkey", b"yourpass", b"insert_", b"replace_"];
/// At the start of a whole value.
const WHOLE_STARTS: &[&[u8]] = &[b"my_pass", b"mypass"];
/// At the start of a secret behind a key.
const SECRET_STARTS: &[&[u8]] = &[b"my_", b"some_", b"kunci_"];

/// Anywhere in a secret behind a key; an underscore stands for a hyphen, too.
#[rustfmt::skip]
const WITHIN: &[&[u8]] = &[
    b"changeme", b"change_me", b"changethis", b"change_this", b"changeit", b"replaceme", b"replace_", b"replacethis",
    b"tobefilled", b"fill_me", b"fillme", b"todo_", b"fixme", b"_here", b"gantiini", b"ganti_", b"contoh_", b"isi_disini",
    b"rahasia_", b"insert_", b"inserty", b"notset", b"not_set", b"undefined", b"example", b"placeholder", b"redacted",
    b"dummy", b"foobar", b"qwerty", b"asdfgh", b"zxcvbn", b"abc123", b"xxxx", b"****", b"....", b"____", b"----",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_values() {
        for value in [
            "changeme",
            "CHANGE-ME",
            "your_password_here",
            "YOUR_API_KEY",
            "insert-key-here",
            "Example",
            "null",
        ] {
            assert!(is_placeholder(value.as_bytes()), "{value}");
        }
        for value in ["changeme7", "example-7431", "yourmom", "my_pass7", "hiddenvalley", "hunter2", ""] {
            assert!(!is_placeholder(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn parts_of_secrets() {
        for value in ["sk-example-9f8a7b", "AKxxxx12", "my-9f8a7b6c", "9f8a-here", "contoh_kunci"] {
            assert!(has_placeholder(value.as_bytes()), "{value}");
        }
        assert!(!has_placeholder(b"9f8a7b6c5d4e3f2a"));
    }
}
