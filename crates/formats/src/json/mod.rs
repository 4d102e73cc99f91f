//! JSON: documents, lines and pieces of lines, and documents inside strings.
//!
//! The text for the engine is the document with the escapes resolved that hide a word or a number: `pass\u0077ord` is
//! `password`. Escapes that the engine knows stay, so the text is JSON, too. A string that holds a document is that
//! document, as deep as [`MAX_LEVEL`], wherever in the string it begins. Where the names of an object and of its field together are a label, and not the
//! field's alone, both stand there: `{"otp":{"value":` is `{"otp":{"value_otp_value":`. Each value of an array has the
//! array's name before it if it is a label, and so has a `value` the name that stands beside it.
//!
//! The lexer trusts nothing: a string ends with its line, and what breaks the grammar makes the rest of the line text.

mod bare;
mod escape;
mod frames;
mod lexer;
mod markup;
mod plain;
mod said;
mod sibling;
mod simple;
mod start;
mod string;
mod unit;
mod value;

pub(crate) use lexer::Lexer;
pub(crate) use sibling::{is_name, is_value};
pub(crate) use start::Begun;

use crate::{pairs, ruled};

/// How many strings a document may stand in.
const MAX_LEVEL: usize = 4;

/// Whether these bytes, or the line that they leave open, may hold what text alone is not: from there on a lexer is needed.
pub(crate) fn must_lex(bytes: &[u8]) -> bool {
    let line = bytes.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let start = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii_start();
    // An open line whose first characters are yet to come.
    let is_open = match start {
        [] => bytes.last() != Some(&b'\n'),
        start => b"\xef\xbb\xbf".starts_with(start),
    };
    // A list whose first object comes next.
    let is_list = bytes.trim_ascii_end().last() == Some(&b'[');
    is_open
        || is_list
        || may_begin(bytes)
        || markup::has_markup(bytes)
        || pairs::may_begin(bytes)
        || ruled::may_begin(bytes)
}

/// Whether bytes hold what could begin a document of JSON. Lists of anything but objects
/// are read as text, unless the user says that all is JSON: names in brackets begin every other line of a log.
fn may_begin(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'{', bytes).any(|at| {
        // At the end of the buffer the next one could tell.
        matches!(bytes[at + 1..].trim_ascii_start().first(), None | Some(b'"' | b'\\'))
    })
}
