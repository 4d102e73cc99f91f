//! Values behind a name such as `api_key` or `client_secret`: do they look like a secret?
//!
//! **Evidence.** The name does the most; the value must be one piece of ASCII and as random as its alphabet
//! allows (Shannon, "A Mathematical Theory of Communication", section 6), and must not be one of the things
//! that people write in a secret's place: a placeholder, a variable, an expression, a path, an identifier, a
//! date.
//!
//! **Not found on purpose.** UUIDs, which are identifiers unless a name says otherwise; passwords of words
//! (another detector's).

use crate::detect::placeholder::has_placeholder;

/// Whether `value` could be a secret; for values behind a name that says so. Linear in its length, which is
/// at most 512.
pub(super) fn looks_secret(value: &[u8]) -> bool {
    (8..=512).contains(&value.len())
        && value.iter().all(u8::is_ascii_graphic)
        && !has_placeholder(value)
        && !is_expression(value)
        && !is_address(value)
        && !is_file(value)
        && !is_uuid(value)
        && !is_figures(value)
        && !is_regular(value)
        && !is_wording(value)
        && is_random(value)
}

/// The length of the word at the start of `text` if nobody's prose holds it: twenty characters or more, digits among them, and
/// capitals, small letters and digits in turns, as in no `Manchester2024United` and no name in a program.
pub(super) fn noise(text: &[u8]) -> Option<usize> {
    let is_part =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'+' | b'.' | b'~');
    let word = &text[..text.iter().take_while(is_part).count()];
    let stops = word.iter().rev().take_while(|byte| **byte == b'.').count();
    let word = &word[..word.len() - stops];
    let class = |byte: u8| (byte.is_ascii_uppercase(), byte.is_ascii_lowercase(), byte.is_ascii_digit());
    let turns = word.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    (word.len() >= 20 && digits >= 2 && turns * 3 >= word.len()).then_some(word.len())
}

/// The length of the word at the start of `text` if it is a key of 128 bits or more in hexadecimal digits.
pub(super) fn hexadecimal(text: &[u8]) -> Option<usize> {
    let len = text.iter().take(129).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let is_whole =
        text.get(len).is_none_or(|next| !next.is_ascii_alphanumeric() && !matches!(next, b'-' | b'_'));
    ((32..=128).contains(&len) && is_whole).then_some(len)
}

/// Whether `value` is a UUID that may be a key, for values behind a name that can mean nothing else: not one of zeros, not the one of
/// manuals.
pub(super) fn is_key_uuid(value: &[u8]) -> bool {
    is_uuid(value) && !is_regular(value) && !value.starts_with(b"123e4567-e89b-") && entropy(value) > 2.5
}

/// Variables, templates, calls and subscripts: `$X`, `${X}`, `{{ x }}`, `%(x)s`, `%X%`, `@X@`, `<x>`, `f(x)`,
/// `a[x]`.
pub(super) fn is_expression(value: &[u8]) -> bool {
    let holds = |mark: &[u8]| value.windows(mark.len()).any(|window| window == mark);
    let is_between = |open: u8, close: u8| value.first() == Some(&open) && value.last() == Some(&close);
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'>' | b'-');
    // `name(…)`, perhaps with a semicolon or a comma behind; the same with brackets.
    let bare = value.strip_suffix(b";").or_else(|| value.strip_suffix(b",")).unwrap_or(value);
    let is_applied = |open: u8, close: u8| {
        let name = bare.iter().position(|&byte| byte == open).unwrap_or_default();
        name >= 2 && bare.last() == Some(&close) && bare[..name].iter().all(is_name)
    };
    let is_variable = value
        .strip_prefix(b"$")
        .is_some_and(|name| name.iter().all(|&byte| byte == b'_' || byte.is_ascii_alphabetic()));
    holds(b"${")
        || holds(b"$(")
        || holds(b"{{")
        || holds(b"#{")
        || holds(b"%(")
        || holds(b"<%")
        || is_variable
        || is_between(b'<', b'>')
        || is_between(b'%', b'%')
        || is_between(b'@', b'@')
        || is_between(b'[', b']')
        || is_between(b'{', b'}')
        || is_applied(b'(', b')')
        || is_applied(b'[', b']')
}

/// Addresses: of the web, of resources, of files in the user's directory. What is secret inside one has a
/// detector of its own.
fn is_address(value: &[u8]) -> bool {
    let starts =
        ["arn:", "urn:", "mailto:", "www.", "./", "../", "~/", "secret/", "vault:", "ssm:", "env:", "file:"];
    value.windows(3).any(|window| window == b"://")
        || starts.iter().any(|start| value.starts_with(start.as_bytes()))
        || matches!(value, [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic())
}

/// Names of files: letters, digits and a little punctuation, and an ending that files have.
fn is_file(value: &[u8]) -> bool {
    const ENDINGS: &[&str] = &[
        "pem", "key", "crt", "cer", "p12", "pfx", "jks", "json", "yaml", "yml", "toml", "ini", "conf", "cfg",
        "env", "txt", "xml", "html", "js", "ts", "py", "rb", "go", "rs", "java", "php", "sh", "sql", "md",
        "csv", "log", "pub", "gpg", "asc", "png", "jpg", "svg", "pdf", "zip", "gz", "local", "com", "net",
        "org", "io", "id",
    ];
    let is_plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'\\' | b'@');
    let ending = value.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    ending.len() < value.len()
        && value.iter().all(is_plain)
        && ENDINGS.iter().any(|known| known.as_bytes() == ending)
}

/// RFC 9562: 8-4-4-4-12 hexadecimal digits.
fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Numbers, dates, times, addresses of hosts, telephone numbers.
fn is_figures(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_digit() || b"+-.,:/()%TZ#".contains(byte))
}

/// Few different characters, a repeated piece, or half of it in sequences such as `abcdef`, `123456`, `aaaa`.
fn is_regular(value: &[u8]) -> bool {
    let mut seen = [false; 256];
    for &byte in value {
        seen[usize::from(byte)] = true;
    }
    let distinct = seen.iter().filter(|&&is_there| is_there).count();
    let is_repeated =
        (1..=16).any(|period| period * 2 <= value.len() && value[period..] == value[..value.len() - period]);
    distinct < 5 || is_repeated || in_sequence(value) * 2 >= value.len()
}

/// One character again and again.
pub(super) fn is_repeated(value: &[u8]) -> bool {
    value.windows(2).all(|pair| pair[0] == pair[1])
}

/// How many characters are in a run of at least four that rises, falls or stays by one step.
fn in_sequence(value: &[u8]) -> usize {
    let mut total = 0;
    let mut run = 1;
    let mut last_step = None;
    for pair in value.windows(2) {
        let step = i16::from(pair[1]) - i16::from(pair[0]);
        let step = (-1..=1).contains(&step).then_some(step);
        if step.is_some() && step == last_step {
            run += 1;
        } else {
            total += if run >= 4 { run } else { 0 };
            run = if step.is_some() { 2 } else { 1 };
        }
        last_step = step;
    }
    total + if run >= 4 { run } else { 0 }
}

/// Identifiers, paths, versions: words and numbers that are joined by punctuation or by capital letters.
fn is_wording(value: &[u8]) -> bool {
    value.split(|byte| b"_-./\\:@,;=|&?+~!#".contains(byte)).all(is_word)
}

/// A word, a number, both one behind the other (`utf8`, `Server01`, `camelCase2`), or a very short piece
/// (`k8s`).
fn is_word(piece: &[u8]) -> bool {
    let digits = piece.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let letters = &piece[..piece.len() - digits];
    piece.len() <= 3
        || (letters.iter().all(u8::is_ascii_alphabetic)
            && (letters.is_empty() || digits <= 4)
            && is_camel(letters))
}

/// Letters as words have them: behind a capital come at least two small ones, or only capitals to the end.
fn is_camel(letters: &[u8]) -> bool {
    let mut rest = letters;
    while !rest.is_empty() {
        let capitals = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let small = rest[capitals..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        if capitals + small == 0 || small == 1 || (small == 0 && capitals < rest.len()) {
            return false;
        }
        rest = &rest[capitals + small..];
    }
    true
}

/// Whether the characters are as different from each other as random ones of the same alphabet, with room for
/// chance, and have the digits that random ones have.
fn is_random(value: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    let is_long_mix = value.len() >= 16 && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    if !(has(u8::is_ascii_digit) || is_long_mix) {
        return false;
    }
    // A short text cannot reach the bits of its alphabet, only the logarithm of its length; hence the smaller
    // of the two.
    let most = (value.len() as f32).log2();
    let wanted = if value.iter().all(u8::is_ascii_hexdigit) {
        (0.65 * most).min(3.0)
    } else if !has(u8::is_ascii_uppercase) || !has(u8::is_ascii_lowercase) {
        (0.77 * most).min(3.3)
    } else {
        (0.83 * most).min(3.5)
    };
    entropy(value) >= wanted
}

/// Bits per character.
fn entropy(value: &[u8]) -> f32 {
    let mut counts = [0_u16; 256];
    for &byte in value {
        counts[usize::from(byte)] += 1;
    }
    let len = value.len() as f32;
    counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| {
            let share = f32::from(count) / len;
            -share * share.log2()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_secrets() {
        // In two pieces, so that no scanner takes them for somebody's.
        let rows = [
            ("9f86d081884c7d65", "9a2feaa0c55ad015", "MD5 or a key of 128 bits"),
            ("da39a3ee5e6b4b0d3255", "bfef95601890afd80709", "SHA-1 or a key of 160 bits"),
            ("e3b0c44298fc1c149afbf4c8996fb924", "27ae41e4649b934ca495991b7852b855", "a key of 256 bits"),
            ("9F86D081884C7D65", "9A2FEAA0C55AD015", "capital hexadecimal"),
            ("f3a91c", "07be", "ten hexadecimal digits"),
            ("wJalrXUtnFEMI/K7MDENG", "/bPxRfiCYzK2mQ9vT3a", "secret key of AWS"),
            ("q7Rw2ZtK9m", "Xb4LpV8nHs", "20 letters and digits"),
            ("q7Rw2Zt", "K", "eight letters and digits"),
            ("q7rw2ztk9mxb", "4lpv8nhs", "small letters and digits"),
            ("q7Rw2-ZtK9mXb_4L", "pV8nHs5DfJ3gYcT6", "with dash and underscore"),
            ("S3cr3t!", "Tk9#vQ", "with signs"),
            ("MTIzc2VjcmV0cGFzc3dv", "cmQxMjM0NTY3OA==", "Base64 with padding"),
            ("kRwZtXmQbLpVnHsDfJ", "gYcTqWeNzMxPlKj", "long, without digits"),
            ("/x7Qp2/Rw9Zt+K4mXb", "8LpV5nHs3DfJ=", "Base64 with slashes"),
            ("A1b2-C3d4-", "E5f6-G7h8-J9k0", "groups of four"),
            ("sk_9Qw7Er5Ty3", "Ui1Op8As6Df4", "with a prefix"),
            ("0x4c0883a69102937d62", "31471b5dbb6204fe512961708279", "a private key of Ethereum"),
            ("q7Rw(2ZtK9", "mXb4)LpV8", "brackets inside"),
        ];
        for (left, right, reason) in rows {
            assert!(looks_secret([left, right].concat().as_bytes()), "{left}{right}: {reason}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        let rows = [
            ("", "empty"),
            ("q7Rw2Zt", "seven characters"),
            ("changeme123", "placeholder"),
            (concat!("AKIAIOSFODNN", "7EXAMPLE"), "placeholder"),
            ("xxxxxxxxxxxx1234", "placeholder"),
            ("************", "placeholder"),
            ("your_api_key_9876", "placeholder"),
            ("your-secret-k3y-9x7", "placeholder"),
            ("<insert-key-9Qw7Er5>", "placeholder"),
            ("ganti_dengan_kunci_9Qw7", "placeholder"),
            ("${API_KEY_V2_9X}", "variable"),
            ("$API_SECRET_TOKEN", "variable"),
            ("{{vault.q7Rw2Zt}}", "template"),
            ("%(api_key_9Qw7)s", "template"),
            ("%API_KEY_9Qw7%", "template"),
            ("os.environ['API_KEY_2']", "subscript"),
            ("getenv(\"API_KEY_9Q7\")", "call"),
            ("process.env.API_KEY2", "identifier"),
            ("crypto.randomBytes(32)", "call"),
            ("undefined", "nothing"),
            ("nullnull", "no digit"),
            ("config.auth.clientSecret", "identifier"),
            ("my_application_secret_name", "identifier"),
            ("AuthenticationProviderV2", "identifier"),
            ("production-api-key", "identifier"),
            ("correct-horse-battery-staple", "words"),
            ("/etc/ssl/private/server01", "path"),
            ("./secrets/q7Rw2ZtK9m", "path"),
            ("C:\\keys\\q7Rw2ZtK9m", "path"),
            ("server-q7Rw2.pem", "file"),
            ("id_ed25519_9Qw7Er5.pub", "file"),
            ("https://a.test/q7Rw2ZtK9m", "address"),
            ("arn:aws:iam::123456789012:role/x7Qp2Rw9", "address"),
            ("123e4567-e89b-42d3-a456-426614174000", "UUID"),
            ("1234567890123456", "number"),
            ("98213746501928", "number"),
            ("2024-01-31T12:30:00Z", "date"),
            ("192.168.100.201:8080", "host"),
            ("abcdefgh12345678", "sequences"),
            ("1234567890abcdef", "sequences"),
            ("aaaaaaaaaaaaaaa1", "repeated"),
            ("a1b2a1b2a1b2a1b2", "repeated"),
            ("deadbeefdeadbeef", "repeated"),
            ("qwerty123", "keyboard"),
            ("v1.2.3-beta.4", "version"),
            ("application/json;charset=utf-8", "type"),
            ("budi.santoso@contoh.id", "mail"),
            ("Summer2024", "word and year"),
            ("q7Rw2ZtK 9mXb4LpV", "blank"),
            ("kunci-räh4s1a9Qw7", "not ASCII"),
            ("aab1aab2aab1aab3aab1", "little entropy"),
        ];
        for (value, reason) in rows {
            assert!(!looks_secret(value.as_bytes()), "{value}: {reason}");
        }
        assert!(!looks_secret(&b"q7Rw2ZtK9mXb4LpV8nHs5DfJ3gYcT6".repeat(20)), "too long");
    }

    /// Of random values of the usual lengths no more than one in fifty is lost.
    #[test]
    fn finds_random_values() {
        let alnum: Vec<u8> = (b'0'..=b'9').chain(b'a'..=b'z').chain(b'A'..=b'Z').collect();
        let base64 = [&alnum[..], b"+/"].concat();
        let rows = [
            (&alnum[..16], 16),
            (&alnum[..16], 32),
            (&alnum[..16], 40),
            (&alnum[..36], 16),
            (&alnum[..36], 24),
            (&alnum[..36], 32),
            (&alnum[..], 16),
            (&alnum[..], 20),
            (&alnum[..], 32),
            (&base64[..], 24),
            (&base64[..], 40),
            (&base64[..], 88),
        ];
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        for (letters, len) in rows {
            let mut found = 0;
            for _ in 0..1000 {
                let value: Vec<u8> = (0..len)
                    .map(|_| {
                        state ^= state << 13;
                        state ^= state >> 7;
                        state ^= state << 17;
                        letters[(state >> 33) as usize % letters.len()]
                    })
                    .collect();
                found += usize::from(looks_secret(&value));
            }
            assert!(found >= 980, "{found} of 1000 with {} letters and length {len}", letters.len());
        }
    }

    #[test]
    fn counts_bits() {
        assert!((entropy(b"abcdefgh") - 3.0).abs() < 1e-5);
        assert!(entropy(b"aaaaaaaa").abs() < 1e-5);
        assert_eq!(in_sequence(b"x12345y"), 5);
        assert_eq!(in_sequence(b"aaaa"), 4);
        assert_eq!(in_sequence(b"fedcZ"), 4);
    }

    #[test]
    fn never_panics() {
        let text: Vec<u8> = (0..=255).chain(b"()[]$<>{}%%@@:\\//..==--__".iter().copied()).collect();
        for from in 0..text.len() {
            for to in from..text.len() {
                let _ = looks_secret(&text[from..to]);
            }
        }
    }
}
