//! The greater part of JSON, at once: no escapes, no documents in strings, no labels that are missing.

use samar::Span;

use super::lexer::{Lexer, MAX_BARE};
use super::sibling::behind;
use super::value::{is_bare, is_labelled, is_named, is_value};
use crate::lens::{Kind, Lens};

impl Lexer {
    /// Reads as many strings without escapes, numbers and signs as it can, and copies them at once. Whatever is not simple is
    /// left to the others, who would read all of this in the same way.
    pub(super) fn simple(&mut self, bytes: &[u8], lens: &mut Lens) -> usize {
        let Self { levels, names, name, .. } = self;
        let frames = levels.last_mut().expect("the document itself is always there");
        // What is read and not copied yet begins here.
        let (mut from, mut at) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\r' => at += 1,
                b',' => {
                    frames.comma();
                    at += 1;
                }
                b':' => {
                    frames.colon();
                    at += 1;
                }
                b'{' | b'[' if !frames.is_at_key() => {
                    frames.push(*byte == b'{');
                    at += 1;
                }
                b'}' | b']' if frames.can_pop(*byte == b'}') => {
                    frames.pop(*byte == b'}');
                    at += 1;
                }
                b'"' => {
                    let text = &bytes[at + 1..];
                    let end = memchr::memchr3(b'"', b'\\', b'\n', text).filter(|end| text[*end] == b'"');
                    let Some(len) = end else { break };
                    let start = lens.end() + at + 1 - from;
                    let close = at + 1 + len;
                    if frames.is_at_key() {
                        frames.begin_key();
                        frames.extend_key(&text[..len]);
                        if frames.awaits_sibling() {
                            match behind(&bytes[close + 1..], 0, false) {
                                Ok(name) => frames.extend_sibling(name.as_deref().unwrap_or_default()),
                                // It is read again, with more.
                                Err(_) => break,
                            }
                        }
                        if is_named(frames, names, name) {
                            lens.same(&bytes[from..close]);
                            lens.insert(name);
                            from = close;
                        }
                    } else if matches!(text[0], b'{' | b'[')
                        || is_labelled(frames, names)
                        || frames.rule().is_some()
                    {
                        break;
                    } else {
                        frames.begin_value();
                        if frames.begin_sibling() {
                            frames.extend_sibling(&text[..len]);
                        }
                    }
                    lens.part(Span::new(start, lens.end() + close - from), Kind::Text);
                    at = close + 1;
                }
                b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                    let len = bytes[at..].iter().take(MAX_BARE).take_while(|byte| is_bare(byte)).count();
                    let is_whole = at + len < bytes.len() && len < MAX_BARE && is_value(&bytes[at..at + len]);
                    if !is_whole || is_labelled(frames, names) || frames.rule().is_some() {
                        break;
                    }
                    frames.begin_value();
                    let start = lens.end() + at - from;
                    lens.part(Span::new(start, start + len), Kind::Bare { level: 0 });
                    at += len;
                }
                _ => break,
            }
        }
        lens.same(&bytes[from..at]);
        at
    }
}
