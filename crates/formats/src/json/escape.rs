//! Characters as URLs and forms write them.

/// Bytes of a name behind an escaped ampersand.
const MAX_NAME: usize = 32;

/// What stands at a percent or plus sign.
pub(super) enum Escape {
    None,
    /// More bytes are needed to tell.
    More,
    /// A character in so many bytes.
    Char(char, usize),
    /// One that is a part of a value, and read as another sign that is no end of one.
    Sign(char, usize),
}

/// A letter or digit, and where values have groups a blank. What else URLs write so the engine knows as it is written.
pub(super) fn escape(rest: &[u8], is_grouped: bool) -> Escape {
    if rest[0] == b'+' {
        return match rest.get(1) {
            None if is_grouped => Escape::More,
            Some(byte) if is_grouped && byte.is_ascii_alphanumeric() => Escape::Sign(' ', 1),
            _ => Escape::None,
        };
    }
    let digit = |at: usize| rest.get(at).map(|byte| char::from(*byte).to_digit(16));
    let (high, low) = match (digit(1), digit(2)) {
        (None, _) | (Some(Some(2..=7)), None) => return Escape::More,
        (Some(Some(high)), Some(Some(low))) => (high, low),
        _ => return Escape::None,
    };
    match char::from((high << 4 | low) as u8) {
        char if char.is_ascii_alphanumeric() => Escape::Char(char, 3),
        ' ' if is_grouped => Escape::Sign(' ', 3),
        char @ ('[' | ']') => Escape::Char(char, 3),
        '+' => Escape::Sign('+', 3),
        '&' => match begins_pair(&rest[3..]) {
            None => Escape::More,
            Some(true) => Escape::None,
            Some(false) => Escape::Sign('~', 3),
        },
        '!' | '#' | '$' | '%' | '*' | ';' | '^' | '|' | '~' | '(' | ')' => Escape::Sign('~', 3),
        _ => Escape::None,
    }
}

/// Whether an escaped ampersand parts the pairs of a form that is a value itself: a name and an escaped sign follow.
fn begins_pair(rest: &[u8]) -> Option<bool> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    let name = rest.iter().take(MAX_NAME).take_while(is_part).count();
    match &rest[name..] {
        [] if name < MAX_NAME => None,
        [b'%'] | [b'%', b'3'] => None,
        [b'%', b'3', b'd' | b'D', ..] => Some(name > 0),
        _ => Some(false),
    }
}
