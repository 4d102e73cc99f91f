//! `LABEL [possessive] [copula] VALUE`: from a label to the value behind it. One walk over a bounded stretch of text.

use super::binding::{Binding, Bond, Forward, KNOWN, Quote, Shape};
use super::lexicon::{Lexicon, is_word_start};
use super::neighbours::is_placeholder_start;
use super::number::Number;
use super::steps::{
    amount_end, count_end, ends_short, is_form_blank, is_literal_prefix, is_security_code_next, is_tail_next,
    last_four_end, named_number_end, next_argument, path_end, plain_word_end, starts_with_any, value_key_end,
};
use crate::fold::{self, Kind};
use crate::pack::{Concepts, Label};

const MAX_UNKNOWN: u8 = 8;
/// Bytes of a tag's attributes at most.
const MAX_ATTRIBUTES: usize = 80;
/// The most steps of a walk: it is bounded whatever the text.
pub(super) const MAX_STEPS: usize = 48;

/// Where the tag ends whose name ends at `at`, behind its attributes: `<Pin type="atm">7713</Pin>`.
fn attributes_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(b" ")?;
    let name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b':');
    let open = at - text[..at].iter().rev().take(MAX_ATTRIBUTES).take_while(name).count();
    let end = rest.iter().take(MAX_ATTRIBUTES).position(|byte| matches!(byte, b'>' | b'<'))?;
    let attributes = rest[..end].trim_ascii_end();
    let is_tag = text[..open].ends_with(b"<")
        && rest[end] == b'>'
        && attributes.contains(&b'=')
        && attributes.ends_with(b"\"");
    is_tag.then_some(at + 1 + end)
}

/// Goes right from the end of a label.
pub(crate) fn forward(lexicon: &Lexicon, text: &[u8], label_end: usize, shape: Shape) -> Forward {
    let Some(start) = identifier_end(lexicon, text, label_end) else { return Forward::Nothing };
    let mut binding = Binding {
        at: start,
        bond: Bond::Beside,
        unknown: 0,
        is_possessed: false,
        quote: None,
        is_tight: true,
        sign: 0,
        is_json_key: false,
        has_name: false,
        is_filled: false,
    };
    let mut i = start;
    // Words that ask are looked up only where a question mark follows.
    let last_mark = memchr::memrchr(b'?', &text[start..]).map(|at| start + at);
    let (mut has_pause, mut is_asked, mut strangers) = (false, false, 0);
    let (mut is_abbreviated, mut is_after_connector, mut has_filler, mut stars) = (false, false, false, 0);
    if let Some(close) = attributes_end(text, label_end) {
        i = close;
    } else if let Some(argument) = next_argument(text, start) {
        (i, binding.bond, binding.sign) = (argument, Bond::Sign, b'=');
        binding.quote = Some(Quote::Plain(text[argument - 1]));
    }
    for _ in 0..MAX_STEPS {
        let Some(&byte) = text.get(i) else { return Forward::LineEnd };
        let rest = &text[i..];
        binding.at = i;
        let is_value_next = shape == Shape::Token && binding.bond == Bond::Sign;
        match byte {
            b' ' | b'\t' | b'\r' => {
                binding.is_tight = false;
                if binding.bond != Bond::Sign {
                    binding.quote = None;
                }
                i += 1;
            }
            b'\\'
                if (binding.quote.is_none() || binding.bond != Bond::Sign)
                    && let Some(len) = escaped_quote(rest) =>
            {
                binding.quote = Some(Quote::Escaped);
                i += len;
            }
            b'\\' if rest.starts_with(b"\\n") || rest.starts_with(b"\\r") || rest.starts_with(b"\\t") => {
                i += 2;
            }
            b'%' if (binding.quote.is_none() || binding.bond != Bond::Sign)
                && starts_with_any(rest, &[b"%22", b"%27"]) =>
            {
                binding.quote = Some(Quote::Percent);
                i += 3;
            }
            b'%' if starts_with_any(rest, &[b"%3A", b"%3a", b"%3D", b"%3d"]) => {
                (binding.bond, binding.sign, binding.quote) = (Bond::Sign, b'=', None);
                i += 3;
            }
            b'%' if rest.starts_with(b"%20") => i += 3,
            b'&' if rest.starts_with(b"&quot;") => i += 6,
            b'"' | b'\'' | b'`' if binding.quote.is_none() || binding.bond != Bond::Sign => {
                binding.quote = Some(Quote::Plain(byte));
                i += 1;
            }
            b'b' | b'u' | b'r' | b'N'
                if binding.bond == Bond::Sign
                    && binding.quote.is_none()
                    && is_literal_prefix(&text[..i], rest) =>
            {
                i += 1;
            }
            b':' | b'=' | b'>' if !(is_value_next && byte != b'>' && byte != b'=') => {
                if byte == b'>' && binding.bond != Bond::Sign && shape == Shape::Token && has_pause {
                    return Forward::Nothing;
                }
                binding.is_json_key = byte == b':' && text[..i].trim_ascii_end().ends_with(b"\"");
                (binding.bond, binding.sign, binding.quote) = (Bond::Sign, byte, None);
                i += 1;
                if shape == Shape::Number && byte == b':' && i == start + 1 {
                    i = path_end(text, i);
                }
            }
            // Blanks of a form: body=Kode+OTP+anda+482913
            b'+' if shape == Shape::Number && is_form_blank(text, label_end, i) => i += 1,
            b'*' => {
                let run = rest.iter().take_while(|star| **star == b'*').count();
                stars += run;
                if stars > 3 || run > 1 && is_tail_next(&rest[run..]) {
                    return Forward::Masked;
                }
                i += run;
            }
            b'[' if is_placeholder_start(rest) => return Forward::Masked,
            0xe3 | 0xef if let Some(mark) = fold::mark(rest) => {
                match mark {
                    b':' | b'=' => (binding.bond, binding.sign, binding.quote) = (Bond::Sign, mark, None),
                    b'(' | b')' | b'"' | b'~' | b'/' => {}
                    b',' | b'?' if !has_pause && (shape == Shape::Number || binding.bond > Bond::Beside) => {
                        has_pause = true;
                    }
                    _ => return Forward::Nothing,
                }
                binding.is_tight = false;
                i += 3;
            }
            _ if is_value_next => return Forward::Value(binding),
            b'0'..=b'9' | 0xef if let Some(end) = count_end(lexicon, text, i) => i = end,
            b'0'..=b'9' => return value(text, binding, has_pause || is_asked),
            b'-' => {
                // PIN - 1234, PIN -> 1234, PIN-1234.
                i += 1;
                if shape == Shape::Token && !matches!(text.get(i), Some(b' ' | b'>' | b'-')) {
                    return Forward::Nothing;
                }
                binding.bond = binding.bond.max(Bond::Copula);
            }
            // The writer's own question: "CVV? Ah sí, 233".
            b'?' => {
                is_asked = true;
                i += 1;
            }
            b'.' if rest.starts_with(b"..") => i += rest.iter().take_while(|dot| **dot == b'.').count(),
            // An abbreviation's stop: PIN no. 1234.
            b'.' if is_abbreviated || i == start && ends_short(text, i) => i += 1,
            b',' if binding.quote.is_some()
                && let Some(end) = value_key_end(lexicon, text, i) =>
            {
                i = end;
            }
            b',' if shape == Shape::Number && !has_pause => {
                has_pause = true;
                i += 1;
            }
            // The end of a relative clause: "die PIN, die ich immer nehme, ist 4821". From here on a copula must bind.
            b',' if shape == Shape::Number && binding.unknown > 0 && binding.bond == Bond::Beside => {
                has_pause = false;
                binding.interrupt();
                i += 1;
            }
            b';' if shape == Shape::Number
                && i == start
                && matches!(text.get(i + 1), Some(b'0'..=b'9' | b'[' | b'*')) =>
            {
                i += 1;
            }
            0x1b if rest.starts_with(b"\x1b[") => {
                i += 2 + rest[2..].iter().take_while(|byte| !byte.is_ascii_alphabetic()).count() + 1;
            }
            b'$' if shape == Shape::Number => {
                i = amount_end(text, i + 1);
                binding.interrupt();
            }
            b')' | b']' | b'_' | b'/' if binding.bond == Bond::Beside && binding.quote.is_none() => i += 1,
            b'(' | b'[' | b'{' | b'#' | b'~' | b'|' | b')' | b']' | b'_' | b'/' if shape == Shape::Number => {
                i += 1;
            }
            b'<' if shape == Shape::Number && binding.bond == Bond::Sign => i += 1,
            b'A'..=b'Z' | b'a'..=b'z' | 0xc3..
                if is_word_start(text, i)
                    && (byte < 0x80
                        || fold::is_wide_letter(rest)
                        || lexicon.longest(text, i, KNOWN).is_some()) =>
            {
                // "pinnya berapa? 4821", "passwordnya apa? Budi2020"
                if (binding.bond == Bond::Beside || shape == Shape::Number)
                    && last_mark.is_some_and(|mark| i < mark)
                    && let Some(word) = lexicon.longest(text, i, Concepts::QUESTION)
                    && text.get(word.end) == Some(&b'?')
                {
                    i = word.end;
                    continue;
                }
                if shape == Shape::Token {
                    match connector(lexicon, text, i) {
                        Some((end, concepts))
                            if binding.bond == Bond::Beside || concepts.has(Concepts::COPULA) =>
                        {
                            binding.note(concepts);
                            has_filler |= binding.is_filled;
                            i = end;
                        }
                        // What the password is for: "password for the portal is …".
                        None if has_filler
                            && binding.bond == Bond::Beside
                            && binding.unknown < 3
                            && let Some(end) = plain_word_end(text, i) =>
                        {
                            binding.unknown += 1;
                            i = end;
                        }
                        _ => return Forward::Value(binding),
                    }
                    continue;
                }
                match lexicon.longest(text, i, KNOWN) {
                    Some(word)
                        if word.concepts.has(Concepts::DIGIT | Concepts::REPEAT)
                            && is_spoken_code(lexicon, text, i) =>
                    {
                        return value(text, binding, has_pause || is_asked);
                    }
                    // "otp for card 4417 is 882193"
                    Some(word)
                        if word.concepts.has(Label::Card.any())
                            && let Some(end) = last_four_end(lexicon, text, word.end) =>
                    {
                        i = end;
                        binding.interrupt();
                    }
                    Some(word) if word.concepts.has(Concepts::CONNECTORS) => {
                        if has_pause && !word.concepts.has(Concepts::COPULA | Concepts::POSSESSIVE) {
                            binding.unknown += 1;
                        }
                        binding.note(word.concepts);
                        is_abbreviated = word.end - i <= 3;
                        is_after_connector = true;
                        i = word.end;
                    }
                    // The amount of the transaction that a code is for.
                    Some(word) if word.concepts.has(Concepts::CURRENCY) => {
                        i = amount_end(text, word.end);
                        binding.interrupt();
                    }
                    // The card that a code is for: right behind the label it changes nothing, nor before a security code.
                    Some(word) if word.concepts.has(Label::Card.any()) => {
                        let is_beside = text[start..i].iter().all(|byte| *byte == b' ');
                        if binding.unknown > 0 || !is_beside && !is_security_code_next(text, word.end) {
                            binding.interrupt();
                        }
                        i = word.end;
                    }
                    // Another number under its own name: the customer that a code was sent to.
                    Some(word)
                        if word.concepts.has(Concepts::OTHER)
                            && let Some(end) = named_number_end(text, word.end) =>
                    {
                        i = end;
                        binding.interrupt();
                    }
                    // What the value is for: "otp for txn at the shop is 482913".
                    Some(word) if word.concepts.has(Concepts::OTHER) && binding.is_filled && !has_pause => {
                        binding.interrupt();
                        i = word.end;
                    }
                    Some(word)
                        if word.concepts.has(
                            Concepts::OTHER
                                | Concepts::NOT
                                | Concepts::PROHIBITION
                                | Concepts::UNIT
                                | Concepts::LABELS,
                        ) =>
                    {
                        return Forward::Nothing;
                    }
                    _ => {
                        // G-482913: a sender's initial.
                        if rest.len() > 2 && rest[0] == b'G' && rest[1] == b'-' && rest[2].is_ascii_digit() {
                            i += 2;
                            continue;
                        }
                        // Whose it is: "otp nya kak Rina 482913".
                        let letters = fold::letters(text, i);
                        let is_name = is_after_connector
                            && letters > 2
                            && byte.is_ascii_uppercase()
                            && !rest[1..letters].iter().any(u8::is_ascii_uppercase);
                        if is_name && !binding.has_name && rest.get(letters) == Some(&b' ') {
                            binding.has_name = true;
                            is_after_connector = false;
                            i += letters;
                            continue;
                        }
                        binding.interrupt();
                        if binding.unknown > MAX_UNKNOWN {
                            return Forward::Nothing;
                        }
                        i += fold::word_len(rest);
                    }
                }
            }
            0x80.. => {
                match fold::glyph(text, i) {
                    Some(fold::Glyph { kind: Kind::Digit(_), .. }) => {
                        return value(text, binding, has_pause || is_asked);
                    }
                    Some(glyph) => {
                        let is_letter = is_word_start(text, i) && fold::is_wide_letter(rest);
                        if glyph.kind == Kind::Other && !is_ornament(rest) {
                            if shape == Shape::Token {
                                // What the password is for: รหัสผ่านเข้าแอปคือ.
                                strangers += 1;
                                if !fold::is_unspaced(rest)
                                    || binding.bond != Bond::Beside
                                    || strangers > MAX_UNKNOWN
                                {
                                    return Forward::Value(binding);
                                }
                                binding.is_filled = true;
                                i += 3;
                                continue;
                            }
                            binding.unknown += 1;
                            binding.bond = if is_letter { Bond::Beside } else { binding.bond };
                        }
                        i += if is_letter { fold::word_len(rest) } else { glyph.len };
                    }
                    None => return Forward::Nothing,
                }
                if binding.unknown > MAX_UNKNOWN {
                    return Forward::Nothing;
                }
            }
            _ if shape == Shape::Token && binding.bond != Bond::Beside => return Forward::Value(binding),
            _ => return Forward::Nothing,
        }
    }
    Forward::Nothing
}

fn value(text: &[u8], binding: Binding, has_pause: bool) -> Forward {
    // "PIN baru aktif, 4821": a comma after words of another sentence binds nothing without a copula behind it.
    if has_pause && binding.unknown > 0 && binding.bond == Bond::Beside
        || is_after_currency_sign(text, binding.at)
    {
        return Forward::Nothing;
    }
    Forward::Value(binding)
}

fn is_after_currency_sign(text: &[u8], at: usize) -> bool {
    at > 0 && matches!(text[at - 1], b'$')
}

/// Length of a quotation mark behind backslashes: JSON in a JSON string, as deep as it goes. An even number of
/// backslashes escapes itself.
fn escaped_quote(rest: &[u8]) -> Option<usize> {
    let backslashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    (backslashes % 2 == 1 && rest.get(backslashes) == Some(&b'"')).then_some(backslashes + 1)
}

/// Whether three digits or more are spelled out at `at`.
fn is_spoken_code(lexicon: &Lexicon, text: &[u8], at: usize) -> bool {
    Number::parse(lexicon, text, at).is_some_and(|number| number.code(&(3..=40)).is_some())
}

/// A word that connects label and value and is a whole token: `is`, not the `is` of `is-this-it`. Scripts without blanks
/// have no tokens.
fn connector(lexicon: &Lexicon, text: &[u8], at: usize) -> Option<(usize, Concepts)> {
    let word = lexicon.longest(text, at, Concepts::CONNECTORS)?;
    let is_token =
        matches!(text.get(word.end), None | Some(b' ' | b'\t' | b'\r' | b':' | b'=' | b'>' | b'"' | b'\\'))
            || fold::is_unspaced_before(text, word.end)
            || text.get(word.end..).is_some_and(|rest| fold::mark(rest).is_some());
    is_token.then_some((word.end, word.concepts))
}

/// Just past the identifier that a label is part of; `None` where its other parts make it name something else.
fn identifier_end(lexicon: &Lexicon, text: &[u8], label_end: usize) -> Option<usize> {
    let mut i = label_end;
    loop {
        let next = text.get(i).copied();
        let after = text.get(i + 1).copied();
        match next {
            Some(b'_' | b'.' | b'-') if after.is_some_and(|byte| byte.is_ascii_alphabetic()) => {
                let word = lexicon.longest(text, i + 1, Concepts::SUFFIX);
                match word {
                    Some(word) => i = word.end,
                    None if next == Some(b'_') => return None,
                    // A sentence's stop without a blank, or a hyphen in prose: the grammar decides.
                    None => return (next == Some(b'-')).then_some(i),
                }
            }
            Some(b'A'..=b'Z') if !fold::is_unspaced_before(text, i) => {
                i = lexicon.longest(text, i, Concepts::SUFFIX)?.end;
            }
            // pin2=, password1:
            Some(b'0'..=b'9') => {
                let digits = text[i..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let is_index =
                    digits <= 2 && matches!(text.get(i + digits), Some(b'=' | b':' | b'"' | b'_' | b'\''));
                if !is_index {
                    return Some(i);
                }
                i += digits;
            }
            _ => return Some(i),
        }
    }
}

/// Emoji, arrows, bullets and quotation marks beyond ASCII: they bind as a blank does.
fn is_ornament(rest: &[u8]) -> bool {
    matches!(rest, [0xf0, 0x9f, ..] | [0xe2, ..] | [0xc2, ..] | [0xef, 0xb8, ..])
}
