//! Whether a text is YAML, by its first lines.
//!
//! Text and YAML are masked alike but for the quotation marks that a value of YAML gets where its mask would be an alias or a
//! list. So a text is only taken for YAML where it shows: a directive, the start of a document with a key below it, a key with
//! keys or items below it, or lines of small keys with short values and nothing else. A chat (`ann: my pin is 4821`), the
//! headers of a message and lines of a log are none of these.

/// Bytes that are looked at.
const MAX_START: usize = 8 * 1024;

/// Lines of keys and short values that are enough, and as many where there are no more.
const FLAT: usize = 3;
const FLAT_AND_ALL: usize = 2;

/// Words of a short value.
const MAX_WORDS: usize = 3;

/// Bytes of a key.
const MAX_KEY: usize = 64;

/// What the first lines say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    Yaml,
    Other,
    /// More is needed.
    Unknown,
}

pub(crate) fn likeness(start: &[u8], is_end: bool) -> Likeness {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let is_cut = text.len() > MAX_START;
    let mut seen = Seen::default();
    let mut rest = &text[..text.len().min(MAX_START)];
    while let Some(end) =
        memchr::memchr(b'\n', rest).or((is_end && !is_cut && !rest.is_empty()).then_some(rest.len()))
    {
        let line = rest[..end].trim_ascii_end();
        rest = rest.get(end + 1..).unwrap_or_default();
        match seen.take(line) {
            Likeness::Unknown => {}
            told => return told,
        }
    }
    match () {
        () if is_end && !is_cut && seen.is_flat && seen.keys.len() >= FLAT_AND_ALL => Likeness::Yaml,
        () if is_end || is_cut || !seen.may_go_on(rest) => Likeness::Other,
        () => Likeness::Unknown,
    }
}

/// The lines so far, all of which could be YAML.
#[derive(Default)]
struct Seen<'t> {
    keys: Vec<&'t [u8]>,
    /// Whether all were keys with short values.
    is_flat: bool,
    /// Whether a document was begun.
    is_begun: bool,
    /// How far in the key before stands, and whether its value is to come.
    open: Option<usize>,
    /// Whether that is a block of text.
    is_block: bool,
}

impl<'t> Seen<'t> {
    fn take(&mut self, line: &'t [u8]) -> Likeness {
        let start = line.iter().take_while(|byte| **byte == b' ').count();
        let text = &line[start..];
        if text.is_empty() || text.starts_with(b"#") {
            return Likeness::Unknown;
        }
        if text.starts_with(b"%YAML") && self.keys.is_empty() {
            return Likeness::Yaml;
        }
        if text == b"---" && self.keys.is_empty() && !self.is_begun {
            self.is_begun = true;
            return Likeness::Unknown;
        }
        let item = text.strip_prefix(b"- ").map(<[u8]>::trim_ascii_start);
        let is_below = self.open.is_some_and(|column| start > column || item.is_some() && start == column);
        let Some((key, value)) = pair(item.unwrap_or(text)) else {
            // A value may stand on the line below its key.
            if is_below && !text.contains(&b' ')
                || is_below && is_short(text) && text.iter().any(u8::is_ascii_digit)
            {
                self.open = None;
            } else if !is_below || item.is_none() && !self.is_block {
                return Likeness::Other;
            }
            return if item.is_some() || self.is_block { Likeness::Yaml } else { Likeness::Unknown };
        };
        if is_below || self.is_begun {
            return Likeness::Yaml;
        }
        // The first line of a list of objects is told by the next of its keys.
        let is_first = self.keys.is_empty();
        if !is_first && start > 0 && self.open.is_none() {
            return Likeness::Other;
        }
        let is_small = key[0].is_ascii_lowercase() || key[0] == b'_';
        self.is_flat = is_small && item.is_none() && (is_first || self.is_flat) && !self.keys.contains(&key);
        self.keys.push(key);
        self.is_block = matches!(value, b"|" | b">" | b"|-" | b">-" | b"|+" | b">+");
        let is_open = self.is_block || value.is_empty();
        self.open = match item {
            Some(_) if is_first => Some(start),
            _ if is_open => Some(start),
            _ => None,
        };
        if !is_open && self.open.is_none() {
            self.is_flat &= is_short(value);
            if !self.is_flat {
                return Likeness::Other;
            }
        }
        if self.is_flat && self.keys.len() >= FLAT { Likeness::Yaml } else { Likeness::Unknown }
    }

    /// Whether an open line could be one of YAML.
    fn may_go_on(&self, line: &[u8]) -> bool {
        let text = line.trim_ascii_start();
        let text = text.strip_prefix(b"- ").unwrap_or(text);
        let text = text.strip_prefix(b"\"").unwrap_or(text);
        let len = text.iter().take_while(|byte| is_key(**byte)).count();
        let is_start = matches!(text.first(), None | Some(b'#' | b'%' | b'-'));
        self.open.is_some() || is_start || len <= MAX_KEY && matches!(text.get(len), None | Some(b':' | b'"'))
    }
}

/// A key and its value.
fn pair(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let quoted = text.strip_prefix(b"\"");
    let text = quoted.unwrap_or(text);
    let len = text.iter().take_while(|byte| is_key(**byte)).count();
    let (key, behind) = text.split_at(len);
    let behind = if quoted.is_some() { behind.strip_prefix(b"\"")? } else { behind };
    let is_one = (1..=MAX_KEY).contains(&len) && (key[0].is_ascii_alphabetic() || key[0] == b'_');
    let value = behind.strip_prefix(b":").filter(|_| is_one)?;
    (value.is_empty() || value.starts_with(b" ")).then(|| (key, value.trim_ascii()))
}

fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_short(value: &[u8]) -> bool {
    let is_quoted = matches!(value, [b'"', .., b'"'] | [b'\'', .., b'\'']);
    let value = &value[..memchr::memmem::find(value, b" #").unwrap_or(value.len())];
    // A number may have groups.
    let is_word = |word: &&[u8]| word.iter().any(u8::is_ascii_alphabetic);
    let words = value.split(u8::is_ascii_whitespace).filter(is_word).count();
    is_quoted
        || value.starts_with(b"[") && value.ends_with(b"]")
        || value.starts_with(b"{")
        || words <= MAX_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_is_told_from_what_only_has_colons() {
        for text in [
            "a:\n  b: 4821\n",
            "a:\n- b\n",
            "# a comment\n\nuser: joe\npin: 4821\nx: y\n",
            "user: joe\npin: 4821\n",
            "---\nPin: 4821\n",
            "%YAML 1.2\n---\nx",
            "- pin: 4821\n  x: y\n",
            "user: joe\nkeys: |\n  abc\n",
            "user: joe\n\"card\": 4111 1111 1111 1111\n",
            "card:\n  4111 1111 1111 1111\nx: y\n",
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n",
        ] {
            assert_eq!(likeness(text.as_bytes(), true), Likeness::Yaml, "{text}");
            // What more bytes say is never taken back.
            for cut in 0..text.len() {
                assert_ne!(likeness(&text.as_bytes()[..cut], false), Likeness::Other, "{text} at {cut}");
            }
        }
        for text in [
            "",
            "pin: 4821\n",
            "ann: my pin is 4821 ok\nbob: thank you\ncyd: yes\n",
            "ann: hi\nbob: hi\nann: bye\n",
            "Host: example.com\nAuthorization: Bearer abc\nAccept: x\n",
            "2024-01-01 info: x\ny: z\n",
            "---\nPIN 4821\n",
            "{\"a\": 1}\n",
            "id,pin\n1,4821\n",
            "note: x\n  more\n",
        ] {
            assert_eq!(likeness(text.as_bytes(), true), Likeness::Other, "{text}");
        }
        assert_eq!(likeness(b"2024", false), Likeness::Unknown, "a key may have digits");
        assert_eq!(likeness(b"2024 ", false), Likeness::Other);
    }
}
